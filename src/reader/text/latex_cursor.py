"""A place in a stretch of TeX, and how to take arguments from there."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod

COMMAND = re.compile(r"\\(?:([a-zA-Z]+)\*?([ \n]*)|(.)|$)", re.S)
"""A backslash with a name and the white space behind it, or with one other character, or at the end."""

_MAX_GROUP = 1_500
"""Code points of a group; bounds the work on unbalanced braces."""

_MAX_OPTION = 40

_AHEAD = 24
"""Code points that a group knows of the text behind it: enough for a command's name."""


class Cursor(ABC):
    """The text being read, the offset `at` reached in it, how many groups stand around it, and what `follows` them."""

    __slots__ = ("at", "depth", "follows", "source")

    def __init__(self, source: str, depth: int, follows: str = "") -> None:
        self.source = source
        self.follows = follows
        self.at = 0
        self.depth = depth

    @abstractmethod
    def convert(self, source: str, *, math: bool) -> str:
        """Convert `source`, which stands inside the current group, as a formula or as prose."""

    def converted(self, *, math: bool) -> str:
        """Take an argument and convert it."""
        text = self.convert(self.argument(), math=math)
        return text.strip() if math else text

    def neighbours(self, length: int) -> tuple[str, str]:
        """The character before this place and the one `length` further on; empty at the ends of the text."""
        after = self.at + length
        return self.source[self.at - 1 : self.at] if self.at else "", self.source[after : after + 1]

    def ahead(self) -> str:
        """The next few characters, beyond the end of the group too."""
        return (self.source[self.at : self.at + _AHEAD] + self.follows)[:_AHEAD]

    def argument(self) -> str:
        """Take the argument that stands here: a group without its braces, a command's name, or one character."""
        source = self.source
        while source.startswith((" ", "\n"), self.at):
            self.at += 1
        start = self.at
        if source.startswith("{", start):
            inside, self.at = group(source, start)
            return inside
        if source.startswith("\\", start) and (match := COMMAND.match(source, start)):
            self.at = match.end(1) if match[1] else match.end()
        else:
            self.at = min(start + 1, len(source))
        return source[start : self.at]

    def option(self) -> str:
        """Take an optional argument in square brackets; empty if there is none."""
        source, start = self.source, self.at
        if not source.startswith("[", start):
            return ""
        end = source.find("]", start, start + _MAX_OPTION)
        if end < 0:
            return ""
        self.at = end + 1
        return source[start + 1 : end]


def group(source: str, start: int) -> tuple[str, int]:
    """The inside of the group whose `{` stands at `start`, and where it ends; a cut group ends with the text."""
    depth, at, end = 0, start, min(len(source), start + _MAX_GROUP)
    while at < end:
        character = source[at]
        if character == "\\":
            at += 1
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if not depth:
                return source[start + 1 : at], at + 1
        at += 1
    return source[start + 1 : end], end
