"""Importer of tables of participants: the UN Treaty Collection's and WIPO's.

Both say by party and day who signed and who consented to be bound. They are rewritten
as States come and go: a successor takes the place of its predecessor's deposit, and
who has withdrawn is dropped or put in brackets. So a table says who is a party on the
day it was made, and not always how the treaty entered into force.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from timeline.errors import InvalidError, Problem
from timeline.importers.loaded import Loaded
from timeline.parties.parties import as_party
from timeline.records import treaties as acts
from timeline.records.event import Event
from timeline.records.party import Party
from timeline.records.source import Citation
from timeline.records.treaties import INSTRUMENTS, Treaty
from timeline.text import check_name, clean, quote, searchable, shorten
from timeline.when.when import When

_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
# An entry is a date, a letter and the footnotes to it: "18 Jul 2008 a 3", where 3 is
# not the day of a second date. A cell may hold several, in brackets if all are past.
_ENTRY = re.compile(
    r"(?:(?:(\d\d?) )?([A-Z][a-z]{2,8})\.? )?(\d{4}) ?([A-Za-z]{1,2}(?![A-Za-z]))?"
    r"((?: ?(?:\d{1,2}(?![\d.])(?! [A-Z][a-z]{2})|[*†]),?)*)[ ,;]*",
    re.ASCII,
)
_NOTE = re.compile(r"\d+|[*†]")
_LONGEST_CELL = 200  # characters
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}/?", re.ASCII)
_ACTION = re.compile(r"\s*([^(,]+?)\s*(?:\(\s*([A-Za-z]{1,2})\s*\))?\s*(?:,|$)")
_LONGEST = 500  # characters of a heading
_NOTES = "0123456789*†, \t\n"  # what footnotes behind a name are made of

# What an entry is by the words that its column's heading begins with: what follows may
# name others, as "Provisional application by virtue of signature" does.
_ACTIONS = {
    "succession to signature": "signature",
    "signature": "signature",
    "confirmation of signature": "signature",  # VCLT, article 12 (2) (b)
    "definitive signature": "definitive_signature",
    "definitive acceptance": "acceptance",
    "acceptance": "acceptance",
    "provisional application": "provisional",
    "undertaking of provisional application": "provisional",
    "denunciation": "withdrawal",
    "withdrawal": "withdrawal",
    "approval": "approval",
    "accession": "accession",
    "succession": "succession",
    "formal confirmation": "formal_confirmation",
    "ratification": "ratification",
    "consent to be bound": "notification",
    "participation": "notification",
    "application": "notification",
    "notification under article": "notification",
    "simplified procedure": "notification",
}
# What the letters mean where the heading does not say; capitals differ from small ones.
_MARKERS = {
    "a": "accession",
    "A": "acceptance",
    "AA": "approval",
    "c": "formal_confirmation",
    "d": "succession",
    "s": "definitive_signature",
    "P": "notification",
    "p": "notification",
    "C": "notification",
    "n": "provisional",
}
_WIPO = {
    "Ratification": "ratification",
    "Accession": "accession",
    "Acceptance": "acceptance",
    "Declaration of Continued Application": "succession",
    "Declaration/Notification of Succession": "succession",
}


# The class of an action, what it is called in ids, and its status; any other action
# is the instrument of a consent to be bound.
_RECORDS: Mapping[str, tuple[type[Event], str, str]] = {
    "signature": (acts.Signature, "signature", "signed"),
    "provisional": (acts.ProvisionalApplication, "provisional", "notified"),
    "withdrawal": (acts.Withdrawal, "withdrawal", "notified"),
}
_CONSENT = (acts.Ratification, "consent", "deposited")


@attrs.define
class _Reader:
    """What has been read so far.

    Attributes:
        sources: What every record cites.
        events: The records.
        problems: What could not be read.
        ids: How often each id came up.
        dates: The dates by their texts, each read once.
        parties: Those of no known name, by their codes.
    """

    sources: tuple[Citation | str, ...]
    events: list[Event] = attrs.Factory(list)
    problems: list[Problem] = attrs.Factory(list)
    ids: Counter[str] = attrs.Factory(Counter)
    dates: dict[str, When] = attrs.Factory(dict)
    parties: dict[str, Party] = attrs.Factory(dict)

    def loaded(self, *treaties: Treaty) -> Loaded:
        """Return all that has been read, after the treaties."""
        events, parties = (*treaties, *self.events), self.parties.values()
        return Loaded(events, tuple(self.problems), tuple(parties))

    def problem(self, message: str, line: int, column: str = "") -> None:
        """Note what could not be read, or what was guessed."""
        where = (column,) if column else ()
        found = Problem("untc", message, where, line=line, severity="warning")
        self.problems.append(found)

    def party(self, name: str, line: int) -> str:
        """Return the party of that name; for an unknown one, a code made of it."""
        try:
            return as_party(name)
        except InvalidError:
            code = re.sub(r"[^A-Z0-9]+", "-", searchable(name).upper()).strip("-")
            code = f"PARTY-{code}"[:64].strip("-")
            self.parties[code] = Party(id=code, name=name, kind="state")
            self.problem(f"unknown party {quote(name)}: called {code}", line)
            return code

    def date(self, text: str) -> When:
        """Return a date.

        Raises:
            InvalidError: it is not one; in a table, an anchor is not one either.
        """
        if text not in self.dates:
            if not _DATE.fullmatch(text):
                raise InvalidError(f"{quote(text)} is not a date")
            self.dates[text] = When.parse(text)
        return self.dates[text]

    def act(
        self, treaty: str, action: str, party: str, when: When | None, **more: object
    ) -> None:
        """Add the record of one entry, with *more* fields."""
        cls, what, status = _RECORDS.get(action, _CONSENT)
        if cls is acts.ProvisionalApplication and when is not None:
            when = self.date(f"{when.text}/")  # it goes on from that day
        name = f"{treaty}:{what}:{party}"
        self.ids[name] += 1
        fields: dict[str, Any] = {
            "id": name if self.ids[name] == 1 else f"{name}:{self.ids[name]}",
            "treaty": treaty,
            "party": party,
            "when": when,
            "status": status,
            "sources": self.sources,
            **more,
            **({"instrument": action} if cls is acts.Ratification else {}),
        }
        self.events.append(cls(**fields))


def read_participants(
    lines: Iterable[str],
    treaty: Treaty,
    *,
    sources: Sequence[Citation | str] = (),
    columns: Mapping[str, str] = MappingProxyType({}),
    footnotes: Mapping[str, str] = MappingProxyType({}),
) -> Loaded:
    """Read a table of participants of the UN Treaty Collection, as CSV.

    The first column names the participant. The heading of each other column says what
    its entries are, with a letter for each: ``Ratification, Accession(a)``; capitals
    and small letters differ. ``Signature, Succession to signature(d)`` does not
    stand for a consent to be bound.

    Args:
        lines: The table, or its lines, such as an open file.
        treaty: The treaty; say ``complete=True`` if the table has all participants.
        sources: What every record cites.
        columns: What the entries of a column are, where its heading does not say it:
            an instrument, ``signature``, ``provisional`` or ``withdrawal``.
        footnotes: The text of each footnote, such as a reservation, by its number; a
            record to which one belongs keeps it as its note.

    Raises:
        InvalidError: *columns* names a column that is not there, or no such action.

    >>> table = ['Participant,Signature,"Ratification, Accession(a)"',
    ...          "France,18 Jul 1998,9 Jun 2000", "Chad 1,,1 Nov 2006 a"]
    >>> loaded = read_participants(table, Treaty(id="rome", title="Rome Statute"))
    >>> [event.label for event in loaded.events[1:]]
    ['rome: signature by France', 'rome: ratification by France', \
'rome: accession by Chad']
    """
    reader = _Reader(tuple(sources))
    rows = _rows(lines, reader)
    _, heading = next(rows, (0, []))
    known = _known_columns(columns, heading[1:])
    titles = [(title, known.get(title) or _actions(title)) for title in heading[1:]]
    left_out = Counter({title: 0 for title, actions in titles if not actions})
    for line, (name, *cells) in rows:
        has_left = name.startswith("[")
        plain = name.strip("[] ").rstrip(_NOTES)
        if not plain:
            reader.problem("no participant in the first column: left out", line)
            continue
        party, notes = reader.party(plain, line), _NOTE.findall(name[len(plain) :])
        for (title, actions), cell in zip(titles, cells, strict=False):
            if cell and not actions:
                left_out[title] += 1
            elif cell:
                has_left = has_left or cell.startswith("[")
                entries = _entries(reader, actions, cell)
                if not entries:
                    problem = f"{quote(cell)} is not an entry: left out"
                    reader.problem(problem, line, title)
                for action, when, more in entries:
                    texts = (footnotes.get(n, f"footnote {n}") for n in (*notes, *more))
                    reader.act(treaty.id, action, party, when, note="\n".join(texts))
        if has_left:
            reader.act(treaty.id, "withdrawal", party, None)
    for title, count in left_out.items():
        said = f"{count} entr{'y' if count == 1 else 'ies'} left out"
        remedy = f'say what they are, as in columns={{{quote(title)}: "notification"}}'
        reader.problem(f"unknown column {quote(title)}: {said}; {remedy}", 1)
    return reader.loaded(treaty)


def _known_columns(
    columns: Mapping[str, str], titles: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Return what the entries of columns are by the word of the user."""
    actions = (*INSTRUMENTS, *_RECORDS)
    for title, action in columns.items():
        check_name(title, titles, "no column is called", "columns")
        check_name(action, actions, "unknown action", "columns", title)
    return {title: {"": action} for title, action in columns.items()}


def _rows(lines: Iterable[str], reader: _Reader) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that are not blank, each with its line."""
    table = csv.reader(io.StringIO(lines, "") if isinstance(lines, str) else lines)
    try:
        for row in table:
            if any(cell.strip() for cell in row):
                yield table.line_num, [cell.strip().lstrip("\ufeff") for cell in row]
    except csv.Error as error:
        reader.problem(f"this is not CSV: {error}", table.line_num)


def _actions(title: str) -> dict[str, str]:
    """Return what each letter in a column stands for; ``""`` for an entry without."""
    actions: dict[str, str] = {}
    for words, letter in _ACTION.findall(" ".join(title.split())[:_LONGEST]):
        text = words.lower()
        known = (act for head, act in _ACTIONS.items() if text.startswith(head))
        if action := next(known, ""):
            actions.setdefault(letter, action)
    if actions:
        actions.setdefault("", next(iter(actions.values())))
    return actions


def _entries(
    reader: _Reader, actions: Mapping[str, str], cell: str
) -> list[tuple[str, When, list[str]]]:
    """Read a cell: what was done, on which date, and the numbers of its footnotes.

    Nothing, if any of it says neither.
    """
    text, at, entries = " ".join(cell[:_LONGEST_CELL].split()).strip("[] "), 0, []
    while at < len(text):
        match = _ENTRY.match(text, at)
        letter = (match and match[4]) or ""
        action = actions.get(letter) or _MARKERS.get(letter)
        if match is None or action is None:
            return []
        try:
            when = reader.date(_iso(*match.group(1, 2, 3)))
        except (ValueError, InvalidError):
            return []
        entries.append((action, when, _NOTE.findall(match[5])))
        at = match.end()
    return entries


def _iso(day: str | None, month: str | None, year: str) -> str:
    """Return a date as ISO 8601 writes it.

    Raises:
        ValueError: there is no such month.
    """
    if not month:
        return year
    start = f"{year}-{_MONTHS.index(month[:3]) // 3 + 1:02}"
    return f"{start}-{int(day):02}" if day else start


def read_memberships(
    lines: Iterable[str],
    treaties: Mapping[str, Treaty] | None = None,
    *,
    sources: Sequence[Citation | str] = (),
) -> Loaded:
    """Read WIPO's list of memberships: a row for each party and treaty, as CSV.

    Its columns are Contracting Party, Treaty, Signature Date, Instrument Type,
    Instrument Date and Entry Into Force Date, the last one for that party; a blank
    means that nothing is reported.

    Args:
        lines: The list, or its lines, such as an open file.
        treaties: The treaty for each name in the list; for other names one is made,
            with ``complete=True``.
        sources: What every record cites.
    """
    reader = _Reader(tuple(sources))
    rows = _rows(lines, reader)
    _, heading = next(rows, (0, []))
    known = dict(treaties or {})
    for line, row in rows:
        cells = dict(zip(heading, row, strict=False))
        try:
            _membership(reader, cells, known, line)
        except (KeyError, InvalidError) as error:
            what = f"no {error}" if isinstance(error, KeyError) else str(error)
            reader.problem(f"{shorten(clean(what), 200)}: left out", line)
    return reader.loaded(*known.values())


def _membership(
    reader: _Reader, cells: Mapping[str, str], known: dict[str, Treaty], line: int
) -> None:
    """Read one row of WIPO's list."""
    name, kind = cells["Treaty"], cells["Instrument Type"]
    if name not in known:
        id_ = re.sub(r"[^a-z0-9]+", "-", f"wipo-{name.lower()}").strip("-")
        known[name] = Treaty(id=id_, title=name, complete=True)
    party = reader.party(cells["Contracting Party"], line)
    dates = ("Signature Date", "Instrument Date", "Entry Into Force Date")
    days = [cells[name] for name in dates]
    signed, deposited, effective = (reader.date(d) if d else None for d in days)
    if signed is not None:
        reader.act(known[name].id, "signature", party, signed)
    if kind:
        if kind not in _WIPO:
            reader.problem(f"unknown instrument {quote(kind)}: left out", line)
            return
        reader.act(known[name].id, _WIPO[kind], party, deposited, effective=effective)
    elif effective is not None:
        problem = f"{name}: in force for {party} without an instrument: left out"
        reader.problem(problem, line)
