"""Time zones by name or offset, and what their clocks show.

The rules come from the ``tzdata`` package and never from the system, so that the
same versions give the same answers on every machine.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from io import BytesIO

from timeline.errors import UnknownZoneError
from timeline.text import did_you_mean, quote
from timeline.when.bounds import DAY, SECOND
from timeline.when.calendar import EPOCH

_CYCLE = 146_097 * DAY  # 400 years, after which the calendar repeats
_MICROSECOND = timedelta(microseconds=1)
_LOW = (EPOCH.replace(year=1600) - EPOCH) // _MICROSECOND
_HIGH = (EPOCH.replace(year=2800) - EPOCH) // _MICROSECOND
_OFFSETS = 1_024  # are remembered: most clocks share few


@cache  # a constant, read when the first zone is
def zone_names() -> frozenset[str]:
    """Return the names of all IANA time zones."""
    return frozenset(_of_tzdata("zones").decode().split())


def _of_tzdata(path: str) -> bytes:
    import pkgutil  # noqa: PLC0415  (5 ms, seldom needed)

    return pkgutil.get_data("tzdata", path) or b""


def is_zone(name: object) -> bool:
    """Return whether *name* is an IANA time zone."""
    return isinstance(name, str) and name in zone_names()


def as_zone(name: str) -> str:
    """Return *name* if it is an IANA time zone.

    Raises:
        UnknownZoneError: no zone has that name; nor is a folder or a POSIX rule one.

    >>> as_zone("America/Toronto")
    'America/Toronto'
    >>> as_zone("America/Torronto")
    Traceback (most recent call last):
    timeline.errors.UnknownZoneError: unknown time zone "America/Torronto"; \
did you mean "America/Toronto"?
    """
    if is_zone(name):
        return name
    hint = did_you_mean(name, zone_names(), 'write one as "Europe/Paris"')
    raise UnknownZoneError(f"unknown time zone {quote(name)}", hint)


@cache  # a constant for each name
def clocks_of(name: str) -> tzinfo:
    """Return the rules of a zone, or of an offset such as ``Z`` or ``-04:00``."""
    if name == "Z" or name[0] in "+-":
        return timezone(timedelta(seconds=seconds_of(name)))
    from zoneinfo import ZoneInfo  # noqa: PLC0415  (when needed)

    rules = _of_tzdata(f"zoneinfo/{as_zone(name)}")
    return ZoneInfo.from_file(BytesIO(rules), key=name)


def _civil(tick: int) -> datetime:
    """Return *tick* as a naive time, by cycles of 400 years within 1600 to 2800.

    Outside those years no rules were made: the first and the last ones repeat.
    """
    if tick < _LOW:
        tick += ((_LOW - tick) // _CYCLE + 1) * _CYCLE
    elif tick >= _HIGH:
        tick -= ((tick - _HIGH) // _CYCLE + 1) * _CYCLE
    return EPOCH + timedelta(microseconds=tick)


def offsets(wall_tick: int, name: str) -> tuple[int, int]:
    """Return by how much the zone's clocks are ahead of UTC when they show *wall_tick*.

    Two numbers of microseconds, before and after a change of the clocks. They are equal
    for an ordinary time. Where the clocks go back and show it twice (an overlap), the
    first is the larger; where they go forward and skip it (a gap), the smaller.
    (This is the ``fold`` of PEP 495.)

    >>> day = 20_388 * DAY  # 27 October 2025 in Paris: an ordinary one
    >>> offsets(day, "Europe/Paris") == (3_600 * SECOND, 3_600 * SECOND)
    True
    """
    shown = _civil(wall_tick).replace(tzinfo=clocks_of(name))
    return _offset(shown), _offset(shown.replace(fold=1))


def _offset(shown: datetime) -> int:
    return (shown.utcoffset() or timedelta()) // _MICROSECOND


def wall(tick: int, name: str) -> int:
    """Return what a clock in a zone, or at an offset, shows at the UTC instant *tick*.

    >>> wall(0, "-04:00") == -4 * 3_600 * SECOND
    True
    """
    at = _civil(tick)
    local = at.replace(tzinfo=UTC).astimezone(clocks_of(name))
    return tick + (local.replace(tzinfo=None) - at) // _MICROSECOND


def first_instant(wall_tick: int, name: str) -> int:
    """Return the first UTC instant at which the zone's clocks show *wall_tick* or more.

    Where the clocks skip it, that is the instant at which they jump.
    """
    early, late = offsets(wall_tick, name)
    return wall_tick - early if early >= late else _jump(wall_tick, early, late, name)


def last_instant(wall_tick: int, name: str) -> int:
    """Return the last UTC instant at which the zone's clocks reach *wall_tick*."""
    early, late = offsets(wall_tick, name)
    return wall_tick - late if early >= late else _jump(wall_tick, early, late, name)


def _jump(wall_tick: int, early: int, late: int, name: str) -> int:
    """Return the instant at which the clocks skip *wall_tick*."""
    # In a gap the offset before the change gives an instant after it, and the offset
    # after gives one before it. Between the two what the clock shows only rises, so
    # bisection finds the change in 33 steps, whichever rules the zone has.
    ticks = range(wall_tick - late, wall_tick - early)
    return ticks.start + bisect_left(ticks, wall_tick, key=lambda t: wall(t, name))


@lru_cache(_OFFSETS)
def seconds_of(text: str) -> int:
    """Return the seconds of an offset such as ``-04:00``, or of ``Z``.

    >>> seconds_of("-04:00"), seconds_of("+00:09:21"), seconds_of("Z")
    (-14400, 561, 0)
    """
    offset = datetime.fromisoformat(f"1970-01-01T00:00{text}").utcoffset()
    return (offset or timedelta()) // _MICROSECOND // SECOND


@lru_cache(_OFFSETS)
def offset_text(offset: int) -> str:
    """Return an offset in microseconds as RFC 9557 writes it.

    >>> offset_text(0), offset_text(-4 * 3_600 * SECOND), offset_text(561 * SECOND)
    ('Z', '-04:00', '+00:09:21')
    """
    return str(timezone(offset * _MICROSECOND)).removeprefix("UTC") or "Z"
