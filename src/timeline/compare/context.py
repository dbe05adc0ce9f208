"""What a diff was made from, for those who read it: no part of what the diff is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from timeline.collection.collection import Collection
from timeline.collection.labels import title_of_id
from timeline.compare.facets import Change
from timeline.compare.knowledge import AsOf
from timeline.errors import InvalidError, inside
from timeline.language.message import Message
from timeline.language.words import Words
from timeline.records.source import Source
from timeline.text import check_name, quote


def require_complete(action: str, *sides: object) -> None:
    """Raise unless every side is a complete timeline.

    Raises:
        InvalidError: one is not a timeline.
        SelectionError: one is a selection.
    """
    for side in sides:
        if not isinstance(side, Collection):
            raise InvalidError(f"{quote(side)} is not a timeline", "pass a Timeline")
        side.require_whole(action)


def check_fields(data: object, shape: Mapping[str, type]) -> dict[str, Any]:
    """Return the fields of an object that are not null.

    Raises:
        InvalidError: it is not an object, or has a field that *shape* has not, or one
            of another type.

    >>> check_fields({"befor": {}}, {"before": dict, "after": dict})
    Traceback (most recent call last):
    timeline.errors.InvalidError: befor: unknown field "befor"; did you mean "before"?
    """
    if not isinstance(data, Mapping):
        raise InvalidError(f"expected an object, not {quote(data)}", "write one in {}")
    for name, value in data.items():
        check_name(name, shape, "unknown field", str(name))
        if value is not None and type(value) is not shape[name]:
            wanted = shape[name].__name__
            raise InvalidError(f"expected {wanted}, not {quote(value)}", loc=(name,))
    return {name: value for name, value in data.items() if value is not None}


def check_correction(value: object) -> None:
    """Raise InvalidError unless *value* is True, False or None."""
    if value is not None and type(value) is not bool:
        problem = f"{quote(value)} does not say whether something is corrected"
        raise InvalidError(problem, "write True, False or None", ("correction",))


@attrs.frozen
class DiffContext:
    """What a diff was made from: for its words, and no part of its value.

    Attributes:
        labels: What the two sides are called; "before" and "after" unless given.
        sizes: How many events each side has; None if that is not known.
        as_of: Between which moments the sources of the old records spoke.
        names: The titles, by id, of the records that the changed ones refer to, and
            the names of declared parties.
        sources: The ids of those that are sources.
        correction: Whether somebody said that the old records were wrong (True), or
            that they were not (False).
        backwards: Whether the diff was turned round.

    Raises:
        InvalidError: a field has another type, or not two sides.
    """

    labels: tuple[str | Message, str | Message] | None = None
    sizes: tuple[int, int] | None = None
    as_of: tuple[AsOf, ...] = ()
    names: Mapping[str, str] = attrs.field(factory=dict)
    sources: tuple[str, ...] = ()
    correction: bool | None = None
    backwards: bool = False

    def __attrs_post_init__(self) -> None:
        for name, sort in _SORTS.items():
            value: Any = getattr(self, name) or ()
            is_of_both = name in {"labels", "sizes"}
            if value and is_of_both and (type(value), len(value)) != (tuple, 2):
                raise InvalidError("a diff has two sides", "write both", (name,))
            for member in value.values() if isinstance(value, Mapping) else value:
                is_label = name == "labels" and isinstance(member, Message)
                if type(member) is not sort and not is_label:
                    problem = f"expected {sort.__name__}, not {quote(member)}"
                    raise InvalidError(problem, loc=(name,))
        check_correction(self.correction)

    def to_dict(self) -> dict[str, Any]:
        """Return as plain data what differs from an empty context."""
        data: dict[str, Any] = {}
        for name in attrs.fields_dict(type(self)):
            value = getattr(self, name)
            if value != getattr(_EMPTY, name):
                data[name] = list(value) if isinstance(value, tuple) else value
        if self.labels is not None:
            say = Words().message
            data["labels"] = [x if isinstance(x, str) else say(x) for x in self.labels]
        if spoke := data.pop("as_of", None):  # "known" in version 1 of the format
            data["known"] = [attrs.asdict(bounds) for bounds in spoke]
        return data

    @classmethod
    def from_dict(cls, data: object) -> DiffContext:
        """Return the context that plain data describe.

        Raises:
            InvalidError: they describe none.
        """
        with inside("context"):
            values: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in check_fields(data, _SHAPE).items()
            }
            values.pop("follows", None)  # sentences that were once saved with a diff
            spoke = (AsOf(**check_fields(k, _AS_OF)) for k in values.pop("known", ()))
            return cls(as_of=tuple(spoke), **values)

    def reversed(self) -> DiffContext:
        """Return the context of the inverse diff."""
        return attrs.evolve(
            self,
            labels=self.labels and self.labels[::-1],
            sizes=self.sizes and self.sizes[::-1],
            backwards=not self.backwards,
        )


_SORTS = {"labels": str, "sizes": int, "names": str, "sources": str}
_EMPTY = DiffContext()
_SHAPE: Mapping[str, type] = {
    "names": dict,
    **dict.fromkeys(("labels", "sizes", "sources", "known", "follows"), list),
    **dict.fromkeys(("correction", "backwards"), bool),
}
_AS_OF: Mapping[str, type] = {
    **dict.fromkeys(("source", "stated"), str),
    **dict.fromkeys(("earliest", "latest"), int),
    **dict.fromkeys(("placed", "derived"), bool),
}


def titles(
    changes: Iterable[Change],
    old: Collection,
    new: Collection,
    spoke: Iterable[str] = (),
) -> dict[str, str]:
    """Return the titles of the records that the changed ones refer to, by their ids.

    The names of declared parties and of sources, cited or that *spoke*, are among them.
    """
    names = {party.id: party.name for side in (old, new) for party in side.parties}
    records = [side for change in changes for side in change.sides]
    cited = {id_ for record in records for id_ in getattr(record, "cited", ())}
    pairs = (pair for record in records for pair in getattr(record, "references", ()))
    linked = {target for _, target in pairs}
    for target in {*cited, *linked, *spoke}:
        side = new if target in new.records else old
        source = side.records.get(target)
        if source is not None:
            names[target] = title_of_id(side, None, target)
        if target in linked and isinstance(source, Source):  # its own words count
            said = (
                [f"({source.publisher})"] if source.title and source.publisher else []
            )
            names[target] = " ".join([source.title or names[target], *said])
    return dict(sorted(names.items()))
