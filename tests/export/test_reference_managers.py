"""RIS and CSL-JSON as Zotero and others read them."""

from __future__ import annotations

import json

import pytest

from reader.export.formats import Options, render
from reader.export.texts import submitted
from reader.model import Lang, MarkedPaper, Marks, Texts
from tests.export.invented import NASTY, PAPERS, PLAIN, paper


def ris(lang: Lang = Lang.BOTH) -> list[list[tuple[str, str]]]:
    records = "".join(render(PAPERS, "ris", Options(lang=lang))).split("\r\n\r\n")[:-1]
    return [[(line[:2], line[6:]) for line in record.split("\r\n")] for record in records]


def test_ris_fields_are_one_line_each_and_records_end() -> None:
    for record in ris():
        assert record[0] == ("TY", "UNPD")
        assert record[-1] == ("ER", "")
        assert all(tag.isalnum() and tag.isupper() and "\n" not in value for tag, value in record)


def test_ris_keeps_tags_and_notes() -> None:
    record = ris()[0]
    assert [value for tag, value in record if tag == "KW"] == ["birds", "夜间"]
    assert [value for tag, value in record if tag == "N1"][1:] == [
        "中文标题：OwlNet：以O(n log n)代价学习鸣叫",
        "Read again.<br/>Compare with the crow paper, p. 3.",
    ]
    assert "N1" in dict(ris(Lang.EN)[0])


def test_csl_items_are_preprints_for_zotero() -> None:
    item, nasty, bare = json.loads("".join(render(PAPERS, "csl", Options())))
    assert item["type"] == "article"
    assert (item["publisher"], item["number"]) == ("arXiv", "arXiv:2608.00017")
    assert item["issued"] == {"date-parts": [[2026, 8]]}
    assert item["note"] == "arXiv:2608.00017 [cs.SD]\ntitleTranslation: OwlNet：以O(n log n)代价学习鸣叫"
    assert item["annote"] == PLAIN.marks.note
    assert "author" not in item
    assert nasty["DOI"] == "10.48550/arXiv.math.GT/0601001"
    assert bare["title"] == "arXiv:9912.00001"


def test_ids_are_one_a_line() -> None:
    assert "".join(render([PLAIN, NASTY], "ids", Options())) == "2608.00017\nmath.GT/0601001\n"


@pytest.mark.parametrize(
    ("arxiv_id", "month"),
    [
        ("2608.00017", (2026, 8)),
        ("0704.0001", (2007, 4)),
        ("math.GT/0601001", (2006, 1)),
        ("hep-th/9108001", (1991, 8)),
        ("2613.00001", None),
        ("welcome.0001", None),
    ],
)
def test_the_month_of_submission_is_in_the_id(arxiv_id: str, month: tuple[int, int] | None) -> None:
    assert submitted(paper(arxiv_id, Texts())) == month


def test_notes_in_ris_are_no_markup_and_tags_hold_together() -> None:
    marked = MarkedPaper(paper("2608.00018", Texts()), Marks(tags=("a; b",), note="<b>5 < 6</b> & more\nType: dataset"))
    text = "".join(render([marked], "ris"))
    assert "N1  - &lt;b&gt;5 &lt; 6&lt;/b&gt; &amp; more<br/>Type: dataset\r\n" in text
    assert "KW  - a, b\r\n" in text


def test_nothing_of_the_reader_is_in_the_note_that_zotero_obeys() -> None:
    marked = MarkedPaper(paper("2608.00018", Texts()), Marks(note="Type: dataset"))
    (item,) = json.loads("".join(render([marked], "csl")))
    assert item["note"] == "arXiv:2608.00018"


def test_authors_are_people_and_groups() -> None:
    named = paper("2608.00018", Texts(title_en="t"), authors=("Anna M. van der Berg Jr.", "Owl Collaboration"))
    (item,) = json.loads("".join(render([MarkedPaper(named)], "csl")))
    person = {"family": "van der Berg", "given": "Anna M.", "suffix": "Jr."}
    assert item["author"] == [person, {"literal": "Owl Collaboration"}]
    text = "".join(render([MarkedPaper(named)], "ris"))
    assert "AU  - van der Berg, Anna M., Jr.\r\nAU  - Owl Collaboration\r\n" in text
