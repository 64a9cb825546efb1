from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.text.safe import printable
from reader.tui.spans import Role, Span, line_width
from reader.tui.typeset import GUTTER, Block, Pair, SetDocument, SetLine, column_cells, paragraph, set_document

TEXT = st.text(max_size=120).map(printable)


def shown(document: SetDocument, number: int) -> str:
    """All that the lines show of one paragraph."""
    return "".join(
        span.text for line in document.lines for piece in line if piece.paragraph == number for span in piece.spans
    )


def set_width(line: SetLine) -> int:
    """Cells a set line takes."""
    return max((piece.at + line_width(piece.spans) for piece in line), default=0)


def squeezed(text: str) -> str:
    return text.replace(" ", "")


@given(st.lists(TEXT, max_size=4), st.integers(4, 50), st.booleans())
def test_no_text_is_lost_and_no_line_is_too_wide(texts: list[str], cells: int, bar: bool) -> None:
    document = set_document([paragraph(text, gap=1, bar=bar) for text in texts], cells)
    assert document.paragraphs == tuple(texts)
    for number, text in enumerate(texts):
        assert squeezed(shown(document, number)) == squeezed(text)
    assert all(set_width(line) <= cells for line in document.lines)


@given(TEXT, TEXT, st.integers(9, 80))
def test_side_by_side_loses_nothing_and_keeps_to_its_columns(left: str, right: str, cells: int) -> None:
    document = set_document([Pair(paragraph(left), paragraph(right))], cells)
    assert squeezed(shown(document, 0)) == squeezed(left)
    assert squeezed(shown(document, 1)) == squeezed(right)
    assert all(set_width(line) <= cells for line in document.lines)


def test_the_left_column_is_copied_before_the_right_one() -> None:
    pairs = [Pair(paragraph("一。"), paragraph("One.")), Pair(paragraph("二。"), paragraph("Two."), gap=1)]
    assert set_document(pairs, 40).paragraphs == ("一。", "二。", "One.", "Two.")


def test_sentences_side_by_side_begin_on_the_same_line() -> None:
    pairs = [
        Pair(paragraph("一" * 15), paragraph("One.")),
        Pair(paragraph("二"), paragraph("Two.")),
    ]
    lines = set_document(pairs, 45).lines
    second = next(line for line in lines if any(piece.paragraph == 1 for piece in line))
    assert any(piece.paragraph == 3 for piece in second)


def test_a_match_is_marked_across_a_line_break_and_across_parts() -> None:
    block = Block((Span("green ", Role.META), Span("teapot", Role.TEXT)), hits=((3, 9),))
    document = set_document([block], 8)
    hits = [span.text for line in document.lines for piece in line for span in piece.spans if span.hit]
    assert "".join(hits) == "entea"


def test_each_span_knows_its_place_in_its_paragraph() -> None:
    document = set_document([paragraph("茶壶里的风暴与杯子", hits=((2, 4),))], 8)
    for line in document.lines:
        for piece in line:
            for span in piece.spans:
                assert document.paragraphs[piece.paragraph][span.at :].startswith(span.text)


def test_the_left_column_takes_what_chinese_needs_beside_english() -> None:
    for cells in (72, 90, 120, 150):
        left, right = column_cells(cells)
        assert left + right + GUTTER == cells
        assert 0.40 <= (left + GUTTER / 2) / cells <= 0.44


def test_a_short_sentence_beside_a_long_one_leaves_no_gap_where_the_next_one_makes_up_for_it() -> None:
    pairs = [
        Pair(paragraph("一。"), paragraph("one " * 40), gap=1),
        Pair(paragraph("二" * 60), paragraph("two"), gap=1),
        Pair(paragraph("三" * 10), paragraph("three " * 8), gap=1),
    ]
    document = set_document(pairs, 85)
    assert document.paragraphs == ("一。" + "二" * 60, "三" * 10, "one " * 40 + "two", "three " * 8)


def test_a_summary_is_never_joined_to_the_abstract_below_it() -> None:
    pairs = [
        Pair(paragraph("一。", bar=True), paragraph("one " * 40, bar=True), gap=1),
        Pair(paragraph("二" * 60), paragraph("two"), gap=1),
    ]
    assert len(set_document(pairs, 85).paragraphs) == 4


def test_matches_stay_where_they_are_when_sentences_are_joined() -> None:
    pairs = [
        Pair(paragraph("一。"), paragraph("one " * 40, hits=[(0, 3)]), gap=1),
        Pair(paragraph("二" * 60), paragraph("two", hits=[(0, 3)]), gap=1),
    ]
    document = set_document(pairs, 85)
    hits = [span.text for line in document.lines for piece in line for span in piece.spans if span.hit]
    assert hits == ["one", "two"]


SENTENCES = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 300)), min_size=1, max_size=12)


@given(SENTENCES, st.integers(72, 170))
def test_no_half_of_a_pair_leaves_a_gap_above_the_next(lengths: list[tuple[int, int]], cells: int) -> None:
    pairs = [Pair(paragraph("字" * zh), paragraph("a " * en), gap=1) for zh, en in lengths]
    lines = set_document(pairs, cells).lines

    def drawn(line: SetLine, right: bool) -> str:
        return "x" if any(piece.paragraph >= 0 and (piece.at > 0) is right for piece in line) else " "

    columns = ["".join(drawn(line, right) for line in lines) for right in (False, True)]
    shortest = min(len(column.rstrip()) for column in columns)
    assert all("   " not in column[:shortest].strip() for column in columns)
