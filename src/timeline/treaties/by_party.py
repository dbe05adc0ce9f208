"""What one party has signed, ratified and left undone, over all treaties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from timeline.parties.parties import as_party
from timeline.report.layout import layout
from timeline.treaties.acts import all_facts, days_of
from timeline.treaties.status import PartyStatus, TreatyStatus, treaty_on
from timeline.treaties.words import party_grid
from timeline.when.interop import DayLike, as_day
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.collection.collection import Collection

__all__ = ["PartyTreaties", "ratifications"]


@attrs.frozen(kw_only=True)
class PartyTreaties:
    """What one party has to do with every treaty of a timeline, on a day.

    Attributes:
        party: Its code.
        on: The day that was asked for.
        rows: Each treaty of which anything is told, with how the party stands to it.
    """

    party: str
    on: When
    rows: tuple[tuple[TreatyStatus, PartyStatus], ...]

    @property
    def unratified(self) -> tuple[str, ...]:
        """Ids of what it has signed and not ratified, the longest ago first."""
        found = [
            (days_of(row.signed).first, status.treaty.id)
            for status, row in self.rows
            if row.signature and row.state in {"pending", "signatory"}
        ]
        return tuple(name for _, name in sorted(found))

    @property
    def ratified(self) -> tuple[str, ...]:
        """Ids of what it has consented to be bound by."""
        return tuple(s.treaty.id for s, row in self.rows if row.state == "party")

    def waiting(self, name: str) -> int | None:
        """Return how many days ago it signed that treaty; None if that is not told.

        Where the day is not known exactly, it is so many at least.
        """
        for status, row in self.rows:
            if status.treaty.id == name and row.signature:
                last = days_of(row.signed).last
                return None if last is None else max(as_day(self.on).number - last, 0)
        return None

    def table(self, fmt: str = "plain", width: int | None = None) -> str:
        """Return a row for each treaty: signed, consented, and days since signature.

        Args:
            fmt: One of the formats of `timeline.report.layout`.
            width: Cells to fit into; None never cuts.
        """
        return layout(party_grid(self), fmt, width)

    def __str__(self) -> str:
        return self.table()


def ratifications(collection: Collection, party: str, on: DayLike) -> PartyTreaties:
    """Return what a party has signed and not ratified, and what it is bound by.

    Raises:
        InvalidError: *party* is no party, or *on* is not one day.
    """
    code, day = as_party(party), as_day(on)
    rows = []
    for facts in all_facts(collection).values():
        status = treaty_on(facts, day.number)
        row = status[code]
        if row.signature or row.state not in {"untold", "signatory"}:
            rows.append((status, row))
    return PartyTreaties(party=code, on=When.parse(str(day)), rows=tuple(rows))
