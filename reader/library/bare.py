"""Records with nothing but an ID: they tell where a paper that is there appeared, and are none of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reader.model import Digest, Entry, Problem, Texts
from reader.sources.contract import Reading
from reader.sources.recognition import Form

LEFT_OUT = "nothing but an ID, and no paper in the library has it: left out"
_NO_TEXTS = Texts()


def without_bare(batch: Sequence[Reading], holds: Callable[[str], bool]) -> Sequence[Reading]:
    """The readings without entries that have no text, of papers that are unknown; each is a `Problem` instead.

    holds  whether a paper with this ID is in the library; what other entries of the batch tell of is known, too
    An export of ours is taken as it is: what it holds was in a library.
    """
    bare = {entry.id for digest in _digests(batch) for entry in digest.entries if entry.texts == _NO_TEXTS}
    if not bare:
        return batch
    told = {entry.id for digest in _digests(batch) for entry in digest.entries if entry.texts != _NO_TEXTS}
    unknown = {identity for identity in bare - told if not holds(identity)}
    if not unknown:
        return batch
    return [
        replace(reading, digests=tuple(_without(digest, unknown) for digest in reading.digests)) for reading in batch
    ]


def _digests(batch: Sequence[Reading]) -> list[Digest]:
    return [digest for reading in batch for digest in reading.digests]


def _without(digest: Digest, unknown: set[str]) -> Digest:
    if digest.form == Form.OWN_EXPORT:
        return digest
    dropped: list[Entry] = [entry for entry in digest.entries if entry.id in unknown]
    if not dropped:
        return digest
    problems = [one for one in digest.problems if one.reason.partition(": ")[0] not in unknown]
    problems += [Problem(digest.place, entry.line, f"{entry.id}: {LEFT_OUT}", lost=True) for entry in dropped]
    kept = tuple(entry for entry in digest.entries if entry.id not in unknown)
    return replace(digest, entries=kept, problems=tuple(sorted(problems, key=lambda one: one.line)))
