"""White space in patterns: a long run of it takes no more time than its length."""

from __future__ import annotations

BLANKS_BEFORE = r"(?:(?<!\s)\s++)?+"
"""All white space before what a pattern looks for, from its first sign on: `\\s*` would be tried from each of a run."""
