"""Date an article that bears the wrong date, by what it says and two outside facts.

The page is dated 12 November 2025. But it calls a summit "upcoming" that was held in
June, and speaks of a prime minister who took office in March. The order of events in
its own words is enough to say when the words were true.
"""

import sys
from contextlib import suppress

from timeline import Event, Source, Summit, Timeline, Visit, cite
from timeline.errors import ContradictionError

events: list[Event] = [
    Event(
        id="carney-takes-office",
        title="Mark Carney takes office as prime minister",
        when="2025-03-14",
        status="occurred",
        sources=[cite("kyiv", "sworn in as Canada's prime minister on March 14")],
    ),
    Visit(
        id="carney-europe-visit",
        title="First official visit to Europe",
        when="not-before:carney-takes-office",
        when_text="first official visit to Europe as prime minister",
        status="under_way",
        sources=[cite("article", "as prime minister")],
    ),
    Summit(
        id="g7-summit",
        title="G7 Summit, Kananaskis",
        when="2025-06-15/2025-06-17 not-before:article",
        status="held",
        sources=[
            cite("article", "the upcoming G7 Summit in Canada", status="scheduled"),
            cite("kyiv", "on June 15-17 in Kananaskis", status="scheduled"),
            "cbc",
        ],
    ),
]
article: Source = Source(
    id="article", title="A new partnership", published="2025-11-12"
)
kyiv: Source = Source(
    id="kyiv",
    title="New Canadian prime minister invites Zelensky to attend G7 summit in June",
    publisher="The Kyiv Independent",
    published="2025-03-17",
    url="https://kyivindependent.com/new-canadian-pm-invites-zelensky-to-attend-g7-summit-in-june/",
)
cbc: Source = Source(id="cbc", title="CBC, live story of the summit")


def main() -> None:
    """Print what the words of the article date to, and why its page date is wrong."""
    schedule = Timeline(events, [article, kyiv, cbc]).schedule()
    for name, what in (
        ("article", "the words date"),
        ("carney-europe-visit", "the start dates"),
    ):
        found = schedule[name]
        first, last = found.starts
        print(f"{name}: {what} to {first} - {last}")
        for bound in ("start_earliest", "start_latest"):
            print(f"  {bound.removeprefix('start_')}:")
            for reason in found.reasons[bound]:
                print(f"    {reason}")
    dated = Source(id="article", title=article.title, as_of="2025-11-12")
    try:
        Timeline(events, [dated, kyiv, cbc]).schedule()
    except ContradictionError as error:
        print(f"\nIf the page's date were the time of writing:\n  {error}")


if __name__ == "__main__":
    with suppress(BrokenPipeError), sys.stdout:  # "| head" closes it
        main()
