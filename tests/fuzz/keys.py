"""Random keys, and bytes that are none, for the real screen on a pseudo-terminal."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from screenshots.papers import write_digests
from tests.terminal.harness import Pty

KEYS = (
    *(bytes([code]) for code in range(1, 127) if code not in (3, 17, 26, 28)),  # not what leaves or stops
    *(b"\x1b", b"\r", b" ", b"\x7f", b"\t", b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[5~", b"\x1b[6~"),
    *(b"\x1b[H", b"\x1b[F", b"\x1bOP", b"\x1b[15~", b"\x1b[1;5C", b"\x1b[Z", b"\x1b[<0;30;10M", b"\x1b[<0;30;10m"),
    *(b"\x1b[<64;10;10M", b"\x1b[<65;10;10M", b"\x1b[I", b"\x1b[O", b"\x1b[200~pasted \xff text\x1b[201~"),
    *(
        "扩散".encode(),
        "；".encode(),
        "é".encode(),
        b"\xff",
        b"\xe6\x89",
        b"\x1b[999999999999m",
        b"\x1b]11;x\x07",
        b"\x00",
    ),
)
SIZES = ((80, 24), (120, 40), (160, 45), (20, 5), (1, 1))
AT_ONCE = 20


def press_keys(count: int, seed: int) -> list[str]:
    """Press `count` keys; the screen may be left, and is opened again then. What was found, one text each."""
    chance = random.Random(seed)
    findings: list[str] = []
    pressed = opened = 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "digests").mkdir()
        write_digests(root / "digests")
        command = [sys.executable, "-m", "reader", "--library", str(root / "library")]
        subprocess.run([*command, "sync", str(root / "digests")], check=True, capture_output=True)
        # What a key starts is nothing: no editor, no browser, no program of the user's.
        environ = {"EDITOR": "true", "VISUAL": "true", "BROWSER": "true", "HOME": folder, "PYTHONPATH": str(Path.cwd())}
        while pressed < count and not findings:
            with Pty(command, environ=environ, cwd=root) as screen:
                opened += 1
                sent: list[bytes] = []
                while pressed < count and screen.process.poll() is None:
                    keys = [chance.choice(KEYS) for _ in range(AT_ONCE)]
                    sent += keys
                    _send(screen, b"".join(keys))
                    pressed += len(keys)
                    if chance.random() < 0.05:
                        screen.resize(*chance.choice(SIZES))
                    screen.settle(0.05)
                findings += _found(root, screen, sent)
    print(f"keys            {pressed:8,} pressed, {opened} openings")
    return findings


def _send(screen: Pty, data: bytes) -> None:
    try:
        screen.send(data)
    except OSError:  # it has just left
        time.sleep(0)


def _found(root: Path, screen: Pty, sent: list[bytes]) -> list[str]:
    reports = sorted((root / "library").glob("crash-*.txt"))
    status = screen.process.poll()
    if not reports and status in (None, 0) and b"Traceback" not in screen.output:
        return []
    told = reports[-1].read_text() if reports else bytes(screen.output[-2000:]).decode("utf-8", "replace")
    return [f"\nkeys: status {status} after {sent[-60:]!r}\n{told}{os.linesep}"]
