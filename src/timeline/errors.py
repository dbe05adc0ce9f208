"""The errors that timeline raises on purpose.

A message answers three questions, in this order: where is it, what is wrong, what
should I do. The answers are attributes too, so a program never has to read prose::

    TimelineError                          catch this, and no bad data escapes
      InvalidError      (ValueError)       a value breaks a rule
        ParseError                         a text cannot be read
          NonexistentTimeError             the clocks skip that hour
          AmbiguousTimeError               the clocks show that hour twice
          UnknownZoneError                 no time zone has that name
          OutOfRangeError                  a year beyond 290,000 in either direction
        LoadError                          a document, with all its problems
          UnsupportedVersionError          written by a newer timeline
        DuplicateIdError                   two records have one id
        CycleError                         references run in a circle
        ReferencedError                    others still refer to it
        ContradictionError                 facts conflict with each other
        SelectionError                     only a complete timeline can do that
        StaleDiffError                     a record is not as the diff expects
        NotCompilableError                 a database cannot run a Python function
      UnknownIdError    (LookupError)      no record has that id
      SaveError         (OSError)          nothing was written
        StaleFileError                     the file is not the one that was loaded
      MissingExtraError (ImportError)      an optional package is not installed
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Literal, Self, TypeVar

import attrs

Location = tuple[str | int, ...]
Severity = Literal["error", "warning", "note"]

E = TypeVar("E", bound="TimelineError")

MOST_PRINTED = 20


@attrs.frozen
class Problem:
    """One thing that is wrong, as data.

    Attributes:
        code: The kind of problem, in a word that never changes: ``bad-date``.
        message: What is wrong, in lower case, with the offending value shown.
        loc: Path to the value, such as ``("events", 3, "when")``.
        source: The file it is in.
        line: The line in that file, counted from 1.
        column: The column in that line, counted from 1.
        severity: ``error``; ``warning`` if the data can be used all the same; ``note``
            for what is often right as it is.
        hint: What to do about it.
        language: That of the message and the hint.
        word: Returns both in another language; None where there is no other.

    >>> print(Problem("bad-date", "no such day", ("events", 3, "when"), "a.jsonl", 4))
    a.jsonl:4: bad-date: events[3].when: no such day
    """

    code: str
    message: str
    loc: Location = ()
    source: str = ""
    line: int | None = None
    column: int | None = None
    severity: Severity = "error"
    hint: str = ""
    language: str = attrs.field(default="en", eq=False, repr=False)
    word: Callable[[str], tuple[str, str]] | None = attrs.field(
        default=None, eq=False, repr=False
    )

    @property
    def where(self) -> str:
        """The path as a person writes it: ``events[3].when``.

        >>> Problem("bad-date", "no such day", ("events", 3, "when")).where
        'events[3].when'
        """
        steps = (f"[{s}]" if isinstance(s, int) else f".{_shown(s)}" for s in self.loc)
        return "".join(steps).removeprefix(".")

    def to_dict(self) -> dict[str, str | int | None]:
        """Return it as plain data, with `where` for the path."""
        names = "code", "severity", "message", "hint", "where"
        return {n: getattr(self, n) for n in (*names, "source", "line", "column")}

    def __str__(self) -> str:
        source = _shown(self.source, len(self.source))
        column = self.column if self.line else None  # it says nothing alone
        place = [part for part in (source, self.line, column) if part]
        start = f"{':'.join(map(str, place))}: {self.code}: " if place else ""
        path = f"{self.where}: " if self.loc else ""
        advice = f"; {self.hint}" if self.hint else ""
        return f"{start}{path}{self.message}{advice}"


def _shown(name: str, most: int = 80) -> str:
    """Return a name from outside, shortened, without characters that steer a terminal.

    Those are written as Python writes them; `timeline.text`, which cleans messages, is
    above this module.
    """
    name = name if len(name) <= most else f"{name[: most - 1]}…"
    return name if name.isprintable() else ascii(name)[1:-1]


class TimelineError(Exception):
    """The base class: ``except TimelineError`` catches bad data, never bugs.

    Attributes:
        problems: What is wrong, one or more.

    >>> error = InvalidError('invalid month "13"', "write 01 to 12", ("when",))
    >>> print(error.inside("events", 3))
    events[3].when: invalid month "13"; write 01 to 12
    >>> error.problems[0].code
    'invalid'
    """

    code: ClassVar[str] = "error"
    problems: tuple[Problem, ...]

    def __init__(
        self,
        problem: str | Iterable[Problem],
        hint: str = "",
        loc: Location = (),
        code: str = "",
        **attributes: object,
    ) -> None:
        if isinstance(problem, str):
            problem = [Problem(code or self.code, problem, tuple(loc), hint=hint)]
        self.problems = tuple(problem)
        self.args: tuple[Any, ...] = (self.problems,)
        for name, value in attributes.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no attribute {name}")
            setattr(self, name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        # By its args alone an exception would come back without its other attributes.
        return _rebuild, (type(self), vars(self).copy())

    @property
    def message(self) -> str:
        """What is wrong, by the first problem."""
        return self.problems[0].message

    @property
    def hint(self) -> str:
        """What to do about it, by the first problem; may be empty."""
        return self.problems[0].hint

    @property
    def loc(self) -> Location:
        """Path to the value, by the first problem."""
        return self.problems[0].loc

    def inside(self, *outer: str | int) -> Self:
        """Return the same error with its path seen from further out.

        Inner code knows the value, outer code the place: each level adds its own
        steps on the way up, so that no function needs a path as a parameter.
        """
        moved = (attrs.evolve(each, loc=(*outer, *each.loc)) for each in self.problems)
        return _rebuild(type(self), {**vars(self), "problems": tuple(moved)})

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:MOST_PRINTED]]
        if (more := len(self.problems) - MOST_PRINTED) > 0:
            lines.append(f"and {more} more")
        return "\n".join(lines)


def _rebuild(cls: type[E], attributes: dict[str, Any]) -> E:
    error = cls(attributes["problems"])
    vars(error).update(attributes)
    return error


class InvalidError(TimelineError, ValueError):
    """A value has the wrong form or breaks a rule of its type."""

    code = "invalid"


class ParseError(InvalidError):
    """A text cannot be read.

    Attributes:
        text: The text.
        position: Where in it reading stopped, counted from 0.
    """

    code = "bad-text"

    text: str = ""
    position: int = 0


class NonexistentTimeError(ParseError):
    """A wall time that the clocks of its zone skip."""

    code = "nonexistent-time"


class AmbiguousTimeError(ParseError):
    """A wall time that the clocks of its zone show twice."""

    code = "ambiguous-time"


class UnknownZoneError(ParseError):
    """No time zone has that name."""

    code = "unknown-zone"


class OutOfRangeError(ParseError):
    """A time too far off to be counted in 64-bit microseconds."""

    code = "out-of-range"


class LoadError(InvalidError):
    """A document has errors, or cannot be read.

    Attributes:
        problems: All problems, each with its file and line where known.
        path: The file; empty if it came as text.
        timeline: What could be read, or None.
    """

    code = "bad-document"

    path: str = ""
    timeline: Any = None  # a Timeline; this layer knows none


class UnsupportedVersionError(LoadError):
    """The document was written by a newer timeline."""

    code = "unsupported-version"


class DuplicateIdError(InvalidError):
    """Two records have one id."""

    code = "duplicate-id"


class CycleError(InvalidError):
    """References form a circle.

    Attributes:
        ids: The ids along the circle; the first is the last too.
    """

    code = "cycle"

    ids: tuple[str, ...] = ()


class ReferencedError(InvalidError):
    """A record cannot be removed, because others refer to it."""

    code = "referenced"


class ContradictionError(InvalidError):
    """Facts of a timeline conflict with each other."""

    code = "contradiction"


class SelectionError(InvalidError):
    """A selection of a timeline cannot do what needs all of it."""

    code = "selection"


class StaleDiffError(InvalidError):
    """A diff was applied to a timeline other than the one it was made from.

    Attributes:
        id: The id of the record that differs.
        expected: The record as the diff has it; None if there should be none.
        found: The record that is there; None if there is none.
    """

    code = "stale-diff"

    id: str = ""
    expected: Any = None  # a record; this layer knows none
    found: Any = None


class NotCompilableError(InvalidError):
    """A predicate holds a Python function, which no database can run."""

    code = "not-compilable"


class UnknownIdError(TimelineError, LookupError):
    """No event and no source has that id."""

    code = "unknown-id"


class SaveError(TimelineError, OSError):
    """Nothing was written; the file still holds what it held.

    Attributes:
        errno: The number the operating system gave, or None.
        filename: The file that was to be written.
    """

    code = "not-saved"

    errno: int | None = None
    filename: str | None = None


class StaleFileError(SaveError):
    """The file on disk is not the one that this timeline came from."""

    code = "stale-file"


class MissingExtraError(TimelineError, ImportError):
    """An optional package is not installed."""

    code = "missing-extra"


@contextmanager
def inside(*outer: str | int) -> Iterator[None]:
    """Add *outer* steps to the path of an error on its way up.

    >>> with inside("events", 3):
    ...     raise InvalidError("no such day", loc=("when",))
    Traceback (most recent call last):
    timeline.errors.InvalidError: events[3].when: no such day
    """
    try:
        yield
    except TimelineError as error:
        raise error.inside(*outer) from None


@contextmanager
def requiring(name: str, what: str) -> Iterator[None]:
    """Name the extra to install where an import of an optional package fails.

    >>> with requiring("png", "a PNG is made"):
    ...     raise ImportError
    Traceback (most recent call last):
    timeline.errors.MissingExtraError: a PNG is made by a package that is not \
installed; run: pip install "diplomatic-timeline[png]"
    """
    try:
        yield
    except ImportError as error:
        problem = f"{what} by a package that is not installed"
        hint = f'run: pip install "diplomatic-timeline[{name}]"'
        raise MissingExtraError(problem, hint) from error
