"""The rows of a diff: what changed, field by field, in the words of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

import attrs

from timeline.collection.labels import (
    act_name,
    claims_of,
    date_text,
    name_of,
    word_links,
)
from timeline.collection.ordering import sort_key
from timeline.compare.classify import Class, GradedChange
from timeline.compare.diff import Diff
from timeline.compare.facets import Change, Facet
from timeline.language.words import Words
from timeline.records.event import Event
from timeline.records.kinds import Record
from timeline.records.lifecycle import Phase
from timeline.records.party import Party
from timeline.records.source import Source
from timeline.records.treaties import Step
from timeline.report.cells import in_roles
from timeline.report.html import mark_up
from timeline.report.notes import value_text
from timeline.when.bounds import DAY
from timeline.when.when import When

_TOGETHER = (("when", "when_text"), ("status", "since"))  # said in one phrase
_FOLD = 3  # this many acts of one treaty, or sources, added alike share a row
_DAYS = 62  # a span of up to this many days is given in days

Part = tuple[bool, str]  # whether a record was added, and its id


@attrs.frozen
class Line:
    """One changed field, or a record that was added or removed.

    Attributes:
        field: The field; empty for a whole record.
        change: What happened to it, in a word or two.
        was: What it was; empty if nothing was stated.
        now: What it is.
        short: All of that in one phrase; empty if the phrase of another line has it.
    """

    field: str
    change: str
    was: str
    now: str
    short: str


class DiffRow(NamedTuple):
    """All that changed of one record, or of several that changed alike.

    Attributes:
        class_: What sort of change it is; None for the parts of a split.
        title: What the record is called.
        ids: Its id; several ids if several records share the row.
        lines: What changed, field by field.
        end: The end of the title, which stays where the title is cut.
        who: Who takes part in it.
        cited: Who reports it, unless a line says so.
    """

    class_: Class | None
    title: str
    ids: tuple[str, ...]
    lines: tuple[Line, ...]
    end: str = ""
    who: str = ""
    cited: str = ""


def rows_of(
    diff: Diff, words: Words, *, folded: bool = True, on_page: bool = False
) -> list[DiffRow]:
    """Return the rows: events in the order of their new dates, then sources, the zone.

    Args:
        diff: What changed.
        words: The language.
        folded: Whether acts and sources that were added alike share a row.
        on_page: Whether names of records are links to their rows.
    """
    formatter = Formatter(diff, words, on_page=on_page)
    tz = diff.tz[1] if diff.tz else None
    graded = sorted(diff.graded_changes, key=lambda graded: _order(graded.change, tz))
    keys = [_fold_key(change, formatter.parts) if folded else None for change in graded]
    sizes = Counter(keys)
    groups: dict[object, list[GradedChange]] = {}
    for change, key in zip(graded, keys, strict=True):
        shared = key is not None and sizes[key] >= _FOLD
        groups.setdefault(key if shared else id(change), []).append(change)
    rows = [formatter.row(group) for group in groups.values()]
    if diff.tz is not None:
        zone = words.say("time-zone")
        was, now = (name or words.say("no-value") for name in diff.tz)
        short = formatter.with_old(words.say("labelled", zone, now), was)
        line = Line("tz", zone, was, now, short)
        rows.append(DiffRow(Class.EDITED, words.say("the-timeline"), (), (line,)))
    return rows


def _order(change: Change, tz: str | None) -> tuple[object, ...]:
    record = change.record
    return (0, *sort_key(record, tz)) if isinstance(record, Event) else (1, record.id)


def _fold_key(graded: GradedChange, parts: Container[Part]) -> object:
    """Return what is alike of changes that may share a row; None for other changes."""
    change = graded.change
    if change.before is not None or (True, change.id) in parts:
        return None
    if isinstance(change.after, Step) and not change.after.doubtful:
        act = attrs.evolve(change.after, id="x", party="CA", title="", sources=())
        return repr(act), graded.class_
    return Source if isinstance(change.after, Source) else None


class Formatter:
    """Words what records, fields and their changes are.

    Args:
        diff: What changed.
        words: The language.
        on_page: Whether names of records are links to their rows.
    """

    def __init__(self, diff: Diff, words: Words, *, on_page: bool = False) -> None:
        self.words = words
        self.on_page = on_page
        self._names, self._sources = {**diff.context.names}, diff.context.sources
        alike = Counter(self._names.get(id_) for id_ in self._sources)
        for id_ in self._sources:  # of one publisher each has its id beside the name
            if alike[name := self._names.get(id_)] > 1:
                self._names[id_] = f"{name} ({id_})"
        # Of each removed or added record that was split or joined: the words for that,
        # and the records on the other side.
        self.parts: dict[Part, tuple[str, str]] = {}
        records = {change.id: change.record for change in diff}
        for old, new in diff.families:
            verb = "split" if len(old) == 1 else "joined"
            for is_added, own, others in ((False, old, new), (True, new, old)):
                titles = ("".join(self._titles(records[x])) for x in others)
                change = words.say(f"{verb}-{'from' if is_added else 'into'}")
                part = change, words.clauses(titles)
                self.parts |= dict.fromkeys(((is_added, name) for name in own), part)

    # -- rows -------------------------------------------------------------------------

    def row(self, group: Sequence[GradedChange]) -> DiffRow:
        """Return the row of a change, or of several that are alike."""
        graded = group[0]
        change, record, is_lone = graded.change, graded.change.record, len(group) == 1
        class_: Class | None = graded.class_
        ids = tuple(one.change.id for one in group)
        title, act = self._titles(record)
        who = self._who(record) if is_lone else ""
        cited = self._cited(graded) if is_lone else ""
        if len(change.sides) == 2:
            lines = tuple(self._lines(graded))
            return DiffRow(class_, title + act, ids, lines, act, who, cited)
        word = self.words.say(f"class-{graded.class_.value}")
        was, now, other = "", self._record(record), ""
        if not is_lone:
            title, now = self._group(group)
        elif part := self.parts.get((change.before is None, change.id)):
            class_, (word, other) = None, part
            was, now = (now, other) if change.after is None else (other, now)
        elif change.after is None:
            was, now = now, self._reported(record)
        about = other or now or was
        short = self.words.say("labelled", word, about) if about else word
        lines = (Line("", word, was, now, short),)
        return DiffRow(class_, title, ids, lines, who=who, cited=cited)

    def _cited(self, graded: GradedChange) -> str:
        """Say which sources report a record, or what each says that no line does."""
        record = graded.change.record
        facets = [facet for facet, _ in graded.facets if facet.field == "sources"]
        if isinstance(record, Event):
            in_lines = {cited for facet in facets for cited in facet.now or ()}
            claims = claims_of(record, self.words, self._title_of).items()
            said = [text for cited, text in claims if cited not in in_lines]
            if said or facets:
                return self.words.clauses(said)
        names = [*map(self._title_of, getattr(record, "cited", ()))]
        listed = self.words.say("sources"), self.words.clauses(names)
        return self.words.say("labelled", *listed) if names else ""

    def _who(self, record: Record) -> str:
        """Name those who take part by name, as their order does not count."""
        if not isinstance(record, Event):
            return ""
        return in_roles(record, self.words, lambda sep, names: sep.join(sorted(names)))

    def _titles(self, record: Record) -> tuple[str, str]:
        """Return the title of a record, and what else identifies an act of a treaty."""
        if isinstance(record, Source):
            return self.words.say("source-of-id", name_of(record)), ""
        if isinstance(record, Party):
            return self.words.say("party-of-id", record.id), ""
        treaty = getattr(record, "treaty", "")
        if not treaty or record.title:
            return record.label, ""
        title = self._names.get(treaty, treaty)
        named = self.words.say("act", title, act_name(record, self.words))
        return title, named.removeprefix(title)

    def _record(self, record: Record) -> str:
        """Describe an added or removed record: what, when, how far, where."""
        if isinstance(record, Source):
            page = self.value(record.published)
            return ", ".join(filter(None, (record.title, page)))
        if isinstance(record, Party):
            return record.name
        wording = self.words.say("quote", record.when_text) if record.when_text else ""
        when = self.value(record.when, "when", record)
        when = f"{when} {wording}".strip()
        is_act = getattr(record, "treaty", "") and not record.title
        act = act_name(record, self.words) if is_act else ""
        status = self.words.status(record.status, record.kind)
        status = self._pair("since", status, self.value(record.since), record)
        doubt = self._doubt(record)
        return ", ".join(filter(None, (act, when, status, doubt, record.place)))

    def _doubt(self, record: Event) -> str:
        """Say that a record is disputed, or only alleged."""
        alleged = "alleged" if record.doubtful else None
        doubt = "disputed" if record.disputed else alleged
        return self.words.status(doubt, record.kind)

    def _reported(self, record: Record) -> str:
        """Return as what a removed record had been reported, if as a fact."""
        facts = {Phase.DONE, Phase.UNDER_WAY}
        if not isinstance(record, Event) or record.phase not in facts:
            return ""
        status = self.words.status(record.status, record.kind)
        said = ", ".join(filter(None, (status, self._doubt(record))))
        return self.words.say("was-reported", said)

    def _group(self, group: Sequence[GradedChange]) -> tuple[str, str]:
        """Return the title of many acts of a treaty, or of sources, and their list."""
        records = [graded.change.record for graded in group]
        first, number = records[0], len(records)
        if not isinstance(first, Step):
            listed = ", ".join(name_of(r) for r in records if isinstance(r, Source))
            return self.words.say("sources-number", number), listed
        kinds = {getattr(record, "instrument", first.kind) for record in records}
        kind = self.words.name((kinds.pop() if len(kinds) == 1 else None) or "consent")
        status = self.words.status(first.status, first.kind)
        acts = self.words.say("acts-number", number, kind, status).strip()
        names = (self.words.party(r.party) for r in records if isinstance(r, Step))
        parties = ", ".join(sorted(names))
        when = self.value(first.when)
        title = self._names.get(first.treaty, first.treaty)
        said = self.words.say("labelled", acts, parties), when
        return title, ", ".join(filter(None, said))

    def _lines(self, graded: GradedChange) -> Iterable[Line]:
        """Return a line for each field; one about people may have several facets."""
        change = graded.change
        wrong = {f.field for f, class_ in graded.facets if class_ is Class.CORRECTED}
        by_field: dict[str, list[Facet]] = {}
        for facet, _ in graded.facets:  # each sort of source has a line of its own
            is_plain = facet.field != "sources" or facet.verb == "re-sourced"
            key = facet.field if is_plain else facet.verb
            by_field.setdefault(key, []).append(facet)
        lines = {
            field: self._line(facets, change, is_wrong=field in wrong)
            for field, facets in by_field.items()
        }
        for first, second in _TOGETHER:
            if first in lines and second in lines:
                one, other = lines[first], lines[second]
                was = self._pair(second, one.was, other.was, change.before)
                now = self._pair(second, one.now, other.now, change.after)
                short = self._short(by_field[first], one.change, was, now)
                lines[first] = attrs.evolve(one, short=short)
                lines[second] = attrs.evolve(other, short="")
        return lines.values()

    # -- changes ----------------------------------------------------------------------

    def _line(self, facets: Sequence[Facet], whole: Change, *, is_wrong: bool) -> Line:
        say = self.words.say
        change = self.words.list(map(self._change, facets))
        if is_wrong:
            word, is_moved = say("class-corrected"), facets[0].verb == "rescheduled"
            moved = self._amount(word, facets[0])
            change = moved if is_moved else say("labelled", word, change)
        was, now = (
            ", ".join(filter(None, (self._side(f, side, record) for f in facets)))
            for side, record in (("was", whole.before), ("now", whole.after))
        )
        short = self._short(facets, change, was, now)
        return Line(facets[0].field, change, was, now, short)

    def _change(self, facet: Facet) -> str:
        """Return what happened to a field."""
        field, verb, say = facet.field, facet.verb, self.words.say
        if field == "when":
            if verb == "narrowed":
                return self._narrowed(facet.now)
            if verb == "restated" and facet.now is not None and facet.now.anchors:
                return say("order-in-time")
            return self._amount(say(f"verb-{verb}"), facet)
        if field in {"title", "note", "sources"}:
            return say(f"verb-{verb}")
        if verb in {"joined", "left", "office or role"}:
            word = say(f"verb-{verb.replace(' ', '-')}")
            return word if field == "participants" else f"{self._name(field)} {word}"
        return self._name(field)

    def _amount(self, word: str, facet: Facet) -> str:
        if facet.amount is None:
            return word
        return f"{word} {self.words.say(f'unit-{facet.unit}', f'{facet.amount:+}')}"

    def _narrowed(self, when: When) -> str:
        """Say how exact a date is now, where that is worth saying."""
        precision = when.value.start.precision
        if precision.is_clock:
            return self.words.say(f"verb-narrowed-{precision.value}")
        days = 0  # of each of several dates its own
        for first, _, _, last in when.clock_spans(stated=bool(when.value.marks)):
            if first is None or last is None:
                return self.words.say("verb-narrowed")
            days += (last - first) // DAY
        if days == 1:
            return self.words.say("verb-narrowed-day")
        few = days <= _DAYS
        return self.words.say("verb-narrowed-days" if few else "verb-narrowed", days)

    def _short(self, facets: Sequence[Facet], change: str, was: str, now: str) -> str:
        """Return a change of a field in one phrase."""
        field, say = facets[0].field, self.words.say
        verbs = {facet.verb for facet in facets}
        is_plain = change == self.words.list(map(self._change, facets))
        if field == "participants" and verbs <= {"joined", "left"}:
            left = say("labelled", say("verb-left"), was) if was else ""
            return self.words.clauses((f"+ {now}" if now else "", left))
        if field == "sources" and verbs == {"re-sourced"} and now and not was:
            return say("source-added", now)
        if field == "status" and now and is_plain:
            text = now
        elif now and is_plain and (verbs == {"dated"} or field == "since"):
            text = f"{change} {now}"
        elif now:
            text = say("labelled", change, now)
        elif change == self._name(field):
            text = say("labelled", change, say("no-value"))
        else:
            text = change
        return self.with_old(text, was)

    def with_old(self, text: str, was: str) -> str:
        """Return what changed, with the old value in brackets."""
        return self.words.say("with-old-value", text, was) if was else text

    def _name(self, field: str) -> str:
        phrase = {"when_text": "wording", "tz": "time-zone"}.get(field)
        return self.words.say(phrase) if phrase else self.words.name(field)

    # -- values -----------------------------------------------------------------------

    def _side(self, facet: Facet, side: str, record: Record | None) -> str:
        """Return what one side holds, of lists of sources only what the other lacks."""
        value, other = getattr(facet, side), facet.now if side == "was" else facet.was
        if facet.field == "sources" and value and other:
            rest = tuple(one for one in value if one not in other)
            if rest or set(other) != set(value):  # else only their order differs
                return self.value(rest)
        return self.value(value, facet.field, record)

    def value(self, value: object, field: str = "", record: object = None) -> str:
        """Return the value of a field of a record in words; nothing is ``""``."""
        if isinstance(value, When):
            ongoing = getattr(record, "phase", None) is Phase.UNDER_WAY
            given = self.words, self._title_of, self._sources
            return date_text(value, *given, ongoing=ongoing)
        kind = getattr(record, "kind", "")
        return value_text(value, self.words, self._title_of, field, kind)

    def _title_of(self, id_: str) -> str:
        title = self._names.get(id_, id_)
        return mark_up("link", title, id_) if self.on_page else title

    def _pair(self, field: str, first: str, second: str, record: object) -> str:
        """Return a date and its wording, or a status and its date, as one text.

        What is over came about on that date; any other status is so since then.
        """
        if field == "since" and isinstance(record, Event) and record.since:
            since, is_over = record.since, record.phase in {Phase.DONE, Phase.OFF}
            said = self.words.status_from(first, since, ended=is_over)
            links = word_links(since, self.words, self._title_of, sources=self._sources)
            return ", ".join((said, *links))
        return f"{first} {second}".strip()
