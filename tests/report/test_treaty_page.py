"""A treaty as a page and as a chart: who had consented when, for sure or perhaps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from timeline import (
    EntryIntoForce,
    Event,
    ParliamentaryStep,
    Ratification,
    Signature,
    Source,
    Timeline,
    Treaty,
    Withdrawal,
    at_least,
    cite,
    every,
)
from timeline.parties.parties import entries, is_organization
from timeline.records.conditions import Condition
from timeline.report.shapes import measure

CODES = [code for code in entries() if len(code) == 2 and not is_organization(code)]
HOSTILE = '<script>alert(1)</script>"&\u202e'


def treaty(
    acts: Iterable[Event] = (), listed: Iterable[Source] = (), **more: object
) -> Timeline:
    pact = Treaty(id="t", title="Pact", **more)  # type: ignore[arg-type]
    return Timeline([pact, *acts], sources=listed)


def deposit(party: str, when: str | None, **more: object) -> Ratification:
    return Ratification(
        id=f"r-{party}",
        treaty="t",
        party=party,
        when=when,
        status="deposited",
        **more,  # type: ignore[arg-type]
    )


def sign(party: str, when: str = "2020-01-15") -> Signature:
    return Signature(id=f"s-{party}", treaty="t", party=party, when=when)


def path(svg: str, *, dashed: bool) -> str:
    lines = re.findall(r'<path d="([^"]*)" class="(done (?:line|thin dotted))"/>', svg)
    return str(next(d for d, look in lines if ("dotted" in look) is dashed))


def test_the_treaties_of_a_party_say_what_its_row_in_each_says() -> None:
    """An allegation, the newest source and who says so are not left out."""
    alleged = cite("b", stance="alleges", by="an official")
    acts = [
        Treaty(id="t", title="Pact", parties=["GB", "US"]),
        Signature(id="s", treaty="t", party="GB", when="2024-05-01", sources=["a"]),
        Ratification(
            id="r",
            treaty="t",
            party="GB",
            status="deposited",
            when="2025-04-01",
            sources=[alleged],
        ),
    ]
    pages = [Source(id=id_, published="2025-05-02") for id_ in "ab"]
    tl = Timeline(acts, pages)
    text = tl.ratifications("GB", on="2025-08-01").table()

    assert "Pact    1 May 2024 [1]  1 Apr 2025 [2]" in text
    assert "status as at 1 Apr 2025" in text
    assert "[2] alleges it, according to an official" in text
    assert tl.ratifications("FR", on="2025-08-01").table().endswith("nothing to show")


def test_a_sure_consent_is_a_step_of_the_line_and_no_band() -> None:
    svg = (
        treaty([deposit("FR", "2021-03-17"), deposit("DE", "2022-03-17")])
        .treaty("t", on="2024-01-01")
        .to_svg()
    )

    assert svg.count("<circle") == 2
    assert "<title>France: 1</title>" in svg
    assert "<title>Germany: 2</title>" in svg
    assert "band" not in svg
    assert len(re.findall("V", path(svg, dashed=False))) == 3


def test_a_vague_consent_is_a_band_until_its_last_day() -> None:
    acts = [deposit("FR", "2021-03-17"), deposit("DE", "2022")]
    svg = treaty(acts).treaty("t", on="2024-01-01").to_svg()

    assert "band" in svg
    # It may have come from 1 January on, and surely had by 31 December.
    begins = [float(x) for x in re.findall(r"H([\d.]+)V", path(svg, dashed=True))]
    sure = [float(x) for x in re.findall(r"H([\d.]+)V", path(svg, dashed=False))]
    assert begins[-1] < sure[-1]
    assert "within bounds" in svg


def test_a_consent_without_a_bound_is_never_sure() -> None:
    acts = [deposit("FR", "2021-03-17"), deposit("DE", None)]
    svg = treaty(acts).treaty("t", on="2024-01-01").to_svg()

    assert ">1–2</text>" in svg
    assert svg.count("<circle") == 1


def test_who_signed_consented_no_earlier() -> None:
    acts = [deposit("FR", "2018-03-17"), deposit("DE", "../2022-03-17")]

    def first(*signed: Signature) -> str:
        svg = treaty([*acts, *signed]).treaty("t", on="2024-01-01").to_svg()
        return path(svg, dashed=True).split("V")[1]

    assert first() == first(sign("DE", "2023-01-01"))  # it bounds nothing
    assert first() != first(sign("DE", "2020-01-15"))


def test_who_leaves_lowers_the_line() -> None:
    acts = [
        deposit("FR", "2021-03-17"),
        deposit("DE", "2021-03-18"),
        Withdrawal(
            id="w", treaty="t", party="DE", when="2022-01-05", effective="2023-01-05"
        ),
    ]
    svg = treaty(acts).treaty("t", on="2024-01-01").to_svg()

    assert svg.endswith("</svg>")
    assert ">1</text>" in svg


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        (EntryIntoForce(3), "3"),
        (EntryIntoForce(every()), "2"),
        (EntryIntoForce(at_least(1, of=["FR"])), None),
        (EntryIntoForce(at_least(1) & at_least(1, of=["FR"])), None),
        (None, None),
    ],
)
def test_the_number_needed_is_a_line_across(
    rule: EntryIntoForce | None, needed: str | None
) -> None:
    tl = treaty(
        [deposit("FR", "2021-03-17")], parties=["FR", "DE"], entry_into_force=rule
    )
    svg = tl.treaty("t", on="2024-01-01").to_svg()

    found = re.findall(r"needed for entry into force: (\d+)", svg)
    assert found == ([] if needed is None else [needed])


def test_the_chart_counts_whom_the_rule_counts() -> None:
    acts = [deposit("FR", "2021-03-17"), deposit("EU", "2022-03-17")]
    rule = EntryIntoForce(at_least(2))
    status = treaty(acts, entry_into_force=rule).treaty("t", on="2024-01-01")
    assert "1 of the 2 needed" in status.table()
    assert "European Union: 2" not in status.to_svg()
    either = treaty(acts).treaty("t", on="2024-01-01").to_svg()
    assert "European Union: 2" in either


def test_without_a_day_there_is_no_chart() -> None:
    assert treaty([deposit("FR", None)]).treaty("t", on="2024-01-01").to_svg() == ""
    page = treaty().treaty("t", on="2024-01-01").to_html(page=True)
    assert "<svg xmlns" not in page
    assert "<h1>Pact</h1>" in page


def test_many_participants_stand_by_their_state() -> None:
    acts: list[Event] = [sign(code) for code in CODES[:12]]
    acts += [deposit(code, "2021-03-17") for code in CODES[:5]]
    status = treaty(acts, complete=True).treaty("t", on="2024-01-01")
    text = status.table(width=80)

    assert "All 12 signed on 15 Jan 2020" in text
    assert "Contracting State: 5" in text
    assert "Signatory: 7" in text
    assert text.index("Contracting State: 5") < text.index("Signatory: 7")
    assert "Entry into force" not in text  # an empty column says nothing
    acts[0] = sign(CODES[0], "2020-01-16")
    assert "All 12" not in treaty(acts).treaty("t", on="2024-01-01").table()


def test_a_page_answers_first_and_folds_what_parliaments_did() -> None:
    step = ParliamentaryStep(
        id="p", treaty="t", party="FR", body="Senate", status="rejected"
    )
    tl = treaty([sign("FR"), sign("DE"), deposit("DE", "2021-03-17"), step])
    page = tl.treaty("t", on="2024-01-01").to_html(page=True)
    answer, strip, table = (
        page.index(text) for text in ('class="lead"', "strip", "<table")
    )

    assert answer < page.index('<ul class="timeline strip"') < table
    assert strip < table
    assert '<li class="done" title="Germany: contracting State">DE</li>' in page
    assert "<summary>1 parliamentary step</summary><div>Senate: rejected</div>" in page
    assert "<script>" not in page
    assert 'data-find="Filter' in tl.treaty("t", on="2024-01-01").to_html(
        page=True, interactive=True
    )
    assert tl.treaty("t", on="2024-01-01").to_html().startswith("<style>")
    french = tl.treaty("t", on="2024-01-01").to_html(page=True, language="fr")
    assert '<html lang="fr">' in french
    assert "Allemagne" in french


def test_hostile_texts_stay_texts() -> None:
    source = Source(id="s", title=HOSTILE, publisher=HOSTILE)
    step = ParliamentaryStep(
        id="p",
        treaty="t",
        party="FR",
        body=HOSTILE,
        result=HOSTILE,
        status="rejected",
        sources=[cite("s", HOSTILE)],
    )
    tl = Timeline(
        [Treaty(id="t", title=HOSTILE), step, deposit("FR", "2021-03-17")], [source]
    )
    status = tl.treaty("t", on="2024-01-01")

    for text in (status.to_html(page=True), status.to_html(), status.to_svg()):
        assert "<script>alert" not in text
        assert "\u202e" not in text


def test_two_hundred_participants_fit_on_a_page() -> None:
    codes = CODES[:200]
    acts: list[Event] = [sign(code) for code in codes]
    acts += [deposit(code, f"20{at % 20:02}-03-17") for at, code in enumerate(codes)]
    page = treaty(acts).treaty("t", on="2024-01-01").to_html(page=True)

    assert page.count("<li class=") == len(codes)
    assert len(page) < 400_000


def test_the_chart_ends_with_the_newest_source_and_shades_what_comes_after() -> None:
    source = Source(id="list", title="List", as_of="2022-06")
    acts = [deposit("FR", "2021-03-17", sources=["list"])]
    tl = treaty(acts, [source])
    early = tl.treaty("t", on="2021-07-01").to_svg()
    assert "status as at" not in early
    late = tl.treaty("t", on="2024-01-01").to_svg()
    assert "status as at Jun 2022" in late
    end = float(path(late, dashed=False).rpartition("H")[2])
    (shaded,) = re.findall(r'<path d="M([\d.]*) [^>]* class="zone"', late)
    assert end == float(shaded) < 960 / 2 + 400


def test_the_label_of_the_newest_source_stays_within_the_picture() -> None:
    source = Source(id="list", title="List", as_of="2021-06")
    acts = [deposit("FR", "2021-03-17", sources=["list"])]
    tl = treaty(acts, [source])
    svg = tl.treaty("t", on="2031-01-01").to_svg(width=360)
    assert re.search(r'<text x="\d+" y="12">status as at Jun 2021<', svg)


def test_each_act_has_the_mark_of_its_source_beside_its_date() -> None:
    sources = [
        Source(id="law", title="The pact"),
        Source(id="list", title="List", publisher="Depositary", url="https://e.org/l"),
        Source(id="votes", title="Votes"),
    ]
    vote = ParliamentaryStep(
        id="v", treaty="t", party="DE", when="2020-03-02", sources=["votes"]
    )
    waits = Ratification(
        id="p", treaty="t", party="IT", status="pending", sources=["list"]
    )
    acts = [deposit("FR", "2021-03-17", sources=["list"]), vote, waits]
    base = treaty([*acts, sign("DE")], sources, sources=["law"])
    status = base.treaty("t", on="2024-01-01")
    text = status.table()
    assert "17 Mar 2021 [1]" in text
    assert "pending [1]" in text
    assert "2 Mar 2020 [2]" in text
    assert "[1] List. Depositary." in text
    assert "15 Jan 2020 [" not in text  # of this one no source is given
    assert "[3] The pact" in text  # on which the rule rests
    page = status.to_html(page=True)
    assert '<span>17 Mar 2021</span> <a href="#~1">[1]</a>' in page
    assert 'id="~1"><a href="https://e.org/l"' in page
    assert 'No rule of entry into force is reported. <a href="#~3">[3]</a>' in page


def test_one_source_of_all_is_named_once_and_has_no_marks() -> None:
    source = Source(id="list", title="List")
    acts = [deposit("FR", "2021-03-17", sources=["list"])]
    base = treaty(acts, [source], sources=["list"])
    status = base.treaty("t", on="2024-01-01")
    assert "\nAll acts from source [1]\n" in status.table()
    assert "2021 [1]" not in status.table()
    assert "2021 <a" not in status.to_html(page=True)
    assert status.table().endswith("[1] List. Publisher not stated.")


@pytest.mark.parametrize(
    ("rule", "acts", "said"),
    [
        (every("parties"), ["FR"], "1 of the 2 needed have consented to be bound"),
        (every("FR", "DE", "IT"), ["FR", "DE"], "2 of the 3 needed"),
        (at_least(3), ["FR", "EU"], "1 of the 3 needed"),
        (at_least(3, organizations=True), ["FR", "EU"], "2 of the 3 needed"),
        (at_least(1), ["FR"], ""),
        (at_least(2, of=["FR", "DE"]), ["FR"], ""),
        (None, ["FR"], ""),
    ],
)
def test_a_page_says_how_many_of_how_many_needed_have_consented(
    rule: object, acts: list[str], said: str
) -> None:
    tl = treaty(
        [deposit(party, "2021-03-17") for party in acts],
        entry_into_force=rule and EntryIntoForce(rule, delay="30 days"),  # type: ignore[arg-type]
        parties=["FR", "DE"] if rule == every("parties") else ["FR", "EU"],
        complete=True,
    )
    page = tl.treaty("t", on="2024-01-01").to_html(page=True)
    assert said in page
    assert bool(said) is ("needed have consented" in page)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (2 & every("DE"), "Not in force; needed: Germany"),
        (at_least(2, of=["FR", "DE"]), "Not in force; needed: 1 more of France and"),
        (at_least(1, of=["FR"]), "In force since 17 Mar 2021"),
    ],
)
def test_a_table_begins_with_how_the_treaty_stands(rule: Condition, said: str) -> None:
    clause = EntryIntoForce(rule)
    acts = [deposit("FR", "2021-03-17")]
    tl = treaty(acts, entry_into_force=clause, complete=True)

    table = tl.treaty("t", on="2024-01-01").table()
    assert table.splitlines()[1].startswith(said)


def test_where_not_all_is_told_the_number_that_consented_is_a_floor() -> None:
    rule = EntryIntoForce(every("parties"), delay="30 days")
    tl = treaty(
        [deposit("FR", "2021-03-17")], entry_into_force=rule, parties=["FR", "DE"]
    )
    status = tl.treaty("t", on="2024-01-01")
    assert '"lead">In force: not determined (entry' in status.to_html(page=True)
    assert "; at least 1 of the 2 needed have consented" in status.table()


def test_the_page_of_ceta_is_small() -> None:
    facts = Path(__file__).parents[2] / "examples" / "data" / "ceta.toml"
    page = Timeline.load(facts).treaty("ceta", on="2025-03-17").to_html(page=True)
    assert len(page.encode()) <= 80_000
    assert ">Not in force; at least 17 of the 29 needed have consented" in page
    assert 'All 30 signed on <span>30 Oct 2016</span> <a href="#~1">[1]</a>' in page


def test_a_table_for_programs_keeps_each_column_and_names_sources_by_id() -> None:
    acts: list[Event] = [sign(code) for code in CODES[:9]]
    acts += [deposit("FR", "2021-03-17", sources=["list"])]
    source = Source(id="list", title="List")
    status = treaty(acts, [source]).treaty("t", on="2024-01-01")
    lines = status.table("csv").splitlines()
    assert "Signature" in lines[0]
    assert sum("15 Jan 2020" in line for line in lines) == 9
    (france,) = (line for line in lines if "France" in line)
    assert "17 Mar 2021,not stated" in france
    assert ',list,,"Pact; 1 Jan 2024: at least 9 signatories' in france


def test_the_curve_does_not_cross_the_words_of_a_number_that_it_has_passed() -> None:
    def words(number: int) -> str:
        acts = [deposit("CA", "2010"), deposit("FR", "2020")]
        rule = EntryIntoForce(at_least(number))
        svg = treaty(acts, entry_into_force=rule).treaty("t", on="2024-01-01").to_svg()
        return next(line for line in svg.split("\n") if "needed" in line)

    assert 'class="end"' in words(1)
    assert 'class="end"' not in words(2)


def test_what_ends_the_line_of_a_chart_is_never_clipped() -> None:
    acts = [deposit(code, "2021-03-17") for code in CODES[:113]]
    acts.append(deposit(CODES[113], None))
    status = treaty(acts).treaty("t", on="2024-01-01")
    for width in (360, 760):
        svg = status.to_svg(width=width)
        found = re.search(r'<text x="(\d+)"[^>]*>113–114</text>', svg)
        assert found is not None
        assert int(found[1]) + measure("113–114") <= width


def test_a_page_leads_with_the_entry_into_force_and_tells_the_states_apart() -> None:
    acts = [deposit("FR", "2021-03-17"), sign("DE"), deposit("IT", None)]
    gone = Withdrawal(id="w", treaty="t", party="FR", when="2023-06-01")
    pact = treaty([*acts, gone], in_force="2021-04-01", parties=["CA"])
    page = pact.treaty("t", on="2024-01-01").to_html(page=True)
    assert '<p class="lead">In force since 1 Apr 2021</p>' in page
    cells = dict(re.findall(r'<li class="([\w-]+)" title="([^"]*)"', page))
    assert len(cells) == 4, cells


def test_a_treaty_that_ended_says_so_first() -> None:
    pact = treaty([deposit("FR", "2021-03-17")], terminated="2022-05-01")
    said = pact.treaty("t", on="2024-01-01").table().split("\n")
    assert said[1] == "Terminated"


def test_the_chart_ends_with_the_newest_page_where_no_day_of_a_source_is_known() -> (
    None
):
    whole = Treaty(id="t", title="T", entry_into_force=EntryIntoForce(2))
    done = Ratification(
        id="r", treaty="t", party="FR", status="deposited", sources=["s"]
    )
    tl = Timeline([whole, done], [Source(id="s", published="2020-06-01")])

    svg = tl.treaty("t", on="2024-01-01").to_svg()
    assert "status as at a day that no source gives" in svg
    assert "that no source gives" not in tl.treaty("t", on="2020-06-01").to_svg()
