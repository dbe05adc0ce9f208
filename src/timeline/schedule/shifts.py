"""Calendar time added to an instant that is not known exactly, as bounds.

Months differ in length, and a later day can land on an earlier hour: 30 January 23:00
and 31 January 01:00 plus a month both fall on 28 February. So each function here gives
the extreme over all instants that are meant, and is increasing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import NamedTuple

from timeline.schedule.network import HORIZON, Bend
from timeline.when.anchors import Duration
from timeline.when.bounds import DAY, HOUR
from timeline.when.calendar import add_months, civil, ordinal
from timeline.when.timezones import first_instant, is_zone, last_instant, offsets, wall

_CLOCKS = 3 * HOUR  # no zone's clocks ever changed by more between one day and another
_FAR = HORIZON // 2
LONGEST_DAY = 48 * HOUR  # where a zone once changed its date


class Shift(NamedTuple):
    """A duration, and the zone by whose clocks its days and months count.

    Attributes:
        amount: The duration.
        zone: Name of the zone, or an offset; None to count on the line itself.

    >>> month = Shift(Duration(months=1))
    >>> end_of_january = ordinal(2025, 1, 31) * DAY
    >>> civil(month.earliest(end_of_january) // DAY)
    (2025, 2, 28)
    """

    amount: Duration
    zone: str | None = None

    @property
    def is_fixed(self) -> bool:
        """Whether it takes the same time whenever it begins."""
        return not (self.amount.months or (self.amount.days and is_zone(self.zone)))

    @property
    def least(self) -> int:
        """The least number of ticks it takes; exact if it is fixed."""
        return self._length(28 if self.amount.months > 0 else 31) - self._slack

    @property
    def most(self) -> int:
        """The greatest number of ticks it takes; exact if it is fixed."""
        return self._length(31 if self.amount.months > 0 else 28) + self._slack

    @property
    def _slack(self) -> int:
        return _CLOCKS if is_zone(self.zone) and not self.is_fixed else 0

    def _length(self, month: int) -> int:
        days = self.amount.days + self.amount.months * month
        return days * DAY + self.amount.microseconds

    @property
    def not_before(self) -> Bend | None:
        """For an edge from what comes no earlier to what the shift counts from."""
        return None if self.is_fixed else Bend(self._back_latest, self.earliest)

    @property
    def not_after(self) -> Bend | None:
        """For an edge from what the shift counts from to what comes no later."""
        return None if self.is_fixed else Bend(self.latest, self._back_earliest)

    @property
    def same_day(self) -> Bend:
        """For an edge between what lies on one day, whatever the duration."""
        return Bend(self._last_of_day, self._first_of_day)

    def _last_of_day(self, tick: int) -> int:
        if abs(tick) > _FAR:
            return tick + LONGEST_DAY - 1
        return self._plain(self._shown(tick, 1)[0] + 1, 0, last_instant) - 1

    def _first_of_day(self, tick: int) -> int:
        if abs(tick) > _FAR:
            return tick - LONGEST_DAY + 1
        return self._plain(self._shown(tick)[0], 0, first_instant)

    def earliest(self, tick: int) -> int:
        """Return the first instant that is the shift after *tick* or later."""
        if abs(tick) > _FAR:
            return tick + self.least
        day, clock = self._shown(tick)
        target = self._moved(day)
        if self.amount.months and self._moved(day + 1) == target:
            clock = 0
        return self._instant(target, clock, first_instant)

    def latest(self, tick: int) -> int:
        """Return the last instant that is the shift after *tick* or earlier."""
        if abs(tick) > _FAR:
            return tick + self.most
        day, clock = self._shown(tick, 1)
        target = self._moved(day)
        if self.amount.months and self._moved(day - 1) == target:
            clock = DAY - 1
        return self._instant(target, clock, last_instant)

    def _back_latest(self, tick: int) -> int:
        """Return the last instant that is still no later than *tick*, once shifted."""
        if abs(tick) > _FAR:
            return tick - self.least
        times = range(tick - self.most, tick - self.least + 1)
        return times[bisect_right(times, tick, key=self.earliest) - 1]

    def _back_earliest(self, tick: int) -> int:
        """Return the first instant at *tick* or later, once shifted."""
        if abs(tick) > _FAR:
            return tick - self.most
        times = range(tick - self.most, tick - self.least + 1)
        return times[bisect_left(times, tick, key=self.latest)]

    def _shown(self, tick: int, until: int = -1) -> tuple[int, int]:
        """Return the day and the time of day that the clocks show.

        In an hour that they show twice, the least they show from then on, or with
        *until* 1 the most until then.
        """
        if not self.zone:
            return divmod(tick, DAY)
        shown = wall(tick, self.zone)
        early, late = offsets(shown, self.zone)
        if early > late and tick == shown - (late if until > 0 else early):
            shown += until * (early - late)
        return divmod(shown, DAY)

    def _moved(self, day: int) -> int:
        return ordinal(*add_months(*civil(day), self.amount.months)) + self.amount.days

    def _instant(self, day: int, clock: int, placed: Callable[[int, str], int]) -> int:
        return self._plain(day, clock, placed) + self.amount.microseconds

    def _plain(self, day: int, clock: int, placed: Callable[[int, str], int]) -> int:
        tick = day * DAY + clock
        return placed(tick, self.zone) if self.zone else tick
