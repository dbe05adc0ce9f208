"""Who is bound by a treaty, whether it is in force, and what is still missing.

Every answer is a pure function of records and a day. Where a date is not known
exactly the rule is run twice, with every deposit as early and as late as it may have
been: the two results bound the true one, and what lies between is a maybe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import attrs

from timeline.certainty import Certainty
from timeline.parties.parties import as_parties, as_party
from timeline.records.treaties import (
    ParliamentaryStep,
    ProvisionalApplication,
    Ratification,
    Signature,
    Step,
    Treaty,
    Withdrawal,
)
from timeline.report.layout import layout
from timeline.treaties.acts import (
    Act,
    Facts,
    Span,
    all_facts,
    days_of,
    facts_of,
    surely_before,
)
from timeline.treaties.conditions import Needed
from timeline.treaties.evaluate import (
    Outcome,
    any_of,
    applied,
    effect_of,
    outcome_of,
    state_of,
)
from timeline.treaties.words import explanation, status_grid, status_line
from timeline.when.interop import DayLike, as_day
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.collection.collection import Collection

__all__ = [
    "PartyStatus",
    "TreatyStatus",
    "treaties",
    "treaty",
    "treaty_on",
]

_BOUND = frozenset({"party", "perhaps"})
Record = TypeVar("Record", bound=Step)


@attrs.frozen(kw_only=True)
class PartyStatus:
    """How one party stands to a treaty on a day.

    Attributes:
        party: Its code.
        state: ``party`` once it has consented to be bound, ``perhaps`` if it may have,
            ``former``, ``pending`` if it is told not to have consented yet,
            ``signatory``, or ``untold``.
        signature: Its signature, if one is told.
        act: What it consented by; the last one if there are more.
        pending: The record that says that it has not yet.
        withdrawal: Its notice of withdrawal, in effect or not.
        steps: What its parliament did, in order; shown, and of no effect.
    """

    party: str
    state: str
    signature: Signature | None = None
    act: Ratification | None = None
    pending: Ratification | None = None
    withdrawal: Withdrawal | None = None
    steps: tuple[ParliamentaryStep, ...] = ()
    _why: tuple[Treaty, Act, Span | None, int] | None = attrs.field(
        default=None, repr=False
    )

    @property
    def signed(self) -> When | None:
        """When it signed."""
        return self.signature.when if self.signature else None

    @property
    def deposited(self) -> When | None:
        """When it deposited its instrument or notified its consent.

        Where the record has no date, no later than the day of which its source tells.
        """
        return self._why[1].span.when if self._why else None

    @property
    def since(self) -> When | None:
        """The day on which the treaty enters into force for it, as far as known."""
        effect = self._effect
        return effect.when if effect else None

    @property
    def bound(self) -> Certainty:
        """Whether the treaty is in force for it on the day that was asked for."""
        effect = self._effect
        if self._why is None or effect is None or self.state not in _BOUND:
            return Certainty.NO
        bound = effect.by(self._why[3])
        return bound if self.state == "party" else bound & Certainty.MAYBE

    @property
    def _effect(self) -> Span | None:
        return effect_of(*self._why[:3]) if self._why else None


@attrs.frozen(kw_only=True)
class TreatyStatus:
    """How a treaty stands on a day, by what a timeline tells.

    Parties are listed by code, in the order of the treaty's ``parties`` and then of
    their names; ``status["FR"]`` has all of one. `str` is the line for a page.

    Attributes:
        treaty: The treaty.
        on: The day that was asked for.
        signatories: Who has signed, whether bound by now or not.
        parties: Who has consented to be bound, and not left.
        perhaps: Who may have consented by then: the day or the act is not certain.
        pending: Who is told not to have consented yet.
        untold: Of whose consent nothing is told.
        outstanding: Whose consent is missing: those pending, and those untold too if
            the treaty is ``complete``.
        withdrawn: Who has given notice to leave, in effect by then or not.
        former: Whose withdrawal has taken effect.
        in_force: Whether it is in force.
        state: ``in force``, ``not in force``, ``suspended`` or ``terminated``;
            ``perhaps in force`` if nobody can tell.
        entry_into_force: The day of entry into force, as stated or by the rule; None
            if what is known until then does not bring it about.
        by_rule: The same by the rule alone, whatever is stated.
        trigger: The day on which the conditions were met: a day, never one deposit.
        deposits: All deposits that may have been made on that day.
        needed: What is still missing, taking nothing uncertain for granted.
        applied: Whether it is applied provisionally.
        applications: The provisional applications that may be running.
        told_until: The last day of which the sources tell; what happened after it, if
            it is earlier than *on*, nobody has told.
    """

    treaty: Treaty
    on: When
    signatories: tuple[str, ...]
    parties: tuple[str, ...]
    perhaps: tuple[str, ...]
    pending: tuple[str, ...]
    untold: tuple[str, ...]
    outstanding: tuple[str, ...]
    withdrawn: tuple[str, ...]
    former: tuple[str, ...]
    in_force: Certainty
    state: str
    entry_into_force: When | None
    by_rule: When | None
    trigger: When | None
    deposits: tuple[Ratification, ...]
    needed: Needed
    applied: Certainty
    applications: tuple[ProvisionalApplication, ...]
    told_until: When | None
    rows: tuple[PartyStatus, ...] = attrs.field(repr=False)
    _facts: Facts = attrs.field(repr=False, eq=False)

    def __iter__(self) -> Iterator[PartyStatus]:
        return iter(self.rows)

    def __getitem__(self, party: str) -> PartyStatus:
        """Return how *party* stands, by its code or a name; untold if nothing is."""
        code = as_party(party)
        known = (row for row in self.rows if row.party == code)
        return next(known, PartyStatus(party=code, state="untold"))

    def what_if(self, party: str | Iterable[str], deposit: DayLike) -> TreatyStatus:
        """Return how it would stand had *party* deposited on that day.

        The answer is for the day that was asked for, or that of the deposit if it is
        later. Several parties can be given at once.

        Raises:
            InvalidError: it is no party, or no single day.
        """
        day = as_day(deposit, "deposit")
        when = When.parse(str(day))
        codes = [as_party(party)] if isinstance(party, str) else as_parties(party)
        records = [
            Ratification(
                id=f"what-if-{code}",
                treaty=self.treaty.id,
                party=code,
                when=when,
                status="deposited",
            )
            for code in codes
        ]
        acts = [Act(record, record.party, days_of(when)) for record in records]
        facts = attrs.evolve(self._facts, consents=[*self._facts.consents, *acts])
        return treaty_on(facts, max(as_day(self.on), day).number)

    def __str__(self) -> str:
        return status_line(self)

    def sentences(self) -> list[str]:
        """Return in English why it stands as it does, and what is missing."""
        return explanation(self)

    def table(self, fmt: str = "plain", width: int | None = None) -> str:
        """Return a row for each party: signed, consented, in effect, and why not.

        Args:
            fmt: One of the formats of `timeline.report.layout`.
            width: Cells to fit into; None never cuts.
        """
        return layout(status_grid(self), fmt, width)


def treaty(collection: Collection, name: str, on: DayLike) -> TreatyStatus:
    """Return how the treaty of that id stands on a day.

    Raises:
        UnknownIdError: no record has that id.
        InvalidError: it is no treaty, or *on* is not one day.
    """
    day = as_day(on).number
    return treaty_on(facts_of(collection, name), day)


def treaties(collection: Collection, on: DayLike) -> dict[str, TreatyStatus]:
    """Return how each treaty of a timeline stands on a day, by its id."""
    day = as_day(on).number
    known = all_facts(collection)
    return {name: treaty_on(facts, day) for name, facts in known.items()}


def treaty_on(facts: Facts, day: int) -> TreatyStatus:
    """Return how a treaty stands on a day, counted from 1970-01-01, by these facts."""
    outcome = outcome_of(facts, day)
    rows = _rows(facts, outcome, day)
    by_state = {
        state: tuple(row.party for row in rows if row.state == state)
        for state in ("party", "perhaps", "pending", "former")
    }
    untold = tuple(row.party for row in rows if row.state in {"untold", "signatory"})
    running_now = [(a, applied(a, day)) for a in facts.applications]
    by_all = any(not a.party and sure.definitely for a, sure in running_now)
    in_force, state = state_of(facts.treaty, outcome, day, provisional=by_all)
    return TreatyStatus(
        treaty=facts.treaty,
        on=_day(day),
        signatories=tuple(row.party for row in rows if row.signature),
        parties=by_state["party"],
        perhaps=by_state["perhaps"],
        pending=by_state["pending"],
        untold=untold,
        outstanding=tuple(
            row.party
            for row in rows
            if row.state == "pending" or (facts.treaty.complete and row.party in untold)
        ),
        withdrawn=tuple(row.party for row in rows if row.withdrawal),
        former=by_state["former"],
        in_force=in_force,
        state=state,
        entry_into_force=outcome.entry.when if outcome.entry else None,
        by_rule=outcome.by_rule.when if outcome.by_rule else None,
        trigger=outcome.trigger.when if outcome.trigger else None,
        deposits=outcome.deposits,
        needed=outcome.needed,
        applied=any_of(certainty for _, certainty in running_now),
        applications=tuple(a for a, certainty in running_now if certainty.possibly),
        told_until=None if facts.told is None else _day(facts.told),
        rows=rows,
        facts=facts,
    )


def _day(day: int) -> When:
    return Span(day, day).when or When.parse("..")


def _rows(facts: Facts, outcome: Outcome, day: int) -> tuple[PartyStatus, ...]:
    """Return how each party stands."""
    signed = _latest(facts.signatures, day)
    acts = _latest(facts.consents, day)
    left = _latest(facts.notices, day)
    steps: dict[str, list[ParliamentaryStep]] = {}
    for step in facts.steps:
        steps.setdefault(step.party, []).append(step)
    later = {act.party for act in facts.consents}
    rows = []
    for party in outcome.universe:
        act, withdrawal, signature = acts.get(party), left.get(party), signed.get(party)
        if withdrawal and act and surely_before(withdrawal.span, act.span):
            withdrawal = None  # it has come back since
        if party in outcome.sure:
            state = "party"
        elif party in outcome.possible:
            state = "perhaps"
        elif withdrawal:
            state = "former"
        elif party in facts.pending or party in later:
            state = "pending"
        else:
            state = "signatory" if signature else "untold"
        rows.append(
            PartyStatus(
                party=party,
                state=state,
                signature=_the(Signature, signature),
                act=_the(Ratification, act),
                pending=facts.pending.get(party),
                withdrawal=_the(Withdrawal, withdrawal),
                steps=tuple(steps.get(party, ())),
                why=(facts.treaty, act, outcome.entry, day) if act else None,
            )
        )
    return tuple(rows)


def _the(kind: type[Record], act: Act | None) -> Record | None:
    return act.record if act and isinstance(act.record, kind) else None


def _latest(acts: Iterable[Act], day: int) -> dict[str, Act]:
    """Return what each party did last, of all that may have been done by then."""
    found: dict[str, Act] = {}
    for act in acts:
        if act.span.first <= day:
            last = found.setdefault(act.party, act)
            if last.span.first < act.span.first:
                found[act.party] = act
    return found
