"""`digest-reader mark ID ...`: bookmark, tag, note, read state."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction, Namespace

from reader.cli.context import DONE, FAILED, Context
from reader.cli.identities import papers_named
from reader.errors import UsageError
from reader.i18n import Translator, msg


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("ids", nargs="+", metavar="ID", help=t("an arXiv ID or link"))
    parser.add_argument("--bookmark", action=BooleanOptionalAction, default=None, help=t("bookmark, or take it off"))
    parser.add_argument("--tag", action="append", default=[], metavar="T", help=t("put a tag on; may be repeated"))
    parser.add_argument("--untag", action="append", default=[], metavar="T", help=t("take a tag off; may be repeated"))
    parser.add_argument("--note", metavar="TEXT", help=t("write the note; an empty text removes it"))
    parser.add_argument("--read", dest="read", action="store_true", default=None, help=t("mark as read"))
    parser.add_argument("--unread", dest="read", action="store_false", help=t("mark as unread"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    wanted = (chosen.bookmark, chosen.note, chosen.read)
    if all(value is None for value in wanted) and not chosen.tag and not chosen.untag:
        raise UsageError(msg("say what to do: --bookmark, --tag T, --note TEXT, --read, ..."))
    with context.library() as library:
        ids = [marked.paper.id for marked in papers_named(chosen.ids, library, context)]
        if chosen.bookmark is not None:
            library.marks.bookmark(ids, chosen.bookmark)
        if chosen.read is not None:
            library.marks.mark_read(ids, chosen.read)
        if chosen.tag or chosen.untag:
            library.marks.tag(ids, chosen.tag, chosen.untag)
        if chosen.note is not None:
            for identity in ids:
                library.marks.note(identity, chosen.note)
    return DONE if len(ids) == len(chosen.ids) else FAILED
