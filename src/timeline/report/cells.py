"""What a table says of one event: the texts of its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Self, final

import attrs

from timeline.certainty import Certainty
from timeline.collection.collection import Collection
from timeline.collection.labels import title_of, title_of_id, title_parts
from timeline.collection.ordering import newest_day
from timeline.errors import InvalidError
from timeline.formats.shared import status_words
from timeline.language.words import Words
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.records.participants import Participant
from timeline.records.treaties import Step, Treaty
from timeline.report.html import mark_up
from timeline.report.look import Column, Look
from timeline.report.marks import Marks
from timeline.report.worked_out import may_follow, window_beside, window_text, windows
from timeline.standing import Standing, by_dates, is_late_exactly, whole_day
from timeline.text import check_name, clean, quote, width
from timeline.when.calendar import Day
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.schedule.schedule import Schedule

Join = Callable[[str, Iterable[str]], str]
PHASES = ("done", "under_way", "ahead", "off", "")  # "" if no status is stated
_LONG_WORD = re.compile(r"[^\W_]{4,}")
MOST_NAMES = 8  # on a page; more are folded
_UNIT = 40  # characters of a name that a page keeps on one line
_BRIEF = 24  # cells: longer words of the source go under the row

# In the order of the legend: name, sign, sign of ASCII, colour of a terminal, zone.
SIGNS: Mapping[str, tuple[str, str, str, str]] = {
    "done": ("●", "x", "32", "done"),
    "under-way": ("◐", "~", "34", "open"),
    "scheduled": ("○", "o", "36", "ahead"),
    "expected": ("◌", ".", "33", "ahead"),
    "waiting": ("◔", "?", "35", "open"),
    "stalled": ("■", "#", "31", "open"),
    "off": ("✕", "-", "2", "off"),
    "not-stated": ("·", "'", "0", "not-stated"),
}
# Of a terminal: of each sign, and of each mark of a diff that is no mere wording.
COLOURS: Mapping[str, str] = {
    **{sign: colour for sign, _, colour, _ in SIGNS.values()},
    **dict(zip(">+?~!-", ("32", "32", "35", "33", "31", "31"), strict=True)),
}
# By phase and status; a phase alone stands for all its other statuses.
_SIGN_OF: Mapping[tuple[str, str], str] = {
    ("ahead", "scheduled"): "scheduled",
    ("ahead", "announced"): "scheduled",
    ("ahead", "pending"): "waiting",
    ("under_way", "announced"): "done",  # of an agreement: the act is done
    ("under_way", "signed"): "done",
    ("under_way", "invitation.extended"): "waiting",
    ("ahead", "set"): "scheduled",
    ("ahead", "deadline.extended"): "scheduled",
    ("ahead", "deadline."): "not-stated",
    ("done", "missed"): "off",
    ("under_way", "tentative"): "waiting",
    ("under_way", "stalled"): "stalled",
    ("under_way", "suspended"): "stalled",
    ("", "in_force_ahead"): "scheduled",
    ("", "in_force_maybe"): "waiting",
    ("", "terminated_maybe"): "waiting",
    ("", "terminated"): "off",  # of a treaty, whose statuses have no phase
    ("", "in_force"): "done",
    ("", "pending"): "waiting",
    ("ahead", ""): "expected",
    ("under_way", ""): "under-way",
    ("done", ""): "done",
    ("off", ""): "off",
    ("", ""): "not-stated",
}
_OVER = frozenset({"done", "off"})
# How a treaty stands by a stated day: that has not come yet, may have, or has.
_BY_DAY = {Certainty.NO: "_ahead", Certainty.MAYBE: "_maybe", Certainty.YES: ""}
# Who goes or speaks to whom; in other kinds all but the participants go by their roles.
_SIDES: Mapping[str, tuple[str, str]] = {
    "visit": ("participants", "host"),
    "invitation": ("inviter", "invitee"),
    "statement": ("speaker", "audience"),
}

_IN_TITLE = frozenset({"party", "parties"})  # of acts and treaties


@final
# Cached properties slow each look at one with slots.
@attrs.frozen(slots=False, eq=False, repr=False)
class Cells:
    """Words the cells of one table, card or picture.

    Attributes:
        timeline: Whose events are shown; titles come from the whole of it.
        look: What the reader asked for.
        marks: The sources that are cited, and whether it is for a page.
        by_day: Whether rows are under their days, so that When says only the rest.
        places: Whether What ends with the place.
        folded: By the id of a treaty, its pending acts that share its row.
        grouped: By the id of a treaty, or of the first of acts that are alike, all acts
            that share its row.
        words: The language.
    """

    timeline: Collection
    look: Look
    marks: Marks
    by_day: bool = False
    places: bool = True
    folded: dict[str, Sequence[Event]] = attrs.field(factory=dict)
    grouped: dict[str, Sequence[Event]] = attrs.field(factory=dict)
    words: Words = attrs.field(init=False)

    @words.default
    def _words(self) -> Words:
        return self.timeline.words(self.look.language)

    @classmethod
    def of(
        cls, timeline: Collection, look: Look, shown: Iterable[Event], *, on_page: bool
    ) -> Self:
        """Return them with marks for the sources that the *shown* records cite."""
        cited = (event.cited for event in shown)
        return cls(timeline, look, Marks.of(cited, timeline.records, on_page=on_page))

    def column(self, column: Column, events: Iterable[Event]) -> list[str]:
        """Return the cells of one column; None of a function is an empty cell."""
        if isinstance(column, str):
            return [*map(partial(COLUMNS[column], self), events)]
        return ["" if value is None else str(value) for value in map(column, events)]

    # -- how it is called and how it stands -------------------------------------------

    def title(self, event: Event) -> str:
        """Return what readers call *event*; an act by its treaty's title."""
        return title_of(self.timeline, event, self.words)

    def title_start(self, event: Event) -> str:
        """Return the title of the treaty that *event* is called by, or ``""``."""
        return title_parts(self.timeline, event)[0]

    def title_of_id(self, id_: str) -> str:
        """Return what readers call the record of that id."""
        record = self.timeline.records.get(id_)
        if not isinstance(record, Event):
            return getattr(record, "title", "") or self.words.code(id_)
        title = self.title(record)
        if record.phase is not Phase.OFF:
            return title
        return f"{title} ({self.words.status(record.status, record.kind)})"

    def linked(self, id_: str) -> str:
        """Return the title of a record, on a page as a link to its row."""
        return self.marks.marked("link", self.title_of_id(id_), id_)

    def _stated(self, event: Event) -> tuple[str | None, When | None]:
        """Return a status and since when; of a treaty, which has none, what is known.

        That is what is stated, and what its rule makes of the acts of its participants.
        """
        if not isinstance(event, Treaty):
            return event.status, event.since
        fields = {"terminated": event.terminated, "in_force": event.in_force}
        stated: list[tuple[str, When | None, Certainty]] = [
            (field, when, self._has_come(when))
            for field, when in fields.items()
            if when is not None
        ]
        if event.id in self.by_rule:
            stated.append(self.by_rule[event.id][:3])
        if not stated:
            return "pending" if event.id in self.folded else None, event.since
        come = (each for each in stated if each[2].possibly)
        field, since, has_come = next(come, stated[-1])
        return f"{field}{_BY_DAY[has_come]}", since

    def _has_come(self, when: When) -> Certainty:
        """Whether a date has come by the day from which one looks, if there is one."""
        if self.look.on is None:
            return Certainty.YES
        first, begun, over = when.tested_days
        last = over or begun
        is_over = last is not None and last <= self.look.on
        has_begun = first is None or first <= self.look.on
        return Certainty.of(definitely=is_over, possibly=has_begun)

    @cached_property
    def by_rule(self) -> Mapping[str, tuple[str, When | None, Certainty, bool]]:
        """By id what follows for treaties from their rules: a status, since when.

        And whether that has come by the day one looks from, or that of the sources.
        """
        treaties = (e for e in self.timeline.events if isinstance(e, Treaty))
        ruled = {e.id for e in treaties if e.entry_into_force and not e.in_force}
        origin = self.timeline.origin
        newest = newest_day(origin.sources, origin.tz) if ruled else None
        day = self.look.on or (newest and newest.tested_days[2])
        if not (ruled and day):
            return {}
        from timeline.treaties import status  # noqa: PLC0415  (10 ms, and only a table of treaties with a rule needs it)

        found = status.by_rules(origin, day)
        return {id_: found[id_] for id_ in ruled if id_ in found}

    def sign(self, event: Event) -> str:
        """Return the name of the sign that *event* has: a key of `SIGNS`."""
        if self.is_ended_in_law(event):
            return "done"
        return _sign_of(event.kind, event.phase_name, self._stated(event)[0] or "")

    def is_ended_in_law(self, event: Event) -> bool:
        """Whether the law of treaties has ended what is reported to go on."""
        if not (isinstance(event, Step) and event.is_span):
            return False
        standing = self.standing(event)
        return standing is not None and standing.over.definitely

    def zone(self, event: Event) -> str:
        """Return whether it is done, open, ahead or off, or its status not stated."""
        return SIGNS[self.sign(event)][3]

    def mark(self, event: Event) -> str:
        """Return the sign of *event*."""
        name = self.sign(event)
        if self.marks.on_page:
            return mark_up("sign", "", name)
        return SIGNS[name][self.look.ascii]

    def status(self, event: Event, *, is_known: bool = False) -> str:
        """Return the status in words: since when, and whether it is overdue.

        Args:
            event: The event.
            is_known: Whether what follows for the day is said elsewhere.
        """
        status, since = self._stated(event)
        word = self.words.status(status, event.kind)
        if event.did_not_take_place:
            word = status_words(event, self.words, self.timeline.records)
        if since is not None:
            is_over = status == "terminated" or event.phase_name in _OVER
            ahead = not self._has_come(since).possibly
            day = f"{status}".endswith(("_ahead", "_maybe")) and self.words.when(since)
            dated = self.words.status_from(word, since, ended=is_over, ahead=ahead)
            word = self.words.say(f"{status}", day) if day else dated
        if event.id in self.by_rule:
            word = self.words.say("status-worked-out", word)
            if self.by_rule[event.id][3]:
                word = self.words.say("treaty-effect-if-at-all", word)
        parts = [word] if word else []
        if isinstance(event, Treaty) and event.suspended is not None:
            day = self.words.when(event.suspended, ongoing=status != "terminated")
            parts.append(self.words.say("status-suspended", day))
        standing = None if is_known else self.standing(event)
        if standing is not None and standing.overdue.definitely:
            parts.append(self._late(event, standing))
        else:
            if standing is not None and standing.proof is not None:
                parts = [self.words.say(f"proof-{standing.proof.value}", word)]
            if self.may_be_overdue(event, standing):
                late = self.words.say("agenda-perhaps-overdue-alone")
                parts.append(self.marks.marked("overdue", late))
        if event.sources and (doubt := self.doubt(event)):
            said = self.words.status(doubt, event.kind)
            parts.append(self.marks.marked(doubt, said))
        return ", ".join(parts)

    def doubt(self, event: Event) -> str:
        """Return ``disputed``, ``alleged`` if no source reports it, or ``""``."""
        event = self.timeline.with_as_of(event)
        dated = any(cited.gives_date for cited in event.sources)
        if event.disputed or (dated and event.id in self.plan.constraints.moved):
            return "disputed"
        return "alleged" if event.doubtful else ""

    def _late(self, event: Event, standing: Standing) -> str:
        """Say for how long it is overdue: at least, where its day is not known."""
        is_exact = is_late_exactly(event, self.plan.when(event.id))
        key = "days-overdue" if is_exact else "least-days-overdue"
        return self.marks.marked("overdue", self.words.say(key, standing.days_late))

    def may_be_overdue(self, event: Event, standing: Standing | None) -> bool:
        """Whether some of those who speak of it, or of its dates, make it overdue."""
        if standing is None or self.day is None or not standing.overdue.possibly:
            return False
        event, when = self.timeline.with_as_of(event), self.plan.when(event.id)
        return by_dates("overdue", event, when, self.day).possibly

    def standing(self, event: Event) -> Standing | None:
        """Return how *event* stands on the day; None without one, or if status says."""
        if self.day is None or event.phase_name not in {"ahead", "under_way"}:
            return None
        return self.plan.standing(event.id, self.day)

    @cached_property
    def plan(self) -> Schedule:
        """What follows from links, and so how an event stands on a day."""
        from timeline.schedule.schedule import Schedule  # noqa: PLC0415  (10 ms, and only a table from a day or with links needs it)

        return Schedule.of(self.timeline.origin, strict=False)

    @cached_property
    def worked_out(self) -> Mapping[str, When]:
        """By id the windows that follow from links."""
        if self.look.worked_out and may_follow(self.timeline.origin):
            return windows(self.timeline, self.plan)
        return {}

    @property
    def conflicts(self) -> list[str]:
        """What contradicts itself among the links from which windows may follow."""
        if not (self.look.worked_out and may_follow(self.timeline.origin)):
            return []
        shown = {event.id for event in self.timeline.events}
        found = (c for c in self.plan.contradictions if shown & {*c.ids})
        return [f"! {each.sentence(self.words, self.name)}" for each in found]

    @cached_property
    def dates(self) -> Mapping[str, When]:
        """By id the date that is stated, or else the window that is worked out."""
        stated = {e.id: w for e in self.timeline.events if (w := e.when) and w.is_dated}
        return {**self.worked_out, **stated}

    @cached_property
    def day(self) -> When | None:
        """The day from which one looks, on the line of the timeline's zone."""
        return self.look.on and whole_day(self.look.on, self.timeline.origin.tz)

    # -- when -------------------------------------------------------------------------

    def goes_on(self, event: Event) -> bool:
        """Whether *event* is still open, so that no heading says when it began."""
        when = event.when
        if when is None or when.ticks.end_latest is not None:
            return False
        return self.zone(event) == "open" and self._has_come(when).possibly

    def when(self, event: Event, *, alone: bool = False) -> str:
        """Return when it is, as far as no heading says so; *alone* if none does."""
        when, shown = event.when, ""
        if when is not None:
            by_day, ongoing = self.by_day and not alone, self.goes_on(event)
            on, is_off = self.look.on, event.phase is Phase.OFF  # then it is not ahead
            day = None if on is None or is_off else one_day_of(when)
            away = on and day and day.number - on.number
            shown = self._time(when, away, by_day=by_day, ongoing=ongoing)
        if (wording := event.when_text) and not is_long(wording):
            shown = f"{shown} {self.words.say('quote', wording)}".lstrip()
        if (window := self.worked_out.get(event.id)) is not None:
            days = self.words.say("worked-out", window_beside(window, when, self.words))
            shown = f"{shown}, {days}" if shown else days
        return self.marks.dated(shown)

    def heading(self, when: When) -> str:
        """Return the day of *when*, or what it says of one, as a heading."""
        words = self.words
        if not (when.text or when.anchors):  # a window that is worked out
            return words.heading(window_text(when, words, long=True))
        said = words.date_of(when, long=True) or words.limits(when, long=True)
        day = one_day_of(when) or when.value.start.date
        return self.marks.marked("time", words.heading(said), str(day))

    def _time(
        self, when: When, days: int | None, *, by_day: bool, ongoing: bool
    ) -> str:
        words, look = self.words, self.look
        is_headed = look.on is None or look.narrow or days == 0
        is_plain = by_day and not ongoing and is_headed
        if is_plain and (when.is_dated or not when.text):  # else it has no heading
            clock = self._instant(when, words.clock(when))
            if not when.anchors or not words.date_of(when):  # else the heading's
                return clock
            return ", ".join(filter(None, (clock, words.limits(when))))
        said = self._instant(when, words.when(when, ongoing=ongoing))
        relative = "" if days is None else words.relative(days)
        return f"{said} {self._unit(f'({relative})')}" if relative else said

    def _instant(self, when: When, said: str) -> str:
        """Return the words of a time, on a page marked up as one."""
        if not (said and self.marks.on_page):
            return said
        value = when.value  # of a span HTML cannot say the time, nor the name of a zone
        written = "" if value.is_span else str(value.start._replace(zone=""))
        return mark_up("time", said, written)

    # -- what and who -----------------------------------------------------------------

    def what(self, event: Event) -> str:
        """Return the title, and the place if no word of it is in the title."""
        acts = self.grouped and self.alike(event)
        if acts and (treaty := self.title_start(event)):
            name = getattr(event, "instrument", event.kind)
            act = self.words.name(name) if name else self.words.say("consent")
            return self.words.say("acts", treaty, act, len(acts))
        title, place = self.title(event), event.place
        if not (place and self.places):
            return title
        known = title.casefold()
        said = [w for w in _LONG_WORD.findall(place.casefold()) if w in known]
        return title if said else f"{title}, {place}"

    def alike(self, event: Event) -> Sequence[Event]:
        """Return the acts alike whose one row that of *event* is."""
        return () if event.kind == "treaty" else self.grouped.get(event.id, ())

    def who(self, event: Event) -> str:
        """Name people with their parties, and parties, by what they do there."""
        in_codes, words = self.look.who == "codes", self.words
        if said := in_roles(event, words, self._few, in_codes=in_codes):
            return said
        acts = self.alike(event)  # each is of one party
        parties = sorted((act.involved[0] for act in acts), key=words.party)
        names = map(words.code if in_codes else words.party, parties or event.involved)
        return self._few(" " if in_codes else ", ", names)

    def name(self, id_: str) -> str:
        """Return the mark of a source, such as ``[1]``, or the title of another record.

        On a page it is a link to where that is.
        """
        if mark := self.marks.link(id_):
            return mark
        title = title_of_id(self.timeline, self.words, id_)
        return self.marks.marked("link", title, id_)

    def source(self, event: Event) -> str:
        """Return the marks of its sources, such as ``[1][3]``."""
        shown = self._quoted(event) if self.marks.on_page else [self._marks(event)]
        return " ".join(filter(None, shown)) or self.words.say("source-none")

    def _marks(self, event: Event) -> str:
        known = self.timeline.with_as_of(event).backing
        return "".join(self.marks.link(id_) or f"[{id_}]" for id_ in known)

    def _quoted(self, event: Event) -> Iterator[str]:
        """Yield the marks of sources, each with what is quoted of it, and a link."""
        quotes: dict[str, list[str]] = {}
        for each in (event, *self.grouped.get(event.id, ())):
            known = self.timeline.with_as_of(each).backing
            for cited in each.sources:
                said = [self.words.say("quote", cited.quote)] if cited.quote else []
                if cited.source in known:
                    quotes.setdefault(cited.source, []).extend(said)
        for id_, quoted in quotes.items():
            name = self.marks.name(id_) or f"[{id_}]"
            once = "".join(mark_up("quote", quote) for quote in dict.fromkeys(quoted))
            link = self.marks.link(id_) or name
            yield mark_up("fold", once + link, name) if quoted else link

    def shared(self, event: Event) -> str:
        """Return what opens on a page under the title: the acts that share the row."""
        acts = self.grouped.get(event.id, ())
        spots = (mark_up("spot", "", act.id) for act in self.folded.get(event.id, ()))
        items = (
            mark_up("item", self._act(act), act.id if act is not event else "")
            for act in acts
        )
        said = self.words.say("number-of-acts", len(acts))
        opens = mark_up("fold", mark_up("list", "".join(items)), said) if acts else ""
        return "".join(spots) + opens

    def _act(self, act: Event) -> str:
        """Say in one line when an act that shares a row is, and how it stands."""
        title = self.title(act).removeprefix(self.title_start(act)).lstrip(":\u00a0 ")
        parts = (self.words.when(act.when), title, self.status(act), self._marks(act))
        return " · ".join(filter(None, parts))

    def _few(self, between: str, names: Iterable[str]) -> str:
        """Join names; beyond the most that are wanted there is a number."""
        most = self.look.max_names
        if most is None and not self.marks.on_page:
            return between.join(names)
        names, folds = list(names), most is None
        most = most or MOST_NAMES
        kept = len(names) if len(names) <= most else most - 1
        said = between.join(map(self._unit, names[:kept]))
        if kept == len(names):
            return said
        more = self.words.say("and-others", len(names) - kept)
        if folds:
            more = mark_up("fold", between.join(names[kept:]), more)
        return f"{said} {more}"

    def _unit(self, name: str) -> str:
        """Return a name in which no line breaks on a page."""
        return self.marks.marked("unit", name) if len(name) <= _UNIT else name


@lru_cache  # of ten thousand events there are a few dozen
def _sign_of(kind: str, phase: str, status: str) -> str:
    """Return the sign of a status: that of its kind, of all kinds, or of its phase."""
    keys = ((phase, word) for word in (f"{kind}.{status}", status, ""))
    return next(_SIGN_OF[key] for key in keys if key in _SIGN_OF)


def in_roles(
    event: Event, words: Words, join: Join = str.join, *, in_codes: bool = False
) -> str:
    """Name those who take part by what they do, except the party of an act.

    >>> from timeline import Visit
    >>> in_roles(Visit(id="v", title="V", participants=["CA"], host=["FR"]), Words())
    'Canada; host: France'
    """
    between = " " if in_codes else ", "
    roles: dict[str, dict[str, None]] = {}  # of each the names, once
    for role, who in event.roles:
        if role not in _IN_TITLE:
            said = words.code(who.of) or who.name if in_codes else named(who, words)
            roles.setdefault(role, {})[said] = None
    first, second = _SIDES.get(event.kind, ("participants", ""))
    acting = roles.pop(first, {}) or roles.pop("participants", {})
    upon = roles.pop(second, {}) if in_codes or second != "host" else {}
    if in_codes:
        for names in roles.values():
            acting |= names
        if any(" " in name for name in (*acting, *upon)):  # of what is declared
            between = ", "
        return " → ".join([join(between, side) for side in (acting, upon) if side])
    to = words.say("who-to", join(between, upon)) if upon else ""
    others = (
        words.say("labelled", words.field(event.kind, role), join(between, names))
        for role, names in roles.items()
    )
    return words.clauses((f"{join(between, acting)} {to}".strip(), *others))


def named(who: Participant, words: Words, *about: str) -> str:
    """Name a person with the code of the party in brackets, or a party itself.

    What else is said *about* them follows: their office and their role.
    """
    if not who.name:
        return ", ".join((words.party(who.of), *filter(None, about)))
    details = ", ".join(filter(None, (words.code(who.of), *about)))
    return f"{who.name} ({details})" if details else who.name


# What a column shows, by its name.
COLUMNS: Mapping[str, Callable[[Cells, Event], str]] = {
    "mark": Cells.mark,
    "id": lambda _, event: event.id,
    "kind": lambda cells, event: cells.words.name(event.kind),
    "when": Cells.when,
    "what": Cells.what,
    "who": Cells.who,
    "status": Cells.status,
    "where": lambda _, event: event.place,
    "part_of": lambda cells, event: cells.title_of_id(event.part_of or ""),
    "topics": lambda _, event: ", ".join(event.topics),
    "sources": lambda _, event: ", ".join(event.cited),
    "marks": Cells.source,
    "note": lambda _, event: event.note,
}
DEFAULT_COLUMNS: tuple[Column, ...] = ("mark", "when", "what", "who", "status")


def as_columns(
    columns: Iterable[Column] | Mapping[str, Column], words: Words
) -> dict[str, Column]:
    """Return headings and columns, given names, functions or a mapping to either.

    Raises:
        InvalidError: there is no column of that name, or no column at all.

    >>> as_columns(["wath"], Words())
    Traceback (most recent call last):
    timeline.errors.InvalidError: unknown column "wath"; did you mean "what"?
    """
    if isinstance(columns, str):
        problem = f"columns must be a list, not the text {quote(columns)}"
        raise InvalidError(problem, f"write [{quote(columns)}]")
    if not isinstance(columns, Mapping):
        columns = {_heading(column, words): column for column in columns}
    for column in columns.values():
        if not callable(column):
            check_name(column, COLUMNS, "unknown column")
    if not columns:
        raise InvalidError("a table has at least one column", "leave columns out")
    return dict(columns)


def _heading(column: Column, words: Words) -> str:
    """Return the heading of a column; of a function its name, and the sign has none."""
    if callable(column):
        return str(getattr(column, "__name__", "")).strip("<>_").replace("_", " ")
    if column == "part_of":
        return words.heading(words.field("event", column))
    return words.say(column) if column in COLUMNS and column != "mark" else ""


def is_long(wording: str) -> bool:
    """Whether the source's own words are too long for a cell."""
    return width(clean(wording[:200])) > _BRIEF


def one_day_of(when: When) -> Day | None:
    """Return the day that *when* names without doubt, with a time of day or without."""
    value = when.value
    if value.parts or value.marks or len({point.date for point in value.dates}) != 1:
        return None
    exact = value.start.day and not value.start.is_masked and not value.throughout
    return value.start.first if exact else None
