"""Why something is known: in words of ours, and in the source's own."""

from __future__ import annotations

import attrs

__all__ = ["Reason"]


@attrs.frozen
class Reason:
    """One thing that is known, and who says so.

    Attributes:
        record: The id of the record that says it.
        text: What it says, in words of ours.
        words: The source's own words for it; empty if none are recorded.
        source: The id of the source of those words; empty likewise.

    >>> print(Reason("call", "call starts after return ends", "until he", "a"))
    call starts after return ends (“until he”, a)
    """

    record: str
    text: str
    words: str = ""
    source: str = ""

    def __str__(self) -> str:
        quoted = f"“{self.words}”" if self.words else ""
        told = ", ".join(filter(None, (quoted, self.source)))
        return f"{self.text} ({told})" if told else self.text
