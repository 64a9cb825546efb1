"""In which script a text is written."""

from __future__ import annotations

import re
from functools import cache


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in `text`."""
    return _han().search(text) is not None


@cache
def _han() -> re.Pattern[str]:
    """Compiled when it is first asked for: that takes a millisecond, and who only opens the screen does not ask."""
    return re.compile("[\u3400-\u9fff]")
