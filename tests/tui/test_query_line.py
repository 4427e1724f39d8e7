"""The line of the search: filters complete while they are typed, and are never in the way of typing."""

from __future__ import annotations

from textual.pilot import Pilot

from confnotes.actions.notes import take_note
from confnotes.catalogue.program.whats_on import agenda
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, settled, text_of


def write_note(vault: Vault, title: str, *lines: str) -> str:
    key = next(card.key for card in agenda(vault, CONFERENCE) if card.talk.title == title)
    draft = take_note.draft(vault, key)
    return take_note.save(vault, draft, draft.text + "\n".join(lines) + "\n").path


async def typed(pilot: Pilot[None], text: str) -> SearchScreen:
    """A search for that text, typed key by key."""
    await settled(pilot)
    await pilot.press("slash", *text)
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    return screen


def offers(screen: SearchScreen) -> list[str]:
    """What the popup shows, a row each."""
    return [line.strip(" ▸") for line in text_of(screen.popup).split("\n")] if screen.popup.is_open else []


async def test_the_beginning_of_a_field_is_completed_by_tab_and_then_its_values(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await typed(pilot, "spe")
        assert [one.split()[0] for one in offers(screen)] == ["speaker:"]
        await pilot.press("tab")
        await settled(pilot)
        assert screen.ask.value == "speaker:"
        await pilot.press(*"be")
        await settled(pilot)
        assert offers(screen) == []
        await pilot.press("backspace", "backspace", *"fa")
        await settled(pilot)
        assert [one.split("  ")[0] for one in offers(screen)] == ["Inês Farol"]
        await pilot.press("tab")
        await settled(pilot)
        assert screen.ask.value == 'speaker:"Inês Farol" '
        assert not screen.popup.is_open
        assert "Tides in Memory" in text_of(screen.list) and "Slow Boats" not in text_of(screen.list)


async def test_enter_opens_the_hit_unless_a_row_was_chosen(vault: Vault) -> None:
    write_note(vault, "Tides in Memory", "a line")
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await typed(pilot, "line room:au")
        assert offers(screen)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await typed(pilot, "line room:au")
        await pilot.press("down", "enter")
        await settled(pilot)
        assert screen.is_current and screen.ask.value == "line room:Aula "


async def test_escape_closes_the_popup_first_and_it_stays_away_from_that_word(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await typed(pilot, "is:t")
        assert [one.split() for one in offers(screen)] == [["todo", "tab"]]
        await pilot.press("escape", "o")
        await settled(pilot)
        assert screen.is_current and screen.ask.value == "is:to" and not screen.popup.is_open


async def test_arrows_belong_to_the_hits_while_the_name_of_a_field_may_be_meant(vault: Vault) -> None:
    write_note(vault, "Tides in Memory", "rooms full of water")
    write_note(vault, "Slow Boats", "room for a boat")
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await typed(pilot, "room")
        assert [one.split()[0] for one in offers(screen)] == ["room:"]
        before = screen.list.chosen
        await pilot.press("down")
        await settled(pilot)
        assert screen.list.chosen is not before and not screen.popup.is_open


async def test_a_finished_value_and_plain_words_are_offered_nothing(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        for text in ("is:todo", "tides", '"speaker', 'speaker:"Inês Farol"', "speaker:far "):
            screen = await typed(pilot, text)
            assert offers(screen) == [], text
            await pilot.press("escape")


async def test_a_press_of_the_mouse_takes_an_offer(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await typed(pilot, "speaker:")
        assert len(offers(screen)) > 2
        wanted = offers(screen)[1].split("  ")[0]
        await pilot.click(screen.popup, offset=(5, 1))
        await settled(pilot)
        assert screen.ask.value == f'speaker:"{wanted}" '


async def test_the_popup_covers_no_result(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await typed(pilot, "speaker:")
        assert screen.popup.height > 1
        assert screen.popup.region.bottom <= screen.list.region.y
        await pilot.press("escape")
        await settled(pilot)
        assert screen.list.region.y == screen.ask.region.bottom + 1
