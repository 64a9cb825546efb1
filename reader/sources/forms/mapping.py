"""A form as data: what its files look like and where each field of a paper stands, as `[form.NAME]` in TOML.

[form.example]
files = ["data/*.json"]           which files of a repository or folder are opened for it
kind = "json"                     see `kinds`; with `items`, `row`, `start`, `line`, `find` as they need them
items = "papers[]"
has = ["upvotes"]                 keys by which JSON is known, beside those of ID and title
branch = "data"                   of a repository, where it is not the usual one
day = "name | folder"             also commit, none (announces nothing) or field:PATH
id = "arxiv_id | pdf_url"         anything with an arXiv ID in it; fields are paths, see `paths`
title_en = "title"                title, tldr, abstract: with _en or _zh, or without: by the script
sections = { "方法" = "ai.method" }   or "#*": every part of a page that is not used otherwise
reject = ["Error", "* failed"]    texts that mean "not there"
match = { id = '/(\\d{4})(\\d{5})-' }  what of a value is meant; several groups are joined with a full stop
cut = true                        abstracts that end in dots are cut short; not said: see `mapped`
unescape = true                   Markdown's backslashes and literal \\n are no part of the text
"""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Mapping as Names
from dataclasses import dataclass, field
from fnmatch import translate
from typing import Any

from reader.errors import DigestReaderError, UsageError
from reader.i18n import msg
from reader.sources.forms.kinds import KINDS, NEEDS, Shape
from reader.sources.forms.paths import Getter, brackets, first_keys, getter, keys_of_all

TEXTS = tuple(f"{name}{language}" for name in ("title", "tldr", "abstract") for language in ("_en", "_zh", ""))
PLAIN = ("primary", "comment", "doi", "journal", "submitted", "version", "announce", "topic")
LISTS = ("authors", "categories", "keywords")
LINKS = ("code", "project", "pdf")
SECTIONS = ("sections", "sections_zh", "sections_en")
FIELDS = ("id", *TEXTS, *PLAIN, *LISTS, *LINKS)
"""What may be given a path."""
LONGEST = 4000
"""Characters of a value: patterns and paths that are longer take more than a moment to be understood."""

_SHAPE = ("items", "start", "line", "row", "find")
_OTHER = ("files", "kind", "has", "branch", "day", "reject", "match", "language_of", "unescape", "cut")
_DAYS = ("name", "folder", "commit", "none")
_NAME = re.compile(r"[\w.-]+")
_TABLE = re.compile(r"^\s*\[\s*form\s*\.\s*[\"']?([\w.-]+)[\"']?\s*\]", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """One form.

    day       where the day stands, the first that tells: `name`, `folder`, `commit`; empty: wherever it is told
    day_field the path of `field:PATH`, with which every record has its own day
    announces False: it has no day at all
    reject    matches a whole text that means "not there"
    cuts      whether abstracts that end in dots are cut short; None: see `mapped`
    keys      names that stand in every file: those on the paths of ID and title, and those that it `has`
    """

    name: str
    kind: str
    shape: Shape
    fields: Names[str, Getter]
    files: tuple[re.Pattern[str], ...] = ()
    branch: str | None = None
    day: tuple[str, ...] = ()
    day_field: Getter | None = None
    announces: bool = True
    sections: Names[str, Getter] = field(default_factory=dict)
    all_parts: bool = False
    reject: re.Pattern[str] | None = None
    match: Names[str, re.Pattern[str]] = field(default_factory=dict)
    language_of: re.Pattern[str] | None = None
    unescape: bool = False
    cuts: bool | None = None
    keys: frozenset[str] = frozenset()

    @property
    def one_a_file(self) -> bool:
        """Whether a file of this form is about one paper."""
        return self.kind == "front-matter" or (self.kind == "json" and self.shape.items is None)

    def opens(self, path: str) -> bool:
        """Whether a file of that path, with slashes, is looked at for this form."""
        return not self.files or any(pattern.match(path) for pattern in self.files)


def parse_mappings(text: str, place: str) -> list[Mapping]:
    """The mappings of a TOML file. Raises UsageError with place, line and reason of the first thing that is wrong."""
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff"))  # a byte order mark
    except (ValueError, RecursionError) as error:  # also numbers and nesting beyond what the interpreter takes
        raise UsageError(
            msg("{place}: {reason}; a form is described by [form.NAME]"), place=place, reason=error
        ) from error
    forms = tables.get("form")
    if not isinstance(forms, dict) or not forms or tables.keys() != {"form"}:
        raise UsageError(msg("{place}: a form is described by [form.NAME], and nothing else stands there"), place=place)
    return [_Reader(text, place, name).mapping(table) for name, table in forms.items()]


class _Reader:
    """One reading of one table."""

    def __init__(self, text: str, place: str, name: str) -> None:
        self._text, self._place, self._name = text, place, name

    def mapping(self, table: Any) -> Mapping:
        if not isinstance(table, dict) or not _NAME.fullmatch(self._name):
            raise self.error("", msg("is not described by a table"))
        for key in table:
            if key not in (*FIELDS, *SECTIONS, *_SHAPE, *_OTHER):
                raise self.error(key, msg("is no key of a form"))
            if len(str(table[key])) > LONGEST:
                raise self.error(key, msg("is too long"))
        kind = self.choice(table, "kind", tuple(KINDS))
        for key in NEEDS.get(kind, ()):
            if key not in table:
                raise self.error("kind", msg("needs also {other}"), other=key)
        fields = {name: self.path(table, name) for name in FIELDS if name in table}
        if "id" not in table and not (kind == "json-rows" or "id" in self.groups(table)):
            raise self.error("", msg("has no path for id"))
        fields.setdefault("id", getter("id"))
        for name in self.groups(table):
            if name in FIELDS:
                fields.setdefault(name, getter(name))
        sections, all_parts = self.sections(table)
        day, day_field, announces = self.day(table)
        return Mapping(
            name=self._name,
            kind=kind,
            shape=self.shape(table),
            fields=fields,
            files=tuple(re.compile(_glob(one)) for one in self.texts(table, "files")),
            branch=next(iter(self.texts(table, "branch")), None),
            day=day,
            day_field=day_field,
            announces=announces,
            sections=sections,
            all_parts=all_parts,
            reject=self.reject(table),
            match=self.patterns(table, "match"),
            language_of=self.language_of(table),
            unescape=self.choice_of_two(table, "unescape") is True,
            cuts=self.choice_of_two(table, "cut"),
            keys=frozenset(
                [key for name in ("id", "title_en", "title") for key in first_keys(table.get(name))]
                + keys_of_all(table.get("items"))
                + list(self.texts(table, "has"))
            ),
        )

    def error(self, key: str, problem: str, **values: object) -> UsageError:
        """`problem` is a template in `values`; it follows the place, the form's name and the key."""
        where = f"{self._place}:{self.line_of(key)}: [form.{self._name}] {key}".rstrip()
        return UsageError("{where} {problem}", where=where, problem=DigestReaderError(problem, **values))

    def line_of(self, key: str) -> int:
        """The line of a key in its table, else that of the table."""
        start = next((found for found in _TABLE.finditer(self._text) if found[1] == self._name), None)
        if start is None:
            return 1
        wanted = re.compile(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", re.MULTILINE) if key else None
        found = wanted.search(self._text, start.end()) if wanted else None
        return self._text.count("\n", 0, found.start() + len(found[0]) if found else start.end()) + 1

    def choice(self, table: dict[str, Any], key: str, values: tuple[str, ...]) -> str:
        value = table.get(key)
        if value not in values:
            raise self.error(key if key in table else "", msg("needs one of {values}"), values=", ".join(values))
        return str(value)

    def choice_of_two(self, table: dict[str, Any], key: str) -> bool | None:
        value = table.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.error(key, msg("needs one of {values}"), values="true, false")
        return value

    def path(self, table: dict[str, Any], key: str, path: object = None) -> Getter:
        path = table[key] if path is None else path
        if not isinstance(path, str):
            raise self.error(key, msg("must be a path, as text"))
        try:
            return getter(path)
        except ValueError as error:
            raise self.error(key, msg("is wrong: {reason}"), reason=error) from error

    def texts(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = table.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise self.error(key, msg("must be text, or a list of texts"))
        return tuple(values)

    def pattern(self, key: str, value: object) -> re.Pattern[str]:
        if not isinstance(value, str):
            raise self.error(key, msg("must be a pattern, as text"))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # about signs that may mean something else one day
                return re.compile(value, re.MULTILINE | (re.DOTALL if key == "find" else 0))
        except (re.error, RecursionError, OverflowError) as error:
            raise self.error(key, msg("is wrong: {reason}"), reason=error) from error

    def patterns(self, table: dict[str, Any], key: str) -> dict[str, re.Pattern[str]]:
        values = table.get(key, {})
        if not isinstance(values, dict):
            raise self.error(key, msg("must be a table of patterns"))
        return {name: self.pattern(key, value) for name, value in values.items()}

    def groups(self, table: dict[str, Any]) -> set[str]:
        """The names that patterns give to values."""
        named = {name for key in ("row", "start") if key in table for name in self.pattern(key, table[key]).groupindex}
        return named | set(self.patterns(table, "find"))

    def shape(self, table: dict[str, Any]) -> Shape:
        given = {key: self.pattern(key, table[key]) for key in ("start", "line", "row") if key in table}
        if "line" in given and not {"key", "value"} <= given["line"].groupindex.keys():
            raise self.error("line", msg("needs the groups (?P<key>...) and (?P<value>...)"))
        items = self.path(table, "items") if "items" in table else None
        return Shape(
            items=items,
            depth=brackets(table.get("items")),
            depth_in_list=brackets(table.get("items"), listed=True),
            find=self.patterns(table, "find"),
            **given,
        )

    def sections(self, table: dict[str, Any]) -> tuple[dict[str, Getter], bool]:
        found: dict[str, Getter] = {}
        for key in SECTIONS:
            value = table.get(key, {})
            if value == "#*":
                return found, True
            if not isinstance(value, dict):
                raise self.error(key, msg('must be a table of names and paths, or "#*"'))
            found |= {name: self.path(table, key, path) for name, path in value.items()}
        return found, False

    def day(self, table: dict[str, Any]) -> tuple[tuple[str, ...], Getter | None, bool]:
        told, is_field, path = "|".join(self.texts(table, "day")).partition("field:")
        own = self.path(table, "day", path) if is_field else None
        places = [part for one in told.split("|") if (part := one.strip())]
        if not set(places) <= set(_DAYS):
            raise self.error("day", msg("needs one of {values}"), values=f"{', '.join(_DAYS)}, field:PATH")
        if own is None and "day" in self.groups(table) and not places:
            own = getter("day")
        announces = "none" not in places and ("day" in table or own is not None or "submitted" not in table)
        return tuple(place for place in places if place != "none"), own, announces

    def reject(self, table: dict[str, Any]) -> re.Pattern[str] | None:
        given = self.texts(table, "reject")
        return re.compile("|".join(f"(?:{translate(one)})" for one in given), re.IGNORECASE) if given else None

    def language_of(self, table: dict[str, Any]) -> re.Pattern[str] | None:
        if "language_of" not in table:
            return None
        value = str(table["language_of"])
        pattern = self.pattern("language_of", value.removeprefix("name:"))
        if not value.startswith("name:") or "lang" not in pattern.groupindex:
            raise self.error("language_of", msg("must be name:PATTERN with a group (?P<lang>...)"))
        return pattern


def _glob(pattern: str) -> str:
    """A glob over whole paths as a regular expression: `*` stays within a folder, `**/` is any folders."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    signs = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    return r"(?:.*/)?" + "".join(signs.get(part, re.escape(part)) for part in parts) + r"\Z"
