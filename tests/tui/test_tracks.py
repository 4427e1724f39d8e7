"""A conference of several tracks: their names and colors, the filter, and tracks that are hidden for good."""

from dataclasses import replace

import pytest
from textual.app import App

from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.widgets.rows import RowList
from confnotes.tui.widgets.tracks import track_role
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import CONFERENCE, harbour, on_screen, page, settled, text_of

WIDE = (120, 32)
TRACKS = {"Tides in Memory": "Memory devroom", "Slow Boats": "Boats & Harbours", "Ropes and Knots": "Memory devroom"}


@pytest.fixture
def vault(vault: Vault) -> Vault:
    """The conference at the harbor with two tracks, in which some talks have none."""
    program = harbour()
    sessions = tuple(
        replace(session, talks=tuple(replace(one, track=TRACKS.get(one.title or "")) for one in session.talks))
        for session in program.sessions
    )
    save_program(vault, CONFERENCE, replace(program, sessions=sessions))
    return vault


def color_of(app: App[None], rows: RowList, text: str) -> object:
    """The color of this text in a list, as it is painted."""
    for y in range(rows.size.height):
        for segment in rows.render_line(y):
            if text in segment.text and segment.style:
                return segment.style.color
    raise AssertionError(f"not painted: {text}")


def test_a_track_has_the_same_color_however_it_is_written_and_wherever_it_is() -> None:
    assert track_role("Rust devroom") == track_role("RUST DEVROOM") == "track-2"
    assert len({track_role(f"Track {number}") for number in range(60)}) == 12


async def test_now_program_and_my_schedule_name_the_track_in_its_color(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        await pilot.press("space")
        for keys in ((), ("d",), ("escape", "m")):
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            rows = page(app).query_one(RowList)
            lines = text_of(rows).splitlines()
            assert color_of(app, rows, "Memory devroom") == color_of(app, rows, "▎")
            assert next(line for line in lines if "Tides" in line).startswith("▎")
            assert not any(line.startswith("▎") for line in lines if "Lanterns" in line)


async def test_the_colors_follow_the_theme(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE) as (app, pilot):
        rows = page(app).query_one(RowList)
        dark = color_of(app, rows, "Memory devroom")
        assert dark == color_of(app, rows, "▎") != color_of(app, rows, "Boats & Harbours")
        await pilot.press("f9")
        await settled(pilot)
        assert color_of(app, rows, "Memory devroom") != dark


async def test_a_note_names_the_track_of_its_talk(vault: Vault) -> None:
    async with on_screen(vault, size=WIDE, talk="harbourconf-2031/tides-in-memory") as (app, _):
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        assert "Track     ▎ Memory devroom" in text_of(screen.panel.pane)
        assert text_of(screen.top).startswith(" ▎Tides in Memory")


async def test_a_narrow_list_names_a_track_only_beside_a_short_title(vault: Vault) -> None:
    async with on_screen(vault, size=(60, 24)) as (app, _):
        lines = text_of(page(app).query_one(RowList)).splitlines()
        assert any("Slow Boats" in line and "Boats & Harbours" in line for line in lines)
        assert all(len(line) <= 60 for line in lines)
