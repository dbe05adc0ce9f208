"""Zones whose rules have changed since a file was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline import Meeting, Timeline, When
from timeline.errors import InvalidError, ParseError
from timeline.records.codec import Codec
from timeline.when.interop import is_rule_changed, read_saved

OLD = "2030-07-01T09:00+05:00[Europe/Paris]"


def test_the_constructor_refuses_what_a_file_may_hold() -> None:
    with pytest.raises(ParseError) as caught:
        When.parse(OLD)

    assert caught.value.problems[0].code == "zone-rule-changed"


def test_what_is_ahead_keeps_its_wall_time_and_all_else_its_offset() -> None:
    ahead, done = read_saved(OLD, ahead=True), read_saved(OLD, ahead=False)

    assert ahead.ticks == When.parse("2030-07-01T09:00[Europe/Paris]").ticks
    assert done.ticks == When.parse("2030-07-01T09:00+05:00").ticks
    for value in (ahead, done):
        assert str(value) == OLD
        assert is_rule_changed(value)
        assert value.zone is not None
        assert value.zone.start == "Europe/Paris"
        assert read_saved(str(value), ahead=value is ahead) == value


def test_both_ends_of_a_span_are_read_by_the_same_rule() -> None:
    text = "2030-07-01T09:00+05:00[Europe/Paris]/2030-07-02T09:00+02:00[Europe/Paris]"
    value = read_saved(f"{text} not-before:x", ahead=False)

    assert str(value) == f"{text} not-before:x"
    assert value.anchors[0].target == "x"
    assert value.last_day == When.parse("2030-07-02").last_day


@pytest.mark.parametrize("wall", ["2030-03-31T02:30", "2030-10-27T02:30"])
def test_a_wall_time_that_is_none_by_now_falls_back_on_the_offset(wall: str) -> None:
    value = read_saved(f"{wall}+05:00[Europe/Paris]", ahead=True)

    assert value.ticks == When.parse(f"{wall}+05:00").ticks


@pytest.mark.parametrize(
    "text", ["2025", "2025-07-01T09:00+02:00[Europe/Paris]", "2025-07-01T09:00Z"]
)
def test_what_needs_no_help_is_read_as_ever(text: str) -> None:
    assert read_saved(text, ahead=True) == When.parse(text)
    assert not is_rule_changed(When.parse(text))


def test_what_cannot_be_read_for_another_reason_is_refused() -> None:
    with pytest.raises(ParseError, match="unknown time zone"):
        read_saved("2025-07-01T09:00+02:00[Europe/Atlantis]", ahead=True)


@pytest.mark.parametrize(("status", "ahead"), [("scheduled", True), ("held", False)])
def test_a_file_is_read_by_what_its_records_say_of_the_time(
    status: str, *, ahead: bool
) -> None:
    data = {"kind": "meeting", "id": "m", "title": "M", "when": OLD, "status": status}
    record = Codec(saved=True).read(data)

    assert isinstance(record, Meeting)
    assert record.when == read_saved(OLD, ahead=ahead)
    assert Codec().write(record) == data
    with pytest.raises(InvalidError, match="does not have then"):
        Codec().read(data)


def test_a_saved_timeline_loads_and_is_written_back_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    Timeline([Meeting(id="m", title="M", status="held", when="2030-07-01")]).save(file)
    file.write_text(file.read_text().replace("2030-07-01", OLD))
    before = file.read_text()

    loaded = Timeline.load(file)
    loaded.save(file)

    assert OLD in before
    assert file.read_text() == before
