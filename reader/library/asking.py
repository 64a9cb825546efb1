"""`Library.asking`: what is asked outside, only when the reader says so, and kept step by step.

What comes back is written to `marks.db` first (it cannot simply be read again), then taken into the library as a digest
is; a job that is ended at any moment goes on where it was.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import OutsideError
from reader.i18n import msg
from reader.library.index import IndexKeeping
from reader.library.stores import Stores
from reader.model import MarkedPaper, Paper
from reader.sources.progress import Progress
from reader.store.statements import translated

if TYPE_CHECKING:  # imported only when somebody asks
    from reader.outside.arxiv_api import ArxivApi
    from reader.outside.jobs import Step
    from reader.outside.model_endpoint import Model
    from reader.outside.zotero import Target, Zotero

_MAY_HAVE_ARRIVED = msg("{id} may be in Zotero: nothing came back. Look there; 'send --again {id}' sends it once more")
ASKED_AGAIN = timedelta(days=1)
"""What arXiv said less than that ago is not asked for again."""
REFUSED_AGAIN = timedelta(days=30)
"""... nor an ID that it called wrong: each costs a request of its own."""


@dataclass(slots=True)
class AskReport:
    """What a job brought, as far as it came.

    wanted    papers it was about; `asked` of them were asked about, the others were before
    kept      papers for which something came and is kept
    doubtful  arXiv IDs of translations that lack something of the original, of papers sent without their tags
    withdrawn arXiv IDs of papers that are probably withdrawn
    failures  (arXiv ID, error) of papers for which nothing came
    remarks   what of the answers was left out, and why; a line each
    tags_refused  tags that papers were sent without
    stopped   why the job ended before its end
    """

    wanted: int = 0
    asked: int = 0
    kept: int = 0
    doubtful: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    failures: list[tuple[str, OutsideError]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    tags_refused: set[str] = field(default_factory=set)
    stopped: OutsideError | None = None


class Asking:
    """Jobs that ask other people's programs."""

    def __init__(self, stores: Stores, index: IndexKeeping) -> None:
        self._stores = stores
        self._index = index

    def enrich(self, papers: Sequence[Paper], api: ArxivApi, progress: Progress, *, again: bool = False) -> AskReport:
        """Ask arXiv's API about papers; not again about those asked within a day, unless `again`."""
        from reader.library.answers import ENRICH, REFUSED
        from reader.outside.jobs import enrich
        from reader.text.withdrawn import probably_withdrawn

        answers, now = self._stores.marks.answers, self._stores.clock()
        never = datetime.max.replace(tzinfo=UTC)

        def not_answered(few: Sequence[Paper]) -> list[Paper]:
            ids = [paper.id for paper in few]
            known = answers.answered(ENRICH, ids, never if again else now - ASKED_AGAIN)
            known |= answers.answered(REFUSED, ids, never if again else now - REFUSED_AGAIN)
            return [paper for paper in few if paper.id not in known]

        open_ones = not_answered(papers)
        report = AskReport(wanted=len(papers))
        steps = enrich(open_ones, api, not_answered)  # once more before each request: another process may be at it, too
        for step in self._kept(ENRICH, "", steps, len(open_ones), report, progress):
            report.withdrawn += [
                told.entry.id
                for told in step.told
                if probably_withdrawn(told.entry.details.comment, told.entry.texts.abstract_en)
            ]
            report.remarks += step.remarks
            if step.refused:
                answers.keep(REFUSED, dict.fromkeys(step.refused, "{}"), self._stores.clock())
        return report

    def translate(self, papers: Sequence[Paper], model: Model, name: str, progress: Progress) -> AskReport:
        """Have papers translated that lack a Chinese title or abstract; the others are left alone.

        name  of the model, told with what it wrote; `progress` is told papers done, papers in all
        """
        from reader.library.answers import TRANSLATE
        from reader.outside.jobs import translate

        open_ones = untranslated(papers)
        report = AskReport(wanted=len(papers))
        for step in self._kept(TRANSLATE, name, translate(open_ones, model), len(open_ones), report, progress):
            report.doubtful += [told.entry.id for told in step.told if told.lacking]
        return report

    def send(
        self, papers: Sequence[MarkedPaper], zotero: Zotero, target: Target, progress: Progress, *, again: bool = False
    ) -> AskReport:
        """Send papers to Zotero; not again those that went to the same place before, unless `again`.

        target  the collection they go to; `progress` is told papers done, papers in all
        """
        from reader.outside.zotero_items import parcel

        answers, place = self._stores.marks.answers, target.shown
        answers.refuse_read_only()
        sent = set() if again else answers.sent(place)
        report = AskReport(wanted=len(papers))
        if not again:
            sent |= self._unsure([marked.paper.id for marked in papers if marked.paper.id not in sent], place, report)
        open_ones = [marked for marked in papers if marked.paper.id not in sent]
        under_way: set[str] = set()

        def sending(ids: Sequence[str]) -> None:
            answers.note_sending(ids, place, self._stores.clock())
            under_way.update(ids)

        try:
            for delivery in zotero.send([parcel(marked) for marked in open_ones], target, sending):
                ids = [*delivery.sent, *(identity for identity, _ in delivery.refused)]
                answers.settle(ids, delivery.sent, place, self._stores.clock())
                under_way.difference_update(ids)
                report.kept += len(delivery.sent)
                report.asked += len(ids)
                report.failures += delivery.refused
                report.doubtful += delivery.untagged
                report.tags_refused.update(delivery.tags_refused)
                progress(report.asked, len(open_ones), "send")
        except OutsideError as error:
            report.stopped = error
            self._left_under_way(sorted(under_way), place, report)
        return report

    def _left_under_way(self, ids: Sequence[str], place: str, report: AskReport) -> None:
        """Papers whose sending an error ended: where Zotero said so, they are not there; else it is not known."""
        from reader.outside.transport import NoAnswer

        if isinstance(report.stopped, NoAnswer):
            self._unsure(ids, place, report)
        else:
            self._stores.marks.answers.settle(ids, (), place, self._stores.clock())

    def _unsure(self, ids: Sequence[str], place: str, report: AskReport) -> set[str]:
        """Those of `ids` that may have arrived. It is said once; from then on they count as sent: none goes twice."""
        answers = self._stores.marks.answers
        under_way = answers.sending(place)
        unsure = [identity for identity in ids if identity in under_way]
        answers.settle(unsure, unsure, place, self._stores.clock())
        report.asked += len(unsure)
        report.failures += [(identity, OutsideError(_MAY_HAVE_ARRIVED, id=identity)) for identity in unsure]
        return set(unsure)

    def restore(self, file: Path, progress: Progress) -> None:
        """Put back what was asked outside from what `backup` wrote; an export holds none. Raises StoreError."""
        from reader.library.restoring import answers_in

        self._stores.marks.answers.put_back(answers_in(file))
        self._take_in_and_index(progress)

    def _kept(
        self, kind: str, said_by: str, steps: Generator[Step], total: int, report: AskReport, progress: Progress
    ) -> Iterator[Step]:
        """The steps, each kept before it is handed on; at the end all is taken into the library and indexed."""
        from reader.library.answers import entry_text

        self._stores.marks.answers.refuse_read_only()  # nobody is asked in vain
        try:
            progress(0, total, kind)
            with closing(steps):
                for step in steps:
                    texts = {told.entry.id: entry_text(told.entry, said_by, told.lacking) for told in step.told}
                    self._stores.marks.answers.keep(kind, texts, self._stores.clock())
                    report.asked += step.done
                    report.kept += len(texts)
                    report.failures += step.failed
                    progress(report.asked, total, kind)
                    yield step
        except OutsideError as error:
            report.stopped = error
        finally:
            self._take_in_and_index(progress)

    def _take_in_and_index(self, progress: Progress) -> None:
        from reader.library.answers import take_in

        with self._index.alone(progress):
            if take_in(self._stores):
                self._index.take_in_changes(progress)
        self._stores.refresh()


def untranslated(papers: Iterable[Paper]) -> list[Paper]:
    """Those that lack a Chinese title or abstract, and have an English title to be translated.

    An abstract that stands in the place of the Chinese one and is in another language is none.
    """
    return [
        paper
        for paper in papers
        if paper.texts.title_en
        and not (paper.texts.title_zh and (translated(paper.texts) or not paper.texts.abstract_en))
    ]
