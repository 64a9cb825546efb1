"""A harvest of OAI-PMH, page by page: each answer but the last holds a token with which the next one is asked for.

https://www.openarchives.org/OAI/openarchivesprotocol.html#FlowControl, https://info.arxiv.org/help/oa/index.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import BinaryIO
from urllib.parse import parse_qsl, urlencode, urlsplit

from reader.sources.contract import OF_ALL_PAPERS

PAUSE_SECONDS = 3.0
"""Between two pages: arXiv asks for no more than one request in three seconds (https://info.arxiv.org/help/api/tou.html)."""
PATIENCE_SECONDS = 180.0
"""How long a server may ask to be left alone before the next page (arXiv's says 10 to 30 s)."""
MOST_PAGES = 500
"""Pages in one run; the next run goes on. A page of arXiv's has 1,000 papers or more."""

_TAIL_BYTES = 1 << 16
_TOKEN = re.compile(rb"<(?:\w+:)?resumptionToken(?:\s[^<>]*)?>\s*([^<\s]{1,2000})\s*</(?:\w+:)?resumptionToken>")
_MADE = re.compile(rb"<(?:\w+:)?responseDate>\s*(\d{4}-\d\d-\d\d)")
_REFUSED = re.compile(rb"<(?:\w+:)?error\s[^<>]*code\s*=\s*[\"']badResumptionToken")
_AT = " at"


@dataclass(frozen=True, slots=True)
class Position:
    """How far a harvest came that was interrupted: the token of its next page, and the day on which it began."""

    token: str
    began: str

    @classmethod
    def of(cls, url: str, known: Mapping[str, str]) -> Position | None:
        """The position that is remembered of a harvest, if one is."""
        try:
            told = json.loads((known.get(position_key(url)) or "null").removesuffix(OF_ALL_PAPERS))
        except (ValueError, RecursionError):
            return None
        return cls(**told) if isinstance(told, dict) and told.keys() == {"token", "began"} else None

    def fact(self, *, of_all: bool) -> str:
        """The same as it is remembered; "" stands for no position. `of_all`: all papers were taken so far."""
        return json.dumps({"token": self.token, "began": self.began}) + (OF_ALL_PAPERS if of_all else "")


def position_key(url: str) -> str:
    """Under which key a harvest's position is remembered."""
    return url + _AT


def next_token(page: BinaryIO) -> str | None:
    """The token at the end of a page; None on the last one."""
    size = page.seek(0, 2)
    page.seek(max(0, size - _TAIL_BYTES))
    found = _TOKEN.search(page.read())
    page.seek(0)
    return unescape(found[1].decode("utf-8", "replace")) if found else None


def made_on(head: bytes) -> str:
    """The day on which an answer was made, YYYY-MM-DD; "" if it does not tell."""
    found = _MADE.search(head)
    return found[1].decode() if found else ""


def is_refused(head: bytes) -> bool:
    """Whether an answer says that the token is of no use (any more)."""
    return _REFUSED.search(head) is not None


def page_url(url: str, token: str) -> str:
    """The address of the page that `token` stands for. A token stands alone beside the verb."""
    query = dict(parse_qsl(urlsplit(url).query))
    asked = {"verb": query.get("verb", "ListRecords"), "resumptionToken": token}
    return urlsplit(url)._replace(query=urlencode(asked)).geturl()


def since_url(url: str, day: str) -> str:
    """The address of what changed since a harvest of that day (YYYY-MM-DD), unless the URL tells a day itself."""
    query = dict(parse_qsl(urlsplit(url).query))
    if "from" in query or "ListRecords" not in query.values() or not _is_day(day):
        return url
    return urlsplit(url)._replace(query=urlencode(query | {"from": day})).geturl()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
