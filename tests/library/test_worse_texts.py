"""A worse text never takes a better one's place, and a repeated digest adds nothing: whole folders, brought in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler
from itertools import permutations
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.model import Entry, Mismatch, Paper
from reader.paths import Places
from tests.sources.invented import digest, entry
from tests.sources.servers import send, serving

SENTENCE = "The teapot pours by itself, in every room. "
LONG = entry(1, category=None)
LONG = replace(LONG, texts=replace(LONG.texts, abstract_en=(SENTENCE * 30).strip()))


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    opened = Library.open(places)
    yield opened
    opened.close()


def brought_in(library: Library, root: Path, days: dict[str, tuple[str, Entry]]) -> Paper:
    """The only paper after folders named by days, each with one digest of one entry, were read in that order."""
    for day, (channel, told) in days.items():
        file = root / day / f"{channel}.md"
        file.parent.mkdir(parents=True)
        file.write_text(digest([told], age="2024"), encoding="utf-8")
        library.sources.sync([str(file.parent)])
    (num,) = library.listing().nums
    return library.paper(num).paper


def cut(told: Entry) -> Entry:
    """The entry as a publisher cuts it: 1,000 characters with the prefix."""
    prefix = f"arXiv:{told.id}v{told.version} Announce Type: {told.announce}  Abstract: "
    english = (told.texts.abstract_en or "")[: 1000 - len(prefix)]
    return replace(told, texts=replace(told.texts, abstract_en=english))


DAYS = ("2024-01-22", "2024-01-23")


@pytest.mark.parametrize("order", list(permutations(DAYS)))
def test_a_cut_abstract_does_not_replace_a_whole_one(library: Library, tmp_path: Path, order: tuple[str, ...]) -> None:
    said = {DAYS[0]: ("cs.AI", LONG), DAYS[1]: ("cs.LG", cut(LONG))}
    paper = brought_in(library, tmp_path, {day: said[day] for day in order})
    assert (paper.texts, paper.cut) == (LONG.texts, False)
    assert [seen.channel for seen in paper.appearances] == ["cs.AI", "cs.LG"]


def test_the_chinese_of_a_cut_abstract_beside_the_whole_english_is_marked(library: Library, tmp_path: Path) -> None:
    english = replace(LONG, texts=replace(LONG.texts, title_zh=None, tldr_zh=None, abstract_zh=None))
    paper = brought_in(library, tmp_path, {DAYS[0]: ("cs.AI", cut(LONG)), DAYS[1]: ("cs.LG", english)})
    assert paper.texts.abstract_en == LONG.texts.abstract_en
    assert paper.texts.abstract_zh == LONG.texts.abstract_zh
    assert paper.mismatch is Mismatch.LENGTH


@pytest.mark.parametrize("order", list(permutations(DAYS)))
def test_what_a_model_that_failed_left_replaces_nothing(
    library: Library, tmp_path: Path, order: tuple[str, ...]
) -> None:
    texts = replace(
        LONG.texts, title_zh="Error", tldr_zh="Summary generation failed", abstract_zh="Conclusion extraction failed"
    )
    said = {DAYS[0]: ("cs.AI", LONG), DAYS[1]: ("cs.AI", replace(LONG, version=1, texts=texts))}
    assert brought_in(library, tmp_path, {day: said[day] for day in order}).texts == LONG.texts


def test_a_failed_translation_alone_is_no_translation(library: Library, tmp_path: Path) -> None:
    failed = replace(LONG, texts=replace(LONG.texts, title_zh="Error", abstract_zh="Error"))
    paper = brought_in(library, tmp_path, {DAYS[0]: ("cs.AI", failed)})
    assert (paper.texts.title_zh, paper.texts.abstract_zh) == (None, None)
    assert library.finding.search("is:untranslated").total == 1


def test_a_digest_repeated_on_the_weekend_adds_nothing_from_a_folder(library: Library, tmp_path: Path) -> None:
    root = tmp_path / "published"
    for day in ("2024-01-19", "2024-01-20", "2024-01-21"):
        (root / day).mkdir(parents=True)
        (root / day / "q-fin.md").write_text(digest(age="2024"), encoding="utf-8")
    library.sources.sync([str(root)])
    assert [day for day, _, _ in library.days()] == [date(2024, 1, 19)]
    for num in library.listing().nums:
        assert [seen.day for seen in library.paper(num).paper.appearances] == [date(2024, 1, 19)]


def test_a_digest_repeated_on_the_weekend_adds_nothing_from_a_url(library: Library) -> None:
    body = digest(age="2024").encode()
    published = [(body, "Fri, 19 Jan 2024 08:00:00 GMT"), (body + b"\n", "Sat, 20 Jan 2024 08:00:00 GMT")]
    waiting = iter(published)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        text, stamp = next(waiting)
        send(handler, text, Last_Modified=stamp)

    with serving(answer) as server:
        library.sources.sync([f"{server}/q-fin.md"])
        library.sources.sync()
    assert next(waiting, None) is None, "both were fetched"
    assert [day for day, *_ in library.days()] == [date(2024, 1, 19)]
    assert {seen.day for paper in papers_of(library) for seen in paper.appearances} == {date(2024, 1, 19)}


def papers_of(library: Library) -> list[Paper]:
    return [library.paper(num).paper for num in library.listing().nums]
