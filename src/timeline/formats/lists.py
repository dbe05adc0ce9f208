"""Lists that others keep, read by a plan that the user states; nothing is guessed.

A plan says which columns are the fields of a record, how its dates are written and what
stands for nothing. It is a small TOML document that is kept beside the list, so that
the next edition of the list is read in the same way.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, cast

import attrs

from timeline.errors import InvalidError, ParseError, Problem, inside
from timeline.formats.csv import table_of
from timeline.formats.reader import Loading
from timeline.language.en import MONTHS, SHORT_MONTHS
from timeline.parties.parties import as_party, find_party, is_organization
from timeline.records.converters import checked_fields, is_null, list_of
from timeline.records.fields import Field
from timeline.records.fields import plan as fields_of
from timeline.records.kinds import KINDS, Kinds
from timeline.records.participants import Participant, party_id
from timeline.text import as_text, check_name, digest, quote, searchable, suggest
from timeline.when.when import When

T = TypeVar("T", bound=attrs.AttrsInstance)
Plain = dict[str, Any]
Validator = Callable[[Any, "attrs.Attribute[str]", str], None]
Row = Mapping[str, object]

_LONGEST_ID = 128  # characters
_MEANINGS = ("party", "person", "group")
_UNKNOWN = ("refuse", "declare", "group")
_PARTS = {  # longer ones first
    "YYYY": r"(?P<year>\d{4})",
    "Month": f"(?P<name>{'|'.join(MONTHS)})",
    "Mon": f"(?P<name>{'|'.join(SHORT_MONTHS)})",
    "MM": r"(?P<month>\d\d)",
    "DD": r"(?P<day>\d\d)",
    "M": r"(?P<month>\d\d?)",
    "D": r"(?P<day>\d\d?)",
    "hh": r"(?P<hour>\d\d?)",
    "mm": r"(?P<minute>\d\d)",
    "ss": r"(?P<second>\d\d)",
}
_PART = re.compile("|".join(_PARTS))
_DAY = ("year", "month", "day")
_CLOCK = ("hour", "minute", "second")
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
_SLUG = re.compile(r"[^a-z0-9._:]+")


def _texts(value: str | Iterable[str]) -> tuple[str, ...]:
    """Return one text or several as several."""
    return tuple(map(as_text, [value] if isinstance(value, str) else list_of(value)))


def _one_of(words: tuple[str, ...]) -> Validator:
    def check(_: object, attribute: attrs.Attribute[str], value: str) -> None:
        check_name(value, words, "unknown word", attribute.name)

    return check


@attrs.frozen(field_transformer=checked_fields)
class ListColumn:
    """A column of a list, and whom its cells name if the field is for participants.

    Attributes:
        column: Its heading.
        means: ``party``, by its name or code; ``person``; or ``group``, which is the
            organisation of that name that is a party, or else a group.
        of: The party for which persons and groups act, in all rows.
        of_column: The column that names it.
        office_column: The column of their office.
        role: What part they take, in all rows.
        separator: What separates several in one cell; empty if there is only one.
    """

    column: str
    means: str = attrs.field(default="party", validator=_one_of(_MEANINGS))
    of: str = ""
    of_column: str = ""
    office_column: str = ""
    role: str = ""
    separator: str = ""


def _built(cls: type[T], table: object, what: str) -> T:
    """Return what a table of a plan stands for."""
    if not isinstance(table, Mapping):
        raise InvalidError(f"{quote(table)} is not {what}", "write a table of it")
    known = [field.name for field in attrs.fields(cls)]
    for name in table:
        check_name(name, known, "unknown key", code="unknown-key")
    return cls(**table)


def _column(value: object) -> ListColumn:
    if isinstance(value, ListColumn):
        return value
    if isinstance(value, str):
        return ListColumn(value)
    return _built(ListColumn, value, "the heading of a column")


def _columns(fields: Mapping[str, object]) -> Mapping[str, tuple[ListColumn, ...]]:
    """Return the columns of each field, given one or several."""
    columns = {
        name: tuple(map(_column, each if isinstance(each, list | tuple) else [each]))
        for name, each in fields.items()
    }
    return MappingProxyType(columns)


@attrs.frozen
class Plan:
    """How a list becomes records.

    Attributes:
        fields: The column or columns of each field. If there are several, texts are
            joined by ``", "``, two dates are a start and an end, and participants are
            added.
        kind: The kind of all records.
        id: The columns that name a record; without them its id is made from the row.
        dates: How its dates are written, such as ``DD/MM/YYYY`` or ``D Mon YYYY``; EDTF
            unless given. A time of midnight is left out.
        missing: Cells that mean nothing, besides empty ones: ``NA``.
        constants: Fields that are the same in all rows, unless a cell gives them.
        unknown: What to do with a party of unknown name: ``refuse`` its row,
            ``declare`` a party of that name, or keep it as a ``group``.
        partial: Whether its rows may refer to records that are not in the list, such as
            the treaty that a State ratified.
        source: The list itself, as a source that all rows cite.
        separator: What separates cells; detected from the heading if empty.
        encoding: The encoding of the file; if empty, by its mark, UTF-8 or
            Windows-1252.

    >>> Plan.parse('''
    ... kind = "meeting"
    ... dates = ["DD/MM/YYYY"]
    ... [fields]
    ... when = "Date"
    ... participants = [{ column = "Minister", means = "person", of = "GB" }]
    ... ''').dates
    ('DD/MM/YYYY',)
    """

    fields: Mapping[str, tuple[ListColumn, ...]] = attrs.field(
        factory=dict, converter=_columns
    )
    kind: str = "event"
    id: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    dates: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    missing: tuple[str, ...] = attrs.field(default=(), converter=_texts)
    constants: Mapping[str, Any] = attrs.field(factory=dict)
    unknown: str = attrs.field(default="refuse", validator=_one_of(_UNKNOWN))
    partial: bool = False
    source: Mapping[str, Any] = attrs.field(factory=dict)
    separator: str = ""
    encoding: str = ""

    def __attrs_post_init__(self) -> None:
        for form in self.dates:
            _pattern(form)

    @classmethod
    def parse(cls, text: str) -> Plan:
        """Read a plan from TOML.

        Raises:
            ParseError: it is not TOML.
            InvalidError: it has an unknown key or word.
        """
        try:
            return cls.of(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise ParseError(f"invalid TOML: {error}", code="bad-toml") from error

    @classmethod
    def of(cls, value: object) -> Plan:
        """Return *value* as a plan, given one or its data."""
        if isinstance(value, Plan):
            return value
        return _built(cls, value, "a plan")

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings that it names, each once."""
        names = [*self.id]
        for columns in self.fields.values():
            for each in columns:
                names += [each.column, each.of_column, each.office_column]
        return tuple(dict.fromkeys(filter(None, names)))

    def text_of(self, value: object) -> str:
        """Return what a cell says; nothing if it means nothing."""
        if value is None or is_null(value):
            return ""
        if isinstance(value, float) and value.is_integer():  # a number beside NaN
            value = int(value)
        text = str(value).strip()
        return "" if text in self.missing else text


class _Row(NamedTuple):
    """A row of a list, which becomes a record.

    Attributes:
        plan: How it does.
        row: Its cells, by the headings of their columns.
        cells: The same as texts; nothing for what means nothing.
        declared: The names of the parties that the plan declares, by their ids; those
            of this row are added.
    """

    plan: Plan
    row: Row
    cells: Mapping[str, str]
    declared: dict[str, str]

    def record(self, fields: Mapping[str, Field]) -> Plain:
        """Return the data of the record, which has these *fields*.

        Raises:
            InvalidError: a cell cannot be read; its field is named.
        """
        plan = self.plan
        data: Plain = {"kind": plan.kind, "id": self._id()} | dict(plan.constants)
        for name, columns in plan.fields.items():
            try:
                value = self._value(fields[name], columns)
            except InvalidError as error:  # `inside` takes a tenth of the time of a row
                raise error.inside(name) from None
            if value:
                data[name] = value
        data.setdefault("title", data["id"])
        if plan.source:
            data["sources"] = [*data.get("sources", ()), plan.source.get("id", "list")]
        return data

    def _id(self) -> str:
        """Return an id of the columns that name a record, or of the whole row."""
        cells = [self.cells.get(name, "") for name in self.plan.id]
        if id_ := _slug(cells, self.plan.kind):
            return id_
        row = "\x1f".join(f"{name}={cell}" for name, cell in self.cells.items())
        return f"row-{digest(row)}"

    def _value(self, field: Field, columns: tuple[ListColumn, ...]) -> object:
        """Return what the cells say for a field."""
        if field.type is When:
            days = list(dict.fromkeys(self._day(each.column) for each in columns))
            if field.container:
                return [*filter(None, days)]
            return "/".join(days) if len(columns) > 1 and any(days) else "".join(days)
        if field.type is Participant:
            people = [*chain.from_iterable(map(self._people, columns))]
            return people if field.container else next(iter(people), None)
        texts = [*chain.from_iterable(map(self._texts, columns))]
        if field.names == "parties":
            texts = [*map(self._code, texts)]
        if field.names == "records":  # by the ids of such rows
            kind = field.name if field.name == "treaty" else self.plan.kind
            texts = [_slug([text], kind) for text in texts]
        return texts if field.container else ", ".join(texts)

    def _day(self, column: str) -> str:
        """Return a date as EDTF; midnight, as databases write a day, is left out."""
        value, cell = self.row.get(column), self.cells.get(column, "")
        if isinstance(value, date) and cell:
            cell = value.isoformat()
        elif self.plan.dates and cell:
            return _read_date(cell, self.plan.dates)
        return _MIDNIGHT.sub("", cell)

    def _texts(self, column: ListColumn) -> list[str]:
        """Return the texts in a cell."""
        cell = self.cells.get(column.column, "")
        parts = cell.split(column.separator) if column.separator else [cell]
        return [part for each in parts if (part := each.strip())]

    def _named_cell(self, column: str) -> str:
        """Return the cell of a column that a plan names, and no cell if it names none.

        Many lists have a column without a heading: the numbers of a data frame.
        """
        return self.cells.get(column, "") if column else ""

    def _people(self, column: ListColumn) -> Iterator[Plain]:
        """Yield the participants that a cell names."""
        of = self._named_cell(column.of_column) or column.of
        office = self._named_cell(column.office_column)
        for name in self._texts(column):
            who: Plain
            if column.means == "person":
                who = {"name": name, "of": of, "office": office}
            elif column.means == "group":
                who = _organization(name) or {"name": name, "of": of, "group": True}
            else:
                who = self._party(name)
            who["role"] = column.role
            yield {key: text for key, text in who.items() if text}

    def _party(self, name: str) -> Plain:
        if self.plan.unknown == "group":
            code = find_party(name)
            return {"of": code} if code else {"name": name, "group": True}
        return {"of": self._code(name)}

    def _code(self, name: str) -> str:
        """Return the code of a party; one of an unknown name may be declared."""
        try:
            return as_party(name)
        except InvalidError as error:
            if self.plan.unknown != "declare":
                problem = error.problems[0]
                hint = f'{problem.hint} (or unknown = "declare" in the plan)'
                raise InvalidError([attrs.evolve(problem, hint=hint)]) from None
        self.declared[party_id(name)] = name
        return f"@{party_id(name)}"


def _slug(cells: Iterable[str], kind: str) -> str:
    """Return an id made of cells; of digits alone it would look like a date."""
    words = [_SLUG.sub("-", searchable(cell)).strip("-._:") for cell in cells]
    text = "-".join(filter(None, words))
    if text[:1].isdigit():
        text = f"{kind}-{text}"
    if len(text) <= _LONGEST_ID:
        return text
    return f"{text[: _LONGEST_ID - 17]}-{digest(text)}"


def _organization(name: str) -> Plain:
    """Return the party that an organisation is; a code of a State is none."""
    code = find_party(name)
    return {"of": code} if is_organization(code) else {}


@cache  # a constant for each form of dates
def _pattern(form: str) -> re.Pattern[str]:
    """Return the expression of a form of dates.

    Raises:
        InvalidError: it names no year, or a part of a date twice.
    """
    if "YYYY" not in form:
        hint = "write parts such as DD/MM/YYYY, D Mon YYYY, YYYYMMDD, YYYY-MM-DD hh:mm"
        raise InvalidError(f"{quote(form)} is not a form of dates", hint, ("dates",))
    pieces, end = [], 0
    for part in _PART.finditer(form):
        pieces += [re.escape(form[end : part.start()]), _PARTS[part[0]]]
        end = part.end()
    try:
        return re.compile("".join([*pieces, re.escape(form[end:])]), re.IGNORECASE)
    except re.error as error:
        problem = f"{quote(form)} has a part of a date twice"
        raise InvalidError(problem, "write each once", ("dates",)) from error


def _read_date(cell: str, forms: tuple[str, ...]) -> str:
    """Return a date in one of the forms as EDTF, no more precise than the form.

    Raises:
        ParseError: it has none of them.
    """
    for form in forms:
        if match := _pattern(form).fullmatch(cell):
            found = match.groupdict()
            if name := found.pop("name", ""):
                short = [month.lower() for month in SHORT_MONTHS]
                found["month"] = str(short.index(name[:3].lower()) + 1)
            day, clock = (
                sign.join(found[name].zfill(2) for name in names if name in found)
                for sign, names in (("-", _DAY), (":", _CLOCK))
            )
            return _MIDNIGHT.sub("", f"{day}T{clock}" if clock else day)
    forms_ = " or ".join(forms)
    raise ParseError(f"{quote(cell)} is not a date like {forms_}", code="bad-date")


def read(
    data: bytes | str, plan: Plan, path: str = "", kinds: Kinds = KINDS
) -> Loading:
    """Read a list in CSV, as far as it can be read."""
    loading = Loading(path, kinds)
    rows = table_of(loading, data, plan.separator, plan.encoding)
    line, names = next(rows)
    heading = [name.strip() for name in names]
    with loading.catching(line):
        _check_columns(heading, plan.columns)
        cells = ((at, dict(zip(heading, row, strict=True))) for at, row in rows)
        _read(loading, cells, plan)
    return loading


def read_rows(rows: object, plan: Plan, kinds: Kinds = KINDS) -> Loading:
    """Read rows of a program: mappings, or a data frame."""
    loading = Loading(kinds=kinds)
    with loading.catching():
        _read(loading, _checked(loading, _rows_of(rows), plan), plan)
    return loading


def _checked(
    loading: Loading, rows: Iterable[Row], plan: Plan
) -> Iterator[tuple[int | None, Row]]:
    """Yield the rows that have the columns of the plan; there are no lines."""
    columns = plan.columns
    for row in rows:
        with loading.catching():
            _check_columns([*row], columns)
            yield None, row


def _check_columns(heading: list[str], columns: Iterable[str]) -> None:
    """Refuse a heading in which a column of a plan is missing, or is there twice."""
    for name in columns:
        if name not in heading:
            hint = suggest(name, heading) if heading else "the list is empty"
            problem = f"there is no column {quote(name)}"
            raise InvalidError(problem, hint, code="unknown-column")
        if heading.count(name) > 1:
            problem = f"two columns are called {quote(name)}"
            raise InvalidError(problem, "rename one of them", code="twice")


def _read(loading: Loading, rows: Iterable[tuple[int | None, Row]], plan: Plan) -> None:
    """Read the records of rows, and say which of them cannot be read.

    Raises:
        InvalidError: the plan names a kind, or a field of it, that is not there.
    """
    with inside("kind"):
        fields = {field.name: field for field in fields_of(loading.kinds[plan.kind])}
    for name in (*plan.fields, *plan.constants):
        check_name(name, fields, "unknown field", code="unknown-field")
    loading.partial = plan.partial
    if plan.source:
        loading.add({"kind": "source", "id": "list"} | dict(plan.source), None)
    seen: set[str] = set()
    declared: dict[str, str] = {}
    for number, (line, row) in enumerate(rows):
        try:
            cells = {name: plan.text_of(value) for name, value in row.items()}
            data = _Row(plan, row, cells, declared).record(fields)
        except InvalidError as error:
            loading.fail(error, line, "rows", number)
            continue
        if not plan.id and data["id"] in seen:
            problem = "a repeated row, which is left out"
            warning = Problem("twice", problem, ("rows", number), severity="warning")
            loading.note(warning, line)
            continue
        seen.add(data["id"])
        loading.add(data, line)
    for id_, name in declared.items():
        loading.add({"kind": "party", "id": id_, "name": name}, None)


def _rows_of(rows: object) -> Iterable[Row]:
    """Return the rows of a data frame, or of any iterable of mappings.

    Raises:
        InvalidError: it is neither.
    """
    for method, arguments in (
        ("iter_rows", {"named": True}),  # polars
        ("to_pylist", {}),  # pyarrow
        ("to_dict", {"orient": "records"}),  # pandas
    ):
        if not isinstance(rows, Mapping) and hasattr(rows, method):
            return cast("Iterable[Row]", getattr(rows, method)(**arguments))
    if isinstance(rows, Iterable) and not isinstance(rows, str | bytes | Mapping):
        return rows
    raise InvalidError(f"{quote(rows)} is not a list of rows", "pass dictionaries")
