"""Tables of Chinese characters, made by `tests/tables.py`."""

from __future__ import annotations

from pathlib import Path


def lines(name: str) -> list[str]:
    """The lines of a table but the first, which says where it comes from."""
    return (Path(__file__).with_name(name)).read_text(encoding="utf-8").splitlines()[1:]
