"""The front door: a collection that can do all there is, each part loaded when asked.

Every method here is one line that hands over to the module that does the work.
"""

from __future__ import annotations

from timeline.collection import Collection

__all__ = ["Timeline"]


class Timeline(Collection):
    """Diplomatic events in the order of time, with the sources they cite.

    It is a `Collection`: immutable, with unique ids, undated events last.

    >>> from timeline import Call, Meeting
    >>> tl = Timeline(
    ...     [
    ...         Call(id="call", title="Call", when="not-before:m", status="expected"),
    ...         Meeting(id="m", title="Meeting", when="2025-03-17"),
    ...     ]
    ... )
    >>> tl
    <Timeline: 2 events, 1 undated>
    >>> [event.id for event in tl.between("2025-04", "2025-05")]
    ['call']
    """
