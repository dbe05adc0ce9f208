"""Pages in a real browser: nothing clipped, nothing over anything else, no fault.

Skipped where there is no Chromium. Accessibility needs axe-core too: ``npm install
axe-core`` anywhere, and its ``axe.min.js`` named in the variable AXE_CORE.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.support.stories import dated, told

from timeline import Timeline
from timeline.report.html import document

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(os.environ.get("AXE_CORE", "node_modules/axe-core/axe.min.js"))
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--virtual-time-budget=20000", "--dump-dom"),
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]

LOOK = """
const shown = e => e.checkVisibility() && e.getClientRects().length;
const box = e => { const r = e.getBoundingClientRect();
  return [r.left, r.top, r.right, r.bottom]; };
const faults = [];
const over = (a, b) => a[0] < b[2] - 1 && b[0] < a[2] - 1
  && a[1] < b[3] - 4 && b[1] < a[3] - 4;
if (document.documentElement.scrollWidth > window.innerWidth)
  faults.push("wider than the window: " + document.documentElement.scrollWidth);
for (const svg of [...document.querySelectorAll(".picture svg")].filter(shown)) {
  const frame = box(svg), texts = [...svg.querySelectorAll("text")];
  const boxes = texts.map(t => [box(t), t.textContent]);
  for (const [b, t] of boxes)
    if (b[0] < frame[0] || b[2] > frame[2] || b[3] > frame[3]) faults.push("cut: " + t);
  boxes.forEach(([a, t], i) => boxes.slice(i + 1).forEach(([b, u]) => {
    if (over(a, b)) faults.push("over: " + t + " / " + u); }));
}
for (const cell of document.querySelectorAll("td, th, h1, p"))
  if (shown(cell) && cell.scrollWidth > cell.clientWidth + 1)
    faults.push("clipped: " + cell.textContent);
const drawn = [...document.querySelectorAll(".picture svg")].filter(shown).length;
"""
REPORT = """
document.body.setAttribute("data-report", JSON.stringify({width: window.innerWidth,
  drawn, faults, dark: matchMedia("(prefers-color-scheme: dark)").matches}));
"""


def treaty() -> str:
    """Return the page of CETA, which has notes, marks, a chart and two states."""
    facts = Path(__file__).parents[2] / "examples" / "data" / "ceta.toml"
    return Timeline.load(facts).treaty("ceta", on="2025-03-17").to_html(page=True)


def changes() -> str:
    """Return the page of a diff, with five columns, and long words in them."""
    return told().since(dated()).to_html(page=True, language="fr")


def card() -> str:
    """Return the page of one record, with the names of its fields."""
    return document("Call", told().card("call", "html"), "en")


PAGES = {
    "changes": changes,
    "card": card,
    "told": lambda: told().to_html(page=True, on="2025-03-17"),
    "dated": lambda: dated().to_html(page=True, on="2025-05-01", language="fr"),
    "treaty": treaty,
}


def looked_at(
    page: str, folder: Path, script: str, width: int, *, dark: bool
) -> dict[str, Any]:
    """Open *page* in a frame as wide as asked, run *script* in it, read its report."""
    inner = page.replace("script-src", "x").replace(
        "default-src 'none'; style-src 'unsafe-inline'", "default-src 'unsafe-inline'"
    )
    inner = inner.replace("</body>", f"<script>{script}</script></body>")
    (folder / "inner.html").write_text(inner, encoding="utf-8")
    outer = (
        f'<!doctype html><iframe id="f" src="inner.html" width="{width}" height="3000"'
        ' style="border:0"></iframe><script>const wait = () => { let r = document.'
        "getElementById('f').contentDocument.body.dataset.report; r ? document.body."
        "dataset.report = r : setTimeout(wait, 50); }; onload = wait;</script>"
    )
    (folder / "outer.html").write_text(outer, encoding="utf-8")
    scheme = ("--blink-settings=preferredColorScheme=0",) if dark else ()
    ran = subprocess.run(
        [
            *(str(CHROMIUM), *FLAGS, *scheme, "--allow-file-access-from-files"),
            *(f"--user-data-dir={folder / 'profile'}", "--window-size=1700,3100"),
            (folder / "outer.html").as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found = re.search(r'<body data-report="([^"]*)"', ran.stdout)
    assert found, ran.stdout[-2_000:]
    report: dict[str, Any] = json.loads(html.unescape(found[1]))
    return report


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [400, 780, 1600])
@pytest.mark.parametrize("story", PAGES)
def test_nothing_is_clipped_or_over_anything_else(
    tmp_path: Path,
    width: int,
    story: str,
    dark: bool,  # noqa: FBT001  (a case)
) -> None:
    report = looked_at(PAGES[story](), tmp_path, LOOK + REPORT, width, dark=dark)
    drawn = int(story not in {"changes", "card"})
    assert report == {"width": width, "drawn": drawn, "faults": [], "dark": dark}


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("story", PAGES)
def test_axe_finds_no_accessibility_fault(
    tmp_path: Path,
    story: str,
    dark: bool,  # noqa: FBT001  (a case)
) -> None:
    script = (
        f"{AXE.read_text(encoding='utf-8')};axe.run().then(found => document.body."
        "setAttribute('data-report', JSON.stringify({faults: found.violations.map("
        "v => v.id + ': ' + v.nodes.map(n => n.html).join(' ')), passes:"
        " found.passes.length})));"
    )
    report = looked_at(PAGES[story](), tmp_path, script, 800, dark=dark)
    assert report["faults"] == []
    assert report["passes"] > 10
