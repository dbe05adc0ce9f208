"""What is negotiated, agreed and said, short of a treaty."""

from __future__ import annotations

from typing import ClassVar

import attrs

from timeline.records import lifecycle
from timeline.records.converters import as_texts, checked_fields, maybe_when
from timeline.records.event import Event
from timeline.records.lifecycle import Lifecycle
from timeline.records.participants import Participant, as_participants, maybe_who
from timeline.records.source import as_url
from timeline.when.when import When


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Negotiation(Event):
    """Talks on an agreement, and how far they have come.

    ``stalled`` is somebody's judgement; ``suspended`` is an act.

    Has all fields of `Event`, and:

    Attributes:
        subject: What is to be agreed.
        last_activity: When something last happened in the talks.
    """

    kind: ClassVar[str] = "negotiation"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.NEGOTIATION

    subject: str = ""
    last_activity: When | None = attrs.field(default=None, converter=maybe_when)

    def _made_title(self) -> str:
        return f"negotiation on {self.subject}" if self.subject.strip() else ""


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Agreement(Event):
    """A non-binding instrument: a partnership, memorandum or other arrangement.

    Its date is when it was announced or signed.

    Has all fields of `Event`, and:

    Attributes:
        term: How long it is to apply; the agenda lists when it expires.
        purpose: Its purpose, in words.
        pillars: Its pillars, in words.
        url: Where its text is published; ``http`` or ``https``.
    """

    kind: ClassVar[str] = "agreement"
    is_span: ClassVar[bool] = False
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.AGREEMENT

    term: When | None = attrs.field(default=None, converter=maybe_when)
    purpose: str = ""
    pillars: tuple[str, ...] = attrs.field(default=(), converter=as_texts)
    url: str = attrs.field(default="", converter=as_url)


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Statement(Event):
    """Something said in public.

    Has all fields of `Event`, and:

    Attributes:
        speaker: Who said it.
        audience: To whom.
    """

    kind: ClassVar[str] = "statement"
    is_span: ClassVar[bool] = False
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.STATEMENT

    speaker: Participant | None = attrs.field(default=None, converter=maybe_who)
    audience: tuple[Participant, ...] = attrs.field(
        default=(), converter=as_participants
    )

    def _made_title(self) -> str:
        if self.speaker is None:
            return ""
        return f"statement by {self.speaker.name or self.speaker.of}"
