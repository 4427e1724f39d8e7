"""What stands where in a summary is the same in every form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from confnotes.exporters.section_order import ChapterKind, SectionOrder, others_of, whom
from confnotes.exporters.wording import Wording
from confnotes.model.mark import Mark
from confnotes.model.summary import (
    ActionKind,
    Summary,
    SummaryAction,
    SummaryItem,
    SummaryPart,
    SummaryPoint,
    SummarySession,
    SummaryTheme,
    SummaryTrack,
)
from summary_samples import set_as, small

FOG = SummaryItem("talk-fog", "Fog", day=date(2021, 6, 3), missed=True)
REEF = SummaryItem("talk-reef", "Reef", day=date(2021, 6, 4), marks=frozenset({Mark.LATER}))


def with_lists(missed: tuple[str, ...] = (), later: tuple[str, ...] = ()) -> Summary:
    """A summary with talks that stand in lists only."""
    return replace(small(), others=(FOG, REEF), missed=missed, later=later)


@pytest.mark.parametrize(
    ("missed", "later", "title", "titles"),
    [
        ((FOG.id,), (REEF.id,), "Missed and to watch later", ["Missed", "Watch later"]),
        ((FOG.id,), (), "Missed", [""]),
        ((), (REEF.id,), "Watch later", [""]),
    ],
)
def test_what_was_not_seen_is_called_what_it_is(
    missed: tuple[str, ...], later: tuple[str, ...], title: str, titles: list[str]
) -> None:
    arrangement = SectionOrder(with_lists(missed, later), Wording())
    assert [one.title for one in arrangement.chapters() if one.section is ChapterKind.UNSEEN] == [title]
    assert [one.title for one in arrangement.unseen] == titles


def test_an_item_of_two_lists_is_shown_in_the_first() -> None:
    arrangement = SectionOrder(with_lists((FOG.id,), (FOG.id, REEF.id)), Wording())
    assert [[one.elsewhere for one in unseen.items] for unseen in arrangement.unseen] == [[False], [True, False]]


def test_an_item_of_a_part_is_led_to_from_lists() -> None:
    summary = replace(with_lists((FOG.id,)), others=(), parts=(SummaryPart(sessions=(SummarySession(items=(FOG,)),)),))
    ((listed,),) = (unseen.items for unseen in SectionOrder(summary, Wording()).unseen)
    assert listed.elsewhere


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_a_missed_talk_is_listed_with_its_day(form: str) -> None:
    assert "Thu 3 Jun" in set_as(form, with_lists((FOG.id,)))


@pytest.mark.parametrize(
    ("text", "person"),
    [("write to @Omar Nasser", ""), ("ask **Omar Nasser** for code", ""), ("ask for code", "Omar Nasser")],
)
def test_who_is_to_be_written_to_is_named_once(text: str, person: str) -> None:
    assert whom(SummaryAction(ActionKind.WRITE, text, person="Omar Nasser")) == person


def test_of_many_open_questions_some_of_each_talk_are_shown_and_all_are_counted() -> None:
    asked = [SummaryAction(ActionKind.ASK, f"{item} {number}", item) for item in "ab" for number in range(4)]
    done = SummaryAction(ActionKind.DO, "a task")
    task, questions = SectionOrder(replace(small(), actions=(*asked, done)), Wording()).actions()
    assert questions.title == "Open questions (5 of 8)" and task.actions == (done,)
    assert [one.text for one in questions.actions] == ["a 0", "a 1", "a 2", "b 0", "b 1"]
    (group,) = SectionOrder(replace(small(), actions=tuple(asked[:5])), Wording()).actions()
    assert group.title == "Open questions"


def test_what_is_done_already_is_no_next_step() -> None:
    actions = tuple(SummaryAction(ActionKind.DO, text, done=done) for text, done in (("a", True), ("b", False)))
    (group,) = SectionOrder(replace(small(), actions=actions), Wording()).actions()
    assert [one.text for one in group.actions] == ["b"]


def test_a_theme_names_apart_the_talks_that_no_line_is_from() -> None:
    theme = SummaryTheme("tides", (FOG.id, REEF.id), (SummaryPoint("Fog hides", FOG.id, FOG.id),))
    assert others_of(theme) == [REEF.id]


def test_tracks_that_were_not_visited_are_one_row_together() -> None:
    seen = [SummaryTrack(f"Track {at}", 4, seen=1 + at) for at in range(2)]
    unseen = [SummaryTrack(f"Track {at}", 3) for at in range(2, 55)]
    text = set_as("markdown", replace(small(), tracks=(*unseen, *seen)))
    assert "| Track 1   |   2 of 4 |\n| Track 0   |   1 of 4 |\n| 53 others | 0 of 159 |" in text
    assert "Track 7" not in text


def test_one_visited_track_is_nothing_to_compare() -> None:
    tracks = (SummaryTrack("Storms", 4, seen=2), SummaryTrack("Buoys", 4))
    assert "Storms" not in set_as("markdown", replace(small(), tracks=tracks))


@pytest.mark.parametrize(("words", "order"), [(120, ["overview", "digest"]), (121, ["digest", "overview"])])
def test_a_long_overview_follows_the_digest(words: int, order: list[str]) -> None:
    summary = replace(small(), overview="word " * words, digest=(SummaryPoint("Fog is cold.", FOG.id, FOG.id),))
    summary = replace(summary, others=(FOG,))
    assert [one.id for one in SectionOrder(summary, Wording()).chapters() if one.id in order] == order
    page = set_as("html", summary)
    assert sorted(order, key=lambda each: page.index(f'<section class="{each}"')) == order


def test_lines_of_a_row_are_sentences_or_set_apart() -> None:
    point = SummaryPoint("Fog is cold", FOG.id, FOG.id, more=("It is also wet.", "Boats wait"))
    assert SectionOrder.row(point) == "Fog is cold\u00a0· It is also wet. Boats wait"
