"""Reading a query character by character: spaces, operators, names of fields, words, quotes; full-width forms too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from reader.errors import QueryError
from reader.i18n import msg
from reader.search.fields import ALIASES
from reader.search.folding import FOLDED

_FULL_WIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}
_QUOTES = "“”„‟＂「」『』｢｣«»"
_SYNTAX = str.maketrans({**_FULL_WIDTH, "−": "-", **dict.fromkeys(_QUOTES, '"')})
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]*")
_RUN = re.compile(r'[^\s\x00-\x1f\x7f-\x9f()"]*')
_FIELD = re.compile(r"([A-Za-z]{1,12}|[\u4e00-\u9fff]{1,4}):")


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two spaces, or between quotes.

    text    as typed, without the quotes
    start   where it begins, the quote included; `inside`: where `text` begins
    closed  it is quoted, and the closing quote is there
    """

    text: str
    start: int
    inside: int
    quoted: bool
    closed: bool


class Scanner:
    """A place in a query, and what stands there.

    remarks  what was passed over and may have been meant otherwise, each with its place; none is raised
    """

    def __init__(self, text: str) -> None:
        self.typed = text
        self.text = text.translate(_SYNTAX)
        self.at = 0
        self.remarks: list[QueryError] = []

    @property
    def done(self) -> bool:
        """Nothing is left."""
        return self.at >= len(self.text)

    @property
    def peek(self) -> str:
        """The character here; empty at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def at_space(self) -> bool:
        """Here is a space or the end."""
        return self.done or self._space_end() > self.at

    def _space_end(self) -> int:
        match = _SPACES.match(self.text, self.at)
        return match.end() if match else self.at

    def skip_space(self) -> bool:
        """Go on to the next character that is none; False at the end."""
        self.at = self._space_end()
        return not self.done

    def _operator_end(self, names: tuple[str, ...]) -> int:
        start = self._space_end()
        match = _RUN.match(self.text, start)
        return match.end() if match and match[0] in names else -1

    def at_operator(self, *names: str) -> bool:
        """Whether the next run, spaces passed over, is one of these operators (upper case)."""
        return self._operator_end(names) >= 0

    def take_operator(self, *names: str) -> bool:
        """Pass over such an operator, if one is next."""
        end = self._operator_end(names)
        if end < 0:
            return False
        self.at = end
        return True

    def take_all(self, sign: str, most: int | None = None) -> None:
        """Pass over `sign`, as often as it stands here, or `most` times."""
        taken = 0
        while self.peek == sign and (most is None or taken < most):
            self.at += 1
            taken += 1

    def take_field(self) -> str:
        """The field whose name and colon stand here, passed over; empty if none does.

        Another word before a colon is text (`BERT:A-study`), which `remarks` says where it looks like a field.
        """
        match = _FIELD.match(self.text, self.at)
        if not match:
            return ""
        name = "".join(FOLDED[character] for character in match[1])
        field = ALIASES.get(name, "")
        if field:
            self.at = match.end()
        elif self.text[match.end() : match.end() + 1].strip(" /"):
            self._remark(match[1], name)
        return field

    def _remark(self, typed: str, name: str) -> None:
        near = get_close_matches(name, [key for key in ALIASES if key.isascii()], n=1, cutoff=0.75)
        if near and name.isascii():
            template = msg('no field is called "{name}"; did you mean "{near}:"?')
            self.remarks.append(QueryError(template, self.at, len(typed), name=typed, near=near[0]))
        else:
            template = msg('no field is called "{name}"; it is searched for as text')
            self.remarks.append(QueryError(template, self.at, len(typed), name=typed))

    def take_word(self) -> Word:
        """The run or the quoted phrase that begins here."""
        start = self.at
        if self.peek != '"':
            match = _RUN.match(self.text, start)
            self.at = match.end() if match else start
            return Word(self.typed[start : self.at], start, start, quoted=False, closed=False)
        end = self.text.find('"', start + 1)
        closed = end >= 0
        inside_end = end if closed else len(self.text)
        self.at = end + 1 if closed else inside_end
        return Word(self.typed[start + 1 : inside_end], start, start + 1, quoted=True, closed=closed)
