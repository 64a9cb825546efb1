"""`digest-reader sources`: what is remembered."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from reader.cli.arguments import since_option
from reader.cli.context import DONE, FAILED, Context, error_line
from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.library.library import Library
from reader.text.safe import printable


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument(
        "action", nargs="?", choices=("list", "add", "remove"), default="list", help=t("what to do; default: list")
    )
    parser.add_argument(
        "sources", nargs="*", metavar="SOURCE", help=t("a file, folder, repository, URL, or the name cn-chat-arxiv")
    )
    since_option(parser, t)


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    if chosen.action == "list" and chosen.sources:
        raise UsageError(msg("'sources list' takes no SOURCE"))
    if chosen.action != "list" and not chosen.sources:
        raise UsageError(msg("name at least one SOURCE"))
    with context.library() as library:
        if chosen.action == "add":
            return _add(library, chosen.sources, chosen.since, context)
        return _remove(library, chosen.sources, context) if chosen.sources else _list(library, context)


def _list(library: Library, context: Context) -> int:
    for source in library.sources.remembered():
        state = source.synced.astimezone().strftime("%Y-%m-%d %H:%M") if source.synced else context.t("never read")
        since = f"  {context.t('since')} {source.since}" if source.since else ""
        context.say(f"{source.kind:<6}  {state:<16}  {printable(source.location)}{since}")
        if source.error:
            context.tell(f"  {context.t('last try failed:')} {error_line(source.error, context.t)}")
    return DONE


def _add(library: Library, locations: list[str], since: date | None, context: Context) -> int:
    for location in locations:
        spec = library.sources.add(location, since)
        context.tell(context.t("remembered: {location}; 'digest-reader sync' reads it", location=spec.location))
    return DONE


def _remove(library: Library, locations: list[str], context: Context) -> int:
    status = DONE
    for location in locations:
        if library.sources.remove(location):
            context.tell(context.t("forgotten: {location}; its papers stay", location=location))
        else:
            context.tell(
                context.t("digest-reader: {location} is not remembered; see 'digest-reader sources'", location=location)
            )
            status = FAILED
    return status
