"""Underlined headings read as if they had been written with `#`."""

from __future__ import annotations

import pytest

from confnotes.markup.headings import with_marks


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("My view\n-------\na\n\nEnd\n=\nb", "## My view\na\n\n# End\nb"),
        ("- a\n\n  More `x`\n  ---\n  b", "- a\n\n  ## More `x`\n  b"),
    ],
)
def test_an_underlined_line_becomes_a_heading_with_marks(text: str, marked: str) -> None:
    assert with_marks(text) == marked


@pytest.mark.parametrize(
    "text",
    [
        *("two lines\nof one paragraph\n---", "a\n\n---\nb", "- a\n---", "> a\n---", "| a |\n| --- |", "a\n-"),
        *("```\na\n---\n```", "? why\n---", "Me: a\n---", "[a]: http://e.example\n---", "in C #\n---"),
    ],
)
def test_what_is_no_heading_or_says_something_else_stays(text: str) -> None:
    assert with_marks(text) == text
