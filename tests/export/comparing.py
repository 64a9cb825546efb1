"""How what other programs read is compared with what was written."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any

from reader.export.formats import render
from reader.export.names import person_names
from reader.export.tex_letters import folded
from reader.model import MarkedPaper
from reader.text.latex import plain
from reader.text.safe import printable

Papers = Sequence[MarkedPaper]
_NO_LETTER = re.compile(r"[\W_]+")
_SIGNS = (("textbackslash", ""), ("textasciitilde", ""), ("textasciicircum", ""), ("textbraceleft", ""))


def records(papers: Papers) -> list[dict[str, Any]]:
    """The JSON Lines, read."""
    return [json.loads(line) for line in "".join(render(papers, "jsonl")).splitlines()]


def letters(text: str) -> str:
    """What must be the same in a text and in LaTeX that sets it: letters and digits without accents and case."""
    return folded(characters(text))


def characters(text: str) -> str:
    """What must be the same in a text and in LaTeX that keeps its characters: letters and digits without case."""
    for name, sign in (*_SIGNS, ("textbraceright", "")):
        text = text.replace(f"\\{name}", sign)
    shown_text = printable(plain(text.replace("{$", "$").replace("$}", "$")))
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", shown_text)).casefold()


def words(names: Sequence[str]) -> list[list[str]]:
    """The words of each name in some order: programs turn names round."""
    return [sorted(filter(None, map(letters, re.split(r"[\s,]+", name)))) for name in names]


def compared(
    papers: Papers, found: Mapping[str, Mapping[str, Any]], wanted: Callable[[MarkedPaper], dict[str, Any]]
) -> Iterator[str]:
    """Differences between the fields `found`, by arXiv ID, and those `wanted` of each paper."""
    if len(found) != len({marked.paper.id for marked in papers}):
        yield f"{len(papers)} papers written, {len(found)} read"
    for marked in papers:
        told = found.get(marked.paper.id)
        if told is None:
            yield f"{marked.paper.id} is lost"
            continue
        for name, value in wanted(marked).items():
            if told.get(name) != value:
                yield f"{marked.paper.id} {name}: {told.get(name)!r} is not {value!r}"


def names_in(marked: MarkedPaper) -> list[str]:
    """The authors as a reader sees them."""
    return [" ".join(filter(None, astuple(name))) for name in person_names(marked.paper.details.authors)]


def squeezed(text: str) -> str:
    """White space of any kind as one space."""
    return " ".join(text.split())
