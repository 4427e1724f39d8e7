from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.vault.vault import Vault
from screen_samples import on_screen, settled


def drawn(screen: ProgramScreen) -> str:
    grid = screen.grid
    return "\n".join("".join(segment.text for segment in grid.render_line(y)) for y in range(grid.size.height))


async def test_rooms_stand_side_by_side_and_arrows_go_from_room_to_room_and_day_to_day(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("d")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        await pilot.press("f3")
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


async def test_enter_and_the_mouse_open_the_note_of_a_cell(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("d")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        await pilot.press("f3")
        await settled(pilot)
        lines = drawn(screen).splitlines()
        line = next(index for index, text in enumerate(lines) if "Slow Boats" in text)
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
