"""The harness itself: what it says about a program is so."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.harness import LIMIT, Pty, Tmux, until

ECHO = ("sh", "-c", "printf 'ready\\n'; cat")
SIZE = ("sh", "-c", "trap 'stty size' WINCH; stty size; while :; do read -r line; done")


def test_tmux_shows_what_is_typed_chinese_included(tmux: Callable[..., Tmux]) -> None:
    terminal = tmux(ECHO)
    terminal.wait("ready")
    terminal.type("扩散 x")
    assert "扩散 x" in terminal.wait("x")
    assert terminal.cursor() == (6, 1)


def test_tmux_tells_how_a_program_ended(tmux: Callable[..., Tmux]) -> None:
    assert tmux(("sh", "-c", "exit 3")).ended() == 3
    terminal = tmux(ECHO)
    terminal.wait("ready")
    terminal.kill(signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM


def test_tmux_says_what_was_on_screen_instead(tmux: Callable[..., Tmux]) -> None:
    terminal = tmux(ECHO)
    with pytest.raises(AssertionError, match="ready"):
        terminal.wait("never", limit=0.5)


def test_a_pseudo_terminal_has_the_size_it_was_given_and_tells_when_it_changes(pty: Callable[..., Pty]) -> None:
    terminal = pty(SIZE, columns=91, rows=33)
    terminal.wait_for(b"33 91")
    terminal.resize(40, 12)
    terminal.wait_for(b"12 40")


def test_a_reaction_is_timed_from_its_first_to_its_last_byte(pty: Callable[..., Pty]) -> None:
    slow = "import time\nprint('ready',flush=True);input();time.sleep(.05);print('done',flush=True)"
    terminal = pty((sys.executable, "-c", slow))
    terminal.wait_for(b"ready")
    echo, answer = terminal.reaction(b"x\n", quiet=LIMIT)  # as long as it runs
    assert 0 <= echo < answer
    assert answer >= 50


def test_a_pseudo_terminal_tells_how_a_program_ended(pty: Callable[..., Pty]) -> None:
    assert pty(("sh", "-c", "exit 3")).ended() == 3
    terminal = pty(ECHO)
    terminal.wait_for(b"ready")
    terminal.process.send_signal(signal.SIGHUP)
    assert terminal.ended() == 128 + signal.SIGHUP


def test_memory_and_processor_time_are_those_of_the_program(pty: Callable[..., Pty]) -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("no /proc on this system")
    terminal = pty((sys.executable, "-c", "x=bytearray(50_000_000)\nprint('ready',flush=True)\ninput()"))
    terminal.wait_for(b"ready")
    assert 50 < terminal.memory() < 150
    assert 0 <= terminal.cpu() < 5


def test_what_a_program_began_ends_with_its_terminal(pty: Callable[..., Pty], tmp_path: Path) -> None:
    lasting = "from subprocess import Popen; job = Popen(['sleep', '600'], start_new_session=True)"
    terminal = pty([sys.executable, "-c", f"{lasting}; print(job.pid); input('begun')"])
    terminal.wait_for(b"begun")
    number = int(terminal.output.split()[0])
    terminal.close()
    until(lambda: is_ended(number))


def is_ended(number: int) -> bool:
    try:
        return "State:\tZ" in Path(f"/proc/{number}/status").read_text()  # nobody has asked for it yet
    except OSError:
        return True
