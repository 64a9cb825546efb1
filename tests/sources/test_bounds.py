"""Memory and time that a source may take, whatever it holds. Each reading runs in a process that may have 300 MB."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from reader.sources.content import Origin, read_stream
from reader.sources.dispatch import read_source
from reader.sources.facts import folded_line, unfolded
from reader.sources.identify import identify
from reader.sources.limits import SIZE_LIMIT
from reader.sources.markup import without_markup
from reader.sources.people import authors_in
from reader.text.sentences import split
from tests.sources.invented import LISTING, digest, entry, feed, record
from tests.sources.repository import Repository
from tests.sources.servers import Answer, send, serving
from tests.sources.test_arxiv_xml import OAI
from tests.sources.test_bibliographies import BIBTEX, CSL, KAGGLE, ZOTERO, lines
from tests.sources.test_branches import daily

MEGABYTE = 1 << 20
MEMORY = 300 * MEGABYTE
SECONDS = 300
"""Of the processor's own time: how loaded the machine is makes no difference."""

# Reads its argument and tells in one line what came of it: the number of entries, or the error.
READER = f"""
import resource, sys
from pathlib import Path
from typing import Any
from reader.errors import SourceError
from reader.sources.identify import identify
from reader.sources.dispatch import read_source
for module in ("archive", "feed", "history", "markdown", "web"):  # what is imported is not what is measured
    __import__("reader.sources." + module)
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
try:
    readings = read_source(identify(sys.argv[1]), {{}}, clones=Path(sys.argv[2]))
    print(sum(len(digest.entries) for reading in readings for digest in reading.digests))
except SourceError as error:
    print(error)
"""


def outcome(location: str | Path, folder: Path) -> str:
    """What reading `location` came to, in 300 MB."""
    command = [sys.executable, "-c", READER, str(location), str(folder / "clones")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def zeros(size: int) -> Iterator[bytes]:
    """Zeros, packed: `size` bytes of them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _ in range(size // MEGABYTE):
        yield packer.compress(bytes(MEGABYTE))
    yield packer.flush()


def test_a_line_of_60_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cs.AI.md"
    path.write_text(digest() + "[^4]: " + "茶" * (20 * MEGABYTE))
    assert "too large for a digest (60 MB" in outcome(path, tmp_path)
    path.write_text(feed().replace("虚构", "茶" * (20 * MEGABYTE), 1))
    assert "too large for a digest (60 MB" in outcome(path, tmp_path)
    path.write_text(record(entry(1)).replace("虚构", "茶" * (20 * MEGABYTE), 1))
    assert "too large for a digest (60 MB" in outcome(path, tmp_path)


LARGEST = SIZE_LIMIT - 20_000
HOSTILE: dict[str, Callable[[], str]] = {
    "one long line": lambda: digest().replace("虚构", "x\U0001f600" * (LARGEST // 5), 1),
    "one long word": lambda: digest() + "x" * LARGEST,
    "a word and no digest": lambda: "x" * LARGEST,
    "empty lines in a document": lambda: "---\ntitle: 2402.00001\n---\n## a\n" + "\n" * LARGEST + "x",
    "dashes in a document": lambda: "---\ntitle: 2402.00001\n---\n## a\n" + "\n---" * (LARGEST // 4) + "x\n",
    "many entries": lambda: (
        digest() + "[^1]: 壶\n\n    [T](T)\n\n    http://arxiv.org/abs/2401.00001\n\n" * (LARGEST // 60)
    ),
    "many rows": lambda: digest().replace("| Ref |", "| Ref |\n" + "| [^1] | [a](http://x) |\n" * (LARGEST // 25), 1),
    "many brackets": lambda: digest().replace("虚构", "\n[^" * (LARGEST // 3), 1),
    "many links": lambda: digest().replace("| --- |", "| --- |\n| [^1] | [" + "](" * (LARGEST // 2), 1),
    "many headings": lambda: digest() + "# 摘要\n" * (LARGEST // 9),
    "paragraphs in a feed": lambda: feed().replace("&lt;/p&gt;", "&lt;/p&gt;" * (LARGEST // 10), 1),
    "open paragraphs in a feed": lambda: feed().replace("&lt;p&gt;", "&lt;p&gt;" * (LARGEST // 9), 1),
    "empty elements": lambda: feed().replace("<item>", "<item>" + "<a/>" * (LARGEST // 4), 1),
    "deep elements": lambda: feed().replace("<item>", "<item>" + "<a>" * (LARGEST // 3), 1),
    "many items": lambda: feed().replace("<item>", "<item>" * (LARGEST // 6), 1),
    "open comments": lambda: feed().replace("<item>", "<item>" + "<!--" * (LARGEST // 4), 1),
    "open sections": lambda: feed().replace("<item>", "<item>" + "<![CDATA[" * (LARGEST // 9), 1),
    "open quotes": lambda: feed().replace("<item>", "<item>" + '<link href="' * (LARGEST // 12), 1),
    "ampersands": lambda: feed().replace("<item>", "<item><title>" + "&" * (LARGEST // 1), 1),
    "a list of records": lambda: "[" + (record(entry(1)) + ",") * (LARGEST // 700) + "1]",
    "an open list": lambda: "[" + record(entry(1)).replace("}", "},{") * (LARGEST // 700),
    "open strings": lambda: "[" + record(entry(1))[:-1] + ',"' * (LARGEST // 2),
    "daily lines": lambda: daily(1) * (LARGEST // 300),
    "a daily line": lambda: daily(1).replace("We invent", "x " * (LARGEST // 2)) + daily(2),
    "daily entries": lambda: "### [1] [T](https://arxiv.org/abs/2401.00001)\nMain category: cs.AI\n" * (LARGEST // 70),
    "daily fields": lambda: (
        "### [1] [T](https://arxiv.org/abs/2401.00001)\nMain category: x\n" + "TL;DR: " * (LARGEST // 7)
    ),
    "listing blocks": lambda: LISTING + "\\\\\narXiv:2402.00001\n" * (LARGEST // 20),
    "listing headers": lambda: LISTING.replace("Title:", "Title: x\n " * (LARGEST // 10), 1),
    "a letter of parts": lambda: (
        LISTING.replace("text/plain", "multipart/mixed; boundary=x", 1) + "\n--x\n" * (LARGEST // 5)
    ),
    "a deep record": lambda: record(entry(1)).replace('"unused"', "[" * LARGEST, 1),
    "a wide record": lambda: record(entry(1)).replace('"unused"', "[" + "{}," * (LARGEST // 3) + "1]", 1),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_largest_digest_there_may_be_is_read_in_bounds(name: str, tmp_path: Path) -> None:
    path = tmp_path / "cs.AI.md"
    path.write_text(HOSTILE[name]())
    assert path.stat().st_size <= SIZE_LIMIT
    outcome(path, tmp_path)


def quickest(read: Callable[[], object]) -> float:
    """Seconds of processor time for reading: the least of three."""
    times = []
    for _ in range(3):
        began = time.process_time()
        read()
        times.append(time.process_time() - began)
    return min(times)


SIZES = (10_000, 40_000, 200_000, 800_000)
"""Two that fit into the beginning by which a form is told, and two that do not."""


def grows_with_size(read: Callable[[int], Callable[[], object]]) -> None:
    """Four times the size takes at most ten times the time; the quickest of three, on a machine that is busy."""
    took = [quickest(read(size)) for size in SIZES]
    for less, more in ((took[0], took[1]), (took[2], took[3])):
        assert more < 0.2 or more < less * 4 * 2.5
    assert took[1] < 1


def reading(text: str, name: str) -> Callable[[], object]:
    data = text.encode()
    return lambda: list(read_stream(io.BytesIO(data), Origin("x", name)))


@pytest.mark.parametrize("sign", [" ", "\n", "\n ", "\t\n", "<p ", "</p>", "&lt", "< ", "!", ". "])
@pytest.mark.parametrize("clean", [without_markup, unfolded, folded_line, authors_in, split])
def test_a_text_is_cleaned_in_a_time_that_grows_with_its_size(clean: Callable[[str], object], sign: str) -> None:
    def cleaning(size: int) -> Callable[[], object]:
        text = "<p>" + "x" + sign * (size // len(sign)) + "x]]>"
        return lambda: clean(text)

    grows_with_size(cleaning)


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_no_faster_than_size(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(size: int) -> Callable[[], object]:
        monkeypatch.setitem(globals(), "LARGEST", size)
        return reading(HOSTILE[name](), "cs.AI.md")

    grows_with_size(made)


LONG: dict[str, Callable[[int], str]] = {
    "kaggle": lambda size: lines(KAGGLE) * (size // 800),
    "a kaggle line": lambda size: lines(KAGGLE) + lines(KAGGLE | {"abstract": "x" * size}),
    "kaggle authors": lambda size: lines(KAGGLE) + lines(KAGGLE | {"authors_parsed": [["a", "b", ""]] * (size // 14)}),
    "bibtex": lambda size: BIBTEX * (size // 900),
    "a bibtex entry": lambda size: BIBTEX + "@misc{x, title={" + "{" * size,
    "bibtex fields": lambda size: BIBTEX + "@misc{x" + ", a={b}" * (size // 7),
    "bibtex names": lambda size: BIBTEX + "@misc{x, eprint={2402.00009}, author={" + "a and " * (size // 6) + "}}",
    "csl": lambda size: "[" + (json.dumps(CSL)[1:-1] + ",") * (size // 800) + "1]",
    "csl brackets": lambda size: json.dumps(CSL)[:-1] + ",{" + "[" * size,
    "csl quotes": lambda size: json.dumps(CSL)[:-1] + ',{"' + '\\"' * (size // 2),
    "zotero": lambda size: ZOTERO.replace("</rdf:RDF>", "") + ZOTERO.partition("<bib:Article")[2] * (size // 600),
    "a zotero item": lambda size: ZOTERO.replace("Teapots", "<dc:title>" * (size // 10)),
    "a harvest": lambda size: OAI.replace("<record>", "<record><header></header></record>" * (size // 40), 1),
    "a harvested record": lambda size: OAI.replace("<abstract>", "<abstract>" + "&lt;" * (size // 4), 1),
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_bibliography_is_read_in_bounds(name: str, tmp_path: Path) -> None:
    path = tmp_path / "any"
    path.write_text(LONG[name](20 * MEGABYTE))
    outcome(path, tmp_path)


@pytest.mark.parametrize("name", LONG)
def test_the_time_for_a_bibliography_grows_no_faster_than_its_size(name: str) -> None:
    grows_with_size(lambda size: reading(LONG[name](size), "x"))


def packed_twice(handler: BaseHTTPRequestHandler) -> None:
    once = b"".join(zeros(64 * MEGABYTE))
    send(handler, gzip.compress(once), Content_Encoding="gzip, gzip")


def packed_once(handler: BaseHTTPRequestHandler) -> None:
    send(
        handler,
        gzip.compress(digest().encode() + bytes(MEGABYTE)) + b"".join(zeros(500 * MEGABYTE)),
        Content_Encoding="gzip",
    )


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.close_connection = True
    for _ in range(2000):
        handler.wfile.write(b"| Ref | Title |\n" * 4096)


@pytest.mark.parametrize(
    ("answer", "said"),
    [(packed_twice, "packed in a way that was not asked for"), (packed_once, "too large"), (endless, "too large")],
)
def test_what_a_server_sends_is_bounded(answer: Answer, said: str, tmp_path: Path) -> None:
    with serving(answer) as server:
        assert said in outcome(f"{server}/cs.AI.md", tmp_path)


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_of_a_zip_file_is_unpacked_no_further_than_it_is_read(tmp_path: Path, way: int) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", way) as zipped:
        zipped.writestr("cs.AI.md", digest())
        with zipped.open("cs.0.md", "w") as member:
            member.write(digest().encode())
            for _ in range(400):
                member.write(bytes(MEGABYTE))
    assert outcome(path, tmp_path) == "3"


def test_a_zip_file_of_some_megabytes_cannot_take_gigabytes(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("cs.AI.md", digest())
        for number in range(30):
            with zipped.open(f"cs.{number}.md", "w") as member:
                member.write(digest().encode())
                for _ in range(50):
                    member.write(bytes(MEGABYTE))
    assert outcome(path, tmp_path) == "3"


def test_a_zip_file_with_too_long_a_table_of_contents_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("a", b"")
    data = path.read_bytes()
    at = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    # Python since 3.13 notices by itself that all of them are at one place.
    few = "not a digest" if sys.version_info < (3, 13) else "damaged archive"
    for count, said in ((250_000, few), (300_000, "holds more files than can be read")):
        directory = data[at:end] * count
        tail = data[end : end + 8] + b"\xff\xff\xff\xff" + len(directory).to_bytes(4, "little") + data[end + 16 :]
        path.write_bytes(data[:at] + directory + tail)
        assert said in outcome(path, tmp_path)


def test_tar_files_cannot_hide_gigabytes_in_their_headers(tmp_path: Path) -> None:
    for kind in (tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XGLTYPE):
        header = tarfile.TarInfo("long")
        header.type, header.size = kind, 400 * MEGABYTE
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        path = tmp_path / "bomb.tar.gz"
        with path.open("wb") as stream:
            stream.write(packer.compress(header.tobuf(tarfile.GNU_FORMAT)))
            for _ in range(400):
                stream.write(packer.compress(bytes(MEGABYTE)))
            stream.write(packer.flush())
        assert "more headers than can be read" in outcome(path, tmp_path)


@pytest.mark.parametrize(("ending", "packer"), [("bz2", bz2.BZ2Compressor), ("xz", lzma.LZMACompressor)])
def test_what_others_pack_small_is_given_up_too(ending: str, packer: Callable[[], Any], tmp_path: Path) -> None:
    path = tmp_path / f"bomb.md.{ending}"
    with path.open("wb") as stream:
        packing = packer()
        stream.write(packing.compress(digest().encode()))
        stream.writelines(packing.compress(bytes(MEGABYTE)) for _ in range(200))
        stream.write(packing.flush())
    assert "too large" in outcome(path, tmp_path) or "holds more than" in outcome(path, tmp_path)


def test_xz_that_wants_gigabytes_to_be_unpacked_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "bomb.md.xz"
    small = lzma.compress(digest().encode(), filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 16}])
    head, size = small[:12], small[12:]
    block = bytearray(size)
    block[4] = 36  # the dictionary's size, as the format writes 1 GB
    block[8:12] = zlib.crc32(bytes(block[:8])).to_bytes(4, "little")
    path.write_bytes(head + bytes(block))
    assert "emory" in outcome(path, tmp_path)


def test_a_packed_file_of_zeros_is_given_up(tmp_path: Path) -> None:
    for name in ("bomb.md.gz", "bomb.tar.gz"):
        path = tmp_path / name
        with path.open("wb") as stream:
            stream.write(gzip.compress(digest().encode()))
            stream.writelines(zeros(500 * MEGABYTE))
        assert "too large" in outcome(path, tmp_path) or "holds more than" in outcome(path, tmp_path)


def test_many_members_are_not_kept_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "all.tar"
    data = json.dumps(
        {"abstract": "arxiv.org", "link": "https://arxiv.org/abs/2401.00001", "x": "茶" * 200_000}
    ).encode()
    with tarfile.open(path, "w") as tarred:
        for number in range(400):
            member = tarfile.TarInfo(f"papers/2401.{number:05}.json")
            member.size = len(data)
            tarred.addfile(member, io.BytesIO(data))
    assert outcome(path, tmp_path) == "400"


def test_a_repository_of_gigabytes_is_read_for_its_digests_only(tmp_path: Path) -> None:
    """What is large in it is neither read nor lost unsaid."""
    made = Repository(tmp_path / "digests")
    for number in range(4):
        large = {f"data/{number}.json": bytes(60 * MEGABYTE), f"data/{number}.pdf": bytes(60 * MEGABYTE + number)}
        made.commit({"cs.AI.md": digest([entry(number + 1)]), **large}, f"2024-01-0{number + 1}")
    said = outcome(made.path, tmp_path)
    assert said == "4"
    made.git("repack", "-q", "-a", "-d")
    assert outcome(made.path, tmp_path) == "4"
    readings = list(read_source(identify(str(made.path)), {}, clones=tmp_path))
    reasons = [problem.reason for reading in readings for found in reading.digests for problem in found.problems]
    assert reasons == ["too large for a digest (60 MB; the limit is 8 MB)"] * 4


def test_the_limit_is_a_real_one() -> None:
    """The process that reads would fail if it needed more."""
    program = READER.split("try:")[0] + f"bytearray({MEMORY})"
    assert b"MemoryError" in subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).stderr
