"""How many of a publisher's own translations pass the checks that translations made here must pass.

    python -m tests.benchmarks.bench_verdicts --library DIR [--papers N]

The pairs are known to be good: what is refused or called doubtful among them is the checks' own error. Beside it
stands the share that is found when each text is given the translation of another paper.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from reader.library.library import Library
from reader.outside.verdicts import lacking, refusal
from reader.paths import Places

Pair = tuple[str, str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--papers", type=int, default=5000)
    chosen = parser.parse_args()
    titles, abstracts = pairs(chosen.library, chosen.papers)
    print(f"{'':24}{'pairs':>8}{'refused':>10}{'doubtful':>10}{'other paper: found':>20}")
    for name, kind in (("titles", titles), ("whole abstracts", abstracts)):
        refused = sum(refusal(*pair) is not None for pair in kind)
        doubtful = sum(bool(lacking(*pair)) for pair in kind)
        others = [(kind[n][0], kind[n - 1][1]) for n in range(len(kind))]
        found = sum(refusal(*pair) is not None or bool(lacking(*pair)) for pair in others)
        count = max(len(kind), 1)
        print(f"{name:24}{len(kind):8,}{refused / count:10.2%}{doubtful / count:10.2%}{found / count:20.1%}")


def pairs(folder: Path, most: int) -> tuple[list[Pair], list[Pair]]:
    """Titles and abstracts (those that were not cut) in both languages, of `most` papers drawn with a fixed seed."""
    library = Library.open(Places(data=folder, cache=folder / "cache", config=folder / "config.toml"))
    try:
        nums = random.Random(1).sample(list(library.listing().nums), min(most, len(library)))
        papers = [library.paper(num).paper for num in nums]
    finally:
        library.close()
    titles = [(p.texts.title_en, p.texts.title_zh) for p in papers]
    abstracts = [(p.texts.abstract_en, p.texts.abstract_zh) for p in papers if not p.cut]
    return [(en, zh) for en, zh in titles if en and zh], [(en, zh) for en, zh in abstracts if en and zh]


if __name__ == "__main__":
    main()
