"""The picture of 1,000 events beside Altair's with vl-convert, in turns; CPU time."""

from __future__ import annotations

import altair as alt
import pandas as pd
import vl_convert
from bench_table import events, turns

from timeline.when.bounds import DAY


def main() -> None:
    """Print the ratio."""
    tl = events(1_000)
    dated = [event for event in tl if event.when is not None]
    frame = pd.DataFrame(
        {
            "title": [event.title for event in dated],
            "kind": [event.kind for event in dated],
            "status": [event.status for event in dated],
            "start": [event.when.start_earliest / DAY for event in dated],
            "end": [event.when.end_latest / DAY for event in dated],
        }
    )

    def drawn_by_altair() -> str:
        chart = (
            alt.Chart(frame)
            .mark_bar()
            .encode(x="start", x2="end", y="title", color="status", row="kind")
        )
        return str(vl_convert.vegalite_to_svg(chart.to_json()))

    found = turns(5, ours=tl.to_svg, altair=drawn_by_altair)
    ours, theirs = found["ours"], found["altair"]
    print(f"picture of 1,000 events: {ours * 1e3:.0f} ms")
    print(f"  Altair with vl-convert {theirs * 1e3:.0f} ms: {ours / theirs:.2f} (0.2)")


if __name__ == "__main__":
    main()
