"""Treaties, and what parties do about them: each act is a record of its own."""

from __future__ import annotations

from typing import ClassVar

import attrs
from attrs.converters import optional

from timeline.errors import InvalidError
from timeline.parties.parties import as_party_id, party_name
from timeline.records import converters, lifecycle
from timeline.records.converters import PartyRef, RecordRef, maybe_id, maybe_when
from timeline.records.delays import Delay, as_delay
from timeline.records.entry_into_force import EntryIntoForce
from timeline.records.event import Event
from timeline.records.lifecycle import Lifecycle
from timeline.records.participants import as_parties
from timeline.text import quote
from timeline.when.when import When

INSTRUMENTS = (
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "succession",
    "formal_confirmation",
    "definitive_signature",
    "notification",
)
COMPLETE = ("consents", "signatures")
Complete = bool | str


def _as_complete(value: Complete) -> Complete:
    stated: object = value  # which callers without types may give
    if isinstance(stated, bool) or (isinstance(stated, str) and stated in COMPLETE):
        return stated
    hint = f"write true, or {' or '.join(map(quote, COMPLETE))}"
    raise InvalidError(f"{quote(value)} does not say what is complete", hint)


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Treaty(Event):
    """An agreement of States or organisations that is binding under international law.

    Its ``when`` is the adoption of the text. It has no status: whether it is in force
    follows from its rule and from what its parties have done;
    ``timeline.treaty(id, on=day)`` works it out. A date stated here overrides the rule.

    Has all fields of `Event`, and:

    Attributes:
        parties: Who may become a party; empty if anyone may, or if it is not stated.
        short_title: Its name in tables: ``Paris Agreement``.
        amends: Id of the treaty that it amends; a State that joins that treaty later is
            a party to it as amended (article 40(5)).
        superseded_by: Id of the later treaty that replaces it (article 59). Also give
            the day on which it was `terminated`, as it may stay in force between some
            parties.
        complete: Whether this timeline has all acts, or all ``"consents"``, or all
            ``"signatures"``. Then a State for which no consent, or no signature, is
            reported has not consented, or signed; otherwise that is not known.
        depositary: The depositary, in words.
        opened: From when it is open for signature.
        closed: Until when it is open for signature, that day included.
        entry_into_force: The rule in its final clauses.
        notice: After how long a notice of withdrawal takes effect, as the treaty
            states it: ``12 months``.
        in_force: When it entered into force.
        suspended: The time for which its operation was suspended.
        terminated: When it was terminated.

    Raises:
        InvalidError: it has a status, closes before it opens, or ends before it enters
            into force.
    """

    kind: ClassVar[str] = "treaty"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.DERIVED
    is_span: ClassVar[bool] = False

    parties: tuple[PartyRef, ...] = attrs.field(default=(), converter=as_parties)
    short_title: str = ""
    amends: RecordRef | None = attrs.field(default=None, converter=maybe_id)
    superseded_by: RecordRef | None = attrs.field(default=None, converter=maybe_id)
    complete: Complete = attrs.field(
        default=False, converter=_as_complete, metadata={"words": COMPLETE}
    )
    depositary: str = ""
    opened: When | None = attrs.field(default=None, converter=maybe_when)
    closed: When | None = attrs.field(default=None, converter=maybe_when)
    entry_into_force: EntryIntoForce | None = attrs.field(
        default=None, metadata={"class": EntryIntoForce}
    )
    notice: Delay | None = attrs.field(default=None, converter=optional(as_delay))
    in_force: When | None = attrs.field(default=None, converter=maybe_when)
    suspended: When | None = attrs.field(default=None, converter=maybe_when)
    terminated: When | None = attrs.field(default=None, converter=maybe_when)

    @property
    def label(self) -> str:
        """The short title, or else the title."""
        return self.short_title or super().label

    def has_all(self, acts: str) -> bool:
        """Whether this timeline has all ``"consents"`` or all ``"signatures"``."""
        return self.complete in {True, acts}

    def __attrs_post_init__(self) -> None:
        Event.__attrs_post_init__(self)
        for name in ("amends", "superseded_by"):
            if getattr(self, name) == self.id:
                problem = f"{self.id} cannot be its own {name.replace('_', ' ')}"
                raise InvalidError(problem, "name the other treaty", (name,))
        _check_order(self, ("opened", "opens"), ("closed", "closes"))
        _check_order(self, ("in_force", "enters into force"), ("terminated", "ends"))


def _check_order(
    record: Event,
    first: tuple[str, str],
    second: tuple[str, str],
    hint: str = "swap or correct the two",
) -> None:
    """Refuse a record of which one thing comes before another that it follows."""
    (earlier, begins), (later, ends) = first, second
    start, end = getattr(record, earlier), getattr(record, later)
    if start and end and end.before(start).definitely:
        problem = f"{record.id} {ends} on {end}, before it {begins} on {start}"
        raise InvalidError(problem, hint, (later,))


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Step(Event):
    """What a party does about a treaty: the base of all the kinds that follow."""

    is_span: ClassVar[bool] = False

    treaty: RecordRef = attrs.field(converter=converters.as_reference)
    party: PartyRef = attrs.field(converter=as_party_id)

    def _made_title(self) -> str:
        """Return words such as ``ceta: ratification by France``."""
        return f"{self.treaty}: {self._act} by {party_name(self.party)}"

    @property
    def _act(self) -> str:
        return self.kind.replace("_", " ")


class Signature(Step):
    """A party signs, and becomes a signatory; that alone does not bind it.

    A signature that binds is a `Ratification` by ``definitive_signature``.

    Has all fields of `Event`, and:

    Attributes:
        treaty: Id of the treaty.
        party: Who signs.
    """

    __slots__ = ()

    kind: ClassVar[str] = "signature"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.SIGNATURE


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Ratification(Step):
    """A party consents to be bound: the deposit of its instrument, or a notification.

    Its ``when`` is the day of deposit. A vote at home is a `ParliamentaryStep`, and
    changes nothing here. ``status="pending"`` says that a party is known not to have
    ratified yet; without a record nothing is known.

    Has all fields of `Event`, and:

    Attributes:
        treaty: Id of the treaty.
        party: Who consents.
        instrument: One of `INSTRUMENTS`; all of them bind alike (Vienna Convention on
            the Law of Treaties, articles 11 to 16).
        effective: When it takes effect for this party, if that is stated; it
            overrides the treaty's rule.
        declarations: Declarations and reservations made with it.
        territory: The territory to which this extends the treaty; such a record does
            not make a party (article 29).

    Raises:
        InvalidError: an unknown instrument, or it takes effect before it was deposited
            though it is not a succession.

    >>> Ratification(
    ...     id="r", treaty="ceta", party="FR", when="2025-03", effective="2025-02-01"
    ... )
    Traceback (most recent call last):
    timeline.errors.InvalidError: effective: r takes effect on 2025-02-01, before it \
is deposited on 2025-03; correct one of them, or write instrument="succession"
    """

    kind: ClassVar[str] = "ratification"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.RATIFICATION

    instrument: str | None = attrs.field(
        default=None, metadata={"choices": INSTRUMENTS}
    )
    effective: When | None = attrs.field(default=None, converter=maybe_when)
    declarations: tuple[str, ...] = attrs.field(
        default=(), converter=converters.as_texts
    )
    territory: str = ""

    def __attrs_post_init__(self) -> None:
        Event.__attrs_post_init__(self)
        steps = ("when", "is deposited"), ("effective", "takes effect")
        if self.instrument != "succession":
            hint = 'correct one of them, or write instrument="succession"'
            _check_order(self, *steps, hint)

    def _made_title(self) -> str:
        """Return words such as ``ceta: consent of France to be bound``."""
        if self.instrument is None:
            return f"{self.treaty}: consent of {party_name(self.party)} to be bound"
        return super()._made_title()

    @property
    def _act(self) -> str:
        return (self.instrument or self.kind).replace("_", " ")


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Withdrawal(Step):
    """A party gives notice of withdrawal; it stays bound until that takes effect.

    Has all fields of `Event`, and:

    Attributes:
        treaty: Id of the treaty.
        party: Who leaves.
        effective: When it takes effect. If it is not stated, the treaty's ``notice``
            gives the day; without either it is not known.

    Raises:
        InvalidError: it takes effect before it is given.
    """

    kind: ClassVar[str] = "withdrawal"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.WITHDRAWAL

    effective: When | None = attrs.field(default=None, converter=maybe_when)

    def __attrs_post_init__(self) -> None:
        Event.__attrs_post_init__(self)
        _check_order(self, ("when", "is given"), ("effective", "takes effect"))


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class ProvisionalApplication(Step):
    """A treaty is applied before it is in force, wholly or in part.

    Its ``when`` is a span, from the first day to the last: ``2017-09-21/..``.

    Has all fields of `Event`, and:

    Attributes:
        treaty: Id of the treaty.
        party: The party that applies it; empty for all of them.
        scope: Which part of it is applied.
    """

    kind: ClassVar[str] = "provisional_application"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.PROVISIONAL_APPLICATION
    is_span: ClassVar[bool] = True

    party: PartyRef = attrs.field(default="", converter=as_party_id)
    scope: str = ""

    def _made_title(self) -> str:
        """Return words such as ``CETA: provisional application``."""
        who = f" by {party_name(self.party)}" if self.party else ""
        return f"{self.treaty}: provisional application{who}"


class Suspension(Step):
    """One party suspends the operation of a treaty for itself; it remains a party.

    Its ``when`` is a span: ``2023-02-28/..``. Suspension by all parties together is
    `Treaty.suspended` (Vienna Convention on the Law of Treaties, articles 57 and 72).

    Has all fields of `Event`, and:

    Attributes:
        treaty: Id of the treaty.
        party: Who suspends.
    """

    __slots__ = ()

    kind: ClassVar[str] = "suspension"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.SUSPENSION
    is_span: ClassVar[bool] = True


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Reservation(Step):
    """A party excludes or modifies the effect of some provisions for itself.

    Has all fields of `Event`, and:

    Attributes:
        treaty: Id of the treaty.
        party: Whose reservation it is.
        text: What it says.
        withdrawn: When it was withdrawn (article 22).

    Raises:
        InvalidError: it is withdrawn before it is made.
    """

    kind: ClassVar[str] = "reservation"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.RESERVATION

    text: str = ""
    withdrawn: When | None = attrs.field(default=None, converter=maybe_when)

    def __attrs_post_init__(self) -> None:
        Event.__attrs_post_init__(self)
        _check_order(self, ("when", "is made"), ("withdrawn", "is withdrawn"))


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Objection(Event):
    """A party objects to a reservation, or to a treaty that would bind it tacitly.

    A State has accepted a reservation if it raises no objection within twelve months
    of being notified, or by the day of its own consent if that is later (Vienna
    Convention on the Law of Treaties, article 20(5)).

    Has all fields of `Event`, and:

    Attributes:
        to: Id of the reservation, or of the treaty.
        party: Who objects.
    """

    kind: ClassVar[str] = "objection"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.RESERVATION
    is_span: ClassVar[bool] = False

    to: RecordRef = attrs.field(converter=converters.as_reference)
    party: PartyRef = attrs.field(converter=as_party_id)

    def _made_title(self) -> str:
        """Return words such as ``r-us: objection by France``."""
        return f"{self.to}: objection by {party_name(self.party)}"


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class ParliamentaryStep(Step):
    """A national body deals with a treaty; this has no effect between the parties.

    Has all fields of `Event`, and:

    Attributes:
        treaty: Id of the treaty.
        party: The party whose body it is.
        body: Its name: ``Senate``.
        result: How it went, in the source's words: ``211 to 44 against``.
    """

    kind: ClassVar[str] = "parliamentary_step"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.PARLIAMENTARY_STEP

    body: str = ""
    result: str = ""

    def _made_title(self) -> str:
        """Return words such as ``CETA: vote of the Senate of France``."""
        who = f"the {self.body} of " if self.body else ""
        return f"{self.treaty}: vote of {who}{party_name(self.party)}"
