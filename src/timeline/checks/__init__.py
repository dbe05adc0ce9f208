"""What looks wrong with good data: `check`, and what to do about each finding."""

from timeline.checks.check import CHECKS, check

__all__ = ["CHECKS", "check"]
