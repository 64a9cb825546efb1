"""The list as it was left, kept as text for the terminal, so that the next start has it at once.

With it is kept a stamp of what it depends on; where that is no longer true the frame is drawn anew (`early_frame`),
which takes a little longer.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from reader.paths import Places
from reader.regular import put_file, read_regular
from reader.text.loose_json import json_or_none
from reader.text.safe import printable
from reader.version import __version__

NAME = "first-frame.json"
LARGEST = 1 << 20
"""Bytes of a frame file that is worth reading; a terminal of 300 by 100 cells takes about 100,000."""

# What a terminal or a user says about how to draw.
_VARIABLES = ("TERM", "COLORTERM", "NO_COLOR", "TEXTUAL_THEME", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FILTERS")
_LANGUAGES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_STYLE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x00-\x1f\x7f-\x9f]*\x1b\\")
"""Colours and links: all that a kept line may have beside text, since the file may be somebody else's."""


def stamp(places: Places, environ: Mapping[str, str], size: os.terminal_size) -> list[object]:
    """Everything the frame depends on, as JSON knows it: marks, configuration, day, terminal, program.

    Papers are not in it: those that came since stand above what was left, which keeps its place; what is drawn over
    the frame a moment later has the new counts.
    """
    files = [places.marks_db, Path(f"{places.marks_db}-wal")]
    return [
        __version__,
        datetime.now().astimezone().date().isoformat(),
        [size.columns, size.lines],
        [environ.get(name) for name in (*_VARIABLES, *_LANGUAGES)],
        [_looks(path) for path in (*files, places.config)],
    ]


def keep_frame(places: Places, environ: Mapping[str, str], size: os.terminal_size, lines: list[str]) -> None:
    """Keep a screen (one text with escape sequences a row) for the next start. Call it when all is closed."""
    if not places.data.is_dir():  # gone, or on a disk that is: nothing begins anew in its place
        return
    kept = {"stamp": stamp(places, environ, size), "lines": lines}
    with suppress(OSError):  # a cache: without it the next start is as slow as the first
        places.cache.mkdir(parents=True, exist_ok=True)
        put_file(places.cache / NAME, json.dumps(kept, ensure_ascii=False).encode())


def kept_frame(places: Places, environ: Mapping[str, str], size: os.terminal_size) -> str:
    """The kept screen as one text for a terminal of that size, if it would still be drawn the same; else nothing."""
    file = places.cache / NAME
    try:
        if file.stat().st_size > LARGEST:
            return ""
        kept = json_or_none(read_regular(file))
        if not isinstance(kept, dict) or kept["stamp"] != stamp(places, environ, size):
            return ""
        lines = kept["lines"]
        texts = [_STYLE.sub("", line) for line in lines]
        if any(printable(text) != text for text in texts):
            return ""
        return "".join(f"\x1b[{row};1H{line}" for row, line in enumerate(lines, 1))
    except (OSError, ValueError, KeyError, TypeError):  # not there, or not what this program writes
        return ""


def _looks(path: Path) -> list[int] | None:
    """Size (bytes) and time of change (ns) of a file; None if there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns]
