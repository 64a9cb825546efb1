"""Papers named on the command line: by ID, with or without version, or by link."""

from __future__ import annotations

from collections.abc import Sequence

from reader.cli.context import Context
from reader.library.library import Library
from reader.sources.arxiv_id import find_id
from reader.text.cells import fit
from reader.text.safe import printable

LONGEST_SHOWN = 60
"""Cells of a name that is no name of a paper."""


def nums_named(names: Sequence[str], library: Library, context: Context) -> tuple[list[int], bool]:
    """Numbers of the papers that `names` name, each once, in their order; and whether each name names one.

    What names none is told on stderr.
    """
    found = {name: identity[0] for name in names if (identity := find_id(name))}
    known = library.numbers(list(found.values()))
    lines = [_unknown(name, found.get(name), context) for name in names if found.get(name) not in known]
    for line in dict.fromkeys(lines):
        context.tell(line)
    return list(dict.fromkeys(known[found[name]] for name in names if found.get(name) in known)), not lines


def _unknown(name: str, identity: str | None, context: Context) -> str:
    if identity is not None:
        return context.t("digest-reader: {name} is not in the library", name=identity)
    shown = fit(printable(name), LONGEST_SHOWN).rstrip() if len(name) > LONGEST_SHOWN else name
    return context.t("digest-reader: '{name}' is not an arXiv ID (such as 2402.18789)", name=shown)
