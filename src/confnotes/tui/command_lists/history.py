"""What a person can do with earlier versions of notes, and with deleted ones."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "history.restore",
        Where.HISTORY,
        "enter",
        "Restore this version",
        "The whole note as it was; ctrl+z in the note undoes it, and what it says now is kept, too.",
        "restore",
        "restore all",
    ),
    Command(
        "history.passage",
        Where.HISTORY,
        "p",
        "Restore this passage",
        "The changed lines around the chosen one, as they were.",
        "restore_passage",
        "passage",
    ),
    Command(
        "history.line",
        Where.HISTORY,
        "l",
        "Restore this line",
        "Brings back a + line; takes out a - line.",
        "restore_line",
        "line",
    ),
    Command(
        "history.switch",
        Where.HISTORY,
        "tab",
        "Versions or changed lines",
        "Which of the two the arrows move in.",
        "switch",
        "to the changes",
        priority=True,
    ),
    Command("histories.open", Where.HISTORIES, "enter", "Earlier versions", "", "open", "versions"),
)
