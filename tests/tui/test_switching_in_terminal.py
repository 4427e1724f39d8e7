"""Switching notes in a real terminal, by somebody who types without looking."""

from __future__ import annotations

from pathlib import Path

from terminal import started

CTRL_N, F7 = "\x0e", "\x1b[18~"


def words(folder: Path, title: str) -> str:
    """What is written in the note, without stamps and the breaks of lines."""
    (file,) = (folder / "vault").rglob(f"*{title}*.md")
    body = file.read_text(encoding="utf-8").rpartition("---\n")[2]
    return "".join(line.partition(" ^t")[0] for line in body.split("\n"))


def test_what_is_typed_while_the_program_begins_and_between_two_notes_is_all_there(folder: Path) -> None:
    with started(folder) as terminal:
        terminal.wait_for("Tides in Memory")
        terminal.press("enter")
        terminal.wait_for("min left")
        terminal.type("one ")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    with started(folder) as terminal:
        terminal.wait_for("min left")
        terminal.press(f"two {CTRL_N}next {F7}three {F7}after {F7}four")
        terminal.wait_for("four")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert words(folder, "Tides") == "one two three four"
    assert words(folder, "Lanterns") == "next after "
