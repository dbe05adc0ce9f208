"""Counts as a table: who with whom."""

from __future__ import annotations

from timeline.counts import Matrix
from timeline.language.format import Words
from timeline.report.grid import Grid
from timeline.report.layout import layout

__all__ = ["matrix_table"]


def matrix_table(
    matrix: Matrix, fmt: str = "plain", width: int | None = None, language: str = "en"
) -> str:
    """Return a matrix as a table of codes and numbers; 0 is left empty.

    Args:
        matrix: The matrix.
        fmt: A format of `timeline.report.layout.FORMATS`.
        width: How many cells of a terminal to fit into; None never wraps.
        language: Of what a format needs to say about it.
    """
    rows = [
        [name, *(str(number or "") for number in row)]
        for name, row in zip(matrix.names, matrix.rows, strict=True)
    ]
    grid = Grid(["", *matrix.names], rows, words=Words(language))
    return layout(grid, fmt, width)
