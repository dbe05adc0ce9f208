"""From a predicate to a function of an event: checked, placed, compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from timeline.errors import InvalidError
from timeline.query.predicates import Leaf, Predicate, leaves, program
from timeline.query.windows import comparisons, edges
from timeline.records.kinds import KINDS
from timeline.text import quote, searchable, suggest

if TYPE_CHECKING:
    from timeline.records.event import Event
    from timeline.when.when import When

__all__ = ["Context", "bind", "matcher", "named", "phase_of", "words_of"]

Test = Callable[[Any], object]


@attrs.frozen(kw_only=True)
class Context:
    """What a predicate needs to know of the collection it is asked of.

    Attributes:
        tz: The zone of what says none; without one it stays on the wall clock.
        when: The placed time of an event, or None if nothing is known of it.
        events: Those whose kinds and statuses are no mistakes, besides the usual ones.
    """

    tz: str | None = None
    when: Callable[[Event], When | None] = attrgetter("placed")
    events: Iterable[Event] = ()


_USUAL: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "kind": frozenset(cls.kind for cls in KINDS),
        "status": frozenset(
            status.word for cls in KINDS for status in cls.lifecycle or ()
        ),
    }
)


def bind(predicate: Predicate, context: Context) -> Predicate:
    """Return *predicate*, once its words are checked.

    Raises:
        InvalidError: A kind or status that nothing bears, with the nearest.
    """
    for leaf in leaves(predicate):
        usual = _USUAL.get(leaf.name)
        if usual is not None and leaf.value and leaf.value not in usual:
            _check(leaf, usual, context)
    return predicate


def _check(leaf: Leaf, usual: frozenset[str], context: Context) -> None:
    own = {getattr(event, leaf.name) or "" for event in context.events}
    if leaf.value not in own and not leaf.known:
        raise InvalidError(
            f"no {leaf.name} is called {quote(leaf.value)}",
            suggest(leaf.value, sorted(usual | own)),
            (leaf.name,),
            f"unknown-{leaf.name}",
        )


def matcher(
    predicate: Predicate, context: Context | None = None
) -> Callable[[Any], bool]:
    """Return *predicate* as a function that tells of an event whether it holds.

    >>> from timeline import Call, query as q
    >>> holds = q.matcher(q.kind("call") & q.undated)
    >>> holds(Call(id="c", title="First conversation", status="expected"))
    True
    """
    context = context or Context()
    return program(
        bind(predicate, context), lambda leaf: _TESTS[leaf.name](leaf.value, context)
    )


def phase_of(event: Event) -> str:
    """Return the phase of *event* as questions write it; ``""`` without a status."""
    return "" if event.phase is None else event.phase.name.lower()


def named(event: Event) -> frozenset[str]:
    """Return the codes of the parties and the `searchable` names of the people."""
    return frozenset((*event.involved, *map(searchable, event.people)))


def words_of(event: Event) -> str:
    """Return every text of *event* that ``q.mentions`` looks at, `searchable`.

    A line each, and words never reach across a line.
    """
    quotes = (citation.quote for citation in (*event.sources, *event.disputed_by))
    texts = (event.title, event.when_text, event.place, event.note)
    every = (*texts, *event.topics, *event.people, *quotes)
    return "\n".join(searchable(text) for text in every if text)


def _equal(name: str) -> Callable[[Any, Context], Test]:
    get = attrgetter(name)
    return lambda value, _: lambda event: get(event) == value


def _holds(name: str) -> Callable[[Any, Context], Test]:
    get = attrgetter(name)
    return lambda value, _: lambda event: value in get(event)


def _status(value: str, _: Context) -> Test:
    return lambda event: (event.status or "") == value


def _phase(value: str, _: Context) -> Test:
    return lambda event: phase_of(event) == value


def _involving(value: str, _: Context) -> Test:
    name = searchable(value)
    return lambda event: (
        value in event.involved or name in map(searchable, event.people)
    )


def _place(value: str, _: Context) -> Test:
    words = searchable(value)
    return lambda event: words in searchable(event.place)


def _mentions(value: str, _: Context) -> Test:
    words = searchable(value)
    return lambda event: words in words_of(event)


def _time(name: str) -> Callable[[When, Context], Test]:
    def made(value: When, context: Context) -> Test:
        when, blank = context.when, name.startswith("possibly")
        rules = [
            (attrgetter(each.column), each.sign == "<=", (each.wall, each.utc))
            for each in comparisons(name, edges(value, context.tz))
        ]

        def holds(event: Event) -> bool:
            if (found := when(event)) is None:
                return blank
            line = found.is_placed
            for bound, below, limits in rules:
                tick = bound(found)
                if tick is None:
                    if not blank:
                        return False
                elif (tick > limits[line]) if below else (tick < limits[line]):
                    return False
            return True

        return holds

    return made


def _undated(_: None, context: Context) -> Test:
    when = context.when
    return lambda event: (found := when(event)) is None or not found.is_dated


_TESTS: dict[str, Callable[[Any, Context], Test]] = {
    "anything": lambda _, __: lambda ___: True,
    "nothing": lambda _, __: lambda ___: False,
    "test": lambda value, _: value,
    "kind": _equal("kind"),
    "status": _status,
    "phase": _phase,
    "involving": _involving,
    "topic": _holds("topics"),
    "place": _place,
    "mentions": _mentions,
    "part_of": _equal("part_of"),
    "cites": _holds("cited"),
    "undated": _undated,
    "possibly_before": _time("possibly_before"),
    "surely_before": _time("surely_before"),
    "possibly_overlaps": _time("possibly_overlaps"),
    "surely_overlaps": _time("surely_overlaps"),
    "surely_within": _time("surely_within"),
}
