"""Papers named on the command line: by ID, with or without version, or by link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.cli.context import Context
from reader.library.library import Library
from reader.model import MarkedPaper
from reader.sources.arxiv_id import find_id
from reader.text.cells import fit
from reader.text.safe import printable

LONGEST_SHOWN = 60
"""Cells of a name that is no name of a paper."""


def papers_named(names: Iterable[str], library: Library, context: Context) -> Iterator[MarkedPaper]:
    """The papers that `names` name; each name that names none is told on stderr."""
    for name in names:
        named = find_id(name)
        paper = library.find(named[0]) if named else None
        if paper is not None:
            yield paper
        elif named is None:
            shown = fit(printable(name), LONGEST_SHOWN).rstrip() if len(name) > LONGEST_SHOWN else name
            context.tell(context.t("digest-reader: '{name}' is not an arXiv ID (such as 2402.18789)", name=shown))
        else:
            context.tell(context.t("digest-reader: {name} is not in the library", name=named[0]))
