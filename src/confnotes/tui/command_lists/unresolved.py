"""What a person can do on what is unresolved."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command("unresolved.open", Where.UNRESOLVED, "enter", "Open the note at this line", "", "open", "open"),
    Command(
        "unresolved.link",
        Where.UNRESOLVED,
        "l",
        "Link it to what is proposed",
        "Only these words change.",
        "link",
        "link",
    ),
    Command("unresolved.next", Where.UNRESOLVED, "right", "Propose another", "", "turn(1)", "another"),
    Command("unresolved.before", Where.UNRESOLVED, "left", "Propose the one before", "", "turn(-1)"),
    Command(
        "unresolved.new",
        Where.UNRESOLVED,
        "n",
        "Begin the note that it names",
        "A person’s in People, a paper’s in Papers.",
        "create",
        "new note",
    ),
    Command("unresolved.plain", Where.UNRESOLVED, "x", "Leave it as plain text", "", "plain", "plain text"),
    Command("unresolved.undo", Where.UNRESOLVED, "u,ctrl+z", "Undo the last change", "", "undo", "undo"),
    Command("unresolved.leave", Where.UNRESOLVED, "ctrl+o", "Back", "As esc does.", "back"),
)
