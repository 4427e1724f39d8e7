"""A note's links on the screen: followed, made out of plain words, and kept when the note is renamed."""

from __future__ import annotations

from functools import partial

import pytest
from textual.pilot import Pilot

from confnotes.catalogue.searching.current_index import current_index
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.links import LinksScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.person import PersonScreen
from confnotes.tui.screens.rename import RenameScreen
from confnotes.tui.screens.rewriting import Rewritten
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, on_screen, settled, text_of, until

HERE = "Notes/Eddy.md"


@pytest.fixture
def eddies(vault: Vault) -> Vault:
    vault.save(HERE, "---\ntitle: Eddy\n---\nround and round\n", None)
    vault.save("Notes/One.md", "First. It is an [[Eddy|eddy]] of water. Last.\n", None)
    vault.save("Notes/Two.md", "an eddy and an Eddy\n", None)
    return vault


async def at_links(app: ConfnotesApp, pilot: Pilot[None]) -> LinksScreen:
    await settled(pilot)
    app.open_path(HERE)
    await settled(pilot)
    await pilot.press("ctrl+g", "b")
    await until(pilot, lambda: "BACKLINKS" in text_of(app.screen.query_one("#list")))
    assert isinstance(app.screen, LinksScreen)
    return app.screen


async def test_plain_words_become_links_and_plain_words_again(eddies: Vault) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = await at_links(app, pilot)
        shown = text_of(screen.list)
        assert "It is an eddy of water." in shown
        assert shown.count("an eddy and an Eddy") == 2
        await pilot.press("down", "ctrl+k")
        await until(pilot, lambda: "[[Eddy|eddy]]" in eddies.read("Notes/Two.md").text)
        await settled(pilot)
        await pilot.press("A")
        await until(pilot, lambda: eddies.read("Notes/Two.md").text == "an [[Eddy|eddy]] and an [[Eddy]]\n")
        await until(pilot, lambda: "No unlinked mentions" in text_of(screen.list))
        await pilot.press("u")
        await until(pilot, lambda: eddies.read("Notes/Two.md").text == "an [[Eddy|eddy]] and an Eddy\n")


async def test_a_followed_link_opens_a_note_at_its_top_or_where_one_left_it(eddies: Vault) -> None:
    eddies.save("Notes/Old.md", "one\ntwo\n## Deep\nthree\n", None)
    eddies.save("Notes/Here.md", "[[Old]]\n[[Old#Deep]]\n", None)
    eddies.save(f"{CONFERENCE}/Tides.md", "---\ntalk: harbourconf-2031/tides-in-memory\n---\none\ntwo\n", None)
    eddies.save("Notes/On.md", "[[Tides]]\n", None)
    async with on_screen(eddies, at("10:10"), size=(100, 24)) as (app, pilot):
        for here, line, down, row in (
            ("Here", 1, 1, 0),
            ("Here", 1, 0, 1),
            ("Here", 2, 0, 2),
            ("On", 1, 0, 2),
        ):
            app.open_path(f"Notes/{here}.md", line)
            await settled(pilot)
            await pilot.press("right", "right", "right", "ctrl+right_square_bracket")
            await settled(pilot)
            assert isinstance(app.screen, NoteScreen)
            assert "Here" not in app.screen.path and "On" not in app.screen.path
            assert app.screen.editor.cursor_location == (row, 0), (here, line)
            await pilot.press(*["down"] * down, "ctrl+o")
            await settled(pilot)


async def test_a_note_is_renamed_after_a_preview_and_stays_open(eddies: Vault) -> None:
    async with on_screen(eddies, at("18:10"), size=(100, 24)) as (app, pilot):
        app.open_path("Notes/Two.md")
        await settled(pilot)
        app.open_path(HERE)
        await settled(pilot)
        await pilot.press("ctrl+g", "r")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, RenameScreen)
        screen.name_line.value = "Two"
        await until(pilot, lambda: "note exists" in text_of(screen.list))
        screen.name_line.value = "Whirl"
        await until(pilot, lambda: "[[Whirl|eddy]]" in text_of(screen.list))
        assert eddies.read("Notes/One.md").text.count("Whirl") == 0
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        assert eddies.read("Notes/One.md").text == "First. It is an [[Whirl|eddy]] of water. Last.\n"
        await pilot.press("m", "o", "r", "e", "ctrl+s")
        await until(pilot, lambda: "more" in eddies.read("Notes/Whirl.md").text)
        assert eddies.note("Notes/Whirl.md").title == "Whirl"
        assert HERE not in eddies.note_paths()


async def test_a_rename_is_undone_in_the_note_with_the_key_that_undoes_text(eddies: Vault) -> None:
    async with on_screen(eddies, at("18:10"), size=(100, 24)) as (app, pilot):
        app.open_path(HERE)
        await settled(pilot)
        await pilot.press("ctrl+g", "r")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, RenameScreen)
        screen.name_line.value = "Whirl"
        await until(pilot, lambda: "[[Whirl|eddy]]" in text_of(screen.list))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        note = app.screen
        assert isinstance(note, NoteScreen) and "Renamed to Whirl · ctrl+z to undo" in text_of(note.below)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: note.path == HERE)
        assert "[[Eddy|eddy]]" in eddies.read("Notes/One.md").text
        assert "Undone · Renamed to Whirl" in text_of(note.below)
        await pilot.press("ctrl+y")
        await until(pilot, lambda: note.path == "Notes/Whirl.md")
        assert "[[Whirl|eddy]]" in eddies.read("Notes/One.md").text


async def test_a_rename_that_ends_under_another_screen_closes_when_one_is_back(eddies: Vault) -> None:
    async with on_screen(eddies, at("18:10"), size=(100, 24)) as (app, pilot):
        app.open_path(HERE)
        await settled(pilot)
        await pilot.press("ctrl+g", "r")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, RenameScreen)
        await pilot.press("f1")
        await until(pilot, lambda: app.screen is not screen)
        screen.links_rewritten(Rewritten([], HERE, HERE, "Renamed"))
        await settled(pilot)
        assert screen in app.screen_stack
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        assert screen not in app.screen_stack


def is_planned(screen: RenameScreen) -> bool:
    return "Type a new name" not in text_of(screen.list)


async def test_renaming_the_note_of_a_talk_says_that_the_talk_keeps_its_title(eddies: Vault) -> None:
    async with on_screen(eddies, talk="harbourconf-2031/tides-in-memory") as (app, pilot):
        await pilot.press(*"ebb", "ctrl+s")
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen)
        for path, says in ((note.path, True), (HERE, False)):
            app.show("rename.RenameScreen", path)
            await settled(pilot)
            screen = app.screen
            assert isinstance(screen, RenameScreen)
            assert ("The talk keeps its title" in text_of(screen.list)) == says
            screen.name_line.value = "Whirl of water"
            await until(pilot, partial(is_planned, screen))
            assert ("The talk keeps its title" in text_of(screen.list)) == says


async def test_the_note_about_a_person_is_renamed_with_all_that_names_the_person(eddies: Vault) -> None:
    eddies.save("People/Maré Alta.md", "---\ntitle: Maré Alta\n---\n", None)
    eddies.save("Notes/Who.md", "[[Maré Alta]] and @Maré Alta\n", None)
    current_index(eddies)
    async with on_screen(eddies, at("18:10"), size=(100, 24)) as (app, pilot):
        app.show("rename.RenameScreen", "People/Maré Alta.md")
        await settled(pilot)
        assert isinstance(app.screen, RenameScreen)
        app.screen.name_line.value = "Maré Baixa"
        await until(pilot, lambda: "@Maré Baixa" in text_of(app.screen.query_one("#changes")))
        await pilot.press("enter")
        await until(pilot, lambda: eddies.read("Notes/Who.md").text == "[[Maré Baixa]] and @Maré Baixa\n")


async def test_a_link_to_a_person_without_a_note_opens_their_page(eddies: Vault) -> None:
    eddies.save("Notes/Who.md", "[[Maré Alta]]\n", None)
    async with on_screen(eddies, at("18:10"), size=(100, 24)) as (app, pilot):
        app.open_path("Notes/Who.md", 1)
        await settled(pilot)
        await pilot.press("ctrl+right_square_bracket")
        await until(pilot, lambda: isinstance(app.screen, PersonScreen))


async def test_a_long_heading_gives_way_to_the_note_that_it_stands_in(eddies: Vault) -> None:
    heading = "What the ferry's crew told about the currents at the mouth of the harbour in spring"
    eddies.save("Notes/Three.md", f"# Three\n\n## {heading}\n\nit is an [[Eddy]]\n", None)
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_links(app, pilot)
        (row,) = [line for line in text_of(screen.list).split("\n") if "What the ferry" in line]
        assert "Three  " in row and "…" in row
