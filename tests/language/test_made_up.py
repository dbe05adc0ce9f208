"""A language is one file: one that we made up says all that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import ascii_letters
from types import SimpleNamespace

import pytest

from timeline import (
    Call,
    Deadline,
    Event,
    Invitation,
    Meeting,
    Ratification,
    Signature,
    Source,
    Summit,
    Timeline,
    Treaty,
    Withdrawal,
    cite,
)
from timeline.language import en, fr
from timeline.parties.parties import entries

_CYRILLIC = {ord(letter): chr(0x40F + at) for at, letter in enumerate(ascii_letters)}
_HOLES = re.compile(r"(\{[^{}]*\})")
_OWN = re.compile(  # codes, ids and titles of ours, and the marks of pages
    r"^[a-z-]+(?=: )|not-before:I2|[A-Z]{2,}\d*|<style.*?</style>|<[^>]*>",
    re.DOTALL | re.MULTILINE,
)


def made_up(words: str) -> str:
    """Return a phrase without a Latin letter, but for what fills it."""
    parts = _HOLES.split(words.replace(":on}", "}"))  # without the articles of English
    return "".join(p if p[:1] == "{" else p.translate(_CYRILLIC) for p in parts)


def all_made_up(table: Mapping[str, str]) -> dict[str, str]:
    return {key: made_up(words) for key, words in table.items()}


CATALOGUE = SimpleNamespace(
    **{
        **{name: value for name, value in vars(en).items() if name.isupper()},
        "MONTHS": [*map(made_up, en.MONTHS)],
        "SHORT_MONTHS": [*map(made_up, en.SHORT_MONTHS)],
        "WEEKDAYS": [*map(made_up, en.WEEKDAYS)],
        "PHRASES": all_made_up(en.PHRASES),
        "NAMES": all_made_up({**fr.NAMES, **en.NAMES}),
        "PARTIES": {code: made_up(e.en) for code, e in entries().items()},
    }
)
TL = Timeline(
    [
        Summit(id="I1", title="T1", when="2025-06-15~", participants=["G7"]),
        Meeting(id="I2", title="T2", part_of="I1", status="held", sources=["S1"]),
        Call(
            id="I3",
            title="T3",
            status="expected",
            when="not-before:I2",
            sources=[cite("S1", stance="denies"), cite("S2", when="2025-07")],
        ),
        Deadline(id="I4", title="T4", when="not-after:2025-03-20T12:00Z"),
        Invitation(id="I5", title="T5", inviter="FR", invitee="DE", status="extended"),
        Event(id="I6", title="T6", status="did_not_take_place", when="2025-01/2025-02"),
        Event(id="I7", title="T7", when="2024-03", formerly=["2024-02-01"]),
        Treaty(id="I8", title="T8", when="2025-01-10", parties=["FR", "DE", "CA"]),
        Signature(id="I9", treaty="I8", party="FR", when="2025-01-10"),
        Ratification(
            id="I10", treaty="I8", party="FR", when="2025-02", status="deposited"
        ),
        Ratification(id="I11", treaty="I8", party="DE", status="pending"),
        Withdrawal(id="I12", treaty="I8", party="FR", when="2026-01-01"),
    ],
    [Source(id="S1", title="P1", as_of="2025-03-01"), Source(id="S2", publisher="P2")],
    title="TT",
)


def outputs(on: str) -> Mapping[str, str]:
    language = "xx"
    later = TL.update("I3", status="held").remove("I6")
    return {
        "table": TL.table(language=language, on=on),
        "page": TL.to_html(language=language, on=on),
        "picture": TL.to_svg(language=language, on=on),
        "agenda": TL.agenda(on).table(language=language),
        "diff": later.since(TL).table(language=language),
        "treaty": TL.treaty("I8", on=on).table(language=language),
        "findings": TL.check(language=language).table(language=language),
        "schedule": TL.schedule(strict=False).table(language=language),
        "pairs": TL.pairs().table(language=language),
        "card": TL.card("I3", language=language),
    }


@pytest.mark.parametrize("on", ["2025-02-15", "2026-06-01"])
def test_a_made_up_language_says_all(on: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeline.language.words.CATALOGUES", {"xx": CATALOGUE})
    for name, text in outputs(on).items():
        left = re.findall(r"[A-Za-z]{2,}", _OWN.sub("", text))
        assert not left, (name, left, text)
