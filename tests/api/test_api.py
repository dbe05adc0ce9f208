"""The public surface: what is documented and no more, loaded when asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import timeline

CHECK = """
import datetime, sys, time
def refuse(*_): raise AssertionError("a clock was read")
time.time = time.localtime = refuse
import timeline
assert not {"pendulum", "tabulate", "wcwidth", "attrs", "difflib"} & set(sys.modules)
from timeline import Meeting, Timeline
tl = Timeline([Meeting(id="m", title="M", when="2025-03-17")])
assert len(tl.where(lambda event: True)) == 1
loaded = {"pendulum", "tabulate", "wcwidth", "zoneinfo"} & set(sys.modules)
assert not loaded, loaded
"""


def test_importing_loads_no_library_and_reads_no_clock() -> None:
    source = Path(timeline.__file__).parents[1]
    subprocess.run(
        [sys.executable, "-c", CHECK], check=True, env={"PYTHONPATH": str(source)}
    )


def test_every_public_name_can_be_had_and_is_documented() -> None:
    for name in timeline.__all__:
        found = getattr(timeline, name)
        assert name in dir(timeline)
        assert getattr(found, "__doc__", None), name


def test_type_checkers_and_python_know_the_same_names() -> None:
    tree = ast.parse(Path(timeline.__file__).read_text(encoding="utf-8"))
    imported = {
        (str(node.module).removeprefix("timeline."), alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if str(node.module).startswith("timeline.")
    }
    modules: dict[str, str] = vars(timeline)["_MODULES"]
    table = {(m, name) for m, names in modules.items() for name in names.split()}

    assert imported == table
    assert sorted(name for _, name in table) == sorted(timeline.__all__)


def test_no_public_name_but_query_is_that_of_a_module() -> None:
    modules = {path.stem for path in Path(timeline.__file__).parent.iterdir()}

    assert modules & set(timeline.__all__) <= {"query"}


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Meting'"):
        timeline.Meting  # noqa: B018


@pytest.mark.parametrize(
    "name",
    [
        "Agreement",
        "Call",
        "Certainty",
        "Citation",
        "Collection",
        "Duration",
        "Event",
        "Invitation",
        "KINDS",
        "Kinds",
        "Meeting",
        "Negotiation",
        "Participant",
        "Phase",
        "ProvisionalApplication",
        "Ratification",
        "Signature",
        "Source",
        "Statement",
        "Summit",
        "Timeline",
        "Treaty",
        "Visit",
        "When",
        "Withdrawal",
        "cite",
        "during",
        "not_after",
        "not_before",
        "same_day",
    ],
)
def test_the_names_of_the_design_are_public(name: str) -> None:
    assert name in timeline.__all__
