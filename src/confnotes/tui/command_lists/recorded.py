"""What a person can do with slides and videos."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "recorded.open",
        Where.RECORDED,
        "enter",
        "Open the note of this talk",
        "Begins one when there is none.",
        "open",
        "open note",
    ),
    Command("recorded.video", Where.RECORDED, "ctrl+o", "Open the video", "", "video", "video", priority=True),
    Command(
        "recorded.watched",
        Where.RECORDED,
        "space,ctrl+g",
        "I have watched it",
        "It counts as attended and leaves the list; again undoes that.",
        "watched",
        "watched",
    ),
    Command(
        "recorded.all",
        Where.RECORDED,
        "f2",
        "What to watch, or all slides and videos",
        "",
        "other_list",
        "to watch or all",
    ),
    Command("recorded.slides", Where.RECORDED, "ctrl+s", "Open the slides", "", "slides", "slides", priority=True),
    Command(
        "recorded.later",
        Where.RECORDED,
        "alt+w",
        "Watch it later, or not",
        "Of a talk that you starred and missed this takes the star away.",
        "watch_later",
        "on or off the list",
        priority=True,
    ),
    Command(
        "recorded.check",
        Where.RECORDED,
        "f4",
        "Are these links still there?",
        "Asks the network, one thing a second and host; esc stops it and keeps what is known.",
        "check",
        "check links",
    ),
)
