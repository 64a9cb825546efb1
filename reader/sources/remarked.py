"""What an exported digest says in comments: which texts a model translated on somebody's machine, and when.

The form has no place for it. A comment of HTML between the table and the first entry is shown by no reader of Markdown
and passed over by those that know the form:

    <!-- 2402.18789: title_zh, abstract_zh translated by MODEL on 2026-08-14 -->
    <!-- 2402.18790: abstract_zh translated by MODEL on 2026-08-14, doubtful -->
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reader.model import TEXT_FIELDS, Digest, Entry, Texts
from reader.model.publishers import translator_name
from reader.sources.facts import day_told

_BEGINNING = "\n<!-- "
_REMARK = re.compile(
    r"^<!-- (?P<id>\S{9,40}): (?P<fields>[a-z_]+(?:, [a-z_]+)*) translated by (?P<model>[^\n]{1,200}?)"
    r"(?: on (?P<day>\d{4}-\d\d-\d\d))?(?P<doubtful>, doubtful)? -->\r?$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class _Remark:
    """Texts of one paper, by their fields, and who translated them when."""

    fields: Sequence[str]
    translator: str
    day: date | None


def told_apart(text: str, digest: Digest) -> list[Digest]:
    """The `digest` that was read from `text`, and one for each model and day of what was translated in it.

    Such texts are the model's own: they rank below what publishers say.
    """
    remarks = _remarks(text) if _BEGINNING in text else {}
    if not remarks:
        return [digest]
    translated: dict[tuple[str, date | None], list[Entry]] = {}
    entries = []
    for entry in digest.entries:
        for remark in remarks.get(entry.id, ()):
            taken = {name: getattr(entry.texts, name) for name in remark.fields}
            machine = Entry(entry.id, Texts(**taken), entry.version, line=entry.line)
            translated.setdefault((remark.translator, remark.day), []).append(machine)
            entry = replace(entry, texts=replace(entry.texts, **dict.fromkeys(taken)))
        entries.append(entry)
    return [
        replace(digest, entries=tuple(entries)),
        *(
            Digest(digest.place, None, day, tuple(few), publisher=translator, announces=False)
            for (translator, day), few in translated.items()
        ),
    ]


def _remarks(text: str) -> Mapping[str, Sequence[_Remark]]:
    found: dict[str, list[_Remark]] = {}
    for match in _REMARK.finditer(text):
        fields = [name for name in match["fields"].split(", ") if name in TEXT_FIELDS]
        translator = translator_name(match["model"], doubtful=match["doubtful"] is not None)
        found.setdefault(match["id"], []).append(_Remark(fields, translator, day_told(match["day"] or "")))
    return found
