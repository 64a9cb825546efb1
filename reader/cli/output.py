"""Papers as text, on stdout or into a file: what every command that prints papers has in common."""

from __future__ import annotations

import os
import shlex
import subprocess
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path

from reader.cli.context import Context
from reader.errors import UsageError
from reader.export.fields import ABSTRACTS, FIELDS, NOTES, fields_named, without
from reader.export.formats import FORMATS, Folder, Format, Grouping, Options, format_named
from reader.i18n import Translator, msg
from reader.library.files import ended, write_notes, write_parts, write_whole
from reader.library.library import Library
from reader.model import Lang, MarkedPaper, Marks, Sort
from reader.sources.progress import Progress, silent

CHUNK = 1000
"""IDs that are looked up at a time."""
FOLDER_FORMAT = "obsidian"
"""The format that a folder means, where none is named."""
FIELDS_HELP = "help"
"""What `--fields` takes to list the fields."""
OWN_FORMATS = {
    "text": Format("text", "txt", "", "", ("--lang", "--fields")),
    "table": Format("table", "txt", "", "", ()),
    "--batch": Format("--batch", "jsonl", "", "", ()),
}
"""Ways of printing papers that are no formats of export, with the options they take."""
PAGER = "less -FRX"
"""What leafs through what is longer than the terminal: it leaves what was shown, and ends by itself where all fits."""


def format_argument(parser: ArgumentParser, t: Translator, *own: str, help: str | None = None) -> None:
    """The option for the format, the same for every command; `own` are formats that only this command has."""
    names = [*own, *sorted(FORMATS)]
    about = help or (t("how papers are printed ({default})", default=own[0]) if own else "")
    parser.add_argument(
        "-f",
        "--format",
        choices=names,
        metavar="FORMAT",
        default=own[0] if own else None,
        help=t("{what}: {formats}", what=about, formats=", ".join(names)),
    )


def sort_argument(parser: ArgumentParser, t: Translator) -> None:
    """The option for the order, the same for every command."""
    parser.add_argument("--sort", choices=[str(sort) for sort in Sort], help=t("the order of the papers"))


def content_arguments(parser: ArgumentParser, t: Translator) -> None:
    """The options for what of each paper is printed, the same for every command."""
    parser.add_argument("--lang", choices=[str(lang) for lang in Lang], help=t("the language of the texts"))
    parser.add_argument(
        "--fields", metavar="NAMES", help=t("only these fields, such as title_en,tags; 'help' lists them")
    )
    parser.add_argument("--no-abstracts", action="store_true", help=t("without abstracts"))
    parser.add_argument("--no-notes", action="store_true", help=t("without your notes"))


def options_of(chosen: Namespace, name: str, context: Context) -> Options:
    """What was chosen about papers in the format `name`. Raises UsageError for a choice that would change nothing."""
    form = OWN_FORMATS.get(name) or format_named(name)
    form.refuse(_given(chosen))
    wanted = fields_named(chosen.fields) if chosen.fields is not None else None
    left_out = (ABSTRACTS if chosen.no_abstracts else frozenset()) | (NOTES if chosen.no_notes else frozenset())
    lang = chosen.lang or (context.config.export.language if "--lang" in form.takes else Lang.BOTH)
    return Options(
        lang=Lang(lang),
        grouping=Grouping(getattr(chosen, "group", None) or Grouping.NONE),
        byte_order_mark=getattr(chosen, "bom", False),
        fields=without(wanted, left_out),
    )


def _given(chosen: Namespace) -> Iterator[str]:
    """The options of those that some formats do not take which were given."""
    if chosen.fields is not None or chosen.no_abstracts or chosen.no_notes:
        yield "--fields" if chosen.fields is not None else "--no-abstracts" if chosen.no_abstracts else "--no-notes"
    for name in ("lang", "group", "bom"):
        if getattr(chosen, name, None):
            yield f"--{name}"


def fields_listed(context: Context) -> None:
    """Say which fields there are."""
    width = max(map(len, FIELDS))
    for name, help in FIELDS.items():
        context.say(f"{name:<{width}}  {context.t(help)}")


def output_argument(parser: ArgumentParser, t: Translator) -> None:
    """The option for the file."""
    parser.add_argument("-o", "--output", metavar="FILE", help=t("write to FILE; default, and '-': stdout"))


def exported(
    library: Library, nums: Sequence[int], name: str, options: Options, progress: Progress = silent
) -> Iterable[str]:
    """Papers (by number, in this order) in the format `name`, piece by piece; raises what `Library.export` does.

    What needs no more than the IDs reads no papers, and tells no progress.
    """
    if name == "ids":
        return (f"{identity}\n" for few in _chunks(nums) for identity in library.ids(few))
    return library.export(_watched(library.papers(nums), len(nums), progress), name, options)


def with_marks(pieces: Iterable[str], alone: Mapping[str, Marks], options: Options) -> Iterator[str]:
    """An export in JSON Lines with the marks of papers that are not in the library behind it."""
    yield from pieces
    if alone:
        from reader.export.jsonl import marks_alone

        yield from marks_alone(alone, options)


def _watched(papers: Iterable[MarkedPaper], total: int, progress: Progress) -> Iterator[MarkedPaper]:
    for done, marked in enumerate(papers):
        if done % CHUNK == 0:
            progress(done, total, "export")
        yield marked


def _chunks(nums: Sequence[int]) -> Iterator[Sequence[int]]:
    return (nums[start : start + CHUNK] for start in range(0, len(nums), CHUNK))


def file_of(output: str | None) -> Path | None:
    """The file that was asked for; None for stdout."""
    return None if output in (None, "-") else Path(str(output))


def is_folder(output: str | None, name: str | None) -> bool:
    """Whether the output asked for is a folder: it ends in a slash, or is one and the format `name` fills folders."""
    text = output or ""
    form = FORMATS.get(name or "")
    fills = form is not None and form.folder is not None
    with suppress(OSError):  # a name that no file can have
        return text.endswith(("/", os.sep)) or (fills and Path(text).is_dir())
    return False


def write_folder(
    library: Library, nums: Sequence[int], name: str, options: Options, folder: Path, context: Context
) -> int:
    """Write several files into `folder`; returns of how many papers. Notes that are there stay: it is said.

    Raises StoreError if one cannot be written, UsageError for a format of one file.
    """
    files = library.export_files(library.papers(nums), name, options)
    if format_named(name).folder is Folder.PARTS:
        write_parts(folder, files)
        return len(nums)
    written, stayed = write_notes(folder, files)
    if stayed:
        context.tell(
            context.t.n("{n} note is there and stays as it is", "{n} notes are there and stay as they are", stayed)
        )
    return written


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
        with ended(pieces):
            for piece in pieces:
                context.write(piece)
    elif papers:
        write_whole(file, pieces)
    elif _is_there(file):
        context.tell(context.t("nothing was found; {file} stays as it is", file=file))
    else:
        context.tell(context.t("nothing was found; {file} is not written", file=file))


def _is_there(file: Path) -> bool:
    with suppress(OSError):  # a name that no file can have
        return file.exists()
    return False


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
