import errno
import os
import shutil
import sys
import threading

import pytest

from confnotes.actions.notes import take_note
from confnotes.catalogue.program.whats_on import agenda
from confnotes.catalogue.searching import search_service
from confnotes.catalogue.searching.searchable import index_store
from confnotes.model.hit import Hits
from confnotes.search import store
from confnotes.tui import background_search
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.background_search import Indexing
from confnotes.tui.screens import search as search_screen
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.person import PersonScreen
from confnotes.tui.screens.search import SearchScreen
from confnotes.tui.screens.search_view import HitRow
from confnotes.vault.vault import Vault
from screen_samples import CONFERENCE, on_screen, settled, text_of, until

needs_inotify = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has inotify")


def write_note(vault: Vault, title: str, *lines: str) -> str:
    key = next(card.key for card in agenda(vault, CONFERENCE) if card.talk.title == title)
    draft = take_note.draft(vault, key)
    return take_note.save(vault, draft, draft.text + "\n".join(lines) + "\n").path


def search(app: ConfnotesApp) -> SearchScreen:
    assert isinstance(app.screen, SearchScreen)
    return app.screen


async def test_typing_finds_and_enter_lands_on_the_line(vault: Vault) -> None:
    path = write_note(vault, "Tides in Memory", "the sea forgets", "", "moonlight drives the gates")
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("slash", *"moonlight")
        await settled(pilot)
        seen = text_of(search(app).list)
        assert "NOTES" in seen and "Tides in Memory" in seen
        assert "line " not in seen, "the editor counts no lines"
        assert "1 result" in text_of(search(app).count)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, NoteScreen)
        assert app.screen.path == path
        assert app.screen.editor.document.get_line(app.screen.editor.cursor_location[0]) == "moonlight drives the gates"


async def test_talks_without_a_note_and_people_are_found_too(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"bo kai".replace(" ", "_").split("_")[0], "space", *"kai")
        await settled(pilot)
        seen = text_of(search(app).list)
        assert "TALKS WITHOUT A NOTE" in seen and "Ropes and Knots" in seen
        assert "PEOPLE" in seen
        assert seen.index("PEOPLE") < seen.index("TALKS"), "the group of the best hit comes first"
        await pilot.press("down", "up", "enter")
        await settled(pilot)
        assert isinstance(app.screen, PersonScreen)


async def test_a_typing_error_is_answered_with_the_nearest_word(vault: Vault) -> None:
    write_note(vault, "Tides in Memory", "moonlight drives the gates")
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("slash", *"moonlihgt")
        await settled(pilot)
        assert "No match for “moonlihgt”; showing “moonlight”" in text_of(search(app).explanation)
        assert "Tides in Memory" in text_of(search(app).list)
        await pilot.press("ctrl+g", "y")
        await settled(pilot)
        assert search(app).ask.value == "moonlight"
        assert "Tides in Memory" in text_of(search(app).list)


async def test_the_key_that_accepts_a_spelling_is_seen_however_long_the_words_are(vault: Vault) -> None:
    write_note(vault, "Tides in Memory", "counterrevolutionaries in electroencephalography")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"counterrevolutoinaries electroencephalografy")
        await settled(pilot)
        line = "".join(part.text for part in search(app).explanation.lines(80)[0])
    assert line.startswith(" ctrl+g y accept · No match") and line.rstrip().endswith("…")


async def test_tab_shows_the_text_around_what_was_found(vault: Vault) -> None:
    write_note(vault, "Tides in Memory", "the sea forgets", "", "moonlight drives the gates")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"moonlight", "ctrl+g", "p")
        await settled(pilot)
        seen = text_of(search(app).pane)
        assert "the sea forgets" in seen and "▎moonlight drives the gates" in seen
        await pilot.press("escape")
        assert not search(app).pane.display


async def test_what_cannot_be_parsed_is_no_error(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *'((":*-', "space", "left_square_bracket")
        await settled(pilot)
        assert search(app).line.message == ""


async def test_a_note_that_is_open_already_is_gone_back_to_and_not_opened_twice(vault: Vault) -> None:
    write_note(vault, "Tides in Memory", "the sea forgets", "", "moonlight drives the gates")
    async with on_screen(vault, size=(120, 32)) as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        note = app.screen
        assert isinstance(note, NoteScreen)
        await pilot.press("f5", *"moonlight")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert note.is_current
        assert note.editor.document.get_line(note.editor.cursor_location[0]).startswith("moonlight")


async def test_the_word_that_was_found_is_seen_in_a_narrow_window(vault: Vault) -> None:
    write_note(vault, "Slow Boats", "far out " * 12 + "a lighthouse")
    async with on_screen(vault, size=(60, 20)) as (app, pilot):
        await pilot.press("slash", *"lighthouse")
        await settled(pilot)
        await until(pilot, lambda: "lighthouse" in text_of(search(app).list))
        assert "… " in text_of(search(app).list)


async def test_a_matching_title_is_not_repeated(vault: Vault) -> None:
    write_note(vault, "Slow Boats", "nothing of the kind")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"title:slow")
        await settled(pilot)
        await until(pilot, lambda: "Slow Boats" in text_of(search(app).list))
        assert text_of(search(app).list).count("Slow Boats") == 1


async def test_ticking_a_task_selects_the_one_below(vault: Vault) -> None:
    path = write_note(vault, "Tides in Memory", "- [ ] wax the ropes", "- [ ] coil the ropes", "- [ ] sell the ropes")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"is:todo", "space", *"ropes")
        await until(pilot, lambda: "sell the ropes" in text_of(search(app).list))
        tasks = [
            row.hit.title for row in search(app).list.rows if isinstance(row, HitRow) and row.shown and row.shown.task
        ]
        await pilot.press("down")
        for number in (1, 2):
            assert tasks[number] in str(search(app).list.chosen)
            await pilot.press("space")
            await until(pilot, lambda number=number: f"- [x] {tasks[number]}" in vault.read(path).text)  # type: ignore[misc]
            await until(pilot, lambda number=number: tasks[number] not in text_of(search(app).list))  # type: ignore[misc]


async def test_space_stars_the_talk_that_was_found_or_whose_note_was(vault: Vault) -> None:
    write_note(vault, "Tides in Memory", "moonlight drives the gates")
    async with on_screen(vault) as (app, pilot):
        for words, title in (("lanterns", "Lanterns for Graphs"), ("moonlight", "Tides in Memory")):
            await pilot.press("slash", *words)
            await until(pilot, lambda title=title: title in text_of(search(app).list))  # type: ignore[misc]
            await pilot.press("tab", "space")
            await settled(pilot)
            assert search(app).line.message.startswith(f"★ Starred: “{title}”")
            assert title in [card.talk.title for card in agenda(vault, CONFERENCE, None, True)]
            await pilot.press("ctrl+z")
            await settled(pilot)
            assert not agenda(vault, CONFERENCE, None, True)
            await pilot.press("ctrl+o")
            await settled(pilot)


async def test_where_one_word_finds_nothing_no_fewer_words_are_advised(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"xqzwvvk")
        await until(pilot, lambda: "No matches, even" in text_of(search(app).list))
        await pilot.press("space", *"qqj")
        await until(pilot, lambda: "Try fewer words" in text_of(search(app).list))


async def test_a_long_remark_is_seen_whole_where_nothing_is_found(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"is:wonderful")
        await settled(pilot)
        (told,) = search(app).hits.remarks  # type: ignore[union-attr]
        assert len(told) > 80
        assert told[1:] in " ".join(text_of(search(app).list).split())


async def test_a_note_that_another_program_writes_is_found_while_one_looks(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"moonlight")
        await settled(pilot)
        assert "Hallway" not in text_of(search(app).list)
        (vault.root / "Hallway.md").write_text("moonlight drives the gates\n", encoding="utf-8")
        await until(pilot, lambda: "Hallway" in text_of(search(app).list))


@needs_inotify
async def test_what_others_write_and_delete_waits_for_no_comparison_of_all_files(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background_search, "COMPARE_SECONDS", 3600)
    monkeypatch.setattr(search_screen, "COMPARE_SECONDS", 1, raising=False)
    async with on_screen(vault) as (app, pilot):
        assert app.finding.brought_up_to_date(60)
        await pilot.press("slash", *"moonlight")
        await settled(pilot)
        note = vault.root / "Hallway.md"
        for write, is_found in (
            (lambda: note.write_text("moonlight drives the gates\n", encoding="utf-8"), True),
            (lambda: note.write_text("the gates\n", encoding="utf-8"), False),
            (lambda: note.write_text("moonlight\n", encoding="utf-8"), True),
            (note.unlink, False),
        ):
            write()
            await until(pilot, lambda is_found=is_found: ("Hallway" in text_of(search(app).list)) is is_found)  # type: ignore[misc]
        (vault.root / "Later").mkdir()
        (vault.root / "Later/Hallway.md").write_text("moonlight\n", encoding="utf-8")
        await until(pilot, lambda: "Hallway" in text_of(search(app).list))


@needs_inotify
async def test_where_the_index_cannot_be_written_search_finds_everything_and_says_so(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_service, "FULL_DISK_SECONDS", 0.1)
    monkeypatch.setattr(search_service, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(search_service, "COMMIT_SECONDS", 0.1)
    async with on_screen(vault) as (app, pilot):
        assert app.finding.brought_up_to_date(60)
        await pilot.press("slash", *"moonlight")
        await settled(pilot)
        folder = index_store(vault).folder
        shutil.rmtree(folder)
        folder.write_text("x")
        (vault.root / "Hallway.md").write_text("moonlight drives the gates\n", encoding="utf-8")
        await until(pilot, lambda: "Hallway" in text_of(search(app).list))
        await until(pilot, lambda: "The index cannot be written (" in text_of(search(app).explanation))
        folder.unlink()
        await until(pilot, lambda: "cannot be written" not in text_of(search(app).explanation))
        assert "Hallway" in text_of(search(app).list)


async def test_a_full_disk_is_no_reading_that_goes_on(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(self: object, file: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with on_screen(vault) as (app, pilot):
        assert app.finding.brought_up_to_date(60)
        await pilot.press("slash", *"zzyzx")
        await settled(pilot)
        monkeypatch.setattr(store.SyncedStorage, "synced", no_room)
        (vault.root / "Later").mkdir()
        (vault.root / "Later/Hallway.md").write_text("moonlight\n", encoding="utf-8")
        await until(pilot, lambda: "free space in" in text_of(search(app).explanation))
        await until(pilot, lambda: "No matches, even" in text_of(search(app).list))
        await settled(pilot)
        assert "still indexing" not in text_of(search(app).list)


async def test_enter_on_a_note_that_was_just_deleted_says_so_and_looks_again(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_screen, "LEARN_SECONDS", 3600, raising=False)
    monkeypatch.setattr(search_screen, "COMPARE_SECONDS", 3600, raising=False)
    (vault.root / "Hallway.md").write_text("moonlight drives the gates\n", encoding="utf-8")
    async with on_screen(vault) as (app, pilot):
        assert app.finding.brought_up_to_date(60)
        await pilot.press("slash", *"moonlight")
        await until(pilot, lambda: "Hallway" in text_of(search(app).list))
        (vault.root / "Hallway.md").unlink()
        await pilot.press("enter")
        await until(pilot, lambda: "moved or deleted" in search(app).line.message)
        await until(pilot, lambda: "Hallway" not in text_of(search(app).list))


async def test_while_notes_are_still_read_nothing_found_is_nothing_yet(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"zzyz")
        await until(pilot, lambda: "No matches, even" in text_of(search(app).list))
        search(app).indexing(Indexing(done=10, total=100))
        await pilot.press("x")
        await until(pilot, lambda: "still indexing" in text_of(search(app).list))
        search(app).indexing(Indexing())
        await until(pilot, lambda: "No matches, even" in text_of(search(app).list))


async def test_a_scroll_right_behind_a_letter_leaves_it_its_results(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_note(vault, "Tides in Memory", *(f"- [ ] wax the ropes of boat {number}" for number in range(60)))
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"is:todo")
        await settled(pilot)
        screen = search(app)
        asked, answered = threading.Event(), threading.Event()

        def find_slowly(text: str, limit: int, sort: str, **how: bool) -> Hits:
            asked.set()
            assert answered.wait(10)
            return find(text, limit, sort, **how)

        find = app.finding.find
        monkeypatch.setattr(app.finding, "find", find_slowly)
        await pilot.press("space", "7")
        await until(pilot, asked.is_set)
        screen.list.scroll_to(y=8, animate=False)
        await pilot.pause()
        answered.set()
        await settled(pilot)
        assert screen.hits is not None and screen.hits.query == "is:todo 7"
        assert "boat 7" in text_of(screen.list)


async def test_who_comes_back_to_search_finds_it_as_it_was_unless_something_changed(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_note(vault, "Tides in Memory", "moonlight drives the gates")
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"moonlight")
        await settled(pilot)
        asked: list[str] = []
        find = app.finding.find

        def find_and_tell(text: str, limit: int, sort: str, **how: bool) -> Hits:
            asked.append(text)
            return find(text, limit, sort, **how)

        monkeypatch.setattr(app.finding, "find", find_and_tell)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert "Tides in Memory" in text_of(search(app).list) and asked == []
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press(*"and moonlight again")
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert "moonlight" in asked


async def test_a_talk_that_was_starred_meanwhile_has_its_star_in_search(vault: Vault) -> None:
    async with on_screen(vault) as (app, pilot):
        await pilot.press("slash", *"ropes and knots")
        await settled(pilot)
        assert "★" not in text_of(search(app).list)
        await pilot.press("f1")
        await settled(pilot)
        talk = next(card for card in agenda(vault, CONFERENCE) if card.talk.title == "Ropes and Knots")
        vault.mark(CONFERENCE, talk.key.partition("/")[2], starred=True)
        await pilot.press("escape")
        await settled(pilot)
        assert "★" in text_of(search(app).list)
