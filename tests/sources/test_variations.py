"""Real files of a form differ from its samples: each sample is varied as they would vary, and loses no paper by it."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.model import Digest
from reader.sources.content import Origin, read_stream
from tests.sources.invented import LISTING
from tests.sources.test_arxiv_xml import API, ATOM, COOL, OAI, RDF, RSS
from tests.sources.test_bibliographies import BIBTEX, CSL, KAGGLE, ZOTERO, lines
from tests.sources.test_branches import daily

SAMPLES: dict[str, str] = {
    "kaggle.jsonl": lines(KAGGLE, KAGGLE | {"id": "2402.00002"}),
    "works.json": json.dumps(CSL),
    "daily.jsonl": daily(1) + daily(2),
    "works.bib": BIBTEX,
    "library.rdf": ZOTERO,
    "letter.eml": LISTING,
    "rss.xml": RSS,
    "atom.xml": ATOM,
    "old.xml": RDF,
    "api.xml": API,
    "oai.xml": OAI,
    "cool.xml": COOL,
}
SHARED = "forms"
"""Where in the corpus one sample of each form lies; they are varied, too, where there is a corpus."""


def read(data: bytes, name: str) -> list[Digest]:
    return list(read_stream(io.BytesIO(data), Origin(name, name)))


def told(data: bytes, name: str) -> list[tuple[object, ...]]:
    """Of each paper what a variation may not change."""
    return sorted(
        (
            entry.id, entry.texts.title_en or "", entry.texts.title_zh or "", entry.texts.tldr_zh or "",
            " ".join((entry.texts.abstract_en or "").split()), entry.details.authors, entry.details.categories,
        )
        for digest in read(data, name)
        for entry in digest.entries
    )  # fmt: skip


BYTES: dict[str, Callable[[bytes], bytes]] = {
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "CRLF": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "GB18030": lambda data: data.decode().encode("gb18030"),
    "blank lines first": lambda data: b"\n\n" + data,
    "blank lines last": lambda data: data + b"\n \n\n",
    "no line end": lambda data: data.rstrip(),
}

XML: dict[str, Callable[[str], str]] = {
    "single quotes": lambda text: re.sub(r'="([^"\']*)"', r"='\1'", text),
    "comments": lambda text: text.replace("<title>", "<!-- a comment --><title>"),
    "no declaration": lambda text: re.sub(r"<\?xml.*?\?>\s*", "", text),
    "elements of others": lambda text: re.sub(
        r"(</(?:item|entry|record)>)", r'<x:y xmlns:x="z"><x:w>no title</x:w></x:y>\1', text
    ),
}


def everywhere(value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """`value` with each of its objects changed."""
    if isinstance(value, dict):
        return change({key: everywhere(inner, change) for key, inner in value.items()})
    return [everywhere(inner, change) for inner in value] if isinstance(value, list) else value


def shuffled(record: dict[str, Any]) -> dict[str, Any]:
    pairs = list(record.items())
    random.Random(7).shuffle(pairs)
    return dict(pairs)


RECORDS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "other order": shuffled,
    "more keys": lambda record: record | {"zz": {"a": [1, {"b": None}]}, "zy": None, "zx": []},
    "more keys first": lambda record: {"aa": {"x": "y"}} | record,
}


def json_variations(name: str, text: str) -> Iterator[tuple[str, str]]:
    """The same records, written in other ways."""
    if name.endswith(".jsonl"):
        records = [json.loads(line) for line in text.splitlines() if line.strip()]
        for what, change in RECORDS.items():
            yield what, "\n".join(json.dumps(everywhere(record, change)) for record in records)
        yield "no escapes", "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
        yield "blank lines", "\n\n".join(json.dumps(record, separators=(",", ":")) for record in records)
        yield "a list", json.dumps(records)
        yield "a list over many lines", json.dumps(records, indent=2)
        yield "a list in an object", json.dumps({"count": 2, "papers": records}, indent=1)
        return
    document = json.loads(text)
    yield "indented", json.dumps(document, indent=4, ensure_ascii=False)
    yield "compact", json.dumps(document, separators=(",", ":"))
    if isinstance(document, list) or "papers" in document or "data" in document:
        for what, change in RECORDS.items():
            yield what, json.dumps(everywhere(document, change))


def variations(name: str, text: str) -> Iterator[tuple[str, bytes]]:
    data = text.encode()
    for what, change in BYTES.items():
        yield what, change(data)
    if name.endswith((".jsonl", ".json")) and not text.startswith("{'"):
        yield from ((what, varied.encode()) for what, varied in json_variations(name, text))
    if name.endswith((".xml", ".rdf")):
        yield from ((what, vary(text).encode()) for what, vary in XML.items())
    if name.endswith(".md"):
        yield "blanks at the ends of lines", text.replace("\n", "  \n").encode()
        yield "more blank lines", text.replace("\n\n", "\n\n\n").encode()


def check(name: str, text: str) -> None:
    expected = told(text.encode(), name)
    assert expected, "the sample has papers"
    for what, data in variations(name, text):
        assert told(data, name) == expected, what


@pytest.mark.parametrize("name", SAMPLES)
def test_no_paper_and_no_field_is_lost_where_a_file_is_written_in_another_way(name: str) -> None:
    check(name, SAMPLES[name])


def test_the_samples_of_all_publishers_may_be_written_in_other_ways(corpus: Path) -> None:
    samples = [path for path in sorted((corpus / SHARED).iterdir()) if path.is_file()]
    for path in samples:
        if path.name not in {"README.md", "mapping-sketch.toml"}:
            check(path.name, path.read_text("utf-8"))


LAYOUTS: dict[str, Callable[[list[Any]], str]] = {
    "one a line": lambda records: "\n".join(map(json.dumps, records)),
    "one behind the other": lambda records: "\n".join(json.dumps(record, indent=2) for record in records),
    "a list": lambda records: json.dumps(records, indent=1),
    "a list of lines": lambda records: "[" + ",\n".join(map(json.dumps, records)) + "]",
    "in an object": lambda records: json.dumps({"papers": records}, indent=4),
}
SCROLL = {
    "title": "Kettles", "authors": ["Ada Beispiel"], "arxiv_id": "2402.00001v1", "summary": "We boil [twice].",
    "categories": ["cs.LG"], "headline_zh": "水壶", "code_links": [{"url": "https://example.org/a", "type": "code"}],
}  # fmt: skip
QUOTED: dict[str, Any] = {
    "kaggle.jsonl": KAGGLE,
    "works.json": CSL[0],
    "daily.jsonl": json.loads(daily(1).replace("2401", "2402")),
    "scroll.json": SCROLL,
    "own.jsonl": {
        "id": "2402.00001", "version": 1, "title_en": "Kettles", "title_zh": "水壶", "abstract_en": "We {boil}.",
        "abstract_zh": None, "appearances": [{"source": "a", "channel": "cs.LG", "day": "2024-02-05"}],
        "bookmarked": None,
    },
}  # fmt: skip
"""A record of each form whose files may be long."""

WRONG: dict[str, Callable[[Any], Any]] = {
    "null": lambda value: None,
    "empty": lambda value: "",
    "a number": lambda value: 7,
    "an empty list": lambda value: [],
    "nested lists": lambda value: [[value]],
    "an object": lambda value: {"name": value},
}


@pytest.mark.parametrize("name", ["kaggle.jsonl", "works.json", "daily.jsonl"])
def test_a_field_that_is_missing_or_of_another_kind_costs_no_other_paper(name: str) -> None:
    """One record of two is changed, key by key; it keeps its paper as long as something in it leads to arXiv."""
    text = SAMPLES[name]
    lined = name.endswith(".jsonl")
    records = [json.loads(line) for line in text.splitlines()] if lined else json.loads(text)
    whole = {entry.id for digest in read(text.encode(), name) for entry in digest.entries}
    for key in records[0]:
        missing = {other: value for other, value in records[0].items() if other != key}
        for first in (missing, *(records[0] | {key: wrong(records[0][key])} for wrong in WRONG.values())):
            changed = [first, *records[1:]]
            data = "\n".join(map(json.dumps, changed)) if lined else json.dumps(changed)
            found = {entry.id for digest in read(data.encode(), name) for entry in digest.entries}
            leads = key in {"id", "URL", "number", "DOI"}
            assert found == whole or (leads and len(found) >= len(whole) - 1), (key, first.get(key))


@pytest.mark.parametrize("name", ["kaggle.jsonl", "works.json", "daily.jsonl", "scroll.json", "own.jsonl"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_quote_that_is_never_closed_costs_one_record(name: str, layout: str) -> None:
    """Each quote of the second record of three is left out in turn, also where it is the first or the last."""
    if (name, layout) == ("scroll.json", "one behind the other"):
        pytest.skip("a form of whole documents")
    one, other = "2402.00001", "2402.00002"
    record = json.dumps(QUOTED[name])
    records = [json.loads(record.replace(one, number)) for number in (one, other, "2402.00003")]
    for order in ((0, 1, 2), (1, 0, 2), (0, 2, 1)):
        text = LAYOUTS[layout]([records[number] for number in order])
        begins = LAYOUTS[layout]([records[number] for number in order[: order.index(1)]]).rstrip("]}\n ")
        quotes = [
            found.start()
            for found in re.finditer(r'(?<!\\)"', text)
            if len(begins) <= found.start() < len(begins) + len(LAYOUTS[layout]([records[1]])) - 12
        ]
        for quote in quotes[:: max(1, len(quotes) // 12)]:
            digests = read((text[:quote] + text[quote + 1 :]).encode(), "2024-02-05.json")
            found = {entry.id for digest in digests for entry in digest.entries}
            assert found == {one, "2402.00003"}, text[quote - 20 : quote + 20]
            assert any(problem.lost for digest in digests for problem in digest.problems)
