"""Items of Wikidata, as the JSON of ``Special:EntityData`` has them.

A year stays a year, what is qualified as circa or presumably keeps its mark, and the
references of a date become the sources of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from timeline.errors import InvalidError, ParseError, Problem, TimelineError
from timeline.importers.loaded import Loaded
from timeline.parties.parties import as_party
from timeline.records.event import Event
from timeline.records.source import Source
from timeline.text import quote
from timeline.when.when import When

Plain = Mapping[str, Any]

# What a qualifier of the circumstances says of a date.
_MARKS: Mapping[str, str] = {
    "Q5727902": "~",  # circa
    "Q18122778": "?",  # presumably
    "Q56644435": "?",  # probably
    "Q30230067": "?",  # possibly
}
_POINT, _START, _END = "P585", "P580", "P582"
_EARLIEST, _LATEST, _CIRCUMSTANCES = "P1319", "P1326", "P1480"
_PARTICIPANT, _PLACE, _ISO_CODE = "P710", "P276", "P297"
_URL, _TITLE, _PUBLISHED, _RETRIEVED = "P854", "P1476", "P577", "P813"


def read_entities(
    document: Plain,
    *,
    parties: Mapping[str, str] = MappingProxyType({}),
    kind: type[Event] = Event,
    language: str = "en",
) -> Loaded:
    """Read the items of a document that have a date or participants.

    Args:
        document: The JSON, with the items under ``entities``.
        parties: The code of each item that is a party: ``{"Q142": "FR"}``. An item in
            the same document that states its ISO code needs no entry.
        kind: The class of the records.
        language: Of the labels.

    Raises:
        InvalidError: it holds no entities.

    >>> time = {"time": "+1963-01-22T00:00:00Z", "precision": 11,
    ...         "calendarmodel": "http://www.wikidata.org/entity/Q1985727"}
    >>> snak = {"mainsnak": {"datavalue": {"value": time}}, "rank": "normal"}
    >>> labels = {"en": {"value": "Élysée Treaty"}}
    >>> item = {"labels": labels, "claims": {"P585": [snak]}}
    >>> [event] = read_entities({"entities": {"Q152895": item}}).events
    >>> event.id, event.title, str(event.when)
    ('Q152895', 'Élysée Treaty', '1963-01-22')
    """
    given: object = document
    items = given.get("entities") if isinstance(given, Mapping) else None
    if not isinstance(items, Mapping):
        hint = "pass what json.load returns for Special:EntityData/Q152895.json"
        raise InvalidError("the document has no entities", hint)
    reader = _Reader(items, parties, language)
    for name, item in items.items():
        claims = item.get("claims") or {}
        if {_POINT, _START, _END, _PARTICIPANT} & {*claims}:
            reader.read(name, claims, kind)
    events, sources = tuple(reader.events), tuple(reader.sources)
    return Loaded(events, tuple(reader.problems), (), sources)


@attrs.define
class _Reader:
    """What has been read so far."""

    items: Mapping[str, Plain]
    parties: Mapping[str, str]
    language: str
    events: list[Event] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    sources: list[Source] = attrs.field(factory=list)

    def read(self, name: str, claims: Plain, kind: type[Event]) -> None:
        """Read one item, or note why it cannot be read."""
        try:
            event = kind(
                id=name,
                title=self._label(name),
                when=self._when(name, claims),
                participants=[*self._participants(name, claims)],
                place=", ".join(self._label(each) for each in _items(claims, _PLACE)),
            )
            sources = [*self._sources(name, claims)]
            self.events.append(attrs.evolve(event, sources=[s.id for s in sources]))
            self.sources += sources
        except TimelineError as error:
            self._note(name, str(error))
        except (AttributeError, KeyError, TypeError, ValueError):
            self._note(name, "it is not laid out as Wikidata's JSON")

    def _note(self, name: str, problem: str, hint: str = "") -> None:
        found = Problem("wikidata", problem, (name,), severity="warning", hint=hint)
        self.problems.append(found)

    def _label(self, name: str) -> str:
        labels = self.items.get(name, {}).get("labels") or {}
        first: Plain = next(iter(labels.values()), {})
        label = labels.get(self.language) or first
        return str(label.get("value", name))

    def _when(self, name: str, claims: Plain) -> When | None:
        points = [*filter(None, map(_dated, _best(claims, _POINT)))]
        if len(points) > 1:
            self._note(name, "it has several dates: see its statements", "choose one")
            return None
        if points:
            return When.parse(points[0])
        dates = (map(_dated, _best(claims, at)) for at in (_START, _END))
        ends = [next(filter(None, each), "") for each in dates]
        return When.parse("/".join(ends)) if any(ends) else None

    def _participants(self, name: str, claims: Plain) -> Iterator[str]:
        for item in _items(claims, _PARTICIPANT):
            codes = _values(self.items.get(item, {}).get("claims") or {}, _ISO_CODE)
            code = self.parties.get(item) or next(iter(codes), None)
            if code is None:
                hint = f'pass parties={{"{item}": ...}}, with its code'
                problem = f"participant {quote(self._label(item))} is not a known party"
                self._note(name, problem, hint)
            else:
                yield as_party(code)

    def _sources(self, name: str, claims: Plain) -> Iterator[Source]:
        """Yield the references of its dates; the item itself where it has none."""
        statements = [s for at in (_POINT, _START, _END) for s in _best(claims, at)]
        references = [r["snaks"] for s in statements for r in s.get("references", ())]
        cited = [snaks for snaks in references if _URL in snaks]
        for number, snaks in enumerate(cited, 1):
            [url, *_] = _found(snaks[_URL])
            title: Plain = next(iter(_found(snaks.get(_TITLE, ()))), {})
            stated = (_found(snaks.get(at, ())) for at in (_PUBLISHED, _RETRIEVED))
            published, retrieved = (next(map(_time, each), None) for each in stated)
            yield Source(
                id=f"{name}-{number}",
                title=str(title.get("text", "")),
                url=str(url),
                published=published,
                retrieved=retrieved,
            )
        if not cited:
            url = f"https://www.wikidata.org/wiki/{name}"
            yield Source(id=f"wikidata-{name}", title=f"Wikidata {name}", url=url)


def _best(claims: Plain, at: str) -> list[Plain]:
    """Return the preferred statements, else the normal ones; deprecated ones never."""
    statements = [s for s in claims.get(at, ()) if s.get("rank") != "deprecated"]
    return [s for s in statements if s.get("rank") == "preferred"] or statements


def _found(snaks: Iterable[Plain]) -> list[Any]:
    """Return the values of snaks that have one: an unknown value says nothing."""
    return [snak["datavalue"]["value"] for snak in snaks if snak.get("datavalue")]


def _values(claims: Plain, at: str) -> list[Any]:
    return _found(statement["mainsnak"] for statement in _best(claims, at))


def _items(claims: Plain, at: str) -> list[str]:
    return [value["id"] for value in _values(claims, at)]


def _time(value: Plain) -> str:
    parts = map(value.__getitem__, ("time", "precision", "calendarmodel"))
    return str(When.of_wikidata(*parts))


def _dated(statement: Plain) -> str:
    """Return the date of a statement, marks and bounds included; empty if none."""
    qualifiers = statement.get("qualifiers", {})
    found = _found([statement["mainsnak"]])
    text = _time(found[0]) if found else ""
    circumstances = (each["id"] for each in _found(qualifiers.get(_CIRCUMSTANCES, ())))
    marks = {_MARKS[each] for each in circumstances if each in _MARKS}
    if text and marks:
        if text.startswith("["):
            raise ParseError(f"{text} has no form with a mark", "state it yourself")
        text += "%" if len(marks) == 2 else marks.pop()
    for at, kind in ((_EARLIEST, "not-before"), (_LATEST, "not-after")):
        bounds = [_time(value) for value in _found(qualifiers.get(at, ()))]
        text += "".join(f" {kind}:{bound}" for bound in bounds)
    return text.strip()
