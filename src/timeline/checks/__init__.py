"""What looks wrong with good data: `check`, and what to do about each finding."""

from timeline.checks.check import REMEDIES, check

__all__ = ["REMEDIES", "check"]
