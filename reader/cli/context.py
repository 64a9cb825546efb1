"""What a sub-command is given (streams, places, configuration, words), and the shape of a sub-command."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, TextIO

from reader.config import Config
from reader.i18n import Translator
from reader.paths import Places

if TYPE_CHECKING:
    from reader.library.library import Library

DONE, FAILED, WRONG_USAGE = 0, 1, 2
"""Exit statuses."""


@dataclass(frozen=True, slots=True)
class Context:
    """One run of the program. `color` is False if the user does not want any."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    environ: Mapping[str, str]
    places: Places
    config: Config
    t: Translator
    color: bool

    @contextmanager
    def library(self) -> Iterator[Library]:
        """The library, closed at the end."""
        from reader.library.library import Library

        library = Library.open(self.places)
        try:
            yield library
        finally:
            library.close()

    def say(self, text: str = "") -> None:
        """A line of data, on stdout."""
        self.stdout.write(f"{text}\n")

    def tell(self, text: str) -> None:
        """A line for the person, on stderr."""
        self.stderr.write(f"{text}\n")


@dataclass(frozen=True, slots=True)
class SubCommand:
    """A sub-command: `name`, one line of `help` (msgid), and its `module` in `reader.cli.subcommands`."""

    name: str
    help: str
    module: str

    def load(self) -> Implementation:
        """Its module; imported now, so that one command does not wait for what another needs."""
        loaded: Any = import_module(f"reader.cli.subcommands.{self.module}")
        return Implementation(loaded.arguments, loaded.run)


@dataclass(frozen=True, slots=True)
class Implementation:
    """How a sub-command reads its arguments, and what it does (exit status)."""

    arguments: Callable[[ArgumentParser, Translator], None]
    run: Callable[[Namespace, Context], int]
