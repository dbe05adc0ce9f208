"""What cannot be right about the treaties of a timeline, though each record is sound.

Findings name every record they are about, by its id. Those of severity ``error`` are
impossible; the others are rare, and mostly slips.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from timeline.errors import Problem
from timeline.parties.parties import is_known, is_organization, party_name
from timeline.records.entry_into_force import EntryIntoForce
from timeline.records.treaties import Ratification
from timeline.text import listing
from timeline.treaties.acts import (
    Deed,
    Facts,
    all_facts,
    days_of,
    requires,
    surely_before,
)
from timeline.treaties.evaluate import outcome_of

if TYPE_CHECKING:
    from timeline.collection.collection import Collection

__all__ = ["treaty_findings"]


def treaty_findings(collection: Collection) -> Iterator[Problem]:
    """Yield what cannot be right, treaty by treaty, in the order of the timeline."""
    known = all_facts(collection)
    for facts in known.values():
        yield from _of_rule(facts)
        yield from _of_signatures(facts)
        yield from _of_consents(facts)
        yield from _of_stated(facts)
    yield from _circles(known)


def _finding(
    code: str,
    message: str,
    names: tuple[str, ...],
    severity: Literal["error", "warning"] = "error",
) -> Problem:
    return Problem(code, message, names, severity=severity)


def _of_rule(facts: Facts) -> Iterator[Problem]:
    """Judge a rule by who can become a party at all."""
    treaty, rule = facts.treaty, facts.treaty.entry_into_force
    if rule is None:
        return
    weighed = rule.weights.parties if rule.weights else ()
    if unknown := [c for c in (*rule.named, *dict(weighed)) if not is_known(c)]:
        message = (
            f"the rule of {treaty.id} names {listing(unknown, 'and')}: no party we know"
        )
        yield _finding("unknown-party", message, (treaty.id,), "warning")
    if rule.all_parties and not treaty.parties:
        message = f"all parties of {treaty.id} must consent, but none are named"
        yield _finding("rule-unsatisfiable", message, (treaty.id,))
    if not treaty.parties:
        return
    severity: Literal["error", "warning"] = "error" if treaty.complete else "warning"
    eligible = [
        code
        for code in treaty.parties
        if rule.organizations or not is_organization(code)
    ]
    if rule.count is not None and rule.count > len(eligible):
        message = (
            f"{treaty.id} needs {rule.count} parties, but only {len(eligible)} can"
            " become one and count"
        )
        yield _finding("threshold-too-high", message, (treaty.id,), severity)
    if strangers := [code for code in rule.named if code not in treaty.parties]:
        names = listing(map(party_name, strangers), "and")
        message = f"{treaty.id} needs {names}, who cannot become party to it"
        yield _finding("rule-unsatisfiable", message, (treaty.id,), severity)
    yield from _of_weights(facts, rule, severity)


def _of_weights(
    facts: Facts, rule: EntryIntoForce, severity: Literal["error", "warning"]
) -> Iterator[Problem]:
    treaty, weights = facts.treaty, rule.weights
    if weights is None or not weights.parties:
        return
    reach = sum(w for code, w in weights.parties if code in treaty.parties)
    if reach < weights.needed:
        message = f"the parties of {treaty.id} weigh less than {weights.share}"
        yield _finding("threshold-too-high", message, (treaty.id,), severity)


def _of_signatures(facts: Facts) -> Iterator[Problem]:
    """Judge signatures by when the treaty could be signed."""
    opened, closed = days_of(facts.treaty.opened), days_of(facts.treaty.closed)
    for deed in facts.signatures:
        names = (deed.record.id, facts.treaty.id)
        if surely_before(deed.span, opened):
            message = f"{names[0]} is dated before {names[1]} opened for signature"
            yield _finding("signature-before-opening", message, names)
        if facts.treaty.closed and surely_before(closed, deed.span):
            message = f"{names[0]} is dated after {names[1]} closed for signature"
            yield _finding("signature-after-closing", message, names)


def _of_consents(facts: Facts) -> Iterator[Problem]:
    """Judge the deeds of each party by one another."""
    by_party: dict[str, list[list[Deed]]] = defaultdict(lambda: [[], [], []])
    deeds = (facts.signatures, facts.consents, facts.notices)
    for kind, several in enumerate(deeds):
        for deed in several:
            by_party[deed.party][kind].append(deed)
    for signed, consents, left in by_party.values():
        for consent in consents:
            yield from _of_consent(facts, consent, signed)
        yield from _of_withdrawals(consents, left, complete=facts.treaty.complete)
        consents.sort(key=lambda deed: deed.span.first)
        for one, two in pairwise(consents):
            if not any(
                one.span.first <= gone.span.first <= two.span.first for gone in left
            ):
                names = (one.record.id, two.record.id)
                message = f"{names[0]} and {names[1]} both bind {party_name(one.party)}"
                yield _finding("consent-twice", message, names)


def _of_consent(facts: Facts, consent: Deed, signed: list[Deed]) -> Iterator[Problem]:
    """Judge one consent by the signatures of its party."""
    record = consent.record
    instrument = record.instrument if isinstance(record, Ratification) else ""
    for signature in signed:
        names = (record.id, signature.record.id)
        if instrument != "succession" and surely_before(consent.span, signature.span):
            message = f"{names[0]} is dated before its party's signature, {names[1]}"
            yield _finding("consent-before-signature", message, names)
        if instrument == "accession":
            message = f"{names[0]} is an accession, though {names[1]} is a signature"
            yield _finding("accession-by-signatory", message, names, "warning")
    if instrument == "ratification" and not signed and facts.treaty.complete:
        message = f"{record.id} ratifies what its party is not told to have signed"
        yield _finding("ratification-unsigned", message, (record.id,), "warning")


def _of_withdrawals(
    consents: list[Deed], left: list[Deed], *, complete: bool
) -> Iterator[Problem]:
    """Judge withdrawals by what there was to withdraw."""
    for notice in left:
        name = notice.record.id
        later = [c for c in consents if surely_before(notice.span, c.span)]
        if later and len(later) == len(consents):
            names = (name, later[0].record.id)
            message = f"{names[0]} is dated before any consent of its party: {names[1]}"
            yield _finding("withdrawal-before-consent", message, names)
        if not consents:
            message = f"{name} withdraws a consent that nothing tells of"
            severity: Literal["error", "warning"] = "error" if complete else "warning"
            yield _finding("withdrawal-before-consent", message, (name,), severity)


def _of_stated(facts: Facts) -> Iterator[Problem]:
    """Compare what is stated of a treaty with what its rule gives."""
    treaty = facts.treaty
    if treaty.in_force is None:
        return
    stated = days_of(treaty.in_force)
    if facts.signatures and all(
        surely_before(stated, d.span) for d in facts.signatures
    ):
        message = f"{treaty.id} is stated to be in force before anybody signed it"
        yield _finding("in-force-before-signature", message, (treaty.id,), "warning")
    last = stated.last if stated.last is not None else stated.first
    by_rule = outcome_of(facts, last).by_rule
    if by_rule and (surely_before(by_rule, stated) or surely_before(stated, by_rule)):
        message = (
            f"{treaty.id} is stated to be in force since {treaty.in_force}, but its"
            f" rule gives {by_rule.when}"
        )
        yield _finding("entry-into-force-differs", message, (treaty.id,), "warning")


def _circles(known: dict[str, Facts]) -> Iterator[Problem]:
    """Find treaties that wait for each other."""
    for name, facts in known.items():
        seen, found = {name}, [*requires(facts.treaty)]
        while found:
            other = found.pop()
            if other == name:
                message = f"{name} cannot enter into force before itself"
                yield _finding("rule-unsatisfiable", message, (name,))
                break
            if other not in seen and other in known:
                seen.add(other)
                found += requires(known[other].treaty)
