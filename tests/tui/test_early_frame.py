"""What is painted before Textual is there is what Textual then paints, cell by cell."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from textual.scrollbar import ScrollBarRender
from textual.widget import Widget

from reader.commands import keymap
from reader.config import Config, Screen
from reader.i18n import translator
from reader.library.library import Library
from reader.model import Announce, Digest, Entry, Lang, Texts
from reader.paths import Places
from reader.sources.contract import Reading
from reader.tui.app import ReaderApp
from reader.tui.arrangement import Box, boxes, top_line_cells
from reader.tui.context import AppContext
from reader.tui.early_frame import color_system, early_frame
from reader.tui.lines import scroll_bar
from reader.tui.moment import UNANSWERED, Moment
from reader.tui.screens.main import MainScreen
from reader.tui.screens.staging import StageScreen
from reader.tui.sidebar import Entry as Line
from reader.tui.sidebar import Section, Target
from reader.tui.state import Layout, Look, View, ViewState
from reader.tui.themes import THEMES
from tests.chance import THOROUGH
from tests.tui.cells import cells, difference
from tests.tui.conftest import FRIDAY
from tests.tui.live import driven

TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
SIZES = ((80, 24), (120, 40), (160, 45), (200, 60), (90, 50), (60, 20), (140, 33), (30, 10))
PAPERS, A_DAY = 60, 14
KINDS = (Announce.NEW, Announce.CROSS, Announce.REPLACE, None)


def paper(number: int) -> Entry:
    """An invented paper; titles and texts of all lengths, some in one language only."""
    words = " ".join(f"{word} of the teapot" for word in ("silence", "weather", "memory", "price")[: 1 + number % 4])
    zh = "茶壶的语法与沉默" * (1 + number % 7) if number % 5 else None
    texts = Texts(
        f"On {words} {number}",
        zh,
        None,
        f"总结：{zh}。" if zh else None,
        "We pour tea, and then $x^2$ more tea. " * (3 + number % 40),
        f"我们倒茶。{zh}。" * (2 + number % 15) if zh else None,
    )
    return Entry(f"2608.{number:05}", texts, version=1 + number % 3, category="cs.TE", announce=KINDS[number % 4])


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library of several days, some of its papers marked in every way."""
    data = tmp_path_factory.mktemp("shelf")
    library = Library.open(Places(data, data / "cache", data / "config.toml"))
    entries = [paper(number) for number in range(PAPERS, 0, -1)]
    digests = [
        Digest("cs.TE.md", "cs.TE", FRIDAY - timedelta(start // A_DAY), tuple(entries[start : start + A_DAY]))
        for start in range(0, PAPERS, A_DAY)
    ]
    library.sources.bring_in("invented", Reading("cs.TE.md", "1", tuple(digests)))
    library.marks.bookmark([entries[0].id, entries[2].id], True)
    library.marks.mark_read([entry.id for entry in entries[1:20:3]], True)
    library.changed()
    yield library
    library.close()


@pytest.fixture(autouse=True)
def nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts come a quarter of a second later, and are drawn when they come."""
    monkeypatch.setattr(StageScreen, "_count_unread", lambda screen: None)


OUTLINE = tuple(
    Section(title, tuple(Line(f"{title} {n} 茶", Target(f"{title}{n}"), str(n), n or None) for n in range(10)))
    for title in ("", "Channels", "Searches", "Kept", "More")
)


def painted(context: AppContext, state: ViewState, size: tuple[int, int]) -> bytes:
    """What Textual paints."""

    async def run() -> list[str]:
        app = ReaderApp(context, state)
        async with driven(app, size) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, MainScreen)
            return app.screen.drawn()

    drawn = asyncio.run(run())
    return "".join(f"\x1b[{row};1H{line}" for row, line in enumerate(drawn, 1)).encode()


def compared(shelf: Library, state: ViewState, size: tuple[int, int], t: str = "en", signs: str = "unicode") -> str:
    """How what is painted early differs from what Textual paints."""
    config = Config(screen=Screen(signs=signs))
    context = AppContext(shelf.places, shelf, config, keymap(), translator(t), FRIDAY, framed=True)
    early = "".join(early_frame(Moment(context, state, UNANSWERED), os.terminal_size(size), os.environ))
    return difference(cells(early.encode(), *size), cells(painted(context, state, size), *size))


@pytest.fixture
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal of the tests, if it has colours: rich keeps a style as it was first written."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    if os.environ.get("TERM") in ("dumb", "unknown"):
        monkeypatch.setenv("TERM", TERMINAL["TERM"])


@pytest.mark.usefixtures("in_colour")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_it_is_what_textual_paints_in_every_size(shelf: Library, size: tuple[int, int]) -> None:
    assert compared(shelf, ViewState(outline=OUTLINE), size) == ""


@pytest.mark.usefixtures("in_colour")
@pytest.mark.parametrize(("theme", "t"), product([colors.name for colors in THEMES], ["en", "zh"]))
def test_it_is_what_textual_paints_in_every_theme_and_language(shelf: Library, theme: str, t: str) -> None:
    state = ViewState(look=Look(theme=theme, lang=Lang.BOTH), outline=OUTLINE)
    assert compared(shelf, state, (150, 40), t) == ""


LOOKS = st.builds(
    Look,
    lang=st.sampled_from(Lang),
    title_lines=st.integers(1, 3),
    layout=st.sampled_from(Layout),
    share=st.integers(15, 85),
    theme=st.sampled_from([colors.name for colors in THEMES]),
    sidebar=st.booleans(),
)
PLACES = st.builds(
    View,
    paper=st.sampled_from([None, "9901.00001", *(f"2608.{n:05}" for n in range(1, PAPERS + 1))]),
    depth=st.integers(0, 60),
)


@pytest.mark.usefixtures("in_colour")
@settings(max_examples=25 * THOROUGH, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LOOKS, PLACES, st.integers(30, 220), st.integers(10, 64), st.sampled_from(["unicode", "ascii"]))
def test_it_is_what_textual_paints_wherever_the_reader_was(
    shelf: Library, look: Look, view: View, columns: int, lines: int, signs: str
) -> None:
    state = ViewState(view=view, look=look, outline=OUTLINE[: lines % 6])
    assert compared(shelf, state, (columns, lines), signs=signs) == ""


async def test_a_start_has_the_paper_in_the_line_in_which_it_was_left(shelf: Library) -> None:
    context = AppContext(shelf.places, shelf, Config(), keymap(), translator("en"), FRIDAY)
    app = ReaderApp(context, ViewState(View(paper="2608.00030", depth=9)))
    async with driven(app, (120, 40)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, MainScreen)
        assert app.screen.papers.depth == 9


async def test_panes_stand_where_textual_puts_them(shelf: Library) -> None:
    look = Look(share=37)
    context = AppContext(shelf.places, shelf, Config(), keymap(), translator("en"), FRIDAY, framed=True)
    app = ReaderApp(context, ViewState(look=look))

    def box(widget: Widget) -> Box | None:
        return Box(*widget.region) if widget.display and widget.region else None

    async with driven(app, (120, 40)) as pilot:
        for columns, lines in [*((columns, 24) for columns in range(30, 260, 9)), (71, 40), (99, 51), (99, 39)]:
            await pilot.resize_terminal(columns, lines)
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, MainScreen)
            panes = (screen.sidebar, screen.sidebar_rule, screen.papers, screen.divider, screen.pane)
            assert tuple(map(box, panes)) == boxes(columns, lines, look), (columns, lines)
            place = screen.query_one("#query-place").region.width
            assert (screen.top.input.region.width, place) == top_line_cells(columns)


@given(st.integers(1, 60), st.integers(0, 500), st.data())
def test_scroll_bars_are_drawn_as_textual_draws_them(cells: int, lines: int, data: st.DataObject) -> None:
    top = data.draw(st.integers(0, max(lines - cells, 0)))
    seen = cells if cells < lines else 0
    bar = ScrollBarRender.render_bar(size=cells, virtual_size=lines, window_size=seen, position=top)
    drawn = [(segment.text, bool(segment.style and segment.style.reverse)) for segment in bar.segments]
    assert scroll_bar(cells, lines, top) == drawn


@pytest.mark.parametrize("term", ["xterm", "xterm-256color", "xterm-kitty", "linux", "screen-16color", "tmux-256color"])
@pytest.mark.parametrize("colorterm", [None, "", "truecolor", " 24bit ", "yes"])
def test_colours_are_those_that_textual_writes(term: str, colorterm: str | None) -> None:
    environ = {"TERM": term} | ({"COLORTERM": colorterm} if colorterm is not None else {})
    console = Console(force_terminal=True, legacy_windows=False, _environ=environ)
    assert color_system(environ) is console._color_system


NOT_AT_REST = {
    "a search": ViewState(View(query="teapot")),
    "a filter": ViewState(View(filters=("is:unread",))),
    "own channels": ViewState(look=Look(channels=("cs.TE",))),
    "a paper alone": ViewState(look=Look(zoomed=True)),
}


@pytest.mark.parametrize("state", NOT_AT_REST.values(), ids=NOT_AT_REST)
def test_what_starts_with_something_else_has_none(shelf: Library, state: ViewState) -> None:
    context = AppContext(shelf.places, shelf, Config(), keymap(), translator("en"), FRIDAY)
    assert list(early_frame(Moment(context, state, UNANSWERED), os.terminal_size((80, 24)), TERMINAL)) == []


def test_an_empty_library_and_a_terminal_without_colours_have_none(shelf: Library, tmp_path: Path) -> None:
    size = os.terminal_size((80, 24))
    context = AppContext(shelf.places, shelf, Config(), keymap(), translator("en"), date(2026, 8, 21))
    for colourless in ({"NO_COLOR": "1"}, {"TERM": "unknown"}, {"TEXTUAL_FILTERS": "dim"}):
        assert not list(early_frame(Moment(context, ViewState(), UNANSWERED), size, TERMINAL | colourless))
    empty = Library.open(Places(tmp_path, tmp_path / "cache", tmp_path / "config.toml"))
    now = Moment(context._replace(library=empty), ViewState(), UNANSWERED)
    assert not list(early_frame(now, size, TERMINAL))
    empty.close()
