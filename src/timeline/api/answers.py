"""The values of other rooms as a user gets them: with their tables.

What a question finds out is a plain value of the room that answers it. How people see
it is the business of `timeline.report`, which those rooms do not know. So each value
has a subclass of its name here, which names its report.
"""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar, Unpack

import attrs

from timeline import agenda, counts
from timeline.collection.collection import Collection
from timeline.compare import diff as diffs
from timeline.compare import history
from timeline.compare.diff import DiffOptions
from timeline.treaties import status


class Shown:
    """What can be printed as a table, and is shown as one in a notebook."""

    __slots__ = ()

    report: ClassVar[str]  # the function of timeline.report that prints it

    def table(
        self, fmt: str = "plain", width: int | None = None, language: str = "en"
    ) -> str:
        """Return it as a table; what is in it, the class says.

        Args:
            fmt: As of `Timeline.table`.
            width: Cells to fit into, by shortening or wrapping; None does neither.
            language: As of `Timeline.table`.

        Raises:
            InvalidError: an unknown format or language, or an invalid width.
        """
        module, function = self.report.split(".")
        write = getattr(import_module(f"timeline.report.{module}"), function)
        text: str = write(self, fmt, width, language)
        return text

    def __str__(self) -> str:
        return self.table()

    def _repr_html_(self) -> str:
        return self.table("html")


@attrs.frozen
class Agenda(Shown, agenda.Agenda):
    """What is open on a day. Its table goes section by section."""

    def table(
        self,
        fmt: str = "plain",
        width: int | None = None,
        language: str = "en",
        tz: str | None = None,
    ) -> str:
        """Return it as a table; *tz* and the rest as of `Timeline.table`."""
        from timeline.report.agenda_table import agenda_table

        return agenda_table(self, fmt, width, language, tz)


@attrs.frozen
class Matrix(Shown, counts.Matrix):
    """How many events involve both of any two parties; 0 is left empty in the table."""

    report = "counts_table.matrix_table"


class Diff(Shown, diffs.Diff):
    """What differs between two timelines.

    It is a set of changes, and perhaps of the zone; see `timeline.compare.diff.Diff`.
    Its table has mark, event, change, was and now. Every field that changed stands in
    it once; records are in the order of their new dates. Above it are the names of
    both sides and the counts, below it what follows and what the marks mean.
    """

    report = "diff_table.diff_table"

    def brief(self, width: int | None = 80, language: str = "en") -> str:
        """Return the same in *width* cells, a paragraph a record."""
        from timeline.report.diff_table import diff_brief

        return diff_brief(self, width, language)

    def summary(self, language: str = "en") -> str:
        """Return one line of counts, which add up to the events of both sides."""
        from timeline.language.format import Words
        from timeline.report.diff_table import diff_summary

        return diff_summary(self, Words(language))

    def to_rows(self, language: str = "en") -> list[dict[str, str]]:
        """Return a row for each changed field, with words for the values.

        Each has mark, class, id, event, field, change, was and now.
        """
        from timeline.report.diff_table import diff_records

        return diff_records(self, language)


class Passage(history.Passage):
    """What one revision did to one record: a line of its history."""

    def text(self, language: str = "en") -> str:
        """Return it in words: when, and what changed."""
        from timeline.language.format import Words
        from timeline.report.diff_table import passage_text

        return passage_text(self, Words(language))

    def __str__(self) -> str:
        return self.text()


def diff(old: Collection, new: Collection, **options: Unpack[DiffOptions]) -> Diff:
    """Return what differs from *old* to *new*.

    Records belong together by id. A new id is declared by `replaces`, or in ``match``;
    `suggest_matches` proposes what to put there, and nothing is guessed.

    Args:
        old: The earlier timeline.
        new: The later timeline.
        options: ``match``: old ids, each with the new id of the same record.
            ``as_of``: when the old records were true; worked out unless given.
            ``labels``: what to call the two sides. ``correction``: whether somebody
            says that the old records were wrong (True), or that they were not (False).

    Raises:
        SelectionError: one of them is a selection.
        UnknownIdError: ``match`` names an id that is not there.
        InvalidError: ``match`` gives one record two partners.

    >>> from timeline import Call, Timeline
    >>> was = Timeline([Call(id="c", title="Call", status="expected")])
    >>> now = was.update("c", status="held", when="2025-03-28")
    >>> changes = diff(was, now)
    >>> changes.apply(was) == now, (~changes).apply(now) == was
    (True, True)
    """
    return Diff.between(old, new, **options)


@attrs.frozen
class TreatyStatus(Shown, status.TreatyStatus):
    """How a treaty stands on a day.

    Its table has a row for each participant: what it did, and how it stands.
    """

    report = "treaty_table.status_table"

    def sentences(self, language: str = "en") -> list[str]:
        """Return why it stands as it does, and what is missing."""
        from timeline.report.treaty_table import sentences

        return sentences(self, language)

    def __str__(self) -> str:
        from timeline.report.treaty_table import status_line

        return status_line(self)


@attrs.frozen
class PartyTreaties(Shown, status.PartyTreaties):
    """How a party stands to every treaty.

    Its table has a row for each treaty, with the days since signature.
    """

    report = "treaty_table.party_table"
    status_type: ClassVar[type[status.TreatyStatus]] = TreatyStatus
