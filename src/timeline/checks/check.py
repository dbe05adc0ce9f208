"""Look for the slips that show up in lists that people keep for years.

Every record is sound by itself, or it would not be here; what is wrong shows only when
several are compared.
"""

from __future__ import annotations

from timeline.checks import people, records, treaties
from timeline.checks.view import Check, View
from timeline.collection.collection import Collection
from timeline.errors import Problem
from timeline.language.format import Words

__all__ = ["CHECKS", "check"]

# In this order findings are listed. To add a check, write its function with
# `check_for`, name it here, and add its phrases to the catalogues.
CHECKS: tuple[Check, ...] = (
    records.first_of_month,
    records.id_contradicts_date,
    people.same_person,
    people.mixed_script,
    records.word_drift,
    records.publication_date,
    records.no_source,
    people.two_places,
    people.office_drift,
    records.unknown_party,
    records.duplicate_event,
    records.ambiguous_date,
    records.outcome_not_reported,
    records.stop_out_of_place,
    records.not_a_treaty,
    records.former_state,
    records.zone_rule_changed,
    records.unknown_field,
    records.unknown_kind,
    records.contradiction,
    treaties.unknown_party,
    treaties.rule_unsatisfiable,
    treaties.threshold_too_high,
    treaties.signature_before_opening,
    treaties.signature_after_closing,
    treaties.consent_before_signature,
    treaties.accession_by_signatory,
    treaties.ratification_unsigned,
    treaties.withdrawal_before_consent,
    treaties.duplicate_consent,
    treaties.in_force_before_signature,
    treaties.entry_into_force_differs,
    treaties.requirement_cycle,
)


def check(collection: Collection, language: str = "en") -> tuple[Problem, ...]:
    """Return what looks wrong with *collection*; see `Timeline.check`."""
    view, words = View(collection), Words(language)
    problems = [
        Problem(
            check.code,
            words.message(finding.message),
            finding.ids,
            severity=finding.severity or check.severity,
            hint=words.message(check.remedy),
        )
        for check in CHECKS
        for finding in check.find(view)
    ]
    return tuple(dict.fromkeys(problems))
