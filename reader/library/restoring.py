"""Marks, and the reader's words of interests, out of files: an exported JSONL, or a copy of `marks.db`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from reader.errors import DamagedError, DigestReaderError, StoreError, read_errors
from reader.i18n import msg
from reader.library.citing import CITATION_KEYS
from reader.library.interest import as_decided
from reader.library.marking import as_typed, united
from reader.model import Marks, SavedSearch, WordRule
from reader.sources.arxiv_id import find_id
from reader.sources.decoding import wide_encoding
from reader.sources.forms.own_export import is_laid_out_anew, objects_in
from reader.sources.limits import HEAD_BYTES, LINE_LIMIT
from reader.store.answers import Answer
from reader.store.marks import MarksStore
from reader.store.schema import HEADER_BYTES, is_marks_database

_NO_BACKUP = msg("{file} is no backup of marks, or is damaged, or was written by a newer digest-reader")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a file gives back.

    marks     by arXiv ID
    words     what was decided about words of interests
    searches  saved searches
    keys      citation keys by arXiv ID
    wrong     line and spelling of what stands where an arXiv ID should, and is none
    """

    marks: Mapping[str, Marks]
    words: Sequence[WordRule] = ()
    searches: Sequence[SavedSearch] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    wrong: Sequence[tuple[int, str]] = ()


def restored(file: Path) -> Restored:
    """What is in `file`. Raises StoreError if it cannot be read, or is neither kind."""
    try:
        with read_errors(file):
            return _from_database(file) if is_backup(file) else _from_export(file)
    except UnicodeDecodeError as error:
        raise StoreError(msg("{file} is neither an exported JSONL nor a backup"), file=file) from error


def is_backup(file: Path) -> bool:
    """Whether a file is a database of marks. Raises OSError."""
    with file.open("rb") as stream:
        return is_marks_database(stream.read(HEADER_BYTES))


def _from_database(file: Path) -> Restored:
    with backup_opened(file) as store:
        marks = store.marks(store.ids_with_any())
        return Restored(marks, store.word_rules(), store.searches(), store.states(CITATION_KEYS))


@contextmanager
def backup_opened(file: Path) -> Iterator[MarksStore]:
    """The store in a copy of `marks.db`. Raises StoreError if it is none."""
    # A copy: opening may bring an old backup up to date, and the backup itself is never touched.
    with ExitStack() as stack:
        with read_errors(file):
            copy = Path(stack.enter_context(tempfile.TemporaryDirectory())) / file.name
            shutil.copyfile(file, copy)
        try:
            store = MarksStore(copy)
        except StoreError as error:
            raise StoreError(_NO_BACKUP, file=file) from error
        try:
            yield store
        except DamagedError as error:
            raise StoreError(_NO_BACKUP, file=file) from error
        finally:
            store.close()


def is_sound(file: Path) -> bool:
    """Whether all that is in a backup can be read, not the marks alone. Raises StoreError if it is none."""
    with backup_opened(file) as store:
        try:
            store.check()
        except DamagedError:
            return False
    return True


def answers_in(file: Path) -> list[Answer]:
    """What was asked outside, if `file` is a copy of `marks.db`; nothing if it is an export. Raises StoreError."""
    with read_errors(file):
        if not is_backup(file):
            return []
    with backup_opened(file) as store:
        return list(store.answers.after(0))


def _from_export(file: Path) -> Restored:
    """Line by line: an export of a whole library is much larger than what is marked in it."""
    from reader.export.restore import read_records

    marks: dict[str, Marks] = {}
    words: list[WordRule] = []
    wrong: list[tuple[int, str]] = []
    try:
        with _opened(file) as records:
            for record in read_records(records):
                if isinstance(record, WordRule):
                    words.append(as_decided(record))
                    continue
                line, spelling, own = record
                found = find_id(spelling)
                if found is None:
                    wrong.append((line, spelling))
                    continue
                with _in_line(line):
                    kept = as_typed(own)
                marks[found[0]] = united(marks[found[0]], kept) if found[0] in marks else kept
    except DigestReaderError as error:
        raise StoreError(msg("{file}: {problem}"), file=file, problem=error) from error
    return Restored(marks, words, wrong=wrong)


@contextmanager
def _opened(file: Path) -> Iterator[Iterator[tuple[int, str]]]:
    """The lines of an export with their numbers; where another program laid it out anew, its papers with theirs.

    It is UTF-8, or UTF-16 where it looks like it: some shells write that when output goes into a file.
    Reading raises DigestReaderError at one that would fill the memory.
    """
    with file.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        encoding = wide_encoding(head) or "utf-8"
        start = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
        stream.seek(0)
        if encoding == "utf-8" and is_laid_out_anew(start):
            yield _bounded(objects_in(stream, start))
        else:
            with TextIOWrapper(stream, encoding, newline="\n") as text:
                yield _bounded(enumerate(_lines(text), start=1))


def _lines(text: TextIO) -> Iterator[str | None]:
    """The lines; None for one that is too long."""
    while line := text.readline(LINE_LIMIT):
        yield None if len(line) == LINE_LIMIT and not line.endswith("\n") else line


def _bounded(records: Iterable[tuple[int, str | None]]) -> Iterator[tuple[int, str]]:
    for number, text in records:
        if text is None:
            raise DigestReaderError(msg("line {line} is too long: it was not exported by this program"), line=number)
        yield number, text


@contextmanager
def _in_line(number: int) -> Iterator[None]:
    """Errors are about that line."""
    try:
        yield
    except DigestReaderError as error:
        raise DigestReaderError(msg("line {line}: {problem}"), line=number, problem=error) from error
