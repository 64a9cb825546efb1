"""An Escape and what follows it at once, as a terminal sends them: two keys, never one with Alt."""

from __future__ import annotations

import pytest

from reader.library.library import Library
from reader.tui.keyboard import EscapeAndKey, KeyParser
from tests.tui.conftest import AppMaker, answered, screen_of, text_of
from tests.tui.live import driven, rest


def keys_of(sent: str) -> list[str]:
    """Names of the keys that come of it, the end of it included."""
    parser = KeyParser()
    events = [*parser.feed(sent), *parser.feed("")]
    apart = [event.keys(in_a_line=False) if isinstance(event, EscapeAndKey) else (event,) for event in events]
    return [key.key for each in apart for key in each]  # type: ignore[attr-defined]  # no other messages are sent here


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("\x1bj", ["escape", "j"]),
        ("\x1bT", ["escape", "T"]),
        ("\x1b1", ["escape", "1"]),
        ("\x1b=", ["escape", "equals_sign"]),
        ("\x1b]", ["escape", "right_square_bracket"]),
        ("\x1b/", ["escape", "slash"]),
        ("\x1b、", ["escape", "ideographic_comma"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b\t", ["escape", "tab"]),
        ("\x1b\x04", ["escape", "ctrl+d"]),
        ("\x1bbj", ["escape", "b", "j"]),
        ("\x1bf", ["escape", "f"]),
        ("\x1b\x7f", ["escape", "backspace"]),
        ("\x1b\x1bj", ["escape", "escape", "j"]),
        ("\x1bO", ["escape", "O"]),
        ("\x1b[", ["escape", "left_square_bracket"]),
    ],
)
def test_an_escape_before_another_key_is_heard(sent: str, keys: list[str]) -> None:
    assert keys_of(sent) == keys


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("\x1b[A", ["up"]),
        ("\x1bOB", ["down"]),
        ("\x1b\x1b[B", ["escape", "down"]),
        ("\x1b[1;5D", ["ctrl+left"]),
        ("\x1bOP", ["f1"]),
        ("\x1b[5~", ["pageup"]),
        ("\x1b[Z", ["shift+tab"]),
    ],
)
def test_keys_that_terminals_send_as_sequences_are_what_they_were(sent: str, keys: list[str]) -> None:
    assert keys_of(sent) == keys


def test_an_escape_is_heard_whatever_comes_in_the_next_read() -> None:
    parser = KeyParser()
    assert [*parser.feed("\x1b")] == []
    assert [event.key for event in parser.feed("n")] == ["escape", "n"]  # type: ignore[attr-defined]


async def test_escape_and_b_at_once_leave_a_card_and_bookmark(make_app: AppMaker, library: Library) -> None:
    app = make_app()
    async with driven(app, (120, 30)) as pilot:
        await pilot.press("T")
        for event in KeyParser().feed("\x1bb"):
            app.post_message(event)
        await rest(app)
        await answered(app, pilot)
        assert not screen_of(app).state.in_triage
        library.changed()
        assert len(library.with_state("bookmarked")) == 1


async def test_alt_moves_by_words_in_a_line_that_is_typed_in(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, (120, 30)) as pilot:
        await pilot.press("slash", *"red teapot")
        for event in KeyParser().feed("\x1bbx"):
            app.post_message(event)
        await rest(app)
        assert "red xteapot" in text_of(app)
