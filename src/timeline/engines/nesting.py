"""Questions in a shape that databases take, however they were put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from timeline.errors import InvalidError
from timeline.query.predicates import All, Either, Leaf, Not, Predicate, fold, normal

__all__ = ["GROUP", "balanced"]

GROUP = 50  # parts side by side, lest a chain of ORs be as deep as it is long
_MOST = 100  # levels: SQLite's parser runs out of stack at about twice as many
_USUAL = 9  # levels that people write: their questions keep their order

_Levels = tuple[int, Predicate]  # how many levels of brackets it has, at most


def balanced(predicate: Predicate) -> Predicate:
    """Return the same with long joins in groups, or refuse it as too deep.

    ``NOT`` goes to the leaves: DuckDB took minutes over a hundred nested ones. What is
    deep stands first, where SQLite's parser need not remember what stood before it.
    """
    levels, found = fold(
        normal(predicate), _shallow, _grouped(All), _grouped(Either), _negated
    )
    if levels > _MOST:
        raise InvalidError(
            f"{levels:,} levels of brackets are too deep for a database",
            "ask its parts as questions of their own",
            code="too-deep",
        )
    return found


def _shallow(leaf: Leaf) -> _Levels:
    return 0, leaf


def _negated(part: _Levels) -> _Levels:
    return part[0], Not(part[1])


def _grouped(join: type[All | Either]) -> Callable[[Sequence[_Levels]], _Levels]:
    def joined(parts: Sequence[_Levels]) -> _Levels:
        first, *others = (levels for levels, _ in parts)
        least = max(others, default=0) + 3  # what stands before counts too
        return max(first + 1, least), join(tuple(part for _, part in parts))

    def grouped(parts: Sequence[_Levels]) -> _Levels:
        while len(parts) > GROUP:
            starts = range(0, len(parts), GROUP)
            parts = [joined(parts[at : at + GROUP]) for at in starts]
        return joined(parts) if len(parts) > 1 else parts[0]

    def ordered(parts: Sequence[_Levels]) -> _Levels:
        if max(levels for levels, _ in parts) <= _USUAL:
            return grouped(parts)
        first, *others = sorted(parts, key=lambda part: -part[0])
        return joined([first, grouped(others)])

    return ordered
