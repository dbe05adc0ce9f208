"""The arguments and options of the commands."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from functools import partial
from time import strftime
from types import MappingProxyType
from typing import Any

from timeline.api.exports import EXPORTERS, FILES

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

PLAIN = ("json", "jsonl")
_TABLES = ("plain", "simple", "grid", "rounded", "github", "latex", "csv")
FORMATS = (*_TABLES, "md", "tex", "html", "svg", *PLAIN)


def parsed(
    command: str, about: str, usage: str, words: Sequence[str]
) -> argparse.Namespace:
    """Read the arguments of a command, which *usage* says."""
    columns = os.environ.get("COLUMNS", "")  # to find it, argparse imports for 10 ms
    width = int(columns) if columns.isdecimal() else 80
    parser = argparse.ArgumentParser(
        prog=f"timeline {command}",
        formatter_class=partial(argparse.RawDescriptionHelpFormatter, width=width),
        description=about,
        allow_abbrev=False,
    )
    for word in usage.split():
        _add_argument(parser, word)
    if command == "add" and not {"-h", "--help"}.isdisjoint(words):
        from timeline.cli.edit import list_fields

        parser.epilog = list_fields(words, width)
    return parser.parse_args(words)


def _add_argument(parser: argparse.ArgumentParser, word: str) -> None:
    """Add what one word of a usage stands for: ``--on!`` is required, ``ID*`` many."""
    name = word.rstrip("?*+!")
    how = dict(_ARGUMENTS.get(word, _ARGUMENTS.get(name, {})))
    sign = word[len(name) :]
    if not name.startswith("-"):
        how.setdefault("metavar", name)
        parser.add_argument(name.lower(), nargs=sign or None, **how)
        return
    flags = (name, how.pop("alias")) if "alias" in how else (name,)
    if name == "--on":
        either = parser.add_mutually_exclusive_group(required=sign == "!")
        either.add_argument(*flags, **how)
        how = {"dest": "on", "const": strftime("%Y-%m-%d"), "help": "look from today"}
        either.add_argument("--today", action="store_const", **how)
    else:
        parser.add_argument(*flags, required=sign == "!", **how)


_ARGUMENTS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "FILE": {"help": "of a timeline; - is standard input"},
        "ID": {"help": "of a record"},
        "QUESTION": {"help": "such as 'kind:call involving:US not status:held'"},
        "KIND": {"help": "such as meeting, call, visit, treaty, source"},
        "CHANGE": {
            "metavar": "FIELD=VALUE",
            "help": "; between members of a list; no VALUE takes the field out",
        },
        "SOURCE": {"help": "a file to take records from"},
        "BASE": {"help": "the file that both others were made from"},
        "NAME": {"help": "of the file in messages, as git has it in %%P"},
        "PICK": {"help": "ours or theirs for all; ID=ours or ID=theirs for a record"},
        "FORMAT": {
            "choices": [*FILES, "json", "diff", *ANSWERS],
            "default": "jsonl",
            "help": f"jsonl, toml, json, diff, or an answer: {', '.join(ANSWERS)}",
        },
        "--on": {"metavar": "DAY", "help": "the day to look from, YYYY-MM-DD"},
        "--horizon": {
            "type": int,
            "default": 90,
            "metavar": "DAYS",
            "help": "how far ahead the section Coming up looks; 90 unless given",
        },
        "--days": {
            "type": int,
            "default": 7,
            "metavar": "N",
            "help": "days since the last one; 7",
        },
        "--format": {"default": "plain", "help": f"one of {', '.join(FORMATS)}"},
        "--format?": {
            "choices": ("plain", *PLAIN),
            "default": "plain",
            "help": "plain, json or jsonl",
        },
        "--width": {"type": int, "metavar": "CELLS", "help": "fit into; 0 never cuts"},
        "--plain": {"action": "store_true", "help": "never cut, for grep and git"},
        "--who": {
            "choices": ("people", "codes"),
            "default": "people",
            "help": "what Who shows: people, or codes of parties",
        },
        "--columns": {"metavar": "A,B", "help": "which, such as id,when,what"},
        "--group": {
            "help": "day, month, year, none, kind, status, party, place, topic"
        },
        "--sort": {"default": "when", "help": "when, id, title, kind or status"},
        "--limit": {"type": int, "metavar": "N", "help": "show the first N only"},
        "--language": {
            "metavar": "LANG",
            "help": "en or fr; dates also in de, es, ...",
        },
        "--tz": {"metavar": "ZONE", "help": "show clock times in this zone"},
        "--ascii": {"action": "store_true", "help": "use ASCII signs only"},
        "--colour": {
            "alias": "--color",
            "choices": ("auto", "always", "never"),
            "default": "auto",
            "help": "colour signs and statuses",
        },
        "--to": {"metavar": "FORMAT", "help": ", ".join(EXPORTERS)},
        "--title": {"help": "of the timeline"},
        "--output": {"alias": "-o", "metavar": "FILE", "help": "write to this file"},
        "--overwrite": {
            "action": "store_true",
            "help": "replace a file that has changed, or has comments",
        },
        "--plan": {"metavar": "FILE", "help": "TOML that says what the columns are"},
        "--select": {"metavar": "CODES", "help": "list these findings only: a,b"},
        "--ignore": {
            "metavar": "CODES",
            "default": "",
            "help": "do not list these findings: a,b",
        },
        "--severity": {
            "choices": ("error", "warning", "note"),
            "default": "note",
            "help": "list what is at least as bad; note unless given",
        },
        "--check": {"action": "store_true", "help": "only list those to change"},
        "--text": {
            "action": "append",
            "metavar": "SOURCE=FILE",
            "help": "look its quotes up in the text of a source",
        },
    }
)
