"""Diplomatic events as typed records on a timeline.

The names below are the public ones; each is imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.2.0"

if TYPE_CHECKING:
    from timeline.api.answers import Diff, diff
    from timeline.api.history import History
    from timeline.api.timeline import Timeline
    from timeline.certainty import Certainty
    from timeline.collection.collection import Collection
    from timeline.compare.facets import Change
    from timeline.compare.match import suggest_matches
    from timeline.compare.merge import Conflict, merge
    from timeline.errors import TimelineError
    from timeline.formats.lists import Plan
    from timeline.parties.succession import members_of
    from timeline.records.clauses import at_least, every, in_force, share, unless
    from timeline.records.codec import from_dict, to_dict
    from timeline.records.conditions import Condition
    from timeline.records.delays import Delay
    from timeline.records.entry_into_force import EntryIntoForce
    from timeline.records.event import Event
    from timeline.records.kinds import KINDS, Kinds, OpaqueEvent
    from timeline.records.lifecycle import Phase
    from timeline.records.measures import Deadline, Measure
    from timeline.records.meetings import Call, Invitation, Meeting, Stop, Summit, Visit
    from timeline.records.negotiations import Agreement, Negotiation, Statement
    from timeline.records.participants import Participant
    from timeline.records.party import Party
    from timeline.records.source import Citation, Source, cite
    from timeline.records.treaties import (
        Objection,
        ParliamentaryStep,
        ProvisionalApplication,
        Ratification,
        Reservation,
        Signature,
        Suspension,
        Treaty,
        Withdrawal,
    )
    from timeline.records.weights import Weights
    from timeline.when.anchors import Duration
    from timeline.when.interop import during, not_after, not_before, same_day
    from timeline.when.when import When

_MODULES = {  # the public names of each module, by words
    "api.answers": "Diff diff",
    "api.history": "History",
    "api.timeline": "Timeline",
    "certainty": "Certainty",
    "collection.collection": "Collection",
    "compare.facets": "Change",
    "compare.match": "suggest_matches",
    "compare.merge": "Conflict merge",
    "errors": "TimelineError",
    "formats.lists": "Plan",
    "parties.succession": "members_of",
    "records.participants": "Participant",
    "records.delays": "Delay",
    "records.clauses": "at_least every in_force share unless",
    "records.codec": "from_dict to_dict",
    "records.conditions": "Condition",
    "records.weights": "Weights",
    "records.entry_into_force": "EntryIntoForce",
    "records.event": "Event",
    "records.kinds": "KINDS Kinds OpaqueEvent",
    "records.lifecycle": "Phase",
    "records.measures": "Deadline Measure",
    "records.meetings": "Call Invitation Meeting Stop Summit Visit",
    "records.party": "Party",
    "records.negotiations": "Agreement Negotiation Statement",
    "records.source": "Citation Source cite",
    "records.treaties": "Objection ParliamentaryStep ProvisionalApplication"
    " Ratification Reservation Signature Suspension Treaty Withdrawal",
    "when.anchors": "Duration",
    "when.interop": "during not_after not_before same_day",
    "when.when": "When",
}

__all__ = [
    "KINDS",
    "Agreement",
    "Call",
    "Certainty",
    "Change",
    "Citation",
    "Collection",
    "Condition",
    "Conflict",
    "Deadline",
    "Delay",
    "Diff",
    "Duration",
    "EntryIntoForce",
    "Event",
    "History",
    "Invitation",
    "Kinds",
    "Measure",
    "Meeting",
    "Negotiation",
    "Objection",
    "OpaqueEvent",
    "ParliamentaryStep",
    "Participant",
    "Party",
    "Phase",
    "Plan",
    "ProvisionalApplication",
    "Ratification",
    "Reservation",
    "Signature",
    "Source",
    "Statement",
    "Stop",
    "Summit",
    "Suspension",
    "Timeline",
    "TimelineError",
    "Treaty",
    "Visit",
    "Weights",
    "When",
    "Withdrawal",
    "at_least",
    "cite",
    "diff",
    "during",
    "every",
    "from_dict",
    "in_force",
    "members_of",
    "merge",
    "not_after",
    "not_before",
    "same_day",
    "share",
    "suggest_matches",
    "to_dict",
    "unless",
]


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names.split():
            value: object = getattr(import_module(f"timeline.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'timeline' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
