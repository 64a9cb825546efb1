"""`digest-reader backup FILE`: one consistent copy of the user's own data; `--list`: the daily copies there are."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from reader.cli.context import DONE, Context
from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.library.copies import known_copies


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=t("where the copy goes"))
    parser.add_argument("--list", action="store_true", help=t("the copies made before the first change of a day"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    if chosen.list == (chosen.file is not None):
        raise UsageError(msg("name a file for the copy, or say --list"))
    if chosen.list:
        return _list(context)
    with context.library() as library:
        library.marks.backup(chosen.file)
    context.tell(context.t("saved: {file}; 'digest-reader restore' puts it back", file=chosen.file))
    return DONE


def _list(context: Context) -> int:
    """Works without opening `marks.db`: it is wanted most when that is damaged."""
    t = context.t
    count = 0
    for copy in known_copies(context.places):
        papers = copy.papers
        held = t("damaged") if papers is None else t.n("{n} paper", "{n} papers", papers)
        context.say(f"{copy.day}  {held}  {copy.file}")
        count += 1
    if not count:
        context.tell(t("there are no copies yet; one is made before the first change of a day"))
    return DONE
