"""Rules, tables and effects of real treaties, from the folder TIMELINE_WORLD_DATA."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import reduce
from operator import and_
from pathlib import Path
from types import MappingProxyType
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


# What a table no longer shows: States that ended before it was made, and when each had
# consented, from the UN's historical information and its notes to the tables.
_DAYS = """
iccpr CSHH 1975-12-23, YUCS 1971-06-02, DDDE 1973-11-08
icescr CSHH 1975-12-23, YUCS 1971-06-02, DDDE 1973-11-08
icerd CSHH 1966-12-29, YUCS 1967-10-02, DDDE 1973-03-27
cedaw CSHH 1982-02-16, YUCS 1982-02-26, DDDE 1980-07-09
crc CSHH 1991-01-07, YUCS 1991-01-03, DDDE 1990-10-02
cat CSHH 1988-07-07, YUCS 1991-09-10, DDDE 1987-09-09
vcdr CSHH 1963-05-24, YUCS 1963-04-01, DDDE 1973-02-02
vccr CSHH 1968-03-13, YUCS 1965-02-08, DDDE 1987-09-09
vclt-1969 CSHH 1987-07-29, YUCS 1970-08-27, DDDE 1986-10-20
ccw-1980 CSHH 1982-08-31, YUCS 1983-05-24, DDDE 1982-07-20
vienna-ozone CSHH 1990-10-01, YUCS 1990-04-16, DDDE 1989-01-25
basel CSHH 1991-07-24
refugee-1951 CSHH 1991-11-26, YUCS 1959-12-15
unclos YUCS 1986-05-05
26-1 CSHH 1978-05-12, DDDE 1978-05-25
4-7 CSHH 1976-03-25, YUCS 1975-07-01, DDDE 1974-08-12
5-5 CSHH 1991-11-26, YUCS 1968-01-15
6-15 CSHH 1964-03-20, YUCS 1963-08-27
6-16 CSHH 1988-10-13, YUCS 1973-10-15, DDDE 1975-12-02
7-11-a CSHH 1958-03-14, YUCS 1951-04-26
9-1 CSHH 1948-03-01, YUCS 1947-11-19
10-7 CSHH 1977-05-26, YUCS 1978-11-27
11-9 CSHH 1962-05-31, YUCS 1961-03-09
14-2 YUCS 1951-04-26
14-3 CSHH 1964-05-13
14-5 YUCS 1981-11-13
16-2 CSHH 1962-04-05, YUCS 1959-03-13
16-3 CSHH 1965-03-05, YUCS 1964-06-19
20-1 CSHH 1958-10-03, YUCS 1959-05-29
21-2 CSHH 1961-08-31, YUCS 1966-01-28
21-3 YUCS 1966-01-28
24-1 CSHH 1977-07-26, YUCS 1978-02-24
27-1-b CSHH 1986-11-26
3-1 CSHH 1955-09-07, YUCS 1950-06-30
"""
PREDECESSORS = {
    line.split(" ", 1)[0]: dict(one.split() for one in line.split(" ", 1)[1].split(","))
    for line in _DAYS.split("\n")
    if line
}
# Ended States whose consents no successor repeats, so that a table tells nothing of
# them: East Germany's, given between its admission to the UN and its end, and those
# of members of the WHO and UNIDO, whose successors were admitted anew.
_EAST_GERMANY = "[1973-01-01..1990-10-02]"
UNDATED = {
    name: {"DDDE": _EAST_GERMANY}
    for name in ("iccpr", "ccw-1980", "4-7", "4-10", "26-1", "27-1-a", "6-16")
} | {
    "9-1": {"CSHH": "", "YUCS": ""},
    "10-9": {"CSHH": "", "YUCS": "", "DDDE": _EAST_GERMANY},
}
# Members of the UN in April 1948, of whom 26 had to accept the constitution of the WHO.
_UN_OF_1948 = re.findall(
    "[A-Z]+",
    "AF AR AU BE BO BR BY CA CL CN CO CR CSHH CU DK DO EC EG ET FR GB GR GT HN HT IN"
    " IQ IR IS LB LR LU MX NI NL NO NZ PA PE PH PK PL PY SA SE SUHH RU SV SY TH TR UA"
    " US UY VE YE YUCS ZA",
)
# UN assessment rates of 1986 to 1988 of the States within the scope of EMEP (General
# Assembly resolution 40/248), in hundredths of a percent.
_EMEP = {
    "AT": 74, "BE": 118, "BG": 16, "BY": 34, "CH": 112, "CSHH": 70, "CY": 2,
    "DDDE": 133, "DE": 826, "DK": 72, "ES": 203, "FI": 50, "FR": 637, "GB": 486,
    "GR": 44, "HU": 22, "IE": 18, "IS": 3, "IT": 379, "LI": 1, "LU": 5, "MT": 1,
    "NL": 174, "NO": 54, "PL": 64, "PT": 18, "RO": 19, "RU": 1020, "SE": 125, "TR": 34,
    "UA": 128, "YUCS": 46,
}  # fmt: skip
# Clauses that eif_more.json only has as a count.
RULES = {
    "9-1": EntryIntoForce(at_least(26, of=_UN_OF_1948)),
    "27-1-a": EntryIntoForce(
        at_least(19, of=[*_EMEP, "EU"])
        & share("40%", Weights(of="assessment rates", parties=_EMEP, total=10_000)),
        delay="90 days",
    ),
    "10-9": EntryIntoForce(
        80, or_agreed_date=True
    ),  # States that notified their consent
    "14-3": EntryIntoForce(6, delay="3 months and 1 day"),  # as the depositary counted
}


def more() -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Yield 42 more treaties with the lines of their tables."""
    for data in json.loads((DATA / "eif_more.json").read_text()):
        lines = (DATA / "untc-2015" / f"{data['untc']}.csv").read_text("utf-8")
        rows = lines.splitlines()
        if data["untc"] == "10-9":  # what counts are the notifications of its article
            rows = [",".join((row[0], row[3])) for row in csv.reader(rows)]
            rows[0] = "Participant,Consent to be bound"
        yield {**data, "id": data["untc"]}, rows


def more_rule(data: dict[str, Any]) -> EntryIntoForce:
    """Return the rule of one of them."""
    return RULES.get(data["untc"]) or EntryIntoForce(**data["rule"])


def adoption(untc: str | None) -> str | None:
    """Return the day on which a text was adopted, as its title in the index ends."""
    chapter, _, number = (untc or "").partition("-")
    path = DATA / "untc-2015" / "index.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if (row["chapter_no"], row["treaty_no"].replace(".", "-")) == (
                chapter,
                number,
            ):
                found = re.search(
                    r"(\d+) ([A-Z][a-z]+) (\d{4})\W*$", row["treaty_name"]
                )
                if found:
                    date = datetime.strptime(" ".join(found.groups()), "%d %B %Y")  # noqa: DTZ007
                    return f"{date:%Y-%m-%d}"
    return None


def cases() -> Iterator[tuple[dict[str, Any], list[str], EntryIntoForce, str]]:
    """Yield 80 treaties with their tables, clauses and official days; without Kyoto."""
    for data, lines in tables():
        if data["id"] != "kyoto":
            bare = {key: value for key, value in data.items() if key != REQUIRES}
            yield data, lines, rule_of(bare), data["official_entry_into_force"]
    for data, lines in more():
        yield data, lines, more_rule(data), data["official"]


def status_of(
    data: dict[str, Any],
    lines: list[str],
    rule: EntryIntoForce | None = None,
    declared: Mapping[str, str] = MappingProxyType({}),
) -> TreatyStatus:
    """Return how a treaty stood when the tables were made, by rule and table alone.

    Args:
        data: The treaty.
        lines: Its table.
        rule: Its clause, if it is not written in *data*.
        declared: Days on which States that have ended consented; "" for no day.
    """
    name = data["id"]
    if rule is None:
        rule = rule_of({key: value for key, value in data.items() if key != REQUIRES})
    treaty = Treaty(
        id=name,
        title=name,
        complete=True,
        entry_into_force=rule,
        when=adoption(data.get("untc")),
    )
    table = read_participants(lines, treaty)
    acts = [
        Ratification(
            id=f"{name}:{party}",
            treaty=name,
            party=party,
            when=day or None,
            status="deposited",
        )
        for party, day in declared.items()
    ]
    return Timeline([*table.events, *acts]).treaty(name, TABLES_MADE)


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
