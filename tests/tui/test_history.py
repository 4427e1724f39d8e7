"""Earlier versions of a note on the screen: compared, restored whole, by passage and by line; and deleted notes."""

from __future__ import annotations

import subprocess
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import ChoiceScreen
from confnotes.tui.screens.history import HistoriesScreen, HistoryScreen
from confnotes.tui.screens.links import LinksScreen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.tui.screens.unresolved import UnresolvedScreen
from confnotes.vault.vault import Vault
from screen_samples import at, chosen_text, on_screen, page, settled, take_from_palette, text_of, until

HERE = "Notes/Eddy.md"
HEAD = "---\ntitle: Eddy\n---\n"
BODY = "round and round\nit goes ^t101010\n\na last word that nobody else has\n"


@pytest.fixture
def eddies(vault: Vault) -> Vault:
    vault.save(HERE, HEAD + BODY, None)
    vault.save("Notes/One.md", "First. It is an [[Eddy|eddy]] of water. Last.\n", None)
    return vault


async def open_note(app: ConfnotesApp, pilot: Pilot[None]) -> NoteScreen:
    await settled(pilot)
    app.open_path(HERE)
    await settled(pilot)
    assert isinstance(app.screen, NoteScreen)
    return app.screen


async def type_over_everything(app: ConfnotesApp, pilot: Pilot[None], vault: Vault) -> None:
    """The reflex that costs a note: select all, delete, type, saved."""
    note = page(app)
    assert isinstance(note, NoteScreen)
    note.editor.select_all()
    await pilot.press("backspace", *"oops", "ctrl+s")
    await until(pilot, lambda: vault.read(HERE).text == f"{HEAD}oops")


async def open_history(app: ConfnotesApp, pilot: Pilot[None]) -> HistoryScreen:
    await pilot.press("ctrl+g", "h")
    await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
    await settled(pilot)
    screen = app.screen
    assert isinstance(screen, HistoryScreen)
    return screen


@pytest.mark.needs("git")
async def test_a_version_that_only_git_has_is_listed_with_its_machine_and_can_be_restored(eddies: Vault) -> None:
    earlier = f"{HEAD}written on the laptop\n"
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for arguments in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "notes\n\nMachine: laptop")):
        (eddies.root / HERE).write_text(earlier)
        subprocess.run(["git", *arguments], cwd=eddies.root, check=True)
    (eddies.root / HERE).write_text(HEAD + BODY)
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(120, 24)) as pilot:
        note = await open_note(app, pilot)
        screen = await open_history(app, pilot)
        assert "laptop" in text_of(screen.versions) and "commit " in text_of(screen.versions)
        while "laptop" not in chosen_text(screen.versions):
            await pilot.press("down")
            await settled(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is note)
        await until(pilot, lambda: note.editor.text.endswith("written on the laptop\n"))


async def test_what_was_typed_over_comes_back_after_the_program_ended(eddies: Vault) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_note(app, pilot)
        await type_over_everything(app, pilot, eddies)
    app = ConfnotesApp(Vault.open(eddies.root), at("18:20"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await open_note(app, pilot)
        screen = await open_history(app, pilot)
        assert "current" not in chosen_text(screen.versions), "the newest that is another one is chosen"
        shown = text_of(screen.changes)
        assert "− oops" in shown and "+ a last word that nobody else has" in shown
        assert "^t101010" not in shown
        await pilot.press("enter")
        await until(pilot, lambda: note.editor.text == BODY)
        await until(pilot, lambda: eddies.read(HERE).text == HEAD + BODY)
        assert "ctrl+z to undo" in page(app).line.message
        await pilot.press("ctrl+z")
        assert note.editor.text == "oops"


async def test_a_passage_or_a_line_comes_back_alone(eddies: Vault) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(120, 40)) as pilot:
        note = await open_note(app, pilot)
        await type_over_everything(app, pilot, eddies)
        screen = await open_history(app, pilot)
        await pilot.press("tab")
        assert screen.changes.has_focus
        while "a last word" not in chosen_text(screen.changes):
            await pilot.press("down")
        await pilot.press("L")
        await until(pilot, lambda: app.screen is note)
        assert note.editor.text == "oops\na last word that nobody else has"
        await pilot.press("ctrl+z")
        assert note.editor.text == "oops"
        await open_history(app, pilot)
        await pilot.press("P")
        await until(pilot, lambda: note.editor.text == BODY)


async def test_a_version_that_the_note_has_already_changes_nothing(eddies: Vault) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_note(app, pilot)
        screen = await open_history(app, pilot)
        assert "current" in chosen_text(screen.versions)
        assert "No differences" in text_of(screen.changes)
        await pilot.press("enter")
        assert "already" in screen.line.message and app.screen is screen


async def test_a_note_without_versions_says_when_there_will_be_some(vault: Vault) -> None:
    (vault.root / "Notes").mkdir()
    (vault.root / HERE).write_text("one\n", encoding="utf-8")
    app = ConfnotesApp(vault, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.push_screen(HistoryScreen(HERE))
        await settled(pilot)
        assert isinstance(app.screen, HistoryScreen) and "every five minutes" in text_of(app.screen.versions)
        await pilot.press("enter", "p", "l", "tab", "escape")


async def test_a_note_is_deleted_after_showing_backlinks_and_restored_from_the_list(eddies: Vault) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_note(app, pilot)
        await pilot.press("m", "o", "r", "e", "space", "ctrl+s")
        await until(pilot, lambda: eddies.read(HERE).text.endswith("more "))
        said = eddies.read(HERE).text
        await pilot.press("ctrl+g", "D")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        assert "1 link in “One” will become unresolved" in app.screen._text  # type: ignore[attr-defined]
        await pilot.press("enter")
        assert eddies.read(HERE).text == said, "the first answer keeps it"
        await pilot.press("ctrl+g", "D")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: HERE not in eddies.note_paths())
        await until(pilot, lambda: not isinstance(app.screen, NoteScreen))
        await until(pilot, lambda: "ctrl+z to undo" in page(app).line.message)
        await take_from_palette(pilot, "deleted notes", "Deleted notes")
        assert isinstance(app.screen, HistoriesScreen)
        assert "DELETED" in text_of(app.screen.list) and "Eddy" in chosen_text(app.screen.list)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen))
        assert eddies.read(HERE).text == said
    assert [one.why for one in eddies.history.of(HERE)].count("deleted") == 1


async def test_a_note_is_deleted_from_what_a_search_found(eddies: Vault) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"round")
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        await until(pilot, lambda: "Eddy" in chosen_text(screen.list))
        await pilot.press("ctrl+g", "D")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: HERE not in eddies.note_paths())
        await until(pilot, lambda: "Eddy" not in text_of(screen.list))


async def test_what_came_in_meanwhile_is_not_written_over(eddies: Vault) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await open_note(app, pilot)
        await type_over_everything(app, pilot, eddies)
        screen = await open_history(app, pilot)
        (eddies.root / HERE).write_text(f"{HEAD}oops\nand theirs\n", encoding="utf-8")
        note.edited.keeper.look()
        await until(pilot, lambda: "theirs" in note.editor.text)
        await pilot.press("enter")
        await settled(pilot)
        assert "changed in the meantime" in screen.line.message and "theirs" in note.editor.text
        assert "− and theirs" in text_of(screen.changes)


async def test_a_note_whose_text_cannot_be_kept_is_not_deleted(eddies: Vault) -> None:
    for file in eddies.history.folder.iterdir():
        file.unlink()
    eddies.history.folder.rmdir()
    eddies.history.folder.write_text("", encoding="utf-8")
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        note = await open_note(app, pilot)
        await pilot.press(*"more", "ctrl+s")
        await until(pilot, lambda: "more" in eddies.read(HERE).text)
        await pilot.press("ctrl+g", "D")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "a copy" in note.line.message)
        assert HERE in eddies.note_paths()


async def delete_it(app: ConfnotesApp, pilot: Pilot[None], vault: Vault) -> None:
    await pilot.press("ctrl+g", "D")
    await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
    await pilot.press("down", "enter")
    await until(pilot, lambda: HERE not in vault.note_paths())
    await until(pilot, lambda: "“Eddy”" in page(app).line.message)


async def delete_on_the_list(app: ConfnotesApp, pilot: Pilot[None], vault: Vault) -> None:
    await settled(pilot)
    await pilot.press("slash", *"round")
    await until(pilot, lambda: "Eddy" in chosen_text(page(app).list))  # type: ignore[attr-defined]
    await delete_it(app, pilot, vault)


async def delete_in_the_note(app: ConfnotesApp, pilot: Pilot[None], vault: Vault) -> None:
    await open_note(app, pilot)
    await delete_it(app, pilot, vault)


async def delete_in_a_note_over_another(app: ConfnotesApp, pilot: Pilot[None], vault: Vault) -> None:
    await settled(pilot)
    app.open_path("Notes/One.md")
    await settled(pilot)
    await delete_in_the_note(app, pilot, vault)


async def delete_in_a_note_over_unresolved_links(app: ConfnotesApp, pilot: Pilot[None], vault: Vault) -> None:
    await settled(pilot)
    app.push_screen(UnresolvedScreen())
    await settled(pilot)
    await delete_in_the_note(app, pilot, vault)


async def delete_in_a_note_over_links(app: ConfnotesApp, pilot: Pilot[None], vault: Vault) -> None:
    await settled(pilot)
    app.push_screen(LinksScreen("Notes/One.md"))
    await settled(pilot)
    await delete_in_the_note(app, pilot, vault)


@pytest.mark.parametrize(
    "delete",
    [
        delete_on_the_list,
        delete_in_the_note,
        delete_in_a_note_over_another,
        delete_in_a_note_over_unresolved_links,
        delete_in_a_note_over_links,
    ],
)
async def test_ctrl_z_brings_a_deleted_note_back_on_the_screen_that_one_returns_to(
    eddies: Vault, delete: Callable[[ConfnotesApp, Pilot[None], Vault], Awaitable[None]]
) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await delete(app, pilot, eddies)
        assert page(app).line.message == "Deleted “Eddy” · ctrl+z to undo"
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert eddies.read(HERE).text == HEAD + BODY
        assert page(app).line.message == "Undone. Restored “Eddy”"
        page(app).action_redo()
        await settled(pilot)
        assert HERE not in eddies.note_paths()
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert eddies.read(HERE).text == HEAD + BODY


async def test_a_note_that_was_written_anew_is_not_undone_over_that(eddies: Vault) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await delete_in_the_note(app, pilot, eddies)
        (eddies.root / HERE).write_text("another of that name\n", encoding="utf-8")
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert (eddies.root / HERE).read_text(encoding="utf-8") == "another of that name\n"
        assert "Undone" not in page(app).line.message


async def test_tab_says_where_it_goes_and_reasons_are_words_of_one_kind(eddies: Vault) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_note(app, pilot)
        screen = await open_history(app, pilot)
        assert "tab changes" in text_of(screen.line)
        await pilot.press("tab")
        assert "tab versions" in text_of(screen.line)
        await pilot.press("tab")
        assert "tab changes" in text_of(screen.line)


async def test_the_question_names_notes_in_quotation_marks_and_the_way_back(eddies: Vault) -> None:
    app = ConfnotesApp(eddies, at("18:10"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_note(app, pilot)
        await pilot.press("ctrl+g", "D")
        await until(pilot, lambda: isinstance(app.screen, ChoiceScreen))
        assert app.screen._text == "1 link in “One” will become unresolved."  # type: ignore[attr-defined]
        assert app.screen._answers[1].hint == "restore it later with ctrl+p, “Deleted notes”"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("key", "is_there"), [("y", False), ("n", True)])
async def test_a_note_is_deleted_with_y_and_kept_with_n(vault: Vault, key: str, is_there: bool) -> None:
    vault.save("Notes/Ebb.md", "ebb\n", None)
    async with on_screen(vault) as (app, pilot):
        app.open_path("Notes/Ebb.md")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        app.screen.file.delete()
        await settled(pilot)
        await pilot.press(key)
        await settled(pilot)
        assert (vault.root / "Notes/Ebb.md").exists() == is_there
