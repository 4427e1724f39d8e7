"""The clock of the computer jumps: stamps follow it, and saving does not wait for it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.note.view import state_of
from confnotes.vault.vault import Vault
from screen_samples import ZONE, on_screen, until

TIDES = "harbourconf-2031/tides-in-memory"
TALK = datetime(2031, 5, 12, 10, 10, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("jump", "stamp"),
    [
        (TALK.replace(hour=9, minute=55), "^t0955"),
        (TALK.replace(minute=25).astimezone(ZoneInfo("America/New_York")), "^t1025"),
        (TALK.replace(hour=10, minute=59), "^t1059"),
    ],
    ids=["back", "another zone", "an hour asleep, nearly"],
)
async def test_the_next_line_has_the_new_time_and_is_saved(vault: Vault, jump: datetime, stamp: str) -> None:
    async with on_screen(vault, TALK, talk=TIDES) as (app, pilot):
        await pilot.press(*"ebb", "enter")
        app.time.set(jump)
        await pilot.press(*"flow")
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        await until(pilot, lambda: state_of(screen.edited)[0].text == "saved", 4)
        written = vault.read(screen.path).text
    assert "ebb ^t1010" in written
    assert f"flow {stamp}" in written
