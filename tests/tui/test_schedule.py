"""My schedule: what I chose, with what lies between, and its way to the phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar

from confnotes.actions.program import mark_talk
from confnotes.catalogue.program.whats_on import agenda
from confnotes.model.mark import Mark
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.export.screen import ExportScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.schedule import ScheduleScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, HOSTILE_TITLE, chosen_text, on_screen, settled, text_of, until


def schedule_screen(app: ConfnotesApp) -> ScheduleScreen:
    assert isinstance(app.screen, ScheduleScreen), app.screen
    return app.screen


def star(vault: Vault, *titles: str) -> None:
    for card in agenda(vault, CONFERENCE):
        if card.talk.title in titles:
            mark_talk.mark_talk(vault, card.key, Mark.STAR, True)


async def test_my_talks_stand_in_order_with_free_time_walks_and_clashes(vault: Vault) -> None:
    star(vault, "Tides in Memory", "Slow Boats", HOSTILE_TITLE, "Ropes and Knots", "Closing Fog")
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "m")
        await settled(pilot)
        seen = text_of(schedule_screen(app).list)
        assert (
            seen.index("MON") < seen.index("Tides in Memory") < seen.index("3 h free") < seen.index("Ropes and Knots")
        )
        assert "clashes with 10:00 Slow Boats" in seen
        assert "Red [bold]alert[/bold]" in seen
        assert "5 talks · ⚠ 2 clash" in text_of(schedule_screen(app).top)
        await pilot.press("space")
        await settled(pilot)
        assert "4 talks" in text_of(schedule_screen(app).top)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)


async def test_a_talk_is_rated_in_my_schedule(vault: Vault) -> None:
    star(vault, "Tides in Memory")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "m")
        await settled(pilot)
        await pilot.press("4")
        await settled(pilot)
        assert "●●●●○" in chosen_text(schedule_screen(app).list)


async def test_an_empty_schedule_says_how_to_fill_it(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "m")
        await settled(pilot)
        assert "space stars a talk" in text_of(schedule_screen(app).list)
        assert chosen_text(schedule_screen(app).list) == ""


async def test_the_export_screen_writes_my_schedule_for_a_calendar(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    star(vault, "Ropes and Knots")
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "m")
        await settled(pilot)
        await pilot.press("x")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ExportScreen)
        await until(pilot, lambda: "Ropes and Knots" in text_of(screen.preview))
        await pilot.press("ctrl+s")
        await settled(pilot)
    written = (tmp_path / f"{CONFERENCE} schedule.ics").read_bytes()
    assert [str(event["summary"]) for event in Calendar.from_ical(written).walk("VEVENT")] == ["Ropes and Knots"]
