from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.text.safe import printable
from reader.tui.choices import Choice, choice_lines, matching
from reader.tui.rows import Glyphs
from reader.tui.spans import Role, line_width

CHOICES = (
    Choice("bookmark", "Bookmark", "Keep the paper.", "b", "Keep"),
    Choice("bookmarks", "收藏夹", "Bookmarked papers only.", "B", "Find"),
    Choice("export", "Export", "Write papers to a file.", "x", "Keep"),
)


def test_every_word_that_is_typed_must_be_found_somewhere() -> None:
    assert [choice.id for choice in matching(CHOICES, "paper file")] == ["export"]
    assert [choice.id for choice in matching(CHOICES, "")] == ["bookmark", "bookmarks", "export"]
    assert matching(CHOICES, "nothing of the kind") == []


def test_a_label_that_begins_with_what_was_typed_comes_first() -> None:
    assert next(choice.id for choice in matching(CHOICES, "EXP")) == "export"
    assert next(choice.id for choice in matching(CHOICES, "收藏")) == "bookmarks"


def test_headings_stand_where_the_group_changes_and_are_no_choice() -> None:
    numbers = [number for _, number in choice_lines(CHOICES, 60, Glyphs())]
    assert numbers == [None, 0, None, None, 1, None, None, 2]


@given(st.lists(st.text(max_size=20).map(printable), min_size=4, max_size=4), st.integers(20, 90))
def test_lines_of_choices_keep_to_their_width(texts: list[str], cells: int) -> None:
    label, about, keys, group = texts
    for line, _ in choice_lines([Choice("a", label, about, keys[:8], group), *CHOICES], cells, Glyphs()):
        assert line_width(line) <= cells


def test_what_a_command_does_is_said_in_full_in_a_narrow_window_too() -> None:
    said = "One step back: from the paper to the list, from a search to what was shown before it."
    choices = [Choice("back", "Back", said, "Esc  h", "Move"), *CHOICES]
    lines = [line for line, number in choice_lines(choices, 56, Glyphs()) if number == 0]
    assert len(lines) > 1
    words = " ".join(span.text for line in lines for span in line if span.role is Role.META)
    assert " ".join(words.split()) == said


def test_a_name_is_not_cut_beside_what_needs_little_room() -> None:
    choice = Choice("is:new", "New since the last visit", "is:new", papers="51,759")
    assert "New since the last visit" in "".join(span.text for span in choice_lines([choice], 56, Glyphs())[0][0])


def test_how_many_papers_there_are_stands_beside_the_name_before_what_is_said_about_it() -> None:
    lines = choice_lines([Choice("in:cs.AI", "cs.AI", "in:cs.AI", papers="1,299")], 60, Glyphs())
    assert "".join(span.text for span in lines[0][0]).startswith("   cs.AI  1,299  in:cs.AI")
