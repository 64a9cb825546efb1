from __future__ import annotations

import pytest

from reader.tui.lines import ends
from reader.tui.spans import Line, Role, Span, line_width

KEYS: list[Line] = [
    (Span(" Enter", Role.KEY), Span(" Read  ", Role.META)),
    (Span(" c", Role.KEY), Span(" Language  ", Role.META)),
    (Span(" ?", Role.KEY), Span(" Help  ", Role.META)),
]


def drawn(said: str, cells: int) -> str:
    line = ends(KEYS, (Span(said, Role.TEXT),), cells)
    assert line_width(line) <= cells
    return "".join(span.text for span in line)


def test_the_key_for_help_stays_whole_however_long_a_message_is() -> None:
    assert drawn("Saved.", 40).startswith(" Enter Read   ? Help  ")
    assert drawn("The list shows everything: search first.", 46).startswith(" ? ")
    assert drawn("信息" * 60, 80).startswith(" ? ")


@pytest.mark.parametrize("cells", range(8, 60))
def test_no_name_of_a_key_is_cut(cells: int) -> None:
    left = drawn("a message of some length", cells).partition("a m")[0]
    assert "…" not in left
    assert left.strip() in {"?", "? Help", "Enter Read   ? Help", "Enter Read   c Language   ? Help"}


def test_a_single_part_is_shortened_rather_than_left_out() -> None:
    assert "".join(span.text for span in ends([(Span("a title", Role.TITLE),)], (), 5)) == "a ti…"
