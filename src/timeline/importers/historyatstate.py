"""Who visited whom: the lists of the US Office of the Historian, in XML.

Travels of presidents and secretaries, https://github.com/HistoryAtState/travels, and
visits to the United States, https://github.com/HistoryAtState/visits.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping

from timeline.errors import InvalidError, ParseError, Problem, TimelineError
from timeline.importers.loaded import Loaded
from timeline.records.meetings import Visit
from timeline.records.participants import Participant
from timeline.records.source import Source

# Longer ones first.
_CATEGORIES = (
    "official working",
    "working",
    "official",
    "state",
    "private",
    "informal",
)


def read_visits(document: str | bytes) -> Loaded:
    """Read one file of travels or of visits.

    A country of no known name stays a participant of that name. The order of stops is
    that of the list, and days are as it states them.

    Raises:
        ParseError: it is not XML, or another document.

    >>> where = "<country>France</country><start-date>2021-06-24</start-date>"
    >>> trip = f"<trip><id>1</id><name>A. Blinken</name>{where}</trip>"
    >>> [visit] = read_visits(f"<trips>{trip}</trips>").events
    >>> visit.id, str(visit.when), visit.host[0].of
    ('trip-1', '2021-06-24', 'FR')
    """
    try:
        root = ET.fromstring(document)  # noqa: S314  (expat limits what it expands)
    except (ET.ParseError, ValueError) as error:
        raise ParseError(f"invalid XML: {error}", code="bad-xml") from error
    if root.tag not in _READERS:
        problem = f"a document of {root.tag!r} is not a list of travels or visits"
        raise ParseError(problem, "pass a file of one of these lists", code="bad-xml")
    tag, source, read = _READERS[root.tag]
    events, problems = [], []
    for element in root.iter(tag):
        try:
            events.append(read(element))
        except TimelineError as error:
            where = (f"{tag}-{_text(element, 'id')}",)
            found = Problem("historyatstate", str(error), where, severity="warning")
            problems.append(found)
    url = f"https://github.com/HistoryAtState/{source}"
    return Loaded(tuple(events), tuple(problems), (), (Source(id=source, url=url),))


def _text(element: ET.Element, name: str) -> str:
    """Return the text of a child on one line; empty if there is none."""
    return " ".join((element.findtext(name) or "").split())


def _party(name: str) -> Participant:
    """Return a country by its code if its name is known, else by the name."""
    plain = re.sub(r" \(.*\)$", "", name)
    country, comma, form = plain.partition(", ")  # Korea, Republic of
    for text in (name, plain, f"{form} {country}" if comma else ""):
        try:
            return Participant.parse(text)
        except InvalidError:
            continue
    return Participant(name)


def _days(element: ET.Element) -> str:
    first, last = _text(element, "start-date"), _text(element, "end-date")
    return first if last in {"", first} else f"{first}/{last}"


def _travel(trip: ET.Element) -> Visit:
    who = Participant(_text(trip, "name"), of="US", office=_text(trip, "role"))
    country = _text(trip, "country")
    stops = map(str.strip, _text(trip, "locale").split(","))
    return Visit(
        id=f"trip-{_text(trip, 'id')}",
        title=f"{who.name} in {country}",
        when=_days(trip),
        participants=[who],
        host=[_party(country)],
        stops=[*filter(None, stops)],
        note=_text(trip, "remarks"),
        sources=["travels"],
    )


def _incoming(visit: ET.Element) -> Visit:
    country, said = _text(visit, "from"), _text(visit, "description")
    kinds = [kind for kind in _CATEGORIES if f"{kind} visit" in said.lower()]
    name = _text(visit, "visitor") or country
    return Visit(
        id=f"visit-{_text(visit, 'id')}",
        title=f"{name}: visit from {country}",
        when=_days(visit),
        participants=[Participant(name.replace("@", "at"), of=_party(country).of)],
        host=["US"],
        category=kinds[0].replace(" ", "_") if kinds else None,
        note=said,
        sources=["visits"],
    )


# By the root of a file: the elements in it, what they cite, and what reads them.
_READERS: Mapping[str, tuple[str, str, Callable[[ET.Element], Visit]]] = {
    "trips": ("trip", "travels", _travel),
    "visits": ("visit", "visits", _incoming),
}
