"""The `git` program, run so that it only reads: no hooks, no prompts, no pager, nobody else's helpers."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from reader.errors import SourceError
from reader.i18n import msg
from reader.sources.agent import GIT_AGENT

# The user's own configuration stays in force (a proxy, credentials); what could start a program, wait for an answer
# or change the form of the output is switched off.
_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "color.ui=false",
    "log.showSignature=false",
    "log.diffMerges=off",
    "log.mailmap=false",
    "diff.orderFile=/dev/null",
    "fetch.recurseSubmodules=false",
    "fetch.fsckObjects=false",
    "gc.autoDetach=false",
    "maintenance.autoDetach=false",
    # What git may take of memory: blobs larger than any digest are not taken in whole.
    "core.bigFileThreshold=8m",
    "core.packedGitWindowSize=16m",
    "core.packedGitLimit=64m",
    "core.deltaBaseCacheLimit=16m",
    "pack.windowMemory=32m",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
    f"http.userAgent={GIT_AGENT}",
)
LOCAL = "none"
"""Protocols allowed where nothing is to be fetched. A hostile repository may name a remote that has what it lacks, and
the program that is to be run to ask for it."""

REMOTE = "git:http:https:ssh"
"""Protocols allowed where something is."""

BUNDLE = "file"
"""That of bundles, and of other repositories on this machine."""

_KEPT = ("GIT_SSL_", "GIT_SSH", "GIT_HTTP_PROXY", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")
_PIECE_BYTES = 1 << 16
_TOKEN_BYTES = 1 << 20
_PASSWORD = re.compile(r"(?<=://)[^/@\s]*:[^/@\s]*@")
_STATUS_LINE = re.compile(r"^(?:fatal|error|ERROR|remote: error):\s*", re.MULTILINE)


def environment(inherited: Mapping[str, str], protocols: str = LOCAL) -> dict[str, str]:
    """The environment for git: variables that would point it at other repositories or programs taken out.

    protocols  those that git may speak, with colons between
    """
    kept = {name: value for name, value in inherited.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    kept.setdefault("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=20")
    kept.pop("LANGUAGE", None)
    return kept | {
        "GIT_ALLOW_PROTOCOL": protocols,
        "GIT_ASKPASS": "",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
        "SSH_ASKPASS_REQUIRE": "never",
    }


class GitFailed(SourceError):
    """A command of git's failed, for the reason that git gives."""


class Git:
    """One repository's git. `name` stands for it in messages; without `protocols` nothing is ever fetched."""

    def __init__(self, git_dir: Path, name: str, protocols: str = LOCAL) -> None:
        self._git_dir = git_dir
        self.name = without_password(name)
        self._protocols = protocols

    def ask(self, *arguments: str) -> str:
        """What a short command writes. Raises GitFailed if it fails."""
        with self.running(*arguments) as process:
            assert process.stdout is not None
            return process.stdout.read().decode("utf-8", "backslashreplace")

    def tokens(self, *arguments: str) -> Iterator[str]:
        """What a command writes, in parts that a zero byte ends. Raises GitFailed if it fails."""
        with self.running(*arguments) as process:
            assert process.stdout is not None
            rest = b""
            while piece := process.stdout.read(_PIECE_BYTES):
                *parts, rest = (rest + piece).split(b"\0")
                yield from (part.decode("utf-8", "backslashreplace") for part in parts)
                if len(rest) > _TOKEN_BYTES:
                    raise GitFailed(msg("{location}: git says: {reason}"), location=self.name, reason="a name too long")
            if rest:
                yield rest.decode("utf-8", "backslashreplace")

    def holds(self, commit: str) -> bool:
        """Whether there is such a commit."""
        try:
            self.ask("cat-file", "-e", f"{commit}^{{commit}}")
        except GitFailed:
            return False
        return True

    @contextmanager
    def running(self, *arguments: str, stderr: IO[bytes] | None = None) -> Iterator[subprocess.Popen[bytes]]:
        """A running command with pipes at its input and output. It is stopped if the block is left early.

        Its messages go to `stderr`, if a file is given. Raises GitFailed if the command fails, SourceError if there is
        no git.
        """
        settings = [word for setting in _SETTINGS for word in ("-c", setting)]
        command = ["git", "--no-pager", f"--git-dir={self._git_dir}", *settings, *arguments]
        with tempfile.TemporaryFile() as own:
            messages = stderr or own
            try:
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=messages,
                    env=environment(os.environ, self._protocols),
                )
            except FileNotFoundError as error:
                raise SourceError(
                    msg("{location} is a git repository, and the program git is not installed"), location=self.name
                ) from error
            with process:
                try:
                    yield process
                    finished = True
                except BaseException:
                    finished = False
                    process.kill()
                    raise
                finally:
                    _close(process)
            if finished and process.returncode:
                messages.seek(0)
                reason = _reason(messages.read())
                raise GitFailed(msg("{location}: git says: {reason}"), location=self.name, reason=reason)


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            try:
                pipe.close()
            except BrokenPipeError:  # git has gone before it read everything
                continue


def _reason(messages: bytes) -> str:
    """The one line of git's messages that says what failed."""
    lines = [line.strip() for line in messages.decode("utf-8", "replace").splitlines() if line.strip()]
    fatal = [line for line in lines if _STATUS_LINE.match(line)]
    line = (fatal or lines or ["no reason given"])[0]
    return without_password(_STATUS_LINE.sub("", line))


def without_password(text: str) -> str:
    """`text` without the passwords in its URLs."""
    return _PASSWORD.sub("", text)
