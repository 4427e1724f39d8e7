"""A disk that takes nothing any more: that stays in sight, says where the text is, and mends itself."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from confnotes.actions.notes.add_line import add_line
from confnotes.actions.program import mark_talk
from confnotes.model.mark import Mark
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.day_wrap import DayWrapScreen
from confnotes.tui.screens.day_wrap_view import StepKind
from confnotes.tui.screens.note.screen import NoteScreen
from confnotes.tui.screens.now import NowScreen
from confnotes.vault import atomic, journal
from confnotes.vault.vault import Vault
from screen_samples import at, harbour_vault, on_screen, page, settled, until, warning_on
from terminal import CONFNOTES, Terminal, environment_of

TIDES = "harbourconf-2031/tides-in-memory"
VAULT, JOURNALS = (atomic, "_write_synced"), (journal, "_append")


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The disks that are full; what is put in or out is so from then on."""
    names: set[str] = set()

    def limit(place: object, function: str) -> None:
        write: Callable[..., object] = getattr(place, function)

        def write_or_not(*arguments: object) -> object:
            if function in names:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return write(*arguments)

        monkeypatch.setattr(place, function, write_or_not)

    for place, function in (VAULT, JOURNALS):
        limit(place, function)
    return names


def note_of(app: ConfnotesApp) -> NoteScreen:
    assert isinstance(app.screen, NoteScreen), app.screen
    return app.screen


async def test_it_stays_in_sight_under_messages_until_it_is_saved_by_itself(vault: Vault, full: set[str]) -> None:
    async with on_screen(vault, talk=TIDES) as (app, pilot):
        full.add(VAULT[1])
        await pilot.press(*"ebb")
        screen = note_of(app)
        told = "Not saved: the disk is full · kept in the journal · Free some space"
        await until(pilot, lambda: warning_on(screen) == told)
        screen.say("something else")
        assert warning_on(screen) == told
        full.clear()
        await until(pilot, lambda: warning_on(screen) == "")
        assert screen.line.message == "Saved"
        assert "ebb ^t1010" in vault.read(screen.path).text


async def test_it_says_where_the_text_is(vault: Vault, full: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(vault.root.parent))
    (vault.root.parent / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(vault.root.parent / "file" / "state"))
    async with on_screen(vault, talk=TIDES) as (app, pilot):
        full.add(VAULT[1])
        await pilot.press(*"ebb")
        note_of(app).save_now()
        note_of(app).show_state()
        assert f"kept in {vault.root.parent}/confnotes-" in warning_on(note_of(app))
        full.add(JOURNALS[1])
        await pilot.press(*" and flow")
        note_of(app).save_now()
        note_of(app).show_state()
        assert "only in memory: keep confnotes open" in warning_on(note_of(app))


async def test_a_note_that_is_kept_nowhere_else_is_not_left(vault: Vault, full: set[str]) -> None:
    async with on_screen(vault, talk=TIDES) as (app, pilot):
        full |= {VAULT[1], JOURNALS[1]}
        await pilot.press(*"ebb", "ctrl+o", "ctrl+o", "ctrl+o")
        assert "the note stays open" in note_of(app).line.message
        full.clear()
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)


async def test_the_key_for_the_next_note_leaves_one_that_cannot_be_saved_when_pressed_again(
    vault: Vault, full: set[str]
) -> None:
    async with on_screen(vault, talk=TIDES) as (app, pilot):
        full.add(VAULT[1])
        unsaved = note_of(app)
        await pilot.press(*"ebb", "ctrl+n")
        assert "Press the same keys again" in unsaved.line.message
        await pilot.press("ctrl+n")
        await settled(pilot)
        assert note_of(app).path != unsaved.path


async def test_what_was_left_unsaved_comes_back_when_the_note_is_opened_again(vault: Vault, full: set[str]) -> None:
    path = add_line(vault, "first", TIDES, at("10:05")).path
    async with on_screen(vault, talk=TIDES) as (app, pilot):
        full.add(VAULT[1])
        await pilot.press("enter", *"ebb", "ctrl+o", "ctrl+o")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)
        app.open_talk(TIDES)
        await settled(pilot)
        assert "ebb" in note_of(app).editor.text
        full.clear()
        await pilot.press(*" and flow", "ctrl+o")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)
    assert "ebb and flow" in vault.read(path).text
    assert Vault(vault.root).journal.all() == []


async def test_where_no_journal_can_be_written_each_burst_is_saved(vault: Vault, full: set[str]) -> None:
    async with on_screen(vault, talk=TIDES) as (app, pilot):
        full.add(JOURNALS[1])
        await pilot.press(*"ebb")
        file = vault.root / note_of(app).path
        await until(pilot, lambda: file.exists() and "ebb" in file.read_text(encoding="utf-8"))
        assert warning_on(page(app)) == ""


async def at_a_talk(app: ConfnotesApp, pilot: Pilot[None]) -> DayWrapScreen:
    """The end of the day, where takeaways of a talk are typed."""
    await settled(pilot)
    await pilot.press("g", "d")
    await settled(pilot)
    screen = app.screen
    assert isinstance(screen, DayWrapScreen)
    while screen.step is None or screen.step.kind is not StepKind.TALK:
        await pilot.press("right")
        await settled(pilot)
    return screen


async def test_takeaways_stay_on_the_screen_until_they_are_saved_by_themselves(vault: Vault, full: set[str]) -> None:
    mark_talk.mark_talk(vault, TIDES, Mark.ATTENDED)
    app = ConfnotesApp(vault, at("22:40"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at_a_talk(app, pilot)
        full.add(VAULT[1])
        await pilot.press(*"ebb", "enter", "enter", "ctrl+o")
        await settled(pilot)
        assert app.screen is screen
        assert screen.step is not None and screen.step.kind is StepKind.TALK
        assert warning_on(screen) == "Not saved: the disk is full · kept in the journal · Free some space"
        full.clear()
        await until(pilot, lambda: warning_on(screen) == "")
        assert any("- ebb" in vault.read(path).text for path in vault.note_paths())
        await pilot.press("ctrl+o")
        await settled(pilot)
        assert isinstance(app.screen, NowScreen)


async def test_a_takeaway_is_saved_when_the_typing_rests(vault: Vault) -> None:
    mark_talk.mark_talk(vault, TIDES, Mark.ATTENDED)
    app = ConfnotesApp(vault, at("22:40"))
    async with app.run_test(size=(80, 24)) as pilot:
        await at_a_talk(app, pilot)
        await pilot.press(*"ebb")
        await until(pilot, lambda: any("- ebb" in vault.read(path).text for path in vault.note_paths()))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize(("leave", "code"), [("ctrl+q", 0), ("terminate", 143)])
def test_the_last_place_to_keep_a_text_is_the_terminal(small_disk: Path, leave: str, code: int) -> None:
    harbour_vault(small_disk / "vault")
    environment = environment_of(small_disk, TMPDIR=str(small_disk))
    command = [*CONFNOTES, "--vault", "vault"]
    with Terminal(command, folder=small_disk, environment=environment, columns=80, rows=24) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.read(1.5)
        descriptor = os.open(small_disk / "fill", os.O_CREAT | os.O_WRONLY)
        with pytest.raises(OSError, match="No space"):
            while True:
                os.write(descriptor, b"x" * 4096)
        os.close(descriptor)
        terminal.type("ebb and flow")
        terminal.wait_for("only in memory")
        if leave == "ctrl+q":
            terminal.press("ctrl+q")
            terminal.wait_for("Press the same key again")
            terminal.press("ctrl+q")
        else:
            terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end() == code
        assert "kept anywhere. This is the full text" in terminal.text
        assert "ebb and flow ^t1010" in terminal.text
