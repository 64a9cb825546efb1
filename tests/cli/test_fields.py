"""What of each paper is printed: the same options for every command, refused where they would change nothing."""

from __future__ import annotations

import json

import pytest

from reader.export.fields import FIELDS
from tests.cli.conftest import Cli

EVERY = (("search", "*"), ("export", "*"), ("show", "2608.00001"), ("new",))


@pytest.mark.parametrize("command", EVERY)
def test_every_command_lists_the_fields(cli: Cli, command: tuple[str, ...]) -> None:
    done = cli(*command, "--fields", "help") if command[0] != "show" else cli("show", "x", "--fields", "help")
    assert done.status == 0
    assert [line.split()[0] for line in done.out.splitlines()] == list(FIELDS)


@pytest.mark.parametrize("command", EVERY)
def test_every_command_prints_only_the_fields_wanted(filled: Cli, command: tuple[str, ...]) -> None:
    done = filled(*command, "-f", "jsonl", "--fields", "title_en,tags")
    assert done.status == 0
    assert {" ".join(json.loads(line)) for line in done.out.splitlines()} == {"id title_en tags"}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("search", "*", "--fields", "title_en"), "--fields changes nothing in table"),
        (("search", "--batch", "--no-notes"), "--no-notes changes nothing in --batch"),
        (("search", "*", "--lang", "zh"), "--lang changes nothing in table"),
        (("export", "*", "-f", "ids", "--no-abstracts"), "--no-abstracts changes nothing in ids"),
        (("export", "*", "-f", "bibtex", "--bom"), "--bom changes nothing in bibtex"),
        (("new", "--lang", "zh"), "--lang changes nothing in ids"),
        (("show", "2608.00001", "--fields", "titel"), "there is no field titel; there are id, version"),
    ],
)
def test_what_would_change_nothing_is_refused(filled: Cli, arguments: tuple[str, ...], complaint: str) -> None:
    done = filled(*arguments)
    assert (done.status, done.out) == (2, "")
    assert complaint in done.err


def test_a_paper_is_shown_without_its_abstract(filled: Cli) -> None:
    whole, short = filled("show", "2608.00001").out, filled("show", "2608.00001", "--no-abstracts").out
    assert short
    assert len(short) < len(whole)
