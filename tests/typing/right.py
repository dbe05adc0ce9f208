"""What a type checker has to know of values, exactly."""

from collections.abc import Iterator
from typing import assert_type

import pendulum

from timeline import (
    Call,
    Certainty,
    Event,
    Meeting,
    Participant,
    Source,
    Timeline,
    When,
    cite,
    same_day,
)

meeting = Meeting(
    id="m",
    title="M",
    when="2025-03-17",
    participants=["Mark Carney @CA", Participant(of="FR")],
    sources=["article", cite("article", "words")],
    part_of="v",
    host=["FR"],
)
tl = Timeline([meeting], sources=[Source(id="article", published="2025-11-12")])

assert_type(meeting.when, When | None)
assert_type(meeting.participants, tuple[Participant, ...])
assert_type(meeting.references, Iterator[tuple[str, str]])
assert_type(tl["m"], Event)
assert_type(tl[0], Event)
assert_type(tl[:1], Timeline)
assert_type(tl.get("m"), Event | None)
assert_type(tl.get("m", 5), Event | int)
assert_type(tl.of(Call), tuple[Call, ...])
assert_type(tl.where(lambda event: event.kind == "call"), Timeline)
assert_type(tl.add(meeting), Timeline)
assert_type(tl | tl, Timeline)
assert_type(tl.placed("m"), When | None)
assert_type(tl.source("article"), Source)
assert_type(When.parse("2025"), When)
assert_type(When.parse("2025") & same_day("m"), When)
assert_type(When.parse("2025").before(When.parse("2026")), Certainty)
assert_type(When.parse("2025").relation(When.parse("2026")), frozenset[str])
assert_type(When.parse("2025").first_day, pendulum.Date | None)
assert_type(When.parse("2025Z").earliest, pendulum.DateTime | None)
