"""What a person can do on the export."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "export.write",
        Where.EXPORT,
        "ctrl+s",
        "Write the file",
        "A Markdown file that is there is made again around what you changed in it; any other is replaced when asked "
        "twice. Esc stops what takes long.",
        "write",
        "write",
        priority=True,
    ),
    Command(
        "export.open",
        Where.EXPORT,
        "ctrl+o",
        "Open what was written",
        "In the system's program for it. Where there is none, it says where the file lies.",
        "open",
        "open",
        priority=True,
    ),
    Command("export.copy", Where.EXPORT, "ctrl+y", "Copy its path", "", "copy", "copy path", priority=True),
    Command(
        "export.ask",
        Where.EXPORT,
        "f4",
        "All that this row offers",
        "Enter on the row does the same; what is typed narrows the list. ↑ ↓ go from row to row, ← → take the one "
        "before and after, page up and down move the preview.",
        "ask",
        "list",
    ),
    Command(
        "export.more",
        Where.EXPORT,
        "f2",
        "More choices",
        "By day, track, theme or person; language, theme, short names, whose notes, and who signs.",
        "more",
        "more choices",
    ),
    Command(
        "export.left_out",
        Where.EXPORT,
        "f3",
        "What is left out",
        "And why, by name.",
        "left_out",
        "left out",
    ),
)
