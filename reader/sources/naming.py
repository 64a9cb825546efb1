"""What a file's name tells about a digest: its channel and its day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reader.sources.arxiv_id import month_of

# https://arxiv.org/category_taxonomy: an archive, and after a dot the subject class. Classes are two capitals; those
# of the physics archives that are not stand here.
ARCHIVES = (
    "astro-ph", "cond-mat", "cs", "econ", "eess", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "math",
    "nlin", "nucl-ex", "nucl-th", "physics", "q-bio", "q-fin", "quant-ph", "stat",
)  # fmt: skip
LONG_CLASSES = (
    "dis-nn", "mes-hall", "mtrl-sci", "other", "quant-gas", "soft", "stat-mech", "str-el", "supr-con",
    "acc-ph", "ao-ph", "app-ph", "atm-clus", "atom-ph", "bio-ph", "chem-ph", "class-ph", "comp-ph", "data-an", "ed-ph",
    "flu-dyn", "gen-ph", "geo-ph", "hist-ph", "ins-det", "med-ph", "optics", "plasm-ph", "pop-ph", "soc-ph", "space-ph",
)  # fmt: skip

_DAY = r"(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])"
_CLASS = rf"(?:[A-Z]{{2}}|{'|'.join(LONG_CLASSES)})(?![A-Za-z])"
_CHANNEL = re.compile(
    rf"(?:{_DAY}(?:T\d{{4,6}}Z?)?[ _-]+)?"
    rf"(?P<channel>(?:{'|'.join(ARCHIVES)})(?:\.{_CLASS})?)(?=$|[ _.(]|--|-\d)"
)
_DAY_IN_NAME = re.compile(rf"(?<!\d){_DAY}(?!\d)")


def channel_of(name: str) -> str | None:
    """The arXiv channel that a file's name begins with, a date before it allowed (`2024-03-01 cs.AI.md`)."""
    found = _CHANNEL.match(name)
    return found["channel"] if found else None


def day_in(name: str, today: date) -> date | None:
    """The first date in a file's name (`2024-03-01`, `20240301`); one that is still to come is none."""
    for found in _DAY_IN_NAME.finditer(name):
        try:
            day = date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:  # 31 June
            continue
        if credible(day, today):
            return day
    return None


def credible(day: date, today: date) -> bool:
    """Whether a digest can have been published on `day`: not in the future, a day being allowed for time zones."""
    return day <= today + timedelta(days=1)


def day_of_change(modified: date, newest_id: str, today: date) -> date | None:
    """The day a file was changed, if the newest ID in it makes it plausible: submitted that month or the one before."""
    changed, submitted = modified.year * 12 + modified.month, month_of(newest_id)
    months = changed - (submitted // 100 * 12 + submitted % 100)
    return modified if 0 <= months <= 1 and credible(modified, today) else None
