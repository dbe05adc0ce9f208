"""One summit that was to be, as two outlets report it: rival dates, a plan denied.

Two public reports of 21 October 2025 on a meeting of Donald Trump and Vladimir Putin in
Budapest. They give two dates of one call, quote an official who rules the meeting out
for now, and a deputy minister who says that the meeting to prepare it was never agreed.
Nothing is smoothed over: both dates stand, and what is denied is sure nowhere. Only a
few words of each are quoted. Run it with ``python examples/budapest_summit.py``.
"""

from __future__ import annotations

import sys
from contextlib import suppress

from timeline import (
    Call,
    Event,
    Meeting,
    Participant,
    Source,
    Statement,
    Summit,
    Timeline,
    cite,
)
from timeline import query as q

TRUMP = Participant("Donald Trump", of="US", office="President")
PUTIN = Participant("Vladimir Putin", of="RU", office="President")
ZELENSKYY = Participant("Volodymyr Zelenskyy", of="UA", office="President")
RUBIO = Participant("Marco Rubio", of="US", office="Secretary of State")
LAVROV = Participant("Sergei Lavrov", of="RU", office="Foreign Minister")
RYABKOV = Participant("Sergei Ryabkov", of="RU", office="Deputy Foreign Minister")

SOURCES = [
    Source(
        id="afp",
        title="Trump Not to Meet Putin in Immediate Future: U.S. Official",
        publisher="AFP in The Moscow Times",
        published="2025-10-21",
        url="https://www.themoscowtimes.com/2025/10/21/trump-not-to-meet-putin-in-immediate-future-us-official-a90889",
    ),
    Source(
        id="rferl",
        title="Report on the meeting that was to be",
        publisher="RFE/RL",
        published="2025-10-21",
    ),
]

RECORDS: list[Event] = [
    Call(  # the page is of a Tuesday, so its Thursday is the 16th
        id="trump-putin-call",
        title="Call of the presidents",
        participants=[TRUMP, PUTIN],
        when="2025-10-16",
        when_text="on Thursday",
        inferred=["when"],
        status="held",
        medium="telephone",
        sources=[
            cite("afp", "spoke by telephone on Thursday"),
            cite("rferl", "on October 17", when="2025-10-17"),
        ],
    ),
    Meeting(
        id="trump-zelenskyy",
        title="Meeting on Tomahawk missiles",
        participants=[TRUMP, ZELENSKYY],
        when="2025-10-17",
        when_text="the following day",
        inferred=["when"],
        status="scheduled",
        sources=[cite("afp", "was set to meet the following day", as_of="2025-10-16")],
    ),
    Summit(
        id="budapest",
        title="Meeting in Budapest",
        participants=[TRUMP, PUTIN],
        place="Budapest",
        when="not-before:trump-putin-call not-after:trump-putin-call#end+P14D",
        when_text="within two weeks",
        status="expected",
        sources=[
            cite("afp", "within two weeks in Budapest", by="Donald Trump"),
            cite(
                "afp",
                "no plans for President Trump to meet",
                by="a U.S. official",
                stance="denies",
            ),
        ],
    ),
    Meeting(
        id="rubio-lavrov-meeting",
        title="Meeting to prepare it",
        participants=[RUBIO, LAVROV],
        when_text="this week",
        status="expected",
        sources=[
            cite("afp", "would be meeting this week", by="Donald Trump"),
            cite("afp", "is not necessary", by="a U.S. official", stance="denies"),
            cite(
                "rferl",
                "something that hasn’t been agreed",
                by="Sergei Ryabkov",
                stance="denies",
            ),
        ],
    ),
    Call(
        id="rubio-lavrov-call",
        title="Call of the foreign ministers",
        participants=[RUBIO, LAVROV],
        when="2025-10-20",
        status="held",
        medium="telephone",
        sources=[
            cite("afp", "spoke by telephone on Monday"),
            cite("rferl", "held a phone call on October 20", stance="confirms"),
        ],
    ),
    Statement(
        id="ryabkov-statement",
        title="No understanding on the time or place of a meeting",
        speaker=RYABKOV,
        about=["rubio-lavrov-meeting"],
        status="made",
        sources=[cite("rferl", "no understanding at all regarding the timing")],
    ),
]


def both_sides() -> Timeline:
    """Return what both reports say, each with its source."""
    return Timeline(RECORDS, SOURCES, title="A summit in Budapest")


def main() -> None:
    """Print both sides, who says otherwise, and what is sure nevertheless."""
    tl = both_sides()
    print(tl.table())
    print("\nWho says otherwise")
    for event in tl:
        for cited in event.sources:
            who = cited.by or tl.source(cited.source).publisher
            if cited.stance == "denies":
                print(f"  {event.title}: {who} denies it: “{cited.quote}”")
            elif cited.when is not None:
                ours = f"“{event.when_text}” ({event.when})"
                print(f"  {event.title}: {who} says “{cited.quote}”, not {ours}")
    print("\nOn 16 October 2025")
    day = "2025-10-16"
    surely = {event.id for event in tl.between(day, day, certainly=True)}
    for event in tl.between(day, day).where(~q.undated):
        sure = "surely" if event.id in surely else "perhaps"
        print(f"  {sure}: {event.title}, {' and '.join(event.people)}")


if __name__ == "__main__":
    with suppress(BrokenPipeError), sys.stdout:  # "| head" closes it
        main()
