"""Estimate when the source of each old record spoke, to tell change from correction.

Call that moment k. Nobody writes it down, so it is bounded, source by source:

1. by the question (``as_of=``), and by the source's own `as_of`;
2. from above by the date of its page, which is no more than a bound: a page of November
   may tell of March;
3. by the old statuses and the dates that are known now. What it called done lay before
   k, and what it called planned lay after it: the idea is that of a terminus post quem
   and ante quem. Where such bounds contradict each other, one of the two records is
   wrong, and nothing follows from any of them.

Cost: one pass over the old events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from timeline.collection.collection import Collection
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.lifecycle import Phase
from timeline.records.source import Source
from timeline.when.bounds import Ticks, tightest, widen
from timeline.when.parser import Zones
from timeline.when.when import When


@attrs.frozen(slots=False)
class AsOf:
    """Between which moments a source spoke.

    Attributes:
        source: Its id; empty for records without a source, or for all of them.
        earliest: The tick before which it did not speak; None if not known.
        latest: The tick after which it did not speak; None if not known.
        placed: Whether the ticks are of UTC, and not of a clock in an unknown zone.
        derived: Whether the bounds follow from the records, and are stated nowhere.
        stated: The date that states them, where one does: words say this one.
    """

    source: str = ""
    earliest: int | None = None
    latest: int | None = None
    placed: bool = False
    derived: bool = True
    stated: str = ""

    @classmethod
    def of(cls, when: When) -> AsOf:
        """Return a moment within *when*: what a mark of doubt allows counts too."""
        first, _, _, end = when.tested
        ticks = (first, None if end is None else end - 1)
        return cls("", *ticks, when.is_placed, derived=False, stated=str(when))

    @property
    def widened(self) -> AsOf:
        """The same in UTC, whatever the zone of the clock."""
        if self.placed:
            return self
        low, high, *_ = widen(Ticks(self.earliest, self.latest, None, None))
        return attrs.evolve(self, earliest=low, latest=high, placed=True)

    def within(self, other: AsOf) -> AsOf:
        """Return the bounds that hold in both; *self* if they contradict each other."""
        own, others = self, other
        if self.placed is not other.placed:
            own, others = self.widened, other.widened
        low = tightest(max, own.earliest, others.earliest)
        high = tightest(min, own.latest, others.latest)
        if low is not None and high is not None and low > high:
            return self
        derived = (low, high) != (own.earliest, own.latest) or self.derived
        # The date of a page bounds it no more once the records say so more closely.
        kept = own.earliest is not None or high == own.latest
        stated = self.stated if kept else ""
        return attrs.evolve(
            own, earliest=low, latest=high, derived=derived, stated=stated
        )

    @cached_property
    def _moment(self) -> When:
        """The moment as a time; what counts is when that starts."""
        ticks = Ticks(self.earliest, self.latest, None, None)
        return When(ticks, zone=Zones("Z", "Z") if self.placed else None)

    def is_before_start(self, when: When | None) -> bool:
        """Whether the source spoke before *when* surely started."""
        return when is not None and self._moment.starts_before(when).definitely

    def is_after_start(self, when: When | None) -> bool:
        """Whether *when* had surely started when the source spoke."""
        return when is not None and not self._moment.starts_before(when).possibly

    def is_well_after_start(self, when: When | None) -> bool:
        """Whether *when* had surely started before that very moment."""
        return when is not None and when.starts_before(self._moment).definitely

    def is_after_end(self, when: When | None) -> bool:
        """Whether *when* was surely over when the source spoke."""
        return when is not None and when.before(self._moment).definitely


def source_of(record: Record | None) -> str:
    """Return the id of the source that speaks for a record: the newest one."""
    support = record.support if isinstance(record, Event) else ()
    return support[-1].source if support else ""


def when_sources_spoke(
    old: Collection,
    new: Collection,
    partners: Mapping[str, Record | None],
    stated: When | None,
) -> tuple[AsOf, ...]:
    """Return when each source of *old* spoke, as far as that is known.

    Args:
        old: The earlier records.
        new: The later ones.
        partners: The later record by the id of the old one, where it changed.
        stated: When the old records were true, if the question says so.
    """
    asked = None if stated is None else AsOf.of(stated)
    if asked and None not in {asked.earliest, asked.latest}:
        return (asked,)
    bounds: dict[str, list[AsOf]] = {}
    for event in old.records.values():  # in any order, so that nothing is sorted
        if not isinstance(event, Event):
            continue
        later = partners.get(event.id, new.records.get(event.id))
        followed = bounds.setdefault(source_of(event), [])
        if isinstance(later, Event):
            followed += _bounds_by_phase(event, later, new.placed(later))
    spoke = [_of_source(name, bounds[name], old, asked) for name in sorted(bounds)]
    # Records without a source and without any bound have nothing to say about k.
    said = [o for o in spoke if o.source or (o.earliest, o.latest) != (None, None)]
    return tuple(said or spoke)


def _bounds_by_phase(old: Event, later: Event, when: When | None) -> Iterator[AsOf]:
    """Yield the bounds that the old status and the later date give together."""
    # Tuples, since to look into a set of enum members takes three times as long.
    if when is None or later.is_term or later.phase in (Phase.AHEAD, Phase.OFF):
        return
    if when.value.marks:  # in doubt: no bound to go by
        return
    if old.phase is Phase.AHEAD:
        yield AsOf("", None, when.start_latest, when.is_placed)
    elif old.phase in (Phase.UNDER_WAY, Phase.DONE):
        going_on = old.phase is Phase.UNDER_WAY and old.is_span
        is_stated = going_on and not when.value.is_lone_clock
        end = when.end_latest if is_stated else None
        last = None if end is None else end - 1
        yield AsOf("", when.start_earliest, last, when.is_placed)


def _of_source(
    name: str, followed: list[AsOf], old: Collection, asked: AsOf | None
) -> AsOf:
    """Return the bounds of one source: what is stated, then what follows."""
    placed = any(bound.placed for bound in followed)
    spoke = AsOf(name, placed=placed)
    for bound in _stated_bounds(old.records.get(name), asked):
        spoke = attrs.evolve(bound.within(spoke), source=name)
    lines = [bound.widened if placed else bound for bound in followed]
    low = tightest(max, *(bound.earliest for bound in lines))
    high = tightest(min, *(bound.latest for bound in lines))
    if (low, high) == (None, None):
        return spoke
    return spoke.within(AsOf("", low, high, placed))


def _stated_bounds(source: Record | None, asked: AsOf | None) -> Iterator[AsOf]:
    """Yield what is stated, the strongest last."""
    if asked is not None:
        yield asked
    if isinstance(source, Source):
        if source.published is not None:
            yield attrs.evolve(AsOf.of(source.published), earliest=None, derived=True)
        if source.as_of is not None and source.as_of.is_dated:
            yield AsOf.of(source.as_of)


def latest_of(bounds: Iterable[AsOf]) -> AsOf:
    """Return when the last of all sources spoke: what happened after that is new."""
    spoke = [*bounds]
    if len(spoke) == 1:
        return spoke[0]
    placed = any(one.placed for one in spoke)
    if placed:
        spoke = [one.widened for one in spoke]
    ends = [one.latest for one in spoke]
    low = tightest(max, *(one.earliest for one in spoke))
    return AsOf("", low, None if None in ends else tightest(max, *ends), placed)
