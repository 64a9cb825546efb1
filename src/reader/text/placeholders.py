"""What publishers' programs write where a text should be and their language model gave none."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(
    r"error|none|null|n/?a|\w+ (?:generation|extraction|analysis|translation) (?:failed|unavailable)", re.IGNORECASE
)


def is_placeholder(text: str) -> bool:
    """Whether `text` only says that there is no text: "Error", "Summary generation failed"."""
    return len(text) < 60 and _PLACEHOLDER.fullmatch(text.strip().rstrip(".。!")) is not None
