"""What was typed can be undone after the note was left, the program ended and began again."""

from __future__ import annotations

import asyncio
import random
import time
from pathlib import Path

import pytest
from textual.pilot import Pilot

from confnotes.actions.links.rename import plan_named
from confnotes.actions.links.rewrite import apply
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.textual_private import undo_steps
from confnotes.tui.widgets.editor_document import NoteDocument
from confnotes.tui.widgets.editor_undo import MOST_BYTES, MOST_STEPS, pack_undo, unpack_undo
from confnotes.vault.history import MOST_UNDO
from confnotes.vault.vault import Vault
from screen_samples import at, settled, until
from tui.test_editor import EditorApp

HERE = "Notes/Eddy.md"
TEXT = "1. round ^t100712\n2. and round ^t100800\n\n- [ ] it goes\n日本語 ^t100900\n"
KEYS = (
    *("a", "b", "space", "enter", "enter", "tab", "shift+tab", "backspace", "backspace", "delete"),
    *("up", "down", "left", "home", "end", "shift+up", "shift+right", "shift+down", "ctrl+k", "ctrl+x", "ctrl+v"),
    *("ctrl+z", "ctrl+z", "ctrl+y"),
)


async def do_at_random(app: EditorApp, pilot: Pilot[None], rng: random.Random, times: int) -> None:
    editor = app.editor
    for _ in range(times):
        match rng.randrange(6):
            case 0:
                editor.move_lines(rng.choice((-1, 1)))
            case 1:
                editor.duplicate_lines()
            case 2:
                editor.join_lines()
            case 3:
                editor.toggle_task()
            case 4:
                editor.take_over(editor.text.replace("round", "around", 1) + "\nby others ^t101500")
            case _:
                await pilot.press(*rng.choices(KEYS, k=rng.randrange(1, 6)))


@pytest.mark.parametrize("seed", range(12))
async def test_every_step_is_undone_and_redone_as_if_the_note_had_never_been_left(seed: int) -> None:
    app = EditorApp(TEXT)
    async with app.run_test(size=(60, 12)) as pilot:
        await do_at_random(app, pilot, random.Random(seed), 25)
        packed, text = pack_undo(app.editor.history, app.editor.note), app.editor.text
        before: list[str] = []
        while undo_steps(app.editor.history):
            app.editor.undo()
            before.append(app.editor.text)
    again = EditorApp(text)
    async with again.run_test(size=(60, 12)):
        assert unpack_undo(packed, again.editor.history, NoteDocument(text)) or not before
        for step in before:
            again.editor.undo()
            assert again.editor.text == step
        for step in [*before[-2::-1], text][: len(before)]:
            again.editor.redo()
            assert again.editor.text == step


async def test_what_was_typed_meanwhile_is_undone_first() -> None:
    app = EditorApp("one")
    async with app.run_test() as pilot:
        await pilot.press("end", *" two")
        packed = pack_undo(app.editor.history, app.editor.note)
    again = EditorApp("one two")
    async with again.run_test() as pilot:
        await pilot.press("end", *" three")
        assert unpack_undo(packed, again.editor.history, NoteDocument("one two"))
        for expected in ("one two", "one", "one"):
            await pilot.press("ctrl+z")
            assert again.editor.text == expected
        await pilot.press("ctrl+y", "ctrl+y")
        assert again.editor.text == "one two three"


async def test_what_is_typed_letter_by_letter_is_one_edit_of_its_step() -> None:
    """Each edit takes 0.8 KB: a talk of 5,000 letters took 4 MB."""
    app = EditorApp("one")
    async with app.run_test() as pilot:
        await pilot.press("end", *" two words", "backspace", *"k", "enter", *"next")
        steps = list(undo_steps(app.editor.history))
        assert [len(step) for step in steps] == [1] * len(steps)
        while undo_steps(app.editor.history):
            app.editor.undo()
        assert (app.editor.text, app.editor.cursor_location) == ("one", (0, 3))
        for _ in steps:
            app.editor.redo()
        assert (app.editor.text, app.editor.cursor_location) == ("one two wordk\nnext", (1, 4))


async def test_what_belongs_to_another_text_or_is_damaged_is_left_alone() -> None:
    app = EditorApp("one")
    async with app.run_test() as pilot:
        assert pack_undo(app.editor.history, app.editor.note) == b""
        await pilot.press("end", *" two")
        packed, history = pack_undo(app.editor.history, app.editor.note), app.editor.history
        steps = len(undo_steps(history))
        assert not unpack_undo(packed, history, NoteDocument("one other"))
        assert not unpack_undo(packed, history, NoteDocument("one tw^t100712"))
        for damaged in (b"", b"x" * 40, packed[:50], packed[:-1], packed[:31] + b"0" + packed[32:]):
            assert not unpack_undo(damaged, history, NoteDocument("one two"))
        assert len(undo_steps(history)) == steps


async def test_the_last_steps_are_kept_as_many_as_fit() -> None:
    app = EditorApp("")
    async with app.run_test():
        for number in range(MOST_STEPS + 50):
            app.editor.replace_span(0, 0, 0, f"{number} ")
        packed, text = pack_undo(app.editor.history, app.editor.note), app.editor.text
        again = EditorApp(text)
        assert unpack_undo(packed, again.editor.history, NoteDocument(text))
        assert len(undo_steps(again.editor.history)) == MOST_STEPS
        app.editor.replace_span(0, 0, 0, "x" * MOST_BYTES)
        assert len(pack_undo(app.editor.history, app.editor.note)) < 1000


# In the program


@pytest.fixture
def eddies(vault: Vault) -> Vault:
    vault.save(HERE, "---\ntitle: Eddy\n---\nround", None)
    return vault


async def open_note(app: ConfnotesApp, pilot: Pilot[None], line: int | None = None) -> NoteScreen:
    await settled(pilot)
    app.open_path(HERE, line)
    await settled(pilot)
    assert isinstance(app.screen, NoteScreen)
    return app.screen


def begin(vault: Vault) -> ConfnotesApp:
    """The program, begun anew."""
    return ConfnotesApp(Vault.open(vault.root), at("18:10"))


async def type_and_quit(vault: Vault, words: str) -> None:
    app = begin(vault)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_note(app, pilot)
        await pilot.press("space", *words)
        await pilot.press("ctrl+q")
    end = time.monotonic() + 10
    while not vault.history.undo_of(HERE):  # the note's own thread keeps it
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("line", [None, 4])
async def test_ctrl_z_undoes_what_was_typed_before_the_program_ended(eddies: Vault, line: int | None) -> None:
    await type_and_quit(eddies, "and")
    app = begin(eddies)
    async with app.run_test(size=(80, 24)) as pilot:
        note = await open_note(app, pilot, line)
        await until(pilot, lambda: undo_steps(note.editor.history))
        await pilot.press("ctrl+z")
        assert note.editor.text == "round"
        await pilot.press("ctrl+y")
        assert note.editor.text == "round and"
        await pilot.press("ctrl+z", "ctrl+s")
        await until(pilot, lambda: eddies.read(HERE).text.endswith("\nround"))


async def test_it_is_kept_over_several_runs_and_notes_that_are_only_read(eddies: Vault) -> None:
    for word in ("one", "two", "three"):
        await type_and_quit(eddies, word)
    for _ in range(2):
        app = begin(eddies)
        async with app.run_test(size=(80, 24)) as pilot:
            note = await open_note(app, pilot)
            await until(pilot, lambda: len(undo_steps(note.editor.history)) >= 3)  # noqa: B023
    app = begin(eddies)
    async with app.run_test(size=(80, 24)) as pilot:
        note = await open_note(app, pilot)
        await until(pilot, lambda: undo_steps(note.editor.history))
        while undo_steps(note.editor.history):
            note.editor.undo()
        assert note.editor.text == "round"


async def test_another_programs_text_is_not_undone_into_one_that_never_was(eddies: Vault) -> None:
    await type_and_quit(eddies, "and")
    (eddies.root / HERE).write_text("---\ntitle: Eddy\n---\nshort", encoding="utf-8")
    app = begin(eddies)
    async with app.run_test(size=(80, 24)) as pilot:
        note = await open_note(app, pilot)
        await pilot.press("ctrl+z")
        assert note.editor.text == "short"


async def test_another_name_keeps_it_and_wiping_forgets_it(eddies: Vault) -> None:
    await type_and_quit(eddies, "and")
    apply(eddies, plan_named(eddies, HERE, "Whirl"))
    assert eddies.history.undo_of("Notes/Whirl.md") and not eddies.history.undo_of(HERE)
    eddies.history.wipe("Notes/Whirl.md")
    assert not eddies.history.undo_of("Notes/Whirl.md")


def test_undo_of_notes_that_were_edited_long_ago_goes(vault: Vault) -> None:
    for number in range(MOST_UNDO + 20):
        vault.history.keep_undo(f"Notes/{number}.md", b"steps")
    assert sum(bool(vault.history.undo_of(f"Notes/{number}.md")) for number in range(MOST_UNDO + 20)) == MOST_UNDO
    modes = {file.stat().st_mode & 0o777 for file in Path(vault.history.folder).iterdir()}
    assert modes == {0o600}
