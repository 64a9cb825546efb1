"""How long a list of a million papers takes, and how much memory. Never fails on a time.

    python -m tests.benchmarks.bench_bibliography [--records 1000000] [--known 1000] [--papers]

--records  how many records of the shape of Kaggle's list of arXiv are generated
--known    how many of them are in the library before, so that the list tells something about them
--papers   bring all of them in, too (their index included: that takes long)

Every run is a process of its own (`digest-reader sync`), from the start of the interpreter to its end.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.runs import measured, program, show

HEAD = ("", "wall s", "cpu s", "peak MB", "wanted", "what came in")
WORDS = [
    *"茶壶玻璃",
    "we",
    "invent",
    "teapots",
    "of",
    "glass",
    "that",
    "hold",
    "tea",
    "and",
    "never",
    "break",
    "when",
    "blown",
]


def records(count: int, seed: int = 1) -> Iterator[str]:
    """Invented records, a line each, of about the size of real ones (1.6 KB)."""
    chance = random.Random(seed)
    for number in range(count):
        month, place = divmod(number, 90_000)
        arxiv_id = f"{10 + month // 12:02}{month % 12 + 1:02}.{place + 10_000:05}"
        names = [[chance.choice(WORDS).title(), f"A{n}", ""] for n in range(chance.randint(1, 8))]
        yield json.dumps(
            {
                "id": arxiv_id,
                "submitter": "Ana Muster",
                "authors": ", ".join(f"{first} {last}" for last, first, _ in names),
                "title": " ".join(chance.choices(WORDS, k=10)),
                "comments": f"{chance.randint(1, 60)} pages",
                "journal-ref": None,
                "doi": f"10.5555/tea.{number}",
                "report-no": None,
                "categories": "cs.LG stat.ML",
                "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
                "abstract": "  " + " ".join(chance.choices(WORDS, k=180)) + "\n",
                "versions": [{"version": "v1", "created": "Thu, 1 Feb 2024 17:59:59 GMT"}],
                "update_date": "2024-02-12",
                "authors_parsed": names,
            }
        )


def write(path: Path, count: int, step: int = 1) -> None:
    """Write every `step`th of `count` records to `path`."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for at, line in enumerate(records(count)) if at % step == 0)


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a list of papers takes, and how much memory.")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--known", type=int, default=1000)
    parser.add_argument("--papers", action="store_true")
    arguments = parser.parse_args()
    rows: list[tuple[str, ...]] = [HEAD]
    with tempfile.TemporaryDirectory() as folder:
        library, known, everything = (Path(folder) / name for name in ("library", "known.jsonl", "all.jsonl"))
        write(everything, arguments.records)
        write(known, arguments.records, max(1, arguments.records // max(1, arguments.known)))
        measured(program(library, "sync", known, "--papers"))
        size = f"{everything.stat().st_size / 1e9:.1f} GB"
        for what, options in (("about papers that are there", ()), ("all papers", ("--papers",))):
            if not options or arguments.papers:
                run = measured(program(library, "sync", everything, *options))
                row = (f"{size}, {what}", f"{run.wall:.1f}", f"{run.cpu:.1f}", f"{run.memory:.0f}", "300 MB", run.out)
                rows.append(row)
    show(rows)


if __name__ == "__main__":
    main()
