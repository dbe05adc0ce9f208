"""CETA: who is outstanding, why it is applied but not in force, and what would change.

Run it with ``python examples/ceta.py``. The facts are in ``examples/data/ceta.toml``.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from timeline import Timeline
from timeline.parties.parties import is_organization, party_name
from timeline.text import listing

FACTS = Path(__file__).parent / "data" / "ceta.toml"
ON = "2025-03-17"


def main() -> None:
    """Ask the questions that people ask about it."""
    ceta = Timeline.load(FACTS)
    now = ceta.treaty("ceta", on=ON)

    print(f"On {ON}: {now}.")
    members = [code for code in now.outstanding if not is_organization(code)]
    names = listing(map(party_name, members), "and")
    print(f"\n{len(members)} member states have yet to ratify: {names}.")
    print("The European Union itself concludes it after them.")

    print("\nWhy it is applied, and not in force:")
    for sentence in now.sentences():
        print(f"  {sentence}")

    one = now.what_if("France", "2026-01-10")
    print(f"\nIf France deposited on 10 January 2026: {one.state},")
    print(f"  with {len(one.needed.parties)} parties to go instead of", end=" ")
    print(f"{len(now.needed.parties)}.")
    every = now.what_if(now.needed.parties, "2026-01-10")
    print(f"If all of them did: in force on {every.entry_into_force}.")

    before = ceta.remove("ceta-fr-senate").treaty("ceta", on=ON)
    same = (before.outstanding, before.state) == (now.outstanding, now.state)
    print(
        "\nWhat the French Senate's vote of 21 March 2024 changed between the parties:"
    )
    print("  nothing." if same else "  something!")
    for step in now["France"].steps:
        print(f"  {step.when}: {step.body}, {step.status}, {step.result}")

    print()
    print(now.table())


if __name__ == "__main__":
    with suppress(BrokenPipeError), sys.stdout:  # "| head" closes it
        main()
