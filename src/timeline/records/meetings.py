"""Meetings, calls, summits and visits, and invitations to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs

from timeline.errors import InvalidError
from timeline.records import converters, lifecycle, participants
from timeline.records.converters import RecordRef, checked_fields, maybe_id, maybe_when
from timeline.records.event import Event
from timeline.records.lifecycle import Lifecycle
from timeline.records.participants import Participant, as_participants, maybe_who
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


class Meeting(_Encounter):
    """A meeting of people, in person or remote.

    Has all fields of `Event`, and:

    Attributes:
        medium: ``in_person``, ``telephone`` or ``video``; None if not stated.
        private: Whether it was held in private; None if not stated.
        host: Who hosts it.

    >>> Meeting(id="m", title="Private meeting", medium="telepone")
    Traceback (most recent call last):
    timeline.errors.InvalidError: medium: unknown medium "telepone"; \
did you mean "telephone"?
    """

    __slots__ = ()

    kind: ClassVar[str] = "meeting"


class Call(_Encounter):
    """A conversation by telephone or video, or by means that the source does not state.

    Has all fields of `Event`, and:

    Attributes:
        medium: ``telephone`` or ``video``; None if not stated, as is often the case.
        private: Whether it was held in private; None if not stated.
        host: Who placed the call.
    """

    __slots__ = ()

    kind: ClassVar[str] = "call"


class Summit(_Encounter):
    """A meeting of heads of state or government: one record, however many attend.

    Has all fields of `Event`, and:

    Attributes:
        medium: ``in_person``, ``telephone`` or ``video``; None if not stated.
        private: Whether it was held in private; None if not stated.
        host: Who hosts it.
    """

    __slots__ = ()

    kind: ClassVar[str] = "summit"


@attrs.frozen(field_transformer=checked_fields)
class Stop:
    """One place on a visit.

    Attributes:
        place: Where.
        when: When, if it is stated for this stop alone.
        note: What the source says about it.
    """

    place: str
    when: When | None = attrs.field(default=None, converter=maybe_when)
    note: str = ""

    def __attrs_post_init__(self) -> None:
        if is_blank(self.place):
            raise InvalidError("a stop needs a place", "name it", ("place",))


def as_stops(values: Iterable[Stop | str]) -> tuple[Stop, ...]:
    """Return stops; a text is the place of one."""
    return converters.convert_each(
        lambda value: value if isinstance(value, Stop) else Stop(value), values, Stop
    )


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Visit(Event):
    """A journey to a host; the visitors are its participants.

    Has all fields of `Event`, and:

    Attributes:
        category: How formal: ``state``, ``official``, ``official_working``,
            ``working``, ``private``, ``informal`` or ``transit``; None if not stated.
        host: Who receives the visitors.
        stops: The places visited, in order.
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

    Has all fields of `Event`, and:

    Attributes:
        inviter: Who invites.
        invitee: Who is invited.
        to: Id of the event that the invitation is to.
    """

    kind: ClassVar[str] = "invitation"
    is_span: ClassVar[bool] = False
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.INVITATION

    inviter: Participant | None = attrs.field(default=None, converter=maybe_who)
    invitee: Participant | None = attrs.field(default=None, converter=maybe_who)
    to: RecordRef | None = attrs.field(default=None, converter=maybe_id)

    def _made_title(self) -> str:
        return f"invitation of {self.invitee}" if self.invitee else ""
