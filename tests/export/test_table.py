"""Spreadsheets read the table whole, and run nothing in it."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.formats import Options, render
from reader.export.table import COLUMNS, harmless
from reader.model import Lang, MarkedPaper, Marks, Texts
from reader.text.safe import printable
from tests.export.invented import PAPERS, paper


def rows(*papers: MarkedPaper, options: Options | None = None) -> list[list[str]]:
    return list(csv.reader(StringIO("".join(render(papers, "csv", options)), newline=""), strict=True))


def test_a_record_a_paper_under_the_keys_of_the_json_format() -> None:
    heading, *records = rows(*PAPERS)
    assert tuple(heading) == COLUMNS
    assert [record[0] for record in records] == ["arXiv:2608.00017", "arXiv:math.GT/0601001", "arXiv:9912.00001"]
    assert {len(record) for record in records} == {len(COLUMNS)}


def test_a_byte_order_mark_is_written_when_asked_for() -> None:
    assert next(iter(render(PAPERS, "csv", Options(byte_order_mark=True)))).startswith("\ufeffid,")


def test_choosing_a_language_leaves_out_the_other_ones_columns() -> None:
    assert not [name for name in rows(options=Options(lang=Lang.EN))[0] if name.endswith("_zh")]
    assert not [name for name in rows(options=Options(lang=Lang.ZH))[0] if name.endswith("_en")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", " =", "\u3000＠", "\n-"])
def test_a_cell_that_looks_like_a_formula_is_only_text(start: str) -> None:
    text = f"{start}1+1"
    marked = MarkedPaper(paper("2608.00017", Texts(title_en=text)), Marks(tags=(text,), note=text))
    record = dict(zip(COLUMNS, rows(marked)[1], strict=True))
    assert {record[name][0] for name in ("title_en", "tags", "note")} == {"'"}


@given(st.text(), st.text(alphabet=st.sampled_from("ab,;\"'\n\r =中\t")))
def test_any_text_stays_in_its_cell(title: str, note: str) -> None:
    marked = MarkedPaper(paper("2608.00017", Texts(title_en=title or None)), Marks(note=note or None))
    heading, record = rows(marked)
    assert len(record) == len(heading)
    assert record[heading.index("note")] == harmless(printable(note, keep_newlines=True))
