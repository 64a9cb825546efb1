"""What a file is: its content decides, not its name."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from reader.sources.arxiv_xml import is_harvest
from reader.sources.bibtex import is_bibtex
from reader.sources.decoding import decode
from reader.sources.feed import is_feed
from reader.sources.forms.daily_arxiv import is_daily_lines, is_daily_markdown
from reader.sources.forms.mapping import Mapping
from reader.sources.forms.own_export import is_export
from reader.sources.forms.own_markdown import is_reading_list
from reader.sources.forms.registry import Forms
from reader.sources.kaggle import is_kaggle
from reader.sources.listing import is_listing
from reader.sources.markdown import is_digest
from reader.sources.referencejson import is_reference_json
from reader.sources.ris import is_ris
from reader.sources.zotero import is_zotero_rdf

SHIPPED = Forms()


class Form(StrEnum):
    """The forms a digest has, and those of what knows papers and announces none; their names are for people."""

    MARKDOWN = "cn-chat-arxiv"
    FEED = "RSS/Atom"
    RECORD = "paper records"
    DAILY_LINES = "daily-arXiv JSON Lines"
    DAILY_MARKDOWN = "daily-arXiv Markdown"
    LISTING = "arXiv listing e-mail"
    KAGGLE = "Kaggle arXiv metadata"
    HARVEST = "OAI-PMH"
    BIBTEX = "BibTeX"
    RIS = "RIS"
    REFERENCES = "CSL-JSON/Semantic Scholar"
    ZOTERO = "Zotero RDF"
    OWN_EXPORT = "digest-reader JSON Lines"
    OWN_MARKDOWN = "digest-reader reading list"


def form_of(head: bytes, forms: Forms = SHIPPED, path: str = "") -> Form | Mapping | None:
    """What a file is, by its first `HEAD_BYTES` bytes; None if it is nothing that can be read. Never raises.

    path  of the file in its source, with slashes: a form that was named may be only for some
    """
    text, _ = decode(head)
    if forms.only:
        return forms.of(text, path)
    return _native_form(text) or forms.of(text.replace("\r\n", "\n"), path)


def _native_form(text: str) -> Form | None:
    start = text.lstrip("\ufeff \t\r\n")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    heads = {"<": start[:2000], "{": start, "[": start}
    for form, begins, fits in _NATIVE:
        if begins and not start.startswith(begins):
            continue
        if fits(heads[start[0]] if begins else plain):
            return form
    return None


def _is_record(text: str) -> bool:
    return '"abstract"' in text and "arxiv.org" in text


_NATIVE: tuple[tuple[Form, tuple[str, ...], Callable[[str], bool]], ...] = (
    (Form.ZOTERO, ("<",), is_zotero_rdf),
    (Form.HARVEST, ("<",), is_harvest),
    (Form.FEED, ("<",), is_feed),
    (Form.KAGGLE, ("{", "["), is_kaggle),
    (Form.OWN_EXPORT, ("{", "["), is_export),
    (Form.REFERENCES, ("{", "["), is_reference_json),
    (Form.DAILY_LINES, ("{", "["), is_daily_lines),
    (Form.RECORD, ("{", "["), _is_record),
    (Form.OWN_MARKDOWN, (), is_reading_list),
    (Form.DAILY_MARKDOWN, (), is_daily_markdown),
    (Form.MARKDOWN, (), is_digest),
    (Form.LISTING, (), is_listing),
    (Form.BIBTEX, (), is_bibtex),
    (Form.RIS, (), is_ris),
)
"""Forms that are read without a mapping, with what they begin with (nothing: anything) and how they are known; the
first that fits counts."""
