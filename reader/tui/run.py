"""Opening the screen: called by the command line, which made sure that there is a terminal."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from reader.commands import keymap
from reader.config import Config, first_language
from reader.errors import StoreError
from reader.i18n import CATALOGUES, Translator, msg, translator
from reader.library.library import Library
from reader.library.owners import screen_owner
from reader.paths import Places
from reader.tui.context import AppContext
from reader.tui.cover import Cover
from reader.tui.early_frame import early_frame
from reader.tui.kept_frame import keep_frame
from reader.tui.kept_state import kept_beside, restored, said_anew
from reader.tui.moment import UNANSWERED, Moment
from reader.tui.state import Look, ViewState

if TYPE_CHECKING:
    from textual.driver import Driver

    from reader.tui.app import ReaderApp

PATIENCE = 10.0
"""Seconds to wait, once the terminal is given back, for marks that another program keeps from being written."""
ESCAPE_MILLISECONDS = "50"
"""How long to wait for what may follow an Escape: Textual's 100 are felt, and a slow line needs some."""
PAINTS_A_SECOND = "120"
"""At most, beyond what is painted at once (see `PromptScreen`). Nothing is painted unasked."""
SWITCH_SECONDS = 0.001
"""How long a thread that counts may keep the screen's from going on: Python's own 5 ms are a third of a frame."""


def run_screen(
    places: Places,
    config: Config,
    t: Translator,
    cover: Cover,
    *,
    sources: Sequence[str] = (),
    color: bool = True,
    fresh: bool = False,
) -> int:
    """Show the screen until the user leaves it; returns the exit status (128 + number after a signal).

    cover    what the terminal shows until the screen is drawn: what was left, or else the list as it will be drawn
    sources  places to bring in (and remember) while the screen is already shown
    color    False: no colours, whatever the theme
    fresh    begin at the list, not where the reader was

    Raises the error that ended the screen, if one did: a DigestReaderError, or a mistake of the program's own.
    """
    os.environ.setdefault("ESCDELAY", ESCAPE_MILLISECONDS)  # where Textual looks for them, when it is imported
    os.environ.setdefault("TEXTUAL_FPS", PAINTS_A_SECOND)
    if color:
        os.environ.pop("NO_COLOR", None)  # empty, it asks for nothing; to Textual it is enough that it is there
    else:
        os.environ["NO_COLOR"] = "1"
    with screen_owner(places.data) as owner, closing(Library.open(places, owner)) as library:
        today = datetime.now().astimezone().date()
        context = AppContext(places, library, config, keymap(config.keys), t, today, owner=owner)
        screen = config.screen
        look = Look(lang=first_language(screen, t.language), title_lines=screen.rows, theme=screen.theme)
        last = kept_beside(places) or library.marks.state("view")
        state = restored(None if fresh else last, ViewState(look=look))
        if state.look.interface in CATALOGUES:
            context = context._replace(t=translator(state.look.interface))
        state = said_anew(state, today, context.t)
        if cover.size is not None and not cover.shown:
            for piece in early_frame(Moment(context, state, UNANSWERED), cover.size, os.environ):
                cover.show(piece)
        from reader.tui.app import ReaderApp  # now that there is something to read

        app = ReaderApp(context._replace(framed=cover.shown), state, sources, _driver(framed=cover.shown))
        sys.setswitchinterval(SWITCH_SECONDS)
        mistakes: list[BaseException] = []
        threading.excepthook = lambda failed: _tell(app, failed.exc_value, mistakes)
        try:
            status = app.run()
            if app.crash is None:
                cover.give_way()
            lost = None if app.crash else _write_the_rest(app, t)
        finally:
            threading.excepthook = threading.__excepthook__
    if failure := app.failure or app.crash or next(iter(mistakes), lost):
        raise failure
    if app.last_frame is not None:
        keep_frame(places, os.environ, os.terminal_size(app.size), app.last_frame)
    return status if status is not None else app.return_code or 0


def _write_the_rest(app: ReaderApp, t: Translator) -> StoreError | None:
    """Marks that were not on disk when the screen went, by a signal: wait for the program that holds them, and say so.

    Returns what to tell if they could not be written.
    """
    left = app.write_the_rest(0)
    if not left:
        return None
    with suppress(KeyboardInterrupt):
        if not app.gave_up:
            with suppress(OSError):  # the terminal may be gone
                sys.stderr.write(f"{_waiting(left, t)}\n")
        left = app.write_the_rest(0 if app.gave_up else PATIENCE)
    return StoreError(msg("changes of marks that could not be written: {n}"), n=left) if left else None


def _waiting(left: int, t: Translator) -> str:
    """What there is to wait for."""
    return t.n(
        "{n} change of marks is not on disk yet (held by another program?): trying for {seconds} s; Ctrl-C gives up",
        "{n} changes of marks are not on disk yet (held by another program?): trying for {seconds} s; Ctrl-C gives up",
        left,
        seconds=f"{PATIENCE:.0f}",
    )


def _tell(app: ReaderApp, error: BaseException | None, mistakes: list[BaseException]) -> None:
    """Called in a thread that ends by a mistake: it ends the screen, or is told once that has ended."""
    from reader.tui.app import Mistaken

    if error is not None:
        mistakes.append(error)
        app.post_message(Mistaken(error))


def _driver(*, framed: bool) -> type[Driver]:
    """What the screen talks to: a browser's server where that started this process, else the terminal."""
    if os.environ.get("TEXTUAL_DRIVER"):
        from reader.tui.browser_driver import BrowserDriver

        return BrowserDriver
    from reader.tui.driver import CoveringDriver, ReaderDriver

    return CoveringDriver if framed else ReaderDriver
