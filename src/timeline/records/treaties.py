"""Treaties, and what parties do about them: each act is a record of its own."""

from __future__ import annotations

from typing import ClassVar

import attrs

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
    raise InvalidError(f"{quote(value)} says not what is complete", hint)


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Treaty(Event):
    """An agreement of states or organisations that binds under international law.

    Its ``when`` is the adoption of the text. It has no status: whether it is in force
    follows from its rule and from what its parties have done, and
    ``timeline.treaty(id, on=day)`` says it. What is stated here overrides the rule.

    Attributes:
        parties: Who may become a party; empty if anyone may, or it is not stated.
        short_title: What tables call it: ``Paris Agreement``.
        amends: Id of the treaty that it amends; who joins that one later is a party to
            it as amended (article 40(5)).
        superseded_by: Id of the later treaty that takes its place (article 59). State
            also when it `terminated`: it may live on between some parties.
        complete: Whether the acts on this timeline are all there are, or all
            ``"consents"`` or all ``"signatures"``. Then a State that is not reported to
            have consented, or signed, has not; else nobody knows.
        depositary: Who keeps the instruments.
        opened: Since when it can be signed.
        closed: Until when it can be signed, that day included.
        entry_into_force: The rule of its final clause.
        notice: After how long a notice of withdrawal takes effect, as the treaty
            states it: ``12 months``.
        in_force: Since when it is in force.
        suspended: From when to when its operation was suspended.
        terminated: When it ended.

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
    notice: Delay | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_delay)
    )
    in_force: When | None = attrs.field(default=None, converter=maybe_when)
    suspended: When | None = attrs.field(default=None, converter=maybe_when)
    terminated: When | None = attrs.field(default=None, converter=maybe_when)

    @property
    def label(self) -> str:
        """The short title, or else the title."""
        return self.short_title or super().label

    def has_all(self, acts: str) -> bool:
        """Whether all ``"consents"``, or ``"signatures"``, are on this timeline."""
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


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Signature(Step):
    """A party signs, and becomes a signatory; that alone does not bind it.

    What binds by being signed is a `Ratification` by ``definitive_signature``.

    Attributes:
        treaty: Id of the treaty.
        party: Who signs.
    """

    kind: ClassVar[str] = "signature"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.SIGNATURE


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Ratification(Step):
    """A party consents to be bound: the deposit of its instrument, or a notification.

    Its ``when`` is the day of deposit. A vote at home is a `ParliamentaryStep`, and
    changes nothing here. ``status="pending"`` says that a party is known not to have
    ratified yet, which says more than no report does.

    Attributes:
        treaty: Id of the treaty.
        party: Who consents.
        instrument: By what, one of `INSTRUMENTS`; all bind alike (Vienna Convention
            on the Law of Treaties, articles 11 to 16).
        effective: When it takes effect for this party, if that is stated; it
            overrides the treaty's rule.
        declarations: Declarations and reservations made with it.
        territory: The territory to which this only extends the treaty; it makes no
            party (article 29).

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
        if self.instrument != "succession":
            _check_order(
                self,
                ("when", "is deposited"),
                ("effective", "takes effect"),
                'correct one of them, or write instrument="succession"',
            )

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

    Attributes:
        treaty: Id of the treaty.
        party: By whom; empty for all of them.
        scope: Which part of it.
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


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Suspension(Step):
    """One party suspends the operation of a treaty for itself; it remains a party.

    Its ``when`` is a span: ``2023-02-28/..``. What all suspend is `Treaty.suspended`
    (Vienna Convention on the Law of Treaties, articles 57 and 72).
    """

    kind: ClassVar[str] = "suspension"
    lifecycle: ClassVar[Lifecycle | None] = lifecycle.SUSPENSION
    is_span: ClassVar[bool] = True


@attrs.frozen(kw_only=True, field_transformer=converters.checked_fields)
class Reservation(Step):
    """A party excludes or modifies the effect of some provisions for itself.

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
    """A party objects to a reservation, or to a treaty that is to bind it tacitly.

    A reservation is held to be accepted by a State that has not objected within twelve
    months after it was notified, or by its own consent if that is later (Vienna
    Convention on the Law of Treaties, article 20(5)).

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
    """A body at home deals with a treaty. It moves nothing between the parties.

    Attributes:
        treaty: Id of the treaty.
        party: Whose body it is.
        body: Which one: ``Senate``.
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
