"""Hypothesis strategies for any record, made from what its class says of its fields."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from hypothesis import strategies as st

from timeline import (
    KINDS,
    Citation,
    EntryIntoForce,
    Event,
    OpaqueEvent,
    Participant,
    Source,
    Timeline,
    Weights,
    When,
    at_least,
    cite,
    every,
    share,
    unless,
)
from timeline.errors import InvalidError
from timeline.records.fields import Field, plan
from timeline.records.source import STANCES

texts = st.text(st.characters(codec="utf-8"), max_size=12)
filled = texts.filter(lambda text: bool(text.strip()))
NAMES = ("a", "b.c", "d/e-1", "f:g", "h@x", "z_9")

WHENS = (
    "2025-03-17",
    "2025",
    "2025-XX-12",
    "[2025-03-17,2025-03-20]",
    "2025-03~",
    "2025-03-17/2025-06?",
    "../2025-03",
    "2025-03/",
    "throughout:2025-03",
    "-0044-03-15",
    "2025-03-17T16:30",
    "2025-03-17T16:30:15.250000Z",
    "2025-03-17T16:30-04:00[America/Toronto]",
    "2025-11-02T01:30-04:00[America/Toronto]",  # the hour that comes twice
    "2025-11-02T01:30-05:00[America/Toronto]",
    "2025-11-02[America/Toronto]",
    "2025-03-17T16:30Z/2025-03-18T09:00Z",
    "2025-06 not-before:2025-06-10",
    "not-after:2026",
)
whens = st.sampled_from(WHENS).map(When.parse)
participants = st.sampled_from(
    [
        Participant("Mark Carney", of="CA"),
        Participant("Mark Carney", of="CA", office="Prime Minister"),
        Participant("Emmanuel Macron", of="FR", role="chair"),
        Participant("Nobody's Group"),
        Participant(of="EU"),
    ]
)
_parties = st.sampled_from(["CA", "FR", "SUHH"])
_rules = st.sampled_from(
    [
        EntryIntoForce(count=60, delay="60 days, then first of next month"),
        EntryIntoForce(every("CA", "FR"), or_agreed_date=True),
        EntryIntoForce(
            share("2/3", Weights(of="votes", parties={"CA": 1, "FR": 2.5}))
            | at_least(2, of=["CA", "FR"], by="2025-01-01") & at_least(9),
            not_before="2025-03-17",
        ),
        EntryIntoForce(
            unless(share("1/3", of="signatories"), by="2025-03-17"), delay="6 months"
        ),
    ]
)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner),
    max_leaves=3,
)
_CHOICES = {
    "tz": st.just("Europe/Paris"),
    "medium": st.just("telephone"),
    "category": st.just("state"),
    "url": st.just("https://example.org/a?b=c"),
    "sha256": st.just("0f" * 32),
    "instrument": st.just("accession"),
    "stops": st.lists(
        st.sampled_from(["Paris", {"place": "Lima", "when": "2025-03", "note": "x"}]),
        max_size=2,
    ),
    "entry_into_force": _rules,
    "party": _parties,
    "parties": st.lists(_parties, max_size=2),
    "title": filled,
    "topics": st.lists(filled, max_size=2),
    "pillars": st.lists(filled, max_size=2),
}
_LINKS = frozenset({"id", "treaty", "sources", "replaces"})
_BY_TYPE: Mapping[Any, st.SearchStrategy[Any]] = {
    When: whens,
    Participant: participants,
    str: texts,
    bool: st.booleans(),
}


def _value(cls: type[Any], field: Field) -> st.SearchStrategy[Any] | None:
    if field.name == "status":
        words = list(cls.lifecycle.statuses) if cls.lifecycle else ["new"]
        return st.sampled_from(words) if words else None
    if field.names == "records" or field.name in _LINKS:
        return None
    if field.name in _CHOICES:
        return _CHOICES[field.name]
    if field.container == "list":
        items = {str: filled, Participant: participants}.get(field.type)
        return None if items is None else st.lists(items, max_size=2)
    return _BY_TYPE.get(field.type)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@st.composite
def events(  # noqa: C901  (one branch a sort of field)
    draw: st.DrawFn, id_: str, others: Sequence[str] = (), sources: Sequence[str] = ()
) -> Event:
    """Draw any record with an id, which may refer to *others* and cite *sources*."""
    cls: type[Event] = draw(st.sampled_from([*KINDS, OpaqueEvent]))
    values: dict[str, Any] = {"id": id_}
    told = draw(st.sets(st.sampled_from([f.name for f in plan(cls)]), max_size=6))
    for field in plan(cls):
        strategy = _value(cls, field)
        if field.default is attrs.NOTHING or field.name in told:
            if field.names == "records" and field.default is attrs.NOTHING:
                values[field.name] = draw(st.sampled_from(others or ["none"]))
            elif field.name in {"amends", "superseded_by"}:
                values[field.name] = draw(st.sampled_from(others)) if others else None
            elif strategy is not None:
                values[field.name] = draw(strategy)
            elif others and field.name in {"about", "replaces"}:
                values[field.name] = [draw(st.sampled_from(others))]
            elif others and field.name == "part_of":
                values[field.name] = draw(st.sampled_from(others))
    if sources:
        values["sources"] = draw(st.lists(citations(cls, sources), max_size=2))
    if draw(st.integers(0, 5)) == 0 or cls is OpaqueEvent:
        values["extra"] = (("zeta", _compact(draw(_json))),)
    if cls is OpaqueEvent:
        values["kind"] = "bilateral"
    else:
        values.setdefault("title", "t")
    try:
        return cls(**values)
    except InvalidError:  # a time that its zone skips, a status with conditions, ...
        return Event(id=id_, title="t")


def citations(cls: type[Event], sources: Sequence[str]) -> st.SearchStrategy[Citation]:
    """Draw a citation of one of *sources*, which may say otherwise than the record."""
    statuses = [*cls.lifecycle.statuses] if cls.lifecycle else ["new"]
    says: dict[str, st.SearchStrategy[Any]] = {
        "stance": st.sampled_from(STANCES),
        "by": texts,
        "when": whens | st.just("undated"),
        "status": st.sampled_from(statuses) if statuses else st.none(),
        "place": texts,
        "as_of": whens,
    }
    plain = st.builds(cite, st.sampled_from(sources), texts)
    return plain | st.fixed_dictionaries({}, optional=says).flatmap(
        lambda said: st.builds(
            lambda source: Citation(source, **said), st.sampled_from(sources)
        )
    )


@st.composite
def collections(draw: st.DrawFn) -> Timeline:
    """Draw a timeline whose records refer to earlier ones, and cite its sources."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(0, 5))]
    half = len(names) // 3
    found = [draw(sources(name)) for name in names[:half]]
    held: list[Event] = []
    for name in names[half:]:
        others = [event.id for event in held]
        held.append(draw(events(name, others, names[:half])))
    tz = draw(st.sampled_from([None, "Europe/Paris"]))
    return Timeline(held, found, tz, draw(texts), partial=True)


def sources(id_: str) -> st.SearchStrategy[Source]:
    """Draw a source with an id."""
    return st.builds(
        Source,
        id=st.just(id_),
        title=texts,
        published=st.none() | st.just(When.parse("2025-11-12")),
        url=st.sampled_from(["", "https://example.org/a?b=c"]),
        note=texts,
    )
