"""How long the history of a file takes to which every commit adds some papers. Never fails on a time.

    python -m tests.benchmarks.bench_growing [--commits 300] [--papers 30]

--commits  of the history; --papers added by each, so that the last version has commits x papers of them

Every run is a process of its own (`digest-reader sync`), from the start of the interpreter to its end, with the index
up to date. Beside it the file's last version alone: what the work would be if each paper were read once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.benchmarks.runs import measured, program, show

HEAD = ("", "wall s", "cpu s", "peak MB", "wanted", "what came in")
_FIRST = date(2024, 1, 1)
_NAME = "docs/cv-arxiv-daily.json"


def states(commits: int, papers: int) -> Iterator[tuple[date, str]]:
    """Day and text of each version, in the form of cv-arxiv-daily: topic -> ID -> row, the newest first."""
    topics: dict[str, dict[str, str]] = {"Kettles": {}, "Cups": {}, "Spoons": {}}
    for commit in range(commits):
        day = _FIRST + timedelta(commit)
        for paper in range(papers):
            number = commit * papers + paper
            identity = f"{24 + number // 90_000 // 12}{number // 90_000 % 12 + 1:02}.{number % 90_000 + 10_000:05}"
            rows = topics[("Kettles", "Cups", "Spoons")[number % 3]]
            link = f"[{identity}](http://arxiv.org/abs/{identity})"
            rows[identity] = f"|**{day}**|**Teapots of glass, part {number}**|Ana Muster et.al.|{link}|null|\n"
        yield day, json.dumps({topic: dict(reversed(rows.items())) for topic, rows in topics.items()})


def write_history(folder: Path, commits: int, papers: int) -> None:
    """Make a repository whose `_NAME` grows with each commit."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    command = ["git", "-C", str(folder), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin
        for day, text in states(commits, papers):
            data = text.encode()
            stamp = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
            process.stdin.write(
                f"commit refs/heads/main\ncommitter Ana <ana@example.invalid> {stamp} +0000\ndata 3\nday\n"
                f"M 100644 inline {_NAME}\ndata {len(data)}\n".encode()
            )
            process.stdin.write(data + b"\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="How long the history of a growing file takes.")
    parser.add_argument("--commits", type=int, default=300)
    parser.add_argument("--papers", type=int, default=30)
    arguments = parser.parse_args()
    rows: list[tuple[str, ...]] = [HEAD]
    with tempfile.TemporaryDirectory() as folder:
        history, alone = Path(folder) / "history", Path(folder) / "alone" / _NAME
        write_history(history, arguments.commits, arguments.papers)
        alone.parent.mkdir(parents=True)
        *_, (_, last) = states(arguments.commits, arguments.papers)
        alone.write_text(last, encoding="utf-8")
        for what, source, wanted in (
            (f"{arguments.commits} commits", history, "3 x the next row"),
            ("the last version alone", alone.parent, ""),
        ):
            run = measured(program(Path(folder) / what, "sync", source))
            rows.append((what, f"{run.wall:.1f}", f"{run.cpu:.1f}", f"{run.memory:.0f}", wanted, run.out))
    show(rows)


if __name__ == "__main__":
    main()
