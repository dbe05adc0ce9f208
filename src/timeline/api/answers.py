"""The values of other rooms as a user gets them: with their tables.

What a question finds out is a plain value of the room that answers it. How people see
it is the business of `timeline.report`, which those rooms do not know. So each value
has a subclass of its name here, which names its report.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Self, Unpack

import attrs

from timeline import agenda, counts
from timeline.api import plain
from timeline.collection.collection import Collection
from timeline.compare import diff as diffs
from timeline.compare import history
from timeline.compare.diff import DiffOptions, Labels
from timeline.errors import Problem
from timeline.language.message import Message
from timeline.language.words import Words
from timeline.schedule import schedule as schedules
from timeline.text import check_count
from timeline.treaties import status
from timeline.when.calendar import Day
from timeline.when.interop import DayLike, as_day

if TYPE_CHECKING:
    from timeline.api.options import TableFormat
    from timeline.report.grid import Grid


_SOON = 30  # days within which a digest says what is due


class Shown:
    """What can be printed as a table and put on a page. A notebook shows its table."""

    __slots__ = ()

    report: ClassVar[str]  # the function of timeline.report that makes its table
    has_links: ClassVar[bool] = False  # whether on a page that has links
    folds: ClassVar[bool] = False  # whether it has more columns as CSV

    def table(
        self,
        fmt: TableFormat = "plain",
        width: int | None = None,
        language: str = "en",
        *,
        colour: bool = False,
        **look: object,
    ) -> str:
        """Return it as a table; what is in it, the class says.

        Args:
            fmt: As of `Timeline.table`.
            width: Cells to fit into, by shortening or wrapping; None does neither.
            language: As of `Timeline.table`.
            colour: Whether to colour signs and marks, for a terminal.
            look: Of an agenda, ``tz``: the zone on whose clocks clock times are shown.

        Raises:
            InvalidError: an unknown format or language, or an invalid width.
        """
        from timeline.report.cells import COLOURS
        from timeline.report.layout import layout

        colours = COLOURS if colour else None
        if self.folds and fmt == "csv":
            look = {"folds": False, **look}
        grids = self._grids(language, on_page=fmt == "html", **look)
        return "\n\n".join(layout(grid, fmt, width, colours) for grid in grids)

    def to_html(
        self, *, page: bool = False, language: str = "en", **look: object
    ) -> str:
        """Return it as HTML with its style, or as a complete page; see `table`."""
        from timeline.report import html
        from timeline.report.layout import layout

        first, *others = self._grids(language, on_page=True, **look)
        title = first.title
        first = attrs.evolve(first, title="") if page else first
        body = "\n".join(layout(grid, "html") for grid in (first, *others))
        return html.document(title, body, language) if page else html.part(body)

    def _grids(self, language: str, *, on_page: bool, **look: object) -> list[Grid]:
        if self.has_links:
            look["on_page"] = on_page
        module, function = self.report.split(".")
        report = getattr(import_module(f"timeline.report.{module}"), function)
        made: Grid | list[Grid] = report(self, language, **look)
        return made if isinstance(made, list) else [made]

    def __str__(self) -> str:
        return self.table()

    def _repr_html_(self) -> str:
        return self.to_html()


class Answer(Shown):
    """What can be taken apart by programs too."""

    __slots__ = ()

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Return it as plain data, of which JSON can be made; see `schema`.

        Times are texts as stated, and what is worked out the dates between which it
        lies, ``{"earliest": "2025-03-18", "latest_start": None, "latest": None}``,
        where it is known when it starts, and not when it ends, as ``latest_start``. A
        `Certainty` is ``yes``,
        ``maybe`` or ``no``, records are their ids, and reasons are worded in
        *language*.
        """
        return plain.plain(self, type(self).__name__, Words(language).message)

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of what `to_dict` returns."""
        return plain.schema(cls.__name__)


@attrs.frozen
class Agenda(Answer, agenda.Agenda):
    """What is open on a day. Its table goes section by section."""

    report = "answer_tables.agenda_grid"
    has_links = True


@attrs.frozen
class Matrix(Answer, counts.Matrix):
    """How many events involve both of any two parties; 0 is left empty in the table."""

    report = "answer_tables.matrix_grid"


@attrs.frozen
class Pairs(Answer, counts.Pairs):
    """Who met whom, the most recent first."""

    report = "answer_tables.pairs_grid"
    has_links = True


class Findings(Answer, tuple[Problem, ...]):
    """What looks wrong, as `Timeline.check` found it.

    Its table has the findings by their codes, and of many of one kind the first five.
    """

    __slots__ = ()
    report = "answer_tables.findings_grid"


class Schedule(Answer, schedules.Schedule):
    """Within what each event lies, and why."""

    report = "answer_tables.schedule_grid"
    has_links = True

    @property
    def events(self) -> tuple[schedules.Scheduled, ...]:
        """The bounds of all events, in the order of the timeline."""
        return tuple(self.values())


class Diff(Shown, diffs.Diff):
    """What differs between two timelines.

    It is a set of changes, and perhaps of the zone; see `timeline.compare.diff.Diff`.
    Its table has mark, event, change, was and now. Every changed field is in it once;
    records are grouped by what happened to them, in the order of their new dates. Above
    the table are the names of both sides and the counts, below it what follows.
    """

    report = "diff_table.diff_grid"
    has_links = True

    def brief(self, width: int | None = 80, language: str = "en") -> str:
        """Return the same in *width* cells, one paragraph a record."""
        from timeline.report.diff_table import diff_brief

        return diff_brief(self, width, language)

    def summary(self, language: str = "en") -> str:
        """Return one line of counts, which add up to the events of both sides."""
        from timeline.report.diff_table import diff_summary

        return diff_summary(self, Words(language))

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of what `to_dict` returns."""
        from timeline.formats.schema import diff_schema

        return diff_schema()

    def to_rows(self, language: str = "en") -> list[dict[str, str]]:
        """Return a row for each changed field, with words for the values.

        Each has mark, class, id, event, field, change, was and now.
        """
        from timeline.report.diff_table import diff_records

        return diff_records(self, language)


@attrs.frozen
class Digest(Answer):
    """What a week has brought: its tables show what is due, in force and changed.

    Attributes:
        agenda: What is open on the day, and within the 30 days after it.
        treaties: How each treaty stands on the day.
        in_force: The ids of those that have entered into force since the last digest.
        perhaps_in_force: The ids of those that may have.
        diff: What changed.
    """

    agenda: Agenda
    treaties: tuple[TreatyStatus, ...]
    in_force: tuple[str, ...]
    perhaps_in_force: tuple[str, ...]
    diff: Diff

    @classmethod
    def between(
        cls,
        old: Collection,
        new: Collection,
        on: DayLike,
        days: int,
        labels: Labels | None,
    ) -> Self:
        """Return the digest of a day; see `Timeline.digest`."""
        treaties = TreatyStatus.of_all(new, on)
        last = days_before(on, days).number
        newly = [s for s in treaties.values() if _entered(s, last)]
        sure = tuple(s.treaty.id for s in newly if s.in_force.definitely)
        perhaps = tuple(s.treaty.id for s in newly if s.treaty.id not in sure)
        due = Agenda.of(new, on, horizon=_SOON)
        # Nobody states the day of the last digest.
        named = Message("label-before"), Message("label-known-after", (due.on,))
        diff = Diff.between(old, new, labels=labels or named)
        return cls(due, (*treaties.values(),), sure, perhaps, diff)

    def _grids(self, language: str, *, on_page: bool, **look: object) -> list[Grid]:
        from timeline.report.answer_tables import digest_grids

        statuses = {status.treaty.id: status for status in self.treaties}
        entered = {"digest-in-force": [statuses[id_] for id_ in self.in_force]}
        if self.perhaps_in_force:
            perhaps = [statuses[id_] for id_ in self.perhaps_in_force]
            entered["digest-perhaps-in-force"] = perhaps
        return digest_grids(
            self.agenda, entered, self.diff, language, on_page=on_page, **look
        )


def _entered(status: TreatyStatus, last: int) -> bool:
    """Whether a treaty may have entered into force since *last*, or newly may."""
    entry = status.evaluation.entry
    if entry is None or entry.first > status.day:
        return False
    until = entry.first if entry.last is None else entry.last
    return until > last and status.in_force.possibly


def days_before(on: DayLike, days: int) -> Day:
    """Return the day *days* before *on*.

    Raises:
        InvalidError: *days* is not 0 to 1,000,000.

    >>> str(days_before("2025-03-01", 7))
    '2025-02-22'
    """
    check_count("days", days, 0, 1_000_000)
    return Day.of(as_day(on).number - days)


class Passages(Shown, tuple[history.Passage, ...]):
    """What each revision did to one record."""

    __slots__ = ()
    report = "diff_table.passages_grid"


class Passage(history.Passage):
    """What one revision did to one record: a line of its history."""

    def text(self, language: str = "en") -> str:
        """Return it in words: when, and what changed."""
        from timeline.report.diff_table import passage_text

        return passage_text(self, Words(language))

    def __str__(self) -> str:
        return self.text()


def diff(old: Collection, new: Collection, **options: Unpack[DiffOptions]) -> Diff:
    """Return what differs from *old* to *new*.

    Records are matched by id. A new id is declared by `replaces`, or in ``match``;
    `suggest_matches` suggests what to put there, and nothing is guessed.

    Args:
        old: The earlier timeline.
        new: The later timeline.
        options: ``match``: old ids, each with the new id of the same record.
            ``as_of``: when the old records were true; worked out unless given.
            ``labels``: names of the two sides. ``correction``: whether somebody says
            that the old records were wrong (True), or that they were not (False).

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


@attrs.frozen(repr=False)
class TreatyStatus(Answer, status.TreatyStatus):
    """How a treaty stands on a day.

    Its table has a row for each participant: what it did, and how it stands; as CSV
    each column, and its sources by id.
    """

    report = "treaty_table.status_grid"
    folds = True

    def to_html(
        self, *, page: bool = False, language: str = "en", **look: object
    ) -> str:
        """Return its table as HTML, or a page with a strip and a chart of consents.

        With ``interactive=True`` a small script filters the rows.
        """
        if not page:
            return super().to_html(page=page, language=language, **look)
        from timeline.report.treaty_page import treaty_page

        return treaty_page(self, language, **look)

    def to_svg(self, width: int = 960, language: str = "en") -> str:
        """Return as a picture how many had consented to be bound on each day.

        A line for those that are sure, a band for those that may be. Empty where no
        consent has a day.
        """
        from timeline.report.treaty_page import chart

        return chart(self, language, width)

    def sentences(self, language: str = "en") -> list[str]:
        """Return why it stands as it does, and what is missing."""
        from timeline.report.treaty_table import sentences

        return sentences(self, language)

    def __str__(self) -> str:
        from timeline.report.treaty_table import status_line

        return status_line(self)


@attrs.frozen
class PartyTreaties(Answer, status.PartyTreaties):
    """How a party stands to every treaty.

    Its table has a row for each treaty, with the days since signature.
    """

    report = "treaty_table.party_grid"
    has_links = True
    status_type: ClassVar[type[status.TreatyStatus]] = TreatyStatus

    @property
    def treaties(self) -> dict[str, status.PartyStatus]:
        """How it stands to each treaty, by the id of the treaty."""
        return {treaty.treaty.id: row for treaty, row in self.rows}
