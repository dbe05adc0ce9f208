"""How far something has come: the statuses of each kind, by phase and rank.

Nothing here forbids a move from one status to another, because records get corrected.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import attrs

from timeline.errors import InvalidError
from timeline.text import quote, suggest


class Phase(enum.Enum):
    """Whether something is yet to begin, under way, done, or called off."""

    AHEAD = "ahead"
    UNDER_WAY = "under way"
    DONE = "done"
    OFF = "off"


def with_article(kind: str) -> str:
    """Return the name of a kind for an error message.

    >>> with_article("event"), with_article("parliamentary_step")
    ('an event', 'a parliamentary step')
    """
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind.replace('_', ' ')}"


class Status(NamedTuple):
    """One word of a lifecycle.

    Attributes:
        word: As records write it: ``under_way``.
        phase: The phase of a record with that status.
        rank: Its place in the lifecycle, counted from 0. A higher rank is an advance,
            except among statuses of what was called off.
        is_negative: Whether it says that nothing happened, as ``missed`` does.
    """

    word: str
    phase: Phase
    rank: int
    is_negative: bool = False


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

        Words that say that nothing happened follow a hyphen.

        >>> [status.word for status in Lifecycle.of("set; ; met -missed; waived")]
        ['set', 'met', 'missed', 'waived']
        """
        parts = table.split(";")
        if len(parts) != len(Phase):
            problem = f"{quote(table)} has {len(parts)} phases"
            raise InvalidError(problem, 'write "ahead; under way; done; off"')
        statuses: dict[str, Status] = {}
        for part, phase in zip(parts, Phase, strict=True):
            for written in part.split():
                word = written.removeprefix("-")
                statuses[word] = Status(word, phase, len(statuses), word != written)
        return cls(MappingProxyType(statuses))

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
        where = f" for {with_article(kind)}" if kind else ""
        problem = f"unknown status {quote(word)}{where}"
        hint = suggest(word if isinstance(word, str) else "", self.statuses)
        hint = hint if self.statuses else "leave it out: it is worked out"
        raise InvalidError(problem, hint, ("status",), "unknown-status")

    def can_follow(self, later: Status, earlier: Status) -> bool:
        """Whether *later* may follow *earlier* if neither was wrong.

        What is done stays done, and what is off stays off; but an act, whose first
        status is that it was done, can be undone. What has begun did happen.

        >>> plan, held, off = (MEETING[s] for s in ("scheduled", "held", "cancelled"))
        >>> MEETING.can_follow(held, plan), MEETING.can_follow(off, held)
        (True, False)
        """
        phases = [*Phase]
        if later.phase is earlier.phase:
            return later.is_negative is earlier.is_negative
        if earlier.phase is Phase.DONE:
            return later.phase is Phase.OFF and next(iter(self)).phase is Phase.DONE
        forward = phases.index(earlier.phase) < phases.index(later.phase)
        is_called_off = earlier.phase is Phase.UNDER_WAY and later.phase is Phase.OFF
        return forward and not (is_called_off and later.is_negative)

    def __iter__(self) -> Iterator[Status]:
        return iter(self.statuses.values())

    def __contains__(self, word: object) -> bool:
        return word in self.statuses


DID_NOT_TAKE_PLACE = "did_not_take_place"  # of every span: its time is a window
_NEVER = f"-{DID_NOT_TAKE_PLACE}"
_PLANS = "expected tentative scheduled postponed; under_way;"

SPAN = Lifecycle.of(f"{_PLANS} occurred; -cancelled -lapsed {_NEVER}")
MEETING = Lifecycle.of(f"{_PLANS} held; -cancelled -lapsed {_NEVER}")
VISIT = Lifecycle.of(
    "expected tentative announced scheduled postponed; under_way; concluded cut_short;"
    f" -cancelled {_NEVER}"
)
INVITATION = Lifecycle.of(
    "; extended accepted tentative; attended -absent -declined; withdrawn lapsed"
)
NEGOTIATION = Lifecycle.of(
    "proposed; under_way stalled suspended; concluded initialled signed;"
    f" terminated {_NEVER}"
)
AGREEMENT = Lifecycle.of(
    "proposed; announced signed operating extended; ended expired; withdrawn"
)
MISSED = "missed"  # what is over, and did not happen
DEADLINE = Lifecycle.of(f"set extended; ; met -{MISSED}; waived")
MEASURE = Lifecycle.of(
    "proposed announced; in_force suspended; expired lifted terminated; -rejected"
)
EARLY = frozenset({"lifted", "terminated", "cut_short"})  # not when it was to end
STATEMENT = Lifecycle.of("; ; made corrected; withdrawn")
DERIVED = Lifecycle.of("; ; ; ")
SIGNATURE = Lifecycle.of("pending; ; signed; ")
RATIFICATION = Lifecycle.of("pending; ; deposited notified; ")
WITHDRAWAL = Lifecycle.of("; ; notified; revoked")
PROVISIONAL_APPLICATION = Lifecycle.of(f"; applied; notified ended; revoked {_NEVER}")
SUSPENSION = Lifecycle.of(f"; suspended; ended; revoked {_NEVER}")
RESERVATION = Lifecycle.of("; ; made; ")
PARLIAMENTARY_STEP = Lifecycle.of("pending postponed; ; approved -rejected; ")
