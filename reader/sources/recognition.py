"""What a file is: its content decides, not its name."""

from __future__ import annotations

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
    if start.startswith("<") and (form := _xml_form(start[:2000])):
        return form
    if start.startswith(("{", "[")) and (form := _json_form(start)):
        return form
    return _text_form(text.replace("\r\n", "\n").replace("\r", "\n"))


def _xml_form(start: str) -> Form | None:
    if is_zotero_rdf(start):
        return Form.ZOTERO
    if is_harvest(start):
        return Form.HARVEST
    return Form.FEED if is_feed(start) else None


def _json_form(text: str) -> Form | None:
    if is_kaggle(text):
        return Form.KAGGLE
    if is_export(text):
        return Form.OWN_EXPORT
    if is_reference_json(text):
        return Form.REFERENCES
    if is_daily_lines(text):
        return Form.DAILY_LINES
    return Form.RECORD if '"abstract"' in text and "arxiv.org" in text else None


def _text_form(text: str) -> Form | None:
    if is_reading_list(text):
        return Form.OWN_MARKDOWN
    if is_daily_markdown(text):
        return Form.DAILY_MARKDOWN
    if is_digest(text):
        return Form.MARKDOWN
    if is_listing(text):
        return Form.LISTING
    return Form.BIBTEX if is_bibtex(text) else None
