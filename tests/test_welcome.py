"""The welcome digest: in the real format, whole in both languages, and true about the keys."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources

import pytest

from reader.commands import COMMANDS, Where, key_label
from reader.model import TEXT_FIELDS, Announce
from reader.sources.markdown import parse_digest

TEXT = (resources.files("reader") / "welcome" / "welcome.md").read_text(encoding="utf-8")
DETAILS = TEXT.split("# 详细\n")[1]
ENTRIES = [entry.strip().split("\n\n") for entry in re.split(r"^\[\^\d+\]: ", DETAILS, flags=re.MULTILINE)[1:]]
LABELS = {key_label(key): command.id for command in COMMANDS if command.where & Where.LIST for key in command.keys}

ON_CARDS = {key_label(key): command.id for command in COMMANDS if command.where & Where.TRIAGE for key in command.keys}

# What the welcome digest says a key does in the list, and on a card.
TAUGHT = {
    "↓": "down",
    "↑": "up",
    "j": "down",
    "k": "up",
    "Enter": "open",
    "Esc": "back",
    "Space": "read-on",
    "PgDn": "page-down",
    "Home": "first",
    "End": "last",
    "Tab": "next-pane",
    "q": "quit",
    "c": "language",
    "F2": "language",
    "/": "search",
    "F3": "search",
    "b": "bookmark",
    "F4": "bookmark",
    "B": "bookmarks",
    "F9": "bookmarks",
    "u": "undo",
    "^r": "redo",
    "x": "export",
    "F6": "export",
    "y": "copy-link",
    "o": "open-page",
    "r": "sync",
    "F5": "sync",
    "n": "next-unread",
    "F7": "next-unread",
    "m": "read",
    "A": "read-all",
    "U": "unread",
    "T": "triage",
    "t": "tag",
    "e": "note",
    "E": "note-editor",
    "v": "select",
    "V": "select-all",
    "=": "save-search",
    "1": "saved-search",
    "0": "saved-search",
    "f": "filter",
    "[": "previous-day",
    "]": "next-day",
    "~": "similar",
    "<": "view-back",
    ">": "view-forward",
    "F8": "read",
    "L": "latex",
    "?": "help",
    "F1": "help",
    ":": "palette",
    "^p": "palette",
}

TAUGHT_ON_CARDS = {
    "→": "triage-keep",
    "←": "triage-skip",
    "↓": "triage-later",
    "↑": "triage-abstract",
    "Space": "triage-abstract",
    "u": "triage-undo",
    "Esc": "triage-leave",
}


def test_it_is_read_like_any_digest_and_whole() -> None:
    digest = parse_digest(TEXT, "welcome", None, date(2026, 8, 21))
    assert digest.problems == ()
    assert len(digest.entries) == len(ENTRIES)
    for entry in digest.entries:
        assert None not in [getattr(entry.texts, name) for name in TEXT_FIELDS]
        assert not entry.cut
    assert {entry.announce for entry in digest.entries} == {Announce.NEW, Announce.CROSS, Announce.REPLACE}


def test_there_are_about_a_dozen_entries_each_with_seven_parts() -> None:
    assert 12 <= len(ENTRIES) <= 16
    assert {len(entry) for entry in ENTRIES} == {7}
    assert len(re.findall(r"^\| \[\^\d+\]", TEXT, flags=re.MULTILINE)) == len(ENTRIES)


def test_its_numbers_are_plainly_invented() -> None:
    assert set(re.findall(r"arxiv\.org/abs/(\d{4})\.", TEXT)) == {"0001"}


def test_every_entry_is_written_in_both_languages() -> None:
    for title_zh, title_en, _, tldr_zh, tldr_en, abstract_zh, abstract_en in ENTRIES:
        for chinese in (title_zh, tldr_zh, abstract_zh):
            assert re.search("[一-鿿]{2}", chinese)
        for english in (title_en, tldr_en, abstract_en):
            assert re.search("[a-z]{3} [a-z]", english)
        assert len(abstract_en.strip()) < 1000, "a text of a thousand characters counts as cut"


@pytest.mark.parametrize("key", TAUGHT)
def test_a_key_does_what_it_says(key: str) -> None:
    assert LABELS[key] == TAUGHT[key]
    assert TEXT.count(key) >= 2, "said in both languages"


@pytest.mark.parametrize("key", TAUGHT_ON_CARDS)
def test_a_key_does_on_a_card_what_it_says(key: str) -> None:
    assert ON_CARDS[key] == TAUGHT_ON_CARDS[key]


def test_every_function_key_it_names_is_one_of_those() -> None:
    assert set(re.findall(r"F\d+", TEXT)) <= set(TAUGHT)
