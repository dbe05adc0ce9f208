"""Where a fact comes from: sources, and the words that a record cites from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TypedDict, Unpack

import attrs
from attrs.converters import optional

from timeline.errors import InvalidError
from timeline.records import converters
from timeline.records.converters import checked_fields, fixed_when, maybe_when
from timeline.text import as_text
from timeline.text import quote as quoted
from timeline.when.bounds import Ticks
from timeline.when.parser import NO_DATE
from timeline.when.when import When

_URL = re.compile(r"https?://[^\s/?#\\]+[^\s\\]*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def as_url(value: str) -> str:
    """Return *value* if it is the address of a page, or empty.

    Raises:
        InvalidError: it has another scheme than http and https, or a character that
            no address holds.
    """
    url = as_text(value)
    if url and not (url.isprintable() and _URL.fullmatch(url)):
        problem = f"invalid address {quoted(value)}"
        raise InvalidError(problem, "write one that begins with https:// or http://")
    return url


@attrs.frozen(kw_only=True, field_transformer=checked_fields)
class Source:
    """A document, page or feed that reports something.

    Attributes:
        id: How records cite it. Events and sources share one set of ids.
        title: Its title, as printed.
        published: The date on it. What it reports cannot be later, but need not have
            happened on that date.
        as_of: When its words were true, if that is known.
        url: Where it was found; ``http`` or ``https``.
        publisher: Who published it.
        retrieved: When it was fetched.
        sha256: SHA-256 digest of what was fetched, in 64 hexadecimal digits.
        note: Anything else.
        extra: Fields unknown to this version: their names, and their values as JSON.

    Raises:
        InvalidError: an address with another scheme, or an invalid digest.
        ParseError: a date that cannot be read.

    >>> Source(id="article", published="2025-11-12", url="javascript:alert(1)")
    Traceback (most recent call last):
    timeline.errors.InvalidError: url: invalid address "javascript:alert(1)"; \
write one that begins with https:// or http://
    """

    id: str = attrs.field(converter=converters.as_id)
    title: str = ""
    published: When | None = attrs.field(default=None, converter=maybe_when)
    as_of: When | None = attrs.field(default=None, converter=maybe_when)
    url: str = attrs.field(default="", converter=as_url)
    publisher: str = ""
    retrieved: When | None = attrs.field(default=None, converter=maybe_when)
    sha256: str = ""
    note: str = ""
    extra: converters.Extra = attrs.field(default=(), converter=converters.as_extra)

    def __attrs_post_init__(self) -> None:
        if self.sha256 and not _DIGEST.fullmatch(self.sha256):
            problem = f"invalid SHA-256 digest {quoted(self.sha256)}"
            hint = "write 64 hexadecimal digits in lower case"
            raise InvalidError(problem, hint, ("sha256",))
        if self.extra:
            converters.check_extra(self)


STANCES = ("confirms", "alleges", "denies")

# What a source says of a date that it does not give, where others do.
UNDATED = When(Ticks(None, None, None, None), NO_DATE._replace(text="undated"))


def as_reported_when(value: When | str | date) -> When:
    """Return the date that a source gives, or `UNDATED` for the word ``"undated"``."""
    return UNDATED if value == UNDATED.value.text else fixed_when(value)


def as_source_id(value: str) -> str:
    """Return *value* if it can name a source.

    Raises:
        InvalidError: it is empty, or cannot be an id.
    """
    if value == "":
        hint = "write the id of the source that says so"
        raise InvalidError("no source is named", hint, code="missing-field")
    return converters.as_id(value)


class Says(TypedDict, total=False):
    """What a `Citation` says otherwise than the record, or besides."""

    stance: str | None
    by: str
    when: When | str | date | None
    status: str | None
    place: str
    as_of: When | str | date | None


@attrs.frozen(field_transformer=checked_fields, repr=False)
class Citation:
    """A source, its words about a record, and where it differs from the record.

    Attributes:
        source: The id of the source.
        quote: Its own words; empty if none are quoted.
        stance: ``confirms``, ``alleges`` or ``denies``; None if it simply reports.
        by: Whom the source quotes: "Lebanon's health ministry".
        when: The date that it gives, if another than the record's; ``"undated"`` if it
            gives none, so that it supports everything but the date.
        status: The status that it gives, if another than the record's.
        place: The place that it names, if another than the record's.
        as_of: When these words were true, if at another time than the rest of the
            source.

    Raises:
        InvalidError: no source, an unknown stance, or a date that waits for another
            record.

    >>> Citation("white-house", "no call took place", stance="denied")
    Traceback (most recent call last):
    timeline.errors.InvalidError: stance: unknown stance "denied"; did you mean \
"denies"?
    """

    source: str = attrs.field(
        default="", converter=as_source_id, metadata={"required": True}
    )
    quote: str = ""
    stance: str | None = attrs.field(
        default=None, kw_only=True, metadata={"choices": STANCES}
    )
    by: str = attrs.field(default="", kw_only=True)
    when: When | None = attrs.field(
        default=None,
        converter=optional(as_reported_when),
        kw_only=True,
        metadata={"words": ("undated",)},
    )
    status: str | None = attrs.field(default=None, kw_only=True)
    place: str = attrs.field(default="", kw_only=True)
    as_of: When | None = attrs.field(
        default=None, converter=optional(fixed_when), kw_only=True
    )

    def __repr__(self) -> str:
        return converters.stated_repr(self)

    @property
    def gives_date(self) -> bool:
        """Whether it gives a date of its own."""
        return self.when is not None and self.when != UNDATED

    @property
    def says_otherwise(self) -> bool:
        """Whether it gives a date, a status or a place of its own, or only alleges."""
        own = (self.when, self.status, self.place or None)
        return own != (None, None, None) or self.stance == "alleges"


def cite(source: str | Source = "", quote: str = "", **says: Unpack[Says]) -> Citation:
    """Return a citation of *source*, with its own words where they matter.

    Where the source differs from the record, pass the fields of `Citation` by name.

    >>> cite("article", "France has yet to ratify")
    Citation(source='article', quote='France has yet to ratify')
    >>> cite("rferl", when="2025-10-17")
    Citation(source='rferl', when=When.parse('2025-10-17'))
    """
    return Citation(source.id if isinstance(source, Source) else source, quote, **says)


def as_citations(values: Iterable[Citation | Source | str]) -> tuple[Citation, ...]:
    """Return *values* as citations, in order: the converter of ``sources``.

    Raises:
        InvalidError: one of them is neither an id nor a citation, or *values* is one
            id where a list belongs.

    >>> as_citations(["article", cite("readout", "next steps")])[0]
    Citation(source='article')
    """
    return converters.convert_each(_as_citation, values, Citation)


def _as_citation(value: Citation | Source | str) -> Citation:
    if isinstance(value, Citation):
        return value
    return Citation(as_source_id(value.id if isinstance(value, Source) else value))
