"""Prompts and jobs answer in one line on the screen, whatever was typed and whatever the system says."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.config import Config
from reader.errors import StoreError
from reader.library.library import Library
from reader.tui.actions.sourcing import bring_in
from reader.tui.app import ReaderApp
from reader.tui.background import Finished, Job, Jobs, Report
from reader.tui.context import AppContext
from reader.tui.screens.outside import AppOutside
from reader.tui.state import ViewState
from screenshots.papers import write_digests
from tests.tui.conftest import ON_FRIDAY, AppMaker, screen_of, settled, text_of, titles
from tests.tui.live import driven

WIDE = (140, 30)


async def asked(pilot: Pilot[int], *keys: str) -> None:
    """Type something into a prompt and take it."""
    await pilot.press(*keys, "enter")


@pytest.mark.parametrize(
    "typed", ["~nosuchuser/x", "/no/such/dir", "no/such/dir", "https://", "http://127.0.0.1:9/x", "'", "--json", "-x"]
)
async def test_a_source_that_cannot_be_read_is_told_in_one_line(make_app: AppMaker, typed: str) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await asked(pilot, "a", *typed)
        await settled(app, pilot, lambda: bool(screen_of(app).state.status.message))
        said = "".join(span.text for span in screen_of(app).state.status.message)
        assert "Nothing new" not in said
        assert "digest-reader:" not in said
        assert "home directory" not in said
        assert "Errno" not in said
        assert said.strip()
        await pilot.press("down")
        assert screen_of(app).papers.cursor == 1


async def test_a_source_added_while_a_job_runs_is_queued_said_and_read(make_app: AppMaker, tmp_path: Path) -> None:
    app = make_app()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_digests(tmp_path / name)
    for file in (tmp_path / "two").iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace("2608.9", "2609.9"), encoding="utf-8")
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        for name in ("one", "two"):
            bring_in(screen_of(app), (str(tmp_path / name),))
        await pilot.pause()
        assert "It will be read after" in text_of(app)
        await settled(app, pilot, lambda: len(titles(app)) == 7 + 17 + 17)


async def test_a_job_that_cannot_be_started_is_told_in_one_line(
    make_app: AppMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await asked(pilot, "a", *"digests")
        await settled(app, pilot, lambda: "/no/such/python cannot be started" in text_of(app))


def test_after_a_job_that_cannot_be_started_the_next_one_can(
    context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Report] = []
    jobs = Jobs(context.places, context.library, said.append)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", "/no/such/python")
        with pytest.raises(Exception, match="cannot be started"):
            jobs.bring_in(["/no/such/dir"])
    assert jobs.bring_in(["/no/such/dir"])
    assert jobs._running is not None
    jobs._running.join(20)
    assert isinstance(said[-1], Finished)


@pytest.mark.parametrize("folder", ["~nosuchuser/x", "/no/such/dir", "/dev/null"])
async def test_an_export_to_a_folder_that_is_not_there_is_told_in_one_line(context: AppContext, folder: str) -> None:
    config = replace(context.config, export=replace(Config().export, folder=folder))
    app = ReaderApp(context._replace(config=config), ViewState())
    async with driven(app, WIDE) as pilot:
        await asked(pilot, "x")
        await settled(app, pilot, lambda: "is no folder" in text_of(app))


@pytest.mark.parametrize("editor", ["/no/such/editor", "'", "", "a\0b"])
async def test_an_editor_that_cannot_be_run_is_told_in_one_line(
    make_app: AppMaker, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    monkeypatch.setattr(AppOutside, "suspended", lambda outside: nullcontext())
    monkeypatch.setattr("os.environ", {"VISUAL": editor, "PATH": "/no/such/path"})
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("E")
        await settled(app, pilot, lambda: "cannot be run" in text_of(app))


async def test_a_note_that_is_not_utf8_is_not_taken_and_its_file_is_kept(
    make_app: AppMaker, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contextlib import nullcontext

    from reader.tui.screens.outside import AppOutside

    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf '\\261\\312\\274\\307' > \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(AppOutside, "suspended", lambda outside: nullcontext())
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.press("E")
        await settled(app, pilot, lambda: "is not UTF-8: the note stays" in text_of(app))
    (kept,) = tmp_path.glob("digest-reader-*/note-*.md")
    assert kept.read_bytes().decode("gb18030") == "笔记"
    library.changed()
    marked = library.find(kept.stem.removeprefix("note-"))
    assert marked is not None
    assert marked.marks.note is None


async def test_what_a_command_writes_that_is_not_utf8_is_shown_as_far_as_it_can_be(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await asked(pilot, "vertical_line", *r"cat >/dev/null; printf 'caf\351 ok\n'")
        await settled(app, pilot, lambda: "ended with status 0" in text_of(app))
        assert "caf\ufffd ok" in text_of(app)


@pytest.mark.parametrize("command", ["exit 3", "no-such-command", "cat", "'"])
async def test_however_a_command_ends_that_is_said(make_app: AppMaker, command: str) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await asked(pilot, "vertical_line", *command)
        await settled(app, pilot, lambda: "ended with status" in text_of(app))


async def test_a_row_clicked_twice_is_opened(make_app: AppMaker) -> None:
    app = make_app()
    async with driven(app, WIDE) as pilot:
        await pilot.pause()
        await pilot.click("#papers", offset=(10, 4), times=2)
        await settled(app, pilot, lambda: screen_of(app).focused is screen_of(app).pane)
        assert screen_of(app).papers.cursor > 0


def test_no_module_of_the_current_folder_is_imported_by_a_job(
    context: AppContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Digests are often read from within a folder that somebody else filled."""
    trap, ran = tmp_path / "digests of others", tmp_path / "ran"
    (trap / "reader").mkdir(parents=True)
    write_digests(trap)
    for name in ("reader/__init__", "json", "sqlite3", "sitecustomize"):
        (trap / f"{name}.py").write_text(f"open({str(ran)!r}, 'a').write({name!r})")
    monkeypatch.chdir(trap)
    monkeypatch.setenv("PYTHONPATH", os.pathsep + os.environ["PYTHONPATH"])  # an empty part is the current folder
    said: list[Report] = []
    job = Job(context.places, ["sync", "--json", "."], said.append)
    job.run()
    assert not ran.exists()
    assert isinstance(said[-1], Finished)
    assert (said[-1].status, said[-1].summary["new"]) == (0, 17)


async def test_what_an_editor_puts_behind_a_note_begins_a_line_of_its_own(
    make_app: AppMaker, library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho second >> "$1"\n', encoding="ascii")
    editor.chmod(0o755)
    monkeypatch.setattr(AppOutside, "suspended", lambda outside: nullcontext())
    monkeypatch.setenv("VISUAL", str(editor))
    app = make_app()
    library.marks.note(ON_FRIDAY[0].id, "first")
    async with driven(app, WIDE) as pilot:
        await pilot.press("E")
        await settled(app, pilot, lambda: "second" in text_of(app))
        found = library.find(ON_FRIDAY[0].id)
        assert found is not None
        assert found.marks.note == "first\nsecond"


def test_no_job_begins_a_new_library_where_the_readers_own_is_gone(context: AppContext) -> None:
    said: list[Report] = []
    jobs = Jobs(context.places, context.library, said.append)
    gone = context.places.data.rename(context.places.data.with_name("gone"))
    for begin in (lambda: jobs.bring_in([]), jobs.update_index, lambda: jobs.run(["export", "*"])):
        with pytest.raises(StoreError, match="not there any more"):
            begin()
    assert not context.places.data.exists()
    gone.rename(context.places.data)
    assert jobs.run(["where"])
    assert jobs._running is not None
    jobs._running.join(20)
