"""Asking a model for a translation, and what is made of its answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from reader.errors import OutsideError
from reader.outside import model_endpoint
from reader.outside.model_endpoint import Model, Unwilling, checked, tokens
from reader.outside.transport import Transport
from tests.sources.servers import send, serving

TITLE = "Folding paper lanterns with FoldNet-2 in $O(n)$ steps"
ABSTRACT = "We fold 1,250 paper lanterns with FoldNet-2. It takes $O(n)$ steps, and 37.5 percent less glue than before."
TITLE_ZH = "用 FoldNet-2 在 $O(n)$ 步内折叠纸灯笼"
ABSTRACT_ZH = "我们用 FoldNet-2 折叠了 1250 个纸灯笼，只需 $O(n)$ 步，胶水用量比以前减少 37.5%。"


def answer(**fields: Any) -> str:
    return json.dumps({"title": TITLE_ZH, "summary": "更快地折叠纸灯笼。", "abstract": ABSTRACT_ZH} | fields)


def test_a_faithful_answer_is_taken_whole() -> None:
    taken = checked(answer(), TITLE, ABSTRACT)
    assert (taken.title, taken.summary, taken.abstract, taken.lacking) == (
        TITLE_ZH, "更快地折叠纸灯笼。", ABSTRACT_ZH, ()
    )  # fmt: skip


@pytest.mark.parametrize(
    "wrapped",
    [
        "```json\n{}\n```",
        "<think>fold it</think>\n{}",
        "  {}  ",
        "Fold it, or {not}?\n</think>\n\n{}",
        "<think>\n```json\n{not}\n```\n</think>\n```json\n{}\n```",
        "Here is the translation:\n```json\n{}\n```\nLet me know.",
    ],
)
def test_an_answer_in_a_fence_or_behind_thoughts_is_taken(wrapped: str) -> None:
    assert checked(wrapped.replace("{}", answer()), TITLE, ABSTRACT).title == TITLE_ZH


def test_a_paper_on_thoughts_is_none_itself() -> None:
    summary = "模型在 </think> 之后折叠纸灯笼。"
    assert checked(answer(summary=summary), TITLE, ABSTRACT).summary == summary


@pytest.mark.parametrize(
    ("abstract", "lacking"),
    [
        (ABSTRACT_ZH.replace("$O(n)$", "$O(n^2)$"), ("$O(n)$",)),
        (ABSTRACT_ZH.replace("37.5", "73.5"), ("37.5",)),
        (ABSTRACT_ZH.replace("FoldNet-2", "折叠网络"), ("FoldNet-2",)),
    ],
)
def test_a_formula_a_number_or_a_name_that_does_not_come_back_makes_it_doubtful(
    abstract: str, lacking: tuple[str, ...]
) -> None:
    assert checked(answer(abstract=abstract), TITLE, ABSTRACT).lacking == lacking


@pytest.mark.parametrize(
    "content",
    [
        "这篇论文讲的是折叠纸灯笼。",
        answer()[:-30],
        "[" * 100_000,
        json.dumps(["title"]),
        answer(title=None),
        answer(abstract=""),
        answer(abstract=ABSTRACT),
        answer(abstract="很抱歉，我无法提供翻译，因为这段文字超出了我的能力范围。"),
        answer(abstract="灯" * 5_000),
        answer(title={"zh": TITLE_ZH}),
        answer(title=TITLE_ZH.replace("灯", "\ufffd\ufffd")),
    ],
    ids=[
        *("prose", "half", "deep", "a list", "no title", "no abstract", "English", "an apology", "endless"),
        *("an object", "characters lost"),
    ],
)
def test_what_is_no_translation_is_refused_in_one_line(content: str) -> None:
    with pytest.raises(OutsideError) as raised:
        checked(content, TITLE, ABSTRACT)
    assert "\n" not in str(raised.value)


def test_nothing_unsafe_comes_through() -> None:
    hostile = answer(
        title=TITLE_ZH + "\x1b[2J\u202e", summary="清空屏幕\x1b]0;x\x07。", abstract=ABSTRACT_ZH + "\x9b31m"
    )
    taken = checked(hostile, TITLE, ABSTRACT)
    assert (taken.title, taken.summary, taken.abstract) == (TITLE_ZH, "清空屏幕。", ABSTRACT_ZH)


def test_a_summary_that_is_none_is_left_out() -> None:
    assert checked(answer(summary="It folds."), TITLE, ABSTRACT).summary is None
    assert checked(answer(summary=7), TITLE, ABSTRACT).summary is None


def test_a_paper_without_an_abstract_is_translated_as_far_as_it_goes() -> None:
    taken = checked(answer(abstract=""), TITLE, None)
    assert (taken.title, taken.abstract) == (TITLE_ZH, None)


def test_tokens_grow_with_the_text() -> None:
    assert 0 < tokens(TITLE, None) < tokens(TITLE, ABSTRACT) < 500


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_endpoint, "WAITS_SECONDS", (0.0, 0.0))


@pytest.fixture
def ask() -> Iterator[Callable[[Callable[[BaseHTTPRequestHandler], None]], Model]]:
    with ExitStack() as stack:

        def to(server: Callable[[BaseHTTPRequestHandler], None]) -> Model:
            url = stack.enter_context(serving(server))
            headers = {"Authorization": "Bearer not-a-real-key"}
            transport = stack.enter_context(Transport(f"{url}/v1", seconds=5, headers=headers))
            return Model(transport, "a-model")

        yield to


def read(handler: BaseHTTPRequestHandler) -> Any:
    return json.loads(handler.rfile.read(int(handler.headers.get("Content-Length") or 0)))


def test_the_request_is_what_such_endpoints_take(ask: Callable[..., Model]) -> None:
    asked: list[Any] = []

    def server(handler: BaseHTTPRequestHandler) -> None:
        asked.append((handler.path, handler.headers["Authorization"], read(handler)))
        send(handler, json.dumps({"choices": [{"message": {"content": answer()}}]}).encode())

    assert ask(server).translate(TITLE, ABSTRACT).title == TITLE_ZH
    path, key, body = asked[0]
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer not-a-real-key", "a-model")
    assert json.loads(body["messages"][1]["content"]) == {"title": TITLE, "abstract": ABSTRACT}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "refuses the key"),
        (402, "wants to be paid"),
        (404, "knows no model a-model"),
        (429, "asks for fewer requests"),
    ],
)
def test_a_model_that_is_not_willing_is_said_and_nobody_asks_on(
    ask: Callable[..., Model], status: int, words: str
) -> None:
    def server(handler: BaseHTTPRequestHandler) -> None:
        read(handler)
        send(handler, b"<html>no", status)

    with pytest.raises(Unwilling, match=words) as raised:
        ask(server).translate(TITLE, ABSTRACT)
    assert "not-a-real-key" not in str(raised.value)


def test_a_model_that_asks_to_wait_a_little_is_asked_again(ask: Callable[..., Model]) -> None:
    statuses = [429, 429, 200]

    def server(handler: BaseHTTPRequestHandler) -> None:
        read(handler)
        send(handler, json.dumps({"choices": [{"message": {"content": answer()}}]}).encode(), statuses.pop(0))

    assert ask(server).translate(TITLE, ABSTRACT).title == TITLE_ZH
    assert statuses == []


def test_a_model_that_asks_to_wait_an_hour_is_not_waited_for(ask: Callable[..., Model]) -> None:
    asked: list[Any] = []

    def server(handler: BaseHTTPRequestHandler) -> None:
        asked.append(read(handler))
        send(handler, b"", 429, Retry_After="3600")

    with pytest.raises(Unwilling):
        ask(server).translate(TITLE, ABSTRACT)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "body", [b"<html>a proxy</html>", b"{}", b'{"choices": []}', b'{"choices": [{"message": {}}]}']
)
def test_an_answer_that_is_not_a_models_is_said(ask: Callable[..., Model], body: bytes) -> None:
    def server(handler: BaseHTTPRequestHandler) -> None:
        read(handler)
        send(handler, body)

    with pytest.raises(OutsideError, match="does not answer as a model does"):
        ask(server).translate(TITLE, ABSTRACT)


def test_an_answer_that_is_no_utf_8_is_said(ask: Callable[..., Model]) -> None:
    body = '{"choices": [{"message": {"content": "灯笼"}}]}'.encode("gb18030")

    def server(handler: BaseHTTPRequestHandler) -> None:
        read(handler)
        send(handler, body)

    with pytest.raises(OutsideError, match="no UTF-8"):
        ask(server).translate(TITLE, ABSTRACT)
