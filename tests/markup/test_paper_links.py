"""What links to papers are called, and which of them lead to the paper that is presented."""

from __future__ import annotations

import pytest

from confnotes.markup.paper_ids import best_addresses, title_in
from confnotes.model.program import Resource, ResourceKind

ARXIV = "https://arxiv.org/abs/3105.00001"
OPENREVIEW = "https://openreview.net/forum?id=TidesAb1"
PAGE = "https://harbour.example/tides.pdf"


@pytest.mark.parametrize("label", [None, "", "PDF", "the full paper", "arXiv 3105.00001", "doi", "source"])
def test_what_only_says_that_it_is_a_paper_is_no_title(label: str | None) -> None:
    assert title_in(label) is None


@pytest.mark.parametrize("label", ["Tides from Ten Weights", "潮汐"])
def test_a_title_is_one(label: str) -> None:
    assert title_in(label) == label


@pytest.mark.parametrize(
    ("links", "best"),
    [
        ([(PAGE, None), (OPENREVIEW, "OpenReview"), (ARXIV + "v2", "PDF")], [ARXIV, OPENREVIEW, PAGE]),
        ([(OPENREVIEW, None), (PAGE, "Tides FROM ten weights")], [OPENREVIEW, PAGE]),
        ([(OPENREVIEW, None), (ARXIV, "Another Paper of Theirs")], [OPENREVIEW]),
        ([(ARXIV, None), ("https://arxiv.org/abs/3105.00002", None)], []),
        ([], []),
    ],
)
def test_the_addresses_of_what_is_presented_are_known_by_the_best(
    links: list[tuple[str, str | None]], best: list[str]
) -> None:
    found = best_addresses([Resource(ResourceKind.PAPER, url, label) for url, label in links], "Tides from Ten Weights")
    assert found == dict.fromkeys(best, *best[:1])
