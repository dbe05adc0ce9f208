"""Dates, spans, statuses and messages in the languages of readers.

Words are never more precise than the source: they are made from what was written, and
not from the bounds of a `When`, so that a month stays a month; what these words have no
form for is shown as it was written.

>>> words = Words()
>>> words.date("2025-03"), words.date("2025-06-15/2025-06-17")
('Mar 2025', '15–17 Jun 2025')
>>> Words("fr").date("2025-03-01~", long=True)
'vers le samedi 1er mars 2025'
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from itertools import pairwise
from typing import Any, final

from timeline.language import en, fr
from timeline.language.message import Message, PartyId, RecordId, StatusTerm, Term
from timeline.parties.parties import party_name
from timeline.text import check_name, clean
from timeline.when.anchors import Duration
from timeline.when.bounds import HOUR, MINUTE
from timeline.when.calendar import Day
from timeline.when.edtf import EndKind, Point, Value, joint_mark
from timeline.when.timezones import offset_text
from timeline.when.when import When

CATALOGUES: Mapping[str, Any] = {"en": en, "fr": fr}
# Each language has keys of its own for its articles.
_ARTICLES = dict(ChainMap(*(each.ARTICLES for each in CATALOGUES.values())))
_AT_A_TIME = {article for each in CATALOGUES.values() for article in each.AT_A_TIME}
_VOWELS = tuple("aàâeéèêëiîoôuAÀÂEÉÈÊËIÎOÔU")  # and no h: la Hongrie


class _Text(str):
    """What fills a phrase; the phrase may ask for the article before it."""

    __slots__ = ()

    def __format__(self, article: str) -> str:
        if article not in _ARTICLES:  # a width or the like
            return str.__format__(self, article)
        plain, before_day, before_vowel = _ARTICLES[article]
        if isinstance(self, _DayText):
            return f"{before_day}{self}"
        return f"{before_vowel if self.startswith(_VOWELS) else plain}{self}"


class _DayText(_Text):
    """Words that name a day: "17 March", and not "March"."""

    __slots__ = ()


class _PhraseText(_Text):
    """Words that say their own place in time: "about 17 March", "from 3 May".

    The mark of a *plain* date follows it where an article goes before.
    """

    plain = _Text()
    after = ""

    def __format__(self, article: str) -> str:
        if article in _AT_A_TIME:
            return str(self)
        if article in _ARTICLES and self.plain:
            return f"{self.plain.__format__(article)}{self.after}"
        return super().__format__(article)


# How a date with unspecified digits is said, by its shape; others are said as written.
_MASKED: Mapping[str, str] = {
    "000X--": "decade",
    "00XX--": "century",
    "0XXX--": "millennium",
    "XXXX-XX-XX": "unstated-date",
    "0000-XX-": "no-month",
    "0000-00-XX": "no-day",
    "0000-XX-XX": "no-date",
    "0000-XX-00": "day-of",
    "XXXX-00-00": "no-year",
    "XXXX-00-": "no-year",
    "XXXX-00-XX": "no-year",
}
_NUMBERS = frozenset(f"{month:02}" for month in range(1, 13))
_MOST_COMPLETIONS = 4  # of a date with unspecified digits that are said one by one
_NO_NAMES: Mapping[str, str] = {}
_DIGITS = str.maketrans("123456789", "0" * 9)
_UNMARKED = str.maketrans("", "", "?~%")


@final
class Words:
    """How one language says when something is and how it stands.

    What was said once is remembered for as long as the object lives, so that a table
    of ten thousand events says each day once.

    Args:
        language: A catalogue of this package is complete; for any other locale that
            pendulum has, dates are in its words and the rest is English.

        parties: The names of parties that are in no table, by their ids.

    Raises:
        InvalidError: there is no such language.

    >>> Words("fre")
    Traceback (most recent call last):
    timeline.errors.InvalidError: unknown language "fre"; did you mean "fr"?
    """

    def __init__(
        self, language: str = "en", parties: Mapping[str, str] = _NO_NAMES
    ) -> None:
        self.language = language
        self._parties = parties
        self._memo: dict[tuple[object, ...], str] = {}
        self._catalogue = CATALOGUES.get(language, en)
        self._locale = None if language in CATALOGUES else _pendulum_locale(language)
        names = self._locale or self._catalogue
        self._months = (names.SHORT_MONTHS, names.MONTHS)
        self._weekdays = names.WEEKDAYS

    def say(self, key: str, *values: object) -> str:
        """Return the phrase of that key, filled with *values*.

        >>> words = Words("fr")
        >>> words.say("from", "avril 2025"), words.say("days", 0), words.say("days", 2)
        ("à partir d'avril 2025", '0 jour', '2 jours')
        """
        phrases = self._catalogue.PHRASES
        if key not in phrases:  # a plural: the first number chooses its form
            number = next(abs(value) for value in values if isinstance(value, int))
            key = f"{key}-{'one' if number in self._catalogue.SINGULAR else 'many'}"
        texts = (v if isinstance(v, _Text) else _Text(v) for v in values)
        return str(phrases[key].format(*texts))

    def at_most(self, sure: int, most: int) -> str:
        """Return a number of which not all is sure: "1, up to 2"; 0 is ``""``."""
        if sure >= most:
            return str(sure or "")
        return self.say("sure-and-most", sure, most) if sure else self.say("most", most)

    def message(self, message: Message, titles: Callable[[str], str] = str) -> str:
        """Return a message in words.

        Args:
            message: What to say.
            titles: Gives the title of a record by its id.

        >>> pending = Message("pending", ((RecordId("a"), RecordId("b")),))
        >>> Words().message(pending, {"a": "Return", "b": "Vote"}.__getitem__)
        'pending: Return and Vote'
        """
        return self.say(message.code, *(self._fill(v, titles) for v in message.values))

    def _fill(self, value: object, titles: Callable[[str], str]) -> object:
        """Return a value in words, but a number as it is: it chooses the plural."""
        if isinstance(value, tuple):
            parts = (str(self._fill(part, titles)) for part in value)
            return _PhraseText(self.list(parts))
        fills = (fill for sort, fill in _FILL.items() if isinstance(value, sort))
        fill = next(fills, None)
        return value if fill is None else fill(self, value, titles)

    def clauses(self, items: Iterable[str]) -> str:
        """Return clauses as one sentence, with semicolons, without empty ones.

        >>> Words("fr").clauses(["signé", "", "en vigueur"])
        'signé ; en vigueur'
        """
        said = [item for item in items if item]
        return reduce(partial(self.say, "and-also"), said) if said else ""

    def list(self, items: Iterable[str], last: str = "and") -> str:
        """Return items as a sentence lists them; *last* is ``and`` or ``or``.

        >>> Words().list(["a", "b", "c"]), Words("fr").list(["a", "b"], "or")
        ('a, b and c', 'a ou b')
        """
        *first, final = [*items] or [""]
        return self.say(last, ", ".join(first), final) if first else final

    def party(self, code: str) -> str:
        """Return the name of a party, or its code if it is not a known one.

        >>> Words().party("DE"), Words("fr").party("DE")
        ('Germany', 'Allemagne')
        """
        name = self._parties.get(code) or self._catalogue.PARTIES.get(code)
        return name or party_name(code, self.language)

    def code(self, code: str) -> str:
        """Return the code of a party in short, which of a declared one is its name."""
        return self._parties.get(code, code)

    # -- words of records -------------------------------------------------------------

    def name(self, name: str) -> str:
        """Return a status, a kind or another word of records as readers know it.

        >>> Words().name("agreement"), Words("fr").name("visit")
        ('non-binding instrument', 'visite')
        """
        return str(self._catalogue.NAMES.get(name, name.replace("_", " ")))

    def status(self, status: str | None, kind: str = "") -> str:
        """Return a status as a word that agrees with its *kind*; None is ``""``.

        >>> words = Words("fr")
        >>> words.status("held", "summit"), words.status("held", "meeting")
        ('tenu', 'tenue')
        """
        if status is None:
            return ""
        if (kind, status) not in self._memo:
            catalogue, special = self._catalogue, f"{kind}.{status}"
            forms = catalogue.FEMININE if kind in catalogue.FEMININE_KINDS else {}
            named = catalogue.NAMES.get(special) or forms.get(status)
            self._memo[kind, status] = named or self.name(status)
        return self._memo[kind, status]

    def field(self, kind: str, field: str) -> str:
        """Return the name of a field, which may have another one in some kinds.

        >>> Words().field("visit", "host"), Words().field("call", "host")
        ('host', 'caller')
        """
        special = f"{kind}.{field}"
        return self.name(special if special in self._catalogue.NAMES else field)

    # -- time -------------------------------------------------------------------------

    def relative(self, days: int) -> str:
        """Return how far a day is from the one looked from; "" beyond a month.

        >>> [Words().relative(days) for days in (-1, 0, 3, 400)]
        ['yesterday', 'today', 'in 3 days', '']
        """
        if abs(days) > 31:
            return ""
        if self._locale is not None:
            return self._locale.relative(days)
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
        far = "in-days" if days > 0 else "days-ago"
        return self.say(near) if near else self.say(far, abs(days))

    def amount(self, duration: Duration) -> str:
        """Return an amount of time, later or earlier.

        >>> [Words().amount(Duration.parse(text)) for text in ("P2M1D", "-PT72H")]
        ['2 months and 1 day', '72 hours']
        """
        hours, rest = divmod(abs(duration.microseconds), HOUR)
        minutes, rest = divmod(rest, MINUTE)
        parts = {
            "months": abs(duration.months),
            "days": abs(duration.days),
            "hours": hours,
            "minutes": minutes,
        }
        if rest or not any(parts.values()):
            return str(duration).removeprefix("-")
        return self.list([self.say(name, n) for name, n in parts.items() if n])

    def heading(self, text: str) -> str:
        """Return *text* as a heading begins: with a capital."""
        return text[:1].upper() + text[1:]

    def year(self, year: int) -> str:
        """Return a year; 0 is the one before 1 AD.

        >>> Words().year(2025), Words().year(-43)
        ('2025', '44 BC')
        """
        return str(year) if year > 0 else self.say("bc", 1 - year)

    def month(self, year: int | None, month: int, *, long: bool = False) -> str:
        """Return a month, its name in full if *long*, without a year if that is None.

        >>> Words().month(2025, 3), Words().month(None, 3, long=True)
        ('Mar 2025', 'March')
        """
        name = self._months[long][month - 1]
        return name if year is None else f"{name} {self.year(year)}"

    def day(self, day: Day, *, long: bool = False) -> str:
        """Return a day, its month in full, with its weekday if *long*.

        >>> Words("fr").day(Day(2025, 4, 1)), Words().day(Day(2025, 4, 1), long=True)
        ('1er avril 2025', 'Tuesday 1 April 2025')
        """
        words = self._day(day, long=True)
        return self._with_weekday(words, day) if long else words

    def days(self, first: Day | None, last: Day | None, *, mark: str = "") -> str:
        """Return the stretch between two days; one of them may be None: not bounded.

        Args:
            first: The first day.
            last: The last one.
            mark: The mark of doubt of what they follow from.

        >>> Words().days(Day(2025, 3, 15), Day(2025, 3, 17), mark="~")
        'about 15–17 Mar 2025'
        """
        key, ends = "", [day for day in (first, last) if day is not None]
        if len(ends) == 1:
            key = "by-date" if first is None else "from"
        if ends[0] == ends[-1]:
            said = self._day(ends[0], long=False)
        else:
            said = self._joined(*self._shared(ends, long=False))
        said = self._marked(mark, said) if mark else said
        return self.say(key, said) if key else said

    def date(self, text: str, *, long: bool = False) -> str:
        """Return a time written as `When.parse` reads it in words.

        >>> Words().date("[2025-03-18..2025-03-27]")
        'between 18 and 27 Mar 2025'
        """
        return self.when(When.parse(text), long=long)

    def when(
        self, when: When | None, *, long: bool = False, ongoing: bool = False
    ) -> str:
        """Return all that *when* says by itself, without what it waits for.

        Args:
            when: What to say; None is ``""``.
            long: Whether to write months in full, and the weekday of a lone day.
            ongoing: Whether it still goes on, so that an open end is "since".

        >>> Words().when(When.parse("2025-03-17T16:30[Europe/Paris]"))
        '17 Mar 2025, 16:30 (Paris)'
        >>> Words().when(When.parse("not-before:2025-04 not-after:talks"))
        'not before Apr 2025'
        >>> Words().when(When.parse("2024-01/.."), ongoing=True)
        'since Jan 2024'
        """
        if when is None:
            return ""
        said = self.date_of(when, long=long, ongoing=ongoing)
        if clock := self.clock(when):
            said = type(said)(f"{said}, {clock}")
        limits = self.limits(when, long=long)
        return _PhraseText(f"{said}, {limits}") if said and limits else said or limits

    def status_from(
        self, status: str, since: When, *, ended: bool, ahead: bool = False
    ) -> str:
        """Return a status with the day on which it came about, or since when it holds.

        What is *ahead* of the day from which one looks holds from then on.

        >>> words, day = Words(), When.parse("2014")
        >>> words.status_from("terminated", day, ended=True)
        'terminated in 2014'
        >>> words.status_from("in force", day, ended=False)
        'in force since 2014'
        >>> words.status_from("in force", When.parse("not-before:2014"), ended=False)
        'in force (since: not before 2014)'
        """
        value, day = since.value, self.when(since)
        is_bound = value.is_span or since.anchors or any(p.until for p in value.parts)
        plain = "status-from" if ahead else "since"
        key = "since-within" if is_bound else plain
        if ended or (value.is_span and value.end.kind is EndKind.OPEN):
            key = "status-day"
        return self.say(key, status, day).strip() if day else status

    def limits(self, when: When, *, long: bool = False) -> str:
        """Return the dates that bound *when* from outside: "not before Apr 2025".

        >>> Words().limits(When.parse("not-before:2025-03-18 not-after:2025-03-27"))
        'between 18 and 27 Mar 2025'
        """
        found = [(a.kind, When.parse(a.target)) for a in when.anchors if a.is_date]
        dates = dict(found)
        if len(found) != len(dates) or dates.keys() != {"not-before", "not-after"}:
            said = (self.say(kind, self.when(date, long=long)) for kind, date in found)
            return _PhraseText(", ".join(said))
        ends = dates["not-before"], dates["not-after"]
        if ends[0] == ends[1]:
            return self.when(ends[0], long=long)
        words: Sequence[str] = [self.when(date, long=long) for date in ends]
        points = [x.value.start for x in ends if x.value.text == x.value.start.date]
        if len(points) == 2:
            words = self._together(points, long=long)
        return _PhraseText(self.say("between", *words))

    def clock(self, when: When) -> str:
        """Return the time of day of *when*, with its zone, or ``""``.

        >>> Words().clock(When.parse("2025-03-17T09:00Z/2025-03-17T11:30Z"))
        '09:00–11:30 (UTC)'
        """
        value = when.value
        if not value.has_clock:
            return ""
        ends = (value.start, value.end) if value.is_span else (value.start,)
        timed = [(_clock(end), _zone(end)) for end in ends if end.clock]
        if len({zone for _, zone in timed}) > 1:
            return "–".join(f"{clock}{zone}" for clock, zone in timed)
        return "–".join(clock for clock, _ in timed) + timed[0][1]

    def date_of(self, when: When, *, long: bool = False, ongoing: bool = False) -> str:
        """Return *when* without its time of day and what bounds it from outside."""
        value = when.value
        text = value.text if value.is_span else value.text.partition("T")[0]
        key = text, long, ongoing  # a clock time makes no other date
        if key not in self._memo:
            self._memo[key] = self._date(value, long=long, ongoing=ongoing)
        return self._memo[key]

    def _date(self, value: Value, *, long: bool, ongoing: bool) -> str:
        if value.is_span:
            said = self._span(value.start, value.end, long=long, ongoing=ongoing)
            return _PhraseText(said)
        if value.parts:
            parts = self._together(value.parts, long=long)
            return type(parts[0])(self.list(parts, "or"))
        words = self._point(value.start, long=long) if value.start.year else ""
        return _PhraseText(self.say("throughout", words)) if value.throughout else words

    def _part(self, part: Point, *, long: bool) -> str:
        """Return a member of a set, which may be a range."""
        if part.until is None:
            return self._point(part, long=long)
        ends = self._together([part._replace(until=None), part.until], long=long)
        return _PhraseText(self.say("between", *ends))

    def _span(self, start: Point, end: Point, *, long: bool, ongoing: bool) -> str:
        if not start.year:
            key = "by-date" if start.kind is EndKind.OPEN else "by-unknown"
            return self.say(key, self._point(end, long=long))
        if not end.year:
            key = "since-date" if ongoing else "from"
            key = key if end.kind is EndKind.OPEN else f"{key}-unknown"
            return self.say(key, self._point(start, long=long))
        if start.date == end.date:
            return self._point(start, long=long)
        return self._joined(*self._together([start, end], long=long))

    def _joined(self, first: str, last: str) -> str:
        if isinstance(first, _DayText) and isinstance(last, _DayText):
            dash = " – " if " " in first else "–"
            return _DayText(f"{first}{dash}{last}")
        return self.say("to", first, last)

    def _together(self, points: Sequence[Point], *, long: bool) -> Sequence[str]:
        """Return dates that are beside one another."""
        days = [*filter(None, map(plain_day, points))]
        if len(days) < len(points) or any(point.until for point in points):
            return [self._part(point, long=long) for point in points]
        return self._shared(days, long=long)

    def _shared(self, days: Sequence[Day], *, long: bool) -> Sequence[str]:
        """Return days; the month and year that all have are said with the last alone.

        The languages of pendulum put them in other places, and so repeat them.
        """
        words = [self._day(day, long=long) for day in days]
        if self._locale is None and len({day.year for day in days}) == 1:
            kept = 1 if len({day.month for day in days}) == 1 else 2
            words[:-1] = [_DayText(" ".join(w.split(" ")[:kept])) for w in words[:-1]]
        return words

    def _point(self, point: Point, *, long: bool) -> str:
        """Return one date with its marks, and whether a side of it is open."""
        words = self._unmarked(point, long=long)
        if point.marks:
            words = self._marked(joint_mark([point.marks]), words)
        if point.kind is EndKind.OPEN:
            key = "or-earlier" if point.low is None else "or-later"
            return type(words)(self.say(key, words))
        return words

    def _marked(self, mark: str, words: str) -> str:
        """Return words for a date with its mark, before it or after."""
        said = _PhraseText(self.say(mark, words))
        said.plain = words if isinstance(words, _Text) else _Text(words)
        said.after = self._catalogue.MARKS_AFTER.get(mark, "")
        return said

    def _unmarked(self, point: Point, *, long: bool) -> str:
        if point.is_masked:
            return self._masked(point, long=long)
        if not point.year.removeprefix("-").isdecimal():  # Y12345 or 1950S2
            return point.date.translate(_UNMARKED)
        year, month = int(point.year), int(point.month or 0)
        if not month:
            return self.year(year)
        if month > 12:
            return self.say(point.month, self.year(year))
        if not point.day:
            return self.month(year, month, long=long)
        named = Day(year, month, int(point.day))
        words = self._day(named, long=long)
        return self._with_weekday(words, named) if long and year > 0 else words

    def _masked(self, point: Point, *, long: bool) -> str:
        """Return a date with unspecified digits, in words or as written."""
        year, month, day = point.year, point.month, point.day
        shape = "-".join(part.translate(_DIGITS) for part in (year, month, day))
        key = _MASKED.get(shape)
        years = _MASKED.get(f"{shape[:4]}--")
        if years and not day and month in _NUMBERS:  # of a month its year is masked
            named = self._months[long][int(month) - 1]
            return self.say("month-of", named, self.say(years, year.rstrip("X")))
        if key is None or (month.isdecimal() and int(month) > 12):
            return self._completions(point, long=long)
        first = year.rstrip("X")
        if key == "no-day":
            first = self.month(int(year), int(month), long=long)
        elif key == "no-year":
            named = self._months[long][int(month) - 1]
            first = f"{int(day)} {named}" if day.isdecimal() else named
        return self.say(key, first, day.lstrip("0"))

    def _completions(self, point: Point, *, long: bool) -> str:
        """Return between what or which of some a date is; as written if of many."""
        spans = [(span.first, span.last) for span in point.spans()]
        known = [(first, last) for first, last in spans if first and last]
        gaps = any(b.number - a.number > 1 for (_, a), (b, _) in pairwise(known))
        days = [day for day, _ in (known if gaps else [*known[:1], *known[-1:]])]
        if not (point.year.isdecimal() and 1 < len(days) <= _MOST_COMPLETIONS):
            return point.date.translate(_UNMARKED)
        words = [self.month(day.year, day.month, long=long) for day in days]
        if point.day:
            words = [*self._shared(days, long=long)]
        said = self.list(words, "or") if gaps else self.say("between", *words)
        return _PhraseText(said)

    def _with_weekday(self, words: str, day: Day) -> str:
        weekday = self._weekdays[(day.number + 3) % 7]  # 1970 began on a Thursday
        return _DayText(weekday + " " + words)  # a format would ask for an article

    def _day(self, day: Day, *, long: bool) -> str:
        """Write a day as the language writes it."""
        year = self.year(day.year)
        if self._locale is not None:
            return _DayText(self._locale.day(day.day, day.month, year, long=long))
        first = self._catalogue.FIRST_DAY if day.day == 1 else day.day
        return _DayText(f"{first} {self._months[long][day.month - 1]} {year}")


def _nested(words: Words, said: Message, titles: Callable[[str], str]) -> str:
    """Return a message within another; an inferred date is a date still."""
    date: Any = said.values[0] if said.code == "inferred" else None
    kind = type(words.when(date)) if date else _PhraseText
    return kind(words.message(said, titles))


_Fill = Callable[[Words, Any, Callable[[str], str]], str]
_FILL: Mapping[type, _Fill] = {
    Message: _nested,
    When: lambda words, when, _: words.when(when),
    Term: lambda words, term, _: words.name(term),
    StatusTerm: lambda words, term, _: words.status(term.status, term.kind),
    RecordId: lambda _, id_, titles: titles(id_),
    PartyId: lambda words, code, _: words.party(code),
    Duration: lambda words, duration, _: words.amount(duration),
    str: lambda _, text, __: clean(text),  # last: others are texts, too
}


def plain_day(point: Point) -> Day | None:
    """Return the day of a date, if it is one after Christ without doubt."""
    written = (point.year, point.month, point.day)
    is_open = point.kind is EndKind.OPEN
    if point.marks or is_open or not all(map(str.isdecimal, written)):
        return None
    day = Day(*map(int, written))
    return day if day.year > 0 else None


def _clock(point: Point) -> str:
    """Return a time of day; calendars write seconds where nobody counted them."""
    has_seconds = len(point.clock) == len("16:30:00")
    return point.clock.removesuffix(":00") if has_seconds else point.clock


def _zone(point: Point) -> str:
    """Name a time zone by its city, or else by its distance from UTC."""
    if point.zone[:1].isalpha():
        return f" ({point.zone.rpartition('/')[2].replace('_', ' ')})"
    if point.offset is None:
        return ""
    offset = offset_text(point.offset).replace("-", "−") if point.offset else ""
    return f" (UTC{offset})"


class _PendulumLocale:
    """The words for days of a language that has no catalogue here."""

    def __init__(self, language: str) -> None:
        import pendulum  # noqa: PLC0415  (0.1 s, for these languages alone)

        self._date = pendulum.date
        self._name = language
        self._data = pendulum.locale(language)
        pattern = str(self._data.get("custom.date_formats.LL"))
        # Pendulum formats the years 1 to 9999 alone: the year is filled in afterwards.
        self._pattern = pattern.replace("YYYY", "[{year}]")
        self.MONTHS = self._names("months.wide")
        self.SHORT_MONTHS = self._names("months.abbreviated")
        self.WEEKDAYS = self._names("days.wide")  # from Monday on

    def _names(self, which: str) -> tuple[str, ...]:
        return tuple(self._data.get(f"translations.{which}").values())

    def day(self, day: int, month: int, year: str, *, long: bool) -> str:
        """Return a day as the language writes it."""
        form = self._pattern if long else self._pattern.replace("MMMM", "MMM")
        written = self._date(2000, month, day).format(form, locale=self._name)
        return str(written).replace("{year}", year)

    def relative(self, days: int) -> str:
        """Return "in n days" or "n days ago"."""
        side = "past" if days < 0 else "future"
        forms = self._data.get(f"translations.relative.day.{side}")
        plural = self._data.plural(abs(days))
        return str(forms.get(plural) or next(iter(forms.values()))).format(abs(days))


def _pendulum_locale(language: str) -> _PendulumLocale:
    """Return pendulum's words for days in *language*."""
    import pkgutil  # noqa: PLC0415  (for languages without a catalogue alone)

    import pendulum.locales  # noqa: PLC0415  (the same)

    names = [m.name for m in pkgutil.iter_modules(pendulum.locales.__path__) if m.ispkg]
    check_name(language, names, "unknown language")
    return _PendulumLocale(language)
