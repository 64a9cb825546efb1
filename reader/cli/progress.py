"""How far a long job is, on stderr: one quiet line in a terminal, JSON lines for a program, nothing otherwise."""

from __future__ import annotations

import shutil
import time
from typing import TextIO

from reader.cli.context import Context, error_line
from reader.errors import SearchIndexError, StoreError
from reader.i18n import Translator
from reader.library.library import Library
from reader.library.writing import WAITING
from reader.text.cells import fit
from reader.text.safe import json_line

EVERY_SECONDS = 0.1


class ProgressLine:
    """A `sources.contract.Progress`. Use as a context manager: the line is gone when the job is done."""

    def __init__(self, stream: TextIO, t: Translator, *, machine: bool = False) -> None:
        """`machine`: one JSON object a line (`done`, `total`, `what`) whatever the stream is."""
        self._stream = stream
        self._t = t
        self._machine = machine
        self._shown = not machine and stream.isatty()
        self._last = 0.0
        self._what = ""
        self._began = time.monotonic()

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown and self._last:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def __call__(self, done: int, total: int, what: str) -> None:
        now = time.monotonic()
        if what != self._what and what == "index":
            self._began = now
        if now - self._last < EVERY_SECONDS and what == self._what:
            return
        self._last, self._what = now, what
        if self._machine:
            self._stream.write(json_line({"done": done, "total": total, "what": what}) + "\n")
            self._stream.flush()
        elif self._shown:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write("\r" + fit(self._line(done, total, what, now), width))
            self._stream.flush()

    def _line(self, done: int, total: int, what: str, now: float) -> str:
        t = self._t
        job = _job(what, t)
        if not total:
            return f"{done:,}  {job}"
        left = (now - self._began) * (total - done) / done if done else 0
        rest = t("{n} s left", n=round(left)) if left >= 2 else ""
        return f"{done:,}/{total:,}  {job}  {rest}".rstrip()


def _job(what: str, t: Translator) -> str:
    if what == WAITING:
        return t("waiting for another process that is writing to the library")
    doing = {
        "index": t("indexing"),
        "enrich": t("asking arXiv"),
        "send": t("sending to Zotero"),
        "translate": t("translating"),
        "pause": t("arXiv asks to wait a while"),
        "export": t("writing"),
    }
    return doing.get(what, t("reading {what}", what=what))


def index_if_behind(library: Library, context: Context, *, needed_for: str = "") -> None:
    """Make good what the index lacks (all of it, if it was deleted), unless another process is at it or it cannot be
    written: then say how much cannot be found.

    needed_for  a query whose answer goes into a file or a program, which must not lack papers in silence: if it looks
                into texts, SearchIndexError is raised instead
    """
    behind = library.index.behind()
    if not behind:
        return
    try:
        with ProgressLine(context.stderr, context.t) as progress:
            library.index.update(progress)
    except (SearchIndexError, StoreError) as error:
        if needed_for and library.finding.parse(needed_for).has_text:
            raise
        told = context.t(
            "{n} changes cannot be searched yet: {problem}",
            n=f"{library.index.behind():,}",
            problem=error_line(error, context.t),
        )
        context.tell(f"digest-reader: {told}")
