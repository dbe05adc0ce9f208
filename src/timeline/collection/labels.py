"""What readers call a record: its title, or that of the treaty it is an act of."""

from __future__ import annotations

from timeline.collection.collection import Collection
from timeline.language.format import Words
from timeline.records.event import Event

__all__ = ["title_of", "title_parts"]


def title_of(collection: Collection, event: Event, words: Words | None = None) -> str:
    """Return the title of a record; a treaty action is called by its treaty's title.

    The record's own label knows no collection, and names the treaty by its id.

    >>> from timeline import Signature, Timeline, Treaty
    >>> act = Signature(id="s", treaty="ceta", party="FR")
    >>> tl = Timeline([Treaty(id="ceta", title="Trade agreement"), act])
    >>> act.label, title_of(tl, act)
    ('ceta: signature by France', 'Trade agreement: signature by France')
    >>> title_of(tl, act, Words("fr"))
    'Trade agreement : signature par FR'
    """
    return "".join(title_parts(collection, event, words))


def title_parts(
    collection: Collection, event: Event, words: Words | None = None
) -> tuple[str, str]:
    """Return the title of the treaty that a record is an act of, and the rest."""
    if event.title:
        return "", event.title
    label = event.label
    treaty = collection.origin.get(getattr(event, "treaty", ""))
    if treaty is None or not treaty.title or not label.startswith(f"{treaty.id}: "):
        return "", label
    act = "" if words is None else _act_in(words, event)
    return treaty.title, act or label.removeprefix(treaty.id)


def _act_in(words: Words, event: Event) -> str:
    """Return what follows the treaty's title; "" in English, where the label has it."""
    if words.language != "fr":
        return ""
    body, party = (getattr(event, name, "") for name in ("body", "party"))
    name = words.name(getattr(event, "instrument", event.kind))
    name = f"{name} ({body})" if body else name
    return words.say("deed", words.say("by", name, party) if party else name)
