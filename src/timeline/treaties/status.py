"""Who is bound by a treaty, whether it is in force, and what is still missing.

Every answer is a pure function of records and a day. What the sources leave open comes
as a `Certainty`, or as a date with bounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial, reduce
from itertools import chain
from operator import attrgetter, or_
from typing import Any, ClassVar, Self, TypeVar

import attrs

from timeline.certainty import Certainty
from timeline.collection.collection import Collection
from timeline.errors import InvalidError
from timeline.language.message import Message
from timeline.parties.parties import as_party, is_territory
from timeline.parties.succession import succession
from timeline.records import treaties
from timeline.records.participants import as_parties
from timeline.records.treaties import Objection, Ratification, Treaty
from timeline.text import check_name
from timeline.treaties import acts, stays
from timeline.treaties.acts import Act, Days, Facts, come_by, days_of, surely_before
from timeline.treaties.conditions import BEFORE_ALL, NEVER, Needed
from timeline.treaties.evaluate import Evaluation, evaluate, is_unclear, ways
from timeline.treaties.ways import Ways
from timeline.when.calendar import Day
from timeline.when.interop import DayLike, as_day
from timeline.when.when import When

T = TypeVar("T")


@attrs.frozen(kw_only=True, repr=False)
class PartyStatus:
    """How one participant stands to a treaty on a day.

    Attributes:
        party: Its code.
        state: How it stands, in the terms of the Vienna Convention (articles 2, 54):
            ``party`` once the treaty is in force for it, ``contracting State`` (or
            ``contracting organisation``) when it has consented to be bound, ``notice of
            withdrawal``, ``withdrawn``, ``former party`` of a treaty that has ended,
            ``succeeded by`` others, ``signatory``, ``objected`` to what would have
            bound it tacitly, ``no action reported``, ``not determined`` if it may have
            consented, have withdrawn before it was bound or be a former party by now,
            or ``signature not determined``.
        has_signed: Whether it has signed; a definitive signature binds it too (article
            12).
        consent: Whether it has consented to be bound, and has not withdrawn. Where not
            all consents are reported, and after the day as at which they are, who has
            no action reported may have, whether it has a row or not.
        begun: Whether the treaty has entered into force for it, whatever came after.
        bound: Whether it is in force for it on the day that was asked for. A State that
            has ended is bound by nothing. As for the treaty itself, after the newest
            source "not yet" is a maybe.
        took_back: Whether it withdrew its consent before the treaty was in force for
            it; that leaves it what it was: a signatory, or nothing.
        signature: Its signature, if one is reported.
        act: What it consented by; the first since it last left, if there are more.
        deposit: On which days it did.
        deposited: When it deposited its instrument or notified its consent. Where the
            record has no date, no later than the day of its source.
        effect: On which days the treaty enters into force for it, as far as known.
        pending: The record that says that it has not consented yet, or its consent of
            a later day.
        withdrawal: Its notice of withdrawal, in effect or not.
        is_noticed: Whether it has surely given that.
        leaving: On which days this takes effect, as stated or by its term.
        leaves: The same for readers.
        steps: What its parliament did, in order; shown, and without effect.
        successors: The States that came after it, if it has ended by then.
        extensions: Its consents for territories, which count nowhere.
        suspension: Its suspension of the treaty, if one may be running; it remains what
            it is (article 72).
        suspended: Whether that is running.
        reservations: What it has reserved by then, with the objections to each.
        objections: Its own to the treaty.
    """

    party: str
    state: str = "no action reported"
    has_signed: Certainty = Certainty.NO
    consent: Certainty = Certainty.NO
    begun: Certainty = Certainty.NO
    bound: Certainty = Certainty.NO
    took_back: Certainty = Certainty.NO
    signature: treaties.Signature | None = None
    act: Ratification | None = None
    deposit: Days | None = None
    deposited: When | None = None
    effect: Days | None = None
    pending: Ratification | None = None
    withdrawal: treaties.Withdrawal | None = None
    is_noticed: bool = False
    leaving: Days | None = None
    leaves: When | None = None
    steps: tuple[treaties.ParliamentaryStep, ...] = ()
    successors: tuple[str, ...] = ()
    extensions: tuple[Ratification, ...] = ()
    suspension: treaties.Suspension | None = None
    suspended: Certainty = Certainty.NO
    reservations: tuple[acts.Reserved, ...] = ()
    objections: tuple[Objection, ...] = ()

    _since: When | None = None

    def __repr__(self) -> str:
        return f"<PartyStatus: {self.party}, {self.state}>"

    @property
    def since(self) -> When | None:
        """On which days it does, for readers (as stated, or with a mark of doubt)."""
        return self._since or _when(self.effect)

    @property
    def signed(self) -> When | None:
        """When it signed."""
        if self.signature:
            return self.signature.when
        is_both = self.act and self.act.instrument == "definitive_signature"
        return self.deposited if is_both else None


@attrs.frozen(repr=False)
class TreatyStatus:
    """How a treaty stands on a day, by what a timeline reports.

    Participants are listed by code, in the order of the treaty's ``parties`` and then
    of their names; ``status["FR"]`` has all of one.

    Args:
        facts: What is reported of the treaty.
        day: Days after 1970-01-01.

    Attributes:
        evaluation: What is sure and what may be, by the widest reading of the dates.
        shown: The same by the dates as stated, from which days are printed.
        rows: How each participant stands.
    """

    facts: Facts
    day: int
    evaluation: Evaluation = attrs.field(init=False, eq=False)
    shown: Evaluation = attrs.field(init=False, eq=False)
    rows: tuple[PartyStatus, ...] = attrs.field(init=False, eq=False)

    def __repr__(self) -> str:
        return f"<TreatyStatus: {self.treaty.id} on {self.on}>"

    @evaluation.default
    def _evaluation(self) -> Evaluation:
        return evaluate(self.facts, self.day)

    @shown.default
    def _shown(self) -> Evaluation:
        stated = self.facts.as_stated
        return self.evaluation if stated is self.facts else evaluate(stated, self.day)

    @rows.default
    def _rows(self) -> tuple[PartyStatus, ...]:
        return tuple(self._judge)

    @property
    def _judge(self) -> _Rows:
        return _Rows(self.facts, self.evaluation, self.shown, self.day)

    @classmethod
    def of(cls, collection: Collection, name: str, on: DayLike) -> Self:
        """Return how the treaty of that id stands on a day.

        Raises:
            UnknownIdError: no record has that id.
            InvalidError: the record is not a treaty, or *on* is not one day.
        """
        day = as_day(on).number
        return cls(acts.facts_of(collection, name), day)

    @classmethod
    def of_all(cls, collection: Collection, on: DayLike) -> dict[str, Self]:
        """Return how each treaty of a timeline stands on a day, by its id."""
        day = as_day(on).number
        return {
            name: cls(facts, day) for name, facts in acts.all_facts(collection).items()
        }

    def __iter__(self) -> Iterator[PartyStatus]:
        return iter(self.rows)

    def __getitem__(self, party: str) -> PartyStatus:
        """Return how *party* stands, by its code or a name."""
        code = self.facts.code_of(party)
        rows = (row for row in self.rows if row.party == code)
        return next(rows, None) or self._judge.of(code)

    @property
    def treaty(self) -> Treaty:
        """The treaty."""
        return self.facts.treaty

    @property
    def on(self) -> When:
        """The day that was asked for."""
        return _day(self.day)

    @property
    def as_at(self) -> When | None:
        """As at which day it is reported; None if that is not known.

        That is the newest act, or day of which a source speaks. The date on a page is
        such a day only for what has yet to be done by it, or goes on.
        """
        return self.facts.as_at

    @property
    def signatories(self) -> tuple[str, ...]:
        """Who has signed, whether bound by now or not."""
        return self._parties(lambda row: row.has_signed.definitely)

    @property
    def may_have_signed(self) -> tuple[str, ...]:
        """Who may have signed by then, where the day or the act is not certain."""
        signed = self.facts.parties_to(self.facts.signings)
        unsure = self._parties(lambda row: row.has_signed is Certainty.MAYBE)
        return tuple(party for party in unsure if self.facts.in_law(party) in signed)

    @property
    def parties(self) -> tuple[str, ...]:
        """Who has consented to be bound, has not withdrawn, and has not ended."""
        return self._parties(
            lambda row: row.consent is Certainty.YES and not row.successors
        )

    @property
    def perhaps(self) -> tuple[str, ...]:
        """Who may have consented by then, where the day or the act is not certain."""
        return self._parties(
            lambda row: row.consent is Certainty.MAYBE and row.state not in _UNBOUND
        )

    @property
    def pending(self) -> tuple[str, ...]:
        """Who is reported not to have consented yet."""
        return self._parties(lambda row: _is_missing(row) and row.pending is not None)

    @property
    def not_reported(self) -> tuple[str, ...]:
        """On whose consent nothing is reported."""
        return self._parties(lambda row: _is_missing(row) and row.pending is None)

    @property
    def outstanding(self) -> tuple[str, ...]:
        """Whose consent is missing.

        Those pending, and where all acts are recorded (``complete``) also those on
        whose consent nothing is reported.
        """
        facts, missing = self.facts, {*self.pending}
        if self.treaty.has_all("consents") and not stays.tacit_treaties(facts):
            missing |= {*self.not_reported}
        there = self._parties(lambda row: facts.born(row.party) <= self.day)
        return tuple(party for party in there if party in missing)

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Who has given notice of withdrawal, in effect by then or not."""
        return self._parties(lambda row: row.withdrawal is not None)

    @property
    def former(self) -> tuple[str, ...]:
        """Whose withdrawal has taken effect."""
        return self._parties(lambda row: row.state == "withdrawn")

    def _parties(self, holds: Callable[[PartyStatus], bool]) -> tuple[str, ...]:
        # One that is another by now is counted as that: the Soviet Union as Russia.
        return tuple(
            row.party
            for row in self.rows
            if not (row.successors and row.party in self.facts.heirs) and holds(row)
        )

    @property
    def applications(self) -> tuple[treaties.ProvisionalApplication, ...]:
        """The provisional applications that may be running."""
        return tuple(a for a in self.facts.applications if self.is_applied(a).possibly)

    def is_applied(self, application: treaties.ProvisionalApplication) -> Certainty:
        """Whether a provisional application is running.

        It ends when the treaty enters into force between the parties concerned, and
        when the treaty ends (article 25; ILC Guide of 2021, guideline 9).
        """
        return acts.runs(application, self.day) & self.lasts(application)

    def lasts(self, record: treaties.Step) -> Certainty:
        """Whether the law has not ended a provisional application or a suspension."""
        has_ended = self.facts.comes_by(self.evaluation.ended, self.day)
        if not record.party:
            return ~has_ended & ~come_by(self.evaluation.entry, self.day)
        row = self[record.party]
        begun = come_by(row.effect, self.day)
        if isinstance(record, treaties.Suspension):
            return ~has_ended & (row.bound | ~begun)
        return ~has_ended & ~begun

    @property
    def applied(self) -> Certainty:
        """Whether it is applied provisionally."""
        return reduce(or_, map(self.is_applied, self.applications), Certainty.NO)

    @property
    def in_force(self) -> Certainty:
        """Whether it is in force.

        After the newest source "not yet" is a maybe; what was in force is presumed to
        be so still.
        """
        in_force, state = self._state
        is_later = self.facts.is_before(self.day)
        return Certainty.MAYBE if state == "not in force" and is_later else in_force

    @property
    def suspended(self) -> Certainty:
        """Whether its operation is suspended (article 57); its parties stay parties."""
        when = self.treaty.suspended
        if when is None:
            return Certainty.NO
        found = acts.running(when, None, self.day)
        return found if acts.is_sure(self.treaty) else found & Certainty.MAYBE

    @property
    def state(self) -> str:
        """The word for it.

        ``in force``, ``not in force``, ``suspended``, ``terminated`` or ``not
        determined``.
        """
        return self._state[1]

    @property
    def message(self) -> Message:
        """Whether it is in force, and since when or from when on, for a reader."""
        entry, key = self.entry_into_force, f"treaty-{self.state.replace(' ', '-')}"
        if entry is None or self.state in {"suspended", "terminated"}:
            return Message(key)
        found, is_ahead = self.evaluation.entry, self.state == "not in force"
        day = Message("inferred", (entry,)) if self.is_inferred() else entry
        if found and found.last is None and (is_ahead or entry.end_latest is not None):
            return Message("treaty-if-at-all", (Message(key), day))
        is_vague = self.state == "in force" and not is_plain(entry)
        return Message(f"{key}-{'within' if is_vague else 'since'}", (day,))

    @property
    def _state(self) -> tuple[Certainty, str]:
        # What all parties apply provisionally is surely not in force yet, unless it
        # surely is (article 25).
        in_force = come_by(self.evaluation.entry, self.day)
        if is_unclear(self.facts):
            in_force = Certainty.MAYBE
        if in_force is Certainty.MAYBE and any(
            not a.party and self.is_applied(a).definitely
            for a in self.facts.applications
        ):
            in_force = Certainty.NO
        ended = self.facts.comes_by(self.evaluation.ended, self.day)
        stated = self.facts.comes_by(self.facts.ended, self.day)
        if ended.definitely and (in_force | stated).definitely:
            return Certainty.NO, "terminated"
        in_force &= ~ended
        if (in_force & self.suspended).definitely:  # in law (article 72)
            return in_force, "suspended"
        return in_force, _STATES[in_force]

    @property
    def entry_into_force(self) -> When | None:
        """The day of entry into force, as stated or by the rule.

        None if what is reported by then does not bring it about; where it is not sure
        whether it does (see `in_force`), the days on which it may have.
        """
        return self.treaty.in_force or self.by_rule

    def is_inferred(self, day: str = "entry") -> bool:
        """Whether that day would be another one without what the keeper inferred.

        Args:
            day: A day of the evaluation: ``entry``, or ``by_rule`` alone.
        """
        sure = evaluate(self.facts.as_sourced, self.day)
        return bool(getattr(self.evaluation, day) != getattr(sure, day))

    @property
    def by_rule(self) -> When | None:
        """The same by the rule alone, whatever is stated."""
        return self.print_day(lambda found: found.limits[1])

    @property
    def trigger(self) -> When | None:
        """The day on which the conditions were met (a day, never one deposit)."""
        return self.evaluation.trigger and self.print_day(lambda found: found.limits[0])

    @property
    def left(self) -> When | None:
        """When withdrawals left it too few parties; None if it had ended by then."""
        left, stated = self.evaluation.left, self.facts.ended
        if left is None or (stated and not surely_before(left, stated)):
            return None
        return self.print_day(lambda found: found.left)

    def print_day(self, day_of: Callable[[Evaluation], Days | None]) -> When | None:
        """Return a day as it follows from stated dates, with the marks of these."""
        return _marked(day_of(self.shown), day_of(self.evaluation), self.facts.marks)

    @property
    def in_doubt(self) -> tuple[str, ...]:
        """Who deposited on a day with a mark of doubt that decides entry into force."""
        if self.shown.entry == self.evaluation.entry:
            return ()
        marked = (act for act in self.facts.consents if act.marks)
        ids = {record.id for record in self.deposits}
        return tuple(act.party for act in marked if act.record.id in ids)

    @property
    def deposits(self) -> tuple[Ratification, ...]:
        """All deposits that may have been made on the day of the trigger."""
        trigger = self.evaluation.trigger
        if trigger is None:
            return ()
        last = self.day if trigger.last is None else trigger.last
        return tuple(
            act.record
            for act in self.facts.consents
            if isinstance(act.record, Ratification)
            and act.span.first <= last
            and (act.span.last is None or trigger.first <= act.span.last)
        )

    @property
    def implied(self) -> tuple[str, ...]:
        """The ended States of whose consent only successions tell."""
        return tuple(act.party for act in stays.implied(self.facts))

    @property
    def as_amended(self) -> Mapping[str, tuple[str, ...]]:
        """By the id of each amendment, who joined once that was in force.

        Who did is party to the treaty as amended, unless it said otherwise, though not
        to the amendment itself (article 40(5)).
        """
        others, found = self.facts.others, dict[str, tuple[str, ...]]()
        for name, other in others.items():
            if other.treaty.amends != self.treaty.id or not self._can_judge(other):
                continue
            entry = evaluate(attrs.evolve(other, others=others), self.day).entry
            own = other.parties_to(other.consents)
            found[name] = tuple(
                row.party
                for row in self.rows
                if row.bound.definitely and self.facts.in_law(row.party) not in own
                if entry and row.effect and surely_before(entry, row.effect)
            )
        return found

    @property
    def superseded(self) -> Certainty:
        """Whether the treaty that is to replace it is known to have come into force."""
        other = self.facts.others.get(self.treaty.superseded_by or "")
        if other is None or not self._can_judge(other):
            return Certainty.NO
        with_others = attrs.evolve(other, others=self.facts.others)
        return come_by(evaluate(with_others, self.day).entry, self.day)

    def _can_judge(self, other: Facts) -> bool:
        """Whether each treaty is there on which another depends."""
        return self.facts.others.keys() >= {*acts.requires(other.treaty)}

    @property
    def needed(self) -> Needed:
        """What is still missing, taking nothing uncertain for granted."""
        return self.evaluation.needed

    def what_if(
        self,
        party: str | Iterable[str],
        day: DayLike | None = None,
        *,
        by: DayLike | None = None,
        act: str = "ratification",
    ) -> Self:
        """Return how it would stand had *party* acted on a day, or by a day.

        The answer is for the day that was asked for, or that of the act if it is later.

        Args:
            party: Who acts; several parties can be given at once.
            day: The day on which they all do.
            by: Or the last of the days on which each may, from the one asked for on.
            act: What they do: ``ratification`` (or any other consent to be bound),
                ``withdrawal``, ``objection`` or ``signature``.

        Raises:
            InvalidError: a party that is not known, or what is not one day.
        """
        check_name(act, _WHAT_IF, "unknown act")
        if (day is None) == (by is None):
            raise InvalidError("say on which day, or by which", 'write by="2026-01-01"')
        last = as_day(by if day is None else day, "by" if day is None else "day").number
        span = Days(min(self.day, last) if day is None else last, last)
        parties = [party] if isinstance(party, str) else as_parties(party)
        code_of = self.facts.code_of
        codes = [stays.named_on(p, self.facts, last) for p in map(code_of, parties)]
        cls, field = _WHAT_IF[act]
        said: Any = {"title": act, "treaty": self.treaty.id, "when": span.when}
        done = [
            Act(cls(id=f"what-if-{code}", party=code, **said), code, span, span.when)
            for code in codes
        ]
        more = {field: (*getattr(self.facts, field), *done)}
        facts = attrs.evolve(self.facts, **more)  # type: ignore[arg-type]  # acts
        return type(self)(facts.narrowed, max(self.day, last))

    def would_suffice(self) -> Ways:
        """Return the smallest sets of parties whose consent would meet the clause.

        Nothing uncertain is taken for granted. How long the treaty then waits for its
        entry into force, `what_if` says.
        """
        entry = self.evaluation.entry
        if self.state == "terminated":
            return Ways(None)
        if entry and entry.last is not None:
            return Ways(0)
        return ways(self.facts, self.day)


# What can be assumed: the class of its records, and where its facts are kept.
_WHAT_IF: Mapping[str, tuple[type[treaties.Step], str]] = {
    "ratification": (Ratification, "consents"),
    "withdrawal": (treaties.Withdrawal, "notices"),
    "objection": (treaties.Step, "objections"),
    "signature": (treaties.Signature, "signatures"),
}


_STATES = {
    Certainty.YES: "in force",
    Certainty.NO: "not in force",
    Certainty.MAYBE: "not determined",
}
_STATED = {"adopted": "when", "opened": "opened", "closed": "closed"}


def legal_date(collection: Collection, name: str, point: str) -> When | None:
    """Return a legal date of a treaty by all that is reported, as far as it is known.

    Args:
        collection: The timeline.
        name: The id of the treaty.
        point: ``adopted``, ``opened``, ``closed`` or ``in-force``.
    """
    treaty = collection.get(name)
    if point != "in-force" or not isinstance(treaty, Treaty):
        return getattr(treaty, _STATED.get(point, ""), None)
    status = TreatyStatus.of(collection, name, "9999-12-31")
    return status.treaty.in_force or status.print_day(attrgetter("by_rule"))


# How who has not consented stands, as far as it is reported.
_UNBOUND = ("no action reported", "signatory", "signature not determined", "objected")


def _is_missing(row: PartyStatus) -> bool:
    return row.state in _UNBOUND and row.withdrawal is None


def is_plain(when: When) -> bool:
    """Whether a date is a day, a month or a year, without bounds or marks."""
    return when.text.replace("-", "").isdecimal()


def _day(day: int) -> When:
    return When.parse(str(Day.of(day)))


def _marked(shown: Days | None, tested: Days | None, marks: str) -> When | None:
    """Return days as stated, with a mark of doubt if they rest on one.

    What they may be, as wide as the doubt reaches, is what relations test.
    """
    when, wide = _when(shown), _when(tested)
    if when is None or wide is None or shown == tested:
        return when
    first, last = when.first_day, when.last_day
    limits = {"not-before": first, "not-after": last}
    text = " ".join(f"{name}:{day}{marks}" for name, day in limits.items() if day)
    units = (str(first).rsplit("-", parts)[0] for parts in range(3))
    for unit in units if first else ():  # a day, a month, a year
        if days_of(When.parse(unit)) == shown:
            text = f"{unit}{marks}"
    return attrs.evolve(When.parse(text), spans=wide.spans)


def _before(span: Days | None, over: int) -> Days | None:
    """Return days on which something begins, if it does before it is over."""
    if span is None or span.first >= over:
        return span
    return Days(span.first, min(over - 1, NEVER if span.last is None else span.last))


def _when(span: Days | None) -> When | None:
    return span.when if span else None


@attrs.frozen(slots=False)
class _Rows:
    """How the participants of a treaty stand by its facts, and what they amount to."""

    facts: Facts
    evaluation: Evaluation
    shown: Evaluation
    day: int

    @cached_property
    def ended(self) -> Certainty:
        """Whether the treaty has ended, and with it every bond (article 70)."""
        return self.facts.comes_by(self.evaluation.ended, self.day)

    @cached_property
    def reported(self) -> Mapping[str, set[str]]:
        """On whose consents something is reported, and on whose signatures."""
        signed = self.facts.parties_to(self.facts.signings)
        return {"consents": self.facts.reported, "signatures": signed}

    @cached_property
    def is_later(self) -> bool:
        """Whether the day comes after all that is reported."""
        return self.facts.is_before(self.day)

    @cached_property
    def gone(self) -> Mapping[str, Certainty]:
        """Whether each party that was to leave what this treaty amends has.

        It is then bound by neither.
        """
        others = self.facts.others
        amended = others.get(self.facts.treaty.amends or "")
        known = amended and others.keys() >= {*acts.requires(amended.treaty)}
        if not (amended and known and amended.notices):
            return {}
        bound = evaluate(attrs.evolve(amended, others=others), self.day).bound
        done = (act for act in amended.consents if act.span.by(self.day).definitely)
        leaving = amended.parties_to(amended.notices) & amended.parties_to(done)
        return {party: ~bound.has(party) for party in leaving}

    def _was_bound(self, party: str) -> bool:
        """Whether a party had accepted by silence before it left what is amended."""
        entry = self.evaluation.entry
        if entry is None or entry.last is None:
            return False
        return evaluate(self.facts, entry.last).tacit.has(party).definitely

    def __iter__(self) -> Iterator[PartyStatus]:
        """Yield how each participant stands.

        What an ended State did that another continues, that one has done, too; until
        then only the one that acted has a row.
        """
        facts, day, on = self.facts, self.day, _day(self.day)
        latest = (
            _latest(facts.signatures, day),
            _binding(facts, day),
            _latest(facts.notices, day),
            {act.party: act for act in facts.consents if act.span.first > day},
        )
        signed, suspended = _signed(facts, day), _suspended(facts, day)
        besides = _besides(facts, day)
        formers = {heir: former for former, heir in facts.heirs.items()}
        acted = {*chain.from_iterable(latest)}
        for party in stays.participants_of(facts):
            former, successors = formers.get(party, party), _heirs(facts, party, on)
            signature, consent, notice, later = (
                each.get(party) or each.get(former) for each in latest
            )
            if notice and consent and surely_before(notice.span, consent.span):
                notice = None  # it has joined again since
            due = consent and self._at_trigger(consent)
            own = self._by_itself(party) if successors else self
            begun = own.effect_for(due)
            is_told = signature or consent or notice or party in facts.treaty.parties
            if not is_told and day < facts.born(party):
                continue
            if party not in acted and former in acted and not _heirs(facts, former, on):
                continue  # it still acts by its former name
            done: dict[str, Any] = {
                "has_signed": signed[party] | signed[former],
                "signature": signature and signature.record,
                "pending": facts.pending.get(party) or (later and later.record),
                "successors": successors,
                **besides.get(party, {}),
                **self._silent(party),
                **suspended.get(party, {}),
                **(left := self._left(notice, consent, begun)),
            }
            if consent and due:
                done |= self._deposited(consent) | own.in_force_for(due, begun, left)
            yield self._judged(PartyStatus(party=party, **done))

    def _by_itself(self, party: str) -> _Rows:
        """Return the same for an ended State apart from the one that continues it."""
        heirs = {name: heir for name, heir in self.facts.heirs.items() if name != party}
        return attrs.evolve(self, facts=attrs.evolve(self.facts, heirs=heirs))

    def _silent(self, party: str) -> dict[str, Any]:
        """Return since when a party is bound that has accepted by silence."""
        tacit, entry = self.evaluation.tacit, self.evaluation.entry
        held = tacit.has(self.facts.in_law(party))
        if not entry or not held.possibly:
            return {}
        if held.definitely:
            return {"effect": entry}
        comes = self.facts.treaty.in_force or _when(self.shown.limits[1])
        return {"effect": Days(entry.first, None), "since": comes}

    def effect_for(self, consent: Act | None) -> Days | None:
        """Return when the treaty enters into force for who has consented."""
        of = self.evaluation
        entry = of.entry if self.facts.treaty.in_force else of.limits[1]
        effect = consent and stays.effect_of(self.facts, consent, entry)
        is_sure = of.entry is None or of.entry.last is not None
        return effect if is_sure or effect is None else Days(effect.first, None)

    def _at_trigger(self, consent: Act) -> Act:
        """Return a consent of no known day, without which the clause is not met, so.

        In each completion it is among the first to consent, whatever its day.
        """
        (first, last), met = consent.span, self.evaluation.limits[0]
        if met is None or last in {None, first} or first > (met.last or first):
            return consent
        others = [act for act in self.facts.consents if act is not consent]
        day = max(self.day, met.last or self.day)
        if evaluate(attrs.evolve(self.facts, consents=others), day).trigger:
            return consent
        return consent._replace(span=Days(met.first, met.first), stated=None)

    def _deposited(self, consent: Act) -> dict[str, Any]:
        """Return what is known of the deposit of who has consented."""
        span, stated = consent.span, consent.stated
        deposited = stated if stated and stated.is_dated else span.when
        return {"act": consent.record, "deposit": span, "deposited": deposited}

    def in_force_for(
        self, consent: Act, begun: Days | None, left: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return since when the treaty is in force for who has consented."""
        facts, act = self.facts, consent.record
        end, in_force = facts.end_of(consent.party), facts.treaty.in_force
        leaving, took_back = left.get("leaving"), left.get("took_back", Certainty.NO)
        ends = (end and end[1], leaving and leaving.last)
        over = min((day for day in ends if day is not None), default=NEVER)
        effect = None if took_back.definitely else begun
        if effect and (took_back.possibly or effect != _before(effect, over)):
            effect = Days(effect.first, None)
        worded = (getattr(act, "effective", None), in_force)  # by their sources
        since = next((when for when in worded if effect == days_of(when)), None)
        if effect and (effect.last is None or self.shown is not self.evaluation):
            shown, days = (
                stays.effect_of(facts, act, of.entry if in_force else of.limits[1])
                for act, of in (
                    (consent.as_stated.once_done, self.shown),
                    (consent.once_done, self.evaluation),
                )
            )
            shown, days = _before(shown, over), _before(days, over)
            since = since or _marked(shown, days, facts.marks)
        return {"effect": effect, "since": since}

    def _left(
        self, notice: Act | None, consent: Act | None, begun: Days | None
    ) -> dict[str, Any]:
        """Return what follows from a notice of withdrawal by who had consented."""
        if notice is None:
            return self._noticed(consent)
        record: Any = notice.record
        leaving = shown = None
        took_back = self._took_back(notice, consent, begun) if consent else Certainty.NO
        if record.effective or self.facts.treaty.notice:
            since = consent.span.first if consent else BEFORE_ALL
            end_of = partial(stays.end_of_bond, self.facts, since=since)
            leaving, shown = end_of(notice, begun), end_of(notice.as_stated, begun)
        is_known = notice.span.by(self.day).definitely
        if record.effective and not record.when:  # what is given by some other day
            is_known = acts.is_sure(record)
        return {
            "withdrawal": record,
            "is_noticed": is_known,
            "took_back": took_back,
            "leaving": leaving,
            "leaves": record.effective or _marked(shown, leaving, notice.marks),
        }

    def _noticed(self, consent: Act | None) -> dict[str, Any]:
        """Return the notice of a party that was revoked only after that day."""
        party = consent and consent.party
        for notice, back in self.facts.revoked:
            is_given = notice.span.by(self.day) & ~back.span.by(self.day)
            if is_given.definitely and notice.party == party:
                return {"withdrawal": notice.record, "is_noticed": True}
        return {}

    def _took_back(self, notice: Act, consent: Act, begun: Days | None) -> Certainty:
        """Return whether a party withdraws its consent before the treaty binds it.

        Without a rule a treaty in force is presumed to bind each party that joins it.
        """
        first, last = notice.effect
        if not (self.facts.treaty.entry_into_force or consent.effective):
            begun = self.evaluation.entry
        if begun is None:
            return Certainty.YES
        first = max(first, consent.span.first)  # nobody leaves before joining
        on_its_eve = notice.effective is not None  # who leaves on a stated day
        return Certainty.of(
            definitely=last is not None and last - on_its_eve < begun.first,
            possibly=begun.last is None or first - on_its_eve < begun.last,
        )

    def _consent(self, row: PartyStatus) -> Certainty:
        """Whether a party has consented to be bound, and not taken it back."""
        party, leaving = self.facts.in_law(row.party), row.leaving
        consent = self.evaluation.tacit.has(party)
        if not row.act:
            return consent
        if leaving and self.facts.comes_by(leaving, self.day) is Certainty.MAYBE:
            return Certainty.MAYBE  # it may be revoked yet
        return consent | self.evaluation.bound.has(party)

    def _judged(self, row: PartyStatus) -> PartyStatus:
        """Return how a party stands, given what it did."""
        gone = self.gone.get(self.facts.in_law(row.party), Certainty.NO)
        consent, begun = self._consent(row) & ~gone, come_by(row.effect, self.day)
        come = Certainty.MAYBE if self._is_open and not row.effect else begun
        bound = Certainty.NO if row.successors else consent & come & ~self.ended
        took_back, has_signed = row.took_back & ~consent, row.has_signed
        row = attrs.evolve(
            row, consent=consent, begun=begun, bound=bound, took_back=took_back
        )
        state = self._state(row, gone)
        if not row.successors:
            has_signed |= self._untold(row.party, "signatures")
            if consent is Certainty.NO and state != "withdrawn":
                consent = self._untold(row.party, "consents") & ~gone
                bound = self._may_bind(consent)
        # Who is bound no more suspends nothing (article 72).
        held = row.suspended & (bound | ~begun) & ~self.ended
        return attrs.evolve(
            row,
            state=state,
            has_signed=has_signed,
            consent=consent,
            begun=begun | (bound & Certainty.MAYBE),
            bound=bound,
            suspension=row.suspension if held.possibly else None,
            suspended=held,
        )

    def _state(self, row: PartyStatus, gone: Certainty) -> str:
        """Return the word for how a party stands, which may be *gone*."""
        not_bound, took_back = row.consent is Certainty.NO, row.took_back
        objected = {acts.days_said(each).by(self.day) for each in row.objections}
        stated = self.facts.comes_by(self.facts.ended, self.day)
        may_end, may_be_over = (
            ended is Certainty.MAYBE and row.begun.possibly
            for ended in (stated, self.ended)
        )
        has_left = gone is Certainty.YES and (row.act or self._was_bound(row.party))
        left = not_bound and row.act and row.withdrawal and took_back is Certainty.NO
        words = (  # the first that is true
            ("succeeded by", row.successors),
            ("withdrawn", has_left or left),
            ("not determined", took_back is Certainty.MAYBE),
            ("signatory", not_bound and row.has_signed.definitely),
            ("signature not determined", not_bound and row.has_signed.possibly),
            ("objected", not_bound and Certainty.YES in objected),
            ("no action reported", not_bound),
            ("former party", self.ended.definitely and row.effect is not None),
            ("notice of withdrawal", not may_end and row.is_noticed),
            ("not determined", row.consent is Certainty.MAYBE or may_be_over),
            ("party", row.bound is Certainty.YES),
        )
        kind = "organisation" if self.facts.is_organization(row.party) else "State"
        return next((word for word, is_so in words if is_so), f"contracting {kind}")

    def of(self, party: str) -> PartyStatus:
        """Return how a party stands that has no row."""
        row = PartyStatus(party=party)
        return row if _heirs(self.facts, party, _day(self.day)) else self._judged(row)

    @property
    def _is_open(self) -> bool:
        """Whether the treaty may have entered into force though nothing says so."""
        return self.is_later or is_unclear(self.facts)

    def _may_bind(self, consent: Certainty) -> Certainty:
        """Whether it is in force for a party, if that has consented."""
        come = come_by(self.evaluation.entry, self.day)
        come |= Certainty.MAYBE if self._is_open else come
        return consent & come & ~self.ended

    def _untold(self, party: str, what: str) -> Certainty:
        """Whether a party may have done what is not reported of it.

        That is where not all such acts are, and after the day as at which they are.
        """
        facts, listed = self.facts, self.facts.treaty.parties
        is_told = facts.treaty.has_all(what) or (
            facts.in_law(party) in self.reported[what]
        )
        if is_told and not self.is_later:
            return Certainty.NO
        is_able = party in listed or not (listed or is_territory(party))
        can = is_able and max(facts.born(party), facts.opening) <= self.day
        return Certainty.of(definitely=False, possibly=can)


def _heirs(facts: Facts, party: str, on: When) -> tuple[str, ...]:
    """Return the States that came after an ended one, or the one that it is now."""
    after = succession(party, on, facts.declared)
    heirs = (after.continued_by,) if after.continued_by else after.successors
    return heirs if after.ended.definitely else ()


def _besides(facts: Facts, day: int) -> Mapping[str, dict[str, Any]]:
    """Return what each party has done beside its consent by a day, for its row."""
    done: list[tuple[str, str, object]]
    done = [("steps", step.party, step) for step in facts.steps]
    acts_of = {"extensions": facts.extensions, "objections": facts.objections}
    for name, of_a_sort in acts_of.items():
        made = (act for act in of_a_sort if act.span.first <= day)
        done += [(name, act.party, act.record) for act in made]
    for reserved, objections in facts.reservations:
        if acts.days_said(reserved).first <= day:
            by_then = [o for o in objections if acts.days_said(o).first <= day]
            done.append(("reservations", reserved.party, (reserved, tuple(by_then))))
    found = defaultdict[str, dict[str, Any]](dict)
    for name, party, record in done:
        found[party][name] = (*found[party].get(name, ()), record)
    return found


def _signed(facts: Facts, day: int) -> Mapping[str, Certainty]:
    """Return who has signed by a day; a definitive signature binds it, too."""
    signed = defaultdict[str, Certainty](lambda: Certainty.NO)
    for act in facts.signings:
        signed[act.party] |= act.span.by(day)
    return signed


def _suspended(facts: Facts, day: int) -> dict[str, dict[str, Any]]:
    """Return by whom a treaty may be suspended on a day; of two, the first counts."""
    return {
        record.party: {"suspension": record, "suspended": held}
        for record in reversed(facts.suspensions)
        if (held := acts.runs(record, day)).possibly
    }


def _latest(of_a_sort: Sequence[Act], day: int) -> dict[str, Act]:
    """Return what each party did last, of all that may have been done by then."""
    # Reversed, so that of two acts that may be of one day the first record counts.
    done = [act for act in reversed(of_a_sort) if act.span.first <= day]
    return {act.party: act for act in sorted(done, key=lambda act: act.span.first)}


def _binding(facts: Facts, day: int) -> dict[str, Act]:
    """Return what bound each party: its first consent since it last left, if it did."""
    done = [act for act in facts.consents if act.span.first <= day]
    found: dict[str, Act] = {}
    for act in sorted(done, key=lambda act: (act.span.last is None, act.span[::-1])):
        before = found.get(act.party)
        if before is None or any(
            notice.party == act.party
            and not surely_before(notice.span, before.span)
            and not surely_before(act.span, notice.span)
            for notice in facts.notices
        ):
            found[act.party] = act
    return found


def by_rules(
    collection: Collection, on: Day
) -> dict[str, tuple[str, When | None, Certainty, bool]]:
    """Return how treaties stand: in force or terminated, since when, whether by then.

    With it goes whether that may never come. What has no day of entry into force is
    left out, and what no rule can be read of.
    """
    found: dict[str, tuple[str, When | None, Certainty, bool]] = {}
    for name, facts in acts.all_facts(collection).items():
        with suppress(InvalidError):  # of a rule that requires what is no treaty
            status = TreatyStatus(facts, on.number)
            entry, when = status.evaluation.entry, status.entry_into_force
            if status.state == "terminated":
                found[name] = "terminated", None, Certainty.YES, False
            elif entry and when:
                has_come = entry.first <= on.number
                come = status.in_force if has_come else Certainty.NO
                may_never = entry.last is None and not has_come
                found[name] = "in_force", when, come, may_never
    return found


def overtaken(collection: Collection, on: Day) -> dict[str, Certainty]:
    """Return by id which acts of parties the law has ended, or may have, by then.

    With each goes whether what would be applied, or suspended, still is so in law.
    """

    def still(status: TreatyStatus, record: treaties.Step) -> Certainty | None:
        lasts = status.lasts(record)
        is_open = not lasts.definitely and acts.runs(record, status.day).possibly
        return lasts if is_open else None

    return _in_law(collection, on.number, still)


def ends_in_law(collection: Collection) -> dict[str, Days]:
    """Return by id from which days on the law has ended acts of parties, if it does."""

    def since(status: TreatyStatus, record: treaties.Step) -> Days | None:
        own = status.evaluation.entry
        if record.party:
            row = status[record.party]
            is_own = isinstance(record, treaties.Suspension)
            own = row.leaving if is_own else row.effect
        return acts.earliest(own, status.evaluation.ended)

    return _in_law(collection, acts.LAST, since)


def _in_law(
    collection: Collection,
    day: int,
    ask: Callable[[TreatyStatus, treaties.Step], T | None],
) -> dict[str, T]:
    """Return by id what the law says of acts of parties that take a span of time."""
    found: dict[str, T] = {}
    for facts in acts.all_facts(collection).values():
        if records := (*facts.applications, *facts.suspensions):
            with suppress(InvalidError):  # as above
                status = TreatyStatus(facts, day)
                said = {record.id: ask(status, record) for record in records}
                found |= {id_: it for id_, it in said.items() if it is not None}
    return found


@attrs.frozen(kw_only=True)
class PartyTreaties:
    """How one party stands to every treaty of a timeline, on a day.

    Attributes:
        party: Its code.
        on: The day that was asked for.
        rows: Each treaty it has anything to do with, and how it stands to it.
    """

    party: str
    on: When
    rows: tuple[tuple[TreatyStatus, PartyStatus], ...]
    status_type: ClassVar[type[TreatyStatus]] = TreatyStatus

    @classmethod
    def of(cls, collection: Collection, party: str, on: DayLike) -> Self:
        """Return what a party has signed and not ratified, and what it is bound by.

        Raises:
            InvalidError: a party that is not known, or *on* is not one day.
        """
        day = as_day(on)
        statuses = cls.status_type.of_all(collection, day).values()
        code = next((s.facts.code_of(party) for s in statuses), "") or as_party(party)
        rows = ((status, row) for status in statuses for row in status)
        own = tuple((status, row) for status, row in rows if row.party == code)
        return cls(party=code, on=_day(day.number), rows=own)

    @property
    def unratified(self) -> tuple[str, ...]:
        """Ids of what it has signed, or may have, and not ratified; oldest first."""
        signed = [
            (days_of(row.signed).first, status.treaty.id)
            for status, row in self.rows
            if row.state in {"signatory", "signature not determined"}
        ]
        return tuple(name for _, name in sorted(signed))

    @property
    def ratified(self) -> tuple[str, ...]:
        """Ids of what it has consented to be bound by."""
        return tuple(s.treaty.id for s, row in self.rows if row.consent.definitely)

    def waiting(self, name: str) -> int | None:
        """Return how many days ago it signed that treaty; None if it is not reported.

        Where the day is not known exactly, it is the least number possible.
        """
        for status, row in self.rows:
            if status.treaty.id == name and row.signature:
                last = days_of(row.signed).last
                return None if last is None else max(status.day - last, 0)
        return None
