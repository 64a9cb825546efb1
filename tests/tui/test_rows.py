from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.cells import cell_len
from reader.text.safe import printable
from reader.tui.rows import ASCII_GLYPHS, Glyphs, RowView, heading_line, row_lines
from reader.tui.spans import Line, line_width

TEXT = st.text(max_size=60).map(printable)


def plain(line: Line) -> str:
    return "".join(span.text for span in line)


@given(TEXT, st.lists(TEXT, max_size=3), st.lists(TEXT, max_size=3), TEXT, st.integers(0, 60), st.integers(1, 3))
def test_every_line_of_a_row_is_exactly_as_wide_as_the_list(
    title: str, meta: list[str], tags: list[str], summary: str, cells: int, height: int
) -> None:
    row = RowView(title, tuple(meta), tuple(tags), summary, unread=True, bookmarked=True)
    lines = row_lines(row, max(cells, 4), height, Glyphs(), cursor=False)
    assert [line_width(line) for line in lines] == [max(cells, 4)] * height


@given(TEXT, st.integers(4, 60))
def test_a_heading_is_exactly_as_wide_as_the_list(label: str, cells: int) -> None:
    assert line_width(heading_line(label, "628", cells, Glyphs())) == cells


def test_unread_bookmarked_and_selected_are_told_without_colour() -> None:
    def start(row: RowView, glyphs: Glyphs = ASCII_GLYPHS) -> str:
        return plain(row_lines(row, 20, 1, glyphs, cursor=False)[0])[:4]

    assert start(RowView("Tea", (), unread=True)) == " *  "
    assert start(RowView("Tea", (), bookmarked=True)) == "  ! "
    assert start(RowView("Tea", (), unread=True, selected=True)) == " +  "
    assert start(RowView("Tea", (), skipped=True)) == " -  "


def test_tags_that_do_not_fit_are_shortened_before_the_metadata() -> None:
    row = RowView("茶叶的拓扑", ("cs.TE", "新"), ("#green-tea", "#music"))
    line = plain(row_lines(row, 24, 2, Glyphs(), cursor=False)[1])
    assert line == "    cs.TE  新  #green-t…"


@pytest.mark.parametrize("cells", [4, 5, 9])
def test_a_match_is_marked_where_it_is_shown(cells: int) -> None:
    row = RowView("abc teapot", (), title_hits=((4, 10),))
    line = row_lines(row, cells + 4, 1, Glyphs(), cursor=False)[0]
    hit = "".join(span.text for span in line if span.hit)
    assert hit == "teapot"[: max(cells - 4, 0)] if cells >= 10 else cell_len(hit) <= max(cells - 4, 0)
