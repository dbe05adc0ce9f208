"""What is open on a day: what is overdue, what waits and for what, what comes next.

Nothing here reads a clock: every question names its day. Times are those that the
schedule works out, so that a call that waits for a return is overdue when the return
makes it so. Passing time deletes nothing, and a contradiction stops nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import starmap
from operator import itemgetter
from typing import Self

import attrs

from timeline.collection.collection import Collection
from timeline.collection.labels import block_of, called_off, surely_off, title_of
from timeline.errors import InvalidError
from timeline.language.message import Message, PartyId, RecordId
from timeline.records.event import Event, status_term
from timeline.records.lifecycle import EARLY, Phase
from timeline.records.measures import Deadline
from timeline.records.meetings import Invitation
from timeline.records.negotiations import Negotiation
from timeline.records.source import Source
from timeline.records.treaties import Step, Treaty
from timeline.schedule.reasons import Contradiction, either
from timeline.schedule.schedule import Schedule
from timeline.schedule.shown import is_writable, start_of, window
from timeline.standing import (
    Proof,
    Standing,
    by_dates,
    is_late_exactly,
    stand,
    whole_day,
)
from timeline.text import check_count, quote
from timeline.treaties.acts import LAST, Days, all_facts, days_of
from timeline.treaties.status import TreatyStatus, legal_date
from timeline.when.anchors import Anchor
from timeline.when.bounds import UNBOUNDED
from timeline.when.calendar import Day, add_months
from timeline.when.interop import DayLike, as_day
from timeline.when.when import When

# In the order of what presses most: what is open, and what `passed` alone lists.
OPEN = (
    *("overdue", "blocked", "deadlines", "coming_up", "ending", "perhaps_due"),
    *("later", "expected", "unanswered", "pending", "stalled", "no_news"),
)
SECTIONS = (*OPEN, "due", "begun", "over")
_GONE = frozenset({Phase.OFF, Phase.DONE})
_STALLED = frozenset({"stalled", "suspended"})
_UNANSWERED = frozenset({"extended", "tentative"})
# The record, its field that states the date, in which words, and when.
_LegalDate = tuple[Treaty | Step, str, str, Days, When | None]
_NEVER = 2**63  # later than every tick
_BY = (1, 3)  # where in ticks is by when it starts, and by when it is over


@attrs.frozen(repr=False)
class Item:
    """One entry of an agenda.

    Attributes:
        id: The id of the event.
        section: Why it is on the agenda, one of `SECTIONS`.
        label: What it is.
        when: When it happens, as the schedule works out.
        wording: The source's own words for the time.
        blocked_by: Ids of the events that must be over, or begun, before it, and of
            those that it is a part of and that were called off.
        permanently: Whether one of those was called off, so that it cannot happen.
        unblocks: Ids of the events that wait for this one alone.
        reason: More about it, for `timeline.language` to word; None where only time
            put it here.
        field: The field of the record that states the time: of a treaty ``closed``.
    """

    id: str
    section: str
    label: str
    when: When
    wording: str = ""
    blocked_by: tuple[str, ...] = ()
    permanently: bool = False
    unblocks: tuple[str, ...] = ()
    reason: Message | None = None
    field: str = "when"

    def __repr__(self) -> str:
        return f"<Item: {self.id}, {self.section}>"


@attrs.frozen
class Agenda:
    """Items by section, on one day.

    Attributes:
        on: The day.
        items: All of them: sections in the order of `SECTIONS`, and within one by the
            latest start that is possible.
        contradictions: What in the timeline conflicts. The agenda is made all the
            same, with the records in conflict at the dates that they state.
        collection: The records that the items are made from.
        horizon: Within how many days something is coming up, or ending; None of what
            `passed` returns.
        silent: After how many months without news talks are listed in `no_news`.
    """

    on: When
    items: tuple[Item, ...]
    contradictions: tuple[Contradiction, ...]
    collection: Collection = attrs.field(repr=False)
    horizon: int | None = None
    silent: int = 6

    @classmethod
    def of(
        cls, collection: Collection, on: DayLike, *, horizon: int = 90, silent: int = 6
    ) -> Self:
        """Return what is open on a day; see `Timeline.agenda`.

        Args:
            collection: The records; of a selection only those are listed, and what they
                wait for is looked up in the whole.
            on: The day.
            horizon: Within how many days something is coming up, from 0.
            silent: After how many months without news talks are in `no_news`, from 0.

        Raises:
            InvalidError: *on* is not one day, or a number is not a whole number from 0.
        """
        check_count("horizon", horizon)
        check_count("silent", silent)
        bounds = Schedule.of(collection, strict=False)
        sorter = _Sorter(bounds, as_day(on), horizon, silent)
        whole = collection.origin
        items = [item for event in whole if (item := sorter.item(event))]
        items += [*sorter.terms(), *sorter.legal_dates()]
        ids = {event.id for event in collection}
        chosen = [item for item in items if item.id in ids]
        conflicts = bounds.contradictions
        return cls(sorter.day, _sort(chosen), conflicts, whole, horizon, silent)

    @classmethod
    def passed(cls, collection: Collection, since: DayLike, until: DayLike) -> Self:
        """Return what time alone changed between two days; see `Timeline.passed`."""
        collection = collection.origin
        before = whole_day(as_day(since, "since"), collection.tz)
        after = whole_day(as_day(until, "until"), collection.tz)
        if (after.start_earliest or 0) < (before.start_earliest or 0):
            problem = f"{quote(str(after))} is before {quote(str(before))}"
            raise InvalidError(problem, "swap the two")
        bounds = Schedule.of(collection, strict=False)
        items = []
        for event in collection:
            when, label = bounds.when(event.id), title_of(collection, event)
            stands = (bounds.standing(event.id, day) for day in (before, after))
            then, now = (_states(event, when, standing) for standing in stands)
            items += [
                Item(event.id, state, label, when, event.when_text)
                for state in now - then
            ]
            if term := bounds.term(event):
                stands = (stand(term[0], day, term[1]) for day in (before, after))
                then, now = (_states(*term, standing) for standing in stands)
                items += [
                    Item(event.id, state, label, term[1], field="term")
                    for state in now - then
                ]
        first, last = as_day(since).number, as_day(until).number
        for act, field, code, span, date in _legal_dates(collection, last):
            if date and span.by(last).definitely and not span.by(first).definitely:
                section = "begun" if code.startswith("agenda-enters") else "over"
                reason = Message(code, (PartyId(getattr(act, "party", "")),))
                label = title_of(collection, act)
                item = Item(act.id, section, label, date, reason=reason, field=field)
                items.append(item)
        return cls(after, _sort(items), bounds.contradictions, collection)

    def section(self, name: str) -> tuple[Item, ...]:
        """Return the items of the section of that name."""
        return tuple(item for item in self.items if item.section == name)

    @property
    def overdue(self) -> tuple[Item, ...]:
        """What should have begun, or ended, and of which no outcome is reported."""
        return self.section("overdue")

    @property
    def blocked(self) -> tuple[Item, ...]:
        """What waits for something else that has not happened, or never will."""
        return self.section("blocked")

    @property
    def deadlines(self) -> tuple[Item, ...]:
        """What must be done within the horizon."""
        return self.section("deadlines")

    @property
    def coming_up(self) -> tuple[Item, ...]:
        """What is to begin within the horizon."""
        return self.section("coming_up")

    @property
    def ending(self) -> tuple[Item, ...]:
        """What is to end or to take effect within the horizon, treaty dates too."""
        return self.section("ending")

    @property
    def perhaps_due(self) -> tuple[Item, ...]:
        """What is due, or to end, within the horizon by some of its dates alone."""
        return self.section("perhaps_due")

    @property
    def later(self) -> tuple[Item, ...]:
        """What need not begin within the horizon, for its last day lies beyond."""
        return self.section("later")

    @property
    def expected(self) -> tuple[Item, ...]:
        """What is ahead, and nothing says by when."""
        return self.section("expected")

    @property
    def stalled(self) -> tuple[Item, ...]:
        """What a source reports as stalled or suspended."""
        return self.section("stalled")

    @property
    def no_news(self) -> tuple[Item, ...]:
        """Talks under way of which nothing was heard for some months."""
        return self.section("no_news")

    @property
    def pending(self) -> tuple[Item, ...]:
        """Signatures, ratifications and votes that have yet to come."""
        return self.section("pending")

    @property
    def unanswered(self) -> tuple[Item, ...]:
        """Invitations to which no definite reply is reported."""
        return self.section("unanswered")

    @property
    def due(self) -> tuple[Item, ...]:
        """Of `passed`, what could not have begun before, and now can."""
        return self.section("due")

    @property
    def begun(self) -> tuple[Item, ...]:
        """Of `passed`, what has begun by now."""
        return self.section("begun")

    @property
    def over(self) -> tuple[Item, ...]:
        """Of `passed`, what is over by now."""
        return self.section("over")

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def _sort(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return items by section, in one the soonest first, by its latest start."""

    def key(item: Item) -> tuple[int, int, str]:
        ends = item.section == "ending"
        latest = item.when.ticks[_BY[ends]]
        if latest is None:  # no day of it can be named
            latest = item.when.tested[_BY[ends]]
        place = SECTIONS.index(item.section)
        return place, _NEVER if latest is None else latest, item.id

    return tuple(sorted(items, key=key))


def _states(event: Event, when: When, standing: Standing) -> set[str]:
    """Return what can be said of an event on a day by its dates alone."""
    if event.phase is Phase.OFF or when.tested == UNBOUNDED:
        return set()
    begun, over = standing.begun.definitely, standing.ended.definitely
    states = {"overdue": standing.overdue.definitely}
    if event.phase is Phase.AHEAD:
        bounded = event.when is not None and when.tested.start_earliest is not None
        states["due"] = bounded and standing.begun.possibly and not standing.is_proven
    else:
        states |= {"begun": begun, "over": over and not states["overdue"]}
    return {state for state, holds in states.items() if holds}


@attrs.frozen(slots=False)
class _Sorter:
    """Sorts events into sections, as of one day.

    Attributes:
        bounds: When each event happens.
        on: The day.
        horizon: How many days ahead count as soon.
        silent: How many months without news count as silence.
    """

    bounds: Schedule
    on: Day
    horizon: int
    silent: int

    @cached_property
    def collection(self) -> Collection:
        return self.bounds.collection

    @cached_property
    def day(self) -> When:
        return whole_day(self.on, self.collection.tz)

    @cached_property
    def beyond(self) -> When:
        """The day after the horizon: what is due within it would be overdue then."""
        last = min(self.on.number + self.horizon + 1, LAST)
        return whole_day(Day.of(last), self.collection.tz)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """How all records stand that have not taken place."""
        return {
            event.id: self.bounds.standing(event.id, self.day)
            for event in self.collection
            if event.phase is not Phase.DONE or event.status in EARLY
        }

    @cached_property
    def blockers(self) -> dict[str, tuple[str, ...]]:
        """What must come before each event, and has not: only what is ahead waits."""
        found = {
            event.id: tuple(dict.fromkeys(self._blockers(event)))
            for event in self.collection
            if event.part_of or (event.when is not None and event.when.anchors)
            if event.phase is Phase.AHEAD
        }
        return {id_: blockers for id_, blockers in found.items() if blockers}

    def _blockers(self, event: Event) -> Iterator[str]:
        for anchor in () if event.when is None else event.when.anchors:
            if anchor.kind == "not-before" and self._is_open(anchor):
                yield anchor.target
        yield from (off.id for off in called_off(self.collection, event))

    @cached_property
    def unblocked(self) -> dict[str, list[str]]:
        """The events that wait for each event alone."""
        waiting: dict[str, list[str]] = {}
        for id_, blockers in self.blockers.items():
            if len(blockers) == 1:
                waiting.setdefault(blockers[0], []).append(id_)
        return waiting

    def item(self, event: Event) -> Item | None:
        """Return an event's entry; None if there is nothing open about it."""
        if event.phase is Phase.DONE and event.status not in EARLY:
            return None
        event, is_gone = self.collection.with_as_of(event), event.phase in _GONE
        may_come = Phase.AHEAD in event.phases or not event.did_not_take_place
        if is_gone and not (event.doubtful and may_come):
            return None
        when = self.bounds.when(event.id)
        standing = self.standings[event.id]
        find = self._section_perhaps if is_gone else self._section
        if not (section := find(event, when, standing)):
            return None
        block = block_of(self.collection, event)
        return Item(
            event.id,
            section,
            title_of(self.collection, event),
            when,
            event.when_text,
            self.blockers.get(event.id, ()),
            bool(surely_off(self.collection, event)),
            tuple(self.unblocked.get(event.id, ())),
            block or self._reason(event, when, section, standing),
        )

    def terms(self) -> Iterator[Item]:
        """Yield the agreements whose term ends within the horizon, or has ended."""
        for event in self.collection:
            if (found := self.bounds.term(event)) is None:
                continue
            held, when = found
            standing = stand(held, self.day, when)
            overdue = standing.overdue.definitely
            section = "overdue" if overdue else self._ending(held, when)
            if section:
                title = title_of(self.collection, event)
                reason = self._reason(held, when, section, standing)
                yield Item(event.id, section, title, when, reason=reason, field="term")

    def legal_dates(self) -> Iterator[Item]:
        """Yield dates that follow from treaty law within the horizon."""
        dates = _legal_dates(self.collection, self.on.number)
        yield from filter(None, starmap(self._legal_date, dates))

    def _legal_date(
        self, act: Treaty | Step, field: str, code: str, span: Days, when: When | None
    ) -> Item | None:
        """Return the entry of a legal date; None if it is past, or too far away."""
        last = span.last
        if may_never := last is None:
            last = days_of(when, stated=True).last if when else None
        if not when or last is None or not 0 <= last - self.on.number <= self.horizon:
            return None
        label = title_of(self.collection, act)
        reason = Message(code, (PartyId(getattr(act, "party", "")),))
        if may_never:
            reason = Message("treaty-effect-if-at-all", (reason,))
        is_sure = not may_never and span.first >= self.on.number
        section = "ending" if is_sure else "perhaps_due"
        return Item(act.id, section, label, when, reason=reason, field=field)

    def _is_open(self, anchor: Anchor) -> bool:
        """Whether an event has yet to reach the point that another one waits for."""
        id_, point = anchor.target, anchor.point
        if anchor.is_legal:
            when = legal_date(self.collection, id_, point)
            return not days_of(when).by(self.on.number).definitely
        event = self.collection.get(id_)
        if event is None or event.phase is Phase.DONE:  # None: it is a source
            return False
        if event.phase is Phase.UNDER_WAY:
            is_over = self.standings[id_].proof is Proof.OVER
            return point != "start" and event.is_span and not is_over
        standing = self.standings[id_]
        if event.phase is None:
            reached = standing.begun if point == "start" else standing.ended
            return not reached.definitely
        is_begun = standing.proof is Proof.BEGUN
        return not standing.is_proven or (is_begun and point != "start")

    def _section(self, event: Event, when: When, standing: Standing) -> str:
        """Return the section that an event belongs in; empty if in none."""
        if standing.overdue.definitely:
            return "overdue"
        if standing.over.definitely and not isinstance(event, Invitation):
            return ""
        if event.phase is not Phase.AHEAD or standing.is_proven:
            return self._section_under_way(event, when, standing)
        waits = {
            "blocked": event.id in self.blockers,
            "pending": isinstance(event, Step),
            "perhaps_due": standing.late.definitely,  # but some say it is over, or off
        }
        if section := next((name for name, so in waits.items() if so), ""):
            return section
        soon = "deadlines" if isinstance(event, Deadline) else "coming_up"
        is_dated = when.tested.start_latest is not None
        rest = "later" if is_dated else "expected"
        return self._soon("overdue", event, when, soon) or rest

    def _section_perhaps(self, event: Event, when: When, standing: Standing) -> str:
        """Return the section of what is off, or ended early, as others deny."""
        phase, what = Phase.AHEAD, "overdue"
        if event.phase is Phase.DONE:
            phase, what = Phase.UNDER_WAY, "ended"
        life = event.lifecycle or ()
        word = next((each.word for each in life if each.phase is phase), None)
        other = attrs.evolve(event, status=word, sources=())
        if standing.ended.definitely or stand(other, self.day, when).ended.definitely:
            return ""
        return self._soon(what, other, when, "perhaps_due")

    def _section_under_way(self, event: Event, when: When, standing: Standing) -> str:
        if isinstance(event, Invitation):  # open long after the day it was extended
            is_open = event.status in _UNANSWERED and self._has_come(event, standing)
            return "unanswered" if is_open and not self._is_past(event.to or "") else ""
        going_on = standing.under_way
        goes_on = going_on.possibly if standing.phases[1:] else going_on.definitely
        if event.is_span and goes_on and (section := self._ending(event, when)):
            return section
        if self._is_perhaps_overdue(event, when, standing):
            return "perhaps_due"
        if _stalled(event) and self._has_come(event, standing):
            return "stalled"
        heard = self._last_heard(event)
        limit = Day(*add_months(*self.on, -self.silent))
        return "no_news" if heard is not None and heard[0] < limit else ""

    def _is_perhaps_overdue(self, event: Event, when: When, standing: Standing) -> bool:
        """Whether it is overdue by some of its dates, or as some say."""
        may_be = standing.overdue.possibly
        return may_be and by_dates("overdue", event, when, self.day).possibly

    def _has_come(self, event: Event, standing: Standing) -> bool:
        """Whether the status of an event may hold by the day."""
        first = None if event.since is None else event.since.tested_days[0]
        return standing.begun.possibly and (first is None or first <= self.on)

    def _is_past(self, id_: str) -> bool:
        """Whether an event is surely over, so that nobody is expected to reply."""
        is_there = id_ in self.collection
        return is_there and self.bounds.standing(id_, self.day).over.definitely

    def _ending(self, event: Event, when: When) -> str:
        """Return the section of what ends within the horizon, and not just today."""
        days = (when.first_calendar_day, when.last_calendar_day)
        if days == (self.on, self.on) or _is_lone_clock(event.when):
            return ""
        return self._soon("ended", event, when, "ending")

    def _soon(self, what: str, event: Event, when: When, section: str) -> str:
        """Return the section of what is so within the horizon, surely or perhaps."""
        so = by_dates(what, event, when, self.beyond)
        return section if so.definitely else "perhaps_due" if so.possibly else ""

    def _reason(
        self, event: Event, when: When, section: str, standing: Standing
    ) -> Message:
        """Say why it is in its section."""
        blockers = self.blockers.get(event.id, ())
        heard = self._last_heard(event)
        if section == "overdue":
            reason = self._reason_overdue(event, when, standing)
        elif blockers:
            reason = Message("agenda-waits", (tuple(map(RecordId, blockers)),))
        elif self._is_perhaps_overdue(event, when, standing):
            stands = Message("agenda-status", (status_term(event),))
            if standing.proof is not None:
                stands = Message(f"proof-{standing.proof.value}", stands.values)
            values = (stands,) if event.status else ()
            code = f"agenda-perhaps-overdue{'' if values else '-alone'}"
            reason = Message(code, values)
        elif section == "ending" and (
            limit := _limit(self.collection.dates(event), when, starts=False)
        ):
            reason = Message("agenda-ends", (limit,))
        elif event.formerly and event.when is None:
            reason = Message("agenda-postponed", (event.formerly,))
        elif section == "no_news" and heard is not None:
            day, stated = heard
            reason = Message("agenda-silent", (stated, self.on.number - day.number))
        else:
            code = "agenda-reported" if section == "stalled" else "agenda-status"
            if standing.proof is Proof.PERHAPS_OVER:
                code = "proof-perhaps-over"
            status = _stalled(event) if section == "stalled" else ""
            said = attrs.evolve(event, status=status) if status else event
            reason = Message(code, (status_term(said),))
        return reason

    def _reason_overdue(self, event: Event, when: When, standing: Standing) -> Message:
        """Say by when it was to begin or end, and for how many days it has not."""
        starts = event.phase is Phase.AHEAD and not standing.is_proven
        code = f"agenda-was-to-{'begin' if starts else 'end'}"
        if isinstance(event, Deadline):  # by the end of what is stated
            code, starts = "agenda-was-due", _is_lone_clock(event.when)
        limit = _limit(self.collection.dates(event), when, starts=starts)
        late = Message("days", (standing.days_late,))
        if not is_late_exactly(event, when):
            late = Message("least", (late,))
        return Message(code, (limit or Message("before-this-day"), late))

    def _last_heard(self, event: Event) -> tuple[Day, When] | None:
        """Return the last day on which anything may have been heard of talks.

        With it goes the date that states it.
        """
        if not isinstance(event, Negotiation):
            return None
        times = [event.last_activity, event.since]
        for cited in event.support[-1:]:
            source = self.collection.origin.records.get(cited.source)
            if isinstance(source, Source):
                times.append(cited.as_of or source.as_of or source.published)
        # The last day that is possible: a mark of doubt may move it on.
        days = ((when and when.tested_days[2], when) for when in times)
        known = [(day, when) for day, when in days if day and when]
        return max(known, key=itemgetter(0), default=None)


def _stalled(event: Event) -> str:
    """Return the status by which talks do not go on, perhaps of a newer source."""
    said = [event.status, *(r.status for r in event.readings if r.is_later)]
    return next((status for status in said if status in _STALLED), "")


def _limit(dates: Sequence[When], when: When, *, starts: bool) -> When | Message | None:
    """Return by when it starts, or ends, as it is stated, else as it is worked out.

    None where no day of it can be named.
    """
    if len(dates) > 1:
        return either(dates)
    stated = dates[0] if dates else None
    last = when.last_start_day if starts else when.last_calendar_day
    if stated is not None and _is_lone_clock(stated) and last is None:
        return Message("within-a-day", (stated,))
    if stated is not None and stated.is_dated:
        own = stated.last_start_day if starts else stated.last_calendar_day
        point = stated.value.start if starts else stated.value.end
        if own == last and (starts or not _is_lone_clock(stated)):
            # The edge of a month, or of one of several dates, is no day to be named.
            if not point.date or point.last != last:
                return stated
            is_all = str(point) == stated.text
            dated = stated if is_all else When.parse(str(point))
            return attrs.evolve(dated, anchors=()) if dated.anchors else dated
    if last is None:  # none that can be named
        return None
    _, high = window(start_of(when) if starts else when)
    return Message("by-worked-out", (When.parse(high) if is_writable(last) else high,))


def _legal_dates(collection: Collection, day: int) -> Iterator[_LegalDate]:
    """Yield the dates of treaties, as they stand on a day."""
    for facts in all_facts(collection).values():
        yield from _dates_of(facts.treaty)
        with suppress(InvalidError):  # of a rule that requires what is no treaty
            yield from _dates_of_status(TreatyStatus(facts, day))


def _dates_of(treaty: Treaty) -> Iterator[_LegalDate]:
    """Yield what is to happen to a treaty whatever its parties do."""
    if treaty.closed is not None:
        yield treaty, "closed", "agenda-closes", days_of(treaty.closed), treaty.closed
    if (end := treaty.terminated) is not None:
        yield treaty, "terminated", "agenda-terminates", days_of(end), end


def _dates_of_status(status: TreatyStatus) -> Iterator[_LegalDate]:
    """Yield what follows for a treaty and its parties from what they have done."""
    entry = status.evaluation.entry
    if entry is not None:
        when = status.entry_into_force
        yield status.treaty, "in_force", "agenda-enters", entry, when
    if (left := status.evaluation.left) and (when := status.left):
        yield status.treaty, "terminated", "agenda-terminates", left, when
    for row in status:
        notice = row.withdrawal
        if notice is not None and row.leaving is not None:
            yield notice, "effective", "agenda-withdrawn", row.leaving, row.leaves
        alone = row.effect and row.effect.last != (entry and entry.last)
        alone = alone and not row.successors
        if row.act and row.effect and alone and row.consent.possibly:
            yield row.act, "effective", "agenda-enters-for", row.effect, row.since


def _is_lone_clock(when: When | None) -> bool:
    """Whether it is one clock time, of which nothing says when it ends."""
    return when is not None and when.value.is_lone_clock
