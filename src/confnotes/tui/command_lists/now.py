"""What a person can do on Now."""

from __future__ import annotations

from confnotes.tui.command import Command, Where

COMMANDS: tuple[Command, ...] = (
    Command(
        "now.open",
        Where.NOW,
        "enter",
        "Open the note of this talk",
        "Begins one when there is none.",
        "open",
        "open note",
        priority=True,
    ),
    Command(
        "now.star",
        Where.NOW,
        "space",
        "Star this talk, or take the star away",
        "Starred talks are never lost sight of.",
        "star",
        "star",
    ),
    Command(
        "now.later",
        Where.NOW,
        "right",
        "Next talk",
        "Shows what begins next; again for the time after that.",
        "later",
        "next talk",
    ),
    Command("now.earlier", Where.NOW, "left", "Talk before", "Shows what was on before.", "earlier"),
    Command("now.present", Where.NOW, "home,0", "Back to this minute", "After looking ahead or back.", "present"),
    Command("now.program", Where.NOW, "d", "Program", "All days, sessions and talks.", "app.program", "program"),
    Command(
        "now.posters",
        Where.NOW,
        "p",
        "Posters",
        "Cards by board number or a few letters, starred ones in board order.",
        "app.posters",
        "posters",
        priority=True,
    ),
    Command(
        "now.people", Where.NOW, "f", "People", "Who speaks, and what you wrote about them.", "app.people", "people"
    ),
    Command(
        "now.papers",
        Where.NOW,
        "b",
        "Papers",
        "Who presented them, where you noted them, what is to be read; BibTeX.",
        "app.papers",
    ),
    Command(
        "now.export",
        Where.NOW,
        "x",
        "Export a summary",
        "Markdown or one HTML page to send round.",
        "app.export",
        "export",
    ),
    Command(
        "now.import",
        Where.NOW,
        "i",
        "Import a program",
        "From a file, a folder or a web address.",
        "app.import_program",
        "import",
    ),
    Command(
        "now.photos", Where.NOW, "o", "Place photos", "Each beside the line that was being typed then.", "app.photos"
    ),
    Command("now.changes", Where.NOW, "c", "What imports changed", "Moved, cancelled, new talks.", "app.changes"),
    Command(
        "now.rooms",
        Where.NOW,
        "f6",
        "Another room",
        "What is on and begins soon, at every conference of the day.",
        "other_room",
        priority=True,
    ),
    Command(
        "now.before", Where.NOW, "f7", "Back to the note before", "The one seen last.", "app.note_before", priority=True
    ),
    Command(
        "now.tasks",
        Where.NOW,
        "t",
        "Tasks and questions",
        "Of the day, the conference or everything; what is open first.",
        "app.tasks",
    ),
    Command(
        "now.recorded",
        Where.NOW,
        "v",
        "Slides and videos",
        "What you want to watch, ready or still to come; and all there is.",
        "app.recorded",
    ),
    Command("now.tags", Where.NOW, "g", "Tags", "As a tree; one is renamed in all notes at once.", "app.tags"),
    Command(
        "now.wrap",
        Where.NOW,
        "e",
        "The end of the day",
        "What is missing, what is open, ratings and takeaways, and a page of the day.",
        "app.day_wrap",
    ),
    Command(
        "now.schedule",
        Where.NOW,
        "m",
        "My schedule",
        "What you starred, attended and noted, with free time, walks and clashes.",
        "app.schedule",
    ),
    Command(
        "now.links",
        Where.NOW,
        "l",
        "Links that lead nowhere",
        "Or to one of several notes; people and papers that nobody knows: each with what may be meant.",
        "app.unresolved",
    ),
    Command("now.new", Where.NOW, "n", "New note", "A note that belongs to no talk.", "app.new_note", "new note"),
    Command(
        "now.attend", Where.NOW, "a", "I was there", "Marks this talk as attended, or takes the mark away.", "attend"
    ),
    Command(
        "now.watch",
        Where.NOW,
        "w",
        "Watch it later",
        "Marks this talk as one to watch; is:later finds them all.",
        "watch_later",
    ),
    Command(
        "now.no_share",
        Where.NOW,
        "alt+x",
        "Do not share this talk, or share it again",
        "An export for the public does not mention it.",
        "no_share",
    ),
    Command(
        "now.rate",
        Where.NOW,
        "1,2,3,4,5",
        "Rate this talk",
        "One to five; the same again takes the rating away.",
        "rate",
    ),
)
