"""What the list says while it is empty: why it is, and the ways out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.i18n import Translator
from reader.model import Suggestion
from reader.text.safe import printable
from reader.tui.spans import Role, Span
from reader.tui.typeset import Block, paragraph


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
    within: bool = False,
    empty: EmptyDay | None = None,
) -> list[Block]:
    """Why the list is empty, and the way out.

    typing     the query is still being typed: Backspace edits it, Escape goes back to what was shown before
    within     Escape leads to another list that something narrows, not to all papers
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
    back = t("goes one step back") if within else t("goes back to all papers")
    blocks.append(_way_out("Esc", t("goes back to what was shown before") if typing else back))
    return blocks


def _way_out(key: str, what: str) -> Block:
    return Block((Span(key, Role.KEY), Span(f"  {what}", Role.META)), gap=1)
