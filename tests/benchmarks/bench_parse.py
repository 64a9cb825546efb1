"""What parsing costs: every digest of the year, read out of its repository beforehand, in seconds of CPU.

    python -m tests.benchmarks.bench_parse CORPUS

CORPUS is a folder like that of $DIGEST_READER_CORPUS. The floor is what any parser of these bytes has to do: decode
them and split them into lines. Measured one after the other in the same run; nothing is stored.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.sources.gitobjects import blobs, versions
from reader.sources.gitprogram import Git
from reader.sources.history import read_git
from reader.sources.markdown import Memo, parse_digest
from reader.sources.progress import silent

TARGET_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `seconds` are of CPU; a process that was started counts too."""

    what: str
    seconds: float
    entries: int


def cpu_seconds() -> float:
    """CPU used so far by this process and those it has waited for."""
    from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

    return sum(usage.ru_utime + usage.ru_stime for usage in (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)))


def timed(what: str, work: Callable[[], int]) -> Row:
    """Run `work`, which answers how many entries it saw."""
    gc.collect()
    began = cpu_seconds()
    entries = work()
    return Row(what, cpu_seconds() - began, entries)


def floor(files: Sequence[bytes]) -> int:
    """Decode and split."""
    return sum(line.startswith("[^") for data in files for line in data.decode().splitlines())


def parsed(files: Sequence[bytes], memo: Memo | None = None) -> int:
    """Parse each file, with nothing remembered from the one before unless `memo` is given."""
    return sum(len(parse_digest(data.decode(), "place", memo=memo).entries) for data in files)


def from_repository(repository: Path) -> int:
    """What a sync does: git's streams, the form and day of each file, parsing."""
    readings = read_git(str(repository), {}, silent, repository)
    return sum(len(digest.entries) for reading in readings for digest in reading.digests)


def different_files(repository: Path) -> list[bytes]:
    """Every different digest in the history, oldest first."""
    git = Git(repository / ".git", "the archive")
    wanted = list(dict.fromkeys(version.blob for version in versions(git, "HEAD")))
    return [data for data in blobs(git, wanted) if isinstance(data, bytes)]


def measured(repository: Path) -> tuple[int, int, list[Row]]:
    """Number of files, bytes, and the rows of the table."""
    files = different_files(repository)
    rows = [
        timed("floor: decode, split into lines", lambda: floor(files)),
        timed("parse each digest by itself", lambda: parsed(files)),
        timed("parse, remembering blocks", lambda: parsed(files, Memo())),
    ]
    rows.append(timed("read the repository's history", lambda: from_repository(repository)))
    return len(files), sum(map(len, files)), rows


def main(arguments: Sequence[str]) -> None:
    """Print the table for the year of digests in the corpus."""
    bundle = next(Path(arguments[0]).glob("archive-*.bundle"))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "-q", "-b", "master", "--no-checkout", str(bundle), folder], check=True)
        count, size, rows = measured(Path(folder))
    print(f"{count} digests, {size / 1e6:.0f} MB; target for parsing: {TARGET_SECONDS} s of CPU\n")
    print(f"{'':34}{'CPU s':>8}{'x floor':>9}{'entries':>10}{'us/entry':>10}")
    for row in rows:
        times, each = row.seconds / rows[0].seconds, row.seconds / row.entries * 1e6
        print(f"{row.what:34}{row.seconds:8.2f}{times:9.1f}{row.entries:10}{each:10.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
