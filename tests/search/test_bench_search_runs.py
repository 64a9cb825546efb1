"""The benchmark still runs, on a few invented papers."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.search.invented import documents

ROOT = Path(__file__).parent.parent.parent


def test_the_benchmark_prints_its_tables(tmp_path: Path) -> None:
    pytest.importorskip("tantivy")
    papers = tmp_path / "papers.jsonl"
    lines = [json.dumps(asdict(document.texts), ensure_ascii=False) for document in documents(80)]
    papers.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_search", "--papers", str(papers), "--times", "2"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for title in ("Building the index", "Keystrokes", "Known items", "A day's papers", "2 times the papers"):
        assert title in done.stdout
    for name in ("digest-reader", "SQLite FTS5", "tantivy", "Whoosh, stock", "scan of strings"):
        assert name in done.stdout
