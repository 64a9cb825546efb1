from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from reader.errors import SourceError
from reader.sources.contract import Kind, SourceSpec
from reader.sources.forms.registry import shipped
from reader.sources.identify import identify
from reader.sources.known import PUBLISHERS, Publisher
from reader.sources.recognition import Form


def test_files_and_folders_are_known_by_their_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "digest.md").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    folder, file = SourceSpec(Kind.FOLDER, str(tmp_path / "folder")), SourceSpec(Kind.FILE, str(tmp_path / "digest.md"))
    for spelling in ("folder", "./folder/", "folder/../folder", "~/folder", f"file://{tmp_path}/folder", " folder "):
        assert identify(spelling) == folder
    assert identify("digest.md") == file


def test_repositories_are_told_from_folders(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path / "tree")], check=True)
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "bare")], check=True)
    (tmp_path / "tree/below").mkdir()
    (tmp_path / "all.bundle").write_bytes(b"# v2 git bundle\n")
    assert identify(str(tmp_path / "tree")).kind is Kind.GIT
    assert identify(str(tmp_path / "bare")).kind is Kind.GIT
    assert identify(str(tmp_path / "all.bundle")).kind is Kind.GIT
    assert identify(str(tmp_path / "tree/below")).kind is Kind.FOLDER


@pytest.mark.parametrize(
    ("location", "kind", "normal"),
    [
        ("cn-chat-arxiv", Kind.GIT, "https://github.com/qhduan/cn-chat-arxiv"),
        ("https://github.com/qhduan/cn-chat-arxiv/", Kind.GIT, "https://github.com/qhduan/cn-chat-arxiv"),
        ("https://example.invalid/digests.git", Kind.GIT, "https://example.invalid/digests.git"),
        ("ssh://git@example.invalid/digests", Kind.GIT, "ssh://git@example.invalid/digests"),
        ("git@example.invalid:me/digests.git", Kind.GIT, "git@example.invalid:me/digests.git"),
        ("https://example.invalid/cs.AI.md#top", Kind.URL, "https://example.invalid/cs.AI.md"),
        ("https://github.com/me/digests/blob/main/cs.AI.md", Kind.URL, "https://raw.githubusercontent.com/me/digests/main/cs.AI.md"),
        ("HTTPS://example.invalid", Kind.URL, "https://example.invalid/"),
    ],
)  # fmt: skip
def test_urls_are_told_apart_without_asking_anybody(location: str, kind: Kind, normal: str) -> None:
    assert identify(location) == SourceSpec(kind, normal)


@pytest.mark.parametrize(
    ("location", "message"),
    [
        ("--upload-pack=touch x", "looks like an option"),
        ("-", "looks like an option"),
        ("", "an empty name"),
        ("gone.md", "does not exist"),
        ("ftp://example.invalid/x", "not supported"),
        ("ext::sh -c touch% x", "does not exist"),
        ("ssh://-oProxyCommand=x/y", "not a complete URL"),
        ("https://", "not a complete URL"),
        ("https://[::1/x", "not a complete URL"),
        ("a\nb", "control characters"),
        ("nul\0", "control characters"),
        ("x" * 5000, "cannot be looked at|does not exist"),
    ],
)
def test_what_cannot_be_a_source_is_refused_in_one_line(
    location: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match=message) as caught:
        identify(location)
    assert "\n" not in str(caught.value)


def test_a_folder_of_a_publishers_name_is_that_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cn-chat-arxiv").mkdir()
    monkeypatch.chdir(tmp_path)
    assert identify("cn-chat-arxiv") == SourceSpec(Kind.FOLDER, str(tmp_path / "cn-chat-arxiv"))


@pytest.mark.parametrize("publisher", PUBLISHERS, ids=lambda publisher: publisher.name)
def test_every_known_publisher_is_a_source_by_its_name(publisher: Publisher) -> None:
    spec = identify(publisher.name)
    assert spec.location == publisher.location
    assert spec == identify(publisher.location)
    assert spec.kind is (Kind.GIT if "github.com" in publisher.location else Kind.URL)
    assert publisher.form in {*Form, *(mapping.name for mapping in shipped())}


def test_publishers_have_names_of_their_own() -> None:
    assert len({publisher.name for publisher in PUBLISHERS}) == len(PUBLISHERS)
