"""Export 10,000 events as iCalendar beside the icalendar package, same properties."""

from __future__ import annotations

import gc
import random
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

import icalendar

from timeline import Meeting, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = 10_000
STAMP = datetime(2025, 11, 12, tzinfo=UTC)


def timeline() -> Timeline:
    draw = random.Random(1)
    made = []
    for number in range(COUNT):
        month = f"{draw.randint(1990, 2025)}-{draw.randint(1, 12):02}"
        day = f"{month}-{draw.randint(1, 28):02}"
        made.append(
            Meeting(
                id=f"event-{number:06}",
                title=f"Talks on trade, defence and énergie, round {number}",
                when=f"{day}T{draw.randint(8, 20):02}:30Z" if number % 3 else day,
                status="held",
                participants=["Mark Carney @CA", "Emmanuel Macron @FR"],
                place="Palais de l'Élysée, Paris",
                topics=["trade", "defence"],
            )
        )
    return Timeline(made)


TL = timeline()
FIRST = TL.to_ics(STAMP).text


def theirs() -> bytes:
    """Write what ours writes, from values that are ready."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//timeline//EN")
    for event in TL:
        when = event.when
        assert when is not None
        assert when.start_earliest is not None
        start = datetime.fromtimestamp(when.start_earliest / 1e6, UTC)
        part = icalendar.Event()
        part.add("uid", f"{event.id}@timeline.invalid")
        part.add("dtstamp", STAMP)
        part.add("summary", event.title)
        part.add(
            "dtstart", start if when.value.has_clock else date(*start.timetuple()[:3])
        )
        part.add("status", "CONFIRMED")
        part.add("description", "Mark Carney @CA, Emmanuel Macron @FR")
        part.add("location", event.place)
        part.add("categories", list(event.topics))
        part.add("x-timeline-kind", event.kind)
        part.add("x-timeline-status", event.status)
        part.add("x-timeline-when", when.text)
        part.add("x-timeline-earliest", when.text)
        part.add("x-timeline-latest", str(start + timedelta(days=1)))
        part.add("x-timeline-data", '{"participants":["Mark Carney @CA","..."]}')
        calendar.add_component(part)
    return calendar.to_ical()


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    start = process_time()
    work()
    taken = process_time() - start
    gc.enable()
    return taken


def main() -> None:
    ours, other = [], []
    for _ in range(3):
        ours.append(seconds(lambda: TL.to_ics(STAMP)))
        other.append(seconds(theirs))
    mine, peer = median(ours), median(other)
    print(f"ours      {mine / COUNT * 1e6:7.1f} us an event")
    print(f"icalendar {peer / COUNT * 1e6:7.1f} us an event")
    print(f"ratio {mine / peer:.3f}  goal <= 0.1")


if __name__ == "__main__":
    main()
