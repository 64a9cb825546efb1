"""Every title of a library as a reference in a PDF: pdflatex and bibtex with plain, plainnat and apalike.

    python -m tests.benchmarks.check_citations LIBRARY [--all]

LIBRARY is a folder as given to `digest-reader --library`. Taken are the titles that hold a backslash, a dollar or a
letter beyond ASCII, with --all all of them. Prints how many were set, and every batch that was not, narrowed down to
the entry that stops LaTeX. Needs TeX (texlive-latex-base and texlive-latex-recommended).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from reader.export.formats import render
from reader.library.library import Library
from reader.model import MarkedPaper, Paper
from reader.paths import find_places
from tests.export.latex import MISSING, STYLES, compiled

BATCH = 4000


def risky(paper: Paper) -> bool:
    """Whether the title holds what TeX does not set as it stands."""
    title = paper.texts.title_en or paper.texts.title_zh or ""
    return "\\" in title or "$" in title or not title.isascii()


def papers_of(library: Library, *, every: bool) -> list[MarkedPaper]:
    """The papers whose titles are to be set, those without Chinese before the others."""
    found = (library.paper(num) for num in library.listing().nums)
    return [marked for marked in found if every or risky(marked.paper)]


def broken(papers: Sequence[MarkedPaper], style: str) -> list[str]:
    """The IDs of the papers that stop LaTeX, each with its complaint; found by halving."""
    with tempfile.TemporaryDirectory() as folder:
        result = compiled("".join(render(papers, "bibtex")), style, Path(folder))
    if result.done:
        return []
    if len(papers) == 1:
        return [f"{papers[0].paper.id}: {' | '.join(result.complaints)}"]
    middle = len(papers) // 2
    return broken(papers[:middle], style) + broken(papers[middle:], style)


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    if MISSING:
        raise SystemExit(f"not installed: {', '.join(MISSING)}")
    with_library = find_places({}, Path(arguments[0]), None)
    library = Library.open(with_library)
    try:
        papers = papers_of(library, every="--all" in arguments)
    finally:
        library.close()
    print(f"{len(papers)} titles")
    for style in STYLES:
        starts = range(0, len(papers), BATCH)
        complaints = [line for start in starts for line in broken(papers[start : start + BATCH], style)]
        print(f"{style:10} {len(papers) - len(complaints):6} set, {len(complaints)} not", *complaints, sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
