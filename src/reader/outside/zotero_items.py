"""Papers as the running Zotero takes them: the JSON of an item, and the reader's own tags apart."""

from __future__ import annotations

from typing import Any

from reader.export.names import PersonName
from reader.export.zotero_item import given_name, zotero_item
from reader.model import Lang, MarkedPaper
from reader.outside.zotero import Parcel


def parcel(marked: MarkedPaper) -> Parcel:
    """A paper with both languages, authors, notes, and its categories as automatic tags."""
    item = zotero_item(marked, Lang.BOTH)
    fields: dict[str, Any] = {
        "id": item.id,
        "itemType": "preprint",
        "title": item.title,
        "creators": [_creator(name) for name in item.authors],
        "abstractNote": item.abstract,
        "date": item.date,
        "repository": "arXiv",
        "archiveID": f"arXiv:{item.id}",
        "DOI": item.doi,
        "url": item.url,
        "language": item.language,
        "libraryCatalog": "arXiv.org",
        "extra": item.extra,
        "tags": [{"tag": tag} for tag in item.automatic],
        "notes": [{"note": html} for _, html in item.notes],
        "attachments": [],
    }
    return Parcel({name: value for name, value in fields.items() if value or name == "attachments"}, item.tags)


def _creator(name: PersonName) -> dict[str, object]:
    given = given_name(name)
    if not given:  # a group, or a name of one word: one field
        return {"creatorType": "author", "lastName": name.family, "fieldMode": 1}
    return {"creatorType": "author", "firstName": given, "lastName": name.family}
