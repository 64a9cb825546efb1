"""Papers kept elsewhere are brought in by ID, with tags and notes; what is no arXiv paper is named."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import StoreError
from reader.export.formats import render
from reader.library.importing import imported, imported_text
from reader.library.library import Library
from reader.model import MarkedPaper, Marks, Texts
from tests.export.invented import PLAIN, paper

OWN = Marks(tags=("birds", "夜间 观察"), note="Read again: 50% of $5 & {x}_1.\n\nSecond <b>paragraph</b>.")
MARKED = MarkedPaper(replace(PLAIN.paper, id="2608.00018"), OWN)
BARE = MarkedPaper(paper("math/0601001", Texts(title_en="Owls")))


@pytest.mark.parametrize("name", ["zotero", "bibtex", "biblatex", "csl", "ris", "csv"])
def test_what_was_exported_comes_back_with_tags_and_notes(name: str) -> None:
    found = imported_text("".join(render([MARKED, BARE], name)), name)
    assert found.marks == {"2608.00018": OWN, "math/0601001": Marks()}
    assert found.others == []


def test_a_list_has_ids_and_links_in_any_spelling() -> None:
    text = "\ufeff# mine\n2608.00001v2 # good\narXiv:2608.00002 https://arxiv.org/pdf/2608.00003\r\n\nmath.GT/0601001\nOwls\n"
    found = imported_text(text, "list")
    assert list(found.marks) == ["2608.00001", "2608.00002", "2608.00003", "math/0601001"]
    assert found.others == ["Owls"]


def test_a_list_may_have_commas_or_semicolons_between() -> None:
    found = imported_text("2608.00001,2608.00002; math/0601001\n2608.00003，arXiv:2608.00004、2608.00005\n", "list")
    assert list(found.marks) == ["2608.00001", "2608.00002", "math/0601001", *(f"2608.0000{n}" for n in (3, 4, 5))]
    assert found.others == []


BIBTEX = """% a comment
@string{owl = {Journal of Owls}}
@article{one, title = {An {Owl}}, journal = {arXiv preprint arXiv:2608.00001}, keywords = "birds; night, a\\_b"}
@misc{two,
  eprint = 2608.00002, archiveprefix = {arXiv}, annotation = {first line}
}
@article{broken, title = {No end
@book{three, title = {{A Book} of Owls}, eprint = {2608.00009}, eprinttype = {jstor}}
@online{one again, url = {https://arxiv.org/abs/2608.00001v3}, keywords = {owls}}
"""


def test_bibtex_of_others_is_read_entry_by_entry() -> None:
    found = imported_text(BIBTEX, "x.bib")
    assert found.marks == {
        "2608.00001": Marks(tags=("a_b", "birds", "night", "owls")),
        "2608.00002": Marks(note="first line"),
    }
    assert len(found.others) == 2


ZOTERO = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
<bib:Article rdf:about="http://arxiv.org/abs/2608.00001"><z:itemType>preprint</z:itemType><dc:title>Owls</dc:title>
 <dcterms:isReferencedBy rdf:resource="#item_2"/><dc:subject>birds</dc:subject>
 <dc:subject><z:AutomaticTag><rdf:value>cs.SD</rdf:value></z:AutomaticTag></dc:subject>
 <dc:identifier><dcterms:URI><rdf:value>http://arxiv.org/abs/2608.00001</rdf:value></dcterms:URI></dc:identifier>
</bib:Article>
<bib:Memo rdf:about="#item_2">
 <rdf:value>&lt;p&gt;one&lt;br/&gt;two&lt;/p&gt;&lt;p&gt;5 &amp;lt; 6&lt;/p&gt;</rdf:value></bib:Memo>
<bib:Book rdf:about="#b"><dc:title>A Book</dc:title><dc:identifier>ISBN 1</dc:identifier></bib:Book>
</rdf:RDF>"""


def test_zoteros_own_rdf_gives_tags_of_the_readers_and_notes_as_text() -> None:
    found = imported_text(ZOTERO, "x.rdf")
    assert found.marks == {"2608.00001": Marks(tags=("birds",), note="one\ntwo\n\n5 < 6")}
    assert found.others == ["A Book"]


def test_zoteros_table_is_read() -> None:
    head, row = "Key,Title,Url,DOI,Notes,Manual Tags", 'A,Owls,"http://arxiv.org/abs/2608.00001","","<p>n</p>","a; b"'
    text = f"{head}\n{row}\n"
    assert imported_text(text, "x.csv").marks == {"2608.00001": Marks(tags=("a", "b"), note="n")}


@pytest.mark.parametrize("text", ["[1, 2", "<a><b></a>", '[{"title": 1}'])
def test_what_cannot_be_read_is_said_in_one_line(text: str, tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_text(text)
    with pytest.raises(StoreError, match="list cannot be read as what it looks like"):
        imported(file)
    with pytest.raises(StoreError, match="cannot be read"):
        imported(tmp_path)


def test_what_this_program_wrote_is_for_restore(library: Library, tmp_path: Path) -> None:
    library.marks.backup(tmp_path / "backup.db")
    (tmp_path / "export.jsonl").write_text("".join(render([MARKED], "jsonl")))
    for name in ("backup.db", "export.jsonl"):
        with pytest.raises(StoreError, match="'digest-reader restore' takes it"):
            imported(tmp_path / name)


def test_a_single_work_and_a_wrapped_list_are_csl_too() -> None:
    item = "".join(render([MARKED], "csl")).strip().strip("[]")
    for text in (item, f'{{"items": [{item}]}}'):
        assert imported_text(text, "x.json").marks == {"2608.00018": OWN}


@given(st.text() | st.text(alphabet='@misc{a,=}"<>[]\n %TY-,'))
def test_any_text_gives_papers_or_is_refused(text: str) -> None:
    with suppress(StoreError):
        imported_text(text, "x")


def test_marks_wait_for_papers_that_are_not_there_and_add_to_what_is(library: Library) -> None:
    library.marks.note("2608.00001", "mine")
    marks = {"2608.00001": Marks(tags=("a",), note="theirs"), "2608.09999": Marks(note="waits")}
    gesture = library.marks.import_marks(marks)
    assert gesture is not None
    assert gesture.label == "import"
    found = library.find("2608.00001")
    assert found is not None
    assert (found.marks.tags, found.marks.note) == (("a",), "mine\n\ntheirs")
    assert found.marks.bookmarked
    assert library.find("2608.09999") is None
    assert library.marks.import_marks(marks) is None
    library.marks.undo()
    found = library.find("2608.00001")
    assert found is not None
    assert (found.marks.tags, found.marks.note, found.marks.bookmarked) == ((), "mine", None)
