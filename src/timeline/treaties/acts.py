"""What the participants of a treaty have done, in days: the facts behind every answer.

An act has a day, and a source may not know which. So each act has a first and a last
day on which it may have been done, read as the source wrote them: deposits are dated
where they are made. An act without a last day may never have been done at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import attrs

from timeline.certainty import Certainty
from timeline.collection.collection import Collection
from timeline.collection.graph import walk
from timeline.errors import InvalidError
from timeline.parties.parties import as_party, entry_of, is_organization, is_territory
from timeline.parties.succession import heirs, predecessors, succession
from timeline.records import treaties
from timeline.records.event import Event, links_of
from timeline.records.lifecycle import Phase
from timeline.records.party import Party
from timeline.records.source import Citation, Source
from timeline.records.treaties import Objection, Ratification, Reservation, Step, Treaty
from timeline.text import quote, suggest
from timeline.treaties.conditions import BEFORE_ALL, NEVER
from timeline.when.anchors import as_id
from timeline.when.bounds import DAY, agreed, tightest
from timeline.when.calendar import Day
from timeline.when.edtf import EndKind, Precision, joint_mark
from timeline.when.timezones import wall
from timeline.when.when import When

_FIRST, LAST = Day(-9999, 1, 1).number, Day(9999, 12, 31).number  # of what EDTF writes


class Days(NamedTuple):
    """The days on which something may happen, both included.

    Attributes:
        first: The first, counted from 1970-01-01; `BEFORE_ALL` where it is not known.
        last: The last; None where it is not known, or may never happen.
    """

    first: int
    last: int | None

    def by(self, day: int) -> Certainty:
        """Whether it has happened at the end of that day.

        >>> Days(10, 20).by(15)
        <Certainty.MAYBE: 'maybe'>
        """
        return Certainty.of(
            definitely=self.last is not None and self.last <= day,
            possibly=self.first <= day,
        )

    @property
    def when(self) -> When | None:
        """The same as a `When`; None if nothing is known.

        >>> Days(0, 31).when
        When.parse('[1970-01-01..1970-02-01]')
        """
        first = "" if self.first < _FIRST else str(Day.of(min(self.first, LAST)))
        is_known = self.last is not None and _FIRST <= self.last <= LAST
        last = str(Day.of(self.last or 0)) if is_known else ""
        if first == last:
            return When.parse(first) if first else None
        return When.parse(f"[{first}..{last}]")


def hull(spans: Iterable[Days | None]) -> Days | None:
    """Return the days that several spans cover, one of which may be none at all."""
    spans = [*spans]
    found = [span for span in spans if span is not None]
    lasts = [span.last for span in found if span.last is not None]
    last = max(lasts) if lasts and len(lasts) == len(spans) else None
    return Days(min(span.first for span in found), last) if found else None


def earliest(*spans: Days | None) -> Days | None:
    """Return the days of what comes first of some things, of which some never come."""
    found = [span for span in spans if span is not None]
    last = tightest(min, *(span.last for span in found))
    return Days(min(span.first for span in found), last) if found else None


def surely_before(a: Days, b: Days) -> bool:
    """Whether all days of *a* lie before those of *b*."""
    return a.last is not None and a.last < b.first


_Deed = Step | Objection  # what a record reports
Reserved = tuple[Reservation, tuple[Objection, ...]]  # with the objections to it
UNKNOWN = Days(BEFORE_ALL, None)
_DATE = re.compile(r"\d{4}(-\d\d){0,2}[?~%]?")
_MARK = re.compile("[?~%]")
ACTS = ("consents", "signatures", "notices", "objections")  # of `Facts`
_DATED = ("when", "opened", "in_force", "terminated")  # of its treaty
_ACT_DATES = frozenset({"when", "since", "effective"})
_DECIDES = {  # fields of a treaty that decide its entry into force, and without them
    "when": None,
    "opened": None,
    "in_force": None,
    "entry_into_force": None,
    "complete": False,
    "parties": (),
}
_OFF = Phase.OFF
_NOT_DONE = frozenset({Phase.AHEAD, _OFF})
_DATES = (Precision.DAY, Precision.MONTH, Precision.SEASON, Precision.YEAR)


def days_of(when: When | None, *, stated: bool = False) -> Days:
    """Return the days on which an act of that date was done.

    They are wider than what is *stated* by a mark of doubt: what rests on "about 15
    June" is not sure on the 15th. They are reasoned with and never printed.

    >>> from timeline.when.when import When
    >>> days_of(When.parse("1970-02"))
    Days(first=31, last=58)
    >>> about = When.parse("1970-01-11~")
    >>> days_of(about), days_of(about, stated=True)
    (Days(first=9, last=11), Days(first=10, last=10))
    """
    if when is None:
        return UNKNOWN
    ticks = when.ticks if stated else when.tested
    last = ticks.start_latest
    if ticks.end_latest is not None and when.value.start.precision in _DATES:
        last = ticks.end_latest - 1
    return _span(ticks.start_earliest, last, when.zone.start if when.zone else None)


def beginning(when: When) -> Days:
    """Return the days on which a span of time of that date begins."""
    low, high, *_ = when.tested
    return _span(low, high, when.zone.start if when.zone else None)


def _span(first: int | None, last: int | None, zone: str | None) -> Days:
    """Return the calendar days of two ticks, on the clocks of the zone as written."""
    first, last = (
        None if tick is None else (wall(tick, zone) if zone else tick) // DAY
        for tick in (first, last)
    )
    return Days(BEFORE_ALL if first is None else first, last)


def come_by(span: Days | None, day: int) -> Certainty:
    """Whether something has come by the end of a day, if it comes at all."""
    return span.by(day) if span else Certainty.NO


def runs(record: Event, day: int) -> Certainty:
    """Whether the span of a record holds on a day, by all who speak of it."""
    life = record.lifecycle
    told = [(record.when, record.phase)]
    told += [
        (each.when, life[each.status].phase if life and each.status else None)
        for each in record.readings[1:]
        if each.counts and not each.is_denial
    ]
    claimed = {*record.phases} - {phase for _, phase in told}  # by who denies it
    told += [(record.when, phase) for phase in claimed]
    return agreed([running(*each, day, record.since) for each in told])


def running(
    when: When | None, phase: Phase | None, day: int, since: When | None = None
) -> Certainty:
    """Whether a span of that date, and of what has got so far *since*, holds on a day.

    >>> from timeline.when.when import When
    >>> running(When.parse("1970-01-01/.."), None, 400)
    <Certainty.YES: 'yes'>
    """
    if phase is Phase.OFF:
        return Certainty.NO
    if when is None:
        return Certainty.MAYBE
    has_begun = beginning(when).by(day)
    is_going_on = phase is Phase.UNDER_WAY
    if when.value.end.kind is EndKind.OPEN or (is_going_on and not when.value.is_span):
        if phase is not Phase.DONE:
            return has_begun
        return has_begun & (~days_of(since).by(day - 1) if since else Certainty.MAYBE)
    first, last = (None if tick is None else tick - 1 for tick in when.tested[2:])
    ends = _span(first, last, when.zone.end if when.zone else None)
    may_go_on = Certainty.MAYBE if is_going_on else Certainty.NO  # past its end
    return has_begun & (~ends.by(day - 1) | may_go_on)


def marks_of(dates: Iterable[When | None]) -> str:
    """Return the mark of doubt that all of some dates have together; or nothing.

    >>> marks_of([When.parse("2025-06~"), When.parse("2025?"), None])
    '%'
    """
    marked = (when for when in dates if when and _MARK.search(when.text))
    return joint_mark(mark for when in marked for mark in when.doubt)


class Act(NamedTuple):
    """An act of a party, and the days on which it may have been done.

    Attributes:
        record: The record that reports it.
        party: Who did it.
        span: When.
        stated: The same as stated: the date of the record, or that of its source, by
            which it was done; None where neither states one in words of its own.
        is_sure: Whether it was done, by all who speak of it.
        effective: On which days it is stated to take effect, if it is.
    """

    record: Event
    party: str
    span: Days
    stated: When | None = None
    is_sure: bool = True
    effective: Days | None = None

    @property
    def if_at_all(self) -> Days:
        """The days on which it was done, if it was: who denies it gives none."""
        return _by_any(self.record, days_of(self.stated))

    @property
    def once_done(self) -> Act:
        """The same with the last day on which it was done, if it was."""
        first, last = self.span
        last = self.if_at_all.last if last is None else last
        return self._replace(span=Days(first, last))

    @property
    def marks(self) -> str:
        """The mark of doubt of its date: ``~``, ``?``, ``%`` for both, or nothing."""
        return marks_of([self.stated])

    @property
    def as_stated(self) -> Act:
        """The same with the days that its source states, whatever doubt it has."""
        if not self.marks:
            return self
        return self._replace(span=days_of(self.stated, stated=True))

    @property
    def instrument(self) -> str:
        """The instrument of a consent to be bound; "" for other acts."""
        return getattr(self.record, "instrument", "")

    @property
    def effect(self) -> Days:
        """When a notice of withdrawal takes effect, where that is stated."""
        if self.effective is None or self.is_sure:
            return self.effective or self.span
        return Days(self.effective.first, None)


@attrs.frozen
class Facts:
    """All that a timeline reports of one treaty.

    Attributes:
        treaty: The treaty itself.
        signatures: Who signed.
        consents: Who consented to be bound, on days of the treaty and of its State.
        notices: Who gave notice of withdrawal, and has not revoked it.
        revoked: The notices that were revoked, each with what revoked it.
        revoked_late: Those that had taken effect before, likewise.
        objections: Who objected to the treaty.
        extensions: Consents for a territory, which count nowhere.
        pending: The record that says of a party that it has not consented yet.
        applications: Provisional applications.
        steps: What parliaments did.
        as_at: As at which day they are reported, as stated; None if that is not known.
        newest: The last day of any source or act; None if no source has a date.
        suspensions: Suspensions by single parties.
        reservations: What parties have reserved, with the objections to each.
        entry: When it entered into force, if that is asked of it by another treaty.
        others: The facts of every treaty, by its id, if it depends on some of them.
        treaties: All treaties of the timeline, by their ids.
        declared: The parties that the timeline declares, by their ids.
        heirs: The State that continues each ended one.
        sources: Its sources, by their ids.
    """

    treaty: Treaty
    signatures: Sequence[Act] = ()
    consents: Sequence[Act] = ()
    notices: Sequence[Act] = ()
    revoked: Sequence[tuple[Act, Act]] = ()
    revoked_late: Sequence[tuple[Act, Act]] = ()
    objections: Sequence[Act] = ()
    extensions: Sequence[Act] = ()
    pending: Mapping[str, Ratification] = attrs.field(factory=dict)
    applications: Sequence[treaties.ProvisionalApplication] = ()
    steps: Sequence[treaties.ParliamentaryStep] = ()
    suspensions: Sequence[treaties.Suspension] = ()
    reservations: Sequence[Reserved] = ()
    as_at: When | None = None
    newest: int | None = None
    entry: Days | None = None
    others: Mapping[str, Facts] = attrs.field(factory=dict, repr=False, eq=False)
    treaties: Mapping[str, Treaty] = attrs.field(factory=dict, repr=False, eq=False)
    declared: Mapping[str, Party] = attrs.field(factory=dict, repr=False, eq=False)
    heirs: Mapping[str, str] = attrs.field(factory=dict, repr=False, eq=False)
    sources: Mapping[str, Source] = attrs.field(factory=dict, repr=False, eq=False)

    def code_of(self, party: str) -> str:
        """Return the code or id of a party, given that or a name.

        Raises:
            InvalidError: a party that is neither known nor declared.
        """
        by_name = {declared.name: id_ for id_, declared in self.declared.items()}
        if party in self.declared:
            return party
        return by_name.get(party) or as_party(party)

    def in_law(self, party: str) -> str:
        """Return the State that a party is in law: Russia for the Soviet Union."""
        return self.heirs.get(party, party)

    def parties_to(self, acts: Iterable[Act]) -> set[str]:
        """Return who did one of some acts, in law."""
        return {self.in_law(act.party) for act in acts}

    @property
    def reported(self) -> set[str]:
        """On whose consent something is reported."""
        acts = (*self.consents, *self.notices)
        return self.parties_to(acts) | {*map(self.in_law, self.pending)}

    def is_organization(self, party: str) -> bool:
        """Whether a party is an organisation or a group, and so no State."""
        if declared := self.declared.get(party):
            return declared.kind in {"organisation", "group"}
        return is_organization(party)

    @property
    def signings(self) -> list[Act]:
        """The signatures, and consents by a definitive one, which is both (12)."""
        both = "definitive_signature"
        return [*self.signatures, *(a for a in self.consents if a.instrument == both)]

    @property
    def opening(self) -> int:
        """The first day on which anybody can consent, as far as it is known."""
        return days_of(self.treaty.opened or self.treaty.when).first

    def end_of(self, party: str) -> tuple[int, int] | None:
        """Return the first and last day from which a State may no longer exist, if any.

        One that another continues is the same in law, and goes on.
        """
        until = succession(party, "2000", self.declared).until
        if until is None or party in self.heirs:
            return None
        first, last = days_of(until)
        return first + 1, NEVER if last is None else last + 1

    def born(self, party: str) -> int:
        """Return the first day of a State that succeeded another, if it is known."""
        if party in self.declared:
            ends = map(self.end_of, predecessors(party, self.declared))
            return min((end[0] for end in ends if end), default=BEFORE_ALL)
        since = entry_of(party).since
        return Day(*map(int, since.split("-"))).number if since else BEFORE_ALL

    @property
    def narrowed(self) -> Facts:
        """The same with the days on which each consent can have been given."""
        opened = self.opening
        consents = [self._within_life(act, opened) for act in self.consents]
        return attrs.evolve(self, consents=consents)

    def _within_life(self, act: Act, opened: int) -> Act:
        """Return an act with the days on which there was a treaty, and its State.

        What is dated after its State had ended, or before it was one, is in doubt; a
        succession that is declared ahead counts from then on. Who has left had
        consented before, or on the same day.
        """
        (first, last), end = act.span, self.end_of(act.party)
        born = self.born(act.party)
        if act.instrument == "succession":
            first, last = max(first, born), last and max(last, born)
        if (end and first >= end[1]) or (last is not None and last < born):
            last = None
        elif act.is_sure and (last is not None or act.record.phase is Phase.DONE):
            ended = end and end[1] - 1
            last = tightest(min, last, ended, *self._before_it_left(act))
        for start in (opened, born):
            if first < start and not any(
                day is not None and day < start for day in (last, act.if_at_all.last)
            ):
                first = start
        return act._replace(span=Days(first, last))

    def _before_it_left(self, act: Act) -> list[int]:
        """Return by when a party gave its one consent, by each day it surely left."""
        own, first = self.in_law(act.party), act.span.first
        left = (n.span.last for n in self.notices if self.in_law(n.party) == own)
        days = [max(day - 1, first) for day in left if day is not None and day >= first]
        if days and [self.in_law(c.party) for c in self.consents].count(own) > 1:
            return []
        return days

    @property
    def ended(self) -> Days | None:
        """The days on which the treaty ended, or is to end."""
        when = self.treaty.terminated
        return if_sure(self.treaty, days_of(when)) if when else None

    def comes_by(self, span: Days | None, day: int) -> Certainty:
        """Whether what is announced has come: no source is of a later day."""
        is_news = self.newest is None or come_by(span, self.newest).possibly
        return come_by(span, day) & (Certainty.YES if is_news else Certainty.MAYBE)

    def is_before(self, day: int) -> bool:
        """Whether a day comes after all that is reported."""
        known = days_of(self.as_at).last
        return self.newest is not None if known is None else known < day

    @property
    def marks(self) -> str:
        """The marks of doubt of all that its entry into force may rest on."""
        others, dates = self.others, list[When | None]()

        def waits_for(name: str) -> tuple[str, ...]:
            return requires(others[name].treaty) if name in others else ()

        needed = walk(requires(self.treaty), waits_for)
        for facts in (self, *(others[name] for name in needed if name in others)):
            dates += [getattr(facts.treaty, name) for name in _DATED]
            dates += [a.stated for name in ACTS for a in getattr(facts, name)]
        return marks_of(dates)

    @property
    def as_stated(self) -> Facts:
        """The same by the dates as their sources state them, to be printed."""
        if not self.marks:
            return self
        dates = {name: getattr(self.treaty, name) for name in _DATED}
        plain = {
            name: when and When.parse(_MARK.sub("", str(when)))
            for name, when in dates.items()
        }
        others = {name: other.as_stated for name, other in self.others.items()}
        return self.with_acts(lambda act, _: act.as_stated, others, plain).narrowed

    @property
    def as_sourced(self) -> Facts:
        """The same without acts and fields of which the keeper inferred the date."""
        inferred = self.treaty.inferred
        plain: dict[str, Any] = {n: v for n, v in _DECIDES.items() if n in inferred}
        plain["inferred"] = [name for name in inferred if name not in plain]
        others = {name: other.as_sourced for name, other in self.others.items()}

        def sourced(act: Act, _: str) -> Act | None:
            return act if _ACT_DATES.isdisjoint(act.record.inferred) else None

        return self.with_acts(sourced, others, plain)

    def with_acts(
        self,
        changed: Callable[[Act, str], Act | None],
        others: Mapping[str, Facts],
        plain: Mapping[str, Any],
    ) -> Facts:
        """Return the same with other acts, facts of other treaties, and *plain* fields.

        Args:
            changed: Returns an act of a field as it is then; None to leave it out.
            others: The facts of the other treaties.
            plain: The fields of the treaty that differ, with their values.
        """
        acts: dict[str, Any] = {
            name: [new for act in getattr(self, name) if (new := changed(act, name))]
            for name in ACTS
        }
        treaty = attrs.evolve(self.treaty, **plain)
        return attrs.evolve(self, treaty=treaty, others=others, **acts)


class Told(NamedTuple):
    """To what day, at the latest, a source reports.

    Attributes:
        day: The day.
        when: The same as stated.
        is_own: Whether it is stated of its words, and not the date on its page.
    """

    day: int
    when: When
    is_own: bool = True


Reported = Callable[[Citation], Told | None]


def _source_days(collection: Collection) -> Reported:
    """Return a function that gives the day of a cited source, worked out once."""

    @cache
    def day(cited: Citation) -> Told | None:
        source = collection.records.get(cited.source)  # a part may lack it
        dates = [(cited.as_of, True)]
        if isinstance(source, Source):
            dates += [(source.as_of, True), (source.published, False)]
        for when, is_own in dates:
            if when is not None and (last := days_of(when).last) is not None:
                return Told(last, when, is_own)
        return None

    return day


def _act(record: _Deed, reported: Reported, listed: Mapping[str, str]) -> Act | None:
    """Return what was done; None for what is only ahead, or was called off.

    A date makes an act a fact even without a status. A status alone does too, but
    only its source bounds when it was done.
    """
    phase = record.phase
    if phase in _NOT_DONE and _NOT_DONE.issuperset(record.phases):
        return None
    stated = record.since if record.when is None else record.when
    span = days_of(stated)
    cited = record.support[-1:] if span.last is None and phase is Phase.DONE else ()
    if cited and (source := reported(cited[0])):
        by = str(source.when) if span == UNKNOWN else ""
        stated = When.parse(f"[..{by}]") if _DATE.fullmatch(by) else None
        span = Days(span.first, source.day)
    party, span = listed.get(record.party, record.party), _by_any(record, span)
    effective = getattr(record, "effective", None)
    effect = None if effective is None else days_of(effective)
    sure = is_sure(record)
    return Act(record, party, if_sure(record, span), stated, sure, effect)


def _by_any(record: Event, span: Days) -> Days:
    """Return the days on which something was done by all who say that it was."""
    if not any(cited.stance or cited.says_otherwise for cited in record.sources):
        return span  # as of nearly all acts
    spans = [days_of(each.when) for each in record.readings[1:] if each.counts]
    return hull([*spans, *([span] if record.phase not in _NOT_DONE else [])]) or span


def is_sure(record: Event) -> bool:
    """Whether what a record states has come about, by all who speak of it."""
    return _NOT_DONE.isdisjoint(record.phases)


def days_said(record: Event) -> Days:
    """Return the days on which a record says that something was done.

    Without a last one if by anyone who speaks of it it was not, or not surely.
    """
    return if_sure(record, _by_any(record, days_of(record.when)))


def if_sure(record: Event, span: Days) -> Days:
    """Return days that a record states; without a last one if it is in doubt."""
    return span if is_sure(record) else Days(span.first, None)


# What moves nothing between the parties, or takes a span of time.
_NO_ACTS = (
    treaties.ParliamentaryStep,
    treaties.ProvisionalApplication,
    Reservation,
    treaties.Suspension,
)


def _is_extension(record: Event, treaty: Treaty) -> bool:
    """Whether an act is for a territory only (Vienna Convention, article 29).

    A territory does not count as a State, unless the treaty itself is open to it.
    """
    if not isinstance(record, Ratification):
        return False
    is_open = record.party in treaty.parties
    return bool(record.territory) or (is_territory(record.party) and not is_open)


def _listed(parties: Sequence[str]) -> Mapping[str, str]:
    """Return who is listed by its new name alone, by the one that it had."""
    both = heirs().items()
    return {old: new for old, new in both if new in parties and old not in parties}


def _facts(
    treaty: Treaty,
    records: Iterable[_Deed],
    reported: Reported,
    shared: Mapping[str, Any],
) -> Facts:
    """Sort the records about a treaty by what they report."""
    records = [*records]
    pending: dict[str, Ratification] = {}
    found: dict[object, list[Any]] = defaultdict(list)
    listed, done = _listed(treaty.parties), list[Act]()
    for record in records:
        if isinstance(record, Objection) and record.to != treaty.id:
            continue
        if isinstance(record, _NO_ACTS):
            found[type(record)].append(record)
        elif (both := _revoked(record, listed))[1]:
            found[type(record)] += both[0]
            found["revocation"] += both[1]
            done += [*both[0], *both[1]]
        elif (act := _act(record, reported, listed)) is not None:
            is_extension = _is_extension(record, treaty)
            found["extension" if is_extension else type(record)].append(act)
            done.append(act)
        elif isinstance(record, Ratification):
            pending[record.party] = record
    return Facts(
        treaty,
        signatures=found[treaties.Signature],
        consents=found[Ratification],
        objections=found[Objection],
        extensions=found["extension"],
        suspensions=found[treaties.Suspension],
        reservations=_reservations(records),
        pending=pending,
        applications=found[treaties.ProvisionalApplication],
        steps=found[treaties.ParliamentaryStep],
        **_known((treaty, *records), done, reported),
        **_without_revoked(treaty, found[treaties.Withdrawal], found["revocation"]),
        **shared,
    ).narrowed


# A notice of withdrawal can be revoked at any time before it takes effect (Vienna
# Convention on the Law of Treaties, article 68): by its own status, or by a record of
# its own, which states no day of effect and one day alone.
def _revoked(record: _Deed, listed: Mapping[str, str]) -> tuple[list[Act], list[Act]]:
    """Return the notice of a record that revokes one, if it has one, and that."""
    if not (isinstance(record, treaties.Withdrawal) and record.phase is _OFF):
        return [], []
    party, held = listed.get(record.party, record.party), {*record.phases} <= {_OFF}
    dates = [record.when, record.since]
    is_both = bool(record.effective or all(dates))
    given, when = dates if is_both else (None, record.since or record.when)
    effect = None if record.effective is None else days_of(record.effective)
    notice = Act(record, party, days_of(given), given, effective=effect)
    back = Act(record, party, days_of(when), when, held)
    return [notice] if is_both else [], [back]


def _without_revoked(
    treaty: Treaty, notices: Iterable[Act], revocations: Sequence[Act]
) -> dict[str, Any]:
    """Return the notices that stand, and apart those that were revoked, or too late."""
    kept, revoked, late = list[Act](), list[tuple[Act, Act]](), list[tuple[Act, Act]]()
    for notice in notices:
        own = [back for back in revocations if back.party == notice.party]
        own = [back for back in own if not surely_before(back.span, notice.span)]
        effect = _effect_of(notice, treaty)
        timely = [b for b in own if not (effect and surely_before(effect, b.span))]
        late += [(notice, back) for back in own if back not in timely]
        if sure := [back for back in timely if back.is_sure]:
            revoked.append((notice, sure[0]))
        elif timely:
            kept.append(notice._replace(effective=effect, is_sure=False))
        else:
            kept.append(notice)
    return {"notices": kept, "revoked": revoked, "revoked_late": late}


def _effect_of(notice: Act, treaty: Treaty) -> Days | None:
    """Return when a notice takes effect, as stated or by its term, if that is known."""
    term, (first, last) = treaty.notice, notice.span
    if notice.effective or term is None:
        return notice.effective
    return Days(term.after(first), None if last is None else term.after(last))


def _reservations(records: Iterable[_Deed]) -> list[Reserved]:
    """Return each reservation with the objections to it."""
    objections = [record for record in records if isinstance(record, Objection)]
    return [
        (made, tuple(each for each in objections if each.to == made.id))
        for made in records
        if isinstance(made, Reservation)
    ]


# The page of what is done gives no day as at which nothing else is. What has yet to be
# done, or goes on, is told as of the page, unless its words have a day of their own.
_STILL = frozenset({Phase.AHEAD, Phase.UNDER_WAY})


def _known(
    records: Sequence[Event], done: Iterable[Act], reported: Reported
) -> dict[str, Any]:
    """Return as at which day a treaty is reported, and the last one of any source.

    The newest day of which a source speaks is the first; a later act is news too.
    """
    told = [
        (source, source.is_own or _phase_of(record, cited) in _STILL)
        for record in records
        for cited in record.sources
        if (source := reported(cited)) is not None
    ]
    if not told:
        return {}
    dates = (records[0].when, *(act.stated for act in done))  # its adoption is one
    for when in filter(None, dates):
        first, last = days_of(when)
        if first != BEFORE_ALL and last is not None:
            told.append((Told(last, when), True))
    spoke = [source for source, speaks in told if speaks]
    as_at = max(spoke, key=itemgetter(0)).when if spoke else None
    return {"as_at": as_at, "newest": max(source.day for source, _ in told)}


def _phase_of(record: Event, cited: Citation) -> Phase | None:
    """Return how far a record had got by what a source says of it."""
    life = record.lifecycle
    own = life and cited.status and life[cited.status].phase
    return own or record.phase


def facts_of(collection: Collection, name: str) -> Facts:
    """Return all that *collection* reports of the treaty of that id.

    Raises:
        UnknownIdError: no record has that id.
        InvalidError: the record is not a treaty.
    """
    origin = collection.origin
    treaty = origin[as_id(name)]
    if not isinstance(treaty, Treaty):
        known = [treaty.id for treaty in origin.of(Treaty)]
        problem = f"{quote(name)} is not a treaty: its kind is {treaty.kind}"
        hint = suggest(name, known, "the treaties are") if known else ""
        raise InvalidError(problem, hint or "add the treaty first")
    shared = _shared(origin)
    is_amended = name in _amended(shared["treaties"])
    if requires(treaty) or treaty.amends or is_amended:
        return all_facts(origin)[name]
    return _facts(treaty, _records(origin)[name], _source_days(origin), shared)


def _amended(known: Mapping[str, Treaty]) -> set[str | None]:
    """Return the ids of what is amended or replaced: the later treaty must be known."""
    replaced = {treaty.id for treaty in known.values() if treaty.superseded_by}
    return {treaty.amends for treaty in known.values()} | replaced


def _records(origin: Collection) -> dict[str, list[_Deed]]:
    """Return the acts about each treaty, by its id."""
    records: dict[str, list[_Deed]] = defaultdict(list)
    for event in (origin.with_as_of(event) for event in origin.events):
        if isinstance(event, Step):
            records[event.treaty].append(event)
        elif isinstance(event, Objection):
            target = origin.get(event.to)
            records[getattr(target, "treaty", event.to)].append(event)
    return records


def _shared(origin: Collection) -> dict[str, Any]:
    """Return what a timeline says about its treaties, their parties and sources."""
    parties = {party.id: party for party in origin.parties}
    return {
        "treaties": {treaty.id: treaty for treaty in origin.of(Treaty)},
        "declared": parties,
        "heirs": heirs(parties),
        "sources": {source.id: source for source in origin.sources},
    }


def requires(treaty: Treaty) -> tuple[str, ...]:
    """Return the other treaties on which the entry into force of this one depends."""
    named = links_of(treaty.entry_into_force) if treaty.entry_into_force else ()
    return tuple(dict.fromkeys(target for _, target in named))


def all_facts(collection: Collection) -> dict[str, Facts]:
    """Return the same for every treaty, reading the timeline once."""
    origin = collection.origin
    records = _records(origin)
    reported = _source_days(origin)
    shared = _shared(origin)
    facts = {
        name: _facts(treaty, records[name], reported, shared)
        for name, treaty in shared["treaties"].items()
    }
    amended = _amended(shared["treaties"])
    return {
        name: attrs.evolve(f, others=facts)
        if requires(f.treaty) or f.treaty.amends or name in amended
        else f
        for name, f in facts.items()
    }
