"""A schedule of 10,000 events beside networkx on the same graph, in turns.

    python benchmarks/bench_schedule.py

networkx builds the graph from ready numbers and runs Bellman and Ford from both sides;
ours starts from the records. CPU time, medians, garbage collection off.
"""

from __future__ import annotations

import gc
import random
from datetime import date, timedelta
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

import networkx as nx

from timeline import Event, Timeline
from timeline.schedule.constraints import Constraints
from timeline.schedule.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Callable

Numbers = tuple[list[int], list[int], list[tuple[int, int, int]]]


def events(count: int, clashes: int = 0) -> Timeline:
    """Return events of sixty years, each with 1.5 links to others on average."""
    draw = random.Random(1)
    days = [draw.randrange(20_000) for _ in range(count)]
    links: list[list[str]] = [[] for _ in range(count)]
    left = int(1.5 * count)
    while left:
        a, b = sorted(
            (draw.randrange(count), draw.randrange(count)), key=days.__getitem__
        )
        if days[a] + 400 < days[b] and len(links[b]) < 7:
            links[b].append(f"not-before:e{a}")
            left -= 1
    for number in range(clashes):
        a, b = 13 * number % count, (13 * number + 1) % count
        first, last = sorted((a, b), key=days.__getitem__)
        links[last].append(f"not-after:e{first}")
    found = []
    for number, day in enumerate(days):
        stated = (date(1960, 1, 1) + timedelta(day)).isoformat()
        cut = draw.choices([10, 7, 4, 0], [50, 10, 10, 30])[0]
        pieces = (stated[:cut], *links[number])
        when = " ".join(piece for piece in pieces if piece) or None
        found.append(Event(id=f"e{number}", title="An event", when=when))
    return Timeline(found)


def numbers(timeline: Timeline) -> Numbers:
    network = Constraints(timeline).network
    edges = [(edge.tail, edge.head, edge.weight) for edge in network.edges]
    return network.lower, network.upper, edges


def peer(
    lower: list[int], upper: list[int], edges: list[tuple[int, int, int]]
) -> object:
    graph = nx.DiGraph()
    graph.add_weighted_edges_from(edges)
    origin = len(lower)
    for node, (low, high) in enumerate(zip(lower, upper, strict=True)):
        graph.add_edge(origin, node, weight=high)
        graph.add_edge(node, origin, weight=-low)
    latest = nx.single_source_bellman_ford_path_length(graph, origin)
    back = graph.reverse(copy=False)
    return latest, nx.single_source_bellman_ford_path_length(back, origin)


def seconds(work: Callable[[], Any]) -> float:
    gc.collect()
    gc.disable()
    start = process_time()
    work()
    spent = process_time() - start
    gc.enable()
    return spent


def main() -> None:
    timeline = events(10_000)
    ready = numbers(timeline)
    turns = [
        (seconds(lambda: Schedule.of(timeline)), seconds(lambda: peer(*ready)))
        for _ in range(7)
    ]
    ours, theirs = (median(column) for column in zip(*turns, strict=True))
    print(f"10,000 events: {ours * 1e3:.0f} ms, networkx {theirs * 1e3:.0f} ms:")
    print(f"  {ours / theirs:.2f} of it (goal 0.5)")
    fresh = [events(10_000) for _ in range(5)]
    spent = median(seconds(lambda tl=tl: tl.agenda("2025-05-01")) for tl in fresh)
    print(f"an agenda of 10,000 events: {spent:.2f} s (goal 0.5)")
    for clashes in (1, 100):
        bad = events(10_000, clashes)
        both = [
            (
                seconds(lambda bad=bad: Schedule.of(bad, strict=False)),
                seconds(lambda: Schedule.of(timeline)),
            )
            for _ in range(5)
        ]
        wrong, right = (median(column) for column in zip(*both, strict=True))
        print(f"{clashes} contradictions: {wrong / right:.2f} of consistent (goal 3)")
    sizes = {}
    for count in (1_000, 10_000, 100_000):
        many = events(count)
        sizes[count] = median(
            seconds(lambda many=many: Schedule.of(many)) for _ in range(3)
        )
        print(f"{count:,} events: {sizes[count] / count * 1e6:.1f} us an event")
    growth = sizes[100_000] / sizes[1_000] / 100
    print(f"from 1,000 to 100,000 events: {growth:.2f} of linear growth")


if __name__ == "__main__":
    main()
