"""A diff as a table, as paragraphs and as plain rows, and a history of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain

import attrs

from timeline.collection.labels import name_of
from timeline.compare.classify import Class
from timeline.compare.diff import Diff
from timeline.compare.facets import Change
from timeline.compare.history import Passage, Revision
from timeline.compare.knowledge import AsOf
from timeline.language.message import Message
from timeline.language.words import Words
from timeline.parties.parties import is_known
from timeline.records.source import Source
from timeline.report.diff_rows import DiffRow, rows_of
from timeline.report.grid import Grid, over
from timeline.report.look import check_most
from timeline.schedule.shown import in_units
from timeline.text import clean, wrap
from timeline.when.bounds import DAY, LIMIT
from timeline.when.calendar import Day

MARKS: Mapping[Class | None, str] = {  # in the order of a reader
    Class.PROGRESSED: ">",
    Class.REFINED: "=",
    Class.LEARNED: "=",
    Class.DISPUTED: "?",
    Class.CORRECTED: "!",
    Class.CHANGED: "~",
    Class.NEW: "+",
    Class.ADDED: "+",
    Class.REMOVED: "-",
    None: "%",  # the parts of a split
    Class.EDITED: "·",
}
_SOURCES = 3  # of more sources the heading does not say when each spoke


def _words(diff: Diff, language: str) -> Words:
    """Return the words of a language, with the names of declared parties."""
    names = diff.context.names.items()  # no id of a record is that of a party
    return Words(language, {id_: name for id_, name in names if not is_known(id_)})


def diff_grid(diff: Diff, language: str = "en", *, on_page: bool = False) -> Grid:
    """Return the diff as a table; see `timeline.api.answers.Diff`."""
    words = _words(diff, language)
    rows, headings = _in_groups(diff, words, on_page=on_page)
    once = {row.cited for row in rows} if len(rows) > 1 else set[str]()
    if len(once) == 1:  # what all rest on is given once
        rows = [row._replace(cited="") for row in rows]
    title, *counts = _heading(diff, words)
    columns = ("", *(words.say(f"column-{name}") for name in _COLUMNS))
    lines = [*_lines(rows)]
    if lines and not any(was for *_, was, _ in lines):  # an empty column says nothing
        columns, *lines = ((*line[:3], line[-1]) for line in (columns, *lines))
    firsts = [*accumulate((len(row.lines) for row in rows), initial=0)]
    return Grid(
        columns=columns,
        rows=lines,
        headings={firsts[at]: said for at, said in headings.items()},
        notes={
            at: [said]
            for at, row in zip(firsts, rows, strict=False)
            if (said := " · ".join(filter(None, (row.who, row.cited))))
        },
        title=title,
        above=[*counts, *(once if len(once) == 1 else ())],
        below=_footer(diff, words),
        main=1,
        ends={at: row.end for at, row in zip(firsts, rows, strict=False)},
        words=words,
        ids=[*chain.from_iterable(map(_anchors, rows))] if on_page else None,
    )


def _anchors(row: DiffRow) -> list[str]:
    """Return the anchor of each line of a row: its record's, on the first."""
    return ["".join(row.ids[:1]), *[""] * (len(row.lines) - 1)]


def _in_groups(
    diff: Diff, words: Words, *, on_page: bool = False
) -> tuple[list[DiffRow], Mapping[int, str]]:
    """Return the rows by the sort of their change, and what that means above them."""
    order = [*MARKS.values()]
    found = rows_of(diff, words, on_page=on_page)
    rows = sorted(found, key=lambda row: order.index(MARKS[row.class_]))
    marks = [MARKS[row.class_] for row in rows]
    return rows, over(marks, lambda mark: words.heading(words.say(f"mark-{mark}")))


_COLUMNS = ("event", "change", "was", "now")


def _lines(rows: Sequence[DiffRow]) -> Iterator[tuple[str, ...]]:
    """Yield a line for each field; only the first one has mark and title."""
    for row in rows:
        start = MARKS[row.class_], row.title
        for line in row.lines:
            yield (*start, line.change, line.was, line.now)
            start = "", ""


def diff_brief(diff: Diff, cells: int | None, language: str) -> str:
    """Return a paragraph for each record that changed."""
    check_most("width", cells, 1)
    words = _words(diff, language)
    rows, headings = _in_groups(diff, words)
    inner = None if cells is None else cells - 4
    lines: list[str] = []
    for at, row in enumerate(rows):
        if at in headings:
            lines += ("", *wrap(headings[at], cells))
        title = " · ".join(filter(None, (row.title, row.who)))
        first, *rest = wrap(clean(title), inner)
        rest += wrap(clean(_text(row, words)), inner)
        lines += [f"{MARKS[row.class_]} {first}", *(f"    {part}" for part in rest)]
    above = [wrap(clean(line), cells) for line in _heading(diff, words)]
    below = [wrap(clean(line), cells, "  ") for line in _footer(diff, words)]
    return "\n".join(chain(*above, lines, [""], *below)).strip("\n")


def diff_records(diff: Diff, language: str) -> list[dict[str, str]]:
    """Return a plain row for each field that changed."""
    return [
        {
            "mark": MARKS[row.class_],
            "class": row.class_.value if row.class_ else "",
            "id": "".join(row.ids),
            "event": row.title,
            **attrs.asdict(line, filter=attrs.filters.exclude("short")),
        }
        for row in rows_of(diff, _words(diff, language), folded=False)
        for line in row.lines
    ]


def diff_summary(diff: Diff, words: Words) -> str:
    """Return the counts in one line: events, then sources and the zone."""
    counts, say = diff.counts, words.say
    names = [class_.value for class_ in Class if counts[class_.value]]
    parts = [say(f"count-{name}", counts[name]) for name in names]
    if counts["split before"]:
        parts.append(say("count-split", counts["split before"], counts["split after"]))
    line = ", ".join(parts)
    if diff.context.sizes is not None:
        parts.append(say("count-unchanged", counts["unchanged"]))
        now = say("records-now", *diff.context.sizes)
        line = say("labelled", now, ", ".join(parts))
    beside = Counter(_sort(change) for change in diff if not change.is_event)
    rest = [say(f"{sort}-{key}", n) for (sort, key), n in sorted(beside.items())]
    rest += [say("another-zone")] if diff.tz is not None else []
    return words.clauses((line, ", ".join(rest)))


def passage_parts(passage: Passage, words: Words) -> tuple[str, str, str]:
    """Return when one revision did something to a record, its mark, and what."""
    whole = passage.revision.diff
    [row] = rows_of(Diff([passage.change], context=whole.context), words)
    return words.when(passage.at), MARKS[row.class_], _text(row, words)


def _text(row: DiffRow, words: Words) -> str:
    """Return all that changed of a record, phrase by phrase."""
    return words.clauses(line.short for line in row.lines)


def passage_text(passage: Passage, words: Words) -> str:
    """Return what one revision did to a record, as one line."""
    when, mark, text = passage_parts(passage, words)
    return clean(f"{when}  {mark} {text}")


def log_grid(revisions: Iterable[Revision], language: str = "en") -> Grid:
    """Return a row for each revision, the newest first."""
    words, revisions = Words(language), [*revisions]
    records = [change.record for each in revisions for change in each.diff]
    names = {it.id: name_of(it) for it in records if isinstance(it, Source)}
    rows = [
        (
            words.when(each.at),
            diff_summary(each.diff, words),
            names.get(each.source, each.source),
            each.note,
        )
        for each in revisions[::-1]
    ]
    columns = [*map(words.say, ("when", "column-change", "sources", "note"))]
    title = words.say("log", len(rows))
    return Grid(columns, rows, title=title, main=1, words=words)


def passages_grid(passages: Sequence[Passage], language: str = "en") -> Grid:
    """Return a row for each revision that did something to the record."""
    words = Words(language)
    rows = [passage_parts(passage, words) for passage in passages]
    columns = [words.say("when"), "", words.say("column-change")]
    record = passages[-1].change.record
    name = getattr(record, "label", record.id)
    title = words.say("labelled", name, words.say("log", len(rows)))
    return Grid(columns, rows, title=title, main=2, words=words)


def _heading(diff: Diff, words: Words) -> list[str]:
    """Return what the sides are called, when the old sources spoke, and the counts."""
    defaults = Message("label-before"), Message("label-after")
    order = -1 if diff.context.backwards else 1
    given = diff.context.labels or defaults[::order]
    labels = [words.message(x) if isinstance(x, Message) else x for x in given]
    names = diff.context.names
    as_of = diff.context.as_of
    several = names if len(as_of) > 1 else {bounds.source: "" for bounds in as_of}
    spoke = [text for bounds in as_of if (text := _as_of(bounds, several, words))]
    if 0 < len(spoke) <= _SOURCES:
        old = -1 if diff.context.backwards else 0
        labels[old] = words.say("with-as-of", labels[old], words.clauses(spoke))
    title = words.say("what-changed", *labels)
    if not diff:
        return [words.say("labelled", title, words.say("no-changes"))]
    return [title, diff_summary(diff, words)]


def _as_of(bounds: AsOf, names: Mapping[str, str], words: Words) -> str:
    """Return when a source spoke; empty if nothing is known of it."""
    low, high = (
        None if tick is None or abs(tick) > LIMIT else Day.of(tick // DAY)
        for tick in (bounds.earliest, bounds.latest)
    )
    if not (low or high):
        return ""
    text, units = words.days(low or high, high or low), in_units(low, high)
    if units != (str(low or ""), str(high or "")):  # no source names both days
        text = words.date("/".join(dict.fromkeys(filter(None, units))))
    # The bounds have been widened, to compare them with those of other zones.
    if bounds.stated and "not-" not in bounds.stated:
        text = words.date(bounds.stated)
    text = words.say("spoke-as-of", text)
    if not (low and high):
        text = words.say("or-later" if low else "or-earlier", text)
    if bounds.derived and not bounds.stated:
        text = words.say("from-content", text)
    return f"{names.get(bounds.source, bounds.source)} {text}".strip()


def _footer(diff: Diff, words: Words) -> list[str]:
    """Return what follows for other records."""
    return [words.say("follows", words.message(m)) for m in diff.consequences]


def _sort(change: Change) -> tuple[str, str]:
    """Return whether a source or a party was added, edited or removed."""
    sort = "sources" if isinstance(change.record, Source) else "parties"
    if len(change.sides) == 2:
        return sort, "edited"
    return sort, "added" if change.before is None else "removed"
