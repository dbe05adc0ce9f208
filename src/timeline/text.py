"""Text from outside: cleaned, escaped, shortened and compared.

Records keep every text exactly as it came. What leaves for a terminal, a page or an
error message goes through here first.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from math import inf

from timeline.errors import InvalidError

# Controls, bidirectional overrides, invisible and tag characters. The joiners U+200C
# and U+200D stay: Persian and emoji need them.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# Scripts of which every letter takes one cell, punctuation, arrows and lines.
_NARROW = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u1e00-\u1fff\u2010-\u2027\u2030-\u205e"
    "\u2070-\u20cf\u2190-\u2319\u2500-\u25fc\u2710-\u2727]*"
)
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~#!&$]")
_FORMULA = tuple("=+-@\t\r＝＋－＠")  # the full-width ones too
MOST_CHOICES = 10_000
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}


def as_text(value: str) -> str:
    """Return *value* if it is a text that a file can hold.

    What a subclass of `str` says, such as a member of a `StrEnum`, is kept as a plain
    text: a record is written, compared and pickled by its words alone.

    Raises:
        InvalidError: it is not text, or has half of a surrogate pair in it, which no
            encoding can write.

    >>> as_text(None)
    Traceback (most recent call last):
    timeline.errors.InvalidError: None is not text; write a text
    """
    if not isinstance(value, str):
        plain = quote(str(value)) if isinstance(value, int | float) else "a text"
        raise InvalidError(f"{quote(value)} is not text", f"write {plain}")
    value = str.__str__(value)  # its own, whatever a subclass would print
    if not value.isprintable() and (half := _SURROGATE.search(value)):
        problem = f"{quote(value)} holds half a character, U+{ord(half[0]):04X}"
        hint = "decode the text again, as UTF-8"
        raise InvalidError(problem, hint, code="bad-character")
    return value


def check_count(name: str, value: object, least: int = 0, most: float = inf) -> None:
    """Refuse what is not a whole number from *least* to *most*.

    >>> check_count("horizon", "12", 0, 99)
    Traceback (most recent call last):
    timeline.errors.InvalidError: horizon: "12" is not a whole number; write 0 to 99
    """
    if type(value) is not int or not least <= value <= most:
        problem = f"{quote(value)} is not a whole number"
        end = "or more" if most == inf else f"to {most}"
        raise InvalidError(problem, f"write {least} {end}", (name,))


def check_name(
    name: object, names: Collection[str], problem: str, *loc: str, code: str = ""
) -> None:
    """Refuse what is not one of *names*, and name the nearest of them.

    >>> check_name("yera", ["year", "month"], "cannot group by")
    Traceback (most recent call last):
    timeline.errors.InvalidError: cannot group by "yera"; did you mean "year"?
    """
    if name not in [*names]:  # which may be no text at all
        hint = suggest(str(name), names) if names else ""
        raise InvalidError(f"{problem} {quote(name)}", hint, loc, code)


def is_blank(text: str) -> bool:
    """Return whether *text* has no visible character; `clean` shows control characters.

    >>> is_blank(" " + chr(0x200B)), is_blank("習"), is_blank(chr(1))
    (True, False, False)
    """
    if text.isprintable():
        return not text.strip()
    seen = (sign for sign in text if sign.isprintable() or sign < "\xa0")
    return all(map(str.isspace, seen))


def clean(text: str) -> str:
    """Return *text* on one line, with what could steer a terminal made visible.

    Line breaks and tabs become a space; control, bidirectional and invisible
    characters are shown as ``<U+202E>``.

    >>> clean("a" + chr(0x202E) + "b" + chr(10) + "c")
    'a<U+202E>b c'
    """
    if text.isprintable():
        return text
    return _UNSAFE.sub(lambda found: f"<U+{ord(found[0]):04X}>", _SPACES.sub(" ", text))


def quote(value: object, most: int = 80) -> str:
    """Return *value* for an error message: cleaned, cut at *most* characters, quoted.

    >>> quote("2025-02-30")
    '"2025-02-30"'
    >>> len(quote("x" * 10**6))
    82
    """
    text = str.__str__(value) if isinstance(value, str) else _repr(value, most)
    text = text[: most + 1]
    if len(shown := clean(text)) > most:
        shown = shown[: most - 1] + "…"
    return f'"{shown}"' if isinstance(value, str) else shown


def _repr(value: object, most: int) -> str:
    """Show a value that is not text; a container, which may be huge, by its type."""
    if value is None or isinstance(value, bool | float):
        return repr(value)
    if isinstance(value, int):  # a giant's repr raises, by the limit on its digits
        return str(value) if abs(value) < 10**most else "a giant number"
    return f"a {type(value).__name__}"


def searchable(text: str) -> str:
    """Return *text* without case, accents and repeated spaces, for comparing.

    >>> searchable("Palais de  l'Élysée") == searchable("palais de l'elysee")
    True
    """
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text).casefold()
    apart = unicodedata.normalize("NFKD", apart)  # to fold may bring up new marks
    kept = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def fold(text: str) -> str:
    """Return *text* without case, accents, punctuation and repeated spaces.

    >>> fold("Élysée, Paris") == fold("elysee Paris")
    True
    """
    return " ".join(re.sub(r"[\W_]+", " ", searchable(text)).split())


def width(text: str) -> int:
    """Return how many cells of a terminal *text* takes; wide characters take two.

    >>> width("習近平")
    6
    """
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415  (34 ms, and most text is narrow)

    cells: int = wcswidth(text)
    return cells if cells >= 0 else len(text)  # a control has no width of its own


_FEW = 6  # cells that are left of what precedes an end that matters


def shorten(text: str, most: int, end: str = "") -> str:
    """Return *text* in at most *most* cells, cut with ``…`` at the end if need be.

    Rather than *end*, what precedes it is cut, except for a few cells.

    >>> shorten("Meeting on next steps", 12)
    'Meeting on …'
    >>> shorten("High Seas Treaty: signature by Chad", 27, ": signature by Chad")
    'High Se…: signature by Chad'
    """
    if width(text) <= most:
        return text
    if end and most > 2 * _FEW:
        room = max(most - width(end), _FEW)
        return shorten(text.removesuffix(end), room) + shorten(end, most - room)
    kept = text[: max(most - 1, 0)]
    while kept and width(kept) > most - 1:
        kept = kept[:-1]
    return kept + "…" if most > 0 else ""


def listing(words: Iterable[object], last: str = "or", most: int = MOST_CHOICES) -> str:
    """Return *words* as English lists them; those beyond *most* are counted.

    >>> listing(["held", "cancelled", "lapsed"])
    'held, cancelled or lapsed'
    >>> listing("abcde", "and", 2)
    'a, b and 3 more'
    """
    texts = [*map(str, words)]
    if (more := len(texts) - most) > 0:
        texts[most:] = [f"{more} more"]
    *first, final = texts or ["nothing"]
    return f"{', '.join(first)} {last} {final}" if first else final


def closest(word: object, choices: Iterable[str]) -> str:
    """Return the one of *choices* that is spelt most like *word*, or ``""``.

    Nothing is guessed for a very long word or what is not text, nor among more than
    10,000 choices.

    >>> closest("meting", ["meeting", "call"])
    'meeting'
    """
    choices = list(islice(choices, MOST_CHOICES + 1))
    if not isinstance(word, str) or len(word) > 64 or len(choices) > MOST_CHOICES:
        return ""
    from difflib import get_close_matches  # noqa: PLC0415  (only errors need it)

    by_lower = {choice.lower(): choice for choice in choices}
    matches = get_close_matches(word.lower(), by_lower, 1, 0.7)
    return by_lower[matches[0]] if matches else ""


def with_end(text: str) -> str:
    """Return *text* with a line break at its end, unless there is nothing to end."""
    return text if text.endswith("\n") or not text else f"{text}\n"


def did_you_mean(word: object, choices: Iterable[str], otherwise: str = "") -> str:
    """Return a hint that names the nearest of *choices*, or else *otherwise*.

    >>> did_you_mean("meting", ["meeting", "call"])
    'did you mean "meeting"?'
    """
    guess = closest(word, choices)
    return f"did you mean {quote(guess)}?" if guess else otherwise


def suggest(word: object, choices: Iterable[str], label: str = "use") -> str:
    """Return a hint that names the nearest of *choices*, or lists them.

    >>> suggest("meting", ["meeting", "call"])
    'did you mean "meeting"?'
    >>> suggest("x", ["meeting", "call"])
    'use meeting or call'
    """
    choices = list(choices)
    return did_you_mean(word, choices) or f"{label} {listing(map(clean, choices))}"


def escape_html(text: str) -> str:
    """Return cleaned *text* for HTML, safe as content and inside quoted attributes.

    >>> escape_html("<img onerror='x'>")
    '&lt;img onerror=&#x27;x&#x27;&gt;'
    """
    text = clean(text)
    for sign, entity in _HTML.items():  # thrice as quick as str.translate
        text = text.replace(sign, entity)
    return text


def escape_markdown(text: str) -> str:
    r"""Return cleaned *text* for a Markdown table cell: no markup, no extra column.

    >>> print(escape_markdown("CA|FR *now*"))
    CA\|FR \*now\*
    """
    return _MARKDOWN.sub(r"\\\g<0>", clean(text))


def spreadsheet_safe(text: str) -> str:
    """Return *text* with a leading ``'`` if a spreadsheet would run it as a formula.

    >>> spreadsheet_safe("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


_width = width  # where a parameter has the name


_SPACE = re.compile("(?<![∴●◐○◌◔■✕]) ")
# Where a line may end: not behind a sign, before one of French, nor within a date.
_BREAK = re.compile(
    r"(?<![∴●◐○◌◔■✕«]) (?![:;?!»](?:[ .,]|$))"
    r"(?!(?:(?<=\d )|(?<=\der ))[^\W\d_]+\.? \d{4}\b)"
    r"(?!(?:(?<=[^\W\d_]{3} )|(?<=[^\W\d_]{2}\. ))\d{4}\b)"
)


def parts_of(text: str, width: int) -> Iterator[str]:
    """Yield the parts of a text within which no line ends, unless one is too wide.

    >>> [*parts_of("by 30 Jun 2025 : 3 mai", 13)]
    ['by', '30 Jun 2025 :', '3', 'mai']
    """
    for part in _BREAK.split(text):
        yield from _SPACE.split(part) if _width(part) > width else [part]


def wrap(text: str, width: int | None, indent: str = "") -> list[str]:
    """Break *text* at spaces into lines of at most *width* cells.

    A word stays whole unless it is wider than a line. No line ends with a sign such as
    ∴ that belongs to what follows.

    >>> wrap("the source gives no date", 12, "  ")
    ['the source', '  gives no', '  date']
    """
    if width is None or _width(text) <= width:
        return [text]
    width = max(width, 1)
    lines, line = [], ""
    for word in parts_of(text.rstrip(" "), width):
        longer = f"{line} {word}" if line.strip() else line + word
        if _width(longer) > width and line.strip():
            lines.append(line.rstrip(" "))
            longer = indent + word
        *full, line = _pieces(longer, width, indent)
        lines += full
    return [*lines, line]


def _pieces(text: str, width: int, indent: str) -> Iterator[str]:
    """Cut what is wider than a line, in a time that goes with its length."""
    start, before, most = 0, "", 4 * width  # signs: many of them take no cell
    while len(text) - start > most or _width(before + text[start:]) > width:
        part = before + text[start : start + most]
        if _width(part) > width:
            part = part[: max(len(shorten(part, width + 1)) - 1, len(before) + 1)]
        yield part
        start += len(part) - len(before)
        before = indent if len(indent) + 1 < width else ""
    yield before + text[start:]


def digest(text: str) -> str:
    """Return 16 hexadecimal digits by which a text is known again: half of an id.

    >>> digest("a")
    'ca978112ca1bbdca'
    """
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
