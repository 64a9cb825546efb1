"""The benchmark of interest says so where there is nothing to rank."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from screenshots.papers import write_digests


def test_interest_is_measured_beside_its_peer_where_there_is_a_day_to_rank(tmp_path: Path) -> None:
    (tmp_path / "digests").mkdir()
    write_digests(tmp_path / "digests")
    sync = [sys.executable, "-m", "reader", "--library", str(tmp_path / "library"), "sync", str(tmp_path / "digests")]
    subprocess.run(sync, check=True, capture_output=True)
    command = [sys.executable, "-m", "tests.benchmarks.bench_interest", "--library", str(tmp_path / "library")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 1
    assert "nothing to rank" in done.stderr
