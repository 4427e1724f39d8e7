"""Sentences end where a person would say so."""

from __future__ import annotations

import pytest

from confnotes.markup.plain import sentence_at, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One line", ["One line"]),
        ("It is slow. Is it? “Yes.” They left", ["It is slow.", "Is it?", "“Yes.”", "They left"]),
        ("Ask Dr. Ada Byron, e.g. about 3.5 GHz. She knows.", ["Ask Dr. Ada Byron, e.g. about 3.5 GHz.", "She knows."]),
        ("船は遅い。港は近い。", ["船は遅い。", "港は近い。", ""]),
    ],
)
def test_a_text_is_cut_into_its_sentences(text: str, found: list[str]) -> None:
    assert [*sentences(text)] == found


def test_the_sentence_around_a_link_reads_as_it_is_shown() -> None:
    line = "- Before. See [[Slow boats. Vol. 2|the boats]] and *wait*. After."
    start = line.index("[[")
    assert sentence_at(line, start, line.index("]]") + 2) == "See the boats and wait."


def test_of_a_very_long_line_only_the_nearby_text_is_quoted() -> None:
    line = "word " * 100_000 + "[[Sea]] is wide. " + "Word " * 100_000
    start = line.index("[[")
    told = sentence_at(line, start, start + 7)
    assert told.endswith("word Sea is wide.") and len(told) < 2000
