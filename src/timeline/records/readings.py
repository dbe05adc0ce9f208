"""What each source says of a record, and which of that cannot be true along with it.

The record itself is the keeper's reading. A *rival* gives a time that the keeper's
excludes, or a status that can neither come before the keeper's nor after it. One that
can only come after it is *later*, and the keeper lags behind. Both count: an answer is
sure if it is so by every reading that counts. What is vaguer or more exact, or spoke
earlier, does not: it may be true as well.

What spoke earlier is known by what citations are as of, and if nothing states that, by
the life-cycle alone; the order of citations says only which words of one source
are its newest.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import ClassVar

import attrs

from timeline.records.lifecycle import DID_NOT_TAKE_PLACE, Lifecycle, Phase, Status
from timeline.records.source import Citation
from timeline.when.bounds import UNBOUNDED, are_apart, empty_window, hull
from timeline.when.when import When

_RIVAL, _LATER = "rival", "later"


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
        counts: Whether it may be so instead of what the record says.
        is_history: Whether it says what cannot be so by now, and was so before.
    """

    when: When | None
    status: str | None
    place: str
    sources: tuple[Citation, ...] = ()
    is_denial: bool = False
    is_rival: bool = False
    is_later: bool = False
    counts: bool = False
    is_history: bool = False


class Reported:
    """The part of an event that comes from its sources.

    Attributes:
        lifecycle: The statuses of its kind.
        moved: Which of them says that it has another date now.
        when: When it happens.
        status: How far it has come.
        place: Where.
        tz: The zone of its clocks.
        sources: Which sources speak of it and what they say.
    """

    __slots__ = ()

    lifecycle: ClassVar[Lifecycle | None]
    moved: ClassVar[str]
    when: When | None
    status: str | None
    place: str
    tz: str | None
    sources: tuple[Citation, ...]

    @property
    def state(self) -> Status | None:
        """The status with its phase and rank; None if it has none."""
        life = self.lifecycle
        return None if life is None else life.statuses.get(self.status or "")

    @property
    def phase(self) -> Phase | None:
        """Its phase, by its status; None if it has none."""
        life, status = self.lifecycle, self.status  # asked of each record many times
        state = None if status is None or life is None else life.statuses.get(status)
        return None if state is None else state.phase

    @property
    def phase_name(self) -> str:
        """The phase as questions write it; ``""`` without a status.

        >>> from timeline import Call
        >>> Call(id="c", title="Call", status="under_way").phase_name
        'under_way'
        """
        return "" if self.phase is None else self.phase.name.lower()

    @property
    def did_not_take_place(self) -> bool:
        """Whether it did not take place: then its time is a window without one."""
        return self.status == DID_NOT_TAKE_PLACE

    @property
    def placed(self) -> When | None:
        """When it happens, on UTC if its own zone says which clocks are meant."""
        return self.placed_in(None)

    def placed_in(self, tz: str | None) -> When | None:
        """Return when it happens, placed by its zone, or by *tz*, if they are known.

        Its `spans` are those of its own date, then those of its rivals, and all of time
        if it was put off and no new date is set.
        """
        zone = self.tz or tz
        when = self.when and self.when.placed(zone)
        if when is None or not any(c.when or c.status for c in self.sources):
            return when
        rivals = (rival.spans_beside(when) for rival in self.rival_dates(zone))
        spans = (*when.spans, *chain.from_iterable(rivals))
        spans += (UNBOUNDED,) if self.is_put_off else ()
        return attrs.evolve(when, spans=spans)

    def rival_dates(self, zone: str | None) -> Iterator[When]:
        """Yield the dates of sources that cannot be true along with its own.

        Where its own is only alleged, all that is reported may be so instead.
        """
        is_alleged = self._is_date_alleged
        for cited in self.newest:
            if cited.when is not None and (
                _is_rival_by_date(self, cited) or (is_alleged and _reports(self, cited))
            ):
                yield cited.when.placed(zone)

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of the sources it cites, for and against, each once."""
        return tuple({citation.source: None for citation in self.sources})

    @property
    def backing(self) -> tuple[str, ...]:
        """The same but for those that only report what it was before, if any is left.

        >>> from timeline import Call, cite
        >>> said = [cite("afp"), cite("rferl", when="2025-10-15", status="scheduled")]
        >>> call = Call(id="c", title="Call", when="2025-10-16", sources=said)
        >>> attrs.evolve(call, status="held").backing
        ('afp',)
        """
        if not any(cited.when or cited.status for cited in self.sources):
            return self.cited
        backing = {
            cited.source
            for reading in self.readings
            if not reading.is_history
            for cited in reading.sources
        }
        return tuple(id_ for id_ in self.cited if id_ in backing) or self.cited

    @property
    def denials(self) -> tuple[Citation, ...]:
        """The citations of sources that deny it."""
        return tuple(cited for cited in self.sources if cited.stance == "denies")

    @property
    def support(self) -> tuple[Citation, ...]:
        """The citations of sources that report it as it stands, or confirm it."""
        return tuple(
            cited
            for cited in self.sources
            if cited.stance in {None, "confirms"}
            and cited.status in {None, self.status}
            and not cited.gives_date
        )

    @property
    def dated_by(self) -> tuple[Citation, ...]:
        """The citations that can bear out its date: none denies it, or says less."""
        own = self.when
        if own is None:
            return ()
        return tuple(
            cited
            for cited in self.sources
            if cited.stance != "denies"
            and (cited.when is None or _is_within(cited.when, own))
        )

    @property
    def newest(self) -> tuple[Citation, ...]:
        """The newest words of each source, and of whom it quotes, in order."""
        newest: dict[tuple[str, str], Citation] = {}
        for cited in self.sources:
            known = newest.get((cited.source, cited.by))
            if known is None or not _spoke_before(cited, known):
                newest.pop((cited.source, cited.by), None)
                newest[cited.source, cited.by] = cited
        return tuple(newest.values())

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of it: that of the record first, then those that differ.

        >>> from timeline import Call, cite
        >>> said = [cite("afp"), cite("rferl", when="2025-10-17")]
        >>> call = Call(id="c", title="Call", when="2025-10-16", sources=said)
        >>> [(str(r.when), r.sources[0].source, r.is_rival) for r in call.readings]
        [('2025-10-16', 'afp', False), ('2025-10-17', 'rferl', True)]
        """
        own = Reading(self.when, self.status, self.place)
        groups: dict[Reading, list[Citation]] = {own: []}
        is_alleged = self._is_date_alleged
        for cited in self.newest:
            is_rival = _is_rival(self, cited)
            is_later = _status_beside(self, cited) == _LATER
            is_instead = is_alleged and cited.when and _reports(self, cited)
            counts = is_rival or is_later or bool(is_instead)
            reading = Reading(
                cited.when if cited.gives_date or is_instead else self.when,
                cited.status or self.status,
                cited.place or self.place,
                is_denial=cited.stance == "denies",
                is_rival=is_rival,
                is_later=is_later,
                counts=counts,
                is_history=not counts and _says_other(self, cited),
            )
            groups.setdefault(reading, []).append(cited)
        return tuple(attrs.evolve(r, sources=tuple(by)) for r, by in groups.items())

    @property
    def disputed(self) -> bool:
        """Whether a source denies it, or gives what cannot be true along with it.

        A record knows the `as_of` of its citations alone, and not when their sources
        spoke; ``q.disputed`` and all that is printed of a timeline know both.
        """
        return any(_is_rival(self, cited) for cited in self.newest)

    @property
    def doubtful(self) -> bool:
        """Whether it is only alleged, or somebody denies that it is so."""
        cites = self.sources  # most records have none, or few
        if not cites or not any(cited.stance or cited.status for cited in cites):
            return False
        rivals = (_status_beside(self, cited) == _RIVAL for cited in self.newest)
        return self._is_claim or any(rivals)

    @property
    def _is_claim(self) -> bool:
        """Whether the newest words of sources deny it, or at most allege it."""
        stances = {cited.stance for cited in self.newest}
        is_reported = any(_reports(self, cited) for cited in self.newest)
        return "denies" in stances or ("alleges" in stances and not is_reported)

    @property
    def _is_date_alleged(self) -> bool:
        """Whether the newest words of sources at most allege its date."""
        when, stances = self.when, {cited.stance for cited in self.sources}
        if when is None or "alleges" not in stances:
            return False
        return not any(
            _reports(self, cited)
            and (cited.when is None or _bears_out(cited.when, when))
            for cited in self.newest
        )

    @property
    def phases(self) -> tuple[Phase | None, ...]:
        """The phases that it may be in, by who speaks of it: its own first.

        What is denied or only alleged may be off, and what is off may not be.
        """
        phases, life, cites = [self.phase], self.lifecycle, self.sources
        if not cites or not any(cited.stance or cited.status for cited in cites):
            return tuple(phases)
        phases += (
            life[cited.status].phase
            for cited in self.newest
            if cited.status and life and _status_beside(self, cited)
        )
        if self._is_claim:
            phases.append(None if self.phase is Phase.OFF else Phase.OFF)
        return tuple(dict.fromkeys(phases))

    @property
    def is_put_off(self) -> bool:
        """Whether a later source says that it was moved, and not to when."""
        return any(
            cited.status == self.moved
            and not cited.gives_date
            and _status_beside(self, cited) == _LATER
            for cited in self.newest
        )


def _bears_out(date: When, other: When) -> bool:
    """Whether all that one date may be is what the other may be."""
    spans = date.spans_beside(other)
    return all(any(hull((a, b)) == b for b in other.spans) for a in spans)


def _reports(record: Reported, cited: Citation) -> bool:
    """Whether a source reports that it has come as far as the record says."""
    told = cited.when if cited.gives_date else record.when
    has_begun = record.phase in {Phase.UNDER_WAY, Phase.DONE}
    if has_begun and told and cited.as_of and cited.as_of.before(told).definitely:
        return False  # it spoke of a plan
    return cited.stance in {None, "confirms"} and (
        cited.status in {None, record.status} or _status_beside(record, cited) == _LATER
    )


def _says_other(record: Reported, cited: Citation) -> bool:
    """Whether a source gives another status, or a date apart from the record's."""
    if cited.status not in {None, record.status}:
        return True
    own, other = record.when, cited.when
    is_window = record.did_not_take_place  # of which there may be several
    return bool(own and other and not is_window and _are_apart(own, other))


def _is_rival(record: Reported, cited: Citation) -> bool:
    """Whether it cannot be true along with what the record says, nor come after it."""
    beside = _status_beside(record, cited)
    if cited.stance == "denies" or beside:
        return beside != _LATER
    return _is_rival_by_date(record, cited)


def _status_beside(record: Reported, cited: Citation) -> str:
    """Return how a source's status relates to the record's: "rival", "later" or "".

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


def _is_in_window(record: Reported, cited: Citation) -> bool:
    """Whether one says that it did not take place in a time in which the other has it.

    Before the day on which it did, a source may have said that it did not.
    """
    own, other = record.when, cited.when if cited.gives_date else record.when
    if own is None or other is None:
        return not cited.gives_date
    if record.status == DID_NOT_TAKE_PLACE:
        own, other = other, own
    elif cited.as_of is not None and cited.as_of.before(own).definitely:
        return False
    filled = attrs.evolve(other, spans=(empty_window(other.ticks, other.tested),))
    return own is other or own.within(filled).definitely


def _is_rival_by_date(record: Reported, cited: Citation) -> bool:
    """Whether no time fits both its date and that of the record.

    Of a record without a date, whether none fits that of another source.
    """
    other = cited.when
    if other is None or not cited.gives_date or cited.stance == "denies":
        return False
    if DID_NOT_TAKE_PLACE in {record.status, cited.status}:  # a window, and no date
        return False
    if record.when is None:
        dates = (each.when for each in record.newest if each.gives_date)
        return any(_are_apart(date, other) for date in dates if date)
    return not _is_history(record, cited) and _are_apart(record.when, other)


def _is_within(said: When, own: When) -> bool:
    """Whether the days that a source states are within those of a record."""
    first, last = own.first_calendar_day, own.last_calendar_day
    begins, ends = said.first_calendar_day, said.last_calendar_day
    is_begun = first is None or (begins is not None and first <= begins)
    return is_begun and (last is None or (ends is not None and ends <= last))


def _are_apart(one: When, other: When) -> bool:
    """Whether no time fits both. A day of a longer span is part of it."""
    for day, span in ((one, other), (other, one)):
        is_part = span.value.is_span and not day.value.is_span
        if is_part and _is_within(day, span):
            return False
    spans = one.spans_beside(other)
    return all(any(are_apart(a, b)) for a in spans for b in other.spans)


def _is_history(record: Reported, cited: Citation) -> bool:
    """Whether a source spoke of a plan, before what the record says was known."""
    as_of, phase = cited.as_of, record.phase
    if cited.status is not None and record.lifecycle is not None:
        phase = record.lifecycle[cited.status].phase
    is_plan = phase is Phase.AHEAD
    if as_of is not None and cited.when is not None:
        is_plan = is_plan or as_of.before(cited.when).definitely
    was_plan = record.phase is not Phase.AHEAD and not _is_newer(record, cited)
    return is_plan and (was_plan or _is_older(record, cited))


def _is_older(record: Reported, cited: Citation) -> bool:
    """Whether a source spoke before one that supports the record."""
    return any(_spoke_before(cited, each) for each in record.support)


def _is_newer(record: Reported, cited: Citation) -> bool:
    """Whether a source spoke after all that support the record."""
    support = record.support
    return bool(support) and all(_spoke_before(each, cited) for each in support)


def _spoke_before(cited: Citation, other: Citation) -> bool:
    """Whether one spoke before the other; what states no time has none."""
    if cited.as_of is None or other.as_of is None:
        return False
    return cited.as_of.before(other.as_of).definitely
