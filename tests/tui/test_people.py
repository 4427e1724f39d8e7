from textual import events

from confnotes.model.program import Conference, Person, Program
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.people import PeopleScreen
from confnotes.tui.screens.person import PersonScreen
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import on_screen, settled, text_of


async def test_a_person_is_found_by_typing_without_accents_and_has_a_page(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("g", "w")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        assert "Ada Vento" in text_of(screen.list)
        await pilot.press("slash", *"ines")
        await settled(pilot)
        assert "Inês Farol" in text_of(screen.list) and "Ada Vento" not in text_of(screen.list)
        assert "Tides in Memory" in text_of(screen.pane)
        await pilot.press("enter", "enter")
        await settled(pilot)
        person = app.screen
        assert isinstance(person, PersonScreen)
        seen = text_of(person.list)
        assert "2031" in seen and "Closing Fog" in seen and "Tides in Memory" in seen
        await pilot.press("space")
        await settled(pilot)
        assert "★" in text_of(person.list)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)


async def test_a_long_name_is_shown_whole_where_no_affiliation_needs_the_room(vault: Vault) -> None:
    name = "Maximiliane von Hohenstauffen-Ortenburg"
    save_program(vault, "Names", Program(Conference("Names"), people=(Person(name),)))
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "w")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        assert name in text_of(screen.list)


async def test_a_name_typed_faster_than_the_filter_opens_keeps_its_space(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "w")
        await settled(pilot)
        for key in "/ines fa":
            app.post_message(events.Key({" ": "space", "/": "slash"}.get(key, key), key))
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        assert screen.filter.value == "ines fa" and "Inês Farol" in text_of(screen.list)


async def test_esc_takes_the_filter_away_before_it_leaves(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("g", "w")
        await settled(pilot)
        await pilot.press("slash", "x", "y", "z")
        screen = app.screen
        assert isinstance(screen, PeopleScreen)
        assert "No matching people" in text_of(screen.list)
        await pilot.press("escape")
        assert "Ada Vento" in text_of(screen.list)
        assert screen.is_current
        await pilot.press("escape")
        await settled(pilot)
        assert not screen.is_current


async def test_digits_rate_the_talk_that_is_chosen_on_somebodys_page(vault: Vault) -> None:
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        app.follow("person:Maré Alta")
        await settled(pilot)
        person = app.screen
        assert isinstance(person, PersonScreen)
        await pilot.press("4", "a")
        await settled(pilot)
        assert "✓ ●●●●○" in text_of(person.list)
        await pilot.press("4")
        await settled(pilot)
        assert "●" not in text_of(person.list)
