"""Checks of the arguments of methods, as strict as those of the fields of records."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.errors import InvalidError
from timeline.records.kinds import Kinds
from timeline.text import as_text, quote

_MOST = 1_000_000  # days, months or pixels: far more than anybody means


def check_count(name: str, value: object, least: int = 0, most: int = _MOST) -> None:
    """Refuse what is not a whole number from *least* to *most*.

    >>> check_count("horizon", "12", 0, 99)
    Traceback (most recent call last):
    timeline.errors.InvalidError: horizon: "12" is not a whole number; write 0 to 99
    """
    if type(value) is not int or not least <= value <= most:
        hint = f"write {least} to {most}"
        raise InvalidError(f"{quote(value)} is not a whole number", hint, (name,))


def check_number(name: str, value: object, least: float, most: float) -> None:
    """Refuse what is not a number from *least* to *most*; NaN never is."""
    # Every comparison with NaN is false.
    if not isinstance(value, int | float) or not least <= value <= most:
        hint = f"write {least:g} to {most:g}"
        raise InvalidError(f"{quote(value)} is not a number", hint, (name,))


def check_flags(**values: object) -> None:
    """Refuse what is neither True nor False."""
    for name, value in values.items():
        if type(value) is not bool:
            hint = "write True or False"
            raise InvalidError(f"{quote(value)} is not a flag", hint, (name,))


def check_text(name: str, value: object) -> None:
    """Refuse what is not a text."""
    if not isinstance(value, str):
        raise InvalidError(f"{quote(value)} is not a text", "write a text", (name,))
    as_text(value)


def check_mapping(name: str, value: object) -> None:
    """Refuse what does not map texts to texts."""
    if not isinstance(value, Mapping):
        hint = 'write {"Date": "when"}'
        raise InvalidError(f"{quote(value)} is not a mapping", hint, (name,))
    for key, text in value.items():
        check_text(name, key)
        check_text(name, text)


def check_kinds(kinds: object) -> None:
    """Refuse what is not a set of kinds."""
    if not isinstance(kinds, Kinds):
        hint = "pass KINDS | [Mine]"
        raise InvalidError(f"{quote(kinds)} is not a set of kinds", hint, ("kinds",))
