"""What a person can do with a day's tasks and questions, and at the day's end."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command("tasks.open", Where.TASKS, "enter", "Open the note at this line", "", "open", "open"),
    Command(
        "tasks.tick",
        Where.TASKS,
        "space",
        "Tick off, or note the answer",
        "Of a task: done, or open again. Of a question: what was said, and who asked.",
        "tick",
        "tick · answer",
    ),
    Command("tasks.scope", Where.TASKS, "f2", "This day, this conference, everything", "", "scope", "day or all"),
    Command("tasks.sort", Where.TASKS, "f3", "By time, newest first, by conference", "", "sort", "order"),
    Command(
        "wrap.next",
        Where.DAY_WRAP,
        "enter",
        "Take this and go on",
        "Does what is ticked, keeps what is typed, and shows the next step.",
        "next",
        "next",
    ),
    Command("wrap.tick", Where.DAY_WRAP, "space", "Tick, or note the answer", "", "tick", "tick"),
    Command("wrap.skip", Where.DAY_WRAP, "right,ctrl+n", "Skip this step", "What was typed is kept.", "skip", "skip"),
    Command("wrap.before", Where.DAY_WRAP, "left,ctrl+b", "The step before", "", "before", "back a step"),
    Command("wrap.open", Where.DAY_WRAP, "o", "Open this note", "Or begin one.", "open", "open note"),
    Command(
        "wrap.export",
        Where.DAY_WRAP,
        "x",
        "Export this day",
        "For yourself, the team or everybody; seen before it is written.",
        "export_day",
        "export",
    ),
    Command("wrap.leave", Where.DAY_WRAP, "ctrl+o", "Leave", "Everything is kept as it is.", "leave", "leave"),
)
