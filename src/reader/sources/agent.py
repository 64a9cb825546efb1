"""How the program calls itself when it asks a server for something."""

from __future__ import annotations

from reader.version import __version__

USER_AGENT = f"digest-reader/{__version__}"

GIT_AGENT = f"git/2.0 ({USER_AGENT})"
"""The same for git: some servers answer in git's protocol only to what calls itself git."""
