"""What a person can do when lines go to another talk."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command("move.open", Where.MOVE, "enter", "Move them to this talk", "Its note is shown then.", "open", "move"),
    Command(
        "move.more", Where.MOVE, "right", "Other minutes", "All of the note, or the last few.", "minutes(1)", "minutes"
    ),
    Command("move.less", Where.MOVE, "left", "The minutes before", "", "minutes(-1)"),
    Command(
        "match.open",
        Where.MATCH,
        "enter",
        "It is about this talk",
        "What the program knows is filled in.",
        "open",
        "this talk",
    ),
)
