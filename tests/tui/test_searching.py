"""The search thread: which question is answered."""

from __future__ import annotations

import threading

from reader.errors import QueryError
from reader.library.library import Library
from reader.tui.searching import Answered, Question, Report, SearchThread


def answers_of(library: Library, ask: list[Question]) -> list[Report]:
    """What a thread says that was asked several things before it began."""
    said: list[Report] = []
    done = threading.Event()

    def deliver(answer: Report) -> None:
        said.append(answer)
        done.set()

    thread = SearchThread(library.places, deliver)
    for question in ask:
        thread.ask(question)
    thread.start()
    assert done.wait(20)
    thread.end()
    thread.join(20)
    return said


def test_of_several_questions_only_the_newest_is_answered(library: Library) -> None:
    said = answers_of(library, [Question(1, "weather"), Question(2, "memory"), Question(3, "silence")])
    assert [answer.question.number for answer in said if isinstance(answer, Answered)] == [3]


def test_a_question_that_cannot_be_read_is_answered_with_the_error(library: Library) -> None:
    (answer,) = answers_of(library, [Question(1, "type:nonsense tea")])
    assert isinstance(answer, Answered)
    assert isinstance(answer.outcome, QueryError)
