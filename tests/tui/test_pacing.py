"""When the screen paints, counts and looks for garbage: never where a key waits for something else."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from time import monotonic
from weakref import ref

import pytest
from rich.segment import Segment

from reader.model import Suggestion, SuggestionKind
from reader.tui import garbage
from reader.tui.screens.frame import AT_ONCE
from reader.tui.screens.painting import paint_papers
from reader.tui.searching import Answered, Question
from reader.tui.widgets import detail_pane, line_pane, paper_list, row
from reader.tui.widgets.row import Row
from tests.tui.conftest import AppMaker, screen_of, settled, text_of
from tests.tui.live import driven

WIDE = (100, 30)


@pytest.fixture
def own_garbage() -> Iterator[None]:
    """What is set about garbage is set back."""
    before = gc.get_threshold()
    yield
    gc.enable()
    gc.unfreeze()
    gc.set_threshold(*before)


LATER = monotonic() + 1e6
TURNS = 500
"""Of the loop, in which all messages are taken. Pilots paint by themselves, so that they are of no use here."""


@pytest.mark.parametrize(
    ("before", "painted"),
    [((0.0,) * AT_ONCE, True), ((0.0, *(LATER,) * (AT_ONCE - 1)), True), ((LATER,) * AT_ONCE, False)],
    ids=["after a pause", "few paints ago", "after many paints"],
)
async def test_what_is_new_is_painted_without_a_clock_unless_much_was_painted_just_now(
    make_app: AppMaker, before: tuple[float, ...], painted: bool
) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        screen = screen_of(app)
        screen._update_timer.stop()
        screen._painted_at.extend(before)
        screen.say("a word")
        for _ in range(TURNS):
            await asyncio.sleep(0)
        assert (screen._painted_at[-1] not in before) is painted
        assert bool(screen._dirty_widgets) is not painted


async def test_rows_are_not_drawn_again_because_other_queries_are_offered(make_app: AppMaker) -> None:
    app = make_app(query="teapot")
    async with driven(app, WIDE) as pilot:
        screen = screen_of(app)
        await settled(app, pilot, lambda: bool(screen.results.suggestions))  # nothing follows any more
        sheet = screen.papers._sheet
        offer = Suggestion("kettle", SuggestionKind.LANGUAGE, 9, "teapot", "kettle")
        question = Question(screen._questions._number, "teapot")
        screen._found(Answered(question, replace(screen.results, suggestions=(offer,)), whole=True))
        await settled(app, pilot, lambda: "kettle" in text_of(app))
        assert screen.papers._sheet is sheet


class Word(str):
    """A word that can be seen to go."""


@pytest.mark.parametrize("cuts", [(3,), (3, 8)])
def test_a_row_that_was_painted_is_freed_without_a_search(cuts: tuple[int, ...], own_garbage: None) -> None:
    gc.disable()
    word = Word("abc")
    line, kept = Row([Segment(word)], 3), ref(word)
    assert [piece.text for piece in line.divide(cuts)] == ["abc"]
    del line, word
    assert kept() is None


def test_a_row_is_cut_where_something_else_stands_before_it() -> None:
    assert [piece.text for piece in Row([Segment("abc")], 3).divide((1, 3))] == ["a", "bc"]


async def test_lists_that_were_shown_leave_no_lines_behind(
    make_app: AppMaker, own_garbage: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[ref[Row]] = []

    class Seen(Row):
        __slots__ = ("__weakref__",)

        def __init__(self, segments: Iterable[Segment], cell_length: int | None = None) -> None:
            super().__init__(segments, cell_length)
            made.append(ref(self))

    for module in (row, paper_list, detail_pane):
        monkeypatch.setattr(module, "Row", Seen)
    monkeypatch.setattr(line_pane, "rows", list)  # what Textual drew has no room for a weak reference
    app = make_app()
    async with driven(app, WIDE) as pilot:
        gc.disable()
        for _ in range(20):
            paint_papers(screen_of(app), screen_of(app).moment)
            await pilot.pause()
    assert len(made) > 20 * WIDE[1]
    assert sum(each() is not None for each in made) < 5 * WIDE[1]


def test_garbage_is_looked_for_where_there_is_some(own_garbage: None) -> None:
    gc.collect()
    kept = gc.get_stats()[2]["collections"]
    garbage.collect()
    assert gc.get_stats()[2]["collections"] == kept
    gc.collect(1)
    garbage.collect()
    assert gc.get_stats()[2]["collections"] == kept + 1


def test_what_was_loaded_at_the_start_is_not_walked_through_again(own_garbage: None) -> None:
    gc.disable()
    garbage.begin()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 1000
