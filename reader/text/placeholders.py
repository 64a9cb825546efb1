"""What publishers' programs write where a text should be and their language model gave none."""

from __future__ import annotations

import re

# Not compiled before it is asked for: a start waits for every expression that is.
_PLACEHOLDER = r"error|none|null|n/?a|\w+ (?:generation|extraction|analysis|translation) (?:failed|unavailable)"


def is_placeholder(text: str) -> bool:
    """Whether `text` only says that there is no text: "Error", "Summary generation failed"."""
    return len(text) < 60 and bool(re.fullmatch(_PLACEHOLDER, text.strip().rstrip(".。!"), re.IGNORECASE))
