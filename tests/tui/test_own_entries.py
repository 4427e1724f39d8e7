"""Meetings and meals of one's own in My schedule: they clash, can be undone, survive imports, and are never shared."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from textual.widgets import Input, Static

from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.actions.notes.day_page import wrap_up
from confnotes.actions.program.mark_talk import mark_talk
from confnotes.actions.program.own_entry import OwnEntry, add_entry, read_entry, remove_entry
from confnotes.catalogue.program.switch_talks import about_to_begin
from confnotes.catalogue.program.whats_on import agenda
from confnotes.catalogue.recorded import recorded_talks, watch_list
from confnotes.errors import ConfnotesError
from confnotes.model.mark import Mark
from confnotes.model.program import ReadProgram
from confnotes.tui.screens.schedule import ScheduleScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, harbour, on_screen, settled, text_of

DAY = date(2031, 5, 12)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("12:30-13:30 Lunch with Ada @ Bar K", ("Lunch with Ada", (12, 12, 30), (12, 13, 30), "Bar K")),
        ("tue 9:15 Coffee", ("Coffee", (13, 9, 15), (13, 10, 15), None)),
        ("Lunch with Bo 12:30", ("Lunch with Bo", (12, 12, 30), (12, 13, 30), None)),
        ("Lunch with Bo @ Bar K tue at 12:30-13:00", ("Lunch with Bo", (13, 12, 30), (13, 13, 0), "Bar K")),
        ("Lunch 12:30 @ Bar K", ("Lunch", (12, 12, 30), (12, 13, 30), "Bar K")),
        ("tomorrow 9:15 – 9:30 Coffee", ("Coffee", (13, 9, 15), (13, 9, 30), None)),
        ("2031-05-13 18:00 Dinner @ Quay 3", ("Dinner", (13, 18, 0), (13, 19, 0), "Quay 3")),
        ("23:00-1:00 Party @ Pier", ("Party", (12, 23, 0), (13, 1, 0), "Pier")),
        ("2 pm - 3 pm Walk with a@b.example", ("Walk with a@b.example", (12, 14, 0), (12, 15, 0), None)),
    ],
)
def test_a_meeting_is_one_line(
    vault: Vault, text: str, entry: tuple[str, tuple[int, int, int], tuple[int, int, int], str | None]
) -> None:
    title, start, end, place = entry
    assert read_entry(vault, CONFERENCE, text, DAY) == OwnEntry(
        title, datetime(2031, 5, *start), datetime(2031, 5, *end), place
    )


@pytest.mark.parametrize("text", ["", "lunch", "12:30", "someday 12:30 lunch", "12:30 @ Bar"])
def test_a_line_without_time_or_title_says_what_is_missing(vault: Vault, text: str) -> None:
    with pytest.raises(ConfnotesError):
        read_entry(vault, CONFERENCE, text, DAY)


def test_an_entry_reminds_clashes_and_survives_an_import(vault: Vault) -> None:
    mark_talk(vault, "harbourconf-2031/tides-in-memory", Mark.STAR)
    entry = read_entry(vault, CONFERENCE, "10:15-10:45 Meet Bo @ Bar", DAY)
    key = add_entry(vault, CONFERENCE, entry)
    assert add_entry(vault, CONFERENCE, entry) != key
    card = next(card for card in agenda(vault, CONFERENCE) if card.key == key)
    assert card.starred and card.unshared and card.room == "Bar"
    assert "Tides in Memory" in [clash.title for clash in card.clashes]
    assert key in [soon.key for _, soon in about_to_begin(vault, at("10:11"), None)]
    talks = harbour()
    changed = replace(talks, sessions=talks.sessions[:1])
    for program in (talks, changed):
        write(vault, [SourcePreview("harbour.xml", ReadProgram("frab", program), CONFERENCE)])
    again = next(card for card in agenda(vault, CONFERENCE) if card.key == key)
    assert again.starred and not again.talk.cancelled
    assert remove_entry(vault, CONFERENCE, again.talk.id or "").title == "Meet Bo"
    with pytest.raises(ConfnotesError):
        remove_entry(vault, CONFERENCE, "tides-in-memory")


async def test_a_meeting_is_added_undone_and_removed_in_my_schedule(vault: Vault) -> None:
    mark_talk(vault, "harbourconf-2031/slow-boats", Mark.STAR)
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "m")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ScheduleScreen)
        await pilot.press("n", *"10:10-10:40 Meet Bo @ Bar", "enter")
        await settled(pilot)
        shown = text_of(screen.list)
        assert "10:10–10:40  Bar" in shown and "⚠ clashes with 10:00 Slow Boats" in shown
        assert "1 talk · 1 of your own" in shown and "1 talk · 1 of your own" in text_of(screen.top)
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert "Meet Bo" not in text_of(screen.list)
        await pilot.press("ctrl+y")
        await settled(pilot)
        assert "Meet Bo" in text_of(screen.list)
        await pilot.press("end", "delete")
        await settled(pilot)
        assert "Meet Bo" not in text_of(screen.list) and "Removed" in screen.line.message
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert "Meet Bo" in text_of(screen.list)
        await pilot.press("home", "delete")
        await settled(pilot)
        assert "Slow Boats" in text_of(screen.list)


async def test_a_meeting_that_moves_keeps_its_note(vault: Vault) -> None:
    key = add_entry(vault, CONFERENCE, read_entry(vault, CONFERENCE, "12:30-13:30 Lunch with Ada @ Bar K", DAY))
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "m")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ScheduleScreen)
        await pilot.press("e")
        await settled(pilot)
        line = app.screen.query_one(Input)
        assert line.value == "2031-05-12 12:30-13:30 Lunch with Ada @ Bar K"
        line.value = "tue 9:15-9:45 Coffee with Ada"
        await pilot.press("enter")
        await settled(pilot)
        assert "09:15–09:45" in text_of(screen.list) and "Coffee with Ada" in text_of(screen.list)
        assert [card.key for card in agenda(vault, CONFERENCE) if card.starred] == [key]
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert "12:30–13:30" in text_of(screen.list) and "Lunch with Ada" in text_of(screen.list)
        await pilot.press("ctrl+y")
        await settled(pilot)
        assert "Coffee with Ada" in text_of(screen.list)


async def test_a_line_that_is_not_understood_stays_to_be_corrected(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "m")
        await settled(pilot)
        await pilot.press("n", *"sunday 12:30 lunch", "enter")
        await settled(pilot)
        assert not isinstance(app.screen, ScheduleScreen)
        assert CONFERENCE in " ".join(str(one.render()) for one in app.screen.query(Static))
        await pilot.press("home", "delete")
        await settled(pilot)
        assert "cancel" in " ".join(str(one.render()) for one in app.screen.query(Static))
        await pilot.press("home", *["delete"] * 6, "enter")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ScheduleScreen) and "lunch" in text_of(screen.list)


def test_a_meeting_is_not_a_missed_talk(vault: Vault) -> None:
    key = add_entry(vault, CONFERENCE, read_entry(vault, CONFERENCE, "12:30-13:30 Lunch with Ada @ Bar K", DAY))
    assert key not in [card.key for card in wrap_up(vault, at("22:40")).missed]
    assert key not in [talk.card.key for talk in watch_list(recorded_talks(vault, at("22:40")))]
