"""Counts as tables: who with whom."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.counts import Matrix, Pair
from timeline.language.words import Words
from timeline.report.grid import Grid


def matrix_grid(matrix: Matrix, language: str = "en") -> Grid:
    """Return a matrix as a table of codes and numbers; 0, and lines of it, are empty.

    Where more may have taken place than surely did: "1, up to 2".
    """
    words, names = Words(language, matrix.declared), matrix.names
    cells = {
        (one, other): _number(matrix[one, other], matrix.most((one, other)), words)
        for one in names
        for other in names
    }
    lines = [one for one in names if any(cells[one, other] for other in names)]
    columns = [other for other in names if any(cells[one, other] for one in lines)]
    rows = [[words.code(x), *(cells[x, other] for other in columns)] for x in lines]
    title = words.say("visits" if matrix.visits else "matrix")
    return Grid(["", *map(words.code, columns)], rows, title=title, words=words)


def pairs_grid(pairs: Sequence[Pair], language: str = "en") -> Grid:
    """Return a row for any two who met: how often, and how long ago at the least."""
    words, rows = Words(language, pairs[0].declared if pairs else {}), []
    for pair in pairs:
        who = words.list([words.party(pair.a), words.party(pair.b)])
        times = _number(pair.times, pair.at_most, words)
        rows.append([who, times, _last(pair, words), _span(pair.days_since, words)])
    names = ("who", "times", "last", "days")[: 4 if any(row[-1] for row in rows) else 3]
    columns = [words.say(f"pairs-{name}") for name in names]
    rows = [row[: len(columns)] for row in rows]
    return Grid(columns, rows, title=words.say("pairs"), words=words)


def _last(pair: Pair, words: Words) -> str:
    """Say when they last met, and whether a source says otherwise."""
    last = pair.last
    if last is None or last.when is None:
        return ""
    doubt = words.status("disputed", last.kind) if last.disputed else ""
    return ", ".join(filter(None, (words.when(last.when), doubt)))


def _number(sure: int, most: int, words: Words) -> str:
    if sure >= most:
        return str(sure or "")
    return words.say("sure-and-most", sure, most) if sure else words.say("most", most)


def _span(days: tuple[int | None, int | None], words: Words) -> str:
    """Say how many days ago it was: exactly, within bounds, or at least."""
    least, most = days
    if most is None:
        return words.say("least", least) if least else ""
    return str(least) if least == most else words.say("from-to", least, most)
