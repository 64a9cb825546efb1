"""What is to be exported, in which format and language, to which file; and how that is kept for the next time. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from reader.model import Lang
from reader.paths import expanded
from reader.text.loose_json import json_or_none

THIS, SELECTED, SHOWN, BOOKMARKS, TAG = "this", "selected", "shown", "bookmarks", "#"
"""What papers can be exported: `#tag` stands for those with a tag."""


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """One export, before it is done.

    papers  one of the above
    form    a name in `export.formats`
    folder  of the file
    name    of the file; empty: named by day and format, and not taken yet
    """

    papers: str
    form: str
    lang: Lang
    folder: Path
    name: str = ""

    def with_file(self, text: str) -> ExportPlan:
        """To another file; a text that ends in a slash, or names a folder, leaves the file's name open."""
        path = expanded(Path(text))
        path = path if path.is_absolute() else self.folder / path
        if text.endswith("/") or path.is_dir():
            return replace(self, folder=path, name="")
        return replace(self, folder=path.parent, name=path.name)

    def file(self, extension: str, today: date) -> Path:
        """The file as it would be written now."""
        return self.folder / self.name if self.name else free_path(self.folder, today.isoformat(), extension)

    def kept(self) -> str:
        """For the next time: all but the papers and the file's name."""
        values = asdict(replace(self, name=""))
        return json.dumps({name: str(value) for name, value in values.items() if name != "papers"}, ensure_ascii=False)


def plan_kept(text: str | None, start: ExportPlan, formats: Iterable[str]) -> ExportPlan:
    """What `kept` kept, with `start` for what is missing or no longer possible."""
    kept = json_or_none(text or "")
    if not isinstance(kept, dict):
        return start
    form, lang, folder = (str(kept.get(name, "")) for name in ("form", "lang", "folder"))
    return replace(
        start,
        form=form if form in formats else start.form,
        lang=Lang(lang) if lang in [*Lang] else start.lang,
        folder=Path(folder) if folder and Path(folder).is_dir() else start.folder,
    )


def free_path(folder: Path, day: str, extension: str) -> Path:
    """A file name in `folder` that is not taken yet."""
    path = folder / f"papers-{day}.{extension}"
    number = 2
    while path.exists():
        path = folder / f"papers-{day}-{number}.{extension}"
        number += 1
    return path
