"""The digests of daily-arXiv-ai-enhanced, as JSON Lines and as Markdown. All texts are invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Author, Digest, Lang, Link, LinkKind, Section
from reader.sources.dispatch import read_source
from reader.sources.forms.daily_arxiv import is_daily_lines, parse_daily_lines, parse_daily_markdown
from reader.sources.identify import identify

SAID = {
    "tldr": "壶会唱歌。",
    "motivation": "壶很安静。",
    "method": "加一只哨子。",
    "result": "响了。",
    "conclusion": "可行。",
}


def record(number: int = 1, **other: Any) -> dict[str, Any]:
    return {
        "id": f"2401.{number:05}",
        "categories": ["cs.SD", "cs.AI"],
        "pdf": f"https://arxiv.org/pdf/2401.{number:05}",
        "abs": f"https://arxiv.org/abs/2401.{number:05}",
        "authors": ["Ada Beispiel", "Bo Muster"],
        "title": f"Singing Kettles, Part {number}",
        "comment": "7 pages",
        "summary": "A kettle sings\nwhen water boils.\n  It needs a whistle.",
        "AI": SAID,
        **other,
    }


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(one) + "\n" for one in records)


def parsed(*records: dict[str, Any]) -> Digest:
    return parse_daily_lines(lines(*records), "2026-11-23.jsonl")


SECTIONS = tuple(
    Section(Lang.ZH, name, SAID[key])
    for key, name in (("motivation", "动机"), ("method", "方法"), ("result", "结果"), ("conclusion", "结论"))
)


def test_a_record_gives_texts_authors_categories_code_and_sections() -> None:
    code = "https://github.com/ada/kettle"
    (entry,) = parsed(record(code_url=code, code_stars=7)).entries
    assert (entry.id, entry.category, entry.cut) == ("2401.00001", "cs.SD", False)
    assert entry.texts.title_en == "Singing Kettles, Part 1"
    assert entry.texts.abstract_en == "A kettle sings when water boils.\nIt needs a whistle."
    assert (entry.texts.tldr_zh, entry.texts.tldr_en, entry.texts.abstract_zh) == ("壶会唱歌。", None, None)
    assert entry.details.authors == (Author("Ada Beispiel"), Author("Bo Muster"))
    assert (entry.details.categories, entry.details.comment) == (("cs.SD", "cs.AI"), "7 pages")
    assert entry.details.links == (Link(LinkKind.CODE, code),)
    assert entry.details.sections == SECTIONS


def test_dots_at_the_end_of_an_abstract_are_the_authors() -> None:
    (entry,) = parsed(record(summary="And so on...")).entries
    assert (entry.texts.abstract_en, entry.cut) == ("And so on...", False)


@pytest.mark.parametrize(
    "told", ["Ada Beispiel, Bo Muster", [{"name": "Ada Beispiel", "id": 7}, {"name": "Bo Muster"}, {"id": 8}, None]]
)
def test_authors_of_copies_in_one_line_or_as_objects_are_authors(told: Any) -> None:
    (entry,) = parsed(record(authors=told)).entries
    assert [author.name for author in entry.details.authors] == ["Ada Beispiel", "Bo Muster"]


def test_what_copies_add_or_spell_otherwise_is_read() -> None:
    said = {"TLDR": "壶会唱歌。", "Method": ["哨子", "水"], "title_zh": "唱歌的壶"}
    told = record(
        AI=said, summary_zh="我们唱歌。", title="Tea &amp; Caf&eacute;s", authors=["Beispiel, Ada", "Bo Muster, Jr."]
    )
    (entry,) = parsed(told | {"id": 2401.0001, "abs": None, "pdf": None}).entries
    assert entry.id == "2401.00010"
    assert (entry.texts.tldr_zh, entry.texts.title_zh, entry.texts.abstract_zh) == (
        "壶会唱歌。",
        "唱歌的壶",
        "我们唱歌。",
    )
    assert entry.texts.title_en == "Tea & Cafés"
    assert entry.details.sections == (Section(Lang.ZH, "方法", "哨子\n水"),)
    assert [author.name for author in entry.details.authors] == ["Ada Beispiel", "Bo Muster, Jr."]


def test_records_over_several_lines_are_read() -> None:
    text = "\n".join(json.dumps(record(number), indent=2) for number in (1, 2))
    assert [entry.id for entry in parse_daily_lines(text, "place").entries] == ["2401.00001", "2401.00002"]


def test_the_raw_listing_and_the_old_shape_are_read_too() -> None:
    raw = {key: value for key, value in record(1).items() if key != "AI"}
    old = record(2, AI={"task": "让壶唱歌。", "motivation": "安静。"})
    first, second, third = parsed(raw, old, raw).entries
    assert first == third.__class__(**{name: getattr(third, name) for name in third.__slots__} | {"line": 1})
    assert (first.texts.tldr_zh, first.details.sections) == (None, ())
    assert second.texts.tldr_zh == "让壶唱歌。"


def test_what_a_model_in_english_says_is_english() -> None:
    (entry,) = parsed(record(AI={"tldr": "Kettles sing.", "method": "A whistle."})).entries
    assert (entry.texts.tldr_en, entry.texts.tldr_zh) == ("Kettles sing.", None)
    assert entry.details.sections == (Section(Lang.EN, "Method", "A whistle."),)


def test_placeholders_are_no_text() -> None:
    failed = {
        "tldr": "Summary generation failed",
        "motivation": "Motivation analysis unavailable",
        "method": "Method extraction failed",
        "result": "Result analysis unavailable",
        "conclusion": "Conclusion extraction failed",
    }
    for said in (failed, dict.fromkeys(SAID, "Error"), {"tldr": None}, {"tldr": [7]}, "Error", None):
        (entry,) = parsed(record(AI=said)).entries
        assert (entry.texts.tldr_zh, entry.texts.tldr_en, entry.details.sections) == (None, None, ())


def test_a_bad_record_is_lost_alone_and_named_by_its_line() -> None:
    text = lines(record(1)) + "{oops\n" + lines({"id": "none"}, record(2))
    digest = parse_daily_lines(text, "place")
    assert [entry.id for entry in digest.entries] == ["2401.00001", "2401.00002"]
    assert [(problem.line, problem.reason, problem.lost) for problem in digest.problems] == [
        (2, "a record that cannot be read", True),
        (3, "no arXiv link in this entry", True),
    ]


MARKDOWN = """<div id=toc></div>

# Table of Contents

- [cs.SD](#cs.SD) [Total: 1]


<div id='cs.SD'></div>

# cs.SD [[Back]](#toc)

### [1] [Singing Kettles, Part 1](https://arxiv.org/abs/2401.00001)
*Ada Beispiel,Bo Muster*

Main category: cs.SD

TL;DR: 壶会唱歌。


<details>
  <summary>Details</summary>
Motivation: 壶很安静。

Method: 加一只哨子。

Result: 响了。

Conclusion: 可行。

Abstract: A kettle sings
when water boils.
  It needs a whistle.

</details>


<div id='cs.AI'></div>

# cs.AI [[Back]](#toc)

### [2] [Quiet Kettles](https://arxiv.org/abs/2401.00002)
*Bo Muster*

Main category: cs.AI

TL;DR: Error
"""


def test_the_markdown_says_the_same_as_the_lines() -> None:
    first, second = parse_daily_markdown(MARKDOWN, "2026-11-23.md").entries
    (record_entry,) = parsed(record(1, categories=["cs.SD"], comment=None)).entries
    assert (first.texts, first.details, first.category) == (record_entry.texts, record_entry.details, "cs.SD")
    assert (first.line, second.line, second.id, second.texts.tldr_zh) == (12, 41, "2401.00002", None)


@pytest.mark.parametrize(
    ("name", "text"),
    [("2026-11-20_AI_enhanced_Chinese.jsonl", lines(record(1), record(2))), ("2026-11-20.md", MARKDOWN)],
)
def test_such_a_file_is_known_by_its_content_and_dated_by_its_name(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    digests = [
        digest
        for reading in read_source(identify(str(tmp_path)), {}, clones=tmp_path / "clones")
        for digest in reading.digests
    ]
    assert [(digest.day, digest.channel, len(digest.entries)) for digest in digests] == [(date(2026, 11, 20), None, 2)]


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    is_daily_lines(text)
    parse_daily_lines(text, "place")
    parse_daily_markdown(f"### [1] [{text}](https://arxiv.org/abs/2401.00001)\n{text}", "place")


def test_the_real_days_are_read_whole(corpus: Path, tmp_path: Path) -> None:
    import subprocess

    bundle, clone = corpus / "daily-arxiv.bundle", tmp_path / "daily"
    subprocess.run(["git", "clone", "-q", "-b", "data", str(bundle), str(clone)], check=True)
    entries = 0
    for file in sorted(clone.rglob("*.jsonl")):
        digest = parse_daily_lines(file.read_text("utf-8"), file.name)
        assert not digest.problems
        entries += len(digest.entries)
    assert entries == 15_042
