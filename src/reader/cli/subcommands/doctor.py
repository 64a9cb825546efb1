"""`digest-reader doctor [SOURCE ...]`: what was parsed, what was not and why, and the health of the three stores."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable

from reader.cli.arguments import form_option
from reader.cli.context import DONE, FAILED, Context, error_line, failure_line
from reader.cli.progress import ProgressLine
from reader.cli.reasons import told_reason, without_id
from reader.i18n import Translator
from reader.library.health import databases
from reader.library.library import Library
from reader.model import TEXT_FIELDS, Entry, Problem
from reader.text.safe import printable


def arguments(parser: ArgumentParser, t: Translator) -> None:
    """What may stand behind the command."""
    parser.add_argument(
        "sources", nargs="*", metavar="SOURCE", help=t("look at these now; with none: what syncs found, and the stores")
    )
    form_option(parser, t)
    parser.add_argument("--repair", action="store_true", help=t("make good what can be: the full-text index"))


def run(chosen: Namespace, context: Context) -> int:
    """Do it; returns the exit status."""
    if not chosen.sources:
        health = databases(context.places)
        for name, error in health.items():
            context.say(f"{name}: {error_line(error, context.t) if error else 'ok'}")
        if any(health.values()):
            return FAILED
    with context.library() as library:
        if chosen.sources:
            return _examine(library, chosen.sources, chosen.form, context)
        return _health(library, context, repair=chosen.repair)


def _examine(library: Library, locations: list[str], form: str | None, context: Context) -> int:
    """Read sources without storing anything, and say what could not be taken whole."""
    status = DONE
    for location in locations:
        digests = entries = 0
        filled: Counter[str] = Counter()
        papers: set[str] = set()
        problems: list[Problem] = []
        with ProgressLine(context.stderr, context.t) as progress:
            for digest in library.sources.examine(location, progress, form):
                digests += 1
                entries += len(digest.entries)
                papers.update(entry.id for entry in digest.entries)
                problems += digest.problems
                for entry in digest.entries if form else ():
                    filled.update(_filled(entry))
        for name, count in filled.items():
            context.say(f"{count:>7,}  {name}")
        _tell_problems(problems, context)
        context.say(
            context.t(
                "{location}: {digests} digests, {entries} entries, {papers} papers;"
                " {lost} entries lost, {partly} not whole",
                location=location,
                digests=f"{digests:,}",
                entries=f"{entries:,}",
                papers=f"{len(papers):,}",
                lost=sum(problem.lost for problem in problems),
                partly=sum(not problem.lost for problem in problems),
            )
        )
        if any(problem.lost for problem in problems):
            status = FAILED
    return status


def _filled(entry: Entry) -> dict[str, int]:
    """What a paper has, by the names of fields: 1 or 0 each."""
    texts, details = entry.texts, entry.details
    told = {name: getattr(texts, name) for name in TEXT_FIELDS} | {"version": entry.version, "announce": entry.announce}
    told |= {name: getattr(details, name) for name in details.__slots__}
    return {name: int(bool(value)) for name, value in told.items()}


def _tell_problems(problems: Iterable[Problem], context: Context) -> None:
    clauses: Counter[str] = Counter()
    for problem in problems:
        clauses[without_id(problem.reason)[1]] += 1
        place = f"{problem.place}:{problem.line}" if problem.line else problem.place
        context.say(printable(f"{place}: {told_reason(problem.reason, context.t)}"))
    for clause, count in clauses.most_common():
        context.say(printable(f"{count:>7,}  {told_reason(clause, context.t)}"))


def _health(library: Library, context: Context, *, repair: bool) -> int:
    t = context.t
    _tell_problems(library.sources.problems(), context)
    sound = _index_health(library, context, repair=repair)
    failing = [(source.location, source.error) for source in library.sources.remembered() if source.error]
    for location, error in failing:
        context.say(failure_line(location, error, t))
    return DONE if sound and not failing else FAILED


def _index_health(library: Library, context: Context, *, repair: bool) -> bool:
    """Say how the full-text index is, every byte of which is read, and mend it if asked to; whether it is sound."""
    t = context.t
    status, behind, damage = library.index.status(), library.index.behind(), library.index.damage()
    if damage and repair:
        with ProgressLine(context.stderr, t) as progress:
            papers = library.index.rebuild(progress)
        context.say(t("index: {why}; made again, {n} papers", why=damage, n=f"{papers:,}"))
    elif damage:
        context.say(t("index: {why}; 'digest-reader doctor --repair' makes it again", why=damage))
        return False
    elif behind and repair:
        with ProgressLine(context.stderr, t) as progress:
            library.index.update(progress, wait=True)
        context.say(t("index: ok, {n} papers", n=f"{library.index.status().papers:,}"))
    elif status.rebuilt:
        context.say(t("index: {why}; it is made again by 'digest-reader index --update'", why=status.rebuilt))
    elif behind:
        context.say(t("index: {n} changes behind; 'digest-reader index --update' adds them", n=f"{behind:,}"))
    else:
        context.say(t("index: ok, {n} papers", n=f"{status.papers:,}"))
    return True
