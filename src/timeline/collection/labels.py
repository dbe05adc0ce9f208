"""What readers call a record, and in which words it hangs on others and on sources."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial

import attrs

from timeline.collection.collection import Collection
from timeline.language.message import Message, RecordId
from timeline.language.words import Words
from timeline.records.event import Event, status_term
from timeline.records.kinds import Records
from timeline.records.lifecycle import Phase
from timeline.records.party import Party
from timeline.records.readings import Reading
from timeline.records.source import UNDATED, Citation, Source
from timeline.when.anchors import Anchor
from timeline.when.when import When

Titles = Callable[[str], str]  # of records by their ids

# How an anchor is worded: a relation to a point of the other event, and how far from
# it. By kind and by the direction of its shift (0 none, 1 later, -1 earlier), the
# phrase; "not-before X#end" less a month, say, is "no earlier than 1 month before the
# end of X".
_RELATIONS: Mapping[tuple[str, int], str] = {
    ("not-before", 0): "not-before",
    ("not-before", 1): "at-least-after",
    ("not-before", -1): "no-earlier-than",
    ("not-after", 0): "not-after-event",
    ("not-after", 1): "at-most-after",
    ("not-after", -1): "at-least-before",
    ("during", 0): "during",
    ("same-day", 0): "same-day",
}
_DATES = frozenset({"when", "effective", "since"})  # fields that readers call others
# The point of the other event where the anchor names none.
_POINTS = {"not-before": "end", "not-after": "start"}


def title_of(collection: Collection, event: Event, words: Words | None = None) -> str:
    """Return the title of a record; a treaty action is called by its treaty's title.

    The record's own label knows no collection, and names the treaty by its id.

    >>> from timeline import Signature, Timeline, Treaty
    >>> act = Signature(id="s", treaty="ceta", party="FR")
    >>> tl = Timeline([Treaty(id="ceta", title="Trade agreement"), act])
    >>> act.label, title_of(tl, act)
    ('ceta: signature by France', 'Trade agreement: signature by France')
    >>> title_of(tl, act, Words("fr"))
    'Trade agreement : signature (France)'
    """
    if event.title:
        return event.label  # of a treaty the short one
    treaty, act = title_parts(collection, event)
    if not treaty or words is None:
        return treaty + act
    return words.say("act", treaty, act_name(event, words))


def title_of_id(collection: Collection, words: Words | None, id_: str) -> str:
    """Return what readers call the record of that id, and a source by who publishes it.

    An id that is none of a record is returned as it is.
    """
    record = collection.records.get(id_)
    if isinstance(record, Event):
        return title_of(collection, record, words)
    return id_ if record is None else name_of(record)


def name_of(record: Source | Party) -> str:
    """Return a party's name, and of a source who published it, or else its title.

    >>> name_of(Source(id="afp", title="Trump Not to Meet Putin", publisher="AFP"))
    'AFP'
    """
    names = (getattr(record, name, "") for name in ("publisher", "title", "name"))
    return next(filter(None, names), record.id)


def dispute_of(collection: Collection, event: Event, words: Words) -> str:
    """Return who denies a record, alone alleges it, or says that it has come further.

    >>> from timeline import Timeline, cite
    >>> rumour = Event(id="e", title="E", sources=[cite("blog", stance="alleges")])
    >>> blog = Source(id="blog", title="A blog")
    >>> dispute_of(Timeline([rumour], sources=[blog]), rumour, Words())
    'alleged by A blog'
    """
    name = partial(title_of_id, collection, words)
    event = collection.with_as_of(event)
    _, *others = event.readings
    rivals = [cited for each in others if each.is_rival for cited in each.sources]
    is_alone = event.doubtful and not rivals
    alleged = [c for c in event.newest if is_alone and c.stance == "alleges"]
    said = [
        words.say(key, ", ".join(dict.fromkeys(name(cited.source) for cited in group)))
        for key, group in (("disputed", rivals), ("alleged", alleged))
        if group
    ]
    later = [
        words.say("says", words.status(r.status, event.kind), name(r.sources[0].source))
        for r in others
        if r.is_later
    ]
    return ", ".join([*said, *later])


def claims_of(event: Event, words: Words, name: Titles = str) -> dict[Citation, str]:
    """Return who says what, where sources differ: those of the record's reading first.

    Args:
        event: The record.
        words: The language.
        name: Returns what a source is called, given its id.

    >>> from timeline import Call, cite
    >>> against = cite("readout", "no call took place", stance="denies")
    >>> call = Call(id="c", title="Call", status="held", sources=["page", against])
    >>> [*claims_of(call, Words()).values()]
    ['page says held', 'readout denies that it took place: “no call took place”']
    """
    if not any(c.stance or c.says_otherwise for c in event.sources):
        return {}  # most cite nothing that says more than they do
    own, *others = event.readings
    is_dated = event.when is not None and event.when.is_dated
    rivals = [
        reading
        for reading in others
        if reading.counts
        or reading.place != own.place
        or not is_dated
        or (event.doubtful and any(c.stance == "alleges" for c in reading.sources))
    ]
    told = (own, *rivals) if rivals or event.doubtful else ()
    told += tuple(each for each in others if each.is_history and each not in rivals)
    fields = {each for reading in rivals for each in _differing(reading, own)}
    fields = fields or ({"status"} if own.status else {"when"})
    is_act = event.phase in {Phase.UNDER_WAY, Phase.DONE} and not event.is_term
    denied = words.say("that-it-took-place") if is_act else ""
    claims = {}
    for reading in told:
        is_own = reading is own
        differing = fields if is_own else _differing(reading, own)
        for cited in reading.sources:
            undated = cited.when == UNDATED
            what = attrs.evolve(reading, when=UNDATED) if undated else reading
            said = _said(what, differing, words, name, event.kind)
            if is_own and fields != {"place"}:  # which it may not name
                said = said or _said(what, {"when"}, words, name)
            if reading.is_denial:
                own_words = _said(cited, {"when", "status"}, words, name, event.kind)
                with_own = words.say("with-as-of", denied, own_words)
                said = with_own if own_words and denied else denied or own_words
            confirms = is_own and cited.stance and fields == {"status"}
            said = "" if confirms else said
            verb = cited.stance or ("before" if reading.is_history else "says")
            if said or cited.stance:  # a record without a date or status says nothing
                claims[cited] = _claim(cited, said, words, name, verb)
    return claims


def _differing(reading: Reading, own: Reading) -> set[str]:
    """Return the fields in which a source says otherwise than the record."""
    if reading.is_denial:
        return set()
    names = ("when", "status", "place")
    return {name for name in names if getattr(reading, name) != getattr(own, name)}


def citation_text(cited: Citation, words: Words, name: Titles, kind: str = "") -> str:
    """Return a citation in words: what it says otherwise, of whom, and its quote.

    A status agrees with the *kind* of the record.
    """
    said = _said(cited, {"when", "status", "place"}, words, name, kind)
    return _claim(cited, said, words, name, cited.stance or "says")


def _said(
    what: Reading | Citation,
    fields: set[str],
    words: Words,
    name: Titles,
    kind: str = "",
) -> str:
    """Return some fields in words."""
    when = what.when if "when" in fields else None
    undated = words.say("claim-undated") if when == UNDATED else ""
    date = "" if undated else date_text(when, words, name)
    status = words.status(what.status, kind) if "status" in fields else ""
    place = what.place if "place" in fields else ""
    others = [*filter(None, (status, place, undated))]
    return ", ".join([*filter(None, [date]), *others]) if others else date


def _claim(cited: Citation, said: str, words: Words, name: Titles, verb: str) -> str:
    """Return that a source says or denies something, of whom, and in which words."""
    text = name(cited.source)
    if said or cited.stance:
        said = said or words.say("it")
        text = words.say(f"claim-{verb}", text, said)
    if cited.by:
        text = words.say("according-to", text, cited.by)
    quoted = words.say("quote", cited.quote)
    return words.say("labelled", text, quoted) if cited.quote else text


def called_off(collection: Collection, event: Event) -> list[Event]:
    """Return what a plan waits for, lies within or is part of, and was called off.

    Each has the status that says so, its own or that of a source that counts.
    """
    anchors = event.when.anchors if event.when else ()
    if not (anchors or event.part_of) or event.phase is not Phase.AHEAD:
        return []
    names = (a.target for a in anchors if a.kind in {"not-before", "during"})
    off: dict[str, Event] = {}
    found = [*map(collection.origin.get, names), *collection.around(event)]
    for each in filter(None, found):
        for reading in collection.with_as_of(each).readings:
            said = attrs.evolve(each, status=reading.status)
            if said.phase is Phase.OFF and (reading.counts or said == each):
                off.setdefault(each.id, said)
    return [*off.values()]


def surely_off(collection: Collection, event: Event) -> list[Event]:
    """Return of `called_off` what nobody denies, and not one alone alleges."""
    off = called_off(collection, event)
    whole = collection.origin
    return [e for e in off if {*whole.with_as_of(whole[e.id]).phases} == {Phase.OFF}]


def block_of(collection: Collection, event: Event) -> Message | None:
    """Return that what a plan hangs on was called off; None if nothing was.

    >>> from timeline import Meeting, Summit, Timeline
    >>> off = Summit(id="s", title="Summit", status="cancelled")
    >>> talks = Meeting(id="t", title="Talks", part_of="s", status="scheduled")
    >>> Words().message(block_of(Timeline([off, talks]), talks), str)
    'blocked: s was cancelled'
    """
    off = called_off(collection, event)
    sure = surely_off(collection, event)
    code = "agenda-off" if sure else "agenda-perhaps-off"
    return Message(code, (tuple(map(_say_off, sure or off)),)) if off else None


def block_text(collection: Collection, event: Event, words: Words) -> str:
    """Return `block_of` in words, or ``""``."""
    if (block := block_of(collection, event)) is None:
        return ""
    return words.message(block, partial(title_of_id, collection, words))


def _say_off(event: Event) -> Message:
    """Say that an event was called off: "was cancelled", but "did not take place"."""
    active = event.status in {"lapsed", "did_not_take_place"}
    code = "agenda-off-active" if active else "agenda-off-passive"
    return Message(code, (RecordId(event.id), status_term(event)))


def remarks_on(collection: Collection, event: Event, words: Words) -> list[str]:
    """Return what ties a record to others, what blocks it, and who says otherwise.

    >>> from timeline import Call, Timeline, Visit
    >>> visit = Visit(id="v", title="Visit", status="cancelled")
    >>> call = Call(id="c", title="Call", when="not-before:v", status="expected")
    >>> remarks_on(Timeline([visit, call]), call, Words())
    ['not before the end of Visit', 'blocked: Visit was cancelled']
    """
    name = partial(title_of_id, collection, words)
    said = [
        *event_links(event, words, name, collection.origin.records),
        inferred_text(event, words, name),
        block_text(collection, event, words),
        *claims_of(collection.with_as_of(event), words, name).values(),
        earlier_dates(event, words),
    ]
    return [*filter(None, said)]


def event_links(
    event: Event, words: Words, title_of: Titles, records: Records
) -> list[str]:
    """Return what ties the date of an event to others; see `word_links`."""
    links = [*word_links(event.when, words, title_of, records)]
    if "when" in event.inferred:
        links = [words.say("inferred", link) for link in links]
    return links


def inferred_text(event: Event, words: Words, name: Titles) -> str:
    """Return which fields no source states: of links they say so themselves.

    The keeper inferred them, or is the one to give the date.

    >>> talks = Event(id="t", title="Talks", when="2025-03-17", inferred=["when"])
    >>> inferred_text(talks, Words(), str)
    'inferred: date'
    """
    anchors = event.when.anchors if event.when else ()
    has_links = not all(anchor.is_date for anchor in anchors)
    texts = (
        words.say("part-of", name(event.part_of))
        if event.part_of and field == "part_of"
        else words.field("inferred" if field in _DATES else event.kind, field)
        for field in event.inferred
        if not (has_links and field == "when")
    )
    said = ", ".join(texts)
    said = words.say("inferred-fields", said) if said else ""
    return words.clauses([said, undated_by(event, words, name)])


def undated_by(event: Event, words: Words, name: Titles) -> str:
    """Return which sources do not give the date of a record, or that none does."""
    when, is_inferred = event.when, "when" in event.inferred
    if not any(cited.when for cited in event.sources):
        return ""  # most report all of what they are cited for
    if is_inferred or when is None or not when.is_dated:
        return ""
    dating = {cited.source for cited in event.dated_by}
    if not dating:
        return words.say("date-not-given")
    others = {c.source: name(c.source) for c in event.sources if c.when == UNDATED}
    names = [said for source, said in others.items() if source not in dating]
    return words.say("date-not-given-by", words.list(names)) if names else ""


def earlier_dates(
    event: Event, words: Words, former: Callable[[str], str] = str
) -> str:
    """Return from when it was moved: "new date not set; was 16 Apr 2025", or ``""``.

    Args:
        event: The event.
        words: The language.
        former: Marks a date up as one that no longer holds.
    """
    dates = [former(date_text(when, words, str)) for when in event.formerly]
    if not dates:
        is_open = event.status == "postponed" and event.when is None
        return words.say("no-new-date") if is_open else ""
    starts = {when and when.start_earliest for when in (event.when, event.formerly[-1])}
    is_longer = len(starts) == 1  # no other day, but another end
    key = "was" if is_longer else "moved-from" if event.when else "new-date-not-set"
    return words.say(key, ", ".join(dates))


def title_parts(collection: Collection, event: Event) -> tuple[str, str]:
    """Return the title of the treaty that a record is an act of, and the rest.

    Its label is made of its own fields, since it has no title.
    """
    label = event.label
    named = getattr(event, "treaty", "") or getattr(event, "to", "") or ""
    treaty = collection.origin.get(named)
    if treaty is not None and treaty.kind == "reservation":  # to which one objects
        treaty = collection.origin.get(getattr(treaty, "treaty", ""))
    if treaty is None or not treaty.title or not label.startswith(f"{named}: "):
        return "", label
    return treaty.label, label.removeprefix(named)


def act_name(event: Event, words: Words) -> str:
    """Name an act and who did it: "signature by France"."""
    body, party = (getattr(event, name, "") for name in ("body", "party"))
    if event.kind == "parliamentary_step":
        key = "vote-in" if body else "vote"
        return words.say(key, *filter(None, (body, words.party(party))))
    if territory := getattr(event, "territory", ""):
        extension = words.say("treaty-extension", territory)
        return words.say("by", extension, words.party(party))
    instrument = getattr(event, "instrument", event.kind)
    if instrument is None:
        return words.say("consent-of", words.party(party))
    name = words.name(instrument)
    return words.say("by", name, words.party(party)) if party else name


def date_text(
    when: When | None,
    words: Words,
    title_of: Titles,
    sources: Container[str] = (),
    *,
    ongoing: bool = False,
) -> str:
    """Return a date with what ties it to others, of which *sources* are sources.

    Of what is *ongoing* an open end is "since".
    """
    links = [*word_links(when, words, title_of, sources=sources)]
    said = words.when(when, ongoing=ongoing)
    return ", ".join([*filter(None, [said]), *links]) if links else said


def word_links(
    when: When | None,
    words: Words,
    title_of: Titles,
    records: Records | None = None,
    sources: Container[str] = (),
) -> Iterator[str]:
    """Word what ties a date to other records.

    "Same day as X" and a bound by the same X are one link.

    Args:
        when: The date.
        words: The language.
        title_of: Returns the title of a record by its id.
        records: The records by their ids: events have a start and an end, sources
            their words. Without them every other id is that of an event.
        sources: The ids of sources, where there are no records.
    """
    anchors = () if when is None else when.anchors
    links = [anchor for anchor in anchors if not anchor.is_date]
    plain = {(anchor.kind, anchor.target) for anchor in links if not anchor.point}
    for anchor in links:
        title = title_of(anchor.target)
        kind = anchor.kind
        others = {other for other, target in plain if target == anchor.target}
        if kind == "same-day" and others & _POINTS.keys():
            continue
        if "same-day" in others and not anchor.point and kind in _POINTS:
            yield words.say(f"same-day-{kind}", title)
            continue
        point = anchor.point or _POINTS.get(kind, "")
        target = None if records is None else records.get(anchor.target)
        if isinstance(target, Source) or anchor.target in sources:
            title = words.say("words-of", title)
        elif point and (records is None or target is not None):
            title = words.say(f"{point}-of", title)
        yield _link(anchor, title, words)


def _link(anchor: Anchor, title: str, words: Words) -> str:
    shift = anchor.shift
    longest = 0 if shift is None else shift.longest
    relation = _RELATIONS[anchor.kind, (longest > 0) - (longest < 0)]
    return words.say(relation, title, "" if shift is None else words.amount(shift))
