from __future__ import annotations

import re
import sys
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from tests.support.stories import dated, hostile_timelines, told

from timeline import Call, Event, Meeting, Source, Timeline, cite
from timeline.collection.labels import title_of
from timeline.errors import InvalidError, MissingExtraError
from timeline.language.format import Words
from timeline.report.axis import marks
from timeline.report.shapes import measure
from timeline.report.svg import LANES, MOST_ROWS
from timeline.text import clean
from timeline.when.bounds import DAY, HOUR
from timeline.when.calendar import Day

SVG = "{http://www.w3.org/2000/svg}"


def drawn(tl: Timeline, **look: object) -> ET.Element:
    return ET.fromstring(tl.to_svg(**look))  # type: ignore[arg-type]  # noqa: S314


def titles(root: ET.Element) -> list[str]:
    return [title.text or "" for title in root.iter(f"{SVG}title")][1:]


def said(root: ET.Element) -> str:
    return "\n".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


def boxes(root: ET.Element) -> list[tuple[float, float, float, float]]:
    """Return where each line of text stands: left, top, right, bottom."""
    found = []
    for text in root.iter(f"{SVG}text"):
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        wide = measure("".join(text.itertext()))
        x -= wide * {"end": 1, "middle": 0.5}.get(text.get("text-anchor", ""), 0)
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
    bars = [
        bar.attrib
        for group in drawn(Timeline([event])).iter(f"{SVG}g")
        for bar in group.iter(f"{SVG}rect")
    ]
    assert len(bars) == 3
    assert all("pale" in bar["class"] for bar in bars)
    ends = [float(bar["x"]) + float(bar["width"]) for bar in bars]
    assert all(end < float(b["x"]) for end, b in zip(ends, bars[1:], strict=False))


@pytest.mark.parametrize(
    ("when", "arrow"),
    [("not-before:2025-03-10", "h24"), ("not-after:2025-03-20", "h-24")],
)
def test_a_limit_is_a_tick_with_an_arrow_towards_what_it_allows(
    when: str, arrow: str
) -> None:
    beside = Event(id="b", title="B", when="2025-03-01/2025-03-30")
    root = drawn(Timeline([Event(id="a", title="A", when=when), beside]))
    limits = [path for path in root.iter(f"{SVG}path") if "-3m" in path.attrib["d"]]
    assert len(limits) == 2  # its own, and that of the legend
    assert all(arrow in path.attrib["d"] for path in limits)
    assert "not before the date, or by it" in said(root)


def test_a_broken_axis_has_a_label_on_a_narrow_picture_too() -> None:
    days = ("2025-03", "2025-06-15/2025-06-17")
    events = [Event(id=f"e{day[6]}", title="E", when=day) for day in days]
    assert "Mar 2025" in said(drawn(Timeline(events), width=360)).split("E")[0]


def test_what_has_no_date_is_on_no_axis_and_hangs_under_what_it_waits_for() -> None:
    root = drawn(told())
    assert not re.search(r"\d{4}", said(root))
    text = said(root).split("\n")
    places = [
        next(i for i, line in enumerate(text) if line.startswith(words))
        for words in ("First official visit", "Return to Ottawa", "First conversation")
    ]
    assert places == sorted(places)
    assert "not before the end of Return to Ottawa" in said(root)


def test_what_the_schedule_proves_is_the_order_of_what_has_no_date() -> None:
    text = said(drawn(told())).split("\n")
    part, later = (
        next(i for i, line in enumerate(text) if line.startswith(words))
        for words in ("Next steps", "Return to Ottawa")
    )
    assert part < later  # a part of the visit is over before what follows it
    part_only = told().where(lambda event: event.id in {"return", "call"})
    assert "Return to Ottawa" in said(drawn(Timeline(part_only, partial=True)))
    many = [
        Event(id=f"e{number}", title="E", when="not-before:e0" if number else None)
        for number in range(1_502)
    ]
    assert len(titles(drawn(Timeline(many)))) == len(many)


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
        root = drawn(Timeline(events))
        (group,) = (
            g for g in root.iter(f"{SVG}g") if (g[0].text or "").startswith("E:")
        )
        return [
            re.sub(r"url\(.*-|\)| .*", "", rect.get("fill", rect.get("class", "")))
            for rect in group.iter(f"{SVG}rect")
        ]

    assert fills("2025-03-17") == ["done"]
    assert fills("2025-03-10/2025-03-20") == ["done"]
    assert fills("2025-03") == ["pale"]
    assert fills("2025-03~") == ["both"]
    assert fills("2025-01/2025-12") == ["in", "done", "out"]
    assert fills("2025-03/..") == ["in", "out"]
    assert fills("../2025-03") == ["in", "out"]
    assert fills("not-before:2025-03-01") == []
    assert fills("not-after:2025-03-01") == []
    assert fills("throughout:2025") == ["done"]
    one_hour = "2025-03-17T10:00/2025-03-17T11:00"
    assert fills("2025-03-17", one_hour) == ["pale"]
    assert fills("2025-03-16/2025-03-18", one_hour) == ["in", "done", "out"]
    assert fills("2025-03-17T16:30", one_hour) == ["out"]


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
    (group,) = root.iter(f"{SVG}g")
    (bar,) = group.iter(f"{SVG}rect")
    (left, _, right, bottom) = max(boxes(group), key=lambda box: box[3])
    x, y = float(bar.attrib["x"]), float(bar.attrib["y"])
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
    names = [(n.rpartition(":")[0]) for n in titles(root)]
    assert names == ["Visit", "Talks", "Cabinet"]
    lefts = {
        text.text: float(text.attrib["x"])
        for text in root.iter(f"{SVG}text")
        if text.text in names
    }
    assert lefts["Visit"] == lefts["Cabinet"] < lefts["Talks"]
    by_kind = said(drawn(tl, lanes="kind")).split("\n")
    assert by_kind.index("event") < by_kind.index("meeting")


def test_titles_and_notes_go_on_in_further_lines() -> None:
    words = "not expected until the prime minister has returned to the capital city"
    tl = Timeline([Event(id="a", title=f"It is {words}", when_text=words)])
    text = " ".join(said(drawn(tl, width=300)).split())
    assert f"It is {words}" in text
    assert f"“{words}”" in text
    long = Timeline([Event(id="a", title=f"{words} " * 4, when_text=f"{words} " * 9)])
    assert said(drawn(long, width=300)).count("…") == 2
    wide = Timeline([Event(id="a", title="x" * 80 + " end", status="expected")])
    assert "x…" in said(drawn(wide, width=240))


def gap_starts(root: ET.Element) -> list[str]:
    paths = [path.attrib for path in root.iter(f"{SVG}path")]
    return [path["d"].split(" ")[0] for path in paths if path.get("class") == "gap"]


def test_an_axis_leaves_out_empty_stretches_and_names_them() -> None:
    events = [
        Event(id=f"e{year}{day}", title="E", when=f"{year}-03-{day:02}")
        for year in (2015, 2025)
        for day in (10, 11, 12)
    ]
    whole = Event(id="w", title="Whole", when="2015-03-10/2025-03-12")
    root = drawn(Timeline([*events, whole]))
    rows, legend = gap_starts(root)[:-1], gap_starts(root)[-1]
    assert len(rows) == len(events) + 1
    assert len({*rows}) == 1
    assert legend not in rows
    assert "left out" in said(root)
    assert "14 Mar 2015 – 8 Mar 2025" in said(root)
    dots = [path.get("class", "") for path in root.iter(f"{SVG}path")]
    assert sum("dots" in name for name in dots) == 1  # across the one that goes on
    bars = {
        float(bar.attrib["width"])
        for group in root.iter(f"{SVG}g")
        for bar in group.iter(f"{SVG}rect")
        if "Whole" not in (group[0].text or "")
    }
    assert max(bars) - min(bars) < 0.2  # a day is as wide on either side
    assert "left out" not in said(drawn(known(30)))
    vague = Event(id="v", title="V", when="not-before:2015-03-10 not-after:2025-03-12")
    assert "left out" not in said(
        drawn(Timeline([*events, vague]))
    )  # it may begin then


@pytest.mark.parametrize("far", ["1990-05-05", "2060-05-05"])
def test_what_is_far_from_most_is_in_a_margin_with_an_arrow(far: str) -> None:
    near = [Event(id=f"e{n}", title="E", when=f"2025-03-{n:02}") for n in range(1, 15)]
    tl = Timeline([*near, Event(id="far", title="Far", when=far)])
    root = drawn(tl)
    assert "earlier or later, not to scale" in said(root)
    assert "1990" not in "".join(said(root).split("Far")[0])
    paths = [path.attrib for path in root.iter(f"{SVG}path")]
    assert sum(path.get("class") == "zone" for path in paths) == len(tl)
    places = {
        group[0].text: float(bar.attrib["x"])
        for group in root.iter(f"{SVG}g")
        for bar in group.iter(f"{SVG}rect")
    }
    alone = [x for name, x in places.items() if name and name.startswith("Far")]
    assert alone == [(min if far < "2025" else max)(places.values())]


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
    assert len(found) == 1
    assert found[0].startswith(words)


@pytest.mark.parametrize("width", [360, 760])
def test_of_many_people_the_count_of_all_others_is_not_cut(width: int) -> None:
    people = [f"Minister with the number {number} @CA" for number in range(200)]
    tl = Timeline([Meeting(id="a", title="A", participants=people, when="2025-03-17")])
    text = " ".join(said(drawn(tl, width=width)).split())
    assert "number 6 (CA) and 193 others" in text
    assert "…" not in text


def test_a_long_title_that_is_cut_says_so_at_any_width() -> None:
    tl = Timeline([Event(id="a", title="word " * 2_000, when="2025-03-17")])
    text = said(drawn(tl, width=10_000))
    assert text.count("…") == 1
    assert text.count("word") == 120


def test_a_long_status_has_lines_of_its_own_and_is_not_cut() -> None:
    call = Call(
        id="a", title="Call", when="2025-03-17", status="held", since="2024-10-05"
    )
    assert "held since 5 Oct 2024" in said(drawn(Timeline([call]), width=240))


def test_the_day_one_looks_from_is_drawn_and_named() -> None:
    root = drawn(dated(), on="2025-03-17")
    assert "as of 17 March 2025" in said(root)
    assert any(path.attrib["class"] == "on" for path in root.iter(f"{SVG}path"))


@pytest.mark.parametrize("width", [740, 960])
def test_many_events_share_a_row_with_their_count_and_none_hides_another(
    width: int,
) -> None:
    root = drawn(known(MOST_ROWS + 1), width=width)
    assert "Event number 1" not in said(root)
    assert f"event: {MOST_ROWS + 1} records" in said(root)
    assert len(titles(root)) == MOST_ROWS + 1
    bars = [
        [float(bar.attrib[name]) for name in ("x", "y", "width", "height")]
        for group in root.iter(f"{SVG}g")
        for bar in group.iter(f"{SVG}rect")
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
    assert told().to_svg(prefix="second").count('id="second') == 1
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
        *("circle", "g", "text", "tspan", "pattern"),
    }
    found = "\n".join(titles(root))
    for event in tl:
        assert clean(event.title)[:300] in found


@pytest.mark.parametrize(
    ("stretch", "most", "labels"),
    [
        (6 * HOUR, 7, ["17 Mar 2025", "01:00", "02:00"]),
        (3 * DAY, 6, ["17 Mar 2025", "12:00", "18 Mar 2025"]),
        (30 * DAY, 6, ["17 Mar 2025", "24", "31"]),
        (400 * DAY, 9, ["Apr 2025", "Jul 2025", "Oct 2025"]),
        (20 * 366 * DAY, 5, ["2030", "2035", "2040"]),
        (3000 * 366 * DAY, 6, ["2500", "3000", "3500"]),
    ],
)
def test_an_axis_has_round_marks_from_hours_to_centuries(
    stretch: int, most: int, labels: list[str]
) -> None:
    start = 20164 * DAY
    found = marks(start, start + stretch, most, Words())
    assert [label for _, label in found][:3] == labels
    assert len(found) <= most + 1


def test_an_axis_reaches_before_our_era() -> None:
    found = marks(-719_528 * DAY - 400 * 366 * DAY, -719_528 * DAY, 5, Words())
    assert found[0][1] == "400 BC"
    day = Day(-3000, 1, 1).number * DAY
    labels = [
        label for _, label in marks(day, Day(2100, 1, 1).number * DAY, 7, Words())
    ]
    assert labels == ["3000 BC", "2000 BC", "1000 BC", "1", "1000", "2000"]


def test_a_first_mark_within_a_day_says_the_day() -> None:
    start = 20164 * DAY + 5 * HOUR
    assert marks(start, start + 4 * HOUR, 5, Words())[0][1] == "17 Mar 2025 05:00"


def test_circles_and_links_backwards_are_ordered_too() -> None:
    tl = Timeline(
        [
            Call(id="b", title="B", when="not-after:a", status="held"),
            Call(id="a", title="A", status="held"),
            Meeting(id="p", title="P", status="cancelled"),
            Meeting(id="q", title="Q", part_of="p", status="expected"),
        ]
    )
    text = said(drawn(tl)).split("\n")
    order = [text.index(next(x for x in text if x.startswith(w))) for w in "BAPQ"]
    assert order[0] < order[1]
    assert order[2] < order[3]


def test_what_is_in_doubt_or_too_short_to_fade_at_its_ends_fades_as_a_whole() -> None:
    near = Event(id="far", title="Far", when="1990-05-05")
    for when in ("2025-06", "2025-06-15~/2025-09-20", "[2025-03-17,2025-03-20]"):
        event = Event(id="a", title="Doubtful", when=when)
        group = Timeline([event, near]).to_svg().split("<title>Doubtful")[1]

        assert re.search("-both|pale", group.partition("</g>")[0])
    day = Event(id="a", title="Sure", when="2025-06-15")
    group = Timeline([day, near]).to_svg().split("<title>Sure")[1]
    assert 'class="not-stated"' in group.partition("</g>")[0]


def test_a_legend_explains_only_what_can_be_seen() -> None:
    hours = [f"2025-03-03T{hour:02}:30/2025-03-03T{hour + 1:02}:15" for hour in (8, 14)]
    tl = Timeline([Event(id=f"e{n}", title="E", when=w) for n, w in enumerate(hours)])
    assert "at the time shown" in said(drawn(tl))
    assert "fading" not in said(drawn(tl))


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
    found = re.findall(r'<rect x="([\d.]+)" y="[^"]+" width', far.to_svg(width=800))
    lefts = [float(x) for x in found][:15]
    assert lefts == sorted(lefts)
    assert lefts[13] - lefts[0] > 250


def test_a_disputed_record_says_so_in_a_picture() -> None:
    event = Event(
        id="a", title="A", when="2025-06-15", sources=[cite("page", stance="denies")]
    )

    assert "disputed" in Timeline([event], [Source(id="page")]).to_svg()
