"""What to tell a reader, before it has a language.

Everything below `timeline.report` gives its reasons as a `Message`: a code of the
catalogues in `timeline.language`, and what fills the gaps of its phrase. Only
`timeline.language.words.Words` turns one into a sentence.

>>> from timeline.language.words import Words
>>> late = Message("days", (3,))
>>> Words().message(late), Words("fr").message(late)
('3 days', '3 jours')
"""

from __future__ import annotations

import attrs


class Term(str):
    """A status, a kind, a field or another word of records, such as ``under_way``."""

    __slots__ = ()


class RecordId(str):
    """The id of a record; readers see its title."""

    __slots__ = ()


class PartyId(str):
    """The code of a party; readers see its name."""

    __slots__ = ()


@attrs.frozen
class StatusTerm:
    """A status, with which in some languages the kind of its record agrees.

    Attributes:
        status: The word for programs, such as ``under_way``; "" for none.
        kind: The kind of the record.
    """

    status: str
    kind: str


@attrs.frozen
class Message:
    """A code, and the values that fill its phrase.

    Attributes:
        code: A key of the catalogues' ``PHRASES``, or a plural without its ``-one``
            and ``-many``: the first whole number among *values* chooses.
        values: Each a text that is shown as it is, a whole number, a `When`, a
            `Duration`, a `Term`, a `StatusTerm`, a `RecordId`, a `PartyId`, another
            `Message`, or a tuple of these, which is shown as a list: "a, b and c".
    """

    code: str
    values: tuple[object, ...] = ()
