"""The search thread: which question is answered, and under which days its papers stand."""

from __future__ import annotations

import threading
from array import array

from hypothesis import given
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.library.library import Library
from reader.model import DayGroup, Listing
from reader.tui.searching import Answered, DayFinder, Question, Report, SearchThread


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6), st.data())
def test_papers_stand_under_the_days_they_have_in_the_listing(sizes: list[int], data: st.DataObject) -> None:
    nums = data.draw(st.permutations(range(1, sum(sizes) + 1)))
    days, start = [], 0
    for number, size in enumerate(sizes):
        days.append(DayGroup(20260831 - number, start, size))
        start += size
    chosen = data.draw(st.sets(st.sampled_from(nums)))
    hits = [num for num in nums if num in chosen]
    groups = DayFinder().groups(hits, Listing(array("I", nums), tuple(days)))
    found = {hits[at]: group.key for group in groups for at in range(group.start, group.start + group.count)}
    wanted = {num: day.key for day in days for num in nums[day.start : day.start + day.count] if num in chosen}
    assert found == wanted


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
