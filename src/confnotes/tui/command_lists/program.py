"""What a person can do on the program."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "program.open",
        Where.PROGRAM,
        "enter",
        "Open the note of this talk",
        "Begins one when there is none.",
        "open",
        "open note",
    ),
    Command(
        "program.star",
        Where.PROGRAM,
        "space",
        "Star this talk, or take the star away",
        "While typing in the filter: ctrl+s.",
        "star",
        "star",
    ),
    Command(
        "program.star_typing",
        Where.PROGRAM,
        "ctrl+s",
        "Star while filtering",
        "The same as space, from within the filter.",
        "star",
        "star",
        priority=True,
    ),
    Command(
        "program.attend",
        Where.PROGRAM,
        "ctrl+g",
        "I was there",
        "Marks this talk as attended, or takes the mark away.",
        "attend",
        "was there",
        priority=True,
    ),
    Command(
        "program.later",
        Where.PROGRAM,
        "alt+w",
        "Watch it later",
        "Marks this talk as one to watch; is:later finds them all.",
        "watch_later",
        priority=True,
    ),
    Command("program.rate", Where.PROGRAM, "ctrl+r", "Rate this talk", "One to five.", "rate_talk", "rate"),
    Command("program.day_after", Where.PROGRAM, "right", "Next day", "", "day(1)", "next day"),
    Command("program.day_before", Where.PROGRAM, "left", "Day before", "", "day(-1)"),
    Command(
        "program.starred",
        Where.PROGRAM,
        "f2",
        "Only what is starred",
        "Again for everything.",
        "only_starred",
        "starred",
    ),
    Command(
        "program.grid",
        Where.PROGRAM,
        "f3",
        "Rooms side by side",
        "The day as a table of rooms; again for the list.",
        "grid",
        "rooms",
    ),
    Command(
        "program.conference",
        Where.PROGRAM,
        "f4",
        "Another conference",
        "Goes round the conferences of this vault.",
        "conference",
        "conference",
    ),
    Command(
        "program.refresh",
        Where.PROGRAM,
        "f6",
        "Refresh this conference",
        "Reads again where its program came from; you see what is new first.",
        "app.refresh",
        "refresh",
    ),
    Command(
        "program.changes", Where.PROGRAM, "f7", "What imports changed", "Moved, cancelled, new talks.", "app.changes"
    ),
)
