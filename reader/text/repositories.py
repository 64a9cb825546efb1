"""Repositories that a text names."""

from __future__ import annotations

import re

_HOSTS = r"(?:www\.)?(?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org|gitee\.com)"
# Not compiled before it is asked for: a start waits for every expression that is.
_REPOSITORY = rf"(?ai)(?<![\w.])(?:https?://)?(?P<path>{_HOSTS}/[A-Za-z0-9][\w.-]*/[\w.-]*\w)(?P<more>[\w.~%/#?=&-]*)"


def repositories(text: str | None, *, cut: bool = False) -> tuple[str, ...]:
    """Addresses of the repositories named in `text`, in its order, each once: `https://github.com/OWNER/NAME`.

    cut   the text ends too early: an address at its very end may lack letters and is left out
    """
    if not text or "/" not in text:
        return ()
    found: dict[str, None] = {}
    for match in re.finditer(_REPOSITORY, text):
        if cut and match.end() == len(text) and not match["more"]:
            continue
        path = match["path"].removesuffix(".git")
        found.setdefault(f"https://{path[:1].lower()}{path[1:]}", None)
    return tuple(found)
