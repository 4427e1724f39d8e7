"""How much of a text is gone from the next one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from confnotes.markup.edits import lost

words = st.text("ab\n", max_size=200)


@given(words, words, words)
def test_what_was_cut_out_is_counted_and_what_was_put_in_is_not(head: str, middle: str, foot: str) -> None:
    assert lost(head + middle + foot, head + foot) <= len(middle)
    assert lost(head + foot, head + middle + foot) == 0
    assert lost(middle, "") in (len(middle), len(middle) - middle.count("\n"))


@given(words, words)
def test_no_more_is_gone_than_was_there(before: str, after: str) -> None:
    assert max(0, min(40, len(before) - len(after)) - before.count("\n")) <= lost(before, after) <= len(before)
