"""The Textual application: themes, styles, and which screen is up. What happens in a screen, the screen does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.message import Message
from textual.worker import WorkerFailed

from reader.errors import DigestReaderError
from reader.tui.context import AppContext
from reader.tui.keyboard import EscapeAndKey
from reader.tui.screens.frame import LateNotNever
from reader.tui.screens.main import MainScreen
from reader.tui.state import Look, ViewState
from reader.tui.themes import colors_of, textual_themes

ASIDE_THREADS = 2
"""For what is asked aside. Each keeps the memory and files of its largest task, so not the usual half dozen; but a
command that papers are piped to must not keep all else waiting."""


LONGEST_KEPT = 100_000
"""Characters of what was copied that are kept."""


class Mistaken(Message, bubble=False):
    """A thread beside the screen's ended by a mistake of the program's own."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


class ReaderApp(LateNotNever, App[int], inherit_bindings=False):
    """Runs the reading screen; its return value is the exit status."""

    CSS_PATH = "styles.tcss"
    AUTO_FOCUS = None
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        context: AppContext,
        state: ViewState,
        sources: Sequence[str] = (),
        driver_class: type[Driver] | None = None,
    ) -> None:
        """`sources` are brought in once the screen is up."""
        super().__init__(driver_class=driver_class)
        self.context = context
        self.state = state
        self.sources = sources
        self.last_frame: list[str] | None = None
        """What the next start may show at once: the reading screen as it was left, one text a row."""
        self.failure: DigestReaderError | None = None
        self._readers: list[MainScreen] = []
        self._early: list[events.Key] | None = []
        self._disable_tooltips = self._disable_notifications = True  # there are none: two widgets less in every screen
        for theme in textual_themes():
            self.register_theme(theme)
        self.theme = colors_of(state.look.theme).name
        self.stylesheet.set_variables(self.get_css_variables())

    async def on_event(self, event: events.Event) -> None:
        """Keys typed before there is a list to move in wait until there is one; a screen may keep others to itself."""
        if self._early is not None and isinstance(event, events.Key):
            self._early.append(event)
        elif isinstance(event, EscapeAndKey):
            for key in event.keys(in_a_line=self._shown is not None and self._shown.edits):
                await self.on_event(key)
        elif not (isinstance(event, events.Key) and await self._is_kept(event)):
            if isinstance(event, (events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)) and self._shown:
                self._shown.unsay()
            await super().on_event(event)

    async def _is_kept(self, event: events.Key) -> bool:
        """The screen deals with a key itself."""
        return self._shown is not None and await self._shown.take_key(event)

    @property
    def _shown(self) -> MainScreen | None:
        """The reading screen, if it is the one that is shown."""
        return self.screen if isinstance(self.screen, MainScreen) else None

    def refresh_css(self, animate: bool = True) -> None:
        """Go over to another theme. The one to begin with is known when the style sheet is first read: once will do."""
        if self._early is None:
            super().refresh_css(animate)

    def on_mount(self) -> None:
        """Draw everything again whenever the terminal was somebody else's."""
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        asyncio.get_running_loop().set_exception_handler(self._mistaken_in_the_loop)

    async def on_main_screen_ready(self) -> None:
        """Act on what was typed ahead, before anything that was typed later."""
        early, self._early = self._early or (), None
        for event in early:
            await self.on_event(event)
        from concurrent.futures import ThreadPoolExecutor  # not before something is to be seen

        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(ASIDE_THREADS, "aside"))

    def _handle_exception(self, error: Exception) -> None:
        """Errors that a reader can act on end the screen; the command line says them in one line."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error  # what ended work in the background, not that it ended
        if isinstance(error, DigestReaderError):
            self.failure = self.failure or error
            super().exit(1)  # nothing is drawn any more, not even for the next start
        else:
            super()._handle_exception(error)

    def on_mistaken(self, message: Mistaken) -> None:
        """Nobody would search or write marks any more: end as by a mistake in this thread."""
        raise message.error

    def _mistaken_in_the_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What the loop itself calls (a signal's handler, say) ended by a mistake: asyncio would log it and go on."""
        if isinstance(error := context.get("exception"), Exception):
            self._handle_exception(error)
        else:
            loop.default_exception_handler(context)

    def _fatal_error(self) -> None:
        """End without Textual's pages of traceback: the command line writes a report and says where."""
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """The same for exceptions that draw themselves."""
        self._fatal_error()

    @property
    def crash(self) -> Exception | None:
        """The mistake of the program's own that ended the screen, if one did."""
        return self._exception

    @property
    def gave_up(self) -> bool:
        """The reader left without what could not be written."""
        return any(screen.gave_up for screen in self._readers)

    def write_the_rest(self, seconds: float) -> int:
        """After the end: wait so long for marks that are not on disk; how many changes are left."""
        return sum(screen.write_the_rest(seconds) for screen in self._readers)

    def exit(self, *args: Any, **kwargs: Any) -> None:
        """Leave; what the reading screen shows is kept for the next start."""
        screen = self.screen
        if isinstance(screen, MainScreen) and not screen.context.guest and screen.state.at_rest:
            self.last_frame = screen.drawn()
        super().exit(*args, **kwargs)

    def get_default_screen(self) -> MainScreen:
        """The reader's library; the welcome digest if there is nothing in it and nothing on the way."""
        if self.sources or self.context.library:
            return self._own(MainScreen(self.context, self.state, self.sources))
        return self._welcome_screen()

    def on_welcome_wanted(self) -> None:
        """Show the welcome digest over the library."""
        screen = self.screen
        if isinstance(screen, MainScreen) and not screen.context.guest:
            self.push_screen(self._welcome_screen())

    def on_main_screen_filled(self) -> None:
        """The first papers are in: go on from the welcome digest to them."""
        screen = self.screen
        if isinstance(screen, MainScreen) and screen.context.guest:
            if len(self.screen_stack) > 1:
                self.pop_screen()  # to one that looks for news by itself: what was heard here would be none to it
            else:
                self.context.library.changed()
                self.add_mode("library", lambda: self._own(MainScreen(self.context, self.state)))
                self.switch_mode("library")

    def _welcome_screen(self) -> MainScreen:
        from reader.library.welcome import open_welcome  # reads a digest: nothing the first paint should wait for

        library = open_welcome(self.context.places)
        own = self.state.look
        look = Look(lang=own.lang, title_lines=own.title_lines, theme=own.theme)
        context = self.context._replace(library=library, guest=True)
        return MainScreen(context, ViewState(look=look))

    def _own(self, screen: MainScreen) -> MainScreen:
        """`screen`, whose marks are the reader's own."""
        self._readers.append(screen)
        return screen

    def copy_to_clipboard(self, text: str) -> None:
        """Put text on the terminal's clipboard. Textual keeps it, too: not the texts of a library."""
        super().copy_to_clipboard(text)
        if len(text) > LONGEST_KEPT:
            self._clipboard = ""
