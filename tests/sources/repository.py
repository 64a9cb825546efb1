"""A git repository for tests, with commits on chosen days."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path


class Repository:
    """A working tree at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, stamp: str = "2024-01-01T12:00:00+00:00") -> str:
        """Run git in the working tree, as if at the time `stamp`."""
        dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        command = ["git", "-C", str(self.path), *arguments]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, env=os.environ | dates
        ).stdout.strip()

    def commit(self, files: Mapping[str, str | bytes | None], stamp: str, *options: str) -> str:
        """Write `files` (None deletes) and commit them at `stamp` (a day, or a day with time and zone)."""
        stamp = stamp if "T" in stamp else f"{stamp}T12:00:00+00:00"
        for name, content in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "digests", *options, stamp=stamp)
        return self.git("rev-parse", "HEAD")
