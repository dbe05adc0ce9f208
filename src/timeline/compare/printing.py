"""A diff on paper: as a table of five columns, in eighty cells, and as plain rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from timeline.compare.saying import Saying
from timeline.compare.telling import LEGEND, Entry, entries, summary
from timeline.report.fitting import check_width
from timeline.report.layout import Grid, check_format, layout, wrap
from timeline.text import clean, escape_html, shorten, width

if TYPE_CHECKING:
    from timeline.compare.change import Diff

__all__ = ["brief", "rows", "table"]

_COLUMNS = ("", "Event", "Change", "Was", "Now")
_LABEL = 30  # cells that a label may take where lines are short
_SOURCES = 3  # of more, the heading does not say when each spoke


def table(diff: Diff, fmt: str, cells: int | None) -> str:
    """Return the diff as a table; see `Diff.table`."""
    check_format(fmt)
    check_width(cells)
    saying = Saying(diff.context.names)
    found = entries(diff, saying)
    lines = list(_lines(found))
    above, below = _above(diff, saying), _below(diff, found)
    if fmt == "html":
        return _html(lines, above, below)
    title, *counts = above
    firsts = accumulate((len(entry.lines) for entry in found), initial=0)
    ends = {row: entry.end for row, entry in zip(firsts, found, strict=False)}
    last = list(below) if fmt != "csv" else []
    grid = Grid(
        _COLUMNS, lines, title=title, above=counts, below=last, main=1, ends=ends
    )
    return layout(grid, fmt, cells)


def _lines(found: Sequence[Entry]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each field; mark and label stand on the first alone."""
    for entry in found:
        start = (entry.mark, entry.label)
        for line in entry.lines:
            yield (*start, line.change, line.was, line.now)
            start = ("", "")


def _above(diff: Diff, saying: Saying) -> list[str]:
    """Return the heading and the counts."""
    was, now = diff.context.labels
    known = [said for one in diff.context.known if (said := saying.told(one))]
    if known and len(known) <= _SOURCES:
        side = f"({'; '.join(known)})"
        was, now = (was, f"{now} {side}") if _is_back(diff) else (f"{was} {side}", now)
    if not diff:
        return [f"{was} → {now}: no changes"]
    return [f"{was} → {now}", summary(diff)]


def _is_back(diff: Diff) -> bool:
    return diff.context.backwards


def _below(diff: Diff, found: Sequence[Entry]) -> list[str]:
    """Return what follows, and what the marks in use mean."""
    follows = [f"Follows: {line}" for line in diff.context.follows]
    used = {entry.mark for entry in found}
    legend = "  ".join(f"{mark} {LEGEND[mark]}" for mark in LEGEND if mark in used)
    if diff.changed and "!" not in used:
        legend = f"{legend}  (no !: nothing was corrected)"
    return [
        *follows,
        *([""] if follows and legend else []),
        *([legend] if legend else []),
    ]


def brief(diff: Diff, cells: int | None) -> str:
    """Return a paragraph for each record that changed; see `Diff.brief`."""
    check_width(cells)
    saying = Saying(diff.context.names)
    found = entries(diff, saying)
    labels = [shorten(clean(e.label), _LABEL, clean(e.end)) for e in found]
    room = max(map(width, labels), default=0)
    inside = None if cells is None else cells - room - 3
    lines: list[str] = []
    for entry, label in zip(found, labels, strict=True):
        start = f"{entry.mark} {label}{' ' * (room - width(label))} "
        first, *rest = wrap(clean(entry.said), inside)
        lines += [f"{start}{first}", *(f"{' ' * (room + 3)}{part}" for part in rest)]
    above = [part for line in _above(diff, saying) for part in wrap(clean(line), cells)]
    below = [
        part for line in _below(diff, found) for part in wrap(clean(line), cells, "  ")
    ]
    return "\n".join([*above, "", *lines, "", *below]).strip("\n")


def rows(diff: Diff) -> list[dict[str, str]]:
    """Return a row for each field that changed; see `Diff.to_rows`."""
    found = entries(diff, Saying(diff.context.names), folded=False)
    return [
        {
            "mark": entry.mark,
            "class": entry.kind,
            "id": "".join(entry.ids),
            "event": entry.label,
            "field": line.field,
            "change": line.change,
            "was": line.was,
            "now": line.now,
        }
        for entry in found
        for line in entry.lines
    ]


def _html(
    lines: Sequence[tuple[str, ...]], above: Sequence[str], below: Sequence[str]
) -> str:
    """Write a table of HTML, every text of it escaped."""
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    body = "\n".join(
        f"<tr>{''.join(f'<td>{escape_html(cell)}</td>' for cell in line)}</tr>"
        for line in lines
    )
    start = "<br>\n".join(map(escape_html, above))
    end = "".join(f"\n<p>{escape_html(line)}</p>" for line in below if line)
    return (
        f"<table>\n<caption>{start}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>{end}"
    )
