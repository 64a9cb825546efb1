"""A paper's texts as exports need them: chosen by language, readable, safe."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote

from reader.model import Appearance, Lang, LinkKind, Paper
from reader.text.identifiers import month_of
from reader.text.latex import formulas, plain
from reader.text.safe import printable

_IN_ADDRESSES = "/:?#@!$&*+,;=%~.-_"
_SPACES = re.compile(" {2,}")


def shown(text: str) -> str:
    """One line of readable text: no TeX, no control characters."""
    line = printable(plain(text)).strip()
    return _SPACES.sub(" ", line) if "  " in line else line


def with_formulas(text: str, *, keep_newlines: bool = False) -> str:
    """Readable text whose formulas stay `$…$`, for programs that set them."""
    if "$" not in text:
        return printable(plain(text), keep_newlines=keep_newlines)
    pieces = [
        f"${printable(piece).strip()}$" if inside else printable(plain(piece), keep_newlines=keep_newlines)
        for piece, inside in formulas(text)
    ]
    return "".join(pieces)


def chosen(zh: str | None, en: str | None, lang: Lang) -> list[str]:
    """The texts of the language wanted, English first; the other language's where that one is missing."""
    wanted = {Lang.ZH: [zh or en], Lang.EN: [en or zh], Lang.BOTH: [en, zh]}[lang]
    return [text for text in wanted if text]


def main_title(paper: Paper) -> str:
    """The title by which a paper is cited: the English one where there is one, else what there is."""
    return paper.texts.title_en or paper.texts.title_zh or f"arXiv:{paper.id}"


def chinese_title(paper: Paper, lang: Lang) -> str | None:
    """The Chinese title, if it is wanted beside the main one."""
    return paper.texts.title_zh if lang is not Lang.EN and paper.texts.title_en else None


CUT = " […]"
"""Ends an abstract that its publisher cut short."""


def english_abstract(paper: Paper) -> str | None:
    """The English abstract; one that its publisher cut ends in `CUT`."""
    text = paper.texts.abstract_en
    return re.sub(r"(?<![\s.…])[\s.…]++\Z", "", text) + CUT if paper.cut and text else text


def abstracts(paper: Paper, lang: Lang) -> list[str]:
    """The abstracts wanted."""
    return chosen(paper.texts.abstract_zh, english_abstract(paper), lang)


def translated_here(paper: Paper, lang: Lang) -> str:
    """The model that translated the Chinese on this machine, and when: `paper-model, 2026-11-26`, `…, doubtful`.

    Empty where a publisher translated, or no Chinese is wanted.
    """
    if paper.translated is None or lang is Lang.EN:
        return ""
    translator, day = paper.translated
    parts = (printable(translator.model), iso(day), "doubtful" if translator.doubtful else None)
    return ", ".join(part for part in parts if part)


def doi(paper: Paper) -> str:
    """The DOI that arXiv registers for each of its papers."""
    return f"10.48550/arXiv.{paper.id}"


def submitted(paper: Paper) -> tuple[int, ...] | None:
    """Year, month and, where known, day of first submission; the ID tells year and month. None if nothing does."""
    known = paper.details.submitted
    return (known.year, known.month, known.day) if known else month_of(paper.id)


def authors_line(paper: Paper) -> str:
    """The authors as their source names them, in one line; empty if it names none."""
    return ", ".join([shown(author.name) for author in paper.details.authors])


def web_links(paper: Paper) -> list[tuple[str, str]]:
    """Code and project pages: (kind, address). Addresses are of the web only, and hold nothing that could be markup."""
    wanted = [link for link in paper.details.links if link.kind in (LinkKind.CODE, LinkKind.PROJECT)]
    return [
        (str(link.kind), quote(link.url, safe=_IN_ADDRESSES))
        for link in wanted
        if link.url.startswith(("https://", "http://"))
    ]


def appearance(seen: Appearance) -> str:
    """An appearance in a few words: `cs.AI 2026-08-14 cross v2`."""
    version = f"v{seen.version}" if seen.version else None
    parts = (seen.channel or seen.topic, iso(seen.day), seen.announce, version)
    return " ".join(part for part in parts if part)


def iso(day: date | None) -> str | None:
    """An ISO date."""
    return day.isoformat() if day else None
