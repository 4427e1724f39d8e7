"""What a person can do on the export."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command("export.write", Where.EXPORT, "ctrl+s", "Write the file", "", "write", "write", priority=True),
)
