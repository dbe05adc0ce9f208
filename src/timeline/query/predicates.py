"""Predicates: yes-or-no questions about one event, as plain recursive values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn, Self, TypeVar, final

import attrs

from timeline.errors import InvalidError
from timeline.parties.parties import as_party, parties_called
from timeline.records.converters import list_of
from timeline.records.event import Event
from timeline.records.lifecycle import MISSED, Phase
from timeline.records.source import STANCES
from timeline.text import as_text, check_name, quote

__all__ = [
    "All",
    "Either",
    "Leaf",
    "Not",
    "Predicate",
    "all_of",
    "any_of",
    "anything",
    "cites",
    "disputed",
    "doubtful",
    "fold",
    "happened",
    "involving",
    "kind",
    "may_be",
    "may_have_happened",
    "mentions",
    "nothing",
    "part_of",
    "phase",
    "place",
    "stance",
    "status",
    "test",
    "topic",
    "undated",
]

MOST_LEVELS = 200  # far below Python's own limit on recursion
MOST_PARTS = 1_000_000
T = TypeVar("T")
_PHASES = tuple(phase.name.lower() for phase in Phase)
_PLAIN = re.compile(r"(?!(?:and|or|not)$)[^\s()\"\\-][^\s()\"\\]*", re.IGNORECASE)


class Predicate:
    """A yes-or-no question about one event, joined with ``&``, ``|`` and ``~``.

    Predicates are values: they compare, hash, pickle and print as the code that makes
    them, and ``str`` gives the words that `parse` reads. Grouping does not matter.

    Attributes:
        size: How many leaves it has, counting repeated ones each time; at most 10**6.
        depth: How many levels of leaves, joins and ``~`` are nested; at most 200.

    >>> from timeline import query as q
    >>> q.kind("call") & (q.involving("US") | ~q.status("held"))
    q.kind('call') & (q.involving('US') | ~q.status('held'))
    >>> if q.kind("call"):
    ...     print("what would that mean?")
    Traceback (most recent call last):
    TypeError: a predicate is neither true nor false; join with & | ~
    """

    __slots__ = ()
    size: int = 1  # of a leaf
    depth: int = 1
    parts: tuple[Predicate, ...] = ()

    # Typed Predicate, checked anyway: "other: object" would hide q & "FR" from mypy.
    def __and__(self, other: Predicate) -> Predicate:
        if not isinstance(other, Predicate):
            return NotImplemented
        return all_of([self, other])

    def __or__(self, other: Predicate) -> Predicate:
        if not isinstance(other, Predicate):
            return NotImplemented
        return any_of([self, other])

    def __invert__(self) -> Predicate:
        return Not((self,))

    def __bool__(self) -> NoReturn:
        # "a and b" would silently drop a; nothing else can tell the caller.
        raise TypeError("a predicate is neither true nor false; join with & | ~")

    def __deepcopy__(self, _: object) -> Self:
        return self  # immutable, and deeper than `copy` could follow

    def __repr__(self) -> str:
        return write(self, (" | ", " & ", "~"), repr)

    def __str__(self) -> str:
        return write(self, (" or ", " ", "not "), str)


@final
@attrs.frozen(repr=False)
class Leaf(Predicate):
    """A question that contains no other.

    Attributes:
        name: The question, as in ``q.possibly_before``: ``"possibly_before"``.
        value: What it asks about: a text, a `When`, a function, or None.
        known: Whether the value came from a class and so cannot be misspelt.
    """

    name: str
    value: Any = None
    known: bool = attrs.field(default=False, eq=False, kw_only=True)

    def __call__(self) -> Leaf:
        """Return itself, so that ``q.undated()`` means ``q.undated``."""
        return self

    def __repr__(self) -> str:
        if self.value is None:
            return f"q.{self.name}"
        return f"q.{self.name}({self._function or repr(str(self.value))})"

    def __str__(self) -> str:
        if self.value is None:
            return f"is:{self.name}"
        words = _quoted(self._function or str(self.value))
        if self.name != "mentions":
            return f"{self.name.replace('_', '-')}:{words}"
        return f'"{words}"' if ":" in words and words[0] != '"' else words

    @property
    def _function(self) -> str:
        if not callable(self.value):
            return ""
        return getattr(self.value, "__qualname__", type(self.value).__qualname__)


def _quoted(words: str) -> str:
    if _PLAIN.fullmatch(words):
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@attrs.frozen(repr=False)
class _Compound(Predicate):
    parts: tuple[Predicate, ...]
    size: int = attrs.field(init=False, eq=False)
    depth: int = attrs.field(init=False, eq=False)

    @size.default
    def _count_parts(self) -> int:
        return _at_most(MOST_PARTS, sum(part.size for part in self.parts), "parts")

    @depth.default
    def _count_levels(self) -> int:
        levels = 1 + max(part.depth for part in self.parts)
        return _at_most(MOST_LEVELS, levels, "nested levels")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.parts,)


def _at_most(most: int, count: int, what: str) -> int:
    if count > most:
        raise InvalidError(
            f"a predicate of more than {most:,} {what}",
            "write it flatter: q.any_of([...]) or q.all_of([...]) of many questions"
            " is one level",
            code="too-large",
        )
    return count


@final
class All(_Compound):
    """All of *parts* hold: what ``&`` makes."""

    __slots__ = ()


@final
class Either(_Compound):
    """At least one of *parts* holds: what ``|`` makes."""

    __slots__ = ()


@final
class Not(_Compound):
    """The one predicate in *parts* does not hold: what ``~`` makes."""

    __slots__ = ()

    @property
    def part(self) -> Predicate:
        """The predicate that does not hold."""
        return self.parts[0]

    def __invert__(self) -> Predicate:
        return self.part


def all_of(predicates: Iterable[Predicate]) -> Predicate:
    """Return the predicate that all of *predicates* hold; of none, ``q.anything``.

    >>> from timeline import query as q
    >>> q.all_of([q.kind("call"), q.undated])
    q.kind('call') & q.undated
    """
    return _join(All, predicates, anything)


def any_of(predicates: Iterable[Predicate]) -> Predicate:
    """Return the predicate that any of *predicates* holds; of none, ``q.nothing``.

    >>> from timeline import query as q
    >>> q.any_of(q.involving(party) for party in ("FR", "US"))
    q.involving('FR') | q.involving('US')
    """
    return _join(Either, predicates, nothing)


def _join(
    join: type[All | Either], predicates: Iterable[Predicate], empty: Predicate
) -> Predicate:
    parts: list[Predicate] = []
    for predicate in list_of(predicates):
        if not isinstance(predicate, Predicate):
            problem = f"{quote(predicate)} is not a predicate"
            hint = "write q.kind(...), or q.test(...) for a function"
            raise InvalidError(problem, hint)
        # Flattened, so that grouping does not matter: (a & b) & c == a & (b & c).
        parts += predicate.parts if isinstance(predicate, join) else [predicate]
    if len(parts) > 1:
        return join(tuple(parts))
    return parts[0] if parts else empty


def together(predicates: Iterable[Predicate | Callable[[Any], object]]) -> Predicate:
    """Return the predicate that all of *predicates* hold; functions go by `test`."""
    return all_of(p if isinstance(p, Predicate) else test(p) for p in predicates)


# -- leaves --------------------------------------------------------------------------

anything: Leaf = Leaf("anything")
nothing: Leaf = Leaf("nothing")
undated: Leaf = Leaf("undated")
disputed: Leaf = Leaf("disputed")
doubtful: Leaf = Leaf("doubtful")


def kind(*kinds: type[Event] | str) -> Predicate:
    """Is it of one of these kinds? A class stands for its own kind, not its children's.

    >>> from timeline import Call, query as q
    >>> q.kind(Call, "meeting")
    q.kind('call') | q.kind('meeting')
    """
    return any_of(
        Leaf("kind", cls.kind, known=True)
        if isinstance(cls, type) and issubclass(cls, Event)
        else Leaf("kind", _text(cls, "kind"))
        for cls in kinds
    )


def status(*statuses: str | None) -> Predicate:
    """Does it have one of these statuses? None asks for records without a status.

    Only the record's own status counts, so that ``~`` gives all others; `disputed` asks
    where sources differ, and `may_have_happened` what any of them leaves open.

    >>> from timeline import query as q
    >>> q.status("expected", None)
    q.status('expected') | q.status('')
    """
    return any_of(
        Leaf("status", "" if word is None else _text(word, "status"))
        for word in statuses
    )


def phase(*phases: Phase | str) -> Predicate:
    """Is it in one of these phases: ``ahead``, ``under_way``, ``done``, ``off``?

    A record without a status is in no phase.
    """
    return any_of(_phase("phase", each) for each in phases)


def may_be(*phases: Phase | str | None) -> Predicate:
    """May it be in one of these phases, by what it says or a source that counts?

    What is denied or only alleged may be ``off``; None asks for what may be in none.
    """
    return any_of(_phase("may_be", each) for each in phases)


def _phase(name: str, phase: Phase | str | None) -> Leaf:
    if name == "may_be" and phase in {None, ""}:
        return Leaf(name, "")
    word = phase.name.lower() if isinstance(phase, Phase) else phase
    return _choice(name, word, _PHASES)


def _choice(name: str, word: object, choices: tuple[str, ...]) -> Leaf:
    """Return the leaf of that name that asks for a word, which is one of *choices*."""
    text = _text(word, name)
    check_name(text, choices, f"unknown {name}")
    return Leaf(name, text)


def involving(who: str) -> Predicate:
    """Is this party, or the person or organisation of this name, involved in any way?

    Give a party by its code, by a name that the party table or the timeline knows, or
    in the form of records (``@taliban``); give a person by the full name, where
    capitals and accents do not matter. What involved the Soviet Union involves Russia,
    which continues it. An act of a group does not involve its members: ask for them by
    name, as listed by `members_of`.

    Raises:
        InvalidError: it is a name of several parties.

    >>> from timeline import Meeting, Timeline, query as q
    >>> tl = Timeline([Meeting(id="m", title="SALT", participants=["USSR", "US"])])
    >>> len(tl.where(q.involving("Russia"))), len(tl.where(q.involving("Ukraine")))
    (1, 0)
    """
    name = _text(who, "involving").removeprefix("@")
    if len(parties_called(name)) > 1:
        as_party(name)  # says which they are
    return Leaf("involving", name)


def topic(name: str) -> Predicate:
    """Is this one of its topics, exactly as written?"""
    return Leaf("topic", _text(name, "topic"))


def place(words: str) -> Predicate:
    """Does its place contain these words, or one that a source names instead?

    Capitals and accents do not matter.
    """
    return Leaf("place", _text(words, "place"))


def mentions(words: str) -> Predicate:
    """Does any of its texts contain these words, in this order?

    Its texts are the title, the source's words for the date, the place, the note, the
    topics, the names of people and the quotes of sources. Capitals and accents do not
    matter.
    """
    return Leaf("mentions", _text(words, "mentions"))


def part_of(event: Event | str) -> Predicate:
    """Is it directly part of this event, given by its id or as a record?"""
    return Leaf("part_of", _text(getattr(event, "id", event), "part_of"))


def cites(source: object) -> Predicate:
    """Does it cite this source (an id or a record), for or against?"""
    return Leaf("cites", _text(getattr(source, "id", source), "cites"))


def stance(*stances: str) -> Predicate:
    """Does a source take one of these stances: ``confirms``, ``alleges``, ``denies``?

    The newest words of each source, and of those it quotes, count.
    """
    return any_of(_choice("stance", word, STANCES) for word in stances)


def test(function: Callable[[Any], object]) -> Predicate:
    """Does *function*, given the event, return a true value?

    It runs in memory only: no database can run it (`NotCompilableError`).
    """
    if not callable(function):
        hint = "pass one that takes an event: q.test(lambda event: event.is_span)"
        hint = "read a text with q.parse(...)" if isinstance(function, str) else hint
        problem = f"a question is a predicate or a function, not {quote(function)}"
        raise InvalidError(problem, hint)
    return Leaf("test", function)


test.__test__ = False  # type: ignore[attr-defined]  # a question, no test of pytest's


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise InvalidError(f"q.{name} takes a text, not {quote(value)}")
    return as_text(value)


# What is reported as under way or done happened, if all say so. Whatever was not
# cancelled, and is not reported not to have taken place, may have, a plan included: no
# day is asked about. So may what is off, if somebody denies that. A deadline that was
# missed is over, and did not happen.
_met, _missed = (Leaf("status", word) for word in ("met", MISSED))
_on = phase("under_way", "done") & ~may_be("ahead", "off")
happened: Predicate = _on & ~(_missed | _met & doubtful)
_perhaps_on = may_be("ahead", "under_way", "done", None)
may_have_happened: Predicate = _perhaps_on & (~_missed | doubtful)


# -- walking -------------------------------------------------------------------------


def leaves(predicate: Predicate) -> Iterator[Leaf]:
    """Yield the leaves of *predicate*, from left to right."""
    if isinstance(predicate, Leaf):
        yield predicate
    for part in predicate.parts:
        yield from leaves(part)


def fold(
    predicate: Predicate,
    leaf: Callable[[Leaf], T],
    all_of: Callable[[Sequence[T]], T],
    any_of: Callable[[Sequence[T]], T],
    negate: Callable[[T], T],
) -> T:
    """Turn a predicate into any value, from the leaves up: SQL, a plan, a drawing.

    Args:
        predicate: The predicate to turn into something else.
        leaf: Turns one `Leaf` into it, by its ``name`` and ``value``.
        all_of: Joins what the parts of an ``&`` became, two or more, in order.
        any_of: The same for ``|``.
        negate: Takes what the part under a ``~`` became.

    >>> from timeline import query as q
    >>> question = q.kind("call") & ~(q.topic("trade") | q.undated)
    >>> fold(question, lambda leaf: 1, sum, sum, lambda count: count)
    3
    """

    def walk(node: Predicate) -> T:
        if isinstance(node, Leaf):
            return leaf(node)
        if isinstance(node, Not):
            return negate(walk(node.part))
        join = all_of if isinstance(node, All) else any_of
        return join([walk(part) for part in node.parts])

    return walk(predicate)


def normal(predicate: Predicate, *, negated: bool = False) -> Predicate:
    """Return the same question with ``~`` before leaves only, by De Morgan's laws.

    >>> from timeline import query as q
    >>> normal(~(q.kind("call") & ~(q.undated & q.topic("trade"))))
    ~q.kind('call') | q.undated & q.topic('trade')
    """
    if isinstance(predicate, Not):
        return normal(predicate.part, negated=not negated)
    if isinstance(predicate, All | Either):
        join = any_of if isinstance(predicate, All) is negated else all_of
        return join(normal(part, negated=negated) for part in predicate.parts)
    return ~predicate if negated else predicate


_BINDING: Mapping[type, int] = {Either: 0, All: 1, Not: 2, Leaf: 3}


def write(
    predicate: Predicate, signs: tuple[str, str, str], leaf: Callable[[Any], str]
) -> str:
    """Return *predicate* as text, with brackets only where they are needed.

    Args:
        predicate: The predicate to write.
        signs: What is between alternatives, between conditions, and for "not".
        leaf: Writes a leaf.
    """
    if not predicate.parts:
        return leaf(predicate)
    binding = _BINDING[type(predicate)]
    texts = [
        f"({write(part, signs, leaf)})"
        if _BINDING[type(part)] <= binding
        else write(part, signs, leaf)
        for part in predicate.parts
    ]
    sign = signs[binding]
    return sign + texts[0] if isinstance(predicate, Not) else sign.join(texts)
