from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.cells import cell_len
from reader.text.safe import printable
from reader.tui.rows import ASCII_GLYPHS, INDENT, Glyphs, Heading, RowView, heading_line, row_height, row_lines
from reader.tui.spans import Line, line_width

TEXT = st.text(max_size=60).map(printable)


def plain(line: Line) -> str:
    return "".join(span.text for span in line)


def lines_of(row: RowView, cells: int, most: int = 3) -> list[str]:
    return [plain(line) for line in row_lines(row, cells, most, Glyphs())]


@given(TEXT, st.lists(TEXT, max_size=3), st.lists(TEXT, max_size=3), TEXT, TEXT, st.integers(0, 60), st.integers(1, 3))
def test_every_line_of_a_row_is_exactly_as_wide_as_the_list(
    title: str, facts: list[str], tags: list[str], category: str, because: str, cells: int, most: int
) -> None:
    row = RowView(title, category, tuple(facts), tuple(tags), unread=True, bookmarked=True, because=because)
    lines = row_lines(row, max(cells, INDENT), most, Glyphs())
    assert len(lines) == row_height(row, max(cells, INDENT), most) <= most + bool(because)
    assert [line_width(line) for line in lines] == [max(cells, INDENT)] * len(lines)


def test_why_a_paper_stands_here_is_said_below_its_title_in_line_with_it() -> None:
    row = RowView("Tea", "cs.TE", because="because: kettles, lanterns")
    assert lines_of(row, 24) == ["    Tea            cs.TE", "    because: kettles, l…"]


@given(st.text("abc 茶壶的", min_size=1, max_size=90), st.integers(20, 60))
def test_a_title_that_has_room_is_shown_whole_whatever_else_there_is(title: str, cells: int) -> None:
    row = RowView(title, "cs.TE", ("updated v2", "+2 channels"), ("#music",))
    if row_height(row, cells, 9) <= 3:
        lines = row_lines(row, cells, 3, Glyphs())
        shown = "".join(span.text for line in lines for span in line if span.role == "seen")
        assert "".join(shown.split()) == "".join(title.split())


@given(TEXT, st.booleans(), st.integers(4, 60))
def test_a_heading_is_exactly_as_wide_as_the_list(label: str, inner: bool, cells: int) -> None:
    assert line_width(heading_line(Heading(label, ("628 papers", "628"), inner), cells)) == cells


def test_unread_bookmarked_and_selected_are_told_without_colour() -> None:
    def start(row: RowView, glyphs: Glyphs = ASCII_GLYPHS) -> str:
        return plain(row_lines(row, 20, 1, glyphs)[0])[:4]

    assert start(RowView("Tea", unread=True)) == " *  "
    assert start(RowView("Tea", bookmarked=True)) == "  ! "
    assert start(RowView("Tea", unread=True, selected=True)) == " +  "
    assert start(RowView("Tea", skipped=True)) == " -  "


def test_metadata_stand_at_the_right_end_of_the_title_s_last_line() -> None:
    row = RowView("茶叶的拓扑学与茶壶的天气预报", "cs.TE", ("新",), ("#music",))
    assert lines_of(row, 30) == ["    茶叶的拓扑学与茶壶的天气预", "    报       #music  新  cs.TE"]


@pytest.mark.parametrize(
    ("title", "most", "shown"),
    [
        ("Tea topology", 3, ["    Tea topology     cs.TE"]),
        ("Tea topologies bcd", 3, ["    Tea topologies bcd", "                     cs.TE"]),  # a line is left
        ("Tea topologies bcd", 1, ["    Tea topologies…  cs.TE"]),  # none is: the title gives way
        ("Teapots of Xanadoodletopias abcde", 2, ["    Teapots of       cs.TE", "    Xanadoodletopias abcde"]),
    ],
)
def test_the_category_always_has_a_place(title: str, most: int, shown: list[str]) -> None:
    assert [line.rstrip() for line in lines_of(RowView(title, "cs.TE"), 26, most)] == shown


@given(st.text("abc 茶壶的", min_size=1, max_size=90), st.integers(28, 60), st.integers(1, 3))
def test_every_row_says_its_category(title: str, cells: int, most: int) -> None:
    assert any("cs.TE" in line for line in lines_of(RowView(title, "cs.TE", ("new",), ("#tea",)), cells, most))


def test_a_heading_says_of_its_papers_what_there_is_room_for() -> None:
    heading = Heading("Friday", ("482 papers · 137 unread", "482 · 137 unread", "482"))
    assert [plain(heading_line(heading, cells)).split("  ")[-1].strip() for cells in (40, 28, 14)] == list(
        heading.papers
    )
    assert plain(heading_line(heading, 9)) == " Friday  "


def test_metadata_give_way_to_the_title_the_category_last() -> None:
    row = RowView("Tea", "cs.TE", ("updated v2", "+2 channels"), ("#green-tea",))
    assert [lines_of(row, cells)[0] for cells in (38, 26, 22, 14)] == [
        "    Tea  #green-tea  updated v2  cs.TE",
        "    Tea  #green-tea  cs.TE",
        "    Tea  #gree…  cs.TE",
        "    Tea  cs.TE",
    ]


@pytest.mark.parametrize("cells", [4, 5, 9])
def test_a_match_is_marked_where_it_is_shown(cells: int) -> None:
    row = RowView("abc teapot", title_hits=((4, 10),))
    line = row_lines(row, cells + 4, 1, Glyphs())[0]
    hit = "".join(span.text for span in line if span.hit)
    assert hit == "teapot"[: max(cells - 4, 0)] if cells >= 10 else cell_len(hit) <= max(cells - 4, 0)


def test_a_match_is_marked_on_whatever_line_it_comes_to_stand() -> None:
    row = RowView("abc teapot kettle", title_hits=((4, 10), (11, 17)))
    lines = row_lines(row, 14, 3, Glyphs())
    assert [[span.text for span in line if span.hit] for line in lines] == [["teapot"], ["kettle"]]
