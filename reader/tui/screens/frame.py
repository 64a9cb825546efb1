"""The reading screen's frame: its parts, and how they share the screen."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.containers import Container
from textual.geometry import Region, Size
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer, TimerCallback
from textual.widget import Widget

from reader.commands import Keymap, Where
from reader.tui.arrangement import SIDEBAR_FROM, WIDE, arrangement, boxes, list_cells
from reader.tui.rows import Glyphs
from reader.tui.state import Look
from reader.tui.widgets.detail_pane import DetailPane
from reader.tui.widgets.line_pane import filtered
from reader.tui.widgets.paper_list import PaperList
from reader.tui.widgets.picker import Picker
from reader.tui.widgets.query_line import QueryLine
from reader.tui.widgets.rules import Divider, Rule, Upright
from reader.tui.widgets.sidebar_pane import SidebarPane
from reader.tui.widgets.text_line import TextLine

LEAST_SHARE = 15
"""What list and paper keep of the screen, per cent, however the divider is dragged."""

FRAME_SECONDS = 1 / 60
AT_ONCE = 3
"""Paints within a frame that wait for nothing: an echo, what is no longer said of the query before, the papers."""
REST_SECONDS = 0.5
"""Who has seen nothing change for so long is reading."""


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


class LateNotNever(MessagePump):
    """For an app or a screen: what is to be done after a while is done also where the machine is busy meanwhile.

    Textual leaves out every tick whose time has passed before its timer begins to sleep, and a timer that ticks once
    is then over without a word. A thread that holds the interpreter for some milliseconds is enough: unread papers
    were never counted anew, and a window whose resize was left out so would not be followed any more.
    """

    def set_timer(
        self, delay: float, callback: TimerCallback | None = None, *, name: str | None = None, pause: bool = False
    ) -> Timer:
        """Call `callback` after `delay` seconds, or as soon after that as can be."""
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        timer._skip = False  # the only way to say so; it is looked at once the loop goes on
        return timer


class PromptScreen(LateNotNever, Screen[None], inherit_bindings=False):
    """Paints when it has taken in what was said, and waits only where there is much to paint.

    Textual's screen paints on the ticks of a clock, 60 a second, but what comes after a paint waits for the tick after
    the next one: papers that were found 8 ms after their key's echo was painted were to be seen 17 to 33 ms after it.
    """

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._painted_at = deque((0.0,) * AT_ONCE, maxlen=AT_ONCE)

    def on_idle(self) -> None:
        """All is taken in: paint, unless `AT_ONCE` paints were made within a frame; then Textual's clock does."""
        if monotonic() - self._painted_at[0] > FRAME_SECONDS:
            self._on_timer_update()

    def tidy_up(self) -> None:
        """Look for garbage, if nothing was painted for a while."""
        from reader.tui.garbage import collect  # not needed to open

        if monotonic() - self._painted_at[-1] > REST_SECONDS:
            collect()

    def _compositor_refresh(self) -> None:
        self._painted_at.append(monotonic())
        super()._compositor_refresh()


class Frame(PromptScreen, inherit_bindings=False):
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
        self.picker = Picker(id="picker", glyphs=glyphs)

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
        """Draw the joints of the rules where upright ones meet them, and heavy what stands above the focus.

        Worked out from the size of the window: the first paint comes before widgets can be asked where they are.
        """
        size = self.size or self.app.size
        where = boxes(size.width, size.height, self._look)
        listed = not (self._look.zoomed or self.has_class("-triage"))
        uprights = (where.divider, where.sidebar_rule) if listed and not self.has_class("-choosing") else ()
        joints = [box.x for box in uprights if box is not None and box.width == 1]
        self.upper_rule.join(joints)
        self.lower_rule.join(joints)
        panes = ((self.sidebar, where.sidebar), (self.papers, where.papers), (self.pane, where.paper)) if listed else ()
        shown = {pane: box for pane, box in panes if box is not None}
        here = next((box for pane, box in shown.items() if pane is self.focused), None) if len(shown) > 1 else None
        self.upper_rule.weigh(range(here.x, here.x + here.width) if here is not None else range(0))

    def on_resize(self, event: events.Resize) -> None:
        """Side by side, one below the other, or one at a time, as there is room."""
        self._arrange(event.size)

    def lay_out(self, look: Look) -> None:
        """Arrange list and paper as `look` wants it."""
        self._look = look
        self._arrange(self.size)

    def _arrange(self, size: Size) -> None:
        look = self._look
        alone, stacked, sidebar, airy = arrangement(size.width, size.height, look)
        self.papers.space_out(airy)
        self.set_class(alone, "-narrow")
        self.set_class(stacked, "-stacked")
        self.set_class(size.width < WIDE, "-tight")
        self.set_class(look.zoomed, "-zoomed")
        self.set_class(sidebar, "-sidebar")
        share, whole = f"{look.share}%", "100%"
        self.papers.styles.width = whole if alone or stacked else list_cells(size.width, look.share) or share
        self.papers.styles.height = share if stacked else whole
        self.join_rules()

    def share_at(self, x: int, y: int) -> int:
        """The list's share of the panes, per cent, if the divider were at that cell of the screen."""
        region = self.panes.region
        at, whole = (y - region.y, region.height) if self.has_class("-stacked") else (x - region.x, region.width)
        return min(max(round(100 * at / max(whole, 1)), LEAST_SHARE), 100 - LEAST_SHARE)
