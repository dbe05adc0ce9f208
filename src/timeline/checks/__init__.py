"""Look for the slips that show up in lists that people keep for years.

Every record is sound by itself, or it would not be here; what is wrong shows only when
several are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from timeline.checks import evidence, people, records, treaties
from timeline.checks.view import Check, View
from timeline.collection.collection import Collection
from timeline.errors import InvalidError, Problem
from timeline.text import as_text, quote, suggest

# Findings are listed in this order. To add a check, write its function, name it in the
# tuple of its module, and put its phrases into the catalogues.
CHECKS: tuple[Check, ...] = (
    *records.CHECKS,
    *people.CHECKS,
    *treaties.CHECKS,
    *evidence.CHECKS,
)


def check(
    collection: Collection,
    language: str = "en",
    texts: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Problem, ...]:
    """Return what looks wrong with *collection*; see `Timeline.check`.

    Raises:
        InvalidError: a text is not one, or is of a source that is not in the timeline.
    """
    for name, text in texts.items():
        if name not in {source.id for source in collection.sources}:
            hint = suggest(name, [source.id for source in collection.sources])
            raise InvalidError(f"no source has the id {quote(name)}", hint, ("texts",))
        as_text(text)
    plain = {name: evidence.folded(text) for name, text in texts.items()}
    sentences = {name: evidence.sentences_of(text) for name, text in texts.items()}
    view, words = View(collection, plain, sentences), collection.words(language)
    problems = (problem for check in CHECKS for problem in check.problems(view, words))
    return tuple(dict.fromkeys(problems))
