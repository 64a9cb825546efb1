"""A library many times as large, everything once: `python -m tests.benchmarks.bench_large --library DIR [--times 10]`.

The papers of `DIR` are written out as often as asked, under other arXiv IDs and days (a year earlier each time), and
brought in as any export is. Every row is a process of its own, except the screen, which runs on a pseudo-terminal;
what its keys cost in processor time stands beside the same in `DIR`. What memory is the process's own is told apart
from the pages of the index that the system keeps for it.
`--keep FOLDER` leaves the library there. Never fails on a time; fails if something is lost.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.benchmarks.bench_screen import Bench, copied
from tests.benchmarks.bench_screen import show as show_screen
from tests.benchmarks.runs import Run, measured, program, show
from tests.chance import SEED
from tests.terminal.harness import Pty

MOST_TIMES = 11
"""Copies that get IDs of their own."""
DAY_PAPERS = 1000
KILLS = 5
QUERIES = ("diffusion model", "扩散模型", '"large language model" date:30d', "title:graph* -neural", "id:2402.18571")
KEYS = {
    "down": (b"\x1b[B",) * 40,
    "page down": (b"\x1b[6~",) * 20,
    "to the end, to the first": (b"\x1b[F", b"\x1b[H") * 10,
    "a letter of a query": tuple(bytes([letter]) for letter in b"/diffusion model"),
    "out of the query": (b"\x1b",),
    "a bookmark": (b"b",) * 14,
    "all papers selected, and not": (b"V",) * 4,
}
"""What is pressed one after the other."""
QUIET = 0.3
"""Seconds without output after which a key has done all that it does at once."""
REST = 4.0
"""Seconds after which memory was given back."""
YEAR = timedelta(days=364)
"""The same day of the week."""


def copied_line(record: dict[str, Any], number: int, later: timedelta) -> str:
    """An exported paper under the ID that it has in copy `number` (0: its own), announced `later`."""
    month, dot, place = record["id"].partition(".")
    if dot and number:
        # Years up to 78 and numbers up to 99,999 belong to nobody yet.
        identity = f"{int(month) + 1800 * (number % 4):04}.{(int(place) + 25_000 * (number // 4)) % 100_000:05}"
        record = {**record, "id": identity, "link": f"https://arxiv.org/abs/{identity}"}
    for each in record["appearances"]:
        each["day"] = (date.fromisoformat(each["day"]) + later).isoformat()
    return json.dumps(record, ensure_ascii=False) + "\n"


def write_copies(export: Path, folder: Path, times: int) -> None:
    """Every paper of an export `times` times, a file a copy."""
    for number in range(times):
        with (
            export.open(encoding="utf-8") as lines,
            (folder / f"copy {number}.jsonl").open("w", encoding="utf-8") as to,
        ):
            to.writelines(copied_line(json.loads(line), number, -YEAR * number) for line in lines)


def write_day(export: Path, file: Path) -> None:
    """One more day: the newest papers of an export under IDs that no copy has, all announced the day after."""
    with export.open(encoding="utf-8") as lines:
        newest = [json.loads(line) for _, line in zip(range(DAY_PAPERS), lines, strict=False)]
    day = max(date.fromisoformat(each["day"]) for record in newest for each in record["appearances"])
    for record in newest:
        for each in record["appearances"]:
            each["day"] = day.isoformat()
    file.write_text("".join(copied_line(record, MOST_TIMES, timedelta(days=1)) for record in newest), encoding="utf-8")


def killed_rebuilds(library: Path) -> Run:
    """Rebuilds that are shot at a moment by chance: afterwards everything is found as before. The last check's run."""
    search = program(library, "search", "--format", "ids", "--limit", "20", QUERIES[0])
    before = measured(search).out
    chance = random.Random(SEED)
    for _ in range(KILLS):
        with subprocess.Popen(
            program(library, "index", "--rebuild"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as rebuild:
            with suppress(subprocess.TimeoutExpired):
                rebuild.wait(chance.uniform(1.0, 12.0))
            rebuild.kill()
    after = measured(search)
    if after.out != before:
        raise SystemExit("a rebuild that was shot changed what is found")
    return after


def shot_marks(library: Path) -> Run:
    """Commands that mark many papers, shot at a moment by chance: each marked all or none. The last look's run."""
    search = program(library, "search", "--format", "ids", "is:bookmarked")
    wanted = set(measured(program(library, "search", "--format", "ids", QUERIES[1])).out.split())
    before = set(measured(search).out.split())
    chance = random.Random(SEED)
    for _ in range(KILLS):
        command = program(library, "mark", "--bookmark", "--query", QUERIES[1])
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as mark:
            with suppress(subprocess.TimeoutExpired):
                mark.wait(chance.uniform(0.1, 2.0))
            mark.kill()
        after = measured(search)
        if set(after.out.split()) not in (before, before | wanted):
            raise SystemExit("a command that was shot marked some papers and not all")
    return after


def key_costs(library: Path) -> dict[str, tuple[str, str]]:
    """For each of `KEYS` processor time in ms, median and p95; at the end memory in MB, its own and the system's."""
    found = {}
    with Pty([sys.executable, "-m", "reader", "--library", str(library)]) as terminal:
        terminal.read(REST)
        terminal.settle(REST)
        for what, keys in KEYS.items():
            times = []
            for key in keys:
                before = terminal.cpu()
                terminal.send(key)
                terminal.settle(QUIET)
                times.append((terminal.cpu() - before) * 1000)
            times.sort()
            found[what] = (f"{statistics.median(times):.1f}", f"{times[round(0.95 * (len(times) - 1))]:.1f}")
        terminal.settle(REST)
        status = Path(f"/proc/{terminal.process.pid}/status").read_text(encoding="ascii")
        told = dict(line.split(":", 1) for line in status.splitlines())
        own, mapped = (f"{int(told[name].split()[0]) / 1024:.0f}" for name in ("RssAnon", "RssFile"))
        found["memory at rest, MB: its own, and of files"] = (own, mapped)
    return found


def show_keys(small: Path, large: Path) -> None:
    """What keys cost in both."""
    with copied(small) as own:
        costs: Sequence[dict[str, tuple[str, str]]] = [key_costs(own), key_costs(large)]
    head = ("processor time of a key, ms", "median", "p95", "large: median", "p95")
    show([head, *((what, *costs[0][what], *costs[1][what]) for what in costs[0])])


def rows(library: Path, root: Path, times: int) -> Iterator[tuple[str, Run]]:
    """What is measured, one after the other."""
    export = root / "export.jsonl"
    with export.open("w", encoding="utf-8") as out:
        subprocess.run(program(library, "export", "*", "--format", "jsonl"), stdout=out, check=True)
    large, copies, day = root / "library", root / "copies", root / "day.jsonl"
    copies.mkdir()
    write_copies(export, copies, times)
    write_day(export, day)
    export.unlink()
    yield "sync of all, index included", measured(program(large, "sync", copies))
    yield "sync, nothing new", measured(program(large, "sync"))
    yield f"sync of a day of {DAY_PAPERS:,}", measured(program(large, "sync", day))
    yield "new", measured(program(large, "new"))
    for query in QUERIES:
        yield f"search {query}", measured(program(large, "search", "--format", "ids", "--limit", "50", query))
    yield (
        "search --near",
        measured(program(large, "search", "--near", "--format", "ids", "--limit", "50", "图神经 causal")),
    )
    yield f"mark what '{QUERIES[1]}' finds", measured(program(large, "mark", "--bookmark", "--query", QUERIES[1]))
    yield "interests", measured(program(large, "interests"))
    yield (
        "search --sort interest",
        measured(program(large, "search", "--sort", "interest", "--format", "ids", "--limit", "50")),
    )
    yield f"export of what '{QUERIES[1]}' finds", measured(program(large, "export", QUERIES[1], "--format", "bibtex"))
    yield "mark --undo", measured(program(large, "mark", "--undo"))
    yield f"search after {KILLS} commands that were shot", shot_marks(large)
    yield "stats", measured(program(large, "stats"))
    ids = measured(program(large, "export", "*", "--format", "ids"))
    yield f"export of {len(ids.out.splitlines()):,} ids", ids
    yield "backup", measured(program(large, "backup", root / "backup.db"))
    yield "restore", measured(program(root / "restored", "restore", root / "backup.db"))
    yield "doctor (every byte is read)", measured(program(large, "doctor"))
    yield "index --rebuild", measured(program(large, "index", "--rebuild"))
    yield f"search after {KILLS} rebuilds that were shot", killed_rebuilds(large)
    yield "doctor after them", measured(program(large, "doctor"))


def size(folder: Path, pattern: str) -> str:
    """Bytes of files, in MB."""
    return f"{sum(file.stat().st_size for file in folder.rglob(pattern) if file.is_file()) / 1e6:,.0f} MB"


def screen(library: Path, keys: int) -> None:
    """The screen on it: start, keys, queries, leaving."""
    bench = Bench(library, 3, keys)
    for part in (bench.start, bench.moving, bench.searching, bench.idling_and_leaving):
        part()
    show_screen(bench.rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Everything once, in a library many times as large.")
    parser.add_argument("--library", type=Path, required=True, help="a library; it is only read")
    parser.add_argument("--times", type=int, default=10, choices=range(1, MOST_TIMES + 1), metavar="N")
    parser.add_argument("--keys", type=int, default=30, help="times that each key is pressed; 0: no screen")
    parser.add_argument("--keep", type=Path, help="a folder to work in that is left behind")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = chosen.keep or Path(folder)
        root.mkdir(parents=True, exist_ok=True)
        table = [("", "wall s", "cpu s", "peak MB")]
        for what, run in rows(chosen.library, root, chosen.times):
            table.append((what, f"{run.wall:.1f}", f"{run.cpu:.1f}", f"{run.memory:.0f}"))
            print(*table[-1], run.out[-200:].replace("\n", " "), flush=True)
        show(table)
        print(f"library.db {size(root / 'library', 'library.db')}, index {size(root / 'library' / 'cache', '*')}")
        if chosen.keys:
            show_keys(chosen.library, root / "library")
            screen(root / "library", chosen.keys)


if __name__ == "__main__":
    main()
