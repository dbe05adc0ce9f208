"""Entry into force of 38 treaties and of 728 memberships, official beside computed.

Run ``python benchmarks/verify_treaties.py``; it needs TIMELINE_WORLD_DATA.
The tables of the UN Treaty Collection are of March 2015: a successor state stands in
them where the deposit of its predecessor stood, so that old treaties seem to have been
ratified later than they were. Nothing is tuned to make up for that.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import world

from timeline.parties.parties import party_name
from timeline.report.grid import Grid
from timeline.report.layout import layout
from timeline.treaties.acts import days_of
from timeline.treaties.status import TreatyStatus


def cause(data: dict[str, Any], lines: list[str], status: TreatyStatus) -> str:
    """Return why a computed day differs from the official one.

    That predecessors' deposits are missing shows by this: with a threshold lower by
    as many, the rule gives the official day.
    """
    if status.entry_into_force is None:
        missing = status.needed.count
        return f"table too old: {missing} parties short of the threshold"
    for erased in range(1, 6):
        lower = world.status_of({**data, "count": data["count"] - erased}, lines)
        if str(lower.entry_into_force) == data["official_entry_into_force"]:
            return f"erased: {erased} deposit{'s' * (erased > 1)} of predecessor states"
    return "erased: among others, the very deposit that met the condition"


def treaties() -> tuple[int, int]:
    """Print each treaty with a table; return how many days are exact, of how many."""
    rows, exact = [], 0
    for data, lines in world.tables():
        status = world.status_of(data, lines)
        computed = str(status.entry_into_force or "")
        official = data["official_entry_into_force"] or ""
        same = computed == official
        exact += same
        rows.append(
            (
                data["id"],
                data["article"],
                official,
                computed,
                str(status.trigger or ""),
                "" if same else cause(data, lines, status),
            )
        )
    columns = (
        "Treaty",
        "Article",
        "Official",
        "Computed",
        "Trigger",
        "Why they differ",
    )
    below = [f"{exact} of {len(rows)} exact"]
    print(layout(Grid(columns, rows, title="Entry into force", below=below)))
    return exact, len(rows)


def kyoto() -> None:
    """Print how Kyoto's two conditions were met, one after the other."""
    data, lines = next((d, t) for d, t in world.tables() if d["id"] == "kyoto")
    rule = world.rule_of(data)
    weights = dict(rule.weights.parties) if rule.weights else {}
    status = world.status_of(data, lines)
    by_then = sum(
        weights.get(row.party, 0)
        for row in status
        if row.act and days_of(row.act.when).first <= days_of(status.trigger).first
    )
    print(f"\nKyoto: {rule}")
    who = " and ".join(party_name(act.party) for act in status.deposits)
    share = by_then / 13_728_306
    print(f"{share:.3%} of the weight on {status.trigger}, deposits of {who}")


def memberships() -> tuple[int, int]:
    """Print the effects that the rule does not give; return how many it does."""
    total, rows, causes = 0, [], Counter[str]()
    for act, stated, computed in world.effects():
        total += 1
        if computed == stated:
            continue
        if act.instrument == "succession":
            why = "succession or continued application: as far back as its words say"
        else:
            late = days_of(stated).first > days_of(computed).first
            why = f"stated {'later' if late else 'earlier'} than the rule gives"
        causes[why] += 1
        rows.append(
            (
                act.treaty,
                party_name(act.party),
                *map(str, (act.when, stated, computed)),
                why,
            )
        )
    print()
    columns = ("Treaty", "Party", "Deposit", "Stated", "Computed", "Why they differ")
    below = [f"{total - len(rows)} of {total} exact"]
    below += [f"{count}: {why}" for why, count in causes.most_common()]
    print(layout(Grid(columns, rows, title="Effect for each party", below=below)))
    return total - len(rows), total


if __name__ == "__main__":
    treaties()
    kyoto()
    memberships()
