"""Where a fact comes from: sources, and the words that a record cites from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import attrs

from timeline.errors import InvalidError
from timeline.records.converters import (
    an_id,
    each,
    exactly,
    maybe_when,
    named_fields,
    pairs,
    words,
)
from timeline.text import quote as quoted
from timeline.when.when import When

if TYPE_CHECKING:
    Field = attrs.Attribute[Any] | None

__all__ = ["Citation", "Source", "a_url", "as_citations", "cite"]

_URL = r"https?://[^\s/?#\\]+[^\s\\]*"


def a_url(value: str, field: Field = None) -> str:
    """Take the address of a page, or ``""``."""
    return exactly(as_url, value, field)


def as_url(value: str) -> str:
    """Return *value* if it is the address of a page, or empty.

    Raises:
        InvalidError: it has another scheme than http and https, or a character that
            no address holds.
    """
    words(value)
    if value and not (value.isprintable() and re.fullmatch(_URL, value)):
        raise InvalidError(
            f"{quoted(value)} is no address of a page",
            "write one that begins with https:// or http://",
        )
    return value


@attrs.frozen(kw_only=True, field_transformer=named_fields)
class Source:
    """A document, page or feed that says something.

    Attributes:
        id: How records cite it. Events and sources share one set of ids.
        title: Its title, as printed.
        published: The date it bears. Nothing it tells can be later, and no event
            happened on that date because of it.
        as_of: When its words were true, where that is known.
        url: Where it was found; ``http`` or ``https``.
        publisher: Who published it.
        retrieved: When it was fetched.
        sha256: Digest of what was fetched, in 64 hexadecimal digits.
        note: Anything else.
        extra: Fields that this version does not know: names and values as JSON text.

    Raises:
        InvalidError: an address of another scheme, or something that is no digest.
        ParseError: a date that cannot be read.

    >>> Source(id="article", published="2025-11-12", url="javascript:alert(1)")
    Traceback (most recent call last):
    timeline.errors.InvalidError: url: "javascript:alert(1)" is no address of a page; \
write one that begins with https:// or http://
    """

    id: str = attrs.field(converter=an_id)
    title: str = attrs.field(default="", converter=words)
    published: When | None = attrs.field(default=None, converter=maybe_when)
    as_of: When | None = attrs.field(default=None, converter=maybe_when)
    url: str = attrs.field(default="", converter=a_url)
    publisher: str = attrs.field(default="", converter=words)
    retrieved: When | None = attrs.field(default=None, converter=maybe_when)
    sha256: str = attrs.field(default="", converter=words)
    note: str = attrs.field(default="", converter=words)
    extra: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=pairs)

    def __attrs_post_init__(self) -> None:
        if self.sha256 and not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise InvalidError(
                f"{quoted(self.sha256)} is no SHA-256 digest",
                "write 64 hexadecimal digits in lower case",
                ("sha256",),
            )


@attrs.frozen(field_transformer=named_fields)
class Citation:
    """A source, and the words in it that bear a record out.

    Attributes:
        source: The id of the source.
        quote: Its own words; empty if none are quoted.
    """

    source: str = attrs.field(converter=an_id)
    quote: str = attrs.field(default="", converter=words)


def cite(source: str | Source, quote: str = "") -> Citation:
    """Return a citation of *source*, with its own words where they matter.

    >>> cite("article", "France has yet to ratify")
    Citation(source='article', quote='France has yet to ratify')
    """
    return Citation(source.id if isinstance(source, Source) else source, quote)


def as_citations(
    values: Iterable[Citation | Source | str],
) -> tuple[Citation, ...]:
    """Return *values* as citations, in order: the converter of ``sources``.

    Raises:
        InvalidError: one of them is neither an id nor a citation, or *values* is one
            id where a list belongs.

    >>> as_citations(["article", cite("readout", "next steps")])[0]
    Citation(source='article', quote='')
    """
    if isinstance(values, Source | Citation):
        raise InvalidError(
            f"{quoted(values)} is one value where a list belongs", "write it in [ ]"
        )
    return each(_as_citation, values)


def _as_citation(value: Citation | Source | str) -> Citation:
    if isinstance(value, Citation):
        return value
    return cite(value if isinstance(value, Source) else an_id(value))
