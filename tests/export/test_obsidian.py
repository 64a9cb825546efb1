"""Notes for Obsidian: front matter that YAML, Obsidian and Dataview read alike, and a file a paper."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.export.formats import Options, format_named, render
from reader.export.obsidian import tag
from reader.model import Author, Details, MarkedPaper, Marks, Texts
from tests.export.invented import PAPERS, PLAIN, paper

TAGS = [
    ("to read", "to-read"),
    ("RAG, long context; v2", "RAG-long-context-v2"),
    ("大模型/检索", "大模型/检索"),
    ("2024", "y2024"),
    ("a.b:c", "a-b-c"),
    ("!!!", ""),
    ("a//b/", "a/b"),
    ("“x”", "x"),
]


@pytest.mark.parametrize(("name", "written"), TAGS)
def test_a_tag_is_one_that_obsidian_and_dataview_take(name: str, written: str) -> None:
    assert tag(name) == written


def front_matter(text: str) -> dict[str, object]:
    """A reader of the little YAML that is written: scalars and lists of scalars, one a line."""
    values: dict[str, object] = {}
    name = ""
    for line in text.split("---\n")[1].splitlines():
        if line.startswith("  - "):
            items = values[name]
            assert isinstance(items, list)
            items.append(scalar(line[4:]))
        else:
            name, _, value = line.partition(":")
            assert name not in values
            values[name] = scalar(value.strip()) if value else []
    return values


def scalar(text: str) -> object:
    return json.loads(text) if text.startswith('"') else text


def test_a_note_has_its_facts_in_front() -> None:
    details = Details(authors=(Author("Anna M. van der Berg"), Author("李小明")))
    marked = MarkedPaper(replace(PLAIN.paper, details=details), replace(PLAIN.marks, tags=("birds", "2024", "Birds")))
    ((name, text),) = format_named("obsidian").files([marked], Options())
    assert name == "2608.00017.md"
    assert front_matter(text) == {
        "title": r"OwlNet: Learning to Hoot with LLMs at $O(n\log n)$ Cost",
        "citekey": "vanderberg2026owlnetlearninghootllms",
        "arxiv": "2608.00017",
        "version": "1",
        "doi": "10.48550/arXiv.2608.00017",
        "url": "https://arxiv.org/abs/2608.00017",
        "pdf": "https://arxiv.org/pdf/2608.00017",
        "month": "2026-08",
        "listed": "2026-08-14",
        "category": "cs.SD",
        "read": "true",
        "aliases": [
            "OwlNet：以O(n log n)代价学习鸣叫",
            "OwlNet: Learning to Hoot with LLMs at O(n log n) Cost",
            "arXiv:2608.00017",
        ],
        "authors": ["Anna M. van der Berg", "李小明"],
        "tags": ["arxiv", "birds", "y2024"],
    }
    assert r"costs \$5" in text


def test_each_paper_has_a_file_whose_name_any_system_takes() -> None:
    names = [name for name, _ in format_named("obsidian").files(PAPERS, Options())]
    assert names == ["2608.00017.md", "math.GT-0601001.md", "9912.00001.md"]


def test_one_list_has_aliases_in_both_languages() -> None:
    values = front_matter("".join(render(PAPERS, "obsidian")))
    assert values["aliases"] == ["arXiv reading list", "arXiv 阅读清单"]
    assert values["tags"] == ["arxiv", "reading-list"]


def test_formats_of_one_file_are_not_written_into_a_folder() -> None:
    with pytest.raises(UsageError, match="csv is written into one file, not into a folder"):
        format_named("csv").files(PAPERS, Options())


@given(st.text(), st.lists(st.text(), max_size=4))
def test_any_title_and_tags_make_front_matter_that_can_be_read(title: str, tags: list[str]) -> None:
    marked = MarkedPaper(paper("2608.00018", Texts(title_en=title or None)), Marks(tags=tuple(tags)))
    ((_, text),) = format_named("obsidian").files([marked], Options())
    names = front_matter(text)["tags"]
    assert isinstance(names, list)
    assert all(re.fullmatch(r"[\w/-]+", str(name)) and not str(name).isdecimal() for name in names)


def test_two_authors_of_one_name_are_two() -> None:
    namesakes = MarkedPaper(paper("2608.00018", Texts(title_en="Owls"), authors=("Wei Wang", "Bo Li", "Wei Wang")))
    ((_, text),) = format_named("obsidian").files([namesakes], Options())
    assert text.count('  - "Wei Wang"\n') == 2
