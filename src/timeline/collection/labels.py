"""What readers call a record: its title, or that of the treaty it is an act of."""

from __future__ import annotations

from timeline.collection.collection import Collection
from timeline.language.format import Words
from timeline.records.event import Event


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
    treaty, act = title_parts(collection, event)
    if not treaty or words is None:
        return treaty + act
    return words.say("act", treaty, _act(event, words))


def dispute_of(event: Event, words: Words) -> str:
    """Return who denies a record, or alone alleges it: "disputed by readout".

    >>> from timeline import cite
    >>> rumour = Event(id="e", title="E", sources=[cite("blog", stance="alleges")])
    >>> dispute_of(rumour, Words())
    'alleged by blog'
    """
    alleged = [cited for cited in event.sources if cited.stance == "alleges"]
    groups = {"disputed": event.denials, "alleged": () if event.support else alleged}
    return ", ".join(
        words.say(key, ", ".join(dict.fromkeys(cited.source for cited in group)))
        for key, group in groups.items()
        if group
    )


def earlier_dates(event: Event, words: Words) -> str:
    """Return from when it was moved: "new date not set; was 16 Apr 2025", or ``""``."""
    if not event.formerly:
        return ""
    dates = ", ".join(words.when(when) or str(when) for when in event.formerly)
    return words.say("new-date-not-set" if event.when is None else "moved-from", dates)


def title_parts(collection: Collection, event: Event) -> tuple[str, str]:
    """Return the title of the treaty that a record is an act of, and the rest."""
    if event.title:
        return "", event.title
    label = event.label
    treaty = collection.origin.get(getattr(event, "treaty", ""))
    if treaty is None or not treaty.title or not label.startswith(f"{treaty.id}: "):
        return "", label
    return treaty.title, label.removeprefix(treaty.id)


def _act(event: Event, words: Words) -> str:
    """Name an act and who did it: "signature by France"."""
    body, party = (getattr(event, name, "") for name in ("body", "party"))
    if event.kind == "parliamentary_step":
        key = "vote-in" if body else "vote"
        return words.say(key, *filter(None, (body, words.party(party))))
    instrument = getattr(event, "instrument", event.kind)
    if instrument is None:
        return words.say("consent-of", words.party(party))
    name = words.name(instrument)
    return words.say("by", name, words.party(party)) if party else name
