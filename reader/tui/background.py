"""Jobs that run beside the screen as processes of their own: syncing, and bringing the index up to date.

A process, because reading and indexing thousands of papers would make every key wait.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, Any, NamedTuple

from reader.errors import DigestReaderError
from reader.i18n import Translator, msg
from reader.library.library import Library
from reader.paths import APP, Places, own_command, own_import_path
from reader.text.loose_json import json_or_none
from reader.text.safe import printable
from reader.tui.spans import Role


class Progress(NamedTuple):
    """How far a job is: `done` of `total` (0: not known), and what it is at."""

    done: int
    total: int
    what: str


class Finished(NamedTuple):
    """A job has ended.

    status    exit status
    summary   the JSON object it printed last, empty if it did not
    messages  what it had to say to a person
    """

    status: int
    summary: Mapping[str, Any]
    messages: tuple[str, ...]


Report = Progress | Finished
_SPEAKER = f"{APP}: "
"""Before what a sub-command says: in a terminal several programs may speak, on the screen nobody else does."""
Deliver = Callable[[Report], object]


class Job(Thread):
    """Runs a sub-command of this program with JSON progress on stderr."""

    def __init__(self, places: Places, arguments: Sequence[str], deliver: Deliver, given: str = "") -> None:
        """`deliver` is called in this thread; `given` stands on stdin.

        Raises DigestReaderError if no process can be started.
        """
        super().__init__(name="job", daemon=True)
        self._deliver = deliver
        try:
            with TemporaryFile() as stdin:
                stdin.write(given.encode())
                stdin.seek(0)
                self._process = subprocess.Popen(
                    [*own_command(), *_where(places), *arguments],
                    stdin=stdin,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    encoding="utf-8",
                    errors="replace",
                    env={**os.environ, "PYTHONPATH": own_import_path(os.environ), "PYTHONIOENCODING": "utf-8"},
                    start_new_session=True,
                )
        except OSError as error:
            raise DigestReaderError(
                msg("{program} cannot be started ({reason})"), program=sys.executable, reason=error.strerror
            ) from error

    def run(self) -> None:
        """Pass on what the process says until it ends."""
        process = self._process
        messages: list[str] = []
        with process:
            for line in process.stderr or ():
                report = _object(line)
                if "done" in report:
                    self._deliver(Progress(report["done"], report.get("total", 0), str(report.get("what", ""))))
                elif said := line.strip().removeprefix(_SPEAKER):
                    messages.append(said)
            summary = _last_object(process.stdout)
        self._deliver(Finished(process.wait(), summary, tuple(messages)))

    def stop(self) -> None:
        """End the process; what it stored so far stays."""
        if self._process.poll() is None:
            self._process.terminate()


class Jobs:
    """The jobs of one screen: one at a time, the others wait for their turn. Belongs to the screen's thread."""

    def __init__(self, places: Places, library: Library, deliver: Deliver) -> None:
        """`deliver` is called in the jobs' threads; after `Finished`, `next` has to be called."""
        self._places = places
        self._library = library
        self._deliver = deliver
        self._running: Job | None = None
        self._waiting: list[tuple[Sequence[str], str]] = []

    def bring_in(self, arguments: Sequence[str]) -> bool:
        """Read sources (none: every remembered one); False if that has to wait. Raises DigestReaderError."""
        return self._begin(["sync", "--json", *arguments])

    def run(self, arguments: Sequence[str], given: str = "") -> bool:
        """Run any sub-command that tells how far it is, `given` on its stdin; False if it has to wait.

        Raises DigestReaderError.
        """
        return self._begin(arguments, given)

    def end(self) -> bool:
        """End the job that is running; False if none is. Those that wait go on."""
        if self._running is None:
            return False
        self._running.stop()
        return True

    def update_index(self) -> None:
        """Bring the index up to date. Raises DigestReaderError."""
        self._begin(["index", "--update", "--json"])

    def next(self) -> None:
        """A job has ended: begin the one that has waited longest. Raises DigestReaderError."""
        self._running = None
        if self._waiting:
            self._begin(*self._waiting.pop(0))

    def stop(self) -> None:
        """End all; what was stored so far stays."""
        self._waiting.clear()
        if self._running is not None:
            self._running.stop()

    def _begin(self, arguments: Sequence[str], given: str = "") -> bool:
        if self._running is not None:
            if (arguments, given) not in self._waiting:
                self._waiting.append((arguments, given))
            return False
        self._library.refuse_gone()  # a process of its own would begin a new library there
        job = Job(self._places, arguments, self._deliver, given)
        self._running = job
        job.start()
        return True


def told_progress(progress: Progress, t: Translator) -> str:
    """How far a job is, in words."""
    doing: Mapping[str, str] = {
        "index": t("Indexing"),
        "enrich": t("Asking arXiv"),
        "send": t("Sending to Zotero"),
        "translate": t("Translating"),
        "pause": t("arXiv asks to wait a while"),
        "export": t("Writing"),
    }
    what = doing.get(progress.what, t("Reading digests"))
    if not progress.done and not progress.total:
        return what
    return f"{what} {progress.done:,}/{progress.total:,}" if progress.total else f"{what} {progress.done:,}"


def told_end(job: Finished, t: Translator) -> tuple[str, Role]:
    """What a job came to, in words; empty if there is nothing to say."""
    new, kept = int(job.summary.get("new", 0)), int(job.summary.get("kept", 0))
    if job.status and job.messages:
        return job.messages[-1], Role.ERROR
    match job.summary.get("job"):
        case "enrich":
            return t.n("{n} paper known to arXiv", "{n} papers known to arXiv", kept), Role.TEXT
        case "send":
            sent = t.n("{n} paper sent", "{n} papers sent", kept)
            return t("{sent}: {target}", sent=sent, target=printable(str(job.summary.get("target", "")))), Role.TEXT
        case "translate":
            return t.n("{n} paper translated", "{n} papers translated", kept), Role.TEXT
        case "export":
            file = printable(str(job.summary.get("file", "")))
            return t.n("{n} paper in {path}", "{n} papers in {path}", kept, path=file), Role.TEXT
    if new:
        return t.n("{n} new paper", "{n} new papers", new), Role.TEXT
    return t("Nothing new.") if job.summary else "", Role.TEXT


def _where(places: Places) -> list[str]:
    """Arguments by which another process finds the same places."""
    under_one_folder = places.cache == places.data / "cache"
    library = ["--library", str(places.data)] if under_one_folder else []
    return [*library, *(["--config", str(places.config)] if places.config.exists() else [])]


def _object(line: str) -> dict[str, Any]:
    value = json_or_none(line)
    return value if isinstance(value, dict) else {}


def _last_object(stream: IO[str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in stream or ():
        found = _object(line) or found
    return found
