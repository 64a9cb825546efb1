"""JSON Lines: everything that is known, one object a paper. The keys and their order are a promise to scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from reader.export.fields import marks_wanted
from reader.export.markfields import marks_written
from reader.export.options import Options
from reader.export.texts import iso
from reader.model import NO_MARKS, TEXT_FIELDS, Appearance, MarkedPaper, Marks, Paper
from reader.model.publishers import translated_by
from reader.text.safe import json_line


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """One line a paper; texts as they were collected, always in both languages."""
    for marked in papers:
        yield _line(record(marked), options)


def marks_alone(marks: Mapping[str, Marks], options: Options) -> Iterator[str]:
    """One line for each paper of which nothing but the marks is known: its ID and they. `restore` reads them."""
    for arxiv_id, own in marks.items():
        kept = marks_wanted(own, options.fields) if options.fields is not None else own
        if kept != NO_MARKS:
            yield _line({"id": arxiv_id, **marks_written(own)}, options)


def _line(values: dict[str, Any], options: Options) -> str:
    if options.fields is not None:
        values = {name: value for name, value in values.items() if name in options.fields}
    return json_line(values) + "\n"


def as_json(seen: Appearance) -> dict[str, Any]:
    """An appearance as a JSON value."""
    return {
        "channel": seen.channel,
        "topic": seen.topic,
        "day": iso(seen.day),
        "announce": seen.announce,
        "version": seen.version,
        "source": seen.source,
    }


def record(marked: MarkedPaper, appearance: Callable[[Appearance], Any] = as_json) -> dict[str, Any]:
    """What is known of a paper as JSON values; what is missing is None. `appearance` says how those are written."""
    paper, texts, details = marked.paper, marked.paper.texts, marked.paper.details
    return {
        "id": paper.id,
        "version": paper.version,
        "title_en": texts.title_en,
        "title_zh": texts.title_zh,
        "tldr_en": texts.tldr_en,
        "tldr_zh": texts.tldr_zh,
        "abstract_en": texts.abstract_en,
        "abstract_zh": texts.abstract_zh,
        "category": paper.category,
        "announce": paper.announce,
        "link": paper.link,
        "cut": paper.cut,
        "first_seen": iso(paper.first_seen),
        "last_seen": iso(paper.last_seen),
        "appearances": [appearance(seen) for seen in paper.appearances],
        **marks_written(marked.marks),
        "authors": [author.name for author in details.authors],
        "authors_detail": [
            {"name": author.name, "affiliations": list(author.affiliations)} for author in details.authors
        ],
        "categories": list(details.categories),
        "comment": details.comment,
        "doi": details.doi,
        "journal": details.journal,
        "links": [{"kind": link.kind, "url": link.url} for link in details.links],
        "keywords": list(details.keywords),
        "sections": [{"language": one.language, "name": one.name, "text": one.text} for one in details.sections],
        "submitted": iso(details.submitted),
        "revised": iso(details.revised),
        "translated_by": paper.translated[0].model if paper.translated else None,
        "translated_on": iso(paper.translated[1]) if paper.translated else None,
        "translations": list(_translations(paper)),
    }


def _translations(paper: Paper) -> Iterator[dict[str, Any]]:
    """The texts that were translated on this machine: by which model, when, and whether something got lost."""
    for name, told in zip(TEXT_FIELDS, paper.told, strict=True):
        translator = translated_by(told.source) if told else None
        if told and translator:
            yield {
                "field": name,
                "model": translator.model,
                "day": iso(told.day),
                "doubtful": translator.doubtful,
            }
