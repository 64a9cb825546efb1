"""LaTeX in arXiv titles and abstracts, as readable Unicode.

`plain` reads the small part of TeX that stands in metadata: formulas between dollars, accents, fonts, symbols, scripts.
It is no typesetter. Three promises: it never raises, it drops markup but no text (an unknown command keeps its name
and its argument), and it leaves alone what only looks like markup (`[cs.LG]`, `<p<1`, `$5 billion to $10`, `user_id`).
Formulas cut off at the end of an abstract are shown as far as they go.

Search indexes and highlighting work on the same plain text, so that hits match what is on the screen.
"""

from __future__ import annotations

import re
import unicodedata

from reader.text.latex_commands import COMMANDS, taken_script
from reader.text.latex_cursor import COMMAND, Cursor
from reader.text.latex_prose import PROSE_SIGNS, closed_formula
from reader.text.latex_tables import ACCENTS, IGNORED, LETTERS, OPERATORS, PROSE_LETTERS, PROSE_SYMBOLS, SYMBOLS

_MARKUP = ("\\", "$", "~", "{", "}", "^", "``", "''", "--")
"""Without one of these there is nothing to do. Looked for one by one: many times as fast as one pattern of all."""

_PROSE_SIGN = re.compile(r"[\\$~{}^]|_(?=\{)|``|''|--")
_HALF_QUOTED = re.compile('“([^“”"]{1,200})"')  # ``words" is frequent
_SPACE_RUN = re.compile(r"[ \t\n]+")
_FORMULA_SIGNS = {"{": "", "}": "", "$": "", "~": " ", "'": "′", "&": " "}

_ESCAPED = {",": " ", ";": " ", ":": " ", ">": " ", " ": " ", "\n": " ", "\\": " ", "~": " ", "|": "‖"}
_INVISIBLE = frozenset("!-/@")
_DISPLAYS = {"(": "\\)", "[": "\\]"}

_MAX_TEXT = 20_000
"""Longer texts are no abstracts; they are shown as they are, so that no text takes long."""

_MAX_DEPTH = 24
"""Groups nested deeper than this are shown as they are: no text can exhaust the stack."""


def plain(text: str) -> str:
    """Return `text` with its TeX turned into Unicode; text without TeX is returned as it is."""
    if len(text) > _MAX_TEXT or not any(sign in text for sign in _MARKUP):
        return text
    shown = _Converter(text, 0).prose()
    return _HALF_QUOTED.sub("“\\1”", shown) if "``" in text else shown


def changed(text: str) -> bool:
    """Tell whether `plain` shows `text` differently from its source."""
    return plain(text) != text


def formulas(text: str) -> tuple[tuple[str, bool], ...]:
    """`text` in pieces, each with whether it is the inside of a formula; the dollars around formulas are left out."""
    pieces: list[tuple[str, bool]] = []
    done = at = 0
    while (at := text.find("$", at)) >= 0:
        formula = None if text[at - 1 : at] == "\\" else closed_formula(text, at)
        if formula is None:
            at += 1
            continue
        begin, end, after = formula
        pieces += [(text[done:at], False), (text[begin:end], True)]
        done = at = after
    pieces.append((text[done:], False))
    return tuple([(piece, is_formula) for piece, is_formula in pieces if piece])


class _Converter(Cursor):
    """Reads one stretch of TeX from beginning to end."""

    __slots__ = ()

    def convert(self, source: str, *, math: bool) -> str:
        if self.depth >= _MAX_DEPTH:
            return source
        inner = _Converter(source, self.depth + 1, self.ahead())
        return inner.formula() if math else inner.prose()

    def prose(self) -> str:
        """Convert running text."""
        pieces: list[str] = []
        source = self.source
        while sign := _PROSE_SIGN.search(source, self.at):
            pieces.append(source[self.at : sign.start()])
            self.at = sign.start()
            take = PROSE_SIGNS.get(source[self.at])
            pieces.append(take(self) if take else self.command(math=False))
        pieces.append(source[self.at :])
        return "".join(pieces)

    def formula(self) -> str:
        """Convert a formula."""
        pieces: list[str] = []
        source, end = self.source, len(self.source)
        while self.at < end:
            character = source[self.at]
            if character == "\\":
                pieces.append(self.command(math=True))
                continue
            self.at += 1
            if character in "^_":
                pieces.append(taken_script(self, character))
            else:
                pieces.append(_FORMULA_SIGNS.get(character, character))
        return _SPACE_RUN.sub(" ", "".join(pieces))

    def command(self, *, math: bool) -> str:
        """Take the command that stands here, with its arguments."""
        before, _ = self.neighbours(0)
        match = COMMAND.match(self.source, self.at)
        assert match is not None, "every backslash matches"
        self.at = match.end()
        name, gap, sign = match.groups()
        if sign is not None:
            return self._sign(sign, math)
        return self._named(name, gap, before, math) if name else "\\"

    def _sign(self, sign: str, math: bool) -> str:
        """A backslash before something that is not a letter."""
        closing = _DISPLAYS.get(sign)
        if closing and (end := self.source.find(closing, self.at)) >= 0:
            inside = self.source[self.at : end]
            self.at = end + len(closing)
            return self.convert(inside, math=True).strip()
        if not math and sign in ACCENTS:
            return self._accent(sign)
        return "" if sign in _INVISIBLE else _ESCAPED.get(sign, sign)

    def _accent(self, name: str) -> str:
        """An accent of prose and the letter under it."""
        letters = self.argument().strip()
        letters = self.convert({"\\i": "i", "\\j": "j"}.get(letters, letters), math=False)
        if not letters:
            return " " if name == "~" else name
        return unicodedata.normalize("NFC", letters[0] + ACCENTS[name]) + letters[1:]

    def _named(self, name: str, gap: str, before: str, math: bool) -> str:
        """The command `\\name`; `gap` is the white space behind it, `before` the character before the backslash."""
        symbol = LETTERS.get(name) or SYMBOLS.get(name) or (not math and PROSE_SYMBOLS.get(name))
        if symbol:
            return self._symbol(symbol, name, gap, before, math)
        if name in OPERATORS:  # `n\log n` is "n log n"
            follows = self.source[self.at : self.at + 1]
            set_off = before.isalnum() or before == "}"
            return (" " if set_off else "") + name + (" " if follows.isalnum() or follows in ("\\", "{") else "")
        if name in IGNORED:
            self.at += name in ("left", "right") and self.source.startswith(".", self.at)
            return ""
        command = COMMANDS.get(name)
        if command is not None:
            return command(self, math)
        if not math and name in ACCENTS and self.source.startswith("{", self.at):
            return self._accent(name)
        return self._unknown(name, gap, before, math)

    def _symbol(self, symbol: str, name: str, gap: str, before: str, math: bool) -> str:
        """A letter or sign, with the scripts that follow it in prose that lost its dollars."""
        if math:
            return symbol + (" " if gap and (before.isspace() or not before) else "")
        scripts = ""
        while not gap and self.source.startswith(("_", "^"), self.at):
            self.at += 1
            scripts += taken_script(self, self.source[self.at - 1])
        return symbol + scripts + (" " if gap and name not in PROSE_LETTERS else "")

    def _unknown(self, name: str, gap: str, before: str, math: bool) -> str:
        """A command nobody knows, such as the authors' `\\OurMethod`: its name, and its argument."""
        if self.source.startswith("{", self.at):
            argument = self.converted(math=math)
            return f"{name} {argument}" if argument else name
        if not math and before.isascii() and (before.isalnum() or before == ":"):
            return f"\\{name}{gap}"  # a path, or "and\\or"
        return (" " if math and before.isalnum() else "") + name + gap[:1]
