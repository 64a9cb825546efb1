"""What stands in Zotero's field Extra ("note" in exports): `arXiv:2402.18789 [cs]`, and our own lines below it."""

from __future__ import annotations

import re
from typing import NamedTuple

_CATEGORY = re.compile(r"\[([a-z][\w.-]{1,20})\]")
_VERSION = re.compile(r"^version:\s*(\d{1,4})\s*$", re.MULTILINE)
_TRANSLATION = re.compile(r"^titleTranslation:\s*(.+)$", re.MULTILINE)
_ONLY_ARCHIVES = {"cs", "econ", "eess", "math", "nlin", "physics", "q-bio", "q-fin", "stat"}
"""Of these Zotero names no class; no paper is in them without one."""


class Extra(NamedTuple):
    """What was told; the category in a tuple, which is empty if there is none."""

    categories: tuple[str, ...]
    version: int | None
    title_zh: str


def extra_in(text: str) -> Extra:
    """What the text of the field says."""
    category, version, translation = _CATEGORY.search(text), _VERSION.search(text), _TRANSLATION.search(text)
    return Extra(
        (category[1],) if category and category[1] not in _ONLY_ARCHIVES else (),
        int(version[1]) if version else None,
        translation[1] if translation else "",
    )
