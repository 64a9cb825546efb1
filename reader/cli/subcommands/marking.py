"""`digest-reader mark ID ...`: bookmark, tag, note, read state; and the last of it taken back."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from collections.abc import Sequence

from reader.cli.choosing import names_of, query_of
from reader.cli.context import DONE, FAILED, Context
from reader.cli.identities import nums_named
from reader.cli.progress import index_if_behind
from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.library import marking
from reader.library.library import Library
from reader.library.marking import Rule
from reader.library.marks import told


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("ids", nargs="*", metavar="ID", help=t("an arXiv ID or link; '-': those on stdin"))
    parser.add_argument("--query", metavar="QUERY", help=t("all papers that a query finds"))
    parser.add_argument("--bookmark", action=BooleanOptionalAction, default=None, help=t("bookmark, or take it off"))
    parser.add_argument("--tag", action="append", default=[], metavar="T", help=t("put a tag on; may be repeated"))
    parser.add_argument("--untag", action="append", default=[], metavar="T", help=t("take a tag off; may be repeated"))
    parser.add_argument("--note", metavar="TEXT", help=t("write the note; an empty text removes it"))
    parser.add_argument("--read", dest="read", action="store_true", default=None, help=t("mark as read"))
    parser.add_argument("--unread", dest="read", action="store_false", help=t("mark as unread"))
    parser.add_argument("--skip", action=BooleanOptionalAction, default=None, help=t("skip, or take it off"))
    parser.add_argument(
        "--undo", action="store_true", help=t("take back what the last 'mark', 'interests' or 'restore' did")
    )


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    rules = _rules(chosen)
    if chosen.undo:
        if rules or chosen.ids or chosen.query is not None:
            raise UsageError(msg("--undo stands alone"))
        return _undo(context)
    if not rules:
        raise UsageError(msg("say what to do: --bookmark, --tag T, --note TEXT, --read, ..."))
    if not chosen.ids and chosen.query is None:
        raise UsageError(msg("say which papers: ID ... or --query QUERY"))
    with context.library() as library:
        nums, whole = nums_named(names_of(chosen.ids, context), library, context)
        ids = library.ids(nums)
        if chosen.query is not None:
            ids += _found(library, chosen.query, context)
        label, *others = rules
        library.marks.change(ids, "mark" if others else label, *rules.values())
    return DONE if whole else FAILED


def _rules(chosen: Namespace) -> dict[str, Rule]:
    """What is to be done, by the name of the gesture that it would be alone."""
    rules: dict[str, Rule] = {}
    if chosen.bookmark is not None:
        rules["bookmark" if chosen.bookmark else "remove bookmark"] = marking.bookmarked(chosen.bookmark)
    if chosen.read is not None:
        rules["mark read" if chosen.read else "mark unread"] = marking.read(chosen.read)
    if chosen.skip is not None:
        rules["skip" if chosen.skip else "remove skip"] = marking.skipped(chosen.skip)
    if chosen.tag or chosen.untag:
        if not all(map(marking.tag_name, (*chosen.tag, *chosen.untag))):
            raise UsageError(msg("a tag cannot be empty"))
        rules["tag"] = marking.tagged(chosen.tag, chosen.untag)
    if chosen.note is not None:
        rules["note"] = marking.noted(chosen.note)
    return rules


def _found(library: Library, query: str, context: Context) -> Sequence[str]:
    """What a query finds; how many that is, is said: a query may find more than was thought."""
    index_if_behind(library, context, needed_for=query)
    ids = library.ids(library.finding.search(query_of([query], None, library)).nums)
    context.tell(context.t.n("{n} paper found", "{n} papers found", len(ids)))
    return ids


def _undo(context: Context) -> int:
    t = context.t
    with context.library() as library:
        gesture = library.marks.undo()
    if gesture is None:
        context.tell(t("Nothing to undo."))
        return FAILED
    context.tell(t("Undone: {what}", what=told(gesture, t)))
    return DONE
