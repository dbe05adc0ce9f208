"""When something happens: as precisely as the source says, and no more."""

from __future__ import annotations

import itertools
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

import attrs

from timeline.certainty import Certainty
from timeline.errors import InvalidError, ParseError
from timeline.text import quote
from timeline.when import bounds, datetimes, edtf, parser, timezones
from timeline.when.anchors import Anchor
from timeline.when.bounds import DAY, Ticks
from timeline.when.calendar import Day
from timeline.when.edtf import Value
from timeline.when.parser import Zones

if TYPE_CHECKING:
    from collections.abc import Callable

    import pendulum

T = TypeVar("T")


@attrs.frozen(repr=False, eq=False)
class When:
    """When something happens, from a source that may not know exactly.

    Make one with `When.parse`, `When.of` or `When.throughout`, or with `not_before`,
    `not_after`, `during` and `same_day`, joined with ``&``.

    It says between which instants something starts, and between which it ends. A date
    means *sometime in* it; ``a/b`` means that it starts within a and ends within b, and
    ``throughout:a`` that it fills a. There is no ``<``: the relations answer with a
    `Certainty`.

    Marks of doubt (``?``, ``~``, ``%``) do not move the *stated* bounds: `ticks`,
    `first_day`, and whatever is printed or sorted. The *tested* bounds, `spans` and
    `tested`, are one unit wider where the mark is; relations and `could_be` use them.

    Two values are equal if they have the same bounds on the same line, kinds of ends,
    precision, marks, members and anchors; the name of the zone does not count.

    Attributes:
        ticks: The four bounds as stated; see `timeline.when.bounds` for ticks.
        value: The date as written, read into fields; without one, all fields are empty.
        anchors: Links to other events, to sources, and bounds by date.
        zone: The zones in which it was placed; None on the wall clock.
        spans: The bounds that relations test: those of each member of a set or mask,
            in order, at most 64; of anything else one.

    >>> When.parse("2025-02").last_day
    Date(2025, 2, 28)
    >>> When.parse("2025").before(When.parse("2025-11-12"))
    <Certainty.MAYBE: 'maybe'>
    >>> about = When.parse("2025-06-15~")
    >>> about.before(When.parse("2025-06-16")), about.before(When.parse("2025-06-18"))
    (<Certainty.MAYBE: 'maybe'>, <Certainty.YES: 'yes'>)
    """

    ticks: Ticks
    value: Value = parser.NO_DATE
    anchors: tuple[Anchor, ...] = ()
    zone: Zones | None = None
    spans: tuple[Ticks, ...] = attrs.field(
        default=attrs.Factory(lambda self: (self.ticks,), takes_self=True)
    )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read EDTF (ISO 8601-2, levels 0 to 2), clock times, zones and anchors.

        A clock time is ``hh:mm``, ``hh:mm:ss`` or with a fraction, then an offset and
        a zone as in RFC 9557: ``2025-03-17T16:30-04:00[America/Toronto]``. A start lies
        within its unit, an end is that instant, and a lone clock time is over within 24
        hours. A date may have a zone too. Up to eight anchors follow, each after a
        space.

        Raises:
            ParseError: it cannot be read, or contradicts itself.
            NonexistentTimeError: the zone's clocks skip that time.
            AmbiguousTimeError: they show it twice; write the offset.
            UnknownZoneError: no zone has that name.
            OutOfRangeError: it lies beyond the years -290000 to 290000.

        >>> When.parse("2025-02-30")
        Traceback (most recent call last):
        timeline.errors.ParseError: "2025-02-30" is not a date: February 2025 has 28 \
days
        """
        return cls(*parser.parse(text))

    @classmethod
    def of_wikidata(cls, time: str, precision: int, calendar: str = "Q1985727") -> Self:
        """Return a time from Wikidata, no finer than its precision.

        Args:
            time: In the form of its JSON, ``+2021-03-00T00:00:00Z``; 1 BCE is year
                -0001.
            precision: 11 is a day, 10 a month, 9 a year, 8 a decade, 7 a century and 6
                a millennium.
            calendar: The item of its calendar, or the address of it: ``Q1985727`` is
                the Gregorian, ``Q1985786`` the Julian, whose days are converted.

        Raises:
            ParseError: one of them is not what Wikidata has.

        >>> str(When.of_wikidata("+2021-01-01T00:00:00Z", 9))
        '2021'
        >>> str(When.of_wikidata("+1918-02-01T00:00:00Z", 11, "Q1985786"))
        '1918-02-14'
        """
        return cls.parse(datetimes.of_wikidata(time, precision, calendar))

    @classmethod
    def throughout(cls, value: str | date) -> Self:
        """Return a When that fills *value*, from its first instant to its last.

        >>> When.parse("2025-11-12").within(When.throughout("2025-11"))
        <Certainty.YES: 'yes'>
        """
        text = value if isinstance(value, str) else cls.of(value).text
        return cls.parse(f"{edtf.THROUGHOUT}{text}")

    @classmethod
    def of(
        cls,
        value: Any,  # noqa: ANN401  (an Interval too, which only pendulum can name)
        end: date | str | None = None,
        tz: str | None = None,
    ) -> Self:
        """Return when *value* is: a date, a moment, or a span from it to *end*.

        Dates and datetimes, of pendulum or the standard library, pendulum's Interval
        and what `parse` reads are taken; a datetime means the second or
        microsecond it names.

        Args:
            value: What to convert; a datetime needs an offset, unless *tz* is given.
            end: The last day, or the moment it is over.
            tz: The name of its zone, if it does not state one itself.

        Raises:
            InvalidError: a datetime has no zone, or the value has another type.

        >>> from datetime import datetime
        >>> When.of(datetime(2025, 3, 17, 16, 30))
        Traceback (most recent call last):
        timeline.errors.InvalidError: 2025-03-17T16:30:00 has no time zone; \
give it one, write When.of(..., tz="Europe/Paris"), or pass its .date()
        """
        if isinstance(value, When):
            value = value if end is None else str(value)
        elif end is None and hasattr(value, "start") and hasattr(value, "end"):
            value, end = value.start, value.end  # an Interval, which is no date
        if isinstance(value, cls):
            when = value
        else:
            ends = [value] if end is None else [value, end]
            when = cls.parse("/".join(datetimes.as_date_text(at, tz) for at in ends))
        if tz is None or when.is_placed:
            return when
        when.check_clocks(timezones.as_zone(tz))
        return when.placed(tz)

    @property
    def text(self) -> str:
        """The date as EDTF and RFC 9557 write it, without the anchors."""
        return self.value.text

    @property
    def doubt(self) -> tuple[str, str]:
        """The mark of doubt of its start and of its end, ``%`` for several.

        Of what is worked out, they are the marks of what each side follows from.

        >>> When.parse("2025-03?/2025-04-02~").doubt
        ('?', '~')
        """
        value, marks = self.value, list[str]()
        for point, kind in ((value.start, "not-before"), (value.end, "not-after")):
            points = value.dates if value.parts else (point,)
            limits = (a.target for a in self.anchors if a.is_date and a.kind == kind)
            marks.append(edtf.joint_mark([*(date.marks for date in points), *limits]))
        return marks[0], marks[1]

    @property
    def start_earliest(self) -> int | None:
        """The earliest tick at which it may start; None if unbounded."""
        return self.ticks[0]

    @property
    def start_latest(self) -> int | None:
        """The latest tick at which it may start; None if unbounded."""
        return self.ticks[1]

    @property
    def end_earliest(self) -> int | None:
        """The earliest tick at which it may be over; None if unbounded."""
        return self.ticks[2]

    @property
    def end_latest(self) -> int | None:
        """The latest tick at which it may be over; None if unbounded."""
        return self.ticks[3]

    @property
    def tested(self) -> Ticks:
        """The bounds of all `spans` together."""
        return bounds.hull(self.spans)

    @property
    def is_dated(self) -> bool:
        """Whether any bound is stated, by a date or by an anchor to a date."""
        return self.ticks != bounds.UNBOUNDED

    @property
    def is_placed(self) -> bool:
        """Whether the ticks are of UTC, and not of a wall clock somewhere."""
        return self.zone is not None

    @property
    def earliest(self) -> pendulum.DateTime | None:
        """The instant before which it surely has not started; None if unbounded.

        Raises:
            InvalidError: it is not placed in a zone, so no instant is known.
            OutOfRangeError: pendulum knows the years 1 to 9999 only.
        """
        return self._moment(self.start_earliest, self.zone.start if self.zone else None)

    @property
    def latest(self) -> pendulum.DateTime | None:
        """The instant at which it is surely over; None if unbounded.

        Raises:
            InvalidError: it is not placed in a zone, so no instant is known.
            OutOfRangeError: pendulum knows the years 1 to 9999 only.
        """
        return self._moment(self.end_latest, self.zone.end if self.zone else None)

    def _moment(self, tick: int | None, zone: str | None) -> pendulum.DateTime | None:
        if not self.is_placed:
            problem = f"{quote(str(self))} is not placed in any zone"
            raise InvalidError(problem, 'place it: when.placed("Europe/Paris")')
        return None if tick is None else datetimes.moment(tick, zone)

    @property
    def first_day(self) -> pendulum.Date | None:
        """The first calendar day, as written, on which it may start; or None.

        Raises:
            OutOfRangeError: pendulum knows the years 1 to 9999 only.
        """
        day = self.first_calendar_day
        return None if day is None else datetimes.pendulum_date(day)

    @property
    def last_day(self) -> pendulum.Date | None:
        """The last calendar day, as written, on which it may go on; or None.

        Raises:
            OutOfRangeError: pendulum knows the years 1 to 9999 only.
        """
        day = self.last_calendar_day
        return None if day is None else datetimes.pendulum_date(day)

    @property
    def first_calendar_day(self) -> Day | None:
        """The same as `first_day`, in any year."""
        return self._day(self.start_earliest, self.zone and self.zone.start)

    @property
    def last_start_day(self) -> Day | None:
        """The last calendar day, as written, on which it may start, in any year."""
        return self._day(self.start_latest, self.zone and self.zone.start)

    @property
    def first_end_day(self) -> Day | None:
        """The first calendar day, as written, on which it may be over, in any year."""
        return self._day(self.end_earliest, self.zone and self.zone.end)

    @property
    def last_calendar_day(self) -> Day | None:
        """The same as `last_day`, in any year."""
        last = None if self.end_latest is None else self.end_latest - 1
        return self._day(last, self.zone and self.zone.end)

    @property
    def tested_days(self) -> tuple[Day | None, Day | None, Day | None]:
        """The first day on which it may start, the last such day, and its last day.

        They are those of `tested`, to reason with and never to print: no source states
        them.
        """
        return self._days(self.tested)

    def _days(self, ticks: Ticks) -> tuple[Day | None, Day | None, Day | None]:
        start, end = self.zone or (None, None)
        first, begun, _, over = ticks
        last = None if over is None else over - 1
        return self._day(first, start), self._day(begun, start), self._day(last, end)

    @staticmethod
    def _day(tick: int | None, zone: str | None) -> Day | None:
        if tick is None:
            return None
        return Day.of((timezones.wall(tick, zone) if zone else tick) // DAY)

    def could_be(self, day: date | Day) -> bool:
        """Return whether it may touch the calendar day *day*, as written.

        >>> When.parse("2025-XX-12").could_be(date(2025, 6, 20))
        False
        """
        if not isinstance(day, date | Day):
            problem = f"{quote(day)} is not a day"
            raise ParseError(problem, "pass a date", code="bad-date")
        wanted = Day(day.year, day.month, day.day)
        days = map(self._days, self.spans)  # that a span begins and ends on, if any
        if not any((a or wanted) <= wanted <= (b or wanted) for a, _, b in days):
            return False
        exact = self.value.has_gaps and not self.value.marks
        return not exact or self.value.could_be(wanted)

    def placed(self, zone: str | None) -> Self:
        """Return the same with ticks of UTC, read on the clocks of *zone*.

        What is placed already stays as it is; if *zone* is None, so does everything. A
        time that the clocks skip is placed at the jump; one that they show twice may be
        either.

        >>> str(When.parse("2025-03-17T16:30").placed("America/Toronto").earliest)
        '2025-03-17 16:30:00-04:00'
        """
        if zone is None or self.is_placed or not self.is_dated:
            return self
        name = timezones.as_zone(zone)
        value = parser.place(self.value, name)
        return type(self)(*parser.assemble(value, self.anchors, name))

    def check_clocks(self, zone: str) -> None:
        """Refuse a clock time that cannot be placed in *zone*.

        Raises:
            UnknownZoneError: no zone has that name.
            NonexistentTimeError: its clocks skip that time.
            AmbiguousTimeError: they show it twice.

        >>> When.parse("2025-03-30T02:30").check_clocks("Europe/Paris")
        Traceback (most recent call last):
        timeline.errors.NonexistentTimeError: "2025-03-30T02:30" does not exist in \
Europe/Paris: the clocks skip it; write a time before or after the change
        """
        parser.check_clocks(self.value, zone)

    def before(self, other: When) -> Certainty:
        """Return whether it is over when *other* starts."""
        return self._related(bounds.before, other)

    def after(self, other: When) -> Certainty:
        """Return whether it starts when *other* is over.

        >>> When.parse("2025-03-17").after(When.parse("2025-03-17"))
        <Certainty.MAYBE: 'maybe'>
        """
        return self._related(lambda a, b: bounds.before(b, a), other)

    def intersects(self, other: When) -> Certainty:
        """Return whether some instant belongs to both."""
        return self._related(bounds.intersects, other)

    def within(self, other: When) -> Certainty:
        """Return whether all of it lies in *other*."""
        return self._related(bounds.within, other)

    def equals(self, other: When) -> Certainty:
        """Return whether both start together and end together.

        >>> When.parse("2025").equals(When.parse("2025"))
        <Certainty.MAYBE: 'maybe'>
        """
        return self._related(bounds.equals, other)

    def starts_before(self, other: When) -> Certainty:
        """Return whether it starts earlier than *other*."""
        return self._related(bounds.starts_before, other)

    def relation(self, other: When) -> frozenset[str]:
        """Return which of Allen's relations it may have to *other*; at least one.

        >>> sorted(When.throughout("2025-03").relation(When.parse("2025-04")))
        ['before', 'meets']
        """
        return self._related(bounds.allen, other, lambda each: frozenset().union(*each))

    def _related(
        self,
        relation: Callable[[Ticks, Ticks], T],
        other: When,
        join: Callable[[list[Any]], Any] = bounds.agreed,
    ) -> T:
        """Compare on one line all that either may be, and join the answers."""
        if not isinstance(other, When):
            hint = 'pass a When, such as When.parse("2025-03-17")'
            raise InvalidError(f"cannot compare a When with {quote(other)}", hint)
        a = self.spans if self.is_placed else self.spans_beside(other)
        b = other.spans if other.is_placed else other.spans_beside(self)
        if len(a) == 1 == len(b):
            return relation(a[0], b[0])
        joined: T = join(list(itertools.starmap(relation, itertools.product(a, b))))
        return joined

    def mapped(self, change: Callable[[Ticks], Ticks]) -> Self:
        """Return the same with the bounds of each of its spans changed."""
        spans = tuple(map(change, self.spans))
        return attrs.evolve(self, ticks=change(self.ticks), spans=spans)

    def spans_beside(self, other: When) -> tuple[Ticks, ...]:
        """Return `spans` on the line of *other*.

        Between different lines they are widened, since the wall clock may be anywhere
        on Earth.
        """
        if self.is_placed is other.is_placed:
            return self.spans
        return tuple(map(bounds.widen, self.spans))

    def clock_spans(self, *, stated: bool = False) -> tuple[Ticks, ...]:
        """Return `spans`, or the *stated* bounds alone, as the clocks showed them."""
        spans = (self.ticks,) if stated else self.spans
        if self.zone is None:
            return spans
        first, last = self.zone
        zones = (first, first, last, last)
        return tuple(
            Ticks(*(t if t is None else timezones.wall(t, z) for t, z in pairs))
            for pairs in (zip(ticks, zones, strict=True) for ticks in spans)
        )

    def __and__(self, other: When) -> Self:
        if not isinstance(other, When):
            return NotImplemented
        if self.text and other.text:
            problem = f"{quote(self.text)} and {quote(other.text)} are two dates"
            hint = "join a date with anchors, or write a span as start/end"
            raise ParseError(problem, hint)
        anchors = dict.fromkeys((*self.anchors, *other.anchors))
        pieces = (self.text or other.text, *map(str, anchors))
        return self.parse(" ".join(filter(None, pieces)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, When):
            return NotImplemented
        return (
            self.ticks == other.ticks
            and self.spans == other.spans
            and (self.zone is None) is (other.zone is None)
            and self.anchors == other.anchors
            and edtf.are_alike(self.value, other.value)
        )

    def __hash__(self) -> int:
        return hash((self.ticks, self.anchors))

    def __str__(self) -> str:
        if not self.anchors:
            return self.text
        return " ".join(filter(None, (self.text, *map(str, self.anchors))))

    def __repr__(self) -> str:
        return f"{type(self).__name__}.parse({str(self)!r})"


WhenLike = When | date | str  # what `as_when` takes


def as_when(value: When | str | date) -> When:
    """Return *value* as a `When`: the converter of every field that says when.

    Raises:
        ParseError: it cannot be read.
        InvalidError: it is a datetime without a zone.
    """
    if isinstance(value, When):
        return value
    return When.parse(value) if isinstance(value, str) else When.of(value)
