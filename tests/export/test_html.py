"""The page is whole by itself: no link to anything it would load, no text that could become markup."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from reader.export.formats import Options, render
from reader.model import Lang, MarkedPaper, Marks, Texts
from tests.export.invented import PAPERS, PLAIN, paper


class Page(HTMLParser):
    """Tags and texts of a page; fails where tags do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(*papers: MarkedPaper, lang: Lang = Lang.BOTH) -> Page:
    return Page("".join(render(papers, "html", Options(lang=lang))))


def test_nothing_is_loaded_from_elsewhere() -> None:
    tags = page(*PAPERS).tags
    assert not {"link", "img", "iframe", "base", "object"} & {tag for tag, _ in tags}
    assert not [attributes for _, attributes in tags if "src" in attributes]
    policies = [attributes["content"] for tag, attributes in tags if tag == "meta" and "http-equiv" in attributes]
    assert policies[0] is not None
    assert policies[0].startswith("default-src 'none'")


def test_both_languages_are_marked_and_a_lone_text_is_never_hidden() -> None:
    classes = [attributes.get("class") for tag, attributes in page(PLAIN).tags if tag in ("h2", "p")]
    assert classes == ["en", "zh", "facts", "tldr zh alone", "en", "zh", "note"]
    classes = [attributes.get("class") for tag, attributes in page(PLAIN, lang=Lang.EN).tags if tag in ("h2", "p")]
    assert classes == ["en alone", "facts", "tldr zh alone", "en alone", "note"]


KNOWN = {tag for tag, _ in page(*PAPERS).tags}


@given(st.text(), st.text())
def test_no_text_becomes_markup(title: str, note: str) -> None:
    texts = Texts(title_en=f"<script>{title}" if title else None, abstract_zh=f"{note}</p><b>" if note else None)
    marked = MarkedPaper(paper("2608.00018", texts), Marks(note=note or None, tags=(f'"><i>{title}',)))
    found = page(marked)
    assert {tag for tag, _ in found.tags} <= KNOWN
    assert sum(tag == "script" for tag, _ in found.tags) == 1
