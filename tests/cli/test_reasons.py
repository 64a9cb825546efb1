"""What could not be taken whole is told in the user's language, whatever the sources say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli.context import error_line
from reader.cli.reasons import told_reason, without_id
from reader.errors import SourceError
from reader.i18n import translator
from reader.sources.dispatch import read_source
from reader.sources.identify import identify
from tests.cli.conftest import HEAD

ZH, EN = translator("zh"), translator("en")
LINK = "https://arxiv.org/abs/2608.00001"
DAMAGED = {
    "half.md": f"{HEAD}| [^1] | [Plums]({LINK}) | 李子 |\n",
    "row.md": f"{HEAD}| [^1] | [Plums](nowhere) | 李子 |\n| nonsense |\n\n# 详细\n\n[^1]: 李\n\n    Plums\n\n    x\n",
    "bare.md": f"{HEAD}\n# 详细\n\n[^1]: \n\n    Plums\n\n    [{LINK}]({LINK})\n\n    \n\n    \n\n    \n\n    Plums.\n",
    "en.md": f"{HEAD}\n# 详细\n\n[^1]: 李\n\n    P\n\n    [{LINK}]({LINK})\n\n    李\n\n    \n\n    A.\n\n    P.\n",
    "2099-01-01 cs.AI.md": HEAD,
    "feed.xml": f"<rss><channel><item><title>x</title><link>{LINK}</link></item><item></item></channel>",
    "2608.00001.json": "{",
    "2608.00002.json": "{}",
}


def reasons(folder: Path) -> Iterator[str]:
    for reading in read_source(identify(str(folder)), {}, clones=folder / "clones"):
        for digest in reading.digests:
            yield from (problem.reason for problem in digest.problems)


def test_every_reason_is_told_in_chinese(tmp_path: Path) -> None:
    for name, text in DAMAGED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = set(reasons(tmp_path))
    assert len(found) >= 6
    for reason in found:
        _, clause = without_id(told_reason(reason, ZH))
        assert re.search(r"[\u4e00-\u9fff]", clause), reason


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("2402.18789: no summary", "2402.18789: 没有总结"),
        ("no Chinese title, no summary", "没有中文标题、没有总结"),
        ("too large for a digest (201 MB; the limit is 64 MB)", "太大，不是速递（201 MB；上限 64 MB）"),
        ("Permission denied", "没有权限"),
        ("damaged archive: holds more than 64 MB", "压缩包已损坏：内容超过 64 MB"),
        ("damaged archive: a/b.md is damaged", "压缩包已损坏：a/b.md 已损坏"),
        ("damaged archive: ends too early", "压缩包已损坏：内容不完整"),
        ("something: else", "something: else"),
    ],
)
def test_ids_and_numbers_stay(reason: str, told: str) -> None:
    assert told_reason(reason, ZH) == told


def test_in_english_a_reason_stays_as_it_is() -> None:
    for reason in ("2402.18789: no summary, no Chinese title", "dated 2099-01-01, which is still to come"):
        assert told_reason(reason, translator("en")) == reason


def test_why_a_source_cannot_be_read_is_told_in_the_same_words() -> None:
    for reason in (
        "packed in a way that is not read (number 93)",
        "too large for a digest (201 MB; the limit is 64 MB)",
    ):
        error = SourceError("{path}: {reason}", path="/tmp/{x}.zip", reason=reason)
        assert error_line(error, ZH) == f"/tmp/{{x}}.zip：{told_reason(reason, ZH)}"
        assert reason in error_line(error, EN)
