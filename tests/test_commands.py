"""The table of commands, and the keys a reader may choose."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import Keys, _character_to_key

from reader.commands import COMMANDS, Command, Group, Where, key_label, keymap
from reader.commands.keymap import read_key

IDS = [command.id for command in COMMANDS]
FOOTER_KEYS = 7
# Keys that tmux, screen or the terminal itself take, or that reach a program as another key.
RESERVED = {f"ctrl+{letter}" for letter in "abhijklmosz"} | {"f10", "f11", "f12"}
CORE = ("down", "up", "open", "back", "language", "next-unread", "search", "bookmark", "bookmarks", "export", "help")


def typed_by_an_input_method(key: str) -> bool:
    """A letter or ASCII punctuation mark, which a Chinese input method keeps for itself or turns into another."""
    label = key_label(key)
    return len(label) == 1 and label.isascii()


def test_identifiers_are_unique_and_in_kebab_case() -> None:
    assert [name for name, count in Counter(IDS).items() if count > 1] == []
    assert [name for name in IDS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_default_keys_do_not_collide() -> None:
    assert keymap().problems == ()


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_keys_are_spelt_as_textual_spells_them(command: Command) -> None:
    for key in command.keys:
        assert read_key(key) == key
        assert key in set(Keys) or _character_to_key(key_label(key)[-1]) == key.split("+")[-1]


@pytest.mark.parametrize("command", COMMANDS, ids=IDS)
def test_no_default_key_belongs_to_the_terminal(command: Command) -> None:
    own = {"ctrl+z"} if command.id == "suspend" else set()  # does what the terminal would do with it
    assert not (set(command.keys) - own) & RESERVED
    assert not [key for key in command.keys if "alt+" in key]


@pytest.mark.parametrize("name", CORE)
def test_core_commands_have_a_key_that_works_with_a_chinese_input_method_on(name: str) -> None:
    keys = keymap().keys[name]
    assert [key for key in keys if not typed_by_an_input_method(key)]


@pytest.mark.parametrize("where", [Where.LIST, Where.PAPER, Where.QUERY])
def test_the_footer_of_every_part_holds_at_most_seven_keys(where: Where) -> None:
    assert 0 < sum(command.footer for command in COMMANDS if command.where & where) <= FOOTER_KEYS


def test_every_group_has_commands() -> None:
    assert {command.group for command in COMMANDS} == set(Group)


def test_names_and_helps_are_short_and_finished() -> None:
    for command in COMMANDS:
        assert 0 < len(command.name) <= 20
        assert command.help.endswith(".")


def test_chosen_keys_replace_the_default_ones() -> None:
    keys = keymap({"bookmark": ("ctrl+t", "&")}).keys
    assert keys["bookmark"] == ("ctrl+t", "ampersand")
    assert keys["quit"] == ("q", "ctrl+q")


def test_a_chosen_key_is_taken_from_the_command_that_had_it_and_that_is_said() -> None:
    result = keymap({"export": ("b",)})
    assert result.keys["export"] == ("b",)
    assert result.keys["bookmark"] == ("f4",)
    assert [str(problem) for problem in result.problems] == ["b is wanted by export and by bookmark; export has it"]


def test_the_same_key_in_different_parts_of_the_screen_is_no_conflict() -> None:
    commands = (
        Command("a", ("x",), "A", "A.", Where.LIST, Group.MOVE),
        Command("b", ("x",), "B", "B.", Where.PAPER, Group.MOVE),
    )
    assert keymap(commands=commands).problems == ()


def test_an_unknown_command_is_reported_with_the_nearest_one() -> None:
    result = keymap({"bookmrk": ("z",)})
    assert [str(problem) for problem in result.problems] == ["there is no command 'bookmrk'; the nearest is bookmark"]
    assert result.keys == keymap().keys


def test_an_unknown_key_is_reported_with_the_nearest_one() -> None:
    result = keymap({"export": ("pagedwn", "x")})
    assert [str(problem) for problem in result.problems] == [
        "there is no key 'pagedwn' (for export); the nearest is pagedown"
    ]
    assert result.keys["export"] == ("x",)


def test_a_command_may_be_left_without_a_key() -> None:
    assert keymap({"sync": ()}).keys["sync"] == ()


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("question_mark", "?"),
        ("fullwidth_colon", "："),
        ("ideographic_comma", "、"),
        ("slash", "/"),
        ("minus", "-"),
        ("G", "G"),
        ("down", "↓"),
        ("ctrl+p", "^p"),
        ("shift+tab", "Shift+Tab"),
        ("f4", "F4"),
    ],
)
def test_keys_are_shown_as_a_reader_knows_them(key: str, label: str) -> None:
    assert key_label(key) == label


@given(st.text(max_size=20))
def test_no_text_in_a_configuration_breaks_the_key_map(text: str) -> None:
    result = keymap({"export": (text,), text: ("z",)})
    assert set(result.keys) == set(IDS)


@given(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zs", "Zl", "Zp"]))
def test_a_character_may_be_written_as_itself(character: str) -> None:
    key = read_key(character)
    assert key is not None
    assert _character_to_key(character) == key
