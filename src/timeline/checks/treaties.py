"""Checks of what cannot be right about treaties, though each record is sound."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise, product

from timeline.checks.view import Finding, Severity, View, check_for, quoted
from timeline.language.message import PartyId
from timeline.parties.parties import is_known, is_organization
from timeline.records.entry_into_force import EntryIntoForce
from timeline.records.event import Event
from timeline.records.treaties import Ratification, Treaty
from timeline.treaties.acts import Act, days_of, requires, surely_before
from timeline.treaties.evaluate import evaluate

__all__ = ["CHECKS"]


def _rules(view: View) -> Iterator[tuple[Treaty, EntryIntoForce, Severity]]:
    """Yield the treaties that have a rule, and how bad it is if it cannot be met.

    Where the acts are not said to be complete, more participants may exist.
    """
    for facts in view.facts.values():
        treaty = facts.treaty
        if treaty.entry_into_force is not None:
            severity: Severity = "error" if treaty.complete else "warning"
            yield treaty, treaty.entry_into_force, severity


@check_for("unknown-party")
def unknown_party(view: View) -> Iterator[Finding]:
    """Find rules that name a party that is not known."""
    for treaty, rule, _ in _rules(view):
        weighed = dict(rule.weights.parties) if rule.weights else {}
        if unknown := [c for c in (*rule.named, *weighed) if not is_known(c)]:
            values = (treaty.id, quoted(unknown))
            yield Finding((treaty.id,), values, "check-rule-unknown-party")


@check_for("rule-unsatisfiable", "error")
def rule_unsatisfiable(view: View) -> Iterator[Finding]:
    """Find rules that need parties of a treaty that it does not have."""
    for treaty, rule, severity in _rules(view):
        if rule.all_parties and not treaty.parties:
            ids = (treaty.id,)
            yield Finding(ids, ids, "check-rule-without-parties")
        strangers = [code for code in rule.named if code not in treaty.parties]
        if treaty.parties and strangers:
            values = (treaty.id, tuple(map(PartyId, strangers)))
            yield Finding((treaty.id,), values, severity=severity)


@check_for("threshold-too-high", "error")
def threshold_too_high(view: View) -> Iterator[Finding]:
    """Find rules that need more parties, or weight, than a treaty can have."""
    for treaty, rule, severity in _rules(view):
        if not treaty.parties:
            continue
        counted = [
            code
            for code in treaty.parties
            if rule.organizations or not is_organization(code)
        ]
        if rule.count is not None and rule.count > len(counted):
            values = (treaty.id, rule.count, len(counted))
            yield Finding((treaty.id,), values, severity=severity)
        weights = rule.weights
        if weights is not None and weights.parties:
            reach = sum(w for code, w in weights.parties if code in treaty.parties)
            if reach < weights.needed:
                share = (treaty.id, weights.share)
                yield Finding((treaty.id,), share, "check-weight-too-high", severity)


@check_for("signature-before-opening", "error")
def signature_before_opening(view: View) -> Iterator[Finding]:
    """Find signatures from before a treaty was opened for signature."""
    for facts in view.facts.values():
        opened = days_of(facts.treaty.opened)
        for act in facts.signatures:
            if surely_before(act.span, opened):
                yield _about(act.record, facts.treaty)


@check_for("signature-after-closing", "error")
def signature_after_closing(view: View) -> Iterator[Finding]:
    """Find signatures from after a treaty was closed for signature."""
    for facts in view.facts.values():
        closed = days_of(facts.treaty.closed)
        for act in facts.signatures:
            if surely_before(closed, act.span):
                yield _about(act.record, facts.treaty)


def _about(*records: Event) -> Finding:
    """Return a finding about records, whose ids fill its phrase."""
    ids = tuple(record.id for record in records)
    return Finding(ids, ids)


def _signed(view: View) -> Iterator[tuple[Act, Act, str]]:
    """Yield each consent with each signature of its party, and its instrument."""
    for row in view.participations:
        for consent, signature in product(row.consents, row.signatures):
            yield consent, signature, _instrument(consent)


def _instrument(act: Act) -> str:
    return act.record.instrument if isinstance(act.record, Ratification) else ""


@check_for("consent-before-signature", "error")
def consent_before_signature(view: View) -> Iterator[Finding]:
    """Find consents from before the signature of the same party."""
    for consent, signature, instrument in _signed(view):
        # A succession binds from the day on which the predecessor was bound.
        if instrument != "succession" and surely_before(consent.span, signature.span):
            yield _about(consent.record, signature.record)


@check_for("accession-by-signatory")
def accession_by_signatory(view: View) -> Iterator[Finding]:
    """Find accessions of signatories, which ratify instead (VCLT, articles 14, 15)."""
    for consent, signature, instrument in _signed(view):
        if instrument == "accession":
            yield _about(consent.record, signature.record)


@check_for("ratification-unsigned")
def ratification_unsigned(view: View) -> Iterator[Finding]:
    """Find ratifications without a signature, where all acts are recorded."""
    for row in view.participations:
        if row.facts.treaty.complete and not row.signatures:
            for consent in row.consents:
                if _instrument(consent) == "ratification":
                    yield _about(consent.record)


@check_for("withdrawal-before-consent", "error")
def withdrawal_before_consent(view: View) -> Iterator[Finding]:
    """Find withdrawals of a consent that is later, or that is not recorded."""
    for row in view.participations:
        severity: Severity = "error" if row.facts.treaty.complete else "warning"
        for notice in row.notices:
            if not row.consents:
                ids = (notice.record.id,)
                yield Finding(ids, ids, "check-withdrawal-without-consent", severity)
            elif all(surely_before(notice.span, c.span) for c in row.consents):
                yield _about(notice.record, row.consents[0].record)


@check_for("duplicate-consent", "error")
def duplicate_consent(view: View) -> Iterator[Finding]:
    """Find two consents of one party without a withdrawal between them."""
    for row in view.participations:
        consents = sorted(row.consents, key=lambda act: act.span.first)
        for act, later in pairwise(consents):
            first, last = act.span.first, later.span.first
            if not any(first <= notice.span.first <= last for notice in row.notices):
                ids = (act.record.id, later.record.id)
                yield Finding(ids, (*ids, PartyId(act.party)))


@check_for("in-force-before-signature")
def in_force_before_signature(view: View) -> Iterator[Finding]:
    """Find treaties stated to be in force before anybody signed them."""
    for facts in view.facts.values():
        stated = days_of(facts.treaty.in_force)
        if facts.signatures and all(
            surely_before(stated, act.span) for act in facts.signatures
        ):
            yield _about(facts.treaty)


@check_for("entry-into-force-differs")
def entry_into_force_differs(view: View) -> Iterator[Finding]:
    """Find stated days of entry into force that the rule does not give."""
    for name, facts in view.facts.items():
        if facts.treaty.in_force is None:
            continue
        stated = days_of(facts.treaty.in_force)
        last = stated.first if stated.last is None else stated.last
        by_rule = evaluate(facts, last).by_rule
        if by_rule and (
            surely_before(by_rule, stated) or surely_before(stated, by_rule)
        ):
            values = (name, str(facts.treaty.in_force), str(by_rule.when))
            yield Finding((name,), values)


@check_for("requirement-cycle", "error")
def requirement_cycle(view: View) -> Iterator[Finding]:
    """Find treaties that wait for each other to enter into force."""
    # graphlib names one cycle at a time: each is taken out before it looks again.
    graph = {name: requires(facts.treaty) for name, facts in view.facts.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            cycle = tuple(dict.fromkeys(error.args[1]))
            yield Finding(cycle, (cycle,))
            graph = {name: graph[name] for name in graph if name not in cycle}
        else:
            return


CHECKS = (
    unknown_party,
    rule_unsatisfiable,
    threshold_too_high,
    signature_before_opening,
    signature_after_closing,
    consent_before_signature,
    accession_by_signatory,
    ratification_unsigned,
    withdrawal_before_consent,
    duplicate_consent,
    in_force_before_signature,
    entry_into_force_differs,
    requirement_cycle,
)
