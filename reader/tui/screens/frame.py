"""The reading screen's frame: its parts, and how they share the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.geometry import Size
from textual.screen import Screen

from reader.tui.rows import Glyphs
from reader.tui.state import Layout, ViewState
from reader.tui.widgets.detail_pane import DetailPane
from reader.tui.widgets.paper_list import PaperList
from reader.tui.widgets.picker import Picker
from reader.tui.widgets.query_line import QueryLine
from reader.tui.widgets.rules import Divider, Rule
from reader.tui.widgets.text_line import TextLine

NARROW = 70
"""Cells below which there is one pane at a time."""
WIDE, TALL = 100, 40
"""Narrower and at least as high as this, list and paper stand one below the other."""
LEAST_SHARE = 15
"""What list and paper keep of the screen, per cent, however the divider is dragged."""


class Frame(Screen[None], inherit_bindings=False):
    """Query line, list, divider, paper, status line; in their place at times a picker or a card."""

    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, state: ViewState, glyphs: Glyphs) -> None:
        super().__init__(classes="reading")
        self.state = state
        self.top = QueryLine(id="top")
        self.upper_rule = Rule("┬", id="upper-rule")
        self.panes = Container(id="panes")
        self.papers = PaperList(id="papers", most_lines=state.rows, glyphs=glyphs)
        self.divider = Divider(id="divider")
        self.pane = DetailPane(id="paper")
        self.card = DetailPane(id="card")
        self.lower_rule = Rule("┴", id="lower-rule")
        self.status = TextLine(id="status")
        self.picker = Picker(id="picker")

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.picker
        yield self.upper_rule
        with self.panes:
            yield self.papers
            yield self.divider
            yield self.pane
            yield self.card
        yield self.lower_rule
        yield self.status

    def join_rules(self) -> None:
        """Draw the joints of the rules where the divider is."""
        side_by_side = self.papers.display and self.pane.display and self.papers.region.y == self.pane.region.y
        at = self.papers.region.right if side_by_side and self.panes.display else None
        self.upper_rule.join(at)
        self.lower_rule.join(at)
        self.upper_rule.weigh(self._focused_cells())

    def _focused_cells(self) -> range:
        """The columns of list or paper, whichever has the focus while both are to be seen side by side."""
        both = self.papers.display and self.pane.display
        part = self.focused if both and self.focused in (self.papers, self.pane) else None
        return range(part.region.x, part.region.right) if part is not None else range(0)

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, one below the other, or one at a time, as there is room."""
        self.lay_out(event.size)

    def lay_out(self, size: Size) -> None:
        """Arrange list and paper for a screen of `size`."""
        self.set_class(size.width < NARROW, "-narrow")
        automatic = size.width < WIDE and size.height >= TALL
        stacked = self.state.layout is Layout.STACKED or (self.state.layout is Layout.AUTO and automatic)
        self.set_class(stacked and size.width >= NARROW, "-stacked")
        self.set_class(self.state.zoomed, "-zoomed")
        share, whole = f"{self.state.share}%", "100%"
        alone = size.width < NARROW
        self.papers.styles.width = whole if alone or stacked else share
        self.papers.styles.height = share if stacked and not alone else whole

    def on_divider_dragged(self, event: Divider.Dragged) -> None:
        """Give the list as much room as the divider was dragged to."""
        region = self.panes.region
        at = (event.y - region.y) if self.has_class("-stacked") else event.x
        whole = region.height if self.has_class("-stacked") else region.width
        self.state = replace(
            self.state, share=min(max(round(100 * at / max(whole, 1)), LEAST_SHARE), 100 - LEAST_SHARE)
        )
        self.lay_out(self.size)
