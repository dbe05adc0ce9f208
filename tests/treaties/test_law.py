"""What the Vienna Convention says of consent, notice, suspension and termination."""

from __future__ import annotations

from typing import Any

import attrs
import jsonschema
import pytest

from timeline import (
    Certainty,
    Citation,
    EntryIntoForce,
    Event,
    Meeting,
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
from timeline.errors import InvalidError, UnknownIdError
from timeline.formats.schema import jsonl_schema

YES, MAYBE, NO = Certainty.YES, Certainty.MAYBE, Certainty.NO


def treaty(count: int | None = None, **fields: Any) -> Treaty:  # noqa: ANN401  (fields)
    if count:
        fields["entry_into_force"] = EntryIntoForce(count)
    fields.setdefault("title", "T")
    fields.setdefault("complete", True)
    return Treaty(id="t", **fields)


def bound(party: str, when: str | None = None, **fields: Any) -> Ratification:  # noqa: ANN401  (fields)
    id_ = "-".join(["r", party, fields.get("territory", "itself")])
    return Ratification(id=id_, treaty="t", party=party, when=when, **fields)


def notice(party: str, when: str | None, **fields: Any) -> Withdrawal:  # noqa: ANN401  (fields)
    return Withdrawal(id=f"w-{party}", treaty="t", party=party, when=when, **fields)


def applied(when: str, party: str = "", status: str = "applied") -> Event:
    return ProvisionalApplication(
        id=f"p{party}", treaty="t", party=party, when=when, status=status
    )


def ask(on: str, *events: Event, sources: Any = ()) -> TreatyStatus:  # noqa: ANN401  (sources)
    return Timeline(events, sources).treaty("t", on=on)


def row(status: TreatyStatus, name: str) -> str:
    return next(line for line in status.table().splitlines() if line.startswith(name))


def test_termination_ends_every_bond() -> None:
    events = (treaty(1, terminated="2022-01-01"), bound("FR", "2019-01-01"))

    after, before = ask("2023-01-01", *events), ask("2021-01-01", *events)
    assert (after["FR"].bound, after["FR"].state) == (NO, "former party")
    assert (before["FR"].bound, before["FR"].state) == (YES, "party")
    vague = ask("2022-06-01", treaty(1, terminated="2022"), bound("FR", "2019"))
    assert vague["FR"].bound is MAYBE
    never = ask("2023-06-01", treaty(2, terminated="2022"), bound("FR", "2019"))
    assert never["FR"].state == "contracting State"


def test_the_stated_end_is_said_with_its_mark_and_asks_for_no_more_consents() -> None:
    of_treaty = treaty(1, terminated="2022-06~", suspended="2021-03-01/..")
    signed = Signature(id="s", treaty="t", party="DE", when="2019-01-01")
    acts = (of_treaty, bound("FR", "2019-01-01"), signed)
    ahead, over = ask("2022-02-10", *acts), ask("2023-01-01", *acts)

    assert "Ends about Jun 2022, as stated." in ahead.sentences()
    assert "Operation suspended from 1 Mar 2021, as stated." in ahead.sentences()
    assert "Outstanding: Germany." in ahead.sentences()
    assert "Terminated about Jun 2022, as stated." in over.sentences()
    assert "A pris fin vers juin 2022, comme indiqué." in over.sentences("fr")
    assert not any(said.startswith("Outstanding") for said in over.sentences())
    never = ask("2023-01-01", treaty(2, terminated="2022"), bound("FR", "2019-01-01"))
    assert not any(said.startswith("Still needed") for said in never.sentences())


def test_what_may_have_been_met_in_its_window_is_not_called_out_of_reach() -> None:
    rule = EntryIntoForce(every(["FR"], by="2018-06-30"))
    may = ask("2020-01-01", treaty(entry_into_force=rule), bound("FR", "2018"))
    assert may.in_force is MAYBE
    assert not any("no longer" in said for said in may.sentences())
    assert str(may.entry_into_force) == "[2018-01-01..2018-06-30]"
    late = ask("2020-01-01", treaty(entry_into_force=rule), bound("FR", "2018-07"))
    assert late.in_force is NO
    assert any("no longer" in said for said in late.sentences())


def test_suspension_leaves_a_treaty_in_force_and_its_parties_parties() -> None:
    status = ask("2023-01-01", treaty(1, suspended="2022/.."), bound("FR", "2019"))

    assert (status.in_force, status.state) == (YES, "suspended")
    assert status["FR"].state == "party"
    assert "operation suspended" in str(status)


def test_provisional_application_ends_with_entry_into_force_for_each() -> None:
    parties = ["RU", "NL"]
    events = [
        treaty(parties=parties, in_force="2020-01-01"),
        bound("NL", "2019-01-01"),
        applied("2017-09-21/..", "RU"),
        applied("2017-09-21/..", "NL"),
    ]
    status = ask("2021-01-01", *events)
    assert [a.party for a in status.applications] == ["RU"]
    assert "applies it provisionally since 21 Sep 2017" in row(status, "Russia")
    assert ask("2018-01-01", *events).applied is YES
    for_all = ask("2021-06-01", treaty(in_force="2020-01-01"), applied("2017/.."))
    assert for_all.applied is NO
    ended = ask("2021-06-01", treaty(terminated="2020-01-01"), applied("2017/.."))
    assert ended.applied is NO


def test_an_application_that_ended_on_no_stated_day_may_have_gone_on() -> None:
    status = ask("2015-06-01", treaty(2), applied("1994-12-17/..", status="ended"))

    assert status.applied is MAYBE


def test_provisional_application_does_not_revive_with_a_notice() -> None:
    acts = (treaty(1), bound("FR", "1992-03-03"), notice("FR", "2000-04-04"))
    status = ask("2015-01-01", *acts, applied("1990-01-02/..", "FR"))

    assert status["FR"].bound is MAYBE  # nobody says when the notice took effect
    assert status.applied is NO
    back = (treaty(2), bound("FR", "1992-03-03"), notice("FR", "1992-04-04"))
    assert ask("2015-01-01", *back, applied("1990-01-02/..", "FR")).applied is YES


def test_of_two_consents_the_first_binds_unless_the_party_left_between() -> None:
    def again(when: str | None, id_: str = "again") -> Ratification:
        return Ratification(
            id=id_, treaty="t", party="DE", when=when, status="deposited", sources=["s"]
        )

    rule, first = treaty(1), bound("DE", "1992-05-12")
    said = [Source(id="s")]
    twice = ask("2015-01-01", rule, first, again("1994-03-03"), sources=said)
    assert str(twice["DE"].since) == "1992-05-12"
    left = notice("DE", "1993-01-01", effective="1993-02-01")
    more = (again("1994-03-03"), again("1999", "more"))
    back = ask("2015-01-01", rule, first, left, *more, sources=said)
    assert (str(back["DE"].since), back["DE"].state) == ("1994-03-03", "party")
    known = ask("2015-01-01", rule, again(None), first, sources=said)
    assert str(known["DE"].deposited) == "1992-05-12"


def test_who_takes_its_consent_back_before_entry_into_force_is_a_signatory() -> None:
    signed = Signature(id="s", treaty="t", party="RU", when="1996-09-24")
    back = notice("RU", "2023-11-03", effective="2023-11-03")
    status = ask("2024-01-01", treaty(), signed, bound("RU", "2000-06-30"), back)

    assert (status["RU"].state, status["RU"].took_back) == ("signatory", YES)
    assert status.former == ()
    assert "signatory; withdrew its consent on 3 Nov 2023" in row(status, "Russia")
    assert "30 Jun 2000" in row(status, "Russia")
    undated = notice("RU", None, status="notified")
    status = ask("2024-01-01", treaty(2), bound("RU", "2000-06-30"), undated)
    assert status["RU"].state == "not determined"
    later = [treaty(in_force="2001"), bound("RU", "2000"), back]
    assert ask("2024-01-01", *later)["RU"].state == "withdrawn"


@pytest.mark.parametrize(
    ("on", "state", "bond"),
    [
        ("2021-06-01", "notice of withdrawal", YES),
        ("2021-12-31", "notice of withdrawal", YES),
        ("2022-01-01", "withdrawn", NO),
    ],
)
def test_a_term_of_notice_gives_the_day_of_effect(
    on: str, state: str, bond: Certainty
) -> None:
    of_treaty = treaty(in_force="2020-01-01", notice="12 months")
    status = ask(on, of_treaty, bound("DE", "2019-01-01"), notice("DE", "2021-01-01"))

    assert (status["DE"].state, status["DE"].bound) == (state, bond)
    assert str(status["DE"].leaves) == "2022-01-01"
    assert "∴ by the term of notice" in row(status, "Germany")


def test_a_mark_of_a_stated_entry_into_force_reaches_each_party() -> None:
    of_treaty = treaty(1, in_force="2005-03~")
    status = ask("2006-01-01", of_treaty, bound("FR", "2004-01-01"))

    assert "about Mar 2005" in row(status, "France")
    early = ask("2005-03-15", of_treaty, bound("FR", "2004-01-01"))
    assert early["FR"].bound is MAYBE


def test_a_mark_of_another_treaty_reaches_the_one_that_requires_it() -> None:
    rule = EntryIntoForce(1, requires=["middle"])
    middle = EntryIntoForce(1, requires=["first"])
    first = Treaty(id="first", title="First", complete=True, in_force="2005-01-01~")
    second = Treaty(id="middle", title="M", complete=True, entry_into_force=middle)
    joined = Ratification(id="m", treaty="middle", party="FR", when="2004-01-01")
    acts = (first, second, joined, bound("FR", "2004-01-01"))
    status = ask("2006-01-01", treaty(entry_into_force=rule), *acts)

    assert str(status.entry_into_force) == "2005-01-01~"
    assert "about 1 Jan 2005" in row(status, "France")


def test_another_delay_for_later_parties_is_not_that_of_the_first() -> None:
    rule = EntryIntoForce(1, delay="30 days", each="3 months")
    of_treaty = treaty(entry_into_force=rule)
    status = ask(
        "2020-06-03", of_treaty, bound("GB", "2019-01-03"), bound("FR", "2019-03-03")
    )

    assert [str(status[p].since) for p in ("GB", "FR")] == ["2019-02-02", "2019-06-03"]
    vague = ask("2020-06-03", of_treaty, bound("GB", "2019-01-03"), bound("FR", "2019"))
    # In January it may have been the first, or among them.
    assert str(vague["FR"].since) == "[2019-01-31..2020-03-31]"


def test_a_mark_of_doubt_of_a_notice_reaches_its_effect() -> None:
    of_treaty = treaty(in_force="2020-01-01", notice="6 months")
    acts = (of_treaty, bound("DE", "2019-01-01"), notice("DE", "2020-08~"))
    status = ask("2021-01-15", *acts)  # may have been given in July, or in September

    assert "effective about Feb 2021 (∴" in row(status, "Germany")
    assert status["DE"].bound is MAYBE
    assert ask("2021-03-29", *acts)["DE"].bound is MAYBE
    assert ask("2021-03-31", *acts)["DE"].bound is NO
    said = Timeline(acts).agenda(on="2021-01-15").table()
    assert "∴ about Feb 2021" in said


def test_a_stated_day_beats_the_term_and_without_either_nobody_knows() -> None:
    parties = (
        bound("DE", "2019-01-01"),
        notice("DE", "2021-01-01", effective="2021-03-01"),
    )
    term = treaty(in_force="2020-01-01", notice="12 months")
    assert ask("2021-06-01", term, *parties)["DE"].state == "withdrawn"
    of_treaty = treaty(in_force="2020-01-01")
    consent = bound("DE", "2019-01-01")
    unknown = ask("2030-06-01", of_treaty, consent, notice("DE", "2021-01-01"))
    assert unknown["DE"].bound is MAYBE
    assert unknown["DE"].leaves is None
    undated = notice("DE", None, status="notified")
    vague = ask("2021-06-01", term, bound("DE", "2019-01-01"), undated)
    assert (str(vague["DE"].leaves), vague["DE"].bound) == ("[2019-01-01..]", MAYBE)
    ahead = ask("2020-06-01", term, bound("DE", "2019-01-01"), notice("DE", "2021"))
    assert ahead["DE"].bound is YES


def test_a_territory_makes_no_party() -> None:
    events = [bound("GB", "2020-01-01"), bound("GI", "2020-02-01")]
    extended = bound("GB", "2020-03-01", territory="Jersey")
    status = ask("2023-01-01", treaty(2), *events, extended)

    assert (status.in_force, status.parties) == (NO, ("GB",))
    table = status.table()
    assert "extended to Jersey, 1 Mar 2020\n" in f"{table}\n"
    left = notice("GB", "2021", effective="2022-01-01")
    later = ask("2023-01-01", treaty(1), *events, extended, left).table()
    assert "extended to Jersey, 1 Mar 2020, over (worked out)" in later
    open_to_it = ask("2023-01-01", treaty(2, parties=["GB", "GI"]), *events)
    assert open_to_it.parties == ("GB", "GI")


def test_a_definitive_signature_is_a_signature_and_a_consent() -> None:
    act = bound("FR", "2019-01-01", instrument="definitive_signature")
    status = ask("2020-01-01", treaty(1), act)

    assert (status.signatories, status.parties) == (("FR",), ("FR",))
    assert str(status["FR"].signed) == "2019-01-01"


def test_a_state_that_ended_is_no_party_and_its_deposit_counts() -> None:
    events = [treaty(2), bound("CSHH", "1990-01-01"), bound("FR", "1991-01-01")]
    status = ask("2000-01-01", *events)

    assert (status.in_force, status.parties) == (YES, ("FR",))
    assert status["CSHH"].state == "succeeded by"
    assert "succeeded by Czechia and Slovakia" in row(status, "Czechoslovakia")
    assert ask("1992-01-01", *events)["CSHH"].state == "party"
    soviet = ask("2000-01-01", treaty(1), bound("SUHH", "1990"))
    assert soviet["SUHH"].successors == ("RU",)
    late = treaty(entry_into_force=EntryIntoForce(1, delay="90 days"))
    soviet = ask("2000-01-01", late, bound("SUHH", "1991-12-01"))
    assert soviet["SUHH"].since is None
    assert str(soviet["RU"].since) == "1992-02-29"
    union = Party(id="union", name="Union", until="1995-01-01", successors=["FR"])
    tl = Timeline([treaty(1), bound("@union", "1990-01-01")], parties=[union])
    assert tl.treaty("t", on="2000-01-01")["union"].successors == ("FR",)


def test_after_the_newest_source_not_yet_is_a_maybe() -> None:
    newest = [Source(id="s", as_of="2024-03-03")]
    told = treaty(2, sources=["s"])
    consent = bound("FR", "2020-01-01", sources=["s"])

    def asked(on: str, *events: Event) -> TreatyStatus:
        return ask(on, told, consent, *events, sources=newest)

    assert asked("2024-03-03").in_force is NO
    assert asked("2026-01-01").in_force is MAYBE
    assert "not in force; status as at 3 Mar 2024" in str(asked("2026-01-01"))
    later = asked("2026-01-01", bound("DE", "2025-01-01"))
    assert (later.in_force, str(later.as_at)) == (YES, "2025-01-01")
    ended = ask("2026-06-01", treaty(terminated="2020", sources=["s"]), sources=newest)
    assert ended.in_force is NO


def test_who_had_consented_is_bound_from_the_stated_entry_into_force() -> None:
    status = ask("2025-01-01", treaty(in_force="2016-11-04"), bound("US", "2010-09-03"))

    assert (status["US"].bound, str(status["US"].since)) == (YES, "2016-11-04")


def test_a_mark_of_doubt_reaches_the_day_of_entry_into_force() -> None:
    rule = EntryIntoForce(every(["FR"]), delay="1 month")
    of_treaty = treaty(parties=["FR"], entry_into_force=rule)
    status = ask("2025-07-15", of_treaty, bound("FR", "2025-06-15~"))

    assert status.in_force is MAYBE
    assert str(status.entry_into_force) == "2025-07-15~"
    assert str(status["FR"].since) == "2025-07-15~"
    assert "about 15 Jul 2025" in row(status, "France")
    assert any("in doubt: France" in said for said in status.sentences())
    assert ask("2025-07-20", of_treaty, bound("FR", "2025-06-15~")).in_force is YES
    both = ask(
        "2025-07-15", treaty(2), bound("FR", "2025-06-15~"), bound("DE", "2025-06-10?")
    )
    assert str(both.entry_into_force) == "2025-06-15%"
    month = ask("2025-07-15", of_treaty, bound("FR", "2025-06~"))
    limits = "not-before:2025-07-01~ not-after:2025-07-30~"
    assert str(month.entry_into_force) == limits
    month = ask("2025-07-15", treaty(1), bound("FR", "2025-06?"))
    assert str(month.entry_into_force) == "2025-06?"
    assert "perhaps Jun 2025" in row(month, "France")
    known = bound("FR", status="deposited", sources=["s"])
    until = ask(
        "2026-01-01", treaty(1), known, sources=[Source(id="s", published="2025-06~")]
    )
    assert str(until.entry_into_force) == "not-after:2025-06-30~"


def test_counts_are_floors_unless_all_is_reported() -> None:
    signature = Signature(id="s", treaty="t", party="FR", when="2016-10-30")
    acts = (signature, bound("CA", "2017-05-16"))

    some = str(ask("2025-01-01", treaty(complete=False), *acts))
    assert some.startswith("at least 1 signatory, at least 1 contracting State, in")
    both = treaty(2, complete=False, parties=["CA", "FR"])
    assert str(ask("2025-01-01", both, *acts)).startswith(
        "at least 1 signatory, at least 1 contracting State, in force: not"
    )
    pending = bound("FR", status="pending")
    told = str(ask("2025-01-01", both, *acts, pending))
    assert told == "at least 1 signatory, 1 contracting State, not in force"
    maybe = str(ask("2017-06-01", treaty(complete=False), bound("CA", "2017")))
    assert "consent of 1 participant not determined" in maybe


def test_what_may_be_suspended_says_so() -> None:
    at = "2023-01-15"
    status = ask(at, treaty(1, suspended="2023-01/.."), bound("FR", "2019-01-01"))

    assert (status.in_force, status.suspended) == (YES, MAYBE)
    assert str(status).endswith("since 1 Jan 2019; its operation may be suspended")


def test_what_is_announced_for_after_the_newest_source_is_a_maybe() -> None:
    newest = [Source(id="s", as_of="2024-03-03")]
    consent = bound("FR", "2020-01-01", sources=["s"])
    leaving = notice("FR", "2024-03-01", effective="2025-03-01", sources=["s"])

    left = ask("2026-01-01", treaty(1), consent, leaving, sources=newest)
    assert (left["FR"].consent, left["FR"].state) == (MAYBE, "notice of withdrawal")
    ending = treaty(1, terminated="2025-01-01")
    ended = ask("2026-01-01", ending, consent, sources=newest)
    assert (ended.in_force, ended["FR"].bound) == (MAYBE, MAYBE)
    waiting = ask("2026-01-01", treaty(2), consent, sources=newest)
    assert waiting["FR"].bound is MAYBE


def test_only_a_doubt_that_decides_is_found() -> None:
    def found(*events: Event) -> list[str]:
        problems = Timeline([treaty(1), *events]).check()
        return [p.message for p in problems if p.code == "entry-into-force-in-doubt"]

    early, late = bound("FR", "2025-06-15~"), bound("DE", "2025-08-15")
    assert found(early, late) == [
        "the entry into force of t rests on a date in doubt, of France"
    ]
    assert found(bound("FR", "2025-06-15"), bound("DE", "2025-08-15~")) == []
    status = ask("2026-01-01", treaty(1), bound("FR", "2025-06-15"), late)
    assert not any("in doubt" in said for said in status.sentences())


def test_a_consent_in_the_name_of_a_territory_is_found() -> None:
    extended = bound("GB", "2020-02-01", territory="Gibraltar")
    problems = Timeline([treaty(2), bound("GI", "2020-02-01"), extended]).check()

    found = [p for p in problems if p.code == "territory-as-party"]
    assert len(found) == 1
    assert "r-GI-itself: Gibraltar is a territory, not a State" in str(found[0])


def reservation(when: str | None = "2020-01-01", **fields: Any) -> Reservation:  # noqa: ANN401  (fields)
    fields = {"id": "res", "party": "FR", "text": "not article 5"} | fields
    return Reservation(treaty="t", when=when, **fields)


def objection(when: str | None, party: str = "DE", to: str = "res") -> Objection:
    return Objection(id=f"o-{party}", to=to, party=party, when=when)


def found(*events: Event, tacit: int | None = None) -> set[str]:
    rule = EntryIntoForce(1) if tacit is None else EntryIntoForce(unless(tacit))
    of_treaty = treaty(complete="consents", entry_into_force=rule)
    problems = Timeline([of_treaty, *events]).check()
    return {problem.code for problem in problems} - {"no-source", "first-of-month"}


def test_a_table_shows_reservations_and_the_objections_to_them() -> None:
    made = reservation(withdrawn="2022-05-01")
    acts = (bound("FR", "2020-01-01"), made, objection("2020-06-01"))
    status = ask("2023-01-01", treaty(1), *acts, objection(None, party="US"))

    table = status.table()
    assert "reservation, 1 Jan 2020; not article 5; withdrawal, 1 May 2022" in table
    assert "objection by Germany, 1 Jun 2020" in table
    assert table.endswith("objection by United States")
    assert [r.id for r, _ in status["FR"].reservations] == ["res"]
    before = ask("2020-03-01", treaty(1), *acts)
    assert "objection" not in before.table()
    assert ask("2019-01-01", treaty(1), *acts)["FR"].reservations == ()
    undated = ask("2023-01-01", treaty(1), reservation(None))
    assert "reservation; not article 5" in undated.table()


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ("2020-06-01", set()),
        ("2021-01-01", set()),
        ("2021-01", set()),
        ("2021-01-02", {"objection-too-late"}),
        ("2019-12-31", {"objection-too-early"}),
        (None, set()),
    ],
)
def test_an_objection_is_made_within_twelve_months(
    when: str | None, codes: set[str]
) -> None:
    assert found(reservation(), objection(when)) == codes


def test_who_consents_later_may_object_until_then() -> None:
    acts = (reservation(), objection("2022-01-01"))
    assert found(*acts, bound("DE", "2022-01-01")) == set()
    assert found(*acts, bound("DE")) == set()
    assert found(*acts, bound("DE", "2020-05-01")) == {"objection-too-late"}
    assert found(reservation(None), objection("2022-01-01")) == set()


def test_an_objection_is_to_a_reservation_or_a_treaty() -> None:
    assert found(objection("2020", to="t"), tacit=1) == set()
    assert found(objection("2020", to="t")) == {"objection-out-of-place"}
    assert found(reservation(), objection("2020-06-01", "FR")) == {
        "objection-out-of-place"
    }
    consent = bound("FR", "2020-01-01")
    assert found(consent, objection("2020-02-01", to="r-FR-itself")) == {
        "objection-out-of-place"
    }
    with pytest.raises(UnknownIdError, match="gone"):
        Timeline([treaty(1), objection("2020", to="gone")])


def test_an_objection_to_a_treaty_keeps_it_from_binding_tacitly() -> None:
    rule = EntryIntoForce(unless(1, by="2021-01-01"))
    tacit = treaty(entry_into_force=rule)
    assert ask("2022-01-01", tacit).in_force is YES
    assert ask("2022-01-01", tacit, objection("2020-01-01", to="t")).in_force is NO


def test_tacit_acceptance_comes_on_its_day_or_never() -> None:
    rule = EntryIntoForce(unless(1, by="2021-01-01"), delay="6 months")
    tacit = treaty(entry_into_force=rule)
    before = ask("2020-06-01", tacit)
    assert str(before.needed) == "no objections by 1 party (no later than 1 Jan 2021)"
    for doubt in (objection(None, to="t"), objection("2020-12/2021-02", to="t")):
        may = ask("2021-02-01", tacit, doubt)
        assert str(may).endswith("(entry into force on 1 Jul 2021, if at all)")
        assert str(may.needed) == "fewer objections"
    asked = before.what_if("DE", by="2021-06-01", act="objection")
    assert str(asked.entry_into_force) == "2021-07-01"
    others = treaty(entry_into_force=rule, complete=False)  # who may have objected
    assert str(ask("2021-02-01", others).entry_into_force) == "2021-07-01"
    refused = ask("2021-02-01", tacit, objection("2020-01-01", to="t"))
    assert str(refused.needed) == "fewer objections, which can no longer be met"


def test_silence_binds_the_parties_of_what_is_amended_but_who_objected() -> None:
    rule = EntryIntoForce(unless(share("1/2", of="parties:b"), by="2021-01-01"))
    base = Treaty(id="b", title="B", complete=True, entry_into_force=EntryIntoForce(1))
    parties = [
        Ratification(id=f"b-{party}", treaty="b", party=party, when=when)
        for party, when in (
            ("FR", "2000"),
            ("DE", "2000"),
            ("IT", "2000"),
            ("ES", "2022"),
        )
    ]
    tacit, against = treaty(entry_into_force=rule), objection("2020-05-01", "FR", "t")
    status = ask("2023-01-01", tacit, base, *parties, against)
    doubt = objection(None, "DE", "t")
    may = ask("2021-06-01", tacit, base, *parties, against, doubt)
    assert "1 Jan 2021, if at all" in row(may, "Germany")
    states = {each.party: (each.state, each.bound) for each in status}
    assert states == {
        "FR": ("objected", NO),
        "DE": ("party", YES),
        "IT": ("party", YES),
        "ES": ("not determined", MAYBE),  # who joined the base later
    }
    table = status.table()
    assert "objection to the treaty, 1 May 2020" in table
    assert "Outstanding" not in table
    assert "tacit acceptance  1 Jan 2021" in row(status, "Germany")
    before = ask("2020-06-01", tacit, base, *parties)
    assert (before["DE"].state, before["DE"].bound) == ("no action reported", NO)
    more = treaty(entry_into_force=rule, complete=False)  # others may have objected
    assert ask("2023-01-01", more, base, *parties)["DE"].bound is MAYBE


def test_a_reservation_is_not_withdrawn_before_it_is_made() -> None:
    with pytest.raises(InvalidError, match="is withdrawn on 2019, before it is made"):
        reservation(withdrawn="2019")


def test_one_party_suspends_a_treaty_for_itself() -> None:
    acts = (treaty(1), bound("RU", "2019-01-01"), bound("US", "2019-01-01"))

    def asked(on: str, **fields: Any) -> TreatyStatus:  # noqa: ANN401  (fields)
        fields = {"when": "2023-02-28/..", "status": "suspended"} | fields
        record = Suspension(id="s", treaty="t", party="RU", **fields)
        return ask(on, *acts, record)

    running = asked("2024-01-01")
    assert (running.in_force, running.state) == (YES, "in force")
    assert (running["RU"].bound, running["RU"].state) == (YES, "party")
    assert "party, suspends its operation since 28 Feb 2023" in row(running, "Russia")
    assert "suspends" not in row(running, "United States")
    assert "Operation suspended by Russia." in running.sentences()
    assert "Application suspendue par Russie." in running.sentences("fr")
    assert asked("2023-02-27")["RU"].suspension is None
    assert asked("2024-01-01", status="revoked")["RU"].suspension is None
    undated = asked("2024-01-01", when=None)
    assert "party, may suspend its operation" in row(undated, "Russia")
    assert "Operation may be suspended by Russia." in undated.sentences()


def test_a_treaty_has_a_short_title_and_others_that_it_changes() -> None:
    old = Treaty(id="old", title="Convention", superseded_by="t")
    new = treaty(
        1, title="Protocol of 2001", short_title="Protocol", amends="old", when="2001"
    )
    tl = Timeline([old, new, bound("FR", "2020-01-01")])

    assert new.label == "Protocol"
    assert tl.treaty("t", on="2021-01-01").sentences()[1] == "Amends Convention."
    for on, said in (
        ("2000-12-31", []),
        (
            "2019-01-01",
            [
                "Amendments: Protocol.",
                "Superseded by Protocol once that is in force.",
            ],
        ),
        ("2021-01-01", ["Amendments: Protocol.", "Superseded by Protocol."]),
    ):
        assert tl.treaty("old", on=on).sentences()[1:] == said
    unknown = attrs.evolve(new, entry_into_force=EntryIntoForce(1, requires=["gone"]))
    lost = Timeline([old, unknown], partial=True).treaty("old", on="2021-01-01")
    assert (lost.superseded, lost.as_amended) == (NO, {})
    with pytest.raises(InvalidError, match="t cannot be its own superseded by"):
        treaty(1, superseded_by="t")
    with pytest.raises(UnknownIdError):
        Timeline([treaty(1, amends="gone")])


def test_records_of_treaty_law_survive_files_and_are_compared() -> None:
    old = treaty(1, short_title="Pact", notice="12 months")
    tl = Timeline(
        [
            old,
            reservation(withdrawn="2022-05-01"),
            objection("2020-06-01"),
            Suspension(id="s", treaty="t", party="RU", when="2023-02-28/.."),
        ]
    )

    assert Timeline.loads(tl.dumps()) == tl
    assert Timeline.loads(tl.dumps("toml"), "toml") == tl
    changed = tl.update("res", withdrawn="2022-06-01").since(tl)
    assert "withdrawn" in changed.table()
    assert "objection by Germany" in str(tl.to_ics())


def test_a_window_that_closed_ends_what_may_have_been() -> None:
    rule = EntryIntoForce(at_least(2, by="2020-06-01"), delay="30 days")
    acts = (bound("FR", "2019-01-01"), bound("DE", status="deposited"))
    said = str(ask("2030-01-01", treaty(entry_into_force=rule), *acts))
    limits = "between 31 Jan 2019 and 1 Jul 2020"
    assert f"not determined (entry into force {limits}, if at all)" in said
    said = str(ask("2020-01-01", treaty(entry_into_force=rule), *acts))
    assert "(entry into force on 31 Jan 2019 or later)" in said
    waits = Event(id="e", title="E", when="not-after:t#in-force")
    tl = Timeline([treaty(entry_into_force=rule), *acts, waits])
    assert tl.schedule()["e"].when.end_latest is None


def test_all_consents_can_be_known_without_all_signatures() -> None:
    signed = Signature(id="s", treaty="t", party="DE", when="2019-01-01")
    acts = (signed, bound("FR", "2019-01-01"))

    consents = ask("2020-01-01", treaty(2, complete="consents"), *acts)
    assert str(consents) == "at least 1 signatory, 1 contracting State, not in force"
    assert consents.outstanding == ("DE",)
    signatures = ask("2020-01-01", treaty(2, complete="signatures"), *acts)
    said = "1 signatory, at least 1 contracting State, in force: not determined"
    assert str(signatures) == said


def test_complete_in_one_regard_is_saved_and_nothing_else_taken() -> None:
    tl = Timeline([treaty(complete="consents"), Treaty(id="u", title="U")])
    assert Timeline.loads(tl.dumps()) == tl
    assert Timeline.loads(tl.dumps("toml"), "toml") == tl
    assert Timeline.loads(tl.to_csv(exact=True).text, "csv") == tl
    with pytest.raises(InvalidError, match='write true, or "consents" or "signatures"'):
        treaty(complete="acts")
    with pytest.raises(InvalidError, match="is not true or false"):
        Timeline.loads('{"kind":"treaty","id":"t","title":"T","complete":"acts"}')
    line = jsonschema.Draft202012Validator(jsonl_schema())
    data = {"kind": "treaty", "id": "t", "title": "T"}
    assert line.is_valid(data | {"complete": "signatures"})
    assert not line.is_valid(data | {"complete": "acts"})


def test_a_stated_day_in_doubt_rests_on_no_deposit() -> None:
    stated = treaty(in_force="2020-06-15~")
    status = ask("2021-01-01", stated, bound("FR", "2019-01-01~"))
    assert (status.in_doubt, status.deposits) == ((), ())


def test_a_stated_effect_stays_as_it_is_stated_beside_a_date_in_doubt() -> None:
    late = bound("DE", "2025-01-01", effective="2025-03")
    status = ask("2026-01-01", treaty(1), bound("FR", "2025-06-15~"), late)
    assert str(status["DE"].since) == "2025-03"


@pytest.mark.parametrize("listed", [(), ("FR", "RU"), ("FR", "RU", "SUHH")])
def test_what_bound_the_soviet_union_binds_russia(listed: tuple[str, ...]) -> None:
    events = [bound("SUHH", "1980-01-10"), bound("FR", "1985-03-05")]
    rule = treaty(2, parties=list(listed))
    status = ask("1995-01-01", rule, *events)
    before = ask("1990-01-01", rule, *events)

    assert (status["RU"].state, status["RU"].bound) == ("party", YES)
    assert status["SUHH"].bound is NO
    assert sorted(status.parties) == ["FR", "RU"]
    assert not status.outstanding
    assert before.parties == (("FR", "RU") if len(listed) == 2 else ("FR", "SUHH"))


@pytest.mark.parametrize(("named", "acting"), [("RU", "SUHH"), ("SUHH", "RU")])
@pytest.mark.parametrize("of_weight", [True, False])
def test_a_clause_that_names_a_state_means_the_one_that_it_is_in_law(
    named: str, acting: str, *, of_weight: bool
) -> None:
    condition = every(named, "FR")
    if of_weight:
        condition = share("2/3", {named: 2, "FR": 1, "DE": 1})
    rule = treaty(entry_into_force=EntryIntoForce(condition))
    deposits = (bound(acting, "1980-01-10"), bound("FR", "1985-03-05"))

    assert str(ask("1995-01-01", rule, *deposits).entry_into_force) == "1985-03-05"
    lone = ask("1995-01-01", rule, bound("FR", "1985-03-05"))
    assert lone.what_if(acting, "1996-01-01").in_force is YES
    assert str(lone.would_suffice()).startswith("The consent of Russia")


def test_both_names_of_one_state_are_one_head() -> None:
    events = [bound("SUHH", "1980-01-10"), bound("RU", "1994-03-05")]
    assert ask("1995-01-01", treaty(2), *events).in_force is NO


def test_what_the_soviet_union_signed_russia_has_signed_and_can_leave() -> None:
    signed = Signature(id="s", treaty="t", party="SUHH", when="1980-01-10")
    later, before = (
        ask("1995-01-01", treaty(2), signed),
        ask("1990-01-01", treaty(2), signed),
    )
    assert [(r.party, r.state) for r in later] == [
        ("RU", "signatory"),
        ("SUHH", "succeeded by"),
    ]
    assert later.signatories == ("RU",)
    assert before.signatories == ("SUHH",)
    assert [r.party for r in before] == ["SUHH"]
    left = notice("RU", "1994-01-01", effective="1994-07-01")
    status = ask("1995-01-01", treaty(1), bound("SUHH", "1980-01-10"), left)
    assert (status["RU"].state, status.former) == ("withdrawn", ("RU",))
    assert status.parties == ()


def test_a_state_with_acts_of_its_own_inherits_none() -> None:
    events = [bound("SUHH", "1980-01-10"), bound("RU", "1994-03-05")]
    status = ask("1995-01-01", treaty(1), *events)
    assert str(status["RU"].since) == "1994-03-05"
    assert status.parties == ("RU",)


def test_a_state_that_ended_is_not_bound() -> None:
    events = [bound("CSHH", "1980-01-10"), bound("FR", "1985-03-05")]
    assert ask("1992-06-01", treaty(1), *events)["CSHH"].bound is YES
    assert ask("1995-01-01", treaty(1), *events)["CSHH"].bound is NO


def test_a_table_shows_what_each_source_says_of_a_disputed_act() -> None:
    rival = bound("DE", "2020-11-30", sources=["s", cite("z", when="2020-12-02")])
    denied = bound("FR", "2020-01-10", sources=["s", cite("z", "non", stance="denies")])
    sources = [Source(id="s"), Source(id="z")]
    records = Timeline([treaty(2), rival, denied], sources)
    status = records.treaty("t", "2021-03-01")

    table = status.table()
    assert "[1] says 30 Nov 2020; [2] says 2 Dec 2020" in table
    assert "[1] says 10 Jan 2020; [2] denies it: “non”" in table
    assert "[2] dément cela : «" in status.table(language="fr")


DENIED = [cite("a"), cite("b", "no such", stance="denies")]
ALLEGED = [cite("a", stance="alleges")]


def doubtful(said: list[Citation], on: str = "2021-01-01") -> TreatyStatus:
    """Return how a treaty stands of whose acts nearly all are in doubt."""
    span: dict[str, Any] = {"when": "2020-06-01/..", "sources": said}
    act: dict[str, Any] = {"when": "2020-04-01", "sources": said}
    isle = Ratification(id="x", treaty="t", party="IT", territory="Isle", **act)
    events = [
        treaty(2, parties=["FR", "DE", "IT", "ES"]),
        bound("DE", "2020-03-01"),
        bound("IT", "2020-03-01"),
        Signature(id="s", treaty="t", party="FR", **act),
        isle,
        Suspension(id="u", treaty="t", party="IT", **span),
        ProvisionalApplication(id="p", treaty="t", party="ES", **span),
        Reservation(id="v", treaty="t", party="DE", text="Art 5", **act),
        Objection(id="o", to="v", party="FR", **act),
    ]
    return Timeline(events, [Source(id="a"), Source(id="b")]).treaty("t", on)


@pytest.mark.parametrize("said", [DENIED, ALLEGED])
def test_what_is_denied_or_only_alleged_is_not_sure(said: list[Citation]) -> None:
    status = doubtful(said)
    france, italy = status["FR"], status["IT"]

    assert (france.has_signed, france.state) == (MAYBE, "signature not determined")
    assert (status.signatories, status.may_have_signed) == ((), ("FR",))
    assert (italy.bound, italy.suspended) == (YES, MAYBE)
    assert [status.is_applied(each) for each in status.applications] == [MAYBE]
    assert str(status).startswith("signature of 1 participant not determined, ")
    assert status.what_if("FR", "2021-02-01", act="signature").signatories == ("FR",)
    told = status.sentences()
    assert "Operation may be suspended by Italy." in told
    assert "May be applied provisionally by Spain from 1 Jun 2020." in told
    assert "may apply it provisionally since 1 Jun 2020" in row(status, "Spain")
    assert doubtful(said, "2020-03-31")["IT"].extensions == ()


def test_both_sides_stand_under_what_they_differ_on() -> None:
    denied = "[1] says {}; [2] denies it: “no such”"
    act, span = denied.format("1 Apr 2020"), denied.format("from 1 Jun 2020")

    told = [line for line in doubtful(DENIED).table().splitlines() if line[0:1] == "└"]
    assert told == [
        f"└ signature by France: {act}",
        f"└ reservation, 1 Apr 2020; Art 5 [1][2]: {act}",
        f"└ objection by France, 1 Apr 2020 [1][2]: {act}",
        f"└ suspension by Italy: {span}",
        f"└ extended to Isle, 1 Apr 2020 [1][2]: {act}",
        f"└ provisional application by Spain: {span}",
    ]
    alleged = doubtful(ALLEGED).table()
    assert "└ signature by France: [1] alleges 1 Apr 2020" in alleged


def test_a_treaty_that_is_denied_says_so() -> None:
    whole: dict[str, Any] = {"when": "2020-06-01/..", "sources": DENIED}
    dates: dict[str, Any] = {"in_force": "2020-08-01", "suspended": "2020-09-01/.."}
    events = [
        treaty(**dates, when="2020-01-01", sources=DENIED),
        ProvisionalApplication(id="p", treaty="t", **whole),
    ]
    status = Timeline(events, [Source(id="a"), Source(id="b")]).treaty(
        "t", "2021-01-01"
    )

    assert (status.in_force, status.suspended, status.applied) == (MAYBE, MAYBE, MAYBE)
    assert "This is denied by a source, or only alleged." in status.sentences()
    table = status.table()
    assert "Treaty: [1] says 1 Jan 2020; [2] denies it: “no such”" in table
    assert "Provisional application: [1] says from 1 Jun 2020" in table
    assert "its operation may be suspended; may be applied provisionally" in table


def test_what_a_newer_source_reports_may_be_so() -> None:
    now = [
        cite("a", as_of="2020-01-01"),
        cite("b", as_of="2020-05-01", status="signed", when="2020-04-01"),
    ]
    ended = [
        cite("a", as_of="2020-01-01"),
        cite("b", as_of="2020-05-01", status="ended", when="2020-01-01/2020-04-01"),
    ]
    span: dict[str, Any] = {"when": "2020-01-01/..", "status": "applied"}
    events = [
        treaty(parties=["FR", "ES"]),
        Signature(id="s", treaty="t", party="FR", status="pending", sources=now),
        ProvisionalApplication(id="p", treaty="t", party="ES", sources=ended, **span),
    ]
    tl = Timeline(events, [Source(id="a"), Source(id="b")])

    before, after = (tl.treaty("t", on=day) for day in ("2020-03-31", "2020-04-02"))
    assert (before["FR"].has_signed, after["FR"].has_signed) == (NO, MAYBE)
    assert (before.applied, after.applied) == (YES, MAYBE)


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("2020-03-10", {"2020-03-09": NO, "2020-03-10": YES}),
        ("2020-03-10?", {"2020-03-08": NO, "2020-03-10": MAYBE, "2020-03-11": YES}),
        ("2020-03", {"2020-02-29": NO, "2020-03-30": MAYBE, "2020-03-31": YES}),
    ],
)
@pytest.mark.parametrize("kind", [Signature, Ratification])
def test_a_signature_counts_when_it_surely_was_made(
    when: str, days: dict[str, Certainty], kind: type[Event]
) -> None:
    made: dict[str, Any] = {"treaty": "t", "party": "FR", "when": when}
    if kind is Ratification:
        made["instrument"] = "definitive_signature"
    rival = Signature(
        id="it",
        treaty="t",
        party="IT",
        when="2020-03-10",
        sources=[cite("a"), cite("b", when="2020-03-20")],
    )
    sources = [Source(id="a"), Source(id="b")]
    tl = Timeline([treaty(), kind(id="fr", **made), rival], sources)

    assert {day: tl.treaty("t", on=day)["FR"].has_signed for day in days} == days
    assert tl.treaty("t", on="2020-03-19")["IT"].has_signed is MAYBE
    assert tl.treaty("t", on="2020-03-20")["IT"].has_signed is YES


def test_a_predecessor_that_left_no_row_is_shown_with_the_days_of_its_deposit() -> None:
    events = [
        treaty(2, opened="1970-01-01"),
        bound("FR", "1972-01-01"),
        bound("DDDE", status="deposited"),
        bound("DE", "1995-01-01"),
    ]
    status = Timeline(events).treaty("t", on="2000-01-01")

    assert "between 1 Jan 1970 and 2 Oct 1990" in row(status, "East Germany")
    assert "succeeded by Germany" in row(status, "East Germany")
    assert str(status.entry_into_force) == "[1972-01-01..1990-10-02]"
    assert status.parties == ("FR", "DE")


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"suspended": "2024/.."}, "operation suspended since 2024"),
        (
            {"in_force": "2020-01-01", "suspended": "2024-01-01/2024-03-01"},
            "in force since 1 Jan 2020, operation suspended 1 Jan – 1 Mar 2024",
        ),
        (
            {"suspended": "2024-01-01/..", "terminated": "2025-05-01"},
            "terminated on 1 May 2025, operation suspended from 1 Jan 2024",
        ),
    ],
)
def test_a_suspended_treaty_is_seen_as_such_in_every_line(
    dates: dict[str, Any], said: str
) -> None:
    assert said in Timeline([treaty(**dates)]).table()


def test_a_suspended_treaty_that_is_to_end_is_seen_as_both() -> None:
    dates: dict[str, Any] = {
        "in_force": "2020",
        "suspended": "2024/..",
        "terminated": "2025-05-01",
    }
    agenda = Timeline([treaty(**dates)]).agenda(on="2025-03-15").table()

    assert "in force since 2020, operation suspended since 2024" in agenda
    assert "└ ends" in agenda


BOTH = (bound("FR", "1961-05-02"), bound("TD", "1961-05-02"))


def test_who_met_the_conditions_names_no_deposit_of_another_or_unknown_day() -> None:
    undated = bound("DDDE", status="deposited")
    tl = Timeline([treaty(2, when="1955"), *BOTH, undated])
    said = tl.treaty("t", on="1995-01-01").sentences()
    assert any("on 2 May 1961 by France and Chad:" in sentence for sentence in said)


@pytest.mark.parametrize(
    "cited",
    [[cite("x", stance="alleges")], [cite("x"), cite("y", stance="denies")]],
)
@pytest.mark.parametrize("count", [2, 3])
def test_a_withdrawal_that_is_denied_or_alleged_is_no_notice(
    cited: list[Citation], count: int
) -> None:
    sources = [Source(id="x", published="1965-06"), Source(id="y", published="1965-07")]
    out = notice("TD", "1962-01-01", sources=cited)
    tl = Timeline([treaty(count, notice="6 months"), *BOTH, out], sources)
    status = tl.treaty("t", on="1965-08-01")
    assert status["TD"].state == "not determined"
    said = [status.table(), *status.sentences()]
    assert not any("otice of withdrawal" in text for text in said)
    assert "withdrawal by Chad: [1]" in said[0]


def test_a_notice_that_may_be_still_to_come_is_not_stated() -> None:
    term, consent = treaty(1, notice="6 months"), bound("DE", "2016-02-01")
    for when, leaves in (
        ("2016", "[2016-08-01..2017-06-30]"),
        (None, "[2016-08-01..]"),
    ):
        may = ask("2016-09-10", term, consent, notice("DE", when))
        assert (may["DE"].state, may["DE"].bound) == ("not determined", MAYBE)
        assert str(may["DE"].leaves) == leaves  # nobody withdraws before its consent
        assert "Withdrawal not determined: Germany." in may.sentences()
        still = ask("2016-07-31", term, consent, notice("DE", when))
        assert still["DE"].bound is YES
        assert row(still, "Germany").endswith("party")
    given = ask("2017-01-01", term, consent, notice("DE", "2016"))
    assert given["DE"].state == "notice of withdrawal"
    stated = ask("2016-09-10", term, consent, notice("DE", None, effective="2017"))
    assert stated["DE"].state == "notice of withdrawal"


def test_who_left_had_consented_before() -> None:
    acts = bound("FR", "2016-01-01"), bound("DE", status="deposited")
    two = treaty(2, opened="2010-01-01")
    status = ask("2020-01-01", two, *acts, notice("DE", "2017-01-01"))
    assert str(status.entry_into_force) == "[2016-01-01..2016-12-31]"
    assert status["FR"].begun is YES
    assert status.in_force is MAYBE  # nobody knows whether Germany is still a party
    assert str(status["DE"].deposited) == "[2010-01-01..2016-12-31]"
    early = ask("2016-03-10", two, *acts, notice("DE", "2017-01-01"))
    assert str(early.entry_into_force) == "[2016-01-01..2016-12-31]"


def test_after_its_end_nobody_is_counted_as_contracting() -> None:
    ended = treaty(2, terminated="2000-01-01")
    said = str(Timeline([ended, *BOTH]).treaty("t", on="2001-01-01"))
    assert said == "signatures not reported, terminated"


def test_whether_a_party_is_a_former_one_stays_open_with_the_day_of_the_end() -> None:
    ended = treaty(2, terminated="2000")
    status = ask("2000-06-01", ended, *BOTH, notice("FR", "1999-12-01"))
    assert [each.state for each in status] == ["not determined"] * 2
    assert status["TD"].bound is MAYBE
    assert "contracting" not in str(status)


def test_who_applies_a_part_has_a_row_that_says_so() -> None:
    act = ProvisionalApplication(
        id="p",
        treaty="t",
        party="TD",
        scope="Part III",
        when="1960/..",
        status="applied",
    )
    table = Timeline([treaty(2), BOTH[0], act]).treaty("t", on="1962-01-01").table()
    assert "applies it provisionally since 1960, in part (Part III)" in table


def test_what_may_have_been_met_is_otherwise_still_needed() -> None:
    alleged = bound("TD", "1961-06-01", sources=[cite("x", stance="alleges")])
    tl = Timeline([treaty(2), BOTH[0], alleged], [Source(id="x")])
    said = tl.treaty("t", on="1965-01-01").sentences()
    assert "Otherwise still needed: 1 more party." in said


def test_a_successor_is_in_no_treaty_before_it_was_there() -> None:
    heir = bound("CZ", "1993-02-22", instrument="succession")
    tl = Timeline([treaty(2), *BOTH, heir])
    after, before = (tl.treaty("t", on=day) for day in ("1995-01-01", "1963-01-01"))
    assert str(after["CZ"].since) == "[1993-01-01..1993-02-22]"
    assert "Czechia" not in before.table()
    assert not before.outstanding
    listed = Timeline([treaty(2, parties=["FR", "TD", "CZ"]), *BOTH, heir])
    assert "Czechia" in listed.treaty("t", on="1963-01-01").table()


@pytest.mark.parametrize(
    ("party", "deposit", "effect"),
    [
        pytest.param("HR", "1993-07-26", "[1991-06-25..1993-07-26]", id="separated"),
        pytest.param("SS", "2012-01-01", "[2011-07-09..2012-01-01]", id="young"),
        pytest.param("CZ", "1992-12-18", "1993-01-01", id="declared-ahead"),
        pytest.param("TL", "2003-05-07", "[1975-11-28..2003-05-07]", id="proclaimed"),
        pytest.param("TN", "1968-10-24", "[1961-05-02..1968-10-24]", id="older"),
    ],
)
def test_a_succession_reaches_back_to_the_first_day_of_a_state(
    party: str, deposit: str, effect: str
) -> None:
    heir = bound(party, deposit, instrument="succession")
    t = Timeline([treaty(2), *BOTH, heir]).treaty("t", on="2015-01-01")
    assert str(t[party].since) == effect


@pytest.mark.parametrize(
    ("deposit", "printed"),
    [
        pytest.param("1990-08-20", "19 Sep 1990 ", id="before-it-ended"),
        pytest.param("1990-09-20", "not stated    ", id="never"),
        pytest.param("1990", "between 31 Jan and 2 Oct 1990, if at all", id="maybe"),
    ],
)
def test_a_treaty_enters_into_force_for_no_state_that_has_ended(
    deposit: str, printed: str
) -> None:
    rule = EntryIntoForce(1, delay="30 days")
    tl = Timeline([treaty(entry_into_force=rule), *BOTH, bound("DDDE", deposit)])
    assert printed in row(tl.treaty("t", on="1990-10-03"), "East Germany")
    assert "East Germany" not in str(tl.agenda("1990-10-03"))
    assert "20 Oct" not in str(tl.agenda("1990-10-01"))


@pytest.mark.parametrize(
    ("party", "date", "in_force"),
    [
        pytest.param("DDDE", "2017-01-01", MAYBE, id="had-ended"),
        pytest.param("DDDE", "1990", YES, id="as-it-ended"),
        pytest.param("SUHH", "1992-01-05", YES, id="goes-on-as-another"),
    ],
)
def test_the_deposit_of_a_state_that_had_ended_is_in_doubt(
    party: str, date: str, in_force: Certainty
) -> None:
    t = Timeline([treaty(3), *BOTH, bound(party, date)]).treaty("t", on="2018-01-01")
    assert t.in_force is in_force


def test_what_if_an_ended_state_acted_it_would_be_on_that_day_or_never() -> None:
    rule = EntryIntoForce(2, delay="30 days")
    asked = ask("2017-01-01", treaty(entry_into_force=rule), bound("FR", "2015"))
    found = asked.what_if("DDDE", "2017-03-01")
    assert (found.in_force, str(found.trigger)) == (NO, "2017-03-01")
    assert "not in force (entry into force on 31 Mar 2017, if at all)" in str(found)


def test_a_deposit_of_an_ended_state_that_is_denied_is_not_sure() -> None:
    said = [cite("x"), cite("y", stance="denies")]
    deposit = bound("DDDE", "1989-01-01", status="deposited", sources=said)
    status = ask(
        "2001-01-01", treaty(1), deposit, sources=[Source(id="x"), Source(id="y")]
    )
    assert (status.in_force, str(status.entry_into_force)) == (MAYBE, "1989-01-01")


def test_a_state_that_goes_on_as_another_stays_a_party_to_another_treaty() -> None:
    other = Treaty(id="o", title="O", complete=True, in_force="1980-01-01")
    joined = Ratification(id="o-su", treaty="o", party="SUHH", when="1980-01-01")
    own = treaty(entry_into_force=EntryIntoForce(every("parties:o")))
    status = ask("2018-01-01", own, other, joined, bound("RU", "2015-01-01"))
    assert status.state == "in force"


def test_who_left_on_the_first_day_of_a_vague_deposit_gave_it_on_that_day() -> None:
    acts = bound("IT", "2017-01-01"), bound("FR", "2018-01"), notice("FR", "2018-01-01")
    found = ask("2019-01-01", treaty(1), *acts)["FR"]
    assert (str(found.since), found.state) == ("2018-01-01", "notice of withdrawal")


@pytest.mark.parametrize("term", [None, "10 days"])
@pytest.mark.parametrize("effective", [None, "2016-02-08"])
def test_who_withdraws_before_a_treaty_in_force_binds_it_was_never_bound(
    term: str | None, effective: str | None
) -> None:
    rule = EntryIntoForce(1, delay="5 days")
    left = notice("CA", "2016-02-05", effective=effective)
    own = treaty(entry_into_force=rule, notice=term)
    acts = own, bound("FR", "2016-01-02"), bound("CA", "2016-02-03"), left
    for on in ("2016-02-08", "2016-02-14", "2016-02-15"):
        found = ask(on, *acts)
        assert (found["CA"].state, found["CA"].bound) == ("no action reported", NO)
        assert "Withdrew before entry into force: Canada." in found.table()
    before = ask("2016-02-06", *acts)["CA"]
    assert (before.consent, before.effect) == (YES if effective else NO, None)


@pytest.mark.parametrize("term", [None, "4 days"])
def test_who_may_have_withdrawn_in_time_is_not_surely_bound(term: str | None) -> None:
    rule = EntryIntoForce(2, not_before="2016-03-01")
    left = notice("CA", "[2016-02-28..2016-03-01]")
    acts = bound("FR", "2016-01-02"), bound("IT", "2016-01-03"), bound("CA", "2016-01")
    own = treaty(entry_into_force=rule, notice=term)
    found = ask("2016-03-10", own, *acts, left)
    assert (found["CA"].begun, found["CA"].state) == (MAYBE, "not determined")
    assert "1 Mar 2016, if at all" in row(found, "Canada")


def test_a_definitive_signature_is_a_signature_to_the_rule() -> None:
    signed = bound("FR", "2016-01-05", instrument="definitive_signature")
    for condition in (every("signatories"), at_least(1, of="signatories")):
        own = treaty(entry_into_force=EntryIntoForce(condition))
        assert str(ask("2016-02-01", own, signed).entry_into_force) == "2016-01-05"
    half = treaty(entry_into_force=EntryIntoForce(share("majority", of="signatories")))
    vague = bound("IT", "2016-01", instrument="definitive_signature")
    others = [
        Signature(id=f"s-{party}", treaty="t", party=party, when="2016-01-03")
        for party in ("CA", "DE")
    ]
    said = ask("2016-02-01", half, signed, vague, *others, bound("CA", "2016-01-06"))
    assert str(said.entry_into_force) == "[2016-01-01..2016-01-06]"


def test_another_treaty_in_doubt_decides_on_its_days_or_never() -> None:
    other = Treaty(
        id="o",
        title="O",
        complete=True,
        entry_into_force=EntryIntoForce(2, delay="5 days"),
    )
    acts = [
        Ratification(id=f"o-{party}", treaty="o", party=party, when=when, sources=by)
        for party, when, by in (
            ("FR", "2016-01-05", []),
            ("CA", "2016-01-10", [cite("x", stance="alleges")]),
        )
    ]
    for rule, day in (
        (EntryIntoForce(at_least(1) & in_force("o"), delay="5 days"), "2016-01-20"),
        (EntryIntoForce(1, requires=["o"]), "2016-01-15"),
        (EntryIntoForce(at_least(1, of="parties:o")), "2016-01-15"),
    ):
        own = treaty(entry_into_force=rule), other, *acts, bound("FR", "2016-01-02")
        said = ask("2016-03-01", *own, sources=[Source(id="x")])
        assert (said.in_force, str(said.entry_into_force)) == (MAYBE, day)
        assert "if at all" in said.table()


def test_an_effect_stated_before_the_treaty_is_in_force_makes_no_party() -> None:
    early = bound("IT", "2016-01-02", effective="2016-01-04")
    own = treaty(entry_into_force=EntryIntoForce(2, delay="10 days"))
    found = ask("2016-01-14", own, early, bound("CA", "2016-02-02"))
    assert (found["IT"].state, found["IT"].bound) == ("contracting State", NO)
    later = ask("2016-03-01", own, early, bound("CA", "2016-02-02"))
    assert str(later["IT"].since) == "2016-02-12"


def test_the_fixed_day_is_for_those_who_consented_by_then() -> None:
    rule = EntryIntoForce(1, fixed="2016-02-01", delay="1 month")
    alleged = bound("FR", "2016-01-02", sources=[cite("x", stance="alleges")])
    own = treaty(entry_into_force=rule), alleged, bound("CA", "2016-02-20")
    found = ask("2016-03-01", *own, sources=[Source(id="x")])["CA"]
    assert (str(found.since), found.bound) == ("2016-03-20", NO)


def test_where_membership_is_not_certain_nothing_is_said_to_be_in_vain() -> None:
    body = Treaty(id="b", title="B", in_force="1949", complete=True)
    joined = Ratification(id="r", treaty="b", party="FR", when="1950")
    rule = EntryIntoForce(at_least(2) & at_least(1, of="parties:b"))
    new = treaty(entry_into_force=rule, complete=True)
    ways = ask(
        "2016-01-05", new, body, joined, bound("FR", "2016-01-03")
    ).would_suffice()
    assert str(ways) == "It is not certain that any consents would suffice."
    assert ways.sentence("fr") == (
        "Il n'est pas certain que des consentements suffisent."
    )


def test_what_would_suffice_counts_as_the_clause_does() -> None:
    x = Weights(of="x", parties={"CA": 1, "FR": 2, "IT": 5})
    y = Weights(of="y", parties={"CA": 3, "FR": 4, "IT": 1})
    relative = treaty(
        entry_into_force=EntryIntoForce(share("1/2", x, relative_to=y)),
        parties=["CA", "FR", "IT"],
    )
    said = ask("2016-01-05", relative)
    assert str(said.would_suffice()) == (
        "The consent of France, or of Italy would suffice."
    )
    with_eu = treaty(entry_into_force=EntryIntoForce(at_least(2) & every("EU")))
    said = ask("2016-01-05", with_eu, bound("CA", "2016-01-03"))
    assert "European Union and any other State" in str(said.would_suffice())
    new = treaty(2, parties=["CA", "SS"])
    assert ask("1992-12-20", new, bound("CA", "1985")).would_suffice().size is None


def test_nobody_takes_back_a_consent_that_is_not_reported() -> None:
    said = ask("2018-01-01", treaty(2), *BOTH, notice("IT", "2017-01-01"))
    assert (said["IT"].state, said["IT"].took_back) == ("no action reported", NO)
    told = "notice of withdrawal{} (its consent is not reported)"
    assert told.format(" on 1 Jan 2017") in row(said, "Italy")
    both = notice("IT", "2017-01-01", effective="2018-02-01")
    on_both = told.format(" on 1 Jan 2017, effective on 1 Feb 2018")
    assert on_both in row(ask("2018-01-01", treaty(2), *BOTH, both), "Italy")
    effect = notice("IT", None, effective="2018-02-01")
    on_effect = told.format(", effective on 1 Feb 2018")
    assert on_effect in row(ask("2018-03-01", treaty(2), *BOTH, effect), "Italy")
    assert "Withdrew before" not in str(said.sentences())


def test_who_only_extended_a_treaty_to_a_territory_has_a_row() -> None:
    extended = bound("IT", "2017", territory="Sardinia")
    table = ask("2018-01-01", treaty(2), *BOTH, extended).table()
    assert "└ extended to Sardinia, 2017" in table[table.index("Italy") :]


def test_who_left_before_entry_into_force_was_no_party_to_the_other_treaty() -> None:
    """Nor was a State that had ended by then."""
    other = Treaty(
        id="o",
        title="O",
        complete=True,
        entry_into_force=EntryIntoForce(2, delay="30 days"),
    )
    acts = [
        Ratification(id=f"o-{party}", treaty="o", party=party, when=when)
        for party, when in (
            ("FR", "1990-09-10"),
            ("TD", "1990-09-10"),
            ("IT", "1990-09-11"),
            ("DDDE", "1990-09-12"),
        )
    ]
    back = Withdrawal(id="back", treaty="o", party="IT", when="1990-09-15")
    for count, held in ((2, YES), (3, NO)):
        rule = EntryIntoForce(at_least(count, of="parties:o"))
        own = [*BOTH, bound("IT", "1991"), bound("DDDE", "1990-09-20")]
        t = ask("2018-01-01", treaty(entry_into_force=rule), other, *acts, back, *own)
        assert t.in_force is held


def test_a_party_that_perhaps_joined_another_treaty_decides_on_one_day_or_never() -> (
    None
):
    rule = EntryIntoForce(every("parties:p"), delay="30 days")
    other = Treaty(id="p", title="P", complete=True, in_force="1953-09-03")
    days = {"FR": "1953-09-03", "GB": "1953-09-03", "DE": "1997-09-15"}
    members = [
        Ratification(id=f"p-{party}", treaty="p", party=party, when=day)
        for party, day in days.items()
    ]
    made = (treaty(entry_into_force=rule), other, *members, bound("FR", "1996-04-03"))
    open_, late = ask("1997-12-01", *made), bound("GB", "1997-10-01")
    whole = ask("2020-12-01", *made, late)

    said = "The consent of Germany and United Kingdom would suffice."
    assert str(open_.would_suffice()) == said
    assert "entry into force on 31 Oct 1997, if at all" in str(whole)
    assert "31 Oct 1997, if at all" in row(whole, "France")


def test_who_consented_before_a_fixed_day_is_in_from_that_day() -> None:
    rule = EntryIntoForce(2, fixed="1989-01-01", delay="90 days")
    acts = bound("US", "1988-04-21"), bound("JP", "1988-12-16")
    status = ask("1989-01-15", treaty(entry_into_force=rule), *acts)

    assert status["JP"].bound is YES


def test_a_treaty_that_all_have_left_is_over() -> None:
    acts = [*BOTH, notice("FR", "2017-01-01"), notice("TD", "2017-01-01")]
    whole, part = (
        ask("2018-01-01", treaty(2, notice="6 months", complete=complete), *acts)
        for complete in (True, False)
    )

    assert (whole.state, part.state) == ("terminated", "in force")


def test_a_treaty_ends_when_withdrawals_leave_it_one_party() -> None:
    listed = treaty(2, parties=["FR", "TD"], complete=False, notice="6 months")
    for own in (listed, treaty(2, notice="6 months")):
        acts = [own, *BOTH, notice("FR", "2017-01-01")]
        before, after = (ask(on, *acts) for on in ("2017-06-30", "2017-07-01"))
        assert (before.in_force, before["TD"].bound) == (YES, YES)
        assert (after.state, after["TD"].state) == ("terminated", "former party")
        assert (after.in_force, after["TD"].bound) == (NO, NO)
        said = "(∴ fewer than two parties {})."
        end = "on 1 Jul 2017 "
        assert f"Ends {end}{said.format('will be left')}" in before.sentences()
        assert f"Terminated {end}{said.format('are left')}" in after.sentences()
        ending = Timeline(acts).agenda("2017-06-01").ending
        assert "terminated" in [item.field for item in ending]


def test_how_many_parties_are_left_may_not_be_known() -> None:
    out = notice("FR", "2017-01-01", effective="2017-07-01")
    others = treaty(2, parties=["FR", "TD", "IT"], complete=False)
    vague = notice("FR", "2017-01-01")
    for own, left in ((others, out), (treaty(2), vague)):
        found = ask("2018-01-01", own, *BOTH, left)
        assert (found.in_force, found["TD"].bound) == (MAYBE, MAYBE)
        assert any(line.startswith("May have ended") for line in found.sentences())
    presumed = ask("2018-01-01", treaty(2, complete=False), *BOTH, out)
    assert presumed.in_force is YES  # others may have joined it
    again = Ratification(id="back", treaty="t", party="FR", when="2019-01-01")
    assert ask("2020-01-01", treaty(2), *BOTH, out, again).in_force is YES


def test_nothing_more_is_needed_of_what_is_in_force_or_has_ended() -> None:
    stated = treaty(60, opened="1950-01-01", complete=False, in_force="1961-07-01")
    found = ask("2018-01-01", stated, *BOTH)
    assert str(found.would_suffice()) == "No more consents are needed."
    assert not any("may have been met" in said for said in found.sentences())
    ended = ask("2018-01-01", treaty(3, terminated="2010-01-01"), *BOTH)
    assert str(ended.would_suffice()) == "No consents would suffice now."
    assert str(ended) == "signatures not reported, terminated"
    late = ended.what_if("DE", "2019-01-01")
    assert (late.entry_into_force, late.trigger) == (None, None)


def test_one_of_two_days_is_no_day_between_them() -> None:
    one_of = bound("FR", "[2021-02-02,2021-02-20]")
    rule = EntryIntoForce(at_least(1, by="2021-02-10"))
    window = ask("2021-06-01", treaty(entry_into_force=rule), one_of)
    leaving = notice("DE", "2021-02-10")
    left = ask("2021-06-01", treaty(2), one_of, bound("DE", "2021-02-01"), leaving)
    after = treaty(2, opened="2021-02-10")
    late = ask("2021-06-01", after, one_of, bound("DE", "2021-02-10"))
    days = [str(found.trigger) for found in (window, left, late)]
    assert days == ["2021-02-02", "2021-02-02", "2021-02-20"]
    assert (window.in_force, late.in_force) == (MAYBE, YES)


def test_the_end_that_comes_first_ends_a_treaty() -> None:
    acts = [*BOTH, notice("FR", "2017-01-01", effective="2017-07-01")]
    early, late = (
        ask("2018-01-01", treaty(2, terminated=day), *acts)
        for day in ("2017-02-01", "2030-01-01")
    )
    assert "Terminated on 1 Feb 2017, as stated." in early.sentences()
    assert not any("∴" in line for line in early.sentences())
    assert "Was to end on 1 Jan 2030, as stated." in late.sentences()
    other = Treaty(id="o", title="O", entry_into_force=EntryIntoForce(in_force("t")))
    found = Timeline([treaty(2), *acts, attrs.evolve(other, opened="2018-01-01")])
    assert found.treaty("o", on="2019-01-01").in_force is NO


def test_what_never_bound_two_or_has_lost_all_is_not_in_force() -> None:
    rule = EntryIntoForce(2, fixed="2021-02-11", delay="1 month")
    acts = [
        bound("CA", "2021-02-05"),
        bound("FR", "[2021-02-06..2021-02-08]"),
        notice("CA", "[2021-02-07..2021-02-08]"),
        notice("FR", "2021-02-12", effective="2021-02-16"),
    ]
    found = ask("2021-06-01", treaty(entry_into_force=rule), *acts)
    assert (found.in_force, found.state) == (NO, "not in force")


def test_an_act_that_is_only_alleged_is_news_and_no_floor() -> None:
    alleged = bound("FR", "2016-01-01", sources=[cite("a", stance="alleges")])
    source = Source(id="a", title="Alpha", published="2020-07-01")
    status = ask("2021-01-01", treaty(2), alleged, sources=[source])

    assert str(status.as_at) == "2016-01-01"
    assert "of the 2 needed" not in status.table()


def test_russia_acts_as_the_soviet_union_while_that_lasts() -> None:
    signed = Signature(id="s", treaty="t", party="SUHH", when="1968-07-01")
    rule = EntryIntoForce(every(["US", "SUHH"]))
    status = ask("1970-03-04", treaty(entry_into_force=rule), signed)

    said = "The consent of Soviet Union and United States would suffice."
    assert str(status.would_suffice()) == said
    assert status.what_if("RU", "1970-03-05").signatories == ("SUHH",)


def test_what_is_needed_once_its_window_opens_is_said_with_it() -> None:
    rule = EntryIntoForce(at_least(2, of=["FR", "DE", "IT"], after="2018-02-04"))
    status = ask("2018-02-03", treaty(entry_into_force=rule), *BOTH)

    assert str(status.needed) == (
        "2 of France, Germany and Italy (not before 4 Feb 2018 is over)"
    )


def test_silence_binds_where_consents_are_asked_for_as_well() -> None:
    other = Treaty(id="p", title="P", complete=True, in_force="2000-01-01")
    member = Ratification(id="p-IT", treaty="p", party="IT", when="1999-01-01")
    rule = unless(share("1/3", of="parties:p"), by="2018-01-01") & at_least(1)
    of_treaty = treaty(entry_into_force=EntryIntoForce(rule))
    status = ask("2018-08-01", of_treaty, other, member, *BOTH)

    assert status["IT"].bound is YES


@pytest.mark.parametrize("stated", ["2014/..", "2014~"])
def test_a_stated_day_that_is_no_plain_date_follows_no_since(stated: str) -> None:
    said = ask("2020-01-01", treaty(in_force=stated)).sentences()[1]

    assert said.startswith("In force (entry into force ")


def test_who_joins_an_amended_treaty_is_party_to_it_as_amended() -> None:
    rule = EntryIntoForce(share("all", of="parties:t", at="adoption"))
    protocol = Treaty(
        id="q",
        title="Q",
        when="1970-01-01",
        amends="t",
        complete=True,
        entry_into_force=rule,
    )
    accepted = [
        Ratification(id=f"q-{party}", treaty="q", party=party, when="1971-01-01")
        for party in ("FR", "TD")
    ]
    acts = *BOTH, protocol, *accepted, bound("IT", "1980-01-01")
    status = ask("1990-01-01", treaty(2), *acts)
    lost = attrs.evolve(
        protocol, entry_into_force=EntryIntoForce(1, requires=["r-IT-itself"])
    )
    unclear = ask("1990-01-01", treaty(2), *BOTH, lost, acts[-1])

    assert dict(status.as_amended) == {"q": ("IT",)}
    assert "Party to it as amended by Q, having joined later: Italy." in str(
        status.sentences()
    )
    assert not unclear.as_amended


@pytest.mark.parametrize("by", ["deposit", "withdrawal"])
def test_what_one_alleges_or_denies_decides_on_one_day_or_never(by: str) -> None:
    sources = [Source(id=id_, title=id_, published="2020-06-01") for id_ in "xy"]
    doubt = [cite("x"), cite("y", stance="denies")]
    cases: dict[str, list[Event]] = {
        "deposit": [bound("DE", "2016-02-02", sources=[cite("x", stance="alleges")])],
        "withdrawal": [
            bound("DE", "2016-02-02"),
            notice("FR", "2016-01-15", sources=doubt),
        ],
    }
    rule = EntryIntoForce(2, delay="30 days")
    own, events = treaty(entry_into_force=rule), cases[by]
    for on, state in (("2016-02-15", "not in force"), ("2018-01-01", "not determined")):
        found = ask(on, own, bound("FR", "2016-01-01"), *events, sources=sources)
        assert found.state == state
        assert str(found.entry_into_force) == "2016-03-03"
        assert "(entry into force on 3 Mar 2016, if at all)" in found.table()
        assert "or later" not in found.table()
        assert row(found, "Germany").count("3 Mar 2016, if at all") == 1
    acts = (own, bound("FR", "2016-01-01"), *events)
    said = "enters into force on 3 Mar 2016 (worked out), if at all"
    assert said in Timeline(acts, sources).table(on="2016-02-15")
    due = Timeline(acts, sources).agenda("2016-02-15")
    assert [item.id for item in due.perhaps_due] == ["t"]
    assert "enters into force, if at all" in due.table()


def test_who_left_early_may_never_have_been_a_party() -> None:
    rule = EntryIntoForce(2, delay="30 days")
    own, left = treaty(entry_into_force=rule), notice("DE", "2016-06-01")
    early = attrs.evolve(left, effective="2016-06-01")
    acts = (bound("FR", "2016-01-01"), bound("DE", "2016"), early)
    found = ask("2018-01-01", own, *acts)
    assert str(found.entry_into_force) == "[2016-01-31..2016-06-30]"
    germany = row(found, "Germany")
    assert "between 31 Jan and 31 May 2016, if at all" in germany
    assert germany.endswith("not determined; withdrew its consent on 1 Jun 2016")
    assert "May have withdrawn before entry into force: Germany." in found.table()
    assert (found["DE"].begun, found["DE"].state) == (MAYBE, "not determined")
    assert not found.former


def test_a_treaty_that_all_may_have_left_may_be_over() -> None:
    left = notice("FR", None, effective="[2020-01-02..2020-01-04]")
    found = ask("2020-01-03", treaty(1), bound("FR", "2020-01-01"), left)
    assert (found.in_force, found.state) == (MAYBE, "not determined")


def test_two_dates_of_one_deposit_bound_the_answer_before_the_later_one() -> None:
    said = [cite("a"), cite("b", when="2016-05-01")]
    acts = bound("FR", "2016-01-01"), bound("DE", "2016-02-01", sources=said)
    sources = [Source(id="a"), Source(id="b")]
    for day in ("2016-04-30", "2016-05-01"):
        status = ask(day, treaty(2), *acts, sources=sources)
        assert str(status.entry_into_force) == "[2016-02-01..2016-05-01]"


def test_a_withdrawal_before_the_deposit_moves_it_to_no_earlier_day() -> None:
    acts = bound("FR", "2016-01-01"), bound("DE", "2018-01-01")
    status = ask("2020-01-01", treaty(2), *acts, notice("DE", "2017-01-01"))

    assert str(status.entry_into_force) == "2018-01-01"


def test_nothing_is_done_by_a_state_before_it_is_one() -> None:
    made = Source(id="x", published="1999-01-01")
    vague = bound("CZ", None, status="deposited", sources=["x"])
    own = treaty(1, when="1960-01-01")
    found = ask("2000-01-01", own, vague, sources=[made])
    assert str(found.entry_into_force) == "[1993-01-01..1999-01-01]"
    two = treaty(entry_into_force=EntryIntoForce(every("CZ", "CA")))
    early = ask("1992-12-20", two, bound("CA", "1985")).what_if("CZ", "1992-12-21")
    assert early.in_force is MAYBE
    listed = ask("1992-12-20", treaty(2, parties=["CA", "SS"]), bound("CA", "1985"))
    assert (listed.outstanding, listed.not_reported) == ((), ("SS",))


def test_what_was_running_at_its_stated_end_may_go_on() -> None:
    span = "2016-01-05/2016-02-03"
    halt = Suspension(id="h", treaty="t", party="IT", when=span, status="suspended")
    acts = treaty(1), bound("IT", "2016-01-02"), applied(span, "CA"), halt
    found, before = ask("2016-03-05", *acts), ask("2016-02-01", *acts)
    assert (found.applied, found["IT"].suspended) == (MAYBE, MAYBE)
    assert (before.applied, before["IT"].suspended) == (YES, YES)


def test_a_denied_consent_with_a_stated_effect_surely_begins_nothing() -> None:
    said = [cite("x"), cite("y", stance="denies")]
    doubt = bound("CA", "2016-01-03", effective="2016-01-08", sources=said)
    sources = [Source(id=id_) for id_ in "xy"]
    found = ask("2016-02-01", treaty(1), bound("FR", "2016"), doubt, sources=sources)
    assert found["CA"].begun is MAYBE


def test_an_extension_is_called_one_in_every_table() -> None:
    acts = bound("FR", "2016-01-01"), bound("FR", "2016-07-01", territory="Sardinia")
    table = Timeline([treaty(1), *acts]).table()
    assert "extension to Sardinia by France" in table


def test_a_rule_that_nothing_dates_prints_no_day() -> None:
    waits = treaty(entry_into_force=EntryIntoForce(unless(at_least(2))))
    assert "in force" in ask("2016-06-01", waits).table()


def test_french_agrees_with_whoever_consents_and_more_than_half_is_a_weight() -> None:
    signed = at_least(1, of="signatories", besides=["CA"])
    half = share("majority", Weights(of="tons", parties={}, total=9))
    for condition, said in (
        (signed, "1 signataire (non compris Canada) a exprimé son consentement"),
        (half, "plus de la moitié du total (tons) ont exprimé leur consentement"),
    ):
        own = treaty(entry_into_force=EntryIntoForce(condition))
        assert said in ask("2016-06-01", own).sentences("fr")[0]
    missing = ask("2016-06-01", treaty(entry_into_force=EntryIntoForce(half)))
    assert "une part du total (tons), dont" in missing.sentences("fr")[1]


def test_who_is_needed_joined_before_entry_into_force_whatever_its_day() -> None:
    rule = EntryIntoForce(2, delay="5 days", each="30 days")
    vague = bound("CA", "[2016-01-03..2016-01-05]")
    for more, state, since in (
        ([], "party", "[2016-01-08..2016-01-10]"),
        ([bound("IT", "2016-01-03")], "contracting State", "[2016-01-08..2016-02-04]"),
    ):
        own = treaty(entry_into_force=rule), bound("FR", "2016-01-02"), vague, *more
        found = ask("2016-01-20", *own)["CA"]
        assert (found.state, str(found.since)) == (state, since)


def test_a_mark_may_bring_a_deposit_into_its_window() -> None:
    own = treaty(entry_into_force=EntryIntoForce(at_least(1, by="2016-01-10")))
    found = ask("2016-01-20", own, bound("FR", "2016-01-11~"))
    assert (found.in_force, str(found["FR"].since)) == (MAYBE, "[2016-01-10..]")


@pytest.mark.parametrize(("complete", "held"), [("signatures", MAYBE), (True, NO)])
def test_who_may_have_consented_unreported_is_not_surely_unbound(
    complete: object, held: Certainty
) -> None:
    rule, made = EntryIntoForce(every("FR", "DE")), Source(id="x", as_of="2019")
    own = treaty(complete=complete, parties=["FR", "DE"], entry_into_force=rule)
    france = bound("FR", "2016-01-01", sources=["x"])
    found = ask("2018-06-01", own, france, sources=[made])
    germany = found["DE"]
    assert (germany.consent, germany.bound) == (held, held)
    assert (germany.state, found.perhaps) == ("no action reported", ())
    assert (found.not_reported, found.in_force) == (("DE",), held)


@pytest.mark.parametrize(
    ("own", "party", "held"),
    [
        ({"complete": False}, "BR", (MAYBE, MAYBE)),
        ({"complete": "consents"}, "BR", (NO, MAYBE)),
        ({"complete": True}, "BR", (NO, NO)),
        ({"complete": False, "parties": ["FR", "DE"]}, "BR", (NO, NO)),
        ({"complete": False, "parties": ["FR", "DE"]}, "DE", (MAYBE, MAYBE)),
        ({"complete": False, "opened": "2021-01-01"}, "BR", (NO, NO)),
        ({"complete": False}, "SUHH", (NO, NO)),  # which had ended
        ({"complete": False}, "GI", (NO, NO)),  # for which the United Kingdom acts
        ({"complete": False}, "FR", (YES, MAYBE)),
    ],
)
def test_a_state_without_a_row_is_no_party_only_where_all_consents_are_reported(
    own: dict[str, Any], party: str, held: tuple[Certainty, Certainty]
) -> None:
    found = ask("2018-06-01", treaty(1, **own), bound("FR", "2016-01-01"))[party]

    assert (found.bound, found.consent, found.begun) == (held[0],) * 3
    assert (found.has_signed, found.signed) == (held[1], None)
    assert found.state == ("party" if party == "FR" else "no action reported")


@pytest.mark.parametrize("made", ["pending", None])
def test_who_had_not_consented_may_have_after_the_newest_source(
    made: str | None,
) -> None:
    acts = [bound("FR", "2016-01-01"), bound("DE", status=made)][: 2 if made else 1]
    sourced = [attrs.evolve(act, sources=["x"]) for act in acts]
    asked = ({"2019-01-01": NO, "2020-01-01": MAYBE}).items()
    for on, held in asked:
        found = ask(on, treaty(2), *sourced, sources=[Source(id="x", as_of="2019")])
        assert (found.in_force, found["FR"].bound, found["FR"].begun) == (held,) * 3
        assert (found["DE"].consent, found["DE"].bound) == (held, held)
        assert found.pending == (("DE",) if made else ())
        assert (found.perhaps, found.may_have_signed) == ((), ())


def test_without_a_rule_who_has_consented_may_be_bound() -> None:
    france = ask("2018-06-01", treaty(), bound("FR", "2016-01-01"))["FR"]

    assert (france.bound, france.state) == (MAYBE, "contracting State")


def test_consents_that_were_withdrawn_are_not_unreported() -> None:
    left = notice("FR", "2017-01-01", effective="2017-06-01")
    for complete, said in (("signatures", False), (True, True)):
        own = treaty(1, complete=complete), bound("FR", "2016"), left
        assert ("no consent" in str(ask("2018-06-01", *own))) is said


NOTICED = notice("FR", "2017-01-01", effective="2018-01-01")
SUSPENDED = Suspension(
    id="s", treaty="t", party="FR", when="2016/..", status="suspended"
)


@pytest.mark.parametrize(
    ("event", "on", "under_way", "said"),
    [
        pytest.param(applied("2013/.."), "2014-06-01", YES, "\n", id="runs"),
        pytest.param(
            applied("2013/.."), "2015-06-01", MAYBE, ", perhaps over", id="perhaps"
        ),
        pytest.param(applied("2013/.."), "2016-06-01", NO, ", over", id="in-force"),
        pytest.param(
            applied("2013/2015-02"),
            "2015-06-01",
            MAYBE,
            ", perhaps over",
            id="past-its-end",
        ),
        pytest.param(SUSPENDED, "2017-06-01", YES, "\n", id="suspended"),
        pytest.param(SUSPENDED, "2018-06-01", NO, ", over", id="withdrawn"),
    ],
)
def test_tables_and_the_agenda_say_what_the_law_has_ended(
    event: Event, on: str, under_way: Certainty, said: str
) -> None:
    later = Meeting(id="m", title="M", when=f"not-before:{event.id}", status="expected")
    other = Treaty(id="u", title="U")
    tl = Timeline([treaty(1), bound("FR", "2015"), NOTICED, event, later, other])
    status = tl.treaty("t", on=on)
    standing = tl.schedule(strict=False).standing(event.id, When.parse(on))
    own = status["FR"].suspended if event is SUSPENDED else status.applied
    assert own is standing.under_way is under_way
    assert f"{event.status}{said}" in tl.table(on=on)
    blocked = {item.id for item in tl.agenda(on).blocked}
    assert ("m" in blocked) is under_way.possibly


@pytest.mark.parametrize(
    ("own", "others", "state"),
    [
        ({}, [notice("FR", "2018-01-01", effective="2019-01-01")], "withdrawn"),
        ({"terminated": "2019-01-01"}, [], "former party"),
    ],
)
def test_who_is_bound_no_more_suspends_nothing(
    own: dict[str, Any], others: list[Event], state: str
) -> None:
    held = Suspension(
        id="s", treaty="t", party="FR", when="2017-01-01/..", status="suspended"
    )
    found = ask("2020-01-01", treaty(1, **own), bound("FR", "2015"), held, *others)

    assert (found["FR"].suspended, found["FR"].suspension) == (NO, None)
    assert f"  {state}" in row(found, "France")


def test_a_row_says_which_dates_of_an_act_the_keeper_inferred() -> None:
    consent = bound("DE", "2019-05-01", inferred=["when"])
    said = ask("2020-01-01", treaty(1), consent).table()

    assert "└ consent of Germany to be bound: inferred: date" in said


INFERRED = {"inferred": ["when"]}
ENTERED = {"in_force": "2019-06-01", "inferred": ["in_force"]}


@pytest.mark.parametrize(
    ("own", "acts", "head", "sentence"),
    [
        ({}, [INFERRED, {}], "in force since 1 May 2019 (inferred)", "1 May 2019 (i"),
        ({}, [{}, INFERRED], "in force since 1 May 2019", "1 May 2019 by Germany"),
        (ENTERED, [{}, {}], "since 1 Jun 2019 (inferred)", "on 1 May 2019."),
        (
            {"in_force": "2019-06?", "inferred": ["in_force"]},
            [{}, {}],
            "in force (entry into force perhaps Jun 2019 (inferred))",
            "In force (entry into force perhaps Jun 2019 (inferred)), as stated.",
        ),
    ],
)
def test_a_day_that_rests_on_an_inferred_one_says_so(
    own: dict[str, Any], acts: list[dict[str, Any]], head: str, sentence: str
) -> None:
    """One that decides nothing, as of who joined later, leaves it as it is."""
    first, later = bound("DE", "2019-05-01", **acts[0]), bound("FR", "2020", **acts[1])
    found = ask("2021-01-01", treaty(1, **own), first, later)

    assert str(found).endswith(head)
    assert head in found.table().splitlines()[2]
    assert any(sentence in said for said in found.sentences())


def test_what_rests_on_an_inferred_day_of_another_treaty_says_so() -> None:
    rule = EntryIntoForce(in_force("other"))
    other = treaty(in_force="2019-05-01", inferred=["in_force"], title="Other")
    found = ask(
        "2021-01-01", treaty(entry_into_force=rule), attrs.evolve(other, id="other")
    )

    assert str(found).endswith("in force since 1 May 2019 (inferred)")
    french = "Les conditions ont été remplies le 1er mai 2019 (déduit) ; "
    assert any(said.startswith(french) for said in found.sentences("fr"))


def test_an_application_from_an_inferred_day_says_so() -> None:
    since = attrs.evolve(applied("2019-05-01/.."), inferred=["when"])

    found = ask("2021-01-01", treaty(1), since)
    assert "Applied provisionally since 1 May 2019 (inferred)." in found.sentences()


@pytest.mark.parametrize(
    ("since", "held"),
    [(None, MAYBE), ("2020-12-31", NO), ("2021-01-01", YES), ("2021-01", YES)],
)
def test_an_application_that_has_ended_lasted_until_its_status_changed(
    since: str | None, held: Certainty
) -> None:
    ended = attrs.evolve(applied("2019-05-01/..", status="ended"), since=since)

    assert ask("2021-01-01", treaty(), ended).applied is held


PARENT = Treaty(
    id="p", title="Parent", complete=True, in_force="2000-01-01", notice="12 months"
)
SILENCE = unless(share("1/3", of="parties:p"), by="2011-01-01")


@pytest.mark.parametrize(
    ("condition", "acts", "left", "stands"),
    [
        (SILENCE, [], "2013-01-01", ("withdrawn", NO)),
        (unless(at_least(2), by="2011-01-01"), [], "2013-01-01", ("withdrawn", NO)),
        (SILENCE, [], "2014-06-01", ("party", YES)),  # its term is running
        (SILENCE, [], "2013", ("not determined", MAYBE)),
        (SILENCE, [], "2009-01-01", ("no action reported", NO)),  # it had left before
        (at_least(1), ["FR"], "2013-01-01", ("withdrawn", NO)),
        (at_least(1), ["DE"], "2013-01-01", ("no action reported", NO)),
        (at_least(2), ["FR"], "2013-01-01", ("withdrawn", NO)),
        (every("FR", "DE"), ["DE"], "2013-01-01", ("no action reported", NO)),
        (in_force("p") & at_least(1), ["FR"], None, ("party", YES)),
    ],
)
def test_who_has_left_a_treaty_is_no_party_to_its_amendment(
    condition: Any,  # noqa: ANN401  (conditions)
    acts: list[str],
    left: str | None,
    stands: tuple[str, Certainty],
) -> None:
    own = Treaty(
        id="a",
        title="A",
        complete=True,
        amends="p",
        entry_into_force=EntryIntoForce(condition),
    )
    joined = [
        Ratification(id=f"p-{who}", treaty="p", party=who, when="2000-01-01")
        for who in ("FR", "DE", "ES")
    ]
    joined += [
        Ratification(id=f"a-{who}", treaty="a", party=who, when="2010-01-01")
        for who in acts
    ]
    out = [Withdrawal(id="w", treaty="p", party="FR", when=left)] if left else []

    found = Timeline([PARENT, own, *joined, *out]).treaty("a", on="2014-12-01")
    assert (found["FR"].state, found["FR"].bound) == stands
    assert found["FR"].consent is stands[1]
    if condition == SILENCE:
        assert found["ES"].bound is YES


GIVEN = {"when": "2013-01-01", "effective": "2014-01-01", "status": "notified"}


@pytest.mark.parametrize(
    ("back", "before", "after"),
    [
        ({"when": "2013-06-01"}, "notice of withdrawal", "party"),
        ({"since": "2013-06-01"}, "notice of withdrawal", "party"),
        ({"when": "2013-06"}, "notice of withdrawal", "party"),
        ({}, "party", "party"),  # on no known day
        ({"when": "2012-06-01"}, "notice of withdrawal", "withdrawn"),  # of another
        ({"when": "2014-06-01"}, "notice of withdrawal", "withdrawn"),  # too late
        (
            {"when": "2013-06-01", "sources": [cite("s", stance="alleges")]},
            "notice of withdrawal",
            "notice of withdrawal",
        ),
    ],
)
def test_a_notice_that_is_revoked_by_a_record_of_its_own_has_no_effect(
    back: dict[str, Any], before: str, after: str
) -> None:
    own = treaty(in_force="2000-01-01")
    revocation = Withdrawal(id="b", treaty="t", party="FR", status="revoked", **back)
    acts = [own, bound("FR", "2000-01-01"), notice("FR", **GIVEN), revocation]
    tl = Timeline(acts, [Source(id="s")])

    states = [tl.treaty("t", on=on)["FR"].state for on in ("2013-05-01", "2015-01-01")]
    assert states == [before, after]
    held = {"party": YES, "withdrawn": NO, "notice of withdrawal": MAYBE}[after]
    assert tl.treaty("t", on="2015-01-01")["FR"].bound is held
    late = [problem.loc for problem in tl.check(select="late-revocation")]
    assert late == ([("b", "w-FR")] if back.get("when") == "2014-06-01" else [])


@pytest.mark.parametrize(
    ("term", "since", "states"),
    [
        (None, None, ("party", "party")),
        (None, "2013-06-01", ("notice of withdrawal", "party")),
        ("12 months", "2013-06-01", ("notice of withdrawal", "party")),
    ],
)
def test_a_notice_whose_status_is_revoked_had_been_given(
    term: str | None, since: str | None, states: tuple[str, str]
) -> None:
    effect = None if term else "2014-01-01"
    given = {"when": "2013-01-01", "effective": effect, "since": since}
    back = notice("FR", **given, status="revoked")
    acts = [treaty(in_force="2000-01-01", notice=term), bound("FR", "2000-01-01"), back]

    for on, state in zip(("2013-05-01", "2015-01-01"), states, strict=True):
        assert ask(on, *acts)["FR"].state == state
    assert ask("2013-05-01", *acts[:2], bound("DE", "2000-01-01"))["DE"].bound is YES


def test_a_signature_that_is_pending_is_none() -> None:
    pending = Signature(id="s", treaty="t", party="DE", status="pending", sources=["x"])
    page = Source(id="x", published="2020-03-01")
    found = ask("2020-01-01", treaty(1), pending, sources=[page])

    assert (found.signatories, found.may_have_signed, found.pending) == ((), (), ())
    assert str(found.as_at) == "2020-03-01"
