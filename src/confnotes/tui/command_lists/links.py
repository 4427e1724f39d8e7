"""What a person can do with the links of a note, and with its name."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command("links.open", Where.LINKS, "enter", "Open the note at this line", "", "open", "open"),
    Command("links.link", Where.LINKS, "l", "Make this place a link", "Only these words change.", "link", "link"),
    Command("links.all", Where.LINKS, "a", "Make every place a link", "All of them, or none.", "link_all", "link all"),
    Command("links.rename", Where.LINKS, "r", "Rename this note", "With every link to it.", "rename", "rename"),
    Command("links.undo", Where.LINKS, "u,ctrl+z", "Undo the last change", "", "undo", "undo"),
    Command(
        "rename.write",
        Where.RENAME,
        "enter",
        "Rename, and rewrite the links",
        "What is shown: all of it, or nothing.",
        "rename",
        "rename",
    ),
    Command("rename.leave", Where.RENAME, "ctrl+o", "Leave the name as it is", "", "leave", "leave"),
)
