"""One compiler of predicates for all engines: each only writes the operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Literal, Protocol, TypeVar

from timeline.errors import InvalidError, NotCompilableError
from timeline.query.evaluate import check_words, keys_of
from timeline.query.predicates import All, Either, Leaf, Predicate, fold, leaves, normal
from timeline.query.windows import TIMES, Comparison, comparisons
from timeline.text import searchable

GROUP = 50  # parts side by side, so that a long chain of ORs is not as deep
MOST_LEVELS = 24  # SQLite 3.40 runs out of stack at 26 if the deep part is last

E = TypeVar("E")


class Target(Protocol[E]):
    """How an engine writes what a predicate asks about a row of the flat schema."""

    def constant(self, *, value: bool) -> E:
        """Write true or false."""

    def ask(self, operation: str, column: str, value: str | int) -> E:
        """Write that a column ``equals``, ``holds`` (a list) or ``finds`` a value."""

    def compare(self, rule: Comparison) -> E:
        """Write that a tested bound is on one side of a limit of its line of time."""

    def in_one_span(self, rules: Sequence[Comparison]) -> E:
        """Write that one span of an event that has several obeys all *rules*."""

    def join(self, sign: Literal["and", "or"], parts: Sequence[E]) -> E:
        """Write that all of *parts* hold, or any."""

    def negate(self, part: E) -> E:
        """Write that *part* does not hold."""


_OPERATIONS: Mapping[str, tuple[str, str]] = {
    **{name: ("equals", name) for name in ("kind", "status", "phase", "part_of")},
    "topic": ("holds", "topics"),
    "cites": ("holds", "cited"),
    "stance": ("holds", "stances"),
    "may_be": ("holds", "phases"),
    "involving": ("holds", "names"),
    "place": ("finds", "place_words"),
    "mentions": ("finds", "words"),
    **{name: ("is", name) for name in ("disputed", "doubtful", "undated")},
}


def columns_of(predicate: Predicate) -> set[str]:
    """Return the columns that *predicate* looks at."""
    columns = set()
    for leaf in leaves(predicate):
        if leaf.name in TIMES:
            rules = TIMES[leaf.name]
            columns |= {"wall", *(f"tested_{rule.split()[0]}" for rule in rules)}
            columns |= {"doubtful"} if leaf.name.startswith("surely") else set()
            if _asks_spans(leaf):
                columns |= {"id", "members"}
        elif leaf.name in _OPERATIONS:
            columns.add(_OPERATIONS[leaf.name][1])
    return columns


def _asks_spans(leaf: Leaf) -> bool:
    """Return whether the hull of several spans is too wide to answer a question.

    One bound of the hull is that of one of the spans, and what is so of the hull is so
    of all; but two rules that the hull obeys may each hold of another span.
    """
    return leaf.name.startswith("possibly") and len(TIMES[leaf.name]) > 1


def compile_to(target: Target[E], predicate: Predicate, tz: str | None) -> E:
    """Return *predicate* as *target* writes it.

    Args:
        target: The engine.
        predicate: What to ask.
        tz: The zone in which the rows were placed, and windows are.

    Raises:
        NotCompilableError: it holds a ``q.test``.
        InvalidError: it names an unknown kind or status, or is nested too deep.
    """
    check_words(predicate)
    return fold(
        _flatten(predicate),
        lambda leaf: _compile_leaf(target, leaf, tz),
        partial(target.join, "and"),
        partial(target.join, "or"),
        target.negate,
    )


def _flatten(predicate: Predicate) -> Predicate:
    """Return the same with ``~`` before leaves only, and long joins in groups.

    DuckDB took minutes over a hundred nested NOTs.
    """
    flat: Predicate = fold(
        normal(predicate),
        Leaf.__call__,
        partial(_grouped, All),
        partial(_grouped, Either),
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


def _grouped(join: type[All | Either], parts: Sequence[Predicate]) -> Predicate:
    while len(parts) > GROUP:
        starts = range(0, len(parts), GROUP)
        parts = [join(tuple(parts[at : at + GROUP])) for at in starts]
    return join(tuple(parts))


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
        rules = comparisons(leaf, tz)
        parts = [target.compare(rule) for rule in rules]
        if name.startswith("surely"):
            parts.append(target.ask("equals", "doubtful", value=False))
        if _asks_spans(leaf) and len(rules) > 1:
            parts.append(target.in_one_span(rules))
        return target.join("and", parts)
    operation, column = _OPERATIONS[name]
    if operation == "is":
        return target.ask("equals", column, value=True)
    keys = [searchable(leaf.value)] if operation == "finds" else sorted(keys_of(leaf))
    return target.join("or", [target.ask(operation, column, key) for key in keys])
