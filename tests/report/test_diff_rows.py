"""What a diff says to people: words, folded rows, formats and what follows."""
# ruff: noqa: E501  (a table with a case in a line)

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from timeline import (
    Call,
    Citation,
    EntryIntoForce,
    Event,
    Meeting,
    Negotiation,
    Participant,
    ProvisionalApplication,
    Ratification,
    Signature,
    Source,
    Statement,
    Suspension,
    Timeline,
    Treaty,
    Visit,
    Withdrawal,
    cite,
    diff,
    every,
    merge,
)
from timeline.api.answers import Diff
from timeline.api.options import TableFormat
from timeline.errors import InvalidError
from timeline.language.words import Words

CETA = Treaty(id="ceta", title="CETA", parties=["CA", "FR", "IT"], complete=True)
PENDING = Ratification(id="fr", treaty="ceta", party="FR", status="pending")


def said(was: Event, now: Event, *others: Event) -> str:
    """Return the line of a record that changed."""
    return line_of(diff(Timeline([was, *others]), Timeline([now, *others])))


def line_of(found: Diff) -> str:
    """Return the title of the first record that changed, and what changed."""
    title, change = found.brief(200).splitlines()[4:6]
    return f"{title.partition(' ')[2].partition(' · ')[0]} {change.strip()}"


def flat(text: str) -> str:
    return " ".join(text.split())


MEETING = Meeting(id="m", title="M")


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ({"private": None}, {"private": True}, "M private: yes"),
        ({"private": True}, {"private": False}, "M private: no (was: yes)"),
        ({}, {"when": "same-day:x not-before:x"}, "M order in time: same day as X, not before its end"),
        ({}, {"when": "not-after:x"}, "M order in time: not after the start of X"),
        ({}, {"when": "not-before:x#end+P30D"}, "M order in time: at least 30 days after the end of X"),
        ({}, {"when": "during:x"}, "M order in time: during X"),
        ({}, {"when": "not-after:2025-03"}, "M dated by Mar 2025"),
        ({"when": "2025"}, {"when": "2025-03-17T16:30"}, "M narrowed to the minute: 17 Mar 2025, 16:30 (was: 2025)"),
        ({"when": "2025"}, {"when": "2025-06-15"}, "M narrowed to the day: 15 Jun 2025 (was: 2025)"),
        ({"when": "not-before:2025"}, {"when": "not-before:2026"}, "M narrowed: not before 2026 (was: not before 2025)"),
        ({"when": "2025"}, {"when": "[2025-01..2025-06]"}, None),
        ({"status": "scheduled"}, {"status": "cancelled"}, "M cancelled (was: scheduled)"),
        ({"status": "held"}, {"status": None}, "M status: none (was: held)"),
        ({}, {"participants": ["CA"]}, "M + Canada"),
        ({"participants": ["CA"]}, {}, "M left: Canada"),
        ({"participants": ["UA"]}, {"participants": ["CA"]}, "M + Canada; left: Ukraine"),
        ({"place": "Rome"}, {}, "M place: none (was: Rome)"),
        ({"status": "expected"}, {"status": "held", "since": "2025-03-17"}, "M held on 17 Mar 2025 (was: expected)"),
        ({"status": "expected"}, {"status": "scheduled", "since": "2025-03"}, "M scheduled since Mar 2025 (was: expected)"),
        ({"when": "2025", "when_text": "soon"}, {"when": "2025-06-15"}, "M narrowed to the day: 15 Jun 2025 (was: 2025 “soon”)"),
        ({"participants": ["A B @CA"]}, {"participants": [Participant("A B", "CA", "PM")]},
         "M office or role: A B (CA, PM) (was: A B (CA))"),
        ({"host": ["CA"]}, {"host": ["FR"]}, "M host joined and host left: France (was: Canada)"),
        ({"participants": [Participant("The Group")]}, {}, "M left: The Group"),
        ({"sources": [cite("s", stance="denies")]}, {}, "M settled (was: s denies it)"),
        ({"sources": ["s", cite("s", "words")]}, {"sources": [cite("s", "words"), "s"]},
         "M sources: s: “words”, s (was: s, s: “words”)"),
        ({"sources": ["s"]}, {}, "M sources: none (was: s)"),
        ({"part_of": "x"}, {}, "M part of: none (was: X)"),
    ],
)  # fmt: skip
def test_a_change_is_said_in_words(
    was: dict[str, Any], now: dict[str, Any], words: str | None
) -> None:
    others = [Event(id="x", title="X")]
    sources = [Source(id="s")]
    sides = (
        Timeline([attrs.evolve(MEETING, **f), *others], sources) for f in (was, now)
    )
    line = line_of(diff(*sides))

    assert line == words or (words is None and "narrowed" in line)


def test_stops_and_rules_are_said_too() -> None:
    was = Visit(id="v", title="V", stops=["Paris"])
    line = said(was, attrs.evolve(was, stops=["Paris", "London"]))
    assert line == "V stops: Paris, London (was: Paris)"
    timed = attrs.evolve(was, stops=[attrs.evolve(was.stops[0], when="2025-03-17")])
    assert said(was, timed) == "V stops: Paris, 17 Mar 2025 (was: Paris)"
    line = said(CETA, attrs.evolve(CETA, entry_into_force=EntryIntoForce(count=3)))
    assert line.startswith("CETA entry into force: ")


def test_an_audience_in_another_order_is_said_to_be_reordered() -> None:
    was = Statement(id="s", title="S", audience=["CA", "FR"])
    found = diff(Timeline([was]), Timeline([attrs.evolve(was, audience=["FR", "CA"])]))

    [facet] = found.changes[0].facets
    assert facet.verb == "reordered"
    assert len({facet, facet}) == 1


def test_people_in_another_order_are_no_change() -> None:
    was = attrs.evolve(MEETING, participants=["CA", "FR"])
    now = attrs.evolve(MEETING, participants=["FR", "CA"])
    titled = attrs.evolve(now, title="N")

    assert not diff(Timeline([was]), Timeline([now]))
    [change] = diff(Timeline([was]), Timeline([titled])).changes
    assert [facet.verb for facet in change.facets] == ["retitled"]
    joined = diff(
        Timeline([was]), Timeline([attrs.evolve(MEETING, participants=["UA", "CA"])])
    )
    assert len({*joined.changes[0].facets}) == 2


def test_deeds_that_are_told_alike_share_a_row() -> None:
    old = Timeline([CETA])
    deeds = [
        Ratification(id=name, treaty="ceta", party=name.upper(), status="pending")
        for name in ("it", "be", "cy")
    ]
    found = diff(old, old.add(*deeds))

    assert "+ CETA added: 3 consents pending: Belgium, Cyprus, Italy" in flat(
        found.brief()
    )
    assert len(found.to_rows()) == 3
    apart = diff(old, old.add(*deeds[:2]))
    assert "+ CETA added: consent of Belgium to be bound, pending" in flat(
        apart.brief()
    )
    dated = [attrs.evolve(d, status="deposited", when="2025") for d in deeds]
    brief = flat(diff(old, old.add(*dated)).brief())
    assert "3 consents deposited: Belgium, Cyprus, Italy, 2025" in brief


def test_a_deed_that_changes_is_called_by_its_treaty() -> None:
    old = Timeline([CETA, PENDING])
    found = diff(old, old.update("fr", status="deposited", when="2025-03-17"))

    assert "CETA: consent of France to be bound" in found.table()


def test_a_deed_that_changes_is_still_named_where_its_treaty_is_cut() -> None:
    treaty = attrs.evolve(CETA, title="Comprehensive trade agreement " * 3)
    old = Timeline([treaty, PENDING, MEETING])
    new = old.update("fr", status="deposited", when="2025-03-17")
    found = diff(old, new.update(MEETING.id, when="2025-01-02", note="Later"))

    assert "Comprehensive trade agreement : consent of France" in flat(found.brief())
    assert "France" in found.table(width=140)


def test_new_sources_share_a_row_and_edited_ones_do_not() -> None:
    old = Timeline([MEETING], [Source(id="s", title="S")])
    new = old.add(
        *(Source(id=f"s{at}", title="S", published="2025") for at in range(3))
    )
    found = diff(old, new.update("s", title="T"))

    assert "+ 3 sources added: S, S, S" in flat(found.brief())
    assert "retitled: T (was: S)" in found.brief()
    assert "3 sources new, 1 source edited" in found.summary()
    one = diff(old, old.add(Source(id="s0", title="S", publisher="AFP")))
    assert "+ source AFP added: S" in flat(one.brief())
    assert "1 source removed" in diff(old, old.remove("s")).summary()
    assert found.graded_changes[-1].class_.value == "added"


def test_a_zone_has_a_row() -> None:
    found = diff(Timeline([MEETING]), Timeline([MEETING], tz="Europe/Paris"))

    zone = "· The timeline time zone: Europe/Paris (was: none)"
    assert zone in flat(found.brief())
    assert "another time zone" in found.summary()


def test_nothing_is_said_in_one_line() -> None:
    tl = Timeline([MEETING])

    assert diff(tl, tl).brief() == "What changed: before → after: no changes"
    assert diff(tl, tl).table() == "What changed: before → after: no changes"


@pytest.mark.parametrize("fmt", ["plain", "github", "html", "csv", "latex", "grid"])
def test_text_of_a_source_is_harmless_in_every_format(fmt: TableFormat) -> None:
    old = Timeline([attrs.evolve(MEETING, title="<b>|x")])
    table = diff(old, old.update("m", place="<script>|")).table(fmt)

    assert ("<script>" in table) is (
        fmt in {"plain", "csv", "latex", "grid"} - {"latex"}
    )
    assert "place" in table


def test_a_format_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidError, match="unknown table format"):
        diff(Timeline(), Timeline([MEETING])).table("gird")  # type: ignore[arg-type]


def test_somebody_can_say_that_nothing_was_corrected() -> None:
    old = Timeline([attrs.evolve(MEETING, when="2025-03-12", status="held")])
    new = old.update("m", when="2025-03-15")

    for correction, kind in (
        (None, "corrected"),
        (True, "corrected"),
        (False, "changed"),
    ):
        found = diff(old, new, correction=correction)
        assert found.graded_changes[0].class_.value == kind
    assert (
        "corrected: status"
        in diff(
            Timeline([attrs.evolve(MEETING, status="held")]),
            Timeline([attrs.evolve(MEETING, status="expected")]),
        ).table()
    )


# -- what follows ----------------------------------------------------------------------


def follows(new: Timeline, old: Timeline, on: str | None = None) -> list[str]:
    return [Words().message(m) for m in new.since(old, on=on).consequences]


def waiting(**of_target: Any) -> Timeline:  # noqa: ANN401  (fields of an event)
    back = Event(id="back", title="Return", **{"status": "expected", **of_target})
    call = Call(id="call", title="Call", status="expected", when="not-before:back")
    talks = Call(id="talks", title="Talks", status="expected", when="2030 during:back")
    return Timeline([back, call, talks])


def test_what_waits_no_longer_follows() -> None:
    old = waiting()

    assert follows(waiting(status="occurred"), old) == [
        "Call no longer waits for Return"
    ]
    held = waiting(status="occurred").update("call", status="held")
    assert follows(held, old) == ["Call waited for Return: met"]
    cancelled = waiting(status="cancelled")
    blocked = [f"{name} is blocked: Return was cancelled" for name in ("Talks", "Call")]
    assert follows(cancelled, old) == blocked
    assert follows(cancelled.update("call", status="cancelled"), old) == blocked[:1]
    assert follows(waiting(status="under_way"), old) == []
    assert follows(waiting(status="scheduled"), old) == []
    assert follows(waiting().remove("call"), old) == []
    assert "Follows: Call waited for Return: met." in held.since(old).table()
    assert "Conséquence : Call" in held.since(old).table(language="fr")
    assert old.diff(held).consequences == ()


@pytest.mark.parametrize(
    ("status", "cited", "expected"),
    [
        (
            "cancelled",
            cite("s", stance="denies"),
            [
                "Talks may be blocked: Return was cancelled (not certain)",
                "Call may be blocked: Return was cancelled (not certain)",
            ],
        ),
        (
            "cancelled",
            cite("s", status="occurred"),
            [
                "Talks may be blocked: Return was cancelled (not certain)",
                "Call may be blocked: Return was cancelled (not certain)",
            ],
        ),
        (
            "occurred",
            cite("s", stance="denies"),
            ["Call may no longer wait for Return (not certain)"],
        ),
    ],
)
def test_what_follows_from_a_status_in_doubt_is_in_doubt(
    status: str, cited: Citation, expected: list[str]
) -> None:
    page = Source(id="s", published="2020-03-01")
    old = Timeline(waiting().events, [page])

    assert follows(old.update("back", status=status, sources=[cited]), old) == expected
    sure = old.update("back", status=status)
    denied = sure.update("back", sources=[cited])
    is_blocked = status == "cancelled"
    assert follows(denied, sure) == (expected if is_blocked else [])


def test_a_treaty_that_is_touched_says_how_it_stands() -> None:
    rule = EntryIntoForce(count=2)
    old = Timeline([attrs.evolve(CETA, entry_into_force=rule), PENDING])
    one = old.update("fr", status="deposited", when="2025-03-17")
    two = one.add(
        Ratification(
            id="it", treaty="ceta", party="IT", status="deposited", when="2025-04-01"
        )
    )

    [line] = follows(one, old, on="2025-06-01")
    assert line == (
        "CETA, on 1 Jun 2025: 3 outstanding → 2 outstanding; not in force, as before; "
        "needed: 2 more parties → needed: 1 more party"
    )
    [line] = follows(two, one, on="2025-06-01")
    assert "not in force → in force since 1 Apr 2025" in line
    assert "nothing more needed" in line
    [line] = follows(two, Timeline([MEETING]), on="2025-06-01")
    assert line == "CETA, on 1 Jun 2025: 1 outstanding; in force since 1 Apr 2025"
    applied = ProvisionalApplication(
        id="p", treaty="ceta", when="2025/..", status="applied"
    )
    assert follows(one.add(applied), one)[0].startswith("CETA, on 17 Mar 2025: 2 outst")
    assert old.update("ceta", note="x").since(old).consequences == ()
    assert Timeline([MEETING]).since(old).consequences == ()


DEPOSITS = [
    Ratification(id=party, treaty="t", party=party, when=day, status="deposited")
    for party, day in (("FR", "2020-01-01"), ("DE", "2020-01-02"))
]


@pytest.mark.parametrize(
    ("before", "change", "expected"),
    [
        (
            2,
            lambda t: t.add(
                Signature(id="it", treaty="t", party="IT", when="2021-01-01")
            ),
            "1 Jan 2021: 0 outstanding → 1 outstanding; in force since 1 Feb 2020, as before",
        ),
        (
            1,
            lambda t: t.add(DEPOSITS[1]),
            "2 Jan 2020: not in force → enters into force on 1 Feb 2020; needed: 1 more party → nothing more needed",
        ),
        (
            2,
            lambda t: t.update("DE", when="2020-02-02"),
            "2 Feb 2020: in force since 1 Feb 2020 → enters into force on 3 Mar 2020",
        ),
        (
            2,
            lambda t: t.update("t", terminated="2023-01-01"),
            "2 Jan 2020: enters into force on 1 Feb 2020, as before; ends on 1 Jan 2023, as stated",
        ),
        (
            2,
            lambda t: t.update("t", inferred=["in_force"], in_force="2020-03-01"),
            "2 Jan 2020: enters into force on 1 Feb 2020 → enters into force on 1 Mar 2020 (inferred)",
        ),
        (
            1,
            lambda t: t.update("t", complete=False).add(
                Ratification(id="it", treaty="t", party="IT", status="pending")
            ),
            "1 Jan 2020: 0 outstanding → 1 consent reported as pending; not in force → in force: not determined; needed: 1 more party",
        ),
    ],
)
def test_a_treaty_is_asked_as_at_one_day(
    before: int, change: Callable[[Timeline], Timeline], expected: str
) -> None:
    rule = EntryIntoForce(2, delay="30 days")
    treaty = Treaty(id="t", title="T", entry_into_force=rule, complete=True)
    old = Timeline([treaty, *DEPOSITS[:before]])

    assert follows(change(old), old) == [f"T, on {expected}"]


LEAVING: dict[str, Any] = {"treaty": "ceta", "party": "FR"}
NOTICE = Withdrawal(id="w", **LEAVING, when="2020-01-01")
BOUND = [
    Ratification(id=f"r-{party}", treaty="ceta", party=party, when="2014-01-01")
    for party in ("DE", "FR", "IT")
]
FEWER = "3 parties → 2 parties; below the 3 needed for its entry into force, though that does not end it"


@pytest.mark.parametrize(
    ("own", "act", "on", "expected"),
    [
        ({}, NOTICE, None, ["notice of withdrawal by France"]),
        (
            {"notice": "12 months"},
            NOTICE,
            None,
            ["notice of withdrawal by France (∴ effective on 1 Jan 2021)"],
        ),
        (
            {"notice": "12 months"},
            NOTICE,
            "2021-01-01",
            ["withdrawn: France (∴ effective on 1 Jan 2021)", FEWER],
        ),
        (
            {"complete": False},
            attrs.evolve(NOTICE, effective="2020-06-01"),
            "2021-01-01",
            [
                "withdrawn: France (effective on 1 Jun 2020)",
                "at least 3 parties → at least 2 parties",
            ],
        ),
        (
            {"notice": "1 month"},
            attrs.evolve(NOTICE, when="2020"),
            "2020-06-01",
            ["withdrawal not determined: France"],
        ),
        (
            {"entry_into_force": EntryIntoForce(4)},
            NOTICE,
            None,
            [
                "needed: 1 more party → needed: 2 more parties",
                "withdrawn before entry into force: France",
            ],
        ),
        (
            {},
            Suspension(id="w", **LEAVING, when="2020-01-01/..", status="suspended"),
            None,
            ["suspended by France"],
        ),
        (
            {},
            Suspension(id="w", **LEAVING, when="2020", status="suspended"),
            "2020-06-01",
            ["perhaps suspended by France"],
        ),
        (
            {"entry_into_force": EntryIntoForce(every("FR", "IT"))},
            attrs.evolve(NOTICE, effective="2020-01-01"),
            "2021-01-01",
            ["withdrawn: France (effective on 1 Jan 2020)", "3 parties → 2 parties"],
        ),
        (
            {"entry_into_force": None, "in_force": "2015"},
            attrs.evolve(NOTICE, effective="2020-01-01"),
            "2021-01-01",
            ["withdrawn: France (effective on 1 Jan 2020)", "3 parties → 2 parties"],
        ),
        (
            {"parties": ["DE", "FR", "IT"]},
            attrs.evolve(NOTICE, effective="2020-01-01", sources=["s"]),
            "2021-01-01",
            [
                "withdrawn: France (effective on 1 Jan 2020)",
                FEWER,
                "status as at 1 Jan 2020",
            ],
        ),
        (
            {"parties": []},
            Signature(id="w", **LEAVING, sources=["s"]),
            "2021-01-01",
            ["status as at 1 Jan 2014"],
        ),
    ],
)
def test_what_follows_from_a_withdrawal_or_a_suspension(
    own: dict[str, Any], act: Event, on: str | None, expected: list[str]
) -> None:
    fields = {"entry_into_force": EntryIntoForce(3), "parties": [], **own}
    page = Source(id="s", published="2020-03-01")
    old = Timeline([attrs.evolve(CETA, **fields), *BOUND], [page])

    [line] = follows(old.add(act), old, on=on)
    parts = [part for part in line.split("; ") if "as before" not in part]
    assert "; ".join(parts) == "; ".join(expected)
    [line] = follows(old.update("ceta", note="x").add(act), old.add(act), on=on)
    again = {part for part in expected if part in line}
    assert again <= {part for part in expected if "as at" in part}


def test_what_follows_from_a_revocation() -> None:
    own = attrs.evolve(CETA, notice="12 months", in_force="2015")
    old = Timeline([own, *BOUND, NOTICE])
    back = Withdrawal(id="b", **LEAVING, when="2020-03-01", status="revoked")

    [line] = follows(old.add(back), old, on="2020-04-01")
    assert line.endswith("; notice of withdrawal revoked: France")


def test_what_follows_says_where_no_day_of_a_source_is_known() -> None:
    page, rule = Source(id="s", published="2020-03-01"), EntryIntoForce(2)
    act = Ratification(
        id="r", treaty="ceta", party="FR", status="deposited", sources=["s"]
    )
    old = Timeline([attrs.evolve(CETA, entry_into_force=rule)], [page])

    [line] = follows(old.add(act), old)
    assert line.endswith("; status as at a day that no source gives")


def test_timelines_merge_and_differ_at_the_front_door() -> None:
    old = Timeline([MEETING])
    ours = old.update("m", participants=[Participant("A", "CA", "x")], place="P")
    theirs = old.update("m", participants=[Participant("A", "CA", "y")])

    assert old.diff(ours) == ours.since(old)
    assert old.merge(ours, theirs) == merge(old, ours, theirs)
    assert "ours: A @CA" in str(old.merge(ours, theirs).conflicts[0])


def test_the_head_says_in_french_by_when_a_source_spoke() -> None:
    plan = Call(id="c", title="C", status="scheduled", when="2025-06-16", sources=["s"])
    old = Timeline([plan], [Source(id="s", published="2025-06-01")])
    new = Timeline([plan], [Source(id="s", published="2025-06-10")])

    head = new.since(old).table(language="fr").splitlines()[0]
    assert head == (
        "Ce qui a changé : Auparavant (état au 1er juin 2025 ou plus tôt) → maintenant"
    )


def test_a_diff_names_hosts_and_sources_and_says_each_claim_apart() -> None:
    paper, wire = Source(id="p", publisher="The Post"), Source(id="w", publisher="AFP")
    call = Call(
        id="c",
        title="Call",
        participants=["RU", "US"],
        host=["US"],
        status="held",
        when="2025-10-16",
        sources=["w"],
    )
    talks = Meeting(id="t", title="Talks", status="scheduled", sources=["p"])
    old = Timeline([call, talks], sources=[paper, wire])
    said = [cite("w"), cite("p", stance="denies"), cite("p", when="2025-10-17")]
    new = old.update("c", sources=said).update("t", status="held")
    table = new.since(old).table(width=140)
    who = "└ Russia, United States; caller: United States"
    assert f"{who} · AFP says 16 Oct 2025\n" in table
    assert "└ Sources: The Post\n" in table
    assert [row["change"] for row in new.since(old).to_rows()][:2] == [
        "disputed by",
        "sources differ",
    ]
    one = Timeline([talks], sources=[paper])
    both = one.add(attrs.evolve(talks, id="u"))
    alike = both.update("t", status="held").update("u", status="held").since(both)
    assert alike.table().count("Sources: The Post") == 1
    assert "└" not in alike.table()


def test_a_diff_states_nothing_flat_that_is_denied_or_only_alleged() -> None:
    sources = [Source(id="k", title="Kremlin"), Source(id="w", title="White House")]
    denied = Call(
        id="c", title="C", status="held", sources=["k", cite("w", stance="denies")]
    )
    rumour = Meeting(
        id="m", title="M", status="held", sources=[cite("k", stance="alleges")]
    )
    none = Timeline([], sources=sources)
    added = none.add(denied, rumour).since(none)
    for shown in (added.table(), added.brief(), str(~added)):
        assert "held, disputed" in shown
        assert "held, alleged" in shown
    assert "Kremlin says held; White House denies that it took place" in added.table()
    assert "was reported as held, disputed" in (~added).table(width=140)


def test_what_must_precede_a_source_precedes_the_writing_of_it() -> None:
    call = Call(id="c", title="C", when="not-before:page#start", sources=["page"])
    old = Timeline([call], sources=[Source(id="page", title="Page")])
    changed = old.update("c", when="not-after:page").since(old)
    said = "not before the writing of Page  not after the writing of Page"
    for each in (changed, Diff.from_dict(changed.to_dict())):
        assert said in each.table(width=140)


def test_a_diff_names_a_source_and_what_goes_on_as_tables_do() -> None:
    page = Source(id="page", title="Report", publisher="Agency")
    talks = Negotiation(
        id="n", title="N", when="2025-02-10/..", status="under_way", sources=["page"]
    )
    call = Call(id="c", title="C", when="not-after:page", sources=["page"])
    old = Timeline([call], sources=[page])
    changed = old.add(talks).update("c", when="2025-03-01 not-after:page").since(old)
    for text in (changed.table(), changed.brief()):
        assert "not after the writing of Report" in text
        assert "since 10 Feb 2025, under way" in text
    dated = old.add(talks).update("n", when="2025-02-11/..")
    assert "since 11 Feb 2025" in dated.since(old.add(talks)).table()


def test_days_are_counted_and_sources_told_apart() -> None:
    """Three dates are three days; two reports of one agency have two names."""
    pages = [Source(id=id_, publisher="AFP") for id_ in ("a1", "a2")]
    old = Meeting(id="m", title="M", when="2026-04", sources=["a1"])
    was = Timeline([old], pages)
    now = was.update("m", when="[2026-04-02,2026-04-09,2026-04-14]", sources=["a2"])
    text = now.since(was).table()

    assert "narrowed to 3 days" in text
    assert re.search(r"sources +AFP \(a1\) +AFP \(a2\)", text)
    ends = [was.update("m", when=f"not-after:2026-04-{day}") for day in (30, 20)]
    assert "  narrowed  " in ends[1].since(ends[0]).table()


def test_a_column_that_is_empty_in_all_rows_is_left_out() -> None:
    old = Timeline([Meeting(id="m", title="M")])
    dated = old.update("m", when="2025-03-01").since(old)
    assert "Was" not in dated.table()
    assert ">Was<" not in dated.to_html()
    assert "Was" in (~dated).table()
    assert "Was" in old.since(old.update("m", title="N")).table()


@pytest.mark.parametrize(
    ("when", "status", "said"),
    [
        ("2023-01-XX", "under_way", "Jan 2023"),
        ("2023-01-XX", "concluded", "Jan 2023 or later"),
        ("2023-01-XX", "proposed", "Jan 2023 or earlier"),
        ("2023", "under_way", "2023"),
        ("2023-01/2023-02", "under_way", "Jan 2023 to Feb 2023"),
        ("2023-01-05/2023-02", "under_way", "5 Jan 2023 to Feb 2023"),
        ("2023-01-05", "under_way", "5 Jan 2023"),
        ("Y12000", "under_way", "1 Jan – 31 Dec 12000"),  # as EDTF has no month of it
    ],
)
def test_a_head_names_no_day_of_the_month_that_an_old_source_spoke_in(
    when: str, status: str, said: str
) -> None:
    talks = Negotiation(id="n", title="N", when=when, status=status, sources=["s"])
    old = Timeline([talks], [Source(id="s")])
    new = old.update("n", status="signed")
    heading = new.since(old).table().splitlines()[0]
    assert f"(as of {said}, worked out)" in heading


def test_a_diff_names_its_sources_in_one_way_in_headings_lists_and_rows() -> None:
    """The heading had ids, and one source went by its title and its publisher."""
    pages = [
        Source(id=id_, title=f"Page {id_}", publisher=by, published=f"2025-0{month}")
        for month, (id_, by) in enumerate({"a": "APS", "b": "Kyodo, AFP"}.items(), 2)
    ]
    silent = Meeting(id="y", title="Y", when="2025-01", status="held", sources=["b"])
    talks = Meeting(id="x", title="X", when="2025-01", status="held", sources=["a"])
    old = Timeline([talks, silent], pages)
    new = old.update("x", when="2025-01-05").add(
        Source(id="c", title="Page c", publisher="Le Monde"),
        Meeting(id="z", title="Z", when="not-after:c", status="held", sources=[*"cb"]),
    )
    said = new.since(old).table(width=200)
    assert "(APS as of Feb 2025; Kyodo, AFP as of Mar 2025)" in said
    assert "not after the writing of Page c (Le Monde)" in said
    assert "Sources: Page c (Le Monde); Kyodo, AFP\n" in said


def test_what_is_no_longer_only_alleged_was_not_disputed_in_french() -> None:
    alleged = cite("a", stance="alleges")
    pages = [Source(id="a"), Source(id="b")]
    old = Timeline(
        [Meeting(id="m", title="M", status="held", sources=[alleged])], pages
    )
    new = old.update("m", sources=[alleged, cite("b", stance="confirms")])
    assert "hors de doute" in new.since(old).table(language="fr")
    assert "contesté" not in new.since(old).table(language="fr")
