"""Who is bound, whether it is in force, and what is missing: answers with bounds."""

from __future__ import annotations

import itertools
import pickle
import random
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import (
    Certainty,
    Citation,
    EntryIntoForce,
    ParliamentaryStep,
    Party,
    ProvisionalApplication,
    Ratification,
    Signature,
    Source,
    Timeline,
    Treaty,
    Weights,
    When,
    Withdrawal,
    at_least,
    cite,
    every,
    in_force,
    share,
    unless,
)
from timeline.api.answers import TreatyStatus
from timeline.errors import InvalidError, ReferencedError, UnknownIdError
from timeline.records.event import Event
from timeline.treaties.acts import days_of

YES, MAYBE, NO = Certainty.YES, Certainty.MAYBE, Certainty.NO
MAJORITY = share("majority", of="signatories")
CETA = EntryIntoForce(
    every("parties"), delay="first of 2nd month after", or_agreed_date=True
)


def signed(party: str, when: str | None = "2016-10-30") -> Signature:
    return Signature(id=f"s-{party}", treaty="t", party=party, when=when)


def bound(party: str, when: str | None = None, **more: object) -> Ratification:
    more = {"id": f"r-{party}", "status": "deposited", **more}
    return Ratification(treaty="t", party=party, when=when, **more)  # type: ignore[arg-type]


def pending(party: str) -> Ratification:
    return bound(party, id=f"p-{party}", status="pending")


def status(
    *events: Event,
    on: str = "2025-03-17",
    rule: EntryIntoForce | None = None,
    sources: tuple[Source, ...] = (),
    **treaty: object,
) -> TreatyStatus:
    treaty = {"complete": True, "entry_into_force": rule, **treaty}
    about = Treaty(id="t", title="A treaty", **treaty)  # type: ignore[arg-type]
    return Timeline([about, *events], sources).treaty("t", on)


def count(number: int, delay: str = "0 days", **more: object) -> EntryIntoForce:
    return EntryIntoForce(count=number, delay=delay, **more)  # type: ignore[arg-type]


def shown(when: When | None) -> str | None:
    return None if when is None else str(when)


# -- who stands how ---------------------------------------------------------------


def test_everyone_is_listed_by_what_is_reported() -> None:
    t = status(
        *(signed(party) for party in ("CA", "FR", "IT", "GB", "US")),
        bound("CA", "2017-05-16"),
        pending("FR"),
        bound("GB", "2017"),
        Withdrawal(id="w", treaty="t", party="GB", when="2019", effective="2020-01-31"),
        bound("NO", "2018-01-01", instrument="accession"),
        parties=["FR", "CA", "MT"],
        rule=count(2),
    )

    assert t.signatories == ("FR", "CA", "IT", "GB", "US")
    assert t.parties == ("CA", "NO")
    assert t.pending == ("FR",)
    assert t.not_reported == ("MT", "IT", "US")
    assert t.outstanding == ("FR", "MT", "IT", "US")
    assert t.withdrawn == t.former == ("GB",)
    assert t.perhaps == ()
    assert "withdrawn on 31 Jan 2020" in t.table()
    assert t["Norway"].act == bound("NO", "2018-01-01", instrument="accession")
    assert shown(t["NO"].since) == "2018-01-01"
    assert shown(t["CA"].signed) == "2016-10-30"
    assert shown(t["CA"].deposited) == "2017-05-16"
    assert [row.party for row in t] == ["FR", "CA", "MT", "IT", "NO", "GB", "US"]


def test_nobody_is_outstanding_on_whom_nothing_is_reported() -> None:
    t = status(pending("FR"), parties=["CA", "FR"], complete=False)

    assert t.outstanding == ("FR",)
    assert t.not_reported == ("CA",)
    assert t["DE"].state == "no action reported"


def test_a_deposit_that_comes_later_is_not_there_yet() -> None:
    t = status(bound("FR", "2026-01-01"), rule=count(1), on="2025-12-31")

    assert t["FR"].state == "no action reported"
    assert t.pending == t.outstanding == ("FR",)
    assert t.in_force is NO
    assert status(bound("FR", "2026-01-01"), rule=count(1), on="2026-01-01").parties


def test_a_party_is_bound_from_the_later_of_the_treaty_s_day_and_its_own() -> None:
    """Vienna Convention on the Law of Treaties, article 24."""
    t = status(
        bound("CA", "2020-01-31"),
        bound("FR", "2020-02-10"),
        bound("IT", "2020-11-30"),
        bound("BA", "2021-01-01", instrument="succession"),
        bound("DE", "2022-01-01", effective="2022-01-01"),
        rule=count(2, "3 months"),
        opened="2019",
    )

    since = {row.party: shown(row.since) for row in t}
    assert since["CA"] == since["FR"] == "2020-05-10"
    assert since["IT"] == "2021-02-28"
    assert since["BA"] == "[2020-05-10..2021-04-01]"
    assert since["DE"] == "2022-01-01"
    assert all(row.bound is YES for row in t)


def test_two_consents_of_one_party_count_once() -> None:
    t = status(bound("CA", "2001"), bound("CA", "2002", id="again"), rule=count(2))

    assert t.needed.count == 1


def test_all_parties_of_an_unknown_circle_never_are() -> None:
    assert status(bound("CA", "2017"), rule=CETA).in_force is NO
    assert status(bound("CA", "2017"), rule=CETA, complete=False).in_force is MAYBE


def test_a_share_of_what_nobody_weighs_is_a_maybe() -> None:
    t = status(
        bound("CA", "2016-10-05"),
        rule=EntryIntoForce(1 & share("55%", "emissions"), delay="30 days"),
    )

    assert t.in_force is MAYBE
    assert "a share of emissions, whose total is not reported" in t.sentences()[2]


def test_later_parties_may_have_a_delay_of_their_own() -> None:
    rule = count(1, "90 days", each="30 days")
    t = status(bound("CA", "2020-01-01"), bound("FR", "2021-01-01"), rule=rule)

    assert shown(t["CA"].since) == "2020-03-31"
    assert shown(t["FR"].since) == "2021-01-31"


def test_without_a_rule_a_stated_day_bounds_what_binds_each() -> None:
    t = status(bound("CA", "2020-01-01"), bound("FR"), in_force="2019-05-01")

    assert t.state == "in force"
    assert shown(t["CA"].since) == "[2020-01-01..]"
    assert t["CA"].bound is MAYBE
    assert t.perhaps == ("FR",)
    assert t["FR"].bound is MAYBE


def test_consent_to_a_treaty_not_in_force_binds_nobody_yet() -> None:
    t = status(bound("CA", "2020-01-01"), rule=count(2))

    assert t.parties == ("CA",)
    assert t["CA"].since is None
    assert t["CA"].bound is NO
    assert t["FR"].bound is NO


def test_who_left_and_came_back_is_a_party_again() -> None:
    t = status(
        bound("CA", "2000-01-01"),
        Withdrawal(id="w", treaty="t", party="CA", when="2010", effective="2011-01-01"),
        bound("CA", "2015-01-01", id="again"),
        rule=count(1),
    )

    assert t.parties == ("CA",)
    assert t.withdrawn == t.former == ()
    assert t["CA"].act is not None
    assert t["CA"].act.id == "again"


def test_notice_to_leave_does_not_free_anybody_before_it_takes_effect() -> None:
    events = (
        bound("CA", "2000-01-01"),
        Withdrawal(id="w", treaty="t", party="CA", when="2019", effective="2020-06-30"),
    )
    before = status(*events, rule=count(1), on="2020-06-29")
    after = status(*events, rule=count(1), on="2020-06-30")

    assert (before.parties, before.withdrawn, before.former) == (("CA",), ("CA",), ())
    assert (after.parties, after.withdrawn, after.former) == ((), ("CA",), ("CA",))


def test_when_a_withdrawal_takes_effect_is_not_guessed() -> None:
    events = (
        bound("CA", "2000-01-01"),
        Withdrawal(id="w", treaty="t", party="CA", when="2019-06-01"),
    )

    assert status(*events, rule=count(1)).perhaps == ("CA",)
    before = status(*events, rule=count(2))
    assert (before.former, before.withdrawn) == ((), ("CA",))
    assert before["CA"].took_back.definitely
    assert before["CA"].state == "no action reported"


def test_a_withdrawal_of_unknown_date_leaves_a_maybe() -> None:
    left = Withdrawal(id="w", treaty="t", party="CA", status="notified")
    t = status(bound("CA", "2000-01-01"), bound("FR", "2001"), left, rule=count(1))

    assert t.perhaps == ("CA",)
    assert t.parties == ("FR",)
    assert t["CA"].withdrawal == left


def test_a_withdrawal_that_was_taken_back_changes_nothing() -> None:
    back = Withdrawal(id="w", treaty="t", party="CA", when="2016", status="revoked")

    assert status(bound("CA", "2000-01-01"), back, rule=count(1)).parties == ("CA",)


# -- domestic votes and provisional application ------------------------------------


def test_a_vote_at_home_is_shown_and_moves_nothing() -> None:
    vote = ParliamentaryStep(
        id="v",
        treaty="t",
        party="FR",
        body="Senate",
        status="rejected",
        when="2024-03-21",
        result="211 to 44",
    )
    with_vote = status(signed("FR"), pending("FR"), vote, rule=CETA, parties=["FR"])
    without = status(signed("FR"), pending("FR"), rule=CETA, parties=["FR"])

    assert with_vote["FR"].steps == (vote,)
    assert with_vote.outstanding == without.outstanding == ("FR",)
    assert with_vote.state == without.state
    assert "Senate: rejected 211 to 44, 21 Mar 2024" in with_vote.table()


@pytest.mark.parametrize(
    ("when", "state", "applied"),
    [
        pytest.param("2017-09-21/..", "applied", YES, id="goes-on"),
        pytest.param("2017-09-21", "applied", YES, id="since-that-day"),
        pytest.param("2026/..", "applied", NO, id="not-yet"),
        pytest.param("2025-03/..", "applied", MAYBE, id="some-day-that-month"),
        pytest.param("2017-09-21/2020-01-01", "ended", NO, id="over"),
        pytest.param("2017-09-21/2025-03-17", "ended", YES, id="until-that-day"),
        pytest.param("2017-09-21/", "notified", MAYBE, id="end-unknown"),
        pytest.param(None, "applied", MAYBE, id="undated"),
        pytest.param("2017-09-21/..", "revoked", NO, id="revoked"),
    ],
)
def test_a_treaty_is_applied_provisionally_while_its_span_lasts(
    when: str | None, state: str, applied: Certainty
) -> None:
    application = ProvisionalApplication(id="p", treaty="t", when=when, status=state)
    t = status(application, rule=count(1))

    assert t.applied is applied
    assert t.applications == ((application,) if applied.possibly else ())
    assert t.state == "not in force"


def test_what_all_apply_provisionally_is_not_in_force_yet() -> None:
    """Vienna Convention on the Law of Treaties, article 25."""
    by_all = ProvisionalApplication(
        id="p", treaty="t", when="2017-09-21/..", status="applied"
    )
    by_one = ProvisionalApplication(
        id="p", treaty="t", party="ES", when="2017-09-21/..", status="applied"
    )

    assert status(by_all).in_force is NO
    assert status(by_one).in_force is MAYBE
    assert status(bound("CA", "2001"), by_all, rule=count(1)).in_force is YES


@pytest.mark.parametrize("party", ["", "ES"])
def test_what_is_applied_provisionally_is_presumed_to_be_so_still(party: str) -> None:
    applied = ProvisionalApplication(
        id="p", treaty="t", party=party, when="2017-09-21/..", status="applied"
    )
    pending = bound("DE", status="pending", sources=["s"])
    rule = EntryIntoForce(every("CA", "DE"))
    treaty = Treaty(id="t", title="T", entry_into_force=rule)
    source = Source(id="s", title="S", as_of="2024-08")
    t = Timeline([treaty, pending, applied], [source]).treaty("t", on="2025-03-17")

    assert (t.in_force, t.applied) == (MAYBE, YES)
    assert t.sentences()[-1].startswith("Applied provisionally")


# -- entry into force --------------------------------------------------------------


def test_a_trigger_is_a_day_with_all_its_deposits() -> None:
    t = status(
        bound("CA", "2002-01-01"),
        *(bound(party, "2002-04-11") for party in ("FR", "IT", "GB")),
        bound("US", "2002-05-01"),
        rule=count(3, "60 days, then first of next month"),
    )

    assert shown(t.trigger) == "2002-04-11"
    assert [act.party for act in t.deposits] == ["FR", "GB", "IT"]
    assert shown(t.entry_into_force) == shown(t.by_rule) == "2002-07-01"
    assert t.needed.nothing


def test_all_conditions_must_hold_on_one_day() -> None:
    weights = Weights(of="emissions", parties={"RU": 60, "CA": 40})
    rule = EntryIntoForce(2 & share("55%", weights), delay="90 days")
    without = status(bound("CA", "2002-01-01"), bound("FR", "2002-02-01"), rule=rule)
    with_russia = without.what_if("Russia", "2004-11-18")

    assert without.in_force is NO
    assert without.needed.count == 0
    assert "15% more of the emissions" in without.sentences()[1]
    assert shown(with_russia.trigger) == "2004-11-18"
    assert shown(with_russia.entry_into_force) == "2005-02-16"


def test_named_parties_and_a_majority_of_the_other_signatories() -> None:
    """Charter of the United Nations, article 110 (3)."""
    rule = EntryIntoForce(
        every("CN", "FR") & share("majority", of="signatories", besides=["CN", "FR"])
    )
    names = ("CN", "FR", "CA", "NO", "NL")
    events = [signed(party, "1945-06-26") for party in names]
    some = [bound(party, "1945-08-01") for party in ("CN", "FR", "CA")]
    t = status(*events, *some, rule=rule, on="1946-01-01")

    assert t.in_force is NO
    said = "1 more of the signatories other than China and France"
    assert str(t.needed) == said
    assert str(t.what_if("NL", "1945-10-24").needed) == "nothing"
    assert said in t.sentences()[1]
    assert t.what_if("NL", "1945-10-24").state == "in force"


def test_organisations_are_not_counted_on_top_of_their_members() -> None:
    events = (bound("FR", "2016-10-04"), bound("EU", "2016-10-05"))

    assert status(*events, rule=count(2)).needed.count == 1
    assert status(*events, rule=count(2, organizations=True)).in_force is YES
    assert status(*events, rule=CETA, parties=["FR", "EU"]).in_force is YES


def test_an_organisation_is_no_signatory_of_which_a_majority_counts() -> None:
    rule = EntryIntoForce(MAJORITY)
    events = [signed(party) for party in ("CA", "FR", "EU", "UN", "NATO")]

    assert str(status(*events, rule=rule).needed) == "2 more of the signatories"


def test_a_day_beyond_those_that_can_be_written_is_left_open() -> None:
    t = status(bound("CA", "9999-12-31"), rule=count(1, "1 year"), on="9999-12-31")

    assert shown(t.entry_into_force) == "[9999-12-31..]"


def test_a_fixed_date_waits_for_nobody_but_those_who_must_have_come() -> None:
    """Montreal Protocol, article 16: on 1 January 1989, or 90 days after."""
    rule = count(1, "90 days", fixed="1989-01-01")

    in_time = status(bound("CA", "1988-10-17"), rule=rule)
    late = status(bound("CA", "1989-03-01"), rule=rule)
    assert shown(in_time.entry_into_force) == "1989-01-01"
    assert shown(late.entry_into_force) == "1989-05-30"
    assert status(rule=EntryIntoForce(fixed="1989-01-01")).in_force is YES


def test_not_before_holds_a_treaty_back() -> None:
    rule = count(1, "180 days", not_before="1995-01-13")

    early = status(bound("CA", "1993-02-01"), rule=rule)
    assert shown(early.entry_into_force) == "1995-01-13"
    assert status(bound("CA", "1993-02-01"), rule=rule, on="1995-01-12").in_force is NO


def parent_and_child(child: EntryIntoForce, parent: EntryIntoForce) -> Timeline:
    return Timeline(
        [
            Treaty(id="t", title="Child", complete=True, entry_into_force=child),
            Treaty(id="parent", title="P", complete=True, entry_into_force=parent),
            bound("CA", "2000-01-01"),
            Ratification(id="x", treaty="parent", party="CA", when="2001-01-01"),
        ]
    )


def test_a_protocol_waits_for_the_treaty_it_belongs_to() -> None:
    waits = count(1, "90 days", requires=["parent"])
    after = EntryIntoForce(in_force("parent"), delay="1 month")
    fixed = EntryIntoForce(1 & in_force("parent"), delay="90 days", fixed="2000-06-01")

    for rule, day in (
        (waits, "2001-01-01"),
        (after, "2001-02-01"),
        (fixed, "2001-04-01"),
    ):
        t = parent_and_child(rule, count(1)).treaty("t", "2025-01-01")
        assert shown(t.entry_into_force) == day
    never = parent_and_child(waits, count(2)).treaty("t", "2025-01-01")
    assert never.in_force is NO
    assert "parent in force" in str(never.needed)
    assert "P in force" in never.sentences()[1]


def test_treaties_that_wait_for_each_other_never_enter_into_force() -> None:
    circle = parent_and_child(
        count(1, requires=["parent"]), count(1, requires=["t"])
    ).treaties("2025-01-01")

    assert [t.in_force for t in circle.values()] == [NO, NO]


def test_a_circle_of_treaties_ends_where_a_day_is_stated() -> None:
    rules = {"a": ["d", "b"], "b": ["c", "d"], "c": ["a"], "d": []}
    treaties = [
        Treaty(
            id=name,
            title=name,
            complete=True,
            in_force="2001-01-01" if name == "a" else None,
            entry_into_force=EntryIntoForce(
                reduce(and_, map(in_force, requires)) if requires else None,
                or_agreed_date=True,
            ),
        )
        for name, requires in rules.items()
    ]
    found = Timeline(treaties).treaties("2025-01-01")

    assert found["a"].in_force is found["c"].in_force is YES
    assert found["d"].in_force is NO


def test_a_long_chain_of_treaties_is_followed_to_its_end() -> None:
    chain = [
        Treaty(
            id=f"t{at}",
            title="T",
            complete=True,
            in_force="2001-01-01" if at == 2000 else None,
            entry_into_force=EntryIntoForce(in_force(f"t{at + 1}"))
            if at < 2000
            else None,
        )
        for at in range(2001)
    ]

    assert Timeline(chain).treaty("t0", "2025-01-01").in_force is YES


def test_whether_a_treaty_without_a_rule_or_acts_is_in_force_is_a_maybe() -> None:
    tl = Timeline(
        [
            Treaty(id="parent", title="P"),
            Treaty(
                id="t",
                title="T",
                complete=True,
                entry_into_force=count(1, requires=["parent"]),
            ),
            bound("CA", "2001"),
        ]
    )

    assert tl.treaty("t", "2025-01-01").in_force is MAYBE


def test_a_rule_can_require_only_treaties() -> None:
    rule = count(1, requires=["m"])
    meeting = Event(id="m", title="M")
    tl = Timeline([meeting, Treaty(id="t", title="T", entry_into_force=rule)])

    with pytest.raises(InvalidError, match="which is not a treaty of this timeline"):
        tl.treaty("t", "2025-01-01")
    with pytest.raises(InvalidError, match="invalid id 5"):
        tl.treaty(5, "2025-01-01")  # type: ignore[arg-type]


def test_what_is_stated_beats_the_rule_and_both_are_shown() -> None:
    t = status(bound("CA", "2000-01-01"), rule=count(1), in_force="2000-03-01")

    assert shown(t.entry_into_force) == "2000-03-01"
    assert shown(t.by_rule) == "2000-01-01"
    assert "In force since 1 Mar 2000, as stated." in t.sentences()
    assert t.needed.nothing


@pytest.mark.parametrize(
    ("stated", "state", "in_force"),
    [
        pytest.param({"terminated": "2019-08-02"}, "terminated", NO, id="ended"),
        pytest.param({"terminated": "2026"}, "in force", YES, id="ends-later"),
        pytest.param({"terminated": "2025"}, "not determined", MAYBE, id="this-year"),
        pytest.param({"suspended": "2023-02-21/.."}, "suspended", YES, id="suspended"),
        pytest.param({"suspended": "2020/2021"}, "in force", YES, id="resumed"),
        pytest.param({"suspended": "2020/"}, "in force", YES, id="unknown"),
    ],
)
def test_suspension_and_termination_are_stated(
    stated: dict[str, str], state: str, in_force: Certainty
) -> None:
    t = status(bound("CA", "2000-01-01"), rule=count(1), **stated)  # type: ignore[arg-type]

    assert (t.state, t.in_force) == (state, in_force)


def test_a_treaty_without_a_rule_may_be_in_force() -> None:
    t = status(pending("FR"), parties=["CA", "FR"], complete=False)

    assert t.in_force is MAYBE
    assert t.entry_into_force is None
    assert t.sentences()[0] == "No rule of entry into force is reported."


def test_an_agreed_date_is_stated_or_unknown() -> None:
    agreed = EntryIntoForce(or_agreed_date=True)

    assert status(rule=agreed).in_force is NO
    assert status(rule=agreed, complete=False).in_force is MAYBE
    assert status(rule=agreed, in_force="2001").in_force is YES


# -- what is not reported ----------------------------------------------------------


def test_parties_on_whom_nothing_is_reported_make_it_a_maybe() -> None:
    reported = (bound("CA", "2017-05-16"),)

    t = status(*reported, rule=CETA, parties=["CA", "FR"], complete=False)
    assert t.in_force is MAYBE
    assert t.state == "not determined"
    complete = status(*reported, rule=CETA, parties=["CA", "FR"])
    assert complete.in_force is NO


def test_one_party_known_to_be_missing_is_enough_for_a_no() -> None:
    t = status(pending("FR"), rule=CETA, parties=["CA", "EU", "FR"], complete=False)

    assert t.in_force is NO
    assert t.outstanding == ("FR",)


def test_enough_deposits_are_enough_even_if_others_are_not_reported() -> None:
    t = status(bound("CA", "2017-05-16"), rule=count(1), complete=False)

    assert t.in_force is YES
    assert shown(t.entry_into_force) == "[..2017-05-16]"


def test_nobody_deposits_before_a_treaty_is_opened() -> None:
    t = status(
        bound("CA", "2017-05-16"),
        rule=count(1),
        complete=False,
        parties=["CA", "FR"],
        opened="2017-01-01",
    )

    assert shown(t.entry_into_force) == "[2017-01-01..2017-05-16]"


def test_a_status_without_a_date_is_as_old_as_its_source() -> None:
    tracker = Source(id="tracker", published="2024-08-31")
    done = bound("ES", None, sources=["tracker"])

    late = status(done, rule=count(1), sources=(tracker,))
    early = status(done, rule=count(1), sources=(tracker,), on="2020-01-01")
    assert late.parties == ("ES",)
    assert shown(late["ES"].deposited) == "[..2024-08-31]"
    assert shown(late.entry_into_force) == "[..2024-08-31]"
    assert early.perhaps == ("ES",)
    assert early.in_force is MAYBE
    assert late.as_at is None
    assert str(late).endswith("; status as at a day that no source gives")


def test_a_disputed_act_says_so_in_the_table() -> None:
    page = Source(id="page")
    done = bound("ES", "2024-01-05", sources=[cite("page", stance="denies")])

    table = status(done, rule=count(1), sources=(page,)).table()
    assert "└ consent of Spain to be bound: [1] denies that it took place" in table


def test_a_treaty_is_as_at_the_day_of_its_source_as_it_is_stated() -> None:
    page = Source(id="page", as_of="2025-09")
    done = bound("ES", "2024-01-05", sources=["page"])

    late = status(done, rule=count(1), sources=(page,), on="2026-01-01")
    assert str(late).endswith("; status as at Sep 2025")


def test_a_source_s_own_day_counts_before_its_date_of_publication() -> None:
    source = Source(id="s", published="2024-08-31", as_of="2023-01-01")
    done = bound("ES", None, sources=["s"])

    assert shown(status(done, rule=count(1), sources=(source,)).as_at) == ("2023-01-01")


def test_where_a_source_s_own_day_is_open_its_date_of_publication_bounds_it() -> None:
    source = Source(id="s", published="2024-08-31", as_of="not-before:2023-01-01")
    done = bound("ES", None, sources=["s"])

    assert shown(status(done, sources=(source,))["ES"].deposited) == "[..2024-08-31]"


@pytest.mark.parametrize(
    ("act", "as_at"),
    [
        (Signature(id="a", treaty="t", party="FR", when="2012-05-01"), "2012-05-01"),
        (bound("FR", None), "2010-01-01"),  # done at some day until then
        (pending("FR"), "2024-08-31"),
        (
            ProvisionalApplication(
                id="a", treaty="t", when="2012-05-01/..", status="applied"
            ),
            "2024-08-31",
        ),
        (bound("FR", sources=[cite("page", status="pending")]), "2024-08-31"),
    ],
)
def test_the_page_of_an_act_says_nothing_of_what_others_have_done_since(
    act: Event, as_at: str
) -> None:
    page, rule = Source(id="page", published="2024-08-31"), count(2)
    told = act if act.sources else attrs.evolve(act, sources=["page"])
    adopted: Any = {"rule": rule, "sources": (page,), "when": "2010-01-01"}

    t = status(told, **adopted, on="2020-01-01")
    assert shown(t.as_at) == as_at
    assert t.in_force is (NO if as_at > "2020" else MAYBE)
    early = status(told, **adopted, on="2009-01-01")
    assert early.in_force is NO  # nobody consents before it is adopted


def test_since_when_a_status_holds_dates_the_act() -> None:
    done = bound("ES", None, since="2019-05-01")

    assert status(done, rule=count(1)).parties == ("ES",)


def test_a_source_that_a_part_of_a_timeline_lacks_dates_nothing() -> None:
    treaty = Treaty(id="t", title="T", complete=True)
    part = Timeline([treaty, bound("ES", None, sources=["gone"])], partial=True)

    assert part.treaty("t", "2025-01-01").perhaps == ("ES",)


# -- bounds against brute force ----------------------------------------------------

days = st.integers(0, 8)
spans = st.tuples(days, st.integers(0, 2)).map(lambda span: [span[0], sum(span)])


def day(number: int) -> str:
    return str(date.fromordinal(date(2020, 1, 20).toordinal() + number))


def between(first: int, last: int) -> str:
    return f"[{day(first)}..{day(last)}]" if first < last else day(first)


@given(
    st.lists(spans, min_size=1, max_size=3),
    st.one_of(st.none(), spans),
    st.integers(1, 3),
    st.sampled_from(["0 days", "12 days", "first of 1st month after", "1 month"]),
)
def test_the_bounds_are_exactly_what_all_possible_dates_give(
    deposits: list[list[int]], left: list[int] | None, need: int, delay: str
) -> None:
    """Try each combination of days: the bounds are the extremes, not merely sound."""
    parties = ["CA", "FR", "IT"][: len(deposits)]
    rule = count(need, delay)

    def answer(days: list[str], gone: str | None) -> TreatyStatus:
        acts: list[Event] = [bound(p, d) for p, d in zip(parties, days, strict=True)]
        if gone:
            acts.append(
                Withdrawal(id="w", treaty="t", party="CA", when=gone, effective=gone)
            )
        return status(*acts, rule=rule, on="2021-01-01")

    gone = [None] if left is None else [day(d + 11) for d in left]  # after any deposit
    worlds = []
    for *chosen, leaves in itertools.product(
        *(range(first, last + 1) for first, last in deposits), gone
    ):
        acts = [day(int(d)) for d in chosen if isinstance(d, int)]
        entry = answer(acts, str(leaves) if leaves else None).entry_into_force
        worlds.append(days_of(entry).first if entry else None)
    span = None if left is None else between(left[0] + 11, left[1] + 11)
    reported = answer([between(*d) for d in deposits], span)

    if worlds[0] is None:
        assert reported.entry_into_force is None
        assert reported.in_force is NO
    else:
        found = [world for world in worlds if world is not None]
        bounds = days_of(reported.entry_into_force)
        assert (bounds.first, bounds.last) == (min(found), max(found))


STAYS = st.lists(spans, min_size=1, max_size=3)  # came, left, came again


def acts_of(party: str, dates: list[str]) -> list[Event]:
    return [
        Withdrawal(id=f"w{at}{party}", treaty="t", party=party, when=on, effective=on)
        if at % 2
        else bound(party, on, id=f"c{at}{party}")
        for at, on in enumerate(dates)
    ]


@given(
    st.lists(STAYS, min_size=1, max_size=2),
    st.lists(spans, max_size=2),
    st.sampled_from([count(1), count(2), EntryIntoForce(MAJORITY)]),
    st.integers(0, 9),
)
def test_nothing_is_certain_that_possible_dates_contradict(
    stays: list[list[list[int]]],
    signatures: list[list[int]],
    rule: EntryIntoForce,
    on: int,
) -> None:
    """Parties come, leave and come again, on days that are not known exactly."""
    parties = ("CA", "FR")[: len(stays)]

    def answer(dates: list[list[str]], signed_on: list[str]) -> TreatyStatus:
        acts = [a for p, d in zip(parties, dates, strict=True) for a in acts_of(p, d)]
        acts += [signed(p, d) for p, d in zip(("IT", "FR"), signed_on, strict=False)]
        return status(*acts, rule=rule, on=day(on))

    reported = answer(
        [[between(*span) for span in one] for one in stays],
        [between(*span) for span in signatures],
    )
    choices = [range(first, last + 1) for one in stays for first, last in one]
    choices += [range(first, last + 1) for first, last in signatures]
    for chosen in itertools.product(*choices):
        left = list(chosen)
        dates = [[left.pop(0) for _ in one] for one in stays]
        if any(a >= b for one in dates for a, b in itertools.pairwise(one)):
            continue  # nobody leaves before it came
        world = answer([list(map(day, one)) for one in dates], list(map(day, left)))
        for said, so in (
            (reported.in_force, world.in_force),
            *((reported[party].bound, world[party].bound) for party in parties),
        ):
            assert said in {so, MAYBE}
        for party in parties:
            assert reported[party].consent in {world[party].consent, MAYBE}
        if world.entry_into_force:
            bounds, entry = map(
                days_of, (reported.entry_into_force, world.entry_into_force)
            )
            assert bounds.first <= entry.first
            assert bounds.last is None or entry.first <= bounds.last


def test_who_may_have_come_back_after_it_left_is_not_surely_gone() -> None:
    t = status(
        bound("FR", "2001-02", id="r1"),
        Withdrawal(
            id="w", treaty="t", party="FR", when="2001-08-08", effective="2001-09"
        ),
        bound("FR", "2001-09-09", id="r2"),
        rule=count(1),
    )

    assert t["FR"].state == "not determined"
    assert t["FR"].bound is MAYBE


def test_who_came_once_left_after_it_came() -> None:
    t = status(
        bound("FR", "2001"),
        Withdrawal(id="w", treaty="t", party="FR", when="2001", effective="2001"),
        rule=count(2),
    )

    assert (t.former, t["FR"].bound) == ((), NO)
    assert (t["FR"].took_back, t.outstanding) == (Certainty.YES, ())


def test_a_signature_that_may_be_later_can_make_or_break_a_majority() -> None:
    rule = EntryIntoForce(MAJORITY)
    makes = status(signed("CA", "2024/2026"), bound("CA", "2024"), rule=rule)
    breaks = status(
        signed("CA", "2024"), signed("FR", "2024/2026"), bound("CA", "2024"), rule=rule
    )

    assert makes.in_force is MAYBE
    assert breaks.in_force is MAYBE


def test_a_majority_of_signatories_that_are_not_all_reported_is_a_maybe() -> None:
    rule = EntryIntoForce(MAJORITY)
    events = [bound("CA", "2024"), bound("FR", "2024"), signed("CA")]
    listed = status(*events, rule=rule, parties=["CA", "FR", "IT"], complete=False)
    open_to_all = status(*events, rule=rule, complete=False)

    assert listed.in_force is MAYBE
    assert open_to_all.in_force is MAYBE
    assert "a share of the signatories, whose total is not reported" in str(
        open_to_all.sentences()
    )
    assert status(*events, rule=rule).in_force is YES


@given(st.permutations([("CA", "2001"), ("FR", "2001-05"), ("IT", "2000-12-31")]))
def test_the_order_of_records_does_not_matter(acts: list[tuple[str, str]]) -> None:
    t = status(*(bound(party, when) for party, when in acts), rule=count(2))

    assert shown(t.entry_into_force) == "[2001-01-01..2001-05-31]"


# -- what if, and words ------------------------------------------------------------


def test_what_if_gives_the_same_kind_of_answer_and_can_go_on() -> None:
    t = status(
        *(signed(p) for p in ("CA", "FR", "IT")),
        bound("CA", "2017"),
        pending("FR"),
        pending("IT"),
        rule=CETA,
        parties=["CA", "FR", "IT"],
    )
    one = t.what_if("France", "2025-06-03")
    both = one.what_if("IT", date(2025, 7, 9))

    assert one.outstanding == ("IT",)
    assert shown(one.on) == "2025-06-03"
    assert (both.outstanding, shown(both.entry_into_force)) == ((), "2025-09-01")
    assert t.what_if(["FR", "IT"], "2025-07-09").entry_into_force == (
        both.entry_into_force
    )
    assert shown(t.what_if("FR", "2020-01-01").on) == "2025-03-17"
    with pytest.raises(InvalidError):
        t.what_if("Frence", "2025-06-03")
    with pytest.raises(InvalidError, match="None is not a list"):
        t.what_if(None, "2025-06-03")  # type: ignore[arg-type]


def test_what_if_waits_for_what_other_treaties_do_until_then() -> None:
    parent = parent_and_child(count(1, requires=["parent"]), count(1))
    alone = parent.remove("r-CA")

    t = alone.treaty("t", "2000-01-01")
    assert (t.state, t.what_if("CA", "2000-02-01").state) == ("not in force",) * 2
    assert t.what_if("CA", "2001-02-01").state == "in force"


@given(
    st.lists(st.tuples(st.sampled_from(["CA", "FR", "IT"]), days), max_size=4),
    st.sampled_from(["FR", "IT", "ES"]),
    days,
    st.sampled_from(
        [count(2), EntryIntoForce(every("parties")), EntryIntoForce(MAJORITY)]
    ),
)
def test_one_more_deposit_never_sets_a_treaty_back(
    acts: list[tuple[str, int]], party: str, deposit: int, rule: EntryIntoForce
) -> None:
    events: list[Event] = [
        bound(code, day(on), id=f"r{at}") for at, (code, on) in enumerate(acts)
    ]
    events += [signed("CA", day(3)), signed("FR", day(3)), signed("IT", day(3))]
    parties = ["CA", "FR", "IT", "ES"]
    before = status(*events, rule=rule, on=day(9), parties=parties)
    after = before.what_if(party, day(deposit))

    order = [NO, MAYBE, YES]
    assert order.index(before.in_force) <= order.index(after.in_force)
    assert set(before.parties) <= set(after.parties)
    if before.entry_into_force:
        was, now = map(days_of, (before.entry_into_force, after.entry_into_force))
        assert now.first <= was.first


@pytest.mark.parametrize(
    ("events", "more", "line"),
    [
        pytest.param(
            [signed("CA"), signed("FR"), bound("CA", "2017")],
            {"rule": count(2)},
            "2 signatories, 1 contracting State, not in force",
            id="not-in-force",
        ),
        pytest.param(
            [bound("CA", "2017-01-01"), bound("FR", "2017-01-01")],
            {"rule": count(2)},
            "signatures not reported, 2 parties, in force since 1 Jan 2017",
            id="in-force",
        ),
        pytest.param(
            [bound("CA", "2025-03-01")],
            {"rule": count(1, "90 days")},
            "signatures not reported, 1 contracting State, enters into force on 30"
            " May 2025",
            id="to-come",
        ),
        pytest.param(
            [bound("CA", "2025-03")],
            {"rule": count(1)},
            "signatures not reported, consent of 1 participant not determined, in"
            " force: not determined (entry into force between 1 and 31 Mar 2025, if at"
            " all)",
            id="perhaps",
        ),
        pytest.param(
            [ProvisionalApplication(id="p", treaty="t")],
            {"rule": count(1)},
            "signatures not reported, no consents to be bound, not in force; may be"
            " applied provisionally",
            id="provisional",
        ),
    ],
)
def test_a_page_s_line_says_how_it_stands(
    events: list[Event], more: dict[str, EntryIntoForce], line: str
) -> None:
    assert str(status(*events, **more)) == line  # type: ignore[arg-type]


def test_the_table_has_a_row_for_each_party_and_each_step() -> None:
    t = status(
        signed("CA"),
        bound("CA", "2017-05-16", instrument="notification"),
        Withdrawal(id="w", treaty="t", party="CA", when="2024", effective="2026-01-01"),
        bound("NO", "2018-01-01"),
        Withdrawal(id="w2", treaty="t", party="NO", when="2024-01-01"),
        ParliamentaryStep(id="v", treaty="t", party="CY", status="rejected"),
        rule=count(1, "90 days"),
    )

    assert t.table() == (
        "A treaty\n"
        "In force: not determined (entry into force on 14 Aug 2017); at least 1 of the"
        " 1 needed have consented to be bound\n"
        "17 Mar 2025: 1 signatory, withdrawal of 1 participant not determined, in"
        " force: not determined (entry into force on 14 Aug 2017)\n"
        + "\n".join(t.sentences())
        + "\n\n"
        "Participant  Signature    Consent to be bound  Instrument    Entry into force"
        "  Status\n"
        "Canada       30 Oct 2016  16 May 2017          notification  14 Aug 2017     "
        "  notice of withdrawal, effective on 1 Jan 2026\n"
        "Cyprus                                                                       "
        "  no action reported\n"
        "└ parliament: rejected\n"
        "Norway                    1 Jan 2018           not stated    1 Apr 2018      "
        "  notice of withdrawal"
    )


def test_sentences_say_why_and_what_is_missing() -> None:
    rule = EntryIntoForce(3 & every("FR"))
    t = status(
        bound("CA", "2017-05-16"),
        Withdrawal(id="w", treaty="t", party="CA", when="2024", effective="2026-01-01"),
        bound("NO"),
        ProvisionalApplication(
            id="p",
            treaty="t",
            party="CA",
            when="2017-09-21/..",
            scope="trade",
            status="applied",
        ),
        rule=rule,
    )

    assert t.sentences()[1:] == [
        "Still needed: 2 more parties, among them France.",
        "Consent not determined: Norway.",
        "Notice of withdrawal: Canada.",
        "Applied provisionally by Canada since 21 Sep 2017, in part (trade).",
    ]


def test_a_trigger_of_many_deposits_is_not_spelled_out() -> None:
    names = (
        "AT",
        "BE",
        "BG",
        "CA",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GB",
    )
    t = status(*(bound(p, "2001-01-01") for p in names), rule=count(5))

    assert t.sentences()[1] == (
        "The conditions were met on 1 Jan 2001: entry into force on 1 Jan 2001."
    )


# -- asking ------------------------------------------------------------------------


def test_only_treaties_have_a_status() -> None:
    timeline = Timeline(
        [
            Treaty(id="ceta", title="CETA"),
            Event(id="visit", title="Visit"),
        ]
    )

    with pytest.raises(
        InvalidError, match='"visit" is not a treaty: its kind is event'
    ) as caught:
        timeline.treaty("visit", "2025-01-01")
    assert "ceta" in caught.value.hint
    with pytest.raises(UnknownIdError):
        timeline.treaty("ctea", "2025-01-01")
    with pytest.raises(InvalidError, match='"2025" is not one day'):
        timeline.treaty("ceta", "2025")
    lone = Timeline([Event(id="visit", title="Visit")])
    with pytest.raises(InvalidError, match="is not a treaty"):
        lone.treaty("visit", "2025-01-01")


def test_a_selection_answers_for_the_whole() -> None:
    timeline = Timeline([Treaty(id="t", title="T"), bound("CA", "2001"), pending("FR")])

    assert timeline[:1].treaty("t", "2025-01-01") == timeline.treaty("t", "2025-01-01")


def test_an_answer_is_a_value() -> None:
    t = status(bound("CA", "2001"), pending("FR"), rule=count(1))

    assert pickle.loads(pickle.dumps(t)) == t


def test_days_are_those_that_the_source_wrote() -> None:
    """A deposit at five past midnight in Paris is not of the day before in UTC."""
    t = status(bound("FR", "2020-05-02T00:05+02:00[Europe/Paris]"), rule=count(1))

    assert shown(t.entry_into_force) == "2020-05-02"


def test_a_country_sees_what_it_has_left_undone() -> None:
    timeline = Timeline(
        [
            Treaty(id="a", title="Treaty A", complete=True),
            Treaty(id="b", title="Treaty B", complete=True),
            Treaty(id="c", title="Treaty C", complete=True),
            Treaty(id="d", title="Treaty D", complete=True),
            Signature(id="s1", treaty="a", party="FR", when="2025-03-07"),
            Signature(id="s2", treaty="b", party="FR", when="2020"),
            Signature(id="s3", treaty="d", party="FR", status="signed"),
            Ratification(id="p", treaty="b", party="FR", status="pending"),
            Ratification(id="r", treaty="c", party="FR", when="2001-01-01"),
            Signature(id="s4", treaty="c", party="CA", when="2000-01-01"),
            Treaty(id="e", title="Treaty E"),
            Event(id="visit", title="Visit"),
        ]
    )
    found = timeline.ratifications("France", on="2025-03-17")

    assert found.unratified == ("d", "b", "a")
    assert found.ratified == ("c",)
    assert [found.waiting(name) for name in ("a", "b", "c", "d")] == [
        10,
        1537,
        None,
        None,
    ]
    assert str(found).splitlines()[0] == (
        "Signatures and ratifications: France, 17 Mar 2025"
    )
    assert "Treaty B  2020" in found.table()


def test_the_treaty_that_a_rule_requires_is_a_reference_like_any_other() -> None:
    timeline = parent_and_child(count(1, requires=["parent"]), count(1))

    with pytest.raises(UnknownIdError):
        Timeline([Treaty(id="t", title="T", entry_into_force=count(1, requires=["x"]))])
    with pytest.raises(ReferencedError):
        timeline.remove("x", "parent")
    renamed = timeline.rename("parent", "framework")
    child = renamed["t"]
    assert isinstance(child, Treaty)
    assert child.entry_into_force == count(1, requires=["framework"])
    assert renamed.rename("x", "y")["t"] is child
    about = renamed.update("t", about=["x"]).rename("x", "y")["t"]
    assert isinstance(about, Treaty)
    assert about.entry_into_force == child.entry_into_force


# -- in words ----------------------------------------------------------------------


def test_control_characters_of_a_rule_never_reach_a_sentence() -> None:
    weights = Weights(of="x\x1b]0;pwn\x07\u202e", parties={"FR": 2})
    application = ProvisionalApplication(
        id="p", treaty="t", when="2017/..", status="applied", scope="a\x1b[31m"
    )
    vote = ParliamentaryStep(id="v", treaty="t", party="FR", body="S\x1b[0m")
    t = status(application, vote, rule=EntryIntoForce(share("1/2", weights)))

    for text in (*t.sentences(), *t.sentences("fr"), t.table(), str(t)):
        assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize(
    ("party", "events", "on", "state"),
    [
        pytest.param("FR", [signed("FR")], "2025-01-01", "signatory", id="signed"),
        pytest.param("FR", [], "2025-01-01", "no action reported", id="nothing"),
        pytest.param(
            "FR", [bound("FR", "2020-01-01")], "2020-03-01", "contracting State",
            id="deposited",
        ),
        pytest.param(
            "EU", [bound("EU", "2020-01-01")], "2020-03-01",
            "contracting organisation", id="deposited-by-an-organisation",
        ),
        pytest.param(
            "FR", [bound("FR", "2020-01-01")], "2020-05-01", "party", id="in-force",
        ),
        pytest.param(
            "FR", [bound("FR", "2020")], "2020-05-01", "not determined", id="unsure",
        ),
    ],
)  # fmt: skip
def test_a_participant_stands_as_the_vienna_convention_calls_it(
    party: str, events: list[Event], on: str, state: str
) -> None:
    """Vienna Convention on the Law of Treaties, article 2 (1) (f) and (g)."""
    rule = count(1, "90 days", organizations=True)

    assert status(*events, rule=rule, on=on)[party].state == state


@pytest.mark.parametrize(
    ("in_force", "sentence"),
    [
        ("2025-01-01", "In force since 1 Jan 2025, as stated."),
        ("2026-01-01", "Enters into force on 1 Jan 2026, as stated."),
        ("2026", "Enters into force in 2026, as stated."),
    ],
)
def test_a_stated_day_that_is_to_come_is_not_told_as_past(
    in_force: str, sentence: str
) -> None:
    assert sentence in status(in_force=in_force).sentences()


def test_conditions_that_may_have_been_met_are_not_said_to_be() -> None:
    t = status(bound("CA", "2025-03"), rule=count(1), on="2025-03-17")

    assert t.sentences()[1].startswith("The conditions may have been met ")


def test_where_signatures_are_not_recorded_nobody_counts_none() -> None:
    assert str(status(complete=False)).startswith("signatures not reported, no consent")
    assert str(status(signed("FR"), complete=False)).startswith(
        "at least 1 signatory, "
    )


RULES = [
    count(1),
    count(60, "60 days, then first of next month"),
    count(2, "1 month", not_before="1995-01-13", organizations=True),
    count(3, "first of 6th month after", or_agreed_date=True),
    EntryIntoForce(3 & every("FR"), delay="first of 12th month after"),
    EntryIntoForce(every("FR"), delay="1 day"),
    EntryIntoForce(every("FR", "CA") & MAJORITY),
    EntryIntoForce(
        every("AT", "BE", "BG", "CA", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR",
              "GB"),
    ),
    EntryIntoForce(
    every("parties"), delay="first of 2nd month after", or_agreed_date=True
),
    EntryIntoForce(MAJORITY),
    EntryIntoForce(share("2/3", Weights(of="votes", parties={"FR": 3}))),
    EntryIntoForce(fixed="1989-01-01"),
    count(11, "90 days", fixed="1989-01-01"),
    EntryIntoForce(or_agreed_date=True),
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule)[20:60])
def test_a_rule_is_said_in_both_languages(rule: EntryIntoForce) -> None:
    t = status(rule=rule)
    english, french = t.sentences()[0], t.sentences("fr")[0]

    assert english.startswith("Enters into force ")
    assert french.startswith("Entre en vigueur ")
    assert english.endswith(".")
    assert "{" not in english + french


@pytest.mark.parametrize("alone", [True, False])
def test_a_rule_that_requires_a_treaty_names_it(alone: bool) -> None:  # noqa: FBT001  (a case)
    rule = count(1, requires=["parent"])
    rule = EntryIntoForce(in_force("parent")) if alone else rule
    t = parent_and_child(rule, count(1)).treaty("t", "2025-01-01")

    said = "P is in force" if alone else "not before P is in force"
    assert said in t.sentences()[0]


def test_french_uses_the_terms_of_treaty_law() -> None:
    t = status(
        signed("FR"),
        bound("CA", "2017-05-16", instrument="accession"),
        Withdrawal(id="w", treaty="t", party="CA", when="2024", effective="2026-01-01"),
        rule=count(2, "30 days"),
    )

    table, sentences = t.table(language="fr"), t.sentences("fr")
    assert "Consentement à être lié" in table
    assert "adhésion" in table
    assert "retrait notifié, avec effet le 1er janv. 2026" in table
    assert "Il manque encore : 1 partie de plus." in sentences


def test_a_provisional_application_may_have_no_date() -> None:
    applied = ProvisionalApplication(id="p", treaty="t", party="CA", status="applied")

    assert "May be applied provisionally by Canada." in status(applied).sentences()


def test_the_table_of_a_party_has_a_language_too() -> None:
    t = Timeline([Treaty(id="t", title="T"), signed("FR", "2025-03-07")])

    table = t.ratifications("FR", "2025-03-17").table(language="fr")
    assert "Jours depuis la signature" in table
    assert "10" in table


def test_an_organisation_is_no_contracting_state() -> None:
    rule = count(3, organizations=True)
    alone = status(bound("EU", "2020-01-01"), rule=rule)
    both = status(bound("EU", "2020-01-01"), bound("FR", "2020-01-01"), rule=rule)

    assert "1 contracting organisation, " in str(alone)
    assert "2 contracting States and organisations, " in str(both)


# -- succession ---------------------------------------------------------------------

CZECHS = [
    bound("CZ", "1993-02-22", instrument="succession"),
    bound("SK", "1993-05-28", instrument="succession"),
]
THREE = [bound("FR", "1961"), bound("TD", "1962-03-01"), bound("ML", "1963-02-01")]


def test_successions_to_a_state_that_ended_imply_one_consent_of_it() -> None:
    """A table of today shows the successors, and not that Czechoslovakia was bound."""
    t = status(*THREE, *CZECHS, rule=count(3, "30 days"), on="1962-06-01")

    assert shown(t.entry_into_force) == "[1962-03-31..]"
    assert t.in_force is MAYBE
    later = status(*THREE, *CZECHS, rule=count(3, "30 days"))
    assert shown(later.entry_into_force) == "[1962-03-31..1963-03-03]"
    assert "Successions imply an earlier consent of Czechoslovakia" in str(
        later.sentences()
    )
    assert "\nCzechoslovakia" not in later.table()


@pytest.mark.parametrize(
    ("events", "day"),
    [
        pytest.param([bound("CSHH", "1970")], "1963-03-03", id="its-own-row"),
        pytest.param(
            [bound("CSHH", "1962-05-01")], "1962-05-31", id="its-own-row-earlier"
        ),
    ],
)
def test_what_a_state_that_ended_did_itself_is_not_implied(
    events: list[Event], day: str
) -> None:
    t = status(*THREE, *CZECHS, *events, rule=count(3, "30 days"))

    assert shown(t.entry_into_force) == day


@pytest.mark.parametrize(
    ("party", "date"),
    [
        pytest.param("KZ", "1994-02-26", id="that-another-continues"),
        pytest.param("FJ", "1972-01-01", id="that-lives-on"),
        pytest.param("SN", "1963-05-02", id="newly-independent"),
        pytest.param("HR", "1991-12-30", id="before-it-ended"),
    ],
)
def test_a_succession_to_any_other_state_implies_nothing(party: str, date: str) -> None:
    heir = bound(party, date, instrument="succession")

    assert shown(status(*THREE, heir, rule=count(3)).entry_into_force) == "1963-02-01"


def test_nobody_has_consented_before_a_treaty_was_opened_or_after_it_ended() -> None:
    opened = status(*THREE, *CZECHS, rule=count(3), opened="1962-12-01")
    young = status(*THREE, *CZECHS, rule=count(3), when="1994")
    late = status(*THREE[:2], *CZECHS[:1], rule=count(4))

    assert shown(opened.entry_into_force) == "[1962-12-01..1963-02-01]"
    assert shown(young.entry_into_force) == "1963-02-01"
    assert shown(late.entry_into_force) == "1993-02-22"


def test_an_undated_succession_may_imply_a_consent_or_none() -> None:
    heir = bound("CZ", None, instrument="succession", status=None)

    assert shown(status(*THREE[:2], heir, rule=count(4)).entry_into_force) == (
        "[1993-01-01..]"
    )


def test_the_deposit_of_a_state_that_left_no_row_can_be_declared() -> None:
    """East Germany's successor did not succeed to its treaties."""
    t = status(*THREE, bound("DDDE"), rule=count(4))

    assert shown(t.entry_into_force) == "[1963-02-01..1990-10-02]"
    pinned = status(*THREE, bound("DDDE", None, status=None), rule=count(4))
    assert shown(pinned.entry_into_force) == "[1963-02-01..]"


@pytest.mark.parametrize(
    ("when", "page", "words"),
    [
        (None, "2024-08~", "about Aug 2024 or earlier"),
        (None, "2024-08-31T10:00Z", "31 Aug 2024 or earlier"),
        ("2024-06~", "2024-08", "about Jun 2024"),
        ("2024-05/..", "2024-08", "from May 2024"),
    ],
)
def test_a_consent_is_dated_as_its_record_or_its_source_is(
    when: str | None, page: str, words: str
) -> None:
    act = Ratification(
        id="r", treaty="t", party="FR", status="deposited", when=when, sources=["s"]
    )
    tl = Timeline([Treaty(id="t", title="T"), act], [Source(id="s", published=page)])

    assert f" {words}  " in tl.treaty("t", on="2025-01-01").table()


def test_a_declared_party_stands_in_a_treaty_by_its_name() -> None:
    parties = [
        Party(id="fund", name="Fund", kind="organisation"),
        Party(id="land", name="Land", kind="state"),
    ]
    acts = [
        Treaty(
            id="t",
            title="T",
            complete=True,
            entry_into_force=EntryIntoForce(at_least(1)),
        ),
        *(
            Ratification(id=f"r-{p}", treaty="t", party=p, when="2020-01-01")
            for p in ("fund", "land")
        ),
    ]
    tl = Timeline(acts, parties=parties)
    status = tl.treaty("t", on="2021-01-01")

    assert status["Land"].consent is Certainty.YES
    assert status["fund"].consent is Certainty.YES
    assert "Land" in status.table()
    assert "Land" in tl.ratifications("land", on="2021-01-01").table()
    assert status.what_if("Fund", "2021-02-01")["fund"].consent is Certainty.YES
    assert not Timeline(acts[:1]).ratifications("FR", on="2021-01-01").rows
    with pytest.raises(InvalidError, match='did you mean "France"'):
        status.what_if("Frnace", "2021-02-01")
    counts = Timeline(acts[:2], parties=parties).treaty("t", on="2021-01-01")
    assert counts.in_force is Certainty.NO  # an organisation is not counted


# -- what would bring it into force ------------------------------------------------

SEVEN = ["US", "JP", "CA", "AU", "NZ", "SG", "MX"]
GDP = Weights(
    of="GDP",
    parties={"US": 60, "JP": 18, "CA": 8, "AU": 6, "NZ": 2, "SG": 2, "MX": 4},
)


@pytest.mark.parametrize(
    ("rule", "consents", "size", "english", "french"),
    [
        pytest.param(
            EntryIntoForce(at_least(6, of=SEVEN) & share("85%", GDP)),
            ["JP", "CA", "AU", "NZ"],
            2,
            "The consent of Mexico and United States, or of Singapore and United"
            " States would suffice.",
            "Consentement qui suffirait : Mexique et États-Unis, ou Singapour et"
            " États-Unis.",
            id="weights",
        ),
        pytest.param(
            EntryIntoForce(60),
            ["JP"],
            59,
            "The consent of any 59 other States would suffice.",
            "Consentement qui suffirait : 59 autres États quelconques.",
            id="open-to-all",
        ),
        pytest.param(
            EntryIntoForce(every("FR") | at_least(1, of=["DE"])),
            [],
            1,
            "The consent of France, or of Germany would suffice.",
            "Consentement qui suffirait : France, ou Allemagne.",
            id="either",
        ),
        pytest.param(
            EntryIntoForce(1),
            ["JP"],
            0,
            "No more consents are needed.",
            "Aucun autre consentement n'est nécessaire.",
            id="met",
        ),
        pytest.param(
            EntryIntoForce(at_least(1, by="2001-01-01")),
            [],
            None,
            "No consents would suffice now.",
            "Aucun consentement ne suffirait à présent.",
            id="too-late",
        ),
        pytest.param(
            EntryIntoForce(
                share("50%", {"FR": 1, "DE": 1}, relative_to={"FR": 9, "DE": 9})
            ),
            [],
            None,
            "No consents would suffice now.",
            "Aucun consentement ne suffirait à présent.",
            id="never",
        ),
        pytest.param(
            EntryIntoForce(unless(at_least(1), by="2030-01-01") & 1),
            [],
            None,
            "No consents would suffice now.",
            "Aucun consentement ne suffirait à présent.",
            id="too-early",
        ),
        pytest.param(
            EntryIntoForce(fixed="2030-01-01"),
            [],
            0,
            "No more consents are needed.",
            "Aucun autre consentement n'est nécessaire.",
            id="a-date",
        ),
        pytest.param(
            None,
            [],
            None,
            "It is not certain that any consents would suffice.",
            "Il n'est pas certain que des consentements suffisent.",
            id="no-rule",
        ),
        pytest.param(
            EntryIntoForce(
                share("99.99999999%", {f"X{n:03}": 2**n for n in range(30)})
                & at_least(26, of=[f"X{n:03}" for n in range(30)])
            ),
            [],
            26,
            "At least 26 more consents are needed.",
            "Il manque au moins 26 consentements.",
            id="too-many-ways",
        ),
        pytest.param(
            EntryIntoForce(at_least(2, of=SEVEN) & every("US")),
            [],
            2,
            "The consent of United States and any 1 of Australia, Canada, Japan,"
            " Mexico, New Zealand and Singapore would suffice.",
            "",
            id="alike",
        ),
    ],
)
def test_the_smallest_sets_of_consents_that_would_do(
    rule: EntryIntoForce | None,
    consents: list[str],
    size: int | None,
    english: str,
    french: str,
) -> None:
    ways = status(
        *(bound(party, "2017-01-01") for party in consents), rule=rule
    ).would_suffice()

    assert ways.size == size
    assert str(ways) == english
    if french:
        assert ways.sentence("fr") == french


@pytest.mark.parametrize("seed", range(40))
def test_no_smaller_set_would_do_and_all_of_that_size_are_named(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  (a test)
    weights = {party: rng.randrange(1, 5) for party in SEVEN}
    forms = [
        at_least(rng.randrange(1, 5)),
        at_least(2, of=rng.sample(SEVEN, 3)),
        share("60%", weights),
        every(rng.sample(SEVEN, 2)),
        share("1/2", weights, relative_to=dict.fromkeys(SEVEN, 3)),
    ]
    one, other = rng.sample(forms, 2)
    rule = EntryIntoForce(one & other if seed % 2 else one | other)
    has = rng.sample(SEVEN, 2)
    t = status(*(bound(party, "2017-01-01") for party in has), rule=rule, parties=SEVEN)

    rest = [party for party in SEVEN if party not in has]
    enough = {
        frozenset(group)
        for size in range(len(rest) + 1)
        for group in itertools.combinations(rest, size)
        if t.what_if(group, "2025-03-17").trigger or (not group and t.trigger)
    }
    least = min(map(len, enough), default=None)
    ways = t.would_suffice()
    named = {
        frozenset(itertools.chain(*chosen))
        for way in ways.sets
        for chosen in itertools.product(
            *(itertools.combinations(choice.parties, choice.count) for choice in way)
        )
    }
    assert ways.size == least
    if least:
        assert named == {group for group in enough if len(group) == least}


def test_more_ways_than_can_be_said_are_cut() -> None:
    rule = EntryIntoForce(
        share("12%", {f"X{n:03}": 100 + n for n in range(20)}),
    )
    ways = status(rule=rule).would_suffice()

    assert (ways.size, len(ways.sets), ways.is_complete) == (3, 12, False)
    assert str(ways) == "At least 3 more consents are needed."


def test_a_relative_share_is_missing_as_a_part_of_its_own_total() -> None:
    recycled = Weights(of="recycling", parties={"FR": 1, "DE": 1, "ES": 2}, total=10)
    fleet = Weights(of="tonnage", parties={"FR": 40, "IT": 20, "ES": 40}, total=100)
    rule = EntryIntoForce(share("3%", recycled, relative_to=fleet))
    t = status(bound("FR", "2016-01-01"), bound("IT", "2016-01-01"), rule=rule)

    assert str(t.needed) == "8% more of the recycling"  # 1.8 of 10 less 1


def test_what_if_somebody_withdraws_objects_or_signs() -> None:
    tacit = EntryIntoForce(unless(at_least(2), by="2025-01-01"), delay="6 months")
    t = status(bound("FR", "2020-01-01"), rule=tacit, opened="2020-01-01")

    assert shown(t.entry_into_force) == "2025-07-01"
    assert (
        t.what_if(["FR", "IT"], "2024-12-31", act="objection").entry_into_force is None
    )
    left = status(bound("FR", "2020-01-01"), bound("IT", "2020-01-01"), rule=count(3))
    assert left.what_if("FR", "2024-01-01", act="withdrawal").needed.count == 2
    signed_by_then = status(bound("FR", "2020-01-01"), rule=EntryIntoForce(MAJORITY))
    assert (
        shown(signed_by_then.what_if("FR", "2024-01-01", act="signature").trigger)
        == "2024-01-01"
    )
    with pytest.raises(InvalidError, match='unknown act "leave"; use'):
        t.what_if("FR", "2024-01-01", act="leave")


def test_what_if_somebody_ratifies_by_a_day() -> None:
    t = status(bound("FR", "2020-01-01"), rule=count(2, "1 month"))

    by = t.what_if("IT", by="2025-06-30")
    assert shown(by.entry_into_force) == "[2025-04-17..2025-07-30]"
    for days in ({}, {"day": "2025-01-01", "by": "2025-01-01"}):
        with pytest.raises(InvalidError, match="on which day, or by which"):
            t.what_if("IT", **days)


def test_objections_that_are_not_all_reported_leave_a_maybe() -> None:
    tacit = EntryIntoForce(unless(at_least(2), by="2025-01-01"))

    t = status(rule=tacit, complete=False)
    assert t.in_force is MAYBE
    assert str(t.needed) == "fewer objections"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (EntryIntoForce(in_force("o") & 2), "o in force; 2 more parties"),
        (
            EntryIntoForce(at_least(2, of=["FR", "CA"]) | every("IT")),
            "2 more of France and Canada, or Italy",
        ),
        (
            EntryIntoForce(3 & (at_least(2, of=["FR", "CA"]) | every("IT"))),
            (
                "3 more parties; either 2 more of France and Canada, or Italy"
                " (one consent can count for several of these)"
            ),
        ),
        (EntryIntoForce(2 & every("FR", "IT")), "France and Italy"),
        (
            EntryIntoForce(4 & at_least(2, of=["FR", "CA", "IT"])),
            "4 more parties, among them 2 more of France, Canada and Italy",
        ),
        (
            EntryIntoForce(4 & at_least(1, of=["FR", "CA"]) & every("CA", "IT")),
            (
                "4 more parties, among them 1 more of France and Canada; Canada and"
                " Italy (one consent can count for several of these)"
            ),
        ),
        (
            EntryIntoForce(at_least(2, besides=["FR"]) & every("FR")),
            "2 more parties other than France; France",
        ),
        (
            EntryIntoForce(at_least(2, of=["FR", "CA"]) & at_least(1, of=["IT", "CH"])),
            "2 more of France and Canada; 1 more of Italy and Switzerland",
        ),
        (EntryIntoForce(2 & every("EU")), "2 more parties; European Union"),
        (
            EntryIntoForce(at_least(1, by="2024-01-01") | every("IT")),
            "Italy",
        ),
        (
            EntryIntoForce(at_least(1, by="2024-01-01")),
            "1 party (no later than 1 Jan 2024), which can no longer be met",
        ),
        (EntryIntoForce(share("3/4", of="parties:o")), "2 more of the parties to o"),
        (
            EntryIntoForce(share("majority", of="parties:o")),
            "2 more of the parties to o",
        ),
        (
            EntryIntoForce(share("50%", {"FR": 1, "CA": 3})),
            "50% more of the total weight",
        ),
        (
            EntryIntoForce(share("50%", {"FR": 1, "CA": 3}, relative_to={"FR": 1})),
            "parties whose total weight is 50% of their total weight",
        ),
        (EntryIntoForce(at_least(1, by="2025-03-17")), "1 more party"),
    ],
)
def test_what_is_missing_is_said_as_the_clause_joins_it(
    rule: EntryIntoForce, said: str
) -> None:
    other = Treaty(
        id="o",
        title="O",
        complete=True,
        in_force="2000-01-01" if "parties:" in repr(rule) else None,
        entry_into_force=EntryIntoForce(2),
    )
    members = [
        Ratification(id=f"o-{party}", treaty="o", party=party, when="1999-01-01")
        for party in ("DE", "ES")
    ]
    members = members if other.in_force else []
    treaty = Treaty(id="t", title="T", complete=True, entry_into_force=rule)
    t = Timeline([other, treaty, *members]).treaty("t", "2025-03-17")

    assert str(t.needed) == said


def test_a_treaty_that_ended_is_in_force_for_no_other() -> None:
    parent = Treaty(id="o", title="O", in_force="2000-01-01", terminated="2010-01-01")
    rule = EntryIntoForce(at_least(1) & in_force("o"))
    treaty = Treaty(id="t", title="T", complete=True, entry_into_force=rule)

    def entered(deposit: str) -> str | None:
        tl = Timeline([parent, treaty, bound("FR", deposit)])
        return shown(tl.treaty("t", "2025-03-17").entry_into_force)

    assert entered("2005-01-01") == "2005-01-01"
    assert entered("2015-01-01") is None


def test_a_declared_state_that_ended_is_implied_by_its_successors_too() -> None:
    ended = Party(
        id="old", name="Old", kind="state", until="1970-12-31", successors=["new"]
    )
    gone = Party(id="gone", name="Gone", until="1970-12-31", successors=["new"])
    same = Party(id="same", name="Same", continues="gone")
    heir = Party(id="new", name="New", kind="state")
    treaty = Treaty(id="t", title="T", complete=True, entry_into_force=count(3))
    acts = [*THREE, bound("new", "1972-01-01", instrument="succession")]
    tl = Timeline([treaty, *acts], parties=[ended, gone, same, heir])

    t = tl.treaty("t", "2025-03-17")
    assert shown(t.entry_into_force) == "[1962-03-01..1963-02-01]"
    assert t.implied == ("old",)


def left(party: str, when: str | None, effective: str | None = None) -> Withdrawal:
    return Withdrawal(
        id=f"w-{party}", treaty="t", party=party, when=when, effective=effective
    )


def test_a_consent_of_the_day_on_which_it_ends_never_counted() -> None:
    t = status(
        bound("FR", "2001-01-01"), left("FR", "2000-12-01", "2001-01-01"), rule=count(1)
    )

    assert t.entry_into_force is None


def test_an_undated_consent_that_somebody_left_behind_may_have_counted() -> None:
    t = status(bound("FR", None, status=None), left("FR", "2001-01-01"), rule=count(1))

    assert shown(t.entry_into_force) == "[..2000-12-31]" or t.in_force is MAYBE


def test_ranges_of_more_ways_than_can_be_tried_are_only_bounds() -> None:
    parties = ["CA", "FR", "IT", "ES", "DE", "PT"]
    acts = [
        act
        for party in parties
        for act in (
            bound(party, "2001"),
            left(party, "2002", "[2002-01-01..2002-06-30]"),
        )
    ]
    t = status(*acts, rule=count(6))

    assert shown(t.entry_into_force) == "[2001-01-01..2001-12-31]"


@pytest.mark.parametrize(
    ("in_force_on", "member", "day"),
    [
        ("2000-01-01", "CSHH", "2001-01-01"),
        ("[1999-12-31..2001-06-30]", "DE", "[2001-01-01..2001-06-30]"),
        ("2000", "DE", "2001-01-01"),  # or never
        ("2000-01-01", "DE", "2001-01-01"),
    ],
)
def test_parties_to_another_treaty_are_those_of_the_day(
    in_force_on: str, member: str, day: str
) -> None:
    """A State that ended is none; one of unknown days may be, or not."""
    other = Treaty(
        id="o",
        title="O",
        complete=True,
        in_force=in_force_on,
        entry_into_force=EntryIntoForce(1),
    )
    rule = EntryIntoForce(share("3/4", of="parties:o"))
    treaty = Treaty(id="t", title="T", complete=True, entry_into_force=rule)
    undated = Ratification(id="o-undated", treaty="o", party=member)
    members = [
        Ratification(id=f"o-{party}", treaty="o", party=party, when="1990-01-01")
        for party in ("FR", "CSHH")
    ]
    tl = Timeline(
        [
            other,
            treaty,
            *members,
            *([undated] if member == "DE" else []),
            bound("FR", "2001-01-01"),
        ]
    )

    assert shown(tl.treaty("t", "2025-03-17").entry_into_force) == day


def test_an_undated_deposit_was_made_after_the_treaty_was_opened() -> None:
    t = status(bound("FR", None, status=None), rule=count(1), opened="2001-01-01")

    assert shown(t.entry_into_force) == "[2001-01-01..]"


def test_a_party_to_the_treaty_that_is_amended_may_suffice() -> None:
    acts = [
        Ratification(id=f"k-{party}", treaty="k", party=party, when="2000-01-01")
        for party in ("FR", "DE", "IT", "ES")
    ]
    k = Treaty(id="k", title="K", complete=True, entry_into_force=EntryIntoForce(1))
    t = Treaty(
        id="t",
        title="T",
        complete=True,
        when="2003-01-01",
        entry_into_force=EntryIntoForce(share("3/4", of="parties:k")),
    )
    consents = [
        Ratification(id=f"t-{party}", treaty="t", party=party, when="2004-01-01")
        for party in ("FR", "DE")
    ]
    ways = Timeline([k, t, *acts, *consents]).treaty("t", on="2006-01-01")

    said = str(ways.would_suffice())
    assert said == "The consent of any 1 of Italy and Spain would suffice."


def test_a_bound_of_entry_into_force_stays_beside_a_marked_act() -> None:
    pact = Treaty(id="t", title="T", in_force="not-before:2023-01-03")
    signed = Signature(id="s", treaty="t", party="IT", when="2023-01-03?")
    status = Timeline([pact, signed]).treaty("t", on="2025-03-12")

    assert str(status.entry_into_force) == "not-before:2023-01-03"
    assert "perhaps 3 Jan 2023" in status.table()


DOUBTS = [
    [cite("b"), cite("a", stance="denies")],
    [cite("a", stance="alleges")],
]


@pytest.mark.parametrize("said", DOUBTS)
def test_a_withdrawal_in_doubt_takes_nobody_out_for_sure(said: list[Citation]) -> None:
    sources = [Source(id="a"), Source(id="b")]
    rule = EntryIntoForce(count=2)
    three = ("FR", "DE", "IT")
    treaty = Treaty(id="t", title="T", parties=three, entry_into_force=rule)
    joined = [
        Ratification(id=f"r-{code}", treaty="t", party=code, when="2019-01-01")
        for code in three
    ]
    days: dict[str, Any] = {"when": "2021-01-01", "effective": "2022-01-01"}
    left = Withdrawal(id="w", treaty="t", party="DE", sources=said, **days)
    status = Timeline([treaty, *joined, left], sources).treaty("t", on="2025-01-01")

    assert status["FR"].bound is Certainty.YES
    assert status["DE"].bound is Certainty.MAYBE


@pytest.mark.parametrize("said", DOUBTS)
def test_a_stated_entry_into_force_in_doubt_is_not_sure(said: list[Citation]) -> None:
    sources = [Source(id="a"), Source(id="b")]
    days: dict[str, Any] = {"in_force": "2021-01-01", "terminated": "2023-01-01"}
    treaty = Treaty(id="t", title="T", parties=["FR"], sources=said, **days)
    tl = Timeline([treaty], sources)

    assert tl.treaty("t", on="2022-01-01").in_force is Certainty.MAYBE
    assert tl.treaty("t", on="2025-01-01").in_force is Certainty.MAYBE
