"""Parties that a timeline declares: groups, and whatever no table can know."""

from __future__ import annotations

import attrs
from attrs.converters import optional

from timeline.errors import InvalidError
from timeline.parties.parties import as_party_id, parties_called
from timeline.records import converters
from timeline.records.converters import PartyRef, checked_fields, maybe_when
from timeline.records.participants import as_parties
from timeline.text import is_blank, listing, quote
from timeline.when.when import When

PARTY_KINDS = ("group", "organisation", "state", "territory")


@attrs.frozen(kw_only=True, field_transformer=checked_fields, repr=False)
class Party:
    """A party that is not in the table of States and organisations.

    Attributes:
        id: Its name in records: ``"@taliban"``, ``of="taliban"``. Events, sources and
            parties share one set of ids.
        name: Its name, as tables print it.
        kind: ``group``, ``organisation``, ``state`` or ``territory``.
        members: Its members; they are not involved in what it does.
        successors: The parties that succeeded it when it ended.
        continues: The former party that it continues in law.
        until: Its last day, as far as known; None if it has not ended.
        note: Anything else.
        extra: Fields unknown to this version: their names, and their values as JSON.

    Raises:
        InvalidError: the id is the code or a name of a known party, the name is blank,
            the party is a member of itself, or it has successors but no end.

    >>> Party(id="nato", name="Our group")
    Traceback (most recent call last):
    timeline.errors.InvalidError: id: "nato" is a known party, NATO; choose another id
    """

    id: str = attrs.field(converter=converters.as_id)
    name: str
    kind: str = attrs.field(default="group", metadata={"choices": PARTY_KINDS})
    members: tuple[PartyRef, ...] = attrs.field(default=(), converter=as_parties)
    successors: tuple[PartyRef, ...] = attrs.field(default=(), converter=as_parties)
    continues: PartyRef | None = attrs.field(
        default=None, converter=optional(as_party_id)
    )
    until: When | None = attrs.field(default=None, converter=maybe_when)
    note: str = ""
    extra: converters.Extra = attrs.field(default=(), converter=converters.as_extra)

    def __repr__(self) -> str:
        return converters.stated_repr(self)

    def __attrs_post_init__(self) -> None:
        self._check_id()
        if is_blank(self.name):
            raise InvalidError("the name is blank", "write its name", ("name",))
        for field in ("members", "successors"):
            if self.id in getattr(self, field):
                problem = f"{quote(self.id)} is among its own {field}"
                raise InvalidError(problem, "take it out", (field,))
        if self.id == self.continues:
            problem = f"{quote(self.id)} continues itself"
            raise InvalidError(problem, "name the ended party", ("continues",))
        if self.successors and self.until is None:
            problem = "a party has successors only when it has ended"
            raise InvalidError(problem, "add until, its last day", ("successors",))
        if self.extra:
            converters.check_extra(self)

    def _check_id(self) -> None:
        """Refuse an id that a reader might take for something else."""
        written = quote(self.id)
        # In small letters, "us" is a word and no code.
        if known := parties_called(self.id) or parties_called(self.id.upper()):
            problem = f"{written} is a known party, {listing(sorted(known))}"
        elif "@" in self.id:
            problem = f"{written} holds an @, which is written before a party"
        elif self.id.isdecimal():
            problem = f"{written} is a number, as the codes of States are (ISO 3166)"
        else:
            return
        raise InvalidError(problem, "choose another id", ("id",))
