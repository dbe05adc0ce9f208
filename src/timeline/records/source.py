"""Where a fact comes from: sources, and the words that a record cites from them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from timeline.errors import InvalidError
from timeline.records.converters import (
    as_extra,
    as_id,
    check_extra,
    checked_fields,
    convert_each,
    maybe_when,
)
from timeline.text import as_text
from timeline.text import quote as quoted
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
    """A document, page or feed that says something.

    Attributes:
        id: How records cite it. Events and sources share one set of ids.
        title: Its title, as printed.
        published: The date on it. Nothing it reports can be later, and no event
            happened on that date because of it.
        as_of: When its words were true, where that is known.
        url: Where it was found; ``http`` or ``https``.
        publisher: Who published it.
        retrieved: When it was fetched.
        sha256: Digest of what was fetched, in 64 hexadecimal digits.
        note: Anything else.
        extra: Fields that this version does not know: names and values as JSON text.

    Raises:
        InvalidError: an address of another scheme, or an invalid digest.
        ParseError: a date that cannot be read.

    >>> Source(id="article", published="2025-11-12", url="javascript:alert(1)")
    Traceback (most recent call last):
    timeline.errors.InvalidError: url: invalid address "javascript:alert(1)"; \
write one that begins with https:// or http://
    """

    id: str = attrs.field(converter=as_id)
    title: str = ""
    published: When | None = attrs.field(default=None, converter=maybe_when)
    as_of: When | None = attrs.field(default=None, converter=maybe_when)
    url: str = attrs.field(default="", converter=as_url)
    publisher: str = ""
    retrieved: When | None = attrs.field(default=None, converter=maybe_when)
    sha256: str = ""
    note: str = ""
    extra: tuple[tuple[str, str], ...] = attrs.field(default=(), converter=as_extra)

    def __attrs_post_init__(self) -> None:
        if self.sha256 and not _DIGEST.fullmatch(self.sha256):
            problem = f"invalid SHA-256 digest {quoted(self.sha256)}"
            hint = "write 64 hexadecimal digits in lower case"
            raise InvalidError(problem, hint, ("sha256",))
        if self.extra:
            check_extra(self)


@attrs.frozen(field_transformer=checked_fields)
class Citation:
    """A source, and the words in it that support a record.

    Attributes:
        source: The id of the source.
        quote: Its own words; empty if none are quoted.
    """

    source: str = attrs.field(converter=as_id)
    quote: str = ""


def cite(source: str | Source, quote: str = "") -> Citation:
    """Return a citation of *source*, with its own words where they matter.

    >>> cite("article", "France has yet to ratify")
    Citation(source='article', quote='France has yet to ratify')
    """
    return Citation(source.id if isinstance(source, Source) else source, quote)


def as_citations(values: Iterable[Citation | Source | str]) -> tuple[Citation, ...]:
    """Return *values* as citations, in order: the converter of ``sources``.

    Raises:
        InvalidError: one of them is neither an id nor a citation, or *values* is one
            id where a list belongs.

    >>> as_citations(["article", cite("readout", "next steps")])[0]
    Citation(source='article', quote='')
    """
    return convert_each(_as_citation, values, Citation)


def _as_citation(value: Citation | Source | str) -> Citation:
    if isinstance(value, Citation):
        return value
    return Citation(as_id(value.id if isinstance(value, Source) else value))
