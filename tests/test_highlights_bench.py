"""`make highlights` tries each set with thresholds that were chosen without it."""

from __future__ import annotations

from bench.highlights import GRID, SetScore, best
from confnotes.report.draft_highlights import LIMITS, DraftLimits

GOOD, POOR = SetScore(0.9, 0.9, 5, 0), SetScore(0.1, 0.1, 5, 0)
FORBIDDEN = SetScore(0.9, 0.9, 5, never=1)


def chosen(without: int, **rows: list[SetScore]) -> DraftLimits:
    """The best thresholds, where the first and the second of the grid have these scores and the others poor ones."""
    scores = {limits: [POOR] * 3 for limits in GRID}
    scores |= {GRID[0]: rows["first"], GRID[1]: rows["second"]}
    return best(scores, without=without)


def test_thresholds_are_chosen_without_the_set_that_they_are_tried_on() -> None:
    first, second = [GOOD, POOR, POOR], [POOR, GOOD, POOR]
    assert chosen(0, first=first, second=second) == GRID[1]
    assert chosen(1, first=first, second=second) == GRID[0]


def test_a_line_that_must_not_be_there_outweighs_all_others() -> None:
    assert chosen(2, first=[FORBIDDEN, GOOD, GOOD], second=[GOOD, POOR, GOOD]) == GRID[1]


def test_the_thresholds_in_use_are_among_those_tried() -> None:
    assert LIMITS in GRID
