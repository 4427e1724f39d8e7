"""What a person can do where another room is chosen."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "rooms.open",
        Where.ROOMS,
        "enter",
        "Go to this talk’s note",
        "It takes the place of the note you come from; F7 there goes back.",
        "open",
        "go there",
        priority=True,
    ),
)
