"""What the list says of papers and days: a paper's row, the headings of days and of their parts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from reader.i18n import Translator, msg
from reader.model import DayGroup, Lang, MarkedPaper, Paper, Part
from reader.text import latex
from reader.text.safe import printable
from reader.tui.document import DOT, Highlighter
from reader.tui.rows import Heading, RowView
from reader.tui.wording import announcement, channels, day_label, home


@lru_cache(maxsize=512)
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
