"""Who takes part: states and organisations by code, and people on their behalf."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Self, TypeVar

import attrs

from timeline.errors import InvalidError, inside
from timeline.parties.party_table import FORMER, OTHERS, STATES
from timeline.text import as_text, closest, quote

__all__ = [
    "Participant",
    "as_participants",
    "as_parties",
    "as_party",
    "is_former",
    "is_known",
    "is_organization",
    "party_name",
]

_Value = TypeVar("_Value")

# A code we do not know may still be somebody's: check() asks about it. Codes of two
# and three letters are ISO's, and all of those are in the table.
_LONGER_CODE = r"[A-Z][A-Z0-9-]{2,62}[A-Z0-9]"
_FORMAL = r"^(?:republic|kingdom|state|principality|sultanate|commonwealth|union) of "
_TURNED = re.compile(r"(?P<name>[^(),]+)(?:, | \()(?P<rest>[^(),]+)\)?")
_LONGEST = 1_000  # characters of one participant


def _folded(text: str) -> str:
    """Return *text* without case, accents and punctuation, articles and ampersands."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "").replace("ı", "i"))
        text = "".join(mark for mark in text if not unicodedata.combining(mark))
    text = text.casefold().replace(".", "").replace("'", "").replace("&", " and ")
    words = re.sub(r"[^\w+]+|_", " ", text)
    words = f" {words} ".replace(" the ", " ").replace(" st ", " saint ")
    return words.strip()


def _entries(*tables: str) -> list[list[str]]:
    """Return code, other code and names of each entry."""
    entries = " ".join(" ".join(tables).split()).rstrip(";").split("; ")
    return [entry.split(" ", 2) for entry in entries]


_ENTRIES = _entries(STATES, FORMER, OTHERS)
_NAMES = {code: names.partition("=")[0] for code, _, names in _ENTRIES}
_CODES = {other: code for code, other, _ in _ENTRIES if other != "-"}
_CODES |= {code: code for code in _NAMES}
_FORMER = frozenset(code for code, *_ in _entries(FORMER))
_ORGANIZATIONS = frozenset(code for code, *_ in _entries(OTHERS))


@cache  # a constant that takes 2 ms to make, and most timelines never need
def _aliases() -> Mapping[str, str]:
    """Return every name and code, as it is and folded, with the code it stands for."""
    return {
        form: code
        for code, other, names in _ENTRIES
        for name in (code, other, *names.split("="))
        for form in (name, _folded(name))
        if name != "-"
    }


def as_party(text: str) -> str:
    """Return the code of a party, given a code or a name people use for it.

    Codes are ISO 3166-1 (two or three letters), ISO 3166-3 for states that are no
    more, and those of organisations. Names are read without regard to case, accents
    and articles. A longer code that we do not know is taken as it is, and is for
    ``check()`` to question; ``AU`` is Australia, the African Union is ``AFUNION``.

    Raises:
        InvalidError: *text* is neither a code nor a name we know.

    >>> [as_party(text) for text in ("FRA", "UK", "U.S.", "Türkiye", "USSR", "CA-QC")]
    ['FR', 'GB', 'US', 'TR', 'SUHH', 'CA-QC']
    >>> as_party("Frence")
    Traceback (most recent call last):
    timeline.errors.InvalidError: "Frence" is neither the code nor the name of a \
party; did you mean "France"?
    """
    if not isinstance(text, str):
        raise InvalidError(f"{quote(text)} is no party", 'write a code such as "CA"')
    return _CODES.get(text) or _by_name(as_text(text))


def _by_name(text: str) -> str:
    known = _aliases()
    if text in known and (len(text) > 3 or not text.islower()):
        return known[text]
    if code := _named(text) or _turned(text):
        return code
    if re.fullmatch(_LONGER_CODE, text):
        return text
    names = [name for *_, names in _ENTRIES for name in names.split("=")]
    guess = closest(text, [*(name for name in names if "." not in name), *_NAMES])
    raise InvalidError(
        f"{quote(text)} is neither the code nor the name of a party",
        f'did you mean "{guess}"?' if guess else 'write a code such as "CA"',
        code="unknown-party",
    )


def _named(text: str) -> str:
    """Return the code of the party of that name, or ``""``."""
    name = _folded(text)
    bare = text.removeprefix("the ").removeprefix("The ")
    if len(name) < 4 and not bare.isupper():  # "us", "no" and "in" are words
        return ""
    known = _aliases()
    return known.get(name) or known.get(re.sub(_FORMAL, "", name)) or ""


def _turned(text: str) -> str:
    """Return the code of ``Serbia, Republic of`` or ``Serbia (RS)``, or ``""``."""
    if not (found := _TURNED.fullmatch(text)):
        return ""
    name, rest = found["name"], found["rest"]
    same = _named(name) if _named(name) == _named(rest) else ""
    return same or _named(f"{rest} {name}")


def is_known(code: str) -> bool:
    """Say whether *code* is in our table, and not merely in the form of a code.

    >>> is_known("NATO"), is_known("NATOO")
    (True, False)
    """
    return code in _NAMES


def is_former(code: str) -> bool:
    """Say whether *code* is a state that is no more.

    >>> is_former("SUHH")
    True
    """
    return code in _FORMER


def is_organization(code: str) -> bool:
    """Say whether *code* is an organisation we know, and so no state.

    >>> is_organization("EU"), is_organization("XK")
    (True, False)
    """
    return code in _ORGANIZATIONS


def party_name(code: str) -> str:
    """Return the English name of a party, or *code* itself if we know none.

    >>> party_name("GB"), party_name("AUKUS2")
    ('United Kingdom', 'AUKUS2')
    """
    return _NAMES.get(code, code)


@attrs.frozen
class Participant:
    """A person or group, mostly on behalf of a party; or the party itself.

    Attributes:
        name: The person or group; empty if the party itself takes part.
        of: Code of the party; empty if it is not told. Read by `as_party`.
        office: What the person was then: ``Prime Minister``.
        role: What part it took here: ``chair``, ``mediator``.

    Raises:
        InvalidError: there is neither a name nor a party, or the name is a party's.

    >>> Participant("Mark Carney", of="Canada", office="Prime Minister")
    Participant(name='Mark Carney', of='CA', office='Prime Minister', role='')
    >>> str(Participant("Mark Carney", of="CA")), str(Participant(of="CA"))
    ('Mark Carney @CA', 'CA')
    """

    name: str = ""
    of: str = ""
    office: str = ""
    role: str = ""

    def __attrs_post_init__(self) -> None:
        for field in ("name", "of", "office", "role"):
            with inside(field):
                value = getattr(self, field)
                if (text := as_text(value)) is not value:
                    object.__setattr__(self, field, text)
        if self.name:
            self._check_name()
        if self.of:
            with inside("of"):
                object.__setattr__(self, "of", as_party(self.of))
        elif not self.name:
            raise InvalidError("a participant has a name or a party", 'write of="CA"')

    def _check_name(self) -> None:
        if self.name != self.name.strip() or "@" in self.name:
            raise InvalidError(
                f"{quote(self.name)} is no name",
                'write Participant.parse("Name @CODE") to read both from one text',
                ("name",),
            )
        is_code = self.name in _CODES
        if is_code or (not self.of and self.name in _aliases()):
            raise InvalidError(
                f"{quote(self.name)} is the {'code' if is_code else 'name'} of a party",
                f"write Participant(of={quote(self.name)})",
                ("name",),
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``Name @CODE``, or a bare party; ``Name @`` is a name of no party.

        Raises:
            InvalidError: it is neither.

        >>> Participant.parse("Emmanuel Macron @FR").of
        'FR'
        """
        if not isinstance(text, str):
            raise InvalidError(
                f"{quote(text)} is no participant", 'write "Name @CODE" or "CODE"'
            )
        if len(text) > _LONGEST:
            raise InvalidError(
                f"{quote(text, 40)} is too long for a participant",
                f"write at most {_LONGEST} characters, and the rest as a note",
            )
        name, at, party = text.rpartition("@")
        if at:
            return cls(name.strip(), party.strip())
        try:
            return cls(of=as_party(text))
        except InvalidError as error:
            raise _not_bare(text, error) from None

    def __str__(self) -> str:
        return f"{self.name} @{self.of}" if self.name else self.of


def _not_bare(text: str, error: InvalidError) -> InvalidError:
    """Return the error for what is no party, with how a person is written."""
    turned = _TURNED.fullmatch(text)
    if turned and (code := _CODES.get(turned["rest"]) or _named(turned["rest"])):
        hint = f'write "{turned["name"]} @{code}"'
    else:
        guess = f"{error.hint} " if error.hint.startswith("did") else ""
        name = quote(text)[1:-1]
        hint = f'{guess}for a person or group write "{name} @CODE" or'
        hint += f" Participant({quote(text)})"
    return InvalidError(error.message, hint, code=error.problems[0].code)


def _each(values: Iterable[_Value], example: str) -> Iterable[_Value]:
    """Refuse one value where several belong: a text is no list of letters."""
    if isinstance(values, str | Participant):
        text = quote(values if isinstance(values, str) else str(values))
        hint = f"write [{text}]"
        raise InvalidError(f"{text} is one value where a list belongs", hint)
    if isinstance(values, set | frozenset):
        raise InvalidError("a set has no order", f'write ["{example}"]')
    if isinstance(values, Mapping | bytes) or not isinstance(values, Iterable):
        raise InvalidError(f"{quote(values)} is no list", f'write ["{example}"]')
    return values


def as_participants(
    values: Iterable[Participant | str],
) -> tuple[Participant, ...]:
    """Return *values* as participants: the converter of every field that names some.

    Raises:
        InvalidError: one of them is no participant, or *values* is a lone text.

    >>> [str(p) for p in as_participants(["Mark Carney @Canada", "UK"])]
    ['Mark Carney @CA', 'GB']
    """
    found: list[Participant] = []
    for at, value in enumerate(_each(values, "Mark Carney @CA")):
        try:
            if not isinstance(value, Participant):
                value = Participant.parse(value)  # noqa: PLW2901  (a converter)
            found.append(value)
        except InvalidError as error:
            raise error.inside(at) from None
    return tuple(found)


def as_parties(values: Iterable[str]) -> tuple[str, ...]:
    """Return *values* as codes of parties, in order, each once.

    Raises:
        InvalidError: one of them is no party, or *values* is a lone text.

    >>> as_parties(["Canada", "EU", "CAN"])
    ('CA', 'EU')
    """
    found: dict[str, None] = {}
    for at, value in enumerate(_each(values, "CA")):
        try:
            found[as_party(value)] = None
        except InvalidError as error:
            raise error.inside(at) from None
    return tuple(found)
