"""Marks of sources, such as ``[1]``, and the list in which they are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Self

import attrs

from timeline.language.words import Words
from timeline.records.source import Source
from timeline.report.html import mark_up

_DATE = re.compile(r"(\d{1,2}(er)?(–\d{1,2})? )?[^\W\d_]{3,}\.? \d{4}\b")
Cited = Iterable[Sequence[str]]  # what each record cites
_LONG = 500  # signs of an address: of a longer one no cell has a link


@attrs.frozen(eq=False, repr=False)
class Marks:
    """The sources that records cite, each by a number.

    Attributes:
        cited: The sources that are cited.
        is_one: Whether every record rests on one and the same source.
        on_page: Whether names of records and marks are links, and long lists fold.
        is_markdown: Whether marks lead to the addresses of their sources.
        by_id: Whether a mark is the id of its source, as where a column lists these.
        numbers: By id, the number of each; see `order`.
    """

    cited: Sequence[Source] = ()
    is_one: bool = False
    on_page: bool = False
    is_markdown: bool = False
    by_id: bool = False
    numbers: dict[str, int] = attrs.field(init=False)

    @numbers.default
    def _numbers(self) -> dict[str, int]:
        return {source.id: at for at, source in enumerate(self.cited, 1)}

    @classmethod
    def of(
        cls, cited: Cited, records: Mapping[str, object], *, on_page: bool = False
    ) -> Self:
        """Number the sources that are cited, given what each record cites."""
        each = dict.fromkeys(cited)  # of ten thousand most cite what others cite
        known = map(records.get, dict.fromkeys(chain.from_iterable(each)))
        sources = [source for source in known if isinstance(source, Source)]
        return cls(sources, len(each) == 1 and len(*each) == 1, on_page)

    def order(self, cited: Cited) -> None:
        """Number the sources anew as rows cite them, which have an order only now."""
        ids = dict.fromkeys(chain.from_iterable(dict.fromkeys(cited)))
        first = [id_ for id_ in ids if id_ in self.numbers]
        for number, id_ in enumerate(dict.fromkeys([*first, *self.numbers]), 1):
            self.numbers[id_] = number

    @property
    def sources(self) -> list[Source]:
        """The sources in the order of their numbers."""
        return sorted(self.cited, key=lambda source: self.numbers[source.id])

    def name(self, id_: str) -> str:
        """Return the mark of a source; empty where it is not listed."""
        if id_ not in self.numbers:
            return ""
        return f"[{id_ if self.by_id else self.numbers[id_]}]"

    def link(self, id_: str) -> str:
        """Return the same, which on a page leads to the source."""
        mark = self.name(id_)
        if mark and self.is_markdown:
            url = next(source.url for source in self.cited if source.id == id_)
            return mark_up("web", mark, url) if 0 < len(url) < _LONG else mark
        return mark and self.marked("link", mark, f"~{self.numbers[id_]}")

    def marked(self, kind: str, words: str, value: str = "") -> str:
        """Return words, on a page with what it shows alone; see `html.mark_up`."""
        return mark_up(kind, words, value) if self.on_page else words

    def dated(self, words: str) -> str:
        """Return words for a time, in which no date breaks on a page."""
        if not self.on_page:
            return words
        return _DATE.sub(lambda date: mark_up("unit", date[0]), words)

    def texts(self, words: Words) -> list[str]:
        """Return how each source is named, and its address.

        On a page it leads there, and has the anchor to which its marks lead.
        """
        texts = []
        for source in self.sources:
            line = f"{self.name(source.id)} {_source(source, words)}"
            if self.on_page:
                line = mark_up("web", line, source.url)
                line = mark_up("spot", line, f"~{self.numbers[source.id]}")
            else:
                line = f"{line} {source.url}".rstrip()
            texts.append(line)
        return texts


def _source(source: Source, words: Words) -> str:
    """Name a source and who published it, and say of its date that it is the page's."""
    parts = [source.title or source.id, source.publisher or words.say("no-publisher")]
    if source.as_of is not None:
        parts.append(words.heading(words.say("as-of", words.when(source.as_of))))
    if source.published is not None:
        dated = words.say("page-dated", words.when(source.published))
        parts.append(words.heading(dated))
    return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in parts)
