"""Runs every example in README, docs and docstrings; marks what needs more."""

import os
from doctest import ELLIPSIS
from pathlib import Path

import pytest
from hypothesis import settings
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each process compiles it all

settings.register_profile("gate", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("loop", settings.get_profile("gate"), max_examples=20)
settings.register_profile("large", max_examples=2_000, deadline=None)
settings.load_profile("gate")  # pytest --hypothesis-profile=large for the last one

_markdown = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), SkipParser()],
    patterns=["*.md"],
)
_docstrings = Sybil(
    parsers=[DocTestParser(optionflags=ELLIPSIS)],
    patterns=["src/*/*.py", "src/*/*/*.py"],
)

pytest_collect_file = (_markdown + _docstrings).pytest()

_HERE = Path(__file__).parent
_WORLD = pytest.mark.skip("TIMELINE_WORLD_DATA names no folder of real data")


def pytest_configure(config: pytest.Config) -> None:
    """Draw fewer examples in a loop that leaves out what is slow."""
    if "not slow" in config.option.markexpr:
        settings.load_profile("loop")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is about documentation; skip tests of real data without the data.

    Files with slow tests begin first, or one of them would be left over for one core.
    """
    has_world = Path(os.environ.get("TIMELINE_WORLD_DATA", "no-such-folder")).is_dir()
    for item in items:
        inside = item.path.relative_to(_HERE).parts
        if inside[0] != "tests" or inside[1] == "docs":
            item.add_marker("docs")
        if item.get_closest_marker("world") and not has_world:
            item.add_marker(_WORLD)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
