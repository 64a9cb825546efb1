"""Random actions in the real screen on a pseudo-terminal: does anything grow, leak or break? See `endure`."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.terminal.harness import Pty

ESCAPE, ENTER = b"\x1b", b"\r"
# Every command that has a key but quitting; twice what people press all day.
MOVES = (b"j", b"k", b"\x1b[A", b"\x1b[B", b"\x1b[5~", b"\x1b[6~", b"g", b"G", b"[", b"]", b"{", b"}", b"<", b">", b" ")
KEYS = (
    *(MOVES * 2), *(letter.encode() for letter in "lhcnmALoOiz_RBUsbyYEvVuwT?0123=;"),
    *(b"\t", b"\x1b[Z", b"\x7f", b"\x04", b"\x15", b"\x12", b"\x19", ENTER, ESCAPE, b"\x1bOQ", b"\x1b[15~"),
    *("；、？【】《》～".encode()[place : place + 3] for place in range(0, 24, 3)),
)  # fmt: skip
WORDS = (
    "diffusion",
    "扩散模型",
    "graph neural",
    "cat:cs.*",
    '"large language model"',
    "-agents",
    "is:unread",
    "kuosan",
)
NAMES = ("theme", "interface language", "statistics", "channels", "words of the interest", "nothing at all")
TAGS = ("to read", "重要", "a,b")
SIZES = ((80, 24), (120, 40), (160, 45), (200, 60), (40, 12))
ENVIRON = {  # what a key starts is nothing: no editor, no browser, nobody outside
    "EDITOR": "true", "VISUAL": "true", "BROWSER": "true", "TEXTUAL_ANIMATIONS": "none", "LC_ALL": "C.UTF-8",
    "ALL_PROXY": "http://127.0.0.1:9", "NO_PROXY": "",
}  # fmt: skip
EVERY = 500
"""Actions between two looks at the process."""
FILLED = 4
"""Looks until every cache has been filled once: rows, lists one can go back to, words of queries."""
QUIET_SECONDS = 0.01
IDLE_SECONDS = 3.0  # more than `searching.IDLE_SECONDS`, after which memory is given back
IDLE_SHARE = 0.05
"""Of a processor at most: a screen that nobody types to looks for changes every other second."""
PATIENCE = 60.0
"""Seconds in which a key must do something: machines are shared."""
STAR = "★".encode()
BUSY_SECONDS = 120.0
"""The longest that is waited for it to come to rest."""
KEPT, ORDERS = 12, 4
"""Papers that are enough for an interest (`library.interest.FEWEST_KEPT`); orders of a list, and back."""
CONNECTIONS = 5
"""The screen's own, of its search, of its writer, and of two threads for what is asked aside."""
SHOWN = 5
"""Papers at the head of the list that are surely in sight."""


@dataclass(frozen=True, slots=True)
class Look:
    """A process that shows the list: which one, after how many actions; private memory (MB), open files, threads."""

    opening: int
    actions: int
    memory: float
    files: int
    threads: int


@dataclass
class Watched:
    """What became of a screen."""

    looks: list[Look] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    openings: int = 0

    @property
    def growth(self) -> float:
        """The most MB that came to a screen between its `FILLED`th look, when caches are full, and its last.

        Of as many looks at either end the lowest counts: what a state needs comes and goes (all papers of a year
        selected: 6 MB), and what leaks is there at every look.
        """
        ends = [(looks[FILLED - 1 :][:FILLED], looks[-FILLED:]) for looks in self._by_opening(FILLED)]
        return max((_lowest(last) - _lowest(first) for first, last in ends), default=0.0)

    @property
    def leaked(self) -> int:
        """Files that are open at a screen's last look beyond those at its first."""
        return max((looks[-1].files - looks[0].files for looks in self._by_opening(1)), default=0)

    def _by_opening(self, at_least: int) -> list[list[Look]]:
        looks = [[look for look in self.looks if look.opening == number] for number in range(1, self.openings + 1)]
        return [each for each in looks if len(each) > at_least]


def _lowest(looks: Sequence[Look]) -> float:
    return min(look.memory for look in looks)


def act(chance: random.Random) -> bytes:
    """What one action types: a key, or something that is begun, typed and done or left."""
    done = chance.choice((ENTER, ENTER, ESCAPE))
    kind = chance.random()
    if kind < 0.72:
        return chance.choice(KEYS)
    if kind < 0.82:
        words = chance.choice(WORDS)
        return b"/" + words[: chance.randint(1, len(words))].encode() + done
    return chance.choice(
        (
            b"f" + chance.choice(WORDS).encode()[:3] + done,
            b"t" + chance.choice(TAGS).encode() + done,
            b"e" + chance.choice(WORDS).encode() + done,
            b":" + chance.choice(NAMES).encode() + done,
            b"|wc -l" + done,
            b"x" + ESCAPE,
            b"a/nowhere" + done,
            b"r",
            b"T" + bytes(chance.choices(b"lhjk u", k=6)) + ESCAPE,
            *(
                b"\x1b[<%d;%d;%d%b" % (button, chance.randint(1, 120), chance.randint(1, 40), end)
                for button, end in ((0, b"M"), (0, b"m"), (64, b"M"), (65, b"M"), (32, b"M"))
            ),
        )
    )


def actions(library: Path, times: int, seed: int) -> Watched:
    """Do `times` things to the screen of a library, and look at its process now and then."""
    chance = random.Random(seed)
    seen = Watched()
    done = 0
    while done < times and not seen.findings:
        with opened(library) as screen:
            use_all(screen)
            seen.openings += 1
            typed: list[bytes] = []
            while done < times and screen.process.poll() is None:
                typed.append(act(chance))
                press(screen, typed[-1])
                if chance.random() < 0.01:
                    screen.resize(*chance.choice(SIZES))
                done += 1
                if done % EVERY == 0 and rest(screen) and (seen_now := look(screen, seen.openings, done)):
                    seen.looks.append(seen_now)
                    print(seen_now, flush=True)
                    if not answers(screen):
                        seen.findings.append(f"no key is answered after {typed[-60:]!r}")
                        break
            seen.findings += found(library, screen, typed)
    return seen


@contextmanager
def opened(library: Path) -> Iterator[Pty]:
    """The screen, with its list painted."""
    command = [sys.executable, "-m", "reader", "--library", str(library)]
    # What is exported lies beside the library.
    with Pty(command, environ={**ENVIRON, "PYTHONPATH": str(Path.cwd())}, cwd=library.parent) as screen:
        screen.read(20)
        screen.settle(0.5)
        yield screen


def use_all(screen: Pty) -> None:
    """Use once what is kept from then on: an interest, the orders of the list, marks on all papers, all connections.

    Random actions come to some of it late, and what a screen takes from its first interest on is no growth.
    """
    for keys in (b"bj" * KEPT, b"g", *[b"s"] * ORDERS, b"V", b"b", b"u", b"V", b":words of the interest\r", ESCAPE):
        press(screen, keys)
        screen.settle(0.3, limit=60)
    rest(screen)
    connect(screen)


def connect(screen: Pty) -> None:
    """Have as many connections at once as there ever are: marks are written, and two things are done aside.

    SQLite keeps the file of a database that is closed while others of the process have it open, for the next one that
    opens it (closing it would take their locks away): so many files stay open as there ever were connections at once.
    """
    end = screen.now() + BUSY_SECONDS
    while connections(screen) < CONNECTIONS and screen.now() < end:
        for keys in (b"b", b"b", b"|sleep 3\r", b"|wc -l\r"):
            press(screen, keys)
        rest(screen)


def connections(screen: Pty) -> int:
    """How often the process has the collected papers open (Linux, proc(5))."""
    files = Path(f"/proc/{screen.process.pid}/fd").iterdir()
    return sum(file.readlink().name == "library.db" for file in files)


def press(screen: Pty, keys: bytes) -> None:
    """Type, and read what is painted, so that the program never waits for its terminal."""
    try:
        screen.send(keys)
    except OSError:  # it has just left
        return
    screen.settle(QUIET_SECONDS, limit=60)


def rest(screen: Pty) -> bool:
    """Leave whatever is open, show all papers from the first on, and wait until all that was begun is done.

    What works meanwhile has memory and files of its own, which it gives back. False if the screen is gone.
    """
    screen.resize(120, 40)
    for key in (*[ESCAPE] * 8, b"g"):
        press(screen, key)
        screen.settle(0.3, limit=60)
    end = screen.now() + BUSY_SECONDS
    while screen.process.poll() is None and screen.now() < end and not idle(screen):
        continue
    return screen.process.poll() is None


def idle(screen: Pty) -> bool:
    """Whether the process runs no other one, and has hardly worked for a while (Linux, proc(5))."""
    before = worked(screen)
    screen.settle(IDLE_SECONDS, limit=60)
    children = Path(f"/proc/{screen.process.pid}/task").glob("*/children")
    return worked(screen) - before <= IDLE_SECONDS * IDLE_SHARE and not any(each.read_text() for each in children)


def worked(screen: Pty) -> float:
    """Processor time of the process so far (seconds)."""
    fields = Path(f"/proc/{screen.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def answers(screen: Pty) -> bool:
    """Whether the screen still does what keys say; help is open for a moment."""
    before, end = len(screen.output), screen.now() + PATIENCE
    press(screen, b"?")  # which reads the answer, too, if it comes at once
    while len(screen.output) == before and screen.process.poll() is None and screen.now() < end:
        screen.read(0.1)
    answered = len(screen.output) > before
    press(screen, ESCAPE)
    screen.settle(0.3, limit=60)
    return answered or screen.process.poll() is not None  # it was just leaving, by way of the palette


def look(screen: Pty, opening: int, done: int) -> Look | None:
    """The process as the kernel sees it (Linux, proc(5)); None if it has just left."""
    process = Path(f"/proc/{screen.process.pid}")
    status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
    if "RssAnon" not in status:
        return None
    memory = int(status["RssAnon"].split()[0]) / 1024
    return Look(opening, done, round(memory, 1), len(list((process / "fd").iterdir())), int(status["Threads"]))


def found(library: Path, screen: Pty, typed: Sequence[bytes]) -> list[str]:
    """What went wrong with a screen, one text each."""
    reports = sorted(library.glob("crash-*.txt"))
    status = screen.process.poll()
    broken = b"Traceback" in screen.output
    screen.output.clear()
    if not reports and status in (None, 0) and not broken:
        return []
    told = reports[-1].read_text(encoding="utf-8") if reports else ""
    return [f"status {status} after {typed[-60:]!r}\n{told}"]


def seen_by_another(library: Path, times: int) -> list[float]:
    """Seconds from a key in one screen until another one shows what it did, `times` times."""
    took: list[float] = []
    with opened(library) as one, opened(library) as other:
        for number in range(times):
            # Of the first papers one after the other: each star is a new one, and in sight.
            one.send(b"g" + b"j" * (number % SHOWN))
            one.settle(0.3)
            start, begun = len(other.output), other.now()
            one.send(b"b")
            took.append(other.wait_for(STAR if number // SHOWN % 2 == 0 else b"\x1b", start=start) - begun)
            for screen in (one, other):
                screen.settle(0.3)
    return took
