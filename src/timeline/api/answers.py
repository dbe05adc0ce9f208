"""The values of other rooms as a user gets them: with their tables.

What a question finds out is a plain value of the room that answers it. How people see
it is the business of `timeline.report`, which those rooms do not know. So each value
has a subclass of its name here, whose methods are one line each.
"""

from __future__ import annotations

import attrs

from timeline import agenda

__all__ = ["Agenda", "Shown"]


class Shown:
    """What can be printed as a table, and is shown as one in a notebook."""

    __slots__ = ()

    def table(
        self, fmt: str = "plain", *, width: int | None = None, language: str = "en"
    ) -> str:
        """Return it as a table.

        Args:
            fmt: As of `Timeline.table`.
            width: Cells to fit into; None never wraps.
            language: As of `Timeline.table`.
        """
        raise NotImplementedError

    def __str__(self) -> str:
        return self.table()

    def _repr_html_(self) -> str:
        return self.table("html")


@attrs.frozen
class Agenda(Shown, agenda.Agenda):
    """What is open on a day, with its table."""

    def table(
        self, fmt: str = "plain", *, width: int | None = None, language: str = "en"
    ) -> str:
        """Return the agenda as a table, section by section."""
        from timeline.report.agenda_table import agenda_table  # noqa: PLC0415  (printed)

        return agenda_table(self, fmt, width, language)
