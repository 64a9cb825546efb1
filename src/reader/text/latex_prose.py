"""The signs of TeX between words, each of which may also be just itself: `PROSE_SIGNS` tells what each shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import takewhile

from reader.text.latex_commands import script, taken_script
from reader.text.latex_cursor import Cursor, group
from reader.text.latex_tables import SUPERSCRIPTS

_MAX_FORMULA = 1_000
"""Code points between two dollars; what is longer is prose between two sums of money."""

_FORMULA_SIGN = re.compile(r"[\\^_={}<>+*/|]")
_WORD = re.compile(r"(?<!\\)\b[A-Za-z]{3,}\b")
_SCRIPT_OR_COMMAND = re.compile(r"[\\^_]")
_AMOUNT_THEN_COMMAND = re.compile(r"[\d.,]*\s*\\")
_EXPONENT = re.compile(r"\^(?:([+-]?\d+)(?!\.\d)|\(([+-]?\d+)\)|([a-zA-Z])(?![A-Za-z0-9_^]))")
_PROTECTED_WORD = re.compile(r"[A-Za-z]+")


def closed_formula(source: str, start: int) -> tuple[int, int, int] | None:
    """The formula whose first dollar stands at `start`: where its body begins and ends, and where the text goes on.

    None if that dollar is money, or its partner is lost.
    """
    width = 2 if source.startswith("$$", start) else 1
    begin = start + width
    end = _closing_dollar(source, begin)
    return None if end < 0 or _is_prose(source[begin:end]) else (begin, end, end + width)


def _dollar(cursor: Cursor) -> str:
    """A formula up to the next dollar, a formula cut off, or money."""
    source, start = cursor.source, cursor.at
    formula = closed_formula(source, start)
    if formula is not None:
        begin, end, cursor.at = formula
        return cursor.convert(source[begin:end], math=True).strip()
    begin = start + (2 if source.startswith("$$", start) else 1)
    rest = "".join(takewhile(_is_not_chinese, source[begin : begin + _MAX_FORMULA]))
    if _is_cut_formula(rest):
        cursor.at = begin + len(rest)
        return cursor.convert(rest, math=True)
    cursor.at = begin
    return source[start:begin]


def _is_ideograph(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _is_not_chinese(character: str) -> bool:
    """Tell whether a character may stand in a formula."""
    return not "\u3000" <= character <= "\uffef"


def _closing_dollar(source: str, begin: int) -> int:
    """Where the formula that begins at `begin` ends; -1 if it does not."""
    end = source.find("$", begin, begin + _MAX_FORMULA)
    while end > 0 and source[end - 1] == "\\":
        end = source.find("$", end + 1, begin + _MAX_FORMULA)
    return end


def _is_prose(body: str) -> bool:
    """Tell text between two sums of money, or between a lost dollar and the next formula, from a formula."""
    if "。" in body or ("，" in body and any(map(_is_ideograph, body))):
        return True
    if _FORMULA_SIGN.search(body):
        return False
    return (body[:1].isdigit() and " " in body) or len(_WORD.findall(body)) > 1 or not body


def _is_cut_formula(rest: str) -> bool:
    """Tell a formula whose second dollar was cut off from a sum of money."""
    if "$" in rest or len(rest) >= _MAX_FORMULA:
        return False
    return bool((_AMOUNT_THEN_COMMAND.match if rest[:1].isdigit() else _SCRIPT_OR_COMMAND.search)(rest))


def _tilde(cursor: Cursor) -> str:
    """A tie between words is a space; "about ten" and "three to five" keep their tilde, and so do addresses."""
    before, after = cursor.neighbours(1)
    cursor.at += 1
    ties = before.isascii() and (before.isalnum() or before in ".,;:)]}$'\"")
    if not before or not after or not ties or after.isspace() or (before.isdigit() and after.isdigit()):
        return "~"
    return " "


def _open_brace(cursor: Cursor) -> str:
    """A group in prose: braces around commands and protected capitals go, braces of sets stay."""
    source, start = cursor.source, cursor.at
    inside, end = group(source, start)
    if end - start != len(inside) + 2:  # cut before its end
        cursor.at += 1
        return "" if "\\" in inside else "{"
    cursor.at = end
    text = cursor.convert(inside, math=False)
    before, after = source[start - 1 : start] if start else "", source[end : end + 1]
    joined = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    markup = inside in ("", ",", ".") or "\\" in inside or joined or _PROTECTED_WORD.fullmatch(inside)
    return text if markup else f"{{{text}}}"


def _close_brace(cursor: Cursor) -> str:
    cursor.at += 1
    return "" if "\\" in cursor.source else "}"


def _caret(cursor: Cursor) -> str:
    """A power written without dollars: `O(n^2)`, `10^-6`, `n^{1/3}`."""
    before, after = cursor.neighbours(1)
    match = _EXPONENT.match(cursor.source, cursor.at)
    cursor.at += 1
    if not before or not (before.isalnum() or before in ")]}|*"):
        return "^"
    if after == "{":
        return taken_script(cursor, "^")
    exponent = next(filter(None, match.groups())) if match else ""
    if match is None or not all(character in SUPERSCRIPTS for character in exponent):
        return "^"
    cursor.at = match.end()
    return script(exponent, "^")


def _underscore(cursor: Cursor) -> str:
    """A subscript written without dollars; only those with braces, for `user_id` is a name."""
    before, _ = cursor.neighbours(1)
    cursor.at += 1
    if not before or not (before.isalnum() or before in ")]}|$"):
        return "_"
    return taken_script(cursor, "_")


def _backquotes(cursor: Cursor) -> str:
    cursor.at += 2
    return "“"


def _apostrophes(cursor: Cursor) -> str:
    """Two apostrophes: mostly closing quotes, but some write them on both sides; `f''(x)` is a derivative."""
    before, after = cursor.neighbours(2)
    cursor.at += 2
    if after == "(":
        return "''"
    return "“" if not before or before.isspace() or before in "([（" else "”"


def _dashes(cursor: Cursor) -> str:
    """`--` and `---` between words or spaces are dashes; `--option` and `-->` are not."""
    end = cursor.at
    while cursor.source.startswith("-", end):
        end += 1
    dashes = cursor.source[cursor.at : end]
    before, after = cursor.neighbours(len(dashes))
    cursor.at = end
    if len(dashes) > 3 or not before or not after:
        return dashes
    spaced = before.isspace() and after.isspace()
    follows = after.isalnum() or after.isspace() or after in "$\\(`'\""
    if len(dashes) == 2 and _is_ideograph(before) and _is_ideograph(after):
        return "——"
    if spaced or (follows and (before.isalnum() or before in "$}).,'\"")):
        return "–" if len(dashes) == 2 else "—"
    return dashes


PROSE_SIGNS: Mapping[str, Callable[[Cursor], str]] = {
    "$": _dollar,
    "~": _tilde,
    "{": _open_brace,
    "}": _close_brace,
    "^": _caret,
    "_": _underscore,
    "`": _backquotes,
    "'": _apostrophes,
    "-": _dashes,
}
"""By first character: takes the sign at the cursor and tells what it shows."""
