"""arXiv's API: what it knows of papers, by their IDs (https://info.arxiv.org/help/api/user-manual.html).

Etiquette (https://info.arxiv.org/help/api/tou.html): one request in three seconds over one connection, all processes of
this machine together. Below that limit, too, it answers 429, 503, 406 or an empty page at times: then it is left alone
for longer and longer, and what came so far is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from reader.errors import OutsideError
from reader.i18n import msg
from reader.model import Digest, Entry
from reader.outside.pace import Clock, Pace
from reader.outside.transport import Reply, Transport
from reader.sources.arxiv_id import BARE_ID
from reader.sources.content import Origin, read_stream
from reader.sources.decoding import REPLACEMENT, UNDECODED
from reader.sources.limits import SIZE_LIMIT

SECONDS = 60.0
SECONDS_APART = 3.0
IDS_A_REQUEST = 50
"""Keeps the address below two kilobytes."""
WAITS_SECONDS = (30.0, 60.0, 120.0)
"""After the first, second and third answer that asks to be left alone."""
LONGEST_WAIT_SECONDS = 600.0
_BUSY = {406, 429, 503}
_BAD_ID = re.compile(rb"api/errors#incorrect_id_format_for_([^<\s\"]+)")


@dataclass(frozen=True, slots=True)
class Known:
    """What the API says of some papers.

    entries  one a paper that it knows, in the order asked
    unknown  IDs that it does not know
    refused  IDs that it calls wrong
    garbled  IDs of papers of which it answered bytes that are no text
    remarks  what was left out of the entries as it cannot be, one line each that begins with the ID
    """

    entries: tuple[Entry, ...]
    unknown: tuple[str, ...]
    refused: tuple[str, ...] = ()
    garbled: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Answer:
    """What came back so far: the entries by ID, the newest version of each."""

    entries: dict[str, Entry] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    garbled: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)

    def take(self, digest: Digest) -> None:
        reasons = [problem.reason for problem in digest.problems]
        damaged = any(reason.startswith(UNDECODED) for reason in reasons)
        for entry in digest.entries:
            if damaged and REPLACEMENT in f"{entry.texts}{entry.details}":
                self.garbled.add(entry.id)
            elif entry.id not in self.entries or (self.entries[entry.id].version or 0) <= (entry.version or 0):
                self.entries[entry.id] = replace(entry, cut=False)  # it cuts nothing
        self.remarks += (reason for reason in reasons if reason.partition(":")[0] in self.entries)


class ArxivApi:
    """The API at one address."""

    def __init__(
        self, transport: Transport, pace: Pace, clock: Clock, waiting: Callable[[float], object] = float
    ) -> None:
        """`waiting` is told how many seconds will be waited because arXiv asked for it."""
        self._transport = transport
        self._pace = pace
        self._clock = clock
        self._waiting = waiting

    def ask(self, ids: Sequence[str]) -> Known:
        """What it knows of at most `IDS_A_REQUEST` papers. Raises OutsideError if it does not answer as it should."""
        answer = _Answer(refused={identity for identity in ids if not BARE_ID.fullmatch(identity)})
        self._ask([identity for identity in ids if identity not in answer.refused], answer)
        entries, aside = answer.entries, answer.refused | answer.garbled
        return Known(
            tuple(entries[identity] for identity in ids if identity in entries),
            tuple(identity for identity in ids if identity not in entries and identity not in aside),
            tuple(identity for identity in ids if identity in answer.refused),
            tuple(identity for identity in ids if identity in answer.garbled and identity not in entries),
            tuple(answer.remarks),
        )

    def _ask(self, ids: Sequence[str], answer: _Answer) -> None:
        while ids:
            reply = self._reply(ids)
            answer.refused |= {found.decode("ascii", "replace") for found in _BAD_ID.findall(reply.body)}
            left = [identity for identity in ids if identity not in answer.refused]
            if len(left) == len(ids):
                return self._read(reply, ids, answer)
            ids = left  # one ID that it calls wrong costs the whole batch: without it, once more
        return None

    def _reply(self, ids: Sequence[str]) -> Reply:
        query = {"id_list": ",".join(ids), "max_results": str(len(ids))}  # without the latter, ten and no more
        for wait in (*WAITS_SECONDS, None):
            with self._pace.turn():
                reply = self._transport.get("", query)
            empty = reply.status == 200 and len(ids) > 1 and b"<feed" in reply.body and b"<entry" not in reply.body
            if reply.status not in _BUSY and not empty:
                return reply
            if wait is not None:
                seconds = min(max(wait, reply.retry_after), LONGEST_WAIT_SECONDS)
                self._waiting(seconds)
                self._clock.sleep(seconds)
        if empty:
            return reply  # four times: it may be so
        raise OutsideError(
            msg("{url} asks to be left alone ({status}); what came so far is kept, try again later"),
            url=self._transport.endpoint,
            status=reply.status,
        )

    def _read(self, reply: Reply, ids: Sequence[str], answer: _Answer) -> None:
        """Take the entries of a reply. One that is an error, or has no ID, is no paper. What was cut off is refused."""
        url = self._transport.endpoint
        if reply.status != 200:
            raise OutsideError(msg("{url} answers {status}"), url=url, status=reply.status)
        if b"<feed" not in reply.body[:2000]:
            raise OutsideError(msg("{url} does not answer as arXiv's API does; see arxiv.endpoint"), url=url)
        if b"</feed>" not in reply.body[-200:]:
            raise OutsideError(msg("{url}: the answer was cut off"), url=url)
        if len(reply.body) > SIZE_LIMIT:  # fifty papers of a thousand authors each
            if len(ids) == 1:
                raise OutsideError(msg("{url}: the answer is too large"), url=url)
            half = len(ids) // 2
            self._ask(ids[:half], answer)
            self._ask(ids[half:], answer)
            return
        for digest in read_stream(BytesIO(reply.body), Origin(url, "query")):
            answer.take(digest)
