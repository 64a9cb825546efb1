"""The reading screen, put together."""

from __future__ import annotations

from reader.tui.actions.finding import Finding
from reader.tui.actions.keeping import Keeping
from reader.tui.actions.moving import Moving
from reader.tui.actions.program import Program
from reader.tui.actions.reading import Reading


class MainScreen(Moving, Reading, Finding, Keeping, Program):
    """List and paper, and every command."""
