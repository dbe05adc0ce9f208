"""Checks of what cannot be right about treaties, though each record is sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import chain, pairwise, product

import attrs

from timeline.checks.view import Check, Finding, View
from timeline.collection.graph import circles
from timeline.errors import Severity
from timeline.language.message import PartyId
from timeline.parties.parties import (
    entries,
    entry_of,
    is_known,
    is_organization,
    is_territory,
)
from timeline.parties.succession import predecessors
from timeline.records.conditions import Condition, Either, InForce, Quorum, Unless
from timeline.records.delays import Delay
from timeline.records.entry_into_force import EntryIntoForce
from timeline.records.event import Event
from timeline.records.kinds import OpaqueEvent
from timeline.records.treaties import Objection, Reservation, Treaty
from timeline.text import quote
from timeline.treaties.acts import (
    LAST,
    Act,
    Facts,
    beginning,
    days_of,
    days_said,
    hull,
    is_sure,
    requires,
    surely_before,
)
from timeline.treaties.conditions import BEFORE_ALL, heads_of, leaves_of, quorums_of
from timeline.treaties.evaluate import evaluate
from timeline.treaties.status import TreatyStatus
from timeline.treaties.stays import effect_of

_TWELVE_MONTHS = Delay(months=12)
_AFTER_ENTRY = {
    "treaty": ("suspended", "terminated"),
    "suspension": ("when",),
    "ratification": ("effective",),
}


def _rules(view: View) -> Iterator[tuple[Facts, EntryIntoForce, Severity]]:
    """Yield the treaties that have a rule, and how bad it is if it cannot be met.

    Where the acts are not said to be complete, more participants may exist.
    """
    for facts in view.facts.values():
        treaty = facts.treaty
        if treaty.entry_into_force is not None:
            is_whole = treaty.has_all("consents")
            severity: Severity = "error" if is_whole else "warning"
            yield facts, treaty.entry_into_force, severity


def unknown_party(view: View) -> Iterator[Finding]:
    """Find rules that name a party that is not known."""
    for facts, rule, _ in _rules(view):
        asked = quorums_of(rule.condition)
        named = dict.fromkeys(code for quorum in asked for code in _named(quorum))
        strange = [c for c in named if not (is_known(c) or c in facts.declared)]
        if strange:
            values = (facts.treaty.id, tuple(map(quote, strange)))
            yield Finding((facts.treaty.id,), values, "check-rule-unknown-party")


def _named(quorum: Quorum) -> tuple[str, ...]:
    weighed = quorum.weights.parties if quorum.weights else ()
    return (*quorum.of, *quorum.besides, *(code for code, _ in weighed))


_Find = Callable[[Facts, Condition, Severity], Iterator[Finding]]


def rule_that(view: View, *, cannot: _Find) -> Iterator[Finding]:
    """Find rules of which a part cannot be met; it may not be needed beside others."""
    for facts, rule, severity in _rules(view):
        if rule.condition is not None:
            for leaf, is_needed in _by_need(rule.condition, facts):
                for found in cannot(facts, leaf, severity):
                    worst = found.severity if is_needed else "warning"
                    yield found._replace(severity=worst)


def fixed_early(view: View) -> Iterator[Finding]:
    """Find rules that fix a day before the treaty opens."""
    for facts, rule, _ in _rules(view):
        opened = facts.treaty.opened or facts.treaty.when
        if surely_before(days_of(rule.fixed), days_of(opened)):
            ids = (facts.treaty.id,)
            yield Finding(ids, (*ids, rule.fixed, opened), "check-rule-fixed-early")


def _by_need(
    condition: Condition, facts: Facts, *, is_needed: bool = True
) -> Iterator[tuple[Condition, bool]]:
    """Yield the parts of a condition, and whether it can hold without each."""
    if not condition.parts:
        yield condition, is_needed
    elif isinstance(condition, Either):
        is_needed &= all(_is_dead(part, facts) for part in condition.parts)
    for part in condition.parts:
        yield from _by_need(part, facts, is_needed=is_needed)


def _is_dead(condition: Condition, facts: Facts) -> bool:
    """Whether a condition can never hold, as far as that is known."""
    if condition.parts:
        join = all if isinstance(condition, Either) else any
        return join(_is_dead(part, facts) for part in condition.parts)
    finds: tuple[_Find, ...] = (_unsatisfiable, _too_high)
    return any(True for find in finds for _ in find(facts, condition, "error"))


def _unsatisfiable(
    facts: Facts, leaf: Condition, severity: Severity
) -> Iterator[Finding]:
    """Find what needs parties or days that a treaty does not have."""
    treaty, own = facts.treaty, (facts.treaty.id,)
    opened, ended = treaty.opened or treaty.when, treaty.terminated
    if leaf.by_day is not None and leaf.by_day < days_of(opened).first:
        yield Finding(own, (*own, leaf.by, opened), "check-rule-window-closed")
    if leaf.after and surely_before(days_of(ended), days_of(leaf.after)):
        yield Finding(own, (*own, leaf.after, ended), "check-rule-window-late")
    if isinstance(leaf, InForce) and (other := facts.others.get(leaf.in_force)):
        first = max(days_of(opened).first, days_of(leaf.after, stated=True).first)
        last = days_of(over := other.treaty.terminated).last
        if over and last is not None and last < first:
            ids = (*own, other.treaty.id)
            yield Finding(ids, (*ids, over), "check-rule-requires-ended")
    if not isinstance(leaf, Quorum):
        return
    if not treaty.parties and leaf.group == "parties":
        yield Finding(own, code="check-rule-without-parties")
    named = leaf.of if leaf.share == "all" else ()
    strangers = [code for code in named if code not in treaty.parties]
    if treaty.parties and strangers:
        values = (treaty.id, tuple(map(PartyId, strangers)))
        yield Finding(own, values, severity=severity)


def _too_high(facts: Facts, leaf: Condition, severity: Severity) -> Iterator[Finding]:
    """Find what needs more parties, or weight, than a treaty can have."""
    treaty = facts.treaty
    if not isinstance(leaf, Quorum) or not (treaty.parties or leaf.of):
        return
    able = {code for code in treaty.parties or leaf.of if _counts(leaf, code)}
    needed, count = _heads(leaf, facts), len({*map(facts.in_law, able)})
    if needed > count:
        yield Finding((treaty.id,), (treaty.id, needed, count), severity=severity)
    weighed = leaf.weights.parties if leaf.weights and not leaf.relative_to else ()
    reach = sum(Fraction(weight) for code, weight in weighed if code in able)
    if weighed and treaty.parties and reach < leaf.needed_weight:
        share = (treaty.id, leaf.share)
        yield Finding((treaty.id,), share, "check-weight-too-high", severity)


def _heads(quorum: Quorum, facts: Facts) -> int:
    """Return how many at least have to consent; of all in a list, it is said who."""
    if quorum.weights or (quorum.share == "all" and quorum.of):
        return 0
    whole = {facts.in_law(code) for code in quorum.of if code not in quorum.besides}
    return max(heads_of(quorum, quorum.fraction * len(whole)), 1)


def _counts(quorum: Quorum, code: str) -> bool:
    """Whether the consent of a party can count towards a condition."""
    if (quorum.of and code not in quorum.of) or code in quorum.besides:
        return False
    is_listed = quorum.of or quorum.weights or quorum.organizations
    return bool(is_listed) or not is_organization(code)


def _by_party(record: Event, party: str) -> Finding:
    return Finding((record.id,), (record.id, PartyId(party)))


def signature_outside(view: View, *, late: bool) -> Iterator[Finding]:
    """Find signatures before a treaty was opened for signature, or *late* ones."""
    for facts in view.facts.values():
        opened, closed = days_of(facts.treaty.opened), days_of(facts.treaty.closed)
        for act in _sure(facts.signatures):
            first, second = (closed, act.span) if late else (act.span, opened)
            if surely_before(first, second):
                yield Finding((act.record.id, facts.treaty.id))


# What is denied or only alleged contradicts nothing.
def _sure(acts: Iterable[Act]) -> list[Act]:
    return [act for act in acts if is_sure(act.record)]


def signed_and(view: View, *, fail: Callable[[Act, Act], bool]) -> Iterator[Finding]:
    """Find consents that cannot stand beside a signature of the same party."""
    for row in view.participations:
        for both in product(_sure(row.consents), _sure(row.signatures)):
            if fail(*both):
                yield Finding(tuple(act.record.id for act in both))


def _comes_first(consent: Act, signature: Act) -> bool:
    """Whether a consent is from before the signature.

    A succession binds from the day on which the predecessor was bound.
    """
    succeeds = consent.instrument == "succession"
    return not succeeds and surely_before(consent.span, signature.span)


def _is_accession(consent: Act, _: Act) -> bool:
    """Whether a signatory accedes, which ratifies instead (VCLT, articles 14, 15)."""
    return consent.instrument == "accession"


def consents_that(
    view: View, *, fail: Callable[[Act, Facts], object]
) -> Iterator[Finding]:
    """Find consents of a party that cannot, or need not, have given them."""
    for facts in view.facts.values():
        for act in facts.consents:
            if fail(act, facts):
                yield _by_party(act.record, act.party)


def _is_early(act: Act, facts: Facts) -> bool:
    """Whether its State had not come out of another one by then."""
    return act.if_at_all.by(facts.born(act.party) - 1).definitely


def _succeeds_nobody(act: Act, facts: Facts) -> bool:
    """Whether it is a succession, and its State not known to have come out of one."""
    party, declared = act.party, facts.declared
    if act.instrument != "succession":
        return False
    states = (entry for entry in entries().values() if entry.kind == "state")
    ended = (entry.successors.split() for entry in states)
    came = predecessors(party, declared) or facts.born(party) > BEFORE_ALL
    is_known = came or party in {*declared, *facts.heirs.values(), *chain(*ended)}
    return not is_known


def _is_of_group(act: Act, facts: Facts) -> bool:
    """Whether its party is a group, which is neither a State nor an organisation."""
    party = facts.declared.get(act.party) or entry_of(act.party)
    return party.kind == "group"


def ratification_unsigned(view: View) -> Iterator[Finding]:
    """Find ratifications without a signature, where all acts are recorded.

    Where nobody is reported to have signed, signatures are not what is recorded.
    """
    for row in view.participations:
        is_reported = row.facts.treaty.has_all("signatures") and row.facts.signatures
        if is_reported and not row.signatures:
            for consent in row.consents:
                if consent.instrument == "ratification":
                    yield Finding((consent.record.id,))


def withdrawal_before_consent(view: View) -> Iterator[Finding]:
    """Find withdrawals of a consent that is later, or that is not recorded."""
    for row in view.participations:
        is_whole = row.facts.treaty.has_all("consents")
        severity: Severity = "error" if is_whole else "warning"
        for notice in _sure(row.notices):
            if not row.consents:
                code = "check-withdrawal-without-consent"
                yield Finding((notice.record.id,), code=code, severity=severity)
            elif all(surely_before(notice.span, c.span) for c in row.consents):
                yield Finding((notice.record.id, row.consents[0].record.id))


def late_revocation(view: View) -> Iterator[Finding]:
    """Find revocations of a notice that had taken effect by then (VCLT, article 68)."""
    for facts in view.facts.values():
        for notice, back in facts.revoked_late:
            yield Finding((back.record.id, notice.record.id))


def duplicate_consent(view: View) -> Iterator[Finding]:
    """Find two consents of one party without a withdrawal between them."""
    for row in view.participations:
        # A notification may follow a ratification, as that of article 25 of UNIDO's
        # constitution, which brought it into force.
        sure = _sure(row.consents)
        kinds = {act.instrument for act in sure} - {"notification"}
        consents = sorted(
            (act for act in sure if not kinds or act.instrument in kinds),
            key=lambda act: act.span.first,
        )
        for act, later in pairwise(consents):
            first, last = act.span.first, later.span.first
            if not any(first <= notice.span.first <= last for notice in row.notices):
                ids = (act.record.id, later.record.id)
                yield Finding(ids, (*ids, PartyId(act.party)))


def in_force_before_signature(view: View) -> Iterator[Finding]:
    """Find treaties stated to be in force before anybody signed them."""
    for facts in view.facts.values():
        signed = hull(act.span for act in facts.signatures)
        if signed and surely_before(days_of(facts.treaty.in_force), signed):
            yield Finding((facts.treaty.id,))


def entry_into_force_differs(view: View) -> Iterator[Finding]:
    """Find stated days of entry into force that the rule does not give."""
    for name, facts in view.facts.items():
        rule = facts.treaty.entry_into_force
        if facts.treaty.in_force is None or (rule and rule.or_agreed_date):
            continue
        stated = days_of(facts.treaty.in_force)
        by_rule = evaluate(facts, LAST).by_rule
        if by_rule and (
            surely_before(by_rule, stated) or surely_before(stated, by_rule)
        ):
            values = (name, str(facts.treaty.in_force), str(by_rule.when))
            yield Finding((name,), values)


def entry_into_force_in_doubt(view: View) -> Iterator[Finding]:
    """Find days of entry into force that rest on dates with a mark of doubt."""
    for name, facts in view.facts.items():
        if facts.marks and facts.treaty.in_force is None:
            doubtful = TreatyStatus(facts, LAST).in_doubt
            marked = (act for act in facts.consents if act.marks)
            if acts := [act for act in marked if act.party in doubtful]:
                ids = (name, *(act.record.id for act in acts))
                who = tuple(PartyId(act.party) for act in acts)
                yield Finding(ids, (name, who))


def territory_as_party(view: View) -> Iterator[Finding]:
    """Find consents in the name of a territory (VCLT, 29)."""
    for facts in view.facts.values():
        for act in facts.extensions:
            if not getattr(act.record, "territory", ""):
                yield _by_party(act.record, act.party)


def before_entry_into_force(view: View) -> Iterator[Finding]:
    """Find what cannot come before the entry into force, and is dated before it."""
    for name, facts in view.facts.items():
        consents = (act.record for act in facts.consents)
        dated = [
            (record.id, field, when)
            for record in (facts.treaty, *facts.suspensions, *consents)
            for field in _AFTER_ENTRY.get(record.kind, ())
            if (when := getattr(record, field))
        ]
        lasting = attrs.evolve(facts.treaty, terminated=None)  # else it never enters
        unended = attrs.evolve(facts, treaty=lasting)
        entry = evaluate(unended, LAST).entry if dated else None
        for id_, field, when in dated:
            if entry and surely_before(beginning(when), entry):
                ids = tuple(dict.fromkeys((id_, name)))
                yield Finding(ids, (id_, field, name, entry.when))


def late_application(view: View) -> Iterator[Finding]:
    """Find provisional applications that begin after entry into force (VCLT, 25)."""
    for name, facts in view.facts.items():
        entry = evaluate(facts, LAST).entry if facts.applications else None
        for record in facts.applications if entry else ():
            own = (act for act in facts.consents if act.party == record.party)
            begun = [effect_of(facts, act, entry) for act in own]
            for span in begun if record.party else [entry]:
                if record.when and span and surely_before(span, beginning(record.when)):
                    yield Finding((record.id, name))


def act_without_consent(view: View) -> Iterator[Finding]:
    """Find what a party does about a treaty that it had not consented to by then."""
    for facts in view.facts.values():
        for record, party, names in _acts_of_parties(facts):
            before = (act for name in names for act in getattr(facts, name))
            own = [
                a.span for a in before if facts.in_law(a.party) == facts.in_law(party)
            ]
            is_early = all(surely_before(days_said(record), span) for span in own)
            if is_sure(record) and is_early and all(map(facts.treaty.has_all, names)):
                yield _by_party(record, party)


def _acts_of_parties(facts: Facts) -> Iterator[tuple[Event, str, tuple[str, ...]]]:
    """Yield acts with who does them, and what has to come before, or one of these."""
    for act in facts.extensions:
        if not is_territory(act.party):
            yield act.record, act.party, ("consents",)
    for suspended in facts.suspensions:
        yield suspended, suspended.party, ("consents",)
    for made, objections in facts.reservations:
        yield made, made.party, ("consents", "signatures")
        for each in objections:
            yield each, each.party, ("consents", "signatures")


def late_reservation(view: View) -> Iterator[Finding]:
    """Find reservations after the consent to be bound (VCLT, article 19)."""
    for facts in view.facts.values():
        for made, _ in facts.reservations:
            own = hull(a.span for a in facts.consents if a.party == made.party)
            if own and is_sure(made) and surely_before(own, days_said(made)):
                yield Finding((made.id,))


def objection_out_of_place(view: View) -> Iterator[Finding]:
    """Find objections to what is neither another's reservation nor a treaty.

    A treaty has to ask for them, where its rule is known.
    """
    for event in view.collection.of(Objection):
        target = view.collection.origin.get(event.to)
        is_right = not target or isinstance(target, OpaqueEvent)
        if isinstance(target, Reservation):
            is_right = target.party != event.party
        elif isinstance(target, Treaty):
            rule = target.entry_into_force
            leaves = leaves_of(rule.condition) if rule else ()
            is_right = not rule or any(isinstance(x, Unless) for x in leaves)
        if target and not is_right:
            yield Finding((event.id, target.id))


def objection_at_wrong_time(view: View, *, late: bool) -> Iterator[Finding]:
    """Find objections before the reservation, or when it was accepted already.

    That is after twelve months, or by the consent of who objects if it is later (VCLT,
    article 20(5)).
    """
    for facts in view.facts.values():
        for made, objections in facts.reservations:
            span = days_said(made)
            for objection in objections:
                day, who = days_said(objection), objection.party
                theirs = (act for act in facts.consents if act.party == who)
                ends = [act.span.last or LAST for act in theirs]
                latest = max([_TWELVE_MONTHS.after(span.last or 0), *ends])
                is_sure_of_both = None not in {span.last, day.last}
                is_out = day.first > latest if late else surely_before(day, span)
                if is_sure_of_both and is_out:
                    yield Finding((objection.id, made.id))


def requirement_cycle(view: View) -> Iterator[Finding]:
    """Find treaties that wait for each other to enter into force."""
    yield from _circles({name: requires(f.treaty) for name, f in view.facts.items()})


def amendment_cycle(view: View) -> Iterator[Finding]:
    """Find treaties each of which would be later than the others."""
    earlier = defaultdict[str, list[str]](list)
    for name, facts in view.facts.items():
        if amended := facts.treaty.amends:
            earlier[name].append(amended)
        if later := facts.treaty.superseded_by:
            earlier[later].append(name)
    yield from _circles(earlier)


def _circles(graph: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    for *circle, _ in circles(graph, lambda name: graph.get(name, ())):
        code = "" if len(circle) > 1 else "check-waits-for-itself"
        yield Finding(tuple(circle), (tuple(circle),), code)


CHECKS = (
    Check("unknown-party", unknown_party),
    Check("rule-unsatisfiable", partial(rule_that, cannot=_unsatisfiable), "error"),
    Check("rule-unsatisfiable", fixed_early, "error"),
    Check("threshold-too-high", partial(rule_that, cannot=_too_high), "error"),
    Check("signature-before-opening", partial(signature_outside, late=False), "error"),
    Check("signature-after-closing", partial(signature_outside, late=True), "error"),
    Check("consent-before-signature", partial(signed_and, fail=_comes_first), "error"),
    Check("accession-by-signatory", partial(signed_and, fail=_is_accession)),
    Check("early-consent", partial(consents_that, fail=_is_early)),
    Check("no-predecessor", partial(consents_that, fail=_succeeds_nobody)),
    Check("ratification-unsigned", ratification_unsigned),
    Check("withdrawal-before-consent", withdrawal_before_consent, "error"),
    Check("late-revocation", late_revocation, "error"),
    Check("duplicate-consent", duplicate_consent, "error"),
    Check("in-force-before-signature", in_force_before_signature),
    Check("entry-into-force-differs", entry_into_force_differs),
    Check("entry-into-force-in-doubt", entry_into_force_in_doubt),
    Check("territory-as-party", territory_as_party),
    Check("group-as-party", partial(consents_that, fail=_is_of_group)),
    Check("before-entry-into-force", before_entry_into_force),
    Check("late-application", late_application),
    Check("act-without-consent", act_without_consent),
    Check("late-reservation", late_reservation),
    Check("objection-out-of-place", objection_out_of_place, "error"),
    Check("objection-too-early", partial(objection_at_wrong_time, late=False), "error"),
    Check("objection-too-late", partial(objection_at_wrong_time, late=True)),
    Check("requirement-cycle", requirement_cycle, "error"),
    Check("amendment-cycle", amendment_cycle, "error"),
)
