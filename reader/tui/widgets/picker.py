"""A panel above the panes to choose from a list by typing, or to type a line: palette, help, formats, tags, notes.

It belongs to the screen from the start and is only shown and hidden: a screen of its own would come up too late for
keys that were typed ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key, Resize
from textual.message import Message
from textual.widgets import Input

from reader.tui.choices import Choice, choice_lines, matching
from reader.tui.prompts import Prompt
from reader.tui.rows import Glyphs
from reader.tui.spans import Role, Span, line_width
from reader.tui.widgets.line_pane import EntryLine, EntryPane
from reader.tui.widgets.query_line import LineInput
from reader.tui.widgets.text_line import TextLine

LEAST_LINE = 24
"""Cells of the line to type in, however long the title is."""


class ChoiceList(EntryPane):
    """The choices that match; draws what is visible."""

    class Clicked(Message):
        """A choice was clicked."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(glyphs=glyphs)
        self.choices: Sequence[Choice] = ()
        self.nothing = ""

    def show(self, choices: Sequence[Choice], cursor: int) -> None:
        """Show these, the cursor on choice `cursor` (-1: on none)."""
        if len(choices) != len(self.choices):
            self.refresh(layout=True)  # it is as high as its choices need
        self.choices = choices
        self.reset()
        self.move_to(cursor)

    @property
    def count(self) -> int:
        """How many choices there are."""
        return len(self.choices)

    def set_lines(self, width: int) -> Sequence[EntryLine]:
        """The choices, or that there are none."""
        return choice_lines(self.choices, width, self.glyphs) or [((Span(f"   {self.nothing}", Role.NOTICE),), None)]

    def clicked(self, number: int) -> None:
        """Say so; nothing was clicked if what is drawn is not shown any more."""
        if number < len(self.choices):
            self.post_message(self.Clicked(self.choices[number]))


class Picker(Vertical):
    """The panel."""

    MOVES: ClassVar[Mapping[str, int]] = {"down": 1, "ctrl+n": 1, "up": -1, "ctrl+p": -1, "pagedown": 10, "pageup": -10}

    def __init__(self, *, id: str, glyphs: Glyphs) -> None:
        super().__init__(id=id)
        self.closed: Callable[[Prompt, str | None], object] = lambda prompt, chosen: None
        """Called when something was chosen (None: nothing), at once: keys that follow in the same burst are for what
        comes then."""
        # Not when mounted: keys pressed before that are asked about too.
        self.line = LineInput(id="picker-input")
        self.choices = ChoiceList(glyphs)
        self._prompt: Prompt | None = None
        self._matched = ""
        self._title_cells = 0

    def compose(self) -> ComposeResult:
        with Horizontal(id="picker-line"):
            yield TextLine(id="picker-title")
            yield self.line
        yield self.choices

    def ask(self, prompt: Prompt, nothing: str) -> None:
        """Open for `prompt`; the caller gives `line` the focus. `nothing` is said where no choice matches."""
        self._prompt = prompt
        self.choices.nothing = nothing
        title, sign = (Span(f"    {prompt.title}", Role.TITLE),), (Span(" › ", Role.KEY),)
        self.query_one("#picker-title", TextLine).show(title, sign)
        self._title_cells = line_width(title) + 1 + line_width(sign)
        self._fit_title(self.app.size.width)
        with self.prevent(Input.Changed):
            self.line.value = prompt.text
            self.line.cursor_position = len(prompt.text)
        self.choices.display = bool(prompt.choices)
        at = next((number for number, choice in enumerate(prompt.choices) if choice.id == prompt.at), self._first())
        self._matched = prompt.text
        self.choices.show(matching(prompt.choices, ""), at)
        self.display = True

    def _fit_title(self, columns: int) -> None:
        """As wide as it is, if that leaves room to type in a window of so many columns."""
        width = min(self._title_cells, max(columns - LEAST_LINE, columns // 2))
        self.query_one("#picker-title", TextLine).styles.width = width

    def on_resize(self, event: Resize) -> None:
        """There is more room, or less."""
        self._fit_title(event.size.width)

    def renew(self, prompt: Prompt) -> None:
        """More is known about the choices of what is being asked; the cursor stays on its choice."""
        before, cursor = self.choices.choices, self.choices.cursor
        on = before[cursor].id if 0 <= cursor < len(before) else None
        self._prompt = prompt
        self.choices.display = bool(prompt.choices)
        shown = matching(prompt.choices, self.line.value)
        at = next((number for number, choice in enumerate(shown) if choice.id == on), cursor)
        self.choices.show(shown, max(at, self._first()))

    def close(self) -> None:
        """Put it away, nothing chosen."""
        self._prompt = None
        self.display = False

    def _first(self) -> int:
        return -1 if self._prompt is not None and self._prompt.free else 0

    async def take_key(self, event: Key) -> bool:
        """Move, edit the line, take or close; False: the key does nothing here."""
        before = self.line.value
        if event.key in self.MOVES:
            self.choices.move_to(max(self.choices.cursor + self.MOVES[event.key], self._first()))
        elif event.key in ("escape", "f1") or (not before and self._prompt and event.key in self._prompt.again):
            self._close(None)
        elif event.key == "enter":
            self._take()
        elif not await self.line.edit(event):
            return False
        if self.line.value != before:
            self._match()
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches: the line was edited by mouse or paste, too."""
        event.stop()
        if event.value == self.line.value and self._matched != event.value:
            self._match()

    def _match(self) -> None:
        if self._prompt is not None:
            self._matched = self.line.value
            self.choices.show(matching(self._prompt.choices, self._matched), self._first())

    def _take(self) -> None:
        """Take the choice under the cursor, or what was typed."""
        if 0 <= self.choices.cursor < len(self.choices.choices):
            self._close(self.choices.choices[self.choices.cursor].id)
        elif self._prompt is not None and self._prompt.free:
            self._close(self.line.value)

    def on_choice_list_clicked(self, event: ChoiceList.Clicked) -> None:
        """Take the choice that was clicked, unless other ones are shown since."""
        if event.choice in self.choices.choices:
            self._close(event.choice.id)

    def _close(self, chosen: str | None) -> None:
        prompt, self._prompt = self._prompt, None
        if prompt is not None:
            self.display = False
            self.closed(prompt, chosen)
