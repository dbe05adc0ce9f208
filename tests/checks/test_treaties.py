"""What cannot be right about treaties, found in good records; both are named."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from timeline import (
    EntryIntoForce,
    Objection,
    Party,
    ProvisionalApplication,
    Ratification,
    Reservation,
    Signature,
    Source,
    Suspension,
    Timeline,
    Treaty,
    Withdrawal,
    at_least,
    cite,
    every,
    in_force,
    share,
    unless,
)
from timeline.records.conditions import Condition
from timeline.records.event import Event


def found(
    *events: Event, **treaty: object
) -> list[tuple[str, tuple[object, ...], str]]:
    about = Treaty(id="t", title="T", **{"complete": True, **treaty})  # type: ignore[arg-type]
    return [
        (problem.code, problem.loc, problem.severity)
        for problem in Timeline([about, *events]).check()
        if problem.code not in {"no-source", "id-contradicts-date"}
    ]


def signed(when: str, **more: object) -> Signature:
    return Signature(**{"id": "s", "treaty": "t", "party": "FR", "when": when, **more})  # type: ignore[arg-type]


def bound(when: str, **more: object) -> Ratification:
    more = {"id": "r", "party": "FR", "instrument": "acceptance", **more}
    return Ratification(treaty="t", when=when, **more)  # type: ignore[arg-type]


def notified(when: str, **more: str) -> Ratification:
    return bound(when, instrument="notification", **more)


def left(when: str) -> Withdrawal:
    return Withdrawal(id="w", treaty="t", party="FR", when=when)


def test_a_notification_may_follow_a_ratification() -> None:
    treaty = Treaty(id="t", title="T")
    tl = Timeline([treaty, bound("2001"), notified("2002", id="r2")])

    assert tl.check(select="duplicate-consent") == ()


@pytest.mark.parametrize(
    ("events", "code", "names"),
    [
        pytest.param(
            [signed("2001-02-01"), bound("2001-01-31")],
            "consent-before-signature",
            ("r", "s"),
            id="consent-before-signature",
        ),
        pytest.param(
            [bound("2001"), bound("2002", id="r2")],
            "duplicate-consent",
            ("r", "r2"),
            id="two-live-consents",
        ),
        pytest.param(
            [notified("2001"), notified("2002", id="r2")],
            "duplicate-consent",
            ("r", "r2"),
            id="two-notifications",
        ),
        pytest.param(
            [left("2000"), bound("2001")],
            "withdrawal-before-consent",
            ("w", "r"),
            id="withdrawal-before-consent",
        ),
        pytest.param(
            [left("2000")],
            "withdrawal-before-consent",
            ("w",),
            id="withdrawal-of-nothing",
        ),
        pytest.param(
            [signed("2000-12-31")],
            "signature-after-closing",
            ("s", "t"),
            id="signature-after-closing",
        ),
        pytest.param(
            [signed("1999-12-31")],
            "signature-before-opening",
            ("s", "t"),
            id="signature-before-opening",
        ),
    ],
)
def test_what_is_impossible_is_an_error_that_names_both(
    events: list[Event], code: str, names: tuple[str, ...]
) -> None:
    opening = {"opened": "2000-01-01", "closed": "2000-12-30"}

    treaty = opening if code.startswith("signature") else {}
    assert found(*events, **treaty) == [(code, names, "error")]


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([signed("2001"), bound("2001-01-31")], id="perhaps-after"),
        pytest.param(
            [
                signed("2001-02-01", party="SK"),
                bound("2000-01-01", party="SK", instrument="succession"),
            ],
            id="succession-reaches-back",
        ),
        pytest.param(
            [bound("2001"), left("2005"), bound("2010", id="r2")], id="came-back"
        ),
        pytest.param([bound("2000"), left("2001")], id="left"),
        pytest.param(
            [bound("2001", instrument="ratification")], id="no-signature-recorded"
        ),
    ],
)
def test_what_may_be_right_is_no_finding(events: list[Event]) -> None:
    assert found(*events) == []


@pytest.mark.parametrize("when", ["2000-01-01", "2000-12-30", "2000-12", "1999/2000"])
def test_a_signature_that_may_be_in_time_is_no_finding(when: str) -> None:
    assert found(signed(when), opened="2000-01-01", closed="2000-12-30") == []


@pytest.mark.parametrize(
    ("events", "code"),
    [
        pytest.param(
            [signed("2000"), bound("2001", instrument="accession")],
            "accession-by-signatory",
            id="accession-though-signed",
        ),
        pytest.param(
            [signed("2000", party="DE"), bound("2001", instrument="ratification")],
            "ratification-unsigned",
            id="ratification-without-signature",
        ),
    ],
)
def test_what_is_rare_is_a_warning(events: list[Event], code: str) -> None:
    assert [(f[0], f[2]) for f in found(*events)] == [(code, "warning")]


@pytest.mark.parametrize("instrument", ["succession", "ratification"])
def test_no_state_consents_before_it_came_out_of_another(instrument: str) -> None:
    """Slovenia was one before Yugoslavia had ended."""
    for party, when, expected in [
        ("CZ", "1985-10-12", [("early-consent", ("b",), "warning")]),
        ("CZ", "1993-01-01", []),
        ("CZ", "199X", []),
        ("SI", "1992-03-01", []),
        ("UA", "1954-11-15", []),
    ]:
        heir = bound(when, id="b", party=party, instrument=instrument)
        problems = found(heir, bound("1960", id="o"))
        assert [p for p in problems if p[0] == "early-consent"] == expected


def test_a_declared_state_succeeds_to_what_has_ended() -> None:
    old = Party(id="old", name="Old", until="2014-12-31", successors=["new"])
    new = Party(id="new", name="New", kind="state")
    for when, expected in (("2012-01-01", True), ("2015-01-01", False)):
        heir = bound(when, id="b", party="new", instrument="succession")
        tl = Timeline([Treaty(id="t", title="T"), heir], parties=[old, new])
        codes = {problem.code for problem in tl.check()}
        assert ("early-consent" in codes) is expected


EXTENDED = bound("1995", id="e", territory="Sardinia")
SUSPENDED = Suspension(id="e", treaty="t", party="FR", when="1995/..")
RESERVED = Reservation(id="e", treaty="t", party="FR", when="1995-06-01")


@pytest.mark.parametrize("act", [EXTENDED, SUSPENDED, RESERVED])
def test_who_acts_as_a_party_had_consented(act: Event) -> None:
    rows = [("act-without-consent", ("e",), "warning")]
    for consents, expected in [
        ([], rows),
        ([bound("2000", id="b")], rows),
        ([bound("1995-06-01", id="b")], []),
    ]:
        assert found(act, *consents) == expected
    assert not found(act, complete=False)


def test_who_continues_a_state_acts_as_the_party_that_this_was() -> None:
    russian = attrs.evolve(SUSPENDED, party="RU")
    union = bound("1975", id="b", party="SUHH", note="continued by Russia")

    assert not found(russian, union)


def test_a_reservation_is_made_with_the_consent_at_the_latest() -> None:
    acts = signed("1994"), bound("1995-05-31", id="b")

    assert found(RESERVED, *acts) == [("late-reservation", ("e",), "warning")]
    assert not found(RESERVED, acts[0])


def test_who_succeeds_came_out_of_another_state() -> None:
    acts = [
        bound("2000", id=p, party=p, instrument="succession")
        for p in ("FR", "SK", "RU", "SY")
    ]
    assert found(*acts) == [("no-predecessor", ("FR",), "warning")]
    group = bound("2000", party="G7")
    assert found(group) == [("group-as-party", (group.id,), "warning")]


def test_nothing_ends_or_takes_effect_before_the_entry_into_force() -> None:
    code, rule = "before-entry-into-force", EntryIntoForce(2, delay="30 days")
    stated, other = (
        bound("2000", effective="2000-12"),
        bound("2001", id="b", party="IT"),
    )
    early = attrs.evolve(SUSPENDED, when="2000-06-01/..")
    ended = {"terminated": "2000-10", "entry_into_force": rule}
    assert found(stated, other, early, **ended) == [
        (code, ("t",), "warning"),
        (code, ("e", "t"), "warning"),
        (code, ("r", "t"), "warning"),
    ]
    plain = attrs.evolve(stated, effective=None)
    assert not found(plain, other, suspended="2003/..", entry_into_force=rule)


@pytest.mark.parametrize("party", ["", "FR"])
def test_no_provisional_application_begins_after_entry_into_force(party: str) -> None:
    for when, expected in (
        ("2001-06-01/..", [("late-application", ("p", "t"), "warning")]),
        ("1999/..", []),
        (None, []),
    ):
        applied = ProvisionalApplication(
            id="p", treaty="t", party=party, when=when, status="applied"
        )
        acts = bound("2000-01-01"), bound("2000", id="b", party="IT"), applied
        assert found(*acts, entry_into_force=EntryIntoForce(2)) == expected


def test_no_treaty_is_later_than_one_that_is_later() -> None:
    old = Treaty(id="a", title="A", superseded_by="b")
    new = Treaty(id="b", title="B", amends="a")
    for amends, expected in ((None, ()), ("b", (("a", "b"),))):
        events = (attrs.evolve(old, amends=amends), new)
        problems = Timeline(events).check(select="amendment-cycle")
        assert tuple(p.loc for p in problems) == expected


def test_an_accession_needs_no_signature() -> None:
    assert not found(signed("2000", party="DE"), bound("2001", instrument="accession"))


def test_a_signature_need_not_be_reported_on_an_incomplete_timeline() -> None:
    assert found(bound("2001", instrument="ratification"), complete=False) == []
    assert found(left("2000"), complete=False)[0][2] == "warning"


@pytest.mark.parametrize(
    ("rule", "parties", "code"),
    [
        pytest.param(
            {"count": 3}, ["FR", "CA", "EU"], "threshold-too-high", id="count"
        ),
        pytest.param({"count": 3}, [], None, id="open-to-all"),
        pytest.param(
            {"count": 3, "organizations": True},
            ["FR", "CA", "EU"],
            None,
            id="eu-counts",
        ),
        pytest.param(
            {"condition": every("IT")},
            ["FR", "CA"],
            "rule-unsatisfiable",
            id="stranger",
        ),
        pytest.param(
            {"condition": every("parties")}, [], "rule-unsatisfiable", id="all-of-none"
        ),
        pytest.param({"condition": every("parties")}, ["FR"], None, id="all"),
        pytest.param(
            {"condition": every("XYZW")}, [], "unknown-party", id="unknown-code"
        ),
        pytest.param(
            {"condition": share("55%", {"FR": 1, "IT": 2})},
            ["FR", "CA"],
            "threshold-too-high",
            id="weights",
        ),
        pytest.param(
            {"condition": share("55%", {"FR": 1, "IT": 2})},
            ["FR", "IT"],
            None,
            id="enough-weight",
        ),
        pytest.param(
            {"condition": at_least(3, of=["RU", "SUHH", "FR"])},
            [],
            "threshold-too-high",
            id="one-state-by-two-names",
        ),
        pytest.param(
            {"condition": share("2/3", of=["FR", "IT", "DE"])},
            ["FR", "CA"],
            "threshold-too-high",
            id="share-of-strangers",
        ),
        pytest.param(
            {"condition": share("majority", of=["FR", "IT", "DE"])},
            ["FR", "DE"],
            None,
            id="majority",
        ),
        pytest.param(
            {"condition": share("1/2", of="parties", besides=["FR", "CA"])},
            ["FR", "CA"],
            "threshold-too-high",
            id="nobody-left",
        ),
        pytest.param(
            {"condition": in_force("u") & (at_least(3) | every("IT"))},
            ["FR", "CA"],
            ["rule-unsatisfiable", "threshold-too-high"],
            id="both-alternatives",
        ),
        pytest.param(
            {"condition": unless(at_least(3)) & every("FR")}, ["FR"], None, id="unless"
        ),
    ],
)
def test_a_rule_must_be_within_the_reach_of_those_who_can_become_party(
    rule: dict[str, object], parties: list[str], code: str | list[str] | None
) -> None:
    clause = EntryIntoForce(**rule)  # type: ignore[arg-type]

    other = Treaty(id="u", title="U")
    problems = found(other, entry_into_force=clause, parties=parties)
    codes = [code] if isinstance(code, str) else code or []
    assert [f[0] for f in problems] == codes
    assert {f[2] for f in problems} <= {"error", "warning"}


def test_a_window_that_closes_before_the_treaty_opens_is_found() -> None:
    rule = EntryIntoForce(at_least(1, by="2000-12-31"))

    assert found(entry_into_force=rule, opened="2001") == [
        ("rule-unsatisfiable", ("t",), "error")
    ]
    assert found(entry_into_force=rule, opened="2000") == []


@pytest.mark.parametrize(
    ("rule", "own", "expected"),
    [
        (EntryIntoForce(at_least(1, after="2005-01-01")), {}, ("t",)),
        (EntryIntoForce(at_least(1, after="2003-01-01")), {}, None),
        (EntryIntoForce(in_force("u", after="2002-01-01")), {}, ("t", "u")),
        (EntryIntoForce(in_force("u")), {"opened": "2002"}, ("t", "u")),
        (EntryIntoForce(in_force("u")), {}, None),
        (EntryIntoForce(fixed="1999-01-01"), {"opened": "2000"}, ("t",)),
        (EntryIntoForce(2, fixed="2000-01-01"), {"opened": "2000"}, None),
    ],
)
def test_a_rule_that_waits_for_a_day_that_never_comes_is_found(
    rule: EntryIntoForce, own: dict[str, Any], expected: tuple[str, ...] | None
) -> None:
    other = Treaty(id="u", title="U", in_force="1999-01-01", terminated="2001-06-30")
    problems = found(other, entry_into_force=rule, terminated="2004-01-01", **own)

    wanted = ("rule-unsatisfiable", expected, "error")
    assert problems == ([wanted] if expected else [])


def test_a_part_that_cannot_be_met_beside_one_that_can_is_a_warning() -> None:
    rule = EntryIntoForce(every("IT") | every("FR") & at_least(1))

    assert found(entry_into_force=rule, parties=["FR"]) == [
        ("rule-unsatisfiable", ("t",), "warning")
    ]


@pytest.mark.parametrize("condition", [in_force("t"), at_least(2) & in_force("t")])
def test_a_treaty_that_waits_for_itself_says_so(condition: Condition) -> None:
    [problem] = Timeline(
        [Treaty(id="t", title="T", entry_into_force=EntryIntoForce(condition))]
    ).check(select="requirement-cycle")

    assert problem.message.startswith("t waits for its own entry into force")


def test_parties_that_are_merely_not_listed_yet_are_a_warning() -> None:
    rule = EntryIntoForce(count=3)

    assert found(entry_into_force=rule, parties=["FR"], complete=False)[0][2] == (
        "warning"
    )


def test_treaties_that_wait_for_each_other_are_found() -> None:
    def waits(name: str, *others: str) -> Treaty:
        rule = EntryIntoForce(count=1, requires=others)
        return Treaty(id=name, title=name, entry_into_force=rule)

    timeline = Timeline(
        [
            waits("a", "b"),
            waits("b", "c", "d"),
            waits("c", "a"),
            Treaty(id="d", title="D"),
            waits("e", "b"),
        ]
    )

    (cycle,) = (p for p in timeline.check() if p.code == "requirement-cycle")
    assert sorted(cycle.loc) == ["a", "b", "c"]
    assert cycle.severity == "error"


def test_a_stated_day_that_the_rule_does_not_give_is_shown_beside_it() -> None:
    rule = EntryIntoForce(count=1, delay="90 days")
    act = bound("2001-01-01")

    assert found(act, entry_into_force=rule, in_force="2001-04-01") == []
    assert found(act, entry_into_force=rule, in_force="2001-05-01") == [
        ("entry-into-force-differs", ("t",), "warning")
    ]
    assert found(act, entry_into_force=rule, in_force="2001-04") == []
    agreed = attrs.evolve(rule, or_agreed_date=True)
    assert found(act, entry_into_force=agreed, in_force="2001-05-01") == []
    assert found(act, entry_into_force=rule, in_force="2001-04/..") == []


def test_a_stated_day_before_that_of_the_rule_is_shown_beside_it() -> None:
    acts = bound("2016-01-11"), bound("2016-02-02", id="b", party="DE")
    rule = EntryIntoForce(2, delay="30 days")
    rows = found(*acts, entry_into_force=rule, in_force="2016-01-20")

    assert rows == [("entry-into-force-differs", ("t",), "warning")]


def test_entry_into_force_before_any_signature_is_rare_but_legal() -> None:
    assert found(signed("2001"), in_force="2000") == [
        ("in-force-before-signature", ("t",), "warning")
    ]
    assert found(signed("2001"), in_force="2001") == []


@pytest.mark.parametrize("stance", [None, "alleges", "denies"])
def test_what_is_denied_or_only_alleged_contradicts_nothing(stance: str | None) -> None:
    said: Any = {"treaty": "t", "sources": [cite("a", stance=stance)]}
    made = Reservation(id="v", party="US", when="2002", **said)
    said["sources"] = [cite("a")]
    events = [
        Treaty(id="t", title="T", complete=True, opened="2001", closed="2001"),
        signed("2003", sources=[cite("a", stance=stance)]),
        bound("2002", instrument="accession"),
        bound("2004", id="r2", sources=[cite("a", stance=stance)]),
        Withdrawal(id="w", treaty="t", party="DE", when="2001", sources=made.sources),
        Reservation(id="v0", party="US", when="2002", **said),
        made,
        Objection(id="o", to="v", party="IT", when="2001"),
        Objection(id="o2", to="v0", party="IT", when="2009", sources=made.sources),
    ]
    codes = {
        problem.code
        for problem in Timeline(events, [Source(id="a")]).check()
        if problem.code not in {"no-source", "id-contradicts-date"}
    }
    expected = {
        "signature-after-closing",
        "consent-before-signature",
        "accession-by-signatory",
        "withdrawal-before-consent",
        "objection-too-early",
        "objection-too-late",
    }
    assert expected & codes == (expected if stance is None else set())
