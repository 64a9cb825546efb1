"""BibTeX files for biblatex and biber: `@online`, which prints the eprint, with one `date`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.export.bibtex import entries
from reader.export.options import Options
from reader.model import MarkedPaper


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One entry a paper; see `reader.export.bibtex`."""
    return entries("online", papers, options)
