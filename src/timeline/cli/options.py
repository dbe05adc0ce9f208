"""The arguments and options of the commands."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from time import strftime
from typing import Any, NoReturn

from timeline.cli.complaints import complain
from timeline.formats.export import EXPORTERS, FILES

ANSWERS = {  # that have a JSON Schema: their classes
    "agenda": "Agenda",
    "digest": "Digest",
    "findings": "Findings",
    "matrix": "Matrix",
    "pairs": "Pairs",
    "ratifications": "PartyTreaties",
    "schedule": "Schedule",
    "treaty": "TreatyStatus",
}

_SCHEMAS = (*FILES, "json", "diff", "log", *ANSWERS)
PLAIN = ("json", "jsonl")
_COLUMNS = re.compile("  +")
_TABLES = ("plain", "simple", "grid", "rounded", "github", "latex", "csv")
DOCUMENTS = ("md", "tex", "html")
REPORTS = (*_TABLES, *DOCUMENTS, *PLAIN)
FORMATS = (*REPORTS, "svg")


def parsed(
    command: str, usage: str, about: str, words: Sequence[str], epilog: str = ""
) -> argparse.Namespace:
    """Read the arguments of a command, which *usage* says; help ends with *epilog*."""
    columns = os.environ.get("COLUMNS", "")  # to find it, argparse imports for 10 ms
    width = int(columns) if columns.isdecimal() else 80
    parser = _Parser(
        prog=f"timeline {command}",
        formatter_class=partial(argparse.RawDescriptionHelpFormatter, width=width),
        description=about,
        epilog=epilog,
        allow_abbrev=False,
    )
    for word in usage.split():
        _add_argument(parser, word)
    return parser.parse_args(words)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        complain(f"{message}; see {self.prog} --help")
        sys.exit(2)


def _add_argument(parser: argparse.ArgumentParser, word: str) -> None:
    """Add what one word of a usage stands for: ``--on!`` is required, ``ID*`` many."""
    name = word.rstrip("?*+!")
    sign, (shape, text) = word[len(name) :], _ARGUMENTS.get(word) or _ARGUMENTS[name]
    how: dict[str, Any] = {"help": text or None, "metavar": shape}
    how["default"] = _DEFAULTS.get(name.removeprefix("--"))
    if shape == "flag":
        how = {"help": text, "action": "store_true"}
    elif shape in _NUMBERS:
        how["type"] = int
    elif "|" in shape:
        choices = shape.split("|")
        how |= {"choices": choices, "default": choices[0], "metavar": None}
    if not name.startswith("-"):
        how["metavar"] = how["metavar"] or name
        if sign == "*":  # argparse would call it required
            how["default"] = []
        parser.add_argument(name.lower(), nargs=sign or None, **how)
        return
    group: Any = parser
    if name == "--on":
        group = parser.add_mutually_exclusive_group(required=sign == "!")
    elif sign == "*":
        how["action"] = "append"
    group.add_argument(name, *_ALIASES.get(name, ()), **how)
    if name == "--on":
        today = {"dest": "on", "const": strftime("%Y-%m-%d"), "help": "look from today"}
        group.add_argument("--today", action="store_const", **today)


_ALIASES = {"--colour": ["--color"], "--output": ["-o"]}
_DEFAULTS = {"format": "plain", "sort": "when", "ignore": "", "horizon": 90, "days": 7}
_NUMBERS = ("CELLS", "DAYS", "N")
# Each argument, what it takes, of which words the first is the default, and its help.
_TABLE = f"""
FILE       FILE         a timeline; - is standard input
ID         ID           the id of a record
HISTORY    HISTORY      a file of revisions, .jsonl; created if there is none
QUESTION   QUESTION     such as 'kind:call involving:US not status:held'
KIND       KIND         such as meeting, call, visit, treaty, source
CHANGE     FIELD=VALUE  ; separates members of a list; an empty VALUE removes the field
DATE       DATE         the new one, such as 2025-04-24
SOURCE     SOURCE       a file to take records from
BASE       BASE         the file that both others were made from
OURS       OURS         one of them, which is written
THEIRS     THEIRS       the other
OLD        OLD          the earlier timeline
NEW        NEW          the later timeline
NAME       NAME         the name of the file in messages; git's %%P
PICK       PICK         ours or theirs for all; ID=ours or ID=theirs for a record
FORMAT     {"|".join(_SCHEMAS)}  {", ".join(_SCHEMAS)}; jsonl unless given
--on       DAY          the day to look from, YYYY-MM-DD
--horizon  DAYS         how far ahead the section Coming up looks; 90 unless given
--days     N            days since the last digest; 7 unless given
--format   FORMAT       one of {", ".join(REPORTS)}
--format+  FORMAT       one of {", ".join(FORMATS)}
--format?  {"|".join(["plain", *PLAIN])}  plain, json or jsonl
--width    CELLS        the width to fit; 0 cuts nothing
--plain    flag         one line an event, never cut, for grep and git
--who      people|codes  what Who shows: people, or codes of parties
--columns  A,B          the columns, such as id,when,what
--group    GROUP        day, month, year, none, kind, status, party, place, topic
--sort     SORT         when, id, title, kind or status
--limit    N            show the first N only
--language  LANG        en or fr; dates also in de, es, ...
--tz       ZONE         show clock times in this zone
--ascii    flag         use ASCII signs only
--colour   auto|always|never  colour signs and statuses
--source   ID           the source that reports it
--to       FORMAT       {", ".join(EXPORTERS)}
--title    TITLE        the title of the timeline
--exact    flag         csv for programs: sources too, and no cell changed
--output   FILE         write to this file
--overwrite  flag       replace a file that has changed, or has comments
--plan     FILE         TOML that says what the columns are
--select   CODES        list these findings only: a,b
--ignore   CODES        do not list these findings: a,b
--severity  note|warning|error  list what is at least as bad; note unless given
--check    flag         only list the files that would change
--text     SOURCE=FILE  look up the quotes of a source in its text
"""
_ROWS = map(_COLUMNS.split, _TABLE.strip().splitlines())
_ARGUMENTS: Mapping[str, Sequence[str]] = {name: rest for name, *rest in _ROWS}
