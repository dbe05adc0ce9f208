"""Runs every example in the README, the docs and the docstrings."""

from doctest import ELLIPSIS

from hypothesis import settings
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

settings.register_profile("gate", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("large", max_examples=2_000, deadline=None)
settings.load_profile("gate")  # pytest --hypothesis-profile=large for the other one

_markdown = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), SkipParser()],
    patterns=["*.md"],
)
_docstrings = Sybil(
    parsers=[DocTestParser(optionflags=ELLIPSIS)],
    patterns=["src/*/*.py", "src/*/*/*.py"],
)

pytest_collect_file = (_markdown + _docstrings).pytest()
