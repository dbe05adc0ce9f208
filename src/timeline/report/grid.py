"""A table before it has a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress

import attrs

from timeline.language.words import Words


def over(groups: Sequence[str], said: Callable[[str], str]) -> dict[int, str]:
    """Return headings by their rows, given the group of each: over its first alone.

    >>> over(["done", "done", "off"], str.title)
    {0: 'Done', 2: 'Off'}
    """
    return {groups.index(group): said(group) for group in dict.fromkeys(groups)}


@attrs.frozen(eq=False, repr=False)
class Grid:
    """Rows of texts, with headings between them and notes under them.

    Attributes:
        columns: The headings of the columns.
        rows: One text for each column; raw, since each format escapes them itself.
        headings: By the number of a row, the line above it.
        notes: By the number of a row, the lines that belong under it.
        title: What is above all.
        above: Lines between the title and the table.
        below: Lines after it.
        main: The column that shrinks where width is short, and the one with the notes.
        paint: Adds colour to the ready line of a row.
        ends: By the number of a row, with what its main cell ends even if it is cut.
        words: The language of what a format adds.
        depths: By the number of a row, under how many others it is, as a part.
        brief: Whether texts are cut rather than broken, so that a row is one line.
        whole: Whether no text is ever cut, however long it is.
        ids: On a page the record of each row, whose anchor the row is; None elsewhere.
        classes: What each column shows, if the cells of a row are to stand under one
            another on a narrow page; a first ``mark`` goes to ``status`` there.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    headings: Mapping[int, str] = attrs.field(factory=dict)
    notes: Mapping[int, Sequence[str]] = attrs.field(factory=dict)
    title: str = ""
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    main: int = 0
    paint: Callable[[int, str], str] | None = None
    ends: Mapping[int, str] = attrs.field(factory=dict)
    words: Words = attrs.field(factory=Words)
    depths: Mapping[int, int] = attrs.field(factory=dict)
    brief: bool = False
    whole: bool = False
    ids: Sequence[str] | None = None
    classes: Sequence[str] = ()

    @property
    def lists(self) -> list[int]:
        """The columns of names with commas between them, which may be one a line."""
        return [at for at, name in enumerate(self.classes) if name == "who"]

    def joined(self, first: str, last: str, between: str = "") -> Grid:
        """Return the grid with the columns of two classes as one: that of the status.

        What has not both is the same.
        """
        if not {first, last} <= {*self.classes}:
            return self
        pair = [*map(self.classes.index, (first, last))]
        kept, gone = pair[:: 1 if first == "status" else -1]
        keeps = [at != gone for at in range(len(self.columns))]
        rows = []
        for row in self.rows:
            cells = [*row]
            cells[kept] = between.join(filter(None, (row[at] for at in pair)))
            rows.append([*compress(cells, keeps)])
        return attrs.evolve(
            self,
            columns=[*compress(self.columns, keeps)],
            rows=rows,
            main=self.main - (gone <= self.main),
            classes=[*compress(self.classes, keeps)],
        )
