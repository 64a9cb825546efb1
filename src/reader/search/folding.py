"""Which letters count as the same, and where words begin and end: one rule for index, query and highlighting.

Case, accents, full-width and other compatibility forms, and traditional Chinese characters are folded away. A word is
a run of letters and digits; every Chinese, Japanese or Korean character stands for itself. A single Greek letter is
its name. `C++` and `C#` keep their signs.
"""

from __future__ import annotations

import re
import unicodedata

from reader.search.ast import Token
from reader.search.traditional import SIMPLIFIED

CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""The inside of a regular expression's character class: characters that are written without spaces. All fit 16 bits."""

PLUS, SHARP = "\ue000", "\ue001"
"""What the signs of `C++` and `C#` are folded to: letters that no text has."""

IGNORED = "\u00ad"
"""What characters without a width of their own (joiners, marks of direction, combining accents) are folded to."""

_is_cjk = re.compile(f"[{CJK}]").match
_SIGNED = re.compile(f"(?<![^ +#{CJK}])([a-z])(\\+\\+|#)")
_PIECE = re.compile(f"[{CJK}]|[a-z]{SHARP}|[^ {CJK}]+")
_SIGNS = {"++": PLUS + " ", "#": SHARP}
_NO_SIGNS = str.maketrans("+#", "  ")

GREEK: dict[str, str] = {
    letter: unicodedata.name(letter).split()[-1].lower().replace("lamda", "lambda")
    for letter in "αβγδεζηθικλμνξοπρστυφχψω"
}
"""Greek letter -> its English name. A word that is nothing but such a letter is indexed under the name."""


def fold_character(character: str) -> str:
    """What one character counts as: letters, digits or one CJK character; a space if it parts words;
    `IGNORED` if it does neither. `+` and `#` are left for `mark_signs`."""
    known = SIMPLIFIED.get(character)
    if known:
        return known
    whole = unicodedata.normalize("NFKC", character).casefold()
    if _is_cjk(whole):
        return "".join(SIMPLIFIED.get(c, c) for c in whole)
    if whole in {"+", "#"}:
        return whole
    letters = "".join(c for c in unicodedata.normalize("NFKD", whole) if unicodedata.category(c)[0] in "LN")
    if letters:
        return letters
    return IGNORED if unicodedata.category(character) in {"Mn", "Me", "Cf"} else " "


class _Folding(dict[str, str]):
    """Character -> what it counts as, filled in as characters are met."""

    def __missing__(self, character: str) -> str:
        folded = self[character] = fold_character(character)
        return folded


FOLDED = _Folding()
"""A pure function, remembered."""


def mark_signs(folded: str) -> str:
    """Folded text in which the signs of `c++` and `c#` have become letters, and all others spaces; same length."""
    if "+" not in folded and "#" not in folded:
        return folded
    marked = _SIGNED.sub(lambda match: match[1] + _SIGNS[match[2]], folded)
    return marked.translate(_NO_SIGNS)


def fold(text: str) -> tuple[str, list[int]]:
    """Folded text, and for each of its code points (and one past the end) the index in `text` it comes from."""
    pieces = [FOLDED[character] for character in text]
    folded = "".join(pieces)
    if len(folded) == len(text):
        places = list(range(len(text) + 1))
    else:
        places = [index for index, piece in enumerate(pieces) for _ in piece]
        places.append(len(text))
    if IGNORED in folded:
        places = [place for place, c in zip(places, folded, strict=False) if c != IGNORED] + [len(text)]
        folded = folded.replace(IGNORED, "")
    return mark_signs(folded), places


def tokens(text: str) -> tuple[Token, ...]:
    """The words and characters of `text`, in order."""
    folded, places = fold(text)
    found: list[Token] = []
    offset, last_end, last_cjk = -1, 0, False
    for match in _PIECE.finditer(folded):
        start, end = match.span()
        piece = match[0]
        cjk = end - start == 1 and _is_cjk(piece) is not None
        offset += 2 if cjk and last_cjk and start != last_end else 1
        shown_end = end + 1 if piece.endswith(PLUS) else end
        text_end = places[shown_end - 1] + 1
        while text_end < len(text) and unicodedata.combining(text[text_end]):
            text_end += 1
        found.append(Token(GREEK.get(piece, piece), offset, places[start], text_end))
        last_end, last_cjk = end, cjk
    return tuple(found)


def is_cjk(term: str) -> bool:
    """Whether a token is a character that is written without spaces."""
    return _is_cjk(term) is not None
