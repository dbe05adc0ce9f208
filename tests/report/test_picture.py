from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from itertools import combinations, groupby, pairwise
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import given
from tests.support.stories import dated, hostile_timelines, told

from timeline import (
    Call,
    Deadline,
    Event,
    Meeting,
    Negotiation,
    Source,
    Timeline,
    cite,
)
from timeline.collection.labels import title_of
from timeline.errors import InvalidError, MissingExtraError
from timeline.language.words import Words
from timeline.report.bars import MOST_ROWS, Axis
from timeline.report.shapes import measure
from timeline.report.svg import LANES
from timeline.text import clean
from timeline.when.bounds import DAY, HOUR
from timeline.when.calendar import Day

DAYS_OF_BREAK = (2025, 3, 1), (2025, 3, 30), (2025, 6, 15)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(tl: Timeline, **look: object) -> ET.Element:
    return ET.fromstring(tl.to_svg(**look))  # type: ignore[arg-type]  # noqa: S314


def rows(root: ET.Element) -> dict[str, ET.Element]:
    """Return the groups of events by their titles, those in lanes too."""
    found = {}
    for group in root.iter(f"{SVG}g"):
        lines = [
            text for text in group.iter(f"{SVG}text") if text.get("class") == "ink"
        ]
        title = " ".join((line.text or "").rstrip() for line in lines)
        if title := title or group.findtext(f"{SVG}title") or "":
            found[title] = group
    return found


def titles(root: ET.Element) -> list[str]:
    return [*rows(root)]


def looks(group: ET.Element) -> list[str]:
    """Return how each piece of the bars of an event looks, across breaks."""
    found = [path.get("class", "sure") for path in group.findall(f"{SVG}path")]
    parts = (look for look in found if look not in {"dots", "thin"})
    return [look for look, _ in groupby(parts)] if "dots" in found else [*parts]


def spans(group: ET.Element) -> list[tuple[int, int]]:
    """Return from which pixel to which each piece of the bars of an event is."""
    paths = " ".join(path.attrib["d"] for path in group.findall(f"{SVG}path"))
    found = re.findall(r"M(\d+) \d+h(\d+)v9", paths)
    return [(int(left), int(left) + int(wide)) for left, wide in found]


def said(root: ET.Element) -> str:
    return "\n".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def boxes(root: ET.Element) -> list[tuple[float, float, float, float]]:
    """Return where each line of text stands: left, top, right, bottom."""
    found = []
    for text in root.iter(f"{SVG}text"):
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        wide = measure("".join(text.itertext()))
        x -= wide * {"end": 1, "mid": 0.5}.get(text.get("class", ""), 0)
        found.append((x, y - 11, x + wide, y + 3))
    return found


def known(count: int, apart: int = 1) -> Timeline:
    """Return events on days of a year, *apart* days from each other."""
    return Timeline(
        [
            Event(
                id=f"e{number}",
                title=f"Event number {number}",
                when=f"2025-{number * apart % 12 + 1:02}-{number % 28 + 1:02}",
            )
            for number in range(count)
        ]
    )


@pytest.mark.parametrize("lanes", [x for x in LANES if x not in {"party", "topic"}])
@pytest.mark.parametrize("tl", [told(), dated()], ids=["told", "dated"])
def test_every_event_is_drawn_once_in_any_lanes(tl: Timeline, lanes: str) -> None:
    found = titles(drawn(tl, lanes=lanes))
    names = [title_of(tl, event) for event in tl if event.id != "ceta-fr"]
    for name in names:  # that of a deed begins with its treaty's
        drawn_so = sum(text.startswith(name) for text in found)
        assert drawn_so == sum(other.startswith(name) for other in names)


@pytest.mark.parametrize("width", [740, 1200])
def test_an_event_of_several_parties_or_topics_is_in_the_lane_of_each(
    width: int,
) -> None:
    tl = Timeline(
        [
            Call(id="a", title="Call", participants=["CA", "FR"], when="2025-03-17"),
            Event(id="b", title="Alone", topics=["trade", "war"], when="2025-03-18"),
        ]
    )
    text = said(drawn(tl, lanes="party", width=width)).split("\n")
    lanes = [text.index(name) for name in ("Canada", "France", "not stated")]
    assert [text[at + 1] for at in lanes] == ["Call", "Call", "Alone"]
    text = said(drawn(tl, lanes="topic", width=width)).split("\n")
    lanes = [text.index(name) for name in ("not stated", "trade", "war")]
    assert [text[at + 1] for at in lanes] == ["Call", "Alone", "Alone"]


def test_each_of_several_dates_has_its_bar_and_no_day_between() -> None:
    event = Event(id="a", title="A", when="[2025-03-09,2025-03-14,2025-04]")
    (group,) = rows(drawn(Timeline([event]))).values()
    assert looks(group) == ["within"] * 3
    places = spans(group)
    assert all(a[1] < b[0] for a, b in pairwise(places))


@pytest.mark.parametrize(
    ("when", "arrow"),
    [("not-before:2025-03-10", "h22"), ("not-after:2025-03-20", "h-22")],
)
def test_a_limit_is_a_tick_with_an_arrow_towards_what_it_allows(
    when: str, arrow: str
) -> None:
    beside = Event(id="b", title="B", when="2025-03-01/2025-03-30")
    root = drawn(Timeline([Event(id="a", title="A", when=when), beside]))
    limits = [path for path in root.iter(f"{SVG}path") if "v9m0" in path.attrib["d"]]
    assert len(limits) == 2  # its own, and that of the legend
    assert all(arrow in path.attrib["d"] for path in limits)
    assert "not before the date, or by it" in said(root)


def test_no_fade_reaches_from_a_margin_back_to_the_axis() -> None:
    days = [f"2025-03-{day}" for day in range(10, 18)]
    near = [Event(id=f"e{day}", title="E", when=day) for day in days]
    for when, fade in (("2030-01~", "in"), ("2019-01~", "out")):
        tl = Timeline([*near, Event(id="far", title="Far", when=when)])
        assert fade not in looks(rows(drawn(tl))["Far"])


@pytest.mark.parametrize(
    ("when", "fades"),
    [
        ("2025-06~", ["in", "out"]),
        ("2025-06~ not-after:2025-06-19", ["in"]),
        ("2025-06~ not-after:x", ["in"]),
        ("2025-06~ not-before:x", ["out"]),
        ("2025-06 not-after:x", []),
    ],
)
def test_a_bound_that_is_worked_out_leaves_the_fade_of_the_other(
    when: str, fades: list[str]
) -> None:
    talks = Event(id="a", title="A", when=when, status="occurred")
    day = Event(id="x", title="X", when="2025-06-19", status="occurred")
    found = looks(rows(drawn(Timeline([talks, day])))["A"])
    assert [look for look in found if look in {"in", "out"}] == fades


def test_a_window_that_is_worked_out_is_drawn_instead_of_a_wider_one() -> None:
    memo = Event(id="m", title="Memo", when="2025-03-10")
    limits = "not-before:m not-after:2025-03-20"
    tl = Timeline([memo, Event(id="x", title="Observers", when=limits)])
    assert looks(rows(drawn(tl))["Observers"]) == ["within"]


def test_a_broken_axis_has_a_label_on_a_narrow_picture_too() -> None:
    days = ("2025-03", "2025-06-15/2025-06-17")
    events = [Event(id=f"e{day[6]}", title="E", when=day) for day in days]
    assert "June 2025" in said(drawn(Timeline(events), width=360)).split("E")[0]


def test_where_nothing_has_a_date_left_to_right_is_order_alone() -> None:
    root = drawn(told())
    text = said(root)
    assert not re.search(r"\d{4}", text)
    assert "Left to right is order only" in text
    assert "not before the end of Return to Ottawa" in text
    assert "at the time shown" not in text
    found = rows(root)
    back, call = (
        found["Return to Ottawa"],
        found["First conversation"],
    )
    assert looks(back) == looks(call) == ["within"]
    ((left, middle),), ((start, right),) = spans(back), spans(call)
    assert left < middle == start < right
    ((_, done),) = spans(found["Private meeting at the Élysée"])
    (_, (going, _), (_, over)) = spans(found["First official visit"])
    assert done < going < over < left
    arrows = [p for p in root.iter(f"{SVG}path") if p.get("class") == "dim thin"]
    assert len(arrows) == 1  # it waits for the return
    assert "waits for another event" in text
    assert "waits for another event" not in said(drawn(told(), width=360))


def test_what_waits_for_a_whole_stands_after_its_parts_of_every_depth() -> None:
    plan = "expected"
    tl = Timeline(
        [
            Event(id="visit", title="Visit", status="under_way"),
            Event(id="day", title="Day", part_of="visit", status=plan),
            Event(id="talks", title="Talks", part_of="day", status=plan),
            Event(id="return", title="Return", when="not-before:visit", status=plan),
            Event(id="other", title="Other", status=plan),
        ]
    )
    found = {title: spans(group)[0] for title, group in rows(drawn(tl)).items()}
    for part in ("Day", "Talks"):
        assert found[part][1] <= found["Return"][0] + 1
    assert found["Other"][0] <= found["Day"][0]
    assert found["Other"][1] >= found["Return"][1]
    assert "waits for another event" not in said(drawn(tl))  # which has a zone before


def test_rows_of_many_events_say_how_many_are_overdue_or_in_doubt() -> None:
    plan = {"when": "2025-02-03", "status": "scheduled"}
    plans = [Event(id=f"p{n}", title="P", **plan) for n in range(4)]  # type: ignore[arg-type]
    denied = [cite("s"), cite("y", stance="denies")]
    held = {"when": "2025-01-11", "status": "occurred", "sources": denied}
    doubtful = Event(id="z", title="Z", **held)  # type: ignore[arg-type]
    tl = known(MOST_ROWS).add(*plans, doubtful, Source(id="s"), Source(id="y"))
    text = said(drawn(tl, on="2025-08-20", lanes="status"))
    assert re.search(r"scheduled: 4 records; 4 overdue", text)
    assert "; 1 disputed" in text


@pytest.mark.parametrize(
    ("link", "tip", "key"),
    [
        ("not-before:b", "l-4-3m4 3l-4 3", "waits for another event"),
        ("not-after:b#start", "m0-4v8", "to be over by the start of another event"),
        ("not-before:b#start", "", ""),  # it need not be over
    ],
)
@pytest.mark.parametrize("day", ["2025-10-31", None])
def test_only_what_waits_for_another_has_an_arrow_from_that(
    link: str, tip: str, key: str, day: str | None
) -> None:
    window = " not-before:2025-09-20 not-after:2025-11-20" if day else ""
    call = Event(id="a", title="A", when=link + window, status="expected")
    summit = Event(id="b", title="B", when=day, status="scheduled")
    root = drawn(Timeline([call, summit]))
    lines = [p for p in root.iter(f"{SVG}path") if p.get("class") == "dim thin"]
    assert [str(line.get("d")).endswith(tip) for line in lines] == [True] * bool(tip)
    keys = ("waits for another event", "to be over by the start of another event")
    assert [each for each in keys if each in said(root)] == [key] * bool(key)


def test_what_has_no_date_beside_what_has_one_is_listed_below_without_bars() -> None:
    events = [Event(id="a", title="A", when="2025-03-17"), Event(id="b", title="B")]
    root = drawn(Timeline(events))
    assert said(root).index("No date given") < said(root).index("B")
    assert looks(rows(root)["B"]) == []


def test_in_a_chain_of_any_length_each_stands_after_the_one_it_waits_for() -> None:
    chain = [
        Event(id=f"e{n}", title=f"E{n}", when=f"not-before:e{n - 1}" if n else None)
        for n in range(5)
    ]
    before = Event(id="x", title="X", when="not-after:e1", status="expected")
    tl = Timeline(
        [*(attrs.evolve(event, status="expected") for event in chain), before]
    )
    found = {title: spans(group)[0] for title, group in rows(drawn(tl)).items()}
    for first, last in (*((f"E{n}", f"E{n + 1}") for n in range(4)), ("X", "E1")):
        assert found[first][1] <= found[last][0] + 1


@pytest.mark.parametrize("width", [240, 360, 740, 1600])
@pytest.mark.parametrize(
    "tl", [told(), dated(), known(60)], ids=["told", "dated", "60"]
)
def test_no_text_is_clipped_or_lies_over_another(tl: Timeline, width: int) -> None:
    root = drawn(tl, width=width, on="2025-03-17")
    found = boxes(root)
    height = float(root.attrib["height"])
    for left, top, right, bottom in found:
        assert left >= 0
        assert right <= width + 1
        assert top >= 0
        assert bottom <= height
    for a, b in combinations(found, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (a, b)


def test_uncertain_ends_fade_and_known_days_are_solid() -> None:
    def fills(when: str, beside: str = "2024-01-01/2026-12-31") -> list[str]:
        events = [
            Event(id="e", title="E", when=when, status="occurred"),
            Event(id="f", title="F", when=beside),
        ]
        return looks(rows(drawn(Timeline(events)))["E"])

    assert fills("2025-03-17") == ["sure"]
    assert fills("2025-03-10/2025-03-20") == ["sure"]
    assert fills("2025-03") == ["within"]
    assert fills("2025-03~") == ["in", "within", "out"]
    assert fills("2025-06-15~/2025-09-20") == ["in", "within"]
    assert fills("2025-01/2025-12") == ["within", "sure", "within"]
    assert fills("2025-03/..") == ["within", "out"]
    assert fills("../2025-03") == ["in", "within"]
    assert fills("not-before:2025-03-01") == ["line"]
    assert fills("not-after:2025-03-01") == ["line"]
    assert fills("throughout:2025") == ["sure"]
    one_hour = "2025-03-17T10:00/2025-03-17T11:00"
    assert fills("2025-03-17", one_hour) == ["sure"]  # whatever has an hour beside it
    assert fills("2025-03-16/2025-03-18", one_hour) == ["sure"]
    assert fills("2025-03-17T16:30", one_hour) == ["sure", "out"]


def test_what_is_going_on_is_solid_until_the_day_one_looks_from_or_its_source() -> None:
    talks = Negotiation(
        id="t", title="Talks", when="2025-01-10/..", status="under_way", sources=["s"]
    )
    source = Source(id="s", title="S", as_of="2025-04-01")
    for on, day in ((None, "2025-04-01"), ("2025-05-01", "2025-05-01")):
        other = Event(id="o", title="O", when=f"2025-01-10/{day}")
        found = rows(drawn(Timeline([talks, other], [source]), on=on))
        assert looks(found["Talks"]) == ["sure", "out"]
        assert spans(found["Talks"])[-2][1] == spans(found["O"])[-1][1]
    unknown = Timeline([attrs.evolve(talks, sources=())])
    assert looks(rows(drawn(unknown))["Talks"]) == ["sure", "out"]


def test_each_date_that_is_claimed_has_its_own_pale_bar_and_a_ring() -> None:
    said_so = [cite("a"), cite("b", when="2025-06-18")]
    call = Call(id="c", title="C", when="2025-06-15", status="held", sources=said_so)
    tl = Timeline([call], [Source(id="a"), Source(id="b")])
    root = drawn(tl)
    group = rows(root)["C"]
    assert looks(group) == ["within", "within"]
    assert "b says 18 Jun 2025" in said(root)
    assert "disputed" in said(root).split("\n")
    signs = [use.get("href", "").partition("-")[2] for use in group.iter(f"{SVG}use")]
    assert signs == ["done", "disputed"]


def test_what_links_prove_is_pale_and_says_that_it_is_worked_out() -> None:
    whole = Event(id="v", title="V", when="2025-03-17/2025-03-19")
    part = Event(id="p", title="P", part_of="v")
    same = Event(id="s", title="S", when="same-day:v")
    root = drawn(Timeline([whole, part, same]))
    assert looks(rows(root)["P"]) == looks(rows(root)["S"]) == ["within"]
    assert "∴ 17 Mar 2025" in said(root)
    assert "∴ worked out" in said(root)


def test_the_arrow_of_a_link_that_is_inferred_is_dashed() -> None:
    first = Event(id="a", title="A", status="expected")
    for inferred in ((), ("when",)):
        waits = Event(
            id="b", title="B", when="not-before:a", status="expected", inferred=inferred
        )
        svg = Timeline([first, waits]).to_svg()
        assert ('class="dim thin dashed"' in svg) is bool(inferred)


def test_a_window_of_its_own_link_has_the_bounds_that_links_prove() -> None:
    whole = Event(id="v", title="V", when="2025-03-17/2025-03-19")
    root = drawn(Timeline([whole, Event(id="p", title="P", when="during:v")]))
    assert spans(rows(root)["P"]) == spans(rows(root)["V"])


def test_what_lies_beyond_the_years_of_a_calendar_is_not_worked_out() -> None:
    tl = Timeline(
        [
            Event(id="v", title="V", when="Y170000"),
            Event(id="p", title="P", part_of="v"),
        ]
    )
    assert "∴" not in tl.table() + tl.to_svg()


@pytest.mark.parametrize("width", [740, 1200])
def test_a_row_says_when_and_who_beside_its_bar_or_above_it(width: int) -> None:
    call = Call(
        id="a",
        title="Call",
        participants=["Mark Carney @CA", "Emmanuel Macron @FR"],
        when="2025-03-17",
    )
    root = drawn(Timeline([call]), width=width)
    assert "17 Mar 2025 · Mark Carney (CA), Emmanuel Macron (FR)" in said(root)
    group = rows(root)["Call"]
    (bar,) = group.findall(f"{SVG}path")
    (left, _, right, bottom) = max(boxes(group), key=lambda box: box[3])
    x, y = map(int, re.findall(r"M(\d+) (\d+)", bar.attrib["d"])[0])
    assert x > right if width == 1200 else y > bottom
    assert left < x


def test_rows_are_in_order_of_time_with_parts_under_their_whole() -> None:
    tl = Timeline(
        [
            Meeting(id="c", title="Cabinet", when="2025-03-16"),
            Event(id="v", title="Visit", when="2025-03-14/2025-03-18"),
            Meeting(id="t", title="Talks", when="2025-03-17", part_of="v"),
        ]
    )
    root = drawn(tl)
    names = titles(root)
    assert names == ["Visit", "Talks", "Cabinet"]
    lefts = {
        str(text.text).strip(): float(text.attrib["x"])
        for text in root.iter(f"{SVG}text")
        if text.get("class") == "ink"
    }
    assert lefts["Visit"] == lefts["Cabinet"] < lefts["Talks"]
    by_kind = said(drawn(tl, lanes="kind")).split("\n")
    assert by_kind.index("event") < by_kind.index("meeting")


def test_clock_times_stand_on_the_day_that_their_own_clocks_show() -> None:
    """A dinner in New York on the 23rd is not drawn on the 24th, as UTC counts."""

    def dinners(*zones: str) -> ET.Element:
        events = [
            Meeting(id=f"m{at}", title=f"In{zone}", when=f"2025-09-23T21:30{zone}")
            for at, zone in enumerate(zones)
        ]
        return drawn(Timeline([*events, Event(id="d", title="D", when="2025-09-23")]))

    root = dinners("", "[America/New_York]", "[Asia/Tokyo]")
    bars = rows(root)
    here = spans(bars["In"])
    for zone in ("America/New_York", "Asia/Tokyo"):
        assert spans(bars[f"In[{zone}]"]) == here
    assert here[0][0] < spans(bars["D"])[0][1]
    assert "several zones" in said(root)
    assert "several zones" not in said(dinners("[Asia/Tokyo]"))


def test_titles_and_notes_go_on_in_further_lines() -> None:
    words = "not expected until the prime minister has returned to the capital city"
    tl = Timeline([Event(id="a", title=f"It is {words}", when_text=words)])
    text = " ".join(said(drawn(tl, width=300)).split())
    assert f"It is {words}" in text
    assert f"“{words}”" in text
    long = Timeline([Event(id="a", title=f"{words} " * 9, when_text=f"{words} " * 9)])
    assert said(drawn(long, width=300)).count("…") == 2
    chinese = "外交部长王毅访问基辅、华沙和柏林，就停火安排与各方交换意见"
    told = Timeline([Event(id="a", title=chinese, status="expected")])
    assert chinese in said(drawn(told, width=240)).replace("\n", "")
    wide = Timeline([Event(id="a", title="x" * 80 + " end", status="expected")])
    assert "x…" in said(drawn(wide, width=240))


def test_an_axis_leaves_out_empty_stretches_and_names_them() -> None:
    events = [
        Event(id=f"e{year}{day}", title=f"E{year}{day}", when=f"{year}-03-{day:02}")
        for year in (2015, 2025)
        for day in (10, 11, 12)
    ]
    whole = Event(id="w", title="Whole", when="2015-03-10/2025-03-12")
    root = drawn(Timeline([*events, whole]))
    gaps = [path for path in root.iter(f"{SVG}path") if path.get("class") == "gap"]
    assert len(gaps) == 2  # behind all rows, and in the legend
    assert "left out" in said(root)
    assert "14 Mar 2015 – 8 Mar 2025" in said(root)
    found = rows(root)
    assert len(spans(found.pop("Whole"))) == 2
    wide = {right - left for group in found.values() for left, right in spans(group)}
    assert max(wide) - min(wide) <= 1  # a day is as wide on either side
    assert "left out" not in said(drawn(known(30)))
    vague = Event(id="v", title="V", when="not-before:2015-03-10 not-after:2025-03-12")
    assert "left out" not in said(
        drawn(Timeline([*events, vague]))
    )  # it may begin then


@pytest.mark.parametrize(
    ("far", "side", "look", "days"),
    [
        ("1990-05-05", "earlier", min, 14),
        ("2060-05-05", "later", max, 14),
        ("-0043", "earlier", min, 2),  # a whole year would take all of the axis
    ],
)
def test_what_is_far_from_most_is_in_a_margin_with_an_arrow(
    far: str, side: str, look: Callable[[Iterable[int]], int], days: int
) -> None:
    near = [
        Event(id=f"e{n}", title=f"E{n}", when=f"2025-03-{n:02}")
        for n in range(1, days + 1)
    ]
    tl = Timeline([*near, Event(id="far", title="Far", when=far)])
    root = drawn(tl)
    assert "earlier or later, not to scale" in said(root)
    assert far[:4] not in said(root).split("Far")[0]
    assert side in said(root).split("\n")
    assert any(path.get("class") == "zone" for path in root.iter(f"{SVG}path"))
    places = {title: spans(group)[0][0] for title, group in rows(root).items()}
    assert places["Far"] == look(places.values())


def test_an_axis_is_whole_where_dates_are_evenly_far_apart() -> None:
    whens = [f"2025-{month:02}-10" for month in range(1, 6)]
    events = [Event(id=f"e{w}", title=w, when=w) for w in whens]
    text = said(drawn(Timeline(events)))
    assert "left out" not in text
    assert "earlier" not in text


def test_no_date_before_the_day_one_looks_from_is_in_what_is_left_out() -> None:
    whens = (*(f"2020-{n:02}-10" for n in (1, 2, 3, 4)), "2021-09-09", "2020-01-20")
    far = Event(id="f", title="Far", when="2023-09-09")
    events = [Event(id=f"e{when}", title=when, when=when) for when in whens]
    tl = Timeline([*events, far])
    assert "later" in said(drawn(tl, on="2022-06-01")).split("\n")
    root = drawn(tl, on="2025-06-01")
    text = said(root)
    assert "14 Apr 2020 – 5 Sep 2021, 13 Sep 2021 – 5 Sep 2023, 13 Sep 2023" in text
    assert len({spans(group)[0] for group in rows(root).values()}) == len(tl)
    assert "left out" in said(drawn(tl, on="2010-06-01"))


def test_the_first_label_behind_a_break_has_its_year_where_there_are_several() -> None:
    whens = ("2010-03-04", "2020-03-04")
    far = Timeline([Event(id=f"e{w[2]}", title="E", when=w) for w in whens])
    for root in (drawn(far, on="2020-04-01", width=760), drawn(far, width=300)):
        head = said(root).split("E\n")[0]
        assert "2010" in head
        assert not re.search(r"^Mar$", head, re.MULTILINE)


def test_an_empty_stretch_of_hours_is_left_out_and_names_no_day() -> None:
    events = [
        Event(id=f"e{hour}", title="E", when=f"2025-09-23T{hour:02}:00")
        for hour in range(9, 16)
    ]
    text = said(drawn(Timeline(events), on="2025-09-24"))
    assert text.endswith("left out, as no stated date falls then")
    assert "\n24 Sep" not in text


def test_a_day_far_from_all_events_is_on_the_axis_too() -> None:
    root = drawn(known(12), on="2040-01-01")
    assert "as of 1 January 2040" in said(root)
    assert "left out" in said(root)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            Meeting(id="a", title="A", when="2025-03-17", status="held"),
            "at the time shown",
        ),
        (Meeting(id="a", title="A", when="2025-03-17", status="scheduled"), "planned"),
        (Meeting(id="a", title="A", when="2025-03-17", status="cancelled"), "planned"),
        (Meeting(id="a", title="A", when="2025-03"), "some time within this span"),
        (Meeting(id="a", title="A", when="2025-03-17~"), "fading"),
    ],
)
def test_the_legend_says_in_words_what_occurs_and_no_more(
    event: Meeting, words: str
) -> None:
    legend = said(drawn(Timeline([event]))).split("\n")
    keys = ("at the time shown", "planned", "some time within", "fading", "left out")
    found = [line for line in legend if line.startswith(keys)]
    assert found[-1].startswith(words)
    assert len(found) == 1 + (words == "fading")


@pytest.mark.parametrize("width", [360, 760])
def test_of_many_people_the_count_of_all_others_is_not_cut(width: int) -> None:
    people = [f"Minister with the number {number} @CA" for number in range(200)]
    tl = Timeline([Meeting(id="a", title="A", participants=people, when="2025-03-17")])
    lines = said(drawn(tl, width=width)).split("\n")
    assert not any(line.startswith("(") for line in lines)
    text = " ".join(lines)
    assert "number 6 (CA) and 193 others" in text
    assert "…" not in text


def test_a_long_title_that_is_cut_says_so_at_any_width() -> None:
    tl = Timeline([Event(id="a", title="word " * 2_000, when="2025-03-17")])
    text = said(drawn(tl, width=10_000))
    assert text.count("…") == 1
    assert text.count("word") == 480


def test_a_long_status_has_lines_of_its_own_and_is_not_cut() -> None:
    call = Call(
        id="a", title="Call", when="2025-03-17", status="held", since="2024-10-05"
    )
    assert "held on 5 Oct 2024" in said(drawn(Timeline([call]), width=240))


def test_the_day_one_looks_from_is_drawn_and_named() -> None:
    root = drawn(dated(), on="2025-03-17")
    assert "as of 17 March 2025" in said(root)
    assert any("dotted" in path.get("class", "") for path in root.iter(f"{SVG}path"))


@pytest.mark.parametrize("width", [740, 960])
def test_many_events_share_a_row_with_their_count_and_none_hides_another(
    width: int,
) -> None:
    root = drawn(known(MOST_ROWS + 1), width=width)
    assert "Event number 1" not in said(root)
    assert "January 2025: 4 records" in said(root)  # one row of a kind would be full
    days = [
        f"{year}-{month:02}-17" for year in range(2020, 2024) for month in range(1, 13)
    ]
    years = Timeline([Call(id=f"c{day}", title="C", when=day) for day in days])
    assert "2023: 12 records" in said(drawn(years, width=width))
    mixed = Timeline([*known(MOST_ROWS + 1), *years])
    assert f"event: {MOST_ROWS + 1} records" in said(drawn(mixed, width=width))
    assert len(titles(root)) == MOST_ROWS + 1
    bars = [
        (*map(int, re.findall(r"M(\d+) (\d+)h(\d+)v9", path.attrib["d"])[0]), 9)
        for group in rows(root).values()
        for path in group.findall(f"{SVG}path")
    ]
    for one, other in combinations(bars, 2):
        apart = any(
            one[n] + one[n + 2] <= other[n] or other[n] + other[n + 2] <= one[n]
            for n in (0, 1)
        )
        assert apart, (one, other)
    by_place = said(drawn(known(MOST_ROWS + 1), lanes="place"))
    assert f"not stated: {MOST_ROWS + 1} records" in by_place


def test_a_picture_is_named_and_holds_light_and_dark() -> None:
    text = told().to_svg()
    root = ET.fromstring(text)  # noqa: S314
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "The article: 14 records"
    assert "prefers-color-scheme:dark" in text
    assert drawn(Timeline()).attrib["aria-label"] == "0 records: 0 records"
    label = drawn(known(3)).attrib["aria-label"]
    assert label == "3 records: 3 records, 1 Jan – 3 Mar 2025"


def test_bad_asks_are_refused() -> None:
    with pytest.raises(InvalidError, match='unknown lanes "knid"; did you mean'):
        told().to_svg(lanes="knid")  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="unknown lanes"):
        told().to_svg(lanes=["kind"])  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match="invalid prefix"):
        told().to_svg(prefix='x"><script>')
    assert told().to_svg(prefix="second").count('id="second"') == 1
    for width in (0, 100, 10**6):
        with pytest.raises(InvalidError, match="is not a whole number"):
            told().to_svg(width=width)
    with pytest.raises(InvalidError, match="unknown language"):
        told().to_svg(language="xx")


def test_a_png_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(MissingExtraError, match=r"diplomatic-timeline\[png\]"):
        told().to_png()


def test_a_png_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    class Converter:
        @staticmethod
        def svg_to_png(svg: str, scale: float) -> list[int]:
            assert svg.startswith("<svg")
            assert scale == 2.0
            return [137, 80]

    monkeypatch.setitem(sys.modules, "vl_convert", Converter)
    assert told().to_png() == b"\x89P"


@given(hostile_timelines())
def test_hostile_texts_stay_texts_in_a_picture(tl: Timeline) -> None:
    root = drawn(tl)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "style", "defs", "linearGradient", "stop", "rect", "path"),
        *("circle", "g", "text", "tspan", "pattern", "mask", "use"),
    }
    found = "".join(said(root).split())
    for event in tl:
        assert "".join(clean(event.title)[:100].split()) in found


@pytest.mark.parametrize(
    ("stretch", "most", "below", "above"),
    [
        (6 * HOUR, 7, ["00:00", "01:00", "02:00"], ["17 Mar 2025"]),
        (3 * DAY, 6, ["00:00", "12:00", "00:00"], ["17 Mar 2025", "18 Mar 2025"]),
        (30 * DAY, 6, ["17", "24", "31"], ["March 2025", "April 2025"]),
        (400 * DAY, 9, ["Apr", "Jul", "Oct"], ["2025", "2026"]),
        (20 * 366 * DAY, 5, ["2030", "2035", "2040"], []),
        (3000 * 366 * DAY, 6, ["2500", "3000", "3500"], []),
    ],
)
def test_an_axis_has_round_marks_from_hours_to_centuries(
    stretch: int, most: int, below: list[str], above: list[str]
) -> None:
    start = 20164 * DAY
    wide = 72 * most
    axis = Axis([(start, start + stretch)], 0, wide)
    ticks, over = axis.ticks(Words(), wide + 24)
    assert [said for _, said, _ in ticks][:3] == below
    assert len(ticks) <= most + 1
    assert [said for _, said, _ in over][::-1][:2] == above


def test_an_axis_reaches_before_our_era() -> None:
    low = -719_528 * DAY - 400 * 366 * DAY
    ticks, _ = Axis([(low, -719_528 * DAY)], 0, 360).ticks(Words(), 400)
    assert ticks[0][1] == "400 BC"
    low, high = (Day(year, 1, 1).number * DAY for year in (-3000, 2100))
    ticks, _ = Axis([(low, high)], 0, 504).ticks(Words(), 540)
    labels = [said for _, said, _ in ticks]
    assert labels == ["3000 BC", "2000 BC", "1000 BC", "1", "1000", "2000"]


def test_a_short_stretch_after_a_break_is_named_and_no_tick_beside_a_break_is() -> None:
    low, break_, after = (Day(*day).number * DAY for day in DAYS_OF_BREAK)
    axis = Axis([(low, break_), (after, after + 2 * DAY)], 0, 500)
    below, above = axis.ticks(Words(), 524)
    assert {said for _, said, _ in above} == {"March 2025", "June 2025"}
    ((gap, _, _),) = axis.gaps
    assert all(abs(x - gap) > 24 for x, said, _ in below if said)


def test_circles_and_links_backwards_are_ordered_too() -> None:
    tl = Timeline(
        [
            Call(id="b", title="B", when="not-after:a not-before:a", status="held"),
            Call(id="a", title="A", status="held"),
        ]
    )
    found = rows(drawn(tl))
    assert looks(found["A"]) == looks(found["B"]) == ["within"]


def test_what_is_in_doubt_is_never_solid_however_short_it_is_drawn() -> None:
    near = Event(id="far", title="Far", when="1990-05-05")

    def look(when: str) -> list[str]:
        event = Event(id="a", title="A", when=when)
        return looks(rows(drawn(Timeline([event, near])))["A"])

    assert look("2025-06") == ["within"]
    assert look("2025-06-15~/2025-09-20")[0] == "in"
    assert set(look("[2025-03-17,2025-03-20]")) == {"within"}
    assert look("2025-06-15") == ["sure"]


def test_a_legend_explains_only_what_can_be_seen() -> None:
    hours = [f"2025-03-03T{hour:02}:30/2025-03-03T{hour + 1:02}:15" for hour in (8, 14)]
    tl = Timeline([Event(id=f"e{n}", title="E", when=w) for n, w in enumerate(hours)])
    assert "at the time shown" in said(drawn(tl))
    assert "fading" not in said(drawn(tl))


def test_every_month_is_named_though_the_next_is_near() -> None:
    days = ("01-05", "02-13", "07-03", "07-24", "08-08", "08-17")
    tl = Timeline([Event(id=f"e{day}", title="E", when=f"2025-{day}") for day in days])
    text = said(drawn(tl, width=960))
    assert "January 2025" in text
    assert "\nFeb\n" in text
    edge = Timeline(
        [Event(id=f"e{n}", title="E", when=f"2025-10-{n}") for n in (12, 20, 27)]
        + [Event(id="n", title="E", when="2025-11-03")]
    )
    assert "November 2025" in said(drawn(edge, width=360))


def test_all_masks_and_two_weeks_with_a_far_day_stay_readable() -> None:
    masks = ("XXXX-02-29", "20XX", None)
    tl = Timeline(
        [Event(id=f"m{n}", title="Mask", when=w) for n, w in enumerate(masks)]
    )
    assert "year not stated" in said(drawn(tl))
    days = [f"2025-03-{day:02}" for day in range(3, 17)]
    whens = [*days, "2035-06-15"]
    far = Timeline(
        [Event(id=f"e{n}", title=f"E{n}", when=w) for n, w in enumerate(whens)]
    )
    root = drawn(far, width=800)
    lefts = [spans(group)[0][0] for group in rows(root).values()]
    assert lefts == sorted(lefts)
    assert lefts[13] - lefts[0] > 250


def test_a_disputed_record_says_so_in_a_picture() -> None:
    event = Event(
        id="a", title="A", when="2025-06-15", sources=[cite("page", stance="denies")]
    )

    assert "disputed" in Timeline([event], [Source(id="page")]).to_svg()


def test_of_many_without_a_date_a_picture_has_a_row_for_each_zone() -> None:
    talks = [
        Meeting(id=f"m{n}", title=f"Round {n}", status=("held", "cancelled")[n % 2])
        for n in range(42)
    ]
    drawn = Timeline(talks).to_svg(width=800)
    assert "Done: 21 records" in drawn
    assert "Cancelled or not held: 21 records" in drawn
    beside = Timeline([*talks, Call(id="c", title="Call", when="2025")]).to_svg()
    assert "No date given: 42 records" in beside
    assert "Call" in beside


def test_a_picture_draws_what_links_bound_at_its_start_alone() -> None:
    due = Deadline(id="d", title="Due")
    talks = Event(id="e", title="Talks", when="2025-06-22 not-before:d#start")

    assert "Due" in Timeline([due, talks]).to_svg()


def test_no_picture_of_a_page_has_the_id_of_a_record() -> None:
    """The three pictures of a page were called n, m and w."""
    events = [
        Meeting(id=id_, title=id_, when=f"2025-03-{day}")
        for id_, day in (("n", 10), ("m", 11), ("w", 12))
    ]
    page = Timeline(events).to_html(page=True)
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert {"n", "m", "w"} <= {*ids}
    assert len(ids) == len({*ids})
