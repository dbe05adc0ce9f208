"""Who takes part: people and groups, mostly on behalf of a party, and parties."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Self

import attrs

from timeline.errors import InvalidError
from timeline.parties import parties
from timeline.records.converters import checked_fields, convert_each, stated_repr
from timeline.text import quote, searchable

_LONGEST = 1_000  # characters of one participant


@attrs.frozen(field_transformer=checked_fields, repr=False)
class Participant:
    """A person or an organisation, usually of a party; or the party itself.

    Attributes:
        name: The person or organisation; empty if the party itself takes part.
        of: Code or declared id of the party; empty if it is not stated. With it, *name*
            may be any name: ``Participant("BDI", of="DE")`` is not Burundi.
        office: What the person was then: ``Prime Minister``.
        role: The role here: ``chair``, ``mediator``.
        group: Whether it is an organisation in place of a delegation, and not a person.

    Raises:
        InvalidError: there is neither a name nor a party, the name is a party's and
            no party is stated, or a group has an office or no name.

    >>> Participant("Mark Carney", of="Canada", office="Prime Minister")
    Participant(name='Mark Carney', of='CA', office='Prime Minister')
    >>> str(Participant("Mark Carney", of="CA")), str(Participant(of="CA"))
    ('Mark Carney @CA', 'CA')
    """

    name: str = ""
    of: str = attrs.field(default="", converter=parties.as_party_id)
    office: str = ""
    role: str = ""
    group: bool = False

    def __attrs_post_init__(self) -> None:
        if self.group and (self.office or not self.name):
            problem = "a group has no office" if self.office else "a group has a name"
            hint = "leave the office out" if self.office else 'write name="..."'
            raise InvalidError(problem, hint, ("group",))
        if self.name:
            self._check_name()
        elif not self.of:
            raise InvalidError("a participant has a name or a party", 'write of="CA"')

    def __repr__(self) -> str:
        return stated_repr(self)

    def _check_name(self) -> None:
        name = self.name
        before, at, after = name.rpartition("@")  # as in mums@ryde, or "Name @CODE"
        is_alone = not before or before[-1].isspace() or not after
        if name != name.strip() or (at and (is_alone or parties.is_name(after))):
            problem = f"invalid name {quote(name)}"
            hint = 'write Participant.parse("Name @CODE") to read both from one text'
            raise InvalidError(problem, hint, ("name",))
        if not self.of and parties.is_name(name):
            problem = f"{quote(name)} is a code or the name of a party"
            hint = f"write Participant(of={quote(name)})"
            raise InvalidError(problem, hint, ("name",))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``Name @CODE``, or a bare party; ``Name @`` is a name without a party.

        Raises:
            InvalidError: it is neither.

        >>> Participant.parse("Emmanuel Macron @FR").of
        'FR'
        """
        if not isinstance(text, str):
            problem = f"{quote(text)} is not a participant"
            raise InvalidError(problem, 'write "Name @CODE" or "CODE"')
        if len(text) > _LONGEST:
            problem = f"{quote(text, 40)} is too long for a participant"
            hint = f"write at most {_LONGEST} characters, and the rest as a note"
            raise InvalidError(problem, hint)
        name, at, party = text.rpartition("@")
        if at:
            return cls(name.strip(), party.strip())
        try:
            return cls(of=parties.as_party(text))
        except InvalidError as error:
            raise _not_a_party(text, error) from None

    def __str__(self) -> str:
        if self.name:
            return f"{self.name} @{self.of}"
        return self.of if parties.is_known(self.of) else f"@{self.of}"


def _not_a_party(text: str, error: InvalidError) -> InvalidError:
    """Return *error* with the form in which a person or a group is written."""
    problem = error.problems[0]
    hint = problem.hint
    if beside := parties.party_beside(text):
        hint = f'write "{quote(beside[0])[1:-1]} @{beside[1]}"'
    elif problem.code == "unknown-party":
        name, id_ = quote(text)[1:-1], party_id(text)
        person = f'for a person write "{name} @CODE"'
        own = f'for a party of your own write "@{id_}" and {declaration(id_, name)}'
        others = f'{person}, or "{name} @" without one; {own}'
        hint = f"{hint} {person}" if hint.startswith("did") else others
    return InvalidError([attrs.evolve(problem, hint=hint)])


def party_id(name: str) -> str:
    """Return an id for a party of that name."""
    return re.sub(r"[^a-z0-9]+", "-", searchable(name)).strip("-")[:64] or "id"


# How Python declares a party, in the hints of errors; files and a shell do otherwise.
DECLARATION = re.compile(r'parties=\[Party\(id="([^"]*)", name="([^"]*)"\)\]')


def declaration(id_: str, name: str) -> str:
    """Return how a timeline in Python declares a party, as `DECLARATION` finds it."""
    return f'declare it: parties=[Party(id="{id_}", name="{name}")]'


def as_participant(value: Participant | str) -> Participant:
    """Return *value* as a participant, given one or its text."""
    return value if isinstance(value, Participant) else Participant.parse(value)


def maybe_who(value: Participant | str | None) -> Participant | None:
    """Return *value* as a participant, or None."""
    return None if value is None else as_participant(value)


def as_participants(values: Iterable[Participant | str]) -> tuple[Participant, ...]:
    """Return *values* as participants: the converter of every field that names some.

    Raises:
        InvalidError: one of them is not a participant, or *values* is a lone text.

    >>> [str(p) for p in as_participants(["Mark Carney @Canada", "UK"])]
    ['Mark Carney @CA', 'GB']
    """
    return convert_each(as_participant, values, Participant)


def as_parties(values: Iterable[str]) -> tuple[str, ...]:
    """Return *values* as codes of parties, in order, each once.

    Raises:
        InvalidError: one of them is not a party, or *values* is a lone text.

    >>> as_parties(["Canada", "EU", "CAN"])
    ('CA', 'EU')
    """
    return tuple(dict.fromkeys(convert_each(parties.as_party_id, values)))


def in_any_order(values: tuple[object, ...]) -> object:
    """Compare participants or topics as a set: their order says nothing."""
    return values if len(values) < 2 else frozenset(values)
