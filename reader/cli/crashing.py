"""A mistake of the program's own: one line, a report to send in, and the offer to go on at the next start.

The report may be shown to anybody: it says what was called and where it failed, and nothing of what was read. Of an
exception's words only those stand in it that are about the program; of folders, only the part below the program's own.
"""

from __future__ import annotations

import platform
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path

from reader.paths import Places
from reader.regular import put_file, read_regular
from reader.version import __version__

REPORTS_KEPT = 5
_ABOUT_THE_PROGRAM = (AttributeError, ImportError, IndexError, NameError, RecursionError, TypeError)
"""What these say are names in the source text. Any other exception may quote what it was given."""
_FOLDERS = re.compile(r"(?<!\w)[/\\~][^\s'\"(),;:]*[/\\]")
"""The folders of a path among words: an ImportError names the file in which something is missing."""
_PACKAGES = ("textual", "rich", "whoosh3", "numpy", "lxml", "httpx")


def keep_report(error: BaseException, places: Places, environ: Mapping[str, str], command: str) -> Path | None:
    """Write what can be told about `error` to a file, and remember that the last run ended so.

    command  the sub-command, empty for the screen
    Returns the file; None if none could be written anywhere.
    """
    text = report(error, environ, command)
    name = f"crash-{datetime.now().astimezone():%Y%m%d-%H%M%S}.txt"
    for folder in (places.data, Path(tempfile.gettempdir())):
        try:
            file = folder / name
            put_file(file, text.encode("utf-8", "backslashreplace"))  # a link of that name is not followed
        except OSError:
            continue
        _forget_old_reports(folder)
        _keep_mark(places, file, command)
        return file
    return None


def report(error: BaseException, environ: Mapping[str, str], command: str) -> str:
    """The report: versions, the terminal, and the way to the mistake, newest call last."""
    facts = {
        "digest-reader": __version__,
        "command": command or "(the screen)",
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "terminal": f"{environ.get('TERM', '')} {environ.get('COLORTERM', '')}".strip(),
        "language": environ.get("LC_ALL") or environ.get("LANG", ""),
        **{name: version for name in _PACKAGES if (version := _version(name))},
    }
    lines = [*(f"{name}: {value}" for name, value in facts.items()), "", *_way(error)]
    return "\n".join(lines) + "\n"


def last_crash(places: Places) -> str | None:
    """The name of the report of the last run, if that was the screen and ended by a mistake; asked for once."""
    try:
        name = read_regular(places.crashed).decode()
        places.crashed.unlink()
    except (OSError, UnicodeDecodeError):
        return None
    return name


def _way(error: BaseException) -> Iterator[str]:
    """One exception after the other, the first cause first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _way(cause)
        yield ""
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{_below(frame.filename)}:{frame.lineno} in {frame.name}"
    yield f"{type(error).__module__}.{type(error).__qualname__}: {_words(error)}"


def _words(error: BaseException) -> str:
    text = str(error)
    if isinstance(error, _ABOUT_THE_PROGRAM):
        return _FOLDERS.sub("", " ".join(text.split()))
    return f"({len(text)} characters left out)" if text else ""


def _below(filename: str) -> str:
    """A file's name below the folder that it was imported from."""
    file = Path(filename)
    folders = [Path(__file__).parents[2], *(Path(entry) for entry in sys.path if entry)]
    inner = [file.relative_to(folder) for folder in folders if file.is_relative_to(folder)]
    return str(min(inner, key=lambda path: len(path.parts), default=file.name))


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _keep_mark(places: Places, file: Path, command: str) -> None:
    if command:
        return
    try:
        put_file(places.crashed, str(file).encode("utf-8", "replace"))
    except OSError:
        return  # the next start goes on without asking


def _forget_old_reports(folder: Path) -> None:
    for old in sorted(folder.glob("crash-????????-??????.txt"))[:-REPORTS_KEPT]:
        old.unlink(missing_ok=True)
