"""Checks of quotes against the texts of their sources, where these are at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from timeline.checks.view import Check, Finding, View
from timeline.records.event import Event
from timeline.records.source import Citation
from timeline.text import quote, searchable

_SIGNS = str.maketrans("“”„«»‘’‚‹›–—‑\u00a0", '"""""' + "'''''" + "--- ")
_GAP = re.compile(r"\s*(?:\[?…\]?|\[\.\.\.\]|\.\.\.)\s*")
_SENTENCE = re.compile(  # but not behind U.K.
    r"""(?<=[.!?]["')\]])\s+(?=[A-Z"'(])|(?<=[.!?])(?<!\.[A-Z]\.)\s+(?=[A-Z"'(])|\n\s*\n"""
)
_FEWEST = 4  # words of a sentence that says anything
_MOST = 120  # characters of a place in a message


def folded(text: str) -> str:
    r"""Return a text without case and accents, with plain signs and single spaces.

    >>> folded("the “unique\n friend”")
    'the "unique friend"'
    """
    return searchable(text.translate(_SIGNS))


def _places(cited: Citation, text: str) -> list[tuple[int, int]] | None:
    """Return where each part of a quote is in a folded text, in order.

    A quote may leave words out with "…"; None if a part is not there.
    """
    places, start = [], 0
    for each in filter(None, _GAP.split(folded(cited.quote))):
        part = each.strip(" .,;:")
        at = text.find(part, start)
        if at < 0:
            return None
        start = at + len(part)
        places.append((at, start))
    return places


def _nearest(wanted: str, text: str) -> str:
    """Return the place of a text that has most words of a quote in their order."""
    words, said = folded(wanted).split(), text.split()
    match = SequenceMatcher(None, said, words, autojunk=False).find_longest_match()
    if not match.size:
        return ""
    first = max(match.a - match.b, 0)
    return " ".join(said[first : first + len(words)])[:_MOST]


def quote_not_found(view: View) -> Iterator[Finding]:
    """Find quotes that are not in the text of their source."""
    for event in view.events:
        for cited in event.sources:
            text = view.texts.get(cited.source)
            if cited.quote and text is not None and _places(cited, text) is None:
                near = _nearest(cited.quote, text)
                values = (quote(cited.quote, _MOST), cited.source, quote(near))
                code = "check-quote-not-found" if near else "check-quote-nowhere"
                yield Finding((event.id,), values, code)


def not_quoted(view: View) -> Iterator[Finding]:
    """Find dates and links of records that quote nothing from the texts at hand."""
    for event in view.events:
        texts = [c for c in event.sources if c.source in view.texts]
        if texts and not any(c.quote for c in texts) and _has_claims(event):
            yield Finding((event.id,), (event.id, texts[0].source))


def date_not_given(view: View) -> Iterator[Finding]:
    """Find dates of records that none of the sources that they cite can bear out."""
    for event in view.events:
        is_own = "when" in event.inferred or not any(c.when for c in event.sources)
        if event.when and event.when.is_dated and not (is_own or event.dated_by):
            yield Finding((event.id,), (event.id, event.when))


def _has_claims(event: Event) -> bool:
    """Whether a record has a date or a link that it does not call inferred."""
    claims = {"when": event.when, "part_of": event.part_of}
    return any(value and name not in event.inferred for name, value in claims.items())


def uncited_sentence(view: View) -> Iterator[Finding]:
    """Find sentences of the texts of which no record quotes anything."""
    for source, text in view.texts.items():
        taken = [
            place
            for event in view.events
            for cited in event.sources
            if cited.source == source and cited.quote
            for place in _places(cited, text) or ()
        ]
        start = 0
        for sentence in view.sentences[source]:
            start = text.find(sentence, start)
            end = start + len(sentence)
            is_cited = any(a < end and start < b for a, b in taken)
            if not is_cited and len(sentence.split()) >= _FEWEST:
                yield Finding((source,), (source, quote(sentence, _MOST)))
            start = end


def sentences_of(text: str) -> list[str]:
    r"""Return the sentences of a text, folded; what is between two blank lines too.

    >>> sentences_of("He left. “Why?” she asked.\n\nA title")
    ['he left.', '"why?" she asked.', 'a title']
    """
    plain = text.translate(_SIGNS)
    return [said for part in _SENTENCE.split(plain) if (said := searchable(part))]


CHECKS = (
    Check("quote-not-found", quote_not_found, "error"),
    Check("not-quoted", not_quoted),
    Check("date-not-given", date_not_given),
    Check("uncited-sentence", uncited_sentence, "note"),
)
