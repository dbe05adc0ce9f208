"""The agenda: what each section holds, and that no clock and no clash matters."""

from __future__ import annotations

import copy
import pickle
import re

import attrs
import pytest

from timeline import (
    Agreement,
    Call,
    Deadline,
    EntryIntoForce,
    Event,
    Invitation,
    Meeting,
    Negotiation,
    ParliamentaryStep,
    Ratification,
    Source,
    Summit,
    Timeline,
    Treaty,
    Visit,
    When,
    Withdrawal,
    cite,
)
from timeline.agenda import SECTIONS, Agenda, Item
from timeline.errors import InvalidError
from timeline.language.message import Message, RecordId, StatusTerm
from timeline.language.words import Words

ON = "2025-03-17"


def event(name: str, when: str | None = None, **fields: object) -> Event:
    return Event(id=name, title=name.title(), when=when, **fields)  # type: ignore[arg-type]


def ids(items: tuple[Item, ...]) -> list[str]:
    return [item.id for item in items]


REPORTED = Timeline(
    [
        Visit(id="visit", title="Visit to Europe", status="under_way"),
        Event(id="return", title="Return to Ottawa", status="expected"),
        Call(id="call", title="Call with Trump", when="not-before:return",
             when_text="not until he returns", status="expected"),
        Call(id="second", title="Second call", when="not-before:call not-before:return",
             status="expected"),
        Summit(id="g7", title="G7 Summit", when="2025-06-15/2025-06-17",
               status="scheduled"),
        Summit(id="g20", title="G20 Summit", when="2025-11-22/2025-11-23",
               status="scheduled"),
        Meeting(id="dinner", title="Dinner", when="2025-03-15", status="scheduled"),
        Negotiation(id="talks", title="Free trade talks", status="stalled"),
        Negotiation(id="quiet", title="Quiet talks", status="under_way",
                    last_activity="2024-01"),
        Negotiation(id="brisk", title="Brisk talks", status="under_way",
                    last_activity="2025-02"),
        Negotiation(id="untold", title="Untold talks", status="under_way"),
        Treaty(id="ceta", title="CETA", parties=["CA", "FR"]),
        Ratification(id="ceta-fr", treaty="ceta", party="FR", status="pending"),
        ParliamentaryStep(id="senate", treaty="ceta", party="FR", body="Senate",
                          status="postponed"),
        Invitation(id="asked", inviter="CA", invitee="UA", status="extended", to="g7"),
        Invitation(id="coming", inviter="CA", invitee="IN", status="accepted", to="g7"),
        Meeting(id="off", title="Off", when="2025-03-15", status="cancelled"),
        Call(id="never", title="Never", when="not-before:off", status="expected"),
        Meeting(id="held", title="Held", when="2025-03-10", status="held"),
        Call(id="free", title="Free", when="not-before:held", status="expected"),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("overdue", ["dinner"]),
        ("blocked", ["call", "never", "second"]),
        ("coming_up", ["g7"]),
        ("later", ["g20"]),
        ("expected", ["free", "return"]),
        ("stalled", ["talks"]),
        ("no_news", ["quiet"]),
        ("pending", ["ceta-fr", "senate"]),
        ("unanswered", ["asked"]),
        ("due", []),
        ("begun", []),
        ("over", []),
    ],
)
def test_each_section_holds_what_belongs_there(
    section: str, expected: list[str]
) -> None:
    agenda = REPORTED.agenda(ON)

    assert sorted(ids(getattr(agenda, section))) == expected
    assert agenda.section(section) == getattr(agenda, section)


def test_what_waits_names_what_it_waits_for_and_what_it_would_free() -> None:
    found = {item.id: item for item in REPORTED.agenda(ON)}

    assert found["call"].blocked_by == ("return",)
    assert found["second"].blocked_by == ("call", "return")
    assert found["return"].unblocks == ("call",)
    assert not found["call"].permanently
    assert found["never"].permanently
    assert found["never"].reason == Message(
        "agenda-off",
        (
            (
                Message(
                    "agenda-off-passive",
                    (RecordId("off"), StatusTerm("cancelled", "meeting")),
                ),
            ),
        ),
    )


def test_the_day_is_always_asked_for_and_decides() -> None:
    assert ids(REPORTED.agenda("2025-03-01").overdue) == []
    assert ids(REPORTED.agenda("2025-03-15").overdue) == []
    assert ids(REPORTED.agenda("2025-03-16").overdue) == ["dinner"]
    assert ids(REPORTED.agenda("2025-06-18").overdue) == ["dinner", "g7"]
    assert ids(REPORTED.agenda(ON, horizon=365).coming_up) == ["g7", "g20"]
    assert ids(REPORTED.agenda(ON, horizon=1).coming_up) == []
    assert ids(REPORTED.agenda(ON, silent=1).no_news) == ["quiet"]
    assert "brisk" in ids(REPORTED.agenda("2025-06-01", silent=1).no_news)
    assert ids(REPORTED.agenda(ON, silent=10**9).no_news) == []
    assert ids(REPORTED.agenda(ON, horizon=10**12).later) == []
    with pytest.raises(InvalidError, match="is not one day"):
        REPORTED.agenda("2025-03-17/..")


def test_what_an_open_event_holds_up_is_freed_by_time_alone_if_it_is_dated() -> None:
    timeline = Timeline(
        [
            event("trip", "2025-03-20"),
            event("stay", status="under_way"),
            event("after-trip", "not-before:trip", status="expected"),
            event("with-trip", "not-before:trip#start", status="expected"),
            event("after-stay", "not-before:stay", status="expected"),
            event("in-stay", "not-before:stay#start", status="expected"),
            event("after-page", "not-before:page", status="expected"),
        ],
        [Source(id="page")],
    )

    def waiting(on: str) -> list[str]:
        return sorted(ids(timeline.agenda(on).blocked))

    assert waiting("2025-03-17") == ["after-stay", "after-trip", "with-trip"]
    assert waiting("2025-03-20") == ["after-stay", "after-trip"]
    assert waiting("2025-03-21") == ["after-stay"]


def test_talks_are_silent_since_their_newest_source() -> None:
    timeline = Timeline(
        [Negotiation(id="t", title="T", status="under_way", sources=["s"])],
        [Source(id="s", as_of="2024-05-06")],
    )

    agenda = timeline.agenda("2025-03-17")
    (item,) = agenda.no_news
    assert item.reason == Message("agenda-silent", (When.parse("2024-05-06"), 315))
    for line in (
        "No news for 6 months",
        "no news since 6 May 2024 (at least 315 days)",
    ):
        assert line in agenda.table()
    for line in (
        "Sans nouvelles depuis 6 mois",
        "sans nouvelles depuis le 6 mai 2024 (au moins 315 jours)",
    ):
        assert line in agenda.table(language="fr")


def test_talks_may_be_silent_since_before_any_calendar() -> None:
    talks = Negotiation(id="t", title="T", status="under_way", last_activity="Y-17000")

    assert "no news since Y-17000" in Timeline([talks]).agenda(ON).table()


def test_silence_is_since_the_date_of_a_source_as_it_is_stated() -> None:
    talks = Negotiation(id="t", title="T", status="under_way", sources=["page"])
    page = Source(id="page", published="2023-09")

    table = Timeline([talks], [page]).agenda(ON).table()
    assert "no news since Sep 2023 (at least" in table


def test_a_disputed_record_says_so_on_the_agenda() -> None:
    call = Call(
        id="c", title="Call", status="expected", sources=[cite("page", stance="denies")]
    )

    table = Timeline([call], [Source(id="page")]).agenda(ON).table()
    assert "└ [1] denies it" in table
    assert "1 record, all from source [1]" in table
    assert "\n[1] page. Publisher not stated." in table


def test_a_plan_that_was_moved_or_is_only_alleged_says_so_everywhere() -> None:
    moved = Summit(
        id="m",
        title="Moved",
        status="postponed",
        when="2025-06-16",
        formerly=["2025-04-16"],
    )
    rumour = Meeting(
        id="r",
        title="Rumour",
        status="scheduled",
        when="2025-06-18",
        sources=[cite("blog", stance="alleges")],
    )
    tl = Timeline([moved, rumour], [Source(id="blog")])

    for text in (tl.agenda(ON).table(), tl.to_mermaid().text, tl.table()):
        assert "moved from 16 Apr 2025" in text
        assert re.search("alleged by blog|(blog|\\[1\\]) alleges it", text)
    assert "SUMMARY:Rumour (alleged by blog)" in tl.to_ics().text
    assert "STATUS:CONFIRMED" not in tl.to_ics().text
    told = attrs.evolve(rumour, sources=[*rumour.sources, cite("blog")])
    assert "alleged" not in Timeline([told], tl.sources).agenda(ON).table()


def test_what_is_blocked_says_what_became_of_the_other() -> None:
    timeline = Timeline(
        [
            Meeting(id="a", title="Return", status="cancelled"),
            Meeting(id="b", title="Vote", status="did_not_take_place"),
            event("c", "not-before:a not-before:b", status="expected"),
        ]
    )
    agenda = timeline.agenda(ON)

    words = "blocked: Return was cancelled and Vote has not taken place"
    assert words in agenda.table()
    assert "bloqué : Return (annulée) et Vote (n'a pas eu lieu)" in agenda.table(
        language="fr"
    )


@pytest.mark.parametrize("name", ["horizon", "silent"])
@pytest.mark.parametrize("junk", ["12", 1.9, float("nan"), -5, True, None, [3]])
def test_numbers_of_days_and_months_are_whole(name: str, junk: object) -> None:
    with pytest.raises(InvalidError, match=f"^{name}: .* is not a whole number"):
        REPORTED.agenda(ON, **{name: junk})  # type: ignore[arg-type]


def test_a_plan_bounded_by_a_date_alone_says_that_date() -> None:
    tl = Timeline([event("a", "not-before:2025-04-02", status="expected")])

    assert "not before 2 Apr 2025" in tl.agenda("2025-03-01").table()


def test_derived_bounds_make_a_plan_overdue() -> None:
    timeline = Timeline(
        [
            event("summit", "2025-06-15/2025-06-17", status="occurred"),
            event("reply", "not-after:summit", status="expected"),
        ]
    )

    assert ids(timeline.agenda("2025-06-16").overdue) == ["reply"]
    assert ids(timeline.agenda("2025-06-01").overdue) == []


def test_a_contradiction_is_told_and_stops_nothing() -> None:
    timeline = Timeline(
        [event("a", "2025-04-01"), event("b", "2025-03-01 not-before:a"), *REPORTED]
    )
    found = timeline.agenda(ON)

    assert ids(found.blocked) == ids(REPORTED.agenda(ON).blocked)
    assert len(found.contradictions) == 1
    assert "! these conflict: B is dated 1 Mar 2025; B starts " in found.table()
    assert "! incompatibles entre eux : date indiquée pour B : " in found.table(
        language="fr"
    )


def test_the_zone_of_the_timeline_says_when_its_days_begin() -> None:
    late = Meeting(id="m", title="M", when="2025-03-16T22:00-04:00", status="scheduled")
    there = Timeline([late], tz="America/Toronto")

    assert ids(there.agenda("2025-03-16").overdue) == []
    assert ids(there.agenda("2025-03-17").overdue) == ["m"]
    nowhere = Timeline([late])
    assert ids(nowhere.agenda("2025-03-16").overdue) == []
    assert ids(nowhere.agenda("2025-03-17").overdue) == ["m"]


def test_what_time_alone_changes_is_told_once() -> None:
    timeline = Timeline(
        [
            event("plan", "2025-03-20", status="scheduled"),
            event("trip", "2025-03-18/2025-03-25"),
            event("day", "2025-03-19", status="occurred"),
            event("gone", "2025-03-20", status="cancelled"),
            event("someday", status="expected"),
            event("open", "../2025-03-22", status="expected"),
        ]
    )

    def told(since: str, until: str) -> list[tuple[str, str]]:
        return [(item.id, item.section) for item in timeline.passed(since, until)]

    assert told("2025-03-17", "2025-03-17") == []
    assert told("2025-03-17", "2025-03-18") == [("trip", "begun")]
    assert told("2025-03-17", "2025-03-21") == [
        ("plan", "overdue"), ("plan", "due"), ("trip", "begun"), ("day", "begun"),
        ("day", "over"),
    ]  # fmt: skip
    assert told("2025-03-21", "2025-03-26") == [("open", "overdue"), ("trip", "over")]
    steps = [told("2025-03-17", "2025-03-20"), told("2025-03-20", "2025-03-26")]
    assert sorted(steps[0] + steps[1]) == sorted(told("2025-03-17", "2025-03-26"))
    with pytest.raises(InvalidError, match="is before"):
        timeline.passed("2025-03-18", "2025-03-17")


def test_what_time_alone_changes_is_told_of_terms_and_treaties_too() -> None:
    timeline = Timeline(
        [
            Treaty(id="t", title="T", in_force="2025-09-13", closed="2025-09-15"),
            Agreement(
                id="a", title="A", status="operating", term="2025-09-14/2025-09-16"
            ),
        ]
    )

    def told(since: str, until: str) -> list[tuple[str, str, str]]:
        found = timeline.passed(since, until)
        return [(item.id, item.section, item.field) for item in found]

    assert told("2025-09-13", "2025-09-13") == []
    assert told("2025-09-12", "2025-09-13") == [("t", "begun", "in_force")]
    assert told("2025-09-13", "2025-09-14") == [("a", "begun", "term")]
    assert told("2025-09-14", "2025-09-20") == [
        ("a", "overdue", "term"),
        ("t", "over", "closed"),
    ]
    shown = timeline.passed("2025-09-12", "2025-09-20").table()
    assert "in force since 13 Sep 2025" in shown
    assert "closes for signature" in shown


def test_the_table_is_grouped_and_says_why() -> None:
    text = REPORTED.agenda(ON).table()

    assert text == str(REPORTED.agenda(ON))
    for line in ("Overdue", "Blocked", "Coming up in the next 90 days", "Stalled"):
        assert line in text
    assert "“not until he returns”" in text
    assert "15–17 Jun 2025" in text
    assert "waits for Return to Ottawa" in text
    assert "| What" in REPORTED.agenda(ON).table("github")


def test_headings_and_reasons_are_in_the_language_asked_for() -> None:
    text = REPORTED.agenda(ON).table(language="fr")

    assert re.search("^ +Quand +Quoi +Qui +(État|Statut)$", text, re.MULTILINE)
    for line in ("En retard", "Bloqué", "Dans les 90 prochains jours"):
        assert f"\n\n{line}\n" in f"\n\n{text}"
    for line in ("attend Return to Ottawa", "au point mort", "prévu"):
        assert line in text
    assert "« not until he returns »" in text.replace("\xa0", " ")
    csv = REPORTED.agenda(ON).table("csv", language="fr")
    assert csv.startswith("Groupe,,Quand,Quoi,Qui,État,Remarques,Réponse\n")
    assert "sans nouvelles depuis janv. 2024" in text
    english = {Words().say(f"agenda-{section}", 6) for section in SECTIONS}
    assert english.isdisjoint(text.split("\n"))


def why(timeline: Timeline, day: str, language: str = "en") -> dict[str, str]:
    words = Words(language)
    return {
        item.id: words.message(item.reason)
        for item in timeline.agenda(day)
        if item.reason
    }


def test_what_was_to_begin_and_did_not_is_overdue_whatever_its_end() -> None:
    timeline = Timeline(
        [
            Visit(id="v", title="V", when="2021-04-18/..", status="announced"),
            Visit(id="w", title="W", when="2021-04-20/2021-04-22", status="under_way"),
            event("about", "2021-04-15~", status="expected"),
            event("by", "../2021-09-11", status="expected"),
            event("part", "during:w", status="scheduled"),
        ]
    )

    assert ids(timeline.agenda("2021-04-18").overdue) == ["about"]
    assert ids(timeline.agenda("2021-12-15").overdue) == [
        "about", "v", "w", "part", "by",
    ]  # fmt: skip
    reasons = why(timeline, "2021-12-15")
    no_outcome = "no outcome reported (at least"
    assert reasons["v"] == "was to begin 18 Apr 2021, no outcome reported (241 days)"
    assert (
        reasons["w"] == "should have ended 22 Apr 2021, no outcome reported (237 days)"
    )
    assert reasons["about"].startswith("was to begin about 15 Apr 2021, ")
    assert reasons["by"] == f"was to begin by 11 Sep 2021, {no_outcome} 95 days)"
    assert reasons["part"].startswith("was to begin by 22 Apr 2021 (worked out), ")
    assert why(timeline, "2021-12-15", "fr")["v"] == (
        "devait commencer le 18 avr. 2021, sans suite signalée (241 jours)"
    )


def test_what_was_to_be_part_of_something_cancelled_is_blocked() -> None:
    timeline = Timeline(
        [
            Summit(id="s", title="S", status="cancelled", when="2025-04-01"),
            event("talks", part_of="s", status="scheduled"),
            Meeting(id="m", title="M", when="during:s", status="scheduled"),
            Call(id="c", title="C", part_of="talks", status="expected"),
        ]
    )
    agenda = timeline.agenda(ON)

    assert ids(agenda.blocked) == ["c", "m", "talks"]
    assert all(item.permanently for item in agenda.blocked)
    assert set(why(timeline, ON).values()) == {"blocked: s was cancelled"}


def test_what_ends_within_the_horizon_is_listed_until_it_is_overdue() -> None:
    timeline = Timeline(
        [
            event("term", "2014-07-31/2026-01-31", status="under_way"),
            event("plain", "2020/2026-02"),
            event("today", "2026-01-25"),
            Negotiation(id="n", title="N", when="2020/2026-02-02", status="stalled"),
            event("clock", "2026-01-25T10:00", status="under_way"),
            event("long", "2020/2027", status="under_way"),
            event("held", "2026-01-24/2026-01-26", status="occurred"),
        ]
    )

    assert ids(timeline.agenda("2026-01-25").ending) == ["term", "n", "plain"]
    assert ids(timeline.agenda("2026-01-25", horizon=5).ending) == []
    assert ids(timeline.agenda("2026-01-25", horizon=6).ending) == ["term"]
    assert why(timeline, "2026-01-25")["term"] == "ends 31 Jan 2026"
    assert ids(timeline.agenda("2026-02-03").overdue) == ["term", "n", "clock"]
    table = timeline.agenda("2026-01-25").table()
    assert "Ending or taking effect in the next 90 days" in table


def law() -> Timeline:
    """Return treaties of which something is to happen in February 2026."""
    return Timeline(
        [
            Treaty(id="open", title="Open", opened="2025-02-01", closed="2026-02-04"),
            Treaty(id="left", title="Left", in_force="2020-01-01"),
            Ratification(id="left-de", treaty="left", party="DE", when="2019-01-01",
                         status="deposited"),
            Withdrawal(id="left-de-out", treaty="left", party="DE", status="notified",
                       when="2025-02-08", effective="2026-02-08"),
            Treaty(id="new", title="New", complete=True,
                   entry_into_force=EntryIntoForce(count=1, delay="30 days")),
            Ratification(id="new-fr", treaty="new", party="FR", when="2026-01-10",
                         status="deposited"),
            Ratification(id="new-it", treaty="new", party="IT", when="2026-01-20",
                         status="deposited"),
            Treaty(id="end", title="End", in_force="2000", terminated="2026-02-20"),
            Treaty(id="odd", title="Odd", closed="2026-02-04",
                   entry_into_force=EntryIntoForce(1, requires=["left-de"])),
        ]
    )  # fmt: skip


def test_what_treaty_law_brings_to_pass_is_listed_within_the_horizon() -> None:
    agenda = law().agenda("2026-01-25", horizon=30)

    assert [(item.id, item.field) for item in agenda.ending] == [
        *(
            ("odd", "closed"),
            ("open", "closed"),
            ("left-de-out", "effective"),
            ("new", "in_force"),
        ),
        *(("new-it", "effective"), ("end", "terminated")),
    ]
    table = " ".join(agenda.table().split())
    for row in (
        "4 Feb 2026 Open └ closes for signature",
        "8 Feb 2026 Left: withdrawal by Germany Germany notified └ withdrawal of",
        "∴ 9 Feb 2026 New enters into force on 9 Feb 2026 (worked out) └",
        "19 Feb 2026 New: consent of Italy to be bound Italy deposited └ enters into",
        "20 Feb 2026 End in force since 2000 └ ends",
    ):
        assert row in table
    sound = Timeline([event for event in law() if event.id != "odd"])
    weekly = " ".join(sound.digest(sound, on="2026-01-25").table().split())
    assert "4 Feb 2026 Open └ closes for signature" in weekly
    later = law().agenda("2026-02-05", horizon=3)
    assert ids(later.ending) == ["left-de-out"]
    assert "closes" not in law().agenda("2026-02-05").table()


def test_what_may_come_any_day_is_not_due_before_its_deadline() -> None:
    timeline = Timeline(
        [event("leave", "../2021-09-11", status="expected", when_text="by Sep. 11")]
    )

    assert ids(timeline.agenda("2021-04-20", horizon=30).coming_up) == []
    assert ids(timeline.agenda("2021-04-20", horizon=30).later) == ["leave"]
    assert ids(timeline.agenda("2021-08-20", horizon=30).coming_up) == ["leave"]
    table = timeline.agenda("2021-04-20", horizon=30).table()
    assert "by 11 Sep 2021, “by Sep. 11”" in table
    assert "May begin in the next 30 days" in table


def test_what_is_surely_later_is_apart_from_what_need_not_be() -> None:
    """ "Not necessarily in the next 30 days" was a maybe without a witness."""
    timeline = Timeline(
        [
            event("far", "2025-12", status="scheduled"),
            event("by", "../2025-10-11", status="expected"),
            event("about", "2025-05-10~", status="scheduled"),
        ]
    )
    agenda = timeline.agenda("2025-03-01", horizon=30)
    assert ids(agenda.later) == ["about", "by", "far"]
    may, later = agenda.table().split("Later than the next 30 days\n")
    assert "May begin in the next 30 days\n  ◌  by 11 Oct 2025" in may
    assert later.index("10 May 2025") < later.index("Dec 2025")
    assert "Au-delà des 30 prochains jours\n" in agenda.table(language="fr")


def test_all_outputs_say_perhaps_overdue_in_the_same_words() -> None:
    denied = [cite("s"), cite("z", stance="denies")]
    timeline = Timeline(
        [
            event("p", "2025-03-05", status="scheduled", sources=["s"]),
            event("n", "not-before:p", status="under_way", sources=denied),
        ],
        [Source(id="s"), Source(id="z")],
    )
    said = "scheduled, perhaps over (worked out), perhaps overdue"
    assert said in timeline.table(on=ON)
    assert said in timeline.agenda(ON).table()
    assert "up to 1 overdue" in timeline.to_html(page=True, on=ON)


def test_at_least_so_many_days_overdue_is_one_phrase_in_each_language() -> None:
    timeline = Timeline([event("p", "2025-03-05/2025-03-20", status="under_way")])
    page = timeline.to_html(on="2025-04-02")
    vague = Timeline([event("p", "2025-03", status="scheduled")])
    french = vague.table(on="2025-04-02", language="fr")
    assert "<strong>13 days overdue</strong>" in page
    assert "en retard d'au moins 2 jours" in french.replace("\u2019", "'")
    assert "<strong>at least 2 days overdue</strong>" in vague.to_html(on="2025-04-02")


def test_what_is_worked_out_is_never_printed_as_if_it_were_stated() -> None:
    timeline = Timeline(
        [
            Visit(id="v", title="V", when="2025-03-20/2025-03-22", status="announced"),
            event("part", part_of="v", status="expected"),
            event("plan", status="expected", sources=["s"]),
        ],
        [Source(id="s", as_of="2025-01-07")],
    )
    table = timeline.agenda(ON).table()

    assert "∴ between 20 and 22 Mar 2025" in table
    assert "7 Jan 2025" not in table.replace("As of 7 Jan 2025.", "")


def test_sections_without_an_entry_are_named_in_one_line() -> None:
    table = Timeline([event("e", status="expected")]).agenda(ON, silent=1).table()

    assert table.splitlines()[-1].startswith(
        "None: Overdue, Blocked, Deadlines, Coming up "
    )
    assert table.endswith("Stalled or suspended and No news for 1 month")
    assert "None:" not in Timeline().passed(ON, ON).table()


def test_an_agenda_is_a_value() -> None:
    found = REPORTED.agenda(ON)

    assert pickle.loads(pickle.dumps(found)) == found
    assert copy.copy(found) == found
    assert len(found) == len(list(found))
    assert isinstance(found, Agenda)


def test_a_clock_time_is_said_as_it_is_told_and_no_later_day_is_named() -> None:
    """It may go on past midnight, but nobody told that."""
    tl = Timeline(
        [
            Meeting(id="m", title="M", when="2025-06-10T14:30", status="scheduled"),
            Meeting(id="month", title="N", when="2025-07", status="scheduled"),
            Meeting(
                id="after", title="O", when="2025-06 not-before:m", status="expected"
            ),
        ]
    )
    table = tl.agenda("2025-06-01").table()

    assert "10 Jun 2025, 14:30 " in table
    assert "11 Jun" not in table
    assert "Jul 2025 " in table
    assert "∴ not before 10 Jun 2025" in table


@pytest.mark.parametrize(
    ("status", "when", "other"),
    [
        ("scheduled", "2025-03-20", "2025-07-20"),
        ("scheduled", "2025-07-20", "2025-03-20"),
        ("scheduled", "[2025-03-20,2025-07-20]", None),
        ("scheduled", "2025-04-16~", None),
        ("under_way", "2025-03-10/2025-03-20", "2025-03-10/2025-07-20"),
    ],
)
def test_what_is_due_by_one_of_its_dates_alone_is_perhaps_due(
    status: str, when: str, other: str | None
) -> None:
    said = [cite("a"), *([cite("b", when=other)] if other else [])]
    plan = Meeting(id="m", title="Talks", when=when, status=status, sources=said)
    timeline = Timeline([plan], [Source(id="a"), Source(id="b")])
    found = timeline.agenda(ON, horizon=30)

    assert [item.section for item in found] == ["perhaps_due"]
    assert ids(found.perhaps_due) == ["m"]
    rows = found.table().splitlines()
    assert "Perhaps overdue, due or ending within 30 days" in rows
    for date in filter(None, (when, other)):
        said_so = Words().when(When.parse(date))
        assert any(said_so in row for row in rows), rows
    assert timeline.agenda("2025-01-05", horizon=30).perhaps_due == ()


def test_what_was_due_by_one_of_its_dates_is_perhaps_overdue() -> None:
    said = [cite("a"), cite("b", when="2025-07-20")]
    plan = event("m", "2025-03-10", status="scheduled", sources=said)
    timeline = Timeline([plan], [Source(id="a"), Source(id="b")])

    assert not timeline.agenda(ON).overdue
    assert "scheduled, perhaps overdue" in timeline.agenda(ON, horizon=30).table()
    assert ids(timeline.agenda("2025-08-01").overdue) == ["m"]


def test_about_a_day_is_overdue_once_its_doubt_has_passed() -> None:
    talks = Meeting(id="talks", title="Talks", when="2025-06-15~", status="scheduled")
    timeline = Timeline([talks])

    assert not timeline.agenda(on="2025-06-16").overdue
    assert [item.id for item in timeline.agenda(on="2025-06-17").overdue] == ["talks"]
    assert "about 15 Jun 2025" in timeline.agenda(on="2025-06-17").table()


def test_there_is_no_deadline_in_an_empty_agenda() -> None:
    assert Timeline([]).agenda("2025-01-01").deadlines == ()


def test_talks_with_a_source_elsewhere_have_news_until_their_last_activity() -> None:
    talks = Negotiation(
        id="n",
        title="Talks",
        status="under_way",
        sources=["elsewhere"],
        last_activity="2024-01-01",
    )
    agenda = Timeline([talks], partial=True).agenda("2025-03-01")

    assert [item.id for item in agenda.no_news] == ["n"]


def test_no_section_without_anything_is_left_out_of_the_line_that_names_them() -> None:
    last = Timeline().agenda(ON).table().splitlines()[-1]
    assert len(last) > 200
    assert last.endswith("Stalled or suspended and No news for 6 months")


def test_an_invitation_waits_for_a_reply_until_its_event_is_over() -> None:
    summit = Summit(id="s", title="S", when="2025-11-05", status="held")
    asked = Invitation(id="i", title="I", status="extended", when="2025-10-21", to="s")
    for on, waiting in (
        ("2025-10-20", []),
        ("2025-10-21", ["i"]),
        ("2025-11-05", ["i"]),
        ("2025-11-06", []),
    ):
        agenda = Timeline([summit, asked]).agenda(on=on)
        assert [item.id for item in agenda.unanswered] == waiting
    for status in ("extended", "tentative", "accepted", None):
        lone = Timeline([Invitation(id="i", title="I", status=status)])
        waiting = ["i"] if status in {"extended", "tentative"} else []
        agenda = lone.agenda(on="2030-01-01")
        assert [item.id for item in agenda.unanswered] == waiting


def test_silence_is_counted_from_the_latest_day_that_a_mark_allows() -> None:
    talks = Negotiation(id="t", title="T", status="under_way", sources=["s"])

    def said(published: str) -> str:
        page = Source(id="s", title="S", published=published)
        return Timeline([talks], sources=[page]).agenda("2025-08-31").table()

    assert "(at least 228 days)" in said("2025-01-15")
    assert "(at least 227 days)" in said("2025-01-15~")


def test_a_zone_of_the_reader_is_nothing_that_was_worked_out() -> None:
    due = Deadline(id="d", title="D", when="not-after:2025-07-04T00:00Z")
    call = Call(
        id="c", title="C", when="not-before:2025-09-03T20:00-04:00", status="expected"
    )
    table = Timeline([due, call]).agenda("2025-07-04").table(tz="Asia/Tokyo")
    assert "∴" not in table


def test_rows_say_what_the_table_of_a_timeline_says() -> None:
    """What a plan is part of, what hangs on a reply, and acts that are alike."""
    acts = [
        Ratification(id=f"r{p}", treaty="t", party=p, status="pending")
        for p in ("CY", "FR", "GR", "HU", "IE")
    ]
    tl = Timeline(
        [
            Visit(id="v", title="Visit", status="postponed", formerly=["2025-02-01"]),
            Meeting(id="m", title="Talks", when="during:v", status="scheduled"),
            Invitation(id="i", title="Asks", when="2025-01", status="extended"),
            Meeting(id="o", title="Round", when="2025-03-01", status="scheduled"),
            Treaty(id="t", title="Pact"),
            *acts,
        ]
    )
    agenda = tl.agenda(on="2025-03-17")
    text = agenda.table()

    assert "└ during Visit" in text
    assert "└ no reply reported" in text
    assert text.count("new date not set; was 1 Feb 2025") == 1
    assert "Pact: consent to be bound (5 records)" in text
    assert "<strong>was to begin 1 Mar 2025" in agenda.to_html()
    month = Timeline([Meeting(id="m", title="M", when="2025-02", status="scheduled")])
    assert "was to begin in Feb 2025, no" in month.agenda("2025-04-01").table()
    french = month.agenda("2025-04-01").table(language="fr")
    assert "devait commencer en févr. 2025, sans" in french


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("2025-06-15~", "was to begin by about 15 Jun 2025 (worked out)"),
        ("2025-06", "was to begin by Jun 2025 (worked out)"),
        ("2025-06-11T20:00Z not-before:fair", "was to begin by 11 Jun 2025"),
    ],
)
def test_what_a_link_makes_overdue_was_to_begin_by_what_is_stated(
    first: str, said: str
) -> None:
    fair = Event(id="fair", title="Fair", when="2025-06-01")
    trip = Event(id="trip", title="Trip", when=first, status="expected")
    plan = Call(id="call", title="C", when="not-after:trip", status="expected")
    agenda = Timeline([fair, trip, plan]).agenda(on="2025-07-20")

    assert said in agenda.table()


def test_no_day_is_named_on_clocks_that_are_unknown() -> None:
    trip = Event(id="trip", title="Trip", when="2025-06-11", tz="Europe/Paris")
    fair = Event(id="fair", title="Fair", when="2025-06-11")
    between = "not-after:fair not-before:trip"
    late = Call(id="late", title="C", when=between, status="expected")
    talks = Event(id="t", title="T", part_of="fair", status="under_way")
    clock = Event(id="clock", title="K", when="2025-06-11T20:00", status="under_way")
    part = Event(id="part", title="P", part_of="clock", status="under_way")
    tl = Timeline([trip, fair, late, talks, clock, part])

    said = tl.agenda(on="2025-06-20").table()
    assert "was to begin before this day, no outcome reported (at least 8 days)" in said
    assert "should have ended before this day, no outcome reported (at least" in said
    assert "12 Jun" not in said + tl.agenda(on="2025-06-11").table()
    ending = tl.agenda(on="2025-06-11").ending
    assert [(item.id, item.reason and item.reason.code) for item in ending] == [
        ("part", "agenda-status")
    ]


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({"since": "2025-10-10"}, 0),
        ({"since": "2025-09"}, 1),  # it may have
        ({"when": "2025-10-10/..", "since": None}, 0),
        ({"when": "2025-01/..", "since": "2025-10-10"}, 0),
        ({"since": None}, 1),
    ],
)
def test_nothing_is_stalled_since_a_day_that_is_ahead(
    fields: dict[str, str | None], listed: int
) -> None:
    talks = Negotiation(id="n", title="Talks", status="stalled", **fields)  # type: ignore[arg-type]
    open_ = Invitation(
        id="i", title="Invitation", status="extended", since=fields["since"]
    )
    tl = Timeline([talks, open_])
    agenda, table = tl.agenda(on="2025-09-12"), tl.table(on="2025-09-12")

    assert len(agenda.stalled) == listed
    assert bool(agenda.unanswered) is (fields["since"] != "2025-10-10")
    assert "since 10 Oct" not in table
    assert ("from 10 Oct" in table) is not bool(listed)


def test_a_day_between_that_a_link_gives_is_the_one_that_is_named() -> None:
    trip = Event(id="trip", title="Trip", when="2025-06-15", status="expected")
    call = Call(id="c", title="C", when="2025-06 not-after:trip", status="expected")
    said = Timeline([trip, call]).agenda(on="2025-07-20").table()

    assert "was to begin by 15 Jun 2025 (worked out)" in said


def test_what_is_late_and_perhaps_over_is_not_coming_up() -> None:
    plan = Meeting(id="m", title="M", when="2025-06-02", status="postponed")
    doubted = Event(
        id="e",
        title="E",
        when="2025-06-05 not-before:m",
        status="occurred",
        sources=["a", cite("b", stance="denies")],
    )
    tl = Timeline([plan, doubted], [Source(id="a"), Source(id="b")])
    agenda = tl.agenda(on="2025-06-19")

    assert [item.id for item in agenda.perhaps_due] == ["m"]
    assert not agenda.coming_up
