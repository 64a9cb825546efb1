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
from collections.abc import Callable, Mapping
from functools import partial

from reader.text.latex_tables import (
    ACCENTS,
    ALPHABETS,
    DROPPED_ARGUMENT,
    FORMATTED,
    IGNORED,
    LETTERS,
    MATH_ACCENTS,
    OPERATORS,
    PROSE_ARGUMENT,
    PROSE_LETTERS,
    SPACES,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    SYMBOLS,
)

_MARKUP = re.compile(r"[\\$~{}^]|``|''|--")
"""Without one of these there is nothing to do."""

_PROSE_TOKEN = re.compile(r"[\\$~{}^]|_(?=\{)|``|''|-{2,}")
_COMMAND = re.compile(r"\\(?:([a-zA-Z]+)\*?([ \n]*)|(.)|$)", re.S)
_FORMULA_SIGN = re.compile(r"[\\^_={}<>+*/|]")
_PROSE_WORD = re.compile(r"(?<!\\)\b[A-Za-z]{3,}\b")
_CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_PROSE_EXPONENT = re.compile(r"\^(?:([+-]?\d+)(?!\.\d)|\(([+-]?\d+)\)|([a-zA-Z])(?![A-Za-z0-9_]))")
_PROTECTED_WORD = re.compile(r"[A-Za-z]+\Z")
_SPACE_RUN = re.compile(r"[ \t\n]+")

_MAX_DEPTH = 24
"""Groups nested deeper than this are shown as they are: no text can exhaust the stack."""

_MAX_FORMULA = 1_000
"""Code points between two dollars; what is longer is prose between two sums of money."""

_MAX_GROUP = 4_000
"""Code points of a group; bounds the work on unbalanced braces."""

_ESCAPED = {",": " ", ";": " ", ":": " ", ">": " ", " ": " ", "\n": " ", "\\": " ", "~": " ", "|": "‖"}
_INVISIBLE = frozenset("!-/@")


def plain(text: str) -> str:
    """Return `text` with its TeX turned into Unicode; text without TeX is returned as it is."""
    if not _MARKUP.search(text):
        return text
    return _Reader(text, 0).prose()


def changed(text: str) -> bool:
    """Tell whether `plain` would show `text` differently from its source."""
    return bool(_MARKUP.search(text)) and plain(text) != text


class _Reader:
    """A place in one stretch of TeX. `depth` counts the groups around it."""

    __slots__ = ("at", "depth", "source")

    def __init__(self, source: str, depth: int) -> None:
        self.source = source
        self.at = 0
        self.depth = depth

    # -- prose ---------------------------------------------------------------------------------------------------

    def prose(self) -> str:
        """Convert everything from here on as running text."""
        if self.depth > _MAX_DEPTH:
            return self.source[self.at :]
        pieces: list[str] = []
        source = self.source
        while token := _PROSE_TOKEN.search(source, self.at):
            pieces.append(source[self.at : token.start()])
            self.at = token.start()
            pieces.append(_PROSE_HANDLERS[source[self.at]](self))
        pieces.append(source[self.at :])
        return "".join(pieces)

    def neighbours(self, length: int) -> tuple[str, str]:
        """The characters before this place and `length` further on; empty at the ends."""
        after = self.at + length
        return self.source[self.at - 1 : self.at] if self.at else "", self.source[after : after + 1]

    # -- formulas ------------------------------------------------------------------------------------------------

    def formula(self) -> str:
        """Convert everything from here on as a formula."""
        if self.depth > _MAX_DEPTH:
            return self.source[self.at :]
        pieces: list[str] = []
        source, end = self.source, len(self.source)
        while self.at < end:
            character = source[self.at]
            if character == "\\":
                piece = self.command(math=True)
                _append_command(pieces, piece)
            elif character in "^_":
                self.at += 1
                pieces.append(self.script(character))
            else:
                self.at += 1
                pieces.append(_FORMULA_CHARACTERS.get(character, character))
        return _SPACE_RUN.sub(" ", "".join(pieces))

    def script(self, mark: str) -> str:
        """The super- or subscript whose argument stands here."""
        return _script(self.converted(math=True), mark)

    # -- arguments -----------------------------------------------------------------------------------------------

    def argument(self) -> str:
        """Take the TeX argument that stands here: a group without its braces, a command, or one character."""
        source = self.source
        while source.startswith((" ", "\n"), self.at):
            self.at += 1
        start = self.at
        if source.startswith("{", start):
            inside, self.at = _group(source, start)
            return inside
        if source.startswith("\\", start) and (match := _COMMAND.match(source, start)):
            self.at = match.end(1) if match[1] else match.end()
        else:
            self.at = min(start + 1, len(source))
        return source[start : self.at]

    def converted(self, math: bool) -> str:
        """Take an argument and convert it."""
        return self.convert(self.argument(), math).strip() if math else self.convert(self.argument(), math)

    def convert(self, source: str, math: bool) -> str:
        """Convert `source`, which stands inside the current group."""
        inner = _Reader(source, self.depth + 1)
        return inner.formula() if math else inner.prose()

    def option(self) -> str:
        """Take an optional argument in square brackets; empty if there is none."""
        if self.source.startswith("[", self.at) and (end := self.source.find("]", self.at, self.at + 40)) > 0:
            inside = self.source[self.at + 1 : end]
            self.at = end + 1
            return inside
        return ""

    # -- commands ------------------------------------------------------------------------------------------------

    def command(self, math: bool) -> str:
        """Take the command that stands here, with its arguments."""
        match = _COMMAND.match(self.source, self.at)
        if match is None:  # cannot be: the pattern matches every backslash
            return ""
        before = self.source[self.at - 1 : self.at] if self.at else ""
        self.at = match.end()
        name, gap, sign = match.groups()
        if sign is not None:
            return self.sign(sign, math)
        if not name:
            return "\\"
        return self.named(name, gap, before, math)

    def sign(self, sign: str, math: bool) -> str:
        """The command `\\sign`, a backslash before something that is not a letter."""
        if sign in "([" and (end := self.source.find("\\" + ")]"["([".index(sign)], self.at)) >= 0:
            inside = self.source[self.at : end]
            self.at = end + 2
            return self.convert(inside, math=True).strip()
        if not math and sign in ACCENTS:
            return self.accent(sign)
        if sign in _INVISIBLE:
            return ""
        return _ESCAPED.get(sign, sign)

    def accent(self, name: str) -> str:
        """An accent of prose and the letter under it."""
        letters = self.argument().strip()
        letters = self.convert({"\\i": "i", "\\j": "j"}.get(letters, letters), math=False)
        if not letters:
            return " " if name == "~" else name
        return unicodedata.normalize("NFC", letters[0] + ACCENTS[name]) + letters[1:]

    def named(self, name: str, gap: str, before: str, math: bool) -> str:
        """The command `\\name`; `gap` is the white space behind it, `before` the character before the backslash."""
        symbol = LETTERS.get(name) or SYMBOLS.get(name)
        if symbol:
            return self.symbol(symbol, name, gap, before, math)
        if name in OPERATORS:
            follows = self.source[self.at : self.at + 1]
            return name + (" " if follows.isalnum() or follows == "\\" else "")
        if name in IGNORED:
            if name in ("left", "right") and self.source.startswith(".", self.at):
                self.at += 1
            return ""
        handler = _HANDLERS.get(name)
        if handler is not None:
            return handler(self, math)
        if not math and name in ACCENTS and self.source.startswith("{", self.at):
            return self.accent(name)
        return self.unknown(name, gap, before, math)

    def symbol(self, symbol: str, name: str, gap: str, before: str, math: bool) -> str:
        """A letter or sign, with the scripts that follow it in prose that lost its dollars."""
        if math:
            return symbol + (" " if gap and (before.isspace() or not before) else "")
        scripts = ""
        while not gap and self.source.startswith(("_", "^"), self.at):
            self.at += 1
            scripts += self.script(self.source[self.at - 1])
        return symbol + scripts + (" " if gap and name not in PROSE_LETTERS else "")

    def unknown(self, name: str, gap: str, before: str, math: bool) -> str:
        """A command nobody knows, such as the authors' `\\OurMethod`: its name, and its argument."""
        if self.source.startswith("{", self.at):
            argument = self.converted(math)
            return f"{name} {argument}" if argument else name
        if not math and before.isascii() and (before.isalnum() or before == ":"):
            return f"\\{name}{gap}"  # a path, or "and\or"
        return name + gap[:1]


# -- pieces of prose -------------------------------------------------------------------------------------------------


def _dollar(reader: _Reader) -> str:
    source, start = reader.source, reader.at
    width = 2 if source.startswith("$$", start) else 1
    begin = start + width
    end = _closing_dollar(source, begin)
    body = source[begin:end] if end >= 0 else ""
    if end >= 0 and not _is_prose(body):
        reader.at = end + width
        return reader.convert(body, math=True).strip()
    cut = _CJK.search(source, begin)
    rest = source[begin : cut.start() if cut else len(source)]
    if "$" not in rest and len(rest) <= _MAX_FORMULA and _is_open_formula(rest):
        reader.at = begin + len(rest)
        return reader.convert(rest, math=True)
    reader.at = begin
    return "$" * width


def _closing_dollar(source: str, begin: int) -> int:
    """Where the formula that begins at `begin` ends; -1 if it does not."""
    end = source.find("$", begin, begin + _MAX_FORMULA)
    while end > 0 and source[end - 1] == "\\":
        end = source.find("$", end + 1, begin + _MAX_FORMULA)
    return end


def _is_prose(body: str) -> bool:
    """Tell text between two sums of money, or between a lost dollar and the next formula, from a formula."""
    if "。" in body or "，" in body:
        return True
    if _FORMULA_SIGN.search(body):
        return False
    return (body[:1].isdigit() and " " in body) or len(_PROSE_WORD.findall(body)) > 1 or not body


def _is_open_formula(rest: str) -> bool:
    """Tell a formula cut off before its second dollar from a sum of money."""
    return bool(re.search(r"[\\^_]", rest)) if not rest[:1].isdigit() else bool(re.match(r"[\d.,]*\s*\\", rest))


def _backslash(reader: _Reader) -> str:
    return reader.command(math=False)


def _tilde(reader: _Reader) -> str:
    """A tie between words is a space; "about ten" and "three to five" keep their tilde, and so do addresses."""
    before, after = reader.neighbours(1)
    reader.at += 1
    tied = before.isascii() and (before.isalnum() or before in ".,;:)]}$'\"")
    if not before or not tied or not after or after.isspace() or (before.isdigit() and after.isdigit()):
        return "~"
    return " "


def _brace(reader: _Reader) -> str:
    """A group in prose: braces around commands and protected capitals go, braces of sets stay."""
    inside, end = _group(reader.source, reader.at)
    before, _ = reader.neighbours(1)
    closed = reader.source.startswith("}", end - 1) and end - reader.at == len(inside) + 2
    after = reader.source[end : end + 1]
    if not closed:
        reader.at += 1
        return "" if "\\" in inside else "{"
    reader.at = end
    joined = (before + after).isascii() and (before.isalpha() or after.isalpha())
    if not inside or "\\" in inside or joined or _PROTECTED_WORD.match(inside):
        return reader.convert(inside, math=False)
    return "{" + reader.convert(inside, math=False) + "}"


def _stray_brace(reader: _Reader) -> str:
    reader.at += 1
    return "" if "\\" in reader.source else "}"


def _caret(reader: _Reader) -> str:
    """A power written without dollars: `O(n^2)`, `10^-6`, `n^{1/3}`."""
    before, after = reader.neighbours(1)
    if not (before.isalnum() or (before and before in ")]}|*")):
        reader.at += 1
        return "^"
    if after == "{":
        reader.at += 1
        return reader.script("^")
    match = _PROSE_EXPONENT.match(reader.source, reader.at)
    exponent = match and next(filter(None, match.groups()))
    if match and exponent and all(character in SUPERSCRIPTS for character in exponent):
        reader.at = match.end()
        return _script(exponent, "^")
    reader.at += 1
    return "^"


def _underscore(reader: _Reader) -> str:
    before, _ = reader.neighbours(1)
    reader.at += 1
    return reader.script("_") if before.isalnum() or (before and before in ")]}|") else "_"


def _backquotes(reader: _Reader) -> str:
    reader.at += 2
    return "“"


def _quotes(reader: _Reader) -> str:
    """Two apostrophes: nearly always closing; some write them on both sides."""
    before, after = reader.neighbours(2)
    reader.at += 2
    if after == "(":
        return "''"  # a second derivative
    return "“" if not before or before.isspace() or before in "([（" else "”"


def _dashes(reader: _Reader) -> str:
    """`--` and `---` between words or spaces are dashes; `--option` and `-->` are not."""
    end = reader.at
    while reader.source.startswith("-", end):
        end += 1
    before, after = reader.neighbours(end - reader.at)
    dashes = reader.source[reader.at : end]
    reader.at = end
    spaced = before.isspace() and after.isspace()
    joined = (before.isalnum() or before in "$}).,'\"") and (after.isalnum() or after.isspace() or after in "$\\(`'\"")
    if not before or not after or len(dashes) > 3 or not (spaced or joined):
        return dashes
    return "–" if len(dashes) == 2 else "—"


_PROSE_HANDLERS: Mapping[str, Callable[[_Reader], str]] = {
    "$": _dollar,
    "\\": _backslash,
    "~": _tilde,
    "{": _brace,
    "}": _stray_brace,
    "^": _caret,
    "_": _underscore,
    "`": _backquotes,
    "'": _quotes,
    "-": _dashes,
}


# -- pieces of formulas ----------------------------------------------------------------------------------------------

_FORMULA_CHARACTERS: Mapping[str, str] = {"{": "", "}": "", "$": "", "~": " ", "'": "′", "&": " "}


def _append_command(pieces: list[str], piece: str) -> None:
    """Add what a command stands for; function names and fractions keep away from a letter before them."""
    if piece[:1].isascii() and piece[:1].isalpha() and len(piece) > 1 and pieces and pieces[-1][-1:].isalnum():
        pieces.append(" ")
    pieces.append(piece)


def _group(source: str, start: int) -> tuple[str, int]:
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


def _script(text: str, mark: str) -> str:
    """`text` as super- (`^`) or subscript (`_`), in brackets where Unicode has no such letters."""
    if not text:
        return ""
    table = SUPERSCRIPTS if mark == "^" else SUBSCRIPTS
    if all(character in table for character in text):
        return "".join([table[character] for character in text])
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"


def _bracketed(text: str) -> str:
    """`text` in brackets unless it is one word."""
    return text if len(text) <= 1 or text.isalnum() else f"({text})"


def _fraction(reader: _Reader, math: bool) -> str:
    above, below = reader.converted(math=True), reader.converted(math=True)
    text = f"{_bracketed(above)}/{_bracketed(below)}"
    follows = reader.source[reader.at : reader.at + 1]
    return f"({text})" if follows.isalnum() or (follows and follows in "\\(^") else text


def _root(reader: _Reader, math: bool) -> str:
    index = reader.convert(reader.option(), math=True)
    radicand = reader.converted(math=True)
    follows = reader.source[reader.at : reader.at + 1]
    body = f"({radicand})" if follows.isalnum() else _bracketed(radicand)
    return f"{_script(index, '^')}√{body}"


def _binomial(reader: _Reader, math: bool) -> str:
    return f"C({reader.converted(math=True)},{reader.converted(math=True)})"


def _stacked(mark: str, reader: _Reader, math: bool) -> str:
    """`\\overset{a}{b}`: a small `a` over (or under) `b`."""
    small, base = reader.converted(math=True), reader.converted(math=True)
    return base + _script(small, mark)


def _scripted(mark: str, reader: _Reader, math: bool) -> str:
    return _script(reader.converted(math=False), mark)


def _formatted(prose: bool, reader: _Reader, math: bool) -> str:
    return reader.converted(math and not prose)


def _styled(alphabet: Mapping[int, int], reader: _Reader, math: bool) -> str:
    return reader.converted(math=True).translate(alphabet)


def _accented(mark: str, reader: _Reader, math: bool) -> str:
    """`\\hat{x}`: the accent over one letter; over more it is left out."""
    base = reader.converted(math=True)
    return unicodedata.normalize("NFC", base + mark) if len(base) == 1 else base


def _negated(reader: _Reader, math: bool) -> str:
    base = reader.converted(math=True)
    return unicodedata.normalize("NFC", base[:1] + "\u0338") + base[1:] if base else ""


def _nothing(reader: _Reader, math: bool) -> str:
    reader.argument()
    return ""


def _space(reader: _Reader, math: bool) -> str:
    return " "


def _coloured(reader: _Reader, math: bool) -> str:
    reader.argument()
    return reader.converted(math)


def _link(reader: _Reader, math: bool) -> str:
    address, text = reader.argument(), reader.converted(math)
    if not text or text in address:
        return address
    return f"{text} ({address})"


def _verbatim(reader: _Reader, math: bool) -> str:
    return reader.argument()


def _citation(reader: _Reader, math: bool) -> str:
    reader.option()
    return f"[{reader.argument()}]"


def _footnote(reader: _Reader, math: bool) -> str:
    return f" ({reader.converted(math=False)})"


def _logo(name: str, reader: _Reader, math: bool) -> str:
    return name


def _code_point(reader: _Reader, math: bool) -> str:
    """`\\unicode{x2013}`, which arXiv writes for characters its TeX has no name for."""
    argument = reader.argument()
    digits = argument.removeprefix("x")
    if re.fullmatch(r"[0-9A-Fa-f]{2,6}", digits):
        number = int(digits, 16)
        if number < 0x110000 and chr(number).isprintable():
            return chr(number)
    return argument


_Handler = Callable[[_Reader, bool], str]
_HANDLERS: Mapping[str, _Handler] = {
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
