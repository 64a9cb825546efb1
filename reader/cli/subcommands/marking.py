"""`digest-reader mark ID ...`: bookmark, tag, note, read state."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction, Namespace

from reader.cli.context import DONE, FAILED, Context, SubCommand
from reader.cli.identities import papers_named
from reader.errors import UsageError
from reader.i18n import Translator, msg


def _arguments(parser: ArgumentParser, t: Translator) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID", help=t("an arXiv ID or link"))
    parser.add_argument("--bookmark", action=BooleanOptionalAction, default=None, help=t("bookmark, or take it off"))
    parser.add_argument("--tag", action="append", default=[], metavar="T", help=t("put a tag on; may be repeated"))
    parser.add_argument("--untag", action="append", default=[], metavar="T", help=t("take a tag off; may be repeated"))
    parser.add_argument("--note", metavar="TEXT", help=t("write the note; an empty text removes it"))
    parser.add_argument("--read", dest="read", action="store_true", default=None, help=t("mark as read"))
    parser.add_argument("--unread", dest="read", action="store_false", help=t("mark as unread"))


def _run(arguments: Namespace, context: Context) -> int:
    wanted = (arguments.bookmark, arguments.note, arguments.read)
    if all(value is None for value in wanted) and not arguments.tag and not arguments.untag:
        raise UsageError(msg("say what to do: --bookmark, --tag T, --note TEXT, --read, ..."))
    with context.library() as library:
        ids = [marked.paper.id for marked in papers_named(arguments.ids, library, context)]
        if arguments.bookmark is not None:
            library.bookmark(ids, arguments.bookmark)
        if arguments.read is not None:
            library.mark_read(ids, arguments.read)
        if arguments.tag or arguments.untag:
            library.tag(ids, arguments.tag, arguments.untag)
        if arguments.note is not None:
            for identity in ids:
                library.note(identity, arguments.note)
    return DONE if len(ids) == len(arguments.ids) else FAILED


COMMAND = SubCommand("mark", msg("bookmark, tag, annotate papers; mark them read"), _arguments, _run)
