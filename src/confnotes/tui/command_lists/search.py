"""What a person can do on the search."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command("search.open", Where.SEARCH, "enter", "Open what was found", "At the line that was found.", "open", "open"),
    Command(
        "search.preview",
        Where.SEARCH,
        "tab",
        "Preview",
        "Shows or hides the text around what was found.",
        "preview",
        "preview",
        priority=True,
    ),
    Command(
        "search.suggestion",
        Where.SEARCH,
        "ctrl+y",
        "Take the suggestion",
        "Searches for what it says under “did you mean”.",
        "take_suggestion",
    ),
    Command("search.sort", Where.SEARCH, "f2", "Best first or newest first", "", "sort", "order"),
)
