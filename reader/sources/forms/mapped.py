"""Reading a file by a mapping: text in, digests out, one for each day and topic that stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from reader.model import Author, Digest, Entry, Link, LinkKind, Problem
from reader.sources.announcement import announce_of
from reader.sources.arxiv_id import spelt, version_told
from reader.sources.facts import Facts, categories_in, day_told, entry_of, lacks
from reader.sources.forms.growing import Group, Growing, hash_of, told_before
from reader.sources.forms.jsontext import Record
from reader.sources.forms.kinds import KINDS, taken_apart
from reader.sources.forms.mapping import LINKS, Mapping
from reader.sources.markup import without_markup
from reader.sources.naming import channel_of
from reader.sources.people import authors_in, people_in
from reader.sources.problems import Problems
from reader.text.script import has_han

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# LaTeX has commands that begin with n: only a literal \n that is none of them ends a line.
_LITERAL_BREAK = re.compile(
    r"(?:\\n)(?!(?:u|e|eq|ot|otin|abla|i|atural|earrow|warrow|eg|geq|leq|mid|less|gtr|ewline|onumber|olimits|obreak|orm)"
    r"(?![a-z]))"
)
_QUOTED = re.compile(r"^> ?", re.MULTILINE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_URL = re.compile(r"https?://[^\s()<>\"'，。；]+[^\s()<>\"'，。；.,;:]")
_AND_OTHERS = re.compile(r"[\s,，]*(?:\bet\.?\s*al\.?|\s等人?)\s*$", re.IGNORECASE)
_DOTS = ("...", "…")
_MANY = 3
"""Abstracts of a file that end in dots, and at least one in so many, where its publisher cuts them."""
_KINDS = {"code": LinkKind.CODE, "project": LinkKind.PROJECT, "pdf": LinkKind.PDF}


@dataclass(slots=True)
class Filled:
    """What reading by a mapping filled: records in, entries out, and for each field how many have it."""

    records: int = 0
    entries: int = 0
    fields: dict[str, int] = field(default_factory=dict)

    def count(self, entry: Entry) -> None:
        """Count what an entry has."""
        self.entries += 1
        told = {name: getattr(entry.texts, name) for name in entry.texts.__slots__}
        told |= {name: getattr(entry.details, name) for name in entry.details.__slots__}
        told |= {"version": entry.version, "category": entry.category, "announce": entry.announce}
        for name, value in told.items():
            self.fields[name] = self.fields.get(name, 0) + bool(value)


def read_mapped(
    text: str,
    mapping: Mapping,
    place: str,
    name: str,
    filled: Filled | None = None,
    growing: tuple[Growing, str] | None = None,
) -> list[Digest]:
    """The digests in a text, by day and topic in the order in which they begin; one without entries if there are none.

    name     the file's, for `language_of`
    filled   counts what each field got
    growing  what the file's earlier version held, and its path: what stood there is left out, and what stands here kept
    """
    reader = _Reader(mapping, name)
    problems = Problems(place)
    groups: dict[Group, list[Entry]] = {}
    records: Iterable[Record] = KINDS[mapping.kind](text.replace("\r\n", "\n"), mapping.shape)
    known: set[Group] = set()
    if growing:
        records, known = _news(list(records), mapping, *growing)
    for line, raw in records:
        record = taken_apart(raw, mapping.shape)
        if filled:
            filled.records += 1
        entry = reader.entry(record, line) if record is not None else None
        if entry is None or record is None:
            lost = "no arXiv link in this entry" if record is not None else "a record that cannot be read"
            problems.add(line, lost, lost=True)
            continue
        if filled:
            filled.count(entry)
        if lack := lacks(entry, abstract=False):
            problems.add(line, f"{entry.id}: {lack}")
        groups.setdefault(reader.place(record), []).append(entry)
    if _cuts(mapping, [entry for entries in groups.values() for entry in entries]):
        groups = {where: [_with_cut(entry) for entry in entries] for where, entries in groups.items()}
    return _digests(groups, known, mapping, place, problems.all())


def _cuts(mapping: Mapping, entries: Sequence[Entry]) -> bool:
    """Whether dots at the end of an abstract mean that it was cut.

    Authors end one in some 2,000 so. Where a file holds one paper, no others tell what its publisher does.
    """
    if mapping.cuts is not None:
        return mapping.cuts
    if mapping.one_a_file:
        return True
    abstracts = [entry.texts.abstract_en for entry in entries if entry.texts.abstract_en]
    dotted = sum(text.endswith(_DOTS) for text in abstracts)
    return dotted >= _MANY and dotted * _MANY >= len(abstracts)


def _with_cut(entry: Entry) -> Entry:
    return replace(entry, cut=(entry.texts.abstract_en or "").endswith(_DOTS))


def _news(records: list[Record], mapping: Mapping, growing: Growing, path: str) -> tuple[Iterable[Record], set[Group]]:
    """The records that the file's earlier version had not, and the groups to which others belong that it had."""
    hashes = [hash_of(record) for _, record in records]
    before = growing.before(path)
    known = told_before(hashes, before, own_days=mapping.day_field is not None) if before else set()
    groups = {one: before[one] for one in known} if before else {}
    news = [(one, record) for one, record in zip(hashes, records, strict=True) if one not in known]
    growing.keep(path, groups | {one: _group(record, mapping) for one, (_, record) in news})
    return (record for _, record in news), {group for group in groups.values() if group}


def _group(record: Any, mapping: Mapping) -> Group | None:
    taken = taken_apart(record, mapping.shape)
    return _Reader(mapping, "").place(taken) if taken is not None else None


def hold(text: str, mapping: Mapping, growing: Growing, path: str) -> None:
    """Keep what a version of a file holds that was read in an earlier run."""
    _news(list(KINDS[mapping.kind](text.replace("\r\n", "\n"), mapping.shape)), mapping, growing, path)


def _digests(
    groups: dict[Group, list[Entry]], known: set[Group], mapping: Mapping, place: str, problems: tuple[Problem, ...]
) -> list[Digest]:
    digests = [
        Digest(
            place, channel := channel_of(topic) if topic and channel_of(topic) == topic else None, day, tuple(entries),
            announces=mapping.announces, topic=topic if topic and not channel else None, kept=(day, topic) in known,
        )
        for (day, topic), entries in groups.items()
    ] or [Digest(place, None, None, (), announces=mapping.announces)]  # fmt: skip
    return [replace(digests[0], problems=problems), *digests[1:]]


class _Reader:
    """One reading of one file by one mapping."""

    def __init__(self, mapping: Mapping, name: str) -> None:
        self._mapping = mapping
        told = mapping.language_of.search(name) if mapping.language_of else None
        self._english = told is not None and told["lang"].lower().startswith("en")

    def place(self, record: dict[str, Any]) -> tuple[date | None, str]:
        """The day and topic that a record tells of itself."""
        own = self._mapping.day_field
        day = next((day_told(str(value)) for value in own(record)), None) if own else None
        return day, self.text(record, "topic")

    def entry(self, record: dict[str, Any], line: int) -> Entry | None:
        """The entry of a record; None if it has no arXiv ID."""
        links = tuple(
            one
            for value in self._mapping.fields["id"](record)
            if (one := self.matched("id", spelt(value) or str(value)))
        )
        if not links:
            return None
        texts = self.texts(record)
        entry = entry_of(
            Facts(
                links=links,
                authors=self.authors(record),
                categories=self.categories(record),
                comment=self.text(record, "comment"),
                doi=self.text(record, "doi"),
                journal=self.text(record, "journal"),
                elsewhere=tuple(self.links(record)),
                keywords=tuple(dict.fromkeys(self.listed(record, "keywords"))),
                sections=self.sections(record),
                submitted=day_told(self.text(record, "submitted")),
                line=line,
                **texts,
            )
        )
        if entry is None:
            return None
        version, announce = self.text(record, "version"), self.text(record, "announce")
        return replace(
            entry,
            version=entry.version or version_told(version),
            announce=entry.announce or (announce_of(announce) if announce else None),
        )

    def texts(self, record: dict[str, Any]) -> dict[str, Any]:
        """Titles, summaries and abstracts, each under the name of its language."""
        found: dict[str, str] = {}
        for name in self._mapping.fields:
            kind, _, language = name.partition("_")
            if kind not in {"title", "tldr", "abstract"} or not (text := self.text(record, name)):
                continue
            if not language:
                language = "zh" if has_han(text) else "en"
            elif self._english and language == "zh" and not has_han(text):
                language = "en"
            found.setdefault(f"{kind}_{language}", text)
        return found

    def text(self, record: dict[str, Any], name: str) -> str:
        get = self._mapping.fields.get(name)
        return next((text for value in get(record) if (text := self.cleaned(name, value))), "") if get else ""

    def cleaned(self, name: str, value: Any) -> str:
        """A value as text, without marks of any language; empty if that means "not there"."""
        if isinstance(value, list):
            value = "\n".join(str(item) for item in value if isinstance(item, str | int | float))
        elif not isinstance(value, str):
            value = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
        text = self.matched(name, value.strip())
        if self._mapping.unescape:
            text = _ESCAPED.sub(r"\1", _LITERAL_BREAK.sub("\n", _QUOTED.sub("", text)))
        if _TAG.search(text):
            text = without_markup(text)
        reject = self._mapping.reject
        return "" if reject and reject.fullmatch(text) else text

    def matched(self, name: str, text: str) -> str:
        """The part of a text that the mapping's pattern for it means; empty if it is not there."""
        pattern = self._mapping.match.get(name)
        if pattern is None:
            return text
        found = pattern.search(text)
        if not found:
            return ""
        return ".".join(part for part in found.groups() if part) if pattern.groups else found[0]

    def listed(self, record: dict[str, Any], name: str) -> list[str]:
        """The values of a list; a single text is one between commas."""
        get = self._mapping.fields.get(name)
        values = get(record) if get else []
        if len(values) == 1 and isinstance(values[0], str):
            values = re.split(r"[,，、;；]", values[0])
        elif len(values) == 1 and isinstance(values[0], list):
            values = values[0]
        return [text for value in values if (text := " ".join(self.cleaned(name, value).split()))]

    def authors(self, record: dict[str, Any]) -> tuple[Author, ...]:
        get = self._mapping.fields.get("authors")
        values = get(record) if get else []
        if len(values) == 1 and isinstance(values[0], str):
            return authors_in(_AND_OTHERS.sub("", self.cleaned("authors", values[0])))
        if len(values) == 1 and isinstance(values[0], list):
            values = values[0]
        return people_in([self.cleaned("authors", value) if isinstance(value, str) else value for value in values])

    def categories(self, record: dict[str, Any]) -> tuple[str, ...]:
        get = self._mapping.fields.get("categories")
        values = get(record) if get else []
        if len(values) == 1 and isinstance(values[0], list):
            values = values[0]
        told = [part for value in values if isinstance(value, str) for part in categories_in(value)]
        primary = self.text(record, "primary")
        return tuple(dict.fromkeys([primary, *told] if primary else told))

    def links(self, record: dict[str, Any]) -> Iterable[Link]:
        for name in LINKS:
            get = self._mapping.fields.get(name)
            for value in get(record) if get else ():
                found = _URL.search(value) if isinstance(value, str) else None
                if found and self.cleaned(name, value):
                    yield Link(_KINDS[name], found[0])

    def sections(self, record: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        if self._mapping.all_parts:
            texts = set(self.texts(record).values())
            parts = ((name[1:], self.cleaned("", value)) for name, value in record.items() if name.startswith("#"))
            return tuple((name, text) for name, text in parts if name and text and text not in texts)
        found = []
        for name, get in self._mapping.sections.items():
            text = next((text for value in get(record) if (text := self.cleaned("", value))), "")
            if text:
                found.append((name, text))
        return tuple(found)
