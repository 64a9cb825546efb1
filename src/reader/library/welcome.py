"""The welcome digest: a small library of its own, made from the digest that comes with the program.

It lies in the cache, so that trying things out on it leaves the user's own library alone, and it may be deleted.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources

from reader.library.library import Library
from reader.paths import Places
from reader.sources.contract import Reading
from reader.sources.markdown import parse_digest
from reader.version import __version__

_LOCATION = "welcome"


def open_welcome(places: Places) -> Library:
    """The library that holds the welcome digest of this version, made or renewed where needed. Raises StoreError."""
    folder = places.cache / "welcome"
    library = Library.open(Places(data=folder, cache=folder, config=places.config))
    if library.marks.state("version") != __version__:
        today = datetime.now(UTC).astimezone().date()
        text = (resources.files("reader") / "welcome" / "welcome.md").read_text(encoding="utf-8")
        library.sources.bring_in(
            _LOCATION, Reading(_LOCATION, __version__, (parse_digest(text, _LOCATION, None, today),))
        )
        library.marks.set_state(version=__version__)
    return library
