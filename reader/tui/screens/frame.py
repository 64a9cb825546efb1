"""The reading screen's frame: its parts, and how they share the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.containers import Container
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from reader.commands import Keymap, Where
from reader.tui.rows import Glyphs
from reader.tui.state import Layout, Look
from reader.tui.widgets.detail_pane import DetailPane
from reader.tui.widgets.line_pane import filtered
from reader.tui.widgets.paper_list import PaperList
from reader.tui.widgets.picker import Picker
from reader.tui.widgets.query_line import QueryLine
from reader.tui.widgets.rules import Divider, Rule, Upright
from reader.tui.widgets.sidebar_pane import SidebarPane
from reader.tui.widgets.text_line import TextLine

NARROW = 70
"""Cells below which there is one pane at a time."""
SIDEBAR_FROM = 140
"""Cells from which on there is room for the sidebar."""
WIDE, TALL = 100, 40
"""Narrower and at least as high as this, list and paper stand one below the other."""
AIRY = 34
"""Lines from which on the list has a blank line between papers, unless the paper stands below it."""
LEAST_LIST = 40
"""Cells that the list takes beside the paper, half the window at most, unless the reader gave it another share."""
LEAST_SHARE = 15
"""What list and paper keep of the screen, per cent, however the divider is dragged."""


def list_width(columns: int, share: int) -> int | str:
    """The list's width beside the paper, in cells or as a share of the panes, in a window of so many columns."""
    least = min(LEAST_LIST, columns // 2)
    return least if share == Look().share and columns * share < least * 100 else f"{share}%"


def key_bindings(keymap: Keymap) -> BindingsMap:
    """Every key of every command as a priority binding."""
    keys = [
        Binding(key, f"command({name!r}, {key!r})", priority=True, show=False)
        for name, bound in keymap.keys.items()
        for key in bound
    ]
    return BindingsMap([*keys, Binding("ctrl+c,super+c", "copy_selection", show=False)])


class Area(Container):
    """A part of the screen that lies wholly below what it holds: nothing of it is seen, so it is quickly painted."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """One blank line for all."""
        return filtered(self, (Strip.blank(crop.width, self.rich_style),)) * crop.height


class Frame(Screen[None], inherit_bindings=False):
    """Query line, list, divider, paper, status line; in their place at times a picker or a card."""

    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, most_lines: int, glyphs: Glyphs) -> None:
        super().__init__(classes="reading")
        self._look = Look()
        self.top = QueryLine(id="top")
        self.upper_rule = Rule("┬", id="upper-rule")
        self.upper_rule.can_focus = True  # it carries how the query was understood
        self.body = Area(id="body")
        self.sidebar = SidebarPane(id="sidebar", glyphs=glyphs)
        self.sidebar_rule = Upright(id="sidebar-rule")
        self.panes = Area(id="panes")
        self.papers = PaperList(id="papers", most_lines=most_lines, glyphs=glyphs)
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
        with self.body:
            yield self.sidebar
            yield self.sidebar_rule
            with self.panes:
                yield self.papers
                yield self.divider
                yield self.pane
                yield self.card
        yield self.lower_rule
        yield self.status

    @property
    def parts(self) -> Mapping[Where, Widget]:
        """The widget that has the focus while keys are for a part of the screen."""
        return {
            Where.LIST: self.papers,
            Where.PAPER: self.pane,
            Where.QUERY: self.top.input,
            Where.TRIAGE: self.card,
            Where.SIDEBAR: self.sidebar,
            Where.MEANING: self.upper_rule,
        }

    def part_of(self, widget: Widget | None) -> Where | None:
        """The part of the screen that a widget stands for, if it does."""
        return next((part for part, each in self.parts.items() if each is widget), None)

    @property
    def has_room(self) -> bool:
        """The window is wide enough for the sidebar."""
        return self.size.width >= SIDEBAR_FROM

    def join_rules(self) -> None:
        """Draw the joints of the rules where upright ones meet them, and which column has the focus."""
        side_by_side = self.papers.display and self.pane.display and self.papers.region.y == self.pane.region.y
        uprights = ((self.divider, side_by_side), (self.sidebar_rule, self.sidebar.display))
        joints = [rule.region.x for rule, there in uprights if there and self.body.display]
        self.upper_rule.join(joints)
        self.lower_rule.join(joints)
        self.weigh_rule()

    def weigh_rule(self) -> None:
        """Draw the rule heavier above the column that has the focus, where there are several."""
        columns = [column for column in (self.sidebar, self.papers, self.pane) if column.display]
        here = next((column for column in columns if column is self.focused), None)
        several = here is not None and len(columns) > 1
        self.upper_rule.weigh(range(here.region.x, here.region.right) if here and several else range(0))

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, one below the other, or one at a time, as there is room."""
        self._arrange(event.size)

    def lay_out(self, look: Look) -> None:
        """Arrange list and paper as `look` wants it."""
        self._look = look
        self._arrange(self.size)

    def _arrange(self, size: Size) -> None:
        look = self._look
        alone = size.width < NARROW
        automatic = size.width < WIDE and size.height >= TALL
        stacked = look.layout is Layout.STACKED or (look.layout is Layout.AUTO and automatic)
        self.papers.space_out(size.height >= AIRY and not (stacked and not alone))
        self.set_class(alone, "-narrow")
        self.set_class(stacked and not alone, "-stacked")
        self.set_class(look.zoomed, "-zoomed")
        self.set_class(look.sidebar and size.width >= SIDEBAR_FROM and not look.zoomed, "-sidebar")
        share, whole = f"{look.share}%", "100%"
        self.papers.styles.width = whole if alone or stacked else list_width(size.width, look.share)
        self.papers.styles.height = share if stacked and not alone else whole

    def share_at(self, x: int, y: int) -> int:
        """The list's share of the panes, per cent, if the divider were at that cell of the screen."""
        region = self.panes.region
        at, whole = (y - region.y, region.height) if self.has_class("-stacked") else (x, region.width)
        return min(max(round(100 * at / max(whole, 1)), LEAST_SHARE), 100 - LEAST_SHARE)
