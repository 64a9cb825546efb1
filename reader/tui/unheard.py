"""What is said of a key that does nothing where it is pressed: the card's own key, the way to where it acts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reader.commands import COMMANDS, Command, Keymap, Where
from reader.i18n import Translator

ON_A_CARD: Mapping[str, str] = MappingProxyType(
    {"bookmark": "triage-keep", "next-unread": "triage-later", "open": "triage-abstract"}
)
"""Commands of the list -> what comes nearest to them on a card."""
WAYS_TO_THE_LIST: Mapping[Where, str] = MappingProxyType(
    {Where.PAPER: "back", Where.SIDEBAR: "back", Where.TRIAGE: "triage-leave", Where.MEANING: "term-leave"}
)


def of_key(
    key: str, label: str, focus: Where, keymap: Keymap, t: Translator, *, ended: bool = False, asked: bool = False
) -> str:
    """What to say of a key that is not heard in a part of the screen; empty for one that no command has anywhere and
    that is no character.

    ended  on the last card of all
    asked  something is asked over the screen, where keys that no command has are characters
    """
    if asked:
        known = any(key in keys for keys in keymap.keys.values())
        return t("{key} does nothing here: Esc closes this.", key=label) if known else ""
    command = next((each for each in COMMANDS if key in keymap.keys[each.id]), None)
    if command is None and len(label) > 1:
        return ""
    said = _of_command(command, focus, keymap, t, ended=ended) if command is not None else ""
    shows = keymap.label("help")
    return said or (
        t("{key} does nothing here: {help} shows all keys.", key=label, help=shows) if shows else _nothing(t)
    )


def of_command(command: Command, focus: Where, keymap: Keymap, t: Translator, *, ended: bool) -> str:
    """The same of a command that was chosen by its name."""
    return _of_command(command, focus, keymap, t, ended=ended) or _nothing(t)


def nothing_to_act_on(keymap: Keymap, t: Translator, *, ended: bool) -> str:
    """What to say of a command that is about a paper, where there is none."""
    undo, leave = keymap.label("triage-undo"), keymap.label("triage-leave")
    if ended and undo and leave:
        return t("No paper is left: {undo} undoes, {leave} leaves.", undo=undo, leave=leave)
    return t("There is no paper here.")


def _of_command(command: Command, focus: Where, keymap: Keymap, t: Translator, *, ended: bool) -> str:
    """The card's own key, or the way to the list; empty: the command acts in neither."""
    way = keymap.label(WAYS_TO_THE_LIST[focus]) if focus in WAYS_TO_THE_LIST else ""
    own = ON_A_CARD.get(command.id) if focus is Where.TRIAGE else None
    if own and ended:
        return nothing_to_act_on(keymap, t, ended=True)
    if own and (key := keymap.label(own)):
        return t(
            "On a card it is {key}: {name}", key=key, name=t(next(each.name for each in COMMANDS if each.id == own))
        )
    if not way or not command.where & Where.COLUMNS:
        return ""
    if command.id == "open" and focus is Where.PAPER:
        return t("The paper is open already: {key} leads to the list.", key=way)
    return t("“{name}” is for the list: {key} leads there.", name=t(command.name), key=way)


def _nothing(t: Translator) -> str:
    return t("That does nothing here.")
