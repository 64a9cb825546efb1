"""Known-item quality: on generated papers always, on the real digests where somebody has them."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from reader.model import Texts
from reader.search.engine import open_engine
from reader.search.protocol import Document
from reader.search.traditional import SIMPLIFIED
from reader.sources.contract import Kind, SourceSpec
from reader.sources.dispatch import read_source
from tests.search.invented import Shelf
from tests.search.quality import Quality

LEAST = {
    "2 Chinese characters": 1.0,
    "4 Chinese characters": 1.0,
    "6 Chinese characters": 1.0,
    "title without a word, first three": 0.99,
    "misspelt title word put right": 0.93,
    "singular or plural": 0.99,
    "hyphen left out, or a space": 0.99,
    "full width": 0.99,
    "traditional characters": 0.99,
}
SYLLABLES = ("ba", "ke", "lo", "mi", "ru", "ta", "ven", "sor", "pil", "dan", "gre", "hom", "qui", "zel", "fan", "wob")


def invented_papers(count: int) -> list[Document]:
    """Papers of invented words, as frequent as words are: few often, many seldom."""
    chance = random.Random(9)
    words = sorted({"".join(chance.choices(SYLLABLES, k=chance.randint(3, 4))) for _ in range(400)})
    weights = [1 / (rank + 4) for rank in range(len(words))]
    characters = sorted(set(SIMPLIFIED.values()))[:700]

    def english(length: int) -> str:
        drawn = chance.choices(words, weights, k=length)
        return " ".join(f"{a}-{b}" if chance.random() < 0.05 else a for a, b in pairwise(drawn))

    def chinese(length: int) -> str:
        return "，".join("".join(chance.choices(characters, k=chance.randint(6, 20))) for _ in range(length))

    return [
        Document(
            num,
            num,
            f"2401.{num:05}",
            Texts(
                title_en=english(9).title(),
                title_zh=chinese(1),
                tldr_zh=chinese(3),
                abstract_en=english(90),
                abstract_zh=chinese(12),
            ),
        )
        for num in range(1, count + 1)
    ]


def real_papers(corpus: Path, clones: Path) -> Iterator[Document]:
    """A day's digests, and the sample of paper records."""
    specs = [
        SourceSpec(Kind.FOLDER, str(corpus / "day-2026-08-14")),
        SourceSpec(Kind.FILE, str(corpus / "papers-sample.tar.gz")),
    ]
    entries = {
        entry.id: entry.texts
        for spec in specs
        for reading in read_source(spec, {}, clones=clones)
        for digest in reading.digests
        for entry in digest.entries
    }
    for num, (identity, texts) in enumerate(entries.items(), 1):
        yield Document(num, num, identity, texts)


def figures(papers: Sequence[Document], folder: Path) -> dict[str, tuple[float, int]]:
    engine = open_engine(folder)
    engine.add(papers)
    shelf = Shelf(array("I", range(len(papers), 0, -1)))
    chosen = random.Random(1).sample(list(papers), min(1000, len(papers)))
    found = Quality(engine, shelf, chosen, seed=3).figures()
    engine.close()
    return found


def check(found: dict[str, tuple[float, int]]) -> None:
    assert {kind: share for kind, (share, _) in found.items() if share < LEAST[kind]} == {}
    assert min(count for _, count in found.values()) > 200


def test_remembered_papers_are_found_among_invented_ones(tmp_path: Path) -> None:
    check(figures(invented_papers(1000), tmp_path))


def test_remembered_papers_are_found_in_the_real_digests(corpus: Path, tmp_path: Path) -> None:
    check(figures(list(real_papers(corpus, tmp_path / "clones")), tmp_path / "index"))
