"""From a predicate to a function of an event: words checked once, then compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

import attrs

from timeline.parties.parties import find_party
from timeline.parties.succession import continues
from timeline.query.predicates import Leaf, Predicate, fold, leaves
from timeline.query.windows import TIMES, comparisons
from timeline.records.event import Event
from timeline.records.kinds import KINDS
from timeline.records.party import Party
from timeline.text import check_name, searchable
from timeline.when.bounds import Ticks
from timeline.when.when import When

Test = Callable[[Any], bool]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Context:
    """What a predicate needs to know of the collection whose events it is asked of.

    Attributes:
        tz: The zone of dates that name none; without one they stay on the wall clock.
        when: Gives the placed time of an event, or None if it has none.
        with_as_of: Gives an event with each citation as of the day on which it spoke.
        records: Their kinds and statuses are valid too, besides the usual ones.
        parties: Those that it declares, which questions may call by their names.
    """

    tz: str | None = None
    when: Callable[[Event], When | None] = attrgetter("placed")
    with_as_of: Callable[[Event], Event] = attrs.field(default=lambda event: event)
    records: Iterable[object] = ()
    parties: Sequence[Party] = ()


USUAL: Mapping[str, frozenset[str]] = {
    "kind": frozenset(cls.kind for cls in KINDS),
    "status": frozenset(status.word for cls in KINDS for status in cls.lifecycle or ()),
}


def check_words(predicate: Predicate, records: Iterable[object] = ()) -> None:
    """Check the kinds and statuses that *predicate* names.

    Raises:
        InvalidError: a kind or status that neither a built-in class nor one of
            *records* has; with the nearest.
    """
    for leaf in leaves(predicate):
        usual = USUAL.get(leaf.name)
        if usual is None or leaf.known or leaf.value in {"", *usual}:
            continue
        own = {str(getattr(record, leaf.name, "")) for record in records}
        unknown, names = f"unknown {leaf.name}", sorted(usual | own)
        check_name(leaf.value, names, unknown, leaf.name, code=f"unknown-{leaf.name}")


def names_of(event: Event) -> frozenset[str]:
    """Return the codes of parties and the `searchable` names of who acts for them."""
    names = map(searchable, (*event.people, *event.groups))
    return frozenset((*event.involved, *names))


def places_of(event: Event) -> str:
    """Return where *event* is by the record and by its sources, as of `words_of`."""
    said = (cited.place for cited in event.sources if cited.stance != "denies")
    return "\n".join(searchable(place) for place in (event.place, *said) if place)


def words_of(event: Event) -> str:
    """Return every text of *event* that ``q.mentions`` looks at, `searchable`.

    One text a line, since the words asked for never reach across two texts.
    """
    quotes = (citation.quote for citation in event.sources)
    texts = [event.title, event.when_text, event.note]
    texts += [*event.topics, *event.people, *event.groups, *quotes]
    return "\n".join((*map(searchable, filter(None, texts)), places_of(event)))


# What an event has of each leaf that asks for one word: the index lists events by it.
# The word of a leaf without a value is empty.
KEYS: Mapping[str, Callable[[Any], Iterable[str]]] = {
    "kind": lambda event: (event.kind,),
    "status": lambda event: (event.status or "",),
    "phase": lambda event: (event.phase_name,),
    "may_be": lambda event: {p.name.lower() if p else "" for p in event.phases},
    "involving": names_of,
    "topic": attrgetter("topics"),
    "part_of": lambda event: () if event.part_of is None else (event.part_of,),
    "cites": attrgetter("cited"),
    "stance": lambda event: {c.stance for c in event.newest if c.stance},
}

OF_SOURCES = frozenset({"may_be", "stance"})  # which of them is the newest counts


def keys_of(leaf: Leaf, parties: Sequence[Party] = ()) -> frozenset[str]:
    """Return the words of which an event must have one to answer a leaf of `KEYS`.

    A party is asked for by its code or its name, a person by the name. What involves
    an ended State involves the one that continues it: of Russia, the Soviet Union.
    """
    if leaf.name != "involving":
        return frozenset((leaf.value or "",))
    name = searchable(leaf.value)
    codes = {leaf.value, find_party(leaf.value)}
    codes |= {party.id for party in parties if searchable(party.name) == name}
    codes |= {p.continues for p in parties if p.id in codes and p.continues}
    return frozenset((name, *codes, *map(continues, codes))) - {""}


def matcher(predicate: Predicate, context: Context | None = None) -> Test:
    """Compile *predicate* to a function that says whether it holds for an event.

    Raises:
        InvalidError: it names an unknown kind or status.

    >>> from timeline import Call, query as q
    >>> holds = matcher(q.kind("call") & q.undated)
    >>> holds(Call(id="c", title="First conversation", status="expected"))
    True
    """
    context = context or Context()
    check_words(predicate, context.records)
    return compiled(predicate, context)


def compiled(predicate: Predicate, context: Context) -> Test:
    """Do as `matcher`, with words that are checked already."""
    return fold(predicate, lambda leaf: _test(leaf, context), _all, _any, _not)


def _as_it_is(event: Event) -> Event:
    return event


def _all(tests: Sequence[Test]) -> Test:
    return lambda event: all(test(event) for test in tests)


def _any(tests: Sequence[Test]) -> Test:
    return lambda event: any(test(event) for test in tests)


def _not(test: Test) -> Test:
    return lambda event: not test(event)


def _test(leaf: Leaf, context: Context) -> Test:
    name, value, when = leaf.name, leaf.value, context.when
    if name in TIMES:
        return _time_test(leaf, context)
    with_as_of = context.with_as_of
    if name in KEYS:
        keys, wanted = KEYS[name], keys_of(leaf, context.parties)
        dated = with_as_of if name in OF_SOURCES else _as_it_is
        return lambda event: not wanted.isdisjoint(keys(dated(event)))
    if name in {"test", "disputed", "doubtful"}:
        asked = (
            value if name == "test" else lambda event: getattr(with_as_of(event), name)
        )
        return lambda event: bool(asked(event))
    if name == "undated":
        return lambda event: (placed := when(event)) is None or not placed.is_dated
    if name in {"place", "mentions"}:
        words, text_of = searchable(value), _TEXTS[name]
        return lambda event: words in text_of(event)
    return lambda _: name == "anything"


_TEXTS: Mapping[str, Callable[[Any], str]] = {"place": places_of, "mentions": words_of}


def _time_test(leaf: Leaf, context: Context) -> Test:
    """Return the test of a question about time, member by member of a set or mask.

    ``possibly_`` asks whether one of them answers it, ``surely_`` whether all do. The
    rival dates of sources are such members. Of what is in doubt nothing is sure.
    """
    when, unknown = context.when, leaf.name.startswith("possibly")
    with_as_of = context.with_as_of
    fits = _span_test(leaf, context.tz, unknown=unknown)

    def holds(event: Event) -> bool:
        if (placed := when(event)) is None:
            return unknown
        if not unknown and event.sources and with_as_of(event).doubtful:
            return False
        line = placed.is_placed
        for span in placed.spans:
            if fits(span, line) is unknown:
                return unknown
        return not unknown

    return holds


def _span_test(
    leaf: Leaf, tz: str | None, *, unknown: bool
) -> Callable[[Ticks, bool], bool]:
    """Return the test of one span on one line of time; a bound may be unknown."""
    rules = [
        (Ticks._fields.index(rule.column), rule.sign == "<=", (rule.wall, rule.utc))
        for rule in comparisons(leaf, tz)
    ]

    def fits(span: Ticks, line: bool) -> bool:  # noqa: FBT001  (called for each span)
        for column, below, limits in rules:
            tick = span[column]
            if tick is None:
                if not unknown:
                    return False
            elif (tick > limits[line]) if below else (tick < limits[line]):
                return False
        return True

    return fits
