"""Predicates as values: what they are made of, and the one way to walk them.

Nothing here calls itself: what a program built ten thousand levels deep compares,
prints, pickles and answers like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NoReturn, TypeVar, final

import attrs

from timeline.errors import InvalidError

__all__ = [
    "All",
    "Either",
    "Leaf",
    "Not",
    "Predicate",
    "all_of",
    "any_of",
    "fold",
    "leaves",
    "normal",
    "printed",
    "program",
    "quoted",
]

MOST_PARTS = 1_000_000
T = TypeVar("T")
E = TypeVar("E")
_PLAIN = re.compile(r"[^\s()\"\\-][^\s()\"\\]*")
_NAMES = ("All", "Either")
_RESERVED = frozenset({"and", "or", "not"})


class Predicate:
    """A yes-or-no question about one event, joined with ``&``, ``|`` and ``~``.

    Predicates are values: they compare, hash, pickle and print as the code that makes
    them, and ``str`` gives the words that `parse` reads. Grouping does not matter.

    Attributes:
        size: How many leaves it has, repeated ones counted each time; at most 10**6.

    >>> from timeline import query as q
    >>> q.kind("call") & (q.involving("US") | ~q.status("held"))
    q.kind('call') & (q.involving('US') | ~q.status('held'))
    >>> if q.kind("call"):
    ...     print("what would that mean?")
    Traceback (most recent call last):
    TypeError: a predicate is neither true nor false; join with & | ~
    """

    __slots__ = ()
    size: int

    # Typed Predicate, checked anyway: "other: object" would hide q & "FR" from mypy.
    def __and__(self, other: Predicate) -> Predicate:
        if not isinstance(other, Predicate):
            return NotImplemented
        return All(_parts(All, self) + _parts(All, other))

    def __or__(self, other: Predicate) -> Predicate:
        if not isinstance(other, Predicate):
            return NotImplemented
        return Either(_parts(Either, self) + _parts(Either, other))

    def __invert__(self) -> Predicate:
        return Not(self)

    def __bool__(self) -> NoReturn:
        # "a and b" would silently drop a; nothing else can tell the caller.
        raise TypeError("a predicate is neither true nor false; join with & | ~")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Predicate):
            return NotImplemented
        return self is other or _tokens(self) == _tokens(other)

    def __hash__(self) -> int:
        return hash(_tokens(self))

    def __reduce__(self) -> tuple[Callable[..., Predicate], tuple[Any, ...]]:
        return _rebuilt, (_tokens(self),)

    def __copy__(self) -> Predicate:
        return self

    def __deepcopy__(self, _: object) -> Predicate:
        return self

    def __repr__(self) -> str:
        return "".join(printed(self, (" & ", " | ", "~"), repr))

    def __str__(self) -> str:
        return "".join(printed(self, (" ", " or ", "not "), str))


@final
@attrs.frozen(repr=False)
class Leaf(Predicate):
    """One question that holds no other.

    Attributes:
        name: What is asked, as in ``q.possibly_before``: ``"possibly_before"``.
        value: What it is asked about: a text, a `When`, a function, or None.
        known: Whether the value cannot be misspelt, as it came from a class.
    """

    name: str
    value: Any = None
    known: bool = attrs.field(default=False, eq=False, kw_only=True)
    size: int = attrs.field(default=1, init=False, eq=False)

    def __call__(self) -> Leaf:
        """Return itself, so that ``q.undated()`` means ``q.undated``."""
        return self

    def __reduce__(self) -> tuple[Callable[..., Predicate], tuple[Any, ...]]:
        return Leaf, (self.name, self.value)

    def __repr__(self) -> str:
        if self.value is None:
            return f"q.{self.name}"
        shown = self._callable or repr(str(self.value))
        return f"q.{self.name}({shown})"

    def __str__(self) -> str:
        if self.value is None:
            return f"is:{self.name}"
        words = quoted(self._callable or str(self.value))
        if self.name != "mentions":
            return f"{self.name.replace('_', '-')}:{words}"
        return f'"{words}"' if ":" in words and words[0] != '"' else words

    @property
    def _callable(self) -> str:
        if not callable(self.value):
            return ""
        return getattr(self.value, "__qualname__", type(self.value).__qualname__)


@attrs.frozen(eq=False, repr=False)
class _Join(Predicate):
    parts: tuple[Predicate, ...]
    size: int = attrs.field(init=False)

    @size.default
    def _sum(self) -> int:
        size = sum(part.size for part in self.parts)
        if size > MOST_PARTS:
            raise InvalidError(
                f"a predicate of more than {MOST_PARTS:,} parts",
                "ask several questions, or one with q.test",
                code="too-large",
            )
        return size


@final
class All(_Join):
    """All of *parts* hold: what ``&`` makes."""

    __slots__ = ()


@final
class Either(_Join):
    """At least one of *parts* holds: what ``|`` makes."""

    __slots__ = ()


@final
@attrs.frozen(eq=False, repr=False)
class Not(Predicate):
    """*part* does not hold: what ``~`` makes."""

    part: Predicate
    size: int = attrs.field(init=False)

    @size.default
    def _same(self) -> int:
        return self.part.size

    def __invert__(self) -> Predicate:
        return self.part


def all_of(predicates: Iterable[Predicate]) -> Predicate:
    """Return the predicate that all of *predicates* hold; of none, ``q.anything``.

    >>> from timeline import query as q
    >>> q.all_of([q.kind("call"), q.undated])
    q.kind('call') & q.undated
    """
    return _joined(All, predicates, "anything")


def any_of(predicates: Iterable[Predicate]) -> Predicate:
    """Return the predicate that any of *predicates* holds; of none, ``q.nothing``.

    >>> from timeline import query as q
    >>> q.any_of(q.involving(party) for party in ("FR", "US"))
    q.involving('FR') | q.involving('US')
    """
    return _joined(Either, predicates, "nothing")


def _joined(
    join: type[All | Either], predicates: Iterable[Predicate], empty: str
) -> Predicate:
    parts = [part for predicate in predicates for part in _parts(join, predicate)]
    if len(parts) > 1:
        return join(tuple(parts))
    return parts[0] if parts else Leaf(empty)


def _parts(join: type[All | Either], predicate: Predicate) -> tuple[Predicate, ...]:
    """Flatten, so that grouping does not matter: (a & b) & c == a & (b & c)."""
    return predicate.parts if isinstance(predicate, join) else (predicate,)


def _below(predicate: Predicate) -> tuple[Predicate, ...]:
    if isinstance(predicate, Not):
        return (predicate.part,)
    return predicate.parts if isinstance(predicate, All | Either) else ()


def _postfix(predicate: Predicate) -> list[Predicate]:
    """Every node, each after those below it."""
    waiting, found = [predicate], []
    while waiting:
        found.append(node := waiting.pop())
        waiting.extend(_below(node))
    return found[::-1]


def leaves(predicate: Predicate) -> Iterator[Leaf]:
    """Yield the questions it is made of, in order."""
    return (node for node in _postfix(predicate) if isinstance(node, Leaf))


def fold(
    predicate: Predicate,
    leaf: Callable[[Leaf], T],
    all_of: Callable[[Sequence[T]], T],
    any_of: Callable[[Sequence[T]], T],
    negate: Callable[[T], T],
) -> T:
    """Make anything of a predicate, from the leaves up: SQL, a plan, a drawing.

    Args:
        predicate: What to walk; of any depth.
        leaf: Makes it of one `Leaf`, by its ``name`` and ``value``.
        all_of: Joins what became of the parts of an ``&``, two or more, in order.
        any_of: The same for ``|``.
        negate: Makes it of what became of the part under a ``~``.

    >>> from timeline import query as q
    >>> question = q.kind("call") & ~(q.topic("trade") | q.undated)
    >>> fold(question, lambda leaf: 1, sum, sum, lambda count: count)
    3
    """
    done: list[T] = []
    for node in _postfix(predicate):
        if isinstance(node, Leaf):
            done.append(leaf(node))
        elif isinstance(node, Not):
            done[-1] = negate(done[-1])
        else:
            count = len(_below(node))
            parts = done[-count:]
            done[-count:] = [(all_of if isinstance(node, All) else any_of)(parts)]
    return done[0]


def normal(predicate: Predicate) -> Predicate:
    """Return the same question with ``~`` before leaves only, by De Morgan's laws.

    >>> from timeline import query as q
    >>> normal(~(q.kind("call") & ~(q.undated & q.topic("trade"))))
    ~q.kind('call') | q.undated & q.topic('trade')
    """
    tokens: list[Leaf | tuple[str, int]] = []
    waiting = [(predicate, False)]
    while waiting:
        node, turned = waiting.pop()
        if isinstance(node, Leaf):
            tokens += [("Not", 1), node] if turned else [node]
        elif isinstance(node, Not):
            waiting.append((node.part, not turned))
        else:
            parts = _below(node)
            tokens.append((_NAMES[isinstance(node, All) is turned], len(parts)))
            waiting += [(part, turned) for part in parts]
    return _rebuilt(reversed(tokens))


def program(
    predicate: Predicate, test: Callable[[Leaf], Callable[[E], object]]
) -> Callable[[E], bool]:
    """Return the predicate as a function of an event, given one for each leaf.

    Each leaf knows which to ask next if it holds and which if not, so that a test
    stops as early as ``and`` and ``or`` do, and no depth is too deep.
    """
    tests: list[Callable[[E], object]] = [bool] * predicate.size
    after = [(-1, -1)] * predicate.size  # next if false, next if true
    waiting = [(predicate, 0, (-1, -2))]
    while waiting:
        node, at, (no, yes) = waiting.pop()
        if isinstance(node, Leaf):
            tests[at], after[at] = test(node), (no, yes)
        elif isinstance(node, Not):
            waiting.append((node.part, at, (yes, no)))
        else:
            *first, last = _below(node)
            for part in first:
                then = at + part.size
                ways = (no, then) if isinstance(node, All) else (then, yes)
                waiting.append((part, at, ways))
                at = then
            waiting.append((last, at, (no, yes)))
    if len(tests) == 1 and after[0] == (-1, -2):
        only = tests[0]
        return lambda event: bool(only(event))
    return _runner(tests, after)


def _runner(
    tests: list[Callable[[E], object]], after: list[tuple[int, int]]
) -> Callable[[E], bool]:
    def run(event: E) -> bool:
        at = 0
        while at >= 0:
            at = after[at][1 if tests[at](event) else 0]
        return at == -2

    return run


def _tokens(predicate: Predicate) -> tuple[Any, ...]:
    """A flat form of its own: leaves, and how many of them ``&``, ``|``, ``~`` join."""
    return tuple(
        node if isinstance(node, Leaf) else (type(node).__name__, len(_below(node)))
        for node in _postfix(predicate)
    )


def _rebuilt(tokens: Iterable[Leaf | tuple[str, int]]) -> Predicate:
    done: list[Predicate] = []
    for token in tokens:
        if isinstance(token, Leaf):
            done.append(token)
        elif token[0] == "Not":
            done[-1] = Not(done[-1])
        else:
            join = All if token[0] == "All" else Either
            parts = [part for each in done[-token[1] :] for part in _parts(join, each)]
            done[-token[1] :] = [join(tuple(parts))]
    return done[0]


def printed(
    predicate: Predicate, signs: tuple[str, str, str], leaf: Callable[[Any], str]
) -> Iterator[str]:
    """Yield the pieces of its text, with brackets only where they are needed."""
    waiting: list[Predicate | str] = [predicate]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, Leaf):
            yield leaf(node)
        elif isinstance(node, Not):
            bare = not isinstance(node.part, All | Either)
            waiting += [node.part] if bare else [")", node.part, "("]
            yield signs[2]
        else:
            sign = signs[0 if isinstance(node, All) else 1]
            for count, part in enumerate(reversed(_below(node))):
                bare = not isinstance(part, (Either, type(node)))
                waiting += [sign] if count else []
                waiting += [part] if bare else [")", part, "("]


def quoted(words: str) -> str:
    """Return *words* as one word of a question, in quotation marks if need be."""
    if _PLAIN.fullmatch(words) and words.lower() not in _RESERVED:
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
