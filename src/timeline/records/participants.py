"""Who takes part: people and groups, mostly on behalf of a party, and parties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import attrs

from timeline.errors import InvalidError
from timeline.parties.parties import (
    as_party,
    as_party_id,
    is_code,
    is_known,
    party_beside,
    party_of_name,
)
from timeline.records.converters import checked_fields, convert_each
from timeline.text import quote

_LONGEST = 1_000  # characters of one participant


@attrs.frozen(field_transformer=checked_fields)
class Participant:
    """A person or group, mostly on behalf of a party; or the party itself.

    Attributes:
        name: The person or group; empty if the party itself takes part.
        of: Code of the party; empty if it is not stated. Read by `as_party`.
        office: What the person was then: ``Prime Minister``.
        role: What part it took here: ``chair``, ``mediator``.

    Raises:
        InvalidError: there is neither a name nor a party, or the name is a party's.

    >>> Participant("Mark Carney", of="Canada", office="Prime Minister")
    Participant(name='Mark Carney', of='CA', office='Prime Minister', role='')
    >>> str(Participant("Mark Carney", of="CA")), str(Participant(of="CA"))
    ('Mark Carney @CA', 'CA')
    """

    name: str = ""
    of: str = attrs.field(default="", converter=as_party_id)
    office: str = ""
    role: str = ""

    def __attrs_post_init__(self) -> None:
        if self.name:
            self._check_name()
        elif not self.of:
            raise InvalidError("a participant has a name or a party", 'write of="CA"')

    def _check_name(self) -> None:
        name = self.name
        if name != name.strip() or "@" in name:
            problem = f"invalid name {quote(name)}"
            hint = 'write Participant.parse("Name @CODE") to read both from one text'
            raise InvalidError(problem, hint, ("name",))
        if not self.of and party_of_name(name):
            what = "code" if is_code(name) else "name"
            problem = f"{quote(name)} is the {what} of a party"
            raise InvalidError(
                problem, f"write Participant(of={quote(name)})", ("name",)
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``Name @CODE``, or a bare party; ``Name @`` is a name of no party.

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
            return cls(of=as_party(text))
        except InvalidError as error:
            raise _not_a_party(text, error) from None

    def __str__(self) -> str:
        if self.name:
            return f"{self.name} @{self.of}"
        return self.of if is_known(self.of) else f"@{self.of}"


def _not_a_party(text: str, error: InvalidError) -> InvalidError:
    """Return *error* with the form in which a person or a group is written."""
    problem = error.problems[0]
    hint = problem.hint
    if beside := party_beside(text):
        hint = f'write "{quote(beside[0])[1:-1]} @{beside[1]}"'
    elif problem.code == "unknown-party":
        guess = f"{hint} " if hint.startswith("did") else ""
        name = quote(text)[1:-1]
        hint = (
            f'{guess}for a person or group write "{name} @CODE", or "{name} @" if it'
            " acts for no party"
        )
    return InvalidError([attrs.evolve(problem, hint=hint)])


def as_participant(value: Participant | str) -> Participant:
    """Return *value* as a participant, given one or its text."""
    return value if isinstance(value, Participant) else Participant.parse(value)


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
    return tuple(dict.fromkeys(convert_each(as_party_id, values)))


def in_any_order(values: tuple[object, ...]) -> object:
    """Compare participants or topics as a set: their order says nothing."""
    return values if len(values) < 2 else frozenset(values)
