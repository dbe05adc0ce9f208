"""Documents that people typed, changed where they have to change."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.support.strategies import free_events

from timeline import EntryIntoForce, Event, Summit, Timeline
from timeline.errors import InvalidError, MissingExtraError, StaleFileError
from timeline.formats import parts

TYPED = """\
# our tracker
timeline = 2   # the form
sources = ["press"]

[source.press]

[people]
# the prime minister
carney = { name = "Mark Carney", of = "CA" }

# the talks, see the note
[meeting.talks]
title = "Talks"  # a working title
when  = 2025-03-17
participants = ["carney", "FR"]
quote = "will meet"
# nothing known of the place

[treaty."t.1"]
title = "A treaty"
[treaty."t.1".entry_into_force]
condition = { at_least = 3 }
delay = "30 days"  # or more
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "typed.toml"
    path.write_text(TYPED)
    return path


def test_saving_changes_the_lines_that_have_to_change(path: Path) -> None:
    tl = Timeline.load(path).update("talks", when="2025-03-18", place="Paris")
    assert tl.save(path) == tl
    assert path.read_text() == TYPED.replace("2025-03-17", '"2025-03-18"').replace(
        "# nothing known of the place\n",
        '# nothing known of the place\nplace = "Paris"\n',
    )


def test_a_byte_order_mark_and_line_ends_of_windows_stay(path: Path) -> None:
    typed = "\ufeff" + TYPED.replace("\n", "\r\n")
    path.write_bytes(typed.encode())
    Timeline.load(path).update("talks", title="More talks").save(path)
    assert path.read_bytes().decode() == typed.replace('"Talks"', '"More talks"')


def test_without_comments_what_has_no_table_of_its_own_is_written_anew(
    path: Path,
) -> None:
    path.write_text('timeline = 2\nmeeting.talks.title = "Talks"\n')
    tl = Timeline.load(path).update("talks", place="Paris")
    tl.save(path)
    assert Timeline.load(path) == tl
    assert "[meeting.talks]" in path.read_text()


def test_what_is_no_longer_stated_goes_and_so_does_a_record(path: Path) -> None:
    tl = Timeline.load(path).update("talks", when=None, sources=[]).remove("t.1")
    tl.save(path)
    text = path.read_text()
    assert "when" not in text
    assert "quote" not in text
    assert "sources = []\n" in text
    assert text.endswith("# nothing known of the place\nsources = []\n\n")
    assert Timeline.load(path) == tl


def test_a_kind_a_table_and_the_head_can_change(path: Path) -> None:
    tl = Timeline.load(path)
    summit = Summit(id="talks", title="Talks", when="2025-03-17")
    rule = EntryIntoForce(3, delay="60 days")
    tl = tl.replace(summit).update("t.1", entry_into_force=rule)
    tl = tl.exchange(set(), [Event(id="x", title="X")], tz="UTC", title="All")
    text = parts.rewritten(TYPED, tl)
    assert Timeline.loads(text, "toml") == tl
    assert text.startswith("# our tracker\ntimeline = 2   # the form\n")
    assert '\ntitle = "All"\ntz = "UTC"\n' in text
    assert '\n[summit.talks]\ntitle = "Talks"  # a working title\n' in text
    assert text.endswith('\n[event.x]\ntitle = "X"\nsources = []\n')


def test_a_comment_inside_a_value_that_changes_is_never_dropped(path: Path) -> None:
    inside = TYPED.replace('["carney", "FR"]', '[\n  "carney",  # since Friday\n]')
    path.write_text(inside)
    tl = Timeline.load(path).update("talks", participants=["US"])
    with pytest.raises(StaleFileError, match="has comments"):
        tl.save(path)
    assert path.read_text() == inside
    tl.save(path, overwrite=True)
    assert "#" not in path.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "# mine\ntimeline = 2\n[event]\na = { title = 'A' }\n",
        "# mine\ntimeline = 2\nevent.a.title = 'A'\n",
        "# mine\ntimeline = 3\n",
        "# mine\ntimeline =\n",
    ],
)
def test_what_has_no_table_of_its_own_is_changed_by_hand(text: str) -> None:
    with pytest.raises(InvalidError, match="change it by hand"):
        parts.rewritten(text, Timeline([Event(id="a", title="B")]))


def test_a_kind_in_quotation_marks_is_changed_by_hand() -> None:
    text = "timeline = 2\n['event'.a]\ntitle = 'A'\n"
    with pytest.raises(InvalidError, match="change it by hand"):
        parts.rewritten(text, Timeline([Summit(id="a", title="A")]))


def test_line_ends_and_a_last_line_without_one_stay() -> None:
    text = "# mine\r\ntimeline = 2\r\n[event.a]\r\ntitle = 'A' # one"
    new = parts.rewritten(text, Timeline([Event(id="a", title="B")]))
    assert new == text.replace("'A'", '"B"') + "\r\n"


def test_a_table_in_two_places_becomes_one() -> None:
    text = (
        '# all\ntimeline = 2\n[treaty.t]\ntitle = "T"\n[event.a]\ntitle = "A"\n'
        "[treaty.t.entry_into_force]\ncondition.at_least = 3\n"
    )
    tl = Timeline.loads(text, "toml").update("t", title="U")
    assert Timeline.loads(parts.rewritten(text, tl), "toml") == tl


def test_without_its_packages_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "tomlkit", None)
    tl = Timeline.loads(TYPED, "toml")
    assert parts.rewritten(TYPED, tl) == TYPED
    with pytest.raises(MissingExtraError, match=r"diplomatic-timeline\[toml\]"):
        parts.rewritten(TYPED, tl.update("talks", place="Paris"))


@settings(max_examples=40, deadline=None)
@given(free_events(), free_events())
def test_any_document_can_become_any_other_with_its_comments(
    before: list[Event], after: list[Event]
) -> None:
    old, new = (Timeline(events, partial=True) for events in (before, after))
    plain = old.dumps("toml")
    assert parts.joined(parts.cut(plain, "toml")) == plain
    text = re.sub(r"(?m)^(\[\w+\.(\w+)\])$", r"# about \2\n\1  # \2", plain)
    result = parts.rewritten(text, new)
    assert Timeline.loads(result, "toml") == new
    kept = {e.id for e in old} & {e.id for e in new}
    assert all(f"# about {id_}\n" in result for id_ in kept)
