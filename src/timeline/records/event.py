"""The base of all kinds of record: something that happens between parties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar

import attrs
from attrs.converters import optional

from timeline.errors import InvalidError, inside
from timeline.language.message import StatusTerm
from timeline.language.words import Words
from timeline.records import converters, lifecycle
from timeline.records.converters import PlaceName, RecordRef, maybe_id, maybe_when
from timeline.records.fields import fields_naming, is_same, values_of
from timeline.records.lifecycle import Lifecycle
from timeline.records.participants import Participant, as_participants, in_any_order
from timeline.records.readings import Reported
from timeline.records.source import Citation, as_citations
from timeline.text import as_text, escape_markdown, is_blank, quote
from timeline.when.bounds import ended_within, hull
from timeline.when.timezones import as_zone
from timeline.when.when import When

# Fields that were: what is wrong with one now, and what to write.
REMOVED: Mapping[str, tuple[str, str]] = {
    "disputed_by": (
        "what denies a record is one of its sources",
        'cite it in sources, with the stance "denies"',
    )
}

_NEVER_INFERRED = frozenset({"id", "sources", "inferred", "extra"})


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Event(Reported):
    """Something that happened, may happen, or did not: the base of all kinds.

    Only *id* and *title* are needed; what a source does not say is left out.
    `timeline.to_dict` turns a record into plain data, and `timeline.from_dict` back.

    Attributes:
        id: Its name in other records: opaque, never made from its date or title.
        title: What it is, in a few words.
        when: When it happens; None if not stated.
        formerly: Its earlier dates, oldest first, if it was postponed or moved.
        when_text: The source's own words for its date: “later in the day”.
        status: How far it has come, by its kind's lifecycle; None if not stated.
        since: Since when the status holds.
        participants: Who takes part; compared as a set.
        place: Where, as the source names it.
        tz: The IANA time zone of its dates and times.
        topics: What it is about, in words; compared as a set.
        part_of: Id of the event that it is a part of, and within whose time it lies.
        about: Ids of the records it is about; this says nothing about its time.
        replaces: Ids of earlier records that this one replaces.
        inferred: The fields that the keeper inferred and no source states, such as
            ``when`` or ``part_of``; shown as inferred. Compared as a set.
        sources: Which sources report it and what they say, the newest last.
        note: Anything else.
        extra: Fields unknown to this version: their names, and their values as JSON.

    Raises:
        InvalidError: a field breaks a rule; the error says which and why.

    >>> Event(id="return", title="Return to Ottawa", status="expcted")
    Traceback (most recent call last):
    timeline.errors.InvalidError: status: unknown status "expcted" for an event; \
did you mean "expected"?
    >>> Event(id="visit", title="Visit", when="2025-03").when.last_day
    Date(2025, 3, 31)
    """

    kind: ClassVar[str] = "event"
    is_span: ClassVar[bool] = True
    is_term: ClassVar[bool] = False  # whether its date is that of a term, not of itself
    moved: ClassVar[str] = "postponed"  # the status of what has another date now
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.SPAN

    id: str = attrs.field(converter=converters.as_id)
    title: str = ""
    when: When | None = attrs.field(default=None, converter=maybe_when)
    formerly: tuple[When, ...] = attrs.field(default=(), converter=converters.as_whens)
    when_text: str = ""
    status: str | None = None
    since: When | None = attrs.field(default=None, converter=maybe_when)
    participants: tuple[Participant, ...] = attrs.field(
        default=(), converter=as_participants, eq=in_any_order
    )
    place: PlaceName = attrs.field(default="", converter=as_text)
    tz: str | None = attrs.field(default=None, converter=optional(as_zone))
    topics: tuple[str, ...] = attrs.field(
        default=(), converter=converters.as_texts, eq=in_any_order
    )
    part_of: RecordRef | None = attrs.field(default=None, converter=maybe_id)
    about: tuple[RecordRef, ...] = attrs.field(default=(), converter=converters.as_ids)
    replaces: tuple[str, ...] = attrs.field(default=(), converter=converters.as_ids)
    inferred: tuple[str, ...] = attrs.field(
        default=(), converter=converters.as_texts, eq=in_any_order
    )
    sources: tuple[Citation, ...] = attrs.field(default=(), converter=as_citations)
    note: str = ""
    extra: converters.Extra = attrs.field(default=(), converter=converters.as_extra)

    def __attrs_post_init__(self) -> None:
        """Check the rules; subclasses extend this one method, and call it first."""
        if is_blank(self.title) and (self.title or not self._made_title()):
            problem = "the title is blank" if self.title else "a record needs a title"
            raise InvalidError(problem, "say what it is in a few words", ("title",))
        status, known = self.status, self.lifecycle
        if status is not None and known and status not in known.statuses:
            known.check(status, self.kind)
        for place, cited in enumerate(self.sources):
            if cited.status is not None and known:
                with inside("sources", place):
                    known.check(cited.status, self.kind)
        if self.tz is not None:
            self.check_clocks(self.tz)
        if self.inferred:
            self._check_inferred()
        if self.extra:
            converters.check_extra(self)

    def _check_inferred(self) -> None:
        """Refuse to call a field inferred that is not there, or states nothing."""
        defaults = {field.name: field.default for field in attrs.fields(type(self))}
        for name in self.inferred:
            if name not in defaults.keys() - _NEVER_INFERRED:
                problem, hint = f"no field {quote(name)} can be inferred", "name one"
            elif getattr(self, name) == defaults[name]:
                problem, hint = f"{quote(name)} states nothing", "leave it out"
            else:
                continue
            raise InvalidError(problem, hint, ("inferred",))

    def placed_in(self, tz: str | None) -> When | None:
        """Return when it happens; what ended before the end of its date, until then.

        `since` says when that was. Of a term that was ended, and not on which day, that
        is unknown.
        """
        when, since = super().placed_in(tz), self.since
        is_early = self.is_term and self.status in lifecycle.EARLY
        if when is None or not self.is_span or not (since or is_early):
            return when
        if self.phase is not lifecycle.Phase.DONE:
            return when
        if since is None:
            return when.mapped(lambda span: ended_within(span, None, span.end_latest))
        since = since.placed(self.tz or tz)
        if not when.is_dated:  # nothing else says on which clocks it is
            when = attrs.evolve(when, zone=since.zone)
        ended = hull(since.spans_beside(when))
        low, high = ended.start_earliest, ended.end_latest
        return when.mapped(lambda span: ended_within(span, low, high))

    def __init_subclass__(cls, **arguments: object) -> None:
        super().__init_subclass__(**arguments)  # a mixin's, or that of Generic
        # attrs would compare, hash and show all fields of each kind. A record goes by
        # its id, and shows what it states, unless a kind says otherwise: attrs leaves
        # alone what it finds in the class itself.
        for name in ("__eq__", "__hash__", "__repr__"):
            setattr(cls, name, getattr(cls, name))

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        read = values_of(type(self))
        ours, theirs = read(self), read(other)
        same = map(is_same, attrs.fields(type(self)), ours, theirs)
        return ours == theirs or all(same)

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return converters.stated_repr(self)

    def check_clocks(self, zone: str) -> None:
        """Refuse clock times of its own that cannot be placed in *zone*.

        Raises:
            NonexistentTimeError: its clocks skip one.
            AmbiguousTimeError: they show one twice.
        """
        for name, when in (("when", self.when), ("since", self.since)):
            if when is not None and when.value.has_clock:
                with inside(name):
                    when.check_clocks(zone)

    def _made_title(self) -> str:
        """Return a title made of its own fields; ``""`` if there is none."""
        return ""

    def _repr_markdown_(self) -> str:
        """Show a notebook what it states, a field a line."""

        def say(value: object) -> str:
            if isinstance(value, tuple):
                return ", ".join(map(say, value))
            if isinstance(value, When):
                return words.when(value) or str(value)
            return "" if value is None else str(value)

        words, names = Words(), [field.name for field in attrs.fields(type(self))]
        values = {name: getattr(self, name) for name in names if name != "extra"}
        values |= {"title": None, "sources": self.cited}
        rows = [
            f"| {words.field(self.kind, name)} | {escape_markdown(said)} |"
            for name, value in values.items()
            if (said := say(value))
        ]
        head = f"| {words.name(self.kind)} | {escape_markdown(self.label)} |"
        return "\n".join([head, "|---|---|", *rows])

    @property
    def label(self) -> str:
        """The title, or words made of its own fields."""
        return self.title or self._made_title()

    @property
    def roles(self) -> Iterator[tuple[str, Participant]]:
        """Everyone named in any field, each with the name of the field."""
        for name, who in _named(self, "parties"):
            yield name, _delegation(who) if isinstance(who, str) else who

    # Not cached: attrs would give the class a `__getattr__` for that, with which each
    # look at any field takes four times as long.

    @property
    def involved(self) -> tuple[str, ...]:
        """The codes of all parties named in any field, each once, in order."""
        codes = (who.of for _, who in self.roles)
        return tuple(dict.fromkeys(filter(None, codes)))

    @property
    def people(self) -> tuple[str, ...]:
        """The names of all people named in any field, each once, in order."""
        people = (who for _, who in self.roles if not who.group)
        return tuple(dict.fromkeys(who.name for who in people if who.name))

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of all organisations that act for a party, each once, in order."""
        groups = (who for _, who in self.roles if who.group)
        return tuple(dict.fromkeys(who.name for who in groups))

    @property
    def references(self) -> Iterator[tuple[str, str]]:
        """The ids of other records it names, each with the field that does.

        Those of anchors may be sources; `replaces` and citations do not count.
        """
        return links_of(self)


@cache  # a constant for each party
def _delegation(party: str) -> Participant:
    return Participant(of=party)


def _named(holder: object, what: str) -> Iterator[tuple[str, Any]]:
    """Yield each value in the fields that name ``parties``, ``times`` and the like."""
    for name in fields_naming(type(holder), what):
        if value := getattr(holder, name):
            for item in value if isinstance(value, tuple) else (value,):
                yield name, item


def links_of(holder: object) -> Iterator[tuple[str, str]]:
    """Yield the ids that a record or a part of one names, each with the field."""
    for name, when in _named(holder, "times"):
        for anchor in when.anchors:
            if not anchor.is_date:
                yield name, anchor.target
    yield from _named(holder, "records")
    for name, part in _named(holder, "parts"):
        for _, target in links_of(part):
            yield name, target


def status_term(event: Event) -> StatusTerm:
    """Return the status of *event* for words that agree with its kind."""
    return StatusTerm(event.status or "", event.kind)
