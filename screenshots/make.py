"""Takes the README's pictures: `python -m screenshots.make [NAME ...]`, with no names all of them.

The real program runs on a pseudo-terminal over a library of invented papers, keys are pressed, and its cells are drawn.
The same program gives the same pictures; their words are kept beside them, and a test compares. Needs chromium, the
extra `pictures`, and the fonts JetBrains Mono and Noto Sans Mono CJK SC (Debian: `apt-get install chromium
fonts-jetbrains-mono fonts-noto-cjk`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyte

from screenshots.draw import cells, png, svg
from screenshots.pages import PAGES, picture_of
from screenshots.papers import write_details, write_digests
from tests.terminal.harness import LIMIT, Pty

HERE = Path(__file__).parent
CHINESE, ENGLISH = "zh_CN.UTF-8", "C.UTF-8"
DOWN, RIGHT, ENTER, TAB = "\x1b[B", "\x1b[C", "\r", "\t"
COUNTED = {CHINESE: "篇未读", ENGLISH: "unread"}  # the last that comes on screen
QUIET = 0.4  # seconds without output after which a screen counts as finished
SIZES = ((80, 24), (120, 40), (160, 45), (200, 60))

# Run by the interpreter before the program: pictures taken tomorrow must be those of today.
ALWAYS_THE_SAME_DAY = """
import datetime
class Fixed(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 8, 22, 9, 0, tzinfo=tz)
datetime.datetime = Fixed
"""

MARKS = (
    ("2608.90016", "--bookmark", "--tag", "厨房", "--read"),
    ("2608.90013", "--tag", "later"),
    ("2608.90012", "--bookmark", "--read"),
    ("2608.90011", "--read"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: `name` of the file, `size` in cells, `locale` of the interface, `config` (TOML), `keys` to press."""

    name: str
    size: tuple[int, int]
    locale: str = CHINESE
    config: str = ""
    keys: tuple[str, ...] = ()
    welcome: bool = False


def reading(language: str, locale: str) -> list[Picture]:
    """List and paper in one way of reading, at the usual sizes."""
    return [
        Picture(f"{language}-{width}x{height}", (width, height), locale, f'screen.language = "{language}"', (DOWN,))
        for width, height in SIZES
    ]


PICTURES = (
    *reading("zh", CHINESE),
    *reading("en", ENGLISH),
    *reading("both", CHINESE),
    Picture("welcome", (120, 40), ENGLISH, welcome=True),
    Picture("search", (120, 40), CHINESE, keys=("/", *"模型 model", ENTER)),
    Picture("near", (160, 45), CHINESE, keys=("/", *"茶壶 重尾 检索", TAB, RIGHT, RIGHT)),
    Picture("details", (120, 40), CHINESE, 'screen.language = "both"', (ENTER,)),
    Picture("export", (120, 40), CHINESE, 'export.folder = "~"', keys=("x",)),
    Picture("help", (120, 40), ENGLISH, keys=("?",)),
    Picture("triage", (120, 40), CHINESE, keys=("T", RIGHT)),
    Picture("filter", (120, 40), ENGLISH, keys=("f",)),
    Picture("triage-end", (80, 24), CHINESE, keys=("T", *(RIGHT,) * 14)),
    Picture("sidebar", (80, 24), CHINESE, keys=("\\",)),
    Picture("for-you", (160, 45), CHINESE, keys=("s",)),
    Picture("words", (120, 40), CHINESE, keys=(":", *"兴趣词", ENTER)),
    Picture("statistics", (120, 40), CHINESE, keys=(":", *"统计", ENTER)),
    Picture("help-zh", (120, 40), CHINESE, keys=("?",)),
    Picture("narrow", (48, 16), CHINESE, keys=(DOWN, ENTER)),
    Picture("light", (120, 40), CHINESE, 'screen.theme = "light"', (DOWN,)),
)


def screen_of(picture: Picture, library: Path, wanted: str | None = None) -> pyte.Screen:
    """The terminal's cells that `picture` shows, from the program running over a copy of `library`.

    With `wanted`, they are waited for until these words stand there or nothing comes any more.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "library"
        if not picture.welcome:
            shutil.copytree(library, copy)
        copy.mkdir(exist_ok=True)
        (copy / "config.toml").write_text(picture.config, encoding="utf-8")
        (Path(folder) / "sitecustomize.py").write_text(ALWAYS_THE_SAME_DAY, encoding="utf-8")
        columns, rows = picture.size
        path = os.pathsep.join((folder, str(HERE.parent)))
        environ = {"LC_ALL": picture.locale, "TEXTUAL_ANIMATIONS": "none", "HOME": folder, "PYTHONPATH": path}
        with Pty(_reader(copy), columns=columns, rows=rows, environ=environ) as terminal:
            terminal.wait_for(COUNTED[picture.locale].encode())
            terminal.settle(QUIET)
            for key in picture.keys:
                terminal.reaction(key.encode(), QUIET)
            screen = cells(bytes(terminal.output), columns, rows)
            while wanted not in (None, words_of(screen)) and terminal.read(LIMIT):
                terminal.settle(QUIET)
                screen = cells(bytes(terminal.output), columns, rows)
            return screen


def words_of(screen: pyte.Screen) -> str:
    """What stands on a screen, without colours."""
    return "".join(f"{line.rstrip()}\n" for line in screen.display)


def make_library(folder: Path) -> Path:
    """A library of the invented papers, some of them marked."""
    digests, library = folder / "digests", folder / "library"
    digests.mkdir()
    write_digests(digests)
    write_details(digests)
    for arguments in (("sync", str(digests)), *(("mark", *marks) for marks in MARKS)):
        subprocess.run([*_reader(library), *arguments], check=True, stdout=subprocess.DEVNULL)
    return library


def _reader(library: Path) -> list[str]:
    return [sys.executable, "-m", "reader", "--library", str(library)]


def main(names: Sequence[str]) -> None:
    """Take the pictures called `names`, or all."""
    for name in ("LANGUAGE", "LC_MESSAGES", "NO_COLOR", "TEXTUAL_THEME"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory() as folder:
        library = make_library(Path(folder))
        for picture in PICTURES:
            if not names or picture.name in names:
                screen = screen_of(picture, library)
                png(svg(screen), HERE / f"{picture.name}.png")
                (HERE / f"{picture.name}.txt").write_text(words_of(screen), encoding="utf-8")
                print(picture.name)
        for name in PAGES:
            if not names or name in names:
                (HERE / f"{name}.png").write_bytes(picture_of(name, _reader(library)))
                print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
