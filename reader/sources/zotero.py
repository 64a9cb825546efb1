"""Zotero's RDF, as it exports and imports a library: https://www.zotero.org/support/kb/exporting."""

from __future__ import annotations

from collections.abc import Iterator

from reader.model import Author, Digest
from reader.sources.extra import extra_in
from reader.sources.facts import Facts, day_told, folded_line
from reader.sources.gathering import There, digests_of
from reader.sources.people import author, full_name
from reader.sources.streams import Stream
from reader.sources.xmltext import Item, Vocabulary, read_long

_NAMESPACE = "http://www.zotero.org/namespaces/export#"
_VOCABULARY = Vocabulary(
    items=(
        "Description", "Article", "AcademicArticle", "Document", "Manuscript", "Report", "Thesis", "BookSection",
        "Book", "Memo", "Attachment", "Collection",
    ),
    names=(
        "RDF", "itemType", "title", "abstract", "date", "identifier", "URI", "value", "number", "description",
        "authors", "editors", "contributors", "Seq", "li", "Person", "surname", "givenName", "isPartOf", "Journal",
        "Series", "presentedAt", "Conference", "archiveID", "subject", "AutomaticTag", "publisher", "Organization",
        "name",
    ),
)  # fmt: skip
_UNPUBLISHED = {"preprint", "manuscript", "report", "document", ""}


def is_zotero_rdf(head: str) -> bool:
    """Whether the beginning of a file is that of such an export."""
    return _NAMESPACE in head


def read_zotero_rdf(stream: Stream, place: str, there: There = None) -> Iterator[Digest]:
    """The works that are on arXiv, those only that are `there`. Notes, attachments and collections are no works."""
    items = (item for item in read_long(stream, _VOCABULARY) if _is_work(item))
    return digests_of(place, (_facts(item) for item in items), there)


def _is_work(item: Item) -> bool:
    """Whether it has title and address, and is no attachment: these have both, of the paper's PDF."""
    return bool(item.text("title") and item.text("identifier/URI/value")) and item.text("itemType") != "attachment"


def _facts(item: Item) -> Facts:
    note = item.text("description")
    extra = extra_in(note)
    tags = tuple(found.text.strip() for found in item.all("subject/AutomaticTag/value"))
    links = [found.text.strip() for path in ("identifier/URI/value", "number", "archiveID", "identifier")
             for found in item.all(path)]  # fmt: skip
    return Facts(
        links=(*links, note),
        title=folded_line(item.text("title")),
        title_zh=extra.title_zh,
        abstract=item.text("abstract"),
        authors=_authors(item),
        categories=extra.categories + tags,
        doi=" ".join(found.text for found in item.all("identifier")),
        journal=folded_line(item.text("isPartOf/Journal/title")),
        submitted=day_told(item.text("date")) if item.text("itemType") in _UNPUBLISHED else None,
        version=extra.version,
        line=item.line,
        faults=tuple(sorted(item.faults)),
    )


def _authors(item: Item) -> tuple[Author, ...]:
    people: list[str] = []
    for found in item.fields:
        if found.path == "authors/Seq/li/Person/surname":
            people.append(folded_line(found.text))
        elif found.path == "authors/Seq/li/Person/givenName" and people:
            people[-1] = full_name(folded_line(found.text), people[-1])
    return tuple(person for name in people if (person := author(name)))
