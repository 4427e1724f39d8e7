"""The mouse: the border of a pane is dragged, and the right button offers what can be done with a row."""

from textual import events
from textual.pilot import Pilot

from confnotes.catalogue.program.whats_on import agenda
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.widgets.pane import LEAST_WIDTH, Pane
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, on_screen, page, settled


async def drag(pilot: Pilot[None], pane: Pane, by: int) -> None:
    """Move the left border of a pane by so many columns."""
    x, y = pane.region.x, pane.region.y + 2
    await pilot.mouse_down(offset=(x, y))
    for there in (x + by // 2, x + by):
        await pilot._post_mouse_events([events.MouseMove], offset=(there, y), button=1)
    await pilot.mouse_up(offset=(x + by, y))
    await settled(pilot)


async def test_the_border_of_the_facts_is_dragged(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        width = screen.pane.region.width
        await drag(pilot, screen.pane, -10)
        assert screen.pane.region.width == width + 10
        await drag(pilot, screen.pane, 110 - screen.pane.region.x)
        assert screen.pane.region.width == LEAST_WIDTH


async def test_the_dragged_panel_of_a_note_keeps_its_width(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32), talk="harbourconf-2031/slow-boats") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, NoteScreen)
        width = screen.panel.pane.region.width
        await drag(pilot, screen.panel.pane, -6)
        await pilot.press("f2", "f2")
        await settled(pilot)
        assert screen.panel.pane.region.width == width + 6


async def test_the_right_button_offers_the_actions_of_a_row(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ProgramScreen)
        line = next(y for y in range(20) if "Slow Boats" in "".join(one.text for one in screen.list.render_line(y)))
        await pilot.click(screen.list, offset=(30, line), button=3)
        await settled(pilot)
        dialog = app.screen
        assert isinstance(dialog, ChoiceScreen)
        await pilot.press("down", "enter")
        await settled(pilot)
        assert page(app) is screen
        assert [card.title for card in agenda(vault, CONFERENCE) if card.starred] == ["Slow Boats"]
