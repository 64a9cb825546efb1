"""Keeps the Chinese catalogue: `python -m tests.catalogue` collects msgids, keeps translations, compiles.

Collected are the constant arguments of `t("...")`, `t.n("...", "...", ...)` and `msg("...")` anywhere in `reader`, the
messages of the project's own errors, the names and helps of the commands, and what settings are about. What nobody
uses any more is dropped; what is new is left empty, and a test asks for it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from reader import config, errors
from reader.commands import COMMANDS, Group

PACKAGE = Path(__file__).parent.parent / "reader"
PO = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "reader.po"
MO = PO.with_suffix(".mo")
SAYING = {"t", "msg", *(name for name in vars(errors) if name.endswith("Error"))}
BEGUN = datetime(2026, 11, 21, tzinfo=UTC)

Msgid = str | tuple[str, str]


def used() -> dict[Msgid, str]:
    """Every msgid of the program -> the file it stands in, relative to the package; pairs are singular and plural."""
    found: dict[Msgid, str] = {}
    for command in COMMANDS:
        found[command.name] = found[command.help] = "commands/table.py"
    for group in Group:
        found[group.value] = "commands/table.py"
    for kind in config.SECTIONS.values():
        for setting in fields(kind):
            found[setting.metadata["about"]] = "config.py"
    found[config.ABOUT_KEYS] = "config.py"
    for path in sorted(PACKAGE.rglob("*.py")):
        for msgid in in_source(path.read_text(encoding="utf-8")):
            found.setdefault(msgid, str(path.relative_to(PACKAGE)))
    return found


def in_source(text: str) -> Iterator[Msgid]:
    """Msgids in one Python source text, in its order."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            constants = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            name = _called(node.func)
            if name in SAYING and constants:
                yield constants[0]
            elif name == "t.n" and len(constants) >= 2:
                yield constants[0], constants[1]


def _called(func: ast.expr) -> str:
    """The end of a called name: `t` for `t(...)`, `self.app.t(...)` and `self._t(...)`, `t.n` for `self.t.n(...)`."""
    if isinstance(func, ast.Name):
        return func.id.lstrip("_")
    if isinstance(func, ast.Attribute):
        owner, name = _called(func.value), func.attr.lstrip("_")
        return f"t.{name}" if owner == "t" else name
    return ""


def read() -> Catalog:
    """The catalogue as it is kept; an empty one where there is none yet."""
    if not PO.exists():
        return _empty()
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def _empty() -> Catalog:
    """A catalogue without messages, its header the same on every day."""
    return Catalog(
        locale="zh_CN",
        project="digest-reader",
        version="1",
        header_comment="# The interface of digest-reader in Chinese (simplified).",
        copyright_holder="digest-reader contributors",
        msgid_bugs_address="",
        last_translator="digest-reader contributors",
        language_team="",
        creation_date=BEGUN,
        revision_date=BEGUN,
        fuzzy=False,
    )


def update() -> int:
    """Writes both files anew; returns how many msgids have no translation."""
    old, new = read(), _empty()
    for msgid, place in used().items():
        kept = old.get(msgid if isinstance(msgid, str) else msgid[0])
        new.add(msgid, kept.string if kept else "", auto_comments=[place])
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, new, width=100, sort_output=True)
    MO.write_bytes(compiled())
    return sum(not all(strings(message.string)) for message in new if message.id)


def strings(translation: object) -> tuple[str, ...]:
    """The forms of one translation, singular and plural alike."""
    return translation if isinstance(translation, tuple) else (str(translation),)


def compiled() -> bytes:
    """What the kept catalogue compiles to."""
    buffer = BytesIO()
    write_mo(buffer, read())
    return buffer.getvalue()


if __name__ == "__main__":
    missing = update()
    sys.stdout.write(f"{len(used())} msgids, {missing} without a translation: {PO}\n")
