"""Who visited whom: travels of US presidents and secretaries, and visits to the US.

Reads the XML of HistoryAtState (public domain, CC0): a folder with files of
https://github.com/HistoryAtState/travels and https://github.com/HistoryAtState/visits.

    python examples/us_travels.py [FOLDER]
"""

from __future__ import annotations

import sys
from collections import defaultdict
from contextlib import suppress
from datetime import date
from pathlib import Path

from timeline import Timeline, Visit
from timeline.importers.historyatstate import read_visits

HOW = """There is no data in {folder}. To get some:
    git clone https://github.com/HistoryAtState/travels
    git clone https://github.com/HistoryAtState/visits
    python {script} travels/president-travels
"""


def read(folder: Path) -> Timeline:
    """Return all that the folder holds."""
    files = [read_visits(path.read_bytes()) for path in sorted(folder.glob("*.xml"))]
    for problem in (problem for each in files for problem in each.problems):
        print(problem)
    sources = {source.id: source for each in files for source in each.sources}
    return Timeline((e for each in files for e in each.events), sources.values())


def report(tl: Timeline) -> None:
    """Answer what people ask of such a list."""
    print(tl.title or "Travels and visits", "-", repr(tl), end="\n\n")
    print("Who visited whom, most often:")
    matrix = tl.matrix(visits=True)
    flat = [(number, *pair) for pair, number in matrix.at_most.items()]
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
    """Read the folder named, or this one."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    if not list(folder.glob("*.xml")):
        print(HOW.format(folder=folder.resolve(), script=sys.argv[0]))
        return
    report(read(folder))


if __name__ == "__main__":
    with suppress(BrokenPipeError), sys.stdout:  # "| head" closes it
        main()
