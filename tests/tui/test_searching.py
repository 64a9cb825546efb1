"""The search thread: which question is answered."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date

import pytest

from reader.errors import QueryError, SearchIndexError, StoreError
from reader.library.finding import Finding
from reader.library.library import Library
from reader.model import Results
from reader.tui import searching
from reader.tui.searching import (
    Answered,
    Counting,
    Question,
    Report,
    Rested,
    SearchThread,
    Surveying,
    Tally,
    Tallying,
    Unread,
)
from reader.tui.sidebar import Facts, Survey, Target, facts_of
from tests.tui.conftest import LIMIT


def answers_of(library: Library, ask: list[Question]) -> list[Report]:
    """What a thread says that was asked several things before it began."""
    said: list[Report] = []
    done = threading.Event()

    def deliver(answer: Report) -> None:
        if not isinstance(answer, Rested):
            said.append(answer)
            done.set()

    thread = SearchThread(library.places, deliver)
    for question in ask:
        thread.ask(question)
    thread.start()
    assert done.wait(LIMIT)
    thread.end()
    thread.join(LIMIT)
    return said


def test_of_several_questions_only_the_newest_is_answered(library: Library) -> None:
    said = answers_of(library, [Question(1, "weather"), Question(2, "memory"), Question(3, "silence")])
    assert [answer.question.number for answer in said if isinstance(answer, Answered)] == [3]


def test_a_question_that_cannot_be_read_is_answered_with_the_error(library: Library) -> None:
    (answer,) = answers_of(library, [Question(1, "type:nonsense tea")])
    assert isinstance(answer, Answered)
    assert isinstance(answer.outcome, QueryError)


def test_the_unread_papers_are_counted_once_the_answer_is_to_be_seen(library: Library) -> None:
    library.marks.mark_read(["2608.00011"], on=True)
    said: list[Report] = []
    answered, rested, counted = threading.Event(), threading.Event(), threading.Event()

    def deliver(report: Report) -> None:
        if not isinstance(report, Rested):
            said.append(report)
        if isinstance(report, Answered) and report.whole:  # the second one, with other queries
            thread.follow(report)
        elif isinstance(report, Answered):
            answered.set()
        elif isinstance(report, Rested):
            rested.set()
        else:
            counted.set()

    thread = SearchThread(library.places, deliver)
    thread.ask(Question(1, "teapot", filters=("type:new",)))
    thread.start()
    assert answered.wait(LIMIT)
    assert rested.wait(LIMIT)  # nothing is left to do
    (answer,) = said
    assert isinstance(answer, Answered)
    thread.follow(answer)
    assert counted.wait(LIMIT)
    thread.end()
    thread.join(LIMIT)
    assert {type(report) for report in said[:-1]} == {Answered}
    assert isinstance(said[-1], Unread)
    assert (said[-1].of, said[-1].papers) == (Counting("teapot", ("type:new",)), 6)


def test_what_follows_an_answer_is_not_looked_for_once_something_else_was_asked(library: Library) -> None:
    said: list[Report] = []
    rested = threading.Event()

    def deliver(report: Report) -> None:
        said.append(report)
        if isinstance(report, Rested):
            rested.set()

    thread = SearchThread(library.places, deliver)
    thread.ask(Question(2, "weather"))
    thread.follow(Answered(Question(1, "teapot"), Results((1,), 1)))
    thread.start()
    assert rested.wait(LIMIT)
    thread.end()
    thread.join(LIMIT)
    assert [type(report) for report in said] == [Answered, Rested]


@pytest.mark.parametrize("text", ['"unclosed', "nosuchfield:tea", "(tea", "type:nonsense", "date:never"])
def test_what_cannot_be_counted_does_not_end_the_thread(
    library: Library, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    arrived: dict[type, threading.Event] = {kind: threading.Event() for kind in (Answered, Tally)}

    def deliver(report: Report) -> None:
        if type(report) in arrived:
            arrived[type(report)].set()

    def refuse(self: Finding, nums: Sequence[int]) -> None:
        raise QueryError("not now")

    monkeypatch.setattr(Finding, "months", refuse)
    thread = SearchThread(library.places, deliver)
    for counting in (Counting(text, ("is:unread",)), Counting("teapot", ())):
        thread.count(counting)
        thread.tally(Tallying((Target("teapot"),)))  # comes after the count
        if not thread.is_alive():
            thread.start()
        assert arrived[Tally].wait(LIMIT)
        arrived[Tally].clear()
    thread.ask(Question(1, "weather"))
    assert arrived[Answered].wait(LIMIT)
    thread.end()
    thread.join(LIMIT)


def test_a_reader_who_asks_nothing_for_a_while_is_told_so_once_and_answered_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "IDLE_SECONDS", 0.01)
    said: list[type] = []
    arrived: dict[type, threading.Semaphore] = {kind: threading.Semaphore(0) for kind in (Answered, Rested)}

    def deliver(report: Report) -> None:
        said.append(type(report))
        if type(report) in arrived:
            arrived[type(report)].release()

    thread = SearchThread(library.places, deliver)
    thread.start()
    assert arrived[Rested].acquire(timeout=LIMIT)
    for number in (1, 2):
        thread.ask(Question(number, "teapot"))
        assert arrived[Answered].acquire(timeout=LIMIT)
        assert arrived[Rested].acquire(timeout=LIMIT)
    thread.end()
    thread.join(LIMIT)
    assert said.count(Rested) == 3


def test_the_sidebar_is_counted_although_what_was_asked_meanwhile_cannot_be(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its lists are many, and between two of them somebody may ask something else."""
    surveyed = threading.Event()

    def count_unread(thread: SearchThread, library: Library, counting: Counting) -> None:
        raise SearchIndexError("the index is being written")

    def facts_while_something_is_asked(library: Library, today: date, channels: Sequence[str]) -> Facts:
        thread.follow(Answered(Question(1, ""), Results((1,), 1), whole=True))
        return facts_of(library, today, channels)

    monkeypatch.setattr(SearchThread, "_count_unread", count_unread)
    monkeypatch.setattr(searching, "facts_of", facts_while_something_is_asked)
    thread = SearchThread(library.places, lambda report: surveyed.set() if isinstance(report, Survey) else None)
    thread.survey(Surveying(date(2026, 8, 21), (), ()))
    thread.start()
    assert surveyed.wait(LIMIT)
    thread.end()
    thread.join(LIMIT)


def test_memory_that_cannot_be_given_back_ends_no_thread(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    tried, counted = threading.Event(), threading.Event()

    def rest(library: Library) -> None:
        tried.set()
        raise StoreError("marks.db cannot be read")

    monkeypatch.setattr(searching, "IDLE_SECONDS", 0.001)
    monkeypatch.setattr(Library, "rest", rest)
    thread = SearchThread(library.places, lambda report: counted.set() if isinstance(report, Unread) else None)
    thread.start()
    assert tried.wait(LIMIT)
    thread.count(Counting("", ()))
    assert counted.wait(LIMIT)
    thread.end()
    thread.join(LIMIT)
