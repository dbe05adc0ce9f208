"""What became of former States, and who belongs to a group on a day."""

from __future__ import annotations

import pytest

from timeline.certainty import Certainty
from timeline.errors import InvalidError
from timeline.parties.parties import entries, is_known
from timeline.parties.succession import members_of, succession

Y, M, N = Certainty.YES, Certainty.MAYBE, Certainty.NO


@pytest.mark.parametrize(
    ("code", "day", "ended"),
    [
        ("CSHH", "1992-12-31", N),
        ("CSHH", "1993-01-01", Y),
        ("CSHH", "1992-12-31/1993-01-01", M),
        ("CSHH", "../1980", N),
        ("CSHH", "1990/..", M),
        ("GATT", "1994-12-31", N),
        ("GATT", "1995-06-01", M),  # its last day is somewhere in 1995
        ("GATT", "1996", Y),
        ("DE", "2025", N),
        ("nobody", "2025", N),
    ],
)
def test_a_party_has_ended_after_its_last_day(
    code: str, day: str, ended: Certainty
) -> None:
    assert succession(code, day).ended is ended


@pytest.mark.parametrize(
    ("code", "successors", "continued_by"),
    [
        ("SUHH", {"KZ", "UA"}, "RU"),
        ("CSXX", {"ME"}, "RS"),
        ("YUCS", {"CSXX", "HR"}, ""),
        ("TANGANYIKA", {"TZ"}, ""),
        ("UARX", {"SY"}, "EG"),
        ("KOREAN-EMPIRE", set(), ""),
    ],
)
def test_successors_and_who_continues(
    code: str, successors: set[str], continued_by: str
) -> None:
    found = succession(code, "2000")

    assert successors <= {*found.successors}
    assert found.continued_by == continued_by


def test_all_that_the_table_refers_to_is_in_it() -> None:
    for entry in entries().values():
        members = [part.split()[0] for part in entry.members.split("; ") if part]
        assert all(map(is_known, [*entry.successors.split(), *members])), entry
        assert not entry.continues or entries()[entry.continues].until, entry
        is_dated = entry.successors or entry.until or entry.since
        assert not is_dated or entry.source, entry


@pytest.mark.parametrize(
    ("group", "member", "on", "sure"),
    [
        ("EU", "GB", "1972-12-31", N),
        ("EU", "GB", "1973-01-01", Y),
        ("EU", "GB", "2020-01-31", Y),
        ("EU", "GB", "2020-02-01", N),
        ("P5", "SUHH", "1990", Y),
        ("P5", "RU", "1990", N),
        ("P5+1", "DE", "2015", Y),
        ("G20", "AFUNION", "2023-01-01", N),
    ],
)
def test_members_are_those_of_the_day(
    group: str, member: str, on: str, sure: Certainty
) -> None:
    assert members_of(group, on=on).get(member, N) is sure


@pytest.mark.parametrize("code", ["FR", "WTO", "nobody"])
def test_members_that_are_not_listed_are_no_empty_group(code: str) -> None:
    with pytest.raises(InvalidError, match="not listed"):
        members_of(code, on="2025")
