"""JSON from where it may be anything: a cache, another program. What cannot be read is as good as absent."""

from __future__ import annotations

import json


def json_or_none(text: str | bytes | None) -> object:
    """The value that `text` spells; None if it spells none, or one that is nested too deeply to be read."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
