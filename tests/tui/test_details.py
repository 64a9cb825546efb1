"""What the paper's pane says of authors, venue, code, keywords and sections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reader.model import Author, Details, EarlierText, Lang, Link, LinkKind, MarkedPaper, Marks, Section
from reader.tui.document import paper_document
from reader.tui.side_documents import appearances_document
from tests.tui.test_document import PAPER, lines, options

MANY = tuple(Author(name) for name in ("Ada Beispiel", "Bo Muster", "Cy Sample", "Di Modelo", "Wei Li"))
TOLD = Details(
    authors=MANY,
    categories=("cs.TE", "cs.PO"),
    comment="12 pages, to appear in Proc. Tea 2026",
    doi="10.1000/kettle",
    links=(Link(LinkKind.CODE, "https://github.com/ada/kettle"), Link(LinkKind.PROJECT, "https://kettle.example/")),
    keywords=("kettles", "boiling"),
    submitted=date(2026, 8, 18),
)


def shown(details: Details, lang: Lang = Lang.EN, cells: int = 76) -> list[str]:
    return lines(paper_document(MarkedPaper(replace(PAPER, details=details)), options(lang), cells))


def test_three_authors_and_the_last_are_named_and_a_key_for_all_of_them() -> None:
    assert "Ada Beispiel, Bo Muster, Cy Sample … Wei Li  5 authors i" in shown(TOLD)


def test_four_authors_are_all_named() -> None:
    assert "Ada Beispiel, Bo Muster, Cy Sample, Di Modelo" in shown(Details(authors=MANY[:4]))


def test_venue_code_and_keywords_have_a_line_each_below_the_metadata() -> None:
    text = shown(TOLD)
    at = next(number for number, line in enumerate(text) if line.startswith("2608.00001"))
    assert text[at + 1 : at + 4] == [
        "12 pages, to appear in Proc. Tea 2026",
        "Code  github.com/ada/kettle",
        "Keywords  kettles · boiling",
    ]


def test_a_journal_says_more_than_the_comment() -> None:
    text = shown(replace(TOLD, journal="J. Tea 12 (2026) 3-9"))
    assert "J. Tea 12 (2026) 3-9" in text
    assert "12 pages, to appear in Proc. Tea 2026" not in text


def test_a_paper_that_nothing_more_is_told_of_looks_as_it_always_did() -> None:
    text = shown(Details())
    assert text[2] == ""
    assert text[3].startswith("2608.00001")
    assert text[4] == ""


def test_sections_stand_under_their_names_in_the_language_that_is_read() -> None:
    told = Details(
        sections=(Section(Lang.ZH, "动机", "水壶很重要。"), Section(Lang.EN, "Motivation", "Kettles matter."))
    )
    english, chinese = shown(told), shown(told, Lang.ZH)
    assert english[english.index("Motivation") + 1] == "Kettles matter."
    assert "动机" not in english
    assert chinese[chinese.index("动机") + 1] == "水壶很重要。"


def test_an_abstract_that_is_nothing_but_the_sections_is_shown_once() -> None:
    parts = (Section(Lang.ZH, "动机", "我们研究水壶。"), Section(Lang.ZH, "结果", "我们证明水壶会烧开。"))
    text = "".join(shown(Details(sections=parts), Lang.ZH))
    assert text.count("我们研究水壶。") == 1
    assert "动机" in text


def test_the_page_about_a_paper_has_all_authors_and_all_that_is_told() -> None:
    authors = (Author("Ada Beispiel", ("Institute of Tea", "Kettle Lab")), *MANY[1:])
    marked = MarkedPaper(replace(PAPER, details=replace(TOLD, authors=authors)))
    text = lines(appearances_document(marked, (), options(Lang.EN), 80))
    assert "Ada Beispiel  Institute of Tea; Kettle Lab" in text
    assert "Wei Li" in text
    assert "Submitted  18 Aug" in text
    assert "DOI  10.1000/kettle" in text
    assert "Project page  kettle.example" in text


def test_a_note_is_called_a_note() -> None:
    text = lines(paper_document(MarkedPaper(PAPER, Marks(note="Ask Bo\nabout steam")), options(Lang.EN), 60))
    at = text.index("Note")
    assert text[at + 1 : at + 3] == ["Ask Bo", "about steam"]


def test_of_an_update_whose_earlier_text_was_never_seen_that_is_said() -> None:
    text = lines(appearances_document(MarkedPaper(PAPER), (), options(Lang.EN), 80))
    assert "The text before the update is not known." in text


def test_of_a_new_paper_nothing_is_said_about_earlier_texts() -> None:
    new = replace(PAPER, version=1, appearances=PAPER.appearances[:1])
    text = lines(appearances_document(MarkedPaper(new), (), options(Lang.EN), 80))
    assert "The text before the update is not known." not in text


def test_of_an_update_that_changed_no_word_that_is_said() -> None:
    earlier = (EarlierText(1, date(2026, 8, 19), PAPER.texts),)
    text = lines(appearances_document(MarkedPaper(PAPER), earlier, options(Lang.EN), 80))
    assert text[text.index("Changed since v1, 19 Aug") + 1] == "Title and abstract say the same."


def test_sections_in_the_language_that_is_read_come_before_an_abstract_in_the_other_one() -> None:
    told = Details(sections=(Section(Lang.ZH, "动机", "水壶很重要。"),))
    english_only = replace(PAPER, texts=replace(PAPER.texts, abstract_zh=None), details=told)
    for lang in (Lang.ZH, Lang.BOTH):
        text = lines(paper_document(MarkedPaper(english_only), options(lang), 76))
        assert text.index("动机") < text.index("Abstract")
        assert not any(line.startswith("There is no Chinese") for line in text)
