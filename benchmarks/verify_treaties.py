"""Entry into force of 80 treaties and of 728 memberships, official beside computed.

Run ``python benchmarks/verify_treaties.py``; it needs TIMELINE_WORLD_DATA.
The tables of the UN Treaty Collection are of March 2015: a successor State stands in
them where the deposit of its predecessor stood. So each treaty is computed twice: from
its table, and of ended States that left no row only that they had consented; and with
the days on which ended States consented. Nothing is tuned to make up for what is gone.
"""

from __future__ import annotations

from collections import Counter
from statistics import median

import world

from timeline.parties.parties import party_name
from timeline.report.grid import Grid
from timeline.report.layout import layout
from timeline.treaties.acts import days_of
from timeline.treaties.status import TreatyStatus
from timeline.when.when import When


def judge(status: TreatyStatus, official: str) -> tuple[str, int | None]:
    """Return how an answer compares with the official day, and how wide it is."""
    if status.entry_into_force is None:
        missing = status.needed.count
        return f"table too old: {missing} parties short", None
    span, day = days_of(status.entry_into_force), days_of(When.parse(official)).first
    if span.last is None or not span.first <= day <= span.last:
        return "contradicted", None
    return ("range" if span.first < span.last else "exact"), span.last - span.first


def treaties() -> Counter[str]:
    """Print each treaty with its two answers; return how often each compares how."""
    rows, counts, widths = [], Counter[str](), list[int]()
    for data, lines, rule, official in world.cases():
        undated = world.UNDATED.get(data["id"], {})
        dated = {**undated, **world.PREDECESSORS.get(data["id"], {})}
        cells = []
        for which, declared in (("table", undated), ("deposits", dated)):
            status = world.status_of(data, lines, rule, declared)
            found, width = judge(status, official)
            counts[f"{which}: {found.partition(':')[0]}"] += 1
            widths += [width] if which == "table" and width else []
            cells += [str(status.entry_into_force or ""), found]
        rows.append((data.get("name", data["id"]), data["article"], official, *cells))
    columns = (
        "Treaty",
        "Article",
        "Official",
        "By the table",
        "",
        "With the days of ended States",
        "",
    )
    below = [f"{count} {what}" for what, count in sorted(counts.items())]
    below.append(f"ranges by the table: {median(widths):.0f} days wide on the median")
    print(layout(Grid(columns, rows, title="Entry into force", below=below)))
    return counts


def kyoto() -> None:
    """Print how Kyoto's two conditions were met, one after the other."""
    data, lines = next((d, t) for d, t in world.tables() if d["id"] == "kyoto")
    rule = world.rule_of(data)
    weights = next(dict(q.weights.parties) for q in rule.condition.leaves if q.weights)
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
