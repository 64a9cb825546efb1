"""The running Zotero: where things would go, saving items there, and the reader's own tags on them.

Zotero listens on this machine for its browser connector (`/connector/...`, Zotero 7 to 9). What it answers to what was
found by running its own handlers; the rules that follow from it stand beside the code that needs them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from reader.errors import OutsideError
from reader.i18n import msg
from reader.outside.transport import NotRunning, Reply, Transport

SECONDS = 30.0
"""An old Zotero whose saving fails never answers."""
ITEMS_A_REQUEST = 50


@dataclass(frozen=True, slots=True)
class Target:
    """A library or collection of Zotero's that items can go to.

    id    as Zotero names it: `L1` a library, `C7` a collection
    path  names from the library down to it
    """

    id: str
    path: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Library and collections on one line."""
        return " / ".join(self.path)

    def is_called(self, name: str) -> bool:
        """Whether `name` is its name, or the end of its path (`Reading`, `2026 / Reading`), in any letter case."""
        asked = _SLASH.sub("/", name.strip()).casefold()
        return any(asked == _SLASH.sub("/", "/".join(self.path[start:])).casefold() for start in range(len(self.path)))


@dataclass(frozen=True, slots=True)
class Parcel:
    """One paper for Zotero.

    item  as `/connector/saveItems` takes it, with `id` the arXiv ID
    tags  the reader's own, to be put on as if they had been typed
    """

    item: Mapping[str, Any]
    tags: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The arXiv ID."""
        return str(self.item["id"])


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of some papers: `sent` are in Zotero; each of `refused` is not, and why.

    untagged      those sent that have none of their tags, and are perhaps in another collection
    tags_refused  tags that Zotero would put on none of those sent; they have their others
    """

    sent: tuple[str, ...] = ()
    refused: tuple[tuple[str, OutsideError], ...] = ()
    untagged: tuple[str, ...] = ()
    tags_refused: tuple[str, ...] = ()


class Zotero:
    """The Zotero that runs on this machine."""

    def __init__(
        self, transport: Transport, new_session: Callable[[], str] = lambda: f"digest-reader-{uuid4()}"
    ) -> None:
        self._transport = transport
        self._new_session = new_session
        self._tags_as_list = self._meet()

    def target(self, name: str | None = None) -> Target:
        """Where items go: what is selected in Zotero's window, or the collection called `name`.

        Raises OutsideError if there is none of that name, or nothing may be changed there.
        """
        answer = self._object(self._post("/connector/getSelectedCollection", {}))
        library = str(answer.get("libraryName", ""))
        targets = list(_targets(answer))
        if name is not None:
            return _named(name, targets)
        if not answer.get("editable") or not answer.get("libraryEditable", True):
            raise _read_only(str(answer.get("name") or library))
        selected = f"C{answer['id']}" if answer.get("id") else f"L{answer.get('libraryID', 1)}"
        own = str(answer.get("name") or library)
        path = (library,) if own == library and selected.startswith("L") else (library, own)
        return next((target for target in targets if target.id == selected), Target(selected, path))

    def send(
        self, parcels: Sequence[Parcel], target: Target, sending: Callable[[Sequence[str]], object] = len
    ) -> Iterator[Delivery]:
        """Save papers into `target`; one delivery a request, so that what is there is known however this ends.

        `sending` is told the arXiv IDs of each request before it is made.
        """
        for tags, few in _by_tags(parcels):
            yield from self._deliver(few, tags, target, sending)

    def _deliver(
        self,
        parcels: Sequence[Parcel],
        tags: tuple[str, ...],
        target: Target,
        sending: Callable[[Sequence[str]], object],
    ) -> Iterator[Delivery]:
        ids = tuple(parcel.id for parcel in parcels)
        sending(ids)
        session = self._save(parcels, target)
        if session is not None:
            taken = self._place(session, tags, target)
            refused = tuple(tag for tag in tags if tag not in taken) if taken is not None else ()
            yield Delivery(sent=ids, untagged=() if taken is not None else ids, tags_refused=refused)
        elif len(parcels) == 1:
            yield Delivery(refused=((ids[0], OutsideError(msg("Zotero cannot take {id}"), id=ids[0])),))
        else:  # one bad item takes all of its request with it
            for parcel in parcels:
                yield from self._deliver([parcel], tags, target, sending)

    def _save(self, parcels: Sequence[Parcel], target: Target) -> str | None:
        """The session under which the items were saved; None if Zotero could not take them.

        Every try has a session of its own: Zotero remembers one also where saving failed.
        """
        for _ in range(2):
            session = self._new_session()
            items = [dict(parcel.item) for parcel in parcels]
            reply = self._post("/connector/saveItems", {"sessionID": session, "uri": items[0]["url"], "items": items})
            if reply.status in (200, 201):
                return session
            if reply.status != 409:
                break
        if b'"libraryEditable":false' in reply.body.replace(b" ", b""):
            raise _read_only(target.shown)
        if reply.status in (409, 500):
            return None
        raise self._amiss(reply)

    def _place(self, session: str, tags: Sequence[str], target: Target) -> Sequence[str] | None:
        """Put what was saved into its collection, with the reader's tags; those that Zotero took, None if it would not
        even put it there.

        Items go by themselves where Zotero's selection is at that moment, which need not be what it was.
        """
        if self._update(session, tags, target):
            return tags
        if not tags or not self._update(session, (), target):
            return None
        taken: list[str] = []
        for tag in tags if len(tags) > 1 else ():
            if self._update(session, [*taken, tag], target):
                taken.append(tag)
        self._update(session, taken, target)  # a refusal may have come when some of the items had the tag already
        return taken

    def _update(self, session: str, tags: Sequence[str], target: Target) -> bool:
        """Give all items of a session their collection and, instead of those they had from us, these tags.

        Tags sent with the items would be automatic ones, which vanish where the user has switched those off.
        """
        own: object = list(tags) if self._tags_as_list else ",".join(_COMMA.sub("，", tag) for tag in tags)
        reply = self._post(
            "/connector/updateSession", {"sessionID": session, "target": target.id, "tags": own, "note": ""}
        )
        return reply.status == 200

    def _meet(self) -> bool:
        """Make sure that it is a Zotero, and one that is new enough; whether it takes tags as a list (8.0 on)."""
        try:
            reply = self._transport.get("/connector/ping")
        except NotRunning as error:
            raise NotRunning(msg("Zotero is not running: start it and try again")) from error
        if "x-zotero-version" not in reply.headers:
            raise OutsideError(
                msg("at {url} something else answers than Zotero; see zotero.endpoint"), url=self._transport.endpoint
            )
        prefs = self._object(self._post("/connector/ping", {})).get("prefs")
        return isinstance(prefs, dict) and bool(prefs.get("supportsTagsAutocomplete"))

    def _post(self, path: str, value: object) -> Reply:
        reply = self._transport.post(path, value)
        if reply.status == 404:
            raise OutsideError(msg("this Zotero is too old: version 7 is needed"))
        return reply

    def _object(self, reply: Reply) -> Mapping[str, Any]:
        try:
            value = json.loads(reply.body) if reply.status == 200 else None
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise self._amiss(reply)
        return value

    def _amiss(self, reply: Reply) -> OutsideError:
        return OutsideError(msg("Zotero answers {status}: {text}"), status=reply.status, text=reply.text[:80].strip())


_COMMA = re.compile(r",\s*")
_SLASH = re.compile(r"\s*/\s*")


def _by_tags(parcels: Iterable[Parcel]) -> Iterator[tuple[tuple[str, ...], list[Parcel]]]:
    """Requests: papers with the same tags, at most `ITEMS_A_REQUEST`; tags go to all items of a session."""
    groups: dict[tuple[str, ...], list[Parcel]] = {}
    for parcel in parcels:
        groups.setdefault(parcel.tags, []).append(parcel)
    for tags, group in groups.items():
        for start in range(0, len(group), ITEMS_A_REQUEST):
            yield tags, group[start : start + ITEMS_A_REQUEST]


def _targets(answer: Mapping[str, Any]) -> Iterator[Target]:
    """Zotero's list of what can be changed: each library before its collections, `level` tells how deep they stand."""
    path: list[str] = []
    for target in answer.get("targets") or ():
        if isinstance(target, dict) and isinstance(level := target.get("level", 0), int):
            path[max(level, 0) :] = [str(target.get("name", ""))]
            yield Target(str(target.get("id", "")), tuple(path))


def _named(name: str, targets: Sequence[Target]) -> Target:
    called = [target for target in targets if target.is_called(name)]
    if not called:
        raise OutsideError(msg("Zotero has no collection {name} that can be changed"), name=name)
    if len(called) > 1:
        raise OutsideError(
            msg("Zotero has {n} collections {name}: say which one, for example --to '{path}'"),
            n=len(called),
            name=name,
            path=called[-1].shown,
        )
    return called[0]


def _read_only(name: str) -> OutsideError:
    return OutsideError(
        msg("{name} in Zotero may only be read: select another collection there, or name one with --to"), name=name
    )
