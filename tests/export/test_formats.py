"""Each format gives, byte for byte, what other programs have been promised."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from reader.errors import UsageError
from reader.export.fields import ABSTRACTS, FIELDS, NOTES, fields_named, without
from reader.export.formats import FORMATS, Options, format_named, render
from reader.export.jsonl import record
from reader.model import Author, Details, Lang, Link, LinkKind, MarkedPaper, Told
from reader.model.publishers import translator_name
from tests.export.invented import PAPERS, golden


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_gives_what_it_always_gave(name: str) -> None:
    assert "".join(render(PAPERS, name)).encode() == golden(name).read_bytes()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", Lang)
def test_every_format_can_be_written_in_every_language(name: str, lang: Lang) -> None:
    text = "".join(render(PAPERS, name, Options(lang=lang)))
    assert "2608.00017" in text
    text.encode()


@pytest.mark.parametrize("name", set(FORMATS) - {"digest", "ids"})
@pytest.mark.parametrize("doubtful", [False, True])
def test_what_was_translated_here_says_so_with_model_and_day(name: str, doubtful: bool) -> None:
    """A form of digests has no place for it, and IDs are no texts."""
    told = Told(translator_name("paper_model:7b", doubtful=doubtful), 1, date(2026, 11, 26), cut=False)
    paper = replace(PAPERS[0].paper, told=(None, told, None, told, None, told))
    text = "".join(render([MarkedPaper(paper)], name, Options(lang=Lang.BOTH)))
    assert "model:7b" in text
    assert "2026-11-26" in text
    assert ("doubtful" in text.replace('"doubtful": false', "")) == doubtful
    if name not in ("csv", "jsonl"):
        assert "model:7b" not in "".join(render([MarkedPaper(paper)], name, Options(lang=Lang.EN)))


@pytest.mark.parametrize("name", set(FORMATS) - {"jsonl"})
def test_no_format_carries_control_characters(name: str) -> None:
    text = "".join(render(PAPERS, name, Options()))
    assert not set(text) & set("\x1b\x07\u202e\u2028")


@pytest.mark.parametrize("name", FORMATS)
def test_no_papers_make_a_file_that_can_be_read(name: str) -> None:
    text = "".join(render([], name))
    assert text == "" or text.endswith("\n")
    if name == "csl":
        assert json.loads(text) == []
    if name == "zotero":
        assert len(ElementTree.fromstring(text)) == 0


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if "--fields" in form.takes])
def test_fields_that_are_not_wanted_are_in_no_format(name: str) -> None:
    text = "".join(render(PAPERS, name, Options(fields=frozenset({"id", "title_zh"}))))
    assert "2608.00017" in text
    gone = (
        "Learning to Hoot",
        "teach owls",
        "猫头鹰的叫声",
        "花费5美元",
        "birds",
        "夜间",
        "crow paper",
        "cs.SD",
        "2026-08-14",
    )
    assert [word for word in gone if word in text] == []


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if "--fields" in form.takes])
def test_abstracts_and_notes_can_be_left_out_of_every_format(name: str) -> None:
    text = "".join(render(PAPERS, name, Options(fields=without(None, ABSTRACTS | NOTES))))
    assert "teach owls" not in text
    assert "crow paper" not in text
    assert "Hoot" in text


def test_the_fields_are_the_keys_of_json_lines_in_their_order() -> None:
    assert set(record(PAPERS[0])) <= set(FIELDS)
    assert sorted(record(PAPERS[0]), key=list(FIELDS).index) == list(record(PAPERS[0]))


def test_unknown_fields_are_named() -> None:
    with pytest.raises(UsageError, match="there is no field titel; there are id, version"):
        fields_named("title_en,titel")
    assert fields_named("tags，title_en") == {"id", "tags", "title_en"}


def test_an_option_that_would_change_nothing_is_refused() -> None:
    for name, option in (
        ("ids", "--lang"),
        ("ids", "--no-notes"),
        ("jsonl", "--lang"),
        ("bibtex", "--group"),
        ("html", "--bom"),
    ):
        with pytest.raises(UsageError, match=f"{option} changes nothing in {name}"):
            format_named(name).refuse([option])
    format_named("bibtex").refuse(["--lang", "--fields", "--no-abstracts", "--no-notes"])


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no format word; choose one of markdown, bibtex"):
        render(PAPERS, "word")


def test_an_ending_means_the_format_that_stands_first() -> None:
    first: dict[str, str] = {}
    for name, form in FORMATS.items():
        first.setdefault(form.extension, name)
    assert (first["bib"], first["md"], first["json"]) == ("bibtex", "markdown", "csl")


@pytest.mark.parametrize("name", ["markdown", "obsidian", "html"])
def test_lists_for_people_name_authors_and_lead_to_code(name: str) -> None:
    links = (
        Link(LinkKind.CODE, "https://github.com/owl/net?a=1&b=<x>) y"),
        Link(LinkKind.CODE, "javascript:alert(1)"),
        Link(LinkKind.PDF, "https://arxiv.org/pdf/1"),
    )
    details = Details(authors=(Author("Ada *Owl*"), Author("李小明")), links=links)
    text = "".join(render([MarkedPaper(replace(PAPERS[0].paper, details=details))], name))
    assert "李小明" in text
    assert "*Owl*" not in text or name == "html"
    assert "https://github.com/owl/net?a=1" in text
    assert "<x>" not in text
    assert "javascript" not in text
