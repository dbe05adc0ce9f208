"""Data of earlier versions of the format, brought up to the newest one on reading.

Each change is one function, from the data of a record to its data now. They run in
order, so that no file is ever too old.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from timeline.parties.parties import find_party
from timeline.records.strictjson import opened

Data = Mapping[str, Any]

VERSION = 2
_LONG_CODE = re.compile(r"[A-Z][A-Z0-9-]{2,62}[A-Z0-9]")
_WITH_PARTICIPANTS = frozenset(
    {"audience", "host", "invitee", "inviter", "participants", "speaker"}
)


def denials_from_disputes(data: Data) -> Data:
    """Move what disputes a record to its sources, as citations that deny it.

    What is not a list stays, for the codec to report.

    >>> denials_from_disputes({"id": "c", "disputed_by": ["readout"]})
    {'id': 'c', 'sources': [{'source': 'readout', 'stance': 'denies'}]}
    """
    against, sources = data.get("disputed_by"), data.get("sources", [])
    if type(against) is not list or type(sources) is not list:
        return data
    rest = {name: value for name, value in data.items() if name != "disputed_by"}
    return {**rest, "sources": [*sources, *map(_denying, against)]}


def _denying(cited: object) -> object:
    """Return a citation that denies; anything else unchanged."""
    cited = opened(cited)
    if isinstance(cited, str):
        cited = {"source": cited}
    return {**cited, "stance": "denies"} if isinstance(cited, dict) else cited


def ids_from_long_codes(data: Data) -> Data:
    """Mark codes that no table knows as ids of parties; the reader declares these.

    >>> ids_from_long_codes({"id": "c", "participants": ["FR", "WAGNER", "NATO"]})
    {'id': 'c', 'participants': ['FR', '@WAGNER', 'NATO']}
    """
    changed = {n: _marked(data[n]) for n in data if n in _WITH_PARTICIPANTS}
    return {**data, **changed} if changed else data


def _marked(value: object) -> object:
    if type(value) is list:
        return [*map(_marked, value)]
    if isinstance(value, str) and is_long_code(value):
        return f"@{value}"
    return value


def is_long_code(text: str) -> bool:
    """Whether the first version took *text* for the code of a party unknown to it."""
    return bool(_LONG_CODE.fullmatch(text)) and not find_party(text)


def conditions_from_fields(data: Data) -> Data:
    """Join what a rule of entry into force says in fields to one condition.

    >>> conditions_from_fields({"entry_into_force": {"count": 55, "named": ["FR"]}})
    {'entry_into_force': {'condition': {'all': [{'at_least': 55}, {'share': 'all', \
'of': ['FR']}]}}}
    """
    rule = opened(data.get("entry_into_force"))
    if not isinstance(rule, dict) or "condition" in rule:
        return data
    rest = {name: value for name, value in rule.items() if name not in _RULE}
    if "agreed" in rule:
        rest["or_agreed_date"] = rule["agreed"]
    parts = [*_conditions(rule)]
    if "requires" in rule and ("fixed" in rule or not parts):  # not merely a floor
        del rest["requires"]
        required = rule["requires"]
        listed = required if type(required) is list else [required]
        parts += [{"in_force": name} for name in listed]
    if parts:
        rest["condition"] = parts[0] if len(parts) == 1 else {"all": parts}
    return {**data, "entry_into_force": rest}


_RULE = frozenset(
    {"agreed", "all_parties", "count", "majority", "named", "organizations", "weights"}
)


def _conditions(rule: Data) -> Iterator[dict[str, Any]]:
    """Yield what a rule of version 1 needs of those who consent."""
    open_to = {"organizations": True} if rule.get("organizations") is True else {}
    if "count" in rule:
        yield {"at_least": rule["count"], **open_to}
    if rule.get("all_parties") is True:
        yield {"share": "all", "group": "parties", "organizations": True}
    if "named" in rule:
        yield {"share": "all", "of": rule["named"]}
    if rule.get("majority") is True:
        besides = {"besides": rule["named"]} if "named" in rule else {}
        yield {"share": "majority", "group": "signatories", **besides, **open_to}
    if "weights" in rule:
        weights = opened(rule["weights"])
        share = dict(weights) if isinstance(weights, dict) else {"of": weights}
        yield {"share": share.pop("share", None), "weights": share}


# What has changed since each version.
CHANGES: Mapping[int, tuple[Callable[[Data], Data], ...]] = {
    1: (denials_from_disputes, ids_from_long_codes, conditions_from_fields)
}


def upgraded(data: Data, version: int) -> Data:
    """Return the data of a record of *version* as the newest version has them."""
    for older in range(version, VERSION):
        for change in CHANGES[older]:
            data = change(data)
    return data
