"""What a list was made of is gone from memory when one has left it."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual._styles_cache import StylesCache
from textual.pilot import Pilot
from textual.screen import Screen

from confnotes.catalogue.completing.complete import CandidateView, Completer
from confnotes.catalogue.completing.completion_index import KnownNote
from confnotes.catalogue.open_points import Points
from confnotes.catalogue.people.everybody import Everybody, PersonDraft
from confnotes.catalogue.people.people import PersonCard, PersonMentions
from confnotes.catalogue.program.cards import Timetable
from confnotes.markup.person_names import name_words
from confnotes.model.paper import Paper, PaperId
from confnotes.model.program import Program
from confnotes.tui import commands, giving_back
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.command import Command, Where
from confnotes.tui.screens.now import NowScreen
from confnotes.tui.screens.people import PeopleScreen
from confnotes.vault.vault import Vault
from program_files import save_program
from screen_samples import at, harbour, harbour_vault, settled, until

LISTED = (
    Paper,
    PaperId,
    Program,
    Points,
    Everybody,
    PersonDraft,
    PersonMentions,
    PersonCard,
    Timetable,
    CandidateView,
    Completer,
    KnownNote,
)
NO_LISTS = {
    *("app.new_note", "app.import_program", "app.refresh", "app.help", "app.command_palette", "app.now", "app.quit"),
    *("app.keys_after('go')", "app.keys_after('leader')", "app.rooms", "app.note_before"),
    *("app.toggle_light", "app.open_vault", "app.sync"),
}
LISTS = [
    command
    for command in commands.of(Where.NOW)
    if command.action.startswith("app.")
    and not command.action.startswith("app.press(")
    and command.keys
    and command.action not in NO_LISTS
]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """The conference that is on, and another one."""
    made = harbour_vault(tmp_path / "vault")
    earlier = harbour()
    first, last = date(2029, 5, 14), date(2029, 5, 15)
    facts = replace(earlier.conference, name="Quay Days 2029", year=2029, start_date=first, end_date=last)
    save_program(made, "Quay Days 2029", replace(earlier, conference=facts))
    return made


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving_back, "GIVE_BACK_AFTER", 0.01)


@pytest.fixture(autouse=True)
def nothing_of_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests left is not looked at, which takes long and holds threads up; all that this one makes is."""
    gc.freeze()
    for name in ("freeze", "unfreeze"):
        monkeypatch.setattr(gc, name, lambda: None)


def in_memory() -> Counter[str]:
    gc.collect()
    return Counter(type(one).__name__ for one in gc.get_objects() if type(one) in LISTED)


def conferences_in_memory() -> set[str | None]:
    gc.collect()
    return {one.conference.name for one in gc.get_objects() if type(one) is Program}


async def left(pilot: Pilot[None]) -> None:
    """Go back to Now, and wait until what can be forgotten is."""
    while not isinstance(pilot.app.screen, NowScreen):
        await pilot.press("escape")
        await settled(pilot)
    await pilot.pause(0.05)
    await settled(pilot)


@pytest.mark.parametrize("command", LISTS, ids=lambda command: command.id)
async def test_a_list_that_was_left_keeps_nothing(vault: Vault, command: Command) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        await settled(pilot)
        assert app.conference is not None
        shown = vault.program(app.conference)
        before = in_memory()
        await pilot.press(*command.keys[0])
        await settled(pilot)
        screen: weakref.ref[Screen[object]] = weakref.ref(app.screen)
        assert not isinstance(app.screen, NowScreen)
        await left(pilot)
        await until(pilot, lambda: not in_memory() - before)
        assert vault.program(app.conference) is shown
        await until(pilot, lambda: gc.collect() is not None and screen() is None)


async def test_what_was_drawn_is_forgotten_with_its_screen(vault: Vault) -> None:
    """Textual remembered what the last 1,024 widgets had drawn: 0.8 MB for each note that was opened."""

    def drawn() -> int:
        gc.collect()
        return sum(type(one) is StylesCache for one in gc.get_objects())

    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        await settled(pilot)
        before = drawn()
        for key in ("w", "b", "p"):
            await pilot.press("g", key)
            await settled(pilot)
            await left(pilot)
        await until(pilot, lambda: drawn() <= before)


async def test_the_programs_that_were_read_for_the_index_are_given_back(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        await settled(pilot)
        await asyncio.to_thread(app.finding.brought_up_to_date, 60)
        assert app.finding.find("quay", 20, "relevance").total
        await until(pilot, lambda: "Quay Days 2029" not in conferences_in_memory())


@pytest.mark.parametrize("key", ["w", "b"])
async def test_people_and_papers_keep_no_program_while_they_are_open(vault: Vault, key: str) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        await settled(pilot)
        await asyncio.to_thread(app.finding.brought_up_to_date, 60)
        await until(pilot, lambda: "Quay Days 2029" not in conferences_in_memory())
        await pilot.press("g", key)
        await settled(pilot)
        assert not isinstance(app.screen, NowScreen)
        await until(pilot, lambda: "Quay Days 2029" not in conferences_in_memory())


async def test_search_that_was_left_keeps_nothing_that_it_worked_out(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        await settled(pilot)
        await asyncio.to_thread(app.finding.brought_up_to_date, 60)
        await pilot.press("slash", *"quay")
        await settled(pilot)
        asked = [weakref.ref(part.data) for part in app.finding.open().index().parts]
        assert asked
        await left(pilot)
        await until(pilot, lambda: gc.collect() is not None and not any(data() for data in asked))
        assert app.finding.find("quay", 20, "relevance").total


async def test_what_a_list_under_another_one_was_made_of_stays_until_both_are_left(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        await settled(pilot)
        await pilot.press("g", "w")
        await settled(pilot)
        people = app.screen
        assert isinstance(people, PeopleScreen)
        await pilot.press("enter")
        await settled(pilot)
        everybody = in_memory()["Everybody"]
        assert everybody
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is people
        await pilot.pause(0.05)
        await settled(pilot)
        assert in_memory()["Everybody"] == everybody
        del people
        await left(pilot)
        assert not in_memory()["Everybody"]
        assert not name_words.cache_info().currsize


async def test_what_can_be_completed_in_a_note_stays_while_that_is_open_below_a_list(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(120, 32)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        note = app.screen
        await until(pilot, lambda: not app.completer.is_new)
        known = app.completer
        await app.run_action("app.people")
        await settled(pilot)
        assert isinstance(app.screen, PeopleScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen is note
        app.gathered.give_back()
        assert app.completer is known
