"""What a person can do on a note."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "note.next",
        Where.NOTE,
        "ctrl+n",
        "Note of the next talk",
        "In the same room, or the next that is starred.",
        "next_talk",
        "next talk",
    ),
    Command(
        "note.stamp",
        Where.NOTE,
        "ctrl+t",
        "Stamp this line with the time",
        "Every line is stamped when it is begun; this does it again.",
        "stamp",
        "stamp",
    ),
    Command("note.panel", Where.NOTE, "f2", "Talk, links and backlinks", "Shows or hides the panel.", "panel", "panel"),
    Command("note.preview", Where.NOTE, "f3", "Preview", "The note as others will read it.", "preview", "preview"),
    Command(
        "note.task",
        Where.NOTE,
        "ctrl+l",
        "Task: make, tick off, open again",
        "This line, or every selected one.",
        "toggle_task",
    ),
    Command(
        "note.follow",
        Where.NOTE,
        "ctrl+o",
        "Follow the link here",
        "A note, a person, a web page; away from a link, everything this note leads to. Or ctrl+click.",
        "follow",
    ),
    Command("note.up", Where.NOTE, "alt+up", "Move the line up", "Or the selected lines.", "move_up"),
    Command("note.down", Where.NOTE, "alt+down", "Move the line down", "Or the selected lines.", "move_down"),
    Command("note.star", Where.NOTE, "ctrl+b", "Star this talk, or take the star away", "", "star"),
    Command("note.rate", Where.NOTE, "ctrl+r", "Rate this talk", "One to five.", "rate_talk"),
    Command("note.attend", Where.NOTE, "ctrl+g", "I was there", "Marks this talk as attended.", "attend"),
    Command(
        "note.later",
        Where.NOTE,
        "alt+w",
        "Watch it later",
        "Marks this talk as one to watch; is:later finds them all.",
        "watch_later",
    ),
    Command(
        "note.stamping",
        Where.NOTE,
        "f4",
        "Stamp every new line, or stop",
        "While the talk is on, lines are stamped by themselves.",
        "stamping",
    ),
    Command("note.save", Where.NOTE, "ctrl+s", "Save now", "It is saved by itself, too.", "save"),
    Command("note.leave", Where.NOTE, "escape", "Leave the note", "It is saved.", "leave", "back"),
)
