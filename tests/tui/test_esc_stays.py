"""Esc in a text is a habit, not a wish to leave: what is typed next is still text, and nothing is marked by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from confnotes.vault.vault import Vault
from poster_hall import fill_hall
from screen_samples import CONFERENCE
from terminal import Terminal, started

ESC = ("escape", "escape", "escape")
NOTE = f"{CONFERENCE}/2031-05-12 1000 Tides in Memory.md"


def marks(folder: Path) -> Iterator[str]:
    """What is starred, rated and attended in the vault."""
    return (file.read_text(encoding="utf-8") for file in (folder / "vault").rglob("marks.yaml"))


def quit_program(terminal: Terminal) -> None:
    terminal.press("ctrl+q")
    assert terminal.wait_for_end() == 0


def test_words_typed_after_esc_in_a_note_are_words(folder: Path) -> None:
    with started(folder) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.type("we like ")
        terminal.press(*ESC)
        assert "Press ctrl+o to close the note" in terminal.text
        terminal.type("3 ideas w")
        terminal.wait_for("we like 3 ideas w")
        quit_program(terminal)
    assert "we like 3 ideas w" in (folder / "vault" / NOTE).read_text(encoding="utf-8")
    assert not list(marks(folder))


def test_esc_closes_what_is_open_over_a_note_and_ctrl_o_leaves_it(folder: Path) -> None:
    with started(folder) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.type("ebb")
        terminal.press("\x06")
        terminal.wait_for("find")
        terminal.press(*ESC)
        terminal.wait_until(lambda: "replace" not in terminal.text, "the end of the find bar")
        terminal.press("\x1bOR")
        terminal.wait_until(lambda: "SAVED" not in terminal.text, "the preview")
        terminal.press(*ESC)
        terminal.press("end", " and flow")
        terminal.wait_for("ebb and flow")
        terminal.press("ctrl+o")
        terminal.wait_for("Slow Boats")
        quit_program(terminal)


def test_words_typed_after_esc_on_a_posters_card_are_words(tmp_path: Path) -> None:
    fill_hall(Vault.create(tmp_path / "vault"))
    with started(tmp_path, now="2031-05-12T14:10") as terminal:
        terminal.wait_for("Moorings")
        terminal.press("go")
        terminal.wait_for("Board number")
        terminal.press("enter")
        terminal.wait_for("claim")
        terminal.type("we like ")
        terminal.press(*ESC)
        assert "ctrl+o to close the card" in terminal.text
        terminal.type("3 ideas w")
        terminal.wait_for("we like 3 ideas w")
        terminal.press("ctrl+o")
        terminal.wait_for("Board number")
        quit_program(terminal)


def test_words_typed_after_esc_at_the_days_end_are_words(folder: Path) -> None:
    harbour = folder / "vault" / NOTE
    harbour.write_text("---\ntitle: Tides in Memory\ntalk: harbourconf-2031/tides-in-memory\n---\nWater\n", "utf-8")
    with started(folder, "review", now="2031-05-12T23:10") as terminal:
        terminal.wait_for("Did you attend")
        terminal.press("enter")
        terminal.wait_for("Takeaways")
        terminal.type("we like ")
        terminal.press(*ESC)
        terminal.type("3 ideas w")
        terminal.wait_for("we like 3 ideas w")
        terminal.press("ctrl+o")
        terminal.wait_for("THE DAY IS OVER")
        quit_program(terminal)
    assert "- we like 3 ideas w" in harbour.read_text(encoding="utf-8")


def test_an_answer_that_is_being_typed_stays_when_esc_is_pressed_and_is_noted_when_it_is_left(folder: Path) -> None:
    with started(folder) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.type("? why\r")
        terminal.press("\x1b[19~")
        terminal.wait_for("type answer")
        terminal.type("the moon")
        terminal.press(*ESC)
        terminal.type(" and 3 suns")
        terminal.wait_for("the moon and 3 suns")
        terminal.press("ctrl+o")
        terminal.wait_for("! the moon and 3 suns")
        quit_program(terminal)
    assert "! the moon and 3 suns" in (folder / "vault" / NOTE).read_text(encoding="utf-8")


def test_the_title_of_a_new_note_stays_when_esc_is_pressed_and_ctrl_o_discards_it(folder: Path) -> None:
    with started(folder) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("n")
        terminal.wait_for("Title")
        terminal.type("a walk")
        terminal.press(*ESC)
        assert "Press ctrl+o to discard what you typed" in terminal.text
        terminal.type(" in 3 ways")
        terminal.wait_for("a walk in 3 ways")
        terminal.press("ctrl+o")
        terminal.wait_until(lambda: "a walk" not in terminal.text, "the end of the dialog")
        terminal.press("n", "escape")
        terminal.wait_until(lambda: "Title" not in terminal.text, "the end of an empty dialog")
        quit_program(terminal)
    assert not list(marks(folder))


def test_another_name_that_is_being_typed_stays_when_esc_is_pressed(folder: Path) -> None:
    (folder / "vault" / "Notes").mkdir(exist_ok=True)
    (folder / "vault" / NOTE).write_text("---\ntalk: harbourconf-2031/tides-in-memory\n---\nWater\n", "utf-8")
    with started(folder) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.press("\x07r")
        terminal.wait_for("Type a new name")
        terminal.type(" and")
        terminal.press(*ESC)
        terminal.type(" 3 moons")
        terminal.wait_for("Tides in Memory and 3 moons")
        terminal.press("ctrl+o")
        terminal.wait_for("min left")
        quit_program(terminal)
