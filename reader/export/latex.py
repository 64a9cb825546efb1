"""Texts of digests, with the TeX of their authors in them, as LaTeX for the fields of BibTeX files.

Fields that styles print (titles, names) are ASCII and compile with pdflatex; the others keep their characters.
"""

from __future__ import annotations

import re

from reader.export.tex_formulas import formula
from reader.export.tex_letters import UNWRITABLE, ascii_latex, balances
from reader.export.tex_symbols import MATH, SCRIPTS
from reader.text.blanks import BLANKS_BEFORE
from reader.text.latex import formulas, plain
from reader.text.safe import printable

_ESCAPES = str.maketrans(
    {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}"}
    | {"^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)
_ANGLES = {r"\langle": r'\delimiter"426830A ', r"\rangle": r'\delimiter"526930B '}
"""With a space behind, where the number ends: letters may follow (The TeXbook, appendix B)."""
_ANGLE = re.compile(rf"(?:(?P<size>\\[Bb]igg?[lrm]?)\s*+|{BLANKS_BEFORE})(?P<bracket>\\[lr]angle)(?![A-Za-z])\s*")
_UNBALANCED = {r"\{": r"\textbraceleft{}", r"\}": r"\textbraceright{}"}
_BRACE = re.compile(r"\\[{}]")
_NO_LETTERS = "".join({*SCRIPTS, *MATH} - {"-", "*", ":=", "_"}) + "\u2100-\u214f\U0001d400-\U0001d7ff"
_WORD = re.compile(rf"[^\W_{_NO_LETTERS}]+(?:[-'’][^\W_{_NO_LETTERS}]+)*")
_PART = re.compile(r"[-'’]")
_OPENING_QUOTE = re.compile(r'(?<![^\s(\[/])"(?=\S)')


def title_latex(text: str) -> str:
    """A title in ASCII. Braces keep styles from making small what must stay: formulas, names, one-letter words."""
    pieces = [
        _title_formula(piece) if is_formula else _title_prose(_readable(piece)) for piece, is_formula in formulas(text)
    ]
    return "".join(pieces).strip()


def name_latex(text: str) -> str:
    """A (part of a) name in ASCII, which may be nothing but what cannot be written."""
    return _balanced_or_named(ascii_latex(text))


def field_latex(text: str) -> str:
    """Text for a field that no style prints: its characters stay, its formulas are formulas, its braces balance."""
    return "".join([_field_formula(piece) if inside else escaped(_readable(piece)) for piece, inside in formulas(text)])


def escaped(text: str) -> str:
    """`text` with TeX's special characters escaped; braces that do not balance become commands without braces."""
    return _balanced_or_named(text.translate(_ESCAPES))


def for_biber(written: str) -> str:
    """Written LaTeX in which nothing stands that biber turns into a character which pdflatex cannot set.

    It does so with angle brackets: they are written as plain TeX defines them, in braces where a size takes one token.
    """
    return _ANGLE.sub(_plain_angle, written) if "angle" in written else written


def _plain_angle(found: re.Match[str]) -> str:
    bracket = _ANGLES[found["bracket"]]
    return f"{found['size']}{{{bracket}}}" if found["size"] else bracket


def writable(text: str) -> bool:
    """Whether pdflatex has letters for all of `text`."""
    return UNWRITABLE not in ascii_latex(_readable(text)) or UNWRITABLE in text


def _readable(text: str) -> str:
    return printable(plain(text))


def _title_formula(body: str) -> str:
    written = formula(printable(body))
    return f"{{${written}$}}" if written else _title_prose(_readable(f"${body}$"))


def _field_formula(body: str) -> str:
    written = formula(printable(body))
    if written and (UNWRITABLE not in written or UNWRITABLE in body):
        return f"${written}$"
    return escaped(_readable(f"${body}$"))  # also `\text{中文}`: no style prints it, and nothing is lost


def _title_prose(text: str) -> str:
    """Words and what stands between them; the decision on capitals is made on the text, before it becomes LaTeX."""
    text = _OPENING_QUOTE.sub("“", text) if '"' in text else text
    pieces, done = [], 0
    for match in _WORD.finditer(text):
        if _keeps_capitals(match[0]):
            pieces += [ascii_latex(text[done : match.start()]), f"{{{ascii_latex(match[0])}}}"]
            done = match.end()
    pieces.append(ascii_latex(text[done:]))
    return _balanced_or_named("".join(pieces))


def _keeps_capitals(word: str) -> bool:
    """Whether a word has capitals that are not there for its beginning: `LLMs`, `Q-learning`, but not `Large-Scale`."""
    return any(part[:1].isupper() if len(part) == 1 else any(map(str.isupper, part[1:])) for part in _PART.split(word))


def _balanced_or_named(line: str) -> str:
    """BibTeX counts braces, escaped or not: escaped ones that do not balance are written by name."""
    return line if balances(line) else _BRACE.sub(lambda match: _UNBALANCED[match[0]], line)
