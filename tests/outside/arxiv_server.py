"""A server that answers as arXiv's API does, with its oddities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.sources.servers import send

_FEED = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/Invented</id>
  <title>arXiv Query: invented</title>
  <updated>2026-11-25T09:00:00Z</updated>
  <link href="https://arxiv.org/api/query?invented" type="application/atom+xml"/>
  <opensearch:totalResults>{total}</opensearch:totalResults>
{entries}</feed>
"""


def feed(*entries: str, total: int = 1) -> str:
    """An answer with these entries."""
    return _FEED.format(total=total, entries="".join(entries))


def entry(
    identity: str,
    *,
    version: int = 1,
    title: str = "Folding Lanterns",
    summary: str = "We fold lanterns of paper.",
    authors: Sequence[tuple[str, Iterable[str]]] = (("Ada Beispiel", ()), ("Bo Muster", ())),
    categories: Sequence[str] = ("cs.LG",),
    comment: str = "",
    dois: Sequence[str] = (),
    journal: str = "",
    published: str = "2026-11-02T09:00:00Z",
) -> str:
    """One paper as the API tells it."""
    people = "".join(
        f"<author><name>{name}</name>"
        + "".join(f"<arxiv:affiliation>{place}</arxiv:affiliation>" for place in places)
        + "</author>"
        for name, places in authors
    )
    optional = f"<arxiv:comment>{comment}</arxiv:comment>" if comment else ""
    optional += f"<arxiv:journal_ref>{journal}</arxiv:journal_ref>" if journal else ""
    optional += "".join(f"<arxiv:doi>{doi}</arxiv:doi>" for doi in dois)
    terms = "".join(f'<category term="{term}" scheme="http://arxiv.org/schemas/atom"/>' for term in categories)
    return (
        f"<entry><id>http://arxiv.org/abs/{identity}v{version}</id><title>{title}</title>"
        f"<updated>2026-11-20T08:00:00Z</updated>"
        f'<link href="https://arxiv.org/abs/{identity}v{version}" rel="alternate" type="text/html"/>'
        f"<summary>{summary}</summary>{terms}<published>{published}</published>{optional}"
        f'<arxiv:primary_category term="{categories[0]}"/>{people}</entry>\n'
    )


class ArxivServer:
    """Answers for the entries it has; `queries` are those it was asked.

    wrong     IDs that it calls wrong: a request with one is refused as a whole, with `wrong_status`
    busy      statuses with which it answers first
    shuffled  entries come in another order than they were asked for
    """

    def __init__(
        self,
        *entries: str,
        total: int = 1,
        wrong: frozenset[str] = frozenset(),
        wrong_status: int = 400,
        busy: Sequence[int] = (),
        retry_after: str = "",
        shuffled: bool = False,
    ) -> None:
        self._entries = entries
        self._total = total
        self._wrong = wrong
        self._wrong_status = wrong_status
        self._busy = list(busy)
        self._retry_after = retry_after
        self._shuffled = shuffled
        self.queries: list[dict[str, list[str]]] = []

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        query = parse_qs(urlsplit(handler.path).query)
        self.queries.append(query)
        if self._busy:
            headers = {"Retry_After": self._retry_after} if self._retry_after else {}
            send(handler, b"Rate exceeded.", self._busy.pop(0), **headers)
            return
        asked = query["id_list"][0].split(",")
        if wrong := self._wrong & set(asked):
            send(handler, _refusal(min(wrong)).encode(), self._wrong_status)
            return
        entries = [text for text in self._entries if "abs/" not in text or any(f"abs/{one}v" in text for one in asked)]
        send(handler, feed(*(reversed(entries) if self._shuffled else entries), total=self._total).encode())


def _refusal(identity: str) -> str:
    place = f"https://arxiv.org/api/errors#incorrect_id_format_for_{identity}"
    return feed(f"<entry><id>{place}</id><title>Error</title><summary>incorrect id format</summary></entry>")
