"""The configuration file: TOML, every setting with a default, nothing in it required.

What a setting is called, what it may be and what it is about stands once, in the classes below; reading, checking and
`digest-reader config` are derived from them. Format: https://toml.io/en/v1.0.0, read by `tomllib`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reader.errors import ConfigError
from reader.model import Lang
from reader.regular import read_regular
from reader.values import dataclass

_NO_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def _setting(default: Any, about: str, choices: Iterable[Any] = (), limits: tuple[int, int] | None = None) -> Any:
    """A field with what is needed to check and to explain it; `limits` are the least and the greatest number."""
    return field(default=default, metadata={"about": about, "choices": tuple(choices), "limits": limits})


@dataclass(frozen=True, slots=True)
class Screen:
    """How papers are shown."""

    language: str = _setting(
        "auto", "papers in Chinese, English or both; auto: the interface's language", ("auto", "zh", "en", "both")
    )
    theme: str = _setting("dark", "colours; ansi: the terminal's own", ("dark", "light", "contrast", "ansi"))
    rows: int = _setting(3, "most lines of a title in the list", (1, 2, 3))
    measure: int = _setting(84, "widest line of a paper, in cells (a Chinese character is two)", limits=(30, 300))
    signs: str = _setting("unicode", "marks in the list: signs, or ASCII for fonts without them", ("unicode", "ascii"))
    spacing: bool = _setting(False, "a gap between Chinese characters and Latin letters")
    near: bool = _setting(True, "where few papers have every word, those near in meaning behind them")


@dataclass(frozen=True, slots=True)
class Interface:
    """The program's own words."""

    language: str = _setting("auto", "menus and messages; auto: by locale", ("auto", "zh", "en"))


@dataclass(frozen=True, slots=True)
class Sync:
    """When sources are looked at."""

    on_open: bool = _setting(False, "look for new digests whenever the screen is opened")


@dataclass(frozen=True, slots=True)
class Export:
    """What `x` on the screen writes."""

    folder: str = _setting("", "where exported files go; empty: the folder the reader was started in")
    format: str = _setting(
        "markdown",
        "what is written if nothing else is said",
        ("markdown", "bibtex", "biblatex", "zotero", "csl", "ris", "obsidian", "html", "csv", "jsonl", "digest", "ids"),
    )
    language: str = _setting("both", "texts to export", ("zh", "en", "both"))


@dataclass(frozen=True, slots=True)
class Arxiv:
    """Where `enrich` asks."""

    endpoint: str = _setting("https://export.arxiv.org/api/query", "arXiv's API, which 'enrich' asks")


@dataclass(frozen=True, slots=True)
class Zotero:
    """Where `send` sends."""

    endpoint: str = _setting("http://127.0.0.1:23119", "the Zotero that runs on this machine, which 'send' talks to")


@dataclass(frozen=True, slots=True)
class Translate:
    """Whom `translate` asks; nobody until both endpoint and model are set. The key itself stands in no file."""

    endpoint: str = _setting("", "an OpenAI-compatible address that ends in /v1, which 'translate' asks; empty: none")
    model: str = _setting("", "the model's name there")
    key_env: str = _setting("", "the environment variable that holds the key; empty: no key is needed")


@dataclass(frozen=True, slots=True)
class Config:
    """All settings.

    keys      command id -> keys that replace the default ones (checked by `reader.commands.keymap`)
    warnings  a message (nothing is raised) for each thing in the file that nobody knows
    """

    screen: Screen = Screen()
    interface: Interface = Interface()
    sync: Sync = Sync()
    export: Export = Export()
    arxiv: Arxiv = Arxiv()
    zotero: Zotero = Zotero()
    translate: Translate = Translate()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_KEYS)
    warnings: tuple[ConfigError, ...] = ()


Section = type[Screen] | type[Interface] | type[Sync] | type[Export] | type[Arxiv] | type[Zotero] | type[Translate]
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "screen": Screen,
        "interface": Interface,
        "sync": Sync,
        "export": Export,
        "arxiv": Arxiv,
        "zotero": Zotero,
        "translate": Translate,
    }
)
_KEYS = "keys"
ABOUT_KEYS = "command = its keys, which replace those it has by default"


def load_config(path: Path) -> Config:
    """The settings in `path`, or the defaults where there is no such file.

    Raises ConfigError, one line with file and line number, if the file cannot be read or a value cannot be used.
    Names that nobody knows are reported in `Config.warnings` with the nearest known one.
    """
    try:
        if path == Path(os.devnull):
            return Config()
        text = read_regular(path).decode("utf-8-sig")  # some editors put a byte order mark first
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except OSError as error:
        if isinstance(error, PermissionError) and not os.access(path.parent, os.X_OK):
            raise ConfigError(
                "there is no permission to look into the folder {folder}; choose another with --library DIR",
                folder=path.parent,
            ) from error
        raise ConfigError(
            "{path} cannot be read ({reason}); choose another with --config FILE", path=path, reason=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError("{path} is not UTF-8 text; save it as UTF-8", path=path) from error
    import tomllib  # most readers have no such file

    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also numbers and nesting beyond what the interpreter takes
        raise ConfigError("{path} is not valid TOML: {reason}", path=path, reason=error) from error
    return _File(path, text).config(table)


def first_language(screen: Screen, interface: str) -> Lang:
    """The language in which papers are shown until the reader chooses; `interface` is `zh` or `en`."""
    return Lang(interface if screen.language == "auto" else screen.language)


def render_defaults(keys: Mapping[str, tuple[str, ...]] | None = None, translate: Callable[[str], str] = str) -> str:
    """A configuration file with every setting at its default, commented out, and what each is about.

    `keys` (command id -> keys) is what stands in its section `keys`; `translate` is for what settings are about.
    """
    lines: list[str] = []
    for name, kind in SECTIONS.items():
        lines.append(f"[{name}]")
        for item in fields(kind):
            lines.append(f"# {translate(item.metadata['about'])} ({_allowed(item)})")
            lines.append(f"# {item.name} = {_toml(item.default)}")
        lines.append("")
    lines.append(f"[{_KEYS}]")
    lines.append(f"# {translate(ABOUT_KEYS)}")
    lines.extend(f"# {name} = {_toml(list(bound))}" for name, bound in (keys or {}).items())
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _File:
    """A configuration file: its text is kept to tell the line of a mistake."""

    path: Path
    text: str

    def config(self, table: Mapping[str, Any]) -> Config:
        warnings = self._unknown(None, table, [*SECTIONS, _KEYS])
        parts: dict[str, Any] = {}
        for name, kind in SECTIONS.items():
            values = self._section(name, table)
            warnings += self._unknown(name, values, [item.name for item in fields(kind)])
            known = {
                item.name: self._value(name, item, values[item.name]) for item in fields(kind) if item.name in values
            }
            parts[name] = kind(**known)
        keys = {name: self._key_list(name, value) for name, value in self._section(_KEYS, table).items()}
        return Config(**parts, keys=MappingProxyType(keys), warnings=tuple(warnings))

    def _section(self, name: str, table: Mapping[str, Any]) -> Mapping[str, Any]:
        values = table.get(name, {})
        if not isinstance(values, dict):
            place = self._place(None, name)
            raise ConfigError("{place}: {name} is a section: write [{name}]", place=place, name=name)
        return values

    def _value(self, section: str, item: Field[Any], value: Any) -> Any:
        choices, limits = item.metadata["choices"], item.metadata["limits"]
        if (
            type(value) is not type(item.default)  # `isinstance` would take `true` for a number
            or (choices and value not in choices)
            or (limits and not limits[0] <= value <= limits[1])
        ):
            raise self._wrong(section, item.name, value, _allowed(item))
        return value

    def _key_list(self, name: str, value: Any) -> tuple[str, ...]:
        keys = [value] if isinstance(value, str) else value
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise self._wrong(_KEYS, name, value, '["x", "ctrl+t"]')
        return tuple(keys)

    def _wrong(self, section: str, name: str, value: Any, allowed: str) -> ConfigError:
        return ConfigError(
            "{place}: {name} cannot be {value}; it may be: {allowed}",
            place=self._place(section, name),
            name=f"{section}.{name if name.isprintable() else _toml(name)}",
            value=_toml(value),
            allowed=allowed,
        )

    def _unknown(self, section: str | None, values: Mapping[str, Any], known: list[str]) -> list[ConfigError]:
        import difflib  # rarely needed

        found = []
        for name in values:
            if name not in known:
                place, full = self._place(section, name), f"{section}.{name}" if section else f"[{name}]"
                shown = full if full.isprintable() else _toml(full)

                near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
                found.append(
                    ConfigError(
                        "{place}: {name} is not known; the nearest is {near}", place=place, name=shown, near=near
                    )
                )
        return found

    def _place(self, section: str | None, name: str) -> str:
        """File and line at which `name` is set, for messages; the file alone where the line is not plain to see."""
        current: str | None = None
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := re.match(r"\s*\[\s*[\"']?([^\]\"']+?)[\"']?\s*\]", line):
                current = header[1]
                if section is None and current == name:
                    return f"{self.path}:{number}"
            elif current == section and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.]", line):
                return f"{self.path}:{number}"
        return str(self.path)


def _allowed(item: Field[Any]) -> str:
    """What a setting may be, as it would be written: `1, 2, 3`, `30 ... 300`, `true, false`."""
    if limits := item.metadata["limits"]:
        return f"{limits[0]} ... {limits[1]}"
    if isinstance(item.default, bool):
        return "true, false"
    return ", ".join(_toml(choice) for choice in item.metadata["choices"]) or '"..."'


def _toml(value: Any) -> str:
    """A value as TOML writes it, on one line; JSON's spelling is the same for all that a setting can be."""
    written = json.dumps(value, ensure_ascii=False, default=str)
    return written if written.isprintable() else json.dumps(value, default=str)
