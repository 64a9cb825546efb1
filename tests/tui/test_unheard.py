"""No key is silent: one that does nothing where it is pressed says so; a message goes with the next key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.commands import COMMANDS, Where, keymap
from reader.i18n import translator
from reader.library.library import Library
from reader.tui.app import ReaderApp
from reader.tui.screens.main import MainScreen
from reader.tui.screens.outside import AppOutside
from reader.tui.state import View, ViewState
from reader.tui.unheard import ON_A_CARD
from reader.tui.widgets.query_line import EDITING_KEYS
from tests.tui.conftest import ON_FRIDAY, ON_THURSDAY, AppMaker, answered, screen_of, settled, text_of, titles
from tests.tui.live import driven, key_event

KEYMAP = keymap()
SIZES = [(60, 15), (80, 24), (120, 40), (160, 45)]
MOVING = {"down", "up", "page-down", "page-up", "first", "last", "term-before", "term-next", "read-on"}
"""Commands that are expected to come to an end without a word."""
AWAY = {"quit", "suspend", "welcome", "note-editor"}
"""Commands that leave the screen."""
CARDS = len(ON_FRIDAY) + len(ON_THURSDAY)


def keys_of_all() -> list[str]:
    """Every key there is, but those that move or leave."""
    names = [command.id for command in COMMANDS if command.id not in MOVING | AWAY]
    left = {key for name in MOVING | AWAY for key in KEYMAP.keys[name]}
    return [*sorted({key for name in names for key in KEYMAP.keys[name]} - left), "p", "Q"]


async def at_a_card(app: ReaderApp, pilot: Pilot[int]) -> None:
    await pilot.press("T")


async def at_the_last_card(app: ReaderApp, pilot: Pilot[int]) -> None:
    await pilot.press("T", *["down"] * CARDS)


async def in_the_sidebar(app: ReaderApp, pilot: Pilot[int]) -> None:
    await pilot.resize_terminal(160, 45)
    await settled(app, pilot, lambda: bool(screen_of(app).sidebar.count))
    await pilot.press("backslash")


async def in_the_paper(app: ReaderApp, pilot: Pilot[int]) -> None:
    await pilot.press("enter")


async def in_the_paper_alone(app: ReaderApp, pilot: Pilot[int]) -> None:
    await pilot.press("z")


async def in_the_list(app: ReaderApp, pilot: Pilot[int]) -> None:
    await pilot.pause()


async def at_nothing(app: ReaderApp, pilot: Pilot[int]) -> None:
    await pilot.press("slash", *"nosuchword", "enter")
    await settled(app, pilot, lambda: not titles(app) and not screen_of(app)._questions.waiting)


async def in_the_meaning(app: ReaderApp, pilot: Pilot[int]) -> None:
    screen = screen_of(app)
    screen.show(screen.state.to(View("silence", without=("bow",))))
    await settled(app, pilot, lambda: bool(screen.terms))
    screen.show(screen.state.focused(Where.MEANING))


async def in_a_picker(app: ReaderApp, pilot: Pilot[int]) -> None:
    await pilot.press("f")


PLACES = {
    "list": (in_the_list, (120, 30)),
    "nothing": (at_nothing, (120, 30)),
    "paper": (in_the_paper, (60, 15)),
    "paper alone": (in_the_paper_alone, (80, 24)),
    "card": (at_a_card, (60, 15)),
    "last card": (at_the_last_card, (120, 40)),
    "sidebar": (in_the_sidebar, (160, 45)),
    "meaning": (in_the_meaning, (120, 30)),
    "picker": (in_a_picker, (80, 24)),
}


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was begun that does not show at once: marks to be written, counts, work in the background."""
    begun: list[str] = []

    def noted(owner: Any, name: str) -> None:
        before: Callable[..., Any] = getattr(owner, name)

        def do(*args: Any, **given: Any) -> Any:
            begun.append(name)
            return before(*args, **given)

        monkeypatch.setattr(owner, name, do)

    for name in ("write", "count"):
        noted(MainScreen, name)
    noted(AppOutside, "in_background")
    monkeypatch.setattr(AppOutside, "open_address", lambda outside, address: True)
    return begun


def quiet(state: ViewState) -> ViewState:
    return state.saying(())


@pytest.mark.parametrize("place", PLACES)
async def test_no_key_of_any_command_is_silent_anywhere(make_app: AppMaker, place: str, done: list[str]) -> None:
    lead, size = PLACES[place]
    app = make_app()
    async with driven(app, size) as pilot:
        await lead(app, pilot)
        screen = screen_of(app)
        begin = screen.state
        silent = []
        for key in keys_of_all():
            if place == "picker" and (key_event(key).is_printable or key in EDITING_KEYS | {"enter", "ctrl+p"}):
                continue  # it is typed, or moves
            await answered(app, pilot)  # what the last key began may open something yet
            screen.show(quiet(begin))
            await answered(app, pilot)
            done.clear()
            before, rows = quiet(screen.state), (screen.papers.cursor, screen.text.scroll_offset.y)
            await pilot.press(key)
            after = screen.state
            moved = (screen.papers.cursor, screen.text.scroll_offset.y) != rows
            if not (after.status.message or done or moved or quiet(after) != before):
                silent.append(key)
        assert silent == []


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_of_the_list_names_the_cards_own(make_app: AppMaker, size: tuple[int, int]) -> None:
    app = make_app()
    async with driven(app, size) as pilot:
        await pilot.press("T", "b")
        assert "On a card it is →: Keep it" in text_of(app).splitlines()[-1]
        await pilot.press("n")
        assert "On a card it is ↓: Later" in text_of(app).splitlines()[-1]
        await pilot.press("s")
        assert "“Sort” is for the list: Esc leads there." in text_of(app).splitlines()[-1]
        await pilot.press(*["down"] * CARDS, "b")
        said = "No paper is left: u undoes, Esc leaves."
        assert said in text_of(app).splitlines()[-1]
        screen = screen_of(app)
        screen.do("interface-language")
        await pilot.press("b")
        assert "已无论文：u 撤销，Esc 离开。" in text_of(app).splitlines()[-1]


def test_what_a_card_has_instead_of_a_key_of_the_list_acts_on_cards() -> None:
    commands = {command.id: command for command in COMMANDS}
    for name, own in ON_A_CARD.items():
        assert not set(KEYMAP.keys[name]) <= set(KEYMAP.keys[own])
        assert commands[own].where & Where.TRIAGE
        assert translator("zh")(commands[own].name)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["down", "p", "escape"])
async def test_what_was_said_goes_with_the_next_key(make_app: AppMaker, size: tuple[int, int], key: str) -> None:
    app = make_app()
    async with driven(app, size) as pilot:
        await pilot.press("s")
        assert "Another order" in text_of(app)
        await pilot.press(key)
        assert "Another order" not in text_of(app)


async def test_what_was_said_goes_with_the_mouse(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (120, 30)) as pilot:
        await pilot.press("s")
        assert "Another order" in text_of(app)
        await pilot.click(offset=(20, 6))
        assert "Another order" not in text_of(app)


async def test_a_message_stays_while_the_reader_does_nothing(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, (120, 30)) as pilot:
        await pilot.press("y")
        library.marks.bookmark(["2608.00011"], on=True)
        screen_of(app).look()
        await settled(app, pilot, lambda: "★" in text_of(app))
        assert "Copied: https://arxiv.org/abs/2608.00011" in text_of(app)


async def test_no_clock_takes_away_what_was_said(make_app: AppMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app()
    async with driven(app, (120, 30)) as pilot:
        await pilot.pause()
        screen = screen_of(app)
        begun: list[object] = []
        monkeypatch.setattr(screen, "set_timer", lambda *given, **named: begun.append(given))
        screen.say("it is said")
        assert begun == []


async def test_the_program_can_be_left_from_where_something_is_asked(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (80, 24)) as pilot:
        await pilot.press("f", "ctrl+q")
        await settled(app, pilot, lambda: app._exit)


async def test_reading_on_at_the_end_of_an_empty_list_is_no_silence_either(
    make_app: AppMaker, library: Library
) -> None:
    app = make_app(query="nosuchword")
    async with driven(app, (120, 30)) as pilot:
        await answered(app, pilot)
        await pilot.press("space")
        assert "There is no paper here." in text_of(app)
