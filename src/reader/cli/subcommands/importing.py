"""`digest-reader import FILE ...`: papers kept elsewhere become bookmarks, with their tags and notes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from reader.cli.choosing import STDIN
from reader.cli.context import DONE, FAILED, Context
from reader.i18n import Translator
from reader.library.importing import Imported, imported, imported_text
from reader.text.cells import fit

MOST_TOLD = 5
"""Works without an arXiv ID that are named one by one."""
WIDEST = 70
"""Cells of such a name."""


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=t("IDs or links, BibTeX, CSL-JSON, RIS, Zotero's RDF or CSV; '-' reads stdin"),
    )


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status. Every file is read before anything is marked."""
    found = [_read(name, context) for name in chosen.files]
    status = DONE
    with context.library() as library:
        for name, each in zip(chosen.files, found, strict=True):
            library.marks.import_marks(each.marks)
            missing = sum(library.find(arxiv_id) is None for arxiv_id in each.marks)
            _tell(name, each, missing, context)
            status = status if each.marks else FAILED
    return status


def _read(name: str, context: Context) -> Imported:
    return imported_text(context.read(), STDIN) if name == STDIN else imported(Path(name))


def _tell(name: str, found: Imported, missing: int, context: Context) -> None:
    t = context.t
    for other in found.others[:MOST_TOLD]:
        shown = fit(other, WIDEST).rstrip() if len(other) > WIDEST else other
        context.tell(t("{file}: no arXiv ID: {name}", file=name, name=shown))
    if len(found.others) > MOST_TOLD:
        context.tell(t("{file}: {n} more without an arXiv ID", file=name, n=len(found.others) - MOST_TOLD))
    context.tell(t.n("{n} paper bookmarked", "{n} papers bookmarked", len(found.marks)))
    if missing:
        context.tell(
            t.n(
                "{n} of them is not in the library yet; its marks wait for it",
                "{n} of them are not in the library yet; their marks wait for them",
                missing,
            )
        )
