"""The table of exporters: what a timeline can be written as, and by which method."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import InvalidError
from timeline.text import check_name, quote

if TYPE_CHECKING:  # the help of the command line loads nothing that reads records
    from timeline.collection.collection import Collection
    from timeline.formats.shared import Export


class Exporter(NamedTuple):
    """One format to write; its name is the ending of its files.

    Attributes:
        about: What it is, in a few words.
        method: The method of `Timeline` that writes it.
        arguments: What is passed to the method besides.
        options: What else the method can be asked for.
        extra: The extra to install first; empty if there is none.
    """

    about: str
    method: str
    arguments: Mapping[str, object] = MappingProxyType({})
    options: frozenset[str] = frozenset()
    extra: str = ""


FILES = ("jsonl", "toml")  # the formats of files that people and programs edit
_WORDS = frozenset({"language"})
_LOOK = _WORDS | {"on"}

EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {
        "html": Exporter("a page", "to_html", {"page": True}, _LOOK),
        "svg": Exporter("a picture", "to_svg", {}, _LOOK),
        "png": Exporter("a picture in pixels", "to_png", {}, _LOOK, "png"),
        "md": Exporter("a table in Markdown", "table", {"fmt": "github"}, _LOOK),
        "tex": Exporter("a table in LaTeX", "table", {"fmt": "latex"}, _LOOK),
        "csv": Exporter("a list for spreadsheets", "to_csv", {}, _WORDS | {"exact"}),
        "ics": Exporter("a calendar", "to_ics", {}, _WORDS),
        "mmd": Exporter("a diagram for Mermaid", "to_mermaid", {}, _WORDS),
        "jsonl": Exporter("a file of ours", "dumps", {"fmt": "jsonl"}),
        "toml": Exporter(
            "a file that people type", "dumps", {"fmt": "toml"}, extra="toml"
        ),
    }
)


def export(timeline: Collection, name: str, **options: object) -> Export | str | bytes:
    r"""Return *timeline* in the format of *name*.

    Args:
        timeline: The timeline.
        name: A key of `EXPORTERS`.
        options: ``on``, ``language`` and ``exact``; those that are None are left out.

    Raises:
        InvalidError: there is no such format, or it has no such option.

    >>> from timeline import Event, Timeline
    >>> export(Timeline([Event(id="a", title="A")]), "mmd").text
    'timeline\n    no date given : A\n'
    """
    check_name(name, EXPORTERS, "cannot export to")
    exporter = EXPORTERS[name]
    given = {key: value for key, value in options.items() if value is not None}
    for key in given.keys() - exporter.options:
        raise InvalidError(
            f"an export to {name} has no option {quote(key)}", "leave it out"
        )
    write = getattr(timeline, exporter.method)
    document: Export | str | bytes = write(**exporter.arguments, **given)
    return document
