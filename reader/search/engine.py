"""The search engine: one folder, opened for one thread. See `protocol.Engine` for what each method promises."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from reader.errors import SearchIndexError
from reader.i18n import msg
from reader.model import Sort, Texts
from reader.search.analysis import Analyser
from reader.search.builder import SegmentBuilder
from reader.search.evaluate import Evaluation
from reader.search.index_directory import EMPTY, IndexDirectory, Snapshot
from reader.search.lookup import Cache, Lookup
from reader.search.merging import choose, merged
from reader.search.paper_sets import Many
from reader.search.protocol import Document, FilterSource, IndexStatus, Results, Rewriting
from reader.search.query import Query
from reader.search.ranking import Ranked, plain
from reader.search.segment_format import require_little_endian
from reader.search.similar import similar_scores
from reader.search.suggest import Suggester
from reader.search.writer import BatchWriter


def open_engine(folder: Path) -> PaperEngine:
    """The engine over the index in `folder`; an index that is missing or damaged is an empty one, begun anew.

    Raises SearchIndexError if the folder cannot be used at all.
    """
    require_little_endian()
    return PaperEngine(folder)


class PaperEngine:
    """`protocol.Engine` over the files of `segment_format`, with Whoosh's lock and table of contents."""

    def __init__(self, folder: Path) -> None:
        self._catalog = IndexDirectory(folder)
        self._rebuilt: str | None = None
        self._snapshot = EMPTY
        self._cache = Cache()
        self._load()

    def _load(self) -> None:
        found = self._catalog.open(self._snapshot)
        if isinstance(found, str):
            self._rebuilt = f"the full-text index was made anew: {found}"
            self._catalog.wipe()
            found = EMPTY
        self._use(found)

    def _use(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._cache = Cache()

    def status(self) -> IndexStatus:
        snapshot = self._snapshot
        papers = sum(segment.live for segment in snapshot.segments.values())
        return IndexStatus(papers, snapshot.change, len(snapshot.segments), snapshot.size, self._rebuilt)

    def close(self) -> None:
        self._use(EMPTY)

    def refresh(self) -> bool:
        if self._catalog.stamp() == self._snapshot.stamp:
            return False
        self._load()
        return True

    # Writing

    def add(self, documents: Iterable[Document]) -> int:
        analyser = Analyser()
        builder = SegmentBuilder(analyser)
        count = 0
        for document in documents:
            if builder.full:
                self._write(builder)
                builder = SegmentBuilder(analyser)
            builder.add(document)
            count += 1
        if builder.nums:
            self._write(builder)
        return count

    def _write(self, builder: SegmentBuilder) -> None:
        writer = self._writer()
        writer.add_segment(builder, len(builder.nums), builder.change)
        writer.delete(writer.newsegment.segment_id(), builder.replaced)
        self._delete(writer, builder.nums)
        self._save(writer)

    def _save(self, writer: BatchWriter) -> None:
        try:
            writer.save()
        except OSError as error:
            raise _not_written(error) from error
        self.refresh()

    def _writer(self) -> BatchWriter:
        try:
            writer = BatchWriter(self._catalog.index())
        except OSError as error:
            raise _not_written(error) from error
        self.refresh()
        return writer

    def _delete(self, writer: BatchWriter, nums: Iterable[int]) -> None:
        """Mark papers as deleted wherever they stand in segments of the index."""
        gone = np.fromiter(nums, dtype=np.uint32)
        for name, segment in self._snapshot.segments.items():
            writer.delete(name, np.flatnonzero(np.isin(segment.nums, gone)).tolist())

    def remove(self, nums: Iterable[int]) -> None:
        gone = [num for num in nums if num > 0]
        if not gone or not self._snapshot.segments:
            return
        writer = self._writer()
        self._delete(writer, gone)
        self._save(writer)

    def merge(self) -> bool:
        names = choose(self._snapshot.segments)
        if not names:
            return False
        writer = self._writer()
        if not all(name in self._snapshot.segments for name in names):
            writer.cancel()
            return True
        segment = merged([self._snapshot.segments[name] for name in names])
        if len(segment.nums):
            writer.add_segment(segment, len(segment.nums), self._snapshot.change)
        writer.drop(names)
        self._save(writer)
        return bool(choose(self._snapshot.segments))

    # Searching

    def search(
        self, query: Query, filters: FilterSource, *, sort: Sort | None = None, limit: int | None = None
    ) -> Results:
        start = time.perf_counter()
        sort = sort or query.sort or (Sort.RELEVANCE if query.has_text else Sort.DATE)
        if query.is_everything and sort is Sort.DATE:
            listing = filters.listing()
            return Results(listing, len(listing), sort, query, ms=_since(start))
        evaluation = Evaluation(self._snapshot.segments, filters, self._cache)
        papers = evaluation.papers(query.condition)
        nums = evaluation.order.chosen(papers)
        if sort is Sort.DATE or len(nums) < 2:
            return Results(plain(nums), len(nums), sort, query, ms=_since(start))
        scores = evaluation.scores(query.wanted(), papers)
        ranked = Ranked(nums, scores[nums], len(nums) if limit is None else limit)
        return Results(ranked, len(nums), sort, query, ms=_since(start))

    def rewritings(self, query: Query, titles: Callable[[Sequence[int]], Sequence[Texts]]) -> Sequence[Rewriting]:
        suggester = Suggester(Lookup(self._snapshot.segments, self._cache), titles)
        return tuple(suggester.rewritings(query))

    def similar(self, num: int, filters: FilterSource, *, limit: int) -> Results:
        start = time.perf_counter()
        evaluation = Evaluation(self._snapshot.segments, filters, self._cache)
        scores = similar_scores(self._snapshot.segments, num, evaluation.order.highest + 1)
        scores[num : num + 1] = 0
        nums = evaluation.order.chosen(Many(scores > 0))
        ranked = Ranked(nums, scores[nums], limit)
        kept = ranked[:limit]
        return Results(kept, len(kept), Sort.RELEVANCE, Query(""), ms=_since(start))


def _not_written(error: OSError) -> SearchIndexError:
    return SearchIndexError(
        msg("the full-text index cannot be written: {problem}"), problem=error.strerror or type(error).__name__
    )


def _since(start: float) -> float:
    """Milliseconds since a reading of the performance counter."""
    return (time.perf_counter() - start) * 1000
