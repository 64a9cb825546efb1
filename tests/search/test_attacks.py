"""An index folder that somebody else prepared, that rotted, or that belongs to another state of the library."""

from __future__ import annotations

import json
import os
import pickle
import random
import re
import resource
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import SearchIndexError
from reader.search.engine import open_engine
from reader.search.manifest import HIGHEST
from reader.search.segment_format import FORMAT
from tests.search.invented import documents, newest_first, query

ROOT = Path(__file__).parent.parent.parent
COUNT = 120


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    engine = open_engine(tmp_path)
    engine.add(documents(COUNT))
    engine.close()
    return tmp_path


def manifest(folder: Path) -> Path:
    (path,) = folder.glob("manifest-*.json")
    return path


class Marker:
    """Unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, (str(self.path),)


PICKLES = """
import sys
seen = []
sys.addaudithook(lambda event, args: seen.append(event) if event == "pickle.find_class" else None)
import pickle
from pathlib import Path
from reader.search.codec import PaperIndex
from reader.search.engine import open_engine
from tests.search.invented import documents, newest_first, query

def refused(*_, **__):
    seen.append("pickle.load")
    raise AssertionError("a pickle was read")

pickle.load = pickle.loads = pickle.Unpickler = refused

folder = Path(sys.argv[1])
engine = open_engine(folder)
engine.add(documents(60))
engine.add(documents(80)[60:])
engine.remove([3])
while engine.merge():
    pass
engine.rebuild(documents(90))
again = open_engine(folder)
assert again.search(query("lantern"), newest_first(90)).total
again.rewritings(query("lanten"), lambda nums: [])
again.similar(5, newest_first(90), limit=5)
with PaperIndex(folder).searcher() as searcher:
    assert searcher.doc_count() == 90
print(seen)
"""


def test_no_file_of_an_index_is_ever_unpickled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    made = tmp_path_factory.mktemp("target") / "made"
    attack = pickle.dumps(Marker(made))
    for name in ("_MAIN_1.toc", "_MAIN_9.toc", "MAIN_abc.seg", "manifest-9.json", "MAIN_abc.trm"):
        (folder / name).write_bytes(attack)
    done = subprocess.run(
        [sys.executable, "-c", PICKLES, str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[]\n"
    assert not made.exists()


def test_the_program_knows_no_pickle() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "reader").rglob("*.py")}
    reads = re.compile(r"^\s*(import|from) (pickle|shelve|marshal)\b|allow_pickle=True", re.MULTILINE)
    assert not [path for path, text in sources.items() if reads.search(text)]


def resealed(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    """A manifest altered by somebody who knows how its checksum is made."""
    path = manifest(folder)
    body = json.loads(path.read_text())
    body.pop("crc")
    change(body)
    path.write_text(json.dumps({"crc": zlib.crc32(json.dumps(body, sort_keys=True).encode()), **body}))


LIES: dict[str, Callable[[dict[str, object]], object]] = {
    "a name that leads out of the folder": lambda body: body["segments"][0].update(name="../../MAIN_x"),  # type: ignore[index]
    "more papers than a segment has": lambda body: body["segments"][0].update(papers=1 << 40),  # type: ignore[index]
    "a paper number without end": lambda body: body["segments"][0].update(highest=HIGHEST),  # type: ignore[index]
    "deleted papers that are not there": lambda body: body["segments"][0].update(deleted=[10**9]),  # type: ignore[index]
    "another highest paper": lambda body: body["segments"][0].update(highest=COUNT + 1),  # type: ignore[index]
    "segments that are a number": lambda body: body.update(segments=7),
    "no files": lambda body: body.update(files={}),
    "another generation": lambda body: body.update(generation=99),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_manifest_that_lies_means_a_new_index(folder: Path, lie: str) -> None:
    resealed(folder, LIES[lie])
    engine = open_engine(folder)
    assert engine.status().rebuilt
    assert engine.status().papers == 0
    assert engine.add(documents(COUNT)) == COUNT


@pytest.mark.parametrize("text", ["[" * 200_000, '{"format": ' + "[" * 100_000, "null", "", '{"crc": 1, "format": 5}'])
def test_a_manifest_that_is_none_means_a_new_index(folder: Path, text: str) -> None:
    manifest(folder).write_text(text)
    engine = open_engine(folder)
    assert engine.status().rebuilt
    assert engine.search(query("lantern"), newest_first(COUNT)).total == 0


def rotted(path: Path, chance: random.Random) -> None:
    """Flip bits of a file without touching its length or time."""
    stat = path.stat()
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 3, 40))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


ROT = """
import random, resource, sys
from pathlib import Path
from reader.search.engine import open_engine
from reader.library.index import SIGNS_OF_DAMAGE
from tests.search.invented import newest_first, query
from tests.search.test_attacks import COUNT, rotted

folder, seed = Path(sys.argv[1]), int(sys.argv[2])
sound = {path: path.read_bytes() for path in folder.iterdir() if path.stat().st_size}
times = {path: path.stat().st_mtime_ns for path in sound}
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, resource.RLIM_INFINITY))
chance = random.Random(seed)
import os
for _ in range(25):
    path = chance.choice([path for path in sound if path.suffix != ".json"])
    rotted(path, chance)
    engine = open_engine(folder)
    begun_anew = engine.status().rebuilt is not None
    shelf = newest_first(COUNT)
    try:
        for text in ("lantern", "t*", "title:kettle", "深度", '"the kettle"', "度", "-the", "茶壶灯笼"):
            read = query(text)
            engine.search(read, shelf).nums[:50]
            engine.rewritings(read, lambda nums: [])
        engine.similar(7, shelf, limit=5)
    except SIGNS_OF_DAMAGE:
        assert engine.damage(), f"{path} {seed}"
    assert begun_anew or engine.damage()
    engine.close()
    for path, data in sound.items():
        path.write_bytes(data)
        os.utime(path, ns=(times[path], times[path]))
"""


@pytest.mark.parametrize("seed", [*range(3), random.SystemRandom().randrange(1 << 30)])
def test_bits_that_rot_unseen_raise_only_signs_of_damage_and_take_little_memory(folder: Path, seed: int) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ROT, str(folder), str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"seed {seed}: {done.stderr[-2000:]}"


def test_a_rotten_file_is_never_merged_into_one_with_a_valid_checksum(folder: Path) -> None:
    engine = open_engine(folder)
    rotted(next(folder.glob("*.pos")), random.Random(1))
    more = documents(2 * COUNT)[COUNT:]
    engine.add(more)
    with pytest.raises(SearchIndexError, match="damaged"):
        engine.merge()
    assert engine.damage()
    assert engine.rebuild(documents(2 * COUNT)) == 2 * COUNT
    assert engine.damage() is None


def test_an_index_of_another_state_of_the_library_is_begun_anew(folder: Path) -> None:
    asked: list[tuple[int, int]] = []

    def never(epoch: int, change: int) -> bool:
        asked.append((epoch, change))
        return False

    engine = open_engine(folder, never)
    assert "another state" in str(engine.status().rebuilt)
    assert engine.status().papers == 0
    assert asked[0] == (0, COUNT)


def test_a_rebuild_takes_the_old_ones_place_only_when_it_is_whole(folder: Path) -> None:
    engine, reader = open_engine(folder), open_engine(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, hard))
    try:
        with pytest.raises(SearchIndexError, match="cannot be written"):
            engine.rebuild(documents(COUNT))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    def interrupted() -> object:
        yield from documents(COUNT)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.rebuild(interrupted())  # type: ignore[arg-type]
    assert not reader.refresh()
    assert open_engine(folder).status().papers == COUNT
    assert engine.rebuild(documents(50), epoch=8) == 50
    assert reader.refresh()
    assert (reader.status().papers, reader.status().change) == (50, 50)
    assert len(list(folder.glob("MAIN_*.pos"))) == 1


def test_the_format_of_the_manifest_is_checked_before_anything_else(folder: Path) -> None:
    resealed(folder, lambda body: body.update(format=FORMAT + 1))
    assert "another version" in str(open_engine(folder).status().rebuilt)
