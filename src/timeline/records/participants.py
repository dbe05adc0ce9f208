"""How fields take who is meant and what is cited; see `timeline.records.converters`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import attrs

from timeline.parties.parties import (
    Participant,
    as_participants,
    as_parties,
    as_party,
)
from timeline.records.converters import NONE, are_all, exactly, may_name_record
from timeline.records.source import Citation, as_citations

if TYPE_CHECKING:
    Field = attrs.Attribute[Any] | None

__all__ = [
    "a_party",
    "are_ready",
    "citations",
    "in_any_order",
    "maybe_participant",
    "maybe_party",
    "participants",
    "party_codes",
]


def maybe_participant(
    value: Participant | str | None, field: Field = None
) -> Participant | None:
    """Take one participant or its text, or None."""
    if value is None or type(value) is Participant:
        return value
    return exactly(_as_participant, value, field)


def _as_participant(value: Participant | str) -> Participant:
    return value if isinstance(value, Participant) else Participant.parse(value)


def a_party(value: str, field: Field = None) -> str:
    """Take the code or name of a party."""
    return exactly(as_party, value, field)


def maybe_party(value: str, field: Field = None) -> str:
    """Take the code or name of a party, or ``""``."""
    return "" if type(value) is str and not value else exactly(as_party, value, field)


def party_codes(values: Iterable[str], field: Field = None) -> tuple[str, ...]:
    """Take codes and names of parties."""
    return () if values is NONE else exactly(as_parties, values, field)


def are_ready(people: Any, about: Any, citations: Any, topics: Any) -> bool:  # noqa: ANN401  (anything may come)
    """Whether all four are tuples of what they should hold, at first sight.

    Four loops in one function, since each record comes by.
    """
    if not type(people) is type(about) is type(citations) is type(topics) is tuple:
        return False
    for other in about:
        if type(other) is not str or not may_name_record(other):
            return False
    for person in people:
        if type(person) is not Participant:
            return False
    for citation in citations:
        if type(citation) is not Citation:
            return False
    for topic in topics:
        if type(topic) is not str or not topic.isascii() or not topic.strip():
            return False
    return True


def participants(
    values: Iterable[Participant | str], field: Field = None
) -> tuple[Participant, ...]:
    """Take participants or their texts."""
    if values is NONE or are_all(values, Participant):
        return values
    return exactly(as_participants, values, field)


def citations(values: Iterable[Any], field: Field = None) -> tuple[Citation, ...]:
    """Take citations, sources and ids of sources."""
    if values is NONE or are_all(values, Citation):
        return values
    return exactly(as_citations, values, field)


def in_any_order(values: tuple[Participant, ...]) -> object:
    """Compare participants as a set: who is named first is no fact."""
    return values if len(values) < 2 else frozenset(values)
