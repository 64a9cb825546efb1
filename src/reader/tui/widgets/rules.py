"""Thin rules: below the query line, above the status line, and the one between list and paper, which is dragged."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.tui.spans import Line, Role, Span, line_width
from reader.tui.widgets.line_pane import Styled
from reader.tui.widgets.text_line import clip


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
        if (spans, at) != (self._remark, self._remark_at):
            self._remark, self._remark_at = spans, at
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        remark = clip(self._remark, width)
        begin = max(min(self._remark_at, width - line_width(remark)), 0)
        spans = (*self._rule(0, begin), *remark, *self._rule(begin + line_width(remark), width))
        return Strip(self.segments(spans)).adjust_cell_length(width, self.style_of())

    def _rule(self, begin: int, end: int) -> Line:
        """The rule itself from cell `begin` to `end`."""
        first, last = (min(max(cell, begin), end) for cell in (self._heavy.start, self._heavy.stop))
        parts = ((begin, first, "─", Role.RULE), (first, last, "━", Role.BAR), (last, end, "─", Role.RULE))
        return tuple(Span(self._joined(sign * (stop - start), start), role) for start, stop, sign, role in parts)

    def _joined(self, rule: str, start: int) -> str:
        signs = list(rule)
        for joint in self._joints:
            if 0 <= joint - start < len(signs):
                signs[joint - start] = self._joint_sign
        return "".join(signs)


class Upright(Styled):
    """A rule between two columns, or lying between two panes that stand one below the other."""

    ALLOW_SELECT = False

    def render_line(self, y: int) -> Strip:
        sign = "│" if self.size.width == 1 else "─" * self.size.width
        return Strip(self.segments((Span(sign, Role.RULE),)), self.size.width)


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
