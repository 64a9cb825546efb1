"""What the list promises at any length; each of these was once a bug of a list like it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.pilot import Pilot

from reader.model import DayGroup, Results
from reader.tui.rows import Glyphs, Heading, RowView
from reader.tui.typeset import SetDocument, paragraph, set_document
from reader.tui.widgets.paper_list import PaperList
from tests.tui.live import driven


class ListApp(App[None]):
    """A list on its own."""

    AUTO_FOCUS = None
    CSS = "PaperList { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"

    def __init__(self, count: int, days: int = 1) -> None:
        super().__init__()
        self.made: list[int] = []
        self.noticed: list[int] = []
        share = max(count // days, 1)
        self.groups = tuple(DayGroup(20260821 - day, day * share, share) for day in range(days)) if count else ()
        self.nums: Sequence[int] = range(count)

    def compose(self) -> ComposeResult:
        yield PaperList(most_lines=3, glyphs=Glyphs())

    def on_mount(self) -> None:
        self.papers.show(self.content(self.nums), 0, self)

    @property
    def papers(self) -> PaperList:
        return self.query_one(PaperList)

    def content(self, nums: Sequence[int]) -> Results:
        return Results(nums, len(nums), days=self.groups)

    def heading(self, group: DayGroup, *, at_top: bool) -> Heading:
        return Heading(str(group.key), (str(group.count),))

    def notice(self, cells: int) -> SetDocument:
        self.noticed.append(cells)
        return set_document([paragraph("Nothing here.")], cells)

    def row(self, num: int) -> RowView:
        self.made.append(num)
        return RowView(f"第 {num} 篇论文 {'字' * 40}", "cs.TE", unread=True)

    def screen_text(self) -> list[str]:
        papers = self.papers
        return [papers.render_line(y).text for y in range(papers.size.height)]


async def test_what_is_drawn_does_not_depend_on_how_many_papers_there_are() -> None:
    app = ListApp(500_000, days=200)
    async with driven(app, (60, 20)) as pilot:
        await pilot.pause()
        app.made.clear()
        app.papers.move_to(499_999)
        await pilot.pause()
        assert 499_999 in app.made
        assert len(app.made) <= 3 * 20


async def test_other_results_are_shown_without_a_layout_of_the_screen() -> None:
    app = ListApp(1000)
    async with driven(app, (60, 20)) as pilot:
        await pilot.pause()
        layouts = 0
        lay_out = app.screen._refresh_layout

        def counted(size: Size | None = None, scroll: bool = False) -> None:
            nonlocal layouts
            layouts += 1
            lay_out(size, scroll)

        app.screen._refresh_layout = counted  # type: ignore[method-assign]  # counts the calls
        app.papers.show(app.content(range(7)), 3, app)
        await pilot.pause()
        assert layouts == 0
        assert app.papers.max_scroll_y == 0


async def test_counts_in_the_headings_paint_no_row_anew() -> None:
    app = ListApp(60, days=10)
    async with driven(app, (60, 30)) as pilot:
        for top in (0, 2):  # within a day, its heading is at the top alone
            app.papers.scroll_to(y=top, animate=False)
            await pilot.pause()
            app.papers.redraw_headings(app)
            painted = {y for region in app.papers._repaint_regions for y in range(region.y, region.bottom)}
            headings = [y for y, place in enumerate(app.papers.places()) if place.group is not None]
            assert painted == {0, *headings}
            assert len(headings) > 1


async def test_rows_are_drawn_for_the_new_width_in_the_first_paint_after_a_resize() -> None:
    app = ListApp(50)
    async with driven(app, (80, 20)) as pilot:
        await pilot.pause()
        assert len({len(line) for line in app.screen_text()}) > 0
        await pilot.resize_terminal(40, 12)
        for y in range(app.papers.size.height):
            assert app.papers.render_line(y).cell_length == app.papers.scrollable_content_region.width


async def test_the_cursor_stays_at_its_height_when_other_rows_come_in() -> None:
    app = ListApp(1000)
    async with driven(app, (60, 21)) as pilot:
        await pilot.pause()
        app.papers.move_to(500)
        await pilot.pause()
        app.papers.move_to(496)
        before = await height_of_cursor(app, pilot)
        app.papers.show(app.content(range(100, 1000)), 396, app)
        assert await height_of_cursor(app, pilot) == before


async def height_of_cursor(app: ListApp, pilot: Pilot[None]) -> int:
    await pilot.pause()
    return next(y for y, line in enumerate(app.screen_text()) if line[0] in "▌▏")


async def test_the_first_row_of_a_day_brings_its_heading_into_view() -> None:
    app = ListApp(100, days=10)
    async with driven(app, (60, 20)) as pilot:
        await pilot.pause()
        app.papers.move_to(60)
        app.papers.move_to(50)
        await pilot.pause()
        lines = app.screen_text()
        row = next(y for y, line in enumerate(lines) if line[0] in "▌▏")
        assert lines[row - 1].strip().startswith("20260816")


async def test_a_click_beside_the_rows_moves_nothing() -> None:
    app = ListApp(5, days=1)
    async with driven(app, (60, 20)) as pilot:
        await pilot.pause()
        await pilot.click(PaperList, offset=(5, 3))
        assert app.papers.cursor == 1
        for beside in ((5, 0), (59, 5), (5, 18)):  # heading, scroll bar, below the last row
            await pilot.click(PaperList, offset=beside)
            assert app.papers.cursor == 1


async def test_the_cursor_stops_at_both_ends_and_an_empty_list_draws() -> None:
    app = ListApp(3)
    async with driven(app, (60, 10)) as pilot:
        app.papers.move_to(99)
        assert app.papers.cursor == 2
        app.papers.move_to(-5)
        assert app.papers.cursor == 0
        app.papers.show(Results(), 0, app)
        await pilot.pause()
        app.papers.move_to(1)
        assert app.papers.cursor == 0
        assert "".join(app.screen_text()).strip() == "Nothing here."


async def test_what_stands_in_an_empty_list_is_made_once_and_not_for_every_line() -> None:
    app = ListApp(3)
    async with driven(app, (60, 20)) as pilot:
        app.papers.show(Results(), 0, app)
        await pilot.pause()
        assert "Nothing here." in "".join(app.screen_text())
        assert len(app.noticed) == 1


class UnevenApp(ListApp):
    """Titles of one to four lines."""

    def row(self, num: int) -> RowView:
        self.made.append(num)
        return RowView(f"{num:06} {'字' * (num * 7 % 101)}")


def rows_seen(app: ListApp) -> list[str]:
    """Each line by the number its row begins with, or by its first words."""
    return [line[4:10].strip() for line in app.screen_text()]


async def test_scrolling_up_by_wheel_moves_by_as_many_lines_as_were_asked_for_however_high_the_rows_are() -> None:
    app = UnevenApp(5000, days=40)
    async with driven(app, (40, 20)) as pilot:
        await pilot.pause()
        app.papers.scroll_to(y=7000, animate=False, force=True)
        await pilot.pause()
        for _ in range(30):
            before = app.screen_text()
            app.papers.scroll_to(y=app.papers.scroll_offset.y - 3, animate=False, force=True)
            await pilot.pause()
            assert app.screen_text()[4:] == before[1:-3]  # the first line is the day's heading


async def test_one_step_of_the_cursor_never_moves_more_than_the_row_that_comes_into_view() -> None:
    app = UnevenApp(3000, days=30)
    async with driven(app, (40, 20)) as pilot:
        await pilot.pause()
        app.papers.move_to(1500)
        for step in (-1, 1):
            for _ in range(40):
                await pilot.pause()
                before = app.papers.scroll_offset.y, app.papers.depth
                app.papers.move_to(app.papers.cursor + step)
                await pilot.pause()
                assert rows_seen(app)[app.papers.depth] == f"{app.papers.cursor:06}"
                assert 0 < app.papers.depth < 20
                assert abs(app.papers.depth - before[1]) <= 6


async def test_the_last_row_ends_where_the_list_ends_and_the_first_begins_it() -> None:
    app = UnevenApp(5000, days=40)
    async with driven(app, (40, 20)) as pilot:
        await pilot.pause()
        app.papers.move_to(4999)
        await pilot.pause()
        assert app.papers.scroll_offset.y == app.papers.max_scroll_y
        assert app.screen_text()[-1].strip()
        app.papers.move_to(0)
        await pilot.pause()
        assert app.papers.scroll_offset.y == 0


async def test_the_heading_of_the_day_stays_at_the_top_and_covers_no_cursor() -> None:
    app = UnevenApp(300, days=3)
    async with driven(app, (40, 20)) as pilot:
        await pilot.pause()
        for row in (150, 90, 120, 99, 100, 101, 205, 199, 200):
            app.papers.move_to(row)
            await pilot.pause()
            lines = app.screen_text()
            day = 20260821 - row // 100
            assert any(f"{day}" in line for line in lines[: app.papers.depth])
            assert lines[0].split()[0] in (f"{day}", f"{day + 1}")


async def test_other_marks_or_another_language_leave_the_cursor_s_row_where_it_is() -> None:
    app = UnevenApp(3000, days=30)
    async with driven(app, (40, 20)) as pilot:
        await pilot.pause()
        app.papers.move_to(1500)
        app.papers.move_to(1496)
        await pilot.pause()
        before = app.screen_text()
        app.papers.redraw()
        await pilot.pause()
        assert app.screen_text() == before


async def test_a_page_down_goes_on_where_the_page_ended() -> None:
    app = UnevenApp(3000, days=30)
    async with driven(app, (40, 20)) as pilot:
        await pilot.pause()
        seen: set[str] = set()
        for _ in range(20):
            seen |= {row for row in rows_seen(app) if row.isdigit() and len(row) == 6}
            reached = app.papers.cursor
            app.papers.move_to(reached + app.papers.page)
            await pilot.pause()
        assert seen >= {f"{row:06}" for row in range(reached)}


async def test_a_jump_puts_the_row_at_the_top_below_its_heading() -> None:
    app = UnevenApp(300, days=3)
    async with driven(app, (40, 20)) as pilot:
        await pilot.pause()
        for row in (100, 200, 100):
            app.papers.lift(row)
            await pilot.pause()
            assert app.papers.cursor == row
            assert app.screen_text()[0].split()[0] == str(20260821 - row // 100)
            assert rows_seen(app)[1] == f"{row:06}"
