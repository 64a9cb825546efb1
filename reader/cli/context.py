"""What a sub-command is given (streams, places, configuration, words), and the shape of a sub-command."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING, Any, TextIO

from reader.config import Config
from reader.errors import DigestReaderError, QueryError, StoreError
from reader.i18n import Translator, msg
from reader.paths import Places
from reader.text.safe import printable
from reader.values import dataclass

if TYPE_CHECKING:
    from reader.library.library import Library

IN = "stdin"
"""What standard input is called in messages."""
DONE, FAILED, WRONG_USAGE, NOTHING_NEW = 0, 1, 2, 3
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

    def read(self) -> str:
        """All of stdin: UTF-8, or what its bytes say it is (UTF-16 from Windows, GB18030).

        Raises StoreError if that is more than is taken into memory, or has no end.
        """
        if not hasattr(self.stdin, "buffer"):
            return self.stdin.read()
        from reader.sources.decoding import decode
        from reader.sources.limits import WHOLE_LIMIT, refuse_larger

        data = self.stdin.buffer.read(WHOLE_LIMIT + 1)
        refuse_larger(len(data), IN)
        return decode(data)[0]

    def lines(self) -> Iterator[str]:
        """The lines of stdin, one after the other; UTF-16, which is full of zero bytes, is read whole first.

        Raises StoreError for a line without an end.
        """
        from reader.sources.limits import LINE_LIMIT

        binary: Any = getattr(self.stdin, "buffer", None)
        zeros = binary is not None and b"\0" in binary.peek()
        stream = StringIO(self.read(), newline=None) if zeros else self.stdin
        while line := stream.readline(LINE_LIMIT):
            if len(line) == LINE_LIMIT:
                raise StoreError(msg("a line of {file} is longer than {limit} MB"), file=IN, limit=LINE_LIMIT >> 20)
            yield line

    @contextmanager
    def library(self) -> Iterator[Library]:
        """The library, closed at the end."""
        from reader.library.library import Library
        from reader.library.owners import COMMAND_LINE

        library = Library.open(self.places, COMMAND_LINE)
        if library.read_only:
            self.tell(
                self.t("the library in {folder} may only be read: nothing is kept there", folder=self.places.data)
            )
        try:
            yield library
        finally:
            library.close()

    def say(self, text: str = "") -> None:
        """A line of data, on stdout. Raises StoreError if it cannot be written."""
        self.write(f"{text}\n")

    def write(self, text: str) -> None:
        """Data, on stdout. Raises StoreError if it cannot be written (BrokenPipeError if nobody wants more)."""
        with output_errors():
            self.stdout.write(text)

    def flush(self) -> None:
        """Hand on now what was written."""
        with output_errors():
            self.stdout.flush()

    def tell(self, text: str) -> None:
        """A line for the person, on stderr. What somebody else put into it cannot reach into the terminal."""
        sys.audit("digest-reader.said", text)
        self.stderr.write(f"{printable(text)}\n")


@contextmanager
def output_errors() -> Iterator[None]:
    """Errors of writing to stdout leave as StoreError; BrokenPipeError (nobody reads on) is let through."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreError(msg("the output cannot be written ({reason})"), reason=error.strerror) from error


def error_line(error: DigestReaderError, t: Translator) -> str:
    """An error as one line in the user's language, with its place in the query if it is about one."""
    reason = error.values.get("reason")
    if isinstance(reason, str) and not isinstance(error, QueryError):
        from reader.cli.reasons import told_reason  # only here: hardly any run needs it

        error = DigestReaderError(error.message, **(error.values | {"reason": told_reason(reason, t)}))
    line = printable(error.told(t))
    if not isinstance(error, QueryError):
        return line
    return t("{what} ({aside})", what=line, aside=t("character {n}", n=error.position + 1))


def failure_line(location: str, error: DigestReaderError, t: Translator) -> str:
    """What went wrong with a source, as one line that names it."""
    line = error_line(error, t)
    return line if location in line else f"{location}: {line}"


@dataclass(frozen=True, slots=True)
class SubCommand:
    """A sub-command: `name`, one line of `help` (msgid), and its `module` in `reader.cli.subcommands`.

    takes_query  its words are a query, in which a word with a dash before it is to be excluded
    """

    name: str
    help: str
    module: str
    takes_query: bool = False

    def load(self) -> Implementation:
        """Its module; imported now, so that one command does not wait for what another needs."""
        loaded: Any = import_module(f"reader.cli.subcommands.{self.module}")
        return Implementation(loaded.arguments, loaded.run)


@dataclass(frozen=True, slots=True)
class Implementation:
    """How a sub-command reads its arguments, and what it does (exit status)."""

    arguments: Callable[[ArgumentParser, Translator], None]
    run: Callable[[Namespace, Context], int]
