"""The words that options take, as editors and type checkers offer them."""

from __future__ import annotations

from typing import Literal

TableFormat = Literal[
    "plain", "simple", "grid", "rounded", "github", "latex", "csv", "html"
]
FileFormat = Literal["jsonl", "toml"]
ReadFormat = Literal["jsonl", "toml", "ics", "csv"]
GroupName = Literal[
    "day", "month", "year", "none", "kind", "status", "party", "place", "topic"
]
SortName = Literal["when", "title", "id", "kind", "status"]
LaneName = Literal["kind", "party", "place", "status", "topic", "none"]
CountName = Literal[
    "party", "person", "kind", "status", "phase", "topic", "place", "month", "year"
]
