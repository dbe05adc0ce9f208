"""What a diff was made from: labels, sizes, when it was told, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from timeline.collection.collection import Collection, Record
from timeline.collection.labels import title_of
from timeline.compare.knowledge import Known
from timeline.errors import InvalidError
from timeline.records.event import Event
from timeline.text import quote, suggest

__all__ = ["Context", "check_correction", "checked", "names_of", "require_whole"]


def require_whole(deed: str, *sides: object) -> None:
    """Refuse what is no timeline, and a selection, which cannot *deed*."""
    for side in sides:
        if not isinstance(side, Collection):
            raise InvalidError(f"{quote(side)} is no timeline", "pass a Timeline")
        side.require_whole(deed)


def checked(data: object, shape: Mapping[str, type]) -> dict[str, Any]:
    """Return the fields of an object; refuse others than those of *shape*.

    A field may be missing or null, which is the same.

    >>> checked({"befor": {}}, {"before": dict, "after": dict})
    Traceback (most recent call last):
    timeline.errors.InvalidError: befor: "befor" is no field here; \
did you mean "before"?
    """
    if not isinstance(data, Mapping):
        raise InvalidError(f"{quote(data)} is no object", "write an object")
    for name, value in data.items():
        if name not in shape:
            hint = suggest(str(name), shape)
            raise InvalidError(f"{quote(name)} is no field here", hint, (str(name),))
        if value is not None and type(value) is not shape[name]:
            wanted = shape[name].__name__
            raise InvalidError(f"{quote(value)} is no {wanted}", loc=(name,))
    return {name: value for name, value in data.items() if value is not None}


@attrs.frozen
class Context:
    """What a diff was made from: for its words, and no part of what it is.

    Attributes:
        labels: How the two sides are called.
        sizes: How many events each has; None if nobody counted.
        known: When the old records were told, source by source.
        names: What records are called that the changes name by id.
        follows: What follows from the changes, in sentences.
        correction: Whether somebody said that it corrects the record (True), or that
            it does not (False).
        backwards: Whether it was turned round.

    Raises:
        InvalidError: one of them is of another type, or of more sides than two.
    """

    labels: tuple[str, str] = ("before", "after")
    sizes: tuple[int, int] | None = None
    known: tuple[Known, ...] = ()
    names: Mapping[str, str] = attrs.field(factory=dict)
    follows: tuple[str, ...] = ()
    correction: bool | None = None
    backwards: bool = False

    def __attrs_post_init__(self) -> None:
        for name in ("labels", "sizes"):
            value = getattr(self, name)
            if value is not None and not (isinstance(value, tuple) and len(value) == 2):
                raise InvalidError("there are two sides", "write two", (name,))
        for name, sort in _MEMBERS:
            value = getattr(self, name) or ()
            for one in value.values() if isinstance(value, Mapping) else value:
                if type(one) is not sort:
                    raise InvalidError(
                        f"{quote(one)} is no {sort.__name__}", loc=(name,)
                    )
        check_correction(self.correction)

    def to_dict(self) -> dict[str, Any]:
        """Return what is not as in an empty context, as plain data."""
        found: dict[str, Any] = {}
        for field in attrs.fields(type(self)):
            value = getattr(self, field.name)
            if value != getattr(_EMPTY, field.name):
                found[field.name] = list(value) if isinstance(value, tuple) else value
        if self.known:
            found["known"] = [attrs.asdict(one) for one in self.known]
        return found

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Context:
        """Return the context that plain data describe.

        Raises:
            InvalidError: they do not.
        """
        try:
            values: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in checked(data, _SHAPE).items()
            }
            known = (Known(**checked(k, _KNOWN)) for k in values.pop("known", ()))
            return cls(known=tuple(known), **values)
        except InvalidError as error:
            raise error.inside("context") from None

    def turned(self) -> Context:
        """Return the same of the inverse."""
        return attrs.evolve(
            self,
            labels=self.labels[::-1],
            sizes=self.sizes and self.sizes[::-1],
            follows=(),
            backwards=not self.backwards,
        )


def check_correction(value: object) -> None:
    """Refuse what is neither yes, nor no, nor None."""
    if value is not None and type(value) is not bool:
        hint = "write True, False or None"
        raise InvalidError(f"{quote(value)} is neither yes nor no", hint, _CORRECTION)


_CORRECTION = ("correction",)
_MEMBERS = (("labels", str), ("sizes", int), ("names", str), ("follows", str))
_EMPTY = Context()
_SHAPE: Mapping[str, type] = MappingProxyType(
    {
        "labels": list,
        "sizes": list,
        "known": list,
        "names": dict,
        "follows": list,
        "correction": bool,
        "backwards": bool,
    }
)
_KNOWN: Mapping[str, type] = MappingProxyType(
    {"source": str, "earliest": int, "latest": int, "placed": bool, "derived": bool}
)


def names_of(
    pairs: Iterable[tuple[Record | None, Record | None]],
    old: Collection,
    new: Collection,
) -> dict[str, str]:
    """Return what the records are called that the changed ones name."""
    names = {}
    for pair in pairs:
        for record in pair:
            for _, target in record.references if isinstance(record, Event) else ():
                side = new if target in new.records else old
                found = side.records.get(target)
                if found is not None:
                    label = title_of(side, found) if isinstance(found, Event) else ""
                    names[target] = label or target
    return dict(sorted(names.items()))
