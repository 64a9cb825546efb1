"""Papers as text, on stdout or into a file: what every command that prints papers has in common."""

from __future__ import annotations

import shlex
import subprocess
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path

from reader.cli.context import Context
from reader.errors import UsageError
from reader.export.formats import FORMATS, Options
from reader.i18n import Translator, msg
from reader.library.files import write_whole
from reader.library.library import Library
from reader.model import Sort

CHUNK = 1000
"""IDs that are looked up at a time."""
PAGER = "less -FRX"
"""What leafs through what is longer than the terminal: it leaves what was shown, and ends by itself where all fits."""


def format_argument(parser: ArgumentParser, t: Translator, *own: str, help: str | None = None) -> None:
    """The option for the format, the same for every command; `own` are formats that only this command has."""
    about = help or (t("how papers are printed ({default})", default=own[0]) if own else "")
    parser.add_argument("-f", "--format", choices=[*own, *sorted(FORMATS)], default=own[0] if own else None, help=about)


def sort_argument(parser: ArgumentParser, t: Translator) -> None:
    """The option for the order, the same for every command."""
    parser.add_argument("--sort", choices=[str(sort) for sort in Sort], help=t("in which order"))


def output_argument(parser: ArgumentParser, t: Translator) -> None:
    """The option for the file."""
    parser.add_argument("-o", "--output", metavar="FILE", help=t("write to FILE; default, and '-': stdout"))


def exported(library: Library, nums: Sequence[int], name: str, options: Options) -> Iterable[str]:
    """Papers in a format of export, piece by piece. What needs no more than the IDs reads no papers."""
    if name == "ids":
        return (f"{identity}\n" for few in _chunks(nums) for identity in library.ids(few))
    return library.export(library.papers(nums), name, options)


def _chunks(nums: Sequence[int]) -> Iterator[Sequence[int]]:
    return (nums[start : start + CHUNK] for start in range(0, len(nums), CHUNK))


def file_of(output: str | None) -> Path | None:
    """The file that was asked for; None for stdout."""
    return None if output in (None, "-") else Path(str(output))


def format_of(file: Path | None) -> str:
    """The format that a file's ending asks for; markdown where there is no file. Raises UsageError."""
    if file is None:
        return "markdown"
    ending = file.suffix.lstrip(".").lower()
    for name, form in FORMATS.items():
        if form.extension == ending:
            return name
    raise UsageError(msg("'{file}' does not tell a format by its ending; choose one with -f"), file=file)


def write_pieces(pieces: Iterable[str], file: Path | None, context: Context, *, papers: int) -> None:
    """Hand on text that holds so many papers. A file is never replaced by nothing. Raises StoreError."""
    if file is None:
        for piece in pieces:
            context.write(piece)
    elif papers:
        write_whole(file, pieces)
    else:
        context.tell(context.t("nothing was found; {file} stays as it is", file=file))


@contextmanager
def paged(context: Context) -> Iterator[Context]:
    """A context whose stdout is a pager where the output goes to a terminal; `$PAGER`, `PAGER=cat` for none."""
    pager = _started(context)
    if pager is None or pager.stdin is None:
        yield context
        return
    stream = TextIOWrapper(pager.stdin, encoding="utf-8", errors="backslashreplace")
    try:
        yield replace(context, stdout=stream)
    finally:
        with suppress(BrokenPipeError):  # it was left before the end
            stream.close()
        pager.wait()


def _started(context: Context) -> subprocess.Popen[bytes] | None:
    command = shlex.split(context.environ.get("PAGER", PAGER))
    if not context.stdout.isatty() or command[:1] in ([], ["cat"]) or context.environ.get("TERM") == "dumb":
        return None
    environ = {"LESSCHARSET": "utf-8", **context.environ}
    with suppress(OSError):  # there is no such program: the text is printed as it is
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=environ)
    return None
