"""The lead and the highlights that an author keeps in the front matter of a conference's note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup import frontmatter
from confnotes.markup.page_one import (
    ChosenHighlight,
    NoteLines,
    PageOne,
    SourceState,
    format_highlight,
    quote_of,
    read_highlight,
    read_page_one,
)

NOTE = """# Keynote
Sparse wins on all three benchmarks ^t091500
- the **energy** was never measured, see [the paper](https://x.example) ^t091700

A long sentence that an editor has wrapped by hand after seventy letters or so and
that goes on in the next line.
"""


@pytest.mark.parametrize(
    "line",
    [
        "Next year we should send two people.",
        "[[Keynote#^t091500|Sparse wins on all three benchmarks]]",
        "Sparse won [[Keynote#^t091500|Sparse wins on all three benchmarks]]",
        "Sparse won [[Keynote]]",
        "As [[Keynote]] said, sparse won.",
        "See the poster [[neurips-2019/15732]]",
        "[[Keynote]]",
    ],
)
def test_a_highlight_is_written_as_it_was_read(line: str) -> None:
    assert format_highlight(read_highlight(line)) == line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Sparse won [[Keynote#^t091500|sparse wins]]", ("Sparse won", "Keynote", "t091500", "sparse wins")),
        ("[[Keynote#^t091500|sparse wins]]", ("", "Keynote", "t091500", "sparse wins")),
        ("As [[Keynote]] said, so did [[Spores]].", ("As [[Keynote]] said, so did [[Spores]].", "Keynote", "", "")),
        ("No link", ("No link", None, "", "")),
    ],
)
def test_the_link_at_the_end_is_the_source(line: str, expected: tuple[str, str | None, str, str]) -> None:
    one = read_highlight(line)
    assert (one.words, one.target, one.block, one.quote) == expected


@given(st.text(max_size=80), st.text(max_size=200), st.sampled_from(["", "t091500"]))
def test_a_line_of_a_note_is_found_again_in_the_front_matter(words: str, line: str, block: str) -> None:
    one = ChosenHighlight("", "Keynote", block, quote_of(line)).reworded(words.replace("[[", ""))
    page = PageOne("", (one,) if one.text else ())
    text = frontmatter.set_fields("---\n# mine\ntitle: x\n---\nbody\n", page.fields())
    read = read_page_one(frontmatter.split(text).fields)
    assert [(again.target, again.block, again.quote) for again in read.highlights] == [
        (again.target, again.block, again.quote) for again in page.highlights
    ]
    assert [again.text.split() for again in read.highlights] == [again.text.split() for again in page.highlights]


@pytest.mark.parametrize(
    ("one", "row", "state"),
    [
        (ChosenHighlight("", "K", "t091500", "Sparse wins on all three benchmarks"), 1, SourceState.SAME),
        (ChosenHighlight("", "K", "t091500", "Sparse wins on two benchmarks"), 1, SourceState.EDITED),
        (ChosenHighlight("My words", "K", "t091500"), 1, SourceState.SAME),
        (ChosenHighlight("", "K", "", "the energy was never measured, see the paper"), 2, SourceState.SAME),
        (ChosenHighlight("", "K", "", "the energy was not measured, see their paper"), 2, SourceState.EDITED),
        (ChosenHighlight("", "K", "", "by hand after seventy letters or so and that goes on"), 4, SourceState.SAME),
        (ChosenHighlight("", "K", "", "nothing that is in there at all, by any measure"), None, SourceState.DELETED),
        (ChosenHighlight("", "K", "t111111", "something else"), None, SourceState.DELETED),
        (ChosenHighlight("My words about it", "K"), None, SourceState.SAME),
    ],
)
def test_a_highlight_knows_what_became_of_its_line(one: ChosenHighlight, row: int | None, state: SourceState) -> None:
    assert NoteLines(NOTE).find(one) == (row, state)
