"""Where the reader's three kinds of data lie, and its configuration.

Defaults come from `platformdirs` (XDG folders on Linux, Library folders on macOS); `--library DIR` or
`$DIGEST_READER_LIBRARY` puts all of them under one folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from reader.values import dataclass

APP = "digest-reader"
LIBRARY_VARIABLE = "DIGEST_READER_LIBRARY"


@dataclass(frozen=True, slots=True)
class Places:
    """Absolute paths of everything the reader keeps.

    data    folder of `marks.db` (the user's own) and `library.db` (collected)
    cache   folder of what can be made again: the index, clones of repositories
    config  the configuration file, which need not exist
    """

    data: Path
    cache: Path
    config: Path

    @property
    def marks_db(self) -> Path:
        """The database of the user's own data."""
        return self.data / "marks.db"

    @property
    def marks_copies(self) -> Path:
        """Folder of the daily copies of `marks.db`."""
        return self.data / "backups"

    @property
    def library_db(self) -> Path:
        """The database of collected papers."""
        return self.data / "library.db"

    @property
    def crashed(self) -> Path:
        """Left behind by a screen that a mistake of the program's own ended; holds the name of the report."""
        return self.data / "crashed"

    @property
    def index(self) -> Path:
        """Folder of full-text indexes, one folder a library."""
        return self.cache / "index"

    @property
    def clones(self) -> Path:
        """Folder of copies of repositories that are elsewhere."""
        return self.cache / "clones"


def expanded(path: Path) -> Path:
    """The path with `~` filled in; as it is where nobody has that name (it may be a file's)."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def from_root(path: Path) -> Path:
    """The path from the root, with `~` filled in; as it is where the current folder was removed, so that whoever opens
    what it names finds nothing there."""
    path = expanded(path)
    try:
        return path.absolute()
    except FileNotFoundError:
        return path


def find_places(environ: Mapping[str, str], library: Path | None = None, config: Path | None = None) -> Places:
    """The places for this run: `library` (from the command line) before the environment before the defaults."""
    chosen = library or (Path(environ[LIBRARY_VARIABLE]) if environ.get(LIBRARY_VARIABLE) else None)
    if chosen is not None:
        root = from_root(chosen)
        places = Places(data=root, cache=root / "cache", config=root / "config.toml")
    else:
        from platformdirs import PlatformDirs  # only here: with --library nothing of it is needed

        dirs = PlatformDirs(APP, appauthor=False)
        places = Places(
            data=Path(dirs.user_data_dir),
            cache=Path(dirs.user_cache_dir),
            config=Path(dirs.user_config_dir) / "config.toml",
        )
    if config is not None:
        places = Places(places.data, places.cache, from_root(config))
    return places


def shared_cache(places: Places) -> Path:
    """A folder that all libraries of this user have in common; that of `places` where there can be none."""
    from platformdirs import PlatformDirs  # only here: see `find_places`

    shared = Path(PlatformDirs(APP, appauthor=False).user_cache_dir)
    try:
        shared.mkdir(parents=True, exist_ok=True)
    except OSError:
        return places.cache
    return shared if os.access(shared, os.W_OK | os.X_OK) else places.cache


def own_command() -> list[str]:
    """The command that starts another process of this very program, with `own_import_path` as its `PYTHONPATH`.

    -P: the current folder is not searched for modules. It may be somebody else's, with a `json.py` of theirs in it.
    """
    return [sys.executable, "-P", "-m", "reader"]


def own_import_path(environ: Mapping[str, str]) -> str:
    """Where this very package comes from, before what `$PYTHONPATH` says; without empty parts, which Python takes for
    the current folder."""
    own = str(Path(__file__).parents[1])
    return os.pathsep.join(path for path in (own, *environ.get("PYTHONPATH", "").split(os.pathsep)) if path)
