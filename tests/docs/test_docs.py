"""The pages are built without a warning, and their pictures are what is drawn now."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import timeline
from timeline import Timeline, errors, query
from timeline.cli.options import ANSWERS

ROOT = Path(__file__).parents[2]
DATES = {
    "uk-ca-fta": "2024-01/..",
    "zelenskyy-g7-invitation": "2025-03",
    "pm-carney-takes-office": "2025-03-14",
    "carney-macron-elysee": "2025-03-17",
    "carney-returns-ottawa": "not-before:2025-03-18 not-after:2025-03-27",
    "carney-trump-call": "2025-03-28",
    "g7-summit": "2025-06-15/2025-06-17",
}


def test_the_reference_names_every_public_name() -> None:
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([\w.]+)`", page))

    assert set(timeline.__all__) <= told
    assert {f"q.{name}" for name in query.__all__} <= told
    assert {name for name in vars(errors) if name.endswith("Error")} <= told
    pages = [path.read_text("utf-8") for path in (ROOT / "docs" / "api").glob("*.md")]
    in_full = re.findall(r"public-names:: ([^`]*)", "".join(pages))
    public = {
        name for name in timeline.__all__ if name not in {"query", "TimelineError"}
    }
    named = {*" ".join(in_full).split()}
    assert {name for name in named if "." not in name} == public
    assert {f"api.answers.{name}" for name in ANSWERS.values()} <= named


def as_reported() -> Timeline:
    tl = runpy.run_path(str(ROOT / "examples/carney_europe.py"))["as_reported"]()
    assert isinstance(tl, Timeline)
    return tl


def test_each_example_runs_by_itself_as_it_does_from_the_wheel() -> None:
    paths = [*(ROOT / "examples").glob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    imported = set(re.findall(r"(?m)^(?:from|import) (\w+)", text))
    assert len(paths) > 5
    assert not imported & {path.stem for path in paths}


def test_the_pictures_are_what_is_drawn_now() -> None:
    tl = as_reported()
    pictures = ROOT / "docs" / "pictures"
    drawn = (pictures / "article.svg").read_text(encoding="utf-8")
    assert drawn == tl.to_svg(width=760)
    later = tl.update("carney-trump-call", status="held")
    for name, when in DATES.items():
        later = later.update(name, when=when, inferred=())
    drawn = (pictures / "later.svg").read_text(encoding="utf-8")
    assert drawn == later.to_svg(width=760, on="2025-05-01")
    ceta = Timeline.load(ROOT / "examples" / "data" / "ceta.toml")
    drawn = (pictures / "treaty.svg").read_text(encoding="utf-8")
    assert drawn == ceta.treaty("ceta", on="2025-03-17").to_svg(width=760)


@pytest.mark.skipif(find_spec("furo") is None, reason="the extra docs is not installed")
def test_the_pages_are_built_without_a_warning(tmp_path: Path) -> None:
    built = subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q"),
            *("-b", "html", str(ROOT / "docs"), str(tmp_path)),
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            "PYTHONPATH": str(ROOT / "src"),
            "PATH": "",
            "IPYTHONDIR": str(tmp_path / "ipython"),
            "JUPYTER_RUNTIME_DIR": str(tmp_path / "jupyter"),
        },
        check=False,
    )
    assert built.returncode == 0, built.stderr  # notebooks have run, too
    for name, answers in (("story", 5), ("treaty", 2), ("data", 4)):
        page = (tmp_path / "notebooks" / f"{name}.html").read_text(encoding="utf-8")
        assert page.count('<table class="timeline') == answers
        assert ("_images/" in page) is (name != "data")
    assert (tmp_path / "api" / "timelines.html").stat().st_size > 100_000
    index = (tmp_path / "searchindex.js").read_text(encoding="utf-8")
    for words in ("excel", "panda", "ratifi", "duckdb", "jupyt", "overdu"):
        assert f'"{words}":' in index or f"{words}:" in index, words
