"""A world in which all is known: nothing that follows from true words denies it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest

from timeline import Event, Source, Timeline
from timeline.schedule.shifts import Shift
from timeline.when.anchors import Duration
from timeline.when.calendar import add_months

ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "CET", "UTC")
# Near where clocks change, and where months of different lengths meet.
NEAR = ("2025-03-29", "2025-10-25", "2025-01-31", "2024-02-29", "2025-04-05")
SHIFTS = ((0, 1), (0, -1), (1, 0), (-1, 0), (2, 3), (-1, -1))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Span = tuple[datetime, datetime]


def shown(moment: datetime, zone: str) -> datetime:
    """What the clock of a zone shows, without the zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def moved(moment: datetime, zone: str, months: int, days: int) -> list[datetime]:
    """The instants at which the clock shows the same time of another day."""
    wall = shown(moment, zone)
    year, month, day = add_months(wall.year, wall.month, wall.day, months)
    wall = wall.replace(year=year, month=month, day=day) + timedelta(days)
    both = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    return [at for each in both if shown(at := each.astimezone(UTC), zone) == wall]


def links(
    chance: random.Random, spans: list[Span], zones: list[str], at: int
) -> list[str]:
    """What is true of one event and those before it, in every kind of link."""
    (start, end), found = spans[at], []
    for other, (first, last) in enumerate(spans[:at]):
        name, zone = f"e{other}", zones[other]
        months, days = chance.choice(SHIFTS)
        sign = "-" if min(months, days) < 0 else "+"
        shift = f"{sign}P{abs(months)}M{abs(days)}D"
        true = {
            f"not-before:{name}": start >= last,
            f"not-after:{name}": end <= first,
            f"during:{name}": first <= start and end <= last,
            f"same-day:{name}": shown(start, zone).date() == shown(first, zone).date(),
        }
        for point, moment in (("start", first), ("end", last)):
            then = moved(moment, zone, months, days)
            true[f"not-before:{name}#{point}{shift}"] = any(start >= at for at in then)
            true[f"not-after:{name}#{point}{shift}"] = any(end <= at for at in then)
        found += [link for link, holds in true.items() if holds]
    return chance.sample(found, min(len(found), 5))


def dated(chance: random.Random, span: Span, zone: str) -> str:
    """How a source may date it, by the clocks of its zone."""
    form = chance.choice(["%Y-%m-%d", "%Y-%m"])
    named = chance.choice(["", f"[{zone}]"])
    first, last = (shown(at, zone) for at in (span[0], span[1] - MICROSECOND))
    return f"{first:{form}}{named}/{last:{form}}{named}"


def world(chance: random.Random) -> tuple[list[Span], Timeline]:
    """A few events, and what is told of them."""
    noon = datetime.fromisoformat(f"{chance.choice(NEAR)}T12:00Z")
    spans = []
    for _ in range(chance.randint(2, 4)):
        start = noon + timedelta(hours=chance.randint(-75, 75))
        spans.append((start, start + timedelta(hours=chance.choice([1, 10, 24, 50]))))
    zones = [chance.choice(ZONES) for _ in spans]
    words = noon + timedelta(hours=chance.randint(-99, 99))
    events = []
    for at, span in enumerate(spans):
        pieces = links(chance, spans, zones, at)
        if chance.random() < 0.5:
            pieces = [dated(chance, span, zones[at]), *pieces]
        told = chance.random() < 0.5
        event = Event(
            id=f"e{at}",
            title="e",
            when=" ".join(pieces) or None,
            tz=zones[at],
            status=status_of(span, words) if told else None,
            sources=["s"] if told else [],
        )
        events.append(event)
    as_of = f"{shown(words, 'CET'):%Y-%m-%d}[CET]"
    return spans, Timeline(events, [Source(id="s", as_of=as_of)])


def status_of(span: Span, words: datetime) -> str:
    """What a source says of an event when it is written."""
    if words < span[0]:
        return "expected"
    return "under_way" if words < span[1] else "occurred"


def tick(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


@pytest.mark.parametrize("seed", range(20))
def test_what_follows_never_denies_what_is_so(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (the same worlds in each run)
    for _ in range(60):
        spans, timeline = world(chance)
        found = timeline.schedule()
        assert found.contradictions == ()
        for at, (start, end) in enumerate(spans):
            bounds = found.when(f"e{at}")
            pairs = ((start, bounds.ticks[:2]), (end, bounds.ticks[2:]))
            for moment, (low, high) in pairs:
                assert bounds.is_placed or (low, high) == (None, None)
                assert low is None or low <= tick(moment)
                assert high is None or tick(moment) <= high
            for other, (first, _) in enumerate(spans):
                order = found.order(f"e{at}", f"e{other}")
                assert order.possibly if end <= first else not order.definitely


@pytest.mark.no_cover  # short tests count the same branches
@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("near", NEAR)
@pytest.mark.parametrize(("months", "days"), SHIFTS)
def test_a_shift_takes_in_every_instant_that_its_zone_may_mean(
    zone: str, near: str, months: int, days: int
) -> None:
    shift = Shift(Duration(months, days), zone)
    noon = datetime.fromisoformat(f"{near}T12:00Z")
    steps = [noon + timedelta(minutes=30 * step) for step in range(-70, 90)]
    then = [sorted(map(tick, moved(at, zone, months, days))) for at in steps]
    told = [(tick(at), ends) for at, ends in zip(steps, then, strict=True) if ends]
    firsts, lasts = [ends[0] for _, ends in told], [ends[-1] for _, ends in told]
    after = [*accumulate(reversed(firsts), min)][::-1]
    until = [*accumulate(lasts, max)]
    forth, back = shift.not_before, shift.not_after
    assert forth is not None
    assert back is not None
    for index, (at, _) in enumerate(told):
        assert shift.earliest(at) <= after[index]
        assert shift.latest(at) >= until[index]
        assert forth.latest(after[index]) >= at
        assert back.earliest(until[index]) <= at
