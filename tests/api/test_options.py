"""The words that type checkers know are those that are accepted."""

from __future__ import annotations

from typing import get_args

import pytest

from timeline import Event, Timeline
from timeline.api import files, options
from timeline.formats.export import FILES
from timeline.report import look, svg
from timeline.report.layout import FORMATS


def test_formats_and_lanes_are_those_accepted() -> None:
    assert set(get_args(options.TableFormat)) == set(FORMATS)
    assert set(get_args(options.FileFormat)) == set(FILES)
    assert set(get_args(options.ReadFormat)) == set(files.READERS)
    assert get_args(options.LaneName) == svg.LANES
    assert get_args(options.GroupName) == look.GROUPS


@pytest.mark.parametrize("sort", get_args(options.SortName))
def test_each_order_is_accepted(sort: options.SortName) -> None:
    assert "A" in Timeline([Event(id="a", title="A")]).table(sort=sort)


@pytest.mark.parametrize("by", get_args(options.CountName))
def test_each_count_is_accepted(by: options.CountName) -> None:
    assert isinstance(Timeline([Event(id="a", title="A")]).count(by=by), dict)
