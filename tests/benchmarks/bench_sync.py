"""How long it takes to bring digests in, and again when nothing is new. Never fails on a time.

    python -m tests.benchmarks.bench_sync --repository DIR [--day DIR]

--repository  a clone of a publisher's repository with its history; its papers are also written out as single records
              and brought in from there
--day         a folder with one day's digests, added to the full library

Every run is a process of its own (`digest-reader sync`), from the start of the interpreter to its end, with the index
up to date; peak memory is that of its largest process (git included).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from reader.library.library import Library
from reader.model import Paper
from reader.paths import find_places
from tests.benchmarks.runs import measured, program, show

HEAD = ("", "wall s", "cpu s", "peak MB", "wanted", "what came in")


def write_records(library: Path, folder: Path) -> int:
    """Write every paper of a library as a paper record, `papers/YY/MM/ID.json`; returns how many."""
    opened = Library.open(find_places({}, library))
    try:
        for num in opened.listing().nums:
            paper = opened.paper(num).paper
            name = paper.id.replace("/", "_")
            file = folder / "papers" / name[:2] / name[2:4] / f"{name}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(record(paper), ensure_ascii=False), encoding="utf-8")
        return len(opened)
    finally:
        opened.close()


def record(paper: Paper) -> dict[str, str]:
    """A paper as its publisher keeps it, the misspelt key included."""
    texts = paper.texts
    return {
        "title": texts.title_en or "",
        "abstract": texts.abstract_en or "",
        "link": paper.link,
        "tldr": texts.tldr_zh or "",
        "en_tdlr": texts.tldr_en or "",
        "translated_title": texts.title_zh or "",
        "translated_abstract": texts.abstract_zh or "",
    }


def measure(what: str, library: Path, source: Path | None, wanted: str) -> tuple[str, ...]:
    """One sync as a row of the table; without a source, of what the library remembers."""
    run = measured(program(library, "sync", *([source] if source else [])))
    return (what, f"{run.wall:.1f}", f"{run.cpu:.1f}", f"{run.memory:.0f}", wanted, run.out)


def main() -> None:
    parser = argparse.ArgumentParser(description="How long it takes to bring digests in.")
    parser.add_argument("--repository", type=Path, required=True, help="a clone with its history")
    parser.add_argument("--day", type=Path, help="a folder with one day's digests")
    arguments = parser.parse_args()
    rows: list[tuple[str, ...]] = [HEAD]
    with tempfile.TemporaryDirectory() as folder:
        year, records = Path(folder) / "year", Path(folder) / "records"
        rows.append(measure("history of the repository", year, arguments.repository, "20.4 s, 300 MB"))
        rows.append(measure("nothing new", year, None, "1 s"))
        count = write_records(year, Path(folder) / "written")
        if arguments.day:
            rows.append(measure("one more day", year, arguments.day, "1 s"))
        rows.append(measure(f"{count:,} paper records", records, Path(folder) / "written", "60 s"))
        rows.append(measure("nothing new", records, None, "3 s"))
    show(rows)


if __name__ == "__main__":
    main()
