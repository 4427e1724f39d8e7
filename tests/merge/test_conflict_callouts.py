"""A callout with two versions becomes what the user chooses, and nothing around it changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confnotes.merge.conflict_callouts import KeptVersion, find_callouts
from confnotes.merge.merge_lines import Names, merge_lines

OURS, THEIRS = "- the nudge must be tiny ^t101200", "- the nudge must be large ^t101200"
CALLOUT = ["> [!conflict] laptop 10:12 / desktop 10:15", f"> {OURS}", ">", "> ---", ">", f"> {THEIRS}"]


def solved(lines: list[str], choice: KeptVersion) -> list[str]:
    """The lines with all callouts solved, the last one first."""
    for callout in reversed(find_callouts(lines)):
        lines = [*lines[: callout.first], *callout.kept(choice), *lines[callout.end :]]
    return lines


@pytest.mark.parametrize(
    ("choice", "kept"), [(KeptVersion.OURS, [OURS]), (KeptVersion.THEIRS, [THEIRS]), (KeptVersion.BOTH, [OURS, THEIRS])]
)
def test_a_callout_becomes_what_was_chosen(choice: KeptVersion, kept: list[str]) -> None:
    lines = ["- before", *CALLOUT, "> a quote of mine", "- after"]
    assert find_callouts(lines)[0].names == ("laptop 10:12", "desktop 10:15")
    assert solved(lines, choice) == ["- before", *kept, "> a quote of mine", "- after"]


@pytest.mark.parametrize(
    "lines",
    [
        CALLOUT[:3],
        CALLOUT[:4],
        [CALLOUT[0]],
        [CALLOUT[0], "> ---", "> x"],
        [" ".join(CALLOUT)],
        ["> [!note]", *CALLOUT[1:]],
    ],
)
def test_what_has_not_both_versions_is_left_to_the_user(lines: list[str]) -> None:
    assert find_callouts(lines) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["plain", "> quoted", "- listed", "---", "> ---"]), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
def test_what_a_merge_wrote_is_solved_to_either_side(kinds: list[tuple[str, bool]]) -> None:
    base = [f"{kind} words of line {number}" for number, (kind, _) in enumerate(kinds)]
    ours, theirs = (
        [line.replace("words", word) if is_changed else line for line, (_, is_changed) in zip(base, kinds, strict=True)]
        for word in ("mine", "others")
    )
    merged = list(merge_lines(base, ours, theirs, Names("a", "b")).lines)
    assert solved(merged, KeptVersion.OURS) == ours
    assert solved(merged, KeptVersion.THEIRS) == theirs
