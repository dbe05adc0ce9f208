"""Counts as a table: who with whom."""

from __future__ import annotations

from timeline.counts import Matrix
from timeline.language.format import Words
from timeline.report.grid import Grid
from timeline.report.layout import layout


def matrix_table(
    matrix: Matrix, fmt: str = "plain", width: int | None = None, language: str = "en"
) -> str:
    """Return a matrix as a table of codes and numbers; 0 is left empty.

    Where more may have taken place than surely did: "1, up to 2".

    Args:
        matrix: The matrix.
        fmt: A format of `timeline.report.layout.FORMATS`.
        width: How many cells of a terminal to fit into; None never wraps.
        language: Of what a format needs to say about it.
    """
    words = Words(language)
    rows = [
        [name, *(_number(matrix, (name, other), words) for other in matrix.names)]
        for name in matrix.names
    ]
    return layout(Grid(["", *matrix.names], rows, words=words), fmt, width)


def _number(matrix: Matrix, two: tuple[str, str], words: Words) -> str:
    sure, most = matrix[two], matrix.most(two)
    if sure == most:
        return str(sure or "")
    return words.say("sure-and-most", sure, most) if sure else words.say("most", most)
