"""Formulas of strangers as formulas that compile: only commands that are known, every argument in braces.

What cannot be read as such a formula (unknown or dangerous commands, groups or delimiters without their other half, two
superscripts) is no formula; the caller writes it as text. The reader is a recursive descent over TeX's tokens.
"""

from __future__ import annotations

import re

from reader.export.tex_letters import ascii_latex, balances
from reader.export.tex_symbols import (
    ALIASES,
    DELIMITERS,
    FONT_SWITCHES,
    LOOKS,
    MATH,
    NAMED_OPERATORS,
    ONE_ARGUMENT,
    SCRIPTS,
    SIGNS,
    SIZES,
    TEXT_ARGUMENT,
    TWO_ARGUMENTS,
)
from reader.text.latex import plain

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_PLAIN_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-*/=<>()[]|!,.:;?@~")
_ESCAPED_SIGNS = frozenset((r"\{", r"\}", r"\|", r"\,", r"\;", r"\:", r"\!", r"\>", r"\%", r"\#", r"\&", r"\_", r"\$"))
_DROPPED = frozenset((r"\/", r"\-", r"\@"))
_SIMPLE = re.compile(r"[A-Za-z0-9 +\-*/=<>()\[\]|,.:;]*\Z")
_DEEPEST = 16
_NAME = re.compile(r"\\[A-Za-z]+\Z")


def formula(source: str) -> str | None:
    """The inside of a formula as LaTeX that compiles; None where it cannot be read as a formula."""
    source = source.strip()
    if not source:
        return None
    if _SIMPLE.match(source):
        return source
    try:
        return _Reader(source).whole()
    except _Unreadable:
        return None


class _Unreadable(Exception):
    """This is no formula that is known to compile. Never leaves this module."""


class _Reader:
    """Tokens of one formula, read from left to right."""

    __slots__ = ("at", "depth", "tokens")

    def __init__(self, source: str) -> None:
        self.tokens: list[str] = _TOKEN.findall(source)
        self.at = 0
        self.depth = 0

    def whole(self) -> str:
        """The formula to its end."""
        text = self._list(None).strip()
        if self.at < len(self.tokens) or not text:
            raise _Unreadable
        return text if balances(text) else text.replace(r"\{", r"\lbrace ").replace(r"\}", r"\rbrace ")

    def _next(self) -> str:
        if self.at >= len(self.tokens):
            raise _Unreadable
        self.at += 1
        return self.tokens[self.at - 1]

    def _peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _skip_space(self) -> None:
        while (token := self._peek()) is not None and token.isspace():
            self.at += 1

    def _list(self, end: str | None) -> str:
        """Everything up to the token `end` (which is taken), or to the end of the formula if that is None."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _Unreadable
        pieces: list[str] = []
        scripts = ""  # those that the last atom has
        while (token := self._peek()) != end:
            token = self._next()
            if token in "^_'":
                scripts = self._script(token, scripts, pieces)
            elif token.isspace():
                pieces.append(" ")
            elif token[1:] in FONT_SWITCHES and token[0] == "\\":
                _append(pieces, f"\\{FONT_SWITCHES[token[1:]]}{{{self._list(end).strip()}}}")
                self.depth -= 1
                return "".join(pieces)
            else:
                atom = self._atom(token)
                if atom:
                    _append(pieces, atom)
                    scripts = ""
        if end is not None:
            self.at += 1
        self.depth -= 1
        return "".join(pieces)

    def _script(self, mark: str, scripts: str, pieces: list[str]) -> str:
        """A prime, superscript or subscript; answers which of them the atom has now."""
        if mark == "'":
            if "^" in scripts:
                raise _Unreadable
            pieces.append("'")
            return scripts + "'"
        if mark in scripts or (mark == "^" and "'" in scripts and not pieces[-1].endswith("'")):
            raise _Unreadable
        pieces.append(f"{mark}{{{self._argument()}}}")
        return scripts + mark

    def _argument(self) -> str:
        """An argument without its braces: a group, or one atom."""
        self._skip_space()
        token = self._next()
        if token == "{":
            return self._list("}").strip()
        if token in "^_'":
            raise _Unreadable
        return self._atom(token)

    def _atom(self, token: str) -> str:
        if token == "{":
            return f"{{{self._list('}')}}}"
        if token in _PLAIN_CHARACTERS or token in _ESCAPED_SIGNS:
            return token
        if token[0] == "\\":
            return self._command(token)
        if not token.isascii():
            written = MATH.get(token) or SCRIPTS.get(token, "")
            if written:
                return f"{{{{}}{written}}}" if written[0] in "^_" else written
        raise _Unreadable

    def _command(self, token: str) -> str:
        name = ALIASES.get(token[1:], token[1:])
        if name in SIGNS:
            return rf"\{name}"
        if name in LOOKS or token in _DROPPED:
            return ""
        if name in ("<", ">"):
            return name
        if name.isspace():
            return r"\ "
        return self._with_arguments(name)

    def _with_arguments(self, name: str) -> str:
        if name in ONE_ARGUMENT:
            return self._with_one_argument(name)
        if name in TWO_ARGUMENTS:
            return rf"\{name}{{{self._argument()}}}{{{self._argument()}}}"
        if name in TEXT_ARGUMENT:
            return rf"\{name}{{{self._text()}}}"
        if name in NAMED_OPERATORS:
            return rf"\operatorname{{{name}}}"
        if name in SIZES:
            return rf"\{name}{self._delimiter(allow_none=False)}"
        if name == "left":
            return self._between()
        raise _Unreadable

    def _with_one_argument(self, name: str) -> str:
        self._skip_space()
        option = ""
        if name == "operatorname" and self._peek() == "*":
            self.at += 1
        if name == "sqrt" and self._peek() == "[":
            self.at += 1
            option = f"[{self._list(']')}]"
        return rf"\{name}{option}{{{self._argument()}}}"

    def _text(self) -> str:
        """The prose in an argument, where formulas and commands are read as what they look like."""
        self._skip_space()
        token = self._next()
        if token != "{":
            if not token.isalnum():
                raise _Unreadable
            return ascii_latex(token)
        start, depth = self.at, 1
        while depth:
            token = self._next()
            depth += (token == "{") - (token == "}")
        return ascii_latex(plain("".join(self.tokens[start : self.at - 1])))

    def _between(self) -> str:
        opening = self._delimiter(allow_none=True)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _Unreadable
        inside = self._list(r"\right")
        self.depth -= 1
        return _spaced(rf"\left{opening}", inside) + rf"\right{self._delimiter(allow_none=True)}"

    def _delimiter(self, *, allow_none: bool) -> str:
        self._skip_space()
        token = self._next()
        if token not in DELIMITERS or (token == "." and not allow_none):
            raise _Unreadable
        return token


def _append(pieces: list[str], piece: str) -> None:
    """Add a piece; a command's name ends before a letter."""
    if pieces and piece[:1].isalpha() and _NAME.search(pieces[-1]):
        pieces.append(" ")
    pieces.append(piece)


def _spaced(before: str, after: str) -> str:
    return f"{before} {after}" if after[:1].isalpha() and _NAME.search(before) else before + after
