"""Which rows a table has: parts under their wholes, dates worked out, folded rows."""

from __future__ import annotations

import csv
import re

import attrs
import pytest

from timeline import (
    Call,
    Deadline,
    Event,
    Measure,
    Meeting,
    Negotiation,
    Objection,
    Ratification,
    Reservation,
    Signature,
    Source,
    Statement,
    Timeline,
    Treaty,
    Visit,
    cite,
)

TOUR = Timeline(
    [
        Visit(
            id="tour",
            title="Tour of four nations",
            when="2021-04-18/2021-04-25",
            status="concluded",
        ),
        Visit(
            id="iran",
            title="Visit to Iran",
            part_of="tour",
            when="2021-04-20/2021-04-22",
            status="concluded",
        ),
        Meeting(id="talks", title="Talks", part_of="iran", status="held"),
        Meeting(
            id="dinner",
            title="Dinner",
            part_of="iran",
            when="same-day:lunch not-before:lunch",
            status="held",
        ),
        Meeting(
            id="lunch", title="Lunch", part_of="iran", when="2021-04-21", status="held"
        ),
        Meeting(id="other", title="Elsewhere", when="2021-04-19", status="held"),
        Call(
            id="call",
            title="Call",
            when="not-before:other not-after:lunch",
            status="expected",
        ),
    ]
)


def titles(text: str) -> list[str]:
    """Return the cells of What, with the spaces before them."""
    lines = text.split("\n")
    at = next(line.index("What") for line in lines if "What" in line)
    found = (re.match("( *)([A-Z][a-z]+)", line[at:]) for line in lines[3:])
    return ["".join(each.groups()) for each in found if each]


def test_parts_stand_under_their_wholes_at_every_depth_in_order_of_time() -> None:
    assert titles(TOUR.table()) == [
        "Tour",
        "  Visit",
        "    Talks",
        "    Lunch",
        "    Dinner",
        "Elsewhere",
        "Call",
    ]
    assert titles(TOUR.table(group="kind"))[-2:] == [
        "Tour",
        "  Visit",
    ]
    assert titles(TOUR.table(sort="id"))[:2] == ["Call", "Dinner"]


def test_a_part_says_its_own_date_under_that_of_its_whole() -> None:
    table = TOUR.table(worked_out=False)
    assert "  ●  20–22 Apr 2021    Visit to Iran" in table
    assert "  ●                  Tour of four nations" in table
    day = Visit(id="v", title="V", when="2021-04-19")
    one = Timeline([day, Meeting(id="m", title="M", part_of="v", when="2021-04-19")])
    assert "2021 " not in one.table().split("April 2021")[1]
    assert "19 Apr 2021 (today)" in one.table(on="2021-04-19")


def test_a_part_without_its_whole_says_what_it_is_part_of() -> None:
    lunch = TOUR.where(lambda event: event.id == "lunch")
    assert "└ part of Visit to Iran" in lunch.table()
    assert "part of Visit to Iran" not in TOUR.table()
    rows = csv.DictReader(TOUR.table("csv").split("\n"))
    assert {row["What"]: row["Part of"] for row in rows}["Lunch"] == "Visit to Iran"


def test_a_whole_that_goes_on_is_not_said_to_have_no_date() -> None:
    talks = Negotiation(
        id="talks", title="Talks", status="suspended", when="2025-04-12/.."
    )
    round_ = Meeting(id="round", title="Round", part_of="talks", when="2025-04-12")
    table = Timeline([talks, round_, Event(id="e", title="E", when="2025")]).table()
    assert "Talks and its parts\n" in table
    assert "Talks and its parts\n" in Timeline(
        [attrs.evolve(talks, when=None), round_, Event(id="e", title="E", when="2025")]
    ).table(worked_out=False)


def test_what_is_worked_out_decides_on_which_side_of_a_day_it_lies() -> None:
    made = Statement(id="s", title="S", when="2025-05", status="made", sources=["p"])
    linked = Meeting(id="m", title="M", when="not-before:s")
    tl = Timeline([made, linked], [Source(id="p", published="2025-05-07")])
    assert "Before 20 May 2025" in tl.table(on="2025-05-20")
    assert "May be before or after 6 May 2025" in tl.table(on="2025-05-06")


def test_a_part_is_dated_by_its_whole_where_that_says_it_all() -> None:
    day, visit = "2025-03-17", Visit(id="v", title="Visit", when="2025-03-17")
    talks = Meeting(id="e", title="Talks", when=day, status="held", part_of="v")
    before = Event(id="x", title="X", when=f"{day} not-after:e", status="occurred")
    part = Event(id="p", title="P", part_of="e", status="occurred", sources=["a", "b"])
    spoke = [Source(id="a", as_of=day), Source(id="b")]
    tl = Timeline([visit, talks, before, part], spoke)
    for text in (tl.table(), tl.card("p")):
        assert "∴ because Talks is dated 17 Mar 2025\n" in text
    assert "└ Talks is dated 17 Mar 2025\n" in tl.schedule().table()
    undated = tl.update("e", when=None).table()
    assert undated.count("∴ because Visit is dated 17 Mar 2025\n") == 2


def test_a_reason_names_the_report_that_it_rests_on() -> None:
    truce = Measure(
        id="c", title="Truce", when="2025-05-01/2025-05-08", status="in_force",
        sources=["a"],
    )  # fmt: skip
    talks = Meeting(
        id="m", title="Talks", when="not-after:2025-05-05", status="expected",
        sources=["a"],
    )  # fmt: skip
    after = Event(id="s", title="Signing", when="not-before:m", status="expected")
    page = Source(id="a", title="Wire", published="2025-05-02")
    said = Timeline([truce, talks, after], [page]).table()
    assert "∴ because Wire reports Talks as expected; Wire reports Truce" in said


def test_no_first_day_is_worked_out_for_what_is_due_by_a_day() -> None:
    due = Deadline(
        id="due", title="Due", status="set", when="not-after:2025-08-31 not-before:sent"
    )
    sent = Event(id="sent", title="Sent", when="2025-08-01")
    assert "∴" not in Timeline([due, sent]).table()
    early = Timeline([attrs.evolve(due, when="not-after:2025-08-31 during:sent"), sent])
    assert "∴ 1 Aug 2025" in early.table()


@pytest.mark.parametrize(
    ("title", "window", "why"),
    [
        ("Talks", "∴ between 20 and 22 Apr 2021", "Visit to Iran is dated 20–22 Apr"),
        ("Dinner", "∴ between 21 and 22 Apr 2021", "Lunch is dated 21 Apr 2021"),
        ("Call", "∴ between 19 and 21 Apr 2021", "Elsewhere is dated 19 Apr 2021"),
    ],
)
def test_a_window_that_links_bound_on_both_sides_says_so_and_why(
    title: str, window: str, why: str
) -> None:
    rows = {row["What"]: row for row in csv.DictReader(TOUR.table("csv").split("\n"))}
    assert rows[title]["When"] == window
    assert f"∴ because {why}" in rows[title]["Notes"]
    assert "7 records, 3 with a date worked out (∴)" in TOUR.table()
    assert "Between 19 and 21 April 2021" in TOUR.table()
    assert "∴" not in TOUR.table(worked_out=False)
    assert "7 records, 3 without a date" in TOUR.table(worked_out=False)


@pytest.mark.parametrize(
    ("when", "status", "shown"),
    [
        ("during:day", "held", "∴ 17 Mar 2025"),
        ("2025-03 during:day", "held", "Mar 2025, ∴ 17 Mar 2025"),
        ("during:about", "held", "∴ about 17 Mar 2025"),
        ("2025-03-17 during:day", "held", "17 Mar 2025"),
        ("not-before:day", "expected", ""),
        ("same-day:day", "under_way", ""),
        ("during:day", "cancelled", ""),
    ],
)
def test_nothing_is_worked_out_that_is_stated_open_or_off(
    when: str, status: str, shown: str
) -> None:
    tl = Timeline(
        [
            Event(id="day", title="Day", when="2025-03-17"),
            Event(id="about", title="About", when="2025-03-17~"),
            Meeting(id="x", title="X", when=when, status=status),
        ]
    )
    rows = csv.DictReader(tl.table("csv").split("\n"))
    assert {row["What"]: row["When"] for row in rows}["X"] == shown


def test_a_window_is_placed_before_on_or_after_the_day_one_looks_from() -> None:
    lines = TOUR.table(on="2021-04-21").split("\n")
    unknown = lines.index("May be before or after 21 April 2021")
    assert "∴ between 19 and 21 Apr 2021  Call" in lines[unknown + 1]


def test_tables_call_a_treaty_by_its_short_title_and_say_the_whole_one_once() -> None:
    treaty = Treaty(id="t", title="Agreement on the Long Name", short_title="ALN")
    tl = Timeline([treaty, Signature(id="s", treaty="t", party="FR")])
    assert "ALN: signature by France" in tl.table()
    for said in (tl.table(), tl.card("t")):
        assert said.count("Agreement on the Long Name") == 1


def test_a_long_title_of_a_part_breaks_under_itself() -> None:
    long = Meeting(id="m", title="Talks on trade and defence at length", part_of="v")
    tl = Timeline([Visit(id="v", title="Visit", status="concluded"), long])
    columns = ["mark", "what", "status", "kind", "where", "topics"]
    table = tl.table(width=62, columns=columns[:4])
    assert re.search("  ·    Talks on trade .*\n       (defence|length)", table)
    assert "  ·    Talks on trade and\n       defence" in tl.table(width=28)
    assert r"\quad Talks" in tl.table("latex")
    assert "&emsp;Talks" in tl.table("github")


CODES = ["AT", "BE", "CZ", "DE", "FR", "IT", "LV", "MT", "PL"]
PACT = Timeline(
    [
        Treaty(id="pact", title="Pact of Friendship", short_title="Pact"),
        *(
            Signature(
                id=f"s-{code}",
                treaty="pact",
                party=code,
                when="2016-10-30",
                status="signed",
            )
            for code in CODES
        ),
        *(
            Ratification(
                id=f"r-{code}",
                treaty="pact",
                party=code,
                when="2018-05-01",
                status="deposited",
                instrument=None,
                sources=[cite("page", stance="denies")] if code == "AT" else [],
            )
            for code in CODES[:6]
        ),
    ],
    [Source(id="page")],
)


def test_five_acts_of_one_day_that_are_alike_are_one_row() -> None:
    table = PACT.table(width=100)
    assert "Pact: signature (9 records)" in table
    names = "Austria, Belgium, Czechia, France, Germany, Italy, Latvia, Malta, Poland"
    assert names in PACT.table()
    assert "Pact: consent to be bound (5 records)" in table
    assert "Pact: consent of Austria to be bound" in table  # it is denied
    assert "AT BE CZ FR DE IT LV MT PL " in PACT.table(who="codes")
    assert "(9 records)" in PACT.table(on="2020-01-01")


@pytest.mark.parametrize(
    "look", [{"group": "party"}, {"columns": ["what"]}, {"sort": "id"}]
)
def test_acts_have_rows_of_their_own_where_rows_are_asked_for(
    look: dict[str, object],
) -> None:
    assert PACT.table(**look).count("signature by") == 9  # type: ignore[arg-type]


def test_on_a_page_the_acts_of_a_treaty_are_in_its_row_which_opens() -> None:
    page = PACT.table("html")
    assert "<details><summary>14 acts</summary><ul>" in page
    assert '<li id="s-MT">30 Oct 2016 · signature by Malta · signed</li>' in page
    assert '<tr id="r-AT"' in page
    assert "Pact (15 records shown as one row)" in page
    acts = PACT.where(lambda event: event.kind == "signature").table("html")
    assert "Pact: signature (9 records)<details>" in acts
    assert '<tr id="s-AT"' in acts
    assert acts.count('id="s-AT"') == 1


@pytest.mark.parametrize("tz", [None, "Asia/Tokyo", "Europe/Paris"])
def test_what_follows_from_days_of_a_zone_and_of_none_is_not_worked_out(
    tz: str | None,
) -> None:
    own = Event(id="b", title="B", when="not-before:a not-after:c", tz=tz)
    zoned = Event(id="a", title="A", when="2023-01-03", tz="Asia/Tokyo")
    floating = Event(id="c", title="C", when="2023-01-05")
    assert "worked out" not in Timeline([zoned, floating, own]).table()
    elsewhere = attrs.evolve(floating, tz="Europe/Paris")
    table = Timeline([zoned, elsewhere, own]).table()
    assert ("∴ between" in table) is (tz is not None)


def test_days_count_on_the_clocks_of_what_they_follow_from() -> None:
    truce = Measure(
        id="truce", title="T", status="in_force", when="2025-10-10T01:00[Asia/Tokyo]/.."
    )
    due = Deadline(
        id="due", title="D", status="set", when="not-after:truce#start+PT72H"
    )
    tl = Timeline([truce, due])
    assert "∴ by 13 Oct 2025" in tl.table()
    assert "∴ by 13 Oct 2025" in tl.agenda(on="2025-10-11").table()


@pytest.mark.parametrize(
    ("lower", "upper", "days"),
    [
        ("2023-01", "2023-03", "between Jan 2023 and Mar 2023"),
        ("2023-01", "2023-02-10", "between the start of Jan 2023 and 10 Feb 2023"),
        ("2023-01-10", "2023-02", "between 10 Jan 2023 and the end of Feb 2023"),
        ("2022", "2023", "between 2022 and 2023"),
    ],
)
def test_a_window_has_the_precision_of_what_it_follows_from(
    lower: str, upper: str, days: str
) -> None:
    tl = Timeline(
        [
            Event(id="a", title="A", when=lower),
            Event(id="b", title="B", when=upper),
            Meeting(id="m", title="M", when="not-before:a#start not-after:b#end"),
        ]
    )
    assert f"∴ {days}" in tl.table()


def test_without_notes_each_record_is_one_line() -> None:
    tl = Timeline(
        [
            Visit(
                id=f"v{at}",
                title=f"Visit {at} of many ministers to the neighbours of the country",
                participants=["Emmanuel Macron @FR", "Keir Starmer @GB"],
                when_text="later" if at == 1 else "",
                status="concluded",
            )
            for at in range(9)
        ]
    )
    for width in (40, 60, 80, 120):
        lines = tl.table(width=width, notes=False, group="none").splitlines()
        rows = [line for line in lines if "Visit" in line]
        assert len(rows) == 9
        assert max(map(len, lines)) <= width
        assert all(row.endswith("concluded") for row in rows)
        assert any("later" in row for row in rows)  # no doubt is cut
    [said] = [line for line in tl.table(notes=False).splitlines() if "later" in line]
    assert said.lstrip(" ●").startswith("Visit 1")
    assert "└" in tl.table()


ODD = {
    "200 people": [
        Meeting(
            id="m", title="M", participants=[f"Delegate {n} @FR" for n in range(200)]
        )
    ],
    "a title of 10,000 characters": [Meeting(id="m", title="word " * 2_000)],
    "ten years between": [
        Meeting(id="a", title="A", when="2015-03-17"),
        Meeting(id="b", title="B", when="2025-03-17"),
    ],
    "all on one day": [
        Meeting(id=f"m{n}", title=f"M{n}", when="2025-03-17") for n in range(30)
    ],
    "nothing but masks": [
        Meeting(id=f"m{n}", title=f"M{n}", when=when)
        for n, when in enumerate(["20XX", "2025-XX-17", "XXXX-03-17", "2025-XX"])
    ],
}


@pytest.mark.parametrize("name", ODD)
def test_odd_timelines_are_tables_pages_and_pictures(name: str) -> None:
    tl = Timeline(ODD[name])

    for width in (40, 80, 200):
        assert max(map(len, tl.table(width=width).splitlines())) <= width
    page = tl.to_html(page=True)
    for event in tl:
        assert f'id="{event.id}"' in page
    assert tl.to_svg(width=400).startswith("<svg")
    if name == "200 people":
        assert "Delegate 199" in tl.table(width=80)
        assert "<summary>" in page
    if name == "nothing but masks":
        assert "2025-" not in page


def test_addresses_are_links_in_markdown_and_latex() -> None:
    address = "https://example.org/a_b?c=1&d=2"
    page = Source(id="p", title="Pa_ge", publisher="P", url=address)
    talks = Meeting(id="m", title="A_b", when="2025", sources=["p"])
    tl = Timeline([talks], [page])

    assert tl.table("github").endswith(rf"\[1\] Pa\_ge. P. <{address}>")
    assert tl.table("latex").endswith(rf"[1] Pa\_ge. P. \url{{{address}}}")
    for text in (tl.table(), tl.schedule().table()):
        assert text.endswith(f"[1] Pa_ge. P. {address}")


def test_long_words_of_a_source_stand_beside_the_other_lines() -> None:
    long = "in the first days after the change of government"
    tl = Timeline(
        [
            Visit(id="tour", title="Tour"),
            Meeting(id="a", title="A", part_of="tour", when_text=long),
            Meeting(id="b", title="B", when="not-before:2025-04-01", when_text=long),
        ]
    )
    text = tl.table(sort="id")
    assert "└ part of Tour" in text
    assert text.count(f"└ “{long}”") == 2


def test_an_objection_is_called_by_the_treaty_and_not_by_an_id() -> None:
    pact = Treaty(id="pact", title="Pact")
    made = Reservation(id="res", treaty="pact", party="FR", status="made")
    objections = [
        Objection(id=f"to-{to}", to=to, party="DE", status="made")
        for to in ("res", "pact")
    ]
    table = Timeline([pact, made, *objections]).table()
    assert table.count("Pact: objection by Germany") == 2
    assert "res:" not in table


def test_a_note_of_the_keeper_stands_under_its_row() -> None:
    timeline = Timeline([Event(id="e", title="E", note="after all member states")])
    assert "└ after all member states" in timeline.table()
    assert "after all" not in timeline.table(notes=False)


def test_what_began_today_and_goes_on_says_since_when() -> None:
    talks = Negotiation(id="t", title="T", when="2025-07-03/..", status="under_way")
    assert "since 3 Jul 2025 (today)" in Timeline([talks]).table(on="2025-07-03")


def test_a_stated_year_of_entry_into_force_stays_a_year_in_the_rows() -> None:
    pact = Treaty(id="p", title="P", in_force="2014")
    bound = Ratification(id="r", treaty="p", party="FR", when="2013-02-01")
    table = Timeline([pact, bound]).treaty("p", on="2016-01-01").table()
    assert "1 Jan" not in "\n".join(table.splitlines()[3:])


def test_a_window_without_such_a_thing_has_both_sides_and_its_side_of_a_day() -> None:
    call = Call(
        id="c",
        title="C",
        when="not-before:2023-04-15 not-after:page",
        status="did_not_take_place",
        sources=["page"],
    )
    tl = Timeline([call], [Source(id="page", published="2025-05-01")])
    for text in (tl.table(on="2025-05-06"), tl.card("c")):
        assert "not before 15 Apr 2023, ∴ by 1 May 2025" in text
    assert "Before 6 May 2025" in tl.table(on="2025-05-06")
    unbound = tl.update("c", when="not-after:page")
    assert "∴" not in unbound.table(on="2025-05-06")
