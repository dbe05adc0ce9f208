"""The words for values and changes of fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from timeline.language.format import Words, split_clock
from timeline.parties.parties import Participant, party_name
from timeline.records.event import Event
from timeline.records.lifecycle import Phase
from timeline.records.source import Citation, Source
from timeline.when.bounds import DAY
from timeline.when.calendar import Day
from timeline.when.reading import Precision
from timeline.when.when import When

if TYPE_CHECKING:
    from timeline.compare.facets import Facet
    from timeline.compare.knowledge import Known
    from timeline.when.anchors import Anchor

__all__ = ["Saying"]

_DAYS = 62  # a stretch of up to so many days is said in days
_FIELDS = {
    "place": "place",
    "since": "since",
    "when_text": "the source's words",
    "part_of": "part of",
    "disputed_by": "disputed",
    "kind": "kind",
    "tz": "time zone",
}
_STATUS = {
    "advanced": "status",
    "stated": "status",
    "reversed": "status back",
    "ended": "ended",
    "changed": "status",
}
_CAME_AND_WENT = ("joined", "left", "joined and left")
_FINE = (Precision.MINUTE, Precision.SECOND, Precision.MICROSECOND)


def _called(field: str) -> str:
    return _FIELDS.get(field, field.replace("_", " "))


class Saying:
    """Says what records, fields and their changes are.

    Args:
        names: What records are called, by their ids.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._words = Words()

    # -- values -----------------------------------------------------------------------

    def value(  # noqa: PLR0911  (a case a line)
        self,
        value: Any,  # noqa: ANN401  (of any field)
    ) -> str:
        """Return a value in words; nothing is ``""``."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple):
            return ", ".join(map(self.value, value))
        if isinstance(value, When):
            return self.when(value)
        if isinstance(value, Participant):
            return self._person(value)
        if isinstance(value, Citation):
            return value.source + (f": “{value.quote}”" if value.quote else "")
        if isinstance(value, str):
            return self._names.get(value, value)
        return self._object(value)

    def _object(self, value: object) -> str:
        place, when = getattr(value, "place", ""), getattr(value, "when", None)
        if place:  # a stop
            return f"{place}, {self.when(when)}" if when else str(place)
        return str(value)

    @staticmethod
    def _person(one: Participant) -> str:
        if not one.name:
            return ", ".join(filter(None, (party_name(one.of), one.office, one.role)))
        about = ", ".join(filter(None, (one.of, one.office, one.role)))
        return f"{one.name} ({about})" if about else one.name

    def when(self, when: When) -> str:
        """Return a date in words, with what it waits for."""
        parts = [self.date(when.text)] if when.text else []
        near = {a.target for a in when.anchors if a.kind == "same-day"}
        for anchor in when.anchors:
            if anchor.is_date:
                parts.append(self._words.say(anchor.kind, self.date(anchor.target)))
            elif anchor.kind == "same-day" or anchor.target not in near:
                parts.append(self._anchor(anchor))
            else:
                parts[-1:] = [f"{parts[-1]}, {anchor.kind.replace('-', ' ')} it"]
        return ", ".join(parts)

    def date(self, text: str) -> str:
        """Return the date and the time of day of a canonical text in words."""
        day, clock = split_clock(text)
        return f"{self._words.date(day)} {clock}".rstrip()

    def _anchor(self, anchor: Anchor) -> str:
        target = self._names.get(anchor.target, anchor.target)
        if not anchor.point and anchor.kind == "not-before":
            return f"after {target}"
        if not anchor.point and anchor.kind == "not-after":
            return f"before {target}"
        shift = f" {anchor.shift}" if anchor.shift is not None else ""
        point = f"the {anchor.point} of " if anchor.point else ""
        word = {"same-day": "same day as"}.get(
            anchor.kind, anchor.kind.replace("-", " ")
        )
        return f"{word} {point}{target}{shift}"

    def status(self, event: Event) -> str:
        """Return the status, and since when it holds."""
        word = self._words.status(event.status)
        since = "" if event.since is None else self.when(event.since)
        return self.together("since", word, since, event)

    def together(self, field: str, lead: str, said: str, record: Any) -> str:  # noqa: ANN401  (anything may come)
        """Return what is said of two fields: a date and its words, a status and a date.

        What is over came about on that date; anything else is so since then.
        """
        lasts = field == "since" and record.phase not in {Phase.DONE, Phase.OFF}
        if lasts and said:
            return self._words.say("since", lead, said).strip()
        return f"{lead} {said}".strip()

    def record(self, record: Event | Source) -> str:
        """Return what is told of a record that came or went: when, how, where."""
        if isinstance(record, Source):
            page = self.when(record.published) if record.published else ""
            return ", ".join(filter(None, (record.title, page)))
        when = self.when(record.when) if record.when else ""
        if record.when_text:
            when = f"{when} “{record.when_text}”".strip()
        parts = (self.deed(record), when, self.status(record), record.place)
        return ", ".join(filter(None, parts))

    def had_happened(self, record: Event | Source) -> str:
        """Return that a record which is gone had been told as a fact, if it had."""
        phase = getattr(record, "phase", None)
        if phase is None or phase.value not in {"done", "under way"}:
            return ""
        return f"had been told as {self._words.status(getattr(record, 'status', None))}"

    def several(self, records: Sequence[Any]) -> tuple[str, str]:
        """Return what many deeds about one treaty are called, and whose they are."""
        first = records[0]
        treaty = self._names.get(first.treaty, first.treaty)
        kind = first.kind.replace("_", " ")
        status = self._words.status(first.status)
        said = f"{len(records)} {kind}s {status}".strip()
        when = f", {self.when(first.when)}" if first.when else ""
        parties = " ".join(sorted(one.party for one in records))
        return treaty, f"{said}: {parties}{when}"

    def label(self, record: Event | Source) -> str:
        """Return what a record is called; a deed about a treaty by the treaty."""
        if isinstance(record, Source):
            return f"source {record.id}"
        treaty = getattr(record, "treaty", "")
        return (
            self._names.get(treaty, treaty) if self._is_bare(record) else record.label
        )

    @staticmethod
    def _is_bare(record: Event | Source) -> bool:
        return bool(getattr(record, "treaty", "")) and not getattr(record, "title", "")

    def deed(self, record: Event | Source) -> str:
        """Return what a deed is that is called by its treaty; else ``""``."""
        if not self._is_bare(record) or isinstance(record, Source):
            return ""
        return record.label.partition(": ")[2]

    def name(self, record: Event | Source) -> str:
        """Return what a record is called, and which deed of a treaty it is."""
        deed = self.deed(record)
        return f"{self.label(record)}: {deed}" if deed else self.label(record)

    # -- changes ----------------------------------------------------------------------

    def facets(self, facets: Sequence[Facet]) -> tuple[str, str, str]:
        """Return what happened to a field, and what it was and is."""
        words = " and ".join(self._change(facet) for facet in facets)
        was, now = (
            ", ".join(filter(None, (self._side(facet, side) for facet in facets)))
            for side in ("was", "now")
        )
        if facets[0].field == "status":
            was, now = (
                self._words.status(facets[0].was),
                self._words.status(facets[0].now),
            )
        return words, was or "", now or ""

    def _side(self, facet: Facet, side: str) -> str:
        value, other = facet.was, facet.now
        if side == "now":
            value, other = other, value
        if facet.field in {"sources", "disputed_by"} and value and other:
            rest = tuple(one for one in value if one not in other)
            if rest or set(other) != set(value):  # else their order alone is another
                return self.value(rest)
        if facet.field == "when_text" and value:
            return f"“{value}”"
        if facet.field in {"title", "note", "id", "place"}:
            return value or ""
        return self.value(value)

    def _change(self, facet: Facet) -> str:  # noqa: PLR0911  (a case a line)
        verb = facet.verb
        if facet.field == "status":
            return _STATUS[verb]
        if facet.field == "when":
            if verb == "narrowed":
                return f"narrowed{self._exactness(facet.now)}"
            if verb == "restated" and facet.now is not None and facet.now.anchors:
                return "order in time"
            return str(facet)
        if facet.field in {"title", "note", "sources"}:
            return verb
        if verb in {"joined", "left", "office or role", "settled"}:
            own = "" if facet.field in {"participants", "disputed_by"} else facet.field
            return f"{own} {verb}".strip().replace("_", " ")
        return _called(facet.field)

    @staticmethod
    def _exactness(when: When) -> str:
        """Say how exact a date is now, where that is worth saying."""
        if when.form.precision in _FINE:
            return f" to the {when.form.precision.value}"
        first, last = when.first_calendar_day, when.last_calendar_day
        if first is None or last is None:
            return ""
        days = last.number - first.number + 1
        if days == 1:
            return " to the day"
        return f" to {days} days" if days <= _DAYS else ""

    @staticmethod
    def corrected(words: str) -> str:
        """Return what happened to a field, said of one that had been wrong."""
        if words.startswith("rescheduled"):
            return f"corrected{words.removeprefix('rescheduled')}"
        return f"corrected: {words}"

    @staticmethod
    def short(field: str, words: str, was: str, now: str) -> str:
        """Return a change of a field in one phrase."""
        if field == "status" and words in _STATUS.values() and now:
            return f"{now} (was: {was})" if was else now
        if words in _CAME_AND_WENT:
            came, left = (f"+ {now}" if now else ""), (f"left: {was}" if was else "")
            return "; ".join(filter(None, (came, left)))
        if words == "re-sourced" and now and not was:
            return f"+ source {now}"
        between = " " if words in {"dated", "since"} else ": "
        nothing = ": none" if words == _called(field) else ""
        said = f"{words}{between}{now}" if now else f"{words}{nothing}"
        return f"{said} (was: {was})" if was else said

    def told(self, known: Known) -> str:
        """Return when a source spoke: ``told on 17 Mar 2025, derived``."""
        low, high = (
            None if tick is None else self._words.date(str(Day.of(tick // DAY)))
            for tick in (known.earliest, known.latest)
        )
        if low is None and high is None:
            return ""
        if low == high:
            said = f"told on {low}"
        elif low and high:
            said = f"told between {low} and {high}"
        else:
            said = f"told by {high}" if high else f"told on {low} or later"
        said = f"{said}, derived" if known.derived else said
        return f"{known.source}: {said}" if known.source else said
