"""Searches that stand in a note: what of a fenced block is the search, and what is said of one that is wrong."""

import pytest

from confnotes.markup.query_block import QueryBlock, find_all

FENCE = "```"


def blocks(*lines: str) -> list[QueryBlock]:
    return find_all("\n".join(lines).replace("===", FENCE).split("\n"))


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (["===query", "tag:sea", "==="], QueryBlock(0, 2, query="tag:sea")),
        (["a", "=== query\r", "", "  sea OR moon\r", "===\r"], QueryBlock(1, 4, query="sea OR moon")),
        (
            ["===query", "sea", "limit: 5", "", "Sort: Date", "==="],
            QueryBlock(0, 5, query="sea", limit=5, sort="date"),
        ),
        (["===query", "saved: To read", "limit: 3", "==="], QueryBlock(0, 3, saved="To read", limit=3)),
        (["~~~query", "sea", "~~~"], QueryBlock(0, 2, query="sea")),
        (["> ===query", "> sea", "> ==="], QueryBlock(0, 2, indent="> ", query="sea")),
        (["===query", "limit:5 x", "==="], QueryBlock(0, 2, query="limit:5 x")),
    ],
)
def test_a_block_is_read(lines: list[str], wanted: QueryBlock) -> None:
    assert blocks(*lines) == [wanted]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["===query", "==="], "is empty"),
        (["===query", "sea"], "not closed"),
        (["===query", "sea", "limit: many", "==="], "limit is a number from 1 to 200"),
        (["===query", "sea", "limit: 5000000000000000000000", "==="], "limit is a number"),
        (["===query", "sea", "sort: size", "==="], "sort is one of relevance, date"),
        (["===query", "sea", "colour: blue", "==="], "“colour: blue” is neither"),
        (["===query", "sea " * 400, "==="], "longer than 1000 letters"),
        (["===query", "sea", "x" * 400, "==="], "…” is neither"),
    ],
)
def test_a_mistake_in_a_query_block_is_explained_in_one_line(lines: list[str], fault: str) -> None:
    (found,) = blocks(*lines)
    assert fault in found.fault and len(found.fault) < 120 and "\n" not in found.fault


@pytest.mark.parametrize(
    "lines",
    [
        ["===python", "===query", "sea", "==="],
        ["====", "===query", "sea", "===", "===="],
        ["===query language", "sea", "==="],
        ["===queries", "sea", "==="],
        ["text ===query", "sea"],
    ],
)
def test_other_code_is_no_search(lines: list[str]) -> None:
    assert blocks(*lines) == []
