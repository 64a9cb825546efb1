"""Citation keys outlive the program that gave them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import StoreError
from reader.library.citing import CITATION_KEYS
from reader.library.library import Library
from reader.model import MarkedPaper, Texts
from reader.paths import find_places
from reader.store.marks import MarksStore
from tests.export.invented import paper

TITLE = Texts(title_en="OwlNet: Learning to Hoot")


def keys(folder: Path, *papers: MarkedPaper) -> list[str]:
    library = Library.open(find_places({}, folder, None))
    try:
        entries = "".join(library.export(papers, "bibtex")).split("@misc{")[1:]
    finally:
        library.close()
    return [entry.partition(",")[0] for entry in entries]


def test_a_key_that_was_given_is_given_again_after_title_and_authors_changed(tmp_path: Path) -> None:
    first = MarkedPaper(paper("2608.00017", TITLE))
    known = MarkedPaper(paper("2608.00018", TITLE, authors=("Ada Owl",)))
    assert keys(tmp_path, first, known) == ["arxiv2608_00017", "owl2026owlnetlearninghoot"]
    changed = [
        MarkedPaper(paper("2608.00017", TITLE, authors=("Bo Owl",))),
        replace(known, paper=replace(known.paper, texts=Texts(title_en="Renamed"))),
        MarkedPaper(paper("2608.00019", TITLE, authors=("Cy Owl",))),
    ]
    assert keys(tmp_path, *changed) == [
        "arxiv2608_00017",
        "owl2026owlnetlearninghoot",
        "owl2026owlnetlearninghoot00019",
    ]


def test_an_export_that_is_not_read_to_its_end_remembers_the_keys_it_gave(tmp_path: Path) -> None:
    library = Library.open(find_places({}, tmp_path, None))
    pieces = iter(
        library.export([MarkedPaper(paper("2608.00017", TITLE)), MarkedPaper(paper("2608.00018", TITLE))], "csl")
    )
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]  # a generator
    library.close()
    changed = MarkedPaper(paper("2608.00017", TITLE, authors=("Bo Owl",)))
    assert keys(tmp_path, changed) == ["arxiv2608_00017"]


def test_a_library_that_may_only_be_read_is_cited_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys(tmp_path)
    monkeypatch.setattr("reader.store.database.may_write", lambda path: False)
    assert keys(tmp_path, MarkedPaper(paper("2608.00017", TITLE))) == ["arxiv2608_00017"]


def test_an_export_that_is_cut_short_says_nothing_of_keys_that_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("no space left")

    library = Library.open(find_places({}, tmp_path, None))
    monkeypatch.setattr(MarksStore, "set_state", full)
    papers = [MarkedPaper(paper("2608.00017", TITLE)), MarkedPaper(paper("2608.00018", TITLE))]
    pieces = iter(library.export(papers, "csl"))
    next(pieces)
    with pytest.raises(OSError, match="disk"):
        pieces.throw(OSError("disk"))  # type: ignore[attr-defined]  # a generator
    pieces = iter(library.export(papers, "csl"))
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    library.close()


def test_of_a_long_export_keys_are_kept_as_it_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.library.citing.MANY", 2)
    papers = [MarkedPaper(paper(f"2608.0001{n}", TITLE, authors=("Ada Owl",))) for n in range(5)]
    library = Library.open(find_places({}, tmp_path, None))
    pieces = iter(library.export(papers, "bibtex"))
    begun = [next(pieces) for _ in range(3)]
    other = MarksStore(library.places.marks_db)
    assert set(other.states(CITATION_KEYS)) == {"2608.00010", "2608.00011"}
    other.close()
    whole = [*begun, *pieces]
    library.close()
    assert len(whole) == len(set(keys(tmp_path, *papers))) == 5
