"""What a repository's objects say: which versions of which files there were, and their bytes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from reader.sources.cleaning import escaped
from reader.sources.gitprogram import Git
from reader.sources.limits import SIZE_LIMIT, too_large
from reader.sources.naming import is_second_form
from reader.sources.record import RECORD_NAME

ENDINGS = (".md", ".markdown", ".txt", ".text", ".xml", ".rss", ".jsonl", ".json")
"""Files of a repository that are looked into."""

# Paper records may be tens of thousands, and only their newest version counts: see `changed_records`.
_NO_RECORDS = ":(exclude,glob)**/[0-9][0-9][0-9][0-9].[0-9][0-9][0-9][0-9]*.json"

_ASKED_AT_ONCE = 50  # far below what fits into a pipe, so that neither side waits for the other
_FILE_MODES = ("100644", "100755")
_COMMIT = "\x01"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one file: the commit that wrote it, the commit's day, the blob with its bytes."""

    commit: str
    day: date | None
    path: str
    blob: str


def versions(git: Git, head: str, start: str = "", since: date | None = None, newest: int = -1) -> list[Version]:
    """Every version of every file that may be a digest, oldest first: in the history of `head`, not in that of `start`.

    start    a commit, or "" for the whole history
    since    the first day wanted
    newest   how many commits to look at, counted from `head`; -1 for all
    Feeds beside a digest of the same name and hidden files are left out.
    """
    listed = git.tokens(
        "log", "--reverse", "--topo-order", "--full-history", "--root", "--raw", "-z", "--no-abbrev", "--no-renames",
        "--no-ext-diff", f"--format={_COMMIT}%H %aI", f"--max-count={newest}", head, *([f"^{start}"] if start else []),
        "--", *(f":(icase)*{ending}" for ending in ENDINGS), _NO_RECORDS,
    )  # fmt: skip
    found = [version for version in _parse_log(listed) if since is None or version.day is None or version.day >= since]
    present = {version.path for version in found} | {path for path, _ in files(git, head) if path.endswith(".md")}
    return [version for version in found if _is_wanted(version.path, present)]


def _parse_log(tokens: Iterator[str]) -> Iterator[Version]:
    commit, day = "", None
    for token in tokens:
        token = token.lstrip("\n")
        if token.startswith(_COMMIT):
            commit, _, stamp = token[1:].partition(" ")
            day = _day(stamp)
        elif token.startswith(":"):
            _, mode, _, blob, _ = token.split(" ", 4)
            path = escaped(next(tokens, ""))
            if mode in _FILE_MODES:
                yield Version(commit, day, path, blob)


def _day(stamp: str) -> date | None:
    """The day on which an author wrote, where the author was."""
    try:
        return date.fromisoformat(stamp[:10])
    except ValueError:
        return None


def is_looked_into(path: str) -> bool:
    """Whether a file may be a digest, by its name; hidden ones are none."""
    return path.lower().endswith(ENDINGS) and not any(part.startswith(".") for part in PurePosixPath(path).parts)


def _is_wanted(path: str, present: set[str]) -> bool:
    return is_looked_into(path) and not is_second_form(path, present)


def files(git: Git, commit: str) -> Iterator[tuple[str, str]]:
    """Path and blob of every file of a commit."""
    for line in git.tokens("ls-tree", "-r", "-z", "--full-tree", commit):
        about, _, path = line.partition("\t")
        if about.startswith(_FILE_MODES):
            yield escaped(path), about.split(" ")[2]


def commit_days(git: Git, head: str, paths: Sequence[str] = ()) -> set[date]:
    """The days on which there were commits in the history of `head`, to these files or (with none) to any."""
    listed = git.tokens("log", "-z", "--format=%aI", head, "--", *(f":(top,literal){path}" for path in paths))
    return {day for stamp in listed if (day := _day(stamp.strip()))}


def changed_records(git: Git, head: str, base: str) -> list[tuple[str, str]]:
    """(path, blob) of the paper records of commit `head` that `base` ("" for none) has not, in the order of paths."""
    before = dict(_records(git, base)) if base else {}
    return sorted((path, blob) for path, blob in _records(git, head) if before.get(path) != blob)


def _records(git: Git, commit: str) -> Iterator[tuple[str, str]]:
    return ((path, blob) for path, blob in files(git, commit) if RECORD_NAME.fullmatch(PurePosixPath(path).name))


def blobs(git: Git, wanted: Sequence[str]) -> Iterator[bytes | str]:
    """The bytes of each blob, in order; instead of one that cannot be had, a clause that says why.

    Sizes are asked first: what is too large for a digest is not read at all.
    """
    with git.running("cat-file", "--batch-check") as sizes, git.running("cat-file", "--batch") as contents:
        for at in range(0, len(wanted), _ASKED_AT_ONCE):
            asked = wanted[at : at + _ASKED_AT_ONCE]
            _ask(sizes, asked)
            told = [_size(sizes) for _ in asked]
            _ask(contents, [blob for blob, size in zip(asked, told, strict=True) if _is_read(size)])
            for size in told:
                if size is None:
                    yield "its content is missing from the repository"
                else:
                    yield _content(contents) if _is_read(size) else too_large(size)


def _is_read(size: int | None) -> bool:
    return size is not None and size <= SIZE_LIMIT


def _ask(process: subprocess.Popen[bytes], asked: Sequence[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("".join(f"{blob}\n" for blob in asked).encode())
    process.stdin.flush()


def _size(process: subprocess.Popen[bytes]) -> int | None:
    """The size that git tells of a blob; None if it has none."""
    assert process.stdout is not None
    words = process.stdout.readline().split()
    return int(words[2]) if len(words) == 3 else None


def _content(process: subprocess.Popen[bytes]) -> bytes | str:
    assert process.stdout is not None
    words = process.stdout.readline().split()
    if len(words) != 3:
        return "its content is missing from the repository"
    data = process.stdout.read(int(words[2]))
    process.stdout.read(1)
    return data
