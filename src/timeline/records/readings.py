"""What each source says of a record, and which of that cannot be true along with it.

The record itself is the keeper's reading. A *rival* gives a time that the keeper's
excludes, or a status that can neither come before the keeper's nor after it. One that
can only come after it is *later*, and the keeper lags behind. Both count: an answer is
sure if it is so by every reading that counts. What is vaguer or more exact, or spoke
earlier, does not: it may be true as well.

What spoke earlier is known by what citations are as of, and if nothing states that, by
the life-cycle alone; the order of citations tells nothing but which words of one source
are its newest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Protocol

import attrs

from timeline.records.lifecycle import DID_NOT_TAKE_PLACE, Lifecycle, Phase, Status
from timeline.records.source import UNDATED, Citation
from timeline.when.bounds import are_apart, hull, throughout
from timeline.when.when import When

_RIVAL, _LATER = "rival", "later"


class _Record(Protocol):  # an event, which is built upon this
    @property
    def sources(self) -> tuple[Citation, ...]: ...
    @property
    def support(self) -> tuple[Citation, ...]: ...
    @property
    def when(self) -> When | None: ...
    @property
    def tz(self) -> str | None: ...
    @property
    def status(self) -> str | None: ...
    @property
    def state(self) -> Status | None: ...
    @property
    def phase(self) -> Phase | None: ...
    @property
    def lifecycle(self) -> Lifecycle | None: ...
    @property
    def place(self) -> str: ...


@attrs.frozen
class Reading:
    """What some sources say of a record.

    Attributes:
        when: When it happens, by them.
        status: Its status, by them.
        place: Its place, by them.
        sources: Who says so: of one source the newest words alone.
        is_denial: Whether they deny the record.
        is_rival: Whether that cannot be true along with what the record says.
        is_later: Whether it says that it has come further than the record says.
    """

    when: When | None
    status: str | None
    place: str
    sources: tuple[Citation, ...] = ()
    is_denial: bool = False
    is_rival: bool = False
    is_later: bool = False

    @property
    def counts(self) -> bool:
        """Whether it may be so instead of what the record says."""
        return self.is_rival or self.is_later


def readings_of(record: _Record) -> tuple[Reading, ...]:
    """Return what is said of *record*: by the record itself first, then otherwise."""
    own = Reading(record.when, record.status, record.place)
    groups: dict[Reading, list[Citation]] = {own: []}
    for cited in newest_of(record):
        reading = Reading(
            cited.when if gives_date(cited) else record.when,
            cited.status or record.status,
            cited.place or record.place,
            is_denial=cited.stance == "denies",
            is_rival=_is_rival(record, cited),
            is_later=_status_beside(record, cited) == _LATER,
        )
        groups.setdefault(reading, []).append(cited)
    return tuple(attrs.evolve(r, sources=tuple(by)) for r, by in groups.items())


def newest_of(record: _Record) -> tuple[Citation, ...]:
    """Return the newest words of each source, and of whom it quotes, in order."""
    newest: dict[tuple[str, str], Citation] = {}
    for cited in record.sources:
        known = newest.get((cited.source, cited.by))
        if known is None or not _spoke_before(cited, known):
            newest.pop((cited.source, cited.by), None)
            newest[cited.source, cited.by] = cited
    return tuple(newest.values())


def gives_date(cited: Citation) -> bool:
    """Whether a source gives a date of its own."""
    return cited.when is not None and cited.when != UNDATED


def is_disputed(record: _Record) -> bool:
    """Whether a source denies *record*, or says what cannot be true along with it."""
    return any(_is_rival(record, cited) for cited in newest_of(record))


def is_doubtful(record: _Record) -> bool:
    """Whether *record* is only alleged, or somebody denies that it is so."""
    cites = record.sources
    if not cites or not any(cited.stance or cited.status for cited in cites):
        return False
    newest = newest_of(record)
    rivals = (_status_beside(record, cited) == _RIVAL for cited in newest)
    return _is_claim(record, newest) or any(rivals)


def _is_claim(record: _Record, newest: Sequence[Citation]) -> bool:
    """Whether the newest words of sources deny *record*, or at most allege it."""
    bearing_out = [  # all of it, the date too
        cited.stance
        for cited in newest
        if cited.when is None and cited.status in {None, record.status}
    ]
    stances = {cited.stance for cited in newest}
    alleged = "alleges" in stances and {*bearing_out} <= {"alleges"}
    return alleged or "denies" in stances


def phases_of(record: _Record) -> tuple[Phase | None, ...]:
    """Return the phases that *record* may be in, by who speaks of it: its own first.

    What is denied or only alleged may be off, and what is off may not be.
    """
    phases, life = [record.phase], record.lifecycle
    if any(cited.stance or cited.status for cited in record.sources):
        newest = newest_of(record)
        phases += (
            life[cited.status].phase
            for cited in newest
            if cited.status and life and _status_beside(record, cited)
        )
        if _is_claim(record, newest):
            phases.append(None if record.phase is Phase.OFF else Phase.OFF)
    return tuple(dict.fromkeys(phases))


def placed_by_all(record: _Record, tz: str | None = None) -> When | None:
    """Return when *record* happens, placed by its zone, or by *tz*, if they are known.

    Its `spans` are those of its own date, then those of its rivals.
    """
    when, zone = record.when, record.tz or tz
    if when is not None and zone is not None:
        when = when.placed(zone)
    if when is None or not any(map(gives_date, record.sources)):
        return when
    rivals = (rival.spans_beside(when) for rival in rival_dates(record, zone))
    return attrs.evolve(when, spans=(*when.spans, *chain.from_iterable(rivals)))


def rival_dates(record: _Record, zone: str | None) -> Iterator[When]:
    """Yield the dates of sources that cannot be true along with that of *record*."""
    for cited in newest_of(record):
        if cited.when is not None and _is_rival_by_date(record, cited):
            yield cited.when if zone is None else cited.when.placed(zone)


def _is_rival(record: _Record, cited: Citation) -> bool:
    """Whether it cannot be true along with what the record says, nor come after it."""
    beside = _status_beside(record, cited)
    if cited.stance == "denies" or beside:
        return beside != _LATER
    return _is_rival_by_date(record, cited)


def _status_beside(record: _Record, cited: Citation) -> str:
    """Return how a source's status stands beside the record's: "rival", "later" or "".

    A thing has at one time one status. Of two, one came first, as far as the life-cycle
    lets it and the dates of the sources do; else they are rivals. Where nothing is
    stated of the dates, the one of lower rank came first.
    """
    own, life = record.state, record.lifecycle
    if cited.stance == "denies" or cited.status in {None, record.status} or not life:
        return ""
    other = life[cited.status or ""]
    is_window = DID_NOT_TAKE_PLACE in {record.status, other.word}
    if is_window and not _is_in_window(record, cited):
        return ""
    if own is None:
        return _RIVAL if is_window else _LATER
    is_older, is_newer = _is_older(record, cited), _is_newer(record, cited)
    goes_on = life.can_follow(other, own) and not is_older
    if goes_on and (is_newer or other.rank > own.rank):
        return _LATER
    # What was off may be on again, if that is known to be the newer report.
    revives = is_older and other.phase is Phase.OFF and not is_window
    return "" if revives or (life.can_follow(own, other) and not is_newer) else _RIVAL


def _is_in_window(record: _Record, cited: Citation) -> bool:
    """Whether one says that it did not take place in a time in which the other has it.

    Before the day on which it did, a source may have said that it did not.
    """
    own, other = record.when, cited.when if gives_date(cited) else record.when
    if own is None or other is None:
        return not gives_date(cited)
    if record.status == DID_NOT_TAKE_PLACE:
        own, other = other, own
    elif cited.as_of is not None and cited.as_of.before(own).definitely:
        return False
    window = attrs.evolve(other, spans=(throughout(hull(other.spans)),))
    return own is other or own.within(window).definitely


def _is_rival_by_date(record: _Record, cited: Citation) -> bool:
    """Whether no time fits both its date and that of the record.

    Of a record without a date, whether none fits that of another source.
    """
    other = cited.when
    if other is None or not gives_date(cited) or cited.stance == "denies":
        return False
    if DID_NOT_TAKE_PLACE in {record.status, cited.status}:  # a window, and no date
        return False
    if record.when is None:
        dates = (each.when for each in newest_of(record) if gives_date(each))
        return any(_are_apart(date, other) for date in dates if date)
    return not _is_history(record, cited) and _are_apart(record.when, other)


def _are_apart(one: When, other: When) -> bool:
    """Whether no time fits both. A day of a longer span is part of it."""
    for day, span in ((one, other), (other, one)):
        is_part = span.value.is_span and not day.value.is_span
        if is_part and day.within(span).definitely:
            return False
    spans = one.spans_beside(other)
    return all(any(are_apart(a, b)) for a in spans for b in other.spans)


def _is_history(record: _Record, cited: Citation) -> bool:
    """Whether a source spoke of a plan, before what the record says was known."""
    as_of, phase = cited.as_of, record.phase
    if cited.status is not None and record.lifecycle is not None:
        phase = record.lifecycle[cited.status].phase
    is_plan = phase is Phase.AHEAD
    if as_of is not None and cited.when is not None:
        is_plan = is_plan or as_of.before(cited.when).definitely
    was_plan = record.phase is not Phase.AHEAD and not _is_newer(record, cited)
    return is_plan and (was_plan or _is_older(record, cited))


def _is_older(record: _Record, cited: Citation) -> bool:
    """Whether a source spoke before one that supports the record."""
    return any(_spoke_before(cited, each) for each in record.support)


def _is_newer(record: _Record, cited: Citation) -> bool:
    """Whether a source spoke after all that support the record."""
    support = record.support
    return bool(support) and all(_spoke_before(each, cited) for each in support)


def _spoke_before(cited: Citation, other: Citation) -> bool:
    """Whether one spoke before the other; what states no time has none."""
    if cited.as_of is None or other.as_of is None:
        return False
    return cited.as_of.before(other.as_of).definitely
