"""What each source says of a record, and which of that cannot be true along with it.

The record itself is the keeper's reading. A *rival* gives a time that the keeper's
excludes, or says that what took place did not, or the converse. What is vaguer or more
exact, or spoke earlier of a plan, does not rival it: both may be true.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Protocol

import attrs

from timeline.records.lifecycle import (
    CANCELLED,
    DID_NOT_TAKE_PLACE,
    MISSED,
    Lifecycle,
    Phase,
)
from timeline.records.source import UNDATED, Citation
from timeline.when.bounds import are_apart
from timeline.when.when import When

_DID_NOT = frozenset({DID_NOT_TAKE_PLACE, CANCELLED, MISSED})
_TOOK_PLACE = frozenset({Phase.UNDER_WAY, Phase.DONE})


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
    """

    when: When | None
    status: str | None
    place: str
    sources: tuple[Citation, ...] = ()
    is_denial: bool = False
    is_rival: bool = False


def readings_of(record: _Record) -> tuple[Reading, ...]:
    """Return what is said of *record*: by the record itself first, then otherwise."""
    own = Reading(record.when, record.status, record.place)
    groups: dict[Reading, list[Citation]] = {own: []}
    for cited in newest_of(record):
        is_denial = cited.stance == "denies"
        reading = Reading(
            cited.when if gives_date(cited) else record.when,
            cited.status or record.status,
            cited.place or record.place,
            is_denial=is_denial,
            is_rival=is_denial or _is_rival(record, cited),
        )
        groups.setdefault(reading, []).append(cited)
    return tuple(attrs.evolve(r, sources=tuple(by)) for r, by in groups.items())


def newest_of(record: _Record) -> tuple[Citation, ...]:
    """Return the newest words of each source, and of whom it quotes, in order."""
    newest: dict[tuple[str, str], Citation] = {}
    for cited in record.sources:
        newest.pop((cited.source, cited.by), None)
        newest[cited.source, cited.by] = cited
    return tuple(newest.values())


def gives_date(cited: Citation) -> bool:
    """Whether a source gives a date of its own."""
    return cited.when is not None and cited.when != UNDATED


def is_disputed(record: _Record) -> bool:
    """Whether a source denies *record*, or says what cannot be true along with it."""
    return any(
        cited.stance == "denies" or _is_rival(record, cited)
        for cited in newest_of(record)
    )


def is_doubtful(record: _Record) -> bool:
    """Whether *record* is only alleged, or somebody denies that it is so."""
    if not any(cited.stance or cited.status for cited in record.sources):
        return False
    newest = newest_of(record)
    denied = any(
        cited.stance == "denies" or _is_rival_by_status(record, cited)
        for cited in newest
    )
    bearing_out = [  # all of it, the date too
        cited.stance
        for cited in newest
        if cited.when is None and cited.status in {None, record.status}
    ]
    alleged = any(cited.stance == "alleges" for cited in newest)
    return denied or (alleged and {*bearing_out} <= {"alleges"})


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
    return _is_rival_by_status(record, cited) or _is_rival_by_date(record, cited)


def _is_rival_by_status(record: _Record, cited: Citation) -> bool:
    """Whether one says that it took place, and the other that it did not."""
    if cited.status in {None, record.status}:
        return False
    if cited.status == CANCELLED and _is_older(record, cited):
        return False  # it was held after all
    phases = {record.phase, _phase(record, cited)}
    did_not = not _DID_NOT.isdisjoint({record.status, cited.status})
    return did_not and not phases.isdisjoint(_TOOK_PLACE)


def _is_rival_by_date(record: _Record, cited: Citation) -> bool:
    """Whether no time fits both dates. A day of a longer span is part of it."""
    own, other = record.when, cited.when
    if own is None or other is None or not gives_date(cited):
        return False
    if record.status == DID_NOT_TAKE_PLACE:  # on another day it may have
        return False
    if cited.stance == "denies" or _is_history(record, cited):
        return False
    for day, span in ((own, other), (other, own)):
        is_part = span.value.is_span and not day.value.is_span
        if is_part and day.within(span).definitely:
            return False
    mine = own.spans_beside(other)
    return all(any(are_apart(a, b)) for a in mine for b in other.spans)


def _phase(record: _Record, cited: Citation) -> Phase | None:
    """Return the phase of the status that a source gives; else that of the record."""
    if cited.status is None or record.lifecycle is None:
        return record.phase
    return record.lifecycle[cited.status].phase


def _is_history(record: _Record, cited: Citation) -> bool:
    """Whether a source spoke of a plan, before what the record says was known."""
    as_of, is_plan = cited.as_of, _phase(record, cited) is Phase.AHEAD
    if as_of is not None and cited.when is not None:
        is_plan = is_plan or as_of.before(cited.when).definitely
    was_plan = record.phase is not Phase.AHEAD or _is_older(record, cited)
    return is_plan and was_plan


def _is_older(record: _Record, cited: Citation) -> bool:
    """Whether a source spoke before the newest that supports the record."""
    support = record.support
    if not support:
        return False
    older, newer = cited.as_of, support[-1].as_of
    if older is not None and newer is not None:
        return older.before(newer).definitely
    return record.sources.index(cited) < record.sources.index(support[-1])
