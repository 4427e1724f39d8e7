"""What a person can do where two versions of a note are shown."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "versions.passages",
        Where.VERSIONS,
        "enter,i",
        "Both in the text",
        "What differs stands there twice, yours first; ctrl+z undoes it.",
        "both_passages",
        "both in the text",
    ),
    Command(
        "versions.both",
        Where.VERSIONS,
        "b",
        "Keep both, as two files",
        "The other version goes to a second file beside this one.",
        "keep_both",
        "two files",
    ),
    Command(
        "versions.mine",
        Where.VERSIONS,
        "m",
        "Keep mine",
        "What the other program wrote is replaced.",
        "keep_mine",
        "mine",
    ),
    Command(
        "versions.theirs",
        Where.VERSIONS,
        "t",
        "Take theirs",
        "ctrl+z in the note brings yours back.",
        "take_theirs",
        "theirs",
    ),
    Command(
        "versions.later",
        Where.VERSIONS,
        "escape",
        "Choose later",
        "Nothing is lost: ctrl+s in the note comes back here.",
        "leave",
        "later",
    ),
)
