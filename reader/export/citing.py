"""Citation keys: `beispiel2026owlnetlearninghoot`, as arXiv's own export makes them; without authors `arxiv2608_00017`.

A key that was given once is kept (the caller remembers what `CitationKeys.new` holds), because somebody may cite it:
neither a new title nor authors that become known later change it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from reader.export.names import person_names
from reader.export.tex_letters import folded
from reader.export.texts import main_title, submitted
from reader.model import Paper
from reader.text.latex import plain

_NO_KEY = re.compile(r"[^A-Za-z0-9]")
_TITLE_WORDS = 4
LONGEST_FAMILY, LONGEST_TITLE = 40, 80
"""Letters of a key: a collaboration's whole name, or a title without spaces, would be hard to cite by."""
_FILLER_WORDS = (
    "a about above across after again against all almost alone along also although always am among an and another any "
    "are around as at back be because become been before behind being below beside between beyond both but by can "
    "cannot could do does done down due during each either else enough even ever every except few find first for from "
    "full further get give go had has have he hence her here him his how however if in into is it its itself keep last "
    "least less made many may me might mine more most move much must my name never next no nor not nothing now of off "
    "often on once one only onto or other our out over own part per perhaps please put rather re same see seem several "
    "she should show side since so some still such take ten than that the their them then there these they thin third "
    "this those three through thus to together too top toward towards two under until up upon us very via was we well "
    "were what when where whether which while who whole why will with within without would yet you your"
)
_FILLERS = frozenset(_FILLER_WORDS.split())
"""Words of titles that tell nothing, which keys leave out."""


class Given(Protocol):
    """The keys that were given before, by arXiv ID; a `dict` is one. There may be one for each paper of a library."""

    def get(self, arxiv_id: str, /) -> str | None:
        """The key of one paper, if it has one."""

    def values(self) -> Iterable[str]:
        """All of them."""


class CitationKeys:
    """Gives every paper its key: the one it has already, else a new one that no other paper has."""

    def __init__(self, given: Given | None = None) -> None:
        self._given: Given = {} if given is None else given
        self._taken: set[int] | None = None
        """A hash of every key, once one is to be made: two keys that share one would make a third longer, no more."""
        self.new: dict[str, str] = {}
        """Keys given since, by arXiv ID; who has put them among those that were given may take them out."""

    def of(self, paper: Paper) -> str:
        """The key of `paper`."""
        key = self.new.get(paper.id) or self._given.get(paper.id)
        if key is None:
            key = self.new[paper.id] = self._made(paper)
        return key

    def _made(self, paper: Paper) -> str:
        if self._taken is None:
            self._taken = set(map(hash, self._given.values()))
        key = telling_key(paper) or plain_key(paper.id)
        if hash(key) in self._taken:
            short, whole = (key + _NO_KEY.sub("_", part) for part in (paper.id.rpartition(".")[2], paper.id))
            key = whole if hash(short) in self._taken else short  # numbers begin anew every month
        self._taken.add(hash(key))
        return key


def plain_key(arxiv_id: str) -> str:
    """The key of a paper whose authors are not known (`arxiv2608_20317`)."""
    return "arxiv" + _NO_KEY.sub("_", arxiv_id)


def telling_key(paper: Paper) -> str | None:
    """Family name of the first author, year, and the first words of the title that tell something; None if unknown."""
    first = next(person_names(paper.details.authors[:1]), None)
    date = submitted(paper)
    family = _letters(first.family) if first else ""
    if not family or date is None:
        return None
    words = [word for word in folded(plain(main_title(paper))).split() if word.lower() not in _FILLERS]
    return family[:LONGEST_FAMILY] + str(date[0]) + _letters("".join(words[:_TITLE_WORDS]))[:LONGEST_TITLE]


def _letters(text: str) -> str:
    return _NO_KEY.sub("", folded(text)).lower()
