"""Words that are half-typed into a dialog when the program is killed are there when it is opened again, once."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Input

from confnotes.actions.notes.add_line import add_line
from confnotes.actions.notes.tags import TagCount
from confnotes.actions.program import mark_talk
from confnotes.model.mark import Mark
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.screens.dialog import AnswerScreen, new_note_screen
from confnotes.tui.screens.rename import RenameScreen
from confnotes.tui.screens.tags import TagNameScreen
from confnotes.vault.vault import Vault
from screen_samples import at, harbour_vault, settled, until
from terminal import CONFNOTES, Terminal, environment_of

TIDES = "harbourconf-2031/tides-in-memory"
RIGHT, F8 = "\x1b[C", "\x1b[19~"


def begin_title(terminal: Terminal) -> None:
    terminal.press("n")
    terminal.wait_for("Title")


def begin_answer(terminal: Terminal) -> None:
    terminal.press("enter")
    terminal.wait_for("Speaker")
    terminal.press(F8)
    terminal.wait_for("type answer")


def go_on_with_answer(terminal: Terminal) -> None:
    terminal.wait_for("You have an unfinished answer. Press ctrl+g q to continue.")
    terminal.press(F8)


def begin_takeaways(terminal: Terminal) -> None:
    terminal.press("gd")
    terminal.wait_for("Day review")
    terminal.wait_for("Tasks and questions of the day")
    terminal.press(RIGHT)
    terminal.wait_for("Takeaways")


@pytest.mark.parametrize(
    ("begin", "again", "now"),
    [
        (begin_title, lambda terminal: terminal.press("n"), "10:10"),
        (begin_answer, go_on_with_answer, "10:10"),
        (begin_takeaways, begin_takeaways, "22:40"),
    ],
    ids=["title", "answer", "takeaway"],
)
def test_a_kill_loses_nothing_that_is_half_typed(
    tmp_path: Path, begin: Callable[[Terminal], None], again: Callable[[Terminal], None], now: str
) -> None:
    vault = harbour_vault(tmp_path / "vault")
    add_line(vault, "? why tides", TIDES, at("10:05"))
    mark_talk.mark_talk(vault, TIDES, Mark.ATTENDED, True)
    environment = environment_of(tmp_path, now=f"2031-05-12T{now}")
    command = [*CONFNOTES, "--vault", "vault"]
    with Terminal(command, folder=tmp_path, environment=environment) as terminal:
        terminal.wait_for("HarbourConf 2031")
        terminal.read(0.5)
        begin(terminal)
        terminal.type("the moo")
        terminal.wait_for_kept("the moo", tmp_path / "state")
        terminal.signal(signal.SIGKILL)
    with Terminal(command, folder=tmp_path, environment=environment) as terminal:
        terminal.wait_until(lambda: "HarbourConf 2031" in terminal.text or "ctrl+g q" in terminal.text, "the start")
        terminal.read(0.5)
        again(terminal)
        terminal.wait_for("the moo")
        terminal.press("enter")
        terminal.read(1.5)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert Vault(vault.root).half_typed.all() == []


async def test_what_was_taken_or_discarded_does_not_come_back(vault: Vault) -> None:
    app = ConfnotesApp(vault, at("10:10"))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        for leave in ("enter", "ctrl+o"):
            app.push_screen(new_note_screen())
            await settled(pilot)
            await pilot.press(*"ropes")
            await until(pilot, lambda: [*vault.half_typed.folder.glob("*")])
            await pilot.press(leave)
            await settled(pilot)
            await until(pilot, lambda: not [*vault.half_typed.folder.glob("*")])
        app.push_screen(new_note_screen())
        await settled(pilot)
        assert app.screen.query_one(Input).value == ""


@pytest.mark.parametrize(
    "opened",
    [
        new_note_screen,
        lambda: AnswerScreen("Save this search", "tides", example="its name", take=lambda _: None),
        lambda: TagNameScreen(TagCount("sea", 1, 1), []),
        lambda: RenameScreen("Notes/Ebb.md"),
    ],
    ids=["title", "name of a search", "name of a tag", "name of a note"],
)
async def test_what_was_half_typed_when_the_program_ended_is_there_again(
    vault: Vault, opened: Callable[[], Screen[Any]]
) -> None:
    vault.save("Notes/Ebb.md", "one\n", None)
    for typed, shown in (("ropes", "ropes"), ("", "ropes")):
        app = ConfnotesApp(Vault(vault.root), at("10:10"))
        async with app.run_test(size=(100, 30)) as pilot:
            await settled(pilot)
            app.push_screen(opened())
            await settled(pilot)
            if typed:
                app.screen.query_one(Input).value = ""
            await pilot.press(*typed)
            assert app.screen.query_one(Input).value == shown
    assert len(Vault(vault.root).half_typed.all()) == 1
