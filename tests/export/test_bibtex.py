"""BibTeX entries can be read by a real parser, and say what arXiv's own entries say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string  # type: ignore[import-untyped]  # pybtex declares no types

from reader.export.formats import Options, render
from reader.model import Lang, MarkedPaper, Marks, Texts
from tests.export.invented import BARE, NASTY, PAPERS, PLAIN, paper

UNPRINTED = {"title_zh", "author_original", "abstract", "annote", "keywords"}


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
    assert "titleaddon" not in {*both, *en}
    assert "title_zh" not in en
    assert "owls" not in zh["abstract"]
    assert zh["titleaddon"].startswith("OwlNet：")
    assert both["title_zh"] == zh["titleaddon"]
    assert zh["title"] == en["title"]


def test_a_category_that_is_none_breaks_nothing() -> None:
    odd = MarkedPaper(paper("2608.00018", Texts(title_en="t"), category="cs.{\\input"))
    assert list(entries(odd, PLAIN)) == ["arxiv2608_00018", "arxiv2608_00017"]
    assert "\\input" not in "".join(render([odd], "bibtex"))


def test_a_cut_abstract_says_so() -> None:
    assert entries(PLAIN, lang=Lang.EN)["arxiv2608_00017"].fields["abstract"].endswith("of \\$10 […]")


@pytest.mark.parametrize("end", ["\\url{https://gith", "$O(\\frac{a", "{open", "\\textcolor{blac"])
def test_a_cut_inside_a_group_or_formula_is_shown_too(end: str) -> None:
    cut = MarkedPaper(paper("2608.00018", Texts(abstract_en=f"Owls hoot at {end}"), cut=True))
    assert entries(cut)["arxiv2608_00018"].fields["abstract"].endswith(" […]")


def test_no_field_that_styles_print_holds_chinese_unless_it_is_asked_for() -> None:
    only_chinese = MarkedPaper(paper("2608.00018", Texts(title_zh="猫头鹰"), authors=("李小明", "Ada Owl")))
    fields = entries(only_chinese).popitem()[1].fields
    printed = {name: value for name, value in fields.items() if name not in UNPRINTED}
    assert all(map(str.isascii, printed.values())), printed
    assert fields["title_zh"] == "猫头鹰"
    assert fields["author_original"] == "李小明; Ada Owl"
    assert entries(only_chinese, lang=Lang.ZH).popitem()[1].fields["title"] == "猫头鹰"


AUTHORS = [
    ("Anna M. van der Berg", "van der Berg, Anna M."),
    ("Ada Owl Jr.", "Owl, Jr., Ada"),
    ("Owl, Ada", "Owl, Ada"),
    ("José Ångström-O'Neill", r"{\r{A}}ngstr{\"o}m-O'Neill, Jos{\'e}"),
    ("ATLAS Collaboration", "{ATLAS Collaboration}"),
    ("Plato", "{Plato}"),
    ("Salt and Pepper Group", "{Salt and Pepper Group}"),
]


@pytest.mark.parametrize(("name", "written"), AUTHORS)
def test_names_are_turned_round_and_groups_kept_together(name: str, written: str) -> None:
    text = "".join(render([MarkedPaper(paper("2608.00018", Texts(), authors=(name,)))], "bibtex"))
    assert f"  author        = {{{written}}},\n" in text


def test_an_entry_without_authors_has_a_key_to_sort_by() -> None:
    assert entries(PLAIN)["arxiv2608_00017"].fields["key"] == "OwlNet Learning to Hoot with"


def test_the_key_keeps_what_authors_set_as_a_formula() -> None:
    marked = MarkedPaper(paper("2608.00018", Texts(title_en=r"$\texttt{Se}^2$: $\textit{Se}$quential Example")))
    assert entries(marked)["arxiv2608_00018"].fields["key"] == "Se2 Sequential Example"


def test_the_flavour_for_biblatex_has_its_fields() -> None:
    text = "".join(render([PLAIN], "biblatex"))
    fields = parse_string(text, "bibtex").entries["arxiv2608_00017"].fields
    assert text.startswith("@online{")
    assert (fields["eprint"], fields["eprinttype"], fields["eprintclass"]) == ("2608.00017", "arxiv", "cs.SD")
    assert fields["date"] == "2026-08"
    assert not {"year", "month", "archivePrefix"} & {*fields}


titles = st.one_of(st.text(), st.text(alphabet='\\{}$%&#_^~"@,= aB中'))


@given(titles, titles, titles)
def test_any_paper_makes_an_entry_that_can_be_read(title: str, note: str, tag: str) -> None:
    texts = Texts(title_en=title or None, title_zh=title or None, abstract_en=note or None)
    marked = MarkedPaper(paper("2608.00017", texts), Marks(tags=(tag,), note=note))
    text = "".join(render([marked, NASTY, BARE], "bibtex", Options()))
    assert len(parse_string(text, "bibtex").entries) == 3
    assert not re.search(r"(?<!\\)[%#&]", text)


def test_chinese_in_a_formula_of_an_abstract_is_kept() -> None:
    texts = Texts(title_en="Owls", abstract_zh=r"按照$\textit{优先附加}$规则，$x^2$。")
    fields = entries(MarkedPaper(paper("2608.00018", texts)))["arxiv2608_00018"].fields
    assert fields["abstract"] == r"按照优先附加规则，$x^{2}$。"


def test_angle_brackets_are_written_so_that_biber_leaves_them_alone() -> None:
    """It makes characters of them, which pdflatex prints as < and >, and not at all behind a size."""
    title = r"On $\langle k\rangle$ and $\bigl\langle A\bigr\rangle$"
    marked = MarkedPaper(paper("2608.00021", Texts(title_en=title)))
    assert r"\langle k\rangle" in "".join(render([marked], "bibtex"))
    text = "".join(render([marked], "biblatex"))
    assert r'{$\delimiter"426830A k\delimiter"526930B $}' in text
    assert r'{$\bigl{\delimiter"426830A }A\bigr{\delimiter"526930B }$}' in text
    assert "angle" not in text
