"""What takes too long for the screen's thread and is no list: asked of a library of its own, in the background."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from reader.errors import DigestReaderError
from reader.library.library import Library
from reader.tui.spans import Role
from reader.tui.stage import Stage


def ask_aside(stage: Stage, ask: Callable[[Library], Callable[[], object]], *, leads: bool = False) -> None:
    """Call `ask` in the background, and what it returns in the screen's thread; what goes wrong is said.

    leads  what comes is another list or a prompt, and keys wait for it
    """
    places = stage.context.library.places
    here = stage.expect() if leads else _nothing

    def asked() -> Callable[[], object]:
        try:
            with closing(Library.open(places)) as library:
                return ask(library)
        except DigestReaderError as error:
            said = error.told(stage.context.t)
            return lambda: stage.say(said, Role.ERROR)

    def work() -> Callable[[], object]:
        answer = asked()

        def take() -> None:
            answer()
            here()

        return take

    stage.outside.in_background(work)


def _nothing() -> None:
    """Nobody waits."""
