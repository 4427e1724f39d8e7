"""Comments of HTML go where others read."""

from __future__ import annotations

import pytest

from confnotes.markup.private import without_comments


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a <!-- b --> c", "a  c"),
        ("a\n<!--\nb\n\nc\n-->\nd", "a\n\nd"),
        ("<!-- a --><!-- b -->c", "c"),
        ("<!-- never closed\nb", ""),
        ("> <!-- never closed\nb", "> "),
        ("an arrow <!-- that is text", "an arrow <!-- that is text"),
        ("`<!-- code -->` stays", "`<!-- code -->` stays"),
        ("```\n<!-- code -->\n```\n<!-- gone -->", "```\n<!-- code -->\n```\n"),
        ("nothing", "nothing"),
        ("日本 <!-- 日 --> 語", "日本  語"),
    ],
)
def test_a_comment_goes_with_what_it_says(text: str, left: str) -> None:
    assert without_comments(text) == left


def test_very_many_of_them_take_no_longer_than_their_length() -> None:
    assert without_comments("x <!-- " * 50_000).startswith("x <!-- x")
