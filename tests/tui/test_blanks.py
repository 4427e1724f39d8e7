"""Notes with lines of a megabyte of blanks, as exports of other programs have them."""

from __future__ import annotations

from time import process_time

import pytest

from confnotes.markup.safe import safe_text
from confnotes.tui.widgets.editor_wrapping import breaks


@pytest.mark.parametrize("line", [" " * 100_000 + "x", "- " + " " * 100_000, "é" + " " * 100_000])
def test_a_line_of_blanks_is_wrapped_and_shown_as_fast_as_it_is_long(line: str) -> None:
    def took(text: str) -> float:
        began = process_time()
        for _ in range(3):
            breaks(text, 60)
            safe_text(text, lines=False)
        return process_time() - began

    took(line)
    assert took(line * 10) < 40 * took(line) + 0.05


@pytest.mark.parametrize(("text", "line"), [("a \n b", "a b"), (" a  b ", "a  b"), ("a\t b\n", "a b"), ("\n", "")])
def test_line_feeds_and_tabs_become_one_blank(text: str, line: str) -> None:
    assert safe_text(text, lines=False) == line
