"""Sources, and the words that records cite from them."""

from __future__ import annotations

import pytest

from timeline.errors import InvalidError
from timeline.records.source import Citation, Source, as_citations, cite
from timeline.when.when import When


def test_a_source_reads_its_dates() -> None:
    source = Source(id="article", published="2025-11-12", as_of=When.parse("2025-03"))

    assert source.published == When.parse("2025-11-12")
    assert source.as_of == When.parse("2025-03")
    assert source.retrieved is None


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://example.org/a?b=c#d", "https://ex.org/é"]
)
def test_an_address_of_the_web_is_kept_as_it_came(url: str) -> None:
    assert Source(id="a", url=url).url == url


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("url", "javascript:alert(1)", id="script"),
        pytest.param("url", "HTTPS:example.org", id="no-host"),
        pytest.param("url", "https://", id="nothing-after-it"),
        pytest.param("url", "https://a b", id="space"),
        pytest.param("url", "https://a\x1b[31m", id="control"),
        pytest.param("url", "https://a\u202e", id="bidirectional"),
        pytest.param("url", "//example.org", id="no-scheme"),
        pytest.param("url", 3, id="number"),
        pytest.param("sha256", "abc", id="short-digest"),
        pytest.param("sha256", "A" * 64, id="digest-in-capitals"),
        pytest.param("title", None, id="no-title-is-an-empty-one"),
    ],
)
def test_what_breaks_a_rule_is_found_by_its_field(field: str, value: object) -> None:
    with pytest.raises(InvalidError) as caught:
        Source(id="a", **{field: value})  # type: ignore[arg-type]

    assert caught.value.loc == (field,)


@pytest.mark.parametrize("bad", ["", "2025-03-17", "a b", 3])
def test_an_id_is_no_date_and_no_phrase(bad: str) -> None:
    with pytest.raises(InvalidError):
        Source(id=bad)
    with pytest.raises(InvalidError):
        cite(bad)


def test_a_citation_is_an_id_a_source_or_both_with_words() -> None:
    article = Source(id="article")

    assert as_citations(["article", article, cite(article, "has yet to ratify")]) == (
        Citation("article"),
        Citation("article"),
        Citation("article", "has yet to ratify"),
    )


@pytest.mark.parametrize("values", ["article", Source(id="a"), cite("a"), b"a", 3])
def test_one_citation_where_a_list_belongs_is_a_slip(values: object) -> None:
    with pytest.raises(InvalidError, match="list"):
        as_citations(values)  # type: ignore[arg-type]


def test_a_bad_citation_is_found_by_its_place() -> None:
    with pytest.raises(InvalidError) as caught:
        as_citations(["a", "b c"])
    assert caught.value.loc == (1,)
    with pytest.raises(InvalidError, match="quote"):
        cite("a", 3)  # type: ignore[arg-type]
