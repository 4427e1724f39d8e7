"""Rooms side by side: every line is as many minutes, the rooms and hours scroll, and a narrow window lists them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from confnotes.actions.program.mark_talk import mark_talk
from confnotes.catalogue.program.whats_on import agenda
from confnotes.model.mark import Mark
from confnotes.model.program import Session
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.widgets.grid import GridCell, GridLayout, lay_out
from confnotes.tui.widgets.talk_rows import title_of
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import CONFERENCE, at, harbour, on_screen, settled, talk, text_of


def drawn(screen: ProgramScreen) -> str:
    grid = screen.grid
    return "\n".join("".join(segment.text for segment in grid.render_line(y)) for y in range(grid.size.height))


async def test_rooms_stand_side_by_side_and_arrows_go_from_room_to_room_and_day_to_day(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        await pilot.press("R")
        await settled(pilot)
        first = drawn(screen).splitlines()
        assert "Aula" in first[0] and "Pier 4" in first[0]
        assert any("Tides in Memory" in line and "Slow Boats" in line for line in first)
        screen.list.choose(screen.list.rows[1].key)
        await pilot.press("right", "right")
        await settled(pilot)
        assert "Closing Fog" in drawn(screen)
        await pilot.press("left")
        await settled(pilot)
        assert "Tides in Memory" in drawn(screen)


async def test_a_room_without_talks_at_the_hour_does_not_move_the_hour(vault: Vault) -> None:
    talks = (
        talk("Tides", "10:00", "10:50", "A"),
        talk("Late", "15:00", "15:50", "B"),
        talk("Boats", "10:00", "10:50", "C"),
        talk("Fog", "15:00", "15:50", "C"),
    )
    facts = replace(vault.program(CONFERENCE), sessions=(Session("", "s", talks=talks),))
    save_program(vault, CONFERENCE, facts)
    async with on_screen(vault, at("10:10"), size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p", "R")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        chosen = []
        for key in ("right", "right", "left", "left", "right", "up", "right"):
            await pilot.press(key)
            await settled(pilot)
            chosen.append(screen.grid.chosen.title if screen.grid.chosen else "")
        assert chosen == ["Late", "Boats", "Late", "Tides", "Late", "Late", "Fog"]


async def test_enter_and_the_mouse_open_the_note_of_a_cell(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        await pilot.press("R")
        await settled(pilot)
        lines = drawn(screen).splitlines()
        line = next(index for index, text in enumerate(lines) if "Slow Boats" in text)
        await pilot.click(screen.grid, offset=(lines[line].index("Slow"), line))
        await settled(pilot)
        assert app.screen is screen and screen.grid.chosen is not None and screen.grid.chosen.title == "Slow Boats"
        await pilot.click(screen.grid, offset=(lines[line].index("Slow"), line))
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen) and note.key is not None and "slow-boats" in note.key
        await pilot.press("ctrl+o")
        await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        again = app.screen
        assert isinstance(again, NoteScreen) and again.key != note.key


def with_talks(vault: Vault, *more: tuple[str, str, str, str]) -> None:
    """Save the conference with further talks: title, start, end, room."""
    program = harbour()
    extra = Session(None, "more", talks=tuple(talk(*one) for one in more))
    save_program(vault, CONFERENCE, replace(program, sessions=(*program.sessions, extra)))


def layout_of(vault: Vault) -> GridLayout:
    return lay_out(agenda(vault, CONFERENCE))


def cell_of(layout: GridLayout, title: str) -> GridCell:
    return next(cell for column in layout.columns for cell in column.cells if title in title_of(cell.card))


def test_a_talk_twice_as_long_is_twice_as_tall_and_begins_where_its_time_is(vault: Vault) -> None:
    with_talks(vault, ("Long Haul", "11:00", "12:00", "Dock"), ("Short Trip", "12:00", "12:30", "Dock"))
    layout = layout_of(vault)
    long, short = cell_of(layout, "Long Haul"), cell_of(layout, "Short Trip")
    assert long.height == 2 * short.height and long.bottom == short.top
    assert layout.line_at(datetime(2031, 5, 12, 11)) == long.top
    assert [layout.label(line) for line in range(layout.lines) if layout.label(line)][:3] == ["10:00", "10:30", "11:00"]
    assert layout.line_at(datetime(2031, 5, 13, 11)) is None


def test_rooms_stand_in_the_order_of_their_numbers(vault: Vault) -> None:
    with_talks(vault, *((f"In {room}", "11:00", "11:30", room) for room in ("K.10", "K.9", "")))
    assert [column.room for column in layout_of(vault).columns] == ["Aula", "K.9", "K.10", "Pier 4", ""]


@pytest.mark.parametrize("count", [2, 3, 4, 40])
def test_simultaneous_talks_in_a_room_share_its_lines_or_one_cell(vault: Vault, count: int) -> None:
    with_talks(vault, *((f"Poster {number}", "11:00", "12:00", "Hall") for number in range(count)))
    hall = next(column for column in layout_of(vault).columns if column.room == "Hall")
    assert sum(len(cell.cards) for cell in hall.cells) == count
    assert len(hall.cells) == (count if count <= 3 else 1)
    for cell, after in zip(hall.cells, hall.cells[1:], strict=False):
        assert cell.bottom <= after.top


def test_overlapping_and_very_short_talks_never_cover_each_other(vault: Vault) -> None:
    minutes = [(start, start + length) for start in range(0, 50, 4) for length in (1, 3, 25)]
    clock = datetime(2031, 5, 12, 11)

    def time(minute: int) -> str:
        return f"{clock + timedelta(minutes=minute):%H:%M}"

    with_talks(vault, *((f"Talk {start} {end}", time(start), time(end), "Hall") for start, end in minutes))
    hall = next(column for column in layout_of(vault).columns if column.room == "Hall")
    assert sum(len(cell.cards) for cell in hall.cells) == len(minutes)
    assert all(cell.height > 0 for cell in hall.cells)
    for cell, after in zip(hall.cells, hall.cells[1:], strict=False):
        assert cell.bottom <= after.top


def test_no_talk_with_a_time_makes_an_empty_table() -> None:
    assert lay_out([]).columns == ()


async def test_eight_rooms_fit_into_120_columns_and_more_scroll(vault: Vault) -> None:
    with_talks(vault, *((f"In room {number}", "11:00", "11:30", f"Room {number}") for number in range(1, 20)))
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p", "R")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        header = drawn(screen).splitlines()[0]
        assert (
            sum(f"Room {number} " in header for number in range(1, 20)) + ("Pier 4" in header) + ("Aula" in header) >= 8
        )
        await pilot.click(screen.grid, offset=(header.index("›"), 0))
        await settled(pilot)
        assert "Aula" not in drawn(screen).splitlines()[0] and "‹" in drawn(screen).splitlines()[0]
        await pilot.press(*["right"] * 20)
        await settled(pilot)
        assert "Room 19" in drawn(screen).splitlines()[0]


async def test_the_line_of_now_stars_notes_and_clashes_are_in_the_table(vault: Vault) -> None:
    for name in ("tides-in-memory", "slow-boats"):
        mark_talk(vault, f"harbourconf-2031/{name}", Mark.STAR)
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p", "R")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        lines = drawn(screen).splitlines()
        now = next(line for line in lines if line.startswith(" 10:10"))
        assert "───" in now
        assert any("⚠ ★ Slow Boats" in line for line in lines)
        await pilot.press("pagedown", "home", "end")
        await settled(pilot)
        assert "Ropes and Knots" in drawn(screen)


async def test_a_narrow_window_lists_the_talks_by_room_and_a_wider_one_shows_the_table_again(vault: Vault) -> None:
    async with on_screen(vault, size=(80, 24)) as (app, pilot):
        await pilot.press("g", "p", "R")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        shown = text_of(screen.list)
        assert screen.list.display and not screen.grid.display
        aula, pier = shown.split("Pier 4")
        assert "Aula" in aula and "Ropes and Knots" in aula and "Slow Boats" in pier and "Closing Fog" not in shown
        assert "Aula" in text_of(screen.tabs)
        await pilot.resize_terminal(120, 32)
        await settled(pilot)
        assert screen.grid.display and screen.grid.has_focus
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert screen.list.has_focus
        await pilot.press("R")
        await settled(pilot)
        assert "Morning water" in text_of(screen.list)


async def test_the_selected_talk_stays_visible_when_a_narrow_list_is_ordered_by_rooms(vault: Vault) -> None:
    hours = [f"{hour:02}:{minute:02}" for hour in range(8, 20) for minute in (0, 20, 40)]
    with_talks(vault, *((f"{start} in {room}", start, start, room) for start in hours for room in ("Dock", "Zoo")))
    async with on_screen(vault, size=(80, 24)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        rows = screen.list
        assert rows.choose(
            next(row.key for row in rows.rows if "10:20 in Zoo" in "".join(map(str, row.lines(80, False))))
        )
        await pilot.press("R")
        await settled(pilot)
        shown = ["".join(segment.text for segment in rows.render_line(y)) for y in range(rows.size.height)]
        assert any("▸" in line and "10:20 in Zoo" in line for line in shown)
