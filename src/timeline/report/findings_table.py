"""Findings of `check` as a table: grouped by their codes, with the first of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from timeline.errors import Problem
from timeline.language.words import Words
from timeline.report.grid import Grid

_SHOWN = 5  # of one code; the rest are a count
_NAMED = 3  # records of one finding


def findings_grid(problems: Iterable[Problem], language: str = "en") -> Grid:
    """Return findings by code, the worst first; of many of one kind the first five."""
    words = Words(language)
    by_code: defaultdict[str, list[Problem]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for problem in problems:
        by_code[problem.code].append(problem)
        counts[problem.severity] += 1
    rows: list[tuple[str, str]] = []
    headings: dict[int, str] = {}
    for code, found in by_code.items():
        headings[len(rows)] = f"{code}: {found[0].hint}"
        rows += [(_records(each), each.message) for each in found[:_SHOWN]]
        if len(found) > _SHOWN:
            rows.append(("", words.say("findings-more", len(found) - _SHOWN)))
    said = [
        words.say(f"severity-{name}", counts[name])
        for name in ("error", "warning", "note")
        if counts[name]
    ]
    return Grid(
        [words.say("findings-record"), words.say("findings-said")],
        rows,
        headings,
        title=words.say("findings"),
        above=[", ".join(said) or words.say("findings-none")],
        main=1,
        words=words,
    )


def _records(problem: Problem) -> str:
    """Return which records a finding names, or the first of many."""
    names = [str(name) for name in problem.loc]
    return ", ".join(names[:_NAMED] + ["…"] * (len(names) > _NAMED))
