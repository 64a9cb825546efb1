"""What asking outside costs, against servers on this machine that answer at once.

    python -m tests.benchmarks.bench_asking [--papers N]

`enrich` of N bookmarks: requests, seconds without the pauses between them, peak memory, and what a second run asks;
`send` of 50 papers: requests; `translate` of 80: the most that were under way at once.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from tests.outside.arxiv_server import ArxivServer, entry
from tests.outside.zotero_server import FakeZotero
from tests.sources.servers import send, serving

RUN = (
    "import sys, reader.outside.arxiv_api as api\n"
    "api.SECONDS_APART = 0.0\n"
    "from reader.cli.main import main; sys.exit(main(sys.argv[1:]))"
)


class Translator:
    """A model that takes a moment, and notes how many asked at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = self.most = 0

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        handler.rfile.read(int(handler.headers["Content-Length"]))
        time.sleep(0.02)
        content = json.dumps({"title": "折叠纸灯笼的方法", "summary": "折叠灯笼。", "abstract": "我们折叠纸灯笼。"})
        with self._lock:
            self._now -= 1
        send(handler, json.dumps({"choices": [{"message": {"content": content}}]}).encode())


def main(words: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=1000)
    papers = parser.parse_args(words).papers
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), [f"2611.{n:05}" for n in range(1, papers + 1)])


def _measure(folder: Path, ids: list[str]) -> None:
    _library(folder, ids)
    arxiv, zotero, model = ArxivServer(*map(entry, ids)), FakeZotero(), Translator()
    with serving(arxiv) as api, serving(zotero) as running, serving(model) as endpoint:
        config = folder / "config.toml"
        config.write_text(
            f'[arxiv]\nendpoint = "{api}"\n[zotero]\nendpoint = "{running}"\n'
            f'[translate]\nendpoint = "{endpoint}"\nmodel = "m"\n'
        )
        few = "\n".join(ids[:80])
        print(f"{'':28}{'s':>8}{'peak MB':>10}{'requests':>10}")
        for label, command, given in (
            (f"enrich {len(ids):,} bookmarks", ["enrich"], ""),
            ("... once more", ["enrich"], ""),
            ("send 50", ["send", "-"], "\n".join(ids[:50])),
            ("translate 80", ["translate", "-"], few),
        ):
            before = len(arxiv.queries), sum(path == "/saveItems" for path, _ in zotero.requests)
            seconds, memory = _run(folder, command, given)
            asked = len(arxiv.queries) - before[0], sum(path == "/saveItems" for path, _ in zotero.requests) - before[1]
            print(f"{label:28}{seconds:8.2f}{memory:10.0f}{sum(asked) or '-':>10}")
        print(f"most translations under way at once: {model.most}")


def _library(folder: Path, ids: list[str]) -> None:
    records = [{"title": f"Folding lanterns, part {i}", "abstract": "We fold.", "link": f"https://arxiv.org/abs/{i}",
                "tldr": "", "translated_title": "", "translated_abstract": ""} for i in ids]  # fmt: skip
    (folder / "papers.json").write_text(json.dumps(records))
    _run(folder, ["sync", str(folder / "papers.json")], "")
    _run(folder, ["mark", "-", "--bookmark"], "\n".join(ids))


def _run(folder: Path, command: list[str], given: str) -> tuple[float, float]:
    """Seconds and peak megabytes of one command."""
    config = ["--config", str(folder / "config.toml")] if (folder / "config.toml").exists() else []
    words = [sys.executable, "-c", f"{RUN}", "--library", str(folder / "library"), *config, *command]
    start = time.perf_counter()
    process: Any = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    process.stdin.write(given)
    process.stdin.close()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise SystemExit(errors)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
