"""What can be said of how far something has come: statuses, by phase and rank.

Nothing here forbids a move from one status to another, because records get corrected.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from timeline.errors import InvalidError
from timeline.text import quote, suggest

__all__ = ["Lifecycle", "Phase", "Status"]


class Phase(enum.Enum):
    """Where on its way a thing stands: before, in, after or off it."""

    AHEAD = "ahead"
    UNDER_WAY = "under way"
    DONE = "done"
    OFF = "off"


@attrs.frozen
class Status:
    """One word of a lifecycle.

    Attributes:
        word: As records write it: ``under_way``.
        phase: Where on its way a thing with it stands.
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
    timeline.errors.InvalidError: status: "held" is no status of this kind; \
use expected, scheduled, postponed, under_way, occurred, cancelled or lapsed
    """

    statuses: Mapping[str, Status]

    @classmethod
    def of(cls, table: str) -> Lifecycle:
        """Read a table: words by phase, the phases parted by ``;``.

        >>> [status.word for status in Lifecycle.of("pending; ; signed; ")]
        ['pending', 'signed']
        """
        parts = table.split(";")
        if len(parts) != len(Phase):
            raise InvalidError(
                f"{quote(table)} has {len(parts)} phases",
                'write "ahead; under way; done; off"',
            )
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

    def check(self, word: object) -> None:
        """Refuse a *word* that is no status of this lifecycle.

        Raises:
            InvalidError: it is none; the hint names the nearest, or all.
        """
        if word.__class__ is not str or word not in self.statuses:
            known = list(self.statuses)
            plain = str.__str__(word) if isinstance(word, str) else ""
            raise InvalidError(
                f"{quote(word)} is no status of this kind",
                suggest(plain, known) if known else "leave it out: it is derived",
                ("status",),
                "unknown-status",
            )

    def __iter__(self) -> Iterator[Status]:
        return iter(self.statuses.values())

    def __contains__(self, word: object) -> bool:
        return word in self.statuses


_PLANS = "expected scheduled postponed; under_way;"

SPAN = Lifecycle.of(f"{_PLANS} occurred; cancelled lapsed")
MEETING = Lifecycle.of(f"{_PLANS} held; cancelled lapsed did_not_take_place")
VISIT = Lifecycle.of(
    "expected announced scheduled postponed; under_way; concluded cut_short; cancelled"
)
INVITATION = Lifecycle.of(
    "; extended accepted tentative; attended absent declined; withdrawn lapsed"
)
NEGOTIATION = Lifecycle.of(
    "proposed; under_way stalled suspended; concluded initialled signed; terminated"
)
AGREEMENT = Lifecycle.of("proposed; announced signed operating; ended; withdrawn")
STATEMENT = Lifecycle.of("; ; made corrected; withdrawn")
DERIVED = Lifecycle.of("; ; ; ")
SIGNATURE = Lifecycle.of("pending; ; signed; ")
RATIFICATION = Lifecycle.of("pending; ; deposited notified; ")
WITHDRAWAL = Lifecycle.of("; ; notified; revoked")
PROVISIONAL_APPLICATION = Lifecycle.of("; applied; notified ended; revoked")
PARLIAMENTARY_STEP = Lifecycle.of("pending postponed; ; approved rejected; ")
