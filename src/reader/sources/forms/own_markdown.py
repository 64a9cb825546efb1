"""Our own reading list in Markdown (see `reader.export.markdown`), as far as it tells papers.

It was made for people: formulas are plain characters in it, of the appearances only the newest day is left, and notes
are notes. JSON Lines give back everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from reader.model import Announce, Digest, Entry, Texts
from reader.sources.forms.own_export import PAPERS_A_STEP, publisher_of
from reader.sources.naming import is_category
from reader.sources.problems import Problems
from reader.sources.stated import Stated, make_entry
from reader.text.script import has_han

_BEGINNING = re.compile(r"\s*---\ntitle: Reading list\nsource: arXiv\n")
_ITEM = re.compile(r"- \[(?P<title>.*)\]\((?P<link>https://arxiv\.org/abs/[^)\s]+)\)\s*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_FACTS = re.compile(r"\S+?(?:v(?P<version>\d{1,4}))?(?: · (?P<more>.*))?")
_CUT = " […]"


def is_reading_list(head: str) -> bool:
    """Whether the beginning of a file is that of such a list."""
    return _BEGINNING.match(head) is not None


def read_reading_list(lines: Iterable[str], place: str, day: date | None) -> Iterator[Digest]:
    """The digests that the lines of a list make. `day` is that of the export, as far as it is known."""
    problems, publisher = Problems(place), publisher_of(day)
    by_day: dict[date | None, list[Entry]] = {}
    gathered = 0
    for number, heading, paragraphs in _items(lines):
        entry, seen = _read(heading, paragraphs, number)
        if entry is None:
            problems.add(number, "no arXiv link in this entry", lost=True)
            continue
        by_day.setdefault(seen, []).append(entry)
        gathered += 1
        if gathered % PAPERS_A_STEP == 0:
            yield from _digests(by_day, place, publisher)
            by_day = {}
    yield from _digests(by_day, place, publisher)
    if problems.all():
        yield Digest(place, None, None, (), problems.all(), announces=False)


def _digests(by_day: dict[date | None, list[Entry]], place: str, publisher: str) -> Iterator[Digest]:
    for day, entries in by_day.items():
        yield Digest(place, None, day, tuple(entries), publisher=publisher, kept=True)


def _items(lines: Iterable[str]) -> Iterator[tuple[int, re.Match[str], list[str]]]:
    """Line, heading and paragraphs of every item; a paragraph's lines are joined."""
    found: re.Match[str] | None = None
    start, paragraphs, within = 0, list[str](), False
    for number, line in enumerate(lines, start=1):
        if heading := _ITEM.fullmatch(line.rstrip("\n")):
            if found:
                yield start, found, paragraphs
            start, found, paragraphs, within = number, heading, [], False
        elif not line.strip():
            within = False
        elif line.startswith("  ") and within:
            paragraphs[-1] += "\n" + line.strip()
        elif line.startswith("  "):
            paragraphs.append(line.strip())
            within = True
    if found:
        yield start, found, paragraphs


def _read(heading: re.Match[str], paragraphs: list[str], line: int) -> tuple[Entry | None, date | None]:
    """The entry and the day on which it was seen last."""
    told = make_entry(Stated(link=heading["link"]), line)
    if told is None:
        return None, None
    at = next((at for at, text in enumerate(paragraphs) if _plain(text).startswith(told.id)), len(paragraphs))
    facts = paragraphs[at] if at < len(paragraphs) else ""
    below = [text for text in paragraphs[at + 1 :] if not text.startswith("**Note:**")]
    summaries = [_plain(text[2:]) for text in below if text.startswith("> ")]
    abstracts = [_plain(text) for text in below if not text.startswith("> ")]
    texts = Texts(
        **_by_language("title", [_plain(heading["title"]), *map(_plain, paragraphs[:at])]),
        **_by_language("tldr", summaries),
        **_by_language("abstract", [text.removesuffix(_CUT) for text in abstracts]),
    )
    cut = any(text.endswith(_CUT) for text in abstracts)
    return _with_facts(replace(told, texts=texts, cut=cut), _plain(facts))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _by_language(name: str, texts: list[str]) -> dict[str, str]:
    """The first text in each language, under the name of its field."""
    found: dict[str, str] = {}
    for text in texts:
        if text and not text.startswith("arXiv:"):
            found.setdefault(f"{name}_zh" if has_han(text) else f"{name}_en", text)
    return found


def _with_facts(entry: Entry, line: str) -> tuple[Entry, date | None]:
    """The entry with what stands in its line of facts, and the day there."""
    found = _FACTS.fullmatch(line)
    day: date | None = None
    if not found:
        return entry, day
    if found["version"]:
        entry = replace(entry, version=int(found["version"]))
    for fact in (found["more"] or "").split(" · "):
        if is_category(fact):
            entry = replace(entry, category=fact)
        elif fact in set(Announce):
            entry = replace(entry, announce=Announce(fact))
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", fact):
            day = _day(fact)
    return entry, day


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
