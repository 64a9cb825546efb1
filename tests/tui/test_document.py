"""A paper as lines of text, in each way of reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reader.i18n import translator
from reader.model import Announce, Appearance, Lang, MarkedPaper, Marks, Paper, Texts, Told
from reader.text.cells import cell_len
from reader.tui.document import RenderOptions, paper_document
from reader.tui.side_documents import appearances_document
from reader.tui.spans import Role
from reader.tui.typeset import SetDocument

TEXTS = Texts(
    "A Kettle Theorem",
    "水壶定理",
    "Kettles boil.",
    "水壶会烧开。",
    "Kettles are studied. We prove that they boil. The bound is tight.",
    "我们研究水壶。我们证明水壶会烧开。这个界是紧的。",
)
PAPER = Paper(
    num=1,
    id="2608.00001",
    texts=TEXTS,
    version=2,
    category="cs.TE",
    announce=Announce.REPLACE,
    cut=True,
    listed=20260820,
    first_seen=date(2026, 8, 19),
    last_seen=date(2026, 8, 21),
    appearances=(
        Appearance("cs.TE", date(2026, 8, 19), Announce.NEW, 1),
        Appearance("cs.PO", date(2026, 8, 21), Announce.REPLACE, 2),
    ),
)


def options(lang: Lang, *, language: str = "en", measure: int = 80) -> RenderOptions:
    def highlight(text: str, field: str | None) -> Sequence[tuple[int, int]]:
        at = text.find("boil")
        return [(at, at + 4)] if at >= 0 else []

    return RenderOptions(lang, str, highlight, translator(language), measure, 2026)


def lines(document: SetDocument) -> list[str]:
    """The lines as text, pieces at their places."""
    shown = []
    for line in document.lines:
        text = ""
        for piece in line:
            text += " " * (piece.at - cell_len(text)) + "".join(span.text for span in piece.spans)
        shown.append(text)
    return shown


def text_of(paper: MarkedPaper, lang: Lang, cells: int = 76) -> str:
    return "\n".join(lines(paper_document(paper, options(lang), cells)))


def test_a_paper_in_chinese_has_both_titles_and_no_english_abstract() -> None:
    text = text_of(MarkedPaper(PAPER), Lang.ZH)
    assert text.splitlines()[:2] == ["水壶定理", "A Kettle Theorem"]
    assert "我们研究水壶。" in text
    assert "Kettles are studied" not in text


def test_metadata_stand_on_one_line_with_the_other_channels() -> None:
    assert "2608.00001 v2 · cs.TE · updated · 19 Aug – 21 Aug · also in cs.PO" in text_of(MarkedPaper(PAPER), Lang.EN)


def test_both_languages_stand_side_by_side_where_there_is_room_and_else_sentence_by_sentence() -> None:
    wide = lines(paper_document(MarkedPaper(PAPER), options(Lang.BOTH), 100))
    assert any("我们证明水壶会烧开。" in line and "We prove that they boil." in line for line in wide)
    narrow = lines(paper_document(MarkedPaper(PAPER), options(Lang.BOTH), 60))
    at = narrow.index("我们证明水壶会烧开。")
    assert narrow[at + 1] == "We prove that they boil."


@pytest.mark.parametrize("cells", [60, 100])
def test_no_text_is_left_out_of_the_parallel_view(cells: int) -> None:
    document = paper_document(MarkedPaper(PAPER), options(Lang.BOTH), cells)
    shown = "".join(paragraph for paragraph in document.paragraphs).replace(" ", "")
    for text in (TEXTS.abstract_en, TEXTS.abstract_zh):
        assert text is not None
        for sentence in text.replace("。", "。\n").replace(". ", ".\n").splitlines():
            assert sentence.replace(" ", "") in shown


def test_a_missing_language_is_said_and_the_other_one_shown() -> None:
    paper = MarkedPaper(replace(PAPER, texts=replace(TEXTS, abstract_zh=None)))
    text = text_of(paper, Lang.ZH)
    assert "There is no Chinese text." in text
    assert "Kettles are studied." in text


def test_a_cut_abstract_says_so_with_the_key_that_opens_the_page() -> None:
    assert text_of(MarkedPaper(PAPER), Lang.EN).endswith("The publisher cut the abstract here · o opens the full page")
    assert "publisher" not in text_of(MarkedPaper(replace(PAPER, cut=False)), Lang.EN)


def test_marks_are_shown_with_the_paper_and_a_note_keeps_its_lines() -> None:
    marks = Marks(bookmarked=datetime(2026, 8, 21, tzinfo=UTC), tags=("tea",), note="one\ntwo\x1b[31m")
    text = text_of(MarkedPaper(PAPER, marks), Lang.ZH).splitlines()
    assert "★ bookmarked  #tea" in text
    assert text[text.index("one") + 1] == "two"


def test_the_id_is_a_link_and_matches_are_marked() -> None:
    document = paper_document(MarkedPaper(PAPER), options(Lang.EN), 80)
    spans = [span for line in document.lines for piece in line for span in piece.spans]
    assert [span.link for span in spans if span.role is Role.LINK] == ["https://arxiv.org/abs/2608.00001"]
    assert [span.text for span in spans if span.hit] == ["boil", "boil"]


def test_no_line_is_longer_than_the_measure() -> None:
    document = paper_document(MarkedPaper(PAPER), options(Lang.EN, measure=30), 100)
    assert max(cell_len(line) for line in lines(document)) <= 30


def test_appearances_are_listed_with_day_channel_and_kind() -> None:
    text = lines(appearances_document(MarkedPaper(PAPER), (), options(Lang.EN), 80))
    assert "Wed 19 Aug · cs.TE · new" in text
    assert "Fri 21 Aug · cs.PO · updated v2" in text


def told(english: Told | None, chinese: Told) -> str:
    """What is shown of a paper whose abstracts come from there."""
    return text_of(MarkedPaper(replace(PAPER, cut=False, told=(None, None, None, None, english, chinese))), Lang.BOTH)


def test_a_translation_made_here_says_so_and_whether_it_is_doubtful() -> None:
    english = Told("arXiv", 1, None, cut=False)
    here = Told("translated here: paper-model", 1, date(2026, 11, 25), cut=False)
    assert "Translated here by paper-model, 25 Nov" in told(english, here)
    assert "doubtful" not in told(english, here)
    assert "doubtful" in told(english, replace(here, source="translated here: paper-model (?)"))
    assert "Translated here" not in told(english, replace(here, source="somewhere"))


@pytest.mark.parametrize(
    ("english", "chinese", "said"),
    [
        (Told("a", 2, None, cut=False), Told("b", 1, None, cut=False), "of different versions"),
        (Told("a", 1, None, cut=False), Told("b", 1, None, cut=True), "One of the two abstracts"),
    ],
)
def test_abstracts_that_do_not_say_the_same_are_marked(english: Told, chinese: Told, said: str) -> None:
    assert said in told(english, chinese)
    assert said not in told(english, replace(english, source="b"))


def test_a_paper_that_is_probably_withdrawn_says_so_below_its_titles() -> None:
    withdrawn = replace(PAPER, texts=replace(TEXTS, abstract_en="This paper has been withdrawn by the author."))
    shown = lines(paper_document(MarkedPaper(withdrawn, Marks()), options(Lang.ZH), 60))
    assert shown.index("Probably withdrawn") < next(at for at, line in enumerate(shown) if "水壶会烧开" in line)
    boiled = replace(PAPER, texts=replace(TEXTS, abstract_en="The kettle is withdrawn from the fire."))
    assert "Probably withdrawn" not in lines(paper_document(MarkedPaper(boiled, Marks()), options(Lang.ZH), 60))
