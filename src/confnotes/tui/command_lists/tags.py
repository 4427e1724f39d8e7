"""What a person can do with tags."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "tags.open",
        Where.TAGS,
        "enter",
        "What has this tag",
        "Searches for it, and for what is nested in it.",
        "open",
        "show notes",
    ),
    Command(
        "tags.rename",
        Where.TAGS,
        "f2",
        "Rename this tag, or merge it into another",
        "In all notes at once; you see every line first.",
        "rename",
        "rename or merge",
    ),
)
