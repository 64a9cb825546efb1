"""The kinds of file that mappings are about: from text to records, which are objects of named values.

json          one document; the mapping's `items` says where the records are (`[]`, `papers[]`)
jsonl         JSON objects, one a line or over several lines
python-lines  one Python dictionary a line
json-rows     topic -> ID -> a text that the mapping's `row` takes apart; records have `topic` and `id`, too
front-matter  one paper a file: `name: value` lines between two `---`, then text: `#` is the title,
              `#NAME` the text under `## NAME`; lines that the mapping's `line` matches give values, too
blocks        a record begins at each line that `start` matches; `line` gives values by name, `find` others
table         Markdown tables; values are named by their columns, `COLUMN@` is a link's address; `topic` is the heading

Patterns are regular expressions; their named groups become values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reader.sources.forms.jsontext import Record, json_document, loose_records, python_lines
from reader.sources.forms.paths import Getter

Pattern = re.Pattern[str]

_HEAD = re.compile(r"\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_NAME_AND_VALUE = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*(?:\n(?:[ \t]+|- |$).*)*)$", re.MULTILINE)
_LIST = re.compile(r"\[(.*)\]", re.DOTALL)
_BLOCK = re.compile(r"[|>][-+]?\d?[ \t]*$", re.MULTILINE)
_POINT = re.compile(r"^[ \t]*- (.*)$", re.MULTILINE)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
# Blanks at an end are taken off afterwards: a pattern that also looks for them takes the square of a line of blanks.
_PART = re.compile(r"^##[ \t]+(\S.*)$", re.MULTILINE)
_HEADING = re.compile(r"#{1,6}[ \t]+(\S.*)")
_RULE = re.compile(r"[ \t:|-]+")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
_CELL_END = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What a mapping says of the shape of its files, beside the kind. `depth`: brackets in which its items stand.

    depth_in_list  the same where the document is a list
    """

    items: Getter | None = None
    depth: int = 0
    depth_in_list: int = 0
    start: Pattern | None = None
    line: Pattern | None = None
    row: Pattern | None = None
    find: Mapping[str, Pattern] = field(default_factory=dict)


def _json(text: str, shape: Shape) -> Iterator[Record]:
    document = json_document(text)
    if document is not None:
        yield from ((0, record) for record in (shape.items(document) if shape.items else [document]))
        return
    yield from loose_records(text, shape.depth_in_list if text.lstrip("\ufeff \t\r\n").startswith("[") else shape.depth)


def _json_lines(text: str, shape: Shape) -> Iterator[Record]:
    return loose_records(text, 1)  # a list of them also does


def _python_lines(text: str, shape: Shape) -> Iterator[Record]:
    return python_lines(text)


class Row(NamedTuple):
    """A record of `json-rows` that is not taken apart yet: see `taken_apart`."""

    topic: str
    key: str
    text: str


def _json_rows(text: str, shape: Shape) -> Iterator[Record]:
    document = json_document(text)
    if document is None:
        yield 0, None
    for topic, rows in document.items() if isinstance(document, dict) else ():
        for key, row in rows.items() if isinstance(rows, dict) else ():
            yield 0, Row(topic, key, row) if isinstance(row, str) else (topic, key)


def taken_apart(record: Any, shape: Shape) -> dict[str, Any] | None:
    """A record as an object of named values; None if it is none."""
    if isinstance(record, Row):
        found = shape.row.search(record.text) if shape.row else None
        return {"id": record.key} | _groups(found) | {"topic": record.topic} if found else None
    return record if isinstance(record, dict) else None


def _front_matter(text: str, shape: Shape) -> Iterator[Record]:
    head = _HEAD.match(text)
    body = text[head.end() :] if head else text
    record: dict[str, Any] = {name: _plain(value) for name, value in _NAME_AND_VALUE.findall(head[1])} if head else {}
    parts = list(_PART.finditer(body))
    above = body[: parts[0].start()] if parts else body
    for found in shape.line.finditer(above) if shape.line else ():
        record.setdefault((found["key"] or "").strip(), (found["value"] or "").strip())
    if title := _TITLE.search(above):
        record["#"] = title[1].strip()
    ends = [*(part.start() for part in parts[1:]), len(body)]
    for part, end in zip(parts, ends, strict=False):
        record[f"#{part[1].rstrip()}"] = _without_rule(body[part.end() : end])
    yield 1, record | _finds(text, shape)


def _without_rule(part: str) -> str:
    """A part of a document without the rule (`---`) on a line of its own that may end it, and without blanks around."""
    plain = part.rstrip()
    above = plain.rstrip("-")
    text = above.rstrip()
    ruled = len(plain) - len(above) >= 3 and "\n" in above[len(text) :]
    return (text if ruled else plain).lstrip()


def _plain(value: str) -> Any:
    """A value of front matter: quotes off, `[a, b]` and lines of `- a` a list. Else text as it stands, colons included.

    A text over several lines is joined; behind `|` its lines stay (YAML's block scalars).
    """
    first, _, below = value.strip(" \t").partition("\n")
    if below and _BLOCK.match(first):
        between = "\n" if first.startswith("|") else " "
        return between.join(line.strip() for line in below.split("\n")).strip()
    if below and not first:
        return [_unquoted(point.strip()) for point in _POINT.findall(below)]
    value = " ".join(line.strip() for line in value.split("\n")).strip()
    if found := _LIST.fullmatch(value):
        return [_unquoted(part.strip()) for part in found[1].split(",") if part.strip()]
    return _unquoted(value)


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"')
    return value


def _blocks(text: str, shape: Shape) -> Iterator[Record]:
    starts = list(shape.start.finditer(text)) if shape.start else []
    line, counted = 1, 0
    for found, end in zip(starts, [*(start.start() for start in starts[1:]), len(text)], strict=False):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        block = text[found.start() : end]
        record = _groups(found)
        for pair in shape.line.finditer(block) if shape.line else ():
            record.setdefault((pair["key"] or "").strip(), (pair["value"] or "").strip())
        yield line, record | _finds(block, shape)


def _finds(text: str, shape: Shape) -> dict[str, Any]:
    """What the patterns of `find` find: the text, or a list of them where there are several."""
    record: dict[str, Any] = {}
    for name, pattern in shape.find.items():
        found = [match[1] if pattern.groups else match[0] for match in pattern.finditer(text)]
        if found:
            record[name] = found if len(found) > 1 else found[0]
    return record


def _groups(found: re.Match[str]) -> dict[str, Any]:
    return {name: value for name, value in found.groupdict().items() if value}


def _table(text: str, shape: Shape) -> Iterator[Record]:
    topic, before = "", ""
    columns: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if heading := _HEADING.fullmatch(stripped):
            topic, columns = heading[1].rstrip(" \t#"), []
        elif "-" in stripped and _RULE.fullmatch(stripped) and "|" in before:
            columns = [_text(cell) for cell in _cells(before)]
        elif columns and "|" in stripped:
            yield number, _row(columns, _cells(stripped)) | {"topic": topic}
        else:
            columns = []
        before = stripped


def _row(columns: list[str], cells: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for column, cell in zip(columns, _whole(cells, len(columns)), strict=False):
        record[column] = _text(cell)
        if link := _LINK.search(cell):
            record[f"{column}@"] = link[2]
    return record


def _whole(cells: list[str], wanted: int) -> list[str]:
    """Cells of which there are too many put together again: a bare bar stands in emphasis, maths or a fold."""
    surplus = len(cells) - wanted
    joined = cells[:1]
    for cell in cells[1:]:
        if surplus > 0 and _is_open(joined[-1]):
            joined[-1] += f"|{cell}"
            surplus -= 1
        else:
            joined.append(cell)
    return joined


def _is_open(cell: str) -> bool:
    """Whether emphasis, maths or a fold was begun and not ended."""
    return bool(cell.count("**") % 2 or cell.count("$") % 2) or cell.count("<details") > cell.count("</details")


def _cells(line: str) -> list[str]:
    return [cell.replace("\\|", "|") for cell in _CELL_END.split(line.strip().strip("|"))]


def _text(cell: str) -> str:
    """A cell without emphasis and with links as their words."""
    return _LINK.sub(r"\1", cell).strip().strip("*").strip()


KINDS: Mapping[str, Callable[[str, Shape], Iterator[Record]]] = {
    "json": _json,
    "jsonl": _json_lines,
    "python-lines": _python_lines,
    "json-rows": _json_rows,
    "front-matter": _front_matter,
    "blocks": _blocks,
    "table": _table,
}
"""Kind -> its reader. A record that cannot be read is no object: see `Record`."""

NEEDS: Mapping[str, tuple[str, ...]] = {"json-rows": ("row",), "blocks": ("start",)}
"""Keys without which a mapping of that kind says nothing."""
