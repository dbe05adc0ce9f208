"""When the old records were told: what tells a world that moved from a wrong record.

Call it k. A source may say it, and the date on its page bounds it from above. Beyond
that it follows from how the old records stood and from what is known later of their
dates: what was told as done lay before k, what was told as ahead lay after it. Where
these contradict each other, nothing follows. The date of a page is never taken for k.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from timeline.collection.collection import Collection, Record
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.when.bounds import WIDENING, Ticks
from timeline.when.when import When

__all__ = ["Known", "of_all", "told", "when_told"]

_FACTS = (Phase.UNDER_WAY, Phase.DONE, None)


@attrs.frozen
class Known:
    """Between which moments a source spoke.

    Attributes:
        source: Its id; empty for records without a source, or for all of them.
        earliest: No earlier it spoke: a tick, or None where nothing is known.
        latest: No later it spoke.
        placed: Whether the ticks are of UTC, and not of the wall clock.
        derived: Whether it follows from the records alone.
    """

    source: str = ""
    earliest: int | None = None
    latest: int | None = None
    placed: bool = False
    derived: bool = True

    @classmethod
    def of(cls, when: When, source: str = "") -> Known:
        """Return what a date says of it: some moment in it."""
        last = None if when.end_latest is None else when.end_latest - 1
        return cls(source, when.start_earliest, last, when.is_placed, derived=False)

    def within(self, other: Known) -> Known:
        """Return what both say; if they contradict each other, what *self* says."""
        own, others = self, other
        if self.placed is not other.placed:
            own, others = self.widened, other.widened
        low = _most(max, own.earliest, others.earliest)
        high = _most(min, own.latest, others.latest)
        if low is not None and high is not None and low > high:
            return self
        derived = (low, high) != (own.earliest, own.latest) or self.derived
        return attrs.evolve(own, earliest=low, latest=high, derived=derived)

    @property
    def is_bounded(self) -> bool:
        """Whether anything is known of it."""
        return (self.earliest, self.latest) != (None, None)

    @property
    def widened(self) -> Known:
        """The same on the line of UTC, wherever the clock hung."""
        if self.placed:
            return self
        low, high = self.earliest, self.latest
        return attrs.evolve(
            self,
            earliest=None if low is None else low - WIDENING,
            latest=None if high is None else high + WIDENING,
            placed=True,
        )

    def ticks(self, when: When | None) -> Ticks:
        """Return the ticks of *when* as wide as they can be on this line."""
        if when is None:
            return Ticks(None, None, None, None)
        extra = 0 if when.is_placed is self.placed else WIDENING
        if not extra:
            return when.ticks
        low, high = when.start_earliest, when.start_latest
        least, most = when.end_earliest, when.end_latest
        return Ticks(
            None if low is None else low - extra,
            None if high is None else high + extra,
            None if least is None else least - extra,
            None if most is None else most + extra,
        )

    def starts_after(self, when: When | None) -> bool:
        """Whether *when* surely starts after the source spoke."""
        low = self.ticks(when)[0]
        return self.latest is not None and low is not None and low > self.latest

    def starts_before(self, when: When | None) -> bool:
        """Whether *when* has surely started when the source spoke."""
        high = self.ticks(when)[1]
        return self.earliest is not None and high is not None and high <= self.earliest

    def ends_before(self, when: When | None) -> bool:
        """Whether *when* is surely over when the source spoke."""
        high = self.ticks(when)[3]
        return self.earliest is not None and high is not None and high <= self.earliest


def _most(pick: Callable[[list[int]], int], *ends: int | None) -> int | None:
    told = [end for end in ends if end is not None]
    return pick(told) if told else None


def told(record: Record | None) -> str:
    """Return the id of the source that tells a record as it is: the last one."""
    sources = getattr(record, "sources", ())
    return str(sources[-1].source) if sources else ""


def when_told(
    old: Collection,
    new: Collection,
    partners: Mapping[str, Record | None],
    known: When | None,
) -> tuple[Known, ...]:
    """Return when each source of *old* spoke, as far as anything tells it.

    Args:
        old: The earlier records.
        new: The later ones.
        partners: What became of a record, where its id does not tell.
        known: When the old records were told, if it is told at all.
    """
    stated = None if known is None else Known.of(known)
    if stated and None not in (stated.earliest, stated.latest):
        return (stated,)
    bounds: dict[str, list[Known]] = {}
    for event in old.events:
        later = partners.get(event.id, new.records.get(event.id))
        found = bounds.setdefault(told(event), [])
        if isinstance(later, Event):
            found += _by_phase(event, later, new.placed(later))
    found = [_of_source(name, bounds[name], old, stated) for name in sorted(bounds)]
    # What nobody in particular told, with nothing to tell when, tells nothing.
    told_when = [one for one in found if one.source or one.is_bounded]
    return tuple(told_when or found)


def _by_phase(old: Event, later: Event, when: When | None) -> Iterator[Known]:
    """Yield what the old status and the later date say together."""
    phase = old.phase
    if when is None or phase in (None, Phase.OFF) or later.phase not in _FACTS:
        return
    if phase is Phase.AHEAD:
        yield Known("", None, when.start_latest, when.is_placed)
        return
    high = None
    if phase is Phase.UNDER_WAY and old.is_span and when.end_latest is not None:
        high = when.end_latest - 1
    yield Known("", when.start_earliest, high, when.is_placed)


def _of_source(
    name: str, bounds: list[Known], old: Collection, stated: Known | None
) -> Known:
    """Put together what is told and what follows of one source."""
    line = any(one.placed for one in bounds)
    known = Known(name, placed=line)
    for one in _page(name, old, stated):
        known = attrs.evolve(one.within(known), source=name)
    derived = _all_within(bounds, placed=line)
    return known if derived is None else known.within(derived)


def _page(name: str, old: Collection, stated: Known | None) -> Iterator[Known]:
    """Yield what is stated: by whoever asks, by the source, by its page's date."""
    if stated is not None:
        yield stated
    source = old.records.get(name)
    published = getattr(source, "published", None)
    if published is not None:
        page = Known.of(published)
        yield attrs.evolve(page, earliest=None, derived=True)
    as_of = getattr(source, "as_of", None)
    if as_of is not None and as_of.is_dated:
        yield Known.of(as_of)


def _all_within(bounds: Iterable[Known], *, placed: bool) -> Known | None:
    """Return what all of *bounds* say; None if nothing, or two things at once."""
    lines = [one.widened if placed else one for one in bounds]
    low = _most(max, *(one.earliest for one in lines))
    high = _most(min, *(one.latest for one in lines))
    if (low is None and high is None) or (
        low is not None and high is not None and low > high
    ):
        return None
    return Known("", low, high, placed)


def of_all(known: Iterable[Known]) -> Known:
    """Return when the last of all sources spoke: what was not known before is new."""
    every = list(known)
    if len(every) == 1:
        return every[0]
    if any(one.placed for one in every):
        every = [one.widened for one in every]
    highs = [one.latest for one in every]
    return Known(
        "",
        _most(max, *(one.earliest for one in every)),
        None if None in highs else _most(max, *highs),
        any(one.placed for one in every),
    )
