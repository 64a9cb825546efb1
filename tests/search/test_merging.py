"""Which segments are put together, and when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from reader.search.engine import open_engine
from reader.search.merging import choose
from reader.search.segment import Segment
from reader.search.segment_format import MAX_PAPERS, SegmentFiles
from tests.search.invented import documents, newest_first, query


@dataclass
class Sized:
    """A segment of which only the size matters."""

    live: int
    count: int


def chosen(*sizes: int) -> list[int]:
    segments = {str(at): cast(Segment, Sized(size, size)) for at, size in enumerate(sizes)}
    return sorted(sizes[int(name)] for name in choose(segments))


@pytest.mark.parametrize(
    ("sizes", "taken"),
    [
        ((), []),
        ((500,), []),
        ((500, 500), [500, 500]),
        ((50_000, 600), []),
        ((50_000, 600, 600), [600, 600]),
        ((50_000, 10_000, 600), []),
        ((14_000, 14_000, 14_000, 9_000), [9_000, 14_000, 14_000, 14_000]),
        ((20_000, 20_000, 20_000, 20_000), [20_000, 20_000, 20_000]),
        ((60_000, 60_000), []),
        ((60_000, 60_000, 100, 300), []),
        ((60_000, 60_000, 100, 200), [100, 200]),
    ],
)
def test_segments_are_merged_with_smaller_ones_half_their_size(sizes: tuple[int, ...], taken: list[int]) -> None:
    assert chosen(*sizes) == taken
    assert sum(taken) <= MAX_PAPERS


def test_a_segment_of_mostly_deleted_papers_is_written_anew() -> None:
    assert choose({"a": cast(Segment, Sized(700, 1000)), "b": cast(Segment, Sized(9000, 9000))}) == ("a",)
    assert choose({"a": cast(Segment, Sized(800, 1000)), "b": cast(Segment, Sized(9000, 9000))}) == ()


def test_a_year_of_days_stays_in_few_segments(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    made = documents(300)
    for start in range(0, 300, 10):
        engine.add(made[start : start + 10])
        while engine.merge():
            pass
        assert engine.status().segments <= 6
    assert engine.status().papers == engine.status().change == 300
    engine.close()


def test_removed_papers_leave_the_files(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    engine.add(documents(100))
    before = engine.status().bytes
    engine.remove(range(1, 60))
    while engine.merge():
        pass
    assert engine.status().papers == 41
    assert engine.status().bytes < before * 0.6
    assert engine.search(query("-xyzzy"), newest_first(100)).total == 100
    engine.remove(range(60, 101))
    while engine.merge():
        pass
    assert (engine.status().papers, engine.status().segments, engine.status().change) == (0, 0, 100)
    engine.close()


def test_the_strings_of_titles_are_the_same_however_the_segment_came_about(tmp_path: Path) -> None:
    made = documents(120)
    whole, parts = open_engine(tmp_path / "whole"), open_engine(tmp_path / "parts")
    whole.add(made)
    for start in range(0, 120, 60):
        parts.add(made[start : start + 60])
        while parts.merge():
            pass
    files = [next((tmp_path / name).glob("*.ngr")).read_bytes() for name in ("whole", "parts")]
    assert parts.status().segments == 1
    assert len(files[0]) > 100
    assert files[0] == files[1]
    whole.close()
    parts.close()


def test_what_was_given_back_of_a_segment_is_read_again_when_it_is_asked_for(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    made = documents(50)
    engine.add(made)
    [path] = tmp_path.glob("*.pos")
    files = SegmentFiles.open(tmp_path, path.stem, len(made))
    before = (files.places.tolist(), files.papers.tolist(), files.impacts.tolist())
    assert files.maps, "the files are mapped"
    files.release()
    assert (files.places.tolist(), files.papers.tolist(), files.impacts.tolist()) == before
