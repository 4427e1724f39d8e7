"""What a person can do on importing, and what imports changed."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "import.write",
        Where.IMPORT,
        "ctrl+s",
        "Write it into the vault",
        "What you wrote there stays.",
        "write",
        "write",
        priority=True,
    ),
    Command("import.enter", Where.IMPORT, "enter", "Write what is shown", "Then: to its program.", "enter"),
    Command(
        "import.edit",
        Where.IMPORT,
        "f2,e",
        "Correct name, zone or first day",
        "What is shown follows at once.",
        "edit",
        "correct",
    ),
    Command(
        "import.more",
        Where.IMPORT,
        "f3,w",
        "All warnings, changes and rooms",
        "Again for the first ones.",
        "more",
        "show all",
    ),
    Command(
        "import.talks",
        Where.IMPORT,
        "f4,t",
        "Look through all talks",
        "As they were understood, before they are written.",
        "talks",
        "talks",
    ),
    Command(
        "import.add",
        Where.IMPORT,
        "f6,plus",
        "Add another source",
        "Several sources become one program.",
        "add",
        "add a source",
    ),
    Command(
        "import.changes", Where.IMPORT, "f7,c", "What imports changed", "In the conference that is shown.", "changes"
    ),
    Command(
        "read.open",
        Where.READ_TALKS,
        "enter",
        "The whole talk",
        "In place of the list where there is no room for both.",
        "open",
        "whole talk",
    ),
    Command(
        "changes.open",
        Where.CHANGES,
        "enter",
        "Open the note of this talk",
        "Begins one when there is none.",
        "open",
        "open note",
    ),
)
