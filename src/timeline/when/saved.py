"""Clock times from files that were written under other rules of their zone.

Governments change the clocks at short notice. A text such as
``2030-07-01T09:00+02:00[Europe/Paris]`` tells the wall time and the offset; if the zone
has another offset by now, one of the two no longer holds. Of what is yet to come people
mean the wall time, of what has been the instant.
"""

from __future__ import annotations

import re
from contextlib import suppress

import attrs

from timeline.errors import InvalidError, ParseError
from timeline.when.reading import Zoning
from timeline.when.when import When

__all__ = ["is_rule_changed", "saved"]

_CODES = ("zone-rule-changed", "nonexistent-time")
_BOTH = re.compile(r"(Z|[+-][0-9:]{5,8})\[([A-Za-z0-9_+/-]+)\]")


def saved(text: str, *, ahead: bool) -> When:
    """Read a text from a file, even if its zone has other rules by now.

    The value keeps its text, to be written back as it was.

    Args:
        text: What `When.parse` reads.
        ahead: Whether it is of something yet to come, whose wall time counts; of all
            else the offset does. It does too where the clocks now skip that wall time,
            or show it twice.

    Raises:
        ParseError: it cannot be read for another reason.

    >>> old = "2030-07-01T09:00+05:00[Europe/Paris]"
    >>> str(saved(old, ahead=True).earliest), str(saved(old, ahead=False).earliest)
    ('2030-07-01 09:00:00+02:00', '2030-07-01 06:00:00+02:00')
    >>> str(saved(old, ahead=True)) == old
    True
    """
    try:
        return When.parse(text)
    except ParseError as error:
        if error.problems[0].code not in _CODES or not _BOTH.search(text):
            raise
    zones = [match[2] for match in _BOTH.finditer(text)]
    value = When.parse(_BOTH.sub(r"\1", text))
    if ahead:
        with suppress(
            InvalidError
        ):  # no such wall time by now: only the offset is left
            value = When.parse(_BOTH.sub(r"[\2]", text))
    dated = next(piece for piece in text.split(" ") if _BOTH.search(piece))
    return attrs.evolve(value, text=dated, zone=Zoning(zones[0], zones[-1]))


def is_rule_changed(when: When) -> bool:
    """Return whether the offset in a value is none that its zone has then.

    >>> is_rule_changed(saved("2030-07-01T09:00+05:00[Europe/Paris]", ahead=True))
    True
    """
    if not _BOTH.search(when.text):
        return False
    try:
        When.parse(when.text)
    except ParseError as error:
        return error.problems[0].code in _CODES
    return False
