"""Records, imports, whole timelines and days, each beside its yardstick in one run."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import attrs
import pendulum

from timeline import Meeting, Participant, Timeline, When, cite
from timeline.collection.ordering import sort_key

Work = Callable[[], object]


def ratio(ours: Work, theirs: Work, rounds: int, number: int) -> float:
    """Return the median of our time over theirs, taken in turns."""
    found = []
    for _ in range(rounds):
        spent = []
        for work in (theirs, ours):
            gc.collect()
            gc.disable()
            start = time.perf_counter()
            for _ in range(number):
                work()
            spent.append(time.perf_counter() - start)
            gc.enable()
        found.append(spent[1] / spent[0])
    return statistics.median(found)


def show(what: str, found: float, goal: float) -> None:
    print(f"{what:44} {found:5.2f} x   goal {goal}")


def records() -> None:
    """A record from ready values beside a bare frozen class of the same fields."""
    bare = attrs.make_class(
        "Bare",
        {
            field.name: attrs.field(default=field.default)
            for field in attrs.fields(Meeting)
        },
        frozen=True,
        slots=True,
        kw_only=True,
    )
    some = {"id": "elysee", "title": "Meeting", "when": When.parse("2025-03-17")}
    people = (Participant("Mark Carney", of="CA"), Participant(of="FR"))
    more = {**some, "status": "held", "participants": people, "place": "Paris"}
    full = {**more, "sources": (cite("article"),), "part_of": "visit", "about": ("x",)}
    full |= {"topics": ("trade",), "tz": "Europe/Paris", "when_text": "later"}
    for name, fields in (("three", some), ("six", more), ("twelve", full)):
        found = ratio(
            lambda f=fields: Meeting(**f), lambda f=fields: bare(**f), 200, 300
        )
        show(f"record with {name} fields given", found, 4)


def typed() -> None:
    """A record from texts, as people write it."""
    fields = {"id": "elysee", "title": "Meeting", "when": "2025-03-17"}
    more = {"participants": ["Mark Carney @CA", "Emmanuel Macron @FR"]}
    start = time.process_time()
    for _ in range(5_000):
        Meeting(**fields, **more, sources=["article"])
    spent = (time.process_time() - start) / 5_000 * 1e6
    print(f"{'record typed with texts':44} {spent:5.2f} us  goal 15")


def imports() -> None:
    """Whole processes."""

    def run(code: str) -> Work:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    theirs = run("import attrs, pendulum")
    show("import timeline", ratio(run("import timeline"), theirs, 11, 1), 1.15)
    names = "from timeline import Meeting, Timeline"
    show(names, ratio(run(names), theirs, 11, 1), 1.15)


def whole(count: int) -> None:
    """A timeline of ready records beside sorting them by the documented key."""
    days = [When.of(pendulum.date(2000, 1, 1).add(days=at)) for at in range(5_000)]
    ready = [
        Meeting(id=f"m{at}", title="M", when=days[at * 7_919 % 5_000])
        for at in range(count)
    ]
    ours: Work = lambda: Timeline(ready).events  # noqa: E731
    theirs: Work = lambda: sorted(ready, key=lambda each: sort_key(each, None))  # noqa: E731
    show(f"Timeline of {count:,} records", ratio(ours, theirs, 3, 1), 3)


def day() -> None:
    show(
        "When.parse of a day",
        ratio(
            lambda: When.parse("2025-03-17"),
            lambda: pendulum.parse("2025-03-17"),
            200,
            300,
        ),
        0.25,
    )


if __name__ == "__main__":
    records()
    typed()
    day()
    imports()
    whole(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
