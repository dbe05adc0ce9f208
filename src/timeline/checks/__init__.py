"""Look for the slips that show up in lists that people keep for years.

Every record is sound by itself, or it would not be here; what is wrong shows only when
several are compared.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from timeline.checks import evidence, people, records, treaties
from timeline.checks.view import View
from timeline.collection.collection import Collection
from timeline.errors import Problem, Severity
from timeline.records.converters import as_texts
from timeline.text import as_text, check_name

# Findings are listed in this order. To add a check, write its function, name it in the
# tuple of its module, and put its phrases into the catalogues.
CHECKS = (*records.CHECKS, *people.CHECKS, *treaties.CHECKS, *evidence.CHECKS)
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # the worst first


def check(
    collection: Collection,
    language: str,
    texts: Mapping[str, str],
    wanted: Container[str],
    severity: Severity,
) -> tuple[Problem, ...]:
    """Return what looks wrong with *collection*; see `Timeline.check`.

    Args:
        collection: The records.
        language: Of the messages.
        texts: The texts of sources, by their ids.
        wanted: The codes of the findings to look for, as of `chosen`.
        severity: The least severity that is listed.

    Raises:
        InvalidError: a text is not one, or is of a source that is not in the timeline;
            no such severity.
    """
    for name, text in texts.items():
        sources = [source.id for source in collection.sources]
        check_name(name, sources, "no source has the id", "texts")
        as_text(text)
    check_name(severity, SEVERITIES, "unknown severity", "severity")
    plain = {name: evidence.folded(text) for name, text in texts.items()}
    sentences = {name: evidence.sentences_of(text) for name, text in texts.items()}
    view = View(collection, plain, sentences, collection.words(language).language)
    listed = SEVERITIES[: SEVERITIES.index(severity) + 1]
    found = (
        problem
        for check in CHECKS
        if check.code in wanted
        for problem in check.problems(view)
        if problem.severity in listed
    )
    return tuple(dict.fromkeys(found))


def chosen(
    collection: Collection,
    select: str | Iterable[str] | None,
    ignore: str | Iterable[str],
) -> set[str]:
    """Return the codes of the findings to look for.

    Raises:
        InvalidError: no finding has a code that is named.
    """
    known = {check.code for check in CHECKS}
    wanted = known if select is None else _codes(select, known, "select")
    ignored = _codes(ignore, known, "ignore")
    return wanted - ignored - _codes(collection.ignore, known, "ignore")


def _codes(codes: str | Iterable[str], known: set[str], argument: str) -> set[str]:
    named = {codes} if isinstance(codes, str) else {*as_texts(codes)}
    for code in sorted(named):
        check_name(code, sorted(known), "no finding has the code", argument)
    return named
