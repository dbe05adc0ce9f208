"""What is passed to a method is checked as strictly as the field of a record."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from timeline import Event, Timeline
from timeline.api import arguments
from timeline.errors import InvalidError
from timeline.text import check_count

TL: Any = Timeline([Event(id="a", title="A")])
DAY = "2025-03-17"


@pytest.mark.parametrize(
    ("call", "name"),
    [
        *((lambda v=v: TL.agenda(DAY, horizon=v), "horizon")
          for v in ("12", None, 1.9, math.nan, -5, True)),
        *((lambda v=v: TL.agenda(DAY, silent=v), "silent") for v in ("6", None, -1)),
        *((lambda v=v: TL.to_svg(width=v), "width") for v in ("960", None, 1.5, 10**6)),
        *((lambda v=v: TL.to_svg(prefix=v), "prefix") for v in (None, 5)),
        *((lambda v=v: TL.to_png(scale=v), "scale")
          for v in (math.nan, math.inf, 1e9, -1, 0, "x", None)),
        *((lambda v=v: Timeline.read_csv("x.csv", v), "columns")
          for v in (5, "a", {"id": 5}, {5: "id"})),
        *((lambda v=v: TL.to_csv(exact=v), "exact") for v in ("x", None, 1)),
        *((lambda v=v: TL.to_html(page=v), "page") for v in ("x", None, 1)),
        *((lambda v=v: TL.schedule(strict=v), "strict") for v in ("x", None, 1)),
        *((lambda v=v: TL.save("x.jsonl", timeout=v), "timeout")
          for v in ("x", None, math.nan)),
        *((lambda v=v: Timeline.append("x.jsonl", [], timeout=v), "timeout")
          for v in ("x", None)),
        *((lambda v=v: Timeline.loads("", kinds=v), "kinds") for v in (5, None, "x")),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_an_error_that_names_it(
    call: Callable[[], object],
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidError) as caught:
        call()

    assert caught.value.loc == (name,)
    assert not [*tmp_path.iterdir()]


def test_right_arguments_pass() -> None:
    check_count("n", 0)
    arguments.check_number("n", 1.5, 0, math.inf)
    arguments.check_flags(a=True, b=False)
    arguments.check_text("t", "x")
    arguments.check_mapping("m", {"a": "b"})
    arguments.check_mapping("m", {})
