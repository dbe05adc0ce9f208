"""The front door: a collection that can do all there is, each part loaded when asked.

Every method here is one line that hands over to the module that does the work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from timeline.api.comparing import Comparing
from timeline.api.filing import Filing
from timeline.query.predicates import together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Self

    from timeline.api.answers import Agenda, PartyTreaties, TreatyStatus
    from timeline.compare.history import Log
    from timeline.counts import Matrix, Pair
    from timeline.query.predicates import Predicate
    from timeline.records.kinds import Kinds
    from timeline.records.source import Source
    from timeline.report.cells import Column
    from timeline.report.groups import Group
    from timeline.schedule.schedule import Schedule
    from timeline.when.interop import DayLike

__all__ = ["Timeline"]


class Timeline(Filing, Comparing):
    """Diplomatic events in the order of time, with the sources they cite.

    It is a `Collection`: immutable, with unique ids, undated events last.

    >>> from timeline import Call, Meeting
    >>> tl = Timeline(
    ...     [
    ...         Call(id="call", title="Call", when="not-before:m", status="expected"),
    ...         Meeting(id="m", title="Meeting", when="2025-03-17"),
    ...     ]
    ... )
    >>> tl
    <Timeline: 2 events, 1 undated>
    >>> [event.id for event in tl.between("2025-04", "2025-05")]
    ['call']
    """

    # -- asked ------------------------------------------------------------------------

    @overload
    def count(self, *asked: Predicate | Callable[[Any], Any]) -> int: ...
    @overload
    def count(
        self, *asked: Predicate | Callable[[Any], Any], by: str | Callable[[Any], Any]
    ) -> dict[Any, int]: ...
    def count(
        self,
        *asked: Predicate | Callable[[Any], Any],
        by: str | Callable[[Any], Any] = "",
    ) -> int | dict[Any, int]:
        """Return how many events there are, for which *asked* holds, or by a key.

        Args:
            asked: Predicates or functions of an event; mostly nothing is listed.
            by: ``party``, ``person``, ``kind``, ``status``, ``phase``, ``topic``,
                ``place``, ``month``, ``year``, or a function; see `timeline.counts`.

        Raises:
            InvalidError: a kind or status of no such name, or *by* is none of these.
        """
        from timeline import counts  # noqa: PLC0415  (loaded when asked for)

        if not by:
            return counts.how_many(self, *asked)
        return counts.counted(self.where(*asked) if asked else self, by)

    def pairs(
        self, on: DayLike | None = None, *, people: bool = False
    ) -> tuple[Pair, ...]:
        """Return who met whom, how often, and when last; see `timeline.counts.pairs`.

        Raises:
            InvalidError: *on* is not one day.
        """
        from timeline import counts  # noqa: PLC0415  (loaded when asked for)

        return counts.pairs(self, on, people=people)

    def matrix(self) -> Matrix:
        """Return how many events involve both of any two parties."""
        from timeline import counts  # noqa: PLC0415  (loaded when asked for)

        return counts.matrix(self)

    @classmethod
    def from_engine(
        cls,
        table: Any,  # noqa: ANN401  (ibis has no types, and is not always there)
        *asked: Predicate,
        tz: str | None = None,
        kinds: Kinds | None = None,
        sources: Iterable[Source] = (),
    ) -> Self:
        """Return the events of a database for which *asked* holds.

        The database answers; only the records of its answer are made here. What they
        refer to may have stayed there, so the timeline is a partial one.

        Args:
            table: In the flat schema: of ibis, or `timeline.engines.sql.Table`.
            asked: Predicates, without ``q.test``.
            tz: The zone in which the rows were placed.
            kinds: ``KINDS | [Mine]`` for kinds of your own.
            sources: The sources they cite, if wanted.

        Raises:
            NotCompilableError: a predicate holds a Python function.
            InvalidError: a column, kind or status of no such name.
        """
        from timeline.engines import rows  # noqa: PLC0415  (loaded when asked for)

        events = rows.records(table, together(asked), tz, kinds)
        return cls(events, sources, tz=tz, partial=True)

    # -- shown ------------------------------------------------------------------------

    def table(  # noqa: PLR0913  (each by name; how a table looks is many questions)
        self,
        fmt: str = "plain",
        *,
        columns: Sequence[Column] | Mapping[str, Column] | None = None,
        on: DayLike | None = None,
        width: int | None = None,
        group: Group | None = None,
        sort: str | Callable[[Any], Any] = "when",
        limit: int | None = None,
        language: str = "en",
        ascii: bool = False,  # noqa: A002  (what it is called)
        colour: bool = False,
    ) -> str:
        """Return the events as a table, each exactly once, in groups.

        Days that are known are headings; what has no date follows, by how it stands
        and what it is part of, and last what is still open. Under an event stands
        what it waits for. No date is shown that no source gave.

        Args:
            fmt: ``plain``, ``simple``, ``grid``, ``rounded``, ``github``, ``html``,
                ``latex`` or ``csv``.
            columns: Names (``mark id kind when what who status where topics sources
                note``), functions of an event, or a mapping of headings to either.
            on: The day to look from: dates are before, on or after it.
            width: Cells to fit into, by cutting titles with ``…``; None cuts nothing.
            group: ``day``, ``month``, ``year``, ``none``, ``kind``, ``status``,
                ``party``, ``place``, ``topic``, or a function of an event.
            sort: ``when``, ``id``, ``title``, ``kind``, ``status`` or a function; any
                but the first makes one group of all.
            limit: How many rows to show; the others are counted.
            language: ``en``, ``fr``, or for dates any that pendulum knows.
            ascii: Whether to use signs of ASCII only.
            colour: Whether to colour signs and statuses, for a terminal.

        Raises:
            InvalidError: a format, column, group, order or language of no such name;
                a day that is none.

        >>> from timeline import Meeting
        >>> tl = Timeline([Meeting(id="m", title="Talks", when="2025-03")])
        >>> print(tl.table(on="2025-03-17"))
        1 record
        as of Monday 17 March 2025
        <BLANKLINE>
             When      What
        <BLANKLINE>
        May be before or after 17 March 2025
          ·  Mar 2025  Talks
        <BLANKLINE>
        · status not stated
        """
        from timeline.report.table import table  # noqa: PLC0415  (loaded when asked)

        return table(
            self,
            fmt,
            width,
            columns=columns,
            on=on,
            group=group,
            sort=sort,
            limit=limit,
            language=language,
            ascii=ascii,
            colour=colour,
        )

    def __str__(self) -> str:
        return self.table()

    def card(
        self,
        id: str,  # noqa: A002  (what it is called)
        fmt: str = "plain",
        *,
        width: int | None = None,
        language: str = "en",
        history: Log[Timeline] | None = None,
    ) -> str:
        """Return all that is told of one event: a field a line, with its quotes.

        Args:
            id: The event.
            fmt: As of `table`.
            language: As of `table`.
            width: Cells to fit into, by wrapping.
            history: A `History` that tells what befell it.

        Raises:
            UnknownIdError: nothing bears that id.
        """
        from timeline.report.card import card  # noqa: PLC0415  (loaded when asked)

        return card(self, id, fmt, width, language, history)

    def to_html(  # noqa: PLR0913  (each by name)
        self,
        *,
        page: bool = False,
        picture: bool = True,
        lanes: str = "kind",
        on: DayLike | None = None,
        language: str = "en",
        group: Group | None = None,
    ) -> str:
        """Return the table as HTML with its style, or as a whole page with a picture.

        No script, and nothing is fetched. It raises what `table` and `to_svg` raise.
        """
        from timeline.report.page import page as page_of  # noqa: PLC0415  (loaded when asked)

        return page_of(
            self,
            page=page,
            picture=picture,
            lanes=lanes,
            on=on,
            language=language,
            group=group,
        )

    def to_svg(
        self,
        *,
        width: int = 960,
        lanes: str = "kind",
        on: DayLike | None = None,
        language: str = "en",
        prefix: str = "timeline",
    ) -> str:
        """Return a picture: bars that fade where a date is uncertain.

        What has no date stands below the axis, under what it waits for.

        Args:
            width: Pixels, 240 to 10000; the height follows.
            lanes: ``kind``, ``party``, ``place``, ``status``, ``topic`` or ``none``.
            on: The day to mark and to look from.
            language: As in `table`.
            prefix: What its ids begin with: another for each picture on one page.

        Raises:
            InvalidError: no such lanes or language, a width out of range.
        """
        from timeline.report.svg import svg  # noqa: PLC0415  (loaded when asked)

        return svg(
            self, width=width, lanes=lanes, on=on, language=language, prefix=prefix
        )

    def to_png(
        self,
        *,
        width: int = 960,
        lanes: str = "kind",
        on: DayLike | None = None,
        language: str = "en",
        scale: float = 2.0,
    ) -> bytes:
        """Return the picture of `to_svg` as PNG, in light colours.

        Raises:
            MissingExtraError: the extra ``png`` is not installed.
        """
        from timeline.report.svg import png  # noqa: PLC0415  (loaded when asked)

        picture = self.to_svg(width=width, lanes=lanes, on=on, language=language)
        return png(picture, scale)

    def schedule(self, *, strict: bool = True) -> Schedule:
        """Return the tightest bounds that follow for each event, with the reasons.

        Args:
            strict: Whether facts that cannot all hold raise; if not, the records
                concerned are left at their stated bounds.

        Raises:
            ContradictionError: facts cannot all hold.
            OutOfRangeError: a shift leads beyond the years -290000 to 290000.
        """
        from timeline.schedule.schedule import schedule  # noqa: PLC0415  (loaded when asked)

        return schedule(self, strict=strict)

    def agenda(self, on: DayLike, *, horizon: int = 90, silent: int = 6) -> Agenda:
        """Return what is open on a day: overdue, blocked, coming up and so on.

        Args:
            on: The day to look from.
            horizon: How many days ahead *coming up* reaches.
            silent: After how many months without news talks are in `no_news`.

        Raises:
            InvalidError: *on* is not one day, or a number is not a whole one from 0.

        >>> from timeline import Call, Event
        >>> back = Event(id="back", title="Return to Ottawa", status="expected")
        >>> call = Call(id="c", title="Call", when="not-before:back", status="expected")
        >>> Timeline([back, call]).agenda("2025-03-17").blocked[0].blocked_by
        ('back',)
        """
        from timeline.agenda import agenda  # noqa: PLC0415  (loaded when asked)
        from timeline.api.answers import Agenda  # noqa: PLC0415  (loaded when asked)

        return agenda(self, on, horizon=horizon, silent=silent, cls=Agenda)

    def passed(self, since: DayLike, until: DayLike) -> Agenda:
        """Return what time alone changed between two days: due, begun, over, overdue.

        Raises:
            InvalidError: one of them is not one day, or they are in the wrong order.
        """
        from timeline.agenda import passed  # noqa: PLC0415  (loaded when asked)
        from timeline.api.answers import Agenda  # noqa: PLC0415  (loaded when asked)

        return passed(self, since, until, cls=Agenda)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Show a notebook the table."""
        return {
            "text/plain": self.table(),
            "text/html": self.to_html(),
            "text/markdown": self.table("github"),
        }

    # -- treaties ---------------------------------------------------------------------

    def treaty(self, id: str, on: DayLike) -> TreatyStatus:  # noqa: A002  (what it is called)
        """Return how a treaty stands on a day: who is bound, and what is missing.

        Raises:
            UnknownIdError: there is no such record.
            InvalidError: the record is not a treaty, or *on* is not one day.
        """
        from timeline.api.answers import TreatyStatus  # noqa: PLC0415  (when asked)

        return TreatyStatus.of(self, id, on)

    def treaties(self, on: DayLike) -> dict[str, TreatyStatus]:
        """Return how every treaty stands on a day, by its id.

        Raises:
            InvalidError: *on* is not one day.
        """
        from timeline.api.answers import TreatyStatus  # noqa: PLC0415  (when asked)

        return TreatyStatus.of_all(self, on)

    def ratifications(self, party: str, on: DayLike) -> PartyTreaties:
        """Return what a party has signed and not ratified, and what binds it.

        Raises:
            InvalidError: *party* is not a known party, or *on* is not one day.
        """
        from timeline.api.answers import PartyTreaties  # noqa: PLC0415  (when asked)

        return PartyTreaties.of(self, party, on)
