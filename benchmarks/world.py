"""Rules, tables and effects of real treaties, from the folder TIMELINE_WORLD_DATA."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

import attrs

from timeline import (
    Condition,
    Delay,
    EntryIntoForce,
    Ratification,
    Timeline,
    Treaty,
    Weights,
    When,
    at_least,
    every,
    in_force,
    share,
)
from timeline.api.answers import TreatyStatus
from timeline.importers.untc import read_memberships, read_participants

DATA = Path(os.environ.get("TIMELINE_WORLD_DATA", "no-such-folder"))
UNITS = {"first_of_nth_month_after": "nth_month"}
REQUIRES = "requires_in_force"
TABLES_MADE = "2015-03-09"


def rules() -> list[dict[str, Any]]:
    """Return the final clauses of 46 treaties as they were written down."""
    found: list[dict[str, Any]] = json.loads((DATA / "eif_rules.json").read_text())
    return found


def delay_of(data: dict[str, Any]) -> Delay:
    """Return a delay from its form in that file."""
    first = data.get("then") == "first_of_next_month"
    parts = {UNITS.get(key, key): n for key, n in data.items() if key != "then"}
    return Delay(then_first=first, **parts)


def rule_of(data: dict[str, Any]) -> EntryIntoForce:
    """Return a rule of ours from its form in that file."""
    named = data.get("named", [])
    later = data.get("else_delay")
    conditions = [
        *_conditions(
            data, data["outstanding_named"] if isinstance(named, str) else named
        )
    ]
    if later and REQUIRES in data:
        conditions.append(in_force(data[REQUIRES]))
    return EntryIntoForce(
        reduce(and_, conditions) if conditions else None,
        delay=delay_of(later or data["delay"]),
        fixed=data["not_before"] if later else None,
        not_before=None if later else data.get("not_before"),
        requires=[data[REQUIRES]] if REQUIRES in data and not later else (),
        or_agreed_date=data.get("or_agreed_date", False),
    )


def _conditions(data: dict[str, Any], named: list[str]) -> Iterator[Condition]:
    """Yield what must hold; a share of what has no table is left out."""
    if "count" in data:
        yield at_least(data["count"])
    if named:
        yield every(named)
    if "plus" in data:
        yield share("majority", of="signatories", besides=named)
    if data.get("all_parties"):
        yield every("parties")
    weight = data.get("weight") or {}
    if "table" in weight:
        table = json.loads((DATA / weight["table"]).read_text())
        yield share(
            str(weight["min_share"]),
            Weights(of=weight["of"], parties=table["share"], total=table["total"]),
        )


def tables() -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Yield each rule whose treaty has a table, with the lines of that table."""
    for data in rules():
        path = DATA / "untc-2015" / f"{data.get('untc')}.csv"
        if path.exists() and (data.get("check") or {}).get("data"):
            yield data, path.read_text(encoding="utf-8").splitlines()


def status_of(data: dict[str, Any], lines: list[str]) -> TreatyStatus:
    """Return how a treaty stood when the tables were made, by rule and table alone."""
    rule = rule_of({key: value for key, value in data.items() if key != REQUIRES})
    treaty = Treaty(
        id=data["id"], title=data["id"], complete=True, entry_into_force=rule
    )
    table = read_participants(lines, treaty)
    return Timeline(table.events).treaty(data["id"], TABLES_MADE)


# Of treaties in WIPO's list: how many must consent, and the delay, for each too.
WIPO = {
    "Beijing": (30, "3 months"),
    "Brussels": (5, "3 months"),
    "Marrakesh": (20, "3 months"),
    "Nairobi": (3, "1 month"),
    "Patent": (10, "3 months"),
    "Rome": (6, "3 months"),
    "Singapore": (10, "3 months"),
    "Trademark": (5, "3 months"),
    "WIPO Copyright Treaty (WCT)": (30, "3 months"),
    "WIPO Performances and Phonograms Treaty (WPPT)": (30, "3 months"),
}


def effects() -> Iterator[tuple[Ratification, When, When | None]]:
    """Yield each consent in WIPO's list, its stated effect and the computed one.

    The treaty's own day is taken as stated, that is, the first effect of all.
    """
    path = DATA / "wipo" / "membership-to-copyright-treaties.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        events = read_memberships(lines).events
    names = {e.id: e.title for e in events if isinstance(e, Treaty) and e.title in WIPO}
    acts = [e for e in events if isinstance(e, Ratification) and e.treaty in names]
    for name, title in names.items():
        own = [act for act in acts if act.treaty == name]
        told = {act.id: act.effective for act in own if act.effective and act.when}
        count, delay = WIPO[title]
        rule = EntryIntoForce(count=count, delay=delay, organizations=True)
        treaty = Treaty(
            id=name,
            title=title,
            complete=True,
            entry_into_force=rule,
            in_force=min(told.values(), key=str),
        )
        bare = [attrs.evolve(act, effective=None) for act in own]
        status = Timeline([treaty, *bare]).treaty(name, "2026-01-01")
        for act in bare:
            row = status[act.party]
            if act.id in told and row.act == act:
                yield act, told[act.id], row.since
