"""What arXiv's announcement left in the texts of an entry: version, category, kind of announcement, a cut.

Until January 2024 titles end in `(arXiv:2310.19214v1 [stat.ML] UPDATED)`; since February 2024 abstracts begin with
`arXiv:2402.18789v1 Announce Type: cross  Abstract: `. Both were translated along with the text, in dozens of forms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.model import Announce


@dataclass(frozen=True, slots=True)
class Posting:
    """What a suffix or prefix tells of an announcement; None is "not told"."""

    version: int | None = None
    category: str | None = None
    announce: Announce | None = None


NOTHING = Posting()

_ID = r"(?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7})"

# "(arXiv:2310.19214v1 [stat.ML] UPDATED)", full-width brackets and colons, "(翻译自arXiv:...)"; nearly always at the
# end, in a few translations in the middle. arXiv's feeds of that age put a full stop between the title and the suffix
# (after 44,904 of 44,904 titles of a year).
_SUFFIX = re.compile(
    rf"\s?[.。]?\s?[(（][^()（）]{{0,12}}arXiv\s*[:：]\s*{_ID}v(?P<version>\d{{1,4}})\s*"
    r"[\[【［](?P<category>[^\[\]【】［］\s]{1,24})[\]】］]\s*(?P<kind>[^()（）]{0,20})[)）][.。]?",
    re.IGNORECASE,
)

_ENGLISH_PREFIX = re.compile(
    rf"arXiv:\s*{_ID}(?:v(?P<version>\d{{1,4}}))?\s+Announce\s+Type:\s*(?P<kind>[a-z]+(?:-[a-z]+)?)\s+(?:Abstract:\s*)?",
    re.IGNORECASE,
)

# A translated prefix has up to three parts: the reference, the kind of announcement, the word for "abstract".
_REFERENCE = re.compile(
    rf"[《【\[(（]?\s*(?:[\u4e00-\u9fff]{{2,6}}\s*[:：]\s*)?(?:arXiv\s*[:：]?\s*)?{_ID}(?:v(?P<version>\d{{1,4}}))?\s*[》】\])）]?"
    r"[\s，,。:：;；]*",
    re.IGNORECASE,
)
_KIND_LABEL = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}(?:类型|类别|公告|通告)[\u4e00-\u9fff]{0,2}|Announce(?:ment)?\s+Type)\s*[:：]\s*",
    re.IGNORECASE,
)
_ABSTRACT_LABEL = re.compile(
    r"(?P<kind>[^:：]{0,16}?)[\s》】。，,；;]*(?:公告)?(?:摘要|抽象|文摘|提要|简介|概要|概述|Abstract)\s*[:：]\s*",
    re.IGNORECASE,
)
_KIND_WORDS = re.compile(
    r"(?:(?:替换|替代|更新|取代|修订)(?:[-－—–/ ]?(?:交叉|跨\w{0,2}?版本|跨领域|跨学科|跨|cross))?|"
    r"(?:交叉|跨领域|跨学科|跨界|跨越|跨)(?:[-－—–/ ]?(?:替换|替代|更新|取代|列表|学科|领域|研究|发布|投稿))?|"
    r"新(?:的|论文|文章|文(?!本|献|化|字|学|档)|公告|内容|发布|投稿|增|稿)?|"
    r"(?:replace-cross|replace|cross|new)(?![A-Za-z]))[\s》】。.，,；;]*",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(r"(?:摘要|Abstract)\s*[:：]\s*")

# Every prefix has a colon or an ID near its beginning; most translations have neither, and this is quick to see.
_TELLS, _PREFIX_LENGTH = re.compile(r"[:：\d]"), 60

CUT_LENGTH = 1000
"""Code points at which the publisher cuts an English abstract, announcement prefix and trailing spaces counted."""

# arXiv's own text often starts with two spaces, which count but are gone; a tool may have taken one off the end.
_NEARLY_CUT = CUT_LENGTH - 3
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]}]*$|(?:://|www\.)\S+$|\bURL$")


def announce_of(kind: str) -> Announce | None:
    """The kind of announcement that a word of arXiv's feeds, of any age, or a translation of it stands for."""
    kind = kind.lower()
    cross = any(word in kind for word in ("cross", "交叉", "跨"))
    if any(word in kind for word in ("replace", "updated", "替换", "替代", "更新", "取代", "修订")):
        return Announce.REPLACE_CROSS if cross else Announce.REPLACE
    if cross:
        return Announce.CROSS
    return Announce.NEW if "new" in kind or "新" in kind else None


def split_title(title: str) -> tuple[str, Posting]:
    """A title without its suffix, in either language, and what the suffix tells."""
    found = _SUFFIX.search(title) if "rXiv" in title else None
    if not found:
        return title, NOTHING
    version, kind = _number(found["version"]), found["kind"].strip()
    announce = announce_of(kind) if kind else Announce.NEW if version == 1 else None
    rest = f"{title[: found.start()]} {title[found.end() :].strip()}".strip()
    return rest, Posting(version, found["category"], announce)


def split_abstract(abstract: str) -> tuple[str, Posting]:
    """An abstract without the announcement's prefix, in either language, and what the prefix tells."""
    found = _ENGLISH_PREFIX.match(abstract)
    if found:
        return abstract[found.end() :], Posting(_number(found["version"]), None, announce_of(found["kind"]))
    return _split_translated(abstract)


def _split_translated(abstract: str) -> tuple[str, Posting]:
    if not _TELLS.search(abstract, 0, _PREFIX_LENGTH):
        return abstract, NOTHING
    reference = _REFERENCE.match(abstract)
    start = reference.end() if reference else 0
    label = _KIND_LABEL.match(abstract, start)
    if not label:
        bare = _BARE_LABEL.match(abstract, start)
        if bare:
            return abstract[bare.end() :], Posting(_number(reference["version"]) if reference else None)
        return _drop_reference(abstract, reference)
    start = label.end()
    closing = _ABSTRACT_LABEL.match(abstract, start) or _KIND_WORDS.match(abstract, start)
    if not closing or not (reference or "kind" in closing.groupdict()):
        return abstract, NOTHING
    version = _number(reference["version"]) if reference else None
    return abstract[closing.end() :], Posting(version, None, announce_of(abstract[start : closing.end()]))


def _drop_reference(abstract: str, reference: re.Match[str] | None) -> tuple[str, Posting]:
    """Take off a reference that stands alone in front; one without version may be the first word of a sentence."""
    if reference and reference["version"] and reference.end() < len(abstract):
        return abstract[reference.end() :], Posting(_number(reference["version"]))
    return abstract, NOTHING


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def is_cut(raw: str) -> bool:
    """Whether the publisher cut this English abstract.

    `raw` is the abstract as it was published: with its prefix and the spaces at its end, without an indent. Of 39,000
    cut ones, all but some 250 are exactly `CUT_LENGTH` long; those have lost a space or two at an end.
    """
    if len(raw) == CUT_LENGTH:
        return True
    return _NEARLY_CUT <= len(raw) < CUT_LENGTH and not _SENTENCE_END.search(raw.rstrip())
