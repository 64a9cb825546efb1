"""What knows papers and announces none: Kaggle's list, BibTeX, CSL-JSON, Semantic Scholar, Zotero."""

from __future__ import annotations

import io
import json
from collections.abc import Container
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import ARXIV, Author, Details, Digest, Entry
from reader.sources.bibtex import fields_in
from reader.sources.content import Origin, read_stream
from reader.sources.facts import day_told
from reader.sources.gathering import ENTRIES_A_DIGEST, Wanted
from reader.sources.limits import LINE_LIMIT
from reader.sources.people import authors_in
from reader.sources.recognition import Form, form_of
from tests.sources.invented import LISTING

KAGGLE = {
    "id": "2402.00001",
    "submitter": "Ana Muster",
    "authors": "Ana Muster (Nowhere), Bo Probe",
    "title": "Teapots\n  of Glass",
    "comments": "9 pages",
    "journal-ref": None,
    "doi": "10.5555/tea.1",
    "report-no": None,
    "categories": "stat.ML cs.LG",
    "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    "abstract": "  We blow teapots\nof glass.\n",
    "versions": [
        {"version": "v1", "created": "Thu, 1 Feb 2024 17:59:59 GMT"},
        {"version": "v2", "created": "Fri, 9 Feb 2024 09:00:00 GMT"},
    ],
    "update_date": "2024-02-12",
    "authors_parsed": [["Muster", "Ana", ""], ["Probe", "Bo", "Jr."], ["李", "小明", ""]],
}

BIBTEX = r"""% Encoding: UTF-8
@string{inv = "Invented"}

@misc{muster2024,
  title = {{Teapots} of {$G_{lass}$}},
  author = {Muster, Ana and Bo Probe and M{\"u}ller, J{\"o}rg and {The Pot Collaboration} and others},
  year = 2024, month = feb, day = 1, eprint = {2402.00001}, archivePrefix = {arXiv}, primaryClass = "stat.ML",
  abstract = {We blow teapots, "of {glass}", 100\% of it.},
  note = inv # { and more}
}
@article{probe1999, title="Old Pots", author={Bo Probe}, journal={arXiv preprint arXiv:hep-th/9901001}, year={1999}}
@article{nowhere2001, title={Elsewhere}, journal={Journal of Cups}, year={2001}}
@article{cups2025, title={Cups}, journal={Journal of Cups}, doi={10.5555/cup.2},
  url={https://arxiv.org/abs/2402.00003v2}, date={2025-03-04}}
@misc{broken, title={never closed
@misc{last2024, title={Last}, eprint={2402.00004}, eprinttype={arxiv}}
"""

CSL = [
    {
        "id": "a",
        "type": "article",
        "title": "Teapots of Glass",
        "URL": "http://arxiv.org/abs/2402.00001",
        "DOI": "10.48550/arXiv.2402.00001",
        "abstract": "We blow teapots.\n\n摘要：我们吹茶壶。",
        "author": [{"family": "Muster", "given": "Ana"}, {"literal": "The Pot Collaboration"}],
        "issued": {"date-parts": [[2024, 2, 1]]},
        "note": "arXiv:2402.00001 [stat.ML]\nversion: 2\ntitleTranslation: 玻璃茶壶",
    },
    {"id": "b", "type": "article-journal", "title": "Elsewhere", "container-title": "Journal of Cups"},
    {
        "id": "c",
        "type": "article-journal",
        "title": "Cups",
        "container-title": "Journal of Cups",
        "number": "arXiv:2402.00003",
        "issued": {"date-parts": [[2025, 3, 4]]},
    },
]

SCHOLAR = {
    "paperId": "abc",
    "externalIds": {"ArXiv": "2402.00001", "DOI": "10.5555/tea.1"},
    "title": "Teapots of Glass",
    "abstract": "We blow teapots.",
    "venue": "arXiv.org",
    "journal": {"name": "Journal of Pots"},
    "tldr": {"model": "tldr@v2.0.0", "text": "Teapots can be blown."},
    "authors": [{"authorId": "1", "name": "Ana Muster"}],
}

ZOTERO = """<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about="x">
<z:itemType>preprint</z:itemType><bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Muster</foaf:surname>
<foaf:givenName>Ana</foaf:givenName></foaf:Person></rdf:li><rdf:li><foaf:Person><foaf:surname>李</foaf:surname>
<foaf:givenName>小明</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
<dc:subject><z:AutomaticTag><rdf:value>cs.LG</rdf:value></z:AutomaticTag></dc:subject><dc:subject>to read</dc:subject>
<dc:title>Teapots of Glass</dc:title><dc:date>2024-02-01</dc:date>
<dc:identifier><dcterms:URI><rdf:value>https://arxiv.org/abs/2402.00001</rdf:value></dcterms:URI></dc:identifier>
<dcterms:abstract>We blow teapots.</dcterms:abstract><dc:description>arXiv:2402.00001 [stat.ML]</dc:description>
</rdf:Description><bib:Memo rdf:about="#note"><rdf:value>arxiv.org/abs/2402.00009</rdf:value></bib:Memo>
<z:Attachment rdf:about="#pdf"><z:itemType>attachment</z:itemType><dc:title>Full Text PDF</dc:title>
<dc:identifier><dcterms:URI><rdf:value>https://arxiv.org/pdf/2402.00001</rdf:value></dcterms:URI></dc:identifier></z:Attachment>
<bib:Article rdf:about="y"><z:itemType>journalArticle</z:itemType><dcterms:isPartOf><bib:Journal>
<dc:title>Journal of Cups</dc:title></bib:Journal></dcterms:isPartOf><dc:title>Cups</dc:title>
<dc:date>2025-03-04</dc:date>
<dc:identifier><dcterms:URI><rdf:value>https://arxiv.org/abs/2402.00003</rdf:value></dcterms:URI></dc:identifier>
<dc:identifier>DOI 10.5555/cup.2</dc:identifier></bib:Article></rdf:RDF>"""

SUBMITTED = date(2024, 2, 1)


def read(text: str | bytes, there: Container[str] | None = None) -> list[Digest]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_stream(io.BytesIO(data), Origin("x", "2024-03-09 cs.AI.x"), Wanted(there=there)))


def entries(text: str, there: Container[str] | None = None) -> list[Entry]:
    return [entry for digest in read(text, there) for entry in digest.entries]


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


ALL = {
    Form.KAGGLE: lines(KAGGLE),
    Form.BIBTEX: BIBTEX,
    Form.REFERENCES: json.dumps(CSL),
    Form.ZOTERO: ZOTERO,
}


@pytest.mark.parametrize("form", ALL)
def test_bibliographies_announce_nothing_whatever_their_names_say(form: Form) -> None:
    assert form_of(ALL[form].encode()) is form
    for digest in read(ALL[form]):
        assert (digest.announces, digest.channel, digest.day) == (False, None, None)
        assert not any(problem.lost for problem in digest.problems)


@pytest.mark.parametrize("form", ALL)
def test_only_papers_that_are_there_are_read_if_that_is_wanted(form: Form) -> None:
    assert [entry.id for entry in entries(ALL[form], {"2402.00001"})] == ["2402.00001"]
    assert entries(ALL[form], set()) == []


def test_kaggles_records_tell_everything() -> None:
    [entry] = entries(lines(KAGGLE))
    assert (entry.id, entry.version, entry.category, entry.cut) == ("2402.00001", 2, "stat.ML", False)
    assert (entry.texts.title_en, entry.texts.abstract_en) == ("Teapots of Glass", "We blow teapots of glass.")
    people = (Author("Ana Muster"), Author("Bo Probe Jr."), Author("李小明"))
    assert entry.details == Details(people, ("stat.ML", "cs.LG"), "9 pages", "10.5555/tea.1", submitted=SUBMITTED)
    assert read(lines(KAGGLE))[0].publisher == ARXIV


def test_a_bad_record_of_kaggles_loses_one() -> None:
    text = lines(KAGGLE) + '{"id": "2402.00002", "title\n' + "[1]\n" + "\n" + lines(KAGGLE | {"id": "hep-th/9901001"})
    assert [entry.id for entry in entries(text)] == ["2402.00001", "hep-th/9901001"]
    [digest] = read(text)
    assert [(problem.line, problem.lost) for problem in digest.problems] == [(2, True), (3, True)]


def test_a_record_without_end_is_one_that_is_lost() -> None:
    text = lines(KAGGLE) + '{"id": "' + "x" * (LINE_LIMIT + 10) + '"}\n' + lines(KAGGLE)
    assert len(entries(text)) == 2
    assert [p.reason for digest in read(text) for p in digest.problems] == ["a record that is too long"]


def test_a_long_list_comes_as_several_digests() -> None:
    text = lines(*(KAGGLE | {"id": f"2402.{number:05}"} for number in range(1, ENTRIES_A_DIGEST + 3)))
    assert [len(digest.entries) for digest in read(text)] == [ENTRIES_A_DIGEST, 2]


def test_bibtex_is_read_entry_by_entry() -> None:
    found = {entry.id: entry for entry in entries(BIBTEX)}
    assert list(found) == ["2402.00001", "hep-th/9901001", "2402.00003", "2402.00004"]
    first = found["2402.00001"]
    assert first.texts.title_en == "Teapots of $G_{lass}$"
    assert first.details.authors == (
        Author("Ana Muster"), Author("Bo Probe"), Author("Jörg Müller"), Author("The Pot Collaboration"),
    )  # fmt: skip
    assert (first.details.submitted, first.details.categories) == (SUBMITTED, ("stat.ML",))
    cups = found["2402.00003"]
    assert (cups.version, cups.details.doi, cups.details.journal) == (2, "10.5555/cup.2", "Journal of Cups")
    assert cups.details.submitted is None, "the day of the journal's issue is another"
    [digest] = read(BIBTEX)
    assert "works without an arXiv ID, left out: 2" in [problem.reason for problem in digest.problems]


def test_the_values_of_bibtex_nest_quote_and_join() -> None:
    assert fields_in(r'@a{key, a = {x {y} \} z}, b = "q {"} r", c = 12, d = m # "n" # {o}, A = {second}') == {
        "a": r"x {y} \} z", "b": 'q {"} r', "c": "12", "d": "mno",
    }  # fmt: skip


def test_csl_json_is_read_with_both_languages() -> None:
    first, cups = entries(json.dumps(CSL, ensure_ascii=False))
    texts = first.texts
    assert (texts.title_en, texts.title_zh) == ("Teapots of Glass", "玻璃茶壶")
    assert (texts.abstract_en, texts.abstract_zh) == ("We blow teapots.", "我们吹茶壶。")
    assert (first.version, first.category, first.details.doi) == (2, "stat.ML", None)
    assert first.details.authors == (Author("Ana Muster"), Author("The Pot Collaboration"))
    assert (first.details.submitted, cups.details.submitted) == (SUBMITTED, None)
    assert cups.details.journal == "Journal of Cups"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(SCHOLAR),
        json.dumps([SCHOLAR]),
        json.dumps({"total": 1, "offset": 0, "next": None, "data": [SCHOLAR]}),
        json.dumps({"offset": 0, "data": [{"isInfluential": True, "citingPaper": SCHOLAR}]}),
        lines(SCHOLAR, {"externalIds": None, "title": "Elsewhere"}),
    ],
)
def test_every_answer_of_semantic_scholar_is_read(text: str) -> None:
    [entry] = entries(text)
    assert (entry.id, entry.texts.tldr_en, entry.texts.abstract_en) == (
        "2402.00001", "Teapots can be blown.", "We blow teapots.",
    )  # fmt: skip
    assert entry.details == Details((Author("Ana Muster"),), doi="10.5555/tea.1", journal="Journal of Pots")


def test_a_bad_record_of_a_json_list_loses_one() -> None:
    good = json.dumps(SCHOLAR)
    assert len(entries(f'[{good}, {{"externalIds": tea}}, {good}]')) == 2


def test_zoteros_export_is_read_without_its_notes_and_attachments() -> None:
    first, cups = entries(ZOTERO)
    assert first.details == Details((Author("Ana Muster"), Author("李小明")), ("stat.ML", "cs.LG"), submitted=SUBMITTED)
    assert (cups.id, cups.details.journal, cups.details.doi) == ("2402.00003", "Journal of Cups", "10.5555/cup.2")
    assert cups.details.submitted is None


def test_a_readme_with_a_bibtex_entry_is_no_bibliography() -> None:
    assert form_of(b"# My notes\n\n```\n@misc{me, eprint={2402.00001}}\n```\n") is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ana Muster, Wei Li and Bo Probe", ["Ana Muster", "Wei Li", "Bo Probe"]),
        ("Ana Muster (1 and 2), Bo Probe ((1) Here, (2) There)", ["Ana Muster", "Bo Probe"]),
        ("ATLAS Collaboration: A. One, B. Two, et al.", ["ATLAS Collaboration", "A. One", "B. Two"]),
        ("John Smith, Jr., Ann Other, III", ["John Smith Jr.", "Ann Other III"]),
        ("李小明，王芳、Anderson Andrews", ["李小明", "王芳", "Anderson Andrews"]),
        ('J\\"org M\\"uller, Li\\\'c', ["Jörg Müller", "Lić"]),
        ("", []),
    ],
)
def test_authors_in_one_line_are_told_apart(line: str, names: list[str]) -> None:
    assert [person.name for person in authors_in(line)] == names


@given(st.sampled_from([lines(KAGGLE), BIBTEX, json.dumps(CSL), ZOTERO, LISTING]), st.data())
def test_damaged_bibliographies_are_read_as_far_as_they_go(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    read(text[:start] + data.draw(st.text(max_size=20)) + text[end:])


@given(st.binary(max_size=300))
def test_any_bytes_behind_a_known_beginning_are_read(data: bytes) -> None:
    for text in (lines(KAGGLE), BIBTEX, json.dumps(CSL), ZOTERO, LISTING):
        read(text.encode() + data)


@pytest.mark.parametrize("charset", ["utNEAR/9999999999f-8", "utf\x00-8", ""])
def test_a_letter_in_characters_that_nobody_knows_is_read_all_the_same(charset: str) -> None:
    letter = f'Content-Type: text/plain; charset="{charset}"\n{LISTING}'
    assert [len(digest.entries) for digest in read(letter)] == [len(digest.entries) for digest in read(LISTING)]


@pytest.mark.parametrize(
    "stamp",
    [
        "2024-02-05", "2024-02-05T23:30:00-05:00", "2024-2-5", "2024/02/05", "2024.02.05", "20240205", "2024年2月5日",
        "Mon, 05 Feb 2024 23:30:00 -0500", "5 Feb 2024", "05-Feb-2024", "Feb 5, 2024", "February 5, 2024",
        "Monday, February 5, 2024", "5 February 2024", "Mon Feb 5 2024",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_and_programs_write_it(stamp: str) -> None:
    assert day_told(stamp) == date(2024, 2, 5)


@pytest.mark.parametrize(
    "stamp", ["", "soon", "2402.00001", "1707120000", "2024", "2024-13-05", "5 Tea 2024", "123456789"]
)
def test_what_is_no_day_is_none(stamp: str) -> None:
    assert day_told(stamp) is None


def test_a_day_beyond_all_days_is_none() -> None:
    assert day_told(f"Thu, 1 Feb {'9' * 30} 17:59:59 GMT") is None


def test_a_works_id_behind_a_note_of_megabytes_is_read() -> None:
    """A long file is read in pieces; what a piece may hold is bounded, and the ID may stand at the end."""
    long = ZOTERO.replace(
        "<dc:title>Cups</dc:title>", f"<dc:title>Cups</dc:title><dc:description>{'x' * 5_000_000}</dc:description>"
    )
    assert [entry.id for entry in entries(long)] == [entry.id for entry in entries(ZOTERO)]
