"""What the command line says on standard error."""

from __future__ import annotations

import sys


def clean_reason(error: Exception) -> str:
    """Return what the system or a codec says, safe to print."""
    from timeline.text import clean

    if not isinstance(error, OSError):
        return clean(str(error))
    reason = (error.strerror or str(error)).lower()
    return clean(f"{error.filename}: {reason}" if error.filename else reason)


def complain(text: str) -> None:
    """Print an error, line by line, on standard error."""
    for line in text.splitlines():
        print(f"timeline: {line}", file=sys.stderr)
