"""BibTeX entries can be read by a real parser, and say what arXiv's own entries say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string  # type: ignore[import-untyped]  # pybtex declares no types

from reader.export.bibtex import latex
from reader.export.formats import Options, render
from reader.model import Lang, MarkedPaper, Marks, Texts
from tests.export.invented import BARE, NASTY, PAPERS, PLAIN, paper


def entries(*papers: MarkedPaper, lang: Lang = Lang.BOTH) -> dict[str, Entry]:
    text = "".join(render(papers, "bibtex", Options(lang=lang)))
    return dict(parse_string(text, "bibtex").entries)


def test_keys_are_ascii_and_different_without_authors() -> None:
    assert list(entries(*PAPERS)) == ["arxiv2608_00017", "arxivmath_GT_0601001", "arxiv9912_00001"]


def test_the_eprint_is_found_by_bibtex_by_biber_and_by_zotero() -> None:
    fields = entries(PLAIN)["arxiv2608_00017"].fields
    assert (fields["eprint"], fields["archivePrefix"], fields["eprinttype"]) == ("2608.00017", "arXiv", "arxiv")
    assert (fields["primaryClass"], fields["doi"]) == ("cs.SD", "10.48550/arXiv.2608.00017")
    assert (fields["year"], fields["month"]) == ("2026", "August")


def test_no_author_is_invented() -> None:
    assert all(not entry.persons and "author" not in entry.fields for entry in entries(*PAPERS).values())


def test_marks_are_keywords_and_an_annotation() -> None:
    fields = entries(PLAIN)["arxiv2608_00017"].fields
    assert fields["keywords"] == "birds, 夜间"
    assert fields["annote"].split() == ["Read", "again.", "Compare", "with", "the", "crow", "paper,", "p.", "3."]
    assert "note" not in fields


def test_the_language_chooses_abstract_and_chinese_title() -> None:
    both, en, zh = (entries(PLAIN, lang=lang)["arxiv2608_00017"].fields for lang in (Lang.BOTH, Lang.EN, Lang.ZH))
    assert "猫头鹰" in both["abstract"]
    assert "owls" in both["abstract"]
    assert "猫头鹰" not in en["abstract"]
    assert "titleaddon" not in en
    assert "owls" not in zh["abstract"]
    assert zh["titleaddon"].startswith("OwlNet：")
    assert zh["title"] == en["title"]


LATEX = [
    ("50% of R&D costs $5 & more #1 a_b", r"50\% of R\&D costs \$5 \& more \#1 a\_b"),
    (r"already 50\% and \emph{set}", r"already 50\% and set"),
    (r"at $O(n \log n)$ cost", r"at $O(n \log n)$ cost"),
    (r"a set $\{x\}$ of {a, b}", r"a set $\{x\}$ of \{a, b\}"),
    (r"cut $\frac{a", r"cut a/"),
    (r"bad $50% x_1$ formula", r"bad 50\% x₁ formula"),
    (r"S\~ao Paulo 中文", "São Paulo 中文"),
    ("1 { 2", r"1 \textbraceleft{} 2"),
    ("C:\\x ~ ^", r"C:\textbackslash{}x \textasciitilde{} \textasciicircum{}"),
]


@pytest.mark.parametrize(("text", "escaped"), LATEX)
def test_text_is_escaped_and_formulas_are_kept(text: str, escaped: str) -> None:
    assert latex(text) == escaped


def test_words_with_capitals_inside_are_protected() -> None:
    assert latex("BERT and LLMs for Bayesian GPT-4 a", protect=True) == "{BERT} and {LLMs} for Bayesian {GPT-4} a"
    assert latex(r"An $O(N)$ way", protect=True) == r"An $O(N)$ way"


titles = st.one_of(st.text(), st.text(alphabet='\\{}$%&#_^~"@,= aB中'))


@given(titles, titles, titles)
def test_any_paper_makes_an_entry_that_can_be_read(title: str, note: str, tag: str) -> None:
    texts = Texts(title_en=title or None, title_zh=title or None, abstract_en=note or None)
    marked = MarkedPaper(paper("2608.00017", texts), Marks(tags=(tag,), note=note))
    text = "".join(render([marked, NASTY, BARE], "bibtex", Options()))
    assert len(parse_string(text, "bibtex").entries) == 3
    assert not re.search(r"(?<!\\)[%#&]", text)
