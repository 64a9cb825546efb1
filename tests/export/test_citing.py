"""Citation keys: of arXiv's form, one for each paper, the same for ever."""

from __future__ import annotations

from dataclasses import replace
from typing import Never

import pytest

from reader.export.citing import CitationKeys
from reader.model import NO_DETAILS, Texts
from tests.export.invented import paper

TITLE = Texts(title_en="How to Teach an Owl: $O(n)$ Hooting at Dusk")


@pytest.mark.parametrize(
    ("author", "key"),
    [
        ("Ada Beispiel", "beispiel2026teachowlonhooting"),
        ("Anna M. van der Berg", "vanderberg2026teachowlonhooting"),
        ("Michał Dąbrowski", "dabrowski2026teachowlonhooting"),
        ("Owl Collaboration", "owlcollaboration2026teachowlonhooting"),
        ("李小明", "arxiv2608_00017"),
    ],
)
def test_a_key_is_author_year_and_words_of_the_title(author: str, key: str) -> None:
    assert CitationKeys().of(paper("2608.00017", TITLE, authors=(author,))) == key


def test_two_papers_never_have_one_key() -> None:
    keys = CitationKeys()
    assert keys.of(paper("2608.00017", TITLE, authors=("Ada Owl",))) == "owl2026teachowlonhooting"
    assert keys.of(paper("2608.00018", TITLE, authors=("Bo Owl",))) == "owl2026teachowlonhooting00018"


def test_a_key_stays_whatever_becomes_known_later() -> None:
    known = paper("2608.00017", TITLE, authors=("Ada Owl",))
    keys = CitationKeys()
    given = keys.of(replace(known, details=NO_DETAILS))
    assert keys.new == {"2608.00017": given}
    later = CitationKeys(keys.new)
    assert later.of(known) == given == "arxiv2608_00017"
    assert later.new == {}


def test_papers_with_one_name_year_title_and_number_have_keys_of_their_own() -> None:
    keys = CitationKeys()
    papers = [
        paper(arxiv_id, Texts(title_en="OwlNet"), authors=("Ada Owl",))
        for arxiv_id in ("2606.00001", "2607.00017", "2608.00017", "2609.00017")
    ]
    given = [keys.of(each) for each in papers]
    assert len(set(given)) == 4


def test_a_key_stays_short_whatever_a_name_or_a_title_is() -> None:
    long = paper("2608.00017", Texts(title_en="x" * 20_000), authors=("N" * 100_000,))
    assert len(CitationKeys().of(long)) < 130


def test_where_every_paper_has_a_key_not_all_that_there_are_are_read() -> None:
    class Many(dict[str, str]):
        def values(self) -> Never:
            raise AssertionError("all were read")

    assert CitationKeys(Many({"2608.00017": "owl"})).of(paper("2608.00017", TITLE)) == "owl"
