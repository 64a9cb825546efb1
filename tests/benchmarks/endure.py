"""Nothing acknowledged is lost: writers side by side, and writers, syncs and rebuilds that are shot in the middle.

    python -m tests.benchmarks.endure writers --writers 20 --seconds 600
    python -m tests.benchmarks.endure kills --times 2000
    python -m tests.benchmarks.endure actions --times 10000 --library DIR
    python -m tests.benchmarks.endure screens --times 20 --library DIR

A gesture is acknowledged when the method that makes it returns: the writer then says so through a pipe. Afterwards each
acknowledged gesture must be there, at most one per shot beyond them may be, both databases must be whole, and what a
shot sync or rebuild left is made good by the next one.

`actions` are random ones in the real screen on a copy of a library: it must not grow by 5 MB, keep files open, or end.
`screens` tells how long it takes until a second screen shows what was done in the first: two seconds at most.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reader.library.health import databases
from reader.library.library import Library
from reader.paths import Places
from screenshots.papers import write_digests
from tests.benchmarks.actions import Watched, actions, seen_by_another
from tests.chance import SEED
from tests.cli.conftest import fruit, write_digest

PAPERS = 200
MOST_GROWTH = 5.0
"""MB that a screen may grow by."""
AWAITED = 8
"""A writer has made fewer gestures than so many when it is aimed at."""
TAG_BYTES = 16
"""Length of an acknowledgement: the tag that is on disk now. Short enough that a pipe takes it whole or not at all."""


@dataclass
class Tally:
    """What was done and found.

    slowest  seconds until another library object saw what was said
    longest  seconds that a writer needed for one gesture, its waiting for a turn included
    """

    acknowledged: int = 0
    lost: int = 0
    unacknowledged: int = 0
    damaged: int = 0
    unfinished: int = 0
    shots: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0
    longest: float = 0.0

    @property
    def well(self) -> bool:
        """Nothing was lost or damaged."""
        return not (self.lost or self.damaged or self.unfinished)


class Orchard:
    """A library in a folder of its own, and digests that grow."""

    def __init__(self, root: Path) -> None:
        self.places = Places(root / "data", root / "cache", root / "config.toml")
        self.digests = root / "digests"
        self.digests.mkdir()
        self.papers = 0
        self.grow(PAPERS)
        with closing(self.library()) as library:
            library.sources.sync([str(self.digests)])

    def library(self, owner: str = "") -> Library:
        """It, opened once more."""
        return Library.open(self.places, owner)

    def grow(self, papers: int) -> None:
        """A digest more."""
        numbers = range(self.papers + 1, self.papers + papers + 1)
        write_digest(self.digests / f"{self.papers:06}.md", [fruit(number) for number in numbers])
        self.papers += papers

    def tags(self) -> set[str]:
        """All tags there are."""
        with closing(self.library()) as library:
            return {tag for tag, _ in library.marks.tags()}


def mark(orchard: Orchard, name: str, pipe: int, seconds: float) -> None:
    """Put one tag after the other on papers, and say each that is on disk."""
    end = time.monotonic() + seconds
    chance = random.Random(name)
    with closing(orchard.library(name)) as library:
        number = 0
        while not number or time.monotonic() < end:
            tag = f"{name}-{number}".ljust(TAG_BYTES, ".")
            ids = [f"2608.{chance.randrange(1, PAPERS):05}" for _ in range(chance.randrange(1, 4))]
            library.marks.tag(ids, [tag])
            os.write(pipe, tag.encode())
            number += 1


def sync(orchard: Orchard, *_: object) -> None:
    with closing(orchard.library("sync")) as library:
        library.sources.sync([str(orchard.digests)])


def rebuild(orchard: Orchard, *_: object) -> None:
    with closing(orchard.library("rebuild")) as library:
        library.index.rebuild()


@contextmanager
def child(act: Callable[[int], None]) -> Iterator[tuple[int, int]]:
    """A process that does `act(pipe)`: (its number, the end of the pipe to read from)."""
    ours, theirs = os.pipe()
    number = os.fork()
    if not number:
        status = 1
        try:
            os.close(ours)
            act(theirs)
            status = 0
        finally:
            os._exit(status)
    os.close(theirs)
    try:
        yield number, ours
    finally:
        os.close(ours)


def acknowledged(pipe: int, most: int | None = None) -> set[str]:
    """The next `most` tags that are said through the pipe; all (None), or those there are, when it is closed."""
    data = b""
    while piece := os.read(pipe, 1 << 16 if most is None else most * TAG_BYTES - len(data)):
        data += piece
    return {data[at : at + TAG_BYTES].decode() for at in range(0, len(data) // TAG_BYTES * TAG_BYTES, TAG_BYTES)}


def shoot(orchard: Orchard, times: int, seed: int = SEED) -> Tally:
    """Start something `times` times, shoot it after a moment, and look what is there."""
    chance = random.Random(seed)
    tally = Tally()
    for number in range(times):
        what = chance.choices((mark, sync, rebuild), (70, 20, 10))[0]
        if what is sync and orchard.papers < 20 * PAPERS:
            orchard.grow(PAPERS // 4)
        before = orchard.tags()
        with child(lambda pipe, what=what, number=number: what(orchard, f"s{number}", pipe, 60.0)) as (process, pipe):  # type: ignore[misc]  # mypy does not see defaults
            # A writer is not shot by the clock alone: on a loaded machine it would never come to write.
            said = acknowledged(pipe, chance.randrange(AWAITED)) if what is mark else set()
            time.sleep(chance.uniform(0.0, 0.02 if what is mark else 0.3))
            os.kill(process, signal.SIGKILL)
            said |= acknowledged(pipe)
            os.waitpid(process, 0)
        there = orchard.tags() - before
        tally.shots[what.__name__] = tally.shots.get(what.__name__, 0) + 1
        tally.acknowledged += len(said)
        tally.lost += len(said - there)
        tally.unacknowledged += len(there - said)
        tally.damaged += len(there - said) > 1 or any(databases(orchard.places).values())
        if what is not mark:
            tally.unfinished += not made_good(orchard)
        if (number + 1) % 100 == 0:
            print(f"{number + 1:6,} shots: {tally}", flush=True)
    return tally


def made_good(orchard: Orchard) -> bool:
    """Whether the next sync brings all papers in, each of which is found."""
    with closing(orchard.library()) as library:
        library.sources.sync([str(orchard.digests)])
        last = f"{orchard.papers} 种"
        return len(library) == orchard.papers == library.finding.search("fruit").total and bool(
            library.finding.search(f'"{last}"').total
        )


def crowd(orchard: Orchard, writers: int, seconds: float) -> Tally:
    """Writers side by side, and a reader that must see what was said as soon as it was said."""
    tally = Tally()
    pipes: list[int] = []
    processes: list[int] = []
    for number in range(writers):
        ours, theirs = os.pipe()
        process = os.fork()
        if not process:
            status = 1
            try:
                os.close(ours)
                mark(orchard, f"w{number}", theirs, seconds)
                status = 0
            except BaseException:  # the copy of this process ends here, whatever it was
                traceback.print_exc()
                raise
            finally:
                os._exit(status)
        os.close(theirs)
        pipes.append(ours)
        processes.append(process)
    said = watch(orchard, pipes, tally)
    tally.damaged += sum(os.waitpid(process, 0)[1] != 0 for process in processes)
    there = orchard.tags()
    tally.acknowledged, tally.lost = len(said), len(said - there)
    tally.unacknowledged = len(there - said)
    tally.damaged += any(databases(orchard.places).values())
    return tally


def watch(orchard: Orchard, pipes: list[int], tally: Tally) -> set[str]:
    """Read what the writers say; each tag must be seen by another library object that was open before it was made."""
    import select

    said: set[str] = set()
    with closing(orchard.library("watcher")) as library:
        open_pipes = list(pipes)
        last: dict[int, float] = {}
        while open_pipes:
            ready, _, _ = select.select(open_pipes, [], [])
            fresh: set[str] = set()
            for pipe in ready:
                tally.longest = max(tally.longest, time.monotonic() - last.get(pipe, time.monotonic()))
                last[pipe] = time.monotonic()
                data = os.read(pipe, TAG_BYTES * 64)
                if not data:
                    open_pipes.remove(pipe)
                    os.close(pipe)
                fresh |= {data[at : at + TAG_BYTES].decode() for at in range(0, len(data), TAG_BYTES)}
            began = time.monotonic()
            if fresh:
                library.changed()
                tally.unfinished += len(fresh - {tag for tag, _ in library.marks.tags()})
                tally.slowest = max(tally.slowest, time.monotonic() - began)
            said |= fresh
    return said


def on_screens(what: str, library: Path | None, times: int) -> int:
    """`actions` or `screens` on a copy of a library; the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        if library:
            shutil.copytree(library, root / "library")
        else:
            (root / "digests").mkdir()
            write_digests(root / "digests")
            command = [
                sys.executable,
                "-m",
                "reader",
                "--library",
                str(root / "library"),
                "sync",
                str(root / "digests"),
            ]
            subprocess.run(command, check=True, capture_output=True)
        if what == "screens":
            took = seen_by_another(root / "library", times)
            print(f"{len(took)} marks seen by another screen: median {sorted(took)[len(took) // 2]:.2f} s, ", end="")
            print(f"longest {max(took):.2f} s")
            return 0
        return told(actions(root / "library", times, SEED), times)


def told(seen: Watched, times: int) -> int:
    """Print what became of a screen; the exit status."""
    print(*seen.findings, sep="\n")
    print(f"seed {SEED}: {times:,} actions, {seen.openings} openings, {len(seen.findings)} findings, ", end="")
    print(f"{seen.growth:+.1f} MB, {seen.leaked:+} open files")
    return 1 if seen.findings or seen.growth > MOST_GROWTH or seen.leaked > 0 else 0


def main() -> int:
    """Do what the command line says; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("writers", "kills", "actions", "screens"))
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--times", type=int, default=2000)
    parser.add_argument(
        "--library", type=Path, help="what the actions are done to a copy of; invented papers if missing"
    )
    chosen = parser.parse_args()
    began = time.monotonic()
    if chosen.what in {"actions", "screens"}:
        return on_screens(chosen.what, chosen.library, chosen.times)
    with tempfile.TemporaryDirectory() as folder:
        orchard = Orchard(Path(folder))
        if chosen.what == "writers":
            tally = crowd(orchard, chosen.writers, chosen.seconds)
        else:
            tally = shoot(orchard, chosen.times)
    print(f"seed {SEED}, {time.monotonic() - began:.0f} s: {tally}")
    return 0 if tally.well else 1


if __name__ == "__main__":
    sys.exit(main())
