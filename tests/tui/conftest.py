"""A small invented library, and the app on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.commands import keymap
from reader.config import Config
from reader.i18n import translator
from reader.library.library import Library
from reader.model import Announce, Digest, Entry, Marks, Texts
from reader.paths import Places
from reader.sources.contract import Reading
from reader.tui.app import ReaderApp
from reader.tui.context import AppContext
from reader.tui.screens.main import MainScreen
from reader.tui.state import Look, View, ViewState
from tests.tui.live import LIMIT as LIMIT
from tests.tui.live import text_of as text_of
from tests.tui.live import until

AppMaker = Callable[..., ReaderApp]
"""What the fixture `make_app` is."""

FRIDAY, THURSDAY = date(2026, 8, 21), date(2026, 8, 20)


def entry(number: int, en: str, zh: str | None, *, cut: bool = False) -> Entry:
    """A paper with a title, a summary and an abstract in both languages, or in English only."""
    texts = Texts(
        f"{en} of the Teapot",
        f"茶壶的{zh}" if zh else None,
        None,
        f"我们研究茶壶的{zh}。" if zh else None,
        f"We study the {en.lower()} of teapots. It is {number} times better. " * 4,
        f"我们研究茶壶的{zh}。它好了{number}倍。" * 4 if zh else None,
    )
    return Entry(f"2608.{number:05}", texts, version=1, category="cs.TE", announce=Announce.NEW, cut=cut)


ON_FRIDAY = (
    entry(11, "Topology", "拓扑", cut=True),
    entry(10, "Diffusion", "扩散"),
    entry(9, "Grammar", "语法"),
    entry(8, "Price", None),
)
ON_THURSDAY = (entry(3, "Weather", "天气"), entry(2, "Silence", "沉默"), entry(1, "Memory", "记忆"))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    places = Places(data=tmp_path / "data", cache=tmp_path / "data" / "cache", config=tmp_path / "data" / "config.toml")
    opened = Library.open(places)
    digests = (Digest("cs.TE.md", "cs.TE", FRIDAY, ON_FRIDAY), Digest("cs.TE.md", "cs.TE", THURSDAY, ON_THURSDAY))
    opened.sources.bring_in("invented", Reading("cs.TE.md", "1", digests))
    yield opened
    opened.close()


@pytest.fixture
def context(library: Library) -> AppContext:
    return AppContext(library.places, library, Config(), keymap(), translator("en"), FRIDAY)


@pytest.fixture
def make_app(context: AppContext) -> AppMaker:
    """The app; keyword arguments are fields of the view and the look it begins with.

    `interface` is the language of its words, as it is where the reader has chosen it (see `reader.tui.run`).
    """

    def make(**chosen: Any) -> ReaderApp:
        looks = {each.name: chosen.pop(each.name) for each in fields(Look) if each.name in chosen}
        look = Look(**looks)
        t = translator(look.interface) if look.interface else context.t
        return ReaderApp(context._replace(t=t), ViewState(View(**chosen), look))

    return make


def screen_of(app: ReaderApp) -> MainScreen:
    """The reading screen."""
    assert isinstance(app.screen, MainScreen)
    return app.screen


def marks_of(library: Library, arxiv_id: str) -> Marks:
    """The marks of a paper as they are on disk."""
    library.changed()
    marked = library.find(arxiv_id)
    assert marked is not None
    return marked.marks


def titles(app: ReaderApp) -> list[str]:
    """What the papers of the list are about, in order."""
    screen = screen_of(app)
    found = [screen.context.library.paper(num).paper.texts.title_en or "" for num in screen.results.nums]
    return [title.split()[0] for title in found]


async def settled(app: ReaderApp, pilot: Pilot[int], wanted: Callable[[], bool]) -> None:
    """Wait until `wanted` is true, an answer that came from a thread, and that of the newest question.

    What is wanted of a query may be true of one of its beginnings, too. See `until` where nothing is answered.
    """
    await until(app, lambda: wanted() and not is_asking(app))


def is_asking(app: ReaderApp) -> bool:
    """The papers of the newest question are not there yet."""
    return isinstance(app.screen, MainScreen) and app.screen._questions.waiting


def all_has_come(app: ReaderApp) -> bool:
    """No answer, count, mark or work in the background is on its way, and no key waits for one."""
    screen = screen_of(app)
    asked = screen._questions.on_the_way or screen._questions._counts or screen._writer._unsettled or screen._held
    return not asked and all(worker.is_finished for worker in app.workers)


async def answered(app: ReaderApp, pilot: Pilot[int]) -> None:
    """Wait for all that threads were asked for."""
    await settled(app, pilot, lambda: all_has_come(app))
