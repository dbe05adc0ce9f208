"""The one record that all others are: something that happens between parties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import attrs

from timeline.errors import InvalidError, inside
from timeline.parties.parties import Participant
from timeline.records import lifecycle
from timeline.records.converters import (
    NAMES_PARTIES,
    NAMES_RECORDS,
    NONE,
    an_id,
    convert_later,
    converted,
    fields_that,
    ids,
    may_name_record,
    maybe_id,
    maybe_when,
    maybe_zone,
    pairs,
    several,
    strange_in,
    texts,
    words,
)
from timeline.records.drafts import Draftable
from timeline.records.lifecycle import Lifecycle, Phase, Status
from timeline.records.participants import (
    are_ready,
    citations,
    in_any_order,
    participants,
)
from timeline.records.source import Citation
from timeline.text import as_text, is_writable
from timeline.when.timezones import zone_names
from timeline.when.when import When

__all__ = ["Event", "links_of"]


_TIMES = ("when", "since")
_TEXTS = ("title", "when_text", "place", "note")


@attrs.frozen(kw_only=True, field_transformer=convert_later)
class Event(Draftable):
    """Something that happens, did, may or will not: the base of every kind of record.

    Only *id* and *title* are needed; what a source does not say is left out.

    Attributes:
        id: What other records call it: opaque, never made from its date or title.
        title: What it is, in a few words.
        when: When it happens; None if nothing is told.
        when_text: The source's own words for that: “later in the day”.
        status: How far it has come, a word of its kind's lifecycle; None if not told.
        since: From when the status holds.
        participants: Who takes part; compared as a set.
        place: Where, as the source names it.
        tz: The IANA zone in which its dates and times are meant.
        topics: What it is about, in words.
        part_of: Id of the event it is a part of, and so lies within.
        about: Ids of records it is about, without any link in time.
        replaces: Ids of records that this one stands in for; they are gone.
        sources: What bears it out, the newest last.
        disputed_by: What contradicts it.
        note: Anything else.
        extra: Fields that this version does not know: names and values as JSON text.

    Raises:
        InvalidError: a field breaks a rule; the error says which and why.

    >>> Event(id="return", title="Return to Ottawa", status="expcted")
    Traceback (most recent call last):
    timeline.errors.InvalidError: status: "expcted" is no status of this kind; \
did you mean "expected"?
    >>> Event(id="visit", title="Visit", when="2025-03").when.last_day
    Date(2025, 3, 31)
    """

    kind: ClassVar[str] = "event"
    is_span: ClassVar[bool] = True
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.SPAN

    id: str = attrs.field(converter=an_id)
    title: str = ""
    when: When | None = attrs.field(default=None, converter=maybe_when)
    when_text: str = ""
    status: str | None = None
    since: When | None = attrs.field(default=None, converter=maybe_when)
    participants: tuple[Participant, ...] = attrs.field(
        default=(), converter=participants, eq=in_any_order, metadata=NAMES_PARTIES
    )
    place: str = ""
    tz: str | None = attrs.field(default=None, converter=maybe_zone)
    topics: tuple[str, ...] = attrs.field(default=(), converter=texts)
    part_of: str | None = attrs.field(
        default=None, converter=maybe_id, metadata=NAMES_RECORDS
    )
    about: tuple[str, ...] = attrs.field(
        default=(), converter=ids, metadata=NAMES_RECORDS
    )
    replaces: tuple[str, ...] = attrs.field(default=(), converter=ids)
    sources: tuple[Citation, ...] = attrs.field(default=(), converter=citations)
    disputed_by: tuple[Citation, ...] = attrs.field(default=(), converter=citations)
    note: str = ""
    extra: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=pairs)

    def __attrs_post_init__(self) -> None:
        """Check the rules; subclasses extend this one method, and call it first."""
        name, whole = self.id, self.part_of
        when, status, zone = self.when, self.status, self.tz
        if not (  # in one expression, since nearly every record passes it
            (when is None or type(when) is When)
            and (zone is None or (type(zone) is str and zone in zone_names()))
            and type(name) is str  # what follows is `is_id`, less one call
            and (name >= "A" and name[0] not in "Y_" and len(name) < 129)
            and not strange_in(name)
            and (whole is None or (type(whole) is str and may_name_record(whole)))
            and are_ready(self.participants, self.about, self.sources, self.topics)
            and (self.since is None or type(self.since) is When)
            and (self.replaces is NONE and self.disputed_by is NONE)
            and self.extra is NONE
        ):
            for name, value in converted(self):
                object.__setattr__(self, name, value)
        title, words, place, note = self.title, self.when_text, self.place, self.note
        if not (
            type(title) is type(words) is type(place) is type(note) is str
            and (
                (
                    (title.isascii() and words.isascii())
                    and (place.isascii() and note.isascii())
                )
                or is_writable(title + words + place + note)
            )
        ):
            for name in _TEXTS:
                self._keep_text(name)
        if not (title.strip() or self._words()):
            hint = "say what it is in a few words"
            raise InvalidError("a record needs a title", hint, ("title",))
        if status is not None:
            known = self.lifecycle
            if type(status) is not str or not known or status not in known.statuses:
                self._keep_status(status)
        if zone is not None:
            when = self.when  # converted by now
            if self.since is not None or (when is not None and when.value.has_clock):
                self.check_clocks(zone)

    def __init_subclass__(cls, **more: object) -> None:
        super().__init_subclass__(**more)  # a mixin's, or that of Generic
        # attrs would hash and print all fields of each kind; a record goes by its id,
        # and shows what is told of it, unless a kind it is made from says otherwise.
        for name in ("__hash__", "__repr__"):
            if name not in cls.__dict__:
                setattr(cls, name, getattr(cls, name))

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        told = [
            f"{field.name}={getattr(self, field.name)!r}"
            for field in attrs.fields(type(self))
            if getattr(self, field.name) != field.default
        ]
        return f"{type(self).__name__}({', '.join(told)})"

    def _keep_text(self, name: str) -> None:
        with inside(name):
            object.__setattr__(self, name, as_text(getattr(self, name)))

    def _keep_status(self, status: str) -> None:
        text = words(status, attrs.fields(type(self)).status)
        if self.lifecycle is not None:
            self.lifecycle.check(text)
        object.__setattr__(self, "status", text)

    def check_clocks(self, zone: str) -> None:
        """Refuse clock times of its own that *zone* would have to place, and cannot.

        Raises:
            NonexistentTimeError: its clocks skip one.
            AmbiguousTimeError: they show one twice.
        """
        for name in _TIMES:
            when = getattr(self, name)
            if when is not None and when.value.has_clock:
                with inside(name):
                    when.check_clocks(zone)

    def _words(self) -> str:
        """Return what it is, where its own fields say it; else ``""``."""
        return ""

    @property
    def label(self) -> str:
        """The title, or words made of its own fields."""
        return self.title or self._words()

    @property
    def state(self) -> Status | None:
        """The status with its phase and rank; None if none is told."""
        if self.status is None or self.lifecycle is None:
            return None
        return self.lifecycle[self.status]

    @property
    def phase(self) -> Phase | None:
        """Where on its way it stands, by its status; None if none is told."""
        return state.phase if (state := self.state) else None

    @property
    def placed(self) -> When | None:
        """When it happens, on UTC if its own zone tells where the clock hung."""
        if self.when is None or self.tz is None:
            return self.when
        return self.when.placed(self.tz)

    @property
    def roles(self) -> Iterator[tuple[str, Participant]]:
        """Everyone named in any field, each with the name of the field."""
        for name in fields_that(type(self), "parties"):
            for one in several(getattr(self, name)):
                yield name, Participant(of=one) if isinstance(one, str) else one

    @property
    def involved(self) -> tuple[str, ...]:
        """The codes of all parties named in any field, each once, in order."""
        return tuple(dict.fromkeys(who.of for _, who in self.roles if who.of))

    @property
    def parties(self) -> tuple[str, ...]:
        """The same as `involved`; a treaty's are those that may become party."""
        return self.involved

    @property
    def people(self) -> tuple[str, ...]:
        """The names of all people named in any field, each once, in order."""
        return tuple(dict.fromkeys(who.name for _, who in self.roles if who.name))

    @property
    def references(self) -> Iterator[tuple[str, str]]:
        """The ids of other records it names, each with the field that does.

        Those of anchors may be sources; `replaces` is no reference, nor is a citation.
        """
        return links_of(self)

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of the sources it cites, for and against, each once."""
        both = (*self.sources, *self.disputed_by)
        return tuple(dict.fromkeys(citation.source for citation in both))


def links_of(holder: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  (anything may come)
    """Yield the ids that a record or a part of one names, each with the field."""
    for name in fields_that(type(holder), "times"):
        if (when := getattr(holder, name)) is not None:
            for anchor in when.anchors:
                if not anchor.is_date:
                    yield name, anchor.target
    for name in fields_that(type(holder), "records"):
        for one in several(getattr(holder, name)):
            yield name, one
    for name in fields_that(type(holder), "parts"):
        for part in several(getattr(holder, name)):
            for _, target in links_of(part):
                yield name, target
