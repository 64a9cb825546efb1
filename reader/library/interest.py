"""`Library.interest`: what the reader wants to see, learned from what was kept; and the reader's own words.

What is learned is worked out anew whenever something is kept, and lies nowhere; the reader's own words are marks.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from reader.errors import UsageError
from reader.i18n import Translator, msg
from reader.library.index import IndexKeeping
from reader.library.stores import Stores
from reader.many import each_once
from reader.model import DateRange, Gesture, InterestWord, Reason, WordRule
from reader.store.days import number_of
from reader.text.safe import sound

if TYPE_CHECKING:  # what opening the screen must not wait for is imported where it is needed
    from reader.search.protocol import Profile

FEWEST_KEPT = 10
"""Kept papers below which a third of the learned words are chance."""

RECOMMENDED_A_DAY = 20
FOUND_BY_SEARCH = 100
"""Papers that the interest of a saved search is learned from: the newest that it finds."""

FORESIGHT_DAYS, SMALLEST_DAY = 8, 20
"""So many of the newest days on which something was kept tell how well papers are ranked; days of so many papers."""

LONGEST_WORD = 60
"""Characters."""

HEAVIEST = 10.0
"""Largest weight, up or down."""

TEACHING = frozenset(("bookmark", "remove bookmark", "tag"))
"""Labels of gestures after which an interest may be another one."""

ADDED, MUTED, FORGOTTEN = 1.0, -1.0, 0.0

PROFILES_IN_MEMORY, REASONS_IN_MEMORY, RANGES_IN_MEMORY = 3, 1024, 32
"""Interests, by what was learned last (megabytes each), papers of one, by what was asked for last; spans of days."""


class Reasons:
    """Why papers rank as they do, by number; remembered, because lists are drawn again and again."""

    WORDS = 3

    def __init__(self, profile: Profile) -> None:
        # Not a method of this object: it would know itself, and outlive what it was made for with all its tables.
        self._known = lru_cache(REASONS_IN_MEMORY)(partial(_reason, profile))

    def __call__(self, num: int) -> Reason:
        return self._known(num)


def _reason(profile: Profile, num: int) -> Reason:
    (reason,) = profile.reasons([num], Reasons.WORDS)
    return reason


class InterestKeeping:
    """The reader's interests: one general one (scope ""), and one for each tag (`#tag`) and saved search (`@name`)."""

    def __init__(self, stores: Stores, index: IndexKeeping, find: Callable[[str], Sequence[int]]) -> None:
        """`find` gives the numbers of the papers that a query finds, newest first."""
        self._stores = stores
        self._index = index
        self._find = find
        self._profiles: dict[str, tuple[tuple[object, ...], Profile]] = {}
        self._why: tuple[object, Callable[[int], Reason]] = (None, lambda num: Reason())
        self._best: tuple[object, Mapping[int, Sequence[int]]] = (None, {})
        self._recommended: dict[DateRange | None, Sequence[int]] = {}

    def close(self) -> None:
        """Let go of the interests, and of the index's tables with them."""
        self._profiles, self._recommended = {}, {}
        self._why, self._best = (None, lambda num: Reason()), (None, {})

    def rest(self) -> None:
        """Let go of the interests that are not the general one."""
        self._profiles = {scope: known for scope, known in self._profiles.items() if not scope}

    def kept(self, scope: str = "") -> Sequence[int]:
        """Numbers of the papers that an interest is learned from, what was kept last at the end.

        Raises UsageError for a saved search that is not there.
        """
        marks, collected = self._stores.marks, self._stores.collected
        if scope.startswith("#"):
            return collected.nums_of(marks.ids_tagged(scope[1:]))
        if scope:
            saved = (search.query for search in marks.searches() if f"@{search.name}".casefold() == scope.casefold())
            query = next(saved, None)
            if query is None:
                raise UsageError(msg('no saved search is called "{name}"'), name=scope.removeprefix("@"))
            return self._find(query)[:FOUND_BY_SEARCH][::-1]
        ids = chain(marks.ids_with_a_tag(), marks.ids_marked("bookmarked"))
        return each_once(num for _, num in collected.numbers(ids))

    def profile(self, scope: str = "") -> Profile:
        """What ranks papers by an interest. Worked out again only if what it comes from changed."""
        self._stores.refresh()
        kept, rules = self.kept(scope), self.rules(scope)
        engine = self._index.engine()
        listing = self._stores.filters.listing()
        basis = (array("I", kept), rules, engine.status().change, id(engine), id(listing))
        known = self._profiles.get(scope)
        if known is None or known[0] != basis:
            filters = self._stores.filters
            known = (basis, self._index.ask(lambda engine: engine.profile(kept, rules, filters)))
            self._profiles.pop(scope, None)
            # Those of papers or an index that are no more are never asked for again, and hold all of its tables.
            self._profiles = {other: old for other, old in self._profiles.items() if old[0][2:] == basis[2:]}
            self._profiles[scope] = known
            if len(self._profiles) > PROFILES_IN_MEMORY:
                del self._profiles[next(iter(self._profiles))]
        return known[1]

    def words(self, scope: str = "") -> Sequence[InterestWord]:
        """The words of an interest as they count now, heaviest first."""
        return self.profile(scope).words

    def reasons(self, nums: Sequence[int], scope: str = "", most: int = 3) -> Sequence[Reason]:
        """Why papers rank as they do, in the order given; `most`: words of each language."""
        return self.profile(scope).reasons(nums, most)

    def foresight(self, scope: str = "", besides: int = 0) -> tuple[int, ...]:
        """Where papers kept on earlier days stood among their day's, ranked by what was kept on the other days.

        Places in the list of their day, 1 for the first, ascending: so many of them would have been seen among the
        first n. Empty while too little was kept to tell. The day of paper `besides` is left out.
        """
        kept, rules, filters = self.kept(scope), self.rules(scope), self._stores.filters
        listing = filters.grouped_listing()
        found: list[int] = []
        looked_at = 0
        for day in listing.days:
            nums = listing.nums[day.start : day.start + day.count]
            wanted = set(nums).intersection(kept)
            others = array("I", (num for num in kept if num not in wanted))
            if not wanted or besides in nums or len(nums) < SMALLEST_DAY or len(others) < FEWEST_KEPT:
                continue
            order = self._index.engine().profile(others, rules, filters).order(nums)
            found += [at for at, num in enumerate(order, 1) if num in wanted]
            looked_at += 1
            if looked_at == FORESIGHT_DAYS:
                break
        return tuple(sorted(found))

    @property
    def recommends(self) -> bool:
        """Enough was kept, or something was decided about a word: what is recommended is worth showing unasked."""
        return bool(self.rules("")) or self._stores.marks.count("bookmarked") >= FEWEST_KEPT

    def why(self) -> Callable[[int], Reason]:
        """Why papers rank as they do by the general interest."""
        profile = self.profile()
        if self._why[0] is not profile:
            self._why = (profile, Reasons(profile))
        return self._why[1]

    def best_by_day(self) -> Mapping[int, Sequence[int]]:
        """Numbers of the best papers of each day (its key: `DayGroup`) by the present words of the general interest.

        A paper's day is the one it is listed under among all: what appears again was recommended then, or was not.
        """
        profile = self.profile()
        listing = self._stores.filters.grouped_listing()
        if self._best[0] != (profile, listing):
            shown = self._find(self.shown()) if self.shown() else None
            found = profile.best(listing, RECOMMENDED_A_DAY, shown)
            days = {day.key: nums for day, nums in zip(listing.days, found, strict=True)}
            self._best, self._recommended = ((profile, listing), days), {}
        return self._best[1]

    def recommended(self, days: DateRange | None = None) -> Sequence[int]:
        """Numbers of the best papers of each day (see `best_by_day`), or of each of some days. Ascending."""
        best = self.best_by_day()
        if len(self._recommended) > RANGES_IN_MEMORY:
            self._recommended.clear()
        if days not in self._recommended:
            chosen = (nums for key, nums in best.items() if days is None or _holds(days, key))
            self._recommended[days] = array("I", sorted(chain.from_iterable(chosen)))
        return self._recommended[days]

    def shown(self, scope: str = "") -> str:
        """A query for the papers that are shown where this interest ranks; empty if all are."""
        from reader.search.variants import word_variants

        words = (rule.word.replace('"', " ") for rule in self.rules(scope) if rule.hide)
        return " ".join(f'-"{form}"' for word in words for form in word_variants(word))

    # -- what the reader decides: undoable gestures

    def rules(self, scope: str | None = None) -> tuple[WordRule, ...]:
        """What the reader decided about words of one interest, or of all."""
        rules = self._stores.marks.word_rules()
        return tuple(rule for rule in rules if scope is None or rule.scope.casefold() == scope.casefold())

    def add(self, words: Iterable[str], scope: str = "") -> Gesture | None:
        """Have words count as much as the strongest learned one."""
        return self.weigh(words, ADDED, scope, label="add a word")

    def mute(self, words: Iterable[str], scope: str = "", *, hide: bool = False) -> Gesture | None:
        """Have words push papers down, or (`hide`) not be shown at all where this interest ranks."""
        return self.weigh(words, MUTED, scope, hide=hide, label="mute a word")

    def forget(self, words: Iterable[str], scope: str = "") -> Gesture | None:
        """Take back what was decided about words; one that was learned counts for nothing from now on."""
        known = {rule.word for rule in self.rules(scope)}
        names = [_name(word) for word in words]
        gone = [WordRule(name, FORGOTTEN, scope) for name in names if name in known]
        rules = [WordRule(name, FORGOTTEN, scope) for name in names if name not in known]
        return self._decide(rules, gone, "forget a word")

    def weigh(
        self, words: Iterable[str], weight: float, scope: str = "", *, hide: bool = False, label: str = "weigh a word"
    ) -> Gesture | None:
        """Give words a weight: 1 is as much as the strongest learned one, less than 0 pushes papers down.

        scope  the interest: empty for the general one, a tag, or `@` and a saved search
        hide   papers with a word are not shown where this interest ranks
        label  of the gesture, a msgid

        None if nothing changed. Raises UsageError for a weight out of bounds, and for what no word can be.
        """
        rules = [as_decided(WordRule(word, weight, scope, hide)) for word in words]
        return self._decide(rules, (), label)

    def _decide(self, rules: Sequence[WordRule], gone: Sequence[WordRule], label: str) -> Gesture | None:
        marks, now = self._stores.marks, self._stores.clock()
        marks.keep_daily_copy(now.astimezone().date())
        return marks.rule_words(rules, gone, label, now)


def _holds(days: DateRange, key: int) -> bool:
    """Whether a day (its key) lies in a range; where only the month is known, `date:` alone decides."""
    return key % 100 == 0 or number_of(days.first) <= key <= (number_of(days.last) or key)


def few_kept(kept: int, t: Translator) -> str:
    """That an interest was learned from too little, in words; empty if it was not."""
    if kept >= FEWEST_KEPT:
        return ""
    if not kept:
        return t("nothing is kept yet that words could be learned from")
    return t("learned from {kept} kept papers only; below {least} much of it is chance", kept=kept, least=FEWEST_KEPT)


def why_counted(word: InterestWord, kept: int, t: Translator) -> str:
    """Why a word counts as it does, in words. `kept`: the papers that the interest was learned from."""
    if word.rule is None:
        return t("in {n} of {kept} kept papers", n=word.kept, kept=kept)
    if word.rule.hide:
        return t("yours: papers with it are left out")
    if not word.weight:
        return t("yours: it counts for nothing")
    return t("yours: it pushes papers down") if word.weight < 0 else t("yours")


def as_decided(rule: WordRule) -> WordRule:
    """A decision as it is kept. Raises UsageError for a weight out of bounds, and for what no word can be."""
    if not -HEAVIEST <= rule.weight <= HEAVIEST:
        raise UsageError(msg("a weight is a number from {least} to {most}"), least=-HEAVIEST, most=HEAVIEST)
    return replace(rule, word=_name(rule.word), scope=sound(rule.scope))


def _name(word: str) -> str:
    """A word as it is kept. Raises UsageError if there is nothing in it to be searched for."""
    name = " ".join(sound(word).split()).casefold()
    if not any(character.isalnum() for character in name) or len(name) > LONGEST_WORD:
        raise UsageError(msg('"{word}" is no word that papers could have'), word=word)
    return name
