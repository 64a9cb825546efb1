"""What every test stands on: a home of its own, no network, and the real digests where somebody has them."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.chance import SEED

# How long a case takes says how busy the machine is. (What hypothesis does where $CI is set stays as it is.)
settings.register_profile("any load", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any load")

CORPUS_VARIABLE = "DIGEST_READER_CORPUS"
LOCAL_HOSTS = {"127.0.0.1", "::1", "localhost"}

# Variables of the developer's own session that would change what a test sees.
FOREIGN_VARIABLES = (
    "BROWSER",
    "COLORTERM",
    "DIGEST_READER_CONFIG",
    "DIGEST_READER_LIBRARY",
    "EDITOR",
    "FORCE_COLOR",
    "LANGUAGE",
    "LC_MESSAGES",
    "NO_COLOR",
    "TEXTUAL",
    "TEXTUAL_THEME",
    "TMUX",
    "VISUAL",
)


def pytest_sessionstart() -> None:
    """What a shell starts in the background ignores some signals, and all programs that tests start would, too."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM, signal.SIGTSTP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, and an environment in which nothing points at the developer's own data.

    The test's own folder is made before anything is patched, and so removed after all is as it was: with `os.open` of
    a test's own, removing fails. So whatever else is patched for every test asks for this home first.
    """
    home = tmp_path_factory.mktemp("home")
    for name in [*FOREIGN_VARIABLES, *(name for name in os.environ if name.startswith("XDG_"))]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))  # programs that a test starts are this tree's
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Test")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "test@example.invalid")
    return home


@pytest.fixture(autouse=True)
def no_network(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections leave this machine in no test; a server on the loopback interface may be asked."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOCAL_HOSTS:
            raise OSError(f"a test tried to reach {address!r}")
        connect(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host is not None and host not in LOCAL_HOSTS:
            raise socket.gaierror(socket.EAI_NONAME, f"a test tried to look up {host!r}")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


# Read once, before a test changes the environment.
_CORPUS = os.environ.get(CORPUS_VARIABLE)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real digests named by $DIGEST_READER_CORPUS; tests that need it are skipped without."""
    if not _CORPUS:
        pytest.skip(f"real digests wanted: set {CORPUS_VARIABLE} to their folder")
    folder = Path(_CORPUS).absolute()
    if not (folder / "seeds").is_dir():
        pytest.fail(f"{CORPUS_VARIABLE}={_CORPUS} has no folder 'seeds'")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how what was left to chance can be had once more."""
    terminalreporter.write_line(f"seed: {SEED} (DIGEST_READER_SEED={SEED} repeats it)")
