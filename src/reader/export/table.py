"""CSV for spreadsheets (RFC 4180, UTF-8).

A cell that a spreadsheet would take for a formula, be it behind white space, gets an apostrophe in front (OWASP, "CSV
Injection"). IDs are written `arXiv:2608.20320`: alone, programs take them for numbers and drop their last zeros.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.export.jsonl import record
from reader.export.options import Options
from reader.export.texts import appearance, shown
from reader.model import TEXT_FIELDS, Lang, MarkedPaper, Paper, Texts
from reader.text.safe import printable

_FORMULA_STARTS = frozenset("=+-@＝＋－＠")
_BLANKS = ("\t", "\r")
_TEXTS = frozenset(TEXT_FIELDS)
_OURS = frozenset(
    [
        "version",
        "announce",
        "link",
        "first_seen",
        "last_seen",
        "submitted",
        "bookmarked",
        "read",
        "skipped",
        "translated_on",
    ]
)
"""Numbers, days, times and addresses: this program makes them, and nothing in them can do harm."""
_EMPTY = MarkedPaper(Paper(0, "", Texts(), None, None, None, False, 0, None, None, ()))
COLUMNS = tuple(record(_EMPTY))
"""The columns: the keys of the JSON Lines format."""


def render(papers: Iterable[MarkedPaper], options: Options) -> Iterator[str]:
    """A heading and one record a paper. Choosing one language leaves out the columns of the other."""
    columns = [name for name in COLUMNS if not name.endswith(_left_out(options.lang)) and _wanted(name, options)]
    yield ("\ufeff" if options.byte_order_mark else "") + _record(columns)
    for marked in papers:
        cells = _cells(marked)
        yield _record([cells[name] for name in columns])


def _wanted(name: str, options: Options) -> bool:
    return options.fields is None or name in options.fields


def _left_out(lang: Lang) -> tuple[str, ...]:
    return {Lang.ZH: ("_en",), Lang.EN: ("_zh",), Lang.BOTH: ()}[lang]


def _cells(marked: MarkedPaper) -> dict[str, str]:
    cells = {}
    for name, value in record(marked, appearance).items():
        if not value and value is not False:
            cells[name] = ""
        elif name in _TEXTS:
            cells[name] = harmless(shown(value))
        elif name in _OURS:
            cells[name] = str(value)
        else:
            cells[name] = _cell(value)
    cells["id"] = f"arXiv:{marked.paper.id}"
    return cells


def _cell(value: object) -> str:
    """`true` and `false` as in JSON, lists with semicolons, and text that is only text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return harmless("; ".join([printable(_item(item)) for item in value]))
    return harmless(printable(str(value), keep_newlines=True))


def _item(item: object) -> str:
    """One of several: an author with affiliations, the address of a link, a section with its name, or a text."""
    match item:
        case {"name": name, "affiliations": places}:
            return f"{name} ({', '.join(places)})" if places else str(name)
        case {"field": field, "model": model, "doubtful": doubtful}:
            return f"{field}: {model}{', doubtful' if doubtful else ''}"
        case {"url": url}:
            return str(url)
        case {"name": name, "text": text}:
            return f"{name}: {text}"
    return str(item)


def harmless(text: str) -> str:
    """`text` so that no spreadsheet runs it; spreadsheets skip white space in front."""
    start = text[:1]
    if start.isspace():
        start = text.lstrip()[:1] if start not in _BLANKS else "="
    return f"'{text}" if start in _FORMULA_STARTS else text


def harmed(text: str) -> str:
    """What `harmless` was given."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def _record(cells: Iterable[str]) -> str:
    return f"{','.join([_quoted(cell) for cell in cells])}\r\n"


def _quoted(cell: str) -> str:
    """A cell as RFC 4180 has it. `csv.writer` looks at every character one by one: it took a third of the time."""
    if "," in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
