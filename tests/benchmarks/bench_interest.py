"""How well papers are ranked by what was kept, beside arxiv-sanity-lite's method in the same run. Fails on no number.

    python -m tests.benchmarks.bench_interest --library DIR [--readers FILE.json] [--draws 3]

Readers are simulated: each is a few topics, told by patterns in the English title and abstract; one in ten of what a
reader kept is chance. They keep papers of the weeks before the last five days, and these days are ranked. The topics
below are of our own; nothing was chosen on the second half of them, nor on FILE's (objects with `name` and `topics`:
lists of patterns all of which must match). Columns: precision at 20 (of what there is) / average precision / recall at
50. The peer: tf-idf of 20,000 uni- and bigrams of English titles and abstracts, a linear SVM with C = 0.01, all other
papers as negatives (scikit-learn).
"""

from __future__ import annotations

import argparse
import json
import re
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reader.library.library import Library
from reader.paths import find_places
from reader.search.profile import InterestProfile
from reader.search.protocol import Engine
from tests.benchmarks.runs import show

KEPT = (5, 20, 50)
NOISE = 0.1
TEST_DAYS, SMALLEST_DAY = 5, 60
WINDOW = 12_000
"""Papers before the ranked days: what readers keep from."""

Bools = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.floating]
Topics = list[list[str]]

OWN: list[Topics] = [
    [["hallucinat|factual(ity| consistency| error)"], ["federated"]],
    [["offline reinforcement|offline RL|batch reinforcement"], ["contrastive learning|self-supervised represent"]],
    [["summari[sz]ation"], ["named entity|relation extraction"], ["dialogue|conversational (agent|system|AI)"]],
    [["optimal transport|wasserstein"], ["conformal|uncertainty quantif|calibrat"]],
    [["traffic|trajectory predict|urban mobility"], ["spiking|neuromorphic"]],
    [
        ["chain.of.thought|mathematical reason|math word"],
        [r"low-rank adapt|\bLoRA\b|parameter-efficient|prompt tuning"],
    ],
    [["(semantic|instance) segmentation"], ["adversarial (attack|example|robust)"], ["differential(ly)? priva"]],
    [["electronic health|clinical (note|text|record)"], ["material(s)? (science|discover|property)|crystal"]],
]


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers before the ranked days, and of these days. Everything counts as `nums` does."""

    nums: list[int]
    english: list[str]
    before: npt.NDArray[np.int64]
    days: list[npt.NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Case:
    """What one reader kept (indices of `Papers`), and what that reader wants."""

    reader: int
    kept: npt.NDArray[np.int64]
    wanted: Bools


Ranker = Callable[[Case], Scores]


def gathered(library: Library) -> Papers:
    """The newest papers of a library."""
    listing = library.listing()
    days = [day for day in listing.days if day.count >= SMALLEST_DAY][:TEST_DAYS]
    if not days:
        raise SystemExit(f"no day of the library has {SMALLEST_DAY} papers: there is nothing to rank")
    last = days[-1].start + days[-1].count
    nums = list(listing.nums[: last + WINDOW])
    texts = [library.paper(num).paper.texts for num in nums]
    english = [f"{text.title_en or ''} {text.abstract_en or ''}" for text in texts]
    ranked = [np.arange(day.start, day.start + day.count) for day in days]
    return Papers(nums, english, np.arange(last, len(nums)), ranked)


def wants(topics: Topics, papers: Papers) -> Bools:
    """Which papers a reader wants: those that have all patterns of a topic."""
    patterns = [[re.compile(pattern, re.IGNORECASE) for pattern in topic] for topic in topics]
    return np.array([any(all(p.search(text) for p in topic) for topic in patterns) for text in papers.english])


def cases(readers: Sequence[Topics], papers: Papers, kept: int, draws: int) -> Iterator[Case]:
    """What the readers kept, drawn by seed."""
    for number, topics in enumerate(readers):
        wanted = wants(topics, papers)
        good, bad = papers.before[wanted[papers.before]], papers.before[~wanted[papers.before]]
        for draw in range(draws):
            chance = np.random.default_rng(1000 * draw + 10 * number + kept)
            noise = round(kept * NOISE)
            chosen = (chance.choice(good, kept - noise, replace=False), chance.choice(bad, noise, replace=False))
            yield Case(number, np.concatenate(chosen), wanted)


def measures(scores: Scores, wanted: Bools) -> tuple[float, float, float]:
    """Precision at 20 of what there is, average precision, recall at 50."""
    hits = wanted[np.argsort(-scores, kind="stable")]
    total = hits.sum()
    precision = (np.cumsum(hits) / (np.arange(len(hits)) + 1))[hits].mean()
    return hits[:20].sum() / min(20, total), float(precision), hits[:50].sum() / total


def newest_first(papers: Papers) -> Ranker:
    """The listing's order."""
    return lambda case: -np.arange(len(papers.nums), dtype=np.float64)


class Before:
    """A filter source whose listing ends before the ranked days: what is learned may not know them."""

    def __init__(self, nums: Sequence[int]) -> None:
        self._listing = array("I", nums)

    def nums(self, field: str, value: object) -> Sequence[int]:
        return array("I")

    def listing(self) -> Sequence[int]:
        return self._listing


Learn = Callable[[Sequence[int]], InterestProfile]
"""Numbers of kept papers -> what was learned from them."""


def learning(engine: Engine, filters: Before) -> Learn:
    """Learning as the program does it."""

    def learn(kept: Sequence[int]) -> InterestProfile:
        profile = engine.profile(kept, (), filters)
        assert isinstance(profile, InterestProfile)
        return profile

    return learn


def ours(papers: Papers, learn: Learn) -> Ranker:
    """The program's words."""
    nums = np.array(papers.nums, dtype=np.uint32)
    return lambda case: learn(nums[case.kept].tolist()).scores(nums)


def peer(papers: Papers) -> Ranker:
    """arxiv-sanity-lite's method."""
    from sklearn import svm
    from sklearn.feature_extraction.text import TfidfVectorizer

    pattern = r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b"
    vectors = TfidfVectorizer(
        strip_accents="unicode",
        stop_words="english",
        token_pattern=pattern,
        ngram_range=(1, 2),
        max_features=20_000,
        sublinear_tf=True,
        max_df=0.1,
        min_df=5,
    ).fit_transform(papers.english)

    def ranked(case: Case) -> Scores:
        labels = np.zeros(len(papers.nums))
        labels[case.kept] = 1
        model = svm.LinearSVC(class_weight="balanced", max_iter=10_000, tol=1e-6, C=0.01)
        scores: Scores = model.fit(vectors, labels).decision_function(vectors)
        return scores

    return ranked


def judged(ranker: Ranker, chosen: Sequence[Case], papers: Papers) -> str:
    """The mean of all cases and days on which there is enough to find."""
    found = []
    for case in chosen:
        scores = ranker(case)
        days = [day for day in papers.days if case.wanted[day].sum() >= 2]
        found += [measures(scores[day], case.wanted[day]) for day in days]
    return "/".join(f"{value:.3f}" for value in np.mean(found, axis=0))


def timed(library: Library, learn: Learn, papers: Papers) -> Iterator[list[str]]:
    """CPU in ms of what a reader waits for."""
    nums = np.array(papers.nums, dtype=np.uint32)
    everything = np.array(library.listing().nums, dtype=np.uint32)
    kept = nums[papers.before[:50]].tolist()
    learn(kept[:-1])
    begun = time.process_time()
    profile = learn(kept)
    middle = time.process_time()
    scores = profile.scores(everything)
    np.argsort(-scores, kind="stable")
    end = time.process_time()
    yield ["from a bookmark to the new words", f"{(middle - begun) * 1000:.1f}"]
    yield [f"ranking the archive ({len(everything):,} papers)", f"{(end - middle) * 1000:.1f}"]
    yield ["from a bookmark to the new order", f"{(end - begun) * 1000:.1f}"]
    day = nums[papers.days[0]]
    begun = time.process_time()
    np.argsort(-profile.scores(day), kind="stable")
    yield [f"ranking a day ({len(day)} papers)", f"{(time.process_time() - begun) * 1000:.2f}"]
    begun = time.process_time()
    profile.reasons(day[:50].tolist(), 3)
    yield ["reasons of 50 papers", f"{(time.process_time() - begun) * 1000:.1f}"]
    begun = time.process_time()
    profile.best(library.listing(), 20)
    yield ["the best of every day", f"{(time.process_time() - begun) * 1000:.1f}"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--readers", type=Path)
    parser.add_argument("--draws", type=int, default=3)
    options = parser.parse_args()
    library = Library.open(find_places({}, options.library))
    library.index.update()  # what is not indexed could not be ranked
    papers = gathered(library)
    begun = time.process_time()
    learn = learning(library.index.engine(), Before(papers.nums[papers.before[0] :]))
    learn([])
    prepared = time.process_time() - begun
    groups = {"own readers 1-4": OWN[:4], "own readers 5-8": OWN[4:]}
    if options.readers:
        groups[options.readers.name] = [reader["topics"] for reader in json.loads(options.readers.read_text("utf-8"))]
    rankers = {
        "newest first": newest_first(papers),
        "peer: tf-idf and linear SVM": peer(papers),
        "ours": ours(papers, learn),
    }
    for group, readers in groups.items():
        rows = [[f"{group} ({len(readers)})", *(f"{kept} kept" for kept in KEPT)]]
        chosen = {kept: list(cases(readers, papers, kept, options.draws)) for kept in KEPT}
        rows += [[name, *(judged(rank, chosen[kept], papers) for kept in KEPT)] for name, rank in rankers.items()]
        show(rows)
        print()
    show(
        [["", "CPU ms"], ["what is learned once a snapshot", f"{prepared * 1000:.0f}"], *timed(library, learn, papers)]
    )
    library.close()


if __name__ == "__main__":
    main()
