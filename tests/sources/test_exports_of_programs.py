r"""Bibliographies as many programs write them: Better BibTeX, ADS, DBLP, INSPIRE, Crossref, DataCite, Zotero's API.

The shapes are those of the programs, the texts are invented.
"""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from reader.model import Entry
from reader.sources.arxiv_id import spelt
from reader.sources.content import Origin, read_stream
from reader.sources.extra import extra_in

ITEM = {
    "itemType": "preprint",
    "title": "Teapots",
    "abstractNote": "We blow them.",
    "creators": [
        {"firstName": "Ana", "lastName": "Muster", "creatorType": "author"},
        {"name": "The Pot Team", "creatorType": "author"},
        {"firstName": "Cy", "lastName": "Tester", "creatorType": "editor"},
    ],
    "date": "2024-02-01",
    "archiveID": "arXiv:2402.00001",
    "url": "http://arxiv.org/abs/2402.00001",
    "extra": "arXiv:2402.00001 [stat.ML]\nversion: 2\ntitleTranslation: 茶壶",
}


def only(text: str, name: str = "works") -> Entry:
    [digest] = read_stream(io.BytesIO(text.encode()), Origin(name, name))
    assert not digest.announces
    assert [problem for problem in digest.problems if problem.lost or "left out" in problem.reason] == []
    [entry] = digest.entries
    return entry


def names(entry: Entry) -> list[str]:
    return [author.name for author in entry.details.authors]


@pytest.mark.parametrize(
    "document",
    [
        {"config": {"label": "BetterBibTeX JSON"}, "collections": {}, "items": [ITEM]},
        [{"key": "K", "library": {"type": "user", "links": {}}, "meta": {}, "data": ITEM}],
        [ITEM],
    ],
)
def test_zoteros_items_are_read_from_its_api_and_from_better_bibtex(document: Any) -> None:
    entry = only(json.dumps(document, indent=1))
    assert (entry.id, entry.version, entry.category) == ("2402.00001", 2, "stat.ML")
    assert (entry.texts.title_en, entry.texts.title_zh) == ("Teapots", "茶壶")
    assert (entry.texts.abstract_en, str(entry.details.submitted)) == ("We blow them.", "2024-02-01")
    assert names(entry) == ["Ana Muster", "The Pot Team"]


def test_csl_of_crossref_holds_lists_and_that_of_datacite_categories() -> None:
    authors = [{"family": "Muster", "given": "Ana", "sequence": "first"}]
    doi = "10.48550/arXiv.2402.00001"
    crossref = {"type": "posted-content", "title": ["Teapots"], "DOI": doi, "author": authors, "container-title": []}
    entry = only(json.dumps([crossref]))
    assert (entry.id, entry.texts.title_en, names(entry)) == ("2402.00001", "Teapots", ["Ana Muster"])
    subjects = ["Machine Learning", "cs.LG", "stat.ML", "FOS: Computer sciences"]
    datacite = {"type": "article", "title": "Teapots", "DOI": doi.upper(), "author": authors, "categories": subjects}
    assert only(json.dumps(datacite)).details.categories == ("cs.LG", "stat.ML")


@pytest.mark.parametrize(
    ("entry", "authors", "journal"),
    [
        ('author = {{Muster}, Ana and {Li}, Wei and {{The Pot Team}}}, title = "{Teapots}", journal = {arXiv e-prints}',
         ["Ana Muster", "Wei Li", "The Pot Team"], None),
        ("author = {Ana Muster and\n   Wei Li}, title = {{Teapots}}, journal = {CoRR}, volume = {abs/2402.00001}",
         ["Ana Muster", "Wei Li"], None),
        ("author = {M{\\\"u}ster, Ana and Li, Wei}, title = {{{Teapots}}}, journaltitle = pots # \" B\"",
         ["Ana Müster", "Wei Li"], "Journal of Pots B"),
    ],
)  # fmt: skip
def test_entries_of_ads_dblp_and_better_bibtex_are_read(entry: str, authors: list[str], journal: str | None) -> None:
    where = "eprint = {2402.00001}, eprinttype = {arXiv}"
    text = f"@string{{pots = {{Journal of Pots}}}}\n@article{{key, {entry}, {where}}}\n"
    found = only(text)
    assert (found.texts.title_en, names(found), found.details.journal) == ("Teapots", authors, journal)


@pytest.mark.parametrize(
    ("fields", "identity"),
    [
        ('eprint = "9901001", archivePrefix = "hep-th"', "hep-th/9901001"),
        ('eprint = "0309136", archivePrefix = "arXiv", primaryClass = "math.GT"', "math/0309136"),
        ('eprint = "math.GT/0309136", archivePrefix = "arXiv"', "math/0309136"),
        ('eprint = "hep-th/9901001", archivePrefix = "arXiv"', "hep-th/9901001"),
    ],
)
def test_ids_of_before_2007_are_told_in_two_fields(fields: str, identity: str) -> None:
    assert only(f'@article{{key, title = "Old Pots", {fields}}}\n').id == identity


def test_an_archive_that_zotero_names_is_no_category_where_papers_have_classes() -> None:
    assert extra_in("arXiv:2402.00001 [cs]").categories == ()
    assert extra_in("arXiv:2402.00001 [hep-th]").categories == ("hep-th",)
    assert extra_in("arXiv:2402.00001 [cs.LG]").categories == ("cs.LG",)


@pytest.mark.parametrize(
    ("value", "identity"),
    [(2402.1879, "2402.18790"), (704.001, "0704.0010"), (1412.0001, "1412.0001"), ("2402.18790", "2402.18790"),
     (True, ""), (None, ""), (float("nan"), ""), (1e300, "")],
)  # fmt: skip
def test_an_id_that_was_taken_for_a_number_is_told_all_the_same(value: object, identity: str) -> None:
    assert spelt(value) == identity
