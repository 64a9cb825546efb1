"""`digest-reader restore FILE`: marks back from an exported JSONL, a backup, or a daily copy (`--from DAY`)."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, date, datetime
from pathlib import Path

from reader.cli.choosing import STDIN
from reader.cli.context import DONE, FAILED, Context
from reader.cli.progress import ProgressLine
from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.library.copies import copy_of, fill_if_empty, replace_if_damaged
from reader.library.files import readable_again
from reader.library.restoring import restored

MOST_TOLD = 5
"""Wrong IDs that are named one by one."""


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help=t("a JSONL export, or what 'backup' wrote, packed or not; '-' reads stdin"),
    )
    parser.add_argument(
        "--from", dest="day", type=_day, metavar="DAY", help=t("the copy of that day; 'backup --list' shows them")
    )


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status.

    What is there already stays, and one gesture takes back what was added. Only where `marks.db` is damaged, the file
    takes its place.
    """
    if (chosen.file is None) == (chosen.day is None):
        raise UsageError(msg("name a file, or say --from DAY"))
    if chosen.day is not None:
        copy = copy_of(context.places, chosen.day)
        return _put_back(copy, copy, context)
    named = Path("/dev/stdin") if chosen.file == Path(STDIN) else chosen.file
    with readable_again(named) as file:
        return _put_back(file, named, context)


def _put_back(file: Path, named: Path, context: Context) -> int:
    """Put back what is in `file`, which is what `named` holds."""
    kept = replace_if_damaged(context.places, file, datetime.now(UTC))
    if kept is not None:
        context.tell(
            context.t("marks.db was damaged and is kept as {kept}; {file} is in its place", kept=kept, file=named)
        )
        return DONE
    filled = fill_if_empty(context.places, file, datetime.now(UTC))
    if filled:
        context.tell(context.t("nothing was marked here: {file} is in place, with all that can be undone", file=named))
    found = restored(file)
    with context.library() as library:
        gesture = library.marks.restore_found(found)
        with ProgressLine(context.stderr, context.t) as progress:
            library.asking.restore(file, progress)
    count = len(found.marks) if filled else gesture.papers if gesture else 0
    for line, name in found.wrong[:MOST_TOLD]:
        context.tell(context.t("digest-reader: line {line}: '{name}' is not an arXiv ID", line=line, name=name))
    if len(found.wrong) > MOST_TOLD:
        more = len(found.wrong) - MOST_TOLD
        context.tell(
            context.t.n("digest-reader: {n} more is no arXiv ID", "digest-reader: {n} more are no arXiv IDs", more)
        )
    context.tell(context.t.n("marks of {n} paper restored", "marks of {n} papers restored", count))
    return FAILED if found.wrong else DONE


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(msg("--from takes a day such as 2026-08-14, not {text}"), text=text) from None
