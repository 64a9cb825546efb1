"""The errors a reader may see.

Every error that crosses a layer's boundary is one of these. Its text is one line, names what failed and what to do
about it, and is shown as it stands (by the command line on stderr, by the screen as a message). Everything else is a
programming error and is let through.

A message with values in it is given as a template, so that it can be said in the reader's language:
`SourceError(msg("{path} cannot be read"), path=path)`.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_NUMBER = re.compile(r"\[Errno -?\d+\] ")
"""What Python puts before the system's words; it tells a reader nothing."""


class DigestReaderError(Exception):
    """Something the reader can act on; `str(error)` is one English line, ready to be shown. Exit status 1.

    message  the text, or a template with `{name}` for each of `values`
    """

    def __init__(self, message: str, **values: object) -> None:
        said = {name: _said(name, value, str) for name, value in values.items()}
        super().__init__(message.format(**said) if values else message)
        self.message = message
        self.values = values

    def told(self, translate: Callable[[str], str]) -> str:
        """The line in another language; `translate` gives a template for a template.

        An error among the values is told in that language, too, and so is the value `reason`; several words in one
        value (a tuple) are listed as that language lists them.
        """
        text = translate(self.message)
        if not self.values:
            return text
        values = {name: _said(name, value, translate) for name, value in self.values.items()}
        return text.format(**values)


def _said(name: str, value: object, translate: Callable[[str], str]) -> object:
    if isinstance(value, DigestReaderError):
        return value.told(translate)
    if isinstance(value, tuple):
        return translate(", ").join(map(str, value))
    if isinstance(value, Exception):
        value = _NUMBER.sub("", str(value))
    return translate(value) if name == "reason" and isinstance(value, str) else value


class UsageError(DigestReaderError):
    """The command was called wrongly. Exit status 2."""


class ConfigError(DigestReaderError):
    """The configuration file cannot be used as it is. Exit status 1."""


class SourceError(DigestReaderError):
    """A source (file, folder, repository, URL) cannot be read. Other sources go on. Exit status 1."""


class OutsideError(DigestReaderError):
    """Somebody else's program (arXiv's API, Zotero, a model) cannot be asked, or answers amiss. Exit status 1."""


class StoreError(DigestReaderError):
    """A database cannot be used: too new, damaged, locked for too long, no space. Exit status 1."""


class ShortageError(StoreError):
    """The system gives no more open files, or no more memory. Exit status 1."""


class DamagedError(StoreError):
    """A database is damaged: what is in it cannot be read. Exit status 1."""


class ChangedSinceError(DigestReaderError):
    """What is to be undone or redone was changed again since; nothing was done. Exit status 1."""


class SearchIndexError(DigestReaderError):
    """The full-text index cannot be built or read; it can always be built again. Exit status 1."""


class QueryError(DigestReaderError):
    """A query that cannot be read. Exit status 2.

    `position` and `length` are code points in the query as it was typed, for a mark under the place.
    """

    def __init__(self, message: str, position: int = 0, length: int = 1, **values: object) -> None:
        super().__init__(message, **values)
        self.position = position
        self.length = length


def shortage(error: BaseException) -> ShortageError | None:
    """What the system does not give, if that is what `error` is about: any line may be the one that opens a file or
    asks for memory too many, and none of them is a mistake, nor is what it wanted to read damaged or missing."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.EMFILE, errno.ENFILE):
        return ShortageError("too many files are open; allow more of them: ulimit -n 256")
    unloaded = isinstance(error, ImportError) and "failed to map segment" in str(error)  # glibc's words
    if number == errno.ENOMEM or isinstance(error, MemoryError) or unloaded:
        return ShortageError(
            "out of memory; what was kept before is untouched: close other programs, or raise ulimit -v"
        )
    return None


@contextmanager
def shortages() -> Iterator[None]:
    """Want of files or memory leaves as ShortageError; other errors are let through."""
    try:
        yield
    except (OSError, MemoryError) as error:
        if told := shortage(error):
            raise told from error
        raise


@contextmanager
def read_errors(file: Path) -> Iterator[None]:
    """The system's errors while `file` is read leave as StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError("{file} cannot be read ({reason})", file=file, reason=error.strerror) from error


@contextmanager
def write_errors(file: Path) -> Iterator[None]:
    """The system's errors while `file` is written leave as StoreError."""
    try:
        yield
    except OSError as error:
        raise StoreError("{file} cannot be written ({reason})", file=file, reason=error.strerror) from error
