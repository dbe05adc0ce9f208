"""The examples about treaties say what is known, and nothing that is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from examples import ceta, participants

from timeline import Certainty, Timeline, Treaty

FACTS = Timeline.load(ceta.FACTS)
NOW = FACTS.treaty("ceta", ceta.ON)


def test_ten_member_states_are_outstanding_and_then_the_union_itself() -> None:
    states = {"BE", "BG", "CY", "FR", "GR", "HU", "IE", "IT", "PL", "SI"}

    assert set(NOW.outstanding) == states | {"EU"}
    assert NOW.not_reported == ("CA",)
    assert len(NOW.parties) == 17
    assert (NOW.withdrawn, NOW.former) == (("GB",), ())
    assert NOW["GB"].took_back.definitely


def test_it_is_applied_provisionally_and_not_in_force_by_its_newest_source() -> None:
    assert NOW.applied is Certainty.YES
    assert NOW.in_force is Certainty.MAYBE
    assert str(NOW.as_at) == "2024-08"
    assert FACTS.treaty("ceta", "2024-08-31").in_force is Certainty.NO


def test_one_deposit_changes_one_line_and_all_bring_it_into_force() -> None:
    one = NOW.what_if("FR", "2026-01-10")

    assert one.state == "not in force"
    assert set(NOW.needed.parties) - set(one.needed.parties) == {"FR"}
    every = NOW.what_if(NOW.needed.parties, "2026-01-10")
    assert str(every.entry_into_force) == "2026-03-01"


def test_the_facts_bear_each_other_out() -> None:
    assert not [problem for problem in FACTS.check() if problem.severity == "error"]
    assert isinstance(FACTS["ceta"], Treaty)


def test_the_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    ceta.main()

    printed = capsys.readouterr().out
    assert "10 member states have yet to ratify" in printed
    assert "changed between the parties:\n  nothing." in printed


def test_the_example_of_a_table_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table = tmp_path / "two.csv"
    table.write_text("Participant,Signature\nFrance,soon\n", encoding="utf-8")

    participants.main()
    participants.main(str(table), "1", "0 days")

    printed = capsys.readouterr().out
    assert "in force since 22 Apr 1954" in printed
    assert '"soon" is not an entry' in printed
