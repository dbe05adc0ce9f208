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

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, final

from timeline.errors import InvalidError
from timeline.language import en, fr
from timeline.language.message import Message, PartyId, RecordId, Term
from timeline.parties.parties import party_name
from timeline.text import clean, quote, suggest
from timeline.when.calendar import Day
from timeline.when.when import When

__all__ = ["CATALOGUES", "Words", "split_clock"]

_DATE = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_CLOCK = re.compile(
    r"(?P<date>[^T\[]*)(?:T(?P<clock>\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?)"
    r"(?P<offset>Z|[+-]\d\d:\d\d(?::\d\d)?)?)?(?:\[(?P<zone>[^\]]*)\])?"
    r"(?P<sure>[?~%]?)",
    re.ASCII,
)
_SLASH = re.compile(r"/(?![^\[]*\])")  # but not the one in [Europe/Paris]
_SETS = re.compile(r"\[([^\[\]]+)\]")
_VAGUE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(\d{3})X", re.ASCII), "decade"),
    (re.compile(r"(\d\d)XX", re.ASCII), "century"),
    (re.compile(r"(\d{4})-XX", re.ASCII), "no-month"),
    (re.compile(r"(\d{4}-\d\d)-XX", re.ASCII), "no-day"),
    (re.compile(r"(\d{4})-XX-XX", re.ASCII), "no-date"),
    (re.compile(r"(\d{4})-XX-(\d\d)", re.ASCII), "day-of"),
)

CATALOGUES: Mapping[str, Any] = MappingProxyType({"en": en, "fr": fr})
# Each language has its own keys.
_ARTICLES = {**en.ARTICLES, **fr.ARTICLES}
_VOWELS = tuple("aàâeéèêëhiîoôuAÀÂEÉÈÊËHIÎOÔU")


class _Text(str):
    """What fills a phrase; the phrase may ask for the article before it."""

    __slots__ = ()
    is_day = False

    def __format__(self, article: str) -> str:
        if not article:
            return str(self)
        plain, before_day, before_vowel = _ARTICLES[article]
        if self.is_day:
            return f"{before_day}{self}"
        return f"{before_vowel if self.startswith(_VOWELS) else plain}{self}"


class _DayText(_Text):
    """Words that name a day: "17 March", and not "March"."""

    __slots__ = ()
    is_day = True


def split_clock(text: str) -> tuple[str, str]:
    """Return the date part of a `When`'s text, and its time of day in words.

    >>> split_clock("2025-03-17T16:30-04:00[America/Toronto]")
    ('2025-03-17', '16:30 (Toronto)')
    >>> split_clock("2025-03-17T09:00Z/2025-03-17T11:30Z")
    ('2025-03-17', '09:00–11:30 (UTC)')
    """
    if "T" not in text and "[" not in text:
        return text, ""
    if len(text) == 16 and "/" not in text:  # YYYY-MM-DDThh:mm, the usual
        return text[:10], text[11:]
    sides = [_CLOCK.fullmatch(side) for side in _SLASH.split(text)]
    if not all(side and side["date"] for side in sides):
        return text, ""
    dates = [f"{side['date']}{side['sure']}" for side in sides if side]
    clocks = [side["clock"] for side in sides if side and side["clock"]]
    zones = list(dict.fromkeys(_zone(side) for side in sides if side))
    if len(zones) > 1:
        both = zip(clocks, zones, strict=False)
        shown = "–".join(f"{clock}{zone}" for clock, zone in both)
    else:
        shown = f"{'–'.join(clocks)}{zones[0]}" if clocks else ""
    day = dates[0] if len(set(dates)) == 1 else "/".join(dates)
    return day, shown


def _zone(side: re.Match[str]) -> str:
    """Name a zone by its city, or else by its distance from UTC."""
    if side["zone"] and side["zone"][0].isalpha():
        return f" ({side['zone'].rpartition('/')[2].replace('_', ' ')})"
    offset = side["offset"] or ""
    sign = "" if offset == "Z" else offset.replace("-", "−")
    return offset and f" (UTC{sign})"


@final
class Words:
    """How one language says when something is and how it stands.

    What was said once is remembered for as long as the object lives, so that a table
    of ten thousand events says each day once.

    Args:
        language: A catalogue of this package is complete; for any other locale that
            pendulum has, dates are in its words and the rest is English.

    Raises:
        InvalidError: There is no such language.

    >>> Words("fre")
    Traceback (most recent call last):
    timeline.errors.InvalidError: unknown language "fre"; did you mean "fr"?
    """

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self._memo: dict[tuple[str, bool, bool], str] = {}
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
        filled: object = value
        match value:
            case Message():
                filled = self.message(value, titles)
            case When():
                filled = self.when(value)
            case Term():
                filled = self.name(value)
            case RecordId():
                filled = titles(value)
            case PartyId():
                filled = self.party(value)
            case tuple():
                filled = self.list(str(self._fill(part, titles)) for part in value)
            case str():
                filled = clean(value)
            case _:
                pass
        return filled

    def list(self, items: Iterable[str], last: str = "and") -> str:
        """Return items as a sentence lists them; *last* is ``and`` or ``or``.

        >>> Words().list(["a", "b", "c"]), Words("fr").list(["a", "b"], "or")
        ('a, b and c', 'a ou b')
        """
        *first, final = [*items] or [""]
        return self.say(last, ", ".join(first), final) if first else final

    def party(self, code: str) -> str:
        """Return the name of a party, or its code where the language has no name.

        >>> Words().party("FR")
        'France'
        """
        # French names of parties are not in the catalogue yet.
        return code if self._catalogue is fr else party_name(code)

    # -- words of records -------------------------------------------------------------

    def name(self, name: str) -> str:
        """Return a status, a kind or another word of records as readers know it.

        >>> Words().name("agreement"), Words("fr").name("visit")
        ('non-binding instrument', 'visite')
        """
        return str(self._catalogue.NAMES.get(name, name.replace("_", " ")))

    def status(self, status: str | None) -> str:
        """Return a status as a word; None is ``""``.

        >>> Words().status("did_not_take_place"), Words("fr").status("held")
        ('did not take place', 'tenu')
        """
        return "" if status is None else self.name(status)

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

    def heading(self, text: str) -> str:
        """Return *text* as a heading begins: with a capital."""
        return text[:1].upper() + text[1:]

    def day(self, day: Day, *, long: bool = False) -> str:
        """Return a day in words, its month in full, with its weekday if *long*.

        >>> Words("fr").day(Day(2025, 4, 1)), Words().day(Day(2025, 4, 1), long=True)
        ('1er avril 2025', 'Tuesday 1 April 2025')
        """
        words = self._in_full(day.day, day.month, self._year(day.year), long=True)
        return self._with_weekday(words, day) if long else words

    def when(self, when: When, *, long: bool = False, ongoing: bool = False) -> str:
        """Return all that *when* says by itself, without what it waits for.

        Args:
            when: What to say.
            long: Whether to write months in full, and the weekday of a lone day.
            ongoing: Whether it still goes on, so that an open end is "since".

        >>> Words().when(When.parse("2025-03-17T16:30[Europe/Paris]"))
        '17 Mar 2025, 16:30 (Paris)'
        >>> Words().when(When.parse("not-before:2025-04 not-after:talks"))
        'not before Apr 2025'
        >>> Words().when(When.parse("2024-01/.."), ongoing=True)
        'since Jan 2024'
        """
        said = self._moment(when.text, long=long, ongoing=ongoing)
        limits = self.limits(when, long=long)
        return f"{said}, {limits}" if said and limits else said or limits

    def limits(self, when: When, *, long: bool = False) -> str:
        """Return the dates that bound *when* from outside: "not before Apr 2025"."""
        return ", ".join(
            self.say(anchor.kind, self._moment(anchor.target, long=long))
            for anchor in when.anchors
            if anchor.is_date
        )

    def date_of(self, when: When, *, long: bool = False) -> str:
        """Return *when* without its time of day and what bounds it from outside."""
        return self.date(split_clock(when.text)[0], long=long) if when.text else ""

    def clock(self, when: When) -> str:
        """Return the time of day of *when*, with its zone, or ``""``."""
        return split_clock(when.text)[1]

    def _moment(self, text: str, *, long: bool, ongoing: bool = False) -> str:
        day, clock = split_clock(text)
        said = self.date(day, long=long, ongoing=ongoing) if day else ""
        return type(said)(f"{said}, {clock}") if clock else said

    def date(self, text: str, *, long: bool = False, ongoing: bool = False) -> str:
        """Return an EDTF date in words, with the weekday and whole months if *long*.

        >>> words = Words()
        >>> words.date("2025-03-17", long=True)
        'Monday 17 March 2025'
        >>> words.date("2025-03-17/.."), words.date("[2025-03-18..2025-03-27]")
        ('from 17 Mar 2025', 'between 18 and 27 Mar 2025')
        """
        key = (text, long, ongoing)
        found = self._memo.get(key)
        if found is None:
            plain = _DATE.fullmatch(text)
            found = self._plain(*plain.groups(), long=long) if plain else ""
            found = found or self._date(text, long=long, ongoing=ongoing)
            self._memo[key] = found
        return found

    def _date(self, text: str, *, long: bool, ongoing: bool) -> str:
        if text.startswith("throughout:"):
            rest = text.removeprefix("throughout:")
            return self.say("throughout", self.date(rest, long=long))
        start, slash, end = text.partition("/")
        if slash:
            return self._span(start, end, long=long, ongoing=ongoing)
        if chosen := _SETS.fullmatch(text):
            return self._one_of(chosen[1], long=long)
        bare = text.translate(_UNQUALIFIED)
        if bare != text:
            sure = "%" if "%" in text or {"?", "~"} <= set(text) else ""
            sure = sure or ("?" if "?" in text else "~")
            return self.say(sure, self.date(bare, long=long))
        return self._vague(text, long=long)

    def _vague(self, text: str, *, long: bool) -> str:
        for pattern, key in _VAGUE:
            if found := pattern.fullmatch(text):
                first, *rest = found.groups()
                first = self.date(first, long=long) if "-" in first else first
                return self.say(key, first, *(part.lstrip("0") for part in rest))
        return text

    def _plain(self, year: str, month: str, day: str, *, long: bool) -> str:
        shown = self._year(int(year))
        if month is None:
            return shown
        if int(month) > 12:
            return self.say(month, shown)
        if day is None:
            return f"{self._months[long][int(month) - 1]} {shown}"
        words = self._in_full(int(day), int(month), shown, long=long)
        named = Day(int(year), int(month), int(day))
        return self._with_weekday(words, named) if long and named.year > 0 else words

    def _year(self, year: int) -> str:
        return str(year) if year > 0 else self.say("bc", 1 - year)

    def _with_weekday(self, words: str, day: Day) -> str:
        weekday = self._weekdays[(day.number + 3) % 7]  # 1970 began on a Thursday
        return _DayText(f"{weekday} {words}")

    def _in_full(self, day: int, month: int, year: str, *, long: bool) -> str:
        """Write a day as the language writes it."""
        if self._locale is not None:
            return _DayText(self._locale.day(day, month, year, long=long))
        first = self._catalogue.FIRST_DAY if day == 1 else day
        return _DayText(f"{first} {self._months[long][month - 1]} {year}")

    def _span(self, start: str, end: str, *, long: bool, ongoing: bool) -> str:
        if not start or start == "..":
            return self.say(
                "by-date" if start else "by-unknown", self.date(end, long=long)
            )
        if not end or end == "..":
            key = "since-date" if ongoing else "from"
            key = key if end else f"{key}-unknown"
            return self.say(key, self.date(start, long=long))
        if start == end:
            return self.date(start, long=long)
        first, last = self._ends(start, end, long=long)
        if isinstance(first, _DayText) and isinstance(last, _DayText):
            between = " – " if " " in first else "–"
            return _DayText(f"{first}{between}{last}")
        return self.say("to", first, last)

    def _ends(self, start: str, end: str, *, long: bool) -> tuple[str, str]:
        """Return two dates in words, without the month and year that both have."""
        first, last = _DATE.fullmatch(start), _DATE.fullmatch(end)
        if not (first and last and first[3] and last[3]) or start[0] == "-":
            return self.date(start, long=long), self.date(end, long=long)
        first_words, last_words = (
            self._in_full(int(day), int(month), self._year(int(year)), long=long)
            for year, month, day in (first.groups(), last.groups())
        )
        if self._locale is None and first[1] == last[1]:
            parts = first_words.split(" ")
            kept = 1 if first[2] == last[2] else 2
            first_words = _DayText(" ".join(parts[:kept]))
        return first_words, last_words

    def _one_of(self, members: str, *, long: bool) -> str:
        start, dots, end = members.partition("..")
        if not dots:
            parts = (self.date(part, long=long) for part in members.split(","))
            return self.list(parts, "or")
        if "," in members:
            return f"[{members}]"
        if not start:
            return self.say("or-earlier", self.date(end, long=long))
        if not end:
            return self.say("or-later", self.date(start, long=long))
        return self.say("between", *self._ends(start, end, long=long))


_UNQUALIFIED = str.maketrans("", "", "?~%")


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
        months = range(1, 13)
        self.MONTHS = tuple(self._format("MMMM", month) for month in months)
        self.SHORT_MONTHS = tuple(self._format("MMM", month) for month in months)
        week = range(1, 8)  # the first of May 2000 was a Monday
        self.WEEKDAYS = tuple(self._format("dddd", 5, day) for day in week)

    def _format(self, form: str, month: int, day: int = 1) -> str:
        return self._date(2000, month, day).format(form, locale=self._name)

    def day(self, day: int, month: int, year: str, *, long: bool) -> str:
        """Return a day as the language writes it."""
        form = self._pattern if long else self._pattern.replace("MMMM", "MMM")
        return self._format(form, month, day).replace("{year}", year)

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
    if language not in names:
        hint = suggest(str(language), names, "use one of")
        raise InvalidError(f"unknown language {quote(language)}", hint)
    return _PendulumLocale(language)
