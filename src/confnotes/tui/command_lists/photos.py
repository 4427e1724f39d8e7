"""What a person can do on photos."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "photos.place",
        Where.PHOTOS,
        "enter",
        "Place the photos",
        "Each beside the line that was being typed; once they are placed, opens the note.",
        "place",
        "place",
    ),
    Command(
        "photos.leave_out",
        Where.PHOTOS,
        "space",
        "Leave this photo out",
        "Again to take it in.",
        "leave_out",
        "leave out",
    ),
    Command(
        "photos.watch",
        Where.PHOTOS,
        "f2",
        "Watch this folder",
        "Places what comes into it while confnotes runs; again ends it.",
        "watch",
        "watch",
    ),
)
