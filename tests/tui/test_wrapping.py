"""A text is broken into lines that fit, whatever it is written in, and no sign of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from confnotes.tui.widgets.drawing import wrap

_WORDS = st.lists(st.text("ab日本語éа́👩", min_size=1, max_size=80), max_size=8)


@given(words=_WORDS, width=st.integers(2, 30))
def test_every_line_fits_and_nothing_is_lost(words: list[str], width: int) -> None:
    lines = wrap(" ".join(words), width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()).replace("-", "") == "".join(words)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Communication", ["Communica-", "tion"]),
        ("Communications,", ["Communica-", "tions,"]),
        ("confnotes's", ["confnote-", "s's"]),
        ("anti-disestablishment", ["anti-", "disestabl-", "ishment"]),
        ("коммуникация", ["коммуника-", "ция"]),
        ("https://tides.example", ["https://ti", "des.exampl", "e"]),
        ("コミュニケーション", ["コミュニケ", "ーション"]),
    ],
)
def test_a_word_that_is_too_long_gets_a_hyphen_and_an_address_does_not(word: str, pieces: list[str]) -> None:
    assert wrap(word, 10) == pieces


def test_a_page_without_a_blank_is_broken_at_once() -> None:
    assert len(wrap("船" * 300_000, 100)) == 6_000
