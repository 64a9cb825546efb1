"""`digest-reader sources`: what is remembered."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import TYPE_CHECKING

from reader.cli.arguments import branch_option, form_option, since_option
from reader.cli.context import DONE, FAILED, Context, error_line, failure_line
from reader.cli.progress import ProgressLine
from reader.errors import SourceError, UsageError
from reader.i18n import Translator, msg
from reader.library.library import Library
from reader.text.cells import cell_len
from reader.text.safe import printable

if TYPE_CHECKING:
    from reader.sources.looking import Look


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument(
        "action", nargs="?", choices=("list", "add", "remove"), default="list", help=t("what to do; default: list")
    )
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help=t("a file, folder, repository, URL, or the name of a known publisher"),
    )
    since_option(parser, t)
    branch_option(parser, t)
    form_option(parser, t)
    parser.add_argument("--known", action="store_true", help=t("list publishers that are known by a short name"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    if chosen.known:
        return _list_known(context)
    if chosen.action == "list" and chosen.sources:
        raise UsageError(msg("'sources list' takes no SOURCE"))
    if chosen.action != "list" and not chosen.sources:
        raise UsageError(msg("name at least one SOURCE"))
    for option in ("since", "branch", "form"):
        if chosen.action != "add" and getattr(chosen, option) is not None:
            raise UsageError(msg("{option} goes with 'sources add'"), option=f"--{option}")
    with context.library() as library:
        if chosen.action == "add":
            return _add(library, chosen, context)
        return _remove(library, chosen.sources, context) if chosen.sources else _list(library, context)


def _list(library: Library, context: Context) -> int:
    for source in library.sources.remembered():
        state = source.synced.astimezone().strftime("%Y-%m-%d %H:%M") if source.synced else context.t("never read")
        since = f"  {context.t('since')} {source.since}" if source.since else ""
        form = f"  {context.t('form')} {source.form}" if source.form else ""
        branch = f"  {context.t('branch {branch}', branch=source.branch)}" if source.branch else ""
        # No value of it, not even its kind, needs to be one of this program's: the library may be somebody else's.
        context.say(printable(f"{source.kind!s:<6}  {state:<16}  {source.location}{branch}{since}{form}"))
        if source.error:
            context.tell(f"  {context.t('last try failed:')} {error_line(source.error, context.t)}")
    return DONE


def _list_known(context: Context) -> int:
    """Name, form, languages, first day and what it covers, in columns."""
    from reader.sources.known import PUBLISHERS

    rows = [
        (
            publisher.name,
            publisher.form,
            "+".join(publisher.languages),
            f"{publisher.since}" if publisher.since else context.t("newest only"),
            publisher.covers,
            publisher.location,
        )
        for publisher in PUBLISHERS
    ]
    widths = [max(cell_len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=False)]
        context.say("  ".join((*padded, row[-1])))
    context.tell(context.t("'digest-reader sources add NAME' adds one; every category of arXiv's is arxiv:CATEGORY"))
    return DONE


def _add(library: Library, chosen: Namespace, context: Context) -> int:
    status = DONE
    for location in chosen.sources:
        try:
            with ProgressLine(context.stderr, context.t) as progress:
                spec, look = library.sources.add(location, chosen.since, chosen.branch, progress, form=chosen.form)
        except SourceError as error:
            context.tell(f"digest-reader: {failure_line(location, error, context.t)}")
            status = FAILED
            continue
        context.tell(printable(f"{spec.location}: {look_line(look, context.t, chosen.since)}"))
        context.tell(context.t("remembered: {location}; 'digest-reader sync' reads it", location=spec.location))
    return status


def look_line(look: Look, t: Translator, since: date | None = None) -> str:
    """What a source holds, on `since` or later, in one line."""
    parts = [t(" and ").join(name for name, _ in look.forms[:3])]
    if look.branch:
        parts.append(t("branch {branch}", branch=look.branch))
    if look.first:
        days = t.n("{count} day", "{count} days", look.days, count=f"{look.days:,}")
        span = f"{look.first}" if look.first == look.last else t("{first} to {last}", first=look.first, last=look.last)
        parts.append(t("{what} ({aside})", what=days, aside=span))
    papers = t.n("{count} paper", "{count} papers", look.papers, count=f"{look.papers:,}")
    if since and not look.papers:
        papers = t("nothing since {day}", day=since)
    elif not look.whole:
        papers = t("more than {papers}", papers=papers)
    elif look.newest:
        papers = t("at present {papers}", papers=papers)
    parts.append(papers)
    if not look.announces:
        parts.append(t("tells about papers and announces none"))
    return t(", ").join(parts)


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
