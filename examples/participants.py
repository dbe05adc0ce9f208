"""Read a table of participants, and ask it how a treaty came into force.

``python examples/participants.py`` reads the six states that brought the Refugee
Convention of 1951 into force. Given a file, as the UN Treaty Collection's tables are
kept as CSV, and a rule, it reads that instead:
``python examples/participants.py rome.csv 60 "60 days, then first of next month"``.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from timeline import EntryIntoForce, Timeline, Treaty
from timeline.importers.untc import read_participants

TABLE = """\
Participant,Signature,"Accession(a), Succession(d), Ratification"
Australia,,22 Jan 1954 a
Belgium,28 Jul 1951,22 Jul 1953
Denmark,28 Jul 1951,4 Dec 1952
Germany,19 Nov 1951,1 Dec 1953
Luxembourg,28 Jul 1951,23 Jul 1953
Norway,28 Jul 1951,23 Mar 1953
"""


def main(path: str = "", count: str = "6", delay: str = "90 days") -> None:
    """Print how the treaty stands, who is bound since when, and what was not read."""
    text = Path(path).read_text(encoding="utf-8") if path else TABLE
    treaty = Treaty(
        id="treaty",
        title=Path(path).stem or "Convention relating to the Status of Refugees",
        complete=True,
        entry_into_force=EntryIntoForce(count=int(count), delay=delay),
    )
    loaded = read_participants(text, treaty)
    timeline = Timeline(loaded.events, parties=loaded.parties)
    for day in ("1953-07-31", "1954-01-22", "1954-04-22"):
        print(f"{day}: {timeline.treaty('treaty', on=day)}")
    print()
    status = timeline.treaty("treaty", on="2015-03-09")
    print(*status.sentences(), "", status.table(), sep="\n")
    for problem in loaded.problems:
        print(problem)


if __name__ == "__main__":
    with suppress(BrokenPipeError), sys.stdout:  # "| head" closes it
        main(*sys.argv[1:])
