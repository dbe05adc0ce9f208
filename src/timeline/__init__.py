"""Diplomatic events as typed records on a timeline.

The names below are the public ones; each is imported when it is first asked for.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.api.answers import Diff as Diff
    from timeline.api.answers import diff as diff
    from timeline.api.history import History as History
    from timeline.api.timeline import Timeline as Timeline
    from timeline.certainty import Certainty as Certainty
    from timeline.collection.collection import Collection as Collection
    from timeline.compare.change import Change as Change
    from timeline.compare.match import suggest_matches as suggest_matches
    from timeline.compare.merge import Conflict as Conflict
    from timeline.compare.merge import merge as merge
    from timeline.errors import TimelineError as TimelineError
    from timeline.parties.parties import Participant as Participant
    from timeline.records.delays import Delay as Delay
    from timeline.records.entry_into_force import EntryIntoForce as EntryIntoForce
    from timeline.records.entry_into_force import Weights as Weights
    from timeline.records.event import Event as Event
    from timeline.records.kinds import KINDS as KINDS
    from timeline.records.kinds import Kinds as Kinds
    from timeline.records.kinds import OpaqueEvent as OpaqueEvent
    from timeline.records.lifecycle import Phase as Phase
    from timeline.records.meetings import Call as Call
    from timeline.records.meetings import Invitation as Invitation
    from timeline.records.meetings import Meeting as Meeting
    from timeline.records.meetings import Stop as Stop
    from timeline.records.meetings import Summit as Summit
    from timeline.records.meetings import Visit as Visit
    from timeline.records.negotiations import Agreement as Agreement
    from timeline.records.negotiations import Negotiation as Negotiation
    from timeline.records.negotiations import Statement as Statement
    from timeline.records.source import Citation as Citation
    from timeline.records.source import Source as Source
    from timeline.records.source import cite as cite
    from timeline.records.treaties import ParliamentaryStep as ParliamentaryStep
    from timeline.records.treaties import (
        ProvisionalApplication as ProvisionalApplication,
    )
    from timeline.records.treaties import Ratification as Ratification
    from timeline.records.treaties import Signature as Signature
    from timeline.records.treaties import Treaty as Treaty
    from timeline.records.treaties import Withdrawal as Withdrawal
    from timeline.when.anchors import Duration as Duration
    from timeline.when.interop import during as during
    from timeline.when.interop import not_after as not_after
    from timeline.when.interop import not_before as not_before
    from timeline.when.interop import same_day as same_day
    from timeline.when.when import When as When

_HOMES = MappingProxyType(
    {
        "Agreement": "records.negotiations",
        "Call": "records.meetings",
        "Certainty": "certainty",
        "Change": "compare.change",
        "Citation": "records.source",
        "Collection": "collection.collection",
        "Conflict": "compare.merge",
        "Delay": "records.delays",
        "Diff": "api.answers",
        "Duration": "when.anchors",
        "EntryIntoForce": "records.entry_into_force",
        "Event": "records.event",
        "History": "api.history",
        "Invitation": "records.meetings",
        "KINDS": "records.kinds",
        "Kinds": "records.kinds",
        "Meeting": "records.meetings",
        "Negotiation": "records.negotiations",
        "OpaqueEvent": "records.kinds",
        "ParliamentaryStep": "records.treaties",
        "Participant": "parties.parties",
        "Phase": "records.lifecycle",
        "ProvisionalApplication": "records.treaties",
        "Ratification": "records.treaties",
        "Signature": "records.treaties",
        "Source": "records.source",
        "Statement": "records.negotiations",
        "Stop": "records.meetings",
        "Summit": "records.meetings",
        "Timeline": "api.timeline",
        "TimelineError": "errors",
        "Treaty": "records.treaties",
        "Visit": "records.meetings",
        "Weights": "records.entry_into_force",
        "When": "when.when",
        "Withdrawal": "records.treaties",
        "cite": "records.source",
        "diff": "api.answers",
        "during": "when.interop",
        "merge": "compare.merge",
        "not_after": "when.interop",
        "not_before": "when.interop",
        "same_day": "when.interop",
        "suggest_matches": "compare.match",
    }
)

__all__ = sorted(_HOMES)  # noqa: PLE0605  (one table of names, not two)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'timeline' has no attribute {name!r}")
    value: object = getattr(import_module(f"timeline.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
