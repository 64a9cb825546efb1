"""Every paper of a library, exported and read back by the programs that the formats are for.

    python -m tests.benchmarks.check_exports LIBRARY [--csl-schema FILE] [PROGRAM ...]

LIBRARY is a folder as given to `digest-reader --library`. Papers without marks get some, made of their own texts.
Prints for each program how many papers it read and every field that differs from the JSON Lines; a program that is not
installed is named. FILE is `csl-data.json` of the schema of the Citation Style Language
(https://github.com/citation-style-language/schema), checked with the package jsonschema.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reader.export.formats import render
from reader.export.texts import shown
from reader.library.library import Library
from reader.library.marking import tag_name
from reader.model import NO_MARKS, MarkedPaper, Marks
from reader.paths import find_places
from reader.text.safe import printable
from tests.export.reading_back import CHECKS

TOGETHER = 2000
"""Papers in one file."""
MOMENT = datetime(2026, 8, 14, 10, tzinfo=UTC)
SHOWN = 10
"""Differences that are printed of each program."""


def checked(program: str, files: Sequence[Sequence[MarkedPaper]]) -> str:
    """One line on what `program` made of the papers, and lines for what differs."""
    found: list[str] = []
    try:
        for papers in files:
            found += CHECKS[program](papers)
    except ImportError as error:
        return f"{program:24} not installed ({error.name})"
    count = sum(map(len, files))
    return "\n  ".join([f"{program:24} {count} papers, {len(found)} differences", *found[:SHOWN]])


def schema_checked(schema: Path, files: Sequence[Sequence[MarkedPaper]]) -> str:
    """Whether CSL-JSON is what its schema says."""
    from jsonschema import Draft7Validator  # type: ignore[import-not-found,import-untyped,unused-ignore]

    validator = Draft7Validator(json.loads(schema.read_text()))
    errors = [
        error.message for papers in files for error in validator.iter_errors(json.loads("".join(render(papers, "csl"))))
    ]
    return "\n  ".join([f"{'CSL schema':24} {sum(map(len, files))} papers, {len(errors)} errors", *errors[:SHOWN]])


def dressed(marked: MarkedPaper) -> MarkedPaper:
    """The paper with marks: tags and a note out of its own texts, with whatever is odd in them."""
    texts = marked.paper.texts
    if marked.marks != NO_MARKS or marked.paper.num % 2:
        return marked
    tags = {tag for text in (texts.title_zh, texts.title_en) if text and (tag := tag_name(shown(text)[:40]))}
    note = printable("\n".join(filter(None, (texts.tldr_zh, texts.title_en))), keep_newlines=True).strip()
    return replace(marked, marks=Marks(MOMENT, tags=tuple(sorted(tags)), note=note or None))


def main() -> None:
    """Print what each program says."""
    parser = argparse.ArgumentParser(description="Every paper of a library, read back by other programs.")
    parser.add_argument("library", type=Path)
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=", ".join(CHECKS))
    parser.add_argument("--csl-schema", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    library = Library.open(find_places({}, chosen.library, None))
    nums = library.listing().nums
    groups = (nums[start : start + TOGETHER] for start in range(0, len(nums), TOGETHER))
    files = [list(map(dressed, library.papers(group))) for group in groups]
    library.close()
    for program in chosen.programs or CHECKS:
        print(checked(program, files), flush=True)
    if chosen.csl_schema:
        print(schema_checked(chosen.csl_schema, files))


if __name__ == "__main__":
    main()
