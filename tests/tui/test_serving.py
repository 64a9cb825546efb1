"""The screen in a browser: for this machine, this user and this page only, and asking nobody else."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import aiohttp
import pytest

from reader.errors import UsageError
from reader.i18n import translator
from reader.tui.serving import serve
from screenshots.papers import write_digests

PATIENCE = 60.0


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library in a folder whose name a shell would take apart."""
    digests = tmp_path / "digests"
    digests.mkdir()
    write_digests(digests)
    made = tmp_path / "my 书架; $HOME"
    command = [sys.executable, "-m", "reader", "--library", str(made), "sync", str(digests)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return made


@pytest.fixture
def server(library: Path) -> Iterator[subprocess.Popen[str]]:
    """Started as the installed command is: nothing of the current folder is imported."""
    command = [sys.executable, "-P", "-m", "reader", "--library", str(library), "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=library.parent
    ) as process:
        yield process
        process.kill()


@pytest.fixture
def address(server: subprocess.Popen[str]) -> str:
    """Host and port, once the server is ready."""
    assert server.stdout
    found = re.fullmatch(r"http://(127\.0\.0\.1:\d+)/\n", server.stdout.readline())
    assert found
    return found[1]


def get(address: str, path: str = "/", **headers: str) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection(address, timeout=PATIENCE)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    text = response.read().decode("utf-8", "replace")
    connection.close()
    return response, text


async def first_screen(address: str) -> str:
    """What the screen draws until a title is there."""
    origin = {"Origin": f"http://{address}"}
    drawn = b""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(
            f"ws://{address}/ws?width=100&height=30",
            headers=origin,
            timeout=aiohttp.ClientWSTimeout(ws_receive=PATIENCE),
        ) as screen,
    ):
        while b"Umbrellas" not in drawn:
            drawn += await screen.receive_bytes()
    return drawn.decode()


async def test_the_screen_over_this_library_is_drawn_in_the_page(address: str) -> None:
    assert "Pricing" in await first_screen(address)


async def test_no_module_of_the_folder_in_which_it_was_started_is_imported(address: str, library: Path) -> None:
    ran = library.parent / "ran"
    for name in ("reader", "json", "textual"):
        (library.parent / f"{name}.py").write_text(f"open({str(ran)!r}, 'a').write({name!r})")
    assert "Pricing" in await first_screen(address)
    assert not ran.exists()


def test_the_page_asks_no_other_host_for_anything(address: str) -> None:
    response, page = get(address)
    assert response.status == 200
    assert re.findall(r"(?:https?|wss?):?//[^\"']*", page) == [f"ws://{address}/ws"]
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    for path in re.findall(r'"(/static/[^"]+)"', page):
        assert get(address, path)[0].status == 200


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
@pytest.mark.parametrize("path", ["/", "/ws"])
def test_other_names_and_pages_of_other_sites_are_refused(address: str, path: str, headers: dict[str, str]) -> None:
    assert get(address, path, **headers)[0].status == 403


def test_localhost_is_the_same_place(address: str) -> None:
    response, _ = get(address, Host=f"localhost:{address.split(':')[1]}")
    assert (response.status, response.headers["Location"]) == (302, f"http://{address}/")


def test_ctrl_c_ends_it_quietly(server: subprocess.Popen[str], address: str) -> None:
    server.send_signal(signal.SIGINT)
    _, errors = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0
    assert len(errors.splitlines()) == 1  # how to end it


async def test_no_screen_outlives_its_server(server: subprocess.Popen[str], address: str) -> None:
    async with aiohttp.ClientSession() as session:
        screen = await session.ws_connect(f"ws://{address}/ws", headers={"Origin": f"http://{address}"})
        await screen.receive_bytes()
        children = subprocess.run(["pgrep", "-P", str(server.pid)], capture_output=True, check=True)
        server.kill()
    alive = {int(pid) for pid in children.stdout.split()}
    assert alive
    deadline = time.monotonic() + PATIENCE
    while alive and time.monotonic() < deadline:
        time.sleep(0.05)
        alive = {pid for pid in alive if is_alive(pid)}
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
    assert not alive


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as refused:
            serve("true", port, translator("en"), sys.stderr, print)
    told = refused.value.told(translator("en"))
    assert told == f"port {port} cannot be used (Address already in use); choose another with --port N"
