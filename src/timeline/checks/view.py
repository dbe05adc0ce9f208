"""What a check is, what it looks at, and what it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from types import MappingProxyType
from typing import NamedTuple

import attrs

from timeline.collection.collection import Collection
from timeline.errors import Problem, Severity
from timeline.language.message import Message
from timeline.records.event import Event
from timeline.records.participants import Participant
from timeline.schedule.reasons import Contradiction
from timeline.schedule.schedule import Schedule
from timeline.treaties.acts import Act, Facts, all_facts
from timeline.when.calendar import Day
from timeline.when.edtf import Precision
from timeline.when.when import When


class Finding(NamedTuple):
    """What a check found.

    Attributes:
        ids: The records it is about.
        values: What fills the phrase of its message; the ids if nothing is given.
        code: Its phrase in the catalogues, if not ``check-`` with the check's code.
        severity: How bad it is; that of the check unless given.
    """

    ids: tuple[str, ...]
    values: tuple[object, ...] = ()
    code: str = ""
    severity: Severity | None = None


@attrs.frozen
class Participation:
    """All that one party has done about one treaty, each in the order of records."""

    facts: Facts
    signatures: list[Act] = attrs.field(factory=list)
    consents: list[Act] = attrs.field(factory=list)
    notices: list[Act] = attrs.field(factory=list)


@attrs.define(slots=False, eq=False)
class View:
    """A collection, and what more than one check asks of it, worked out once.

    Attributes:
        collection: The collection.
        texts: Of sources that are at hand, their texts; folded, as quotes are compared.
        sentences: The sentences of these texts.
        language: That of the messages.
    """

    collection: Collection
    texts: Mapping[str, str] = MappingProxyType({})
    sentences: Mapping[str, Sequence[str]] = MappingProxyType({})
    language: str = "en"

    @property
    def events(self) -> Sequence[Event]:
        """The events, in order."""
        return self.collection.events

    @cached_property
    def as_of_each(self) -> list[Event]:
        """The events, each citation as of the day on which it spoke."""
        return [*map(self.collection.with_as_of, self.events)]

    @cached_property
    def days(self) -> dict[str, date]:
        """The day of each event that is dated by one day, by its id."""
        return {e.id: day for e in self.events if (day := day_of(e.when))}

    @cached_property
    def named(self) -> list[tuple[Event, tuple[Participant, ...]]]:
        """Each event with everyone named in it."""
        return [(event, tuple(who for _, who in event.roles)) for event in self.events]

    @cached_property
    def people(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Everyone by name and party, with the ids of their events."""
        ids: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for event, participants in self.named:
            for who in participants:
                if who.name and not who.group:
                    ids[who.name, who.of][event.id] = None
        return {person: tuple(events) for person, events in ids.items()}

    @cached_property
    def schedule(self) -> Schedule:
        """The bounds that follow from all links, and what contradicts them."""
        return Schedule.of(self.collection, strict=False)

    @cached_property
    def facts(self) -> dict[str, Facts]:
        """The acts reported of every treaty, by its id."""
        return all_facts(self.collection)

    @cached_property
    def participations(self) -> list[Participation]:
        """What each party has done about each treaty."""
        rows: list[Participation] = []
        for facts in self.facts.values():
            parties: dict[str, Participation]
            parties = defaultdict(partial(Participation, facts))
            for name in ("signatures", "consents", "notices"):
                for act in getattr(facts, name):
                    getattr(parties[act.party], name).append(act)
            rows += parties.values()
        return rows


@attrs.frozen
class Check:
    """One thing that may be wrong with good data.

    Attributes:
        code: The code of its problems. The catalogues of `timeline.language` say under
            ``check-`` and this code what is wrong, and under ``remedy-`` what to do.
        find: Yields what is found.
        severity: ``error`` for what cannot be, ``warning`` for what is rare, ``note``
            for what is common and may be on purpose.
    """

    code: str
    find: Callable[[View], Iterator[Finding]]
    severity: Severity = "warning"

    def problems(self, view: View) -> Iterator[Problem]:
        """Yield what is found, in words."""
        for found in self.find(view):
            word = partial(self._word, found, view.collection)
            message, hint = word(view.language)
            yield Problem(
                self.code,
                message,
                found.ids,
                severity=found.severity or self.severity,
                hint=hint,
                language=view.language,
                word=word,
            )

    def _word(
        self, found: Finding, collection: Collection, language: str
    ) -> tuple[str, str]:
        """Return what is wrong and what to do about it, in a language."""
        words = collection.words(language)
        values = (
            value.sentence(words) if isinstance(value, Contradiction) else value
            for value in found.values or found.ids
        )
        message = Message(found.code or f"check-{self.code}", tuple(values))
        return words.message(message), words.say(f"remedy-{self.code}")


def day_of(when: When | None) -> date | None:
    """Return the one day that a date names, if it names one and has no clock time."""
    days = days_of(when)
    if days is None or when is None or when.value.has_clock:
        return None
    first, last = days
    return date(*first) if first == last and 0 < first.year < 10_000 else None


def days_of(when: When | None) -> tuple[Day, Day] | None:
    """Return the first and last day of what is known to the day."""
    if when is None or when.value.has_gaps or when.value.marks:
        return None
    units = (when.value.start.precision, when.value.end.precision)
    vague = any(not unit.is_clock and unit is not Precision.DAY for unit in units)
    first, last = when.first_calendar_day, when.last_calendar_day
    return None if vague or first is None or last is None else (first, last)
