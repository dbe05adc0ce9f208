"""People meeting: meetings, calls, summits, visits, and invitations to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs

from timeline.errors import InvalidError, inside
from timeline.parties.parties import Participant
from timeline.records import lifecycle
from timeline.records.converters import (
    HOLDS_PARTS,
    NAMES_PARTIES,
    NAMES_RECORDS,
    NONE,
    check_choice,
    convert_later,
    convert_now,
    each,
    is_flag,
    maybe_id,
    maybe_when,
    named_fields,
    words,
)
from timeline.records.event import Event
from timeline.records.lifecycle import Lifecycle
from timeline.records.participants import (
    in_any_order,
    maybe_participant,
    participants,
)
from timeline.when.when import When

__all__ = [
    "CATEGORIES",
    "MEDIA",
    "Call",
    "Invitation",
    "Meeting",
    "Stop",
    "Summit",
    "Visit",
]

MEDIA = ("in_person", "telephone", "video")
CATEGORIES = (
    "state",
    "official",
    "official_working",
    "working",
    "private",
    "informal",
    "transit",
)


@attrs.frozen(kw_only=True, field_transformer=convert_later)
class _Encounter(Event):
    """What meetings, calls and summits share."""

    lifecycle: ClassVar[Lifecycle | None] = lifecycle.MEETING

    medium: str | None = None
    private: bool | None = None
    host: tuple[Participant, ...] = attrs.field(
        default=(), converter=participants, eq=in_any_order, metadata=NAMES_PARTIES
    )

    def __attrs_post_init__(self) -> None:
        Event.__attrs_post_init__(self)
        if self.host is not NONE:
            convert_now(self, "host")
        if self.medium is not None:
            check_choice(self, "medium", MEDIA)
        if self.private is not None:
            is_flag("private", self.private)


@attrs.frozen(kw_only=True, field_transformer=named_fields)
class Meeting(_Encounter):
    """People in one room, or talking as if they were.

    Attributes:
        medium: ``in_person``, ``telephone`` or ``video``; None if not told.
        private: Whether others were kept out; None if not told.
        host: Whose guests the others are.

    >>> Meeting(id="m", title="Private meeting", medium="telepone")
    Traceback (most recent call last):
    timeline.errors.InvalidError: medium: "telepone" is no medium; \
did you mean "telephone"?
    """

    kind: ClassVar[str] = "meeting"


@attrs.frozen(kw_only=True, field_transformer=named_fields)
class Call(_Encounter):
    """A conversation at a distance, or of a kind the source does not tell.

    Attributes:
        medium: ``telephone`` or ``video``; None if not told, as often it is not.
        private: Whether others were kept out; None if not told.
        host: Who placed it.
    """

    kind: ClassVar[str] = "call"


@attrs.frozen(kw_only=True, field_transformer=named_fields)
class Summit(_Encounter):
    """A meeting of heads of state or government, one record however many come.

    Attributes:
        medium: ``in_person``, ``telephone`` or ``video``; None if not told.
        private: Whether others were kept out; None if not told.
        host: Who receives the others.
    """

    kind: ClassVar[str] = "summit"


@attrs.frozen(field_transformer=named_fields)
class Stop:
    """One place on a visit.

    Attributes:
        place: Where.
        when: When, if it is told for this stop alone.
        note: What the source remarks on it.
    """

    place: str = attrs.field(converter=words)
    when: When | None = attrs.field(default=None, converter=maybe_when)
    note: str = attrs.field(default="", converter=words)

    def __attrs_post_init__(self) -> None:
        if not self.place.strip():
            raise InvalidError("a stop needs a place", "name it", ("place",))


def _stops(values: Iterable[Stop | str]) -> tuple[Stop, ...]:
    """Take stops; a text is the place of one."""
    with inside("stops"):
        return each(lambda one: one if isinstance(one, Stop) else Stop(one), values)


@attrs.frozen(kw_only=True, field_transformer=named_fields)
class Visit(Event):
    """A journey to others; the visitors are its participants.

    Attributes:
        category: How formal: ``state``, ``official``, ``official_working``,
            ``working``, ``private``, ``informal`` or ``transit``; None if not told.
        host: Who receives them.
        stops: The places, in order.
    """

    kind: ClassVar[str] = "visit"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.VISIT

    category: str | None = None
    host: tuple[Participant, ...] = attrs.field(
        default=(), converter=participants, eq=in_any_order, metadata=NAMES_PARTIES
    )
    stops: tuple[Stop, ...] = attrs.field(
        default=(), converter=_stops, metadata=HOLDS_PARTS
    )

    def __attrs_post_init__(self) -> None:
        Event.__attrs_post_init__(self)
        if self.category is not None:
            check_choice(self, "category", CATEGORIES)


@attrs.frozen(kw_only=True, field_transformer=named_fields)
class Invitation(Event):
    """An invitation, dated when it was extended, and how it was answered.

    Attributes:
        inviter: Who invites.
        invitee: Who is invited.
        to: Id of the event they are invited to.
    """

    kind: ClassVar[str] = "invitation"
    is_span: ClassVar[bool] = False
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.INVITATION

    inviter: Participant | None = attrs.field(
        default=None, converter=maybe_participant, metadata=NAMES_PARTIES
    )
    invitee: Participant | None = attrs.field(
        default=None, converter=maybe_participant, metadata=NAMES_PARTIES
    )
    to: str | None = attrs.field(
        default=None, converter=maybe_id, metadata=NAMES_RECORDS
    )

    def _words(self) -> str:
        return f"invitation of {self.invitee}" if self.invitee else ""
