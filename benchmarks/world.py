"""The world's treaties, as far as ../shared/data has them: rules, tables, effects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from timeline import Delay, EntryIntoForce, Weights

DATA = Path(__file__).parents[1].parent / "shared" / "data"
UNITS = {"first_of_nth_month_after": "nth_month"}


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
    return EntryIntoForce(
        count=data.get("count"),
        named=data["outstanding_named"] if isinstance(named, str) else named,
        majority="plus" in data,
        all_parties=data.get("all_parties", False),
        weights=_weights(data.get("weight")),
        delay=delay_of(later or data["delay"]),
        fixed=data["not_before"] if later else None,
        not_before=None if later else data.get("not_before"),
        requires=[data["requires_in_force"]] if "requires_in_force" in data else (),
        agreed=data.get("or_agreed_date", False),
    )


def _weights(data: dict[str, Any] | None) -> Weights | None:
    """Return weights with their table; an unknown table leaves the condition out."""
    if data is None or "table" not in data:
        return None
    table = json.loads((DATA / data["table"]).read_text())
    return Weights(
        of=data["of"],
        share=str(data["min_share"]),
        parties=table["share"],
        total=table["total"],
    )
