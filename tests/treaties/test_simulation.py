"""Whole treaties, simulated day by day by code of its own, beside the printed answer.

Each treaty has acts on days that are not all known, or that a source denies. Every way
in which they can turn out is played: who has signed, consented, objected or left on
each day is written down, the clause is asked in plain numbers, and the days on which
the treaty enters into force are collected. The printed range must begin and end with
them, and be certain only where they all agree.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

import pytest

from timeline import (
    Certainty,
    Citation,
    Condition,
    EntryIntoForce,
    Objection,
    Ratification,
    Signature,
    Source,
    Timeline,
    Treaty,
    When,
    Withdrawal,
    at_least,
    cite,
    every,
    in_force,
    share,
    unless,
)
from timeline.records.event import Event
from timeline.treaties.acts import Days
from timeline.treaties.status import TreatyStatus

START = date(1992, 12, 20).toordinal()  # so that Czechoslovakia ends on day 11
LAST = 40  # the day that is asked for
ZERO = date(1970, 1, 1).toordinal()
ON = START + LAST - ZERO
ENDED = 11
NEVER = 10_000
PARTIES = ("CA", "FR", "IT", "EU")
WEIGHTS = {"CA": 4, "FR": 3, "IT": 2, "EU": 1}
OTHER = {"CA": 1, "FR": 2, "IT": 5}


def day(number: int) -> str:
    return date.fromordinal(START + number).isoformat()


class Deed(NamedTuple):
    """Something a party did on one of some days, or never where a source denies it.

    Half of what is denied is only alleged instead: the same may be so.
    """

    what: str
    party: str
    days: tuple[int, ...]
    denied: bool = False

    @property
    def sources(self) -> list[str | Citation]:
        """Who says so, and who does not."""
        if not self.denied:
            return []
        if self.days[0] % 2:
            return [cite("theirs", stance="alleges")]
        return ["ours", cite("theirs", stance="denies")]


class Now(NamedTuple):
    """What is so at the end of a day in one of the ways things can turn out."""

    day: int
    bound: set[str]
    signed: set[str]
    objected: Callable[[int], set[str]]
    members: set[str]  # parties to the other treaty
    adopted: set[str]  # those on the day of adoption
    other: bool  # whether the other treaty is in force


Test = Callable[[Now], bool]


def heads(who: set[str]) -> int:
    return len(who - {"EU"})


# Each form of condition, and the same in plain numbers.
FORMS: list[tuple[Condition, Test]] = [
    (at_least(1), lambda n: heads(n.bound) >= 1),
    (at_least(2), lambda n: heads(n.bound) >= 2),
    (at_least(3, organizations=True), lambda n: len(n.bound) >= 3),
    (every("FR"), lambda n: "FR" in n.bound),
    (every("CA", "EU"), lambda n: {"CA", "EU"} <= n.bound),
    (every("parties"), lambda n: {*PARTIES} <= n.bound),
    (at_least(1, of=["IT", "EU"]), lambda n: bool(n.bound & {"IT", "EU"})),
    (at_least(1, besides=["CA"]), lambda n: heads(n.bound - {"CA"}) >= 1),
    (
        at_least(2, of="signatories"),
        lambda n: heads(n.bound & n.signed) >= 2,
    ),
    (
        share("majority", of="signatories"),
        lambda n: 2 * heads(n.bound & n.signed) > heads(n.signed),
    ),
    (
        share("2/3", of="signatories", besides=["CA"]),
        lambda n: (
            heads(n.signed - {"CA"}) > 0
            and 3 * heads((n.bound & n.signed) - {"CA"}) >= 2 * heads(n.signed - {"CA"})
        ),
    ),
    (
        every("signatories"),
        lambda n: bool(n.signed) and n.signed <= n.bound,
    ),
    (share("55%", WEIGHTS), lambda n: sum(WEIGHTS.get(p, 0) for p in n.bound) >= 5.5),
    (
        share("1/2", WEIGHTS, relative_to=OTHER),
        lambda n: (
            bool(n.bound & {*WEIGHTS})
            and 2 * sum(WEIGHTS.get(p, 0) for p in n.bound)
            >= sum(OTHER.get(p, 0) for p in n.bound)
        ),
    ),
    (
        share("3/4", of="parties:o"),
        lambda n: (
            bool(heads(n.members))
            and 4 * heads(n.bound & n.members) >= 3 * heads(n.members)
        ),
    ),
    (
        at_least(1, of="parties:o", at="adoption"),
        lambda n: bool(heads(n.bound & n.adopted)),
    ),
    (in_force("o"), lambda n: n.other),
    (unless(at_least(1)), lambda n: not heads(n.objected(n.day))),
    (
        unless(share("1/2", WEIGHTS), by=day(9)),
        lambda n: n.day >= 9 and 2 * sum(WEIGHTS.get(p, 0) for p in n.objected(9)) < 10,
    ),
    (at_least(2, by=day(8)), lambda n: n.day <= 8 and heads(n.bound) >= 2),
    (at_least(1, after=day(6)), lambda n: n.day >= 6 and heads(n.bound) >= 1),
]


class Case(NamedTuple):
    """A treaty drawn at random."""

    condition: Condition
    test: Test
    deeds: list[Deed]
    heir: bool  # whether Czechia succeeds, so that Czechoslovakia had consented
    rule: dict[str, Any]


def draw(seed: int) -> Case:
    """Draw a treaty; two conditions are joined in half of them."""
    rng = random.Random(seed)  # noqa: S311  (a test)
    condition, test = rng.choice(FORMS)
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        other, its = rng.choice(FORMS)
        if rng.random() < 0.6:
            try:
                condition, test = condition & other, _both(test, its)
            except ValueError:  # windows that never meet
                continue
        else:
            condition, test = condition | other, _either(test, its)
    deeds = [*_deeds(rng)]
    rule: dict[str, Any] = rng.choice(
        [
            {},
            {"delay": "5 days"},
            {"not_before": day(15)},
            {"fixed": day(12), "delay": "1 month"},
            {"requires": ["o"]},
        ]
    )
    return Case(condition, test, deeds, rng.random() < 0.25, rule)


def _both(one: Test, other: Test) -> Test:
    return lambda now: one(now) and other(now)


def _either(one: Test, other: Test) -> Test:
    return lambda now: one(now) or other(now)


def _deeds(rng: random.Random) -> Iterator[Deed]:
    """Draw who does what; at most three of the days are not known."""
    unsure = 3
    for what, chance in (
        ("consent", 0.7),
        ("signature", 0.6),
        ("objection", 0.2),
        ("member", 0.5),
    ):
        for party in PARTIES:
            if rng.random() < chance:
                first = rng.randrange(1, 14)
                width = rng.choice([0, 0, 1, 3]) if unsure else 0
                unsure -= bool(width)
                denied = unsure > 0 and rng.random() < 0.15
                unsure -= denied
                days = tuple(range(first, first + width + 1))
                yield Deed(what, party, days, denied)
                if denied:
                    continue
                if what == "consent" and rng.random() < 0.2:
                    leaves = rng.randrange(first + 1, 18)
                    width = rng.choice([0, 0, 2]) if unsure else 0
                    unsure -= bool(width)
                    denied = unsure > 0 and rng.random() < 0.2
                    unsure -= denied
                    days = tuple(range(leaves, leaves + width + 1))
                    yield Deed("leave", party, days, denied)
                if what == "consent" and party == "CA" and rng.random() < 0.2:
                    yield Deed("consent", party, (rng.randrange(19, 25),))  # again
    first = rng.randrange(1, 12)
    width = rng.choice([0, 2]) if unsure else 0
    yield Deed("other", "", tuple(range(first, first + width + 1)))


def worlds(case: Case) -> Iterator[list[tuple[Deed, int]]]:
    """Yield each way in which everything can have been done."""
    deeds = [*case.deeds]
    if case.heir:
        deeds += [Deed("consent", "CSHH", tuple(range(1, ENDED + 1)))]
        deeds += [Deed("consent", "CZ", (21,))]
    ways = ((*deed.days, NEVER) if deed.denied else deed.days for deed in deeds)
    for days in itertools.product(*ways):
        done = [*zip(deeds, days, strict=True)]
        if all(_in_order(done, deed, on) for deed, on in done if deed.what == "leave"):
            yield done


def _in_order(done: list[tuple[Deed, int]], leave: Deed, on: int) -> bool:
    came = [d for deed, d in done if deed[:2] == ("consent", leave.party)]
    return came[0] < on


def who(done: list[tuple[Deed, int]], what: str, on: int) -> set[str]:
    return {deed.party for deed, at in done if deed.what == what and at <= on}


def bound(done: list[tuple[Deed, int]], on: int) -> set[str]:
    """Return whose consent counts at the end of a day."""
    acts = [
        (at, deed.what == "consent", deed.party)
        for deed, at in done
        if deed.what in {"consent", "leave"} and at <= on
    ]
    last = {party: joins for _, joins, party in sorted(acts)}
    return {party for party, joins in last.items() if joins}


def entry(case: Case, done: list[tuple[Deed, int]]) -> int | None:
    """Return the day of entry into force in one world."""
    other = next(at for deed, at in done if deed.what == "other")

    def members(on: int) -> set[str]:
        return who(done, "member", on) if on >= other else set()

    for on in range(1, LAST + 1):  # from its opening on
        now = Now(
            on,
            bound(done, on),
            who(done, "signature", on),
            lambda at: who(done, "objection", at),
            members(on),
            members(5),
            on >= other,
        )
        if case.test(now):
            return effect(case.rule, on, other)
    return None


def parties(
    case: Case, done: list[tuple[Deed, int]], begun: int | None, on: int
) -> set[str]:
    """Return for whom the treaty is in force, unless it has ended."""
    states = {*PARTIES, "CZ", *(["CSHH"] if on <= ENDED else [])}
    effects = {party: effect_for(case, done, party, on, begun) for party in states}
    return {party for party, at in effects.items() if at is not None and at <= on}


def is_over(
    case: Case, done: list[tuple[Deed, int]], begun: int | None, on: int
) -> bool:
    """Whether so many have left that fewer than two have consented, of two parties."""
    left = who(done, "leave", on)
    if begun is None or begun > on or not left:
        return False
    were = [parties(case, done, begun, at) for at in range(begun, on + 1)]
    still = bound(done, on) - {"CSHH"}
    return bool(left & {*chain(*were)} - still) and len(still) < min(
        2, max(map(len, were))
    )


def effect_for(
    case: Case, done: list[tuple[Deed, int]], party: str, on: int, begun: int | None
) -> int | None:
    """Return the day from which the treaty binds a party, at the end of another."""
    joined: int | None = None
    acts = [(at, d.what) for d, at in done if d.party == party and at <= on]
    for at, what in sorted(acts):
        if what == "leave":
            joined = None
        elif what == "consent" and joined is None:
            joined = at
    if joined is None or begun is None:
        return None
    fixed, delay = "fixed" in case.rule, "delay" in case.rule
    if fixed and begun == 12 and joined <= 12:
        return begun  # it waits for the fixed day, as all do
    return max(begun, joined + (31 if fixed else 5 if delay else 0))


def effect(rule: dict[str, Any], met: int, other: int) -> int:
    """Return when the treaty enters into force, once the clause is met."""
    if "fixed" in rule:
        return 12 if met <= 12 else met + 31  # from December and January
    if "delay" in rule:
        return met + 5
    return max(
        met, 15 if "not_before" in rule else met, other if "requires" in rule else met
    )


def printed(case: Case, on: int = LAST) -> TreatyStatus:
    """Return what the library says of the same treaty on a day."""
    events: list[Event] = [
        Treaty(
            id="t",
            title="T",
            complete=True,
            parties=PARTIES if "parties" in repr(case.condition) else (),
            opened=day(1),
            suspended=f"{day(20)}/.." if len(case.deeds) % 3 else None,  # in vain
            when=day(5),
            entry_into_force=EntryIntoForce(case.condition, **case.rule),
        ),
    ]
    for at, deed in enumerate(case.deeds):
        first, last = deed.days[0], deed.days[-1]
        when = When.parse(
            day(first) if first == last else f"[{day(first)}..{day(last)}]"
        )
        fields: dict[str, Any] = {
            "id": f"d{at}",
            "treaty": "t",
            "party": deed.party,
            "when": when,
            "sources": deed.sources,
        }
        match deed.what:
            case "consent":
                events.append(Ratification(**fields))
            case "signature":
                events.append(Signature(**fields))
            case "leave":
                events.append(Withdrawal(**fields, effective=when))
            case "member":
                events.append(Ratification(**{**fields, "treaty": "o"}))
            case "other":
                events.append(
                    Treaty(
                        id="o",
                        title="O",
                        complete=True,
                        entry_into_force=EntryIntoForce(1),
                        in_force=when,
                    )
                )
            case _:
                fields["to"] = fields.pop("treaty")
                events.append(Objection(**fields))
    if case.heir:
        events.append(
            Ratification(
                id="cz", treaty="t", party="CZ", when=day(21), instrument="succession"
            )
        )
    sources = [Source(id=id_, title=id_) for id_ in ("ours", "theirs")]
    return Timeline(events, sources=sources).treaty("t", on=day(on))


def check(seed: int) -> None:
    case = draw(seed)
    entries = {entry(case, done) for done in worlds(case)}
    days = sorted(START + e - ZERO for e in entries if e is not None)
    found = printed(case).evaluation
    span, limit = found.by_rule, found.limits[1]
    sure = span.by(ON) if span else Certainty.NO
    if not days:
        assert span is None, (case.condition, case.deeds)
        assert sure is Certainty.NO
    else:
        expected = Days(days[0], None if None in entries else days[-1])
        assert span == expected, (
            span,
            expected,
            case.condition,
            case.deeds,
            case.heir,
            case.rule,
        )
        assert limit is not None
        assert limit.first == days[0]
        assert limit.last is None or limit.last >= days[-1]
        by_then = {e is not None and e <= LAST for e in entries}
        assert sure is Certainty.of(
            definitely=by_then == {True}, possibly=True in by_then
        )


def possible(answers: Iterable[bool]) -> Certainty:
    found = {*answers}
    return Certainty.of(definitely=found == {True}, possibly=True in found)


def is_overlapping(case: Case, party: str) -> bool:
    """Whether it may leave on a day on which it may join, or may join in vain."""
    joins = [d for d in case.deeds if d[:2] == ("consent", party)]
    leaves = [d for d in case.deeds if d[:2] == ("leave", party)]
    return any(
        leave.days[0] <= joins[0].days[-1] or (leave.denied and joins[1:])
        for leave in leaves
    )


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("on", [9, LAST])
def test_how_each_party_stands_is_how_it_may(seed: int, on: int) -> None:
    case = draw(seed)
    ways, found = [*worlds(case)], printed(case, on)
    begun = [entry(case, done) for done in ways]
    over = [is_over(case, *way, on) for way in zip(ways, begun, strict=True)]
    now = zip(begun, over, strict=True)
    in_force = possible(at is not None and at <= on and not end for at, end in now)
    assert found.in_force is in_force, (case.condition, case.rule, case.deeds)
    for party in PARTIES:
        row, told = found[party], (case.condition, case.rule, case.deeds)
        signed = possible(party in who(done, "signature", on) for done in ways)
        assert row.has_signed is signed, (party, told)
        if not is_overlapping(case, party):
            consents = possible(party in bound(done, on) for done in ways)
            binds = possible(
                party in parties(case, done, at, on) and not ended
                for done, at, ended in zip(ways, begun, over, strict=True)
            )
            assert (row.consent, row.bound) == (consents, binds), (party, told)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_printed_is_what_can_be(seed: int) -> None:
    check(seed)


@pytest.mark.no_cover  # a short test counts the same branches
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60, 2060))
def test_what_is_printed_is_what_can_be_of_2000_treaties(seed: int) -> None:
    check(seed)
