"""Checks of the arguments of methods, as strict as those of the fields of records."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.errors import InvalidError
from timeline.records.kinds import Kinds
from timeline.text import as_text, quote


def check_number(name: str, value: object, least: float, most: float) -> None:
    """Refuse what is not a number from *least* to *most*; NaN never is."""
    # Every comparison with NaN is false.
    if not isinstance(value, int | float) or not least <= value <= most:
        raise _refusal(name, value, "a number", f"write {least:g} to {most:g}")


def check_flags(**values: object) -> None:
    """Refuse what is neither True nor False."""
    for name, value in values.items():
        if type(value) is not bool:
            raise _refusal(name, value, "a flag", "write True or False")


def check_text(name: str, value: object) -> None:
    """Refuse what is not a text."""
    if not isinstance(value, str):
        raise _refusal(name, value, "a text", "write a text")
    as_text(value)


def check_mapping(name: str, value: object) -> None:
    """Refuse what does not map texts to texts."""
    if not isinstance(value, Mapping):
        raise _refusal(name, value, "a mapping", 'write {"Date": "when"}')
    for key, text in value.items():
        check_text(name, key)
        check_text(name, text)


def check_kinds(kinds: object) -> None:
    """Refuse what is not a set of kinds."""
    if not isinstance(kinds, Kinds):
        raise _refusal("kinds", kinds, "a set of kinds", "pass KINDS | [Mine]")


def _refusal(name: str, value: object, what: str, hint: str) -> InvalidError:
    return InvalidError(f"{quote(value)} is not {what}", hint, (name,))
