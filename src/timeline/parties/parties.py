"""Who can be a party: states and organisations by code, name and older names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from timeline.errors import InvalidError
from timeline.parties.party_table import FORMER, NO_SLIPS, OTHERS, STATES
from timeline.text import as_text, quote, searchable

# A code we do not know may still be somebody's: check() asks about it. Codes of two
# and three letters are ISO's, and all of those are in the table.
_LONGER_CODE = re.compile(r"[A-Z][A-Z0-9-]{2,62}[A-Z0-9]")
_FORMAL = re.compile(
    r"(?:republic|kingdom|state|principality|sultanate|commonwealth|union) of "
)
_BESIDE = re.compile(r"(?P<name>[^(),]+)(?:, | \()(?P<rest>[^(),]+)\)?")
_SHORTEST_NAME = 5  # letters; of shorter ones too many are one letter apart


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


def _folded(text: str) -> str:
    """Return *text* without case, accents and punctuation, articles and ampersands."""
    text = re.sub(r"['’.]", "", searchable(text).replace("ı", "i"))
    words = re.sub(r"[^\w+]+|_", " ", text.replace("&", " and "))
    words = f" {words} ".replace(" the ", " ").replace(" st ", " saint ")
    return words.strip()


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

    >>> [as_party(text) for text in ("FRA", "UK", "U.S.", "ROUMANIA", "USSR", "CA-QC")]
    ['FR', 'GB', 'US', 'RO', 'SUHH', 'CA-QC']
    >>> as_party("Frence")
    Traceback (most recent call last):
    timeline.errors.InvalidError: unknown party "Frence"; did you mean "France"?
    """
    if not isinstance(text, str):
        problem = f"{quote(text)} is not a party"
        raise InvalidError(problem, 'write a code such as "CA"')
    return _CODES.get(text) or _by_name(as_text(text))


def _by_name(text: str) -> str:
    if (len(text) > 3 or not text.islower()) and text in _aliases():
        return _aliases()[text]
    if code := _named(text) or _turned(text):
        return code
    meant = _misspelt(_folded(text)) if len(text) <= 80 else ""
    if not meant and _LONGER_CODE.fullmatch(text):
        return text
    raise InvalidError(
        f"unknown party {quote(text)}",
        f'did you mean "{meant}"?' if meant else 'write a code such as "CA"',
        code="unknown-party",
    )


def _named(text: str) -> str:
    """Return the code of the party of that name, or ``""``."""
    name = _folded(text)
    bare = text.removeprefix("the ").removeprefix("The ")
    if len(name) < 4 and not bare.isupper():  # "us", "no" and "in" are words
        return ""
    known = _aliases()
    return known.get(name) or known.get(_FORMAL.sub("", name, count=1)) or ""


def _turned(text: str) -> str:
    """Return the code of ``Serbia, Republic of`` or ``Serbia (RS)``, or ``""``."""
    if not (parts := _BESIDE.fullmatch(text)):
        return ""
    name, rest = parts["name"], parts["rest"]
    same = _named(name) if _named(name) == _named(rest) else ""
    return same or _named(f"{rest} {name}")


# A name is suggested only for one slip in it, and only if no other party is as near:
# by likeness alone England would be Greenland, and Hamas the Bahamas. Nearly nobody
# gets the first letter wrong, so only a few names have to be compared.
def _misspelt(name: str) -> str:
    """Return the name of a party that the folded *name* is a misspelling of, or ""."""
    near = {
        code: label
        for size in range(max(len(name) - 1, _SHORTEST_NAME), len(name) + 2)
        for known, code, label in _by_start().get((name[:1], size), ())
        if _is_one_slip(name, known)
    }
    return next(iter(near.values())) if len(near) == 1 and name not in NO_SLIPS else ""


@cache  # a constant that only errors need
def _by_start() -> Mapping[tuple[str, int], Sequence[tuple[str, str, str]]]:
    """Return folded names with code and name, by their first letter and length."""
    names: dict[tuple[str, int], list[tuple[str, str, str]]] = defaultdict(list)
    for code, _, labels in _ENTRIES:
        for label in labels.split("="):
            if not label.isupper():
                folded = _folded(label)
                names[folded[:1], len(folded)].append((folded, code, label))
    return names


def _is_one_slip(a: str, b: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two have changed places."""
    short, long = sorted((a, b), key=len)
    at = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at + 1 : at + 2] + short[at : at + 1] + short[at + 2 :]
    return long[at:] == swapped or long[at + 1 :] == short[at + 1 :]


def party_beside(text: str) -> tuple[str, str] | None:
    """Return name and code of ``Mark Carney (CA)`` or ``Mark Carney, Canada``."""
    parts = _BESIDE.fullmatch(text)
    code = parts and (_CODES.get(parts["rest"]) or _named(parts["rest"]))
    return (parts["name"], code) if parts and code else None


def party_of_name(name: str) -> str:
    """Return the code of the party with exactly that name or code, or ``""``."""
    return _aliases().get(name, "")


def is_code(text: str) -> bool:
    """Return whether *text* is one of the codes that we know for a party.

    >>> is_code("FRA"), is_code("France")
    (True, False)
    """
    return text in _CODES


def is_known(code: str) -> bool:
    """Return whether *code* is in our table, and not merely in the form of a code.

    >>> is_known("NATO"), is_known("NATOO")
    (True, False)
    """
    return code in _NAMES


def is_former(code: str) -> bool:
    """Return whether *code* is a state that is no more.

    >>> is_former("SUHH")
    True
    """
    return code in _FORMER


def is_organization(code: str) -> bool:
    """Return whether *code* is an organisation we know, and so no state.

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
