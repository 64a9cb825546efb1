"""Programs in real terminals: `Tmux` for what a person would see, `Pty` for bytes, signals and times.

Neither ever sleeps for a fixed time: both wait for what is expected, up to a limit.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self
from uuid import uuid4

LIMIT = 60.0
"""Seconds after which what is expected counts as missing; generous, since machines are shared."""

POLL = 0.02
NAME = "TESTED_ON"
"""In the environment of whatever runs on a `Pty`, so that its jobs can be told."""
SIZE_FORMAT = "HHHH"  # struct winsize of tty_ioctl(4): rows, columns, and two numbers of pixels that nobody reads


# Started from a shell, as a person would: tmux itself does not always learn how a program ended.
FROM_SHELL = """
sh -c 'echo $$ > "$0/pid"; exec "$@"' "$0" "$@"
echo $? > "$0/status.new"; mv "$0/status.new" "$0/status"
exec cat
"""


def until(holds: Callable[[], bool], limit: float = LIMIT) -> None:
    """Wait until something holds that is not on a screen; AssertionError if it does not."""
    end = time.monotonic() + limit
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"not so within {limit:g} s")
        time.sleep(POLL)


class Tmux:
    """One program, started by a shell in a tmux server of its own, without anybody's configuration."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environ: Mapping[str, str] | None = None,
        options: Mapping[str, str] | None = None,
    ) -> None:
        """Start `command`; `environ` is added to its environment, `options` are tmux options."""
        self._folder = tempfile.TemporaryDirectory(prefix="t")  # short: a socket's path may have about 100 bytes
        self._name = uuid4().hex[:8]
        self._environ = {**os.environ, "TMUX_TMPDIR": self._folder.name, "LC_ALL": "C.UTF-8"}
        chosen = {"default-terminal": "tmux-256color", **(options or {})}
        setting = [word for name, value in chosen.items() for word in ("set", "-g", name, value, ";")]
        size = ("-x", str(columns), "-y", str(rows))
        added = [word for name, value in (environ or {}).items() for word in ("-e", f"{name}={value}")]
        shell = ("sh", "-c", FROM_SHELL, self._folder.name)
        self.tmux("-u", "start-server", ";", *setting, "new-session", "-d", *size, *added, *shell, *command)

    def tmux(self, *arguments: str) -> str:
        """Run a tmux command on this server and return what it prints."""
        done = subprocess.run(
            ["tmux", "-L", self._name, "-f", os.devnull, *arguments],
            env=self._environ,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout

    def keys(self, *keys: str) -> None:
        """Press keys, named as tmux names them (`Down`, `Escape`, `C-p`, `F2`)."""
        self.tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type text as it stands, in one go as a paste or an input method would send it."""
        self.tmux("send-keys", "-l", text)

    def screen(self, *, colours: bool = False) -> str:
        """The lines on screen, white space at their ends removed; `colours` keeps the escape sequences."""
        return self.tmux("capture-pane", "-p", *(("-e",) if colours else ()))

    def lines(self) -> list[str]:
        """The lines on screen."""
        return self.screen().splitlines()

    def wait(self, wanted: str | Callable[[str], bool], limit: float = LIMIT) -> str:
        """The screen as soon as it shows the text `wanted` (or `wanted(screen)` holds); AssertionError otherwise."""
        holds = wanted if callable(wanted) else lambda screen: wanted in screen
        end = time.monotonic() + limit
        while True:
            screen = self.screen()
            if holds(screen):
                return screen
            if time.monotonic() > end:
                raise AssertionError(f"not on screen within {limit:g} s: {wanted!r}\n{screen}")
            time.sleep(POLL)

    def wait_gone(self, text: str, limit: float = LIMIT) -> str:
        """The screen as soon as it no longer shows `text`."""
        return self.wait(lambda screen: text not in screen, limit)

    def steady(self, quiet: float = 0.3, limit: float = LIMIT) -> str:
        """The screen once it has not changed for `quiet` seconds."""
        end = time.monotonic() + limit
        screen, since = self.screen(), time.monotonic()
        while time.monotonic() - since < quiet:
            if time.monotonic() > end:
                raise AssertionError(f"the screen does not come to rest within {limit:g} s")
            time.sleep(POLL)
            if (now := self.screen()) != screen:
                screen, since = now, time.monotonic()
        return screen

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self.tmux("resize-window", "-x", str(columns), "-y", str(rows))

    def ask(self, form: str) -> str:
        """A tmux format expanded, such as `#{cursor_x}` or `#{alternate_on}`."""
        return self.tmux("display-message", "-p", form).rstrip("\n")

    def cursor(self) -> tuple[int, int]:
        """Column and row of the terminal's cursor, from 0."""
        column, row = self.ask("#{cursor_x} #{cursor_y}").split()
        return int(column), int(row)

    def listens(self) -> bool:
        """Whether the program has the terminal: its own screen, and the mouse."""
        return self.ask("#{alternate_on} #{mouse_any_flag}") == "1 1"

    def is_given_back(self) -> bool:
        """Whether the terminal shows its ordinary screen and its cursor, and reports no mouse."""
        return self.ask("#{alternate_on} #{mouse_any_flag} #{cursor_flag}") == "0 0 1"

    def kill(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(int(self._told("pid", LIMIT)), number)

    def is_stopped(self) -> bool:
        """Whether the program is stopped, as by SIGSTOP."""
        listed = subprocess.run(
            ["ps", "-o", "stat=", "-p", self._told("pid", LIMIT).strip()], capture_output=True, text=True, check=False
        )
        return listed.stdout.startswith("T")

    def ended(self, limit: float = LIMIT) -> int:
        """Wait for the program to end and return its exit status (128 + number for a signal).

        What it wrote last may not be on screen yet.
        """
        return int(self._told("status", limit))

    def _told(self, name: str, limit: float) -> str:
        """What the shell wrote into its file `name`, once it has."""
        end = time.monotonic() + limit
        file = Path(self._folder.name) / name
        while not (file.exists() and (text := file.read_text(encoding="ascii"))):
            if time.monotonic() > end:
                raise AssertionError(f"no {name} after {limit:g} s:\n{self.screen()}")
            time.sleep(POLL)
        return text

    def close(self) -> None:
        """End the server and everything in it."""
        subprocess.run(["tmux", "-L", self._name, "kill-server"], env=self._environ, capture_output=True, check=False)
        # The server does not wait for those it hung up on, which may still write into folders that go next.
        end_all(f"TMUX_TMPDIR={self._folder.name}", patience=LIMIT)
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def end_all(setting: str, patience: float = 0.0) -> None:
    """End every process with `setting` (NAME=VALUE) in its environment (Linux, proc(5)), whoever began it.

    A screen's job goes on for a moment when the screen is gone, and may still write into the library. They have
    `patience` seconds to end by themselves, and are gone on return.
    """
    end = time.monotonic() + patience
    while processes := _with(setting):
        if time.monotonic() >= end:
            for number in processes:
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
        time.sleep(POLL)


def _with(setting: str) -> list[int]:
    wanted = setting.encode()
    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # it has just ended, or is somebody else's
            if wanted in file.read_bytes().split(b"\0"):
                found.append(int(file.parent.name))
    return found


class Reaction(NamedTuple):
    """Milliseconds from an act to the first and to the last byte that the program wrote because of it."""

    first: float
    last: float


class Pty:
    """One program on a pseudo-terminal; every piece of output is kept with the time at which it came."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environ: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        """Start `command`; `environ` is added to this process's. Times below are seconds since now."""
        self._master, slave = os.openpty()
        self._connected = True
        self.resize(columns, rows)
        self.output = bytearray()
        self._arrivals: list[tuple[float, int]] = []
        self._started = time.perf_counter()
        self._name = uuid4().hex
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environ or {}), NAME: self._name},
            start_new_session=True,
            # The terminal must be the program's own, or no change of size reaches it.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def now(self) -> float:
        """Seconds since the program was started."""
        return time.perf_counter() - self._started

    def send(self, data: bytes) -> None:
        """Write to the program's keyboard."""
        os.write(self._master, data)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size (the program gets SIGWINCH)."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack(SIZE_FORMAT, rows, columns, 0, 0))

    def read(self, patience: float) -> bytes:
        """What comes within `patience` seconds, as soon as anything comes; empty if nothing, or at the end."""
        ready, _, _ = select.select([self._master], [], [], patience)
        if not ready:
            return b""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # Linux says EIO once the other end is closed
            return b""
        self.output += data
        self._arrivals.append((self.now(), len(self.output)))
        return data

    def wait_for(self, marker: bytes, *, start: int = 0, limit: float = LIMIT) -> float:
        """Read until `marker` stands in the output after position `start`; when its last byte came."""
        end = self.now() + limit
        while (found := self.output.find(marker, start)) < 0:
            if not self.read(POLL) and (self.now() > end or self.process.poll() is not None):
                raise AssertionError(f"{marker!r} did not come: {bytes(self.output[-2000:])!r}")
        return next(when for when, length in self._arrivals if length >= found + len(marker))

    def last_of(self, marker: bytes, start: int) -> float | None:
        """When the last `marker` in the output after position `start` came, as far as it was read; None without one."""
        found = self.output.rfind(marker, start)
        return next(when for when, length in self._arrivals if length >= found + len(marker)) if found >= 0 else None

    def settle(self, quiet: float = 0.1, limit: float = LIMIT) -> float:
        """Read until nothing comes for `quiet` seconds; when the last byte came."""
        end = self.now() + limit
        while self.read(quiet):
            if self.now() > end:
                raise AssertionError(f"the program does not stop writing within {limit:g} s")
        return self._arrivals[-1][0] if self._arrivals else 0.0

    def reaction(self, act: bytes | Callable[[], None], quiet: float = 0.1) -> Reaction:
        """When the program wrote because of `act` (bytes: pressed keys), until it was quiet for `quiet` seconds."""
        before = len(self._arrivals)
        begun = self.now()
        if callable(act):
            act()
        else:
            self.send(act)
        end = begun + LIMIT
        while len(self._arrivals) == before:
            if not self.read(quiet) and self.now() > end:
                raise AssertionError(f"no reaction to {act!r}")
        last = self.settle(quiet)
        return Reaction((self._arrivals[before][0] - begun) * 1000, (last - begun) * 1000)

    def memory(self) -> float:
        """Resident memory in MB (Linux, proc(5): VmRSS)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024

    def cpu(self) -> float:
        """Processor time that its threads have used so far, in seconds (Linux; task/*/schedstat: nanoseconds first)."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9

    def ended(self, limit: float = LIMIT) -> int:
        """Read until the program has ended; its exit status (128 + number for a signal)."""
        end = self.now() + limit
        while self.process.poll() is None:
            self.read(POLL / 4)
            if self.now() > end:
                raise AssertionError(f"still running after {limit:g} s")
        while self.read(0):
            pass
        status = self.process.returncode
        return status if status >= 0 else 128 - status

    def hang_up(self) -> None:
        """Take the terminal away, as a closed window or a lost connection does."""
        if self._connected:
            self._connected = False
            os.close(self._master)

    def close(self) -> None:
        """End the program and its jobs, whatever they are doing."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        end_all(f"{NAME}={self._name}")
        self.hang_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
