"""What names tell: a file's about its digest (channel and day), a source's about a branch."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta
from pathlib import PurePath

from reader.text.identifiers import month_of

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

_NAMED = re.compile(r"(.+)#([\w.][\w./+-]{0,200})")

_FORMER_ARCHIVES = frozenset(
    ("acc-phys", "adap-org", "alg-geom", "ao-sci", "atom-ph", "bayes-an", "chao-dyn", "chem-ph", "cmp-lg", "comp-gas",
     "dg-ga", "funct-an", "mtrl-th", "patt-sol", "plasm-ph", "q-alg", "solv-int", "supr-con")
)  # fmt: skip

_DAY = r"(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])"
_CLASS = rf"(?:[A-Z]{{2}}|{'|'.join(LONG_CLASSES)})(?![A-Za-z])"
_CHANNEL = re.compile(
    rf"(?:{_DAY}(?:T\d{{4,6}}Z?)?[ _-]+)?"
    rf"(?P<channel>(?:{'|'.join(ARCHIVES)})(?:\.{_CLASS})?)(?=$|[ _.(]|--|-\d)"
)
_DAY_IN_NAME = re.compile(rf"(?<!\d){_DAY}(?!\d)")
_NAMED_DAY = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_ ]([A-Z][a-z]{2})[a-z]*[-_ ](20\d\d)(?!\d)")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The first three letters of their names, in lower case."""
_DAY_FOLDERS = re.compile(r"(?<!\d)(20\d\d)[-/]?(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])(?!\d)")


def channel_of(name: str) -> str | None:
    """The arXiv channel that a file's name begins with, a date before it allowed (`2024-03-01 cs.AI.md`)."""
    found = None if "+" in name else _CHANNEL.match(name)  # `cs.LG+cs.AI` is a feed of two
    return found["channel"] if found else None


def is_category(name: str) -> bool:
    """Whether this is an arXiv category, today's or a former one; classes of ACM and MSC stand beside them."""
    return channel_of(name) == name or name in _FORMER_ARCHIVES


def day_in(name: str, today: date) -> date | None:
    """The first date in a file's name (`2024-03-01`, `20240301`, `1-Mar-2024`); one that is still to come is none."""
    told = [(found[1], found[3], found[4]) for found in _DAY_IN_NAME.finditer(name)]
    for found in _NAMED_DAY.finditer(name):
        if (month := found[2].lower()) in MONTHS:
            told.append((found[3], str(MONTHS.index(month) + 1), found[1]))
    return _first_credible(told, today)


def day_in_folders(path: str, today: date) -> date | None:
    """The day that folders name, the nearest one first: one alone (`2024-03-01`) or several (`202403/01`)."""
    for name in reversed(path.split("/")):
        if day := day_in(name, today):
            return day
    return _first_credible([found.groups() for found in _DAY_FOLDERS.finditer(path)][::-1], today)


def is_second_form(path: str, present: Container[str]) -> bool:
    """Whether a file is a feed beside the Markdown of the same name: one digest in two forms."""
    return path.endswith((".xml", ".rss")) and f"{path[:-4]}.md" in present


def folders_of(path: str | PurePath) -> str:
    """The three nearest folders of a file, with slashes between: what may name a day."""
    return "/".join(PurePath(path).parent.parts[-3:])


def _first_credible(told: Iterable[Sequence[str]], today: date) -> date | None:
    for year, month, number in told:
        try:
            day = date(int(year), int(month), int(number))
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
    year, month = month_of(newest_id) or (0, 0)
    months = (modified.year - year) * 12 + modified.month - month
    return modified if 0 <= months <= 1 and credible(modified, today) else None


def with_branch(place: str, branch: str | None) -> str:
    """A repository and its branch as a source is written."""
    return f"{place}#{branch}" if branch else place


def split_branch(location: str) -> tuple[str, str | None]:
    """The repository and the branch that a source names: `PLACE#BRANCH`."""
    found = None if os.path.exists(location) else _NAMED.fullmatch(location)  # noqa: PTH110  # takes any text
    return (found[1], found[2]) if found else (location, None)
