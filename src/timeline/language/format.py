"""Dates, spans and statuses in words, never more precise than the source.

Words are made from the canonical text of a `When`, which holds what was written, and
not from its bounds: a month stays a month, and what these words have no form for is
shown as it was written.

>>> words = Words()
>>> words.date("2025-03"), words.date("2025-06-15/2025-06-17")
('Mar 2025', '15–17 Jun 2025')
>>> Words("fr").date("2025-03-01~", long=True)
'vers le samedi 1er mars 2025'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, final

from timeline.errors import InvalidError
from timeline.language import en, fr
from timeline.language.message import Message, PartyId, RecordId, Term
from timeline.parties.parties import party_name
from timeline.text import clean, quote, suggest
from timeline.when.when import When

__all__ = ["CATALOGUES", "Words", "split_clock"]

_DATE = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_CLOCK = re.compile(
    r"(?P<date>[^T\[]*)(?:T(?P<clock>\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?)"
    r"(?P<offset>Z|[+-]\d\d:\d\d(?::\d\d)?)?)?(?:\[(?P<zone>[^\]]*)\])?"
    r"(?P<sure>[?~%]?)",
    re.ASCII,
)
# "17 mars 2025", "lundi 1er mars 2025" or "15–17 Jun 2025", and not "44 BC".
_IN_FULL = re.compile(r"(?:[^\W\d]+ )?\d{1,2}(?:er)?\.?[ –](?!BC|av\.)")
CATALOGUES: Mapping[str, Any] = MappingProxyType({"en": en, "fr": fr})
# Each language has its own keys.
_ARTICLES = {**en.ARTICLES, **fr.ARTICLES}
_ELISION = re.compile(r"^de (?=[aeéhiou])")
_SLASH = re.compile(r"/(?![^\[]*\])")  # but not the one in [Europe/Paris]
_SETS = re.compile(r"\[([^\[\]]+)\]")
_SIMPLE = "D MMMM YYYY"
_TOKENS = re.compile(r"\[([^\]]*)\]|Do|D{1,2}|M{1,4}|YYYY")
_VAGUE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(\d{3})X", re.ASCII), "decade"),
    (re.compile(r"(\d\d)XX", re.ASCII), "century"),
    (re.compile(r"(\d{4})-XX", re.ASCII), "no-month"),
    (re.compile(r"(\d{4}-\d\d)-XX", re.ASCII), "no-day"),
    (re.compile(r"(\d{4})-XX-XX", re.ASCII), "no-date"),
    (re.compile(r"(\d{4})-XX-(\d\d)", re.ASCII), "day-of"),
)


def split_clock(text: str) -> tuple[str, str]:
    """Return the date part of a `When`'s text, and its time of day in words.

    >>> split_clock("2025-03-17T16:30-04:00[America/Toronto]")
    ('2025-03-17', '16:30 Toronto')
    >>> split_clock("2025-03-17T09:00Z/2025-03-17T11:30Z")
    ('2025-03-17', '09:00–11:30 UTC')
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
    shown = "–".join(clocks)
    if len(zones) == 1 and clocks:
        shown = f"{shown} {zones[0]}"
    elif clocks:
        both = zip(clocks, zones, strict=False)
        shown = "–".join(f"{clock} {zone}".strip() for clock, zone in both)
    day = dates[0] if len(set(dates)) == 1 else "/".join(dates)
    return day, shown.strip()


def _zone(side: re.Match[str]) -> str:
    """Name a zone by its city, or else by its distance from UTC."""
    if side["zone"] and side["zone"][0].isalpha():
        return side["zone"].rpartition("/")[2].replace("_", " ")
    offset = side["offset"] or ""
    return "UTC" if offset == "Z" else offset and f"UTC{offset.replace('-', '−')}"


class _Said(str):
    """What fills a phrase; before a date the phrase may ask for the right article."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        said = f"{_ARTICLES[spec][bool(_IN_FULL.match(self))]}{self}"
        return _ELISION.sub("d'", said)


@final
class Words:
    """How one language says when something is and how it stands.

    What was said once is remembered for as long as the object lives, so that a table
    of ten thousand events says each day once.

    Args:
        language: ``en`` and ``fr`` are complete; for any other locale that pendulum
            has, dates are in its words and the rest is English.

    Raises:
        InvalidError: No such language.

    >>> Words("fre")
    Traceback (most recent call last):
    timeline.errors.InvalidError: unknown language "fre"; did you mean "fr"?
    """

    __slots__ = (
        *("_catalogue", "_day", "_memo", "_months", "_relative", "_weekdays"),
        "language",
    )

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self._memo: dict[tuple[str, bool], str] = {}
        self._relative: Callable[[int], str] | None = None
        self._day = _SIMPLE
        if language in CATALOGUES:
            self._catalogue = CATALOGUES[language]
            self._months = (self._catalogue.SHORT_MONTHS, self._catalogue.MONTHS)
            self._weekdays = self._catalogue.WEEKDAYS
            return
        locale = _locale(language)
        self._catalogue = en
        self._months = (
            tuple(locale.get("translations.months.abbreviated").values()),
            tuple(locale.get("translations.months.wide").values()),
        )
        self._weekdays = tuple(locale.get("translations.days.wide").values())
        self._relative = _relative_in(locale)
        self._day = locale.get("custom.date_formats.LL")

    def say(self, key: str, *values: object) -> str:
        """Return the phrase of that key, filled with *values*.

        >>> words = Words("fr")
        >>> words.say("from", "avril 2025"), words.say("from", "1er avril 2025")
        ("à partir d'avril 2025", 'à partir du 1er avril 2025')
        """
        phrases = self._catalogue.PHRASES
        if key not in phrases:  # a plural: the first number chooses its form
            number = next(abs(value) for value in values if isinstance(value, int))
            key = f"{key}-{'one' if number in self._catalogue.SINGULAR else 'many'}"
        return str(phrases[key].format(*map(_Said, values)))

    def message(self, message: Message, titles: Callable[[str], str] = str) -> str:
        """Return a message in words.

        Args:
            message: What to say.
            titles: Gives the title of a record by its id.

        >>> waits = Message("waits-for", ((RecordId("a"), RecordId("b")),))
        >>> Words().message(waits, {"a": "Return", "b": "Vote"}.__getitem__)
        'waits for: Return and Vote'
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
        """Return the name of a party.

        >>> Words().party("FR")
        'France'
        """
        return party_name(code)

    def status(self, status: str | None) -> str:
        """Return a status as a word.

        >>> Words().status("did_not_take_place"), Words("fr").status("held")
        ('did not take place', 'tenu')
        """
        return "" if status is None else self.name(status)

    def name(self, name: str) -> str:
        """Return a status, a kind or a field as a word.

        >>> Words().name("part_of"), Words("fr").name("visit")
        ('part of', 'visite')
        """
        plain = name.replace("_", " ")
        return str(self._catalogue.NAMES.get(name, plain))

    def count(self, records: int) -> str:
        """Return how many records there are.

        >>> Words().count(1), Words("fr").count(2)
        ('1 record', '2 éléments')
        """
        return self.say("records", records)

    def relative(self, days: int) -> str:
        """Return how far a day is from the one looked from; "" beyond a month.

        >>> [Words().relative(days) for days in (-1, 0, 3, 400)]
        ['yesterday', 'today', 'in 3 days', '']
        """
        if abs(days) > 31:
            return ""
        if self._relative:
            return self._relative(days)
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(days)
        if near:
            return self.say(near)
        return self.say("in-days" if days > 0 else "days-ago", abs(days))

    def when(self, when: When, *, long: bool = False) -> str:
        """Return all that *when* says by itself, without what it waits for.

        >>> Words().when(When.parse("2025-03-17T16:30[Europe/Paris]"))
        '17 Mar 2025 16:30 Paris'
        >>> Words().when(When.parse("not-before:2025-04 not-after:talks"))
        'not before Apr 2025'
        """
        said = self._moment(when.text, long=long) if when.text else ""
        return ", ".join(filter(None, (said, self.limits(when, long=long))))

    def limits(self, when: When, *, long: bool = False) -> str:
        """Return the dates that bound *when* from outside: "not before Apr 2025"."""
        return ", ".join(
            self.say(anchor.kind, self._moment(anchor.target, long=long))
            for anchor in when.anchors
            if anchor.is_date
        )

    def _moment(self, text: str, *, long: bool) -> str:
        day, clock = split_clock(text)
        return f"{self.date(day, long=long)} {clock}".rstrip()

    def date(self, text: str, *, long: bool = False) -> str:
        """Return an EDTF date in words, with the weekday and whole months if *long*.

        >>> words = Words()
        >>> words.date("2025-03-17", long=True)
        'Monday 17 March 2025'
        >>> words.date("2025-03-17/.."), words.date("[2025-03-18..2025-03-27]")
        ('from 17 Mar 2025 on', 'some time 18–27 Mar 2025')
        """
        key = (text, long)
        found = self._memo.get(key)
        if found is None:
            plain = _DATE.fullmatch(text)
            found = self._plain(*plain.groups(), long=long) if plain else ""
            found = self._memo[key] = found or self._date(text, long=long)
        return found

    def day(self, text: str) -> str:
        """Return ``YYYY-MM-DD`` in words, in full but for its weekday.

        >>> Words("fr").day("2025-04-01")
        '1er avril 2025'
        """
        year, month, day = map(int, text.rsplit("-", 2))
        return self._in_full(day, month, self._months[1][month - 1], str(year))

    def _date(self, text: str, *, long: bool) -> str:
        if text.startswith("throughout:"):
            rest = text.removeprefix("throughout:")
            return self.say("throughout", self.date(rest, long=long))
        start, slash, end = text.partition("/")
        if slash:
            return self._span(start, end, long=long)
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
        number = int(year)
        shown = str(number) if number > 0 else self.say("bc", 1 - number)
        if month is None:
            return shown
        if (season := int(month)) > 12:
            return self.say(month, shown)
        name = self._months[long][season - 1]
        if day is None:
            return f"{name} {shown}"
        words = self._in_full(int(day), season, name, shown)
        if long and number > 0:
            weekday = self._weekdays[date(number, season, int(day)).weekday()]
            return f"{weekday} {words}"
        return words

    def _in_full(self, day: int, month: int, name: str, year: str) -> str:
        """Fill the language's own pattern of a date."""
        first = "1er" if day == 1 and self.language == "fr" else str(day)
        if self._day is _SIMPLE:
            return f"{first} {name} {year}"
        values = {
            "D": first,
            "Do": f"{day}.",
            "DD": f"{day:02}",
            "M": str(month),
            "MM": f"{month:02}",
            "MMM": name,
            "MMMM": name,
            "YYYY": year,
        }
        return _TOKENS.sub(lambda found: found[1] or values[found[0]], self._day)

    def _span(self, start: str, end: str, *, long: bool) -> str:
        if not start or start == "..":
            return self.say(
                "until" if start else "until-unknown", self.date(end, long=long)
            )
        if not end or end == "..":
            return self.say(
                "from" if end else "from-unknown", self.date(start, long=long)
            )
        if start == end:
            return self.date(start, long=long)
        first, last = _DATE.fullmatch(start), _DATE.fullmatch(end)
        if first and last and first[3] and last[3] and start[0] != "-":
            return self._days(first, last, long=long)
        return self.say("to", self.date(start, long=long), self.date(end, long=long))

    def _days(self, first: re.Match[str], last: re.Match[str], *, long: bool) -> str:
        """Name two days by what differs: ``15–17 Jun 2025``."""
        start, end = (
            self._in_full(int(d), int(m), self._months[long][int(m) - 1], str(int(y)))
            for y, m, d in (first.groups(), last.groups())
        )
        if self._day != _SIMPLE or first[1] != last[1]:
            return f"{start} – {end}"
        start = start.removesuffix(f" {int(first[1])}")
        if first[2] != last[2]:
            return f"{start} – {end}"
        return f"{start.partition(' ')[0]}–{end}"

    def _one_of(self, members: str, *, long: bool) -> str:
        start, dots, end = members.partition("..")
        if not dots:
            return self.list(
                (self.date(part, long=long) for part in members.split(",")), "or"
            )
        if "," in members:
            return f"[{members}]"
        if not start:
            return self.say("or-earlier", self.date(end, long=long))
        if not end:
            return self.say("or-later", self.date(start, long=long))
        return self.say("some-day", self._span(start, end, long=long))


_UNQUALIFIED = str.maketrans("", "", "?~%")


def _locale(language: str) -> Any:  # noqa: ANN401  (pendulum's own, without types)
    """Return pendulum's locale of that name."""
    import pkgutil  # noqa: PLC0415  (only languages beside our own need these two)

    import pendulum.locales  # noqa: PLC0415  (when needed)
    from pendulum.locales.locale import Locale  # noqa: PLC0415  (when needed)

    known = [m.name for m in pkgutil.iter_modules(pendulum.locales.__path__) if m.ispkg]
    if language not in known:
        hint = suggest(str(language), [*known], "use one of")
        raise InvalidError(f"unknown language {quote(language)}", hint)
    return Locale.load(language)


def _relative_in(locale: Any) -> Callable[[int], str]:  # noqa: ANN401  (anything may come)
    """Return how a locale says "in n days" and "n days ago"."""

    def say(days: int) -> str:
        side = "past" if days < 0 else "future"
        forms = locale.get(f"translations.relative.day.{side}")
        count = abs(days)
        form = forms.get(locale.plural(count)) or next(iter(forms.values()))
        return str(form).format(count)

    return say
