"""Any text as LaTeX in ASCII that pdflatex sets with its default fonts, and as plain ASCII.

The tables of packages that do this (pylatexenc, latexcodec) use commands of the T1 encoding and of packages that a
document need not load.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reader.export.tex_symbols import MARKS, MATH, MATH_MARKS, PROSE, SCRIPTS, SETTABLE

UNWRITABLE = "[?]"
"""Stands where pdflatex has no letters: Chinese, Cyrillic, ..."""

_RAISED = "".join(sign for sign, written in SCRIPTS.items() if written[0] == "^")
_LOWERED = "".join(sign for sign, written in SCRIPTS.items() if written[0] == "_")
_CLUSTER = re.compile(f"([{_RAISED}]+|[{_LOWERED}]+|.)([\u0300-\u036f\u20d7]*)", re.DOTALL)
_REPEATED = re.compile(r"\[\?\]\s*(?=\[\?\])")
_JOINED = re.compile(r"\$\}\{\$(?![\^_'])")
_SPACES = re.compile(" {2,}")
_ALPHABETS = (
    ("DOUBLE-STRUCK CAPITAL", "mathbb"),
    ("SCRIPT CAPITAL", "mathcal"),
    ("BLACK-LETTER CAPITAL", "mathfrak"),
    ("FRAKTUR CAPITAL", "mathfrak"),
    ("FRAKTUR SMALL", "mathfrak"),
    ("BOLD", "mathbf"),
)
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d"}
    | {"Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ŋ": "ng", "ə": "e", "ħ": "h", "Ħ": "H"}
)


def ascii_latex(text: str) -> str:
    """Prose (without TeX in it) as LaTeX. Signs of formulas are `{$\\alpha$}`; a run without letters is `[?]`."""
    if text.isascii():
        return text.translate(_PROSE)
    clusters = _CLUSTER.findall(unicodedata.normalize("NFC", text))
    joined = "".join([_cluster(base, marks) for base, marks in clusters])
    return _SPACES.sub(" ", _REPEATED.sub("", _JOINED.sub("", joined)))


def faithful(text: str) -> bool:
    """Whether `ascii_latex` keeps every letter of a name and all that stands over it."""
    return all(letter.isascii() or letter in _KEPT for letter in unicodedata.normalize("NFC", text))


def folded(text: str) -> str:
    """`text` in ASCII without accents; what has no such letters is left out."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()


def balances(line: str) -> bool:
    """Whether BibTeX finds as many closing braces as opening ones in `line`; it counts escaped ones too."""
    depth = 0
    for brace in _BRACES.findall(line):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return not depth


_KEPT = SETTABLE | frozenset("ßæÆœŒøØłŁı’‘–-")
_BRACES = re.compile("[{}]")
_PROSE = str.maketrans(PROSE)


@lru_cache(4096)
def _cluster(base: str, marks: str) -> str:
    """One character and the marks over it, or a run of superscripts or of subscripts."""
    if base[0] in SCRIPTS:
        return f"{{${SCRIPTS[base[0]][0]}{{{''.join(SCRIPTS[sign][2:-1] for sign in base)}}}$}}"
    if marks:
        parts = unicodedata.normalize("NFD", base + marks)
        return _accented(parts[0], parts[1:])
    if base in PROSE:
        return PROSE[base]
    if base.isascii():
        return base
    formula = MATH.get(base) or _styled(base)
    if formula:
        return f"{{${formula}$}}"
    parts = unicodedata.normalize("NFD", base)
    return _accented(parts[0], parts[1:]) if len(parts) > 1 else _similar(base)


def _accented(letter: str, marks: str) -> str:
    if letter.isascii() and letter.isalpha():
        return _latin(letter, marks)
    formula = MATH.get(letter)
    over = next((MATH_MARKS[mark] for mark in marks if mark in MATH_MARKS), None)
    return f"{{$\\{over}{{{formula}}}$}}" if formula and over else _cluster(letter, "")


def _latin(letter: str, marks: str) -> str:
    """A letter with those of its accents that can be set; a letter of no language is one of a formula."""
    over = MATH_MARKS.get(marks[0])
    if len(unicodedata.normalize("NFC", letter + marks)) > 1 and len(marks) == 1 and over:
        return f"{{$\\{over}{{{letter}}}$}}"
    while marks and unicodedata.normalize("NFC", letter + marks) not in SETTABLE:
        marks = marks[:-1]
    if not marks:
        return letter
    command = MARKS[marks[0]]
    return f"{{\\{command}{f'{{{letter}}}' if command.isalpha() else letter}}}"


def _styled(character: str) -> str | None:
    """A letter of one of Unicode's mathematical alphabets, as a formula."""
    name = unicodedata.name(character, "")
    letter = unicodedata.normalize("NFKC", character)
    if len(letter) != 1 or not name.startswith(("MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "BLACK-LETTER")):
        return None
    if letter in MATH:
        return MATH[letter]
    if not (letter.isascii() and letter.isalnum()):
        return None
    command = next((command for style, command in _ALPHABETS if style in name), None)
    return f"\\{command}{{{letter}}}" if command else letter


def _similar(character: str) -> str:
    """What compatibility offers (`ﬁ`, full-width forms); nothing for signs and emoji, `[?]` for letters."""
    other = unicodedata.normalize("NFKC", character)
    if other != character and len(other) <= 4:
        return ascii_latex(other)
    category = unicodedata.category(character)
    if category[0] == "Z":
        return " "
    return UNWRITABLE if category[0] in "LN" else {"，": ", ", "。": ". ", "、": ", "}.get(character, "")
