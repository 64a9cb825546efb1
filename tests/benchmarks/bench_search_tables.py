"""The tables that `bench_search` prints."""

from __future__ import annotations

from typing import Any

from tests.benchmarks.bench_search_measures import percentile, table


def keystroke_table(names: dict[str, str], asks: dict[str, Any]) -> None:
    table(
        "Keystrokes: exact count and the best fifty (ms); private memory after opening, and after all keys",
        ("", "keys", "CPU p50", "p95", "p99", "max", "wall p95", "open", "private MB", "after"),
        [
            (
                names[peer],
                f"{asked['keys']}",
                *(f"{percentile(asked['cpu'], share):.2f}" for share in (0.5, 0.95, 0.99, 1.0)),
                f"{percentile(asked['wall'], 0.95):.2f}",
                f"{asked['open']:.1f}",
                f"{asked['private']:.0f}",
                f"{asked['after']:.0f}",
            )
            for peer, asked in asks.items()
        ],
    )


def add_table(names: dict[str, str], adds: dict[str, Any]) -> None:
    table(
        "A day's papers added to the full index, searchable",
        ("", "papers", "CPU s", "wall s"),
        [(names[peer], f"{add['papers']}", f"{add['cpu']:.2f}", f"{add['wall']:.2f}") for peer, add in adds.items()],
    )


def near_table(asks: dict[str, Any]) -> None:
    table(
        "Papers near in meaning: whole queries, exact part included (ms); private memory that it takes",
        ("", "first", "CPU p50", "p95", "max", "wall p95", "private MB"),
        [
            (
                name,
                f"{asked['first']:.0f}",
                *(f"{percentile(asked['cpu'], share):.1f}" for share in (0.5, 0.95, 1.0)),
                f"{percentile(asked['wall'], 0.95):.1f}",
                f"{asked['private']:.0f}",
            )
            for name, asked in asks.items()
        ],
    )
