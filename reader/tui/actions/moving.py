"""Moving through the list and the paper, and between the parts of the screen."""

from __future__ import annotations

from dataclasses import replace

from reader.commands import Where
from reader.many import Nums
from reader.tui.actions import subject
from reader.tui.stage import Stage

FAR = 1 << 30
"""Further than any list or text is long."""
PARTS = (Where.LIST, Where.PAPER, Where.QUERY)
TEXTS = Where.PAPER | Where.TRIAGE


def down(stage: Stage) -> None:
    """Next paper, or one line down."""
    move(stage, 1, 1)


def up(stage: Stage) -> None:
    """Previous paper, or one line up."""
    move(stage, -1, -1)


def page_down(stage: Stage) -> None:
    """One page down."""
    move(stage, stage.rows.page, stage.text.page)


def page_up(stage: Stage) -> None:
    """One page up."""
    move(stage, -stage.rows.page_back, -stage.text.page)


def first(stage: Stage) -> None:
    """To the first paper, or to the top."""
    move(stage, -FAR, -FAR)


def last(stage: Stage) -> None:
    """To the last paper, or to the end."""
    move(stage, FAR, FAR)


def move(stage: Stage, rows: int, lines: int) -> None:
    """In the paper and on a card by lines; in the list, and while a query is typed, by rows."""
    state = stage.state
    if state.focus & TEXTS:
        stage.text.scroll_lines(lines)
        return
    if state.focus is Where.SIDEBAR:
        stage.sidebar.move_to(stage.sidebar.cursor + rows)
        return
    if state.typing is not None and not state.typing.moved:
        stage.show(replace(state, typing=replace(state.typing, moved=True)))
    stage.rows.move_to(stage.rows.cursor + rows)


def into_paper(stage: Stage) -> None:
    """Into the paper."""
    if subject.current(stage) is not None:
        stage.show(stage.state.focused(Where.PAPER))


def back(stage: Stage) -> None:
    """One step back."""
    state = stage.state
    if state.focus is Where.QUERY:
        stage.show(state.untyped())
    elif state.focus is Where.PAPER:
        stage.show(replace(state.focused(Where.LIST), side=None))
    elif state.focus is Where.SIDEBAR:
        stage.show(state.focused(Where.LIST))
    elif state.selected:
        stage.show(replace(state, selected=Nums()))
    elif state.view.narrowed:
        stage.show(state.wider())
    else:
        say_these_are_all(stage)


def say_these_are_all(stage: Stage) -> None:
    """Say that nothing narrows the list, and how to leave the program."""
    stage.say(stage.context.t("These are all papers; {key} leaves.", key=stage.context.keymap.label("quit")))


def next_pane(stage: Stage) -> None:
    """To the next part of the screen."""
    _step(stage, 1)


def previous_pane(stage: Stage) -> None:
    """To the part before."""
    _step(stage, -1)


def _step(stage: Stage, by: int) -> None:
    sidebar = (Where.SIDEBAR,) if stage.state.look.sidebar and stage.has_room else ()
    meaning = (Where.MEANING,) if stage.terms else ()
    parts = (*PARTS, *meaning, *sidebar)
    part = parts[(parts.index(stage.state.focus) + by) % len(parts)]
    stage.show(stage.state.focused(part))
