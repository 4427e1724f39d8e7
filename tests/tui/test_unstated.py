"""What a program does not say is not said on the screens either: ends, and talks without any time."""

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from confnotes.actions.program import mark_talk
from confnotes.catalogue.program.whats_on import agenda
from confnotes.model.mark import Mark
from confnotes.model.program import Kind, Session, Talk
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import CONFERENCE, chosen_text, harbour, on_screen, settled, text_of

SPOTS = ("Foam", "Drift", "Keel")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A morning whose talks have no ends, and spotlights of which nobody knows when."""
    vault = Vault.create(tmp_path / "vault")
    program = harbour()
    sessions = tuple(
        replace(session, talks=tuple(replace(talk, end=None) for talk in session.talks)) for session in program.sessions
    )
    spots = Session("Spotlights", "s9", Kind.SPOTLIGHT, room="Aula", talks=tuple(Talk(one, one) for one in SPOTS))
    save_program(vault, CONFERENCE, replace(program, sessions=(*sessions, spots)))
    return vault


def key_of(vault: Vault, title: str) -> str:
    return next(card.key for card in agenda(vault, CONFERENCE) if card.talk.title == title)


async def test_an_unstated_end_is_not_shown_as_a_fact(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        assert isinstance(app.screen, NowScreen)
        seen = text_of(app.screen.list)
        assert "Tides in Memory" in seen and "NEXT · 10:30" in seen
        assert "until" not in seen and "first change" not in seen
        app.open_talk(key_of(vault, "Tides in Memory"))
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        title = text_of(app.screen.top)
        assert "10:00" in title and "next: Lanterns" in title
        assert "–" not in title and "left" not in title


async def test_talks_without_a_time_are_one_key_from_now_and_their_stars_are_not_forgotten(vault: Vault) -> None:
    mark_talk.mark_talk(vault, key_of(vault, "Drift"), Mark.STAR, True)
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        assert isinstance(app.screen, NowScreen)
        seen = text_of(app.screen.list)
        assert "3 talks without a time" in seen
        assert "Drift" in seen and "Foam" not in seen
        await pilot.press("end", "enter")
        await settled(pilot)
        assert isinstance(app.screen, ProgramScreen)
        assert "Foam" in chosen_text(app.screen.list)


async def test_on_the_evening_before_they_are_there_too(vault: Vault) -> None:
    async with on_screen(vault, datetime(2031, 5, 11, 20, 0)) as (app, _):
        assert isinstance(app.screen, NowScreen)
        assert "3 talks without a time" in text_of(app.screen.list)


async def test_times_without_a_day_and_days_without_a_time_are_shown_as_such(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "bare")
    talks = (Talk("Foam", "foam", start=time(9)), Talk("Drift", "drift", start=date(2031, 5, 12)), Talk("Keel", "keel"))
    save_program(vault, CONFERENCE, replace(harbour(), sessions=(Session("Spotlights", "s9", talks=talks),)))
    mark_talk.mark_talk(vault, key_of(vault, "Foam"), Mark.STAR, True)
    async with on_screen(vault, datetime(2031, 5, 12, 9, 5), size=(120, 32)) as (app, pilot):
        assert isinstance(app.screen, NowScreen)
        seen = text_of(app.screen.list)
        assert "3 talks without a day or a time" in seen and "NO DAY OR NO TIME, STARRED" in seen
        assert "09:00" in seen and "No more talks" in seen
        await pilot.press("g", "p")
        await settled(pilot)
        assert isinstance(app.screen, ProgramScreen)
        shown = text_of(app.screen.list)
        assert shown.index("NO TIME") < shown.index("Drift") and "Foam" not in shown
        await pilot.press("right")
        await settled(pilot)
        shown = text_of(app.screen.list)
        assert shown.index("NO DAY") < shown.index("Foam") < shown.index("NO DAY, NO TIME") < shown.index("Keel")
