"""Commands that work on every screen, and those of settings and help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Need, Where, key

EVERYWHERE: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.EVERYWHERE: (
        key("slash,f5", "app.search", "search").does(
            "Search everything",
            "Notes, talks, people, papers, tasks and questions, as you type.",
            "find text words query filter",
        ),
        key("escape", "back", "back").does(
            "Go back",
            "To the previous screen; cancels what is running. In a text, it closes only what is open over it, and "
            "ctrl+o closes the text.",
            "cancel close previous",
        ),
        key("ctrl+o", "leave").does("Close this screen", "Also while you type in a filter.", "leave"),
        key("ctrl+z", "undo").does(
            "Undo",
            "The last star, mark, tick, answer or deletion on this screen; in a text, the last change.",
            "revert unstar restore",
        ),
        key("ctrl+y", "redo").does("Redo", "What you undid last.", "repeat again"),
        key("f1,question_mark", "app.help", "help").does(
            "Help and keyboard shortcuts",
            "Every key of this screen, and what you can type in a note.",
            "keys keybindings hotkeys manual markdown syntax cheat sheet bold italic symbols signs icons legend",
        ),
        key("ctrl+p", "app.command_palette", "commands").does("Command palette", "Find any command by a word."),
        key("", "app.saved").does("Saved searches", "Run, rename or delete one.", "lists queries"),
        key("", "app.unresolved").does(
            "Unresolved links", "Links, people and papers in notes that match nothing.", "broken dead missing mentions"
        ),
        key("", "app.papers").does(
            "Papers",
            "Who presented them, your notes on them, your reading list, BibTeX.",
            "references bibliography citations reading list",
        ),
        key("", "app.schedule", needs=Need.PROGRAM).does(
            "My schedule",
            "Your starred, attended and noted talks, with gaps, walks and clashes.",
            "agenda personal calendar clashes conflicts",
        ),
        key("", "app.tracks", needs=Need.PROGRAM).does(
            "Tracks and filters",
            "The talks of a track, room, day or language. Hide tracks for good.",
            "devroom hidden hide facets rooms languages",
        ),
        key("", "app.recorded").does(
            "Slides and videos", "Your watch list, and everything there is.", "watch later recordings youtube links"
        ),
        key("", "app.history").does(
            "Deleted notes and earlier versions",
            "Restore a note, a passage or a line.",
            "see undelete trash history backup recover",
        ),
        key("", "app.tags").does("Tags", "Browse, rename or merge tags.", "labels hashtags topics keywords"),
        key("f9", "app.toggle_light").does(
            "Switch between light and dark theme", "", "change set theme colors colours appearance mode night day"
        ),
        key("", "app.theme").does(
            "Theme", "You see each one while you choose.", "change set colors colours appearance skin preview"
        ),
        key("", "app.settings").does(
            "Settings",
            "Theme, author, default vault and more; and where your files are.",
            "preferences config configuration options customize setup vault folder author change name "
            "where note notes files disk vim keymap turn off stop disable reminders notifications",
        ),
        key("", "app.open_vault").does(
            "Open another vault",
            "Back to the welcome: your vaults, the sample, a new one.",
            "switch change vaults welcome sample start folder notebook begin new example demo",
        ),
        key("ctrl+q", "app.quit").does("Quit", "Everything is saved.", "exit close leave end"),
    ),
    Where.SETTINGS: (
        key("enter,space", "open", "change", needs=Need.ROW).does("Change this setting", "Saved at once."),
        key("right", "turn(1)", "next value", needs=Need.ROW).does("Next value"),
        key("left", "turn(-1)", needs=Need.ROW).does("Previous value"),
        key("delete", "reset", "reset", needs=Need.ROW).does("Reset to the default value", "", "default clear unset"),
    ),
}
