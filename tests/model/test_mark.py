"""A mark is one line of `Mark`: whoever adds one has its verb, its query, its columns and its place in the file."""

from __future__ import annotations

import pytest

from confnotes.cli import mark as verbs_of_marks
from confnotes.cli.group import LazyGroup
from confnotes.cli.verbs import VERBS
from confnotes.exporters.data.summary_csv import COLUMNS
from confnotes.model.mark import FLAGS, Mark, Marks, flags
from confnotes.search.values import STATES
from confnotes.vault.marks_file import parse, with_marks


@pytest.mark.parametrize("mark", FLAGS)
def test_a_mark_can_be_set_sought_and_read(mark: Mark) -> None:
    verb = {Mark.STAR: "star", Mark.ATTENDED: "attend", Mark.LATER: "watch-later"}.get(mark, mark.value)
    assert [one.module for one in VERBS if one.name == verb] == [verbs_of_marks.__name__.rpartition(".")[2]]
    assert LazyGroup(name="confnotes").get_command(None, verb)  # type: ignore[arg-type]
    assert STATES[mark].mark is mark and STATES[mark].told == f"is {mark.told}"
    assert mark in COLUMNS and flags({mark})[mark] and len(mark.sign) == 1


@pytest.mark.parametrize("mark", [mark for mark in Mark if mark is not Mark.RATING])
def test_a_mark_comes_back_from_its_file(mark: Mark) -> None:
    assert parse(with_marks("", "7", {mark})).value == Marks({"7": frozenset({mark})})
    assert parse(with_marks("", "7", {mark}, 0)).value == Marks({"7": frozenset({mark})}, {"7": 0})


def test_marks_are_without_those_of_hidden_talks_but_what_keeps_them_hidden() -> None:
    both = frozenset({Mark.STAR, Mark.UNSHARED})
    marks = Marks({"1": both, "2": both, "3": frozenset({Mark.STAR})}, {"1": 4, "2": 3, "3": 0})
    assert marks.without({"1", "3"}) == Marks({"1": frozenset({Mark.UNSHARED}), "2": both}, {"2": 3, "3": 0})
    assert marks.marked() == {"1", "2", "3"} and marks.rated == {"1", "2"}
