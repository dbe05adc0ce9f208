"""The kinds of records, found by name, in sets that nobody can change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar

import attrs

from timeline.errors import InvalidError
from timeline.records import treaties
from timeline.records.converters import checked_fields, list_of
from timeline.records.event import Event
from timeline.records.lifecycle import Lifecycle
from timeline.records.measures import Deadline, Measure
from timeline.records.meetings import Call, Invitation, Meeting, Summit, Visit
from timeline.records.negotiations import Agreement, Negotiation, Statement
from timeline.records.party import PARTY_KINDS, Party
from timeline.records.source import Source
from timeline.text import check_name, quote


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class OpaqueEvent(Event):
    """A record of a kind that this program does not know, kept as it was.

    Any status is accepted; its own fields are in `extra`, and are written back.

    Attributes:
        kind: The name of its kind.
    """

    lifecycle: ClassVar[Lifecycle | None] = None

    kind: str  # type: ignore[misc]  # each record has its own

    def _made_title(self) -> str:
        return self.kind


def _by_name(types: Iterable[type[Event]]) -> Mapping[str, type[Event]]:
    found: dict[str, type[Event]] = {}
    for cls in list_of(types):
        if Event not in getattr(cls, "__mro__", ()):
            raise InvalidError(f"{quote(cls)} is not a kind of Event", "pass its class")
        other = found.setdefault(cls.kind, cls)
        if other is not cls:
            both = f"{cls.__name__} and {other.__name__}"
            problem = f"{both} both call themselves {quote(cls.kind)}"
            raise InvalidError(problem, f"give {cls.__name__} a kind of its own")
    return MappingProxyType(found)


@attrs.frozen(eq=False, repr=False)
class Kinds:
    """A set of record types, by the names of their kinds.

    Nothing is registered globally: a program with kinds of its own makes a new set and
    passes it on, so that importing one library never changes what another reads.

    >>> KINDS
    <Kinds: 20 types>
    >>> KINDS["meting"]
    Traceback (most recent call last):
    timeline.errors.InvalidError: unknown kind "meting"; did you mean "meeting"?
    """

    _types: Mapping[str, type[Event]] = attrs.field(converter=_by_name)

    def __repr__(self) -> str:
        return f"<Kinds: {len(self._types)} types>"  # which help shows as a default

    def __getitem__(self, kind: str) -> type[Event]:
        check_name(kind, self._types, "unknown kind", code="unknown-kind")
        return self._types[kind]

    def __contains__(self, kind: object) -> bool:
        return isinstance(kind, str) and kind in self._types

    def __iter__(self) -> Iterator[type[Event]]:
        return iter(self._types.values())

    def __or__(self, more: Iterable[type[Event]]) -> Kinds:
        """Return a set with *more* types in it; neither operand changes."""
        return Kinds(list(dict.fromkeys([*self, *list_of(more)])))


SOURCE = "source"  # what stands for a kind where a source is written
PARTY = "party"  # the same of parties, which are groups unless they say otherwise
Record = Event | Source | Party  # all that a collection holds by an id
Records = Mapping[str, Record]  # by these ids
BESIDE_EVENTS: Mapping[str, type[Source | Party]] = {
    SOURCE: Source,
    **dict.fromkeys((PARTY, *PARTY_KINDS), Party),
}

KINDS = Kinds(
    [
        Event,
        Meeting,
        Call,
        Summit,
        Visit,
        Invitation,
        Negotiation,
        Agreement,
        Statement,
        Deadline,
        Measure,
        treaties.Treaty,
        treaties.Signature,
        treaties.Ratification,
        treaties.Withdrawal,
        treaties.ProvisionalApplication,
        treaties.Suspension,
        treaties.Reservation,
        treaties.Objection,
        treaties.ParliamentaryStep,
    ]
)
