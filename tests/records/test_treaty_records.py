"""Final clauses as data, and the records of what parties do about a treaty."""

from __future__ import annotations

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
    Delay,
    EntryIntoForce,
    ParliamentaryStep,
    Phase,
    ProvisionalApplication,
    Ratification,
    Signature,
    Treaty,
    Weights,
    When,
    Withdrawal,
)
from timeline.errors import InvalidError, ParseError
from timeline.language.format import Words
from timeline.records.treaties import INSTRUMENTS
from timeline.when.calendar import Day

EPOCH = date(1970, 1, 1)

delays = st.one_of(
    st.builds(Delay, days=st.integers(0, 400), then_first=st.booleans()),
    st.builds(Delay, months=st.integers(1, 40), then_first=st.booleans()),
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
        pytest.param(lambda: Delay(days=1, months=1), InvalidError, id="two-units"),
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
        pytest.param(lambda: EntryIntoForce(count=10**9), "count", id="count"),
        pytest.param(
            lambda: EntryIntoForce(all_parties="no"),  # type: ignore[arg-type]
            "all_parties",
            id="text-as-flag",
        ),
        pytest.param(
            lambda: EntryIntoForce(count=1, agreed=None),  # type: ignore[arg-type]
            "agreed",
            id="none-as-flag",
        ),
        pytest.param(
            lambda: EntryIntoForce(count=1, weights={"CA": 1}),  # type: ignore[arg-type]
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


def test_the_longest_delays_read_back() -> None:
    for delay in (Delay(days=9999), Delay(months=9999), Delay(nth_month=9999)):
        assert Delay.parse(str(delay)) == delay


def sentence(**parts: object) -> str:
    return str(EntryIntoForce(**parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        pytest.param(
            {"count": 1},
            "on the day on which 1 party has consented to be bound; organisations are"
            " not counted on top of their members",
            id="one",
        ),
        pytest.param(
            {"named": ["CN", "FR"], "majority": True, "organizations": True},
            "on the day on which China and France, together with a majority of the"
            " other signatories have consented to be bound",
            id="charter",
        ),
        pytest.param(
            {"all_parties": True, "delay": "first of 2nd month after", "agreed": True},
            "on the first day of the second month after the one in which all parties"
            " have consented to be bound; the parties may agree on another date",
            id="ceta",
        ),
        pytest.param(
            {"named": [f"X{n:03}" for n in range(44)], "delay": "180 days"},
            "180 days after 44 named parties have consented to be bound",
            id="many-names",
        ),
        pytest.param(
            {
                "count": 11,
                "fixed": "1989-01-01",
                "delay": "90 days",
                "requires": ["vienna"],
                "organizations": True,
            },
            "on 1 Jan 1989 if by then 11 parties have consented to be bound and vienna"
            " is in force, otherwise 90 days after that has come about",
            id="fixed-date",
        ),
        pytest.param({"fixed": "1994-01-01"}, "on 1 Jan 1994", id="only-a-date"),
        pytest.param({"agreed": True}, "on a date that the parties agree on"),
        pytest.param(
            {"requires": ["palermo"], "delay": "1 month"},
            "1 month after palermo has entered into force",
            id="after-another",
        ),
        pytest.param(
            {
                "weights": Weights(of="votes", share="55%"),
                "requires": ["a", "b"],
                "not_before": "1995-01-13",
                "delay": "first of 21st month after",
            },
            "on the first day of the month 21 months after the one in which parties"
            " with 55% of the votes have consented to be bound, but not before"
            " 13 Jan 1995,"
            " but not before a and b are in force",
            id="not-before",
        ),
    ],
)
def test_a_rule_says_itself_in_english(rule: dict[str, object], text: str) -> None:
    assert sentence(**rule) == f"Enters into force {text}."


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        pytest.param(
            {"count": 60, "delay": "60 days, then first of next month"},
            "le premier jour du premier mois qui commence plus de 60 jours après que 60"
            " parties ont consenti à être liées ; les organisations ne sont pas"
            " comptées en plus de leurs membres",
            id="then-first",
        ),
        pytest.param(
            {"all_parties": True, "delay": "first of 2nd month after"},
            "le premier jour du deuxième mois suivant celui au cours duquel toutes les"
            " parties ont consenti à être liées",
            id="nth-month",
        ),
        pytest.param(
            {"fixed": "1989-01-01", "requires": ["vienna"], "delay": "90 days"},
            "le 1er janv. 1989 si à cette date vienna est en vigueur, sinon 90 jours"
            " après que cela s'est produit",
            id="fixed-date",
        ),
    ],
)
def test_a_rule_says_itself_in_french(rule: dict[str, object], text: str) -> None:
    message = EntryIntoForce(**rule).message  # type: ignore[arg-type]

    assert Words("fr").message(message) == f"Entre en vigueur {text}."


@pytest.mark.world
def test_every_rule_of_46_treaties_can_be_written_and_pasted_back() -> None:
    for data in world.rules():
        rule = world.rule_of(data)

        assert eval(repr(rule)) == rule
        assert str(rule).startswith("Enters into force ")


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        pytest.param({}, "without a condition", id="nothing"),
        pytest.param({"count": 0}, "invalid number of parties 0", id="zero"),
        pytest.param({"count": True}, "invalid number of parties True", id="bool"),
        pytest.param({"count": "60"}, "invalid number of parties", id="text"),
        pytest.param({"fixed": "1989"}, "fixed: .* is not one day", id="year"),
        pytest.param({"count": 1, "not_before": ".."}, "is no|is not", id="no-date"),
        pytest.param({"named": ["French Republics"]}, r"named\[0\]: ", id="party"),
        pytest.param({"named": "FR"}, "where a list belongs", id="lone-text"),
        pytest.param({"requires": ["1989"]}, "requires", id="id"),
    ],
)
def test_a_rule_that_nothing_can_satisfy_is_refused(
    parts: dict[str, object], problem: str
) -> None:
    with pytest.raises(InvalidError, match=problem):
        sentence(**parts)


@pytest.mark.parametrize(
    ("share", "fraction"), [("55%", "11/20"), ("2/3", "2/3"), ("0.55", "11/20")]
)
def test_a_share_is_exact_however_it_is_written(share: str, fraction: str) -> None:
    assert Weights(of="votes", share=share).fraction == Fraction(fraction)


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        pytest.param({"share": "0"}, "invalid share", id="zero"),
        pytest.param({"share": "56/55"}, "invalid share", id="more-than-all"),
        pytest.param({"share": "1/0"}, "invalid share", id="by-zero"),
        pytest.param({"share": "half"}, "invalid share", id="word"),
        pytest.param({"share": "9" * 50}, "invalid share", id="long"),
        pytest.param({"parties": {"FR": -1}}, "negative", id="negative"),
        pytest.param({"parties": {"FR": 1, "France": 1}}, "two weights", id="twice"),
        pytest.param({"parties": {"FR": "1"}}, "invalid weight", id="text"),
        pytest.param({"parties": {"FR": float("nan")}}, "negative", id="nan"),
        pytest.param({"parties": {"French Republics": 1}}, "unknown party", id="party"),
        pytest.param({"parties": ["FR"]}, "not a table", id="list"),
        pytest.param({"parties": {"FR": 1}, "total": 9}, "add up to less", id="sum"),
        pytest.param({"parties": ("FR", 1)}, "parties: .* not a table", id="flat"),
        pytest.param({"parties": {"FR": True}}, "parties.FR: .* weight", id="bool"),
        pytest.param({"total": "9"}, "total: invalid total", id="text-as-total"),
        pytest.param({"total": float("inf")}, "total: total inf is", id="infinite"),
        pytest.param(
            {"share": 0.55}, 'share: invalid share 0.55; .*"0.55"', id="number"
        ),
        pytest.param({"of": " "}, "of: say what is weighed", id="of-nothing"),
    ],
)
def test_weights_that_mean_nothing_are_refused(
    parts: dict[str, object], problem: str
) -> None:
    with pytest.raises(InvalidError, match=problem):
        Weights(**{"of": "votes", "share": "55%", **parts})  # type: ignore[arg-type]


def test_weights_are_added_up_as_numbers_only() -> None:
    with pytest.raises(InvalidError) as caught:
        Weights(of="votes", share="2/3", parties={"France": "1"})  # type: ignore[dict-item]

    assert caught.value.loc == ("parties", "FR")


def test_one_named_party_has_consented() -> None:
    assert sentence(named=["US"]).endswith("United States has consented to be bound.")


def test_a_treaty_is_a_record_and_an_act_but_has_no_status() -> None:
    treaty = Treaty(id="ceta", title="CETA", parties=["Canada", "EU"])

    assert treaty.parties == treaty.involved == ("CA", "EU")
    assert not treaty.is_span
    with pytest.raises(InvalidError, match="status"):
        Treaty(id="ceta", title="CETA", status="in_force")


def test_a_treaty_refers_to_those_that_its_rule_requires() -> None:
    rule = EntryIntoForce(requires=["vienna"])
    treaty = Treaty(id="m", title="M", part_of="talks", entry_into_force=rule)

    assert list(treaty.references) == [
        ("part_of", "talks"),
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
    ],
)
def test_a_broken_treaty_is_told_which_field(field: str, value: object) -> None:
    with pytest.raises(InvalidError) as caught:
        Treaty(id="t", title="T", **{"opened": "2000", field: value})  # type: ignore[arg-type]

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

    assert step.involved == step.parties == ("FR",)
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
    weights = Weights(of="votes", share="2/3", parties={"FR": 2, "CA": 1})

    assert weights == Weights(of="votes", share="2/3", parties=weights.parties)
    assert hash(weights) == hash(pickle.loads(pickle.dumps(weights)))
    assert weights.whole == 3
    assert Weights(of="votes", share="2/3", parties={"FR": 2}, total=3).needed == 2
