"""How a treaty stands, as a line, as sentences and as a table."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress
from typing import NamedTuple

import attrs

from timeline.certainty import Certainty
from timeline.collection.labels import act_name, claims_of, inferred_text
from timeline.language.words import Words
from timeline.records.conditions import Quorum
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.records.treaties import ParliamentaryStep, ProvisionalApplication
from timeline.report.grid import Grid, over
from timeline.report.html import mark_up
from timeline.report.marks import Marks
from timeline.text import clean, searchable
from timeline.treaties.acts import Days, come_by, days_of, days_said
from timeline.treaties.status import PartyStatus, PartyTreaties, TreatyStatus, is_plain
from timeline.when.when import When

_COLUMNS = (
    "treaty-participant",
    "treaty-signature",
    "treaty-consent",
    "treaty-instrument",
    "treaty-entry-into-force",
    "treaty-status",
)
_MOST_NAMED = 12  # parties or deposits that a sentence still names
_MANY = 8  # participants, from which on they are grouped by state
_UNSURE = ("treaty-unsure", "treaty-uncertain", "treaty-leaving")  # counts of them
_WAITING = ("no action reported", "signature not determined", "signatory")
# The states of participants in the order in which many stand, with their signs.
STATES = {
    "party": "done",
    "contracting State": "done",
    "contracting organisation": "done",
    "not determined": "expected",
    "notice of withdrawal": "off",
    "signatory": "waiting",
    "signature not determined": "expected",
    "no action reported": "not-stated",
    "objected": "off",
    "withdrawn": "off",
    "former party": "off",
    "succeeded by": "not-stated",
}


def words_of(status: TreatyStatus, language: str) -> Words:
    """Return the words of a language, with the names that the timeline declares."""
    declared = status.facts.declared.values()
    return Words(language, {party.id: party.name for party in declared})


def status_line(status: TreatyStatus, language: str = "en") -> str:
    """Return ``104 signatories, 13 parties, not in force`` and what else matters."""
    words = words_of(status, language)
    consents = [status[code] for code in status.parties]
    bound = [row for row in consents if row.bound is Certainty.YES]
    over = {"former party", "not determined"}  # or perhaps so, if it may have ended
    others = [row for row in consents if row not in bound]
    awaited = [row for row in others if not row.begun.definitely]
    if status.state == "terminated":
        awaited = []  # its end ended every bond (article 70)
    contracting = [row for row in awaited if row.state not in over]
    leaving = [party for party in status.perhaps if status[party].withdrawal]
    left = status.former and not status.treaty.has_all("consents")
    mixed = any(status.facts.is_organization(row.party) for row in contracting)
    counts = {  # and whether there are known to be none
        "treaty-signatories": (len(status.signatories), not status.may_have_signed),
        "treaty-unsure": (len(status.may_have_signed), False),
        "treaty-parties": (len(bound), not (consents or status.perhaps or left)),
        f"treaty-contracting{'-mixed' if mixed else ''}": (len(contracting), False),
        "treaty-uncertain": (len(status.perhaps) - len(leaving), False),
        "treaty-leaving": (len(leaving), False),
    }
    told = {key: count for key, (count, is_none) in counts.items() if count or is_none}
    parts = [_count(status, key, count, words) for key, count in told.items()]
    more: list[str] = []
    if status.suspended is Certainty.MAYBE and status.in_force.possibly:
        more.append(words.say("treaty-may-be-suspended"))
    if status.applied.possibly and status.state != "in force":
        more.append(words.say(f"treaty-applied-{status.applied.value}"))
    more += as_at(status, words)
    return words.clauses([", ".join([*parts, words.message(status.message)]), *more])


def as_at(status: TreatyStatus, words: Words) -> list[str]:
    """Say as at which day it is known how a treaty stands, if that is past."""
    if status.as_at is None and status.facts.is_before(status.day):
        return [words.say("treaty-as-at-unknown")]
    if status.as_at is None or not status.as_at.before(status.on).definitely:
        return []
    return [words.say("treaty-as-at", words.when(status.as_at))]


def _headline(status: TreatyStatus, words: Words) -> Iterator[str]:
    """Yield the state, and until in force how far what it needs is met."""
    said = [words.message(status.message)]
    if status.state in {"not in force", "not determined"}:
        said.append(_progress(status, words))
    if status.treaty.entry_into_force or status.state != "not determined":
        yield words.heading(words.clauses(said))


def _progress(status: TreatyStatus, words: Words) -> str:
    """Say how many of those needed have consented, or else what is missing."""
    number, counted = needed(status) or (0, ())
    has = sum(party in counted for party in status.parties)
    said = words.say("treaty-of-needed", has, number)
    is_whole = status.treaty.has_all("consents") or _is_told(status)
    is_floor = status.perhaps or not is_whole
    if number and (has or not is_floor):
        return words.say("treaty-at-least", said) if is_floor else said
    if is_floor or status.needed.nothing or status.trigger:
        return ""
    missing = words.message(status.needed.message, _titles(status))
    return words.say("treaty-needed", missing)


def _titles(status: TreatyStatus) -> Callable[[str], str]:
    """Return what names a treaty by its id."""
    named = {id_: clean(t.label) for id_, t in status.facts.treaties.items()}
    return lambda id_: named.get(id_, id_)


def needed(status: TreatyStatus) -> tuple[int, Container[str]] | None:
    """Return how many consents bring it into force, if a number does, and of whom."""
    rule = status.treaty.entry_into_force
    quorum = rule.condition if rule else None
    if not isinstance(quorum, Quorum) or quorum.weights or quorum.parties_of:
        return None
    if quorum.share == "all" and (quorum.of or quorum.group == "parties"):
        whose = {*(quorum.of or status.treaty.parties)}
        return len(whose), whose
    if quorum.at_least is None or quorum.of or quorum.group:
        return None
    every, facts = quorum.organizations, status.facts
    parties = (row.party for row in status)
    counted = {p for p in parties if every or not facts.is_organization(p)}
    return quorum.at_least, counted


def _is_told(status: TreatyStatus) -> bool:
    """Whether of each of the treaty's own parties something is reported."""
    return bool(status.treaty.parties) and not status.not_reported


def _count(status: TreatyStatus, key: str, count: int, words: Words) -> str:
    """Return a count; a floor, where nobody says that all acts are reported.

    Where nobody is reported to have signed, signatures are not what is recorded.
    """
    treaty, of_signing = status.treaty, key == "treaty-signatories"
    is_whole = treaty.has_all("signatures" if of_signing else "consents")
    if not count:
        is_known = is_whole and (status.facts.signatures or not of_signing)
        return words.say(f"{key}-{'none' if is_known else 'unreported'}")
    is_told = is_whole or _is_told(status)
    if of_signing:
        signed = [row.has_signed.definitely for row in status]
        is_told = is_whole or (bool(treaty.parties) and all(signed))
    said = words.say(key, count)
    return said if is_told or key in _UNSURE else words.say("treaty-at-least", said)


def _said(when: When, words: Words, is_inferred: object, **how: bool) -> str:
    """Return a date, and whether the keeper inferred it or what it rests on."""
    said = words.when(when, **how)
    return type(said)(words.say("inferred", said)) if is_inferred else said


def _on(when: When, words: Words, is_inferred: object = None) -> str:
    """Return a date as it follows a verb: "on 1 Mar 2025", "1 Mar 2025 or later"."""
    return words.say("on-date", _said(when, words, is_inferred))


# The fields of a treaty that state how it stands, and what is said once they are past.
_STATED = (
    ("in_force", "treaty-stated", "treaty-stated-ahead"),
    ("suspended", "treaty-operation-suspended", "treaty-operation-suspended"),
    ("terminated", "treaty-ended", "treaty-ends"),
)


def sentences(status: TreatyStatus, language: str = "en") -> list[str]:
    """Return the rule, how far it is met, and what is missing."""
    words = words_of(status, language)
    said = [*_reasons(status, words)]
    return said + [_application(a, status, words) for a in status.applications]


def marked_sentences(
    status: TreatyStatus, marks: Marks, language: str
) -> Iterator[str]:
    """Yield the same with the marks of sources after the rule and what is applied."""
    said, applied = sentences(status, language), status.applications
    plain = [None] * (len(said) - 1 - len(applied))
    pairs = zip(said, (status.treaty, *plain, *applied), strict=True)
    return (marked(*pair, marks) for pair in pairs)


def _reasons(status: TreatyStatus, words: Words) -> Iterator[str]:
    rule = status.treaty.entry_into_force
    title = _titles(status)
    yield words.message(rule.message, title) if rule else words.say("treaty-no-rule")
    yield from _as_stated(status, words)
    yield from _related(status, words)
    yield from _trigger(status, words)
    yield from _of_parties("treaty-in-doubt", status.in_doubt, words)
    yield from _of_parties("treaty-implied", status.implied, words)
    has_ended = status.state == "terminated"
    # What may have been met within its window is not missing any more.
    may_be_met = status.trigger and status.needed.is_closed
    if not (status.needed.nothing or has_ended or may_be_met):
        key = "treaty-otherwise-needed" if status.trigger else "treaty-still-needed"
        yield words.say(key, words.message(status.needed.message, title))
    for key, codes in _standings(status, has_ended=has_ended).items():
        yield from _of_parties(key, codes, words)


def _standings(status: TreatyStatus, *, has_ended: bool) -> dict[str, Sequence[str]]:
    """Return by a phrase the parties of which it is true."""
    is_named = {*status.outstanding} <= {*status.needed.parties}
    took_back, may_have, neither = (
        [p for p in status.withdrawn if status[p].took_back is held]
        for held in (Certainty.YES, Certainty.MAYBE, Certainty.NO)
    )
    leaving = [p for p in neither if p not in status.former]
    notices = [p for p in leaving if status[p].is_noticed]
    is_whole = status.treaty.has_all("consents")  # else others may be missing, too
    missing = f"treaty-consent-{'missing' if is_whole else 'pending'}"
    return {
        missing: () if has_ended or is_named else status.outstanding,
        "treaty-perhaps": [p for p in status.perhaps if p not in leaving],
        "treaty-notices": notices,
        "treaty-may-leave": [p for p in leaving if p not in notices],
        "treaty-withdrawn": status.former,
        "treaty-took-back": took_back,
        "treaty-may-have-left": may_have,
        **{
            f"treaty-suspended-by-{held.value}": [
                row.party for row in status if row.suspended is held
            ]
            for held in (Certainty.YES, Certainty.MAYBE)
        },
    }


def _related(status: TreatyStatus, words: Words) -> Iterator[str]:
    """Yield what a treaty amends, and of later ones those adopted by then."""
    own, others = status.treaty, status.facts.treaties
    by_then = (t for t in others.values() if days_of(t.when).first <= status.day)
    adopted = {treaty.id: treaty for treaty in by_then}
    superseded = "superseded" if status.superseded.definitely else "to-be-superseded"
    for key, found in (
        ("amends", [others.get(own.amends or "")]),
        ("amendments", [t for t in adopted.values() if t.amends == own.id]),
        (superseded, [adopted.get(own.superseded_by or "")]),
    ):
        if labels := [clean(other.label) for other in found if other]:
            yield words.say(f"treaty-{key}", words.list(labels))
    for name, joined in status.as_amended.items():
        if joined:
            who = words.list(map(words.party, joined))
            yield words.say("treaty-as-amended", clean(others[name].label), who)


def _of_parties(key: str, codes: Sequence[str], words: Words) -> Iterator[str]:
    """Yield what holds of some parties, unless there are none."""
    if codes:
        yield words.say(key, words.list(map(words.party, codes)))


def _as_stated(status: TreatyStatus, words: Words) -> Iterator[str]:
    """Yield how a treaty is stated to stand, and whether anyone denies it."""
    for name, past, ahead in _STATED:
        if when := getattr(status.treaty, name):
            key = past if days_of(when).by(status.day).definitely else ahead
            if key == "treaty-ends" and status.state == "terminated":
                key = "treaty-was-to-end"
            if key == "treaty-stated" and not is_plain(when):
                key = "treaty-stated-within"
            yield words.say(key, _said(when, words, name in status.treaty.inferred))
    if when := status.left:
        come = come_by(status.evaluation.left, status.day)
        has_ended = status.state == "terminated"
        key = "yes" if has_ended else "maybe" if come.possibly else "no"
        yield words.say(f"treaty-left-{key}", _on(when, words))
    if status.treaty.doubtful:
        yield words.say("treaty-doubtful")


def _trigger(status: TreatyStatus, words: Words) -> Iterator[str]:
    """Say when the conditions were met, and by whose deposits."""
    days = status.evaluation.trigger
    if days is None or status.trigger is None or status.by_rule is None:
        return
    stated = status.treaty.in_force and status.evaluation.entry
    if stated and stated.last is not None and days.last is None:
        return  # such a range adds nothing to a stated day
    is_inferred = status.is_inferred("by_rule")
    dates = [_on(day, words, is_inferred) for day in (status.trigger, status.by_rule)]
    made = [act.party for act in status.deposits if _is_within(days_said(act), days)]
    if is_plain(status.trigger) and 0 < len(made) <= _MOST_NAMED:
        yield words.say("treaty-met-by", *dates, words.list(map(words.party, made)))
    else:
        met = days.by(status.day).definitely
        yield words.say("treaty-met" if met else "treaty-may-be-met", *dates)


def _is_within(made: Days, days: Days) -> bool:
    """Whether a deposit was surely made on one of some days."""
    is_over = made.last is not None and days.last is not None and made.last <= days.last
    return days.first <= made.first and is_over


def _application(
    application: ProvisionalApplication, status: TreatyStatus, words: Words
) -> str:
    """Say who applies the treaty provisionally, since when and which part of it."""
    held = status.is_applied(application).value
    said = words.say(f"treaty-applied-all-{held}")
    if application.party:
        said = words.say(f"treaty-applied-by-{held}", words.party(application.party))
    if application.when:
        ongoing = application.phase is Phase.UNDER_WAY
        is_inferred = "when" in application.inferred
        when = _said(application.when, words, is_inferred, ongoing=ongoing)
        said = words.say("treaty-applied-when", said, when)
    if application.scope:
        said = words.say("treaty-applied-in-part", said, clean(application.scope))
    return words.say("treaty-sentence", said)


def ordered(status: TreatyStatus, words: Words) -> list[PartyStatus]:
    """Return the participants, many of them by their states and names."""
    if len(status.rows) < _MANY:
        return [*status.rows]
    order = [*STATES]
    return sorted(
        status.rows,
        key=lambda row: (order.index(row.state), searchable(words.party(row.party))),
    )


def marks_of(status: TreatyStatus, words: Words, *, on_page: bool = False) -> Marks:
    """Number the sources in the order of the table, then those of the treaty."""
    applied, sources = _applied_by(status), status.facts.sources
    participants = ordered(status, words)
    rows = [ids for row in participants for ids in _cited(row, applied, words)]
    others = [event.cited for event in (status.treaty, *status.applications)]
    marks = Marks.of([*rows, *others], sources, on_page=on_page)
    return attrs.evolve(marks, is_one=Marks.of(rows, sources).is_one)


def marked(said: str, record: Event | None, marks: Marks) -> str:
    """Return the words for a record, with the marks of its sources after them."""
    cited = record.cited if said and record else ()
    return f"{said} {''.join(map(marks.link, cited))}".rstrip()


# By whom a treaty is applied provisionally, and how sure that is.
Application = tuple[ProvisionalApplication, Certainty]
Applied = Mapping[str, Application]


def _applied_by(status: TreatyStatus) -> Applied:
    return {each.party: (each, status.is_applied(each)) for each in status.applications}


def _in_cells(row: PartyStatus, applied: Applied) -> Iterator[Event]:
    """Yield the records of which the cells of a participant tell."""
    acts = (row.signature, row.act, row.pending, row.withdrawal, row.suspension)
    yield from filter(None, (*acts, *applied.get(row.party, ())[:1]))


def _cited(row: PartyStatus, applied: Applied, words: Words) -> Iterator[Sequence[str]]:
    """Yield what is cited for each record about a participant of a table."""
    others = (record for record, _ in _others(row, words))
    for record in (*_in_cells(row, applied), *others, *row.steps):
        yield record.cited


def status_grid(
    status: TreatyStatus,
    language: str,
    marks: Marks | None = None,
    *,
    folds: bool = True,
) -> Grid:
    """Return a row for each participant, and what parliaments did as notes under it.

    Many are grouped by their state; a day on which all signed is given above. The
    marks are those of a page. What *folds* not has each column, and its sources by id.
    """
    words = words_of(status, language)
    parties = ordered(status, words)
    marks = marks or (marks_of(status, words) if folds else Marks())
    about = _Participants(words, marks, _applied_by(status))
    rows = [about.cells(row) for row in parties]
    notes = {at: [*about.notes(row)] for at, row in enumerate(parties)}
    above = [*_above(status, about, language, folds=folds)]
    columns = [*map(words.say, _COLUMNS)]
    if not folds:
        columns.append(words.say("sources"))
        for cells, row in zip(rows, parties, strict=True):
            cited = _cited(row, about.applied, words)
            cells.append(", ".join(dict.fromkeys(chain.from_iterable(cited))))
    elif len(rows) >= _MANY:
        columns, *rows = _folded(columns, rows, above, words)
    states = [row.state for row in parties]

    def group(state: str) -> str:
        said = words.say("treaty-group", words.name(state), states.count(state))
        return words.heading(said)

    return Grid(
        columns,
        rows,
        over(states, group) if len(parties) >= _MANY else {},
        notes={at: lines for at, lines in notes.items() if lines},
        title=status.treaty.title,
        above=above,
        below=marks.texts(words),
        words=words,
        ids=[row.party for row in parties] if marks.on_page else None,
    )


def _above(
    status: TreatyStatus, about: _Participants, language: str, *, folds: bool
) -> Iterator[str]:
    """Yield the lines about the treaty itself, before its participants."""
    words, marks = about.words, about.marks
    said = words.when(status.on), status_line(status, language)
    yield from (*_headline(status, words), words.say("treaty-above", *said))
    whole = (status.treaty, *about.applied.get("", ())[:1])
    yield from map(words.heading, about.disputes(whole))
    if folds and not marks.on_page:  # a page has them in a part of its own
        yield from marked_sentences(status, marks, language)
    if marks.is_one:
        yield words.heading(words.say("treaty-one-source"))


def _folded(
    columns: list[str], rows: list[list[str]], above: list[str], words: Words
) -> list[list[str]]:
    """Return columns and rows without those that are empty, or said above once."""
    if len(days := {cells[1] for cells in rows}) == 1 and days != {""}:
        above.append(words.say("treaty-all-signed", len(rows), *days))
        rows = [[name, "", *cells] for name, _, *cells in rows]
    filled = [any(column) for column in zip(*rows, strict=True)]
    return [[*compress(cells, filled)] for cells in (columns, *rows)]


class _Participants(NamedTuple):
    """What the rows of a table say.

    Attributes:
        words: The language.
        marks: The marks of the sources; those without go by their ids.
        applied: By whom the treaty is applied provisionally.
    """

    words: Words
    marks: Marks
    applied: Applied

    def cells(self, row: PartyStatus) -> list[str]:
        words = self.words
        left = row.took_back.possibly or row.state == "withdrawn"
        act = row.act if row.consent.possibly or left else None
        how = act.instrument or "not_stated" if act else ""
        if row.effect and not row.act:
            how = "tacit_acceptance"
        stands_by = row.withdrawal or (None if act else row.pending)
        dated, applied = self.marks.dated, self.applied.get(row.party)
        since = words.when(row.since)
        is_open = row.effect and row.effect.last is None
        if is_open and row.since and row.since.end_latest is not None:
            since = words.say("treaty-effect-if-at-all", since)
        return [
            words.party(row.party),
            self._after(dated(words.when(row.signed)), row.signature or row.act),
            self._after(dated(words.when(row.deposited)), act) if act else "",
            words.name(how) if how else "",
            dated(since) if how else "",
            self.marks.marked("sign", "", STATES[row.state])
            + self._after(_status(row, words, applied), stands_by),
        ]

    def disputes(self, records: Iterable[Event]) -> Iterator[str]:
        """Yield who says what of those records on which sources differ."""
        for each in records:
            if claims := self._claims(each):
                yield self.words.say("labelled", act_name(each, self.words), claims)

    def notes(self, row: PartyStatus) -> Iterator[str]:
        """Yield what else is reported, and who says otherwise; national steps fold."""
        words = self.words
        yield from self.disputes(_in_cells(row, self.applied))
        for record, said in _others(row, words):
            yield self._line(said, record)
        steps = [self._line(_step(step, words), step) for step in row.steps]
        if steps and self.marks.on_page:
            body = "".join(mark_up("quote", step) for step in steps)
            steps = [mark_up("fold", body, words.say("treaty-steps", len(steps)))]
        yield from steps

    def _line(self, said: str, record: Event) -> str:
        said, claims = self._after(said, record), self._claims(record)
        return self.words.say("labelled", said, claims) if claims else said

    def _claims(self, record: Event) -> str:
        """Return who says what of an act on which its sources differ."""

        def name(id_: str) -> str:
            return self.marks.link(id_) or id_

        claims = claims_of(record, self.words, name)
        inferred = inferred_text(record, self.words, name)
        return self.words.clauses([inferred, *claims.values()])

    def _after(self, said: str, record: Event | None) -> str:
        """Return the words with the marks of their sources, unless all have one."""
        return said if self.marks.is_one else marked(said, record, self.marks)


def _status(row: PartyStatus, words: Words, applied: Application | None) -> str:
    """Return the state of a participant, and what it does until it is bound."""
    state = _state_of(row, words)
    for key, record, held in (
        ("suspends", row.suspension, row.suspended),
        ("applies", *(applied or (None, Certainty.NO))),
    ):
        if record is not None:
            span = record.when
            when = f" {words.when(span, ongoing=True)}" if span else ""
            state = words.say(f"treaty-{key}-{held.value}", state, when)
            if scope := getattr(record, "scope", ""):
                state = words.say("treaty-applied-in-part", state, scope)
    return state


def _dated(said: str, when: When | None, words: Words) -> str:
    return f"{said}, {words.when(when)}" if when else said


def _others(row: PartyStatus, words: Words) -> Iterator[tuple[Event, str]]:
    """Yield what a party does beside its consent, and the words for that.

    It extends it to territories, objects, and reserves what others object to.
    """
    for act in row.extensions:
        territory = act.territory or words.party(act.party)
        said = _dated(words.say("treaty-extended", territory), act.when, words)
        is_over = row.state in {"withdrawn", "former party"}
        yield act, words.say("proof-over", said) if is_over else said
    for objection in row.objections:
        yield objection, _dated(words.say("treaty-objects"), objection.when, words)
    for made, objections in row.reservations:
        parts = [_dated(words.say("treaty-reservation"), made.when, words), made.text]
        if made.withdrawn:
            withdrawal = words.say("treaty-reservation-withdrawal")  # done or to come
            parts.append(_dated(withdrawal, made.withdrawn, words))
        yield made, words.clauses(parts)
        for objection in objections:
            said = words.say("treaty-objection", words.party(objection.party))
            yield objection, _dated(said, objection.when, words)


def _state_of(row: PartyStatus, words: Words) -> str:
    """Return the state of a participant, and from when on it has left or will leave."""
    state, notice = words.name(row.state), row.withdrawal
    if row.successors:
        heirs = words.list(map(words.party, row.successors))
        return words.say("treaty-succeeded-by", heirs)
    day = notice and (notice.effective or notice.when)
    if day and row.took_back.possibly:
        return words.say("treaty-took-back-on", state, _on(day, words))
    if notice and day and row.act is None:
        given = words.name("notice of withdrawal")
        if notice.when:
            given = words.say("treaty-withdrawn-on", given, _on(notice.when, words))
        if notice.effective:
            on = _on(notice.effective, words)
            given = words.say("treaty-notice-effective", given, on)
        return words.say("treaty-left-unreported", state, given)
    if row.pending and row.state in _WAITING:
        name = words.name(row.pending.instrument or "consent_to_be_bound")
        said = words.say("treaty-pending", name)
        return said if row.state == _WAITING[0] else words.say("treaty-on", state, said)
    leaves = row.leaves
    is_leaving = row.state in {"notice of withdrawal", "withdrawn"}
    if notice is None or leaves is None or not is_leaving:
        return state
    key = "withdrawn-on" if row.state == "withdrawn" else "notice-effective"
    said = words.say(f"treaty-{key}", state, _on(leaves, words))
    return said if notice.effective else words.say("treaty-worked-out", said)


def _step(step: ParliamentaryStep, words: Words) -> str:
    body = step.body or words.say("treaty-parliament")
    parts = [words.status(step.status, step.kind), step.result]
    said = " ".join(filter(None, parts))
    said = words.say("labelled", body, said) if said else body
    return _dated(said, step.when, words)


def party_grid(party: PartyTreaties, language: str, *, on_page: bool = False) -> Grid:
    """Return a row for each treaty that a party has anything to do with.

    It says what the row of the party says in the table of that treaty.
    """
    first = party.rows[0][0] if party.rows else None
    words = words_of(first, language) if first else Words(language)
    each = ((row, _applied_by(status)) for status, row in party.rows)
    cited = [ids for row, applied in each for ids in _cited(row, applied, words)]
    marks = Marks.of(cited, first.facts.sources if first else {}, on_page=on_page)
    rows, notes, unratified = list[list[str]](), {}, {*party.unratified}
    for at, (status, row) in enumerate(party.rows):
        about = _Participants(words, marks, _applied_by(status))
        name = status.treaty.id
        days = party.waiting(name) if name in unratified else None
        cells = about.cells(row)[1:]
        rows.append([status.treaty.label, *cells, "" if days is None else str(days)])
        notes[at] = [*as_at(status, words), *about.notes(row)]
    columns = [*map(words.say, ("treaty", *_COLUMNS[1:], "treaty-days"))]
    places = range(len(columns))
    filled = [not rows or any(cells[at] for cells in rows) for at in places]
    above = [words.heading(words.say("treaty-one-source"))] if marks.is_one else []
    return Grid(
        [*compress(columns, filled)],
        [[*compress(cells, filled)] for cells in rows],
        notes=notes,
        title=words.say("treaties-of", words.party(party.party), words.when(party.on)),
        above=above if rows else [words.say("nothing")],
        ids=[status.treaty.id for status, _ in party.rows] if on_page else None,
        below=marks.texts(words),
        words=words,
    )
