"""TeX commands with arguments: what each shows. `COMMANDS` is the table; symbols are in `latex_tables`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial

from reader.text.latex_cursor import COMMAND, Cursor
from reader.text.latex_tables import (
    ALPHABETS,
    DROPPED_ARGUMENT,
    FORMATTED,
    IGNORED,
    LETTERS,
    MATH_ACCENTS,
    OPERATORS,
    PROSE_ARGUMENT,
    SPACES,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    SYMBOLS,
)

Command = Callable[[Cursor, bool], str]
"""Takes its arguments at the cursor, which stands behind the name; the flag tells a formula from prose."""

_ATOM = re.compile(r"√?[\w′₊₋⁺⁻⁽⁾₍₎\u0300-\u036f]*(?:[_^]\([^()]*\))?")
"""What needs no brackets in a fraction."""

_INVISIBLE = frozenset("!-/@")
_NO_WORDS = LETTERS.keys() | SYMBOLS.keys() | SPACES | OPERATORS
"""Commands that set themselves off from a word before them."""

_SUBSCRIPT_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def script(text: str, mark: str) -> str:
    """`text` as super- (mark `^`) or subscript (`_`), in brackets where Unicode has no such letters."""
    table = SUPERSCRIPTS if mark == "^" else SUBSCRIPTS
    if all(character in table for character in text):
        return "".join([table[character] for character in text])
    tight = text.replace(" ", "")
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({tight if tight.isascii() else text})"


def taken_script(cursor: Cursor, mark: str) -> str:
    """Take the script that stands at the cursor; a word below the line needs no brackets where it is seen to end."""
    text = cursor.converted(math=True)
    shown = script(text, mark)
    if not shown.startswith("_") or not _SUBSCRIPT_WORD.fullmatch(text):
        return shown
    return f"_({text})" if _goes_on(cursor) else f"_{text}"


def _goes_on(cursor: Cursor) -> bool:
    """Tell whether what follows would read as part of a word: `x_{AB}c` must not be shown as `x_{ABc}` is."""
    ahead = cursor.ahead().lstrip("{}$")
    match = COMMAND.match(ahead)
    while match and (match[1] in IGNORED or match[3] in _INVISIBLE):
        ahead = ahead[match.end() :].lstrip("{}$")
        match = COMMAND.match(ahead)
    if match:
        return match[1] is not None and match[1] not in _NO_WORDS
    return ahead[:1].isascii() and ahead[:1].isalnum()


def _bracketed(text: str) -> str:
    return text if _ATOM.fullmatch(text) else f"({text})"


def _multiplied(cursor: Cursor) -> bool:
    """Tell whether a factor follows, so that `1/n` must be `(1/n)`."""
    follows = cursor.source[cursor.at : cursor.at + 1]
    if follows == "\\":
        match = COMMAND.match(cursor.source, cursor.at)
        name = match[1] if match else None
        return name not in SPACES and (name in LETTERS or name in COMMANDS)
    return follows.isalnum() or (bool(follows) and follows in "(^_")


def _fraction(cursor: Cursor, math: bool) -> str:
    above, below = cursor.converted(math=True), cursor.converted(math=True)
    text = f"{_bracketed(above)}/{_bracketed(below)}"
    return f"({text})" if _multiplied(cursor) else text


def _root(cursor: Cursor, math: bool) -> str:
    index = cursor.convert(cursor.option(), math=True)
    radicand = cursor.converted(math=True)
    body = f"({radicand})" if _multiplied(cursor) else _bracketed(radicand)
    return f"{script(index, '^')}√{body}"


def _binomial(cursor: Cursor, math: bool) -> str:
    return f"C({cursor.converted(math=True)},{cursor.converted(math=True)})"


def _stacked(mark: str, cursor: Cursor, math: bool) -> str:
    """`\\overset{a}{b}`: a small `a` over (or under) `b`."""
    small, base = cursor.converted(math=True), cursor.converted(math=True)
    return base + script(small, mark)


def _scripted(mark: str, cursor: Cursor, math: bool) -> str:
    return script(cursor.converted(math=False), mark)


def _formatted(prose: bool, cursor: Cursor, math: bool) -> str:
    return cursor.converted(math=math and not prose)


def _styled(alphabet: Mapping[int, int], cursor: Cursor, math: bool) -> str:
    return cursor.converted(math=True).translate(alphabet)


def _accented(mark: str, cursor: Cursor, math: bool) -> str:
    """`\\hat{x}`: the accent over one letter; over more it is left out."""
    base = cursor.converted(math=True)
    return unicodedata.normalize("NFC", base + mark) if len(base) == 1 else base


def _negated(cursor: Cursor, math: bool) -> str:
    base = cursor.converted(math=True)
    return unicodedata.normalize("NFC", base[:1] + "\u0338") + base[1:] if base else ""


def _nothing(cursor: Cursor, math: bool) -> str:
    cursor.argument()
    return ""


def _space(cursor: Cursor, math: bool) -> str:
    return " "


def _coloured(cursor: Cursor, math: bool) -> str:
    cursor.argument()
    return cursor.converted(math=math)


def _link(cursor: Cursor, math: bool) -> str:
    address, text = cursor.argument(), cursor.converted(math=math)
    return address if not text or text in address else f"{text} ({address})"


def _verbatim(cursor: Cursor, math: bool) -> str:
    return cursor.argument()


def _citation(cursor: Cursor, math: bool) -> str:
    cursor.option()
    return f"[{cursor.argument()}]"


def _footnote(cursor: Cursor, math: bool) -> str:
    return f" ({cursor.converted(math=False)})"


def _logo(name: str, cursor: Cursor, math: bool) -> str:
    return name


def _code_point(cursor: Cursor, math: bool) -> str:
    """`\\unicode{x2013}`, which arXiv writes for characters its TeX has no name for."""
    argument = cursor.argument()
    digits = argument.removeprefix("x")
    if re.fullmatch(r"[0-9A-Fa-f]{2,5}", digits) and chr(int(digits, 16)).isprintable():
        return chr(int(digits, 16))
    return argument


COMMANDS: Mapping[str, Command] = {
    **{name: partial(_formatted, name in PROSE_ARGUMENT) for name in FORMATTED},
    **{name: partial(_styled, alphabet) for name, alphabet in ALPHABETS.items()},
    **{name: partial(_accented, mark) for name, mark in MATH_ACCENTS.items()},
    **dict.fromkeys(DROPPED_ARGUMENT, _nothing),
    **dict.fromkeys(SPACES, _space),
    **dict.fromkeys(("frac", "tfrac", "dfrac", "nicefrac", "sfrac", "cfrac"), _fraction),
    **dict.fromkeys(("cite", "citep", "citet", "citealp", "citealt", "citeauthor", "citeyear"), _citation),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    **dict.fromkeys(("overset", "stackrel"), partial(_stacked, "^")),
    **dict.fromkeys(("url", "path", "ref", "eqref", "cref", "Cref", "autoref"), _verbatim),
    "underset": partial(_stacked, "_"),
    "textsuperscript": partial(_scripted, "^"),
    "textsubscript": partial(_scripted, "_"),
    "sqrt": _root,
    "not": _negated,
    "textcolor": _coloured,
    "href": _link,
    "footnote": _footnote,
    "unicode": _code_point,
    "LaTeX": partial(_logo, "LaTeX"),
    "TeX": partial(_logo, "TeX"),
}
