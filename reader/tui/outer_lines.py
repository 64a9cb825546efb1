"""The lines above and below the panes: what narrows the list and the place in it, the keys that matter. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from reader.commands import Command, Keymap, Where, key_label
from reader.commands.keymap import NAMED_KEYS
from reader.i18n import Translator
from reader.model import MarkedPaper, MonthCount
from reader.tui.document import DOT
from reader.tui.spans import Line, Role, Span
from reader.tui.wording import date_label, day_label, home

FOOTER_KEYS = 7
"""At most so many keys in the footer."""
HELP = "help"
"""The command that a footer always names."""


class TopLine(NamedTuple):
    """What stands at the right end of the query line.

    current   the paper that is shown; None where nothing is listed, and on the last card
    row       of the paper; None on a card, which says its own place
    total     papers that match
    filters   (query term, label); a click takes one off
    held      what every list keeps to, in words; a click changes it
    order     the order of the list, in words, where it is not the one that goes without saying; a click changes it
    like      arXiv ID of the paper whose neighbours are listed
    selected  how many papers are selected
    months    what is listed by month, to be drawn
    ended     the last card is shown: no paper, but not because nothing was found
    day       that the list is of, if it is of one; else that of the paper is said
    """

    current: MarkedPaper | None
    row: int | None = None
    total: int = 0
    filters: Sequence[tuple[str, str]] = ()
    held: str = ""
    order: str = ""
    like: str | None = None
    selected: int = 0
    months: Sequence[MonthCount] = ()
    ended: bool = False
    day: date | None = None


def top_line(top: TopLine, t: Translator, year: int) -> Line:
    """What narrows the list, `12 of 482`, day and category of the current paper; `year` need not be said."""
    spans = [*_narrowing(top, t)]
    if top.current is None:
        return tuple(spans) if top.ended else (*spans, Span(f"{t('nothing')} ", Role.META))
    if top.selected:
        spans.append(Span(f"{t('{count} selected', count=f'{top.selected:,}')}   ", Role.KEY))
    if len(top.months) > 1:  # of one there is nothing to compare
        spans.append(Span(f"{sparkline([month.papers for month in top.months])}  ", Role.TAG))
    if top.row is not None:
        spans.append(Span(_place(top.row, top.total, t), Role.TEXT))
    paper = top.current.paper
    day = date_label(top.day, t, year=year, weekday=True) if top.day else day_label(paper.listed, t, year=year)
    facts = [fact for fact in (day, home(paper)) if fact]
    between = ("   ", *(DOT for _ in facts[1:]))
    spans += (Span(start + fact, Role.META) for start, fact in zip(between, facts, strict=False))
    return (*spans, Span(" ", Role.META))


def _narrowing(top: TopLine, t: Translator) -> Iterator[Span]:
    """What narrows or orders the list, each in brackets."""
    for term, label in top.filters:
        yield Span(f"[{label}] ", Role.TAG, link=f"filter:{term}")
    if top.held:
        yield Span(f"[{top.held}] ", Role.TAG, link="command:channels")
    if top.order:
        yield Span(f"[{top.order}] ", Role.TAG, link="command:sort")
    if top.like:
        yield Span(f"[{t('like {id}', id=top.like)}] ", Role.TAG)


def _place(index: int, total: int, t: Translator) -> str:
    """`12 of 482`; behind the papers that match, the place among those near in meaning."""
    if index < total:
        return t("{n} of {total}", n=f"{index + 1:,}", total=f"{total:,}")
    return t("near {n}, exact {total}", n=f"{index - total + 1:,}", total=f"{total:,}")


def sparkline(counts: Sequence[int]) -> str:
    """Counts as a line of blocks (U+2581 to U+2588), one a count, the highest one full; nothing at all is a space."""
    most = max(counts, default=0) or 1
    return "".join(chr(0x2580 + max(1, round(8 * count / most))) if count else " " for count in counts)


def footer(
    commands: Iterable[Command], keymap: Keymap, where: Where, t: Translator, *, idle: Container[str] = ()
) -> list[Line]:
    """The keys that matter where the focus is, each with its name; a click on one is `command:ID`. The last is help.

    idle  IDs of commands that have nothing to act on at the moment: they are not offered
    """
    parts: list[Line] = []
    shown = [command for command in commands if command.footer and command.where & where and keymap.keys[command.id]]
    shown = [command for command in shown if command.id not in idle]
    shown.sort(key=lambda command: (command.id == HELP, command.where is not where))
    for command in (*shown[: FOOTER_KEYS - 1], *shown[FOOTER_KEYS - 1 :][-1:]):
        link = f"command:{command.id}"
        key = footer_key(keymap.keys[command.id], typing=where is Where.QUERY)
        if key:
            parts.append((Span(f" {key}", Role.KEY, link=link), Span(f" {t(command.name)}  ", Role.META, link=link)))
    return parts


def picker_footer(t: Translator) -> list[Line]:
    """The keys that matter while something is chosen or typed."""
    keys = (("Enter", t("take it")), ("↑ ↓", t("move")), ("Esc", t("close")))
    return [(Span(f" {key}", Role.KEY), Span(f" {name}  ", Role.META)) for key, name in keys]


def footer_key(keys: Sequence[str], *, typing: bool) -> str:
    """The first key that works: while a line is being typed in, one that is not a character."""
    for key in keys:
        label = key_label(key)
        if not typing or not is_printable(key):
            return label
    return ""


def is_printable(key: str) -> bool:
    """The key types a character, so that a line being typed in takes it."""
    return "+" not in key and (key == "space" or key not in NAMED_KEYS)
