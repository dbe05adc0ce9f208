r"""Questions in words, for the command line and for people.

A question is words side by side, all of which must hold::

    kind:call involving:US not status:held "next steps"

- ``field:value`` asks one question; the fields are those of `timeline.query`, written
  with dashes: ``possibly-before:2025-06``. ``is:undated`` asks what has no value.
- A word alone, or several in quotation marks, must be in a text of the event.
- ``not`` (or ``-`` before a word) negates the next word or group; ``or`` joins
  two alternatives and binds less tightly than words side by side; ``and`` may be
  where it reads better; ``( )`` group.
- In quotation marks ``\"`` is a quotation mark and ``\\`` a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from timeline.errors import InvalidError, ParseError
from timeline.parties.parties import find_party, misspelt_party
from timeline.query import predicates, windows
from timeline.query.evaluate import check_words
from timeline.query.predicates import MOST_LEVELS, Leaf, Predicate, all_of, any_of
from timeline.records.event import Event
from timeline.records.party import Party
from timeline.text import clean, closest, quote, searchable, suggest, width

_ASKED = (
    *("kind", "status", "phase", "involving", "topic", "place"),
    *("mentions", "part_of", "cites", "stance", "may_be"),
)
FIELDS: Mapping[str, Callable[[str], Predicate]] = {
    name.replace("_", "-"): getattr(module, name)
    for module, names in ((predicates, _ASKED), (windows, windows.TIMES))
    for name in names
}
_FLAGS: Mapping[str, Predicate] = {
    name: getattr(predicates, name)
    for name in (
        *("anything", "nothing", "undated", "disputed", "doubtful"),
        *("happened", "may_have_happened"),
    )
}
_TOKEN = re.compile(
    r"""(?:
      (?P<sign>[()]|-(?=[^\s-])|(?:and|or|not)(?=[\s()]|$))
    | (?:(?P<field>[^\W\d_][\w-]*):)?
      (?:"(?P<quoted>(?:[^"\\]|\\.)*+)"|(?P<plain>[^\s()"\\]++)|(?<=:))
      (?=[\s()]|$)
    )\s*""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def parse(text: str, events: Iterable[Event] | None = None) -> Predicate:
    """Read a question in words; an empty text asks for everything.

    Args:
        text: The question.
        events: The events that will be asked, if known: then a party or person that
            none of them names is an error too, and kinds of your own are accepted.

    Raises:
        ParseError: it cannot be read, or names an unknown kind, status or party; the
            message shows where.

    >>> parse('kind:call -status:held (involving:US or "next steps")')
    q.kind('call') & ~q.status('held') & (q.involving('US') | q.mentions('next steps'))
    >>> str(parse("not (kind:call or is:undated)"))
    'not (kind:call or is:undated)'
    >>> parse("kind:call possibly-befor:2025")
    Traceback (most recent call last):
    timeline.errors.ParseError: unknown question "possibly-befor"; did \
you mean "possibly-before"?
      kind:call possibly-befor:2025
                ^
    """
    if not isinstance(text, str):
        raise InvalidError(f"a question is a text, not {quote(text)}")
    parties: Iterable[Party] = getattr(events, "parties", ())  # of a timeline
    names = [party.name for party in parties]
    return _Parser(text, None if events is None else tuple(events), names).parse()


class _Parser:
    """Recursive descent, one method for each level of the grammar.

    ``either = both ("or" both)*``, ``both = one (["and"] one)*``,
    ``one = "not" one | "(" either ")" | word``.
    """

    def __init__(
        self, text: str, events: tuple[Event, ...] | None, names: Sequence[str]
    ) -> None:
        self.text, self.events, self.names = text, events, names
        self.end = len(text.rstrip())
        self.levels = 0  # of brackets that are open
        self.advance(len(text) - len(text.lstrip()))

    def advance(self, at: int) -> None:
        """Read the token at *at*; its sign is ``""`` for a word."""
        self.token = _TOKEN.match(self.text, at) if at < self.end else None
        if self.token is None and at < self.end:
            raise _unreadable(self.text, at)
        self.start = at
        self.sign = (self.token["sign"] or "").lower() if self.token else "end"

    def take(self, *signs: str) -> bool:
        """Return whether the next token is one of *signs*, and go past it if so."""
        if self.token is None or self.sign not in signs:
            return False
        self.advance(self.token.end())
        return True

    def parse(self) -> Predicate:
        predicate = all_of([]) if self.sign == "end" else self.either()
        if self.sign != "end":
            raise _error("no bracket is open here", "", self.text, self.start)
        return predicate

    def either(self) -> Predicate:
        ways = [self.both()]
        while self.take("or"):
            ways.append(self.both())
        return any_of(ways)

    def both(self) -> Predicate:
        parts = [self.one()]
        while self.take("and") or self.sign not in {"or", ")", "end"}:
            parts.append(self.one())
        return all_of(parts)

    def one(self) -> Predicate:
        negated, start = False, self.start
        while self.take("not", "-"):
            negated, start = not negated, self.start
        if self.take("("):
            predicate = self.group(start)
        elif self.token is not None and self.sign == "":
            predicate = self.word(self.token)
            self.advance(self.token.end())
        else:
            raise _error("a question is missing here", "", self.text, start)
        return ~predicate if negated else predicate

    def group(self, start: int) -> Predicate:
        self.levels += 1
        if self.levels >= MOST_LEVELS:
            problem = f"more than {MOST_LEVELS} brackets are open here"
            raise _error(problem, "", self.text, start)
        predicate = self.either()
        if not self.take(")"):
            raise _error("this bracket is not closed", "", self.text, start)
        self.levels -= 1
        return predicate

    def word(self, token: re.Match[str]) -> Predicate:
        field, plain = token["field"], token["plain"]
        value = plain or _ESCAPED.sub(r"\1", token["quoted"] or "")
        if field == "is" and value in _FLAGS:
            return _FLAGS[value]
        ask = FIELDS.get(field or "mentions")
        if ask is None:
            raise _error(*_unknown(field, value), self.text, token.start("field"))
        try:
            predicate = ask(value)
            check_words(predicate, self.events or ())
            if isinstance(predicate, Leaf) and predicate.name == "involving":
                _check_name(predicate, self.events, self.names)
        except InvalidError as error:
            inner = error.position if isinstance(error, ParseError) else 0
            start = token.start("plain" if plain else "quoted")
            raise _error(error.message, error.hint, self.text, start + inner) from None
        return predicate


def _unknown(field: str, value: str) -> tuple[str, str]:
    """Return what is wrong with a field that is not in `FIELDS`, and a hint."""
    if field == "test":
        return "q.test is asked in Python only", ""
    name = f"is:{value}" if field == "is" else field
    hint = suggest(name, [*FIELDS, *(f"is:{flag}" for flag in _FLAGS)])
    return f"unknown question {quote(name)}", hint


def _check_name(
    leaf: Leaf, events: tuple[Event, ...] | None, names: Sequence[str]
) -> None:
    """Check that a leaf of ``q.involving`` names a party, or somebody in *events*.

    Without events only one word much like the name of a party is refused: other names
    may be anybody's.
    """
    name, words = leaf.value, searchable(leaf.value)
    involved = {who for event in events or () for who in event.involved}
    acting = (who for e in events or () for who in (*e.people, *e.groups))
    people = {searchable(who): who for who in (*acting, *names)}
    if find_party(name) or name in involved or words in people:
        return
    meant = misspelt_party(name)
    if events is None and (" " in name or not meant):
        return
    guess = next((w for w in people if words in w), "") or closest(words, people)
    meant = people[guess] if guess else meant
    hint = f"did you mean {quote(meant)}?" if meant else ""
    raise InvalidError(f"unknown party or person {quote(name)}", hint)


def _unreadable(text: str, at: int) -> ParseError:
    """Return the error for a text without a token: it has a mark out of place."""
    at = re.compile(r"[^\s()\"\\]*").match(text, at).end()  # type: ignore[union-attr]  # it may be empty
    if text[at : at + 1] != '"':
        return _error("a backslash belongs in quotation marks only", "", text, at)
    if re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL).match(text, at):
        hint = 'put a space around "..."'
        return _error("a quotation mark touches another word", hint, text, at)
    return _error("this quotation mark is not closed", "", text, at)


def _error(problem: str, hint: str, text: str, at: int) -> ParseError:
    """Return the error, with a mark under the place in *text*."""
    start = max(0, at - 60)
    before = clean(text[start:at])
    mark = f"\n  {before}{clean(text[at : at + 40])}\n  {' ' * width(before)}^"
    if hint:
        return ParseError(problem, hint + mark, text=text, position=at)
    return ParseError(problem + mark, text=text, position=at)
