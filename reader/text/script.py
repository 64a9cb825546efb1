"""In which script a text is written."""

from __future__ import annotations

import re

_HAN = re.compile("[\u3400-\u9fff]")


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in `text`."""
    return _HAN.search(text) is not None
