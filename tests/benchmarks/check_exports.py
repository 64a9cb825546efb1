"""Every paper of a library, exported and read back by the programs that the formats are for.

    python -m tests.benchmarks.check_exports LIBRARY [--csl-schema FILE]

LIBRARY is a folder as given to `digest-reader --library`. Prints for each program how many papers it read and every
field that differs from the JSON Lines; a program that is not installed is named. FILE is `csl-data.json` of the schema
of the Citation Style Language (https://github.com/citation-style-language/schema), checked with the package jsonschema.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from reader.export.formats import render
from reader.library.library import Library
from reader.model import MarkedPaper
from reader.paths import find_places
from tests.export.reading_back import CHECKS

TOGETHER = 2000
"""Papers in one file."""
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


def main(arguments: Sequence[str]) -> None:
    """Print what each program says."""
    library = Library.open(find_places({}, Path(arguments[0]), None))
    nums = library.listing().nums
    files = [list(library.papers(nums[start : start + TOGETHER])) for start in range(0, len(nums), TOGETHER)]
    library.close()
    for program in CHECKS:
        print(checked(program, files), flush=True)
    if "--csl-schema" in arguments:
        print(schema_checked(Path(arguments[arguments.index("--csl-schema") + 1]), files))


if __name__ == "__main__":
    main(sys.argv[1:])
