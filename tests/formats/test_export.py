"""The table of exporters: one for the methods, the command line and the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline import Event, Timeline
from timeline.api.files import READERS
from timeline.errors import InvalidError
from timeline.formats.export import EXPORTERS, FILES, export
from timeline.formats.shared import Export

DOCS = Path(__file__).parents[2] / "docs"
TL = Timeline(
    [
        Event(id="a", title="A", when="2025-03-17"),
        Event(id="b", title="B", when="2025-04"),
    ]
)


@pytest.mark.parametrize("name", [name for name in EXPORTERS if name != "png"])
def test_every_exporter_writes_text(name: str) -> None:
    document = export(TL, name)

    assert isinstance(document, str | Export)
    assert str(document)


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_exporter_takes_its_options_and_no_other(name: str) -> None:
    exporter = EXPORTERS[name]
    assert "Return" in str(getattr(Timeline, exporter.method).__doc__)
    if name != "png":
        options = {"on": "2025-04-01", "language": "fr", "exact": True}
        given = {key: options[key] for key in exporter.options}
        assert (str(export(TL, name, **given)) != str(export(TL, name))) is bool(given)
    with pytest.raises(InvalidError, match=f"an export to {name} has no option"):
        export(TL, name, colour=True)


def test_an_unknown_format_is_refused_with_a_hint() -> None:
    with pytest.raises(InvalidError, match='to "htm"; did you mean "html"'):
        export(TL, "htm")


def test_what_reads_and_what_saves_are_exporters_too() -> None:
    assert {*FILES} < {*READERS} < {*EXPORTERS}


def test_the_table_of_the_docs_is_this_one() -> None:
    page = (DOCS / "files.md").read_text(encoding="utf-8")
    rows = page.partition("|---|---|---|---|---|\n")[2].splitlines()
    for row, (name, exporter) in zip(rows, EXPORTERS.items(), strict=False):
        arguments = ", ".join(f"{k}={v!r}" for k, v in exporter.arguments.items())
        call = f"`{exporter.method}({arguments})`".replace("'", '"')
        options = ", ".join(f"`{option}`" for option in sorted(exporter.options))
        assert row.startswith(f"| `{name}` | ")
        assert f" | {call} | {options} | " in row
        assert ("read too" in row) is (name in READERS)
    command = " ".join(EXPORTERS)
    assert command in (DOCS / "cli.md").read_text(encoding="utf-8")
