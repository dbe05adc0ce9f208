from __future__ import annotations

import csv
import re
import subprocess
from datetime import date
from html import unescape
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from hypothesis import given
from tests.support.stories import dated, hostile_timelines, told

from timeline import (
    Call,
    Deadline,
    EntryIntoForce,
    Event,
    Invitation,
    Measure,
    Meeting,
    Negotiation,
    ParliamentaryStep,
    ProvisionalApplication,
    Ratification,
    Signature,
    Source,
    Statement,
    Summit,
    Timeline,
    Treaty,
    Visit,
    Withdrawal,
    cite,
)
from timeline.api.options import GroupName, SortName, TableFormat
from timeline.errors import InvalidError
from timeline.language.fr import NAMES
from timeline.records.treaties import INSTRUMENTS
from timeline.text import clean, width

ARTICLE = """\
The article
14 records, none dated by the source; “ ” quotes the source

     What                             Who                                   \
        Status     Source

Done
  ●  A “unique friend”                France                                \
        made       [none]

First official visit and its parts
  ◐  First official visit             Mark Carney (CA); host: Emmanuel \
Macron (FR)  under way  [1]
  ●    Private meeting at the Élysée  Mark Carney (CA), Emmanuel Macron \
(FR)        held       [none]
  ●    Security partnership           Canada, France                        \
        announced  [none]
  ○    Next steps in trade talks      Mark Carney (CA), Keir Starmer (GB)   \
        scheduled  [none]
       └ when: “later in the day”
       └ same day as Private meeting at the Élysée, not before its end

Still open
  ◔  Trade agreement                  Canada, European Union, France        \
        pending    [none]
     └ pending: ratification by France
  ◔  Invitation to the G7 Summit      Canada to Ukraine                     \
        extended   [none]
     └ no reply reported
  ■  Free trade talks                 Canada, United Kingdom                \
        stalled    [none]

Ahead
  ◌  Return to Ottawa                 Mark Carney (CA)                      \
        expected   [none]
     └ not before the end of First official visit
  ◌  First conversation               Canada, United States                 \
        expected   [none]
     └ not before the end of Return to Ottawa; “not expected until Carney \
returns to Ottawa”
  ○  G7 Summit, Canada                G7; host: Canada                      \
        scheduled  [none]
     └ when: “upcoming”

Cancelled or not held
  ✕  Trip to the Arctic                                                     \
        cancelled  [none]

Status not stated
  ·  A rumour                                                               \
                   [none]

● done  ◐ under way  ○ scheduled  ◌ expected  ◔ awaiting action  ■ stalled  \
✕ cancelled or not held  · status not stated
Trade agreement (2 records shown as one row)
[1] Canada and France forge a partnership. Publisher not stated. Page dated \
12 Nov 2025. https://example.org/a?b=1&c=2"""


def body(text: str) -> list[str]:
    """Return the lines that stand for records."""
    return [line for line in text.split("\n") if re.match(r"  [●◐○◌◔■✕·] ", line)]


def test_an_article_without_dates_is_grouped_by_how_things_stand() -> None:
    assert told().table() == ARTICLE
    assert str(told()) == ARTICLE


def test_no_date_is_printed_that_no_source_gave() -> None:
    table = told().table()
    found = re.findall(r"\d{4}", table)
    assert found == ["2025"]  # that of the page, called the page's
    assert "Page dated 12 Nov 2025." in table


def test_known_days_are_headings_and_when_says_the_rest() -> None:
    lines = dated().table().split("\n")
    day = lines.index("Monday 17 March 2025")
    assert lines[day + 1].split()[:3] == ["●", "Visit", "Canada;"]
    assert lines[day + 2].split()[:3] == ["●", "10:00", "(Paris)"]
    assert lines[day + 3].strip() == "└ [1] says held"
    assert lines[day + 4].strip() == "└ [2] denies that it took place"
    day += 1
    assert lines[day + 4].split() == [
        "·",
        "16:30",
        "Walk",
        "Mark",
        "Carney",
        "(CA)",
        "[none]",
    ]
    assert lines[day + 5].strip() == "└ “a very long remark of the source about it”"
    for heading in (
        "15–17 June 2025",
        "February 2025",
        "Between 18 and 27 March 2025",
        "By Thursday 20 March 2025",
        "Not before Tuesday 1 April 2025",
        "Still open",
    ):
        assert heading in lines


def test_what_goes_on_without_a_known_end_is_still_open() -> None:
    lines = dated().table().split("\n")
    (row,) = lines[lines.index("Still open") + 1 : lines.index("Still open") + 2]
    assert "suspended since Feb 2024" in row


def test_a_treaty_says_what_is_stated_of_it() -> None:
    table = dated().table(columns=["what", "status"])
    assert re.search(r"Old treaty +terminated in 2001", table)
    assert re.search(r"New treaty +in force since 1 May 2020", table)


@pytest.mark.parametrize("tl", [told(), dated()], ids=["told", "dated"])
@pytest.mark.parametrize("group", [None, "none", "month", "year", "kind", "status"])
@pytest.mark.parametrize("on", [None, "2025-03-17"])
def test_every_record_stands_in_a_table_exactly_once(
    tl: Timeline, group: GroupName | None, on: str | None
) -> None:
    found = tl.table("csv", columns=["id"], group=group, on=on).split("\n")
    ids = [row[1] for row in csv.reader(found[1:])]
    folded = {"ceta-fr"} & {event.id for event in tl}
    assert sorted([*ids, *folded]) == sorted(event.id for event in tl)


def test_seen_from_a_day_dates_are_before_on_or_after_it_or_nobody_knows() -> None:
    lines = dated().table(on="2025-03-17").split("\n")
    order = [
        "Before 17 March 2025",
        "Monday 17 March 2025",
        "May be before or after 17 March 2025",
        "After 17 March 2025",
    ]
    places = [lines.index(heading) for heading in order]
    assert places == sorted(places)
    between = "\n".join(lines[places[1] : places[2]])
    assert all(word in between for word in ("Visit", "Walk", "Tour", "Talks in"))
    unknown = "\n".join(lines[places[2] : places[3]])
    assert all(word in unknown for word in ("by 20 Mar 2025", "Mar 2025, not before"))
    assert "as of Monday 17 March 2025; statuses as known on 12 Nov 2025" in lines
    assert "Free trade talks" in "\n".join(lines[lines.index("Still open") :])


def test_words_are_relative_to_the_day_one_looks_from() -> None:
    tl = Timeline(
        [
            Meeting(id="a", title="A", when="2025-03-16", status="held"),
            Meeting(id="b", title="B", when="2025-03-17T09:00", status="held"),
            Meeting(id="c", title="C", when="2025-03-20?", status="scheduled"),
            Meeting(id="d", title="D", when="2025-03-20", status="scheduled"),
        ]
    )
    table = tl.table(on=date(2025, 3, 17))
    assert "16 Mar 2025 (yesterday)" in table
    assert re.search(r"09:00 +B", table)
    assert "20 Mar 2025 (in 3 days)" in table
    assert "17 Mar 2025, 09:00 (yesterday)" in tl.table(on="2025-03-18")
    assert re.search(r"perhaps 20 Mar 2025 +C", table)
    later = tl.table(on="2025-04-17")
    assert len(re.findall(r"scheduled, (?:at least )?\d+ days", later)) == 2


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        ("not-before:x", "not before the end of X"),
        ("not-before:x#end+P30D", "at least 30 days after the end of X"),
        ("not-before:x#end-P1M", "no earlier than 1 month before the end of X"),
        ("not-before:x#start", "not before the start of X"),
        (
            "not-before:x#start+P1M2D",
            "at least 1 month and 2 days after the start of X",
        ),
        ("not-before:x#start-PT6H", "no earlier than 6 hours before the start of X"),
        ("not-after:x", "not after the start of X"),
        ("not-after:x#start+P1D", "at most 1 day after the start of X"),
        ("not-after:x#start-P2D", "at least 2 days before the start of X"),
        ("not-after:x#end", "not after the end of X"),
        ("not-after:x#end+P2M", "at most 2 months after the end of X"),
        ("not-after:x#end-P2M", "at least 2 months before the end of X"),
        ("during:x", "during X"),
        ("same-day:x", "same day as X"),
        ("same-day:x not-after:x", "same day as X, not after its start"),
        ("same-day:x during:y", "during Why"),
        ("not-before:s", "not before the writing of A page"),
        ("not-before:u", "not before the writing of u"),
        ("not-before:y", "not before the end of Why"),
        ("not-before:z", "not before the end of Zed (cancelled)"),
        ("not-before:x#end+P0D", "not before the end of X"),
    ],
)
def test_what_an_event_waits_for_stands_under_it(anchor: str, words: str) -> None:
    tl = Timeline(
        [
            Event(id="e", title="E", when=anchor, status="expected"),
            Event(id="x", title="X", status="occurred"),
            Event(id="y", title="Why", status="expected"),
            Event(id="z", title="Zed", status="cancelled"),
        ],
        sources=[Source(id="s", title="A page"), Source(id="u")],
    )
    assert f"└ {words}" in tl.table()


def test_what_is_not_on_this_timeline_goes_by_its_id() -> None:
    part = told().where(lambda event: event.id == "return")
    assert "└ not before the end of First official visit" in part.table()
    assert "└ not before visit" in Timeline(part, partial=True).table()


_DEEDS = Timeline([
    Treaty(id="bbnj", title="High Seas Treaty"),
    Signature(id="s", treaty="bbnj", party="CA", when="2025-03", status="signed"),
    Call(id="c", title="Call", when="2025-04 not-before:s", status="scheduled"),
    Call(id="named", title="Other call", about=["s"], when="2025-05"),
])  # fmt: skip
_DEED = "High Seas Treaty: signature by Canada"


@pytest.mark.parametrize(
    "told",
    [
        _DEEDS.table(),
        _DEEDS.table(width=80),
        _DEEDS.where(lambda event: event.id != "bbnj").table(),
        _DEEDS.to_html(),
        _DEEDS.to_svg(),
        _DEEDS.card("s"),
        _DEEDS.card("c", width=200),
        _DEEDS.card("named"),
        _DEEDS.passed("2025-01-01", "2025-12-31").table(),
        str(_DEEDS.to_ics("2025-03-17").text),
        unescape(re.sub(r"#(\d+);", r"&#\1;", _DEEDS.to_mermaid().text)),
        _DEEDS.diff(_DEEDS.update("s", place="New York")).table(),
        _DEEDS.diff(_DEEDS.update("c", when="2025-04-01 not-before:s")).table(),
    ],
)
def test_people_read_deeds_by_the_title_of_their_treaty(told: str) -> None:
    assert _DEED in told
    assert "bbnj: " not in told


@pytest.mark.parametrize(
    "name", ["Treaty " * 160, "A \x1b[31m treaty " * 80, "条約" * 999]
)
@pytest.mark.parametrize("cells", [None, 66, 80])
def test_where_a_title_is_cut_the_deed_still_stands(
    name: str, cells: int | None
) -> None:
    tl = _DEEDS.update("bbnj", title=name).update("s", place="New York")
    shown = tl.table(width=cells)
    assert "York" in shown
    assert "signature by Canada, New York" in tl.table("github", width=cells)
    assert cells is None or max(map(width, shown.split("\n"))) <= cells
    narrow = tl.table(width=40)
    assert "York" in narrow
    assert max(map(width, narrow.split("\n"))) <= 40


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        (Signature(id="d", treaty="bbnj", party="FR"), "signature (France)"),
        (
            Ratification(id="d", treaty="bbnj", party="FR", instrument="accession"),
            "adhésion (France)",
        ),
        (ProvisionalApplication(id="d", treaty="bbnj"), "application provisoire"),
        (
            ParliamentaryStep(id="d", treaty="bbnj", party="FR", body="Sénat"),
            "étape parlementaire (Sénat, France)",
        ),
    ],
)
def test_deeds_are_said_in_french(deed: Event, words: str) -> None:
    tl = _DEEDS.add(deed)
    for text in (
        tl.table(language="fr"),
        tl.to_html(language="fr"),
        tl.to_svg(language="fr"),
        tl.card("d", language="fr"),
    ):
        assert f"High Seas Treaty : {words}" in text.replace("\u00a0", " ")
        assert " by " not in text
    assert all(name in NAMES for name in INSTRUMENTS)


def test_titles_are_sorted_as_they_are_read() -> None:
    tl = _DEEDS.add(Call(id="a", title="Canada"), Call(id="x", title="Zagreb"))
    found = tl.table(sort="title", columns=["what"]).split("\n")
    names = [name.strip() for name in found if name.strip()]
    at = [names.index(name) for name in ("Canada", _DEED, "Zagreb")]
    assert at == sorted(at)


def test_the_words_of_a_deed_are_kept_where_no_title_is_known() -> None:
    alone = Timeline([_DEEDS["s"]], partial=True)
    assert "bbnj: signature by Canada" in alone.table()
    titled = _DEEDS.update("s", title="Canada signs")
    assert "Canada signs" in titled.table()
    assert _DEED not in titled.table()


def test_a_treaty_in_force_by_its_rule_is_not_pending() -> None:
    """One participant has yet to consent: that does not make the treaty pending."""

    def treaty(last: str, on: str | None, *acts: Event) -> str:
        bound: Any = {"treaty": "t", "status": "deposited", "sources": ["s"]}
        entry = EntryIntoForce(2, delay="30 days")
        tl = Timeline(
            [
                Treaty(id="t", title="Pact", entry_into_force=entry, complete=True),
                Ratification(id="a", party="FR", when="2010-01-05", **bound),
                Ratification(id="b", party="DE", when=last, **bound),
                Ratification(id="c", treaty="t", party="IT", status="pending"),
                *acts,
            ],
            [Source(id="s", title="List", published="2026-01-31")],
        )
        return str(re.findall(r"Pact  +(.*\S)  +\[none\]", tl.table(on=on))[0])

    since = "in force since 4 Apr 2010 (worked out)"
    assert treaty("2010-03-05", "2026-02-01") == since == treaty("2010-03-05", None)
    maybe = "in force: not determined (entry into force between 19 and 28 Feb 2026)"
    assert treaty("2026-01-2X", "2026-02-25") == f"{maybe} (worked out)"
    ahead = "enters into force between 19 and 28 Feb 2026 (worked out)"
    assert treaty("2026-01-2X", "2026-02-10") == ahead
    assert treaty("2030", "2026-02-10") == "pending"
    left: Any = {"treaty": "t", "status": "notified", "effective": "2015-01-01"}
    gone = [Withdrawal(id=f"w{p}", party=p, **left) for p in ("FR", "DE")]
    assert treaty("2010-03-05", "2026-02-01", *gone) == "terminated (worked out)"


def test_a_short_form_cuts_no_date_and_csv_names_its_sources() -> None:
    """Dates and doubt go on in a second line; a claim in CSV is of a source listed."""
    pages = [Source(id=id_, publisher=f"Press {id_}") for id_ in ("one", "two")]
    cited = [cite("one"), cite("two", stance="denies")]
    call = Call(
        id="c",
        title="Call on the withdrawal of all troops from the province",
        when="[2026-02-18,2026-03-19,2026-04-20]",
        participants=["Marco Rubio @US", "Paul Kagame @RW", "Félix Tshisekedi @CD"],
        status="held",
        sources=cited,
    )
    tl = Timeline([call], pages)
    rows = [line for line in tl.table(width=60, notes=False).splitlines() if line]
    text = " ".join(" ".join(rows).split())

    assert all(width(row) <= 60 for row in rows)
    for part in ("18 Feb", "19 Mar", "20 Apr", "held", "disputed"):
        assert part in text
    assert "Call on the" in text
    csv_text = tl.table("csv")
    assert "[one] one. Press one. [two] two. Press two." in csv_text
    assert "[two] denies that it took place" in csv_text


def test_days_are_in_order_where_clocks_of_several_zones_have_them() -> None:
    """Late on 1 March in New York it is after noon of 2 March in Tokyo."""
    late = Meeting(id="a", title="Dinner", when="2026-03-01T23:00[America/New_York]")
    day = Meeting(id="b", title="Talks", when="2026-03-02T12:00[Asia/Tokyo]")
    table = Timeline([late, day]).table()

    assert table.index("Sunday 1 March") < table.index("Monday 2 March")


def test_only_what_tells_nothing_more_shares_the_row_of_its_treaty() -> None:
    treaty = Treaty(id="t", title="T")
    acts = [
        Ratification(id="a", treaty="t", party="FR", status="pending"),
        Ratification(id="b", treaty="t", party="BE", status="pending", note="soon"),
        Ratification(id="c", treaty="t", party="DE", status="deposited"),
    ]
    table = Timeline([treaty, *acts]).table()
    assert "T (2 records shown as one row)" in table
    assert table.count("consent of") == 3
    alone = Timeline([treaty, *acts]).where(lambda event: event.id == "a")
    assert "consent of France to be bound" in alone.table().split("Still open")[1]


def test_many_parties_are_counted_after_the_first() -> None:
    parties = ["BE", "BG", "CY", "FR", "GR", "HU", "IE", "IT"]
    acts = [
        Ratification(id=f"r-{party}", treaty="t", party=party, status="pending")
        for party in parties
    ]
    tl = Timeline([Treaty(id="t", title="T", parties=parties), *acts])
    assert "BE BG CY FR GR HU IE IT" in tl.table(who="codes")
    names = "Belgium, Bulgaria, Cyprus, France, Greece, Hungary, Ireland, Italy"
    assert tl.table().count(names) == 2
    assert "Belgium, Bulgaria and 6 others" in tl.table(max_names=3)
    assert "Belgium, Bulgaria and 6 others" not in tl.table(max_names=8)


def test_columns_are_chosen_by_name_by_function_or_under_a_heading_of_ones_own() -> (
    None
):
    tl = dated()
    lines = tl.table(columns=["id", "kind", "topics", "note", "sources", "where"])
    assert lines.split("\n")[2].split()[:3] == ["Id", "Kind", "Topics"]

    def people(event: Event) -> int | None:
        return len(event.people) or None

    assert re.search(r"Walk +1", tl.table(columns=["what", people]))
    assert "Code" in tl.table(columns={"Code": "id"})
    assert "lambda" in tl.table(columns=[lambda event: event.id])


def test_the_place_stands_with_the_title_unless_it_has_a_column_or_is_in_it() -> None:
    table = told().table()
    assert "G7 Summit, Canada" in table
    assert "Palais" not in table
    columns = told().table(columns=["what", "where"])
    assert re.search(r"G7 Summit +Canada", columns)


@pytest.mark.parametrize("sort", ["id", "title", "kind", "status"])
def test_sorted_otherwise_all_is_one_group(sort: SortName) -> None:
    lines = dated().table(sort=sort, columns=["id"]).split("\n")
    assert len([line for line in lines if line and " " not in line]) >= len(dated())
    assert "Still open" not in lines


def test_sorted_by_a_function_and_limited_the_rest_is_counted() -> None:
    text = dated().table(sort=lambda event: event.id, limit=2, columns=["id"])
    assert text.split("\n")[2:6] == ["Id", "after", "before", ""]
    assert "… and 12 more" in text
    assert "… and 14 more" in dated().table(limit=0)
    assert "more" not in dated().table(limit=99)


def test_groups_may_be_anything_that_a_function_tells() -> None:
    table = dated().table(group=lambda event: None if event.id < "m" else "late_ones")
    assert "\nlate ones\n" in table
    assert "\nnot stated\n" in table
    assert "\nCanada\n" in dated().table(group="party")
    assert "\nnot stated\n" in dated().table(group="place")
    assert "\nnot stated\n" in dated().table(group="topic")


def test_months_and_years_hold_what_surely_lies_in_them() -> None:
    month = dated().table(group="month").split("\n")
    assert "March 2025" in month
    assert ["By", "20", "March", "2025"][0] in "\n".join(month)
    assert "2025" in dated().table(group="year").split("\n")


@pytest.mark.parametrize("most", [60, 80, 200])
def test_a_width_is_kept_by_cutting_only_the_titles(most: int) -> None:
    text = told().table(width=most)
    assert max(width(line) for line in text.split("\n")) <= most
    assert all(
        word in text for word in ("“later", "in", "the", "day”")
    )  # broken or not
    assert "not expected until" in " ".join(text.split())


def test_without_a_width_each_record_is_one_line() -> None:
    assert len(body(told().table())) == 13


@pytest.mark.parametrize("fmt", ["plain", "simple", "grid", "rounded", "github"])
def test_signs_may_be_those_of_ascii(fmt: TableFormat) -> None:
    text = Timeline([Event(id="a", title="A", status="occurred")]).table(
        fmt, ascii=True
    )
    assert "x done" in text.replace("\\", "")
    assert "●" not in text


def test_colour_is_only_where_asked_and_never_the_only_sign() -> None:
    plain, painted = told().table(), told().table(colour=True)
    assert "\x1b" not in plain
    assert "\x1b[32m●\x1b[0m" in painted
    assert "\x1b[31mstalled\x1b[0m" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == plain
    narrow = dated().table(colour=True, width=60, on="2025-03-17")
    assert re.sub(r"\x1b\[\d+m", "", narrow) == dated().table(width=60, on="2025-03-17")
    assert re.search(r"\x1b\[\d+m(in force|suspended)[^\x1b]*\x1b\[0m", narrow)
    bare = told().table(colour=True, columns=["what"])
    assert bare == told().table(columns=["what"])


def test_french_is_spoken_in_full() -> None:
    table = told().table(language="fr")
    for words in (
        "14 éléments, aucun daté par la source",
        "État non précisé",
        "en cours",
        "«\u00a0later in the day\u00a0»",
        "pas avant la fin de Return to Ottawa",
        "en attente : ratification (France)",
        "aucun daté par la source ; «",
        "Éditeur non précisé. Page datée du 12 nov. 2025.",
    ):
        assert words in table
    assert "Quand" in dated().table(language="fr")
    assert "März" in dated().table(language="de")
    assert "Groupe,,Quand" in told().table("csv", language="fr")
    for kind in ("réunion", "appel", "visite", "traité"):
        assert f"\n{kind}\n" in told().table(group="kind", language="fr")
    assert "\nau point mort\n" in told().table(group="status", language="fr")
    seen = dated().table(on="2025-03-17", language="fr")
    for heading in ("Avant le 17 mars 2025", "Lundi 17 mars 2025"):
        assert f"\n{heading}\n" in seen
    assert "\nBefore 17 ב מרץ ב 2025\n" in dated().table(on="2025-03-17", language="he")


def test_a_date_is_hidden_by_no_heading_that_is_not_its_own() -> None:
    tl = Timeline(
        [
            Meeting(id="m", title="M", when="2025-03-17T16:30", status="held"),
            Visit(id="v", title="V", when="2025-01/..", status="under_way"),
        ]
    )
    today = "17 Mar 2025, 16:30 (today)"
    assert today in tl.table(on="2025-03-17", group="kind")
    assert today in tl.table(on="2025-03-17", group="none")
    assert today in tl.table(on="2025-03-17", sort="id")
    assert today not in tl.table(on="2025-03-17")
    for on in (None, "2025-03-17"):
        assert "since Jan 2025" in tl.table(on=on)


def test_latex_needs_no_font_that_few_have() -> None:
    text = told().table("latex")
    assert r"\ensuremath{\bullet}" in text
    assert r"CA \ensuremath{\to} FR" in told().table("latex", who="codes")
    assert r"\quad not before the end of Return to Ottawa" in text
    tl = Timeline(
        [
            Meeting(id="a", title="A", when="2025-03-17T10:00-04:00"),
            Event(id="b", title="B", when="same-day:a"),
        ]
    )
    for answer in (told(), tl, tl.schedule(), told().agenda("2025-03-20")):
        assert not set("●◐○◌◔■✕→└∴−") & set(answer.table("latex"))
    assert r"\ensuremath{\therefore} 17 Mar 2025" in tl.table("latex")


@pytest.mark.slow
@pytest.mark.skipif(not which("pdflatex"), reason="needs pdflatex")
def test_latex_of_long_and_wide_tables_fits_the_page(tmp_path: Path) -> None:
    address = "https://example.org/" + "a-long-address/" * 20
    source = Source(id="s", title="A source", url=address)
    tl = Timeline(
        [
            Meeting(
                id=f"m{n}",
                title=f"Talks {n}",
                when="2025-03-17",
                note=f"{address} {'word ' * 30}",
                participants=["CA", "FR", "GB", "US"],
                sources=[cite("s", "they said")],
            )
            for n in range(80)
        ],
        sources=[source],
    )
    packages = r"\usepackage[T1]{fontenc}\usepackage{amssymb,booktabs,xltabular,xurl}"
    wide = Meeting(
        id="zelenskyy-g7-invitation",
        title="Invitation to the summit",
        place="Downing Street",
        participants=["Volodymyr Zelenskyy @UA"],
        topics=["non-proliferation", "environment"],
        status="scheduled",
        sources=["s"],
    )
    columns = ["id", "when", "what", "who", "status", "sources"]
    columns += ["where", "kind", "topics"]
    nine = Timeline([wide], [source]).table("latex", columns=columns)
    for text in (tl.table("latex"), tl.card("m1", "latex"), nine):
        path = tmp_path / "table.tex"
        path.write_text(
            rf"\documentclass{{article}}{packages}\begin{{document}}"
            f"\n{text}\n\\end{{document}}\n"
        )
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", path.name]
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        boxes = re.findall(rb"Overfull .hbox \(([\d.]+)pt", run.stdout)
        assert max(map(float, boxes), default=0) < 5


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"in_force": "2025-03"}, "not determined (entry into force in Mar 2025)"),
        ({"in_force": "2024", "terminated": "2025-03"}, "(ends in Mar 2025)"),
        ({"in_force": "not-before:2025-03-10"}, "not determined (entry into force not"),
        ({"in_force": "2025-03-15"}, "in force since 15 Mar 2025"),
        ({"in_force": "2025-05"}, "enters into force in May 2025"),
    ],
)
def test_a_treaty_stands_on_a_day_as_its_status_says(
    stated: dict[str, str], said: str
) -> None:
    tl = Timeline([Treaty(id="t", title="T", **stated)])  # type: ignore[arg-type]
    assert said in tl.table(on="2025-03-15")
    is_open = tl.treaty("t", on="2025-03-15").state == "not determined"
    assert ("not determined" in tl.table(on="2025-03-15")) is is_open


def test_an_empty_timeline_says_so() -> None:
    assert Timeline().table() == "0 records; nothing to show"
    assert Timeline([Event(id="a", title="A")]).table().startswith("1 record, none")


def test_an_invitation_may_have_only_one_side() -> None:
    tl = Timeline([Invitation(id="i", title="I", invitee="UA", status="tentative")])
    assert re.search(r"◔ +I +to Ukraine +tentative", tl.table())
    sent = Invitation(id="i", title="I", inviter="UA", status="tentative")
    assert re.search(r"◔ +I +Ukraine +tentative", Timeline([sent]).table())


def test_people_have_their_party_and_roles_their_word() -> None:
    tl = Timeline(
        [
            Visit(id="v", title="V", participants=["Ann Lee @CA"], host=["Bo Kim @FR"]),
            Visit(id="w", title="W", host=["FR"]),
            Meeting(id="m", title="M", participants=["Cy Oz @", "EU", "DE"]),
            Invitation(id="i", title="I", inviter="Ann Lee @CA", invitee="UA"),
        ]
    )
    table = tl.table()
    for who in (
        "Ann Lee (CA); host: Bo Kim (FR)",
        "host: France",
        "Cy Oz, European Union, Germany",
        "Ann Lee (CA) to Ukraine",
    ):
        assert who in table
    codes = tl.table(who="codes")
    for who in ("CA → FR", "Cy Oz, EU, DE", "CA → UA"):
        assert who in codes
    assert "Ann Lee (CA) ; hôte : Bo Kim (FR)" in tl.table(language="fr")


def test_each_row_has_the_marks_of_its_sources() -> None:
    sources = [Source(id=f"s{n:02}", publisher="P") for n in range(20)]
    cited = Event(id="e", title="E", sources=["s00", "s13", "s00"])
    others = Event(id="f", title="F", sources=[source.id for source in sources])
    tl = Timeline([cited, others, Event(id="g", title="G")], sources=sources)
    table = tl.table()
    assert re.search(r"· +E +\[1\]\[2\]\n", table)
    assert re.search(r"· +G +\[none\]\n", table)
    assert "[2] s13. P." in table
    assert table.endswith("[20] s19. P.")
    missing = Timeline([cited], partial=True).table(columns=["what", "marks"])
    assert "[s00][s13]" in missing


def test_one_source_of_all_stands_above_and_others_in_their_rows() -> None:
    one = Event(id="e", title="E", sources=["s"])
    tl = Timeline([one], sources=[Source(id="s", title="Who said so?", as_of="2025")])
    assert (
        tl.table().split("\n")[0]
        == "1 record, all from source [1], none dated by the source"
    )
    assert tl.table().endswith("[1] Who said so? Publisher not stated. As of 2025.")
    assert "all from" not in tl.add(Event(id="f", title="F")).table()


def test_where_few_rows_have_a_when_it_stands_under_them() -> None:
    events = [Event(id=f"e{n}", title="E") for n in range(4)]
    worded = Event(id="w", title="W", when_text="soon")
    assert "When" in Timeline([*events[:3], worded]).table()
    table = Timeline([*events, worded]).table()
    assert "When" not in table
    assert "└ when: “soon”" in table


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"fmt": "gird"}, 'unknown table format "gird"; did you mean "grid"'),
        ({"columns": ["wath"]}, 'unknown column "wath"; did you mean "what"'),
        ({"columns": "what"}, "columns must be a list"),
        ({"columns": []}, "a table has at least one column"),
        ({"group": "yera"}, 'cannot group by "yera"; did you mean "year"'),
        ({"sort": "tilte"}, 'cannot sort by "tilte"; did you mean "title"'),
        ({"language": "frr"}, 'unknown language "frr"; did you mean "fr"'),
        ({"on": "17 March"}, 'on: "17 March" is not one day; write YYYY-MM-DD'),
        ({"on": "2025-02-30"}, '"2025-02-30" is not one day'),
        ({"on": 2025}, "2025 is not one day"),
        ({"width": 0}, "width: 0 is not a whole number; write 1"),
        ({"width": True}, "width: True is not"),
        ({"limit": -1}, "limit: -1 is not a whole number; write 0 or more"),
        ({"who": "peple"}, 'who: unknown entry "peple"; did you mean "people"'),
        ({"max_names": 1}, "max_names: 1 is not"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_nearest(
    options: dict[str, object], problem: str
) -> None:
    with pytest.raises(InvalidError, match=re.escape(problem)):
        told().table(**options)  # type: ignore[arg-type]


@pytest.mark.slow
@given(hostile_timelines())
def test_hostile_texts_change_no_line_of_a_table(tl: Timeline) -> None:
    for text in (tl.table(), tl.table(width=60), tl.table(group="none")):
        assert clean(text.replace("\n", " ")) == text.replace("\n", " ")
    for line in tl.table(width=60).split("\n"):
        assert width(line) <= 60 or not line.isascii(), line
    rows = tl.table(columns=["mark", "id"], group="none").split("\n")
    for event in tl:
        assert sum(row.endswith(f"  {event.id}") for row in rows) == 1


@given(hostile_timelines())
def test_a_csv_read_back_gives_every_title(tl: Timeline) -> None:
    rows = list(csv.reader(tl.table("csv", columns=["id", "what"]).split("\n")))
    titles = {row[1]: row[2].removeprefix("'") for row in rows[1:]}
    for event in tl:
        assert titles[event.id].startswith(clean(event.title))


def test_a_date_without_a_year_keeps_its_words() -> None:
    talks = Meeting(id="m", title="Talks", when="XXXX-06", status="scheduled")

    assert "Jun, year not stated" in Timeline([talks]).table()


def test_a_treaty_is_in_force_from_its_day_on_and_not_before() -> None:
    ours = Treaty(id="t", title="T", in_force="2026-05-01", terminated="2027-05-01")
    ends = Treaty(id="u", title="U", terminated="2027-05-01")
    tl = Timeline([ours, ends])

    def said(day: str, language: str = "en") -> str:
        return tl.table(columns=["id", "status"], on=day, language=language)

    assert "t   enters into force on 1 May 2026" in said("2026-04-30")
    assert "t   entre en vigueur le 1er mai 2026" in said("2026-04-30", "fr")
    assert "t   in force since 1 May 2026" in said("2026-05-01")
    assert "u   ends on 1 May 2027" in said("2026-05-01")
    assert "t   terminated on 1 May 2027" in said("2027-05-01")
    assert "Ahead" in said("2026-04-30")


def test_what_was_to_begin_before_a_day_is_shown_before_it() -> None:
    talks = Event(id="e", title="Talks", when="2025-03-10/..", status="scheduled")
    shown = Timeline([talks]).table(on="2025-03-18")
    assert "\nBefore 18 March 2025\n" in shown


def test_a_plan_that_was_to_begin_before_the_day_lies_before_it() -> None:
    plan = Event(id="e", title="E", when="2025-04-18/..", status="expected")

    assert "Before 15 December 2025" in Timeline([plan]).table(on="2025-12-15")


@pytest.mark.parametrize("title", ["[2pt] sized", "* starred"])
def test_no_row_of_latex_begins_with_an_option_of_the_one_before(title: str) -> None:
    text = Timeline([Event(id="e", title=title)]).table("latex", columns=["what"])
    assert f"{{}}{title}" in text


def test_what_is_disputed_agrees_in_french_with_what_it_is_said_of() -> None:
    denied = [cite("page", stance="denies")]
    kinds = {"tenue, contestée": Meeting, "tenu, contesté": Summit}
    for said, kind in kinds.items():
        records = [kind(id="a", title="Talks", status="held", sources=denied)]
        assert said in Timeline(records, [Source(id="page")]).table(language="fr")


def test_under_100_cells_dates_stand_over_rows_and_marks_beside_statuses() -> None:
    tl = Timeline(
        [
            Meeting(id="a", title="A", when="2025-03-17", sources=["s"], status="held"),
            Event(id="b", title="B", when="2025-03-18T09:00", sources=["t"]),
            Event(id="c", title="C", when="2025-06"),
        ],
        [Source(id="s"), Source(id="t")],
    )
    narrow, wide = (tl.table(on="2025-03-18", width=cells) for cells in (99, 100))
    assert "\nMonday 17 March 2025\n  ●  A     held [1]\n" in narrow
    assert "\nTuesday 18 March 2025\n  ·  B     [2]\n     └ when: 09:00\n" in narrow
    assert "Source" not in narrow
    assert re.search("^  ●  17 Mar 2025 .yesterday. +A +held +.1.$", wide, re.MULTILINE)


def test_hosts_and_callers_stand_beside_those_who_met() -> None:
    met = Timeline(
        [
            Summit(id="a", title="A", participants=["FR", "DE"], host=["TR"]),
            Call(id="b", title="B", participants=["FR"], host=["Ann @FR"]),
            Meeting(id="c", title="C", host=["TR"]),
            Statement(id="d", title="D", speaker="CA", participants=["GB"]),
            Statement(id="e", title="E", audience=["FR"], participants=["GB"]),
        ]
    )
    table = met.table(width=120)
    for who in (
        "France, Germany; host: Türkiye",
        "France; caller: Ann (FR)",
        "  host: Türkiye",
        "Canada; participants: United Kingdom",
        "United Kingdom to France",
    ):
        assert who in table
    assert "FR DE TR" in met.table(who="codes")


def test_marks_that_stand_first_go_to_the_status_in_narrow_text() -> None:
    lines = told().table(columns=["marks", "status"], width=90).splitlines()

    assert lines[3] == "  Status"
    assert "  under way [1]" in lines


def test_what_was_cancelled_is_not_coming_up() -> None:
    meetings = [
        Meeting(id=status, title=status, status=status, when="2025-10-29")
        for status in ("cancelled", "scheduled")
    ]
    table = Timeline(meetings).table(on="2025-10-27")
    assert table.count("(in 2 days)") == 1


def test_one_long_name_or_date_leaves_titles_their_room() -> None:
    calls = [
        Call(
            id=f"c{n}",
            title=f"Call on the ceasefire and what follows, number {n}",
            participants=["Ada Lovelace @GB", "FR"],
            when=f"2025-03-0{n + 1}",
        )
        for n in range(6)
    ]
    osce = Call(
        id="osce",
        title="Call",
        participants=["OSCE"],
        when="2025-04-01",
        when_text="sometime in the spring",
    )
    for cells, title in ((80, "Call on the ceasefire and"), (130, calls[0].title)):
        lines = Timeline([*calls, osce]).table(width=cells, on="2025-05-01")
        assert title in lines
        assert "Ada Lovelace (GB)," in lines


def test_sources_are_numbered_as_rows_cite_them() -> None:
    sources = [Source(id="old", title="Old"), Source(id="new", title="New")]
    stalled = Negotiation(
        id="n", title="N", status="stalled", when="2024/..", sources=["old"]
    )
    held = Call(id="c", title="C", status="held", when="2025-03-01", sources=["new"])
    tl = Timeline([stalled, held], sources=sources)
    text = tl.table(width=120)
    assert text.index("[1]") < text.index("Still open") < text.index("[1] New")
    page = tl.update("c", sources=[cite("new"), cite("old", when="2025-03-02")])
    assert "[1] says 1 Mar 2025" in page.to_html(page=True).partition("<table")[0]


def test_what_is_pending_cites_who_says_so() -> None:
    treaty = Treaty(id="t", title="Treaty", sources=["text"])
    acts = [
        Ratification(id=p, treaty="t", party=p, status="pending", sources=[source])
        for p, source in (("CH", "news"), ("FR", "text"))
    ]
    tl = Timeline([treaty, *acts], [Source(id="text"), Source(id="news")])

    assert "pending: consent of Switzerland [2], France to be bound" in tl.table()


def test_on_its_own_day_a_clock_time_keeps_what_bounds_it() -> None:
    talks = Meeting(id="t", title="Talks", when="2025-03-17T10:00 not-after:2025-03-20")
    assert "10:00, by 20 Mar 2025" in Timeline([talks]).table(on="2025-03-17")


@pytest.mark.parametrize(
    ("since", "english", "french"),
    [
        ("2014", "in force since 2014", "en vigueur depuis 2014"),
        ("2014~", "in force since about 2014", "en vigueur depuis 2014 environ"),
        ("2014/..", "in force from 2014", "en vigueur à partir de 2014"),
        ("../2014", "(since: by 2014)", "(depuis : au plus tard en 2014)"),
        ("not-before:2014", "(since: not before 2014)", "(depuis : pas avant 2014)"),
        ("[2014..2016]", "(since: between 2014", "(depuis : entre 2014"),
    ],
)
def test_a_bound_is_no_day_since_which_something_holds(
    since: str, english: str, french: str
) -> None:
    tl = Timeline([Measure(id="m", title="M", status="in_force", since=since)])
    assert english in tl.table()
    assert french in tl.table(language="fr")


def test_a_treaty_in_force_since_a_day_has_a_date_and_bounds_what_hangs_on_it() -> None:
    treaty = Treaty(id="t", title="T", in_force="2026-01-17", sources=["s"])
    reply = Deadline(
        id="d", title="D", when="not-after:t#in-force+P30D", status="set", sources=["s"]
    )
    said = Timeline([treaty, reply], [Source(id="s", title="S")]).table()

    assert "2 records, all from source [1], 1 with a date worked out" in said
    assert "by 16 Feb 2026" in said
    assert "no date given" not in said


def test_marks_in_markdown_lead_to_the_pages_of_their_sources() -> None:
    """A text that looks like a mark is none, and no address ends its link early."""
    pages = [
        Source(id="a", publisher="A", url="https://e.org/a_(b)|c"),
        Source(id="b", publisher="B"),
        Source(id="c", publisher="C", url="https://e.org/" + "c" * 600),
    ]
    cited = [cite("a"), cite("b", stance="denies"), cite("c")]
    talks = Meeting(id="m", title="Talks [1]", status="held", sources=cited)
    other = Meeting(id="n", title="Other", status="held", sources=["b"])
    table = Timeline([talks, other], pages).table("github")

    assert r"[\[1\]](https://e.org/a_%28b%29%7Cc)\[2\]\[3\]" in table
    assert r"Talks \[1\]<br>" in table
    assert r"\[2\] denies" in table


@pytest.mark.parametrize(
    ("on", "heading"),
    [
        ("2025-10-12", "After 12 October 2025"),
        ("2025-10-13", "\nMonday 13 October 2025"),
        ("2025-10-14", "May be before or after 14 October 2025"),
    ],
)
def test_a_clock_time_lies_on_the_day_of_its_own_zone(on: str, heading: str) -> None:
    when = "2025-10-13T20:30[America/New_York]"  # the 14th in UTC
    call = Call(id="c", title="C", when=when, status="held")

    assert heading in Timeline([call]).table(on=on)


def test_an_application_is_over_beside_a_treaty_that_nobody_applies() -> None:
    applied = ProvisionalApplication(
        id="p", treaty="t", party="ES", when="2016-01-01/..", status="applied"
    )
    consent = Ratification(
        id="r", treaty="t", party="ES", when="2016-03-01", status="deposited"
    )
    treaties = [
        Treaty(id="t", title="T", entry_into_force=EntryIntoForce(1), complete=True),
        Treaty(id="u", title="U"),
    ]
    said = Timeline([*treaties, applied, consent]).table(on="2017-06-15")

    assert "applied, over (worked out)" in said


def test_headings_are_in_order_of_days_whatever_their_clocks() -> None:
    tl = Timeline(
        [
            Event(id="a", title="A", when="2025-22", tz="Pacific/Auckland"),
            Event(id="b", title="B", when="2025-06-01"),
            Event(id="c", title="C", when="2025-06-13T02:00[Pacific/Auckland]"),
            Event(id="d", title="D", when="2025-06-12T20:00[America/Toronto]"),
            Event(id="e", title="E", when="not-before:2025-06-12"),
            Event(id="f", title="F"),
        ]
    )

    for said in (tl.table(), str(tl.to_mermaid())):
        rows = re.findall(r"(?:·.* |: )([A-F])$", said, re.MULTILINE)
        assert "".join(rows) == "BADECF"
    assert tl.table(group="month").index("June") < tl.table(group="month").index("Sum")


def test_seen_from_a_day_each_part_is_on_its_side_of_it() -> None:
    talks = Negotiation(id="n", title="N", when="2025-02-10/..", status="under_way")
    tl = Timeline(
        [
            talks,
            Meeting(id="a", title="A", when="2025-02-11", part_of="n", status="held"),
            Event(id="b", title="B", when="2025-02-11", part_of="a"),
            Meeting(id="c", title="C", when="2025-08", part_of="n", status="expected"),
            Meeting(id="d", title="D", part_of="n", status="expected"),
        ]
    )
    said = [line.split()[-1] for line in tl.table(on="2025-05-06").split("\n") if line]
    order = ["2025", "held", "N", "B", "2025", "expected", "N", "parts", "way"]
    assert said[3:-1] == [*order, "expected"]
    assert "2025" not in tl.table().partition("N and its parts")[0]


RIVALS = [cite("s", when="2025-06-20")]


@pytest.mark.parametrize(
    ("record", "side"),
    [
        (Deadline(id="d", title="D", when="2025-06-12/2025-06-21"), "Monday 16 June"),
        (Deadline(id="d", title="D", when="2025-06-12/2025-06-14"), "Before 16 June"),
        (Deadline(id="d", title="D", when="2025-06-15T10:00"), "Before 16 June"),
        (
            Call(id="d", title="D", when="2025-06-10", sources=RIVALS),
            "May be before or",
        ),
        (Call(id="d", title="D", when="2025-06-18", sources=RIVALS), "After 16 June"),
    ],
)
def test_a_side_of_a_day_is_that_of_all_dates_and_of_the_end_of_a_deadline(
    record: Event, side: str
) -> None:
    said = Timeline([record], [Source(id="s")]).table(on="2025-06-16")

    assert f"\n{side}" in said


def test_a_list_for_people_names_its_sources_and_the_day_it_is_seen_from() -> None:
    page = Source(id="p", title="Page", publisher="Wire", url="https://example.org")
    events = [
        Meeting(id="a", title="A", when="2025-02-11", status="held", sources=["p"]),
        Meeting(id="b", title="B", when="2025-08", status="expected"),
    ]
    tl = Timeline(events, [page])
    before, after = csv.DictReader(tl.table("csv", on="2025-05-06").split("\n"))
    assert (before["Group"], after["Group"]) == (
        "Before 6 May 2025",
        "After 6 May 2025",
    )
    assert before["Sources"] == "[p] Page. Wire. https://example.org"
    assert after["Sources"] == ""
    plain = csv.DictReader(tl.table("csv", on="2025-05-06", sort="title").split("\n"))
    assert {row["Group"] for row in plain} == {""}
    assert "\np\n" in f"{tl.table('csv', columns=['sources'])}\n".replace(",", "")


def test_a_table_says_which_of_its_records_conflict() -> None:
    whole = Meeting(id="w", title="W", when="2025-11-10", status="scheduled")
    part = Meeting(id="p", title="P", when="2025-10-13", part_of="w", status="held")
    other = Meeting(id="o", title="O", when="2025-10-13", status="held")
    tl = Timeline([whole, part, other])
    conflict = "! W conflicts with P: "
    for text in (tl.table(), tl.table(on="2025-11-01")):
        assert conflict in text
    assert '! <a href="#w">W</a> conflicts with' in tl.to_html()
    assert "conflicts" not in tl.where(lambda event: event.id == "o").table()
    assert "conflicts" not in tl.table(worked_out=False)
