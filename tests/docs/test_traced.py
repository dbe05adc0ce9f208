"""The page on where the examples have their dates from has each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from examples import (
    budapest_summit,
    carney_europe,
    ceta,
    date_the_article,
    what_changed,
)

from timeline import Event, Source, Timeline

PAGE = Path(__file__).parents[2] / "docs" / "examples-traced.md"
REPORTED = carney_europe.as_reported()
DATED = [date_the_article.article, date_the_article.kyiv, date_the_article.cbc]
EXAMPLES = {
    "carney_europe.py": REPORTED,
    "what_changed.py": what_changed.by_the_end_of_june(),
    "budapest_summit.py": budapest_summit.both_sides(),
    "date_the_article.py": Timeline(date_the_article.events, DATED),
    "ceta.py": Timeline.load(ceta.FACTS),
}


def stated(tl: Timeline) -> Iterator[tuple[str, str, str]]:
    """Yield each date and status that a timeline states, by record and field."""
    fields = ("published", "as_of", "when", "since", "effective", "status")
    records: list[Event | Source] = [*tl.sources, *tl.events]
    for record in records:
        for name in fields:
            if value := getattr(record, name, None):
                yield record.id, name, str(value)
    for event in tl.events:
        for cited in event.sources:
            for name in fields:
                if value := getattr(cited, name, None):
                    yield event.id, f"{name} by {cited.source}", str(value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_date_and_status_of_the_examples_is_traced(name: str) -> None:
    section = PAGE.read_text(encoding="utf-8").split(f"`{name}`")[1].split("\n## ")[0]
    rows = re.findall(r"(?m)^\| (\S+) \| ([^|]+) \| ([^|]+) \| \S", section)[1:]
    facts = {*stated(EXAMPLES[name])}
    if name == "what_changed.py":
        facts -= {*stated(REPORTED)}

    def fits(row: tuple[str, str, str], fact: tuple[str, str, str]) -> bool:
        return fnmatchcase(fact[0], row[0]) and row[1:] == fact[1:]

    assert not [fact for fact in facts if not any(fits(row, fact) for row in rows)]
    assert not [row for row in rows if not any(fits(row, fact) for fact in facts)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_example_contradicts_itself(name: str) -> None:
    found = EXAMPLES[name].check()
    assert not [problem for problem in found if problem.severity == "error"]
