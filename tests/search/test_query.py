"""The query language: what a query means, and where it goes wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.model import DateRange, Sort
from reader.search.ast import And, Filter, Node, Not, Nothing, Or, Text
from reader.search.query import MAX_LENGTH, Query, parse
from tests.search.invented import TODAY, query


def shown(node: Node | None) -> str:
    """A node in one line, for comparing."""
    if node is None:
        return "everything"
    if isinstance(node, Text):
        words = " ".join(token.term for token in node.tokens)
        marks = ("*" if node.prefix else "") + ("=" if node.exact else "")
        return f"{words}{marks}" + (f"@{node.fields[0]}" if node.fields else "")
    if isinstance(node, Filter):
        value = f"{node.value.first}..{node.value.last}" if isinstance(node.value, DateRange) else node.value
        return f"{node.field}:{value}"
    if isinstance(node, And | Or):
        return f"{type(node).__name__.lower()}({', '.join(map(shown, node.parts))})"
    return f"not({shown(node.part)})" if isinstance(node, Not) else "nothing"


MEANINGS = {
    "": "everything",
    "*": "everything",
    "lantern": "lantern",
    "Lantern KETTLE": "and(lantern, kettle)",
    "lantern AND kettle": "and(lantern, kettle)",
    "a OR b c": "or(a, and(b, c))",
    "a OR b OR c": "or(a, b, c)",
    "(a OR b) c": "and(or(a, b), c)",
    "-a": "not(a)",
    "a -b -(c d)": "and(a, not(b), not(and(c, d)))",
    "--a": "not(a)",
    "NOT a": "not(a)",
    "not a": "and(not, a)",
    "fine-tuning": "fine tuning",
    '"fine tuning"': "fine tuning=",
    "wor*": "wor*=",
    "强化学习": "强 化 学 习",
    "用Kettle的": "用 kettle 的",
    "title:a b": "and(a@title_en, b)",
    "title: a": "a@title_en",
    "title:(a b)": "and(a@title_en, b@title_en)",
    'title:"a b"': "a b=@title_en",
    "标题:a": "a@title_en",
    "摘要：茶": "茶@abstract_en",
    "abs:a tldr:b zh:c en:d": "and(a@abstract_en, b@tldr_en, c@title_zh, d@title_en)",
    "cat:cs.AI": "cat:cs.AI",
    "cat:cs.AI,cs.LG": "or(cat:cs.AI, cat:cs.LG)",
    "cat:(cs.AI OR cs.LG)": "or(cat:cs.AI, cat:cs.LG)",
    "频道：cs.CL": "in:cs.CL",
    "#tea": "tag:tea",
    "＃茶": "tag:茶",
    'tag:"to read"': "tag:to read",
    "tag:#x": "tag:x",
    "note:boil it": "and(note:boil, it)",
    "id:2402.18789v3": "id:2402.18789",
    "id:https://arxiv.org/abs/2402.18789": "id:2402.18789",
    "2402.18789": "or(id:2402.18789, 2402 18789)",
    "https://arxiv.org/pdf/math/0601001v1": "or(id:math/0601001, https arxiv org pdf math 0601001v1)",
    "type:new": "type:new",
    "类型:交叉": "type:cross",
    "is:unread": "is:unread",
    "是:已讀": "is:read",
    "is:bookmarked,unread": "or(is:bookmarked, is:unread)",
    "date:2026-08-14": "date:2026-08-14..2026-08-14",
    "date:2026-08": "date:2026-08-01..2026-08-31",
    "date:2024-02": "date:2024-02-01..2024-02-29",
    "date:2026": "date:2026-01-01..2026-12-31",
    "date:2026-07..2026-08-15": "date:2026-07-01..2026-08-15",
    "date:..2026-08": "date:None..2026-08-31",
    "date:2026-12..": "date:2026-12-01..None",
    "date:7d": "date:2026-08-16..2026-08-22",
    "date:today": "date:2026-08-22..2026-08-22",
    "date:yesterday": "date:2026-08-21..2026-08-21",
    "日期：本周": "date:2026-08-17..2026-08-22",
    "日期:2026年8月14日": "date:2026-08-14..2026-08-14",
    "date:２０２６－０８": "date:2026-08-01..2026-08-31",
    "（a OR b） c": "and(or(a, b), c)",
    "“a b”": "a b=",
    "「a b」": "a b=",
    "机器＊": "机 器=",
    "－a": "not(a)",
    "BERT:Pre-training": "bert pre training",
    "LLaMA: open": "and(llama, open)",
    "a & b": "and(a, b)",
    "&": "nothing",
    "😀": "nothing",
    "a.*b[c]": "a b c",
    "\x00\x1b": "everything",
    "OR": "everything",
    "- OR": "everything",
    "()": "everything",
    "@": "everything",
    "#": "everything",
    "recall@10": "recall 10",
    "@mine": "tag:x",
    "@MINE a": "and(tag:x, a)",
    "@both": "and(tag:x, kettle)",
}
SAVED = {"mine": "#x", "Both": "@mine kettle", "loop": "a @loop", "broken": "date:soon"}


@pytest.mark.parametrize("text", MEANINGS)
def test_a_query_means(text: str) -> None:
    assert shown(query(text, saved=SAVED).root) == MEANINGS[text]


UNFINISHED = {
    "lan": "lan*",
    "lan ": "lan",
    "a lan": "and(a, lan*)",
    "fine-": "fine",
    "fine-t": "fine t*",
    '"graph neu': "graph neu*=",
    '"graph neural"': "graph neural=",
    "“图神": "图 神=",
    "(a b": "and(a, b*)",
    "a OR": "a",
    "a -": "a",
    "title:": "everything",
    "a title:": "a",
    "date:2026-0": "everything",
    "is:unr": "everything",
    "is:read,unr": "is:read",
    "is:已": "everything",
    "@min": "everything",
    "强化": "强 化",
}


@pytest.mark.parametrize("text", UNFINISHED)
def test_what_is_not_finished_yet_is_no_error(text: str) -> None:
    assert shown(query(text, saved=SAVED, typing=True).root) == UNFINISHED[text]


ERRORS = {
    '"a b': (0, 1, "quote"),
    "kettle (a b": (7, 1, "never closed"),
    "a ) b": (2, 1, "closes nothing"),
    "kettle date:soon": (7, 9, "2026-08-14"),
    "date:2026-13": (0, 12, "no date"),
    "date:2026-02-30": (0, 15, "no date"),
    "type:old": (0, 8, "new, cross, replace"),
    "is:gone kettle": (0, 7, "bookmarked"),
    "title:": (0, 6, "needs a value"),
    "@nobody": (0, 7, "nobody"),
    "a @loop": (2, 5, "leads back to itself"),
    "@broken": (0, 7, "soon"),
    "(" * 60: (40, 1, "too deep"),
    "x" * (MAX_LENGTH + 5): (MAX_LENGTH, 5, "2000 characters"),
}


@pytest.mark.parametrize("text", ERRORS)
def test_an_error_says_what_is_wrong_and_where(text: str) -> None:
    position, length, words = ERRORS[text]
    with pytest.raises(QueryError) as caught:
        query(text, saved=SAVED)
    assert words in str(caught.value)
    assert (caught.value.position, caught.value.length) == (position, length)
    assert "\n" not in str(caught.value)


def test_errors_before_the_end_are_told_while_typing_too() -> None:
    for text in ("date:soon kettle", "is:gone k", "a) b", "@nobody k"):
        with pytest.raises(QueryError):
            query(text, typing=True)


@pytest.mark.parametrize("text", ["is:foo", "is:read,foo", "is:un,read", "date:xx", "date:2026-13", "type:z", "@nob"])
def test_a_last_value_that_no_letter_can_make_whole_is_told_while_typing(text: str) -> None:
    with pytest.raises(QueryError):
        query(text, saved=SAVED, typing=True)


DATES = (
    *("2026-08-14", "2026-11-30", "2026-02-03", "20260814", "20261231", "2026/8/4", "2026.08.14", "2026年8月14日"),
    *("2026-07..2026-08-15", "..2026-08-15", "2026-07..", "2026-07至2026-08", "7d..today", "3个月", "1000天", "12w"),
    *("today", "yesterday", "week", "今天", "这个月", "..yesterday", "2026-12-31..今天"),
)


@pytest.mark.parametrize("whole", DATES)
def test_no_beginning_of_a_date_is_an_error_while_it_is_typed(whole: str) -> None:
    for end in range(1, len(whole) + 1):
        query(f"date:{whole[:end]}", typing=True)


REMARKS = {
    "titel:kettle": (0, 5, '"title:"'),
    "tea OR catg:cs.AI": (7, 4, '"cat:"'),
    "BERT:A study": (0, 4, '"BERT"; it is searched for as text'),
    "方法:茶": (0, 2, '"方法"; it is searched for as text'),
}


@pytest.mark.parametrize("text", REMARKS)
def test_a_word_before_a_colon_that_is_no_field_is_text_and_is_said(text: str) -> None:
    found = query(text)
    position, length, words = REMARKS[text]
    (remark,) = found.remarks
    assert words in str(remark)
    assert (remark.position, remark.length) == (position, length)
    assert any(part.raw.startswith(text[position : position + length]) for part in found.texts())


TITLES = ["BERT: a study", "https://arxiv.org/abs/2401.00001", "title:BERT", "a 3:2 ratio", "x:"]


@pytest.mark.parametrize("text", TITLES)
def test_what_stands_before_a_colon_in_a_title_or_an_address_is_no_field_and_nothing_is_said(text: str) -> None:
    assert query(text, typing=True).remarks == ()


def test_a_query_is_narrowed_as_a_tree_so_that_no_operator_reaches_over() -> None:
    narrowed = query("tea OR coffee").narrowed(query("kettle | pot"), query("is:unread"))
    assert shown(narrowed.condition) == "and(or(tea, coffee), and(or(kettle, pot), is:unread))"
    assert narrowed.text == "tea OR coffee"
    assert [text.raw for text in narrowed.texts()] == ["tea", "coffee"]
    assert [text.raw for text in narrowed.wanted()] == ["tea", "coffee", "kettle", "pot"]


def test_an_open_quote_does_not_swallow_what_narrows_the_query() -> None:
    narrowed = query('tea "hot wat', typing=True).narrowed(query("is:unread"))
    assert shown(narrowed.condition) == "and(and(tea, hot wat*=), is:unread)"


def test_everything_narrowed_is_what_narrows_it_and_takes_its_order() -> None:
    narrowed = query("").narrowed(query("is:unread sort:date"))
    assert shown(narrowed.condition) == "is:unread"
    assert narrowed.sort is Sort.DATE
    assert query("tea").narrowed(query("")).condition == query("tea").condition
    assert query("").narrowed().is_everything


def test_a_query_says_whether_it_has_text_and_how_to_sort() -> None:
    assert query("").is_everything
    assert query("sort:date").is_everything
    assert not query("is:unread").is_everything
    assert not query("is:unread -kettle").has_text
    assert query("is:unread OR kettle").has_text
    assert query("kettle sort:date").sort is Sort.DATE
    assert query("排序:相关 kettle").sort is Sort.RELEVANCE
    assert query("kettle").sort is None


def test_pieces_know_where_they_were_typed() -> None:
    read = query('ab title:"c d" -e 茶壶')
    assert [(text.raw, text.start, text.length) for text in read.texts()] == [
        ("ab", 0, 2),
        ("c d", 9, 5),
        ("茶壶", 18, 2),
    ]
    tokens = [token for text in read.texts() for token in text.tokens]
    assert [read.text[token.start : token.end] for token in tokens] == ["ab", "c", "d", "茶", "壶"]


def test_neighbouring_words_may_be_written_together() -> None:
    left, right = query("fine tuning").texts()
    assert left.joins == right.joins == (("finetuning", False),)
    assert all(not text.joins for text in query("fine OR tuning").texts())
    assert all(not text.joins for text in query('"fine" tuning').texts())
    assert all(not text.joins for text in query("a b").texts())


def read_or_refused(text: str, typing: bool) -> Query | QueryError:
    try:
        return parse(text, today=TODAY, typing=typing, saved=SAVED)
    except QueryError as error:
        return error


@given(st.text(max_size=60) | st.text(alphabet='ab"()-*#@:,.: 茶壶ORtile《》“”（）', max_size=40), st.booleans())
def test_any_text_is_read_or_refused_with_a_place(text: str, typing: bool) -> None:
    read = read_or_refused(text, typing)
    if isinstance(read, QueryError):
        assert 0 <= read.position <= len(text)
        assert read.length >= 1
    else:
        assert all(0 <= piece.start < piece.start + piece.length <= len(text) for piece in read.texts())


def test_no_heavy_module_is_imported_for_reading_a_query() -> None:
    code = "import sys, reader.search.query, reader.search.highlight, reader.search.protocol; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "whoosh", "textual", "sqlite3"} & set(modules)


def test_a_query_of_unsearchable_signs_is_nothing_not_everything() -> None:
    assert isinstance(query("???").root, Nothing)
