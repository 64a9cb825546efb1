"""Zotero RDF says everything in the places from which Zotero's importer takes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from reader.export.formats import Options, format_named, render
from reader.model import Author, Details, Lang, MarkedPaper, Marks, Section, Texts
from tests.export.invented import PAPERS, PLAIN, paper

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "z": "http://www.zotero.org/namespaces/export#",
    "bib": "http://purl.org/net/biblio#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "link": "http://purl.org/rss/1.0/modules/link/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
}
ABOUT = f"{{{SPACES['rdf']}}}about"
RESOURCE = f"{{{SPACES['rdf']}}}resource"


def tree(*papers: MarkedPaper, lang: Lang = Lang.BOTH) -> ElementTree.Element:
    return ElementTree.fromstring("".join(render(papers, "zotero", Options(lang=lang))))


def texts(node: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in node.findall(path, SPACES)]


FULL = MarkedPaper(
    replace(
        PLAIN.paper,
        details=Details(
            authors=tuple(map(Author, ("Anna M. van der Berg", "欧阳娜娜", "Owl Collaboration"))),
            categories=("cs.SD", "cs.AI"),
            comment="12 pages {:type: dataset}",
            keywords=("owl", "birds"),
            sections=(Section(Lang.ZH, "动机", "猫头鹰 <很> 安静。"),),
        ),
    ),
    replace(PLAIN.marks, tags=(" to read ", "RAG, long; v2", "to read"), note="one <b>\n\ntwo & three\nType: dataset"),
)


def test_a_paper_is_a_preprint_with_all_its_fields() -> None:
    (item,) = tree(FULL).findall("rdf:Description", SPACES)
    assert item.get(ABOUT) == "https://arxiv.org/abs/2608.00017"
    assert texts(item, "z:itemType") == ["preprint"]
    assert texts(item, "dc:title") == [r"OwlNet: Learning to Hoot with LLMs at $O(n\log n)$ Cost"]
    assert texts(item, "dc:date") == ["2026-08"]
    assert texts(item, "prism:number") == ["arXiv:2608.00017"]
    assert texts(item, "dc:publisher/foaf:Organization/foaf:name") == ["arXiv"]
    assert texts(item, "dc:identifier")[0] == "DOI 10.48550/arXiv.2608.00017"
    assert texts(item, "dc:identifier/dcterms:URI/rdf:value") == ["https://arxiv.org/abs/2608.00017"]
    (abstract,) = texts(item, "dcterms:abstract")
    assert abstract.split("\n\n") == [
        "We teach owls how to hoot. It costs $5 and saves 10% of $10 […]",
        "我们教猫头鹰鸣叫，花费5美元，节省10%。",
    ]


def test_the_pdf_is_a_link_of_the_item_that_nothing_is_fetched_for() -> None:
    root = tree(FULL)
    (link,) = root.findall("rdf:Description/link:link", SPACES)
    (attachment,) = root.findall("z:Attachment", SPACES)
    assert link.get(RESOURCE) == attachment.get(ABOUT) == "#pdf-2608.00017"
    assert texts(attachment, "z:itemType") == ["attachment"]
    assert texts(attachment, "z:linkMode") == ["3"]  # a linked URL
    assert texts(attachment, "link:type") == ["application/pdf"]
    assert texts(attachment, "dc:identifier/dcterms:URI/rdf:value") == ["https://arxiv.org/pdf/2608.00017"]


def test_a_folder_gets_files_of_a_thousand_papers_each_a_collection_of_its_own() -> None:
    papers = [MarkedPaper(paper(f"2608.{number:05}", Texts(title_en="Owls"))) for number in range(1, 2002)]
    written = dict(format_named("zotero").files(papers, Options()))
    assert list(written) == ["papers-001.rdf", "papers-002.rdf", "papers-003.rdf"]
    roots = [ElementTree.fromstring(text) for text in written.values()]
    items = [[item.get(ABOUT) for item in root.findall("rdf:Description", SPACES)] for root in roots]
    assert list(map(len, items)) == [1000, 1000, 1]
    assert [link for part in items for link in part] == [marked.paper.link for marked in papers]
    assert [texts(root, "z:Collection/dc:title") for root in roots] == [
        [f"digest-reader 2026-08-14 ({number})"] for number in (1, 2, 3)
    ]


def test_authors_keep_their_order_and_groups_have_one_name() -> None:
    people = tree(FULL).findall("rdf:Description/bib:authors/rdf:Seq/rdf:li/foaf:Person", SPACES)
    assert [(texts(p, "foaf:surname"), texts(p, "foaf:givenName")) for p in people] == [
        (["van der Berg"], ["Anna M."]),
        (["欧阳娜娜"], []),
        (["Owl Collaboration"], []),
    ]


def test_the_readers_tags_are_manual_and_categories_automatic() -> None:
    root = tree(FULL)
    plain = [text for text in texts(root, "rdf:Description/dc:subject") if text.strip()]
    assert plain == ["to read", "RAG, long; v2"]
    automatic = texts(root, "rdf:Description/dc:subject/z:AutomaticTag/rdf:value")
    assert automatic == ["cs.SD", "cs.AI", "owl", "birds"]


def test_extra_holds_lines_for_machines_only() -> None:
    (extra,) = texts(tree(FULL), "rdf:Description/dc:description")
    assert extra.split("\n") == [
        "arXiv:2608.00017 [cs.SD]",
        "version: 1",
        r"titleTranslation: OwlNet：以$O(n\log n)$代价学习鸣叫",
        "Comment: 12 pages { :type: dataset}",
    ]
    assert "titleTranslation" not in texts(tree(FULL, lang=Lang.EN), "rdf:Description/dc:description")[0]


def test_note_and_summary_are_child_notes_without_live_markup() -> None:
    root = tree(FULL)
    notes = {memo.get(ABOUT): texts(memo, "rdf:value")[0] for memo in root.findall("bib:Memo", SPACES)}
    assert notes == {
        "#note-2608.00017": "<p>one &lt;b&gt;</p>\n<p>two &amp; three<br/>Type: dataset</p>",
        "#tldr-2608.00017": "<p><strong>TL;DR</strong></p><p>让模型学会猫头鹰的叫声。</p>"
        "<p><strong>动机</strong></p><p>猫头鹰 &lt;很&gt; 安静。</p>",
    }
    references = root.findall("rdf:Description/dcterms:isReferencedBy", SPACES)
    assert [reference.get(RESOURCE) for reference in references] == list(notes)


def test_papers_stand_in_one_collection_each_once() -> None:
    root = tree(*PAPERS, PLAIN)
    items = [item.get(ABOUT) for item in root.findall("rdf:Description", SPACES)]
    assert len(items) == len(set(items)) == 3
    parts = root.findall("z:Collection/dcterms:hasPart", SPACES)
    assert [part.get(RESOURCE) for part in parts] == items
    assert texts(root, "z:Collection/dc:title") == ["digest-reader 2026-08-14"]


@given(st.text(), st.text())
def test_any_text_makes_well_formed_xml_and_a_note_that_says_it(title: str, note: str) -> None:
    marked = MarkedPaper(paper("2608.00018", Texts(title_en=title or None)), Marks(note=note or None, tags=(title,)))
    root = tree(marked)
    for memo in texts(root, "bib:Memo/rdf:value"):
        inside = ElementTree.fromstring(f"<x>{memo}</x>")
        assert {node.tag for node in inside.iter()} <= {"x", "p", "br"}
        assert unescape("".join(inside.itertext())).split() == "".join(inside.itertext()).split() or "&" in note


def test_what_was_tried_with_zoteros_importer_is_what_is_written(corpus: Path) -> None:
    tried = ElementTree.parse(corpus / "zotero" / "sample.rdf").getroot()
    (wanted,) = [
        item for item in tried.iterfind("rdf:Description", SPACES) if str(item.get(ABOUT)).endswith("2402.99001")
    ]
    names = (
        Author("Anna M. van der Berg"),
        Author("小明 李"),
        Author("欧阳娜娜"),
        Author("José Ångström-O'Neill"),
        Author("ATLAS Collaboration"),
    )
    said = Texts(
        title_en=r"Invented Retrieval at $O(n \log n)$ & Beyond: Is <5% Enough?",
        title_zh=r"虚构检索：$O(n \log n)$ 及以后",
        abstract_en="First paragraph with $\\mathcal{L}_{x<y}$ and <b>tags</b>.\nSecond line & 100% of it.",
        abstract_zh=r"摘要：本文提出一种虚构的方法，复杂度为 $O(n \log n)$。",
    )
    details = Details(authors=names, categories=("cs.CL", "cs.AI"), submitted=date(2024, 2, 28))
    known = replace(paper("2402.99001", said, category="cs.CL"), version=2, details=details)
    note = "My line one with <b>bold</b> & 5 < 6\nDOI: 10.1/fake\nType: dataset\n\n第二段：公式 $x^2$。"
    marked = MarkedPaper(known, Marks(tags=("to read", "RAG, long context; v2", "大模型/检索"), note=note))
    root = tree(marked)
    (item,) = root.findall("rdf:Description", SPACES)
    ours = [child for child in item if child.tag != f"{{{SPACES['link']}}}link"]
    assert sorted(map(flat, ours)) == sorted(map(flat, wanted))
    (memo,) = root.findall("bib:Memo", SPACES)
    (tried_memo,) = [one for one in tried.iterfind("bib:Memo", SPACES) if one.get(ABOUT) == memo.get(ABOUT)]
    assert flat(memo) == flat(tried_memo)


def flat(node: ElementTree.Element) -> str:
    """An element without the white space between elements, as text."""
    inside = "".join(map(flat, node))
    return f"<{node.tag} {node.attrib}>{(node.text or '').strip() if len(node) else node.text or ''}{inside}</>"
