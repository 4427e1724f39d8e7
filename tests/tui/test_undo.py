"""What single keys do to files is told in a line, and ctrl+z undoes it where it was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from textual.pilot import Pilot

from confnotes import config
from confnotes.actions.program.mark_talk import MOST, KeptMarks, keep_marks, kept_marks
from confnotes.model.mark import Mark, MarkChange, Marks
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.day_wrap import DayWrapScreen
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.page import Page
from confnotes.tui.screens.posters.card import PosterScreen
from confnotes.vault.vault import Vault
from poster_hall import AFTERNOON, fill_hall, key
from poster_hall import CONFERENCE as HALL
from screen_samples import CONFERENCE, on_screen, settled, until

TIDES, TALK = "tides-in-memory", "harbourconf-2031/tides-in-memory"
NOTE = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
WIDE = (120, 32)

Has = Callable[[Marks], bool]
STARRED: Has = lambda marks: TIDES in marks[Mark.STAR]  # noqa: E731
ATTENDED: Has = lambda marks: TIDES in marks[Mark.ATTENDED]  # noqa: E731
LATER: Has = lambda marks: TIDES in marks[Mark.LATER]  # noqa: E731
UNSHARED: Has = lambda marks: TIDES in marks[Mark.UNSHARED]  # noqa: E731
RATED: Has = lambda marks: marks.ratings.get(TIDES) == 3  # noqa: E731


def message(app: ConfnotesApp) -> str:
    """The line that tells what was done."""
    assert isinstance(app.screen, Page)
    return app.screen.line.message


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def on_now(app: ConfnotesApp) -> None:
    """Where the program begins."""


def in_the_note(app: ConfnotesApp) -> None:
    app.open_talk(TALK)


def on_the_program(app: ConfnotesApp) -> None:
    app.action_program()


def on_the_speakers_page(app: ConfnotesApp) -> None:
    app.follow("person:Inês Farol")


def on_my_schedule(app: ConfnotesApp) -> None:
    app.action_schedule()


MARKS = [
    (on_now, "space", STARRED, "★ Starred"),
    (on_now, "a", ATTENDED, "✓ Attended"),
    (on_now, "w", LATER, "▷ Watch later"),
    (on_now, "X", UNSHARED, "⊘ Not shared with the public"),
    (on_now, "3", RATED, "Rated 3 of 5"),
    (in_the_note, "ctrl+g space", STARRED, "★ Starred"),
    (in_the_note, "ctrl+g a", ATTENDED, "✓ Attended"),
    (in_the_note, "ctrl+g w", LATER, "▷ Watch later"),
    (in_the_note, "ctrl+g X", UNSHARED, "⊘ Not shared with the public"),
    (in_the_note, "ctrl+r 3", RATED, "Rated 3 of 5"),
    (on_the_program, "space", STARRED, "★ Starred"),
    (on_the_program, "f ctrl+g space", STARRED, "★ Starred"),
    (on_the_program, "a", ATTENDED, "✓ Attended"),
    (on_the_program, "w", LATER, "▷ Watch later"),
    (on_the_program, "X", UNSHARED, "⊘ Not shared with the public"),
    (on_the_program, "ctrl+r 3", RATED, "Rated 3 of 5"),
    (on_the_speakers_page, "down space", STARRED, "★ Starred"),
    (on_the_speakers_page, "down a", ATTENDED, "✓ Attended"),
    (on_the_speakers_page, "down w", LATER, "▷ Watch later"),
    (on_the_speakers_page, "down 3", RATED, "Rated 3 of 5"),
    (on_my_schedule, "w", LATER, "▷ Watch later"),
    (on_my_schedule, "X", UNSHARED, "⊘ Not shared with the public"),
]

NOW_UNDONE = {
    "★ Starred": "☆ Star removed",
    "✓ Attended": "Not attended",
    "▷ Watch later": "Removed from watch later",
    "⊘ Not shared with the public": "Shared again",
    "Rated 3 of 5": "Rating removed",
}
"""What holds after undo, so that nobody reads what was undone as what is."""


@pytest.mark.parametrize("go", dict.fromkeys(go for go, *_ in MARKS), ids=lambda go: str(go.__name__))
async def test_a_mark_says_what_it_did_and_ctrl_z_undoes_it(vault: Vault, go: Callable[[ConfnotesApp], None]) -> None:
    vault.save(NOTE, f"---\ntalk: {TALK}\n---\nWater\n", None)
    async with on_screen(vault, size=WIDE) as (app, pilot):
        for keys, marked, said in (each[1:] for each in MARKS if each[0] is go):
            app.action_now()
            go(app)
            await settled(pilot)
            await press(pilot, *keys.split())
            assert marked(vault.marks(CONFERENCE)), keys
            assert message(app) == f"{said}: “Tides in Memory” · ctrl+z to undo"
            await press(pilot, "ctrl+z")
            assert not marked(vault.marks(CONFERENCE)), keys
            assert message(app) == f"Undone. {NOW_UNDONE[said]}: “Tides in Memory”"
            await press(pilot, "ctrl+y")
            assert marked(vault.marks(CONFERENCE)), keys
            assert message(app) == f"Redone · {said}: “Tides in Memory”"
            await press(pilot, "ctrl+z")


async def test_a_rating_that_took_the_place_of_another_is_undone_to_that_one(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        await press(pilot, "2", "5", "ctrl+z")
        assert vault.marks(CONFERENCE).ratings == {TIDES: 2}
        await press(pilot, "ctrl+z", "ctrl+z")
        assert not vault.marks(CONFERENCE).ratings
        assert message(app) == "Nothing to undo here."


async def test_the_key_that_asks_for_a_rating_elsewhere_asks_on_now_too(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await press(pilot, "ctrl+r")
        assert isinstance(app.screen, ChoiceScreen)
        await press(pilot, "4")
        assert vault.marks(CONFERENCE).ratings == {TIDES: 4}
        assert message(app) == "Rated 4 of 5: “Tides in Memory” · ctrl+z to undo"


async def test_undo_of_a_removed_mark_says_that_it_is_there_again(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        for key, said in (("X", "⊘ Not shared with the public"), ("space", "★ Starred")):
            await press(pilot, key, key, "ctrl+z")
            assert message(app) == f"Undone. {said}: “Tides in Memory”"


async def test_a_list_undoes_what_was_done_on_it_also_after_it_was_left(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (_, pilot):
        await press(pilot, "space", "g", "p")
        await press(pilot, "a")
        await press(pilot, "escape")
        await press(pilot, "ctrl+z")
        assert not vault.marks(CONFERENCE)[Mark.STAR] and vault.marks(CONFERENCE)[Mark.ATTENDED] == {TIDES}
        await press(pilot, "g", "p")
        await press(pilot, "ctrl+z")
        assert not vault.marks(CONFERENCE)[Mark.ATTENDED]


async def test_a_note_undoes_words_and_marks_in_the_order_of_time_and_says_which(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        await press(pilot, "space")
        app.open_talk(TALK)
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        await press(pilot, *"ebb", "ctrl+g", "a", *" and")
        for said, text, attended in (
            ("Undone · typed “and”", "ebb", True),
            ("Undone. Not attended: “Tides in Memory”", "ebb", False),
            ("Undone · typed “ebb”", "", False),
            ("Undone · typed “ebb”", "", False),
        ):
            await press(pilot, "ctrl+z")
            assert screen.editor.note.lines[-1] == text and message(app) == said
            assert ATTENDED(vault.marks(CONFERENCE)) is attended
        assert STARRED(vault.marks(CONFERENCE))
        await press(pilot, "ctrl+y", "ctrl+y")
        assert screen.editor.note.lines[-1] == "ebb" and ATTENDED(vault.marks(CONFERENCE))


async def test_a_posters_card_undoes_words_and_score_in_the_order_of_time(vault: Vault) -> None:
    fill_hall(vault)
    async with on_screen(vault, AFTERNOON, size=WIDE) as (app, pilot):
        await press(pilot, "g", "o")
        await press(pilot, *"a12", "enter")
        screen = app.screen
        assert isinstance(screen, PosterScreen) and screen.card.key == key("A12")
        await press(pilot, *"ebb", "ctrl+g", "4")
        assert vault.marks(HALL).ratings == {"a12": 4}
        assert message(app) == "Rated 4 of 5: “Moorings for Lazy Graphs” · ctrl+z to undo"
        await press(pilot, "ctrl+z")
        assert not vault.marks(HALL).ratings and screen.filler.score.value == 0
        assert screen.filler.rows()[0].input.value == "ebb"
        await press(pilot, "ctrl+z")
        assert screen.filler.rows()[0].input.value != "ebb"


async def test_a_tick_and_an_answer_say_what_they_did_and_are_undone(vault: Vault) -> None:
    text = f"---\ntalk: {TALK}\n---\n- [ ] read the moon paper\n? why tides\n"
    vault.save(NOTE, text, None)
    async with on_screen(vault, size=WIDE) as (app, pilot):
        await press(pilot, "g", "t")
        await press(pilot, "space")
        assert "- [x] read the moon paper" in vault.read(NOTE).text
        assert message(app) == "☑ Done: “read the moon paper” · ctrl+z to undo"
        await press(pilot, "ctrl+z")
        assert vault.read(NOTE).text == text
        await press(pilot, "down", "space")
        await press(pilot, *"the moon", "enter")
        assert "! the moon" in vault.read(NOTE).text
        assert message(app) == "Answered: “why tides” · ctrl+z to undo"
        await press(pilot, "ctrl+z")
        assert vault.read(NOTE).text == text


async def test_an_answer_in_a_note_that_was_changed_since_is_not_undone_over_that(vault: Vault) -> None:
    vault.save(NOTE, f"---\ntalk: {TALK}\n---\n? why tides\n", None)
    async with on_screen(vault, size=WIDE) as (app, pilot):
        await press(pilot, "g", "t")
        await press(pilot, "space")
        await press(pilot, *"the moon", "enter")
        vault.change(NOTE, lambda text: f"{text}more\n")
        await press(pilot, "ctrl+z")
        assert "changed since then" in message(app)
        assert "! the moon" in vault.read(NOTE).text and "more" in vault.read(NOTE).text


async def test_the_day_review_undoes_ticks_ratings_and_words(vault: Vault) -> None:
    vault.save(NOTE, f"---\ntalk: {TALK}\n---\nWater\n", None)
    async with on_screen(vault, datetime(2031, 5, 12, 22, 40), size=WIDE) as (app, pilot):
        app.show("day_wrap.DayWrapScreen", CONFERENCE)
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, DayWrapScreen)
        await press(pilot, "enter")
        assert ATTENDED(vault.marks(CONFERENCE))
        assert message(app) == "✓ Attended: “Tides in Memory” · ctrl+z to undo"
        await until(pilot, lambda: screen.has_class("-talk"))
        await press(pilot, "4", "enter", *"ebb")
        assert vault.marks(CONFERENCE).ratings == {TIDES: 4}
        await press(pilot, "ctrl+z")
        assert screen.card.inputs[0].value == "" and vault.marks(CONFERENCE).ratings == {TIDES: 4}
        await press(pilot, "ctrl+z")
        assert not vault.marks(CONFERENCE).ratings and ATTENDED(vault.marks(CONFERENCE))
        assert message(app) == "Undone. Rating removed: “Tides in Memory”"
        await press(pilot, "ctrl+g", "left", "ctrl+z")
        assert not ATTENDED(vault.marks(CONFERENCE))


async def run(vault: Vault, *keys: str) -> str:
    """The program begun anew, some keys, and its end; answers what was said last."""
    async with on_screen(Vault.open(vault.root), size=WIDE) as (app, pilot):
        await press(pilot, *keys)
        return message(app)


async def test_marks_are_undone_in_the_next_run_the_last_one_first(vault: Vault) -> None:
    await run(vault, "space", "2", "5")
    await run(vault, "w")
    assert "Removed from watch later" in await run(vault, "ctrl+z")
    assert not vault.marks(CONFERENCE)[Mark.LATER]
    assert "Rated 2 of 5" in await run(vault, "ctrl+z")
    assert vault.marks(CONFERENCE).ratings == {TIDES: 2}
    assert "Star removed" in await run(vault, "ctrl+z", "ctrl+z")
    assert vault.marks(CONFERENCE) == Marks()
    assert await run(vault, "ctrl+z") == "Nothing to undo here."


async def test_a_mark_that_was_changed_since_is_not_undone_and_others_are(vault: Vault) -> None:
    await run(vault, "a", "space", "space", "space")
    vault.mark(CONFERENCE, TIDES, starred=False)
    assert "Not attended" in await run(vault, "ctrl+z")
    assert vault.marks(CONFERENCE) == Marks()
    assert await run(vault, "space", "ctrl+z", "ctrl+z") == "Nothing to undo here."


@pytest.mark.parametrize("damaged", ["", "{", "[[1]]", '[["now", "x", []]]', '[["now", "x", [["a", "b", "c", 1, 2]]]]'])
async def test_a_damaged_record_of_marks_undoes_nothing(vault: Vault, damaged: str) -> None:
    await run(vault, "space")
    (record,) = (config.state_folder() / "marked").iterdir()
    assert record.stat().st_mode & 0o777 == 0o600
    record.write_text(damaged)
    assert await run(vault, "ctrl+z") == "Nothing to undo here."
    assert vault.marks(CONFERENCE)[Mark.STAR] == {TIDES}


def test_a_limited_number_of_marks_is_kept(vault: Vault) -> None:
    change = MarkChange(TALK, "Tides in Memory", Mark.STAR, 0, 1)
    keep_marks(
        vault,
        [KeptMarks("now", "", (one,)) for one in (change, change.inverse) * MOST] + [KeptMarks("now", "", (change,))],
    )
    vault.mark(CONFERENCE, TIDES, starred=True)
    assert len(kept_marks(vault)) == MOST
