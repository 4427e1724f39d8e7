"""Two versions of a text: what differs, and passages or lines of the one brought into the other."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from confnotes.markup.compare_texts import Comparison, Side

texts = st.lists(st.sampled_from(["", "a", "b", "c", "one\r"]), max_size=12).map("\n".join)


def drawn(here: str, there: str) -> list[str]:
    return [line.side.value + line.text for line in Comparison(here, there).lines()]


def test_lines_that_differ_stand_together() -> None:
    assert drawn("a\nb\nc", "a\nx\ny\nc") == [" a", "-b", "+x", "+y", " c"]
    assert drawn("a", "a") == [" a"]
    assert drawn("oops", "a\nb") == ["-oops", "+a", "+b"]


@given(texts, texts)
def test_each_side_is_the_whole_text(here: str, there: str) -> None:
    lines = Comparison(here, there).lines()
    assert "\n".join(line.text for line in lines if line.side is not Side.THERE) == here
    assert "\n".join(line.text for line in lines if line.side is not Side.HERE) == there


@example("\na\nb\nb\n\n\n\nb\n", "a\nb\n\n\nb")
@given(texts, texts)
def test_taking_the_first_passage_until_none_is_left_makes_the_other_text(here: str, there: str) -> None:
    most = len(there.split("\n")) + 1  # each passage taken makes at least one more line the same
    for _ in range(most):
        if (comparison := Comparison(here, there)).changes:
            here = comparison.with_change(0)
    assert here == there


@given(texts, texts)
def test_one_line_more_or_less_is_all_that_changes(here: str, there: str) -> None:
    comparison = Comparison(here, there)
    for line in comparison.lines():
        after = comparison.with_line(line).split("\n")
        before = here.split("\n")
        if line.side is Side.THERE:
            after.remove(line.text)
            assert sorted(after) == sorted(before)
        elif line.side is Side.HERE and len(before) > 1:
            assert sorted([*after, line.text]) == sorted(before)
        elif line.side is Side.BOTH:
            assert after == before


def test_very_long_texts_that_differ_are_one_change() -> None:
    here, there = ("\n".join(f"{word} {number}" for number in range(3000)) for word in ("a", "b"))
    assert len(Comparison(here, there).changes) == 1 and Comparison(here, there).with_change(0) == there
