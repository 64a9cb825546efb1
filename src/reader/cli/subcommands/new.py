"""`digest-reader new [QUERY]`: what came in since it was last asked, for cron and scripts."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reader.cli.choosing import EVERYTHING, choose
from reader.cli.context import DONE, NOTHING_NEW, Context
from reader.cli.output import (
    FIELDS_HELP,
    content_arguments,
    exported,
    fields_listed,
    file_of,
    format_argument,
    format_of,
    options_of,
    output_argument,
    sort_argument,
    write_pieces,
)
from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.model import Sort

LONGEST_NAME = 100


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help=t("only papers that match"))
    parser.add_argument("--name", default="", metavar="N", help=t("who asks: each name has a memory of its own"))
    format_argument(parser, t, help=t("how papers are printed ({default})", default="ids"))
    output_argument(parser, t)
    sort_argument(parser, t)
    content_arguments(parser, t)


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status. What was printed or written is not new any more; what could not be still is.

    The first time a name asks, what the newest sync that brought papers brought is new.
    """
    if len(chosen.name) > LONGEST_NAME:
        raise UsageError(msg("a name has at most {most} characters"), most=LONGEST_NAME)
    if chosen.fields == FIELDS_HELP:
        fields_listed(context)
        return DONE
    file = file_of(chosen.output)
    name = chosen.format or ("ids" if file is None else format_of(file))
    options = options_of(chosen, name, context)
    memory = f"new:{chosen.name}"
    with context.library() as library:
        latest = library.sources.latest_sync()
        last = library.marks.state(memory)
        since = int(last) if last is not None and last.isdecimal() else library.newest_arrival() - 1
        fresh = set(library.arrived_after(since))
        nums = []
        if fresh or chosen.query:  # a query that cannot be read is said at once, not when something comes
            sort = Sort(chosen.sort) if chosen.sort else None
            found = choose(chosen.query or [EVERYTHING], library, context, sort=sort)
            nums = [num for num in found.nums if num in fresh]
        write_pieces(exported(library, nums, name, options), file, context, papers=len(nums))
        context.flush()
        library.marks.set_state(**{memory: str(latest)})
    context.tell(context.t.n("{n} new paper", "{n} new papers", len(nums)))
    return DONE if nums else NOTHING_NEW
