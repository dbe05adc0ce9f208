"""Items of Wikidata: no date finer than its precision, and every maybe kept."""

from __future__ import annotations

from typing import Any

import pytest

from timeline import Meeting, Timeline, When
from timeline.errors import InvalidError, ParseError
from timeline.importers.loaded import Loaded
from timeline.importers.wikidata import read_entities

GREGORIAN = "http://www.wikidata.org/entity/Q1985727"
JULIAN = "http://www.wikidata.org/entity/Q1985786"


@pytest.mark.parametrize(
    ("time", "precision", "calendar", "edtf"),
    [
        ("+2025-03-17T00:00:00Z", 11, GREGORIAN, "2025-03-17"),
        ("+2021-03-01T00:00:00Z", 10, GREGORIAN, "2021-03"),
        ("+2021-00-00T00:00:00Z", 9, GREGORIAN, "2021"),
        ("+2021-01-01T00:00:00Z", 9, GREGORIAN, "2021"),
        ("+00000001963-01-22T00:00:00Z", 11, GREGORIAN, "1963-01-22"),
        ("+1870-00-00T00:00:00Z", 8, GREGORIAN, "[1870..1879]"),
        ("+0005-00-00T00:00:00Z", 8, GREGORIAN, "[0001..0009]"),
        ("+1801-00-00T00:00:00Z", 7, GREGORIAN, "[1801..1900]"),
        ("+1900-00-00T00:00:00Z", 7, GREGORIAN, "[1801..1900]"),
        ("+2000-00-00T00:00:00Z", 6, GREGORIAN, "[1001..2000]"),
        ("-0001-00-00T00:00:00Z", 9, GREGORIAN, "0000"),
        ("-0044-00-00T00:00:00Z", 9, GREGORIAN, "-0043"),
        ("-0044-00-00T00:00:00Z", 8, GREGORIAN, "[-0048..-0039]"),
        ("-0100-00-00T00:00:00Z", 7, GREGORIAN, "[-0099..0000]"),
        ("+1917-10-25T00:00:00Z", 11, JULIAN, "1917-11-07"),
        ("+1918-02-01T00:00:00Z", 11, JULIAN, "1918-02-14"),
        ("+1752-02-29T00:00:00Z", 11, JULIAN, "1752-03-11"),
        ("-0044-03-15T00:00:00Z", 11, JULIAN, "-0043-03-13"),
        ("+1918-02-00T00:00:00Z", 10, JULIAN, "[1918-02-14..1918-03-13]"),
        ("+1500-00-00T00:00:00Z", 9, JULIAN, "[1500-01-10..1501-01-10]"),
    ],
)
def test_a_time_is_no_finer_than_its_precision(
    time: str, precision: int, calendar: str, edtf: str
) -> None:
    assert str(When.of_wikidata(time, precision, calendar)) == edtf


@pytest.mark.parametrize(
    ("time", "precision", "calendar", "problem"),
    [
        ("2021", 9, GREGORIAN, "time"),
        (None, 9, GREGORIAN, "time"),
        ("+2021-00-00T00:00:00Z", 9, "Q1", "calendar"),
        ("+2021-00-00T00:00:00Z", 5, GREGORIAN, "precision 5"),
        ("+2021-00-00T00:00:00Z", 14, GREGORIAN, "precision 14"),
        ("+2021-00-00T00:00:00Z", True, GREGORIAN, "precision"),
        ("+2021-02-30T00:00:00Z", 11, GREGORIAN, "28 days"),
        ("+2021-02-00T00:00:00Z", 11, GREGORIAN, "not a date"),
        ("+2021-02-29T00:00:00Z", 11, JULIAN, "no day 29"),
    ],
)
def test_what_is_no_time_of_wikidata_is_refused(
    time: str, precision: int, calendar: str, problem: str
) -> None:
    with pytest.raises(ParseError, match=problem):
        When.of_wikidata(time, precision, calendar)


def snak(value: object) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": value}}


def time(text: str, precision: int) -> dict[str, Any]:
    return snak({"time": text, "precision": precision, "calendarmodel": GREGORIAN})


def item(name: str) -> dict[str, Any]:
    return snak({"entity-type": "item", "id": name})


DAY, YEAR = time("+1963-01-22T00:00:00Z", 11), time("+1962-01-01T00:00:00Z", 9)
FRANCE = {
    "labels": {"en": {"value": "France"}, "fr": {"value": "France"}},
    "claims": {"P297": [{"mainsnak": snak("FR"), "rank": "normal"}]},
}


def read(claims: dict[str, Any], **options: Any) -> Loaded:  # noqa: ANN401
    talks = {"labels": {"de": {"value": "Gespräche"}}, "claims": claims}
    return read_entities({"entities": {"Q1": talks, "Q142": FRANCE}}, **options)


def whens(claims: dict[str, Any]) -> list[str]:
    return [str(event.when or "") for event in read(claims).events]


def claim(mainsnak: object, rank: str = "normal", **more: object) -> dict[str, Any]:
    return {"mainsnak": mainsnak, "rank": rank, **more}


def test_an_item_becomes_a_record_of_the_kind_asked_for() -> None:
    claims = {
        "P585": [claim(DAY)],
        "P710": [claim(item("Q142")), claim(item("Q183")), claim(item("Q9"))],
        "P276": [claim(item("Q90"))],
    }
    loaded = read(claims, kind=Meeting, parties={"Q183": "DE"}, language="fr")
    [event] = loaded.events

    assert isinstance(event, Meeting)
    assert (event.id, event.title, str(event.when)) == ("Q1", "Gespräche", "1963-01-22")
    assert (event.involved, event.place) == (("FR", "DE"), "Q90")
    assert [each.hint for each in loaded.problems] == [
        'pass parties={"Q9": ...}, with its code'
    ]
    tl = Timeline(loaded.events, loaded.sources)
    assert tl["Q1"].sources[0].source == "wikidata-Q1"
    assert tl.sources[0].url == "https://www.wikidata.org/wiki/Q1"


def test_marks_and_bounds_of_a_date_are_kept() -> None:
    circa, perhaps = item("Q5727902"), item("Q18122778")

    def qualified(date: object, **qualifiers: list[object]) -> list[str]:
        return whens({"P585": [claim(date, qualifiers=qualifiers)]})

    assert qualified(DAY, P1480=[circa]) == ["1963-01-22~"]
    assert qualified(DAY, P1480=[circa, perhaps]) == ["1963-01-22%"]
    assert qualified(DAY, P1480=[item("Q2")]) == ["1963-01-22"]
    assert qualified(YEAR, P1319=[time("+1962-05-01T00:00:00Z", 10)]) == [
        "1962 not-before:1962-05"
    ]
    unknown = {"snaktype": "somevalue"}
    assert qualified(unknown, P1326=[YEAR]) == ["not-after:1962"]
    assert qualified(unknown) == [""]
    decade = time("+1960-00-00T00:00:00Z", 8)
    assert qualified(decade, P1480=[circa]) == []


def test_the_best_statements_count() -> None:
    assert whens({"P585": [claim(YEAR), claim(DAY, "preferred")]}) == ["1963-01-22"]
    assert whens({"P585": [claim(DAY, "deprecated")]}) == [""]
    assert whens({"P580": [claim(YEAR)], "P582": [claim(DAY)]}) == ["1962/1963-01-22"]
    assert whens({"P580": [claim(YEAR)]}) == ["1962/"]
    assert whens({"P276": [claim(item("Q90"))]}) == []
    both = read({"P585": [claim(YEAR), claim(DAY)]})
    assert [event.when for event in both.events] == [None]
    assert "several dates" in str(both.problems[0])


def test_references_become_sources() -> None:
    title = snak({"text": "The treaty", "language": "en"})
    snaks = {"P854": [snak("https://example.org/a")], "P1476": [title], "P813": [DAY]}
    claims = {"P585": [claim(DAY, references=[{"snaks": snaks}, {"snaks": {}}])]}
    [source] = read(claims).sources

    assert (source.id, source.title, source.url) == (
        *("Q1-1", "The treaty", "https://example.org/a"),
    )
    assert str(source.retrieved) == "1963-01-22"


def test_what_is_not_laid_out_so_is_a_problem() -> None:
    assert "not laid out" in str(read({"P585": [{"rank": "normal"}]}).problems[0])
    assert read({"P585": [claim(snak({"time": 1}))]}).events == ()
    documents: list[Any] = [{}, [], None, {"entities": []}]
    for document in documents:
        with pytest.raises(InvalidError, match="no entities"):
            read_entities(document)
