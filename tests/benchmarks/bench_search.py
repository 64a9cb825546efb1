"""How fast search is, beside what people would use instead, measured in the same run. Never fails on a time.

    python -m tests.benchmarks.bench_search --papers PAPERS.jsonl [--times 5]
    python -m tests.benchmarks.bench_search --library DIR

PAPERS.jsonl has one object a line with the keys of `reader.model.Texts` (missing or null: not there). `--times N` also
measures a library N times as large (every paper N times, for growth). CPU is this process's, in seconds or ms; every
engine is built and asked in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from reader.model import TEXT_FIELDS, Texts
from reader.search.analysis import rendered
from reader.search.engine import open_engine
from reader.search.protocol import Document
from reader.search.query import parse
from tests.benchmarks.bench_search_measures import PeakMemory, memory, percentile, size_of, table, timed
from tests.benchmarks.bench_search_peers import FIRST, Peer, available
from tests.benchmarks.bench_search_tables import add_table, keystroke_table, near_table
from tests.search.quality import Quality

OURS = "ours"
DAY = 878
"""Entries of one day's digests."""

KNOWN = 1_000
"""Papers that are looked for, drawn by seed."""

STOCK_PAPERS = 2_000
"""Whoosh's own writer is measured on so many: all would take minutes."""

ENGLISH_QUERIES, CHINESE_QUERIES, MIXED_QUERIES = 40, 30, 10
NATURAL_QUERIES = 100
TODAY = date(2026, 11, 21)


class Everything:
    """A filter source without metadata: papers 1 to n, newest first."""

    def __init__(self, count: int) -> None:
        self.order = array("I", range(count, 0, -1))

    def nums(self, field: str, value: object) -> Sequence[int]:
        return array("I")

    def listing(self) -> Sequence[int]:
        return self.order


class Ours:
    """The project's engine, as a peer among peers."""

    name = "digest-reader"

    def build(self, documents: Iterable[Document], folder: Path) -> None:
        self.engine = open_engine(folder / "ours")
        self.engine.add(documents)
        while self.engine.merge():
            pass
        self.filters = Everything(self.engine.status().papers)

    def open(self, folder: Path) -> None:
        self.engine = open_engine(folder / "ours")
        self.filters = Everything(self.engine.status().papers)

    def add(self, documents: Sequence[Document]) -> None:
        self.engine.add(documents)

    def near(self, text: str) -> int:
        """A whole query with papers near in meaning behind those that match, fifty in all."""
        query = parse(text, today=TODAY)
        exact = self.engine.search(query, self.filters, limit=FIRST)
        return exact.total + len(self.engine.near(query, self.filters, limit=FIRST - exact.total).nums)

    def keystroke(self, typed: str) -> int:
        hits = self.engine.search(parse(typed, today=TODAY, typing=True), self.filters, limit=FIRST)
        return len(hits.nums[:FIRST]) and hits.total


def documents(path: Path, times: int = 1, limit: int | None = None, start: int = 0) -> Iterator[Document]:
    """The papers of a file, over and over; `limit` and `start` count papers."""

    def endless() -> Iterator[Document]:
        num = 0
        for _ in range(times):
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    record = json.loads(line)
                    num += 1
                    yield Document(num, num, str(num), Texts(*(record.get(name) for name in TEXT_FIELDS)))

    return islice(endless(), start, None if limit is None else start + limit)


def typed_queries(path: Path, seed: int = 11) -> list[str]:
    """What is in the box after each key, for queries as people type them, drawn from titles by seed."""
    chance = random.Random(seed)
    titles = [rendered(document.texts)[:2] for document in documents(path, limit=30_000)]
    queries: list[str] = []
    while len(queries) < ENGLISH_QUERIES:
        words = re.findall(r"[a-z]{3,}", chance.choice(titles)[0].lower())
        if len(words) > 3:
            at = chance.randrange(len(words) - 2)
            queries.append(" ".join(words[at : at + chance.choice((1, 2, 2, 3))]))
    while len(queries) < ENGLISH_QUERIES + CHINESE_QUERIES:
        runs = re.findall(r"[\u4e00-\u9fff]{3,}", chance.choice(titles)[1])
        if runs:
            queries.append(chance.choice(runs)[: chance.randint(2, 6)])
    for at in range(MIXED_QUERIES):
        queries.append(f"{queries[ENGLISH_QUERIES + at][:2]} {queries[at].split()[0]}")
    return [query[:end] for query in queries for end in range(1, len(query) + 1) if query[end - 1] != " "]


def natural_queries(path: Path, seed: int = 12) -> list[str]:
    """Two to four words in both languages that few papers have all of, drawn from pairs of titles by seed."""
    chance = random.Random(seed)
    titles = [rendered(document.texts)[:2] for document in documents(path, limit=30_000)]
    queries: list[str] = []
    while len(queries) < NATURAL_QUERIES:
        (english, _), (_, chinese) = chance.choice(titles), chance.choice(titles)
        words, runs = re.findall(r"[a-z]{4,}", english.lower()), re.findall(r"[\u4e00-\u9fff]{4,}", chinese)
        if len(words) > 3 and runs:
            queries.append(" ".join([*chance.sample(words, chance.randint(1, 3)), chance.choice(runs)[:4]]))
    return queries


# One step in a process of its own. Each prints one JSON object.


def step_build(peer: Peer, path: Path, folder: Path, times: int, limit: int | None) -> dict[str, Any]:
    count = 0

    def counted() -> Iterator[Document]:
        nonlocal count
        for document in documents(path, times, limit):
            count += 1
            yield document

    reading, _ = timed(lambda: sum(1 for _ in documents(path, times, limit)))
    before = size_of(folder)
    with PeakMemory() as peak:
        cpu, wall = timed(lambda: peer.build(counted(), folder))
    return {
        "papers": count,
        "cpu": cpu - reading,
        "wall": wall - reading,
        "peak": peak.highest,
        "bytes": size_of(folder) - before,
    }


def step_ask(peer: Peer, folder: Path, keys: Sequence[str]) -> dict[str, Any]:
    opened, _ = timed(lambda: peer.open(folder))
    private = memory("RssAnon")
    peer.keystroke(keys[0])
    cpus, walls = [], []
    for typed in keys:
        cpu, wall = timed(lambda typed=typed: peer.keystroke(typed))  # type: ignore[misc]  # bound at once
        cpus.append(cpu * 1e3)
        walls.append(wall * 1e3)
    return {
        "open": opened * 1e3,
        "private": private,
        "after": memory("RssAnon"),
        "keys": len(keys),
        "cpu": cpus,
        "wall": walls,
    }


def step_near(path: Path, folder: Path) -> dict[str, Any]:
    ours = Ours()
    ours.open(folder)
    queries = natural_queries(path)
    before = memory("RssAnon")  # what the titles took that the queries come from is not the engine's
    first, _ = timed(lambda: ours.near(queries[0]))
    times = [timed(lambda text=text: ours.near(text)) for text in queries]  # type: ignore[misc]  # bound at once
    cpus, walls = ([value * 1e3 for value in values] for values in zip(*times, strict=True))
    return {"first": first * 1e3, "cpu": cpus, "wall": walls, "private": memory("RssAnon") - before}


def step_add(peer: Peer, path: Path, folder: Path, count: int) -> dict[str, Any]:
    made = [
        Document(count + at + 1, count + at + 1, f"new{at}", document.texts)
        for at, document in enumerate(documents(path, limit=DAY))
    ]
    peer.open(folder)
    cpu, wall = timed(lambda: peer.add(made))
    return {"cpu": cpu, "wall": wall, "papers": len(made)}


def step_quality(path: Path, folder: Path) -> dict[str, Any]:
    ours = Ours()
    ours.open(folder)
    papers = list(documents(path))
    chosen = random.Random(1).sample(papers, min(KNOWN, len(papers)))
    return dict(Quality(ours.engine, ours.filters, chosen, seed=3).figures())


class Run:
    """Steps in processes of their own, on one folder."""

    def __init__(self, path: Path, folder: Path, keys: Sequence[str]) -> None:
        self.path, self.folder = path, folder
        self.keys = folder / "keys.json"
        self.keys.write_text(json.dumps(list(keys)))

    def step(self, name: str, peer: str, folder: Path, **options: int) -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.benchmarks.bench_search", "--step", name, "--peer", peer]
        command += ["--papers", str(self.path), "--folder", str(folder), "--keys", str(self.keys)]
        command += [text for key, value in options.items() for text in (f"--{key}", str(value))]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        result: dict[str, Any] = json.loads(done.stdout)
        return result


def run_step(arguments: argparse.Namespace) -> dict[str, Any]:
    peer = Ours() if arguments.peer == OURS else available()[arguments.peer]()
    folder = Path(arguments.folder)
    if arguments.step == "quality":
        return step_quality(arguments.papers, folder)
    if arguments.step == "near":
        return step_near(arguments.papers, folder)
    if arguments.step == "build":
        return step_build(peer, arguments.papers, folder, arguments.times, arguments.limit)
    keys = json.loads(Path(arguments.keys).read_text())
    if arguments.step == "ask-built":  # what is nowhere but in memory
        peer.build(documents(arguments.papers), folder)
    if arguments.step == "add":
        return step_add(peer, arguments.papers, folder, arguments.limit)
    return step_ask(peer, folder, keys)


def measure(path: Path, folder: Path, times: int) -> None:
    """Everything, as tables on stdout."""
    keys = typed_queries(path)
    run = Run(path, folder, keys)
    peers = [OURS, *(name for name in available() if name in {"fts5", "fts5-prefix", "tantivy"})]
    names = {OURS: Ours.name, **{key: kind.name for key, kind in available().items()}}
    builds = {peer: run.step("build", peer, folder) for peer in peers}
    build_table(names, builds, run, folder)
    asks = {peer: run.step("ask", peer, folder) for peer in peers}
    few = folder / "few.json"
    few.write_text(json.dumps(keys[::16]))
    run.keys = few
    asks["scan"] = run.step("ask-built", "scan", folder)
    if "ripgrep" in available():
        asks["ripgrep"] = run.step("ask-built", "ripgrep", folder)
    keystroke_table(names, asks)
    near_table({"once": run.step("near", OURS, folder)})
    known = run.step("quality", OURS, folder)
    rows = [(kind, f"{share:.1%}", f"{count}") for kind, (share, count) in known.items()]
    table(f"Known items, {KNOWN} papers", ("", "found", "searches"), rows)
    add_table(names, {peer: run.step("add", peer, folder, limit=builds[peer]["papers"]) for peer in peers})
    if times > 1:
        growth_table(path, folder, keys, times, builds[OURS])


def build_table(names: dict[str, str], builds: dict[str, Any], run: Run, folder: Path) -> None:
    stock = folder / "stock"
    stock.mkdir()
    rows = [(names[peer], built) for peer, built in builds.items()]
    rows.append((f"{names['whoosh']} ({STOCK_PAPERS} papers)", run.step("build", "whoosh", stock, limit=STOCK_PAPERS)))
    asked = run.step("ask", "whoosh", stock)
    fts5 = builds["fts5"]["cpu"] / builds["fts5"]["papers"]
    table(
        "Building the index",
        ("", "papers", "CPU s", "wall s", "papers/s", "x FTS5", "bytes/paper", "peak MB"),
        [
            (
                name,
                f"{built['papers']}",
                f"{built['cpu']:.1f}",
                f"{built['wall']:.1f}",
                f"{built['papers'] / max(built['cpu'], 1e-9):.0f}",
                f"{built['cpu'] / built['papers'] / fts5:.2f}",
                f"{built['bytes'] / built['papers']:.0f}",
                f"{built['peak']:.0f}",
            )
            for name, built in rows
        ],
    )
    print(f"  {names['whoosh']}, {STOCK_PAPERS} papers: keystroke p95 {percentile(asked['cpu'], 0.95):.1f} ms CPU")


def growth_table(path: Path, folder: Path, keys: Sequence[str], times: int, one: dict[str, Any]) -> None:
    """The same papers many times: what grows, beside the engine that is quickest at many."""
    large = folder / "large"
    large.mkdir()
    run = Run(path, large, keys)
    peers = [OURS, *(name for name in available() if name == "tantivy")]
    builds = {peer: run.step("build", peer, large, times=times) for peer in peers}
    asks = {peer: run.step("ask", peer, large) for peer in peers}
    names = {OURS: Ours.name, **{key: kind.name for key, kind in available().items()}}
    rows = [("once, digest-reader", one, None), *((names[peer], builds[peer], asks[peer]) for peer in peers)]
    table(
        f"{times} times the papers",
        ("", "papers", "CPU s", "CPU us/paper", "peak MB", "key p50 ms", "key p95 ms", "max", "open ms", "private MB"),
        [
            (
                name,
                f"{built['papers']}",
                f"{built['cpu']:.1f}",
                f"{built['cpu'] / built['papers'] * 1e6:.0f}",
                f"{built['peak']:.0f}",
                *(f"{percentile(asked['cpu'], share):.2f}" if asked else "" for share in (0.5, 0.95, 1.0)),
                f"{asked['open']:.1f}" if asked else "",
                f"{asked['private']:.1f}" if asked else "",
            )
            for name, built, asked in rows
        ],
    )
    near_table({f"{times} times": run.step("near", OURS, large)})


def from_library(library: Path, target: Path) -> Path:
    """The texts of a library as a file of papers."""
    from reader.library.library import Library
    from reader.paths import find_places

    opened = Library.open(find_places({}, library))
    with target.open("w", encoding="utf-8") as file:
        for num in sorted(opened.listing().nums):
            texts = opened.paper(num).paper.texts
            file.write(json.dumps({name: getattr(texts, name) for name in TEXT_FIELDS}, ensure_ascii=False) + "\n")
    opened.close()
    return target


def main() -> None:
    """Parse the command line; without `--step`, measure everything in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--papers", type=Path)
    source.add_argument("--library", type=Path)
    parser.add_argument("--times", type=int, default=1)
    for hidden in ("--step", "--peer", "--folder", "--keys"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    parser.add_argument("--limit", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        print(json.dumps(run_step(arguments)))
        return
    folder = Path(tempfile.mkdtemp(prefix="bench-search-"))
    try:
        path = arguments.papers or from_library(arguments.library, folder / "papers.jsonl")
        measure(path.absolute(), folder, arguments.times)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
