"""How list and paper share a window."""

from __future__ import annotations

import pytest

from reader.tui.arrangement import boxes, padding
from reader.tui.state import Look

CELLS_OF_A_LINE = 30
"""Fifteen Chinese characters: a narrow column, as in a newspaper."""


@pytest.mark.parametrize(
    ("columns", "listed"), [(70, 36), (75, 41), (80, 46), (100, 46), (109, 46), (120, 50), (139, 58)]
)
def test_the_list_is_as_wide_as_titles_need_before_it_takes_its_share(columns: int, listed: int) -> None:
    assert boxes(columns, 24, Look()).papers.width == listed


@pytest.mark.parametrize("columns", range(70, 200))
def test_the_paper_keeps_lines_that_can_be_read(columns: int) -> None:
    paper = boxes(columns, 24, Look()).paper
    assert paper is not None
    scroll_bar, margin = 1, 1
    assert paper.width - sum(padding(columns)) - scroll_bar - margin >= CELLS_OF_A_LINE
