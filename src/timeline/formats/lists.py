"""Lists of others, in CSV or as rows of a program, read by a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from timeline.errors import InvalidError, Problem
from timeline.formats.csv_rows import table_of
from timeline.formats.reader import Loading
from timeline.importers.lists import Plan, Row, rows_of
from timeline.records.fields import plan as fields_of
from timeline.records.kinds import KINDS, Kinds
from timeline.text import quote, suggest


def read(
    data: bytes | str, plan: Plan, path: str = "", kinds: Kinds = KINDS
) -> Loading:
    """Read a list in CSV, as far as it can be read."""
    loading = Loading(path, kinds)
    table = table_of(loading, data, plan.separator, plan.encoding)
    heading = [name.strip() for name in table.heading]
    if twice := [name for name in plan.columns if heading.count(name) > 1]:
        problem = f"two columns are called {quote(twice[0])}"
        loading.note(Problem("twice", problem, hint="rename one of them"), table.line)
    elif _check_columns(loading, heading, plan, table.line):
        rows = (
            (line, dict(zip(heading, row, strict=True))) for line, row in table.rows
        )
        _read(loading, rows, plan)
    return loading


def read_rows(rows: object, plan: Plan, kinds: Kinds = KINDS) -> Loading:
    """Read rows of a program: mappings, or a data frame."""
    loading = Loading(kinds=kinds)
    _read(loading, _checked(loading, rows_of(rows), plan), plan)
    return loading


def _checked(
    loading: Loading, rows: Iterable[Row], plan: Plan
) -> Iterator[tuple[int | None, Row]]:
    """Yield the rows that have the columns of the plan; there are no lines."""
    for row in rows:
        if _check_columns(loading, [*row], plan, None):
            yield None, row


def _check_columns(
    loading: Loading, heading: list[str], plan: Plan, line: int | None
) -> bool:
    """Return whether all columns of a plan are there; say which is not."""
    for name in plan.columns:
        if name not in heading:
            hint = suggest(name, heading) if heading else "the list is empty"
            problem = f"there is no column {quote(name)}"
            loading.note(Problem("unknown-column", problem, hint=hint), line)
            return False
    return True


def _read(loading: Loading, rows: Iterable[tuple[int | None, Row]], plan: Plan) -> None:
    """Read the records of rows, and say which of them cannot be read."""
    try:
        cls = loading.kinds[plan.kind]
    except InvalidError as error:
        loading.fail(error.inside("kind"))
        return
    fields = {field.name: field for field in fields_of(cls)}
    if unknown := [
        name for name in (*plan.fields, *plan.constants) if name not in fields
    ]:
        problem = f"unknown field {quote(unknown[0])} for a {plan.kind}"
        hint = suggest(unknown[0], fields)
        loading.note(Problem("unknown-field", problem, hint=hint))
        return
    loading.partial = plan.partial
    if plan.source:
        loading.add({"kind": "source", "id": "list"} | dict(plan.source), None)
    seen: set[str] = set()
    declared: dict[str, str] = {}
    for number, (line, row) in enumerate(rows):
        try:
            data = plan.record(row, fields, declared)
        except InvalidError as error:
            loading.fail(error, line, "rows", number)
            continue
        if not plan.id and data["id"] in seen:
            problem = "the same row once more, which is left out"
            loading.note(
                Problem("twice", problem, ("rows", number), severity="warning"), line
            )
            continue
        seen.add(data["id"])
        loading.add(data, line)
    for id_, name in declared.items():
        loading.add({"kind": "party", "id": id_, "name": name}, None)
