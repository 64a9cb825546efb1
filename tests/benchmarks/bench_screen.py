"""How fast the screen is: `python -m tests.benchmarks.bench_screen --library DIR`.

Everything is measured from outside, on a pseudo-terminal: from a key (or the start of the process) to the last byte of
what the program writes because of it. The floor is a Textual app with one line of text, measured in the same run.
Works on a copy of the library. Never fails on a time.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import reader
from reader.tui.kept_frame import NAME as FRAME
from tests.terminal.harness import Pty

MARKER = "first-content"
FLOOR = f"""
from textual.app import App
from textual.widgets import Static
class Floor(App):
    def compose(self):
        yield Static({MARKER!r})
Floor().run()
"""
DOWN, PAGE_DOWN, END, HOME, ENTER, ESCAPE = b"\x1b[B", b"\x1b[6~", b"\x1b[F", b"\x1b[H", b"\r", b"\x1b"
PLACE = b" of "
"""Stands in the top line, which is painted together with the papers of an answer, and once more with counts."""
TYPED = ("diffusion model", "扩散模型", "transformer", "graph neural", "强化学习", "large language", "causal", "量子")
SEARCHES = 100
QUIET = 0.08
IDLE_SECONDS = 3.0

Row = tuple[str, str, str, str, str]


class Typed(NamedTuple):
    """Milliseconds from a letter of a query to its echo, to the papers that match, to those near in meaning and the
    counts (all that changes the line of the place), to the last byte that followed."""

    echo: float
    papers: float
    near: float
    all: float


class Bench:
    """One library, and the rows measured on it."""

    def __init__(self, library: Path, runs: int, keys: int) -> None:
        self.library, self.runs, self.keys = library, runs, keys
        self.rows: list[Row] = []
        self.title = first_title(library)

    def command(self) -> list[str]:
        return [sys.executable, "-m", "reader", "--library", str(self.library)]

    @contextmanager
    def screen(
        self, columns: int = 120, rows: int = 40, before: bytes = b"", options: Sequence[str] = ()
    ) -> Iterator[Pty]:
        """The program, once it has painted its list and is quiet, with `before` typed into it."""
        with Pty([*self.command(), *options], columns=columns, rows=rows) as terminal:
            terminal.wait_for(self.title)
            terminal.settle(0.4)
            for key in before:
                terminal.reaction(bytes([key]), 0.2)
            yield terminal

    def add(self, what: str, times: Sequence[float], wanted: str) -> None:
        """A row of milliseconds; `wanted` is the limit as the project set it."""
        ordered = sorted(times)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
        self.rows.append((what, f"{ordered[0]:.1f}", f"{statistics.median(ordered):.1f}", f"{p95:.1f}", wanted))

    def add_one(self, what: str, number: str, wanted: str) -> None:
        """A row of one number."""
        self.rows.append((what, "", number, "", wanted))

    def start(self) -> None:
        """Process start to first content, beside the floor, each run of one followed by a run of the other."""
        times: dict[str, list[float]] = {
            name: [] for name in ("floor", "floor cpu", "kept", "bare", "bare cpu", "live")
        }
        for _ in range(self.runs):
            with Pty([sys.executable, "-c", FLOOR]) as terminal:
                times["floor"].append(terminal.wait_for(MARKER.encode()) * 1000)
                times["floor cpu"].append(terminal.cpu() * 1000)
            (self.library / "cache" / FRAME).unlink(missing_ok=True)
            with Pty(self.command()) as terminal:
                times["bare"].append(terminal.wait_for(self.title) * 1000)
                times["bare cpu"].append(terminal.cpu() * 1000)
                self.leave_in_order(terminal)
            with Pty(self.command()) as terminal:
                times["kept"].append(terminal.wait_for(self.title) * 1000)
                self.leave_in_order(terminal)
            with Pty(self.command()) as terminal:
                terminal.send(DOWN)
                times["live"].append(terminal.wait_for(b"2 of ") * 1000)
        floor = times["floor"]
        self.add("minimal Textual app, first content", floor, "the floor")
        self.add(f"start to first rows, as it was left ({_ratio(times['kept'], floor)} x)", times["kept"], "<= 1.2 x")
        self.add(f"the same without a kept first frame ({_ratio(times['bare'], floor)} x)", times["bare"], "<= 1.3 x")
        self.add(f"start to what a key pressed at once does ({_ratio(times['live'], floor)} x)", times["live"], "")
        self.add("processor time to the floor's first content", times["floor cpu"], "")
        self.add("processor time to first rows, no kept frame", times["bare cpu"], "")
        self.first_run_of_all()

    def first_run_of_all(self) -> None:
        """The start of a program that was just installed: no module is compiled."""
        (self.library / "cache" / FRAME).unlink(missing_ok=True)
        with (
            tempfile.TemporaryDirectory() as cache,
            Pty(self.command(), environ={"PYTHONPYCACHEPREFIX": cache}) as terminal,
        ):
            self.add("start with nothing compiled yet", [terminal.wait_for(self.title) * 1000], "<= 1000")

    @staticmethod
    def leave_in_order(terminal: Pty) -> None:
        """Quit as a person does."""
        terminal.settle(0.3)
        terminal.send(b"q")
        terminal.ended()

    def repeated(self, what: str, key: bytes, wanted: str, terminal: Pty) -> None:
        """A key pressed again and again."""
        times = [terminal.reaction(key, QUIET).last for _ in range(self.keys)]
        self.add(what, times, wanted)

    def moving(self) -> None:
        """Keys that move, at two sizes and in both ways of reading."""
        with self.screen() as terminal:
            self.repeated("down, list and paper, 120x40", DOWN, "p95 <= 16.7", terminal)
            self.repeated("page down", PAGE_DOWN, "p95 <= 30", terminal)
            ends = [terminal.reaction(key, QUIET).last for _ in range(self.keys // 4) for key in (END, HOME)]
            self.add("to the end, to the first", ends, "whatever the number")
            self.repeated("language switch", b"c", "<= 20", terminal)
        with self.screen(160, 45, before=b"cc") as terminal:
            self.repeated("down, both languages, 160x45", DOWN, "p95 <= 16.7", terminal)
            sizes = [(100 + step % 7 * 10, 30 + step % 5) for step in range(self.keys // 4)]
            changes = [terminal.reaction(partial(terminal.resize, *size), QUIET).last for size in sizes]
            self.add("resize", changes, "<= 100")

    def searching(self) -> None:
        """Typing queries: to the echo, to the papers, to the last byte; with and without near papers."""
        exact = self.library / "exact.toml"
        exact.write_text("[screen]\nnear = false\n", encoding="utf-8")
        with self.screen(options=("--config", str(exact))) as terminal:
            typed = self.typing(terminal)
            self.add("search: key to echo", [each.echo for each in typed], "p95 <= 16")
            self.add("search: key to the papers that match", [each.papers for each in typed], "p95 <= 33")
            self.add("search: key to all that follows, counts too", [each.all for each in typed], "")
        with self.screen() as terminal:
            before = terminal.memory()
            typed = self.typing(terminal)
            self.add("the same with papers near in meaning behind few", [each.near for each in typed], "p95 <= 63")
            self.add("the same to all that follows", [each.all for each in typed], "")
            for number in range(SEARCHES):
                terminal.reaction(b"/", 0.02)
                terminal.reaction(TYPED[number % len(TYPED)].encode(), 0.1)
                leave(terminal)
            self.add_one("memory, MB", f"{before:.0f}", "<= 90")
            self.add_one(f"memory after {SEARCHES} searches, MB", f"{terminal.memory():.0f}", "<= 100")

    def typing(self, terminal: Pty) -> list[Typed]:
        """Queries typed letter by letter."""
        typed = []
        for number in range(max(1, self.keys // 10)):
            terminal.reaction(b"/", QUIET)
            for character in TYPED[number % len(TYPED)]:
                written, begun = len(terminal.output), terminal.now()
                echo, last = terminal.reaction(character.encode(), 0.15)
                placed = terminal.last_of(PLACE, written)
                if placed is None:  # the same papers as before
                    typed.append(Typed(echo, echo, echo, last))
                else:
                    first = terminal.wait_for(PLACE, start=written)
                    typed.append(Typed(echo, (first - begun) * 1000, (placed - begun) * 1000, last))
            leave(terminal)
        return typed

    def idling_and_leaving(self) -> None:
        """Processor time while nothing happens; the time to be gone."""
        gone = []
        for run in range(self.runs):
            with self.screen() as terminal:
                if run == 0:
                    used, begun = terminal.cpu(), time.perf_counter()
                    while time.perf_counter() - begun < IDLE_SECONDS:
                        terminal.read(IDLE_SECONDS)
                    share = (terminal.cpu() - used) / IDLE_SECONDS * 100
                    self.add_one(f"idle for {IDLE_SECONDS:.0f} s, % of a processor", f"{share:.1f}", "0")
                begun = terminal.now()
                terminal.send(b"q")
                terminal.ended()
                gone.append((terminal.now() - begun) * 1000)
        self.add("quit", gone, "<= 60")


def leave(terminal: Pty) -> None:
    """Out of the query line, and the search dropped."""
    terminal.reaction(ESCAPE, 0.15)


def first_title(library: Path) -> bytes:
    """The beginning of the title that stands first on screen, as far as it is sure to be drawn as it is."""
    query = [sys.executable, "-m", "reader", "--library", str(library), "search", "*", "--sort", "date", "--limit", "1"]
    found = subprocess.run([*query, "--format", "jsonl"], capture_output=True, check=True, text=True, encoding="utf-8")
    title = json.loads(found.stdout)["title_en"]
    plain = re.match(r"[A-Za-z0-9 ,:?]{4,16}", title)
    if plain is None:
        raise SystemExit(f"the first title cannot be looked for on screen: {title}")
    return plain[0].rstrip().encode()


@contextmanager
def copied(library: Path) -> Iterator[Path]:
    """A copy of the library to work on."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copytree(library, Path(folder) / "library"))


def show(rows: Sequence[Row]) -> None:
    """Print the table."""
    lines = [("ms unless said otherwise", "best", "median", "p95", "wanted"), *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    for what, *numbers, wanted in lines:
        shown = "  ".join(f"{number:>{width}}" for number, width in zip(numbers, widths[1:4], strict=True))
        print(f"{what:<{widths[0]}}  {shown}  {wanted}")


def _ratio(ours: Sequence[float], floor: Sequence[float]) -> str:
    return f"{statistics.median(ours) / statistics.median(floor):.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Times of the screen, as a person would feel them.")
    parser.add_argument("--library", type=Path, required=True, help="a library of thousands of papers (a copy is used)")
    parser.add_argument("--runs", type=int, default=9, help="starts of each program")
    parser.add_argument("--keys", type=int, default=100, help="times that each key is pressed")
    arguments = parser.parse_args()
    os.environ.update(LC_ALL="C.UTF-8", TEXTUAL_ANIMATIONS="none")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(reader.__file__).parent, quiet=2)  # an installed program is compiled
    with copied(arguments.library) as library:
        bench = Bench(library, arguments.runs, arguments.keys)
        parts: tuple[Callable[[], None], ...] = (bench.start, bench.moving, bench.searching, bench.idling_and_leaving)
        for part in parts:
            part()
    show(bench.rows)


if __name__ == "__main__":
    main()
