"""Two changed versions of one note: joined where it is sure what both mean, and nothing of either is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.merge.merge_files import merge_file

TEXTS = st.lists(st.sampled_from(["", "tide", "- boat", "  - oar", "? fog", "rope"]), max_size=9).map("\n".join)

JOINED = [
    ("both wrote at the end", "tide\n", "tide\nboat", "tide\nrope\n", "tide\nboat\nrope\n"),
    ("I go on in the last line", "tide\nboa", "tide\nboat", "tide\nboa\nrope\n", "tide\nboat\nrope\n"),
    ("I wrote above, they below", "a\nb\nc\n", "x\na\nb\nc\n", "a\nb\nC\n", "x\na\nb\nC\n"),
    ("both did the same", "a\nb\nc\nd", "a\nB\nc\nd", "a\nB\nc\nD", "a\nB\nc\nD"),
    ("both wrote the same and went on", "a\n", "a\nb\nmine\n", "a\nb\ntheirs\n", "a\nb\nmine\ntheirs\n"),
    ("they took the last lines away", "a\nb\nc\n", "a\nb\nc\nd", "a\n", "a\nd\n"),
    ("lines end as in Windows", "a\r\n", "a\r\nb\r\n", "a\r\nc\r\n", "a\r\nb\r\nc\r\n"),
    ("nothing was there", "", "a", "", "a"),
    ("two lines between the same two", "a\nc\n", "a\nb\nc\n", "a\nB\nc\n", "a\nb\nB\nc\n"),
    ("I wrote into what they took away", "a\nb\nc\nd\n", "a\nb\nx\nc\nd\n", "a\nd\n", "a\nx\nd\n"),
]
UNSURE = [("one line, two wordings", "a\nthe tide is low\nc\n", "a\nthe tide is high\nc\n", "a\nthe tide is out\nc\n")]


def merge_text(base: str, mine: str, theirs: str) -> str | None:
    return merge_file("x.md", base, mine, theirs).sure_text


@pytest.mark.parametrize(("base", "mine", "theirs", "joined"), [row[1:] for row in JOINED], ids=[r[0] for r in JOINED])
def test_changes_in_different_places_are_joined(base: str, mine: str, theirs: str, joined: str) -> None:
    assert merge_text(base, mine, theirs) == joined


@pytest.mark.parametrize(("base", "mine", "theirs"), [row[1:] for row in UNSURE], ids=[row[0] for row in UNSURE])
def test_changes_of_the_same_place_are_left_to_the_person(base: str, mine: str, theirs: str) -> None:
    assert merge_text(base, mine, theirs) is None


@given(TEXTS, TEXTS)
def test_a_change_of_one_alone_is_taken_whole(base: str, changed: str) -> None:
    assert merge_text(base, changed, base) == changed
    assert merge_text(base, base, changed) == changed
    assert merge_text(base, changed, changed) == changed


@given(TEXTS, TEXTS, TEXTS)
def test_no_line_that_somebody_wrote_is_lost_and_none_is_made_up(base: str, mine: str, theirs: str) -> None:
    merged = merge_text(base, mine, theirs)
    if merged is None:
        return
    old, one, two, both = (set(text.split("\n")) for text in (base, mine, theirs, merged))
    assert (one | two) - old <= both
    assert both - {""} <= one | two


@given(TEXTS, TEXTS, TEXTS)
def test_lines_that_stand_in_all_three_stay_in_their_order(base: str, mine: str, theirs: str) -> None:
    mine_after, theirs_after = f"{base}\n{mine}", f"{theirs}\n{base}"
    merged = merge_text(base, mine_after, theirs_after)
    if merged is not None and base:
        assert base in merged


@given(TEXTS.filter(bool), TEXTS, TEXTS)
def test_what_is_added_at_the_end_by_both_is_always_joined(base: str, mine: str, theirs: str) -> None:
    merged = merge_text(f"{base}\nend\n", f"{base}\nend\n{mine}", f"{base}\nend\n{theirs}\n")
    assert merged is not None
    assert merged.startswith(f"{base}\nend\n")
    assert not (Counter(filter(None, mine.split("\n"))) | Counter(filter(None, theirs.split("\n")))) - Counter(
        merged.split("\n")
    )
