"""What the sidebar says, and what its pane does with keys and clicks."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from textual import on
from textual.app import App, ComposeResult

from reader.i18n import translator
from reader.model import SavedSearch
from reader.tui.rows import ASCII_GLYPHS, Glyphs
from reader.tui.sidebar import DAYS, Entry, Facts, Outline, Target, choices_of, entries_of, outline, sidebar_lines
from reader.tui.spans import Line, line_width
from reader.tui.widgets.sidebar_pane import SidebarPane
from tests.tui.live import driven

TODAY = date(2026, 8, 21)
ENGLISH = translator("en")
FACTS = Facts(
    today=TODAY,
    days=[TODAY - timedelta(days=days) for days in range(8)],
    channels=[("cs.AI", 40), ("cs.CL", 900), ("cs.TE", 7)],
    searches=(SavedSearch(1, "hallucination", "幻觉"), SavedSearch(12, "beyond the digits", "kettle")),
    tags=[("later", 1), ("music", 14)],
    bookmarks=True,
)
UNREAD = {Target("", ("date:2026-08-21",)): 137, Target("", ("in:cs.CL",)): 60, Target("幻觉"): 9, Target(): 1341}


def plain(line: Line) -> str:
    return "".join(span.text for span in line)


def said(sections: Outline, cells: int = 22, shown: Target | None = None) -> list[str]:
    lines = sidebar_lines(sections, shown or Target("nothing of these"), cells, ASCII_GLYPHS)
    return [plain(line).rstrip() for line, _ in lines]


def test_days_channels_searches_and_tags_each_have_what_is_unread_beside_them() -> None:
    assert said(outline(FACTS, UNREAD, ENGLISH)) == [
        " Today            137",
        " Thu 20 Aug",
        " Wed 19 Aug",
        " Tue 18 Aug",
        " Mon 17 Aug",
        " Earlier",
        " 0 All papers   1,341",
        "",
        " Channels",
        " cs.CL             60",
        " cs.AI",
        " cs.TE",
        "",
        " Searches",
        " 1 hallucination    9",
        " beyond the digits",
        "",
        " Kept",
        " ★ Bookmarks",
        " #music",
        " #later",
    ]


def test_the_newest_day_is_called_today_only_on_its_day() -> None:
    saturday = FACTS._replace(today=TODAY + timedelta(days=1))
    first = entries_of(outline(saturday, {}, ENGLISH))[0]
    assert first == Entry("Newest: 21 Aug", Target("", ("date:2026-08-21",)))


def test_for_you_is_the_newest_day_and_stands_only_where_enough_was_kept() -> None:
    entries = {entry.label: entry.target for entry in entries_of(outline(FACTS._replace(interested=True), {}, ENGLISH))}
    assert entries["For you"] == Target("", ("is:recommended", "date:2026-08-21"))
    assert "For you" not in "".join(said(outline(FACTS, {}, ENGLISH)))


def test_earlier_begins_where_the_days_with_a_line_of_their_own_end() -> None:
    entries = entries_of(outline(FACTS, {}, ENGLISH))
    assert entries[DAYS].target == Target("", (f"date:..{TODAY - timedelta(days=DAYS)}",))


def test_channels_that_were_chosen_are_the_only_ones_shown_in_the_order_chosen() -> None:
    sections = outline(FACTS._replace(mine=("cs.TE", "cs.AI")), {}, ENGLISH)
    mine = next(section for section in sections if section.title == "My channels")
    assert [entry.label for entry in mine.entries] == ["cs.TE", "cs.AI"]


def test_an_empty_library_has_its_papers_to_offer_and_nothing_else() -> None:
    assert said(outline(Facts(TODAY), {}, ENGLISH)) == [" 0 All papers"]


def test_what_the_list_shows_is_marked_without_colour() -> None:
    lines = said(outline(FACTS, UNREAD, ENGLISH), shown=Target("", ("in:cs.CL",)))
    assert [line for line in lines if line.startswith("|")] == ["|cs.CL             60"]


def test_a_kept_search_is_marked_also_where_filters_made_the_same_list() -> None:
    facts = FACTS._replace(searches=(SavedSearch(1, "today's tea", "in:cs.TE date:7d"),))
    lines = said(outline(facts, {}, ENGLISH), shown=Target("", ("in:cs.TE", "date:7d")))
    assert [line for line in lines if line.startswith("|")] == ["|1 today's tea"]


@given(st.integers(1, 60), st.dictionaries(st.sampled_from(list(UNREAD)), st.integers(0, 10**7)))
def test_every_line_is_exactly_as_wide_as_the_sidebar(cells: int, unread: dict[Target, int]) -> None:
    for line, _ in sidebar_lines(outline(FACTS, unread, ENGLISH), Target(), cells, Glyphs()):
        assert line_width(line) == cells


def test_in_a_narrow_window_the_same_can_be_chosen_from() -> None:
    sections = outline(FACTS, UNREAD, ENGLISH)
    choices = choices_of(sections)
    assert [choice.id for choice in choices] == [str(number) for number in range(len(entries_of(sections)))]
    assert (choices[0].label, choices[0].papers) == ("Today", "137")
    assert {choice.group for choice in choices} == {"", "Channels", "Searches", "Kept"}


class SidebarApp(App[None]):
    """The pane on its own."""

    AUTO_FOCUS = None
    CSS = "SidebarPane { width: 22; height: 8; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Entry] = []

    def compose(self) -> ComposeResult:
        yield SidebarPane(glyphs=ASCII_GLYPHS)

    @on(SidebarPane.Opened)
    def note(self, event: SidebarPane.Opened) -> None:
        self.opened.append(event.entry)


async def test_a_click_opens_the_entry_under_the_mouse_and_beside_the_entries_nothing() -> None:
    app = SidebarApp()
    async with driven(app, (40, 20)) as pilot:
        pane = app.query_one(SidebarPane)
        pane.show(outline(FACTS, UNREAD, ENGLISH), Target())
        await pilot.pause()
        pane.move_to(0)
        await pilot.pause()
        await pilot.click(SidebarPane, offset=(3, 1))
        await pilot.click(SidebarPane, offset=(3, 7))
        assert [entry.label for entry in app.opened] == ["Thu 20 Aug"]


async def test_the_cursor_stays_in_view_and_stops_at_both_ends() -> None:
    app = SidebarApp()
    async with driven(app, (40, 20)) as pilot:
        pane = app.query_one(SidebarPane)
        pane.show(outline(FACTS, UNREAD, ENGLISH), Target())
        pane.move_to(99)
        await pilot.pause()
        assert pane.current is not None
        assert pane.current.label == "#later"
        assert any("#later" in pane.render_line(y).text for y in range(8))
        pane.move_to(-3)
        await pilot.pause()
        assert pane.cursor == 0
        assert "Today" in pane.render_line(0).text


async def test_the_cursor_is_where_the_list_is_unless_the_reader_is_moving_it() -> None:
    app = SidebarApp()
    async with driven(app, (40, 20)) as pilot:
        pane = app.query_one(SidebarPane)
        sections = outline(FACTS, UNREAD, ENGLISH)
        pane.show(sections, Target("幻觉"))
        assert pane.current is not None
        assert pane.current.label == "hallucination"
        pane.focus()
        await pilot.pause()
        pane.show(sections, Target())
        assert pane.current.label == "hallucination"


async def test_the_entry_under_the_cursor_is_told_from_others_by_a_sign_and_not_by_its_colour_alone() -> None:
    app = SidebarApp()
    async with driven(app, (40, 20)) as pilot:
        pane = app.query_one(SidebarPane)
        pane.show(outline(FACTS, UNREAD, ENGLISH), Target())
        pane.focus()
        pane.move_to(0)
        await pilot.pause()
        marked = {sign: [y for y in range(8) if pane.render_line(y).text.startswith(sign)] for sign in ">|"}
        assert len(marked[">"]) == 1
        assert len(marked["|"]) == 1
        assert marked[">"] != marked["|"]
