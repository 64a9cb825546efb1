"""From papers and state to what the panes show: rows, headings, the place in the list, footer, notices. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from reader.commands import Command, Keymap, Where, key_label
from reader.commands.keymap import NAMED_KEYS
from reader.i18n import Translator, msg
from reader.model import DayGroup, Lang, MarkedPaper, MonthCount, Paper, Part, Suggestion
from reader.text import latex
from reader.text.safe import printable
from reader.tui.document import DOT, Highlighter
from reader.tui.rows import Heading, RowView
from reader.tui.spans import Line, Role, Span
from reader.tui.typeset import Block, paragraph
from reader.tui.wording import announcement, channels, day_label, home

FOOTER_KEYS = 7
"""At most so many keys in the footer."""
HELP = "help"
"""The command that a footer always names."""


@lru_cache(maxsize=4096)
def readable(text: str) -> str:
    """A stored text as it is shown: LaTeX as plain text, nothing that a terminal would obey."""
    return printable(latex.plain(text))


def title_of(paper: Paper, lang: Lang) -> tuple[str, str]:
    """The title to list a paper under, and the field it comes from; its ID where it has none."""
    for field in ("title_en", "title_zh") if lang is Lang.EN else ("title_zh", "title_en"):
        if title := getattr(paper.texts, field):
            return title, field
    return paper.id, "title_en"


def row_view(
    marked: MarkedPaper,
    lang: Lang,
    t: Translator,
    text: Callable[[str], str],
    highlight: Highlighter,
    *,
    selected: bool = False,
    recommended: bool = False,
    because: Sequence[str] = (),
    lacking: Sequence[str] = (),
) -> RowView:
    """What the list shows of a paper.

    because  the words for which it stands where it does
    lacking  the words of the query that it lacks
    """
    paper, marks = marked.paper, marked.marks
    stored, field = title_of(paper, lang)
    title = text(stored)
    own = home(paper)
    more = sum(channel != own for channel in channels(paper))
    facts = (
        announcement(paper.announce, paper.version, t),
        f"+{t.n('{n} channel', '{n} channels', more)}" if more else "",
    )
    tags = [f"#{tag}" for tag in marks.tags]
    return RowView(
        title=title,
        category=own,
        facts=tuple(fact for fact in facts if fact),
        tags=(*tags, t("note")) if marks.note else tuple(tags),
        title_hits=highlight(title, field),
        unread=not (marks.read or marks.skipped),
        bookmarked=marks.bookmarked is not None,
        skipped=marks.skipped is not None,
        selected=selected,
        recommended=recommended,
        because=because_of(because, t) or lacking_of(lacking, t),
    )


def because_of(words: Sequence[str], t: Translator) -> str:
    """Why a paper is recommended, in a few words; nothing without any."""
    return t("because: {words}", words=DOT.join(map(printable, words))) if words else ""


def lacking_of(words: Sequence[str], t: Translator) -> str:
    """What a paper near in meaning lacks; nothing without any words."""
    return t("lacks {words}", words=t(", ").join(map(printable, words))) if words else ""


PARTS = {
    Part.NEW: msg("New papers"),
    Part.CROSS: msg("Cross-lists"),
    Part.KEPT: msg("Updates of bookmarked papers"),
    Part.UPDATED: msg("Other updates"),
    Part.UNKNOWN: msg("Not told how"),
}


def day_heading(
    group: DayGroup, t: Translator, year: int, announced: int = 0, unread: int | None = None, *, at_top: bool = False
) -> Heading:
    """The heading of a day or of a part of it, how many papers stand under it, and how many of them are unread.

    announced  how many papers were announced on the day, some of which may stand under a later one; 0: not to be said
    unread     None: not counted yet
    at_top     it stands at the top of the list alone: a part's says its day, too
    """
    label = day_label(group.key, t, year=year)
    count, more = f"{group.count:,}", announced if group.part is None and announced > group.count else 0
    long = [t.n("{n} paper", "{n} papers", group.count)]
    if more:
        long.append(t.n("{n} announced", "{n} announced", announced))
    short = [f"{count} / {announced:,}" if more else count]
    said = [t("{count} unread", count=f"{unread:,}")] if unread is not None else []
    papers = tuple(dict.fromkeys(DOT.join(words) for words in ((*long, *said), (*short, *said), short)))
    if group.part is None:
        return Heading(label, papers)
    part = t(PARTS[group.part])
    return Heading(f"{label}{DOT}{part}", papers) if at_top else Heading(part, papers, inner=True)


def near_heading(group: DayGroup, t: Translator) -> Heading:
    """The heading of papers near in meaning."""
    return Heading(t("Near in meaning"), (t.n("{n} paper", "{n} papers", group.count), f"{group.count:,}"))


def place_line(
    index: int | None,
    total: int,
    current: MarkedPaper | None,
    t: Translator,
    year: int,
    *,
    filters: Iterable[tuple[str, str]] = (),
    held: str = "",
    order: str = "",
    like: str | None = None,
    selected: int = 0,
    months: Sequence[MonthCount] = (),
    ended: bool = False,
) -> Line:
    """The right end of the query line: what narrows the list, `12 of 482`, day and category of the current paper.

    index     row of the paper; None on a card, which says its own place
    current   the paper that is shown; None where nothing is listed, and on the last card
    filters   (query term, label); a click takes one off
    held      what every list keeps to, in words; a click changes it
    order     the order of the list, in words, where it is not the one that goes without saying; a click changes it
    like      arXiv ID of the paper whose neighbours are listed
    selected  how many papers are selected
    months    what is listed by month, to be drawn
    ended     the last card is shown: no paper, but not because nothing was found
    """
    spans = [Span(f"[{label}] ", Role.TAG, link=f"filter:{term}") for term, label in filters]
    if held:
        spans.append(Span(f"[{held}] ", Role.TAG, link="command:channels"))
    if order:
        spans.append(Span(f"[{order}] ", Role.TAG, link="command:sort"))
    if like:
        spans.append(Span(f"[{t('like {id}', id=like)}] ", Role.TAG))
    if current is None:
        return tuple(spans) if ended else (*spans, Span(f"{t('nothing')} ", Role.META))
    if selected:
        spans.append(Span(f"{t('{count} selected', count=f'{selected:,}')}   ", Role.KEY))
    if len(months) > 1:  # of one there is nothing to compare
        spans.append(Span(f"{sparkline([month.papers for month in months])}  ", Role.TAG))
    if index is not None:
        spans.append(Span(_place(index, total, t), Role.TEXT))
    facts = [day_label(current.paper.listed, t, year=year), home(current.paper)]
    spans.append(Span("   " + DOT.join(fact for fact in facts if fact) + " ", Role.META))
    return tuple(spans)


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


class EmptyDay(NamedTuple):
    """A day without papers, in words.

    known   a digest says that nothing was announced on it
    before  the newest day before it with papers, in words; empty if there is none
    key     that leads there; empty if none does
    """

    day: str
    known: bool = True
    before: str = ""
    key: str = ""


def nothing_found(
    query: str,
    suggestions: Sequence[Suggestion],
    filters: Sequence[str],
    t: Translator,
    *,
    typing: bool = False,
    empty: EmptyDay | None = None,
) -> list[Block]:
    """Why the list is empty, and the way out.

    typing     the query is still being typed: Backspace edits it, Escape goes back to what was shown before
    empty      the day that is asked for, where it is one
    """
    if empty is not None:
        known = t("Nothing was announced on {day}.", day=empty.day)
        reason = known if empty.known else t("No digest of {day} is in the library.", day=empty.day)
    else:
        reason = t("Nothing found for {query}.", query=query) if query else t("Nothing here.")
    blocks = [paragraph(reason, Role.TEXT)]
    for at, other in enumerate(suggestions):
        shown = {"query": printable(other.text), "papers": f"{other.papers:,}"}
        found = t("or for {query} ({papers})", **shown) if at else t("looks for {query} ({papers})", **shown)
        blocks.append(_way_out(" " * len("Enter") if at else "Enter", found))
    if empty is not None and empty.before:
        last = t("last before that: {day}", day=empty.before)
        blocks.append(_way_out(empty.key, last) if empty.key else paragraph(last, Role.META, gap=1))
    if filters:
        blocks.append(_way_out("Tab ⌫" if typing else "⌫", t("takes off {filter}", filter=filters[-1])))
    blocks.append(_way_out("Esc", t("goes back to what was shown before") if typing else t("goes back to all papers")))
    return blocks


def _way_out(key: str, what: str) -> Block:
    return Block((Span(key, Role.KEY), Span(f"  {what}", Role.META)), gap=1)
