"""What a person can do on their own schedule."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command("schedule.open", Where.SCHEDULE, "enter", "Open the note of this talk", "", "open", "open note"),
    Command("schedule.star", Where.SCHEDULE, "space", "Star this talk, or take the star away", "", "star", "star"),
    Command(
        "schedule.attend", Where.SCHEDULE, "a", "I was there", "Marks this talk as attended.", "attend", "was there"
    ),
    Command("schedule.later", Where.SCHEDULE, "w", "Watch it later", "Marks this talk as one to watch.", "watch_later"),
    Command(
        "schedule.no_share",
        Where.SCHEDULE,
        "alt+x",
        "Do not share this talk, or share it again",
        "An export for the public does not mention it.",
        "no_share",
    ),
    Command(
        "schedule.export",
        Where.SCHEDULE,
        "x",
        "Export it",
        "As a calendar for the phone, or on paper.",
        "export_it",
        "export",
    ),
)
