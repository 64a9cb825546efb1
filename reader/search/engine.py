"""The search engine: one folder, opened for one thread. See `protocol.Engine` for what each method promises."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from reader.errors import SearchIndexError, shortage
from reader.i18n import msg
from reader.model import Near, Sort, TellingWord, Texts, WordRule
from reader.search.analysis import Analyser
from reader.search.archive import Archive
from reader.search.builder import SegmentBuilder
from reader.search.evaluate import Evaluation
from reader.search.index_directory import EMPTY, Belongs, IndexDirectory, Snapshot
from reader.search.interest import Learner, sample
from reader.search.lookup import Cache, Lookup
from reader.search.merging import choose, merged
from reader.search.near import near_papers
from reader.search.paper_sets import Many, contained
from reader.search.profile import InterestProfile
from reader.search.protocol import Document, FilterSource, IndexStatus, Profile, Results, Rewriting
from reader.search.query import Query
from reader.search.ranking import Ranked, plain
from reader.search.segment import Segment
from reader.search.segment_format import require_little_endian
from reader.search.similar import similar_scores
from reader.search.suggest import Suggester
from reader.search.telling import telling
from reader.search.term_rows import TermTable
from reader.search.whole_words import WholeWords
from reader.search.writer import BatchWriter


def open_engine(folder: Path, belongs: Belongs = lambda epoch, change: True) -> PaperEngine:
    """The engine over the index in `folder`; an index that is missing or damaged is an empty one, begun anew.

    `belongs` says whether an index made in an epoch of the library, up to a change number, is one of the library as it
    is now; one that is not is begun anew, too. Raises SearchIndexError if the folder cannot be used at all.
    """
    require_little_endian()
    return PaperEngine(folder, belongs)


class PaperEngine:
    """`protocol.Engine` over the files of `segment_format`, with Whoosh's lock and way of a commit."""

    def __init__(self, folder: Path, belongs: Belongs) -> None:
        self._directory = IndexDirectory(folder, belongs)
        self._rebuilt: str | None = None
        self._snapshot = EMPTY
        self._unusable: tuple[int, int] | None = None
        """Stamp of an index that cannot be used: it stays where it is until another is whole."""
        self._cache = Cache()
        self._learner: Learner | None = None
        self._archive: Archive | None = None
        self._words = WholeWords(())
        self._load()

    def _load(self) -> None:
        stamp = self._directory.stamp()
        found = self._directory.open(self._snapshot)
        self._unusable = None
        if isinstance(found, str):
            self._rebuilt = f"the full-text index was made anew: {found}"
            self._unusable = stamp
            found = EMPTY
        self._use(found)

    def _use(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._cache = Cache()
        self._learner = None
        self._archive = None
        self._words = _words_of(snapshot.segments.values())

    def status(self) -> IndexStatus:
        manifest, segments = self._snapshot.manifest, self._snapshot.segments
        papers = sum(segment.live for segment in segments.values())
        return IndexStatus(papers, manifest.change, len(segments), manifest.size, self._rebuilt)

    def damage(self) -> str | None:
        broken = self._snapshot.manifest.broken(self._directory.folder, thoroughly=True)
        return f"the file {broken} was altered" if broken else None

    def rest(self) -> None:
        self._cache.forget()
        for segment in self._snapshot.segments.values():
            segment.forget()

    def close(self) -> None:
        self._use(EMPTY)

    def refresh(self) -> bool:
        if self._directory.stamp() in (self._snapshot.stamp, self._unusable):
            return False
        self._load()
        return True

    # Writing

    def add(self, documents: Iterable[Document], *, epoch: int = 0) -> int:
        count = 0
        for builder in _built(documents):
            with self._writer() as writer:
                name = writer.add_segment(builder, epoch, builder.change)
                writer.delete(name, builder.replaced)
                self._delete(writer, builder.nums)
            count += len(builder)
            del builder  # its memory is wanted for the next one
        return count

    def rebuild(self, documents: Iterable[Document], *, epoch: int = 0) -> int:
        count = 0
        with self._writer(afresh=True) as writer:
            for builder in _built(documents):
                name = writer.add_segment(builder, epoch, builder.change)
                writer.delete(name, builder.replaced)
                count += len(builder)
                del builder  # its memory is wanted for the next one
        self._rebuilt = None
        return count

    @contextmanager
    def _writer(self, *, afresh: bool = False) -> Iterator[BatchWriter]:
        """A writer that commits at the end, and whose commit is seen here; after an error nothing has changed."""
        afresh = afresh or self._unusable is not None
        try:
            writer = BatchWriter(self._directory.index(), afresh=afresh)
            try:
                if not afresh:
                    self.refresh()
                yield writer
                writer.save()
            finally:
                writer.close()
        except OSError as error:
            if lacking := shortage(error):
                raise lacking from error
            template = msg("the full-text index cannot be written ({reason})")
            raise SearchIndexError(template, reason=error.strerror or type(error).__name__) from error
        self.refresh()

    def _delete(self, writer: BatchWriter, nums: Iterable[int]) -> None:
        """Mark papers as deleted wherever they stand in segments of the index."""
        gone = np.fromiter(nums, dtype=np.uint32)
        for name, segment in self._snapshot.segments.items():
            writer.delete(name, np.flatnonzero(np.isin(segment.nums, gone)).tolist())

    def remove(self, nums: Iterable[int]) -> None:
        gone = [num for num in nums if num > 0]
        if gone and self._snapshot.segments:
            with self._writer() as writer:
                self._delete(writer, gone)

    def merge(self) -> bool:
        names = choose(self._snapshot.segments)
        if not names:
            return False
        with self._writer() as writer:
            if all(name in self._snapshot.segments for name in names):
                self._merge(names, writer)
        return bool(choose(self._snapshot.segments))

    def _merge(self, names: Sequence[str], writer: BatchWriter) -> None:
        """Raises SearchIndexError if a file to be merged is damaged: its copy would have a valid checksum."""
        manifest = self._snapshot.manifest.of(names)
        broken = manifest.broken(self._directory.folder, thoroughly=True)
        if broken:
            raise SearchIndexError(msg("the full-text index is damaged ({file})"), file=broken)
        segment = merged(sorted((self._snapshot.segments[name] for name in names), key=_lowest))
        if len(segment):
            writer.add_segment(segment, manifest.epoch, manifest.change)
        writer.drop(names)

    # Searching

    def search(
        self,
        query: Query,
        filters: FilterSource,
        *,
        sort: Sort | None = None,
        limit: int | None = None,
        profile: Profile | None = None,
    ) -> Results:
        start = time.perf_counter()
        sort = sort or query.sort or (Sort.RELEVANCE if query.has_text else Sort.DATE)
        if sort is Sort.INTEREST and not (isinstance(profile, InterestProfile) and profile.words):
            sort = Sort.DATE
        if query.is_everything and sort is Sort.DATE:
            listing = filters.listing()
            return Results(listing, len(listing), sort, query, ms=_since(start))
        evaluation = Evaluation(self._snapshot.segments, filters, self._cache)
        papers = evaluation.papers(query.condition)
        nums = evaluation.order.chosen(papers)
        if sort is Sort.DATE or len(nums) < 2:
            return Results(plain(nums), len(nums), sort, query, ms=_since(start))
        if sort is Sort.INTEREST and isinstance(profile, InterestProfile):
            scores = profile.scores(nums)
        else:
            scores = evaluation.scores(query.wanted(), papers)[nums]
        ranked = Ranked(nums, scores, len(nums) if limit is None else limit)
        return Results(ranked, len(nums), sort, query, ms=_since(start))

    def profile(self, kept: Sequence[int], rules: Sequence[WordRule], filters: FilterSource) -> InterestProfile:
        evaluation = Evaluation(self._snapshot.segments, filters, self._cache)
        return InterestProfile(self._learning(filters), kept, rules, evaluation)

    def telling(self, earlier: Sequence[int], later: Sequence[int], filters: FilterSource) -> tuple[TellingWord, ...]:
        return telling(self._learning(filters), earlier, later)

    def _learning(self, filters: FilterSource) -> Learner:
        """What learns words, on this snapshot; made when it is first needed."""
        if self._learner is None:
            table = TermTable(self._archived())
            self._learner = Learner(table, sample(filters.listing()))
        return self._learner

    def near(
        self,
        query: Query,
        filters: FilterSource,
        *,
        limit: int,
        without: Collection[str] = (),
        matching: Sequence[int] | None = None,
    ) -> Near:
        evaluation = Evaluation(self._snapshot.segments, filters, self._cache)
        return near_papers(self._archived(), evaluation, query, limit, without, matching)

    def _archived(self) -> Archive:
        """This snapshot as one archive; made when it is first needed."""
        if self._archive is None:
            self._archive = Archive(tuple(self._snapshot.segments.values()), self._words)
        return self._archive

    def rewritings(self, query: Query, titles: Callable[[Sequence[int]], Sequence[Texts]]) -> Sequence[Rewriting]:
        suggester = Suggester(Lookup(self._snapshot.segments, self._cache), titles, self._words)
        return tuple(suggester.rewritings(query))

    def similar(self, num: int, filters: FilterSource, *, limit: int, within: Query | None = None) -> Results:
        start = time.perf_counter()
        evaluation = Evaluation(self._snapshot.segments, filters, self._cache)
        scores = similar_scores(self._snapshot.segments, num, evaluation.order.highest + 1)
        scores[num : num + 1] = 0
        nums = evaluation.order.chosen(Many(scores > 0))
        if within is not None:
            nums = nums[contained(nums, evaluation.papers(within.condition))]
        ranked = Ranked(nums, scores[nums], limit)
        kept = ranked[:limit]
        return Results(kept, len(kept), Sort.RELEVANCE, Query(""), ms=_since(start))


def _words_of(segments: Iterable[Segment]) -> WholeWords:
    """The words of an index: the two largest segments tell most of them, of several that are full the latest."""
    known = sorted(segments, key=lambda segment: (segment.count, segment.highest), reverse=True)
    largest, others = known[:2], known[2:]
    later = [segment for segment in others if segment.highest > min(each.highest for each in largest)]
    return WholeWords(*([segment.files.title_ngrams for segment in some] for some in (largest, later)))


def _built(documents: Iterable[Document]) -> Iterator[SegmentBuilder]:
    """Documents as segments, each as large as memory allows."""
    analyser = Analyser()
    builder = SegmentBuilder(analyser)
    for document in documents:
        if builder.full:
            yield builder
            builder = SegmentBuilder(analyser)
        builder.add(document)
    if len(builder):
        yield builder


def _lowest(segment: Segment) -> int:
    """The lowest paper number: segments merged in this order may make a run of numbers, which is quickest to search."""
    return int(segment.nums[segment.nums > 0].min(initial=segment.highest))


def _since(start: float) -> float:
    """Milliseconds since a reading of the performance counter."""
    return (time.perf_counter() - start) * 1000
