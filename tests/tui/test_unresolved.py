"""Working through what notes name that is nowhere."""

from __future__ import annotations

from textual.pilot import Pilot

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.unresolved import UnresolvedScreen
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, at, on_screen, settled, text_of, until

PATH = f"{CONFERENCE}/Old.md"
BODY = "read [[lanterns for graph]] by @mare and [[Great Idea]]\nwho is @Grace Pier, see @@slow boats today\n"


async def opened(app: ConfnotesApp, pilot: Pilot[None]) -> UnresolvedScreen:
    await settled(pilot)
    app.action_unresolved()
    await settled(pilot)
    assert isinstance(app.screen, UnresolvedScreen)
    return app.screen


def rows(screen: UnresolvedScreen) -> list[str]:
    return [" ".join(line.split()) for line in text_of(screen.list).split("\n") if line.strip()]


async def test_what_is_unresolved_is_worked_through_until_nothing_is_left(vault: Vault) -> None:
    vault.save(PATH, BODY, None)
    app = ConfnotesApp(vault, at("18:10"))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = await opened(app, pilot)
        assert "Unresolved  5" in text_of(screen.top)
        assert rows(screen)[1:] == [
            "▸ 1 [[lanterns for graph]] → Lanterns for Graphs this conference",
            "1 @mare → Maré Alta this conference",
            "1 [[Great Idea]] no suggestion",
            "2 @Grace Pier no suggestion",
            "2 @@slow boats → Slow Boats this conference",
        ]
        await pilot.press("ctrl+k")
        await settled(pilot)
        assert "Unresolved  4" in text_of(screen.top)
        await pilot.press("ctrl+k")
        await settled(pilot)
        await pilot.press("n")
        await settled(pilot)
        await pilot.press("U")
        await settled(pilot)
        await pilot.press("ctrl+k")
        await settled(pilot)
        assert "Nothing unresolved" in text_of(screen.list)
    link = "[[2031-05-12 1030 Lanterns for Graphs|Lanterns for Graphs]]"
    boats = "[[2031-05-12 1000 Slow Boats|Slow Boats]]"
    assert vault.read(PATH).text == (
        f"read {link} by @[[Maré Alta]] and [[Great Idea]]\nwho is Grace Pier, see {boats} today\n"
    ).replace("@[[Maré Alta]]", "@Maré Alta")
    assert vault.read(f"{CONFERENCE}/Great Idea.md").text.startswith("---\ntitle: Great Idea\n")


async def test_the_last_change_is_undone(vault: Vault) -> None:
    vault.save(PATH, BODY, None)
    app = ConfnotesApp(vault, at("18:10"))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = await opened(app, pilot)
        before = rows(screen)
        for _ in range(3):
            await pilot.press("U")
            await settled(pilot)
        assert vault.read(PATH).text.startswith("read lanterns for graph by mare and Great Idea\n")
        for _ in range(3):
            await pilot.press("u")
            await settled(pilot)
        assert vault.read(PATH).text == BODY
        assert sorted(line.lstrip("▸ ") for line in rows(screen)) == sorted(line.lstrip("▸ ") for line in before)


async def test_a_note_that_is_open_is_changed_in_its_editor_and_can_be_undone_there(vault: Vault) -> None:
    vault.save(PATH, "---\ntitle: Old\n---\nsee [[lanterns]] ^t100000\n", None)
    async with on_screen(vault, at("18:10"), size=(100, 24)) as (app, pilot):
        app.open_path(PATH)
        await settled(pilot)
        page = app.screen
        assert isinstance(page, NoteScreen)
        await opened(app, pilot)
        await pilot.press("ctrl+k")
        await settled(pilot)
        linked = "see [[2031-05-12 1030 Lanterns for Graphs|Lanterns for Graphs]] ^t100000\n"
        assert page.editor.text == linked
        assert vault.read(PATH).text.endswith(linked)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("ctrl+z")
        assert page.editor.text == "see [[lanterns]] ^t100000\n"


async def test_another_candidate_can_be_proposed_and_enter_opens_the_line(vault: Vault) -> None:
    vault.save(PATH, "one\ntwo by @mar\n", None)
    vault.save("People/Marta Cais.md", "", None)
    app = ConfnotesApp(vault, at("18:10"))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = await opened(app, pilot)
        assert "→ Maré Alta" in rows(screen)[1]
        await pilot.press("right")
        assert "→ Marta Cais" in rows(screen)[1]
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.editor.cursor_location[0] == 1


async def test_a_link_to_a_talk_without_a_note_opens_the_talk(vault: Vault) -> None:
    vault.save(PATH, "[[2031-05-12 1000 Slow Boats|Slow Boats]]\n", None)
    async with on_screen(vault, at("18:10"), size=(100, 24)) as (app, pilot):
        app.open_path(PATH)
        await settled(pilot)
        await pilot.press("ctrl+home", "ctrl+right_square_bracket")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.key == "harbourconf-2031/slow-boats"


async def test_a_place_whose_line_moved_meanwhile_is_found_again(vault: Vault) -> None:
    vault.save(PATH, BODY, None)
    app = ConfnotesApp(vault, at("18:10"))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = await opened(app, pilot)
        vault.save(PATH, f"above\n{BODY}", vault.read(PATH).version)
        await pilot.press("U")
        await settled(pilot)
        assert "changed meanwhile" in screen.line.message
        await settled(pilot)
        assert rows(screen)[1].startswith("▸ 2 [[lanterns for graph]]")
        await pilot.press("U")
        await settled(pilot)
    assert vault.read(PATH).text.startswith("above\nread lanterns for graph by")


async def test_the_list_of_a_day_follows_what_is_typed_in_its_notes(vault: Vault) -> None:
    path = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"
    vault.save(path, "---\ntalk: harbourconf-2031/tides-in-memory\nstart: 2031-05-12 10:00\n---\nask @Ravi\n", None)
    async with on_screen(vault, at("22:40")) as (app, pilot):
        await pilot.press("g", "d")
        await settled(pilot)
        while "Unresolved links of the day" not in text_of(app.screen.query_one("#steps")):
            await pilot.press("right")
            await settled(pilot)
        await pilot.press("e")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, UnresolvedScreen)
        assert "Unresolved on this day  1" in text_of(screen.top)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("ctrl+home", *"above", "enter", "ctrl+o")
        await until(pilot, lambda: rows(screen)[1].startswith("▸ 6 @Ravi"))
        await pilot.press("U")
        await settled(pilot)
    text = vault.read(path).text
    assert "above" in text and "ask Ravi" in text


async def test_ctrl_o_leaves_the_list_as_it_leaves_a_note(vault: Vault) -> None:
    vault.save(PATH, BODY, None)
    app = ConfnotesApp(vault, at("18:10"))
    async with app.run_test(size=(100, 24)) as pilot:
        before = app.screen
        await opened(app, pilot)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert app.screen is before
