"""Commands that work on every screen, and those of settings and help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from confnotes.tui.command import Command, Need, Where, key

EVERYWHERE: Final[Mapping[Where, tuple[Command, ...]]] = {
    Where.EVERYWHERE: (
        key("go", "app.keys_after('go')", "go to", name="go").does(
            "Go to …", "Then a letter: n Now, p Program, s Search; wait a moment to see all.", "places screens menu"
        ),
        key("leader", "app.keys_after('leader')", "more", name="more").does(
            "More commands …",
            "Then the key that lists use, also while you type; wait a moment to see all.",
            "leader which-key menu shortcuts",
        ),
        key("find", "find").does(
            "Find here", "In the filter of this list, or everywhere if it has no filter.", "filter narrow"
        ),
        key("filter", "filter").does(
            "Filter this list", "By words and fields; on Now all talks of the program.", "find narrow talk by title"
        ),
        key("search", "app.search", "search").does(
            "Search everything",
            "Notes, talks, people, papers, tasks and questions, as you type.",
            "find text words query filter",
        ),
        key("back", "back", "back").does(
            "Go back",
            "To the previous screen; cancels what is running. In a text, it closes only what is open over it.",
            "cancel close previous",
        ),
        key("close", "leave").does("Close this screen", "Also while you type in a filter.", "leave"),
        key("undo", "undo").does(
            "Undo",
            "The last star, mark, tick, answer or deletion on this screen; in a text, the last change.",
            "revert unstar restore",
        ),
        key("redo", "redo").does("Redo", "What you undid last.", "repeat again"),
        key("help", "app.help", "help").does(
            "Help and keyboard shortcuts",
            "Every key of this screen, and what you can type in a note.",
            "keys keybindings hotkeys manual markdown syntax cheat sheet bold italic insert table heading symbols "
            "signs icons legend",
        ),
        key("palette", "app.command_palette", "commands").does("Command palette", "Find any command by a word."),
        key("command-line", "app.command_palette(':')", name="command_line").does(
            "Command line", "Vim's :q, :w, :e and others, and every command by its name."
        ),
        key("close-or-quit", "close_or_quit").does("Close this screen", "The last one ends confnotes, as in vim."),
        key("now", "app.now").does("Now", "What is on and what comes next; closes the screens above it.", "home start"),
        key("program", "app.program", needs=Need.PROGRAM).does(
            "Program", "All days, sessions and talks.", "timetable agenda schedule days sessions talks"
        ),
        key("schedule", "app.schedule", needs=Need.PROGRAM).does(
            "My schedule",
            "Your starred, attended and noted talks, with gaps, walks and clashes.",
            "agenda personal calendar starred clashes conflicts overlap overlapping my talks",
        ),
        key("board", "app.board", needs=Need.PROGRAM).does(
            "Team board",
            "Who of your team takes which talk, and what nobody covers in the next hour.",
            "colleagues cover covers gaps missed who goes where split talks assign people share notes join",
        ),
        key("tracks", "app.tracks", needs=Need.PROGRAM).does(
            "Tracks and filters",
            "The talks of a track, room, day or language. Hide tracks for good.",
            "devroom hidden hide remove exclude ignore skip mute not see facets rooms languages english german french",
        ),
        key("posters", "app.posters", needs=Need.PROGRAM).does(
            "Posters", "Find a poster by its board number or a few letters.", "boards hall"
        ),
        key("people", "app.people").does(
            "People",
            "Speakers, and what you wrote about them.",
            "speakers authors persons contacts who speaking met everything all talks by one speaker",
        ),
        key("papers", "app.papers").does(
            "Papers",
            "Who presented them, your notes on them, your reading list, BibTeX.",
            "references bibliography citations reading list bibtex",
        ),
        key("tasks", "app.tasks").does(
            "Tasks and questions",
            "Of the day, the conference or everything, open ones first.",
            "to-do todo checklist follow-up questions ask mark done tick complete",
        ),
        key("tags", "app.tags").does("Tags", "Browse, rename or merge tags.", "labels hashtags topics keywords"),
        key("recorded", "app.recorded").does(
            "Slides and videos",
            "Your watch list, and everything there is.",
            "watch later recordings slides youtube links",
        ),
        key("day-review", "app.day_wrap", needs=Need.PROGRAM).does(
            "Day review",
            "Fill gaps, answer questions, rate talks, note takeaways, and get a page of the day.",
            "wrap up end of day summary recap takeaways review",
        ),
        key("first-page", "app.first_page", needs=Need.PROGRAM).does(
            "Write the first page",
            "Choose and order the highlights of a conference, reword them, and write the lead.",
            "highlights lead summary best lines takeaways desk page one report editor",
        ),
        key("saved-searches", "app.saved").does("Saved searches", "Run, rename or delete one.", "lists queries"),
        key("unresolved", "app.unresolved").does(
            "Unresolved links",
            "Links, people and papers in notes that match nothing, with suggestions.",
            "broken dead missing mentions fix",
        ),
        key("conflicts", "app.conflicts").does(
            "Conflicts",
            "Words that two machines changed differently. Keep one version or both.",
            "sync merge two versions callout solve resolve mine theirs",
        ),
        key("sync-now", "app.sync").does(
            "Sync now",
            "With your other machines, if sync is set up for this vault.",
            "synchronize git push pull fetch upload devices machines",
        ),
        key("changes", "app.changes", needs=Need.PROGRAM).does(
            "Changes from re-imports",
            "Talks that moved, were cancelled or are new.",
            "changes news updates moved cancelled another room time",
        ),
        key("photos", "app.photos").does(
            "Place photos",
            "Puts each photo beside the line you were typing when you took it.",
            "add insert attach paste put pictures images slides camera attachments",
        ),
        key("deleted-notes", "app.history").does(
            "Deleted notes and earlier versions",
            "Restore a note, a passage or a line.",
            "see undelete trash history backup recover accident accidentally mistake lost gone",
        ),
        key("rooms", "app.rooms", needs=Need.PROGRAM).does(
            "Switch to another room",
            "What is on now and starts soon.",
            "rooms track parallel notes two sessions once same time",
        ),
        key("last-note", "app.note_before").does(
            "Previous note", "The note you had open last.", "last back switch recent"
        ),
        key("light", "app.toggle_light").does(
            "Switch between light and dark theme", "", "change set theme colors colours appearance mode night day"
        ),
        key("theme", "app.theme").does(
            "Theme", "You see each one while you choose.", "change set colors colours appearance skin preview"
        ),
        key("settings", "app.settings").does(
            "Settings",
            "Theme, author, default vault and more; and where your files are.",
            "preferences config configuration options customize setup vault folder author change name "
            "live preview where find saved stored note notes files disk vim keymap turn off stop disable "
            "reminders notifications get notified before a talk starts alarm alert check spelling dictionary german",
        ),
        key("keymap", "keymap").does(
            "Switch keymap: default, vim, emacs",
            "Sets keymap in the settings.",
            "vi modal normal insert keymap keys keybindings shortcuts editor mode",
        ),
        key("open-vault", "app.open_vault").does(
            "Open another vault",
            "Back to the welcome: your vaults, the sample, a new one.",
            "switch change vaults welcome sample start folder notebook begin new example demo",
        ),
        key("up", "app.press('up')").does("Row above"),
        key("down", "app.press('down')").does("Row below"),
        key("next-match", "next_match('down')", name="next_match").does("Next match", "Of the filter, as in vim."),
        key("previous-match", "next_match('up')", name="previous_match").does("Previous match"),
        key("page-up", "app.press('pageup')").does("Page up"),
        key("page-down", "app.press('pagedown')").does("Page down"),
        key("half-page-up", "app.press('ctrl+pageup')").does("Half a page up"),
        key("half-page-down", "app.press('ctrl+pagedown')").does("Half a page down"),
        key("first", "app.press('ctrl+home')").does("First row"),
        key("last", "app.press('end')").does("Last row"),
        key("centre", "centre").does("Scroll the row to the middle"),
        key("isearch-forward", "find", name="isearch").does("Find here"),
        key("quit", "app.quit", priority=True).does(
            "Quit", "Everything is saved.", "exit close leave end out here program stop"
        ),
    ),
    Where.SETTINGS: (
        key("open", "open", "change", needs=Need.ROW).does("Change this setting", "Saved at once."),
        key("right", "turn(1)", "next value", needs=Need.ROW).does("Next value"),
        key("left", "turn(-1)", needs=Need.ROW).does("Previous value"),
        key("delete", "reset", "reset", needs=Need.ROW).does("Reset to the default value", "", "default clear unset"),
    ),
}
