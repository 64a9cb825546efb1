"""Keeps the tables of the README: `python -m tests.readme` writes those of keys, sub-commands and formats anew."""

from __future__ import annotations

import re
from pathlib import Path

from reader.cli.subcommands import SUBCOMMANDS
from reader.commands import COMMANDS, key_label
from reader.export.formats import FORMATS
from reader.i18n import translator

BAR = "\\|"  # a bar inside a cell
README = Path(__file__).parent.parent / "README.md"
_WHAT = "keys|commands|formats"
TABLE = re.compile(rf"<!-- (?P<what>{_WHAT}) (?P<language>en|zh) -->\n(?P<table>.*?)<!-- end -->", re.DOTALL)
HEADINGS = {
    ("keys", "en"): ("Key", "What it does", "Name in the configuration"),
    ("keys", "zh"): ("按键", "作用", "配置中的名称"),
    ("commands", "en"): ("Command", "What it does"),
    ("commands", "zh"): ("命令", "作用"),
    ("formats", "en"): ("Format", "What it is for", "Options"),
    ("formats", "zh"): ("格式", "用途", "可用选项"),
}


def table(what: str, language: str) -> str:
    """The table of `keys`, `commands` or `formats` in `en` or `zh`, as Markdown."""
    t = translator(language)
    rows: list[tuple[str, ...]]
    if what == "keys":
        rows = [
            (" ".join(f"`{key_label(key)}`" for key in command.keys) or "–", t(command.help), f"`{command.id}`")
            for command in COMMANDS
        ]
    elif what == "formats":
        rows = [
            (f"`{form.name}`", t(form.help), " ".join(f"`{option}`" for option in form.takes) or "–")
            for form in FORMATS.values()
        ]
    else:
        rows = [
            (f"`digest-reader {command.name}`", t(command.help)) for command in SUBCOMMANDS if command.name != "open"
        ]
    headings = HEADINGS[what, language]
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', BAR) for cell in line)} |\n" for line in lines)


def renewed(text: str) -> str:
    """The README with all its tables as they ought to be."""
    return TABLE.sub(
        lambda found: (
            f"<!-- {found['what']} {found['language']} -->\n{table(found['what'], found['language'])}<!-- end -->"
        ),
        text,
    )


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
