"""Times that hang on other events: what a person writes instead of a date."""

from __future__ import annotations

from datetime import date

from timeline.errors import ParseError
from timeline.text import quote
from timeline.when.anchors import Anchor, Kind
from timeline.when.datetimes import written
from timeline.when.when import When

__all__ = ["during", "not_after", "not_before", "same_day"]


def _anchored(kind: Kind, target: object) -> When:
    """Return what has one anchor; a target may be a record, which has an id."""
    if isinstance(target, date):
        target = written(target)
    name = target if isinstance(target, str) else getattr(target, "id", None)
    if not isinstance(name, str):
        raise ParseError(f"{quote(target)} is no id", 'write "an-id" or pass the event')
    return When.parse(str(Anchor.parse(f"{kind}:{name}")))


def not_before(target: object) -> When:
    """Return what starts when *target* is over, or later.

    Args:
        target: An event or its id, with ``#start`` or ``#end`` and a shift if need be,
            a source or its id, or a date, which counts from its first instant on.

    >>> not_before("signing#end+P30D")
    When.parse('not-before:signing#end+P30D')
    """
    return _anchored("not-before", target)


def not_after(target: object) -> When:
    """Return what is over when *target* starts, or earlier.

    Args:
        target: As for `not_before`; a date counts to its last instant.

    >>> not_after("2025-06").last_day
    Date(2025, 6, 30)
    """
    return _anchored("not-after", target)


def during(target: object) -> When:
    """Return what lies within *target*, an event or its id.

    >>> str(during("carney-europe-visit"))
    'during:carney-europe-visit'
    """
    return _anchored("during", target)


def same_day(target: object) -> When:
    """Return what starts on the calendar day on which *target* starts.

    >>> str(same_day("carney-macron-elysee") & not_before("carney-macron-elysee"))
    'same-day:carney-macron-elysee not-before:carney-macron-elysee'
    """
    return _anchored("same-day", target)
