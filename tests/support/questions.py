"""Hypothesis strategies for timelines and for what is asked of them."""

from __future__ import annotations

from hypothesis import strategies as st

from timeline import Timeline
from timeline import query as q
from timeline.records.event import Event
from timeline.records.meetings import Call, Meeting

DAYS = st.builds("2025-{:02}-{:02}".format, st.integers(1, 12), st.integers(1, 28))
# Every shape of bounds: open and unknown ends, spans, clock times on either line.
SHAPES = (
    "{0}", "{0}", "{1}", "{2}", "{0}T16:30Z", "{0}T16:30", "../{0}", "{0}/..", "{0}/",
    "{0}/2026-02", "throughout:{1}", "2025-01/{0}", "../{0}..", "not-before:{0}",
)  # fmt: skip
WINDOWS = (
    "{0}", "{1}", "{2}", "{0}T10:00Z", "{0}T10:00", "{0}/..", "{0}/2025-12-31",
    "../{0}", "throughout:{1}", "{0}T23:00+09:00",
)  # fmt: skip


def _dates(shapes: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda shape, day: shape.format(day, day[:7], day[:4]),
        st.sampled_from(shapes),
        DAYS,
    )


whens = st.none() | _dates(SHAPES)
windows = _dates(WINDOWS)
bounded = windows.filter(lambda text: not text.startswith(".."))
WORDS = st.sampled_from(["trade", "next steps", "it's", "Élysée", "%", "'; DROP --"])
PEOPLE = ("CA", "FR", "US", "Mark Carney @CA", "Élisabeth Borne @FR")


_fields = st.fixed_dictionaries(
    {
        "title": WORDS,
        "when": whens,
        "status": st.sampled_from([None, "expected", "scheduled", "lapsed"]),
        "participants": st.sampled_from([(), PEOPLE[:2], PEOPLE[2:], PEOPLE[4:]]),
        "topics": st.sampled_from([(), ("trade",), ("it's", "Élysée")]),
        "place": st.sampled_from(["", "Paris", "Palais de l’Élysée, Paris"]),
        "tz": st.sampled_from([None, None, "Europe/Paris"]),
    }
)
_drawn = st.tuples(st.sampled_from([Call, Meeting, Event]), _fields)


def timelines(most: int = 12) -> st.SearchStrategy[Timeline]:
    return st.builds(
        lambda drawn, zone: Timeline(
            [make(id=f"e{at}", **values) for at, (make, values) in enumerate(drawn)],
            tz=zone,
        ),
        st.lists(_drawn, max_size=most),
        st.sampled_from([None, None, "America/Toronto"]),
    )


leaves: st.SearchStrategy[q.Predicate] = st.one_of(
    st.builds(q.kind, st.sampled_from(["call", "meeting", "visit"])),
    st.builds(q.status, st.sampled_from([None, "expected", "held"])),
    st.builds(q.phase, st.sampled_from(["ahead", "done", "off"])),
    st.builds(
        q.involving, st.sampled_from(["Canada", "US", "mark carney", "elisabeth borne"])
    ),
    st.builds(q.topic, WORDS),
    st.builds(q.place, st.sampled_from(["paris", "ELYSEE", ""])),
    st.builds(q.mentions, st.sampled_from(["steps", "élysée", "drop", "", "x\x00y"])),
    st.builds(q.part_of, st.just("e1")),
    st.builds(q.cites, st.just("e1")),
    st.sampled_from([q.undated, q.anything, q.nothing]),
    st.builds(q.possibly_before, bounded),
    st.builds(q.surely_before, bounded),
    st.builds(q.possibly_overlaps, windows),
    st.builds(q.surely_overlaps, windows),
    st.builds(q.surely_within, windows),
)

predicates = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
    ),
    max_leaves=8,
)
