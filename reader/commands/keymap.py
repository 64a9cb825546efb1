"""Which keys reach which command, once a reader's own choices are taken in."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Mapping

from reader.commands.command import Command, Where
from reader.commands.table import COMMANDS
from reader.errors import ConfigError
from reader.values import dataclass

MODIFIERS = ("ctrl", "alt", "shift", "super")
NAMED_KEYS = {
    "backspace": "⌫",
    "delete": "Del",
    "down": "↓",
    "end": "End",
    "enter": "Enter",
    "escape": "Esc",
    "home": "Home",
    "insert": "Ins",
    "left": "←",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "right": "→",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}
"""Keys that are not characters, as Textual names them, and as a reader sees them."""

# Characters that Textual does not call by their Unicode name.
RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_UNICODE_NAMES = {name: original for original, name in RENAMED.items()}


@dataclass(frozen=True, slots=True)
class Keymap:
    """Keys as they are bound.

    keys      command id -> Textual key names, the one to show first; every command is in it
    problems  a message (nothing is raised) for each choice that could not be followed as it stood
    """

    keys: Mapping[str, tuple[str, ...]]
    problems: tuple[ConfigError, ...] = ()

    def label(self, command: str) -> str:
        """The first key of a command as a reader sees it; empty if it has none."""
        return next((key_label(key) for key in self.keys[command]), "")

    def hears(self, key: str, focus: Where) -> bool:
        """Some command that acts in this part of the screen has the key."""
        return self.reaches(key, focus, self.keys)

    def reaches(self, key: str, focus: Where, names: Container[str]) -> bool:
        """One of the commands `names` that act in this part of the screen has the key."""
        return any(
            key in self.keys[command.id] and command.where & focus for command in COMMANDS if command.id in names
        )


def keymap(overrides: Mapping[str, tuple[str, ...]] | None = None, commands: Iterable[Command] = COMMANDS) -> Keymap:
    """Default keys with `overrides` (command id -> keys that replace all its default keys; none: no key).

    A key may be written as Textual names it (`ctrl+t`, `question_mark`) or as the character itself (`?`). A key chosen
    by the reader is taken from the command that had it by default. Never raises: what cannot be followed is reported.
    """
    table = {command.id: command for command in commands}
    problems: list[ConfigError] = []
    chosen: dict[str, tuple[str, ...]] = {}
    for name, keys in (overrides or {}).items():
        if name in table:
            chosen[name] = _known_keys(name, keys, problems)
        else:
            near = _nearest(name, table)
            problems.append(
                ConfigError("there is no command {name}; the nearest is {near}", name=repr(name), near=near)
            )
    bound: dict[str, tuple[str, ...]] = {}
    # Chosen keys are given out first, so that a default gives way.
    for name in sorted(table, key=lambda name: name not in chosen):
        free = []
        for key in chosen.get(name, table[name].keys):
            rival = _holder(key, table[name], bound, table)
            if rival is None:
                free.append(key)
            else:
                problems.append(
                    ConfigError(
                        "{key} is wanted by {winner} and by {loser}; {winner} has it",
                        key=key_label(key),
                        winner=rival,
                        loser=name,
                    )
                )
        bound[name] = tuple(free)
    return Keymap({name: bound[name] for name in table}, tuple(problems))


def key_label(key: str) -> str:
    """A key as a reader knows it: `question_mark` is `?`, `ctrl+p` is `^p`, `down` is `↓`."""
    *modifiers, last = key.split("+")
    shown = NAMED_KEYS.get(last) or _character(last) or last
    if modifiers == ["ctrl"] and len(shown) == 1:
        return f"^{shown}"
    return "+".join([*(modifier.capitalize() for modifier in modifiers), shown])


def read_key(text: str) -> str | None:
    """Textual's name of a key written as a name or as a character; None if there is no such key."""
    *modifiers, last = text.split("+") if len(text) > 1 else [text]
    if any(modifier not in MODIFIERS for modifier in modifiers):
        return None
    if len(last) == 1:
        last = _name(last)
    elif last not in NAMED_KEYS and _character(last) is None:
        return None
    return "+".join([*modifiers, last])


def _known_keys(name: str, keys: tuple[str, ...], problems: list[ConfigError]) -> tuple[str, ...]:
    known = []
    for text in keys:
        key = read_key(text)
        if key is None:
            near = _nearest(text, [*NAMED_KEYS, *_UNICODE_NAMES])
            problems.append(
                ConfigError(
                    "there is no key {key} (for {name}); the nearest is {near}", key=repr(text), name=name, near=near
                )
            )
        else:
            known.append(key)
    return tuple(dict.fromkeys(known))


def _holder(
    key: str, command: Command, bound: Mapping[str, tuple[str, ...]], table: Mapping[str, Command]
) -> str | None:
    """The command that `key` reaches already in a place where `command` would need it too."""
    for other, keys in bound.items():
        if key in keys and table[other].where & command.where:
            return other
    return None


def _nearest(name: str, names: Iterable[str]) -> str:
    import difflib  # only for a mistake

    return difflib.get_close_matches(name, list(names), n=1, cutoff=0.0)[0]


def _name(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return RENAMED.get(name, name) or character


def _character(name: str) -> str | None:
    """The character that Textual calls `name`; None if it is not a character's name."""
    if len(name) == 1:
        return name
    spelt = _UNICODE_NAMES.get(name, name).replace("_", " ")
    for candidate in (spelt, spelt.replace("hyphen minus", "hyphen-minus"), spelt.replace(" than ", "-than ")):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return None
