"""A server that answers as Zotero's connector does, in several versions and moods."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.sources.servers import send

COLLECTION = {
    "id": 7, "name": "Lanterns", "libraryID": 1, "libraryName": "My Library", "libraryEditable": True, "editable": True,
    "targets": [
        {"id": "L1", "name": "My Library", "level": 0},
        {"id": "C7", "name": "Lanterns", "level": 1},
        {"id": "C9", "name": "Kites", "level": 1},
        {"id": "L4", "name": "A Group", "level": 0},
        {"id": "C12", "name": "Tops", "level": 1},
        {"id": "C13", "name": "Kites", "level": 2},
    ],
}  # fmt: skip


@dataclass
class FakeZotero:
    """What it was asked (`requests`), what it keeps (`items`), and how it is disposed.

    version     8.0 and later take tags as a list; 7.0 takes one text
    bad         arXiv IDs it cannot take: a request with one fails whole
    silent_409  how many sessions it calls used before it takes one
    lost        how many times it saves and the connection breaks off before it can say so
    bad_tags    tags it cannot take: it has put them on some items when it notices
    read_only   nothing may be changed any more, since the collection was asked for
    """

    version: str = "8.0.5"
    collection: dict[str, Any] = field(default_factory=lambda: dict(COLLECTION))
    bad: frozenset[str] = frozenset()
    bad_tags: frozenset[str] = frozenset()
    silent_409: int = 0
    lost: int = 0
    read_only: bool = False
    old: bool = False
    requests: list[tuple[str, Any]] = field(default_factory=list)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: dict[str, list[str]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        size = int(handler.headers.get("Content-Length") or 0)
        body = json.loads(handler.rfile.read(size)) if size else None
        path = handler.path.removeprefix("/connector")
        self.requests.append((path, body))
        status, answer = self._answer(path, handler.command, body)
        if path == "/saveItems" and status == 201 and self.lost:
            self.lost -= 1
            handler.close_connection = True
            return
        content = b"" if answer is None else json.dumps(answer).encode()
        send(handler, content, status, Content_Type="application/json", X_Zotero_Version=self.version)

    def _answer(self, path: str, method: str, body: Any) -> tuple[int, Any]:
        if path == "/ping":
            new = {"supportsTagsAutocomplete": True} if not self.version.startswith("7.") else {}
            return 200, None if method == "GET" else {"prefs": new}
        if self.old:
            return 404, None
        if path == "/getSelectedCollection":
            return 200, self.collection
        if path == "/saveItems":
            return self._save(body)
        if path == "/updateSession":
            return self._update(body)
        return 404, None

    def _save(self, body: Any) -> tuple[int, Any]:
        session = body["sessionID"]
        if session in self.sessions or session in self.failed:
            return 409, {"error": "SESSION_EXISTS"}
        if self.silent_409:
            self.silent_409 -= 1
            return 409, {"error": "SESSION_EXISTS"}
        if self.read_only:
            return 500, {"libraryEditable": False}
        if self.bad & {item["id"] for item in body["items"]}:
            self.failed.add(session)
            return 500, None
        self.sessions[session] = [item["id"] for item in body["items"]]
        for item in body["items"]:
            self.items[item["id"]] = item | {"own": [], "target": f"C{self.collection['id']}"}
        return 201, None

    def _update(self, body: Any) -> tuple[int, Any]:
        tags = body["tags"]
        if self.version.startswith("7."):
            if isinstance(tags, list):
                return 500, None  # trim is not a function
            tags = [tag.strip() for tag in tags.split(",") if tag.strip()]
        if body["sessionID"] not in self.sessions:
            return 400, {"error": "SESSION_NOT_FOUND"}
        for identity in self.sessions[body["sessionID"]]:
            self.items[identity]["own"] = tags
            self.items[identity]["target"] = body["target"]
            if self.bad_tags & set(tags):
                return 500, None
        return 200, {}
