"""The reading list shows the digest's text, whatever it looks like to Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.export.fields import ABSTRACTS, FIELDS
from reader.export.formats import Grouping, Options, render
from reader.export.markdown import escaped
from reader.model import MarkedPaper, Marks, Texts
from reader.text.safe import printable
from tests.export.invented import PAPERS, PLAIN, paper


def shown(markdown: str) -> str:
    """What a reader of rendered CommonMark sees of one paragraph."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"]), tokens
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no list",
        "1. no list",
        "2) no list",
        "> no quote",
        "--- no rule",
        "=== no heading",
        "a [link](x) ![image](y) <b>tag</b> <https://example.org>",
        "*a* _b_ **c** `d` ~~e~~ a_b_c __init__",
        "a | b | c and &amp; &#35; $5 to $10 \\ end\\",
        "``` no fence",
        "[cs.LG]: not a definition",
    ],
)
def test_nothing_in_a_text_is_markup(text: str) -> None:
    assert shown(escaped(text)) == text


@given(st.text(alphabet=st.sampled_from("ab1 #*_-+=>.()[]!<&;|~`$\\:\"'/中，")))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    line = " ".join(printable(text).split())
    assert shown(escaped(line)) == line


def headings(grouping: Grouping) -> list[str]:
    text = "".join(render(PAPERS, "markdown", Options(grouping=grouping)))
    return [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]


def test_lists_are_divided_as_asked() -> None:
    assert headings(Grouping.NONE) == []
    assert headings(Grouping.DAY) == ["2026-08-14", "none"]
    assert headings(Grouping.CATEGORY) == ["cs.SD", "none"]
    assert headings(Grouping.TAG) == ["birds", "夜间", "a b,c", "{x", "none"]


def test_abstracts_may_be_left_out() -> None:
    text = "".join(render([PLAIN], "markdown", Options(fields=frozenset(FIELDS) - ABSTRACTS)))
    assert "猫头鹰的叫声" in text
    assert "We teach owls" not in text


def test_each_paper_is_one_list_item_however_nasty_its_note() -> None:
    note = "# heading\n\n---\n- item\n    code\n```\nfence"
    marked = MarkedPaper(paper("2608.00017", Texts(title_en="t")), Marks(note=note))
    tokens = MarkdownIt("commonmark").parse("".join(render([marked], "markdown", Options())).partition("# ")[2])
    kinds = [token.type for token in tokens if token.level and token.nesting > 0]
    assert set(kinds) == {"list_item_open", "paragraph_open"}
