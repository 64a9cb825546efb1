"""Feed everything that reads other people's input with input that is nearly right.

    python -m tests.fuzz --seconds 60          for a minute
    python -m tests.fuzz --cases 100000        by number
    python -m tests.fuzz --only queries        one target
    python -m tests.fuzz --long                signs that are repeated 30,000 times, too: whether time grows as size
    python -m tests.fuzz --keys 2000           and random keys for the real screen

Each case may take a second of the processor's time and 300 MB beyond what the program has; it may be refused by an
error of ours, and by nothing else. The first finding of each kind is written to a file; the exit status is 1 if there
are any.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from reader.errors import DigestReaderError
from tests.chance import SEED
from tests.fuzz.keys import press_keys
from tests.fuzz.mutating import mutated
from tests.fuzz.targets import Target, all_targets

SECONDS_A_CASE = 1.0
MEMORY = 300 << 20


def main() -> int:
    """Do what the command line says; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--cases", type=int, default=sys.maxsize)
    parser.add_argument("--only")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--keys", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.seconds == float("inf") and chosen.cases == sys.maxsize:
        chosen.cases = 0 if chosen.keys else 10_000
    print(f"seed {SEED} (DIGEST_READER_SEED={SEED} repeats it)", flush=True)
    findings = press_keys(chosen.keys, SEED) if chosen.keys else []
    with tempfile.TemporaryDirectory() as folder, all_targets(Path(folder)) as targets:
        findings += feed(
            [t for t in targets if chosen.only in (None, t.name)], chosen.seconds, chosen.cases, chosen.long
        )
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def feed(targets: list[Target], seconds: float, cases: int, long: bool = False) -> list[str]:
    """Feed the targets in turn, with `long` also what is long; what was found, one text each."""
    chance = random.Random(SEED)
    taken: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    findings: dict[str, str] = {}
    end = time.monotonic() + seconds
    _limit_memory()
    while taken.total() < cases and time.monotonic() < end:
        target = targets[taken.total() % len(targets)]
        data = mutated(chance, target.seeds, long)
        began = time.process_time()
        try:
            target.take(data)
        except DigestReaderError:
            refused[target.name] += 1
        except Exception:  # noqa: BLE001  # that is what is looked for
            _note(findings, target, data, traceback.format_exc(limit=-20))
        taken[target.name] += 1
        took = time.process_time() - began
        slowest[target.name] = max(slowest.get(target.name, 0.0), took)
        if took > SECONDS_A_CASE:
            _note(findings, target, data, f"took {took:.1f} s")
    for name in taken:
        print(f"{name:15} {taken[name]:8,} cases, {refused[name]:7,} refused, slowest {slowest[name] * 1000:6.0f} ms")
    print(f"{taken.total():,} cases, {len(findings)} findings")
    return list(findings.values())


def _limit_memory() -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, resource.RLIM_INFINITY))


def _note(findings: dict[str, str], target: Target, data: bytes, what: str) -> None:
    kind = f"{target.name}: {what.strip().splitlines()[-1][:120]}"
    if kind in findings:
        return
    with tempfile.NamedTemporaryFile(prefix="finding-", delete=False) as file:
        file.write(data)
    findings[kind] = f"\n{kind}\n{what}\ninput ({len(data):,} bytes): {file.name}"


if __name__ == "__main__":
    sys.exit(main())
