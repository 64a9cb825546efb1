"""Where the reader's data lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.paths import find_places, shared_cache


def test_what_libraries_share_lies_in_the_library_where_the_home_folder_may_only_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = find_places({}, tmp_path / "library")
    blocked = tmp_path / "blocked"
    blocked.touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert shared_cache(places) == places.cache
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert shared_cache(places) == tmp_path / "cache" / "digest-reader"
