"""The table of exporters: what a timeline can be written as, and by which method."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, cast

from timeline.errors import InvalidError
from timeline.text import check_name, quote

if TYPE_CHECKING:  # the help of the command line loads nothing that reads records
    from timeline.collection.collection import Collection
    from timeline.formats.shared import Export


class Exporter(NamedTuple):
    """One format to write; its name is the ending of its files.

    Attributes:
        method: The method of `Timeline` that writes it.
        arguments: What is passed to the method besides.
        options: What else the method can be asked for.
    """

    method: str
    arguments: Mapping[str, object] = MappingProxyType({})
    options: frozenset[str] = frozenset()


FILES = ("jsonl", "toml")  # the formats of files that people and programs edit
_WORDS = frozenset({"language"})
_LOOK = _WORDS | {"on"}

EXPORTERS: Mapping[str, Exporter] = {
    "html": Exporter("to_html", {"page": True}, _LOOK),
    "svg": Exporter("to_svg", {}, _LOOK),
    "png": Exporter("to_png", {}, _LOOK),
    "md": Exporter("table", {"fmt": "github"}, _LOOK),
    "tex": Exporter("table", {"fmt": "latex"}, _LOOK),
    "csv": Exporter("to_csv", {}, _WORDS | {"exact"}),
    "ics": Exporter("to_ics", {}, _WORDS),
    "mmd": Exporter("to_mermaid", {}, _WORDS),
    **{name: Exporter("dumps", {"fmt": name}) for name in FILES},
}


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
        problem = f"an export to {name} has no option {quote(key)}"
        raise InvalidError(problem, "leave it out")
    write = getattr(timeline, exporter.method)
    return cast("Export | str | bytes", write(**exporter.arguments, **given))
