"""What waits for the legal dates of a treaty."""

from __future__ import annotations

import pytest

from timeline import (
    EntryIntoForce,
    Event,
    Ratification,
    Source,
    Summit,
    Timeline,
    Treaty,
)
from timeline.errors import InvalidError
from timeline.records.kinds import OpaqueEvent

BBNJ = Treaty(
    id="bbnj",
    title="BBNJ Agreement",
    when="2023-06-19",
    opened="2023-09-20",
    closed="2025-09-20",
    complete=True,
    entry_into_force=EntryIntoForce(1, delay="120 days"),
)


def consent(when: str, **more: str) -> Ratification:
    return Ratification(
        **{"id": "r", "treaty": "bbnj", "party": "MA", "when": when, **more}  # type: ignore[arg-type]
    )


def bounds(when: str, *events: Event) -> str:
    cop = Summit(id="cop", title="First conference", status="expected", when=when)
    said = str(Timeline([BBNJ, *events, cop]).schedule()["cop"])
    return said.partition(" because")[0]


@pytest.mark.parametrize(
    ("when", "days"),
    [
        (
            "not-before:bbnj#in-force not-after:bbnj#in-force+P1Y",
            "2026-01-17 to 2027-01-17",
        ),
        ("not-before:bbnj#adopted+P1M", "2023-07-19 to ?"),
        ("not-after:bbnj#opened", "? to 2023-09-20"),
        ("not-after:bbnj#closed-P1D", "? to 2025-09-19"),
        (
            "2026-05-04/2026-05-08 not-before:bbnj#in-force",
            "2026-05-04 to 2026-05-08",
        ),
    ],
)
def test_a_bound_counts_from_a_legal_date(when: str, days: str) -> None:
    assert bounds(when, consent("2025-09-19")) == f"cop: {days}"


def test_what_is_not_in_force_yet_bounds_nothing() -> None:
    assert bounds("not-after:bbnj#in-force+P1Y") == "cop: ? to ?"


def test_a_doubt_about_a_deposit_reaches_what_waits_for_entry_into_force() -> None:
    said = bounds("not-after:bbnj#in-force+P1Y", consent("2025-09-19~"))
    assert said == "cop: ? to 2027-01-17~"


def test_a_reason_names_the_legal_date() -> None:
    cop = Summit(id="cop", title="C", when="not-after:bbnj#in-force", status="expected")
    tl = Timeline([BBNJ, consent("2025-09-19"), cop])

    assert "the entry into force of bbnj is dated 17 Jan 2026" in str(
        tl.schedule()["cop"]
    )
    assert "after the entry into force of BBNJ Agreement" in tl.table()
    assert [*tl.schedule()] == ["bbnj", "r", "cop"]


@pytest.mark.parametrize(
    ("on", "section"), [("2026-01-02", "blocked"), ("2026-01-17", "coming_up")]
)
def test_what_waits_for_entry_into_force_is_blocked_until_then(
    on: str, section: str
) -> None:
    when = "not-before:bbnj#in-force not-after:bbnj#in-force+P1M"
    cop = Summit(id="cop", title="C", when=when, status="expected")
    agenda = Timeline([BBNJ, consent("2025-09-19"), cop]).agenda(on=on)

    assert [item.section for item in agenda if item.id == "cop"] == [section]


@pytest.mark.parametrize(
    ("when", "problem"),
    [
        ("not-before:bbnj", "does not say which date of a treaty"),
        ("not-after:bbnj#end+P1Y", "not-after:bbnj and one of #adopted, #opened"),
        ("not-before:bbnj#start", "does not say which date of a treaty"),
        ("during:bbnj", "does not say which date of a treaty"),
        ("same-day:bbnj", "does not say which date of a treaty"),
        ("not-before:r#in-force", '"r" is not a treaty, and has no #in-force'),
    ],
)
def test_a_date_of_a_treaty_is_named(when: str, problem: str) -> None:
    with pytest.raises(InvalidError, match=problem):
        bounds(when, consent("2025-09-19"))


def test_an_act_does_not_wait_for_its_own_treaty() -> None:
    with pytest.raises(InvalidError, match='entry into force of "bbnj", which follows'):
        Timeline([BBNJ, consent("not-before:bbnj#in-force")])
    with pytest.raises(InvalidError, match="does not say which date"):
        Timeline([BBNJ], [Source(id="s", as_of="not-before:bbnj")])
    other = Treaty(id="other", title="Other")
    waiting = consent("not-before:other#in-force")
    assert len(Timeline([BBNJ, other, waiting]).schedule()) == 3


def test_a_record_of_an_unknown_kind_may_be_a_treaty() -> None:
    pact = OpaqueEvent(id="pact", kind="pact", title="Pact")
    assert bounds("not-before:pact#in-force", pact) == "cop: ? to ?"


def test_the_doubt_of_a_deposit_reaches_what_hangs_on_entry_into_force() -> None:
    rule = EntryIntoForce(1, delay="30 days")
    when = "not-before:t#in-force not-after:t#in-force+P1M"
    tl = Timeline(
        [
            Treaty(id="t", title="T", complete=True, entry_into_force=rule),
            Ratification(id="r", treaty="t", party="FR", when="2025-09~"),
            Summit(id="m", title="M", status="expected", when=when),
        ]
    )
    # Deposited by the end of October, in force by 30 November: in time until late
    # December.
    sections = [
        [item.section for item in tl.agenda(on=on) if item.id == "m"]
        for on in ("2025-12-20", "2026-01-03")
    ]
    assert sections == [["coming_up"], ["overdue"]]
    assert "between about Oct 2025 and about Nov 2025" in tl.table()
