"""What a person can do on the search, and with searches that were saved."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command("search.open", Where.SEARCH, "enter", "Open what was found", "At the line that was found.", "open", "open"),
    Command(
        "search.preview",
        Where.SEARCH,
        "tab",
        "Preview",
        "Shows or hides the text around what was found. Where something is offered, tab takes it.",
        "preview",
        "preview",
        priority=True,
    ),
    Command(
        "search.tick",
        Where.SEARCH,
        "space",
        "Tick a task",
        "In its file, or opens it again; when the arrows chose it.",
        "tick",
    ),
    Command(
        "search.save",
        Where.SEARCH,
        "ctrl+s",
        "Save this search",
        "Under a name, as a list that stays live.",
        "save",
        "save",
    ),
    Command(
        "search.saved",
        Where.SEARCH,
        "ctrl+o",
        "Saved searches",
        "To open, rename or delete one.",
        "app.saved",
        "saved",
    ),
    Command(
        "search.suggestion",
        Where.SEARCH,
        "ctrl+y",
        "Take the suggestion",
        "Searches for the word that is shown in place of one that nothing has.",
        "take_suggestion",
    ),
    Command(
        "search.delete",
        Where.SEARCH,
        "alt+g",
        "Delete this note",
        "What links to it is told before; it can be restored.",
        "delete_note",
    ),
    Command("search.sort", Where.SEARCH, "f2", "Best first or newest first", "", "sort", "order"),
    Command("search.words", Where.SEARCH, "slash,f5", "Type on", "Back from the hits to the line.", "words"),
    Command("saved.open", Where.SAVED, "enter", "Search", "What it finds now.", "open", "search"),
    Command("saved.rename", Where.SAVED, "f2", "Rename", "", "rename", "rename"),
    Command("saved.delete", Where.SAVED, "delete", "Delete", "After asking.", "delete", "delete"),
)
