"""Look for the slips that show up in lists that people keep for years.

Every record is sound by itself, or it would not be here; what is wrong shows only when
several are compared.
"""

from __future__ import annotations

from timeline.checks import people, records, treaties
from timeline.checks.view import Check, View
from timeline.collection.collection import Collection
from timeline.errors import Problem

# Findings are listed in this order. To add a check, write its function, name it in the
# tuple of its module, and put its phrases into the catalogues.
CHECKS: tuple[Check, ...] = (*records.CHECKS, *people.CHECKS, *treaties.CHECKS)


def check(collection: Collection, language: str = "en") -> tuple[Problem, ...]:
    """Return what looks wrong with *collection*; see `Timeline.check`."""
    view, words = View(collection), collection.words(language)
    problems = (problem for check in CHECKS for problem in check.problems(view, words))
    return tuple(dict.fromkeys(problems))
