"""`enrich`, `send` and `translate`: asked for by name, kept step by step, said in one line each."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from reader.outside import arxiv_api, jobs, pace
from reader.outside.pace import Clock
from reader.store import database
from reader.store.marks import MarksStore
from tests.cli.conftest import Cli, Outcome
from tests.outside.arxiv_server import ArxivServer, entry
from tests.outside.zotero_server import FakeZotero
from tests.sources.servers import send, serving

APPLES, PEARS = "2608.00001", "2608.00002"
Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def asking(filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Outcome]]:
    """`asking("enrich", "*", arxiv=server)`: the command, with its endpoint at a server of ours."""
    monkeypatch.setattr(arxiv_api, "SECONDS_APART", 0.0)
    monkeypatch.setattr(arxiv_api, "WAITS_SECONDS", (0.0, 0.0))
    with ExitStack() as stack:

        def call(*words: str, arxiv: Answer | None = None, zotero: Answer | None = None, model: Answer | None = None,
                 stdin: str = "") -> Outcome:  # fmt: skip
            lines = []
            for section, server in (("arxiv", arxiv), ("zotero", zotero), ("translate", model)):
                if server is not None:
                    url = stack.enter_context(serving(server))
                    lines += [f"[{section}]", f'endpoint = "{url}"']
            if model is not None:
                lines.append('model = "paper-model"')
            config = tmp_path / "asking.toml"
            config.write_text("\n".join(lines) + "\n")
            return filled("--config", config, *words, stdin=stdin)

        yield call


def full(identity: str) -> str:
    return entry(
        identity,
        version=2,
        title="Counting apples with diffusion models",
        summary="We count all the apples, to the last one.",
        authors=[("Ada Beispiel", ["Orchard University"]), ("Bo Muster", [])],
        categories=["cs.AI", "cs.LG"],
    )


class TestEnrich:
    def test_the_bookmarks_get_authors_and_whole_abstracts(self, asking: Callable[..., Outcome], filled: Cli) -> None:
        filled("mark", APPLES, "--bookmark")
        server = ArxivServer(full(APPLES), full(PEARS))
        done = asking("enrich", arxiv=server)
        assert (done.status, done.out) == (0, "1 paper known to arXiv; 1 asked of 1\n")
        assert [query["id_list"] for query in server.queries] == [[APPLES]]
        (record,) = [json.loads(line) for line in filled("show", APPLES, "-f", "jsonl").lines]
        assert record["authors"] == ["Ada Beispiel", "Bo Muster"]
        assert record["abstract_en"] == "We count all the apples, to the last one."
        assert record["title_zh"] == "用扩散模型数苹果"
        assert [seen["channel"] for seen in record["appearances"]] == ["cs.AI"]
        assert "{Beispiel, Ada and Muster, Bo}" in filled("export", APPLES, "-f", "bibtex").out
        assert filled("search", "last one", "-f", "ids").lines == [APPLES]
        assert "Ada Beispiel, Bo Muster" in filled("show", APPLES).lines
        assert (record["submitted"], record["revised"]) == ("2026-11-02", "2026-11-20")

    def test_what_was_asked_within_a_day_is_not_asked_again(self, asking: Callable[..., Outcome]) -> None:
        server = ArxivServer(full(APPLES), full(PEARS))
        asking("enrich", "*", arxiv=server)
        again = asking("enrich", "*", arxiv=server)
        assert again.out == "0 papers known to arXiv; 0 asked of 2\n"
        assert again.err == "2 papers were asked about before; --again asks once more\n"
        assert asking("enrich", APPLES, "--again", arxiv=server).out.startswith("1 paper known")
        assert len(server.queries) == 2

    def test_what_another_process_asked_meanwhile_is_not_asked_again(
        self, asking: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "IDS_A_REQUEST", 1)
        plain = ArxivServer(full(APPLES), full(PEARS))

        def server(handler: BaseHTTPRequestHandler) -> None:
            with closing(MarksStore(tmp_path / "library" / "marks.db")) as other:  # about the second paper
                other.answers.keep("enrich", {PEARS: '{"title_en": "Counting pears"}'}, datetime.now(UTC))
            plain(handler)

        assert asking("enrich", APPLES, PEARS, arxiv=server).status == 0
        assert [query["id_list"] for query in plain.queries] == [[APPLES]]

    def test_where_nothing_can_be_kept_nobody_is_asked(
        self, asking: Callable[..., Outcome], filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(database, "may_write", lambda path: False)
        arxiv, zotero = ArxivServer(full(APPLES)), FakeZotero()
        for done in (asking("enrich", APPLES, arxiv=arxiv), asking("send", APPLES, zotero=zotero)):
            assert done.status == 1
            assert "may only be read" in done.err
        assert (arxiv.queries, zotero.items) == ([], {})

    def test_two_libraries_share_the_pace(
        self, asking: Callable[..., Outcome], filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Three seconds stand between two requests of this machine, whatever library they are for."""
        slept: list[float] = []
        monkeypatch.setattr(arxiv_api, "SECONDS_APART", 3.0)
        monkeypatch.setattr(pace, "Clock", lambda: Clock(sleep=slept.append))
        other = tmp_path / "other"
        copytree(tmp_path / "library", other)
        server = ArxivServer(full(APPLES), full(PEARS))
        for words in ([APPLES], ["--library", str(other), PEARS]):
            assert asking("enrich", *words, arxiv=server).status == 0
        assert len(slept) == 2
        assert slept[1] > 2.0

    def test_a_paper_that_is_not_known_there_is_named(self, asking: Callable[..., Outcome]) -> None:
        done = asking("enrich", APPLES, PEARS, arxiv=ArxivServer(full(APPLES)))
        assert done.status == 1
        assert done.err == f"digest-reader: {PEARS} is not known to arXiv\n"

    def test_what_came_before_it_was_refused_is_kept(
        self, asking: Callable[..., Outcome], filled: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("reader.outside.jobs.IDS_A_REQUEST", 1)
        first = ArxivServer(full(APPLES), full(PEARS))

        def server(handler: BaseHTTPRequestHandler) -> None:
            if first.queries:
                send(handler, b"Rate exceeded.", 429)
            else:
                first(handler)

        done = asking("enrich", APPLES, PEARS, arxiv=server)
        assert done.status == 1
        assert "asks to be left alone (429); what came so far is kept" in done.err
        assert json.loads(filled("show", APPLES, "-f", "jsonl").out)["authors"] == ["Ada Beispiel", "Bo Muster"]
        assert json.loads(filled("show", PEARS, "-f", "jsonl").out)["authors"] == []

    def test_an_id_that_arxiv_calls_wrong_is_asked_for_once(self, asking: Callable[..., Outcome]) -> None:
        server = ArxivServer(full(APPLES), full(PEARS), wrong=frozenset({PEARS}))
        done = asking("enrich", "*", arxiv=server)
        assert (done.status, done.err) == (1, f"digest-reader: arXiv calls {PEARS} wrong\n")
        requests = len(server.queries)
        assert asking("enrich", "*", arxiv=server).out == "0 papers known to arXiv; 0 asked of 2\n"
        assert len(server.queries) == requests
        assert f"arXiv calls {PEARS} wrong" in asking("enrich", PEARS, "--again", arxiv=server).err

    def test_what_cannot_be_is_left_out_and_said(self, asking: Callable[..., Outcome], filled: Cli) -> None:
        done = asking("enrich", APPLES, arxiv=ArxivServer(entry(APPLES, published="9999-12-31T00:00:00Z")))
        assert (done.status, done.err) == (0, f"{APPLES}: submitted or revised on 9999-12-31, which cannot be\n")
        record = json.loads(filled("show", APPLES, "-f", "jsonl").out)
        assert (record["submitted"], record["revised"]) == (None, "2026-11-20")

    def test_a_withdrawn_paper_is_probably_that(self, asking: Callable[..., Outcome]) -> None:
        server = ArxivServer(entry(APPLES, comment="This paper has been withdrawn by the authors"))
        assert f"{APPLES} is probably withdrawn" in asking("enrich", APPLES, arxiv=server).err

    def test_answers_are_part_of_a_backup_and_come_back(
        self, asking: Callable[..., Outcome], cli: Cli, digests: Path, tmp_path: Path
    ) -> None:
        asking("enrich", APPLES, arxiv=ArxivServer(full(APPLES)))
        assert cli("backup", tmp_path / "copy.db").status == 0
        for file in (tmp_path / "library").iterdir():
            if file.is_file():
                file.unlink()
        cli("sync", digests)
        assert json.loads(cli("show", APPLES, "-f", "jsonl").out)["authors"] == []
        assert cli("restore", tmp_path / "copy.db").status == 0
        assert json.loads(cli("show", APPLES, "-f", "jsonl").out)["authors"] == ["Ada Beispiel", "Bo Muster"]

    def test_a_library_made_anew_takes_the_answers_in_with_its_next_sync(
        self, asking: Callable[..., Outcome], filled: Cli, digests: Path, tmp_path: Path
    ) -> None:
        asking("enrich", APPLES, arxiv=ArxivServer(full(APPLES)))
        for file in (tmp_path / "library").glob("library.db*"):
            file.unlink()
        filled("sync", digests)
        assert json.loads(filled("show", APPLES, "-f", "jsonl").out)["authors"] == ["Ada Beispiel", "Bo Muster"]


class TestSend:
    def test_the_bookmarks_arrive_in_zotero_once(self, asking: Callable[..., Outcome], filled: Cli) -> None:
        filled("mark", APPLES, "--bookmark", "--tag", "fruit", "--note", "5 < 6")
        server = FakeZotero()
        done = asking("send", zotero=server)
        assert (done.status, done.out) == (0, "1 paper sent\n")
        assert "to Zotero: My Library / Lanterns" in done.err
        item = server.items[APPLES]
        assert (item["itemType"], item["own"], item["archiveID"]) == ("preprint", ["fruit"], f"arXiv:{APPLES}")
        assert "titleTranslation: 用扩散模型数苹果" in item["extra"]
        assert "5 &lt; 6" in item["notes"][0]["note"]
        assert asking("send", zotero=server).out == "0 papers sent; 1 sent before\n"
        assert asking("send", "--again", zotero=server).out == "1 paper sent\n"

    def test_a_tag_that_zotero_refuses_is_named_and_the_others_arrive(
        self, asking: Callable[..., Outcome], filled: Cli
    ) -> None:
        filled("mark", APPLES, "--bookmark", "--tag", "fruit", "--tag", "cursed")
        server = FakeZotero(bad_tags=frozenset({"cursed"}))
        done = asking("send", zotero=server)
        assert (done.status, done.out, server.items[APPLES]["own"]) == (0, "1 paper sent\n", ["fruit"])
        assert "Zotero does not take the tag cursed; the papers went without it" in done.err

    def test_another_collection_is_another_place(self, asking: Callable[..., Outcome]) -> None:
        server = FakeZotero()
        asking("send", APPLES, zotero=server)
        assert asking("send", APPLES, "--to", "Tops", zotero=server).out == "1 paper sent\n"
        assert server.items[APPLES]["target"] == "C12"

    def test_what_may_have_arrived_is_said_once_and_never_sent_twice(self, asking: Callable[..., Outcome]) -> None:
        """Zotero saved it, and the connection broke before it could say so."""
        server = FakeZotero(lost=1)
        done = asking("send", APPLES, zotero=server)
        assert (done.status, done.out) == (1, "0 papers sent\n")
        assert f"{APPLES} may be in Zotero" in done.err
        again = asking("send", APPLES, zotero=server)
        assert (again.status, again.out) == (0, "0 papers sent; 1 sent before\n")
        assert [path for path, _ in server.requests].count("/saveItems") == 1
        assert asking("send", "--again", APPLES, zotero=server).out == "1 paper sent\n"

    def test_what_zotero_could_not_take_is_tried_again_the_next_time(self, asking: Callable[..., Outcome]) -> None:
        server = FakeZotero(bad=frozenset({APPLES}))
        assert "cannot take" in asking("send", APPLES, PEARS, zotero=server).err
        server.bad = frozenset()
        assert asking("send", APPLES, PEARS, zotero=server).out == "1 paper sent; 1 sent before\n"
        server.read_only = True
        assert "may only be read" in asking("send", APPLES, "--again", zotero=server).err
        server.read_only = False
        assert asking("send", APPLES, "--to", "Kites", zotero=server).status == 1

    def test_a_send_that_is_killed_says_the_next_time_what_may_have_arrived(
        self, filled: Cli, tmp_path: Path, asking: Callable[..., Outcome]
    ) -> None:
        server, saved, over = FakeZotero(), threading.Event(), threading.Event()

        def held(handler: BaseHTTPRequestHandler) -> None:
            if handler.path.endswith("saveItems"):
                saved.set()
                over.wait(60)
            server(handler)

        with serving(held) as url:
            config = tmp_path / "killed.toml"
            config.write_text(f'[zotero]\nendpoint = "{url}"\n')
            command = [sys.executable, "-m", "reader", "--config", str(config), "send", APPLES]
            environ = {**os.environ, "DIGEST_READER_LIBRARY": str(tmp_path / "library")}
            with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                assert saved.wait(60)
                process.send_signal(signal.SIGKILL)
                process.communicate()
            over.set()
        done = asking("send", APPLES, PEARS, zotero=server)
        assert done.out == "1 paper sent\n"
        assert f"{APPLES} may be in Zotero" in done.err
        assert asking("send", APPLES, PEARS, zotero=server).err == "to Zotero: My Library / Lanterns\n"

    def test_zotero_not_running_is_one_line(self, filled: Cli, tmp_path: Path) -> None:
        with serving(FakeZotero()) as url:
            pass
        config = tmp_path / "asking.toml"
        config.write_text(f'[zotero]\nendpoint = "{url}"\n')
        done = filled("--config", config, "send", APPLES)
        assert (done.status, done.err) == (1, "digest-reader: Zotero is not running: start it and try again\n")


def translating(content: Callable[[dict[str, Any]], str], asked: list[str] | None = None) -> Answer:
    """A model that answers with `content(paper)`."""

    def server(handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        paper = json.loads(body["messages"][1]["content"])
        if asked is not None:
            asked.append(paper["title"])
        send(handler, json.dumps({"choices": [{"message": {"content": content(paper)}}]}).encode())

    return server


def faithful(paper: dict[str, Any]) -> str:
    return json.dumps(
        {"title": "数李子的方法", "summary": "数李子。", "abstract": "我们用 PlumNet-2 数李子，共 128 个。"}
    )


PLUMS = "2608.00007"
ENGLISH = {
    "title": "Counting plums", "abstract": "We count plums with PlumNet-2, 128 in all.", "tldr": "",
    "link": f"https://arxiv.org/abs/{PLUMS}", "translated_title": "", "translated_abstract": "",
}  # fmt: skip


class TestTranslate:
    @pytest.fixture
    def plums(self, filled: Cli, tmp_path: Path) -> None:
        """A paper that nobody translated."""
        record = tmp_path / "plums" / "papers" / "26" / "08" / f"{PLUMS}.json"
        record.parent.mkdir(parents=True)
        record.write_text(json.dumps(ENGLISH))
        assert filled("sync", record).status == 0

    def test_a_bookmark_without_chinese_is_translated(
        self, asking: Callable[..., Outcome], filled: Cli, plums: None
    ) -> None:
        filled("mark", PLUMS, APPLES, "--bookmark")
        asked: list[str] = []
        done = asking("translate", model=translating(faithful, asked))
        assert (done.status, done.out, done.err) == (0, "1 paper translated\n", "")
        assert asked == ["Counting plums"]
        record = json.loads(filled("show", PLUMS, "-f", "jsonl").out)
        assert (record["title_zh"], record["tldr_zh"]) == ("数李子的方法", "数李子。")
        assert filled("search", "数李子", "-f", "ids").lines == [PLUMS]

    def test_a_publishers_translation_is_never_replaced(
        self, asking: Callable[..., Outcome], filled: Cli, plums: None, tmp_path: Path
    ) -> None:
        asking("translate", PLUMS, APPLES, model=translating(faithful))
        assert json.loads(filled("show", APPLES, "-f", "jsonl").out)["title_zh"] == "用扩散模型数苹果"
        later = tmp_path / "later" / f"{PLUMS}.json"
        later.parent.mkdir()
        later.write_text(
            json.dumps(ENGLISH | {"translated_title": "出版者的李子", "translated_abstract": "李子，共 128 个。"})
        )
        filled("sync", later)
        assert json.loads(filled("show", PLUMS, "-f", "jsonl").out)["title_zh"] == "出版者的李子"

    def test_a_translation_that_lacks_something_is_kept_and_called_doubtful(
        self, asking: Callable[..., Outcome], plums: None, filled: Cli
    ) -> None:
        def careless(paper: dict[str, Any]) -> str:
            return faithful(paper).replace("128", "218")

        done = asking("translate", PLUMS, model=translating(careless))
        assert done.status == 0
        assert "1 translation lacks a formula, number or name" in done.err

    @pytest.mark.parametrize("content", ["我不知道。", '{"title": "李', "Counting plums", '{"title": "x"}'])
    def test_what_is_no_translation_is_said_and_nothing_is_stored(
        self, asking: Callable[..., Outcome], plums: None, filled: Cli, content: str
    ) -> None:
        done = asking("translate", PLUMS, model=translating(lambda paper: content))
        assert done.status == 1
        assert PLUMS in done.err
        assert len(done.err.splitlines()) == 1
        assert json.loads(filled("show", PLUMS, "-f", "jsonl").out)["title_zh"] is None

    def test_papers_and_tokens_are_counted_without_asking_anybody(
        self, asking: Callable[..., Outcome], plums: None
    ) -> None:
        asked: list[str] = []
        done = asking("translate", "*", "--dry-run", model=translating(faithful, asked))
        assert done.out.startswith("1 paper to translate, about ")
        assert asked == []

    def test_nobody_is_asked_until_one_is_set(self, filled: Cli, plums: None) -> None:
        done = filled("translate", PLUMS)
        assert done.status == 1
        assert "nobody is set to translate" in done.err

    def test_a_key_that_is_refused_ends_the_job_and_is_never_shown(
        self, filled: Cli, plums: None, tmp_path: Path
    ) -> None:
        def server(handler: BaseHTTPRequestHandler) -> None:
            handler.rfile.read(int(handler.headers["Content-Length"]))
            send(handler, handler.headers["Authorization"].encode(), 401)

        with serving(server) as url:
            config = tmp_path / "key.toml"
            config.write_text(f'[translate]\nendpoint = "{url}"\nmodel = "m"\nkey_env = "PAPER_KEY"\n')
            environ = {**os.environ, "DIGEST_READER_LIBRARY": str(tmp_path / "library"), "PAPER_KEY": "not-a-real-key"}
            command = [sys.executable, "-m", "reader", "--config", str(config), "translate", PLUMS]
            done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "refuses the key (401)" in done.stderr
        assert "not-a-real-key" not in done.stderr + done.stdout
        assert "no key" in filled("--config", config, "translate", PLUMS).err

    def test_a_key_in_the_place_of_the_variables_name_is_not_shown(self, filled: Cli, tmp_path: Path) -> None:
        config = tmp_path / "key.toml"
        config.write_text('[translate]\nendpoint = "http://127.0.0.1:9"\nmodel = "m"\nkey_env = "skbf42"\n')
        done = filled("--config", config, "translate", PLUMS)
        assert "translate.key_env" in done.err
        assert "skbf42" not in done.out + done.err


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=lambda number: number.name)
def test_a_job_that_is_killed_loses_only_what_was_under_way(
    filled: Cli, tmp_path: Path, number: signal.Signals
) -> None:
    """The first batch is kept however the second one ends; the next run asks only for the second."""
    held, over = threading.Event(), threading.Event()
    first = ArxivServer(full(APPLES), full(PEARS))

    def server(handler: BaseHTTPRequestHandler) -> None:
        if len(first.queries) == 1:
            held.set()
            over.wait(60)
        first(handler)

    with serving(server) as url:
        config = tmp_path / "asking.toml"
        config.write_text(f'[arxiv]\nendpoint = "{url}"\n')
        code = (
            "import sys, reader.outside.jobs, reader.outside.arxiv_api as a\n"
            "reader.outside.jobs.IDS_A_REQUEST, a.SECONDS_APART = 1, 0.0\n"
            "from reader.cli.main import main; sys.exit(main(sys.argv[1:]))"
        )
        command = [sys.executable, "-c", code, "--config", str(config), "enrich", APPLES, PEARS]
        environ = {**os.environ, "DIGEST_READER_LIBRARY": str(tmp_path / "library")}
        with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert held.wait(60)
            process.send_signal(number)
            process.communicate()
        over.set()
        assert process.returncode == -number  # of Ctrl-C a shell makes 130
        again = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert "1 asked of 2" in again.stdout
    for identity in (APPLES, PEARS):
        assert json.loads(filled("show", identity, "-f", "jsonl").out)["authors"] == ["Ada Beispiel", "Bo Muster"]
