"""What a date may turn out to be: marks of doubt, sets and masks, member by member."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from timeline import When
from timeline.certainty import Certainty
from timeline.errors import NonexistentTimeError, ParseError
from timeline.when.bounds import DAY, UNBOUNDED, Ticks, hull
from timeline.when.calendar import Day

YES, MAYBE, NO = Certainty.YES, Certainty.MAYBE, Certainty.NO


def days(ticks: Ticks) -> str:
    """The first and the last day of bounds."""
    first, last = ticks.start_earliest, ticks.end_latest
    return "/".join(
        [
            ".." if first is None else str(Day.of(first // DAY)),
            ".." if last is None else str(Day.of((last - 1) // DAY)),
        ]
    )


ONE_UNIT = {
    "2025-06-15~": "2025-06-14/2025-06-16",
    "2025-06-15?": "2025-06-14/2025-06-16",
    "2025-06-15%": "2025-06-14/2025-06-16",
    "2025-06~": "2025-05-01/2025-07-31",
    "2025-12~": "2025-11-01/2026-01-31",
    "2025~": "2024-01-01/2026-12-31",
    "2025-21?": "2024-12-01/2025-08-31",
    "2025-24?": "2025-09-01/2026-05-31",
    "2025-34~": "2025-01-01/2025-09-30",
    "2025-37~": "2024-09-01/2025-08-31",
    "2025-41~": "2025-01-01/2026-06-30",
    "202X~": "2010-01-01/2039-12-31",
    "20XX?": "1900-01-01/2199-12-31",
    "1950S2~": "1800-01-01/2099-12-31",
    "1950S3~": "1940-01-01/1969-12-31",
    "Y12345~": "12344-01-01/12346-12-31",
    "Y12E4~": "110000-01-01/130000-12-31",
    "Y123456S2~": "110000-01-01/139999-12-31",
    "-0044-03-15~": "-0044-03-14/-0044-03-16",
    "2025-XX~": "2024-01-01/2026-12-31",
    "2025-06-XX~": "2025-05-01/2025-07-31",
    "2025-XX-XX?": "2024-01-01/2026-12-31",
    "2025-06-1X~": "2025-05-31/2025-06-29",
    "2025-~XX": "2025-01-01/2025-12-31",
    "Y29E4~": "280000-01-01/..",
    "Y-28E4~": "../-270000-12-31",
}


@pytest.mark.parametrize(("text", "expected"), ONE_UNIT.items())
def test_a_mark_of_doubt_widens_by_the_smallest_thing_stated(
    text: str, expected: str
) -> None:
    when = When.parse(text)

    assert [days(span) for span in when.spans] == [expected]
    assert when.tested == when.spans[0]
    plain = When.parse(text.strip("?~%").replace("~", ""))
    assert when.ticks == plain.ticks == plain.tested
    assert when.value.text == text


MEMBERS = {
    "?2025-06-15": "2024-06-15 2025-06-15 2026-06-15",
    "2025-06?-15": "2025-05-15 2025-06-15 2025-07-15",
    "2025-03?-31": "2025-02-28 2025-03-31 2025-04-30",
    "?2024-02-29": "2023-02-28 2024-02-29 2025-02-28",
    "2025-?01-15": "2025-01-15 2025-02-15",  # the year has no mark
    "2025-06-?01": "2025-06-01/2025-06-02",
    "2025-06-?15": "2025-06-14/2025-06-16",
    "2025-?06": "2025-05-01/2025-07-31",
    "2025-?24": "2025-09-01/2026-02-28",
    "2025?-06": "2024-06-01/2024-06-30 2025-06-01/2025-06-30 2026-06-01/2026-06-30",
    "2023?-02": "2022-02-01/2022-02-28 2023-02-01/2023-02-28 2024-02-01/2024-02-29",
    "?2025-06-~15": (
        "2024-06-14/2024-06-16 2025-06-14/2025-06-16 2026-06-14/2026-06-16"
    ),
    "2025-06~-15?": (
        "2025-05-14/2025-05-16 2025-06-14/2025-06-16 2025-07-14/2025-07-16"
    ),
    "[2025-11-04,2025-11-06]": "2025-11-04 2025-11-06",
    "[2025-11-04,2025-11-05]": "2025-11-04/2025-11-05",
    "[2025-11-04~,2025-11-08]": "2025-11-03/2025-11-05 2025-11-08",
    "[..2025-06-15~,2026]": "../2025-06-16 2026-01-01/2026-12-31",
    "[2025,2027..]": "2025-01-01/2025-12-31 2027-01-01/..",
    "[2025,2025-06]": "2025-01-01/2025-12-31",
    "2025-1X-31": "2025-10-31 2025-12-31",
    "2025-1X": "2025-10-01/2025-12-31",
    "201X": "2010-01-01/2019-12-31",
    "2025-XX-31~": (
        "2025-01-30/2025-02-01 2025-03-30/2025-04-01 2025-05-30/2025-06-01"
        " 2025-07-30/2025-08-01 2025-08-30/2025-09-01 2025-10-30/2025-11-01"
        " 2025-12-30/2026-01-01"
    ),
    "XX25": "0025-01-01/9925-12-31",  # a hundred: their hull
    "[2025-11-04,2025-11-06] not-before:2025-11-05": "2025-11-06",
}


@pytest.mark.parametrize(("text", "expected"), MEMBERS.items())
def test_a_set_a_mask_and_a_mark_on_one_part_keep_their_members(
    text: str, expected: str
) -> None:
    spans = [days(span) for span in When.parse(text).spans]

    assert [span if "/" in span else f"{span}/{span}" for span in expected.split()] == (
        spans
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        "2025-06-15~/2025-06-20": "2025-06-14/2025-06-20",
        "2025-06-15/2025-06-20~": "2025-06-15/2025-06-21",
        "../2025-06-20~": "../2025-06-21",
        "2025-06-15~/..": "2025-06-14/..",
        "..2025-06-15~/2025-12": "../2025-12-31",
        "2025-06-15~ not-before:2025-06-10 not-after:2025-06-20": (
            "2025-06-10/2025-06-20"
        ),
        "2025-06-15~ not-before:2025-06-10": "2025-06-14/2025-06-16",
        "2025-06-15~ not-after:2025-06-15": "2025-06-14/2025-06-15",
        "2025-06 not-after:2025-06-15~": "2025-06-01/2025-06-16",
        "2025-03-17T09:00/2025-03-18~": "2025-03-17/2025-03-19",
    }.items(),
)
def test_a_mark_widens_only_the_side_that_has_it(text: str, expected: str) -> None:
    when = When.parse(text)

    assert [days(span) for span in when.spans] == [expected]
    bare = When.parse(text.replace("~", ""))
    assert when.ticks == bare.ticks


def test_the_start_of_a_span_that_has_no_mark_stays() -> None:
    when = When.parse("2025-06-15/2025-06-20~")

    assert when.tested[:2] == when.ticks[:2]
    assert when.tested.end_earliest == (when.ticks.end_earliest or 0) - DAY


def test_about_a_day_is_not_surely_before_the_next() -> None:
    about = When.parse("2025-06-15~")

    assert about.before(When.parse("2025-06-16")) is MAYBE
    assert about.before(When.parse("2025-06-17")) is YES
    assert about.before(When.parse("2025-06-18")) is YES
    assert about.after(When.parse("2025-06-13")) is YES
    assert about.within(When.throughout("2025-06-15")) is MAYBE
    assert about.within(When.throughout("2025-06")) is YES
    assert about.could_be(date(2025, 6, 16))
    assert not about.could_be(date(2025, 6, 17))
    assert str(about.last_day) == "2025-06-15"


def test_a_gap_of_a_set_is_ruled_out() -> None:
    either = When.parse("[2025-11-04,2025-11-06]")

    assert either.intersects(When.parse("2025-11-05")) is NO
    assert either.intersects(When.parse("2025-11-04")) is MAYBE
    assert either.before(When.parse("2025-11-07")) is YES
    assert either.before(When.parse("2025-11-05")) is MAYBE
    assert "equals" not in either.relation(When.throughout("2025-11-05"))
    assert either.relation(When.throughout("2025-11-05")) == {
        *("before", "meets", "met-by", "after")
    }
    assert not either.could_be(date(2025, 11, 5))
    assert either.tested == hull(either.spans)


def test_what_a_set_fills_throughout_is_one_of_its_members() -> None:
    either = When.throughout("[2025-11-04,2025-11-05]")

    assert either.intersects(When.parse("2025-11-04")) is MAYBE
    assert When.throughout("201X").intersects(When.parse("2013")) is YES


@pytest.mark.parametrize("text", ["XXXX-02-29", "XXXX-06", "XXXX", "XXXX-12~"])
def test_a_date_without_a_year_is_undated(text: str) -> None:
    when = When.parse(text)

    assert not when.is_dated
    assert when.ticks == when.tested == UNBOUNDED
    assert when.first_day is when.last_day is None
    assert when.last_start_day is None
    assert when.before(When.parse("2025")) is MAYBE
    assert str(when) == text
    assert when.placed("Europe/Paris") is when


def test_a_date_without_a_year_still_rules_out_days_of_other_months() -> None:
    assert When.parse("XXXX-02-29").could_be(date(2024, 2, 29))
    assert not When.parse("XXXX-02-29").could_be(date(2024, 3, 1))
    assert When.parse("[XXXX-06,2025]").ticks == UNBOUNDED
    assert When.parse("XXXX-06/2025").start_earliest is None
    assert When.parse("XXXX-06 not-before:2025").is_dated


@pytest.mark.parametrize(
    "text",
    [
        "2011-12-30[Pacific/Apia]",
        "2011-12-29/2011-12-30[Pacific/Apia]",
        "[2011-12-30,2012-01-05][Pacific/Apia]",
        "1993-08-21[Pacific/Kwajalein]",
        "not-before:2011-12-30[Pacific/Apia]",
    ],
)
def test_a_day_that_a_zone_left_out_is_refused(text: str) -> None:
    with pytest.raises(NonexistentTimeError, match="the clocks skip that day"):
        When.parse(text)


def test_a_day_that_a_zone_left_out_is_refused_where_the_zone_comes_later() -> None:
    with pytest.raises(NonexistentTimeError):
        When.parse("2011-12-30").check_clocks("Pacific/Apia")
    with pytest.raises(NonexistentTimeError):
        When.of("2011-12-30", tz="Pacific/Apia")
    When.parse("2011-12-XX[Pacific/Apia]").check_clocks("Pacific/Apia")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("throughout:2025-06-15~", "fills a date in doubt; write the first and the"),
        ("throughout:2025/2026?", "fills a date in doubt"),
        ("2025-06-16~/2025-06-15", "ends before it starts"),  # judged as stated
        (
            "[2025-11-04,2025-11-06] not-before:2025-11-05 not-after:2025-11-05",
            "no date within its anchors",
        ),
    ],
)
def test_what_marks_and_members_rule_out_is_refused(text: str, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        When.parse(text)


# -- an oracle: all that a time may turn out to be, counted out on a grid --------------

# Instants lie six hours apart in seven days, of which dates are written for the middle
# three: their doubt reaches a day further, and what is unbounded a day beyond that. Of
# each interval between two written instants the grid has a point inside, which is
# enough: no relation asks for more than one endpoint strictly between two others.
A_DAY = 4
FIRST = date(2025, 6, 12)
END = 7 * A_DAY


class Time(NamedTuple):
    """A text, and the instants at which it lets something start and end.

    Attributes:
        text: What `When.parse` reads.
        boxes: For each member, when it may start and when it may end.
    """

    text: str
    boxes: tuple[tuple[range, range], ...]

    @property
    def completions(self) -> list[tuple[int, int]]:
        """All that it may turn out to be."""
        pairs = [pair for box in self.boxes for pair in itertools.product(*box)]
        return [(start, end) for start, end in pairs if start < end]


def box(first: int, last: int) -> tuple[range, range]:
    """Sometime from one day to another; days are counted from FIRST on."""
    low, high = first * A_DAY, (last + 1) * A_DAY
    return range(low, high), range(low + 1, high + 1)


def runs(numbers: set[int]) -> tuple[tuple[range, range], ...]:
    """Sometime in one of these days; those that touch are one stretch."""
    firsts = [at for at in sorted(numbers) if at - 1 not in numbers]
    lasts = [at for at in sorted(numbers) if at + 1 not in numbers]
    return tuple(box(first, last) for first, last in zip(firsts, lasts, strict=True))


def day(number: int) -> str:
    return str(FIRST + timedelta(days=number))


def clock(instant: int) -> str:
    return f"{day(instant // A_DAY)}T{instant % A_DAY * 6:02}:00:00.000000"


def marked(chance: random.Random, number: int) -> tuple[str, int]:
    """A day of the middle, perhaps with a mark of doubt, and how far that reaches."""
    sign = chance.choice(["", "", "~", "?", "%"])
    return f"{day(number)}{sign}", int(sign != "")


def a_day(chance: random.Random) -> Time:
    at = chance.randint(2, 4)
    text, doubt = marked(chance, at)
    return Time(text, (box(at - doubt, at + doubt),))


def a_span(chance: random.Random) -> Time:
    first, last = sorted(chance.choices(range(2, 5), k=2))
    (a, early), (b, late) = marked(chance, first), marked(chance, last)
    starts, _ = box(first - early, first + early)
    _, ends = box(last - late, last + late)
    if chance.random() < 0.2:
        return Time(f"../{b}", ((range(END), ends),))
    if chance.random() < 0.2:
        return Time(f"{a}/..", ((starts, range(END + 1)),))
    return Time(f"{a}/{b}", ((starts, ends),))


def a_set(chance: random.Random) -> Time:
    days: set[int] = set()
    texts = []
    for at in chance.sample(range(2, 5), chance.randint(2, 3)):
        text, doubt = marked(chance, at)
        texts.append(text)
        days |= {*range(at - doubt, at + doubt + 1)}
    return Time(f"[{','.join(texts)}]", runs(days))


def by_the_clock(chance: random.Random) -> Time:
    first, last = sorted(chance.sample(range(2 * A_DAY, 5 * A_DAY + 1, 2), 2))
    inside = range(first, last), range(first + 1, last + 1)
    exact = range(first, first + 1), range(last, last + 1)
    return chance.choice(
        [
            Time(f"{clock(first)}/{clock(last)}", (exact,)),
            Time(f"../{clock(last)}", ((range(END), exact[1]),)),
            Time(clock(first), ((exact[0], range(first + 1, first + A_DAY + 1)),)),
            Time(f"not-before:{clock(first)} not-after:{clock(last)}", (inside,)),
            Time(f"not-after:{clock(last)}", ((range(END), range(last + 1)),)),
            Time(f"throughout:{clock(first)}/{clock(last)}", (exact,)),
        ]
    )


def a_stated_width(chance: random.Random) -> Time:
    first, at, last = sorted(chance.choices(range(2, 5), k=3))
    text = f"{day(at)}~ not-before:{day(first)} not-after:{day(last)}"
    return Time(text, (box(first, last),))


def masked(chance: random.Random) -> Time:
    middle = "not-before:2025-06-14 not-after:2025-06-16"
    return chance.choice(
        [
            Time(f"2025-06-1X {middle}", (box(2, 4),)),
            Time(f"2025-06-X5 {middle}", (box(3, 3),)),
            Time(f"2025-XX-15 {middle}", (box(3, 3),)),
            Time(f"?2025-06-15 {middle}", (box(3, 3),)),
            Time("2025-06-?15", (box(2, 4),)),
            Time("[2025-06-14,2025-06-16] not-before:2025-06-15", (box(4, 4),)),
            Time("2025-06-14/2025-06-16~ not-after:2025-06-16", (
                (box(2, 2)[0], box(3, 4)[1]),
            )),
        ]
    )  # fmt: skip


MAKERS = (a_day, a_span, a_set, by_the_clock, a_stated_width, masked)
Pair = tuple[int, int]
HOLDS: dict[str, Callable[[Pair, Pair], bool]] = {
    "before": lambda x, y: x[1] <= y[0],
    "after": lambda x, y: x[0] >= y[1],
    "intersects": lambda x, y: x[0] < y[1] and y[0] < x[1],
    "within": lambda x, y: y[0] <= x[0] and x[1] <= y[1],
    "equals": lambda x, y: x == y,
    "starts_before": lambda x, y: x[0] < y[0],
}


def check_pair(one: Time, other: Time) -> dict[str, Certainty]:
    """Compare answers with what all completions say: equal, no less sure."""
    a, b = When.parse(one.text), When.parse(other.text)
    both, found = (one.completions, other.completions), dict[str, Certainty]()
    for name, holds in HOLDS.items():
        answers = (holds(x, y) for x, y in itertools.product(*both))
        first = next(answers)
        mixed = any(answer is not first for answer in answers)  # stops at once
        expected = MAYBE if mixed else YES if first else NO
        found[name] = getattr(a, name)(b)
        assert found[name] is expected, (name, one.text, other.text)
    return found


def check_pairs(seed: int, times: int) -> None:
    """Check random pairs."""
    chance = random.Random(seed)  # noqa: S311  (the same pairs in each run)
    for _ in range(times):
        check_pair(*(chance.choice(MAKERS)(chance) for _ in range(2)))


def test_relations_are_those_of_all_completions() -> None:
    check_pairs(seed=14, times=600)


def test_a_gap_counts_for_all_that_lies_at_its_edges() -> None:
    gapped = Time("[2025-06-14,2025-06-16]", runs({2, 4}))
    edges = range(2 * A_DAY - 2, 5 * A_DAY + 3, 2)  # points of the grid lie between
    answers: dict[str, set[Certainty]] = {name: set() for name in HOLDS}
    for first, last in itertools.combinations(edges, 2):
        span = range(first, first + 1), range(last, last + 1)
        exact = Time(f"{clock(first)}/{clock(last)}", (span,))
        check_pair(exact, gapped)
        for name, answer in check_pair(gapped, exact).items():
            answers[name].add(answer)
    every = {YES, MAYBE, NO}
    unequal = {**dict.fromkeys(HOLDS, every), "equals": {MAYBE, NO}}
    assert answers == unequal


@pytest.mark.no_cover  # a short test counts the same branches
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_thirty_thousand_relations_are_those_of_all_completions(seed: int) -> None:
    check_pairs(seed, times=3_000)


def test_a_mark_on_one_side_of_a_set_leaves_the_other_side_open() -> None:
    later, earlier = When.parse("[2025-06-15~..]"), When.parse("[..2025-06-15~]")

    assert later.tested.end_latest is None
    assert earlier.tested.start_earliest is None
