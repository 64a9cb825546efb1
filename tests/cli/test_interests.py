"""`interests`, `mark --skip`, and searches by interest."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Cli


def test_words_are_listed_with_why_they_are_there(filled: Cli) -> None:
    assert filled("interests").out == ""
    assert "nothing is kept yet" in filled("interests").err
    filled("interests", "add", "Pears", "apple trees")
    filled("interests", "mute", "plums", "--hide")
    filled("interests", "weight", "dates", "figs", "-0.5")
    assert [line.split(maxsplit=1)[0] for line in filled("interests").lines] == [
        "1.00",
        "1.00",
        "-0.50",
        "-0.50",
        "-1.00",
    ]
    assert "left out" in filled("interests").lines[-1]
    filled("interests", "forget", "pears", "dates", "figs", "plums")
    assert [line.split("  ")[2].strip() for line in filled("interests").lines] == ["apple trees"]


def test_what_was_decided_about_a_word_is_taken_back_and_speaks_of_no_papers(filled: Cli) -> None:
    filled("interests", "mute", "plums")
    undone = filled("mark", "--undo").err
    assert "Undone" in undone
    assert "paper" not in undone
    assert not filled("interests").lines


def test_words_are_jsonl(filled: Cli) -> None:
    filled("interests", "add", "pears", "--for", "fruit")
    out = filled("interests", "--for", "#fruit", "--format", "jsonl").out
    assert json.loads(out) == {
        "word": "pears", "weight": 1.0, "for": "#fruit", "own": True, "hide": False, "kept": 0, "of": 0,
    }  # fmt: skip
    assert filled("interests", "--format", "jsonl").out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "word"),
        ("add",),
        ("weight", "word"),
        ("weight", "word", "much"),
        ("weight", "word", "99"),
        ("mute", "..."),
        ("add", "word", "--hide"),
        ("--for", "#"),
        ("--for", "@nobody"),
    ],
)
def test_what_makes_no_sense_gets_one_line(arguments: tuple[str, ...], filled: Cli) -> None:
    outcome = filled("interests", *arguments)
    assert outcome.status == 2
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1


def test_searches_sort_by_interest(filled: Cli) -> None:
    filled("interests", "add", "apples")
    for query in (("--sort", "interest"), ("sort:interest",)):
        assert filled("search", "--format", "ids", *query).lines == ["2608.00001", "2608.00002"]
    assert "nothing is kept yet" in filled("search", "sort:interest").err
    assert "learned from" not in filled("search", "apples").err
    filled("interests", "add", "pears", "--for", "fruit")
    assert filled("search", "--format", "ids", "for:fruit").lines == ["2608.00002", "2608.00001"]
    assert filled("search", "--format", "ids", "is:recommended").lines == ["2608.00001"]


def test_papers_are_skipped_and_that_is_taken_back(filled: Cli) -> None:
    assert filled("mark", "2608.00001", "--skip").status == 0
    assert filled("search", "--format", "ids", "is:skipped").lines == ["2608.00001"]
    filled("mark", "2608.00001", "--no-skip")
    assert filled("search", "--format", "ids", "is:skipped").lines == []


def test_a_query_has_statistics(filled: Cli) -> None:
    lines = filled("stats", "apples").lines
    assert lines[0] == "1 paper"
    assert "Months" in lines
    assert any(line.split()[:2] == ["2026-08", "1"] for line in lines)
    assert any(line.split()[:2] == ["cs.AI", "1"] for line in lines)
    assert filled("stats", "turnips").lines == ["0 papers"]
    assert filled("stats", "date:never").status == 2
