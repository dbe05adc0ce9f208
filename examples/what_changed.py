"""One article as it was reported, against what is known later: what moved, what not.

It prints the difference, the life of the expected call, and what was known on three
days. Run it with ``python examples/what_changed.py``.
"""

from carney_europe import as_reported  # type: ignore[import-not-found]

from timeline import (
    Agreement,
    Event,
    History,
    Meeting,
    ProvisionalApplication,
    Ratification,
    Source,
    Timeline,
    cite,
)

REPORTED: Timeline = as_reported()
PENDING = ("BE", "BG", "CY", "GR", "HU", "IE", "IT", "PL", "SI")
CARNEY = REPORTED["carney-europe-visit"].participants


def by_the_end_of_march() -> Timeline:
    """Return what was known once the expected call had been held."""
    tl = REPORTED.add(
        Source(id="cp", title="Canadian Press", published="2025-03-17"),
        Source(id="gov-uk", title="Readout of the meeting", published="2025-03-17"),
        Source(id="cp24", title="Report on the call"),
        Source(id="kyiv", title="Kyiv Independent"),
        Meeting(
            id="carney-king",
            title="Audience with King Charles III",
            when="2025-03-17 not-after:carney-starmer",
            participants=CARNEY,
            place="London",
            status="held",
        ),
    )
    office = [*tl["pm-carney-takes-office"].sources, cite("kyiv")]
    tl = tl.update("pm-carney-takes-office", when="2025-03-14", sources=office)
    tl = tl.update("carney-europe-visit", when="2025-03-17", status="concluded")
    tl = tl.update("carney-macron-elysee", when="2025-03-17", when_text="morning")
    partnership = [
        *tl["ca-fr-intelligence-partnership"].sources,
        cite("cp", "discussed"),
    ]
    tl = tl.update(
        "ca-fr-intelligence-partnership", when="2025-03-17", sources=partnership
    )
    before_meeting = "2025-03-17 not-after:carney-macron-elysee"
    tl = tl.update("carney-statement-paris", when=before_meeting)
    tl = tl.update(
        "carney-starmer",
        when="2025-03-17",
        when_text="evening",
        place="10 Downing Street, London",
        status="held",
        sources=[*tl["carney-starmer"].sources, cite("gov-uk")],
    )
    tl = tl.update("zelenskyy-g7-invitation", when="2025-03-16", status="accepted")
    tl = tl.update(
        "carney-returns-ottawa", when="[2025-03-18..2025-03-27]", status="occurred"
    )
    return tl.update(
        "carney-trump-call",
        when="2025-03-28",
        when_text="",
        status="held",
        medium="telephone",
        sources=[*tl["carney-trump-call"].sources, cite("cp24")],
    )


def by_the_end_of_june() -> Timeline:
    """Return what was known after the summit."""
    tl = by_the_end_of_march().add(
        Source(id="tracker", title="CETA ratification tracker", as_of="2024-08"),
        Source(id="calea", title="Calea Europeană"),
        Source(id="gov-uk-june", title="Statement of 15 June", published="2025-06-15"),
        ProvisionalApplication(
            id="ceta-provisional",
            treaty="ceta",
            when="2017-09-21/..",
            status="applied",
            sources=["tracker"],
        ),
        *(
            Ratification(
                id=f"ceta-{party.lower()}",
                treaty="ceta",
                party=party,
                instrument="ratification",
                status="pending",
                sources=["tracker"],
            )
            for party in PENDING
        ),
        Event(
            id="ca-uk-task-force",
            title="Canada-UK trade task force",
            when="2025-06-15",
            participants=["CA", "GB"],
            about=["uk-ca-fta"],
            status="occurred",
            sources=["gov-uk-june"],
        ),
        Agreement(
            id="ca-eu-defence-partnership",
            title="Canada-EU Security and Defence Partnership",
            when="2025-06-23",
            participants=["CA", "EU"],
            status="signed",
        ),
    )
    tl = tl.update(
        "g7-summit",
        when="2025-06-15/2025-06-17",
        when_text="",
        status="held",
        place="Kananaskis, Alberta",
    )
    tl = tl.update("zelenskyy-g7-invitation", status="attended", since="2025-06-17")
    tl = tl.update("uk-ca-fta", status="suspended", since="2024-01")
    talks = tl["carney-vonderleyen-talks"]
    return tl.update(
        talks.id,
        sources=[*talks.sources, cite("calea", stance="denies")],
        note="no source has them before 17 March; one calls 4 May the first call",
    )


def main() -> None:
    """Print what changed, the life of one record, and what was known when."""
    march, june = by_the_end_of_march(), by_the_end_of_june()
    labels = ("As reported", "as known on 30 Jun 2025")
    print(june.since(REPORTED, labels=labels, on="2025-06-30").brief())

    history = (
        History()
        .record(REPORTED, "2025-03-17", source="article")
        .record(march, "2025-03-28", source="cp24")
        .record(june, "2025-06-30")
    )
    print("\nThe life of the expected call")
    for passage in history.of("carney-trump-call"):
        print(f"  {passage}")

    print("\nWhat was known")
    for day in ("2025-03-17", "2025-03-28", "2025-06-30"):
        tl = history.as_of(day)
        for name in ("carney-trump-call", "g7-summit"):
            event = tl[name]
            print(
                f"  on {day}: {event.title}: {event.status}, {event.when or 'no date'}"
            )


if __name__ == "__main__":
    main()
