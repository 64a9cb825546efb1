"""Why something could not be taken whole, in the user's language.

Reasons are kept with the papers, as `reader.sources` states them: a clause in English, often after the paper's ID
(`2402.18789: no summary`). This is the other half of the table; a clause that is not in it is shown as it is.
"""

from __future__ import annotations

import re

from reader.i18n import Translator, msg
from reader.sources.arxiv_id import find_id

CLAUSES = frozenset(
    {
        msg("no English title"),
        msg("no Chinese title"),
        msg("no summary"),
        msg("no English abstract"),
        msg("no Chinese abstract"),
        msg("the Chinese abstract is not in Chinese"),
        msg("in the table only, no abstract"),
        msg("no arXiv link"),
        msg("no arXiv link in this entry"),
        msg("no arXiv link in this item"),
        msg("no arXiv link in this record"),
        msg("no arXiv link in this table row"),
        msg("a table row that cannot be read"),
        msg("no title"),
        msg("no abstract"),
        msg("damaged XML: characters that are not allowed"),
        msg("damaged XML: a bare & or <"),
        msg("damaged XML: entities that only HTML knows"),
        msg("damaged XML: cut off"),
        msg("not a readable JSON file"),
        msg("not a paper record"),
        msg("a record that cannot be read"),
        msg("a record that is too long"),
        msg("needs a password"),
        msg("nothing but an ID, and no paper in the library has it: left out"),
        msg("only the newest part of the history is here; `git fetch --unshallow` brings the rest"),
        msg("a link that leads out of the folder: not followed"),
        msg("not a regular file"),
        msg("cannot be read"),
        # what is wrong with an archive
        msg("ends too early"),
        msg("its parts overlap"),
        msg("a member has more headers than can be read"),
        msg("holds more files than can be read"),
        # what the system says, as far as a reader is likely to meet it
        msg("Permission denied"),
        msg("No such file or directory"),
        msg("No space left on device"),
        msg("Is a directory"),
        msg("Not a directory"),
        msg("File name too long"),
        msg("Read-only file system"),
        msg("Connection refused"),
        msg("Connection reset by peer"),
        msg("Network is unreachable"),
        msg("No route to host"),
        msg("Name or service not known"),
        msg("Temporary failure in name resolution"),
    }
)
_WITH_VALUES = (
    (
        r"too large for a digest \((?P<size>\d+) MB; the limit is (?P<limit>\d+) MB\)",
        msg("too large for a digest ({size} MB; the limit is {limit} MB)"),
    ),
    (
        r"dated (?P<day>\S+), which is still to come: taken as undated",
        msg("dated {day}, which is still to come: taken as undated"),
    ),
    (
        r"submitted or revised on (?P<day>\S+), which cannot be",
        msg("submitted or revised on {day}, which cannot be"),
    ),
    (
        r"declared as (?P<declared>\S+), and read as (?P<encoding>\S+), which it is",
        msg("declared as {declared}, and read as {encoding}, which it is"),
    ),
    (r"characters that could not be decoded: (?P<count>\d+)", msg("characters that could not be decoded: {count}")),
    (r"works without an arXiv ID, left out: (?P<count>\d+)", msg("works without an arXiv ID, left out: {count}")),
    (r"more problems like these: (?P<count>\d+)", msg("more problems like these: {count}")),
    (
        r"packed in a way that is not read \(number (?P<number>\d+)\)",
        msg("packed in a way that is not read (number {number})"),
    ),
    (r"holds more than (?P<limit>\d+) MB", msg("holds more than {limit} MB")),
    (r"(?P<file>.+) is damaged", msg("{file} is damaged")),
)
_DAMAGED = re.compile(r"damaged archive: (?P<problem>.+)", re.DOTALL)


def without_id(reason: str) -> tuple[str, str]:
    """(ID with its colon, or nothing; clause): like reasons can be counted by their clause."""
    identity, colon, clause = reason.partition(": ")
    return (f"{identity}{colon}", clause) if colon and find_id(identity) else ("", reason)


def told_reason(reason: str, t: Translator) -> str:
    """A reason in the language of `t`."""
    before, clause = without_id(reason)
    return before + _told(clause, t)


def _told(clause: str, t: Translator) -> str:
    parts = clause.split(", ")
    if clause not in CLAUSES and all(part in CLAUSES for part in parts):
        return t(", ").join(t(part) for part in parts)
    if clause in CLAUSES:
        return t(clause)
    if archive := _DAMAGED.fullmatch(clause):
        return t("damaged archive: {problem}", problem=_told(archive["problem"], t))
    for pattern, template in _WITH_VALUES:
        if found := re.fullmatch(pattern, clause, re.DOTALL):
            return t(template, **found.groupdict())
    return clause
