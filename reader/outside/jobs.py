"""The jobs that ask outside, one after the other in steps: each step's outcome is kept before the next one is asked.

A job is a generator: it may be left at any moment, and what it yielded so far is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial

from reader.errors import OutsideError
from reader.i18n import msg
from reader.model import Entry, Paper, Texts
from reader.outside.arxiv_api import IDS_A_REQUEST, ArxivApi
from reader.outside.model_endpoint import Model, Translation, Unwilling
from reader.outside.transport import NoAnswer, NotRunning

REQUESTS_AT_ONCE = 8
"""To a model; more would wait there, and be lost with the program."""
UNANSWERED_AT_MOST = REQUESTS_AT_ONCE
"""Requests in a row that nobody answers: then it is not the papers."""
_GARBLED = msg("what arXiv says of {id} holds bytes that are no text: nothing of it is kept")


@dataclass(frozen=True, slots=True)
class Told:
    """What came back about one paper; `lacking`: see `model_endpoint.Translation`."""

    entry: Entry
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What one step brought.

    done    papers that need not be asked about again
    told    what came back
    failed  (arXiv ID, error) of papers for which nothing came
    refused IDs among them that need not be asked about again soon
    remarks what of the answers was left out, and why; a line each
    """

    done: int
    told: tuple[Told, ...] = ()
    failed: tuple[tuple[str, OutsideError], ...] = ()
    refused: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def enrich(
    papers: Sequence[Paper], api: ArxivApi, still_open: Callable[[Sequence[Paper]], Sequence[Paper]] = list
) -> Generator[Step]:
    """What arXiv's API knows of papers. Raises OutsideError when it does not go on.

    `still_open` says, before each request, which of its papers are still to be asked about.
    """
    for start in range(0, len(papers), IDS_A_REQUEST):
        few = [paper.id for paper in still_open(papers[start : start + IDS_A_REQUEST])]
        if not few:
            continue
        known = api.ask(few)
        failed = [
            *((identity, OutsideError("{id} is not known to arXiv", id=identity)) for identity in known.unknown),
            *((identity, OutsideError("arXiv calls {id} wrong", id=identity)) for identity in known.refused),
            *((identity, OutsideError(_GARBLED, id=identity)) for identity in known.garbled),
        ]
        yield Step(len(few), tuple(map(Told, known.entries)), tuple(failed), known.refused, known.remarks)


def translate(papers: Sequence[Paper], model: Model) -> Generator[Step]:
    """Papers in Chinese, at most `REQUESTS_AT_ONCE` at a time, each a step as soon as it is there.

    Whoever leaves it early does not wait: what is under way is lost. Raises what the model said, once what is under way
    has come back, when it will not answer any more.
    """
    pool = ThreadPoolExecutor(REQUESTS_AT_ONCE)
    try:
        yield from _translations(papers, model, pool)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        model.abandon()
        pool.shutdown()


def _translations(papers: Sequence[Paper], model: Model, pool: ThreadPoolExecutor) -> Iterator[Step]:
    waiting = iter(papers)
    under_way: dict[Future[Translation], Paper] = {}
    unanswered, stopped = 0, None
    while True:
        while stopped is None and len(under_way) < REQUESTS_AT_ONCE and (paper := next(waiting, None)):
            texts = paper.texts
            under_way[pool.submit(partial(model.translate, texts.title_en or "", texts.abstract_en))] = paper
        if not under_way:
            break
        for answer in wait(under_way, return_when=FIRST_COMPLETED).done:
            paper, error = under_way.pop(answer), answer.exception()
            unanswered = unanswered + 1 if isinstance(error, NoAnswer) else 0
            if isinstance(error, Unwilling | NotRunning) or (error and unanswered == UNANSWERED_AT_MOST):
                stopped = stopped or error
            elif not (stopped and isinstance(error, NoAnswer)):
                yield _translated(paper, answer)
    if stopped is not None:
        raise stopped


def _translated(paper: Paper, answer: Future[Translation]) -> Step:
    error = answer.exception()
    if isinstance(error, OutsideError):
        return Step(1, failed=((paper.id, error),))
    chinese = answer.result()
    texts = Texts(title_zh=chinese.title, tldr_zh=chinese.summary, abstract_zh=chinese.abstract)
    return Step(1, (Told(Entry(paper.id, texts, paper.version, cut=paper.cut), chinese.lacking),))
