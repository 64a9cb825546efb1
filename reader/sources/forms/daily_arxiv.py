"""daily-arXiv-ai-enhanced (https://github.com/dw-dengwei/daily-arXiv-ai-enhanced) and its many copies.

One JSON object a line, `data/DAY.jsonl` on the branch `data`, or with what a model says of each paper
`data/DAY_AI_enhanced_LANGUAGE.jsonl`; the same as Markdown in `data/DAY.md`. Abstracts are whole and in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Any

from reader.model import Digest, Entry, Link, LinkKind
from reader.sources.arxiv_id import spelt
from reader.sources.facts import Facts, categories_in, entry_of, lacks
from reader.sources.forms.jsontext import json_records, loose_records
from reader.sources.limits import HEAD_BYTES
from reader.sources.people import people_in
from reader.sources.problems import Problems
from reader.sources.texts import depth_of, has_records
from reader.text.script import has_han

_KEYS = frozenset({"abs", "pdf", "AI"})
_USUAL = {"id", "abs", "pdf", "title", "authors", "summary", "categories", "AI"}
_SECTIONS = ("motivation", "method", "result", "conclusion")
_CHINESE = {"motivation": "动机", "method": "方法", "result": "结果", "conclusion": "结论"}

_HEADING = re.compile(r"^### \[\d+\] \[(?P<title>.*)\]\((?P<link>[^()\s]*)\)[ \t]*$", re.MULTILINE)
_NEXT_CHANNEL = re.compile(r"^<div id='[^'\n]*'></div>[ \t]*$", re.MULTILINE)
_AUTHORS = re.compile(r"^\*(.+)\*[ \t]*$", re.MULTILINE)
_NAME = r"(?:Main category|TL;DR|Motivation|Method|Result|Conclusion)"
_ENDS = re.compile(r"^</?details>", re.MULTILINE)
_FIELD = re.compile(rf"^({_NAME}):[ \t]*(.*?)(?=^{_NAME}:|^</?details>|\Z)", re.MULTILINE | re.DOTALL)


def is_daily_lines(head: str) -> bool:
    """Whether the first record of a file is one of its: one a line, or in a list."""
    if '"summary"' not in head:
        return False
    return has_records(head, _KEYS, _USUAL)


def is_daily_markdown(head: str) -> bool:
    """Whether the beginning of a file is that of its Markdown."""
    return ("<div id=toc></div>" in head and "# Table of Contents" in head) or _looks_like_entries(head)


def _looks_like_entries(head: str) -> bool:
    found = _HEADING.search(head)
    return found is not None and "\nMain category: " in head[found.end() :]


def parse_daily_lines(text: str, place: str) -> Digest:
    """Every record of the JSON Lines; what cannot be read is a `Problem`."""
    depth = depth_of(text[:HEAD_BYTES], _KEYS)
    records = json_records(text, depth) if depth else loose_records(text, 0)
    return _digest(place, ((number, _of_record(record, number)) for number, record in records))


def parse_daily_markdown(text: str, place: str) -> Digest:
    """Every entry of the Markdown."""
    return _digest(place, _blocks(text.replace("\r\n", "\n")))


def _digest(place: str, said: Iterator[tuple[int, Facts | None]]) -> Digest:
    problems, entries = Problems(place), []
    for line, described in said:
        entry: Entry | None = entry_of(described) if described else None
        if entry is None:
            problems.add(
                line, "no arXiv link in this entry" if described else "a record that cannot be read", lost=True
            )
            continue
        entries.append(entry)
        if lack := lacks(entry, abstract=False):
            problems.add(line, f"{entry.id}: {lack}")
    return Digest(place, None, None, tuple(entries), problems.all())


def _of_record(record: Any, line: int) -> Facts | None:
    if not isinstance(record, dict):
        return None
    said = record.get("AI")
    said = {str(name).lower(): value for name, value in said.items()} if isinstance(said, dict) else {}
    summary = _text(said, "tldr") or _text(said, "task")
    sections = tuple((name, text) for name in _SECTIONS if (text := _text(said, name)))
    code = _text(record, "code_url")
    return Facts(
        links=(spelt(record.get("id")), _text(record, "abs"), _text(record, "pdf")),
        title_en=_text(record, "title"),
        title_zh=_translated(_CHINESE_TITLE, record, said),
        abstract_en=_text(record, "summary"),
        abstract_zh=_translated(_CHINESE_ABSTRACT, record, said),
        authors=people_in(record.get("authors")),
        categories=_categories(record.get("categories")),
        comment=_text(record, "comment"),
        elsewhere=(Link(LinkKind.CODE, code),) if code.startswith(("http://", "https://")) else (),
        line=line,
        **_by_language(summary, sections),
    )


def _by_language(summary: str, sections: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Summary and sections under the names of the language that they are written in."""
    named = tuple((_CHINESE[name] if has_han(text) else name.capitalize(), text) for name, text in sections)
    return {"tldr_zh" if has_han(summary) else "tldr_en": summary, "sections": named}


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    if isinstance(value, list):  # a model may answer with points
        value = "\n".join(point for point in value if isinstance(point, str))
    return value if isinstance(value, str) else ""


def _spellings(name: str) -> frozenset[str]:
    return frozenset((f"{name}_zh", f"{name}_cn", f"{name}_chinese", f"translated_{name}", f"zh_{name}"))


_CHINESE_TITLE, _CHINESE_ABSTRACT = _spellings("title"), _spellings("summary") | _spellings("abstract")


def _translated(keys: AbstractSet[str], *records: dict[str, Any]) -> str:
    """A Chinese text that some copies add, under one of these keys."""
    found = (_text(record, key) for record in records for key in sorted(record.keys() & keys))
    return next((text for text in found if has_han(text)), "")


def _categories(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return categories_in(value)
    return tuple(item.strip() for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _blocks(text: str) -> Iterator[tuple[int, Facts]]:
    starts = list(_HEADING.finditer(text))
    line, counted = 1, 0
    for found, end in pairwise([*starts, None]):
        assert found is not None
        line += text.count("\n", counted, found.start())
        counted = found.start()
        block = text[found.end() : end.start() if end else len(text)]
        yield line, _of_block(found, _NEXT_CHANNEL.split(block)[0], line)


def _of_block(heading: re.Match[str], block: str, line: int) -> Facts:
    # A structured abstract has lines that begin like fields; it is the last one.
    above, mark, abstract = block.partition("\nAbstract:")
    fields = {name.lower(): value.strip() for name, value in _FIELD.findall(above)}
    authors = _AUTHORS.search(block.partition("Main category:")[0])
    sections = tuple((name, fields[name]) for name in _SECTIONS if fields.get(name))
    return Facts(
        links=(heading["link"],),
        title_en=heading["title"],
        abstract_en=_ENDS.split(abstract)[0] if mark else "",
        authors=people_in(authors[1].split(",")) if authors else (),
        categories=categories_in(fields.get("main category", "")),
        line=line,
        **_by_language(fields.get("tl;dr", ""), sections),
    )
