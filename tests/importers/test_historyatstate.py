"""Travels and visits, as the US Office of the Historian lists them."""

from __future__ import annotations

import pytest

from timeline import Timeline, Visit
from timeline.errors import ParseError
from timeline.importers.historyatstate import read_visits


def trip(country: str, start: str = "2021-06-24", **more: str) -> str:
    cells = {"id": "1", "name": "A. Blinken", "role": "secretary", "country": country}
    cells |= {"start-date": start, **{k.replace("_", "-"): v for k, v in more.items()}}
    return f"<trip>{''.join(f'<{k}>{v}</{k}>' for k, v in cells.items())}</trip>"


def test_a_trip_is_a_visit_with_its_stops() -> None:
    text = trip(
        "France", end_date="2021-06-26", locale="Paris, Nice", remarks="Met\n X."
    )
    loaded = read_visits(f"<trips>{text}</trips>")
    [visit] = loaded.events

    assert (visit.id, visit.title) == ("trip-1", "A. Blinken in France")
    assert str(visit.when) == "2021-06-24/2021-06-26"
    assert visit.note == "Met X."
    assert str(visit.participants[0]) == "A. Blinken @US"
    tl = Timeline(loaded.events, loaded.sources)
    assert tl.matrix(visits=True).most(("US", "FR")) == 1


@pytest.mark.parametrize(
    ("country", "host"),
    [
        ("Korea, Republic of", "KR"),
        ("United Kingdom (Northern Ireland)", "GB"),
        ("Freedonia", "Freedonia"),
    ],
)
def test_a_country_is_named_as_lists_name_it(country: str, host: str) -> None:
    [visit] = read_visits(f"<trips>{trip(country)}</trips>").events

    assert isinstance(visit, Visit)
    assert (visit.host[0].of or visit.host[0].name) == host


def test_a_visit_to_the_united_states_has_its_category() -> None:
    cells = (
        "<id>7</id><start-date>2020-01-07</start-date><end-date>2020-01-07</end-date>"
    )
    who = "<visitor>Prime Minister X</visitor><from>Greece</from>"
    said = "<description>Official Working Visit.</description>"
    document = f"<visits><visit>{cells}{who}{said}</visit>{{}}</visits>"
    plain = f"<visit>{cells.replace('7', '8', 1)}<from>Greece</from></visit>"
    official, other = read_visits(document.format(plain)).events

    assert (official.id, str(official.when)) == ("visit-7", "2020-01-07")
    assert getattr(official, "category", "") == "official_working"
    assert other.title == "Greece: visit from Greece"
    assert getattr(other, "category", "") is None


def test_one_bad_trip_costs_no_other() -> None:
    bad, good = trip("France", "2021-02-30"), trip("France")
    loaded = read_visits(f"<trips>{bad}{good}</trips>".encode())

    assert len(loaded.events) == 1
    assert [each.loc for each in loaded.problems] == [("trip-1",)]
    assert "February 2021 has 28 days" in str(loaded.problems[0])


@pytest.mark.parametrize("text", ["", "<trips>", "<rss/>", "\0"])
def test_another_document_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        read_visits(text)
