from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from tests.support.stories import dated, hostile_timelines, told

from timeline import Call, Event, Meeting, Negotiation, Source, Timeline, Visit, cite
from timeline import query as q
from timeline.errors import InvalidError
from timeline.text import clean

VOID = {"meta", "rect", "path", "circle", "stop"}


class Page(HTMLParser):
    """Reads HTML strictly: every tag is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[tuple[dict[str, str | None], list[str]]] = []
        self.words = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append((dict(attrs), []))
        if tag in {"td", "th"} and self.rows:
            self.rows[-1][1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if self.rows and "tr" in self.open and {"td", "th"} & set(self.open):
            self.rows[-1][1][-1] += data

    def with_tag(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def test_a_table_bears_its_meaning_in_its_markup() -> None:
    page = Page(told().table("html"))
    assert [row["id"] for row, _ in page.rows if "id" in row][:2] == ["friend", "visit"]
    row = next(row for row, _ in page.rows if row.get("id") == "call")
    assert (row["data-kind"], row["data-status"]) == ("call", "expected")
    scopes = [cell.get("scope") for cell in page.with_tag("th")]
    assert scopes.count("col") == 4
    roles = [cell["role"] for cell in page.with_tag("td")]
    assert set(roles) == {"cell"}
    assert scopes.count("rowgroup") == len(page.with_tag("tbody")) == 6
    assert scopes.count("row") == 13
    assert len(page.with_tag("caption")) == 1
    assert page.with_tag("a")[-1]["href"] == "https://example.org/a?b=1&c=2"


def test_times_are_marked_up_only_where_html_can_say_them() -> None:
    times = Page(dated().table("html")).with_tag("time")
    values = [time["datetime"] for time in times]
    assert "2025-02" in values
    assert "2025-03-17" in values
    assert "2025-03-17T10:00+01:00" in values
    assert all("/" not in str(value) and "[" not in str(value) for value in values)
    whole = Page(dated().table("html", group="none")).with_tag("time")
    assert {"datetime": "2025-03-17T16:30"} in whole


def test_a_column_under_two_headings_stands_twice() -> None:
    text = told().table("html", columns={"A": "what", "": "where", "B": "what"})

    heads = re.findall(r"<th scope=.col.[^>]*>(.*?)</th>", text)
    assert heads == ["A", "B"]
    assert text.count(">Trade agreement<") == 2
    assert 'role="columnheader">S</th>' in told().table("html", columns={"S": "mark"})


def test_columns_without_a_status_keep_the_sign() -> None:
    page = Page(told().table("html", columns=["mark", "what", "id"]))
    assert "Sign" in page.words
    plain = Page(told().table("html", columns=["status", "id"]))
    assert plain.with_tag("svg") == []


def test_an_address_that_is_no_page_is_no_link() -> None:
    tl = Timeline([Event(id="e", title="E", sources=["s"])], sources=[Source(id="s")])
    assert Page(tl.table("html")).with_tag("a") == []


def test_the_head_of_a_page_counts_as_most_what_is_in_doubt() -> None:
    pages = [Source(id="a"), Source(id="b")]
    denied = [cite("a"), cite("b", stance="denies")]
    alleged = [cite("b", stance="alleges")]
    events = [
        Meeting(id="m", title="M", when="2025-03-02", status="held"),
        Call(id="d", title="D", when="2025-03-03", status="held", sources=denied),
        Call(id="e", title="E", when="2025-03-03", status="held", sources=alleged),
        Call(id="o", title="O", when="2025-03-04", status="scheduled"),
    ]
    page = Timeline(events, pages).to_html(page=True, on="2025-03-20")
    assert "1 to 3 done, 1 scheduled, up to 2 cancelled or not held; " in page
    assert "; 1 overdue, 1 disputed, 1 only alleged" in page
    assert "<em>alleged</em>" in page
    picture = Timeline(events[2:3], pages).to_svg()
    assert "only alleged" in picture
    assert 'class="within"' in picture


def test_an_empty_timeline_has_a_caption_and_no_rows() -> None:
    page = Page(Timeline().table("html"))
    assert page.rows == []
    assert "nothing to show" in page.words


def test_a_part_of_a_page_brings_its_style_and_no_script() -> None:
    text = told().to_html()
    assert text.startswith("<style>")
    assert "<script" not in text


def test_paper_has_the_rows_of_a_narrow_window() -> None:
    page = told().to_html(page=True)
    stacks = page.index(".rows tbody tr{display:grid")
    assert page.rindex("@media", 0, stacks) == page.index(
        "@media print,(max-width:759px){.t"
    )
    assert "@media (min-width:7" not in page.partition("body{")[0]
    printed = page[page.index("@media print{") :].partition("body{")[0]
    assert "min-width" not in printed


@pytest.mark.parametrize(
    "tl", [told(), dated(), Timeline()], ids=["told", "dated", "-"]
)
def test_a_page_is_whole_small_and_fetches_nothing(tl: Timeline) -> None:
    text = tl.to_html(page=True, on="2025-03-17")
    page = Page(text.removeprefix("<!doctype html>"))
    assert len(text.encode()) < 60_000
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in page.tags}
    assert "default-src 'none'" in text
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert page.with_tag("html") == [{"lang": "en"}]
    assert 'class="picture' not in tl.to_html(page=True, picture=False)


def test_a_notebook_gets_text_markdown_and_html() -> None:
    bundle = told()._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {"text/plain", "text/html", "text/markdown"}
    assert bundle["text/plain"] == str(told())
    assert bundle["text/html"] == told()._repr_html_()


def test_a_page_refuses_unknown_lanes() -> None:
    with pytest.raises(InvalidError, match='did you mean "party"'):
        told().to_html(page=True, lanes="patry")  # type: ignore[arg-type]


@given(hostile_timelines())
def test_hostile_texts_stay_texts_on_a_page(tl: Timeline) -> None:
    page = Page(tl.to_html(page=True).removeprefix("<!doctype html>"))
    assert {tag for tag, _ in page.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "div"),
        *("svg", "defs", "g", "rect", "path", "circle", "text", "tspan"),
        *("lineargradient", "stop", "table", "caption", "strong", "thead", "tbody"),
        *("tr", "th", "td", "time", "span", "p", "a", "details", "summary"),
        *("use", "mask", "pattern"),
    }
    for _, attrs in page.tags:
        assert not any(name.startswith("on") for name in attrs)
    rows = {row["id"]: cells for row, cells in page.rows if "id" in row}
    for event in tl:
        assert any(clean(event.title) in cell for cell in rows[event.id])


def test_ids_with_odd_signs_stay_one_attribute() -> None:
    tl = Timeline([Meeting(id="a:b@c/d.e", title="M")])
    assert re.search(r'<tr id="a:b@c/d\.e" ', tl.table("html"))


def test_links_between_records_are_links_on_a_page() -> None:
    page = Page(told().table("html"))
    links = {a["href"] for a in page.with_tag("a")}
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert {"#visit", "#return", "#private-talk", "#~1"} <= links
    assert {str(link)[1:] for link in links if str(link).startswith("#")} <= ids
    assert "ceta-fr" in ids  # an act that shares the row of its treaty
    assert "not before the end of First official visit" in page.words


def test_a_link_to_what_is_not_on_the_page_is_words() -> None:
    after = told().where(lambda event: event.id == "return")
    page = Page(after.table("html"))
    assert "not before the end of First official visit" in page.words
    assert page.with_tag("a") == []
    cut = Page(told().table("html", limit=1))
    assert not any("#visit" in str(a["href"]) for a in cut.with_tag("a"))


def test_quotes_open_under_the_mark_of_their_source() -> None:
    text = told().table("html")
    assert (
        "<details><summary>[1]</summary><div>“first official visit”</div>"
        '<a href="#~1">[1]</a></details>' in text
    )
    plain = Timeline([Event(id="e", title="E", sources=["nowhere"])], partial=True)
    assert ">[nowhere]</td>" in plain.table("html", columns=["what", "marks"])


def test_more_than_eight_names_open_on_a_page_and_stand_in_full_in_text() -> None:
    people = [f"Delegate {number} @CA" for number in range(32)]
    tl = Timeline([Meeting(id="m", title="M", participants=people)])
    page = Page(tl.table("html"))
    assert "Delegate 6 (CA) and 25 others" in page.words
    assert len(page.with_tag("details")) == 1
    assert all(f"Delegate {number} (CA)" in page.words for number in range(32))
    hosted = tl.update("m", host=["FR"])
    for language in ("en", "fr"):
        begins = hosted.table("html", language=language).partition("</details>")[2]
        assert begins.startswith("h")  # no line with ";"
    for width in (None, 40, 80, 200):
        assert "Delegate 31 (CA)" in " ".join(tl.table(width=width).split())
    assert max(map(len, tl.table().split("\n"))) < 220
    codes = ["AF", "AL", "DZ", "AD", "AO", "AG", "AR", "AM", "AU", "AT", "AZ", "BS"]
    many = Meeting(id="m", title="M", participants=codes * 9)
    table = Timeline([many]).table(who="codes", width=40)
    assert all(re.search(rf"\b{code}\b", table) for code in codes)
    assert not Page(tl.table("html", max_names=3)).with_tag("details")


def test_a_name_stays_on_one_line_unless_it_is_absurdly_long() -> None:
    tl = Timeline(
        [Meeting(id="m", title="M", participants=["Ann Lee @", f"{'x y' * 20} @"])]
    )
    text = tl.table("html")
    assert "<span>Ann Lee,</span> x y" in text


def test_the_date_from_which_something_was_moved_is_crossed_out() -> None:
    meeting = Meeting(id="m", title="M", formerly=["2025-04-16"], status="postponed")
    page = Timeline([meeting]).table("html")
    assert "new date not set; was <s>16 Apr 2025</s>" in page


def test_parts_are_indented_and_times_of_treaty_and_talks_keep_their_columns() -> None:
    tl = Timeline(
        [
            Visit(id="v", title="V", status="concluded"),
            Negotiation(id="n", title="N", part_of="v"),
        ]
    )
    (row,) = (row for row, _ in Page(tl.table("html")).rows if row.get("id") == "n")
    assert row["style"] == "--depth:1"


def test_several_timelines_share_a_page_under_prefixes() -> None:
    both = told().to_html(prefix="a-") + told().to_html(prefix="b-")
    page = Page(both)
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {"a-visit", "b-visit", "a-~1", "b-~1"} <= set(ids)
    assert 'href="#b-visit"' in both
    whole = Page(told().to_html(page=True, prefix="p-").removeprefix("<!doctype html>"))
    assert all(str(a["id"]).startswith("p-") for _, a in whole.tags if "id" in a)


def test_a_filter_is_the_only_script_and_only_where_it_is_asked_for() -> None:
    part = told().to_html(interactive=True)
    assert part.count("<script>") == 1
    assert 'data-find="Filter by name, place or status"' in part
    page = told().to_html(page=True, interactive=True, language="fr")
    assert "script-src 'sha256-" in page
    assert 'data-shown="{0} lignes sur {1}"' in page
    assert "script-src" not in told().to_html(page=True)


def test_a_page_begins_with_counts_that_add_up() -> None:
    text = told().to_html(page=True)
    lead = text.split('<p class="lead">')[2].split("</p>")[0]
    assert sum(map(int, re.findall(r"\d+", lead))) == len(told())


def test_a_heading_of_any_signs_labels_its_cells_in_a_narrow_window() -> None:
    columns: dict[str, Any] = {"What": "what", 'L\'été; "x"': lambda _: "y"}
    page = Timeline([Event(id="e", title="E")]).table("html", columns=columns)
    assert "--c1:'L\\27 été\\3b  \\22 x\\22 \\3a  '" in page


@pytest.mark.parametrize(
    ("status", "cited", "head"),
    [
        ("cancelled", {"status": "held"}, "1 to 2 done, up to 1 cancelled or not held"),
        ("held", {"status": "cancelled"}, "1 to 2 done, up to 1 cancelled or not held"),
        ("held", {"stance": "denies"}, "1 to 2 done, up to 1 cancelled or not held"),
        ("scheduled", {"status": "held"}, "1 to 2 done, up to 1 scheduled"),
        ("scheduled", {"status": "expected"}, "1 done, 1 scheduled"),  # as it was
        (
            "cancelled",
            {"stance": "denies"},
            "1 done, up to 1 cancelled or not held, up to 1 status not stated",
        ),
    ],
)
def test_a_head_counts_what_may_be_by_any_source_that_counts(
    status: str, cited: dict[str, Any], head: str
) -> None:
    talks = Meeting(id="a", title="A", status="held", sources=["o"])
    both = cite("o"), cite("i", **cited)
    other = Meeting(id="r", title="R", status=status, sources=both)
    tl = Timeline([talks, other], [Source(id="o"), Source(id="i")])
    page = tl.to_html(page=True)
    assert re.findall(r">([^<>;]* done[^<>;]*)", page)[0] == head
    assert len(tl.where(q.may_be("done"))) == 1 + ("to 2 done" in head)
    assert len(tl.where(q.may_be("off"))) == ("up to 1 cancelled" in head)


def test_doubt_and_delay_are_marked_and_no_line_begins_with_a_comma() -> None:
    late = Meeting(
        id="m",
        title="Talks",
        participants=["Ann @FR", "Bob @DE"],
        status="scheduled",
        when="2025-03-02",
    )
    source = Source(id="s", title="News")
    page = Timeline([late]).to_html(on="2025-03-10")
    assert "<strong>8 days overdue</strong></td>" in page
    assert "<span>Ann (FR),</span> <span>Bob (DE)</span>" in page
    both = cite("s"), cite("s", stance="denies")
    tl = Timeline([late], sources=[source]).update("m", sources=both)
    page = tl.to_html(on="2025-03-10", page=True)
    assert "<strong>perhaps overdue</strong>, <em>disputed</em></td>" in page
    assert "up to 1 overdue, 1 disputed" in page
    assert "scheduled, perhaps overdue, disputed" in tl.table(on="2025-03-10")
    assert "scheduled, perhaps overdue" in tl.agenda(on="2025-03-10").table()
    assert "overdue" not in tl.table(on="2025-03-02")


def test_answers_link_to_their_sources_and_to_what_they_wait_for() -> None:
    old = Timeline(
        [
            Visit(id="v", title="Visit", status="scheduled", sources=["s"]),
            Call(id="c", title="Call", status="expected", when="not-before:v#end"),
        ],
        sources=[Source(id="s", title="News", url="https://e.org/n")],
    )
    to_visit, to_source = '<a href="#v">Visit</a>', '<a href="#~1">[1]</a>'
    source = '<span id="~1"><a href="https://e.org/n" rel="noopener noreferrer">[1] N'
    agenda = old.agenda(on="2025-03-01")
    for page in (agenda.to_html(page=True), agenda.table("html")):
        assert f"waits for {to_visit}" in page
        assert '<tr id="v"' in page
        assert to_source in page
        assert source in page
    digest = old.digest(old.update("v", when="2025-03-02"), on="2025-03-01")
    assert source not in digest.to_html()
    schedule = old.update("v", when="2025-03-02").schedule().to_html()
    assert f"{to_visit} is dated 2 Mar 2025" in schedule
    assert source in schedule
    nothing = Timeline([]).agenda(on="2025-03-01").to_html()
    assert "<tr" not in nothing


def test_on_a_page_how_long_ago_is_one_unit() -> None:
    tl = Timeline([Event(id="e", title="E", when="2025-10-11")])
    page = tl.to_html(page=True, on="2025-10-27")
    assert "<span>11 Oct 2025</span></time> <span>(16 days ago)</span>" in page


def test_what_a_source_says_leads_to_the_source() -> None:
    sources = [Source(id="a", title="A"), Source(id="b", title="B")]
    call = Event(
        id="e",
        title="E",
        when="2025-01-01",
        sources=["a", cite("b", when="2025-01-02")],
    )
    page = Timeline([call], sources=sources).to_html(page=True)
    assert '<a href="#~2">[2]</a> says 2 Jan 2025' in page
    assert "[2] says 2 Jan 2025" in page  # in the picture


def test_no_title_is_taken_for_a_mark_of_ours() -> None:
    title = "x\ufdd0web\ufdd1https://example.org\ufdd1y\ufdd2z"
    page = Page(Timeline([Event(id="a", title=title)]).to_html())
    (cells,) = (cells for row, cells in page.rows if row.get("id") == "a")
    assert any(title in cell for cell in cells)
    assert not page.with_tag("a")


def test_no_sign_stands_on_a_page_without_a_word() -> None:
    tl = Timeline(
        [
            Meeting(id="a", title="A", when="2025-03-17", status="held"),
            Meeting(id="b", title="B", when="2025-03-18"),
        ],
        title="Two meetings",
    )

    assert "</svg>status not stated</td>" in tl.to_html()
    assert "Two meetings\n2 records" in tl.schedule().table()
