"""How far something has come: the statuses of each kind, by phase and rank.

Nothing here forbids a move from one status to another, because records get corrected.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

import attrs

from timeline.errors import InvalidError
from timeline.text import quote, suggest


class Phase(enum.Enum):
    """How a thing stands: before, in, after or off its way."""

    AHEAD = "ahead"
    UNDER_WAY = "under way"
    DONE = "done"
    OFF = "off"


class _HasPhase(Protocol):
    @property
    def phase(self) -> Phase | None: ...


def phase_of(record: _HasPhase) -> str:
    """Return the phase of *record* as questions write it; "" without a status.

    >>> from timeline.records.meetings import Call
    >>> phase_of(Call(id="c", title="Call", status="under_way"))
    'under_way'
    """
    return "" if record.phase is None else record.phase.name.lower()


def with_article(kind: str) -> str:
    """Return the name of a kind for an error message.

    >>> with_article("event"), with_article("parliamentary_step")
    ('an event', 'a parliamentary step')
    """
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind.replace('_', ' ')}"


@attrs.frozen
class Status:
    """One word of a lifecycle.

    Attributes:
        word: As records write it: ``under_way``.
        phase: The phase of a record with that status.
        rank: Its place in the lifecycle, counted from 0: a higher one is an advance,
            except that what is off has ended.
    """

    word: str
    phase: Phase
    rank: int


@attrs.frozen(eq=False)
class Lifecycle:
    """The statuses that one kind of record can have, in order.

    Attributes:
        statuses: Each by its word.

    >>> SPAN["held"]
    Traceback (most recent call last):
    timeline.errors.InvalidError: status: unknown status "held"; \
use expected, tentative, scheduled, postponed, under_way, occurred, cancelled, \
lapsed or did_not_take_place
    """

    statuses: Mapping[str, Status]

    @classmethod
    def of(cls, table: str) -> Lifecycle:
        """Read a table: words by phase, the phases separated by ``;``.

        >>> [status.word for status in Lifecycle.of("pending; ; signed; ")]
        ['pending', 'signed']
        """
        parts = table.split(";")
        if len(parts) != len(Phase):
            problem = f"{quote(table)} has {len(parts)} phases"
            raise InvalidError(problem, 'write "ahead; under way; done; off"')
        words = [
            (word, phase)
            for part, phase in zip(parts, Phase, strict=True)
            for word in part.split()
        ]
        statuses = [Status(word, phase, at) for at, (word, phase) in enumerate(words)]
        return cls(MappingProxyType({status.word: status for status in statuses}))

    def __getitem__(self, word: str) -> Status:
        self.check(word)
        return self.statuses[word]

    def check(self, word: object, kind: str = "") -> None:
        """Refuse a *word* that is not a status of this lifecycle.

        Raises:
            InvalidError: the hint names the nearest status, or all.
        """
        if isinstance(word, str) and word in self.statuses:
            return
        known = list(self.statuses)
        where = f" for {with_article(kind)}" if kind else ""
        hint = suggest(word if isinstance(word, str) else "", known)
        raise InvalidError(
            f"unknown status {quote(word)}{where}",
            hint if known else "leave it out: it is worked out",
            ("status",),
            "unknown-status",
        )

    def __iter__(self) -> Iterator[Status]:
        return iter(self.statuses.values())

    def __contains__(self, word: object) -> bool:
        return word in self.statuses


CANCELLED = "cancelled"
DID_NOT_TAKE_PLACE = "did_not_take_place"  # of every span: its time is a window
_PLANS = "expected tentative scheduled postponed; under_way;"

SPAN = Lifecycle.of(f"{_PLANS} occurred; cancelled lapsed {DID_NOT_TAKE_PLACE}")
MEETING = Lifecycle.of(f"{_PLANS} held; cancelled lapsed {DID_NOT_TAKE_PLACE}")
VISIT = Lifecycle.of(
    "expected tentative announced scheduled postponed; under_way; concluded cut_short;"
    f" cancelled {DID_NOT_TAKE_PLACE}"
)
INVITATION = Lifecycle.of(
    "; extended accepted tentative; attended absent declined; withdrawn lapsed"
)
NEGOTIATION = Lifecycle.of(
    "proposed; under_way stalled suspended; concluded initialled signed;"
    f" terminated {DID_NOT_TAKE_PLACE}"
)
AGREEMENT = Lifecycle.of(
    "proposed; announced signed operating extended; ended expired; withdrawn"
)
MISSED = "missed"  # what is over, and did not happen
DEADLINE = Lifecycle.of(f"set extended; ; met {MISSED}; waived")
MEASURE = Lifecycle.of(
    "proposed announced; in_force suspended; expired lifted terminated; rejected"
)
STATEMENT = Lifecycle.of("; ; made corrected; withdrawn")
DERIVED = Lifecycle.of("; ; ; ")
SIGNATURE = Lifecycle.of("pending; ; signed; ")
RATIFICATION = Lifecycle.of("pending; ; deposited notified; ")
WITHDRAWAL = Lifecycle.of("; ; notified; revoked")
PROVISIONAL_APPLICATION = Lifecycle.of(
    f"; applied; notified ended; revoked {DID_NOT_TAKE_PLACE}"
)
SUSPENSION = Lifecycle.of(f"; suspended; ended; revoked {DID_NOT_TAKE_PLACE}")
RESERVATION = Lifecycle.of("; ; made; ")
PARLIAMENTARY_STEP = Lifecycle.of("pending postponed; ; approved rejected; ")
