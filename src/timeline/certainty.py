"""Yes, maybe and no: what can be said of things that are not known exactly."""

from __future__ import annotations

import enum
from typing import NoReturn


class Certainty(enum.Enum):
    """Whether something holds, given all that is known and no more.

    YES holds however the unknown turns out, NO however it turns out, and MAYBE
    otherwise. The operators ``& | ~`` are Kleene's strong logic, which is sound but
    looks at each side alone: ``MAYBE & ~MAYBE`` stays MAYBE.

    A certainty is never simply true or false, because ``if a.before(b)`` would silently
    take a maybe for one of them:

    >>> if Certainty.MAYBE:
    ...     print("surely?")
    Traceback (most recent call last):
    TypeError: MAYBE is neither true nor false; ask .definitely or .possibly
    >>> (Certainty.MAYBE & Certainty.YES, Certainty.MAYBE & Certainty.NO)
    (<Certainty.MAYBE: 'maybe'>, <Certainty.NO: 'no'>)
    """

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"

    @classmethod
    def of(cls, *, definitely: bool, possibly: bool) -> Certainty:
        """Return YES if *definitely*, else MAYBE if *possibly*, else NO.

        >>> Certainty.of(definitely=False, possibly=True)
        <Certainty.MAYBE: 'maybe'>
        """
        if definitely:
            return cls.YES
        return cls.MAYBE if possibly else cls.NO

    @property
    def definitely(self) -> bool:
        """Whether it holds however the unknown turns out."""
        return self is _YES

    @property
    def possibly(self) -> bool:
        """Whether it is not ruled out."""
        return self is not _NO

    def __and__(self, other: Certainty) -> Certainty:
        if not isinstance(other, Certainty):
            return NotImplemented
        return other if self is _YES or other is _NO else self

    def __or__(self, other: Certainty) -> Certainty:
        if not isinstance(other, Certainty):
            return NotImplemented
        return other if self is _NO or other is _YES else self

    def __invert__(self) -> Certainty:
        return _NO if self is _YES else _YES if self is _NO else self

    def __bool__(self) -> NoReturn:
        raise TypeError(  # a mistake in code, not in data
            f"{self.name} is neither true nor false; ask .definitely or .possibly"
        )


_NO, _YES = Certainty.NO, Certainty.YES
