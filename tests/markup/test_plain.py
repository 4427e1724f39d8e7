"""Markdown as a person would read it aloud."""

from __future__ import annotations

import pytest

from confnotes.markup.plain import plain_text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("O(n*m) and 2 * 3", "O(n*m) and 2 * 3"),
        ("{{7*7}}", "{{7*7}}"),
        ("*one* and **two**, **重要**です", "one and two, 重要です"),
        ("un**believ**able", "unbelievable"),
        ("* * *", ""),
    ],
)
def test_stars_between_words_are_read_and_those_around_them_are_not(typed: str, read: str) -> None:
    assert plain_text(typed) == read
