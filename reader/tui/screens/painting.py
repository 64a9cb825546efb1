"""Drawing a state into the frame: each pane is handed what it shows, and only if that differs."""

from __future__ import annotations

from reader.commands import Where
from reader.errors import QueryError
from reader.text.cells import cell_len
from reader.text.safe import printable
from reader.tui.lines import QUERY_INDENT
from reader.tui.moment import Moment
from reader.tui.prompts import Prompt
from reader.tui.screens.frame import Frame
from reader.tui.spans import Role, Span
from reader.tui.state import Look, ViewState

MUCH = 0.7
"""What is asked takes the panes' place where it needs more than this share of the window."""


def paint(frame: Frame, now: Moment, before: ViewState) -> None:
    """Draw what differs from `before`."""
    state = now.state
    new_look = state.look is not before.look
    if new_look:
        _look(frame, now, before.look)
    if state.prompt is not before.prompt:
        _prompt(frame, now, before.prompt)
    if _keys_for(state) != _keys_for(before):
        paint_focus(frame, state)
    recommended = state.recommended is not before.recommended
    began_or_left = (state.typing is None) != (before.typing is None)
    typed = began_or_left and not now.results.listed  # an empty list names other keys while its query is typed
    if new_look or recommended or typed or state.selected is not before.selected:
        frame.papers.redraw(now)
    if state.status.under != before.status.under:
        frame.papers.redraw_headings(now)
    frame.sidebar.show(state.outline, state.view.target)
    same_text = _text_of(state) == _text_of(before)
    if new_look or recommended or not same_text:
        paint_text(frame, now, keep_scroll=same_text)
    if _meaning_of(state) != _meaning_of(before):
        paint_meaning(frame, now)
    paint_lines(frame, now)


def paint_all(frame: Frame, now: Moment) -> None:
    """Everything: nothing was drawn yet."""
    frame.lay_out(now.state.look)
    frame.top.set_placeholder(now.context.t("Search"))
    paint_focus(frame, now.state)
    frame.sidebar.show(now.state.outline, now.state.view.target)
    paint_papers(frame, now)


def paint_papers(frame: Frame, now: Moment) -> None:
    """The same papers anew, at the same place: something about them changed."""
    frame.papers.redraw(now)
    paint_text(frame, now, keep_scroll=True)
    paint_lines(frame, now)


def paint_focus(frame: Frame, state: ViewState) -> None:
    """Give a part of the screen the focus, at once: keys that follow in the same burst are for it."""
    frame.set_class(state.in_triage, "-triage")
    frame.set_class(state.focus is Where.PAPER, "-reading")
    frame.set_focus(frame.picker.line if state.prompt else frame.parts[state.focus], scroll_visible=False)
    frame.join_rules()


def paint_text(frame: Frame, now: Moment, *, keep_scroll: bool) -> None:
    """The paper, or the card."""
    pane = frame.card if now.state.in_triage else frame.pane
    pane.show(now.text_pane(frame.panes.size.height), keep_scroll=keep_scroll)


def paint_lines(frame: Frame, now: Moment) -> None:
    """The lines above and below the panes."""
    frame.top.set_text(now.state.view.query)
    frame.top.show_place(now.place(frame.size.width))
    frame.status.show_parts(now.keys(), now.said())


def paint_meaning(frame: Frame, now: Moment) -> None:
    """How the query was understood, below it."""
    frame.upper_rule.remark(now.meaning(), QUERY_INDENT)


def paint_error(frame: Frame, now: Moment, error: QueryError) -> None:
    """What is wrong with the query, below it, at the place; the list stays as it was."""
    at = QUERY_INDENT + cell_len(now.state.view.query[: error.position])
    frame.upper_rule.remark((Span(f"▲ {printable(error.told(now.context.t))} ", Role.ERROR),), at)


def _look(frame: Frame, now: Moment, before: Look) -> None:
    look = now.state.look
    if look.interface != before.interface:
        frame.top.set_placeholder(now.context.t("Search"))
    if look.theme != before.theme:
        frame.app.theme = look.theme
    if look.title_lines != before.title_lines:
        frame.papers.most_lines = look.title_lines
    frame.lay_out(look)


def _prompt(frame: Frame, now: Moment, before: Prompt | None) -> None:
    prompt, t = now.state.prompt, now.context.t
    frame.set_class(prompt is not None and (prompt.tall or prompt.lines > MUCH * frame.size.height), "-choosing")
    frame.join_rules()  # more choices may have come, and taken the panes' place
    if prompt is None:
        frame.picker.close()
    elif before is not None and before.done == prompt.done:
        frame.picker.renew(prompt)
    else:
        frame.picker.ask(
            prompt, t("Nothing matches; Enter takes it as typed.") if prompt.free else t("Nothing matches.")
        )


def _keys_for(state: ViewState) -> tuple[object, ...]:
    """What the keys are for."""
    return state.focus, state.prompt is None


def _meaning_of(state: ViewState) -> tuple[object, ...]:
    """Which term is chosen."""
    return state.focus is Where.MEANING, state.term


def _text_of(state: ViewState) -> tuple[object, ...]:
    """What stands in the pane of text."""
    return state.view.paper, state.shown_beside, state.triage, state.in_triage
