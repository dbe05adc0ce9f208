"""One reader of days for every public method that looks from a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pendulum
import pytest

from timeline import Meeting, Ratification, Timeline, Treaty, When
from timeline.errors import InvalidError
from timeline.when.calendar import Day
from timeline.when.interop import as_day

TL = Timeline(
    [
        Meeting(id="m", title="Meeting", when="2025-03-10", participants=["CA", "FR"]),
        Meeting(id="n", title="Next", when="2025-03-20", status="expected"),
        Treaty(id="t", title="Treaty", when="2025-01-01"),
        Ratification(id="r", treaty="t", party="FR", status="pending"),
    ],
    tz="Europe/Paris",
)
EARLIER = Timeline([TL["t"]], tz="Europe/Paris")

METHODS: dict[str, Callable[[Any], object]] = {
    "table": lambda on: TL.table(on=on),
    "html": lambda on: TL.to_html(on=on),
    "svg": lambda on: TL.to_svg(on=on),
    "agenda": lambda on: TL.agenda(on=on).table(),
    "passed": lambda on: TL.passed("2025-01-01", on).table(),
    "treaty": lambda on: TL.treaty("t", on=on).table(),
    "treaties": lambda on: [str(status) for status in TL.treaties(on=on).values()],
    "ratifications": lambda on: TL.ratifications("FR", on=on).table(),
    "what_if": lambda on: str(TL.treaty("t", "2025-01-01").what_if("CA", on)),
    "pairs": lambda on: TL.pairs(on=on),
    "since": lambda on: TL.since(EARLIER, on=on).table(),
    "digest": lambda on: TL.digest(EARLIER, on=on).table(),
}
NAMES = {"passed": "until", "what_if": "day"}

DAYS = [
    "2025-03-17",
    "2025-03-17[Asia/Tokyo]",
    date(2025, 3, 17),
    datetime(2025, 3, 17, 23, 30, tzinfo=UTC),
    pendulum.datetime(2025, 3, 17, 23, 30, tz="America/Toronto"),
    When.parse("2025-03-17"),
    When.parse("2025-03-17[Asia/Tokyo]"),
    Day(2025, 3, 17),
]


class Missing(datetime):
    """A table's missing value, which is a datetime and has no offset at all."""

    def utcoffset(self) -> None:
        raise ValueError("no offset")


OTHERS = [
    "2025-03",
    "2025-03-17~",
    "2025-03-17/2025-03-18",
    "2025-03-17T16:30",
    "2025-03-17T16:30Z",
    "2025-02-30",
    "not-before:2025-03-17 not-after:2025-03-17",
    "today",
    "",
    2025,
    object(),
    datetime(2025, 3, 17, 16, 30),  # noqa: DTZ001  (what is refused)
    Missing(2025, 3, 17),
    When.parse("2025-03"),
]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_reads_every_spelling_of_a_day_alike(method: str) -> None:
    answers = [METHODS[method](day) for day in DAYS]
    assert answers == [answers[0]] * len(DAYS)


@pytest.mark.parametrize("value", OTHERS, ids=lambda value: f"{type(value).__name__}")
def test_every_method_refuses_what_is_not_one_day_in_the_same_words(
    value: object,
) -> None:
    for method, ask in METHODS.items():
        name = NAMES.get(method, "on")
        with pytest.raises(InvalidError) as refused:
            ask(value)
        with pytest.raises(InvalidError) as expected:
            as_day(value, name)
        assert str(refused.value) == str(expected.value)
        assert refused.value.loc == (name,)
        assert "is not one day; write YYYY-MM-DD" in str(refused.value)


def test_a_day_before_the_common_era_is_a_day_everywhere() -> None:
    for ask in (METHODS["table"], METHODS["treaty"], METHODS["pairs"], METHODS["svg"]):
        assert ask("-0044-03-15") == ask(Day(-44, 3, 15))
