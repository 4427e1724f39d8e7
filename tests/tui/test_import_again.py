"""A program imported again: what it would change is seen first, and what changed is told where it matters."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from confnotes.actions.importing.import_program import write
from confnotes.actions.importing.read_sources import preview
from confnotes.actions.notes.take_note import draft, save
from confnotes.actions.program.mark_talk import mark_talk
from confnotes.importers.importer import Hints
from confnotes.model.mark import Mark
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.changes import ChangesScreen
from confnotes.tui.screens.import_ import ImportScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.people import PeopleScreen
from confnotes.tui.screens.program import ProgramScreen
from confnotes.tui.screens.same_people import SamePeopleScreen
from confnotes.tui.widgets.pane import Pane
from confnotes.vault.vault import Vault
from screen_samples import at, on_screen, settled, take_from_palette, text_of

NAME = "Small Notes 2031"
PAGE = """\
# Small Notes 2031

12 May 2031, Lisbon

## Schedule (Lisbon time)

- 09:15 - 10:00 Keynote: Notes that outlive their program, Ada Example
- 10:30 - 11:00 A parser in forty lines, Bo Sample
- 11:00 - 11:30 Files that heal themselves, Cleo Muster
"""
LATER = PAGE.replace("10:30 - 11:00 A parser", "14:30 - 15:00 A parser").replace(
    "- 11:00 - 11:30 Files that heal themselves, Cleo Muster\n", "- 16:00 - 16:30 Ink, Dora Vzor\n"
)


def bring(vault: Vault, *sources: Path) -> None:
    write(vault, preview([str(source) for source in sources], Hints(timezone="Europe/Lisbon")))


def key_of(vault: Vault, title: str) -> str:
    from confnotes.catalogue.program.talks import find_talk

    return find_talk(vault, title).key


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


async def test_a_refresh_has_its_fields_although_nothing_changed(source: Path, tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "again")
    bring(vault, source)
    async with on_screen(vault) as (app, pilot):
        app.conference = NAME
        app.action_refresh()
        await settled(pilot)
        shown = app.screen
        assert isinstance(shown, ImportScreen)
        assert shown.form.zone.value == "Europe/Lisbon" and shown.form.zone.size.height == 1
        assert "saving changes nothing" in text_of(shown.pane)


@pytest.fixture
def known(tmp_path: Path, source: Path) -> Vault:
    """The first version is in the vault, with a star on the talk that will move and a note on the one that will go."""
    vault = Vault.create(tmp_path / "vault")
    bring(vault, source)
    mark_talk(vault, key_of(vault, "A parser"), Mark.STAR)
    note = draft(vault, key_of(vault, "Files that heal"))
    save(vault, note, note.text + "It heals.\n")
    source.write_text(LATER, encoding="utf-8")
    return vault


def files(vault: Vault) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in vault.root.rglob("*") if path.is_file()}


async def see(pilot: Pilot[None], source: str) -> ImportScreen:
    await settled(pilot)
    await pilot.press("i")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ImportScreen)
    screen.source.value = source
    await pilot.press("enter")
    await settled(pilot)
    return screen


async def test_what_it_would_change_is_seen_before_anything_is_written(known: Vault, source: Path) -> None:
    app = ConfnotesApp(known, at("08:00"))
    before = files(known)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await see(pilot, str(source))
        seen = text_of(screen.pane)
        assert "IN THE VAULT ALREADY" in seen and NAME in seen
        assert "1 new · 1 moved · 1 cancelled" in seen
        assert "A parser in forty lines" in seen and "from 10:30 to 14:30" in seen
        assert "your note stays" in seen
        assert screen.form.zone.value == "Europe/Lisbon"
        assert files(known) == before
        await pilot.press("enter")
        await settled(pilot)
        assert f"✓ {NAME}" in text_of(screen.pane) and "1 new · 1 moved · 1 cancelled" in text_of(screen.pane)
        await pilot.press("g", "c")
        await settled(pilot)
        assert isinstance(app.screen, ChangesScreen)
        listed = text_of(app.screen.list)
        assert "moved" in listed and "cancelled" in listed and "Ink" in listed
        await pilot.press("escape", "enter")
        await settled(pilot)
        assert isinstance(app.screen, ProgramScreen)
        assert NAME in text_of(app.screen.top)


async def test_the_same_again_changes_nothing_and_says_so(known: Vault, source: Path) -> None:
    source.write_text(PAGE, encoding="utf-8")
    app = ConfnotesApp(known, at("08:00"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await see(pilot, str(source))
        assert f"saving changes nothing in {NAME}" in text_of(screen.pane)


async def test_a_conference_is_refreshed_from_its_program_and_from_the_palette(known: Vault, source: Path) -> None:
    async with on_screen(known, at("08:00"), size=(120, 40)) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        await pilot.press("i")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        assert f"Refresh {NAME}" in text_of(screen.top) and "1 moved" in text_of(screen.pane)
        await pilot.press("enter")
        await settled(pilot)
        assert "✓" in text_of(screen.pane)
        await pilot.press("escape", "escape")
        await settled(pilot)
        await take_from_palette(pilot, "refresh small", f"Refresh {NAME}")
        assert isinstance(app.screen, ImportScreen)
        assert "nothing" in text_of(app.screen.pane)


async def test_what_came_from_nowhere_says_so_in_one_line(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "p")
        await settled(pilot)
        await pilot.press("i")
        await settled(pilot)
        assert "no import source" in text_of(app.screen.query_one(Pane))


async def test_a_cancelled_talk_is_marked_where_it_would_have_been(known: Vault, source: Path) -> None:
    bring(known, source)
    async with on_screen(known, at("11:10"), size=(120, 32)) as (app, pilot):
        assert isinstance(app.screen, NowScreen)
        seen = text_of(app.screen.list)
        assert "Files that heal themselves" in seen and "cancelled" in seen and "✎ 1" in seen
        await pilot.press("g", "p")
        await settled(pilot)
        assert isinstance(app.screen, ProgramScreen)
        rows = text_of(app.screen.list).splitlines()
        (row,) = [row for row in rows if "Files that heal" in row]
        assert "11:00" in row and "cancelled" in row
        app.open_talk(key_of(known, "Files that heal"))
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert "cancelled  was 11:00–11:30" in text_of(app.screen.top)


async def test_a_note_says_that_its_talk_moved_until_it_is_over(known: Vault, source: Path) -> None:
    bring(known, source)
    for time, told in (("09:00", True), ("15:30", False)):
        app = ConfnotesApp(known, at(time))
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            app.open_talk(key_of(known, "A parser"))
            await settled(pilot)
            assert isinstance(app.screen, NoteScreen)
            assert ("moved to 14:30" in text_of(app.screen.top)) is told


async def test_names_that_may_be_one_persons_are_asked_about(tmp_path: Path, source: Path) -> None:
    source.write_text(PAGE.replace("Cleo Muster", "B. Sample").replace("Ada Example", "Adá Éxample"), encoding="utf-8")
    other = tmp_path / "other.md"
    other.write_text(PAGE.replace("Small Notes 2031", "Large Notes 2031"), encoding="utf-8")
    vault = Vault.create(tmp_path / "vault")
    bring(vault, source)
    bring(vault, other)
    async with on_screen(vault, at("08:00")) as (app, pilot):
        await pilot.press("g", "w")
        await settled(pilot)
        assert isinstance(app.screen, PeopleScreen)
        assert "2 possible duplicates" in text_of(app.screen.top)
        await pilot.press("m")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, SamePeopleScreen)
        seen = text_of(screen.list)
        assert all(name in seen for name in ("Ada Example", "Adá Éxample", "Bo Sample", "B. Sample", "initials"))
        await pilot.press("enter")
        await settled(pilot)
        seen = text_of(screen.list)
        assert "Bo Sample" in seen and "xample" not in seen
        await pilot.press("n")
        await settled(pilot)
        assert "No duplicate people" in text_of(screen.list)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, PeopleScreen)
        names = text_of(app.screen.list)
        assert "B. Sample" in names and "Bo Sample" in names
        assert ("Ada Example" in names) != ("Adá Éxample" in names)
        assert "duplicate" not in text_of(app.screen.top)
