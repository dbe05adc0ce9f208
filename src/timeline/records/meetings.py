"""People meeting: meetings, calls, summits, visits, and invitations to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs
from attrs.converters import optional

from timeline.errors import InvalidError
from timeline.records import converters, lifecycle, participants
from timeline.records.converters import RecordRef, checked_fields, maybe_id, maybe_when
from timeline.records.event import Event
from timeline.records.lifecycle import Lifecycle
from timeline.records.participants import Participant, as_participant, as_participants
from timeline.text import is_blank
from timeline.when.when import When

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


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class _Encounter(Event):
    """What meetings, calls and summits share."""

    lifecycle: ClassVar[Lifecycle | None] = lifecycle.MEETING

    medium: str | None = attrs.field(default=None, metadata={"choices": MEDIA})
    private: bool | None = None
    host: tuple[Participant, ...] = attrs.field(
        default=(), converter=as_participants, eq=participants.in_any_order
    )


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Meeting(_Encounter):
    """People in one room, or talking as if they were.

    Attributes:
        medium: ``in_person``, ``telephone`` or ``video``; None if not stated.
        private: Whether others were kept out; None if not stated.
        host: Whose guests the others are.

    >>> Meeting(id="m", title="Private meeting", medium="telepone")
    Traceback (most recent call last):
    timeline.errors.InvalidError: medium: unknown medium "telepone"; \
did you mean "telephone"?
    """

    kind: ClassVar[str] = "meeting"


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Call(_Encounter):
    """A conversation at a distance, or of a kind that the source does not state.

    Attributes:
        medium: ``telephone`` or ``video``; None if not stated, as often it is not.
        private: Whether others were kept out; None if not stated.
        host: The caller, who placed it.
    """

    kind: ClassVar[str] = "call"


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Summit(_Encounter):
    """A meeting of heads of state or government, one record however many come.

    Attributes:
        medium: ``in_person``, ``telephone`` or ``video``; None if not stated.
        private: Whether others were kept out; None if not stated.
        host: Who receives the others.
    """

    kind: ClassVar[str] = "summit"


@attrs.frozen(field_transformer=checked_fields)
class Stop:
    """One place on a visit.

    Attributes:
        place: Where.
        when: When, if it is stated for this stop alone.
        note: What the source remarks on it.
    """

    place: str
    when: When | None = attrs.field(default=None, converter=maybe_when)
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if is_blank(self.place):
            raise InvalidError("a stop needs a place", "name it", ("place",))


def as_stops(values: Iterable[Stop | str]) -> tuple[Stop, ...]:
    """Return stops; a text is the place of one."""
    return converters.convert_each(_as_stop, values, Stop)


def _as_stop(value: Stop | str) -> Stop:
    return value if isinstance(value, Stop) else Stop(value)


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Visit(Event):
    """A journey to others; the visitors are its participants.

    Attributes:
        category: How formal: ``state``, ``official``, ``official_working``,
            ``working``, ``private``, ``informal`` or ``transit``; None if not stated.
        host: Who receives them.
        stops: The places, in order.
    """

    kind: ClassVar[str] = "visit"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.VISIT

    category: str | None = attrs.field(default=None, metadata={"choices": CATEGORIES})
    host: tuple[Participant, ...] = attrs.field(
        default=(), converter=as_participants, eq=participants.in_any_order
    )
    stops: tuple[Stop, ...] = attrs.field(default=(), converter=as_stops)


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
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
        default=None, converter=optional(as_participant)
    )
    invitee: Participant | None = attrs.field(
        default=None, converter=optional(as_participant)
    )
    to: RecordRef | None = attrs.field(default=None, converter=maybe_id)

    def _made_title(self) -> str:
        return f"invitation of {self.invitee}" if self.invitee else ""
