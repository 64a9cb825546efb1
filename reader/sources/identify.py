"""What the user typed as a source, turned into a `SourceSpec`. Nothing is contacted."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from reader.errors import SourceError
from reader.i18n import msg
from reader.paths import expanded
from reader.regular import open_regular
from reader.sources.contract import Kind, SourceSpec
from reader.sources.known import PUBLISHERS, by_name
from reader.sources.naming import split_branch, with_branch
from reader.text.safe import sound

_FORGES = {"github.com", "gitlab.com", "codeberg.org", "gitee.com", "bitbucket.org"}
_GITHUB_PAGE = re.compile(r"https?://github\.com/([^/]+/[^/]+)/(?:blob|raw)/([^?#]+)")
_GIT_SCHEMES = {"git", "ssh", "git+ssh"}
_SCP_STYLE = re.compile(r"(?:[\w.-]+@)[\w.-]+:(?!//)\S+", re.ASCII)
_BRANCH_PAGE = re.compile(
    r"(https?://(?:(?:[\w-]+\.)?(?:github\.com|gitlab\.com|codeberg\.org|gitee\.com|bitbucket\.org)"
    r"/[^/\s]+/[^/\s]+?|[^/\s]+/\S+?(?=/-/)))(?:\.git)?/(?:-/)?(?:tree|src/branch|src)/([^?#\s]+?)/?(?:[?#].*)?"
)
_BRANCH_NAME = re.compile(r"[\w.][\w./+-]{0,200}")
_ARXIV_FEED = re.compile(r"arxiv:([a-z][A-Za-z-]*(?:\.[A-Za-z-]+)?(?:\+[a-z][A-Za-z-]*(?:\.[A-Za-z-]+)?)*)")
"""`arxiv:cs.LG`, or several with plus signs between."""
_BUNDLE = (b"# v2 git bundle", b"# v3 git bundle")


def identify(location: str, branch: str | None = None) -> SourceSpec:
    """The source that `location` names: a file, a folder, a git repository, a URL, `arxiv:CATEGORY`, a short name.

    branch  of a repository: which one is to be read; the page of a branch and `PLACE#BRANCH` say the same

    The same source gives the same spec however it is spelt. Raises SourceError for what does not exist or cannot be
    a source.
    """
    location = location.strip()
    if not location:
        raise SourceError(msg("an empty name is no source"))
    page = _BRANCH_PAGE.fullmatch(location)
    place, named = (page[1], page[2]) if page else split_branch(location)
    spec = _identify(place)
    if branch is None and (named is None or named == "readme" or (spec.kind is not Kind.GIT and not page)):
        return spec  # a fragment of a page, not a branch
    branch = branch or named or ""
    if not _BRANCH_NAME.fullmatch(branch):
        raise SourceError(msg("{branch} cannot be the name of a branch"), branch=repr(branch))
    if spec.kind in (Kind.FILE, Kind.FOLDER):
        raise SourceError(msg("{location} is no repository: it has no branches"), location=place)
    return SourceSpec(Kind.GIT, with_branch(split_branch(spec.location)[0], branch))


def _identify(location: str) -> SourceSpec:
    publisher = by_name(location)
    if publisher and not Path(location).exists():
        return identify(publisher.location)
    if feed := _ARXIV_FEED.fullmatch(location):
        return SourceSpec(Kind.URL, f"https://rss.arxiv.org/rss/{feed[1]}")
    if location.startswith("-"):
        raise SourceError(
            msg("{location} looks like an option; for a file of that name write ./{location}"), location=location
        )
    if any(ord(character) < 32 or ord(character) == 127 for character in location):
        raise SourceError(msg("{location} has control characters in it"), location=repr(location))
    if sound(location) != location:
        raise SourceError(msg("{location} is not UTF-8 text; rename it"), location=location)
    scheme, separator, _ = location.partition("://")
    if separator and scheme.lower() == "file":
        return _local(urlsplit(location).path)
    if separator and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        return _remote(location)
    if _SCP_STYLE.fullmatch(location) and not Path(location).exists():
        return SourceSpec(Kind.GIT, location)
    return _local(location)


def _remote(location: str) -> SourceSpec:
    page = _GITHUB_PAGE.match(location)  # the page that shows a file, instead of the file
    if page:
        return SourceSpec(Kind.URL, f"https://raw.githubusercontent.com/{page[1]}/{page[2]}")
    try:
        parts = urlsplit(location)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or host.startswith("-"):
        raise SourceError(msg("{location} is not a complete URL"), location=location)
    scheme = parts.scheme.lower()
    if scheme not in {"http", "https", *_GIT_SCHEMES}:
        raise SourceError(
            msg("{location}: {scheme}:// is not supported; use https://, ssh:// or a path"),
            location=location,
            scheme=scheme,
        )
    names = [name for name in parts.path.split("/") if name]
    is_git = scheme in _GIT_SCHEMES or parts.path.rstrip("/").endswith(".git")
    if is_git or (host.lower() in _FORGES and len(names) == 2):
        url = urlunsplit((scheme, parts.netloc, parts.path.rstrip("/"), parts.query, ""))
        return SourceSpec(Kind.GIT, url)
    return SourceSpec(Kind.URL, urlunsplit((scheme, parts.netloc, parts.path or "/", parts.query, "")))


def _local(location: str) -> SourceSpec:
    try:
        path = expanded(Path(location)).resolve()
        exists = path.exists()
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(msg("{location} cannot be looked at: {reason}"), location=location, reason=error) from error
    if not exists:
        raise SourceError(
            msg("{location} does not exist; a source is a file, a folder, a git repository, a URL or {known}"),
            location=location,
            known=tuple(publisher.name for publisher in PUBLISHERS if not publisher.name.startswith("arxiv:")),
        )
    if path.is_dir():
        return SourceSpec(Kind.GIT if is_repository(path) else Kind.FOLDER, str(path))
    return SourceSpec(Kind.GIT if is_bundle(path) else Kind.FILE, str(path))


def is_repository(folder: Path) -> bool:
    """Whether a folder is the top of a working tree, or a bare repository."""
    try:
        return (folder / ".git").exists() or (
            (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
        )
    except OSError:
        return False


def is_bundle(path: Path) -> bool:
    """Whether a file is a git bundle."""
    try:
        with open_regular(path) as stream:
            return stream.read(len(_BUNDLE[0])) in _BUNDLE
    except OSError:
        return False
