"""Who visited whom: travels of US presidents and secretaries, and visits to the US.

Reads the XML of HistoryAtState (public domain, CC0): a folder with files of
https://github.com/HistoryAtState/travels and https://github.com/HistoryAtState/visits.

    python examples/us_travels.py [FOLDER]
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from datetime import date
from pathlib import Path

from timeline import Participant, Source, Timeline, Visit
from timeline.errors import InvalidError, TimelineError

HOW = """No data in {folder}. Get a part of it so:
    git clone https://github.com/HistoryAtState/travels
    git clone https://github.com/HistoryAtState/visits
    python examples/us_travels.py travels/president-travels
"""
SOURCES = {
    "travels": "https://github.com/HistoryAtState/travels",
    "visits": "https://github.com/HistoryAtState/visits",
}
CATEGORIES = ("official working", "working", "official", "state", "private", "informal")


def text_of(element: ET.Element, name: str) -> str:
    """Return the text of a child on one line; empty if there is none."""
    return " ".join((element.findtext(name) or "").split())


def party(name: str) -> Participant:
    """Return a country as the source names it: by code if we know it, else by name."""
    plain = re.sub(r" \(.*\)$", "", name)
    country, comma, form = plain.partition(", ")
    for text in (name, plain, f"{form} {country}" if comma else ""):
        try:
            return Participant.parse(text)
        except InvalidError:
            continue
    return Participant(name)


def days_of(element: ET.Element) -> str:
    """Return from when to when it went: as told, and no more."""
    first, last = text_of(element, "start-date"), text_of(element, "end-date")
    return first if last in {"", first} else f"{first}/{last}"


def travel(trip: ET.Element) -> Visit:
    """Return a trip abroad; the order of its stops is that of the source."""
    who = Participant(text_of(trip, "name"), of="US", office=text_of(trip, "role"))
    country = text_of(trip, "country")
    return Visit(
        id=f"trip-{text_of(trip, 'id')}",
        title=f"{who.name} in {country}",
        when=days_of(trip),
        participants=[who],
        host=[party(country)],
        stops=[
            stop
            for part in text_of(trip, "locale").split(",")
            if (stop := part.strip())
        ],
        note=text_of(trip, "remarks"),
        sources=["travels"],
    )


def incoming(visit: ET.Element) -> Visit:
    """Return a visit to the United States."""
    country, told = text_of(visit, "from"), text_of(visit, "description")
    kinds = [kind for kind in CATEGORIES if f"{kind} visit" in told.lower()]
    home = party(country)
    name = text_of(visit, "visitor") or country
    return Visit(
        id=f"visit-{text_of(visit, 'id')}",
        title=f"{name}: visit from {country}",
        when=days_of(visit),
        participants=[Participant(name.replace("@", "at"), of=home.of)],
        host=["US"],
        category=kinds[0].replace(" ", "_") if kinds else None,
        note=told,
        sources=["visits"],
    )


def read(folder: Path) -> Timeline:
    """Return all that the folder holds."""
    events = []
    for path in sorted(folder.glob("*.xml")):
        for element in ET.parse(path).getroot():  # noqa: S314  (our own download)
            make = travel if element.tag == "trip" else incoming
            try:
                events.append(make(element))
            except TimelineError as error:
                print(f"{path.name}: {text_of(element, 'id')}: {error}")
    return Timeline(events, [Source(id=name, url=url) for name, url in SOURCES.items()])


def report(tl: Timeline) -> None:
    """Answer what people ask of such a list."""
    print(tl.title or "Travels and visits", "-", repr(tl), end="\n\n")
    matrix: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event in tl.of(Visit):
        for host in event.host:
            for guest in event.participants:
                matrix[host.of or host.name][guest.of or guest.name] += 1
    print("Who visited whom, most often:")
    flat = [
        (n, guest, host) for host, row in matrix.items() for guest, n in row.items()
    ]
    for number, visitor, visited in sorted(flat, reverse=True)[:8]:
        print(f"  {visitor} -> {visited}: {number}")
    print("\nThe first journey of each secretary, and of each president in a term:")
    first: dict[tuple[str, str], Visit] = {}
    for event in tl.of(Visit):  # in the order of time
        if event.id.startswith("trip"):
            first.setdefault((event.people[0], term_of(event)), event)
    for (name, term), event in first.items():
        print(f"  {name}{term}: {event.when}, {event.title.partition(' in ')[2]}")
    unordered(tl)
    print("\nWhat looks wrong with the list:")
    codes: dict[str, list[str]] = defaultdict(list)
    for problem in tl.check():
        codes[problem.code].append(problem.message)
    for code, told in sorted(codes.items()):
        print(f"  {code}: {len(told)}, such as: {told[0]}")


def term_of(trip: Visit) -> str:
    """Return in which term a president travelled: they begin on a 20 January."""
    day = trip.when.first_day if trip.when else None
    if day is None or trip.participants[0].office != "president":
        return ""
    year = day.year - (day.year - 1) % 4
    return f", term from {year if day >= date(year, 1, 20) else year - 4}"


def unordered(tl: Timeline) -> None:
    """Show stops of one day whose order nobody told: only their rows have one."""
    diary: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for event in tl.of(Visit):
        if event.id.startswith("trip") and event.when and "/" not in event.when.text:
            diary[event.when.text, event.people[0]].append(event)
    several = {key: trips for key, trips in diary.items() if len(trips) > 1}
    print(f"\nDays with several countries and no order: {len(several)}, such as")
    for (day, name), trips in list(several.items())[:3]:
        one, other = [trip.when for trip in trips if trip.when][:2]
        countries = [trip.title.partition(" in ")[2] for trip in trips]
        print(f"  {day} {name}: {', '.join(countries)}")
        print(f"    {countries[0]} before {countries[1]}? {one.before(other).value}")


def main() -> None:
    """Read the folder named, or the one beside the project."""
    beside = Path(__file__).parents[2] / "shared" / "data" / "historyatstate"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    if not list(folder.glob("*.xml")):
        print(HOW.format(folder=folder))
        return
    report(read(folder))


if __name__ == "__main__":
    main()
