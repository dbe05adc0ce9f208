"""The two promises, held to every output: no date invented, and no maybe hidden.

Random timelines are replayed through table, card, agenda, picture, calendar, list and
diagram. Whatever stands there is read again with patterns of this page, which know
nothing of how it was written, and is compared with what the records state.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import (
    Agreement,
    Call,
    Event,
    Meeting,
    Negotiation,
    Ratification,
    Signature,
    Source,
    Statement,
    Timeline,
    Treaty,
    Visit,
    When,
    cite,
)
from timeline.parties.parties import party_name
from timeline.records.lifecycle import Phase

ON = "2025-03-12"
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_ZONES = ("", "Z", "[Europe/Paris]", "[America/Toronto]", "-04:00")
Days = set[tuple[int, int, int]]

# -- what is drawn --------------------------------------------------------------------


@st.composite
def days(draw: st.DrawFn) -> str:
    """Draw a day that is no edge of a month, so that each invented edge is noticed."""
    month = draw(st.integers(1, 12))
    return f"{draw(st.integers(2023, 2027))}-{month:02}-{draw(st.integers(3, 26)):02}"


@st.composite
def dates(draw: st.DrawFn) -> str:
    """Draw a date of any form that a source may state."""
    day, other = sorted((draw(days()), draw(days())))
    year, month, _ = day.split("-")
    mark = draw(st.sampled_from("?~%"))
    clock = f"{draw(st.integers(3, 22)):02}:30{draw(st.sampled_from(_ZONES))}"
    forms = (
        *(day, day, f"{year}-{month}", year, f"{year}-21", f"{year[:3]}X"),
        *(f"{day}{mark}", f"{year}-{month}{mark}", f"{day}/{other}"),
        *(f"{day}{mark}/{other}", f"{day}/{other}{mark}", f"{year}-{month}/{other}"),
        *(f"{day}/{other[:7]}", f"{year}/{other[:4]}", f"{year}-{month}/{other[:7]}"),
        *(f"[{day},{other}]", f"[{day}..{other}]", f"[..{day}]", f"[{year},{other}]"),
        *(f"{day}/..", f"../{day}", f"{year}-{month}/..", f"{year}/", f"/{day}"),
        *(f"XXXX{day[4:]}", f"{year}-{month}-XX", f"throughout:{day}"),
        *(f"not-before:{day}", f"not-after:{day}", f"not-before:{year}-{month}"),
        f"{year} not-before:{year}-{month}",
        *(f"{day}T{clock}", f"{day}T09:15Z/{other}T10:45Z"),
    )
    return draw(st.sampled_from(forms))


@st.composite
def whens(draw: st.DrawFn, others: list[str]) -> str | None:
    """Draw no date, a date, or what ties a record to another one."""
    form = draw(st.sampled_from(["none", "date", "date", "date", "link", "both"]))
    if form == "none" or (form != "date" and not others):
        return None
    link = draw(st.sampled_from(["not-before", "not-after", "during", "same-day"]))
    parts = [draw(dates())] if form != "link" else []
    if form != "date":
        parts.append(f"{link}:{draw(st.sampled_from(others))}")
    return " ".join(parts)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Draw a few records in all states, with sources that bear dates of all forms."""
    kinds = (Event, Meeting, Visit, Call, Negotiation, Agreement, Statement)
    dated = st.none() | days() | days().map(lambda day: day[:7])
    sources = [
        Source(id=f"s{at}", title=f"Page {'AB'[at]}", as_of=as_of, published=published)
        for at, (as_of, published) in enumerate(
            draw(st.lists(st.tuples(dated, dated), min_size=2, max_size=2))
        )
    ]
    events: list[Event] = []
    for at in range(draw(st.integers(1, 5))):
        cls: type[Event] = draw(st.sampled_from(kinds))
        assert cls.lifecycle is not None
        statuses = [None, *cls.lifecycle.statuses]
        others = [event.id for event in events]
        values: dict[str, Any] = {
            "title": f"Title {'ABCDE'[at]}",
            "when": draw(whens(others)),
            "when_text": draw(st.sampled_from(["", "", "later in the day"])),
            "status": draw(st.sampled_from(statuses)),
            "since": draw(st.none() | days() | days().map(lambda day: f"{day}~")),
            "sources": [
                *draw(st.sampled_from([[], [cite("s0")], [cite("s1", "so")]])),
                *draw(st.sampled_from([[], [], [cite("s1", stance="denies")]])),
            ],
        }
        if cls is Statement:
            values["speaker"] = "FR"
        events.append(cls(id=f"id-{'abcde'[at]}", **values))
    return Timeline(events, sources, draw(st.sampled_from([None, "Europe/Paris"])))


@st.composite
def treaties(draw: st.DrawFn) -> Timeline:
    """Draw a treaty of which each date in its table is stated.

    It has no rule, and no consents where it is in force: what follows from both for a
    party is worked out.
    """
    dated = st.none() | days() | dates().filter(lambda text: "T" not in text)
    treaty = Treaty(id="t", title="Treaty", in_force=draw(dated), closed=draw(dated))
    acts: list[Event] = []
    for party in ("FR", "DE", "IT"):
        if (when := draw(dated)) is not None:
            acts.append(Signature(id=f"s-{party}", treaty="t", party=party, when=when))
        if treaty.in_force is None and (when := draw(dated)) is not None:
            consent = Ratification(
                id=f"r-{party}",
                treaty="t",
                party=party,
                when=when,
                status=draw(st.sampled_from([None, "deposited", "pending"])),
            )
            acts.append(consent)
    return Timeline([treaty, *acts])


# -- what is stated -------------------------------------------------------------------


def stated_texts(tl: Timeline) -> Iterator[str]:
    yield ON
    for event in tl.events:
        fields = ("when", "since", "in_force", "closed")
        yield from map(str, filter(None, (getattr(event, f, None) for f in fields)))
    for source in tl.sources:
        yield from map(str, filter(None, (source.as_of, source.published)))


def stated_days(tl: Timeline) -> Days:
    return {day for text in stated_texts(tl) for day in iso_days(text)}


def iso_days(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the days written as ISO 8601 has them; of no year as of the year 0."""
    for year, month, day in re.findall(r"(\d{4}|XXXX)-?(\d\d)-?(\d\d)(?!\d)", text):
        yield int(year.replace("XXXX", "0")), int(month), int(day)


def worded_days(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the days that English words name: "17 and 28 Mar – 3 Apr 2025"."""
    found: list[tuple[int, int]] = []
    month = 0
    token = re.compile(
        rf"(?P<day>\b\d{{1,2}})(?= {_MONTH}\b|(?:–| – | and | or |, )\d{{1,2}}\b)"
        rf"|(?P<month>\b{_MONTH}\b)|(?P<year>\b\d{{4}}\b|year not stated)"
    )
    waiting: list[int] = []
    for match in token.finditer(text):
        if match["day"]:
            waiting.append(int(match["day"]))
        elif match["month"]:
            month = _MONTHS.index(match["month"][:3]) + 1
            found += [(month, day) for day in waiting]
            waiting = []
        else:
            year = 0 if match["year"].startswith("year") else int(match["year"])
            yield from ((year, *day) for day in found)
            found, waiting = [], []


def without_clocks(text: str) -> str:
    """Leave out clock times, which are no days, and what is marked as worked out."""
    return re.sub(
        r"\d\d:\d\d(–\d\d:\d\d)?|∴[^\n]*?(?=  |\n|$)|by [^,]* \(worked out\)"
        r"|as of [^→]*\) →",
        "",
        text,
    )


def around(days_: Days) -> Days:
    """Return the days beside them too: an instant has another day elsewhere."""
    return days_ | {
        (near.year, near.month, near.day)
        for year, month, day in days_
        if year
        for step in (-1, 1)
        for near in [date(year, month, day) + timedelta(step)]
    }


# -- what is printed ------------------------------------------------------------------


def chunks(text: str, tl: Timeline) -> dict[str, str]:
    """Part a list into what it says of each record, from its title on."""
    lines, found, now = text.splitlines(), {event.id: "" for event in tl}, ""
    for line in lines:
        start = line.strip()
        titles = [event.id for event in tl if start.startswith(event.title)]
        now = titles[0] if titles else now if line.startswith((" ", "└")) else ""
        if now:
            found[now] += f"{line}\n"
    return found


def table_rows(tl: Timeline) -> dict[str, str]:
    return chunks(tl.table(columns=["what", "when", "status"], group="none"), tl)


def cards(tl: Timeline) -> dict[str, str]:
    return {event.id: tl.card(event.id) for event in tl}


def entries(tl: Timeline) -> dict[str, str]:
    """Part a calendar into its components, without what only we read."""
    unfolded = (
        tl.to_ics().text.replace("\r\n ", "").replace("\\,", ",").replace("\\n", "\n")
    )
    shown = re.sub(r"(?m)^(X-TIMELINE|DTSTAMP).*\n", "", unfolded.replace("\r", ""))
    parts = re.findall(r"(?s)BEGIN:V(?:EVENT|TODO)\nUID:(.*?)@.*?\nEND:", shown)
    bodies = re.findall(r"(?s)BEGIN:V(?:EVENT|TODO)\n.*?\nEND:", shown)
    return dict(zip(parts, bodies, strict=True))


def sheet_rows(tl: Timeline) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(tl.to_csv().text))
    return {row["id"]: f"{row['in_words']} {row['status']}" for row in rows}


def diagram(tl: Timeline) -> dict[str, str]:
    text = re.sub(r"#(\d+);", lambda sign: chr(int(sign[1])), tl.to_mermaid().text)
    found: dict[str, str] = {}
    for line in text.splitlines()[1:]:
        period, *labels = line.split(" : ")
        for event in tl:
            for label in labels:
                if label.strip().startswith(event.title):
                    found[event.id] = f"{period} {label}"
    return found


def bars(tl: Timeline, on: str | None = None) -> dict[str, str]:
    groups = tl.to_svg(on=on).split("<g class=")[1:]
    return {
        event.id: group.partition("</g>")[0]
        for event in tl
        for group in groups
        if f">{event.title}<" in group
    }


def agenda_rows(tl: Timeline) -> dict[str, str]:
    return chunks(tl.agenda(ON).table(), tl)


Printed = Mapping[str, Mapping[str, str]]  # by output, by the id of a record
OUTPUTS = {
    "table": table_rows,
    "card": cards,
    "calendar": entries,
    "list": sheet_rows,
    "diagram": diagram,
    "picture": bars,
    "picture on a day": lambda tl: bars(tl, ON),
    "agenda": agenda_rows,
}


# -- the promises ---------------------------------------------------------------------


def check_days(name: str, tl: Timeline, text: str, allowed: Days) -> None:
    text = without_clocks(text)
    printed = {*worded_days(text), *iso_days(text)}
    assert printed <= allowed, (name, printed - allowed, [*stated_texts(tl)], text)


def texts_of(tl: Timeline, printed: Printed) -> Iterable[tuple[str, str]]:
    yield "table by day", tl.table()
    yield "table on a day", tl.table(on=ON)
    yield "agenda", tl.agenda(ON).table()
    yield "schedule", tl.schedule(strict=False).table()
    yield "findings", tl.check().table()
    for name in ("table", "card", "list", "diagram"):
        yield name, "\n".join(printed[name].values())
    for name in ("picture", "picture on a day"):
        yield name, re.sub("<[^>]*>", "\n", "\n".join(printed[name].values()))


def changes_of(tl: Timeline) -> Iterable[tuple[str, str]]:
    """Yield what is said of the change from records without their dates, and back."""
    bare = Timeline(
        [attrs.evolve(event, when=None) for event in tl.events], tl.sources, tl.tz
    )
    diff = tl.since(bare)
    yield "diff", diff.table()
    yield "diff in brief", diff.brief()
    yield "diff back", bare.since(tl).table()
    # The day of the last digest is not stated, and is not printed.
    yield "digest", tl.digest(bare, on=ON).table()


def check_no_day_is_invented(tl: Timeline, printed: Printed) -> None:
    allowed = stated_days(tl)
    for name, text in texts_of(tl, printed):
        check_days(name, tl, text, allowed)
    for name, text in changes_of(tl):
        check_days(name, tl, text, allowed)
    near = around(allowed)
    check_days("table in a zone", tl, tl.table(tz="America/Toronto"), near)
    check_days("agenda in a zone", tl, tl.agenda(ON).table(tz="Asia/Tokyo"), near)
    # A calendar has instants in UTC, and ends on the day after
    for event, entry in printed["calendar"].items():
        check_days(f"calendar {event}", tl, entry, near)
    for line in tl.to_csv().text.splitlines():
        check_days("list", tl, line, near)


def check_no_mark_is_lost(tl: Timeline, printed: Printed) -> None:
    for name, shown in printed.items():
        for event in tl:
            for mark in () if event.when is None else event.when.value.marks:
                word = {"?": "perhaps", "~": "about", "%": "perhaps about"}[mark[-1]]
                if text := shown.get(event.id, "").lower():
                    assert word in text, (name, str(event.when), text)


def check_what_is_vague_is_drawn_so(tl: Timeline, printed: Printed) -> None:
    drawn, calendar = printed["picture"], printed["calendar"]
    for event in tl:
        vague = event.when is not None and re.search(
            r"[?~%X]|^\[(?!\d{4}-\d\d-\d\d\])|^\d{4}(-\d\d)?( |$)|^\d{4}-21",
            str(event.when),
        )
        if vague:
            assert "DTEND" not in calendar[event.id]
            assert "VEVENT" not in calendar[event.id]
            box = r'<path d="M\d+ \d+h\d+v9h-\d+z"(?: class="line")?/>'
            solid = re.findall(box, drawn[event.id])
            assert not solid, (str(event.when), drawn[event.id])
        if event.denials:
            for name, shown in printed.items():
                if name != "list" and (text := shown.get(event.id)):
                    assert re.search("disputed|denies", text.lower()), (name, text)


def check_all_agree_on_a_day(tl: Timeline, printed: Printed) -> None:
    agenda, table = tl.agenda(ON), tl.table(on=ON, columns=["what", "status"])
    drawn, calendar = printed["picture on a day"], printed["calendar"]
    headings, heading = {}, ""
    rows = chunks(table, tl)
    for line in table.splitlines():
        for event in tl:
            if event.title in line and not line.strip().startswith(("└", "!")):
                headings[event.id] = heading
        if line and not line.startswith(" "):
            heading = line
    for event in tl:
        sections = {item.section for item in agenda if item.id == event.id}
        late = "overdue" in sections
        for text in (rows[event.id].split("└")[0], drawn[event.id]):
            is_late = "overdue" in text.replace("perhaps overdue", "")
            assert late == is_late, (sections, table)
        where = headings.get(event.id, "")
        if sections & {"coming_up", "deadlines", "later"}:
            assert not where.startswith("Before"), (str(event.when), where, sections)
        if late and event.phase is Phase.AHEAD:
            assert not where.startswith("After "), (str(event.when), where)
        is_off = event.phase is Phase.OFF
        assert is_off == ("STATUS:CANCELLED" in calendar[event.id])
        if is_off:  # unless somebody denies that
            denied = tl.with_as_of(event).doubtful
            assert sections <= ({"perhaps_due"} if denied else set())


def check_outputs(tl: Timeline) -> None:
    printed = {name: output(tl) for name, output in OUTPUTS.items()}
    check_no_day_is_invented(tl, printed)
    check_no_mark_is_lost(tl, printed)
    check_what_is_vague_is_drawn_so(tl, printed)
    check_all_agree_on_a_day(tl, printed)


@given(tl=timelines())
@settings(max_examples=20, deadline=None)
def test_every_output_keeps_the_promises(tl: Timeline) -> None:
    check_outputs(tl)


@given(tl=treaties())
@settings(max_examples=20, deadline=None)
def test_a_treaty_table_invents_no_day(tl: Timeline) -> None:
    check_treaty(tl)


@given(tl=treaties())
@settings(max_examples=500, deadline=None)
@pytest.mark.no_cover  # a short test counts the same branches
@pytest.mark.slow
def test_a_treaty_table_invents_no_day_at_length(tl: Timeline) -> None:
    check_treaty(tl)


def check_treaty(tl: Timeline) -> None:
    allowed, status = stated_days(tl), tl.treaty("t", on=ON)
    table = status.table()
    check_days("treaty table", tl, table, allowed)
    rows = table.splitlines()
    for act in tl.events:
        when = act.when
        if not isinstance(act, Signature | Ratification) or when is None:
            continue
        [row] = [row for row in rows if row.startswith(party_name(act.party))]
        done = act.status != "pending" and when.before(When.parse(ON)).definitely
        if done and when.value.marks:
            assert re.search("about|perhaps", row), (str(when), table)
    check_days("treaty in words", tl, "\n".join(status.sentences()), allowed)
    check_days("agenda of a treaty", tl, tl.agenda(ON).table(), allowed)


@pytest.mark.no_cover  # a short test counts the same branches
@pytest.mark.slow
@given(tl=timelines())
@settings(max_examples=1_000, deadline=None)
def test_every_output_keeps_the_promises_at_length(tl: Timeline) -> None:
    check_outputs(tl)


def test_the_patterns_of_this_page_find_days() -> None:
    text = "between 18 and 27 Mar 2025, 17–19 Apr 2024 28 Mar – 3 Apr 2025 Jun 2025"
    assert {*worded_days(text)} == {
        *((2025, 3, 18), (2025, 3, 27), (2024, 4, 17), (2024, 4, 19)),
        *((2025, 3, 28), (2025, 4, 3)),
    }
    assert {*worded_days("29 Feb, year not stated; 3 March to 4 May 2025")} == {
        *((0, 2, 29), (2025, 3, 3), (2025, 5, 4)),
    }
    assert {*iso_days("DTSTART:20250317T203000Z 2025-03-18")} == {
        *((2025, 3, 17), (2025, 3, 18)),
    }
    assert str(When.parse("2025-03-17")) == "2025-03-17"
