"""What takes too long for the screen's thread and is no list: asked of a library of its own, in the background."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from reader.errors import DigestReaderError
from reader.library.library import Library
from reader.tui.spans import Role
from reader.tui.stage import Stage


def ask_aside(stage: Stage, ask: Callable[[Library], Callable[[], object]]) -> None:
    """Call `ask` in the background, and what it returns in the screen's thread; what goes wrong is said."""
    places = stage.context.library.places

    def work() -> Callable[[], object]:
        try:
            with closing(Library.open(places)) as library:
                return ask(library)
        except DigestReaderError as error:
            said = error.told(stage.context.t)
            return lambda: stage.say(said, Role.ERROR)

    stage.outside.in_background(work)
