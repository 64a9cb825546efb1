"""What the pane of one paper promises: right lines at every width, text that can be copied as it was written."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import Selection

from reader.tui.spans import Role, Span
from reader.tui.themes import SELECTION
from reader.tui.typeset import Block, SetDocument, paragraph, set_document
from reader.tui.widgets.detail_pane import DetailPane
from tests.tui.live import driven

TEXT = "茶壶与茶杯之间的距离是一个古老的问题，我们给出一个新的上界。" * 6


class DetailApp(App[None]):
    """A pane on its own."""

    AUTO_FOCUS = None
    CSS = "DetailPane { height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }"

    def compose(self) -> ComposeResult:
        yield DetailPane()

    @property
    def pane(self) -> DetailPane:
        return self.query_one(DetailPane)

    def lines(self) -> list[str]:
        return [self.pane.render_line(y).text.rstrip() for y in range(self.pane.size.height)]


def two_paragraphs(cells: int) -> SetDocument:
    return set_document([paragraph("Tea", Role.TITLE), paragraph(TEXT, gap=1)], cells)


async def resized(app: DetailApp, pilot: Pilot[None], columns: int, rows: int) -> None:
    """Until the pane has its new size: a pause ends early where a busy machine gives the test no time."""
    await pilot.resize_terminal(columns, rows)
    while app.pane.outer_size != (columns, rows):
        await pilot.pause()


async def test_text_is_set_for_the_new_width_in_the_first_paint_after_a_resize() -> None:
    app = DetailApp()
    async with driven(app, (60, 20)) as pilot:
        app.pane.show(two_paragraphs)
        await resized(app, pilot, 31, 20)
        assert app.lines()[2] == TEXT[:14]
        assert app.pane.virtual_size.height == len(two_paragraphs(29).lines)


async def test_a_resize_keeps_the_place_in_the_text() -> None:
    app = DetailApp()
    async with driven(app, (40, 8)) as pilot:
        sentences = [paragraph(f"{number}{TEXT}", gap=1) for number in range(9)]
        app.pane.show(lambda cells: set_document(sentences, cells))
        await pilot.pause()
        app.pane.scroll_lines(next(y for y in range(99) if app.pane.render_line(y).text.startswith("5")))
        for width in (60, 33, 80):
            await resized(app, pilot, width, 8)
            await pilot.pause()
            assert app.lines()[0].startswith("5茶壶")


async def test_another_paper_begins_at_its_top() -> None:
    app = DetailApp()
    async with driven(app, (30, 6)) as pilot:
        app.pane.show(two_paragraphs)
        await pilot.pause()
        app.pane.scroll_lines(9)
        app.pane.show(lambda cells: set_document([paragraph("Short")], cells))
        await pilot.pause()
        assert app.lines()[0] == "Short"
        assert app.pane.at_end


async def test_selected_text_is_copied_as_paragraphs() -> None:
    app = DetailApp()
    async with driven(app, (30, 20)) as pilot:
        app.pane.show(two_paragraphs)
        await pilot.pause()
        app.screen.selections = {app.pane: Selection(Offset(1, 0), Offset(18, 1))}
        await pilot.pause()
        assert app.screen.get_selected_text() == "ea\n" + TEXT[:18]
        selected = app.pane.style_of(Role.TEXT, SELECTION).bgcolor
        chosen = [s.text for y in range(4) for s in app.pane.render_line(y) if s.style and s.style.bgcolor == selected]
        assert "".join(chosen) == "ea" + TEXT[:18]


async def test_dragging_over_chinese_text_selects_what_it_covers() -> None:
    app = DetailApp()
    async with driven(app, (30, 20)) as pilot:
        app.pane.show(two_paragraphs)
        await pilot.pause()
        await pilot.mouse_down(DetailPane, offset=(4, 2))
        await pilot.hover(DetailPane, offset=(8, 2))
        await pilot.mouse_up(DetailPane, offset=(8, 2))
        assert app.screen.get_selected_text() == TEXT[2:5]


async def test_links_are_the_terminals_own() -> None:
    app = DetailApp()
    async with driven(app, (30, 6)) as pilot:
        link = Span("2401.00001", Role.LINK, link="https://arxiv.org/abs/2401.00001")
        app.pane.show(lambda cells: set_document([Block((link,))], cells))
        await pilot.pause()
        first = next(iter(app.pane.render_line(0)))
        assert first.style is not None
        assert first.style.link == "https://arxiv.org/abs/2401.00001"


async def test_markup_in_a_paper_is_text() -> None:
    app = DetailApp()
    async with driven(app, (40, 6)) as pilot:
        app.pane.show(lambda cells: set_document([paragraph("[b]a[/b] [cs.LG] [/x] $5")], cells))
        await pilot.pause()
        assert app.lines()[0] == "[b]a[/b] [cs.LG] [/x] $5"
