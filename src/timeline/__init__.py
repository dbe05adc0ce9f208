"""Diplomatic events as typed records on a timeline.

The names below are the public ones; each is imported when it is first asked for.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.certainty import Certainty as Certainty
    from timeline.when.anchors import Duration as Duration
    from timeline.when.links import during as during
    from timeline.when.links import not_after as not_after
    from timeline.when.links import not_before as not_before
    from timeline.when.links import same_day as same_day
    from timeline.when.when import When as When

_HOMES = MappingProxyType(
    {
        "Certainty": "certainty",
        "Duration": "when.anchors",
        "When": "when.when",
        "during": "when.links",
        "not_after": "when.links",
        "not_before": "when.links",
        "same_day": "when.links",
    }
)

__all__ = sorted(_HOMES)  # noqa: PLE0605  (one table of names, not two)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'timeline' has no attribute {name!r}")
    value: object = getattr(import_module(f"timeline.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
