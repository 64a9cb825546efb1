"""Runs the command line in this process, on a library of its own with invented digests."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader.cli.main import run

BLANK = "    \n"
ENTRY = f"""[^{{ref}}]: {{zh}}

    {{en}}{{suffix}}

    [https://arxiv.org/abs/{{id}}](https://arxiv.org/abs/{{id}})

    {{tldr}}

{BLANK}
    {{abstract_zh}}

    arXiv:{{id}}v1 Announce Type: {{announce}}  Abstract: {{abstract_en}}
{BLANK}
"""
HEAD = "# 摘要\n\n| Ref | Title | Summary |\n| --- | --- | --- |\n"


@dataclass(frozen=True)
class Outcome:
    """What a run left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Cli = Callable[..., Outcome]


@pytest.fixture
def digests(tmp_path: Path) -> Path:
    """A folder with two channels of one day: three entries, two papers."""
    folder = tmp_path / "digests"
    folder.mkdir()
    apples = {
        "zh": "用扩散模型数苹果", "en": "Counting apples with diffusion models", "suffix": "", "id": "2608.00001",
        "tldr": "我们数苹果。", "abstract_zh": "我们用扩散模型来数苹果。",
        "abstract_en": "We count apples, $n \\to \\infty$.",
    }  # fmt: skip
    pears = {
        "zh": "梨与变换器", "en": "Pears and their transformers", "suffix": "", "id": "2608.00002",
        "tldr": "梨被变换。", "abstract_zh": "梨被变换了。", "abstract_en": "Pears are transformed.",
    }  # fmt: skip
    write_digest(folder / "2026-08-21 cs.AI.md", [apples | {"announce": "new"}, pears | {"announce": "cross"}])
    write_digest(folder / "2026-08-21 cs.LG.md", [pears | {"announce": "new"}])
    return folder


def fruit(number: int) -> dict[str, str]:
    """An invented entry for `write_digest`; `number` makes it different from others."""
    return {
        "zh": f"第 {number} 种水果", "en": f"Fruit number {number}", "suffix": "", "id": f"2608.{number:05}",
        "tldr": f"水果 {number}。", "abstract_zh": f"我们研究第 {number} 种水果。", "abstract_en": f"Fruit {number}.",
        "announce": "new",
    }  # fmt: skip


@pytest.fixture
def orchard(tmp_path: Path) -> Path:
    """A folder of 300 digests with 20 papers each, 6,000 in all."""
    folder = tmp_path / "orchard"
    folder.mkdir()
    for number in range(300):
        write_digest(folder / f"{number:03}.md", [fruit(number * 20 + place) for place in range(20)])
    return folder


def write_digest(file: Path, entries: list[dict[str, str]]) -> None:
    """A digest in the real format."""
    rows = "".join(
        f"| [^{ref}] | [{e['en']}](https://arxiv.org/abs/{e['id']}) | {e['tldr']} |\n"
        for ref, e in enumerate(entries, 1)
    )
    details = "".join(ENTRY.format(ref=ref, **e) for ref, e in enumerate(entries, 1))
    file.write_text(f"{HEAD}{rows}\n# 详细\n\n{details}", encoding="utf-8")


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """`cli("search", "apples", stdin="...")` -> Outcome."""

    def call(*arguments: str | Path, stdin: str | bytes = "", lang: str = "C.UTF-8") -> Outcome:
        out, err = io.StringIO(), io.StringIO()
        environ = {"DIGEST_READER_LIBRARY": str(tmp_path / "library"), "LC_ALL": lang, "TERM": "xterm"}
        given = io.StringIO(stdin) if isinstance(stdin, str) else piped(stdin)
        status = run([str(argument) for argument in arguments], environ, given, out, err)
        return Outcome(status, out.getvalue(), err.getvalue())

    return call


def piped(data: bytes) -> io.TextIOWrapper:
    """Bytes as the program finds them on its stdin."""
    return io.TextIOWrapper(io.BufferedReader(io.BytesIO(data)), encoding="utf-8", errors="replace")


@pytest.fixture
def filled(cli: Cli, digests: Path) -> Cli:
    """A command line whose library holds the two invented papers."""
    assert cli("sync", digests).status == 0
    return cli
