from __future__ import annotations

from datetime import date

from reader.i18n import translator
from reader.model import Suggestion, SuggestionKind
from reader.tui.filters import filter_choices, stepped, term_label, view_name
from reader.tui.presenting import EmptyDay, footer_key, is_printable, nothing_found, readable

T = translator("en")

KETTLE = Suggestion("kettle", SuggestionKind.SPELLING, 1234, "kettel", "kettle")


def test_everything_that_is_on_is_offered_to_be_taken_off() -> None:
    choices = filter_choices(
        T,
        on=("is:unread", "note:tea"),
        channels=[("cs.TE", 4)],
        tags=[],
        days=[(date(2026, 8, 21), 4)],
        category="cs.TE",
        year=2026,
    )
    assert [choice.id for choice in choices if choice.chosen] == ["note:tea", "is:unread"]
    assert {"in:cs.TE", "cat:cs.TE", "date:2026-08-21"} <= {choice.id for choice in choices}


def test_stepping_goes_round_and_begins_at_the_first() -> None:
    assert [stepped(["a", "b", "c"], now, 1) for now in "abc"] == ["b", "c", "a"]
    assert stepped(["a", "b"], "a", -1) == "b"
    assert stepped(["a", "b"], "x", 1) == "a"


def test_filters_are_said_in_words() -> None:
    said = [term_label(term, T, 2026) for term in ("is:unread", "in:cs.TE", "date:2026-08-21", "date:7d", "tag:tea")]
    assert said == ["Unread", "cs.TE", "21 Aug", "The last 7 days", "#tea"]
    assert view_name("kettle  noise", ("in:cs.TE", "date:7d", "is:unread"), T, 2026) == (
        "kettle noise · cs.TE · The last 7 days · Unread"
    )


def test_while_a_line_is_typed_in_only_keys_that_are_no_character_are_shown() -> None:
    assert footer_key(("b", "f4"), typing=True) == "F4"
    assert footer_key(("b", "f4"), typing=False) == "b"
    assert footer_key(("b",), typing=True) == ""
    assert [is_printable(key) for key in ("b", "question_mark", "space", "down", "ctrl+p")] == [True] * 3 + [False] * 2


def test_an_empty_list_says_why_and_what_to_do() -> None:
    said = [block.text for block in nothing_found("kettel", [KETTLE], ["Unread"], T)]
    assert said[0] == "Nothing found for kettel."
    assert [line.split("  ")[0] for line in said[1:]] == ["Enter", "⌫", "Esc"]
    assert "announced" in nothing_found("", [], [], T, empty=EmptyDay("Sat 22 Aug"))[0].text


def test_nothing_that_a_terminal_obeys_is_readable() -> None:
    assert "\x1b" not in readable("tea \x1b[31m red \x1b]0;title\x07 $x^2$")
