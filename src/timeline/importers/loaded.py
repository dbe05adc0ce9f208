"""What an importer returns."""

from __future__ import annotations

from typing import NamedTuple

from timeline.errors import Problem
from timeline.records.event import Event
from timeline.records.party import Party
from timeline.records.source import Source


class Loaded(NamedTuple):
    """What a document that others publish held.

    Attributes:
        events: The records; of a treaty first the treaty itself.
        problems: What could not be read, or was guessed, with its line if it has one.
        parties: Those of no known name, to declare.
        sources: What the records cite.
    """

    events: tuple[Event, ...]
    problems: tuple[Problem, ...] = ()
    parties: tuple[Party, ...] = ()
    sources: tuple[Source, ...] = ()
