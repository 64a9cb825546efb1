"""What the commands that ask outside have in common: how a job is told, and who is asked."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.cli.context import DONE, FAILED, Context, error_line
from reader.cli.progress import ProgressLine
from reader.errors import OutsideError
from reader.i18n import Translator, msg
from reader.paths import shared_cache

if TYPE_CHECKING:
    from reader.library.asking import AskReport
    from reader.outside.arxiv_api import ArxivApi
    from reader.outside.model_endpoint import Model
    from reader.outside.zotero import Zotero

BOOKMARKS = "is:bookmarked"
FAILURES_SHOWN = 20


def job_arguments(parser: ArgumentParser, t: Translator, default: str) -> None:
    """What may stand behind each of these commands; `default`: the papers that are meant without any words."""
    about = t("a query, IDs or links, or '-' for IDs on stdin; with none, {default}", default=default)
    parser.add_argument("query", nargs="*", metavar="QUERY", help=about)
    parser.add_argument("--json", action="store_true", help=t("progress (stderr) and summary (stdout) as JSON lines"))


@contextmanager
def arxiv_api(context: Context, progress: ProgressLine) -> Iterator[ArxivApi]:
    """The API of arXiv, as configured; `progress` is told of pauses between requests."""
    from reader.outside.arxiv_api import SECONDS, SECONDS_APART, ArxivApi
    from reader.outside.pace import Clock, Pace
    from reader.outside.transport import Transport

    clock = Clock()
    pace = Pace(shared_cache(context.places) / "arxiv.pace", SECONDS_APART, clock)  # of every library together
    with Transport(context.config.arxiv.endpoint, seconds=SECONDS) as transport:
        yield ArxivApi(transport, pace, clock, lambda seconds: progress(0, round(seconds), "pause"))


@contextmanager
def zotero(context: Context) -> Iterator[Zotero]:
    """The Zotero that runs on this machine. Raises OutsideError if none does."""
    from reader.outside.transport import Transport
    from reader.outside.zotero import SECONDS, Zotero

    with Transport(context.config.zotero.endpoint, seconds=SECONDS) as transport:
        yield Zotero(transport)


@contextmanager
def model(context: Context) -> Iterator[Model]:
    """The reader's model. Raises OutsideError if none is configured, or its key is not in the environment."""
    setting = context.config.translate
    if not setting.endpoint or not setting.model:
        raise OutsideError(
            msg("nobody is set to translate: write translate.endpoint and translate.model into {path}"),
            path=context.places.config,
        )
    headers = {}
    if setting.key_env:
        key = context.environ.get(setting.key_env, "").strip()
        if not key.isascii() or not key.isprintable() or not key:
            # the name is not repeated: it may be the key, put in the wrong place
            raise OutsideError(
                msg("the environment variable that translate.key_env names holds no key (the key stands in no file)")
            )
        headers["Authorization"] = f"Bearer {key}"
    from reader.outside.model_endpoint import SECONDS, Model
    from reader.outside.transport import Transport

    with Transport(setting.endpoint, seconds=SECONDS, headers=headers) as transport:
        yield Model(transport, setting.model)


def tell(report: AskReport, context: Context, summary: str, *, job: str, machine: bool, target: str = "") -> int:
    """Say how a job ended; returns the exit status.

    summary  for people; where the caller is a `machine`, one JSON object with `job` and `target` is said instead
    target   where papers were sent, if they were
    """
    t = context.t
    if machine:
        facts = {
            "job": job,
            "target": target,
            "wanted": report.wanted,
            "asked": report.asked,
            "kept": report.kept,
            "failed": len(report.failures),
        }
        context.say(json.dumps(facts))
    else:
        context.say(summary)
    for identity, error in report.failures[:FAILURES_SHOWN]:
        line = error_line(error, t)
        context.tell(f"digest-reader: {line}" if identity in line else f"digest-reader: {identity}: {line}")
    if len(report.failures) > FAILURES_SHOWN:
        context.tell(t("and {n} more", n=len(report.failures) - FAILURES_SHOWN))
    if report.stopped is not None:
        context.tell(f"digest-reader: {error_line(report.stopped, t)}")
    return FAILED if report.failures or report.stopped else DONE
