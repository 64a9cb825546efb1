"""Thin rules: below the query line, above the status line, and the one between list and paper, which is dragged."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.tui.lines import rule, upright
from reader.tui.spans import Line
from reader.tui.widgets.line_pane import Styled


class Rule(Styled):
    """A horizontal rule. It can carry a remark, joints where upright ones meet it, and a heavy part."""

    ALLOW_SELECT = False

    def __init__(self, joint: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._joint_sign = joint
        self._joints: frozenset[int] = frozenset()
        self._heavy: range = range(0)
        self._remark: Line = ()
        self._remark_at = 0

    def join(self, cells: Iterable[int]) -> None:
        """Upright rules meet this one so many cells from its left end."""
        joints = frozenset(cells)
        if joints != self._joints:
            self._joints = joints
            self.refresh()

    def weigh(self, cells: range) -> None:
        """Draw these cells heavy: below them is what has the focus."""
        if cells != self._heavy:
            self._heavy = cells
            self.refresh()

    def remark(self, spans: Line = (), at: int = 0) -> None:
        """Say something in place of part of the rule, from cell `at` on where there is room for it."""
        at = at if spans else 0
        if (spans, at) != (self._remark, self._remark_at):
            self._remark, self._remark_at = spans, at
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        line = rule(width, self._joint_sign, self._joints, self._heavy, self._remark, self._remark_at)
        return Strip(self.segments(line)).adjust_cell_length(width, self.style_of())


class Upright(Styled):
    """A rule between two columns, or lying between two panes that stand one below the other."""

    ALLOW_SELECT = False

    def render_line(self, y: int) -> Strip:
        return Strip(self.segments(upright(self.size.width)), self.size.width)


class Divider(Upright):
    """The rule between list and paper; dragging it moves it."""

    class Dragged(Message):
        """The divider was dragged to this cell of the screen."""

        def __init__(self, x: int, y: int) -> None:
            super().__init__()
            self.x = x
            self.y = y

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Follow the mouse from here on."""
        self.capture_mouse()
        event.stop()

    def on_mouse_up(self) -> None:
        """Let it go."""
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Report where it was dragged to."""
        if self.app.mouse_captured is not self:
            return
        if not event.button:  # it was let go elsewhere before this was caught: a quick hand, a busy machine
            self.release_mouse()
        else:
            self.post_message(self.Dragged(int(event.screen_x), int(event.screen_y)))
