"""What a card looks like: its bar is always to be seen, and what has no room is cut, with the key that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from textual.pilot import Pilot

from reader.i18n import translator
from reader.library.library import Library
from reader.model import Announce, Digest, Entry, Lang, Texts
from reader.sources.contract import Reading
from reader.text.cells import cell_len
from reader.tui.app import ReaderApp
from reader.tui.card import Card, card_document
from reader.tui.document import RenderOptions
from reader.tui.spans import Role
from reader.tui.triage import Earlier, Outcome, Triage
from reader.tui.typeset import SetDocument
from tests.tui.conftest import AppMaker, screen_of, text_of
from tests.tui.live import driven

SIZES = [(60, 15), (80, 24), (120, 40), (160, 45)]
LANGUAGES = ["en", "zh"]
SAID = {"en": "show all", "zh": "显示全部"}


def long_entry(sentences: int) -> Entry:
    """A paper whose titles take lines, and whose abstract has so many sentences."""
    texts = Texts(
        "Of Kettles that Whistle, Kettles that Do Not, and What a Household of Several Kettles May Conclude from Both",
        "关于会响的水壶、不会响的水壶，以及一个拥有多把水壶的家庭可以由此得出的结论",
        "A household learns which kettle is ready.",
        "一个家庭学会判断哪一把水壶烧开了。",
        " ".join(f"In the {n}th kitchen we listened to a kettle for a whole afternoon." for n in range(sentences)),
        "".join(f"在第{n}间厨房里，我们听了整整一个下午的水壶声。" for n in range(sentences)),
    )
    return Entry("2608.00099", texts, version=1, category="cs.TE", announce=Announce.NEW)


@pytest.fixture
def long(library: Library) -> Library:
    """The newest paper is a long one."""
    digest = Digest("cs.TE.md", "cs.TE", date(2026, 8, 22), (long_entry(60),))
    library.sources.bring_in("invented", Reading("long", "2", (digest,)))
    return library


def bar_of(app: ReaderApp) -> str:
    """The line with the bar of progress."""
    return next((line for line in text_of(app).splitlines() if "░" in line or "█" in line), "")


async def speaking(interface: str, app: ReaderApp, pilot: Pilot[int]) -> None:
    """Menus and messages in a language."""
    await pilot.pause()
    screen = screen_of(app)
    screen.show(replace(screen.state, look=replace(screen.state.look, interface=interface)))


@pytest.mark.parametrize("size", SIZES)
async def test_the_bar_stays_in_view_however_long_the_card_and_wherever_it_is_scrolled(
    make_app: AppMaker, long: Library, size: tuple[int, int]
) -> None:
    app = make_app(lang=Lang.BOTH)
    async with driven(app, size) as pilot:
        await pilot.press("T")
        for interface, keys in (("en", ("up", "pagedown", "i")), ("zh", ("pagedown", "i", "t"))):
            await speaking(interface, app, pilot)
            for key in keys:
                assert "8" in bar_of(app), text_of(app)
                await pilot.press(key)
        assert "8" in bar_of(app), text_of(app)
        await pilot.press("escape", *["left"] * 8)
        assert "8" in bar_of(app), text_of(app)
        assert "░" not in bar_of(app)


@pytest.mark.parametrize("size", SIZES)
async def test_of_an_abstract_that_is_too_long_as_much_is_shown_as_there_is_room_for(
    make_app: AppMaker, long: Library, size: tuple[int, int]
) -> None:
    app = make_app(lang=Lang.ZH)
    async with driven(app, size) as pilot:
        await pilot.press("T")
        for interface in LANGUAGES:
            await speaking(interface, app, pilot)
            lines = text_of(app).splitlines()[2:-2]
            more = next(number for number, line in enumerate(lines) if f"…  ↑ {SAID[interface]}" in line)
            named = sum("茶壶" in line for line in lines)
            assert more + bool(named) + named == len(lines) - 1  # the card is full, and not fuller
            assert any("厨房" in line for line in lines)
            assert not screen_of(app).card.max_scroll_y


@pytest.mark.parametrize("size", [SIZES[0], SIZES[-1]])
async def test_what_is_cut_is_read_on_page_by_page_by_one_key(
    make_app: AppMaker, long: Library, size: tuple[int, int]
) -> None:
    app = make_app(lang=Lang.ZH)
    async with driven(app, size) as pilot:
        await pilot.press("T", "up")
        assert SAID["en"] not in text_of(app)
        while not screen_of(app).card.at_end:
            before = screen_of(app).card.scroll_offset.y
            await pilot.press("space")
            assert screen_of(app).card.scroll_offset.y > before
        assert "第59间" in text_of(app)
        await pilot.press("space")
        assert SAID["en"] in text_of(app)
        assert screen_of(app).card.scroll_offset.y == 0


@pytest.mark.parametrize(("size", "named"), [((60, 15), 0), ((80, 24), 0), ((120, 40), 3), ((160, 45), 3)])
async def test_the_next_papers_are_named_below_what_is_cut_where_that_leaves_enough_of_it(
    make_app: AppMaker, long: Library, size: tuple[int, int], named: int
) -> None:
    app = make_app(lang=Lang.ZH)
    async with driven(app, size) as pilot:
        await pilot.press("T")
        assert sum("茶壶" in line for line in text_of(app).splitlines()) == named


async def test_a_low_card_that_is_cut_says_in_short_what_the_paper_is(make_app: AppMaker, long: Library) -> None:
    app = make_app(lang=Lang.ZH)
    async with driven(app, (60, 15)) as pilot:
        await pilot.press("T")
        assert "哪一把水壶烧开了" in text_of(app)
        assert "Of Kettles" not in text_of(app)
        await pilot.press("up", "pageup", "pageup")
        assert "Of Kettles" in text_of(app)


# The bar by itself


def drawn(run: Triage, cells: int, lines: int = 11, t: str = "en") -> tuple[SetDocument, Sequence[str]]:
    options = RenderOptions(Lang.ZH, str, lambda text, field: (), translator(t), 88, 2026)
    document = card_document(Card(run, None, (), lines), options, cells)
    return document, [text_in(document, number) for number in range(document.head)]


def text_in(document: SetDocument, line: int) -> str:
    return "".join(span.text for piece in document.lines[line] for span in piece.spans)


@pytest.mark.parametrize("t", LANGUAGES)
@pytest.mark.parametrize("cells", [24, 54, 74, 88, 150])
@pytest.mark.parametrize("total", [1, 9, 628, 1300, 65000])
def test_the_bar_never_changes_its_width_and_fits(cells: int, total: int, t: str) -> None:
    bars = set()
    nums = tuple(range(min(total, 20)))
    for done in range(len(nums) + 1):
        run = Triage(nums, earlier=Earlier(skipped=total - len(nums)))
        for _ in range(done):
            run = run.decided(Outcome.KEPT)
        _, (bar,) = drawn(run, cells, t=t)
        assert cell_len(bar) <= cells
        bars.add(bar.count("░") + bar.count("█"))
        assert (bar.count("░") == 0) is (run.seen == total)
        assert f"{total:,}" in bar
    assert len(bars) == 1
    assert min(bars) >= 1


def test_what_was_done_is_counted_beside_the_bar_where_there_is_room() -> None:
    run = partial(Triage, tuple(range(400)), earlier=Earlier(kept=7, skipped=100, read=121))
    assert drawn(run(), 88)[1][0].endswith("   229 of 628      kept 7   skipped 100   unread 400")
    assert drawn(run(), 54)[1][0].endswith("  229 of 628  kept 7   skipped 100   unread 400")
    assert drawn(run(), 30)[1][0].endswith("  229 of 628")
    assert drawn(run(), 88, lines=12)[0].head == 3
    roles = {span.role for piece in drawn(run(), 88)[0].lines[0] for span in piece.spans}
    assert roles == {Role.BAR, Role.RULE, Role.TEXT, Role.META}
