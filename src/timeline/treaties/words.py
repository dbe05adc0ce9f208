"""How a treaty stands, in words and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.language.format import Words
from timeline.parties.parties import party_name
from timeline.report.layout import Grid
from timeline.text import listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from timeline.records.treaties import ParliamentaryStep, ProvisionalApplication
    from timeline.treaties.by_party import PartyTreaties
    from timeline.treaties.status import PartyStatus, TreatyStatus
    from timeline.when.when import When

__all__ = ["explanation", "party_grid", "status_grid", "status_line"]


def status_line(status: TreatyStatus) -> str:
    """Return ``104 signatories, 13 parties, not in force`` and what else matters."""
    words = Words()
    parts = [
        _number(len(status.signatories), "signatory", "signatories"),
        _number(len(status.parties), "party", "parties"),
    ]
    parts += [f"perhaps {len(status.perhaps)} more"] if status.perhaps else []
    state = status.state
    if status.entry_into_force and state in {"in force", "perhaps in force"}:
        state = f"{state} since {_date(words, status.entry_into_force)}"
    elif status.entry_into_force and state == "not in force":
        state = f"enters into force on {_date(words, status.entry_into_force)}"
    line = ", ".join([*parts, state])
    if status.applied.possibly and status.state != "in force":
        perhaps = "" if status.applied.definitely else "perhaps "
        line += f"; {perhaps}applied provisionally"
    if status.told_until and status.told_until.before(status.on).definitely:
        line += f"; told until {_date(words, status.told_until)}"
    return line


def explanation(status: TreatyStatus) -> list[str]:
    """Return the rule, how far it is met, and what is missing, as sentences."""
    words, rule = Words(), status.treaty.entry_into_force
    said = [str(rule)] if rule else ["No rule of entry into force is told."]
    if status.treaty.in_force is not None:
        said.append(
            f"In force since {_date(words, status.treaty.in_force)}, as stated."
        )
    if status.trigger is not None and status.by_rule is not None:
        exact = not status.trigger.text.startswith("[")
        who = _names(act.party for act in status.deposits)
        said.append(
            f"The conditions were met on {_date(words, status.trigger)}"
            f"{f' by {who}' if exact and len(status.deposits) <= 12 else ''}:"
            f" entry into force on {_date(words, status.by_rule)}."
        )
    if not status.needed.nothing:
        said.append(f"Still needed: {status.needed}.")
    said += [
        f"{name.capitalize()}: {_names(found)}."
        for name in ("outstanding", "perhaps", "withdrawn")
        if (found := getattr(status, name))
    ]
    said += [_application(words, application) for application in status.applications]
    return said


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _date(words: Words, when: When | None) -> str:
    return words.date(when.text) if when else ""


def _names(codes: Iterable[str]) -> str:
    return listing(map(party_name, codes), "and")


def _application(words: Words, application: ProvisionalApplication) -> str:
    who = f" by {party_name(application.party)}" if application.party else ""
    scope = f", in part ({application.scope})" if application.scope else ""
    return f"Applied provisionally{who} {_date(words, application.when)}{scope}."


def status_grid(status: TreatyStatus) -> Grid:
    """Return a row for each party, and what parliaments did as notes under it."""
    words = Words()
    rows, notes = [], {}
    for number, row in enumerate(status.rows):
        act = row.act if row.state in {"party", "perhaps", "former"} else None
        rows.append(
            (
                party_name(row.party),
                _date(words, row.signed),
                _date(words, row.deposited) if act else "",
                act.instrument.replace("_", " ") if act else "",
                _date(words, row.since) if act else "",
                _stands(words, row),
            )
        )
        if row.steps:
            notes[number] = [_step(words, step) for step in row.steps]
    title = status.treaty.title
    on = f"{_date(words, status.on)}: {status}"
    columns = ("Party", "Signed", "Consented", "By", "In effect", "Stands")
    return Grid(columns, rows, notes=notes, title=title, above=[on], spare=(3,))


def _stands(words: Words, row: PartyStatus) -> str:
    if row.withdrawal is None:
        return row.state
    if row.withdrawal.effective is None:
        return "former" if row.state == "former" else "notice given"
    day = _date(words, row.withdrawal.effective)
    return f"left on {day}" if row.state == "former" else f"leaves on {day}"


def _step(words: Words, step: ParliamentaryStep) -> str:
    parts = [step.body or "parliament", step.status, step.result]
    said = " ".join(part for part in parts if part)
    return f"{said}, {_date(words, step.when)}" if step.when else said


def party_grid(party: PartyTreaties) -> Grid:
    """Return a row for each treaty that a party has anything to do with."""
    words = Words()
    rows = []
    for status, row in party.rows:
        name = status.treaty.id
        days = party.waiting(name) if name in party.unratified else None
        rows.append(
            (
                status.treaty.label,
                _date(words, row.signed),
                _date(words, row.deposited) if row.state == "party" else "",
                _stands(words, row),
                "" if days is None else str(days),
            )
        )
    title = f"{party_name(party.party)}, on {_date(words, party.on)}"
    columns = ("Treaty", "Signed", "Consented", "Stands", "Days since signature")
    return Grid(columns, rows, title=title)
