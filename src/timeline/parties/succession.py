"""What became of a party, and who belongs to a group, as on a day."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, Protocol

from timeline.certainty import Certainty
from timeline.errors import InvalidError
from timeline.parties.parties import entries, entry_of
from timeline.text import quote
from timeline.when.when import When, WhenLike, as_when


class Declared(Protocol):
    """What a timeline declares of a party that is not in the table."""

    @property
    def until(self) -> When | None:
        """Its last day."""

    @property
    def successors(self) -> tuple[str, ...]:
        """The parties that came after it."""

    @property
    def continues(self) -> str | None:
        """The ended party with which it is one."""

    @property
    def members(self) -> tuple[str, ...]:
        """The parties that belong to it."""


_NONE: Mapping[str, Declared] = {}


class Succession(NamedTuple):
    """How a party stands on a day, as one that may have come to its end.

    Attributes:
        ended: Whether it has ended by that day; its last day is not after its end.
        until: Its last day, as stated; None if it goes on, or nothing is known.
        successors: The codes of the States that came after it.
        continued_by: The code of the State that is the same in law; empty if none is.
    """

    ended: Certainty = Certainty.NO
    until: When | None = None
    successors: tuple[str, ...] = ()
    continued_by: str = ""


_GOES_ON = Succession()


def succession(
    code: str, on: WhenLike, declared: Mapping[str, Declared] = _NONE
) -> Succession:
    """Return whether a party has ended by a day, who came after it and who is it now.

    Args:
        code: The code or the declared id of the party.
        on: The day.
        declared: The parties that a timeline declares, by their ids.

    Source: the column ``source`` of the table; of continuity and succession, VCSST.

    >>> former = succession("CSHH", "1992-12-31")
    >>> former.ended, former.successors
    (<Certainty.NO: 'no'>, ('CZ', 'SK'))
    >>> soviet = succession("SUHH", "2000")
    >>> soviet.ended, soviet.continued_by
    (<Certainty.YES: 'yes'>, 'RU')
    """
    if party := declared.get(code):
        until, successors = party.until, party.successors
    else:
        entry = entry_of(code)
        if not entry.until:
            return _GOES_ON
        until, successors = When.parse(entry.until), tuple(entry.successors.split())
    if until is None:
        return _GOES_ON
    ended, heir = _is_after(as_when(on), until), heirs(declared).get(code, "")
    return Succession(ended, until, successors, heir)


def heirs(declared: Mapping[str, Declared] = _NONE) -> Mapping[str, str]:
    """Return the State that continues each ended one, and is the same in law.

    >>> heirs()["SUHH"], "CSHH" in heirs()
    ('RU', False)
    """
    more = {p.continues: id_ for id_, p in declared.items() if p.continues}
    return {**_continued(), **more}


def _is_after(on: When, until: When) -> Certainty:
    """Whether a day comes after the last day of a party, either of them vague."""
    (first, _, last), (start, _, end) = until.tested_days, on.tested_days
    return Certainty.of(
        definitely=start is not None and last is not None and start > last,
        possibly=end is None or first is None or end > first,
    )


def continues(code: str) -> str:
    """Return the ended State with which a known one is the same in law, or ``""``.

    >>> continues("RU"), continues("SUHH")
    ('SUHH', '')
    """
    return entry_of(code).continues


@cache
def _continued() -> Mapping[str, str]:
    """Return the State that continues each ended one."""
    return {e.continues: code for code, e in entries().items() if e.continues}


# Dependent territories of a State that lives on, before or after they were part of one
# that has ended: what they succeed to is the former (VCSST, article 16).
_NEWLY_INDEPENDENT = frozenset({"ML", "SN", "TZ"})


@cache
def _ended() -> Mapping[str, tuple[str, ...]]:
    """Return the ended States that no other continues, by each State that succeeded."""
    ended: dict[str, list[str]] = {}
    for code, entry in entries().items():
        if entry.kind == "state" and entry.until and code not in _continued():
            for one in entry.successors.split():
                for successor in {one, _continued().get(one, one)} - _NEWLY_INDEPENDENT:
                    ended.setdefault(successor, []).append(code)
    return {successor: tuple(codes) for successor, codes in ended.items()}


def predecessors(
    code: str, declared: Mapping[str, Declared] = _NONE
) -> tuple[str, ...]:
    """Return the States that ended, with this one among those that came after them.

    One that another State continues has not ended in law, and is none.

    >>> predecessors("SK"), predecessors("RS"), predecessors("KZ")
    (('CSHH',), ('YUCS',), ())
    """
    continued = heirs(declared)
    more = (
        id_
        for id_, party in declared.items()
        if party.until and code in party.successors and id_ not in continued
    )
    return (*_ended().get(code, ()), *more)


def members_of(
    code: str, *, on: WhenLike, declared: Mapping[str, Declared] = _NONE
) -> Mapping[str, Certainty]:
    """Return the members of a group on a day, each with how sure it is.

    An event of a group does not involve its members: ask for them by name.

    Raises:
        InvalidError: it is not a group whose members are listed.

    >>> "GB" in members_of("EU", on="2020-01-31"), "GB" in members_of("EU", on="2021")
    (True, False)
    """
    if party := declared.get(code):
        listed = [(member, "") for member in party.members]
    else:
        parts = filter(None, entry_of(code).members.split("; "))
        listed = [(p.partition(" ")[0], p.partition(" ")[2]) for p in parts]
    if not listed:
        problem = f"the members of {quote(code)} are not listed"
        raise InvalidError(problem, "see parties.tsv for those that are")
    asked = as_when(on)
    answers = {member: _belongs(time, asked) for member, time in listed}
    return {m: sure for m, sure in answers.items() if sure is not Certainty.NO}


def _belongs(time: str, on: When) -> Certainty:
    """Whether the time of a membership, if it has one, reaches into a day."""
    if not time:
        return Certainty.YES
    going_on = time.replace("/..", "/9999-12-31")  # no end is announced
    return When.throughout(going_on).intersects(on)
