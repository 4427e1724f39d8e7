"""Notes that were typed in a hurry are made tidy before any form sets them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.note_blocks import idle_rules, note_parser, tidy


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("Why:\n\n    *Ad-hoc\n    *low-cost", "Why:\n\n* Ad-hoc\n* low-cost"),
        ("Why:\n\n    * x - y\n    * z", "Why:\n\n* x - y\n* z"),
        ("    code = a * b", "    code = a * b"),
    ],
)
def test_lists_without_a_blank_after_the_marker_are_lists_and_keep_their_words(typed: str, tidied: str) -> None:
    assert tidy(typed) == tidied


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("one\n![a](photo:p1)\ntwo\n![b](photo:p2)", "one\n![a](photo:p1)\n\ntwo\n![b](photo:p2)"),
        ("one\n![a](photo:p1)\n![b](photo:p2)\n\ntwo", "one\n![a](photo:p1)\n![b](photo:p2)\n\ntwo"),
        ("- one\n  ![a](photo:p1)\n- two", "- one\n  ![a](photo:p1)\n- two"),
        ("one ![a](photo:p1) more\ntwo", "one ![a](photo:p1) more\ntwo"),
    ],
)
def test_a_photo_ends_the_paragraph_of_the_line_beside_which_it_stands(typed: str, tidied: str) -> None:
    assert tidy(typed) == tidied


_PIECES = [
    *("- ", "1. ", "> ", "  ", "\t", "\n", "\n\n", "a", "---", "-", "==", "|", "```", "~~~", "$$", "# ", "<p>"),
    *("[^1]: ", "[b]: c"),
]


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_a_note_is_the_same_without_rules_that_find_nothing_in_it(text: str) -> None:
    whole, quick = note_parser().parse(text), note_parser(idle_rules(text)).parse(text)
    assert [token.as_dict() for token in quick] == [token.as_dict() for token in whole]


def test_a_plain_list_needs_few_rules() -> None:
    assert {"table", "fence", "blockquote", "lheading"} < idle_rules("- a point\n- another")
