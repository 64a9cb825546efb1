"""digest-reader: read bilingual (Chinese/English) arXiv digests in a terminal.

From Python: `from reader import open_library` (see `reader.api`). To work on the program, start with
`reader/ARCHITECTURE.md`: the layers, what each may import, and where a change belongs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.version import __version__

if TYPE_CHECKING:
    from reader.api import open_library

__all__ = ["__version__", "open_library"]


def __getattr__(name: str) -> Any:
    """`open_library`, loaded when it is asked for: the program itself does without."""
    if name == "open_library":
        from reader.api import open_library

        return open_library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
