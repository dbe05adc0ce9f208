"""Load and save 100,000 records beside orjson + cattrs + pendulum, pydantic and json.

All read the same lines: a day or a clock time with an offset, two participants as
objects, two topics. Peers build dates and nested participants and check no links,
ids or statuses; ours does. A timeline puts its events in order when it is first asked
for them, which no peer does, so that is shown apart. In turns; medians of CPU time.
"""

from __future__ import annotations

import gc
import json
import random
import sys
from datetime import date, datetime
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

import attrs
import cattrs
import orjson
import pendulum
import pydantic

from timeline import Timeline
from timeline.formats import jsonl

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
PEOPLE = [
    {"name": f"Person {n}", "of": code, "office": "Minister"}
    for n, code in enumerate(("CA", "FR", "GB", "US", "DE", "EU", "UA", "IT") * 25)
]


@attrs.frozen
class Person:
    name: str
    of: str
    office: str


@attrs.frozen
class Talk:
    kind: str
    id: str
    title: str
    when: Any
    status: str
    place: str
    participants: tuple[Person, ...]
    topics: tuple[str, ...]


class PydanticPerson(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True)
    name: str
    of: str
    office: str


class PydanticTalk(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True)
    kind: str
    id: str
    title: str
    when: datetime | date
    status: str
    place: str
    participants: tuple[PydanticPerson, ...]
    topics: tuple[str, ...]


def records() -> list[dict[str, Any]]:
    draw = random.Random(1)
    found = []
    for number in range(COUNT):
        month = f"{draw.randint(2016, 2025)}-{draw.randint(1, 12):02}"
        day = f"{month}-{draw.randint(1, 28):02}"
        clock = f"{day}T{draw.randint(8, 20):02}:{draw.choice(('00', '30'))}:00+01:00"
        found.append(
            {
                "kind": "meeting",
                "id": f"event-{number:06}",
                "participants": draw.sample(PEOPLE, 2),
                "place": draw.choice(("Paris", "Ottawa", "London")),
                "status": "held",
                "title": f"Talks on trade, defence and énergie, round {number}",
                "topics": ["trade", "defence"],
                "when": clock if draw.random() < 0.05 else day,
            }
        )
    return found


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    start = process_time()
    work()
    taken = process_time() - start
    gc.enable()
    return taken


DICTS = records()
LINES = [json.dumps(each, ensure_ascii=False) for each in DICTS]
FILE = "\n".join(['{"timeline":2}', *LINES, ""])
ARRAY = f"[{','.join(LINES)}]".encode()
CONVERTER = cattrs.Converter()
CONVERTER.register_structure_hook(Any, lambda value, _: pendulum.parse(value))
ADAPTER = pydantic.TypeAdapter(list[PydanticTalk])
LOADED = Timeline.loads(FILE)


def run(cases: dict[str, Callable[[], object]], rounds: int = 5) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, work in cases.items():
            taken[name].append(seconds(work))
    return {name: median(each) for name, each in taken.items()}


def main() -> None:
    peers: dict[str, Callable[[], object]] = {
        "cattrs": lambda: CONVERTER.structure(orjson.loads(ARRAY), list[Talk]),
        "pydantic": lambda: ADAPTER.validate_json(ARRAY),
    }
    found = run({"loads": lambda: Timeline.loads(FILE), **peers})
    found |= run(
        {
            "dumps": lambda: jsonl.dumps(LOADED),
            "json": lambda: [json.dumps(each) for each in DICTS],
            "json at once": lambda: json.dumps(DICTS),
        }
    )
    ordered = run({"loads, in order": lambda: Timeline.loads(FILE).events, **peers})
    found |= {f"{name} again": each for name, each in ordered.items()}
    for name, each in found.items():
        print(f"{name:22} {each / COUNT * 1e6:7.2f} us a record")
    ratios = (
        ("load, rate to orjson + cattrs + pendulum", "cattrs", "loads", ">= 1"),
        ("load, rate to pydantic validate_json", "pydantic", "loads", ">= 0.45"),
        (
            "the same, with the order of time: cattrs",
            "cattrs again",
            "loads, in order again",
            "-",
        ),
        ("the same: pydantic", "pydantic again", "loads, in order again", "-"),
        ("save, time to json.dumps of each", "dumps", "json", "<= 1.5"),
        ("save, time to one json.dumps of all", "dumps", "json at once", "<= 1.5"),
    )
    for words, a, b, goal in ratios:
        print(f"{words:42} {found[a] / found[b]:5.2f}  goal {goal}")


if __name__ == "__main__":
    main()
