"""What is fed with mutated input: each target takes bytes, and may refuse them only by an error of our own."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reader.commands import keymap
from reader.config import load_config, render_defaults
from reader.export.formats import FORMATS, Options, render
from reader.library.library import Library
from reader.model import Digest, MarkedPaper
from reader.paths import Places
from reader.sources.contract import Kind, Reading, SourceSpec
from reader.sources.dispatch import read_source
from reader.sources.forms.mapping import parse_mappings
from reader.sources.forms.registry import forms_of
from reader.text.loose_json import json_or_none
from reader.text.safe import printable
from reader.tui.kept_frame import kept_frame
from reader.tui.kept_state import restored
from reader.tui.state import ViewState
from tests.sources import invented, test_arxiv_xml, test_bibliographies, test_daily_arxiv

DAY = date(2026, 8, 21)
MARKS = b"""\
{"id": "2608.00001", "bookmarked": "2026-08-21T07:30:00+00:00", "tags": ["owls", "later"], "note": "a note",
 "read": "2026-08-21T07:30:00+08:00", "skipped": "2026-08-21T07:30:00-14:00"}
{"word": "owl", "weight": 1.5e0, "for": "#owls", "hide": false, "own": true}
""".replace(b",\n ", b", ")


@dataclass(frozen=True)
class Target:
    """`take(data)` may raise DigestReaderError and nothing else. `seeds` are good inputs."""

    name: str
    seeds: Sequence[bytes]
    take: Callable[[bytes], None]


@contextmanager
def all_targets(root: Path) -> Iterator[list[Target]]:
    """Everything that reads what somebody else wrote; files are put below `root`."""
    places = Places(root / "data", root / "cache", root / "config.toml")
    library = Library.open(places)
    library.sources.bring_in("invented", Reading("all", "1", (Digest("a", "cs.XX", DAY, invented.ENTRIES),)))
    library.marks.save_search(1, "saved", "teapots")
    papers = [library.paper(num) for num in library.listing().nums]
    try:
        yield [
            Target("sources", source_seeds(papers), lambda data: take_source(data, root)),
            Target("queries", QUERIES, lambda data: take_query(data, library)),
            Target("mappings", MAPPINGS, lambda data: take_mapping(data, root)),
            Target("configuration", [CONFIG.encode()], lambda data: take_config(data, places)),
            Target("kept state", STATES, take_state),
            Target("first frame", STATES, lambda data: take_frame(data, places)),
            Target(
                "marks",
                [exported("jsonl", papers), MARKS, gzip.compress(MARKS)],
                lambda data: take_marks(data, root, library),
            ),
        ]
    finally:
        library.close()


CONFIG = (
    "\n".join(re.findall(r"^\[.*|(?<=^# )(?!command)\w+ = .*", render_defaults(), re.MULTILINE))
    + '\nbookmark = ["b"]\n'
)
QUERIES = [
    query.encode()
    for query in (
        '"invented teapots" OR title:tea* -cups (is:unread date:2026-08..) #tag note:"x y"',
        "虚构的茶壶 in:cs.XX cat:cs.* type:new id:2401.00001 sort:date",
        "abstract:holds NEAR cups @saved is:bookmarked date:7d",
    )
]
STATES = [
    json.dumps(value).encode()
    for value in (
        {"query": "x", "filters": ["in:cs.XX"], "paper": "2401.00001", "lang": "both", "share": 50, "sort": "date"},
        {"stamp": ["a", 1, None], "lines": ["\x1b[1mx\x1b[0m"] * 24},
    )
]


END_OF_MAPPING = b"\n=====\n"
_FIELDS = 'id = "id"\ntitle_en = "title"\nabstract_zh = "zh"\nauthors = "by[]"\nreject = ["Error", "* failed"]\n'
_RECORD = '{"id": "2401.00001", "title": "Invented Teapots", "zh": "虚构的茶壶。", "by": ["Ada Beispiel", "Bo Muster"]}'
_ROW = r"""row = '\|(?P<day>[\d-]+)\|(?P<title_en>[^|]+)\|\[x\]\((?P<code>[^)]+)\)\|'"""
_PART = "---\nid: 2401.00001\ntitle: Invented Teapots\nby: [Ada, Bo]\n---\n# 虚构的茶壶\n## 摘要\n虚构。\n"
_BLOCK = "* Invented Teapots\n  ID: 2401.00001\n  BY: Ada, Bo\n"
_TABLE = "## cs.XX\n| Title | ID |\n|---|---|\n| Invented Teapots | [x](https://arxiv.org/abs/2401.00001) |\n"
MAPPINGS = [
    f'[form.{kind}]\nkind = "{kind}"\n{keys}'.encode() + END_OF_MAPPING + text.encode()
    for kind, keys, text in (
        ("json", f'items = "papers[]"\nday = "name | folder"\ncut = true\n{_FIELDS}', f'{{"papers": [{_RECORD}]}}'),
        ("jsonl", f'{_FIELDS}sections = {{ "方法" = "zh" }}\nunescape = true\n', f"{_RECORD}\n{_RECORD}\n"),
        ("python-lines", f"{_FIELDS}match = {{ id = '(\\d{{4}})[.](\\d{{5}})' }}\n", f"{_RECORD}\n"),
        (
            "json-rows",
            f'{_ROW}\ntopic = "topic"\n',
            '{"Tea": {"2401.00001": "|2024-01-02|Invented Teapots|[x](https://a.b)|"}}',
        ),
        ("front-matter", f'day = "none"\n{_FIELDS}title_zh = "#"\nsections = "#*"\n', _PART),
        (
            "blocks",
            "start = '^[*] (?P<title_en>.+)'\nline = '^  (?P<key>[A-Z]+): (?P<value>.+)'\n"
            'id = "ID"\nauthors = "BY"\n',
            _BLOCK,
        ),
        ("table", 'id = "ID@"\ntitle_en = "Title"\ntopic = "topic"\n', _TABLE),
    )
]


def exported(name: str, papers: Sequence[MarkedPaper]) -> bytes:
    """The invented papers in one of the export formats."""
    return "".join(render(papers, name, Options())).encode()


def source_seeds(papers: Sequence[MarkedPaper]) -> list[bytes]:
    """A file of every form that is read, and of every form that is written."""
    texts = [
        *(invented.digest(age=age) for age in ("march 2023", "2023", "2024")),
        *(invented.feed(age=age) for age in ("block", "march 2023", "2023", "2024")),
        *(invented.record(item) for item in invented.ENTRIES),
        *(getattr(test_arxiv_xml, name) for name in ("RSS", "ATOM", "RDF", "API", "OAI", "OAI_RAW", "OAI_DC", "COOL")),
        *(getattr(test_bibliographies, name) for name in ("BIBTEX", "ZOTERO", "LISTING")),
        json.dumps(test_bibliographies.KAGGLE),
        json.dumps(test_bibliographies.CSL),
        json.dumps(test_bibliographies.SCHOLAR),
        json.dumps(test_daily_arxiv.SAID, ensure_ascii=False),
        test_daily_arxiv.MARKDOWN,
    ]
    return [*(text.encode() for text in texts), *(exported(name, papers) for name in FORMATS)]


def take_source(data: bytes, root: Path) -> None:
    """Read a file as a sync does; what is read must be whole values that can be shown and stored."""
    file = root / "2026-08-21 cs.XX"
    file.write_bytes(data)
    for reading in read_source(SourceSpec(Kind.FILE, str(file)), {}, clones=root):
        for digest in reading.digests:
            for entry in digest.entries:
                for text in (entry.texts.title_en, entry.texts.title_zh, entry.texts.abstract_en):
                    text and printable(text).encode()
                entry.id.encode("ascii")
            for problem in digest.problems:
                printable(problem.reason).encode()


def take_mapping(data: bytes, root: Path) -> None:
    """A form that a reader described, and a file that is read by it."""
    described, _, text = data.partition(END_OF_MAPPING)
    file = root / "2026-08-21 mapped"
    file.write_bytes(text)
    for mapping in parse_mappings(described.decode("utf-8", "replace"), "forms.toml"):
        forms = forms_of((replace(mapping, files=()),), mapping.name)
        for reading in read_source(SourceSpec(Kind.FILE, str(file)), {}, clones=root, forms=forms):
            for digest in reading.digests:
                for entry in digest.entries:
                    entry.id.encode("ascii")


def take_query(data: bytes, library: Library) -> None:
    """As it is typed, and as it is sent."""
    text = data.decode("utf-8", "surrogateescape")
    for typing in (True, False):
        library.finding.search(text, typing=typing)


def take_config(data: bytes, places: Places) -> None:
    """The keys are looked up, too."""
    places.config.write_bytes(data)
    try:
        config = load_config(places.config)
        keymap(config.keys)
        [str(warning) for warning in config.warnings]
    finally:
        places.config.unlink()


def take_state(data: bytes) -> None:
    """Anything at all may be kept; the screen opens."""
    text = data.decode("utf-8", "replace")
    restored(text, ViewState())
    json_or_none(data)


def take_frame(data: bytes, places: Places) -> None:
    """Anything at all may be in the cache."""
    places.cache.mkdir(parents=True, exist_ok=True)
    (places.cache / "first-frame.json").write_bytes(data)
    import os

    kept_frame(places, {}, os.terminal_size((80, 24)))


def take_marks(data: bytes, root: Path, library: Library) -> None:
    """An export that was edited."""
    file = root / "marks.jsonl"
    file.write_bytes(data)
    library.marks.restore(file)
    library.marks.undo()
