from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Announce, Entry, Problem
from reader.sources.record import RECORD_NAME, parse_records
from tests.sources.invented import entry, record


def parse_record(data: bytes, place: str) -> tuple[Entry | None, Problem | None]:
    """Of a file with one record: the entry and the problem, None where there is none."""
    entries, problems = parse_records(data, place)
    assert len(entries) <= 1
    assert len(problems) <= 1
    return next(iter(entries), None), next(iter(problems), None)


@pytest.mark.parametrize("spelling", ["en_tdlr", "en_tldr"])
def test_a_record_gives_all_six_texts_however_the_english_summary_is_spelt(spelling: str) -> None:
    item = entry(1, announce=Announce.REPLACE)
    read, problem = parse_record(record(item, spelling).encode(), "papers/24/01/2401.00001.json")
    assert problem is None
    assert read is not None
    assert read.texts.tldr_en == "Teapot 2401.00001, invented."
    assert (read.id, read.version, read.category, read.announce) == (item.id, 1, "cs.XX", Announce.REPLACE)
    assert (read.texts.title_zh, read.texts.abstract_en) == (item.texts.title_zh, item.texts.abstract_en)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "not a readable JSON file"),
        (b"[" * 100_000, "not a readable JSON file"),
        (b"[]", "not a paper record"),
        (b'{"title": 1, "link": null}', "no arXiv link in this record"),
    ],
)
def test_what_is_no_record_is_reported(data: bytes, reason: str) -> None:
    read, problem = parse_record(data, "place")
    assert read is None
    assert problem is not None
    assert (problem.place, problem.reason, problem.lost) == ("place", reason, True)


def test_a_record_that_was_never_translated_is_read_and_reported() -> None:
    read, problem = parse_record(b'{"title": "A teapot", "link": "http://arxiv.org/abs/2401.00001"}', "place")
    assert read is not None
    assert problem is not None
    assert problem.reason == "2401.00001: no Chinese title, no summary, no English abstract, no Chinese abstract"


def test_half_a_surrogate_pair_cannot_get_into_the_library() -> None:
    read, _ = parse_record(b'{"title": "\\ud83c tea", "link": "http://arxiv.org/abs/2401.00001"}', "place")
    assert read is not None
    assert read.texts.title_en == "\ufffd tea"


def test_a_record_is_named_by_its_paper() -> None:
    assert RECORD_NAME.fullmatch("2401.00001.json")
    assert not RECORD_NAME.fullmatch("package.json")


@pytest.mark.parametrize("join", ["{}\n{}\n{}", "[{}, {}, {}]", '{{"count": 3, "papers": [{}, {}, {}]}}'])
def test_records_may_stand_one_a_line_or_in_a_list_and_a_bad_one_is_lost_alone(join: str) -> None:
    good = [record(entry(number)).replace("\n", " ") for number in (1, 2)]
    for bad, reasons in (('{"title": "no link"}', 1), ('{"title": oops}', 1)):
        entries, problems = parse_records(join.format(good[0], bad, good[1]).encode(), "place")
        assert [one.id for one in entries] == ["2401.00001", "2401.00002"]
        assert sum(problem.lost for problem in problems) == reasons


@given(st.binary())
def test_any_bytes_are_read_without_failing(data: bytes) -> None:
    parse_records(data, "place")
