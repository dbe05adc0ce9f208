"""Every answer is shown in one way, and taken apart in one way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from timeline import (
    Call,
    EntryIntoForce,
    Event,
    History,
    Meeting,
    Negotiation,
    Ratification,
    Signature,
    Source,
    Timeline,
    Treaty,
    Visit,
    cite,
)
from timeline.api.answers import Answer
from timeline.report.shapes import Picture

ON = "2025-05-01"


@pytest.fixture
def tl() -> Timeline:
    return Timeline(
        [
            Visit(id="visit", title="Visit", when="2025-03-17/2025-03-19"),
            Meeting(
                id="talks",
                title="Talks",
                part_of="visit",
                participants=["CA", "FR"],
                status="held",
                sources=[cite("page", "so they said")],
            ),
            Meeting(id="next", title="Next round", when="2025-04", status="scheduled"),
            Treaty(id="t", title="Pact", parties=["CA", "FR"]),
            Signature(
                id="sig", title="Signs", treaty="t", party="CA", when="2020-01-03"
            ),
            Ratification(
                id="rat",
                title="Ratifies",
                treaty="t",
                party="CA",
                when="2021-01-04",
                status="deposited",
            ),
        ],
        [Source(id="page", title="Page", published="2025-03-18")],
    )


ANSWERS: dict[str, Callable[[Timeline], Any]] = {
    "agenda": lambda tl: tl.agenda(ON),
    "diff": lambda tl: tl.since(tl.update("next", when=None)),
    "digest": lambda tl: tl.digest(tl.update("next", when=None), ON),
    "findings": lambda tl: tl.check(),
    "matrix": lambda tl: tl.matrix(),
    "pairs": lambda tl: tl.pairs(),
    "party": lambda tl: tl.ratifications("CA", on=ON),
    "schedule": lambda tl: tl.schedule(),
    "treaty": lambda tl: tl.treaty("t", on=ON),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_a_table_a_page_and_plain_data(tl: Timeline, name: str) -> None:
    answer = ANSWERS[name](tl)

    assert answer.table() == answer.table("plain")
    assert answer.table("github") != answer.table("html")
    assert answer.table(language="fr") != answer.table()
    part, page = answer.to_html(), answer.to_html(page=True)
    assert answer._repr_html_() == part
    assert page.startswith("<!doctype html>")
    assert "<table" in part
    assert "<!doctype" not in part
    assert "U+DF" not in part  # no mark-up of ours is left as text
    data = json.loads(json.dumps(answer.to_dict()))
    jsonschema.Draft202012Validator(answer.schema()).validate(data)
    if not isinstance(answer, Answer):
        assert type(answer).from_dict(data) == answer


def test_a_digest_in_which_nothing_changed_fits_a_width(tl: Timeline) -> None:
    digest = tl.digest(tl, ON)

    assert digest.table(width=60).splitlines()[-1] == "Nothing changed"
    assert digest.table(width=60) != digest.table(width=30)


def test_a_digest_leaves_out_no_maybe() -> None:
    """A treaty may be in force by now, and a plan without a day may begin tomorrow."""

    def made(*events: Event) -> Timeline:
        treaty = Treaty(
            id="w", title="Pact", entry_into_force=EntryIntoForce(2, delay="30 days")
        )
        bound: Any = {"treaty": "w", "status": "deposited"}
        first = Ratification(id="a", party="FR", when="2010-01-05", **bound)
        second = Ratification(id="b", party="DE", when="2026-02-2X", **bound)
        return Timeline([treaty, first, second, *events])

    plans = [
        Event(id=id_, title=id_.title(), status="expected", when=when)
        for id_, when in {"soon": "../2026-04-30", "far": "2026-08-03"}.items()
    ]
    digest = made(*plans).digest(made(), "2026-03-28", days=2)

    assert (digest.in_force, digest.perhaps_in_force) == ((), ("w",))
    due, entered = digest.table().split("Perhaps newly in force\n")
    assert "May begin in the next 30 days\n  ◌  by 30 Apr 2026" in due
    assert "Perhaps overdue, due or ending" in due
    assert "30 Mar 2026 or earlier" in entered  # consents may be missing
    sure = made().digest(made(), "2026-04-01")
    assert (sure.in_force, sure.perhaps_in_force) == (("w",), ())
    assert made().digest(made(), "2026-04-20").in_force == ()


def test_a_history_is_shown_as_answers_are(tl: Timeline) -> None:
    later = tl.update("next", status="held")
    history = History().record(tl, ON).record(later, "2025-05-02", "page")

    newest, oldest = str(history).splitlines()[-2:]
    assert newest.startswith("2 May 2025  6 records, now 6: 1 progressed")
    assert newest.endswith("Page")  # as its source is called
    assert oldest.startswith("1 May 2025")
    [first, last] = history.of("next").table().splitlines()[-2:]
    assert first == "1 May 2025  +  added: Apr 2025, scheduled"
    assert last == "2 May 2025  >  held (was: scheduled)"
    assert "<h1>2 révisions</h1>" in history.to_html(page=True, language="fr")
    assert "2 revisions" in history.of("next")._repr_html_()


def test_a_page_names_the_day_and_the_question(tl: Timeline) -> None:
    assert "<title>Agenda of 1 May 2025</title>" in tl.agenda(ON).to_html(page=True)
    assert tl.agenda(ON).to_html(page=True).count("Agenda of 1 May 2025") == 2
    assert '<html lang="fr">' in tl.pairs().to_html(page=True, language="fr")


def test_plain_data_hold_dates_as_texts_and_reasons_in_words(tl: Timeline) -> None:
    events = tl.schedule().to_dict()["events"]
    [talks] = [event for event in events if event["id"] == "talks"]

    assert talks["id"] == "talks"
    assert talks["when"] == {
        "earliest": "2025-03-17",
        "latest_start": None,
        "latest": "2025-03-18",
    }
    assert talks["reasons"]["start_earliest"][0]["message"] == "talks is part of visit"
    [pair] = tl.pairs().to_dict()["pairs"]
    assert (pair["a"], pair["b"], pair["times"]) == ("CA", "FR", 1)
    overdue, *_ = tl.agenda(ON).to_dict()["items"]
    assert (overdue["id"], overdue["section"]) == ("next", "overdue")
    # Not 1 to 30 April: no source names these days.
    assert overdue["when"] == {
        "earliest": "2025-04",
        "latest_start": None,
        "latest": "2025-04",
    }
    status = tl.treaty("t", on=ON).to_dict()
    assert status["treaty"] == "t"
    assert [row["party"] for row in status["rows"]] == ["CA", "FR"]


def test_a_part_without_a_bound_is_open_in_plain_data() -> None:
    tl = Timeline([Meeting(id="a", title="A", when="not-before:2025-03-18")])

    [bounds] = tl.schedule().to_dict()["events"]
    assert bounds["when"] == {
        "earliest": "2025-03-18",
        "latest_start": None,
        "latest": None,
    }


def test_a_schedule_shows_windows_with_their_reasons(tl: Timeline) -> None:
    text = tl.schedule().table()

    assert "between 17 and 18 Mar 2025" in text
    assert "Talks is part of Visit" in text
    assert "∴ worked out" in text


def test_a_schedule_says_how_each_stands_and_what_it_waits_for() -> None:
    doha = Meeting(id="d", title="Doha", when="2025-10-29", status="cancelled")
    then = Meeting(id="t", title="Then", when="not-before:d", status="expected")
    text = Timeline([doha, then]).schedule().table()

    assert text.splitlines()[1] == "2 records"
    assert re.search("✕ +29 Oct 2025 +Doha +cancelled", text)
    assert "not before the end of Doha (cancelled)" in text


def test_a_schedule_shows_what_contradicts() -> None:
    late = Visit(id="b", title="B", when="2025-03-10 not-before:a", status="scheduled")
    tl = Timeline([Visit(id="a", title="A", when="2025-03-17"), late])

    assert "! " in tl.schedule(strict=False).table()


def test_a_matrix_names_its_codes_and_a_finding_words_a_date() -> None:
    met = Meeting(id="m", title="M", participants=["CA", "FR"], status="held")
    due = Meeting(id="d", title="D", when="2025-01", status="scheduled", sources=["s"])
    source = Source(id="s", title="S", as_of="2025-11")
    tl = Timeline([met, due], sources=[source])

    assert tl.matrix().table().endswith("CA Canada, FR France")
    assert "a source is dated Nov 2025" in tl.check().table()


def test_many_findings_of_one_kind_are_a_count() -> None:
    tl = Timeline(
        Meeting(id=f"m{at}-2025-03-18", title=f"Talks {at}", when="2025-03-17")
        for at in range(9)
    )
    found = tl.check()
    text = found.table()

    assert len(found) > 5
    assert "more" in text
    assert len(found.to_dict()["findings"]) == len(found)


def test_what_rests_on_a_mark_keeps_it_in_plain_data() -> None:
    tl = Timeline([Meeting(id="a", title="A", when="2025-03-18~")])

    [bounds] = tl.schedule().to_dict()["events"]
    assert bounds["when"] == {
        "earliest": "2025-03-18~",
        "latest_start": None,
        "latest": "2025-03-18~",
    }


def test_a_schema_refuses_what_is_no_answer(tl: Timeline) -> None:
    check = jsonschema.Draft202012Validator(type(tl.agenda(ON)).schema())

    assert check.is_valid(tl.agenda(ON).to_dict())
    assert not check.is_valid(tl.pairs().to_dict())
    assert not check.is_valid(tl.agenda(ON).to_dict() | {"items": [{"id": 1}]})


def test_the_schema_of_a_diff_wants_records(tl: Timeline) -> None:
    changes = tl.since(tl.update("next", when=None).remove("visit", "talks"))
    data = changes.to_dict()
    check = jsonschema.Draft202012Validator(type(changes).schema())

    assert check.is_valid(data)
    assert not check.is_valid(data | {"changes": [{"before": {"id": 1}}]})
    assert not check.is_valid({"changes": []})


def test_nothing_found_is_said() -> None:
    found = Timeline([Meeting(id="a", title="A")]).check(select=["open-end"])

    assert not found
    assert isinstance(found, Answer)
    assert "nothing found" in found.table()


def test_pairs_say_how_long_ago_they_met() -> None:
    def met(id_: str, other: str, when: str | None) -> Meeting:
        who = ["FR", other]
        return Meeting(id=id_, title=id_, participants=who, when=when, status="held")

    tl = Timeline([met("a", "CA", "2025-04-30"), met("b", "US", "2025-04")])
    rows = tl.pairs(on=ON).table().splitlines()

    assert [row.split()[-1] for row in rows if "France" in row] == ["1", "30"]
    undated = Timeline([met("c", "GB", None)])
    assert undated.pairs(on=ON)[0].days_since == (0, None)
    assert "Days ago" not in undated.pairs(on=ON).table()
    assert undated.pairs().table().splitlines()[-1].split()[-1] == "1"


def test_pairs_say_where_a_source_has_another_day() -> None:
    cited = [cite("ap"), cite("irna", when="2025-09-10")]
    talks = Meeting(
        id="m", title="M", participants=["IR", "US"], when="2025-09-09", sources=cited
    )
    tl = Timeline([talks], [Source(id="ap"), Source(id="irna")])
    assert "9 Sep 2025 or 10 Sep 2025, disputed [1][2]" in tl.pairs().table()


def test_counts_say_of_what_when_and_by_whom() -> None:
    """A meeting that may have been later is not hidden behind the last sure one."""

    def met(id_: str, when: str, status: str = "scheduled", **more: object) -> Meeting:
        said: Any = {"participants": ["FR", "DE"], "sources": ["page"], **more}
        return Meeting(id=id_, title=id_, when=when, status=status, **said)

    page = Source(id="page", title="Page", published="2026-03-19")
    trip = Visit(id="t", title="Trip", when="2026-02-10/2026-02-11", host=["IT"])
    plans = [met(f"plan-{day}", f"2026-03-0{day}") for day in range(1, 6)]
    talks = met("talks", "during:t", "held", participants=["GB", "DE"])
    call = met("call", "2026-02-20", participants=["GB", "DE"])
    sure = met("sure", "2026-01-10", "held")
    tl = Timeline([sure, *plans, trip, talks, call], [page], title="Talks")
    text = tl.pairs(on="2026-03-20").table()

    assert text.startswith("Who met whom\nTalks\nas of 20 Mar 2026\n")
    assert "1, up to 6  10 Jan 2026 [1]; may be 5 Mar 2026 [1]" in text
    assert "may have met: plan-5, 5 Mar 2026, scheduled [1]" in text
    assert "and 2 others" in text
    assert "∴ between 10 and 11 Feb 2026 [1]; may be 20 Feb 2026 [1]" in text
    assert "∴ worked out" in text
    assert "[1] Page." in text
    assert (
        tl.matrix()
        .table()
        .startswith("How many events involve both\nTalks\nas of 19 Mar 2026\n")
    )


def test_answers_without_rows_say_so() -> None:
    empty = Timeline([])

    for answer in (empty.pairs(), empty.matrix(), empty.matrix(visits=True)):
        assert answer.table().endswith("nothing to show")


def test_a_picture_is_a_picture_in_a_notebook(tl: Timeline) -> None:
    for picture in (tl.to_svg(), tl.treaty("t", on=ON).to_svg()):
        assert isinstance(picture, Picture)
        assert picture._repr_svg_() == picture


def test_a_date_that_is_tied_to_another_stays_as_stated_in_plain_data() -> None:
    acts = [
        Treaty(id="t", title="T", in_force="not-before:2023-01-03"),
        Meeting(id="talks", title="Talks"),
        Signature(id="s", treaty="t", party="CA", when="not-before:talks"),
    ]
    data = Timeline(acts).treaty("t", on=ON).to_dict()

    assert data["entry_into_force"] == "not-before:2023-01-03"
    assert [row["signed"] for row in data["rows"]] == ["not-before:talks"]


def test_the_page_of_a_diff_has_anchors_and_links() -> None:
    then = Meeting(id="t", title="Then", when="not-before:d", status="expected")
    doha = Meeting(id="d", title="Doha", status="scheduled")
    old = Timeline([doha], tz="Europe/Paris")
    new = Timeline([doha, then]).update("d", status="cancelled", when="2025-10-29")
    page = new.since(old).to_html(page=True)

    assert page.count('<tr id="d"') == 1
    assert 'not before the end of <a href="#d">Doha</a>' in page
    assert 'id=""' not in page


def test_an_agenda_names_its_timeline_and_explains_its_sign() -> None:
    visit = Visit(id="v", title="V", when="2025-05-03/2025-05-05", status="announced")
    talks = Meeting(id="m", title="M", part_of="v", status="scheduled")
    text = Timeline([visit, talks], title="Tracker").agenda(on=ON).table()

    assert text.splitlines()[1] == "Tracker"
    assert text.endswith("∴ worked out, not stated by a source")


def test_plain_data_end_nothing_that_may_go_on() -> None:
    talks = Negotiation(id="t", title="T", when="2025-02-10/..", status="under_way")
    call = Call(id="c", title="C", when="2025-04-01T10:00", status="scheduled")
    schedule = Timeline([talks, call]).schedule()

    for event, day in zip(schedule.to_dict()["events"], ("10", "01"), strict=True):
        start = event["when"]["latest_start"]
        assert start.endswith(day)
        assert event["when"] == {
            "earliest": start,
            "latest_start": start,
            "latest": None,
        }
    assert str(schedule["c"]).startswith("c: starts 2025-04-01 because")


def test_a_log_names_the_source_of_each_revision(tl: Timeline) -> None:
    known = tl.update("next", status="held").add(Source(id="wire", title="The wire"))
    history = History().record(tl, "2025-05-01").record(known, "2025-05-02", "wire")
    newest = history.table().splitlines()[3]
    assert newest.startswith("2 May 2025")
    assert newest.rstrip().endswith("The wire")


def test_what_a_notebook_shows_of_a_part_is_short(tl: Timeline) -> None:
    shown = repr(tl.schedule()["next"])
    assert shown.startswith("<Scheduled: next: 2025-04 to 2025-04 because")
    assert re.fullmatch(
        r"Export\(text=<[\d,]+ characters>, losses=<\d>\)", repr(tl.to_ics())
    )
    changed = tl.update("next", title="Later").since(tl).changes[0]
    assert repr(changed) == "<Change: next: retitled>"
    assert "<Item: next, " in repr(tl.agenda("2025-03-01"))
    held = Timeline([Treaty(id="t", title="T", parties=["FR"])]).treaty(
        "t", "2025-03-01"
    )
    assert repr(held) == "<TreatyStatus: t on 2025-03-01>"
    assert repr(held["FR"]) == "<PartyStatus: FR, no action reported>"


def test_a_report_has_colour_where_asked_and_says_the_same(tl: Timeline) -> None:
    later = tl.update("next", title="Later").remove(tl.events[0].id)
    for answer in (later.since(tl), tl.agenda("2025-03-01"), tl.pairs()):
        painted = answer.table(colour=True)
        assert re.sub(r"\x1b\[\d+m", "", painted) == answer.table()
    assert "\x1b[31m-\x1b[0m" in later.since(tl).table(colour=True, width=50)
    assert "\x1b[" in tl.agenda("2025-03-01").table(colour=True)
