"""The questions a predicate is made of, each with an answer for every event."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from timeline.errors import InvalidError
from timeline.parties.parties import as_party
from timeline.query.predicates import Leaf, Predicate, all_of, any_of
from timeline.records.lifecycle import Phase
from timeline.text import quote, suggest

if TYPE_CHECKING:
    from timeline.records.event import Event

__all__ = [
    "anything",
    "cites",
    "involving",
    "kind",
    "mentions",
    "nothing",
    "part_of",
    "phase",
    "place",
    "status",
    "test",
    "together",
    "topic",
    "undated",
]

_PHASES = ("ahead", "under_way", "done", "off")

anything = Leaf("anything")
nothing = Leaf("nothing")
undated = Leaf("undated")


def kind(*kinds: type[Event] | str) -> Predicate:
    """Is it of one of these kinds? A class stands for its own kind, not its children's.

    >>> from timeline import Call, query as q
    >>> q.kind(Call, "meeting")
    q.kind('call') | q.kind('meeting')
    """
    return any_of(
        Leaf("kind", _text(each, "kind"))
        if isinstance(each, str)
        else Leaf("kind", each.kind, known=True)
        for each in kinds
    )


def status(*statuses: str | None) -> Predicate:
    """Has it one of these statuses? None asks for records that state none.

    >>> from timeline import query as q
    >>> q.status("expected", None)
    q.status('expected') | q.status('')
    """
    return any_of(Leaf("status", _text(each or "", "status")) for each in statuses)


def phase(*phases: Phase | str) -> Predicate:
    """Is it in one of these phases: ``ahead``, ``under_way``, ``done``, ``off``?

    A record without a status is in none.
    """
    return any_of(Leaf("phase", _phase(each)) for each in phases)


def involving(who: str) -> Predicate:
    """Is this party, or the person of this name, involved in any way?

    A party is given by its code or any name the party table knows; a person by the
    full name, in which capitals and accents do not matter.

    >>> from timeline import query as q
    >>> q.involving("UK") | q.involving("Keir Starmer")
    q.involving('GB') | q.involving('Keir Starmer')
    """
    name = _text(who, "involving")
    with suppress(InvalidError):  # it may be a person: nobody has a list of all
        name = as_party(name)
    return Leaf("involving", name)


def topic(name: str) -> Predicate:
    """Is this one of its topics? As it is written there."""
    return Leaf("topic", _text(name, "topic"))


def place(words: str) -> Predicate:
    """Do these words stand in its place? Capitals and accents do not matter."""
    return Leaf("place", _text(words, "place"))


def mentions(words: str) -> Predicate:
    """Do these words stand, in this order, in any of its texts?

    That is the title, the words of the date, the place, the note, the topics, the names
    of people and the quoted words of sources. Capitals and accents do not matter.
    """
    return Leaf("mentions", _text(words, "mentions"))


def part_of(event: Event | str) -> Predicate:
    """Is it part of this event, directly? Given by its id or itself."""
    return Leaf("part_of", _id(event, "part_of"))


def cites(source: object) -> Predicate:
    """Does it rest on this source, or is it disputed by it? By its id or itself."""
    return Leaf("cites", _id(source, "cites"))


def test(function: Callable[[Any], object]) -> Predicate:
    """Does *function*, given the event, return something true?

    It is asked in memory only: no database can run it (`NotCompilableError`).
    """
    if isinstance(function, str):
        raise InvalidError(
            f"{quote(function)} is a text",
            "read it first: q.parse(...) gives a question",
        )
    if not callable(function):
        raise InvalidError(
            f"q.test takes a function, not {quote(function)}",
            "pass one that takes an event: q.test(lambda event: event.is_span)",
        )
    return Leaf("test", function)


def _phase(value: object) -> str:
    name = value.name.lower() if isinstance(value, Phase) else _text(value, "phase")
    if name not in _PHASES:
        hint = suggest(name, _PHASES)
        raise InvalidError(f"no phase is called {quote(name)}", hint)
    return name


def together(asked: Iterable[Predicate | Callable[[Any], object]]) -> Predicate:
    """Return that all of *asked* hold; a function is asked as by `test`."""
    return all_of(each if isinstance(each, Predicate) else test(each) for each in asked)


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise InvalidError(f"q.{name} asks about a text, not {quote(value)}")
    if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise InvalidError(f"{quote(value)} is no text that can be stored")
    return value


def _id(value: object, name: str) -> str:
    return _text(getattr(value, "id", value), name)


test.__test__ = False  # type: ignore[attr-defined]  # a question, no test of pytest's
