"""Who can be a party: States, organisations and groups by code, name and older names.

What is known of each is in ``parties.tsv`` beside this module, with its sources.
"""

from __future__ import annotations

import pkgutil
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import NamedTuple

from timeline.errors import InvalidError
from timeline.text import as_text, listing, quote, searchable

# What says no more than that it is a State: "Republic of France", "Serbia (Republic)".
# Not "state": Niger State is a part of Nigeria, and the State of Mexico of Mexico.
_FORMAL = re.compile(
    r"\b(?:republic|kingdom|principality|sultanate|commonwealth|union)\b"
)
_ABBREVIATIONS = (  # as registers write in capitals
    "barb: barbuda, dem: democratic, dpr: democratic people republic, dr: "
    "democratic republic, e: east, eq: equatorial, etat: state, fed: federal, fs: "
    "federated states, gren: grenadines, herz: herzegovina, is: islands, n: north, "
    "peoples: people, pr: people republic, principaute: principality, rep: "
    "republic, republique: republic, royaume: kingdom, s: south, soc: socialist, "
    "ssr: soviet socialist republic, st: saint, sts: states, un: united nations, w: "
    "western"
)
_SHORT: Mapping[str, str] = dict(
    pair.split(": ") for pair in _ABBREVIATIONS.split(", ")
)
_NO_WORDS = frozenset({"and", "of", "the", "de", "des", "du", "et", "la", "le", "les"})
_BESIDE = re.compile(r"(?P<name>[^(),]+)(?:, | \()(?P<rest>[^(),]+)\)?")
_CODE_FIRST = re.compile(r"(?P<name>[A-Z]+)[ -](?P<rest>.{4,})")  # FAO Food and ...
_GOVERNMENT = re.compile(  # Cuba (Provisional Government)
    r" \((?:government|(?:provisional|interim|transitional) )[^()]*\)", re.IGNORECASE
)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,127}")
_LETTERS = re.compile(r"\b(\w) (?=\w\b)")
_NOBODY: AbstractSet[str] = frozenset()
_LONGEST = 200  # characters of a name that is worth looking up
_SHORTEST_NAME = 5  # letters; of shorter ones too many are one letter apart
# Names of others that are one letter away from a party's name: no misspellings of it.
_NO_SLIPS = frozenset(
    {"angora", "austrasia", "cameroons", "moldavia", "samos", "styria"}
)


class Entry(NamedTuple):
    """One line of ``parties.tsv``, whose head says what its columns hold."""

    code: str
    codes: str = ""
    kind: str = ""
    en: str = ""
    fr: str = ""
    names: str = ""
    until: str = ""
    successors: str = ""
    continues: str = ""
    members: str = ""
    source: str = ""
    since: str = ""

    @property
    def labels(self) -> list[str]:
        """The names by which it is known."""
        return [self.en, self.fr, *filter(None, self.names.split("; "))]


@cache  # a constant, read when the first party is named
def entries() -> Mapping[str, Entry]:
    """Return what is known of each party, by its code."""
    lines = (pkgutil.get_data(__package__, "parties.tsv") or b"").decode().splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {row[0]: Entry(*row) for row in rows[1:]}


def entry_of(code: str) -> Entry:
    """Return what is known of a party; of another, an entry that says nothing."""
    return entries().get(code) or Entry(code)


@cache
def _codes() -> Mapping[str, str]:
    """Return the code for each code that is accepted."""
    return {
        known: code
        for code, entry in entries().items()
        for known in (code, *entry.codes.split())
    }


@cache
def _names() -> Mapping[str, AbstractSet[str]]:
    """Return whose each code and each name is, as they are written."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, entry in entries().items():
        for label in entry.labels:
            found[label].add(code)
    return {**found, **{known: {code} for known, code in _codes().items()}}


@cache  # takes 10 ms, which most timelines never need
def _by_words() -> Mapping[str, AbstractSet[str]]:
    """Return whose each name is, by its words."""
    found: dict[str, set[str]] = defaultdict(set)
    for label, codes in _names().items():
        if len(label) > 3 or label not in _codes():  # ST is no saint, and AND no word
            found[_words(label)] |= codes
    return found


def _folded(text: str) -> str:
    """Return *text* without case, accents and punctuation, articles and ampersands."""
    text = re.sub(r"\b[dl]['’ʼ]|['’ʼ.]", "", searchable(text).replace("ı", "i"))
    words = re.sub(r"[^\w+]+|_", " ", text.replace("&", " and "))
    words = f" {words} ".replace(" the ", " ").replace(" st ", " saint ")
    return words.strip()


def _words(text: str) -> str:
    """Return the words of a name in one order and form: registers turn names.

    >>> _words("Iran, Islamic Rep. of") == _words("Islamic Republic of Iran")
    True
    """
    text = _LETTERS.sub(r"\1", _folded(text)).replace("isation", "ization")
    words = " ".join(_SHORT.get(word, word) for word in text.split()).split()
    return " ".join(sorted(word for word in words if word not in _NO_WORDS))


def find_party(text: str) -> str:
    """Return the code of the party with this code or name, or ``""``.

    >>> find_party("IRAN (ISLAMIC REPUBLIC OF)"), find_party("Gold Coast")
    ('IR', '')
    """
    codes = parties_called(text)
    return min(codes) if len(codes) == 1 else ""


def parties_called(text: str) -> AbstractSet[str]:
    """Return the codes of all parties that go by this name.

    >>> sorted(parties_called("Korea"))
    ['KOREAN-EMPIRE', 'KP', 'KR']
    """
    if (codes := _names().get(text)) or len(text) > _LONGEST:
        return codes or _NOBODY
    text = _GOVERNMENT.sub("", text)
    return _named(text) or _said_twice(text)


def _named(text: str) -> AbstractSet[str]:
    """Return whose the name is."""
    bare = text.removeprefix("the ").removeprefix("The ")
    if len(bare) < 4 and bare.islower():  # "us", "no" and "in" are words
        return _NOBODY
    if codes := _names().get(bare):
        return codes
    name = _words(text)
    if len(name) < 4 and not bare.isupper():
        return _NOBODY
    short = " ".join(_FORMAL.sub("", name).split())
    known = _by_words()
    return known.get(name) or known.get(short, _NOBODY)


def _said_twice(text: str) -> AbstractSet[str]:
    """Return whose names ``Siam (Thailand)`` or ``FAO Food and ...`` are."""
    for form in (_BESIDE, _CODE_FIRST):
        if parts := form.fullmatch(text):
            name, rest = parts["name"], _named(parts["rest"])
            if rest and (name == "IO" or _named(name) == rest):
                return rest
    return _NOBODY


def as_party(text: str) -> str:
    """Return the code of a party, given a code or a name people use for it.

    Codes are ISO 3166-1 (two or three letters), ISO 3166-3 for States that are no
    more, and those of organisations. Names are read without regard to case, accents
    and the order of words; old ones are those of the State that bore them. ``AU`` is
    Australia, the African Union is ``AFUNION``.

    Raises:
        InvalidError: *text* is neither a code nor a name we know.

    >>> [as_party(text) for text in ("FRA", "UK", "U.S.", "ROUMANIA", "USSR")]
    ['FR', 'GB', 'US', 'RO', 'SUHH']
    >>> as_party("Frence")
    Traceback (most recent call last):
    timeline.errors.InvalidError: unknown party "Frence"; did you mean "France"?
    """
    if not isinstance(text, str):
        problem = f"{quote(text)} is not a party"
        raise InvalidError(problem, 'write a code such as "CA"')
    if code := find_party(as_text(text)):
        return code
    if codes := sorted(parties_called(text)):
        names, hint = listing(map(party_name, codes)), listing(map(quote, codes))
        problem = f"{quote(text)} may be {names}"
        raise InvalidError(problem, f"write {hint}", code="ambiguous-party")
    code = text.upper()  # "us" and "no" are words, and never read as codes
    meant = misspelt_party(text) or (code if text.islower() and is_name(code) else "")
    problem = f"unknown party {quote(text)}"
    hint = f'did you mean "{meant}"?' if meant else 'write a code such as "CA"'
    raise InvalidError(problem, hint, code="unknown-party")


def as_party_id(text: str) -> str:
    """Return the code of a known party, or the id of one that a timeline declares.

    Raises:
        InvalidError: *text* is neither, and cannot be the id of a party.

    >>> as_party_id("Canada"), as_party_id("@taliban"), as_party_id("taliban")
    ('CA', 'taliban', 'taliban')
    """
    if isinstance(text, str):
        id_ = text.removeprefix("@")
        if _ID.fullmatch(id_):
            return as_party(id_) if parties_called(id_) else id_
    return as_party(text)


# A name is suggested only for one slip in it, and only if no other party is as near:
# by likeness alone England would be Greenland, and Hamas the Bahamas. Nearly nobody
# gets the first letter wrong, so only a few names have to be compared.
def misspelt_party(text: str) -> str:
    """Return the name of a party that *text* is a misspelling of, or ``""``.

    >>> misspelt_party("Germny"), misspelt_party("Hamas")
    ('Germany', '')
    """
    name = _folded(text) if len(text) <= _LONGEST else ""
    near = {
        code: label
        for known, code, label in _by_letter().get(name[:1], ())
        if len(known) >= _SHORTEST_NAME and _is_one_slip(name, known)
    }
    return next(iter(near.values())) if len(near) == 1 and name not in _NO_SLIPS else ""


@cache  # a constant that only errors need
def _by_letter() -> Mapping[str, Sequence[tuple[str, str, str]]]:
    """Return folded English names, short first, with code and name, by first letter."""
    names: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for code, entry in entries().items():
        for label in (entry.en, *entry.names.split("; ")):  # Gambier is not Gambie
            if not label.isupper():
                folded = _folded(label)
                names[folded[:1]].append((folded, code, label))
    return {
        letter: sorted(n, key=lambda name: len(name[0])) for letter, n in names.items()
    }


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
    code = parts and find_party(parts["rest"])
    return (parts["name"], code) if parts and code else None


def is_name(text: str) -> bool:
    """Return whether *text* is, letter by letter, a code or the name of one party.

    >>> is_name("FRA"), is_name("France"), is_name("france"), is_name("Korea")
    (True, True, False, False)
    """
    return len(_names().get(text, _NOBODY)) == 1


def is_known(code: str) -> bool:
    """Return whether *code* is in our table, and not merely in the form of a code.

    >>> is_known("NATO"), is_known("NATOO")
    (True, False)
    """
    return code in entries()


def is_former(code: str) -> bool:
    """Return whether *code* is a State or an organisation that no longer exists.

    >>> is_former("SUHH")
    True
    """
    return bool(entry_of(code).until)


def is_organization(code: str) -> bool:
    """Return whether *code* is an organisation or a group we know, and so no State.

    >>> is_organization("EU"), is_organization("XK")
    (True, False)
    """
    return entry_of(code).kind in {"organisation", "group"}


def is_territory(code: str) -> bool:
    """Return whether *code* is a territory of another State, such as Gibraltar.

    >>> is_territory("GI"), is_territory("GB")
    (True, False)
    """
    return entry_of(code).kind == "territory"


def party_name(code: str, language: str = "en") -> str:
    """Return the name of a party, or *code* itself if we know none.

    >>> party_name("GB"), party_name("GB", "fr"), party_name("AUKUS2")
    ('United Kingdom', 'Royaume-Uni', 'AUKUS2')
    """
    entry = entry_of(code)
    return getattr(entry, language, entry.en) or code  # a column for each language
