"""One compiler of predicates for all engines: each only writes the operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, TypeVar

from timeline.errors import InvalidError, NotCompilableError
from timeline.query.evaluate import check_words, keys_of
from timeline.query.predicates import All, Either, Leaf, Predicate, fold, leaves, normal
from timeline.query.windows import EVER, NEVER, TIMES, Comparison, comparisons, edges
from timeline.text import searchable

__all__ = ["GROUP", "Target", "columns_of", "compile_to"]

GROUP = 50  # parts side by side, lest a chain of ORs be as deep as it is long
MOST_LEVELS = 24  # SQLite 3.40 runs out of stack at 26 if the deep part stands last

E = TypeVar("E")


class Target(Protocol[E]):
    """What an engine can express about a row of the flat schema."""

    def constant(self, *, value: bool) -> E:
        """Write true or false."""

    def equal(self, column: str, value: str | int) -> E:
        """Write that a column equals a value."""

    def holds(self, column: str, value: str) -> E:
        """Write that a list column has a value in it."""

    def finds(self, column: str, words: str) -> E:
        """Write that a text column has these words in it."""

    def compare(self, rule: Comparison) -> E:
        """Write that a bound is on one side of a limit, one for each line of time."""

    def all_of(self, parts: Sequence[E]) -> E:
        """Join by "and"."""

    def any_of(self, parts: Sequence[E]) -> E:
        """Join by "or"."""

    def negate(self, part: E) -> E:
        """Turn into the opposite."""


# The columns that each question looks at; those about time also at "wall".
_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "anything": (),
        "nothing": (),
        "test": (),
        "kind": ("kind",),
        "status": ("status",),
        "phase": ("phase",),
        "part_of": ("part_of",),
        "topic": ("topics",),
        "cites": ("cited",),
        "involving": ("names",),
        "place": ("place",),
        "mentions": ("words",),
        "undated": ("start_latest", "end_earliest"),
        **{name: ("wall", *(rule[0] for rule in TIMES[name])) for name in TIMES},
    }
)


def columns_of(predicate: Predicate) -> set[str]:
    """Return the columns that *predicate* looks at."""
    return {column for leaf in leaves(predicate) for column in _COLUMNS[leaf.name]}


def compile_to(target: Target[E], predicate: Predicate, tz: str | None) -> E:
    """Return *predicate* as *target* writes it.

    Args:
        target: The engine.
        predicate: What to ask.
        tz: The zone in which the rows were placed, and windows are.

    Raises:
        NotCompilableError: It holds a ``q.test``.
        InvalidError: It names an unknown kind or status, or is nested too deep.
    """
    check_words(predicate)
    return fold(
        _flatten(predicate),
        lambda leaf: _compile_leaf(target, leaf, tz),
        target.all_of,
        target.any_of,
        target.negate,
    )


def _flatten(predicate: Predicate) -> Predicate:
    """Return the same with ``~`` before leaves only, and long joins in groups.

    DuckDB took minutes over a hundred nested NOTs.
    """
    flat: Predicate = fold(
        normal(predicate),
        Leaf.__call__,
        _group(All),
        _group(Either),
        Predicate.__invert__,
    )
    if flat.depth > MOST_LEVELS:
        raise InvalidError(
            f"{flat.depth} nested levels are too many for a database,"
            f" which takes {MOST_LEVELS}",
            "write it flatter, or ask its parts as questions of their own",
            code="too-deep",
        )
    return flat


def _group(
    join: type[All | Either],
) -> Callable[[Sequence[Predicate]], Predicate]:
    def joined(parts: Sequence[Predicate]) -> Predicate:
        while len(parts) > GROUP:
            starts = range(0, len(parts), GROUP)
            parts = [join(tuple(parts[at : at + GROUP])) for at in starts]
        return join(tuple(parts))

    return joined


def _compile_leaf(target: Target[E], leaf: Leaf, tz: str | None) -> E:
    name = leaf.name
    if name == "test":
        raise NotCompilableError(
            f"no database can run {leaf!r}, which is a Python function",
            "ask the other questions there, and this one of the timeline you get back",
        )
    if name in {"anything", "nothing"}:
        return target.constant(value=name == "anything")
    if name in TIMES:
        rules = comparisons(name, edges(leaf.value, tz))
        return target.all_of([target.compare(rule) for rule in rules])
    if name == "undated":
        return target.all_of(
            [target.equal("start_latest", EVER), target.equal("end_earliest", NEVER)]
        )
    (column,) = _COLUMNS[name]
    if name in {"place", "mentions"}:
        return target.finds(column, searchable(leaf.value))
    if name in {"involving", "topic", "cites"}:
        keys = sorted(keys_of(leaf))
        return target.any_of([target.holds(column, key) for key in keys])
    return target.equal(column, leaf.value)
