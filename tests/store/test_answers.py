"""What was asked outside is kept as the reader's own data are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.store.answers import Answers
from reader.store.marks import MarksStore

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MarksStore]:
    opened = MarksStore(tmp_path / "marks.db")
    yield opened
    opened.close()


@pytest.fixture
def answers(store: MarksStore) -> Answers:
    return store.answers


def told(answers: Answers, after: int = 0) -> list[tuple[str, str, str]]:
    return [(answer.kind, answer.id, answer.content) for answer in answers.after(after)]


def test_the_newest_answer_of_a_kind_is_kept_for_each_paper(answers: Answers) -> None:
    answers.keep("enrich", {"1": "old", "2": "two"}, NOW)
    answers.keep("translate", {"1": "other"}, NOW)
    answers.keep("enrich", {"1": "new"}, LATER)
    assert told(answers) == [("enrich", "2", "two"), ("translate", "1", "other"), ("enrich", "1", "new")]


def test_a_later_answer_has_a_higher_number_whatever_was_replaced(answers: Answers) -> None:
    assert answers.newest() == 0
    answers.keep("enrich", {"1": "a"}, NOW)
    seen = answers.newest()
    answers.keep("enrich", {"1": "b"}, LATER)
    assert told(answers, seen) == [("enrich", "1", "b")]
    assert told(answers, answers.newest()) == []


def test_many_answers_are_read_to_the_last(answers: Answers) -> None:
    answers.keep("enrich", {str(n): "x" for n in range(1201)}, NOW)
    assert len(told(answers)) == 1201


def test_what_was_answered_lately_is_known(answers: Answers) -> None:
    answers.keep("enrich", {"1": "a"}, NOW)
    answers.keep("enrich", {"2": "b"}, LATER)
    assert answers.answered("enrich", ["1", "2", "3"], LATER) == {"2"}
    assert answers.answered("translate", ["1", "2"], NOW) == set()


def test_a_backup_brings_back_what_is_missing_or_older_here(answers: Answers, tmp_path: Path) -> None:
    other = MarksStore(tmp_path / "other.db")
    other.answers.keep("enrich", {"1": "theirs", "2": "only theirs"}, NOW)
    answers.keep("enrich", {"1": "mine, newer"}, LATER)
    answers.put_back(other.answers.after(0))
    assert sorted(told(answers)) == [("enrich", "1", "mine, newer"), ("enrich", "2", "only theirs")]
    other.answers.keep("enrich", {"1": "theirs, newest"}, LATER + timedelta(hours=1))
    before = answers.newest()
    answers.put_back(other.answers.after(0))
    other.close()
    assert told(answers, before) == [("enrich", "1", "theirs, newest")]


def test_a_copy_of_the_marks_holds_the_answers(store: MarksStore, tmp_path: Path) -> None:
    store.answers.keep("enrich", {"1": "a"}, NOW)
    store.answers.settle(["1"], ["1"], "My Library", NOW)
    store.backup(tmp_path / "copy.db")
    copy = MarksStore(tmp_path / "copy.db")
    assert told(copy.answers) == [("enrich", "1", "a")]
    assert copy.answers.sent("My Library") == {"1"}
    assert copy.answers.sent("Elsewhere") == set()
    copy.close()
