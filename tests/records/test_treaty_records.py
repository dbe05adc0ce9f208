"""Final clauses as data, and the records of what parties do about a treaty."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from benchmarks import world
from hypothesis import given
from hypothesis import strategies as st

from timeline import (
    KINDS,
    Condition,
    Delay,
    EntryIntoForce,
    ParliamentaryStep,
    Phase,
    ProvisionalApplication,
    Ratification,
    Signature,
    Timeline,
    Treaty,
    Weights,
    When,
    Withdrawal,
    at_least,
    every,
    in_force,
    share,
    unless,
)
from timeline.errors import InvalidError, ParseError
from timeline.language.words import Words
from timeline.records import strictjson
from timeline.records.codec import Codec
from timeline.records.conditions import All, Either, Quorum, number_of
from timeline.records.treaties import INSTRUMENTS
from timeline.when.calendar import Day

EPOCH = date(1970, 1, 1)

delays = st.one_of(
    st.builds(
        Delay,
        days=st.integers(0, 400),
        months=st.integers(0, 40),
        then_first=st.booleans(),
    ),
    st.builds(Delay, nth_month=st.integers(1, 99)),
)


def after(delay: str, day: str) -> str:
    end = Delay.parse(delay).after((date.fromisoformat(day) - EPOCH).days)
    return str(Day.of(end))


@pytest.mark.parametrize(
    ("delay", "day", "end"),
    [
        pytest.param("60 days, then first of next month", "2002-04-11", "2002-07-01"),
        pytest.param("first of 6th month after", "1998-09-16", "1999-03-01"),
        pytest.param("90 days", "2016-10-05", "2017-01-03"),
        pytest.param("3 months", "2024-11-30", "2025-02-28", id="clamped"),
        pytest.param("3 months", "2023-11-30", "2024-02-29", id="leap"),
        pytest.param("3 months", "1900-11-30", "1901-02-28", id="century"),
        pytest.param("1 year", "2024-02-29", "2025-02-28", id="leap-day"),
        pytest.param("3 months, then first of next month", "2003-03-14", "2003-07-01"),
        pytest.param("12 months, then first of next month", "1986-12-11", "1988-01-01"),
        pytest.param("1 month, then first of next month", "2024-01-01", "2024-03-01"),
        pytest.param("0 days", "1945-10-24", "1945-10-24"),
        pytest.param(
            "the first day of the 2nd month after", "2026-01-10", "2026-03-01"
        ),
        pytest.param(
            "3 months, then the first day of the next month", "2003-03-14", "2003-07-01"
        ),
    ],
)
def test_a_delay_ends_on_the_day_that_its_words_say(
    delay: str, day: str, end: str
) -> None:
    assert after(delay, day) == end


@given(delays)
def test_a_delay_reads_back(delay: Delay) -> None:
    assert Delay.parse(str(delay)) == delay
    assert eval(repr(delay)) == delay


@given(delays, st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_whoever_deposits_later_is_never_bound_earlier(
    delay: Delay, day: date, more: int
) -> None:
    first = (day - EPOCH).days

    assert first <= delay.after(first) <= delay.after(first + more)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_days_are_counted_as_the_standard_library_counts_them(
    day: date, days: int
) -> None:
    assert after(f"{days} days", str(day)) == str(day + timedelta(days))


@pytest.mark.parametrize(
    ("make", "error"),
    [
        pytest.param(lambda: Delay.parse("soon"), ParseError, id="no-delay"),
        pytest.param(lambda: Delay.parse("9" * 99), ParseError, id="long"),
        pytest.param(lambda: Delay.parse(None), ParseError, id="nothing"),  # type: ignore[arg-type]
        pytest.param(lambda: Delay(days=-1), InvalidError, id="negative"),
        pytest.param(lambda: Delay(months=10_000), InvalidError, id="five-digits"),
        pytest.param(lambda: Delay.parse(""), ParseError, id="blank"),
        pytest.param(lambda: Delay.parse("3 months and"), ParseError, id="half"),
        pytest.param(lambda: Delay.parse("1 month2 days"), ParseError, id="glued"),
        pytest.param(lambda: Delay(days=1, nth_month=1), InvalidError, id="two-units"),
        pytest.param(lambda: Delay(days=True), InvalidError, id="bool"),
        pytest.param(lambda: Delay(days=1.5), InvalidError, id="half"),  # type: ignore[arg-type]
        pytest.param(
            lambda: Delay(nth_month=1, then_first=True), InvalidError, id="first-first"
        ),
        pytest.param(
            lambda: EntryIntoForce(count=1, delay=90),  # type: ignore[arg-type]
            InvalidError,
            id="bare-number",
        ),
    ],
)
def test_what_is_no_delay_is_refused_with_the_forms_that_are(
    make: object, error: type[InvalidError]
) -> None:
    with pytest.raises(error) as caught:
        make()  # type: ignore[operator]

    assert "90 days" in caught.value.hint


@pytest.mark.parametrize(
    ("make", "field"),
    [
        pytest.param(lambda: Delay(months=None), "months", id="months"),  # type: ignore[arg-type]
        pytest.param(lambda: Delay(then_first=1), "then_first", id="flag"),  # type: ignore[arg-type]
        pytest.param(lambda: EntryIntoForce(count=1, delay=9), "delay", id="delay"),  # type: ignore[arg-type]
        pytest.param(lambda: EntryIntoForce(count=1, each="x"), "each", id="each"),
        pytest.param(lambda: EntryIntoForce(count=10**9), "at_least", id="count"),
        pytest.param(
            lambda: EntryIntoForce(1, or_agreed_date=None),  # type: ignore[arg-type]
            "or_agreed_date",
            id="none-as-flag",
        ),
        pytest.param(lambda: share("1/2", {"CA": 1}, of="CA"), "of", id="lone-party"),
        pytest.param(
            lambda: Quorum(share="55%", weights={"CA": 1}),  # type: ignore[arg-type]
            "weights",
            id="bare-weights",
        ),
        pytest.param(
            lambda: EntryIntoForce(count=1, not_before="not-before:x"),
            "not_before",
            id="anchor-as-day",
        ),
    ],
)
def test_a_broken_rule_is_told_which_field(
    make: Callable[[], object], field: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        make()

    assert caught.value.loc == (field,)
    assert caught.value.hint


def test_working_days_are_refused_with_what_to_state_instead() -> None:
    with pytest.raises(ParseError) as caught:
        Delay.parse("10 working days")

    assert "state the day" in caught.value.hint


def test_the_longest_delays_read_back() -> None:
    for delay in (Delay(days=9999), Delay(months=9999), Delay(nth_month=9999)):
        assert Delay.parse(str(delay)) == delay


def nested(levels: int) -> Condition:
    condition: Condition = at_least(1)
    for level in range(levels):
        condition = condition & 1 if level % 2 else condition | in_force("a")
    return condition


VOTES = Weights(of="votes", parties={"CA": 4, "FR": 6})
FLEET = Weights(of="tonnage", parties={"CA": 40, "FR": 60})
SENTENCES = [
    (
        EntryIntoForce(1),
        (
            "on the day on which 1 party has consented to be bound; organisations are"
            " not counted on top of their members"
        ),
        (
            "le jour où 1 partie a exprimé son consentement ; les organisations ne sont"
            " pas comptées en plus de leurs membres"
        ),
    ),
    (
        EntryIntoForce(60, delay="60 days, then first of next month"),
        (
            "on the first day of the first month that begins over 60 days after 60"
            " parties have consented to be bound; organisations are not counted on top"
            " of their members"
        ),
        (
            "le premier jour du premier mois qui commence plus de 60 jours après que"
            " 60 parties ont exprimé leur consentement ; les organisations ne sont pas"
            " comptées en plus de leurs membres"
        ),
    ),
    (
        EntryIntoForce(
            every("CN", "FR")
            & share("majority", of="signatories", besides=["CN", "FR"])
        ),
        (
            "on the day on which China and France together with a majority of the"
            " signatories other than China and France have consented to be bound;"
            " organisations are not counted on top of their members"
        ),
        (
            "le jour où les parties désignées (Chine et France) ainsi que la majorité"
            " des signataires (non compris Chine et France) ont exprimé leur"
            " consentement ; les organisations ne sont pas comptées en plus de leurs"
            " membres"
        ),
    ),
    (
        EntryIntoForce(
            at_least(5, organizations=True)
            & every("FR", "IT")
            & share("majority", of="signatories", organizations=True)
            & at_least(1, of=["CH", "CA"])
        ),
        (
            "on the day on which 5 parties (among them France and Italy and 1 of"
            " Switzerland and Canada) have consented to be bound and a majority of the"
            " signatories have consented to be bound"
        ),
        (
            "le jour où 5 parties (dont France et Italie et 1 parmi Suisse et Canada)"
            " ont exprimé leur consentement et la majorité des signataires ont exprimé"
            " leur consentement"
        ),
    ),
    (
        EntryIntoForce(at_least(2, besides=["FR"]) & every("FR") & every("EU")),
        (
            "on the day on which 2 parties other than France together with France"
            " have consented to be bound and European Union has consented to be bound;"
            " organisations are not counted on top of their members"
        ),
        (
            "le jour où 2 parties (non compris France) ainsi que la partie désignée"
            " (France) ont exprimé leur consentement et la partie désignée (Union"
            " européenne) a exprimé son consentement ; les organisations ne sont pas"
            " comptées en plus de leurs membres"
        ),
    ),
    (
        EntryIntoForce(
            every("parties"), delay="first of 2nd month after", or_agreed_date=True
        ),
        (
            "on the first day of the second month after the one in which all parties"
            " have consented to be bound; the parties may agree on another date"
        ),
        (
            "le premier jour du deuxième mois suivant celui au cours duquel toutes les"
            " parties ont exprimé leur consentement ; les parties peuvent convenir"
            " d'une autre date"
        ),
    ),
    (
        EntryIntoForce(every(f"X{n:03}" for n in range(44)), delay="180 days"),
        "180 days after 44 named parties have consented to be bound",
        "180 jours après que 44 parties désignées ont exprimé leur consentement",
    ),
    (
        EntryIntoForce(
            at_least(11, organizations=True) & in_force("vienna"),
            fixed="1989-01-01",
            delay="90 days",
        ),
        (
            "on 1 Jan 1989 if by then 11 parties have consented to be bound and vienna"
            " is in force, otherwise 90 days after that has come about"
        ),
        (
            "le 1er janv. 1989 si à cette date 11 parties ont exprimé leur consentement"
            " et vienna est en vigueur, sinon 90 jours après que cela s'est produit"
        ),
    ),
    (
        EntryIntoForce(every("FR"), delay="90 days", each="30 days"),
        (
            "90 days after France has consented to be bound; for a party that joins"
            " later, 30 days after it has consented to be bound"
        ),
        (
            "90 jours après que la partie désignée (France) a exprimé son consentement"
            " ; pour une partie qui s'y joint ensuite, 30 jours après que cette partie"
            " a exprimé son consentement"
        ),
    ),
    (EntryIntoForce(fixed="1994-01-01"), "on 1 Jan 1994", "le 1er janv. 1994"),
    (
        EntryIntoForce(or_agreed_date=True),
        "on a date that the parties agree on",
        "à une date dont les parties conviennent",
    ),
    (
        EntryIntoForce(
            share("55%", "votes"),
            requires=["a", "b"],
            not_before="1995-01-13",
            delay="first of 21st month after",
        ),
        (
            "on the first day of the month 21 months after the one in which parties"
            " with 55% of the votes have consented to be bound, but not before 13 Jan"
            " 1995, but not before a and b are in force"
        ),
        (
            "le premier jour du 21e mois suivant celui au cours duquel des parties"
            " représentant 55% du total (votes) ont exprimé leur consentement, mais pas"
            " avant le 13 janv. 1995, mais pas avant que a et b ne soient en vigueur"
        ),
    ),
    (
        EntryIntoForce(
            at_least(2, of=["CA", "FR", "IT"], organizations=True)
            & share("3%", VOTES, of=["CA", "FR"], relative_to=FLEET)
        ),
        (
            "on the day on which 2 of Canada, France and Italy have consented to be"
            " bound and parties whose votes is 3% of their tonnage among Canada and"
            " France have consented to be bound"
        ),
        (
            "le jour où 2 parmi Canada, France et Italie ont exprimé leur consentement"
            " et des parties dont le poids (votes) représente 3% de leur poids"
            " (tonnage) (parmi Canada et France) ont exprimé leur consentement"
        ),
    ),
    (
        EntryIntoForce(
            every("signatories", by="2018-02-04")
            | at_least(1, of="signatories", organizations=True, after="2018-02-04"),
            delay="2 months",
        ),
        (
            "2 months after all signatories have consented to be bound (no later than"
            " 4 Feb 2018), or 1 signatory has consented to be bound (not before 4 Feb"
            " 2018 is over)"
        ),
        (
            "2 mois après que tous les signataires ont exprimé leur consentement (au"
            " plus tard le 4 févr. 2018), ou 1 signataire a exprimé son consentement"
            " (pas avant la fin du 4 févr. 2018)"
        ),
    ),
    (
        EntryIntoForce(
            share("3/4", of="parties:kyoto", organizations=True)
            | share("7/8", of="parties:rome", at="adoption", organizations=True)
            | share("2/3", of="parties", organizations=True)
            | every("parties:rome")
        ),
        (
            "on the day on which 3/4 of the parties to kyoto have consented to be"
            " bound, or 7/8 of the parties to rome at the time of adoption have"
            " consented to be bound, or 2/3 of the parties have consented to be bound,"
            " or all of the parties to rome have consented to be bound"
        ),
        (
            "le jour où 3/4 des parties à kyoto ont exprimé leur consentement, ou 7/8"
            " des parties à rome lors de l'adoption ont exprimé leur consentement, ou"
            " 2/3 des parties ont exprimé leur consentement, ou la totalité des parties"
            " à rome ont exprimé leur consentement"
        ),
    ),
    (
        EntryIntoForce(
            unless(
                share("1/3", of="signatories") | share("50%", VOTES), by="2015-07-01"
            )
            & unless(
                at_least(1, of=["FR"]) & at_least(1, of=["CA"]), after="2015-08-01"
            ),
            delay="6 months",
        ),
        (
            "6 months after 1 Jul 2015 has passed without objections by 1/3 of the"
            " signatories or parties with 50% of the votes and there are no objections"
            " by 1 of France together with 1 of Canada (not before 1 Aug 2015 is"
            " over)"
        ),
        (
            "6 mois après que le 1er juil. 2015 s'est écoulé sans les objections"
            " requises (1/3 des signataires ou des parties représentant 50% du total"
            " (votes)) et les objections requises (1 parmi France ainsi que 1 parmi"
            " Canada) ne sont pas réunies (pas avant la fin du 1er août 2015)"
        ),
    ),
    (
        EntryIntoForce((in_force("a") | every("FR")) & at_least(2, organizations=True)),
        (
            "on the day on which 2 parties have consented to be bound and either a is"
            " in force, or France has consented to be bound"
        ),
        (
            "le jour où 2 parties ont exprimé leur consentement et soit a est en"
            " vigueur, ou la partie désignée (France) a exprimé son consentement"
        ),
    ),
]


@pytest.mark.parametrize(("rule", "english", "french"), SENTENCES)
def test_a_rule_is_one_sentence_in_each_language(
    rule: EntryIntoForce, english: str, french: str
) -> None:
    assert str(rule) == f"Enters into force {english}."
    assert Words("fr").message(rule.message) == f"Entre en vigueur {french}."


@pytest.mark.parametrize("rule", [rule for rule, *_ in SENTENCES], ids=str)
def test_a_rule_is_pasted_back_and_read_back_as_it_was(rule: EntryIntoForce) -> None:
    treaty = Treaty(id="t", title="T", entry_into_force=rule)
    record = Codec().write(treaty)

    assert eval(repr(rule)) == rule
    assert Codec().read(record) == treaty
    assert hash(rule) == hash(pickle.loads(pickle.dumps(rule)))


@pytest.mark.world
def test_every_rule_of_46_treaties_can_be_written_and_pasted_back() -> None:
    for data in world.rules():
        rule = world.rule_of(data)

        assert eval(repr(rule)) == rule
        assert str(rule).startswith("Enters into force ")


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        pytest.param(EntryIntoForce, "without a condition", id="nothing"),
        pytest.param(
            lambda: EntryIntoForce(2, fixed="2001-01-01", not_before="2002-01-01"),
            "fixed: the fixed day 2001-01-01 is before 2002-01-01",
            id="fixed-early",
        ),
        pytest.param(lambda: EntryIntoForce(0), "number of parties 0", id="zero"),
        pytest.param(lambda: EntryIntoForce(count=True), "parties True", id="bool"),
        pytest.param(
            lambda: EntryIntoForce("60"),  # type: ignore[arg-type]
            'condition: "60" is not a condition',
            id="text",
        ),
        pytest.param(
            lambda: EntryIntoForce(fixed="1989"), "fixed: .* not one day", id="year"
        ),
        pytest.param(
            lambda: EntryIntoForce(1, not_before=".."), "is no|is not", id="no-date"
        ),
        pytest.param(lambda: every(["?"]), r"of\[0\]: ", id="party"),
        pytest.param(lambda: at_least(2, of="FR"), "not a group", id="lone-text"),
        pytest.param(lambda: at_least(1, of="parties:"), "not a group", id="no-id"),
        pytest.param(lambda: in_force("1989"), "in_force: ", id="id"),
        pytest.param(
            lambda: at_least(3, of=["CA", "FR"]),
            "3 of 2 parties can never",
            id="too-many",
        ),
        pytest.param(
            lambda: every("CA", besides=["CA"]),
            "all of 0 parties can never",
            id="nobody",
        ),
        pytest.param(
            lambda: at_least(1, by="2001-01-01", after="2002-01-01"),
            "closes on 2001-01-01, before it opens on 2002-01-01",
            id="window",
        ),
        pytest.param(
            lambda: at_least(2, by="2001-01-01") & at_least(3, after="2002-01-01"),
            "2 parties .* and .*3 parties .* never hold on one day",
            id="two-windows",
        ),
        pytest.param(
            lambda: (
                at_least(2, by="2001-01-01")
                & (every("FR", after="2002-01-01") | every("DE", after="2003-01-01"))
            ),
            "2 parties .* and .*France .* never hold on one day",
            id="two-windows-nested",
        ),
        pytest.param(
            lambda: (
                (at_least(1, by="2001-01-01") | at_least(2, after="2005-01-01"))
                & (at_least(3, by="2003-01-01") | at_least(4, after="2007-01-01"))
                & at_least(5, after="2002-01-01", by="2006-01-01")
            ),
            "1 party .*3 parties .* and .*5 parties .* never hold on one day",
            id="three-windows",
        ),
        pytest.param(
            lambda: at_least(2, by="2001-01-01") & unless(at_least(1), by="2001-01-02"),
            "2 parties .* and .*objections .* never hold on one day",
            id="decided-too-late",
        ),
        pytest.param(
            lambda: at_least(2, of=[]), "of: the list .* is empty", id="empty"
        ),
        pytest.param(lambda: every([]), "of: the list .* is empty", id="every-of-none"),
        pytest.param(
            lambda: share("1/2", {"FR": 0}), "add up to less than", id="no-weight"
        ),
        pytest.param(
            lambda: share("1/2", {"FR": 1, "DE": 3}, besides=["DE"]),
            "add up to less than",
            id="weight-besides",
        ),
        pytest.param(
            lambda: share("1/2", {"FR": 1, "DE": 3}, of=["FR"]),
            "add up to less than",
            id="weight-of",
        ),
        pytest.param(lambda: All(all=[at_least(1)]), "two conditions", id="one"),
        pytest.param(lambda: unless(in_force("a")), "only objections", id="unless"),
        pytest.param(
            lambda: Either(any=[1, at_least(2)], by="2001-01-01"), "window", id="joined"
        ),
        pytest.param(
            lambda: nested(21),
            "over 20 levels",
            id="deep",
        ),
        pytest.param(lambda: Quorum(at_least=1, share="1/2"), "not both", id="both"),
        pytest.param(Quorum, "not both", id="neither"),
        pytest.param(
            lambda: Quorum(at_least=1, of=["FR"], group="parties"),
            "two groups",
            id="groups",
        ),
        pytest.param(lambda: Quorum(at_least=1, weights=VOTES), "a share", id="count"),
        pytest.param(lambda: share("1/2"), "a share needs a group", id="of-nobody"),
        pytest.param(
            lambda: share("1/2", of="parties", relative_to=VOTES), "relative", id="rel"
        ),
        pytest.param(lambda: at_least(1, at="adoption"), "another time", id="at"),
        pytest.param(lambda: share("0", VOTES), "invalid share", id="no-share"),
        pytest.param(lambda: share("56/55", VOTES), "invalid share", id="above-1"),
        pytest.param(lambda: share("1/0", VOTES), "invalid share", id="by-zero"),
        pytest.param(lambda: share("half", VOTES), "invalid share", id="word"),
        pytest.param(lambda: share("9" * 50, VOTES), "invalid share", id="long"),
        pytest.param(
            lambda: share(0.55, VOTES),  # type: ignore[arg-type]
            'share: invalid share 0.55; .*"0.55"',
            id="number",
        ),
        pytest.param(
            lambda: share("1/2", 5),  # type: ignore[arg-type]
            "5 is not of the class Weights",
            id="no-weights",
        ),
        pytest.param(
            lambda: EntryIntoForce(at_least(2), organizations=True),
            "organizations: .* write it there: at_least",
            id="organizations-of-a-condition",
        ),
        pytest.param(
            lambda: share("55%", Weights(of="votes", parties={"FR": 1}, total=9)),
            "add up to less than 55%",
            id="sum",
        ),
    ],
)
def test_a_condition_that_nothing_can_satisfy_is_refused(
    make: Callable[[], object], problem: str
) -> None:
    with pytest.raises(InvalidError, match=problem):
        make()


@pytest.mark.parametrize(
    ("part", "fraction"),
    [("55%", "11/20"), ("2/3", "2/3"), ("0.55", "11/20"), ("all", "1")],
)
def test_a_share_is_exact_however_it_is_written(part: str, fraction: str) -> None:
    assert share(part, "votes").fraction == Fraction(fraction)


def test_a_condition_can_hold_on_the_days_of_all_its_parts() -> None:
    early, late = at_least(1, by="2001-01-01"), at_least(2, after="2005-01-01")
    later = at_least(3, after="2006-01-01", by="2007-01-01")
    first, last = (number_of(When.parse(d)) for d in ("2006-01-01", "2007-01-01"))

    assert first is not None
    assert last is not None
    both = (early | late | later) & later
    around = [first - 1, first, last, last + 1]
    assert [*map(both.may_hold, around)] == [False, True, True, False]
    assert [*map((early | late).may_hold, around)] == [True] * 4
    assert unless(at_least(1)).may_hold(first)
    many = [at_least(n, by="2001-01-01") | late for n in range(1, 60)]
    assert All(all=many).may_hold(first)


def test_conditions_are_joined_flat_and_numbers_with_them() -> None:
    assert 2 & every("FR") & 3 == All(all=[2, every("FR"), 3])
    assert 2 | every("FR") | 3 == Either(any=[2, every("FR"), 3])
    assert EntryIntoForce(every("FR"), count=2) == EntryIntoForce(2 & every("FR"))
    with_organizations = EntryIntoForce(at_least(2, organizations=True))
    assert EntryIntoForce(2, organizations=True) == with_organizations


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        pytest.param({"parties": {"FR": -1}}, "negative", id="negative"),
        pytest.param({"parties": {"FR": 1, "France": 1}}, "two weights", id="twice"),
        pytest.param({"parties": {"FR": "1"}}, "invalid weight", id="text"),
        pytest.param({"parties": {"FR": float("nan")}}, "negative", id="nan"),
        pytest.param({"parties": {"?": 1}}, "parties: ", id="party"),
        pytest.param({"parties": ["FR"]}, "not a table", id="list"),
        pytest.param({"parties": ("FR", 1)}, "parties: .* not a table", id="flat"),
        pytest.param({"parties": {"FR": True}}, "parties.FR: .* weight", id="bool"),
        pytest.param({"total": "9"}, "total: invalid total", id="text-as-total"),
        pytest.param({"total": float("inf")}, "total: total inf is", id="infinite"),
        pytest.param(
            {"parties": {"FR": 60, "DE": 60}, "total": 100}, "more than the", id="sum"
        ),
        pytest.param({"of": " "}, "of: say what is weighed", id="of-nothing"),
    ],
)
def test_weights_that_mean_nothing_are_refused(
    parts: dict[str, object], problem: str
) -> None:
    with pytest.raises(InvalidError, match=problem):
        Weights(**{"of": "votes", **parts})  # type: ignore[arg-type]


def test_weights_are_added_up_as_numbers_only() -> None:
    with pytest.raises(InvalidError) as caught:
        Weights(of="votes", parties={"France": "1"})  # type: ignore[dict-item]

    assert caught.value.loc == ("parties", "FR")


def test_a_treaty_is_a_record_and_an_act_but_has_no_status() -> None:
    treaty = Treaty(id="ceta", title="CETA", parties=["Canada", "EU"])

    assert treaty.parties == treaty.involved == ("CA", "EU")
    assert not treaty.is_span
    with pytest.raises(InvalidError, match="status"):
        Treaty(id="ceta", title="CETA", status="in_force")


def test_a_treaty_refers_to_those_that_its_rule_requires() -> None:
    rule = EntryIntoForce(1 & in_force("vienna"), requires=["basel"])
    treaty = Treaty(id="m", title="M", part_of="talks", entry_into_force=rule)

    assert list(treaty.references) == [
        ("part_of", "talks"),
        ("entry_into_force", "basel"),
        ("entry_into_force", "vienna"),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("entry_into_force", "90 days"),
        ("complete", "yes"),
        ("parties", "CA"),
        ("opened", "2025-13"),
        ("depositary", 3),
        ("closed", "1999"),
        ("terminated", "1999"),
    ],
)
def test_a_broken_treaty_is_told_which_field(field: str, value: object) -> None:
    given = {"opened": "2000", "in_force": "2000", field: value}
    with pytest.raises(InvalidError) as caught:
        Treaty(id="t", title="T", **given)  # type: ignore[arg-type]

    assert caught.value.loc[0] == field


@pytest.mark.parametrize(
    ("record", "label"),
    [
        (Signature(id="s", treaty="ceta", party="FR"), "ceta: signature by France"),
        (
            Ratification(id="r", treaty="ceta", party="FR", instrument="accession"),
            "ceta: accession by France",
        ),
        (Withdrawal(id="w", treaty="ceta", party="GB"), "ceta: withdrawal by"),
        (ProvisionalApplication(id="p", treaty="c"), "c: provisional application"),
        (
            ProvisionalApplication(id="p", treaty="c", party="CA"),
            "c: provisional application by Canada",
        ),
        (
            ParliamentaryStep(id="v", treaty="c", party="FR", body="Senate"),
            "c: vote of the Senate of France",
        ),
        (ParliamentaryStep(id="v", treaty="c", party="CY"), "c: vote of Cyprus"),
        (Signature(id="s", title="Signed", treaty="c", party="FR"), "Signed"),
    ],
)
def test_what_a_party_does_has_words_without_a_title(
    record: Signature, label: str
) -> None:
    assert record.label.startswith(label)


def test_a_party_is_one_of_those_involved_and_the_treaty_a_reference() -> None:
    step = Ratification(id="r", treaty="ceta", party="France", status="pending")

    assert step.involved == ("FR",)
    assert list(step.references) == [("treaty", "ceta")]
    assert step.phase is Phase.AHEAD
    assert ProvisionalApplication(id="p", treaty="c").involved == ()


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_only_a_succession_takes_effect_before_its_deposit(instrument: str) -> None:
    def make(effective: str) -> Ratification:
        return Ratification(
            id="r",
            treaty="t",
            party="BA",
            when="1994-01-12",
            instrument=instrument,
            effective=effective,
        )

    assert make("1994-01").effective == When.parse("1994-01")
    if instrument == "succession":
        assert make("1992-03-06").instrument == "succession"
    else:
        with pytest.raises(InvalidError, match="before it is deposited on 1994-01-12"):
            make("1992-03-06")


def test_a_withdrawal_takes_effect_once_it_is_given() -> None:
    with pytest.raises(InvalidError, match="before it is given on 2018"):
        Withdrawal(id="w", treaty="t", party="FR", when="2018", effective="2017-02-01")


def test_a_treaty_can_be_named_by_itself() -> None:
    treaty = Treaty(id="ceta", title="CETA")

    assert Signature(id="s", treaty=treaty, party="FR").treaty == "ceta"
    with pytest.raises(InvalidError, match="treaty: invalid id None"):
        Signature(id="s", treaty=None, party="FR")  # type: ignore[arg-type]


def test_an_unknown_instrument_is_told_the_nearest() -> None:
    with pytest.raises(InvalidError, match='did you mean "accession"'):
        Ratification(id="r", treaty="t", party="BA", instrument="acession")


def test_every_kind_of_treaty_record_is_found_by_its_name() -> None:
    for cls in (Treaty, Signature, Ratification, Withdrawal, ParliamentaryStep):
        assert KINDS[cls.kind] is cls


def test_weights_are_values() -> None:
    weights = Weights(of="votes", parties={"FR": 2, "CA": 1})

    assert weights == Weights(of="votes", parties=weights.parties)
    assert hash(weights) == hash(pickle.loads(pickle.dumps(weights)))
    assert weights.whole == 3
    half = Weights(of="votes", parties={"FR": 2}, total=3)
    assert share("2/3", half).needed_weight == 2


@pytest.mark.parametrize(
    ("rule", "now"),
    [
        ({"count": 60}, EntryIntoForce(60)),
        (
            {"count": 2, "organizations": True, "agreed": True},
            EntryIntoForce(at_least(2, organizations=True), or_agreed_date=True),
        ),
        ({"all_parties": True}, EntryIntoForce(every("parties"))),
        (
            {"named": ["FR"], "majority": True},
            EntryIntoForce(
                every("FR") & share("majority", of="signatories", besides=["FR"])
            ),
        ),
        ({"majority": True}, EntryIntoForce(share("majority", of="signatories"))),
        (
            {"weights": {"of": "votes", "share": "55%", "parties": {"FR": 1}}},
            EntryIntoForce(share("55%", Weights(of="votes", parties={"FR": 1}))),
        ),
        (
            {"count": 1, "requires": ["a"], "delay": "3 months"},
            EntryIntoForce(1, requires=["a"], delay="3 months"),
        ),
        (
            {"count": 1, "requires": ["a"], "fixed": "2000-01-01"},
            EntryIntoForce(1 & in_force("a"), fixed="2000-01-01"),
        ),
        ({"requires": ["a"]}, EntryIntoForce(in_force("a"))),
    ],
)
def test_rules_of_version_1_are_read_as_conditions(
    rule: dict[str, object], now: EntryIntoForce
) -> None:
    text = json.dumps(
        {"kind": "treaty", "id": "t", "title": "T", "entry_into_force": rule}
    )
    for data in (json.loads(text), strictjson.decode(text)):
        assert Codec().read(data) == Treaty(id="t", title="T", entry_into_force=now)


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        (True, "True is not a condition"),
        ({}, "the condition says nothing"),
        ({"at_least": 1, "in_force": "a"}, "a condition is of one sort"),
        ({"at_least": 1, "off": ["FR"]}, 'unknown field "off"'),
        ({"any": [1, {"at_least": "2"}]}, "at_least: .* is not a whole number"),
    ],
)
def test_a_condition_in_a_file_that_means_nothing_is_reported(
    condition: object, problem: str
) -> None:
    rule = {"condition": condition}
    data = {"kind": "treaty", "id": "t", "title": "T", "entry_into_force": rule}

    with pytest.raises(InvalidError, match=problem):
        Codec(version=2).read(data)


def test_a_renamed_treaty_is_renamed_in_every_condition() -> None:
    named = in_force("a") | unless(share("1/2", of="parties:a"))
    timeline = Timeline(
        [
            Treaty(id="a", title="A"),
            Treaty(id="t", title="T", entry_into_force=EntryIntoForce(named)),
        ]
    ).rename("a", "b")

    assert timeline["t"] == Treaty(
        id="t",
        title="T",
        entry_into_force=EntryIntoForce(
            in_force("b") | unless(share("1/2", of="parties:b"))
        ),
    )
