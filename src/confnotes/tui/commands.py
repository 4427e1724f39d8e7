"""The one list of what a person can do on the screens.

Key bindings, the footer, the help screen and the command palette are all made from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType


class Where(StrEnum):
    """The screen on which a command can be used; EVERYWHERE is all of them."""

    EVERYWHERE = "everywhere"
    NOW = "now"
    PROGRAM = "program"
    NOTE = "note"
    SEARCH = "search"
    PEOPLE = "people"
    PERSON = "person"
    IMPORT = "import"
    EXPORT = "export"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do.

    `keys` are Textual key names with commas between them ("" when the palette is the only way), `label` is the short
    name in the footer ("" keeps it out of there), `action` what Textual runs: on the screen, or on the app when it
    begins with "app.". `priority` commands work before the focused widget sees the key.
    """

    id: str
    where: Where
    keys: str
    title: str
    help: str
    action: str
    label: str = ""
    priority: bool = False


COMMANDS: tuple[Command, ...] = (
    # Now
    Command(
        "now.open",
        Where.NOW,
        "enter",
        "Open the note of this talk",
        "Begins one when there is none.",
        "open",
        "open note",
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
    Command("now.program", Where.NOW, "d,p", "Program", "All days, sessions and talks.", "app.program", "program"),
    Command(
        "now.people", Where.NOW, "f", "People", "Who speaks, and what you wrote about them.", "app.people", "people"
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
    Command("now.new", Where.NOW, "n", "New note", "A note that belongs to no talk.", "app.new_note", "new note"),
    Command(
        "now.attend", Where.NOW, "a", "I was there", "Marks this talk as attended, or takes the mark away.", "attend"
    ),
    Command(
        "now.rate",
        Where.NOW,
        "1,2,3,4,5",
        "Rate this talk",
        "One to five; the same again takes the rating away.",
        "rate",
    ),
    # Program
    Command(
        "program.open",
        Where.PROGRAM,
        "enter",
        "Open the note of this talk",
        "Begins one when there is none.",
        "open",
        "open note",
    ),
    Command(
        "program.star",
        Where.PROGRAM,
        "space",
        "Star this talk, or take the star away",
        "While typing in the filter: ctrl+s.",
        "star",
        "star",
    ),
    Command(
        "program.star_typing",
        Where.PROGRAM,
        "ctrl+s",
        "Star while filtering",
        "The same as space, from within the filter.",
        "star",
        priority=True,
    ),
    Command(
        "program.attend",
        Where.PROGRAM,
        "ctrl+g",
        "I was there",
        "Marks this talk as attended, or takes the mark away.",
        "attend",
        "was there",
        priority=True,
    ),
    Command("program.rate", Where.PROGRAM, "ctrl+r", "Rate this talk", "One to five.", "rate_talk", "rate"),
    Command("program.day_after", Where.PROGRAM, "right", "Next day", "", "day(1)", "next day"),
    Command("program.day_before", Where.PROGRAM, "left", "Day before", "", "day(-1)"),
    Command(
        "program.starred",
        Where.PROGRAM,
        "f2",
        "Only what is starred",
        "Again for everything.",
        "only_starred",
        "starred",
    ),
    Command(
        "program.grid",
        Where.PROGRAM,
        "f3",
        "Rooms side by side",
        "The day as a table of rooms; again for the list.",
        "grid",
        "rooms",
    ),
    Command(
        "program.conference",
        Where.PROGRAM,
        "f4",
        "Another conference",
        "Goes round the conferences of this vault.",
        "conference",
        "conference",
    ),
    # Note
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
        "note.stamping",
        Where.NOTE,
        "f4",
        "Stamp every new line, or stop",
        "While the talk is on, lines are stamped by themselves.",
        "stamping",
    ),
    Command("note.save", Where.NOTE, "ctrl+s", "Save now", "It is saved by itself, too.", "save"),
    Command("note.leave", Where.NOTE, "escape", "Leave the note", "It is saved.", "leave", "back"),
    # Search
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
    # People
    Command(
        "people.open",
        Where.PEOPLE,
        "enter",
        "Open this person's page",
        "Talks by year, notes and links.",
        "open",
        "open",
    ),
    Command("person.open", Where.PERSON, "enter", "Open this talk or note", "", "open", "open"),
    Command("person.star", Where.PERSON, "space", "Star this talk, or take the star away", "", "star", "star"),
    Command(
        "person.attend",
        Where.PERSON,
        "a",
        "I was there",
        "Marks this talk as attended, or takes the mark away.",
        "attend",
    ),
    Command(
        "person.rate",
        Where.PERSON,
        "1,2,3,4,5",
        "Rate this talk",
        "One to five; the same again takes the rating away.",
        "rate",
    ),
    # Import
    Command(
        "import.write",
        Where.IMPORT,
        "ctrl+s",
        "Write it into the vault",
        "What you wrote there stays.",
        "write",
        "write",
        priority=True,
    ),
    Command("import.enter", Where.IMPORT, "enter", "Write what is shown", "", "write"),
    Command("import.edit", Where.IMPORT, "f2,e", "Give it another name", "", "edit", "name"),
    # Export
    Command("export.write", Where.EXPORT, "ctrl+s", "Write the file", "", "write", "write", priority=True),
    # Everywhere
    Command(
        "app.search",
        Where.EVERYWHERE,
        "slash,f5",
        "Search everything",
        "Notes, talks, people and papers, as you type.",
        "app.search",
        "search",
    ),
    Command(
        "app.back", Where.EVERYWHERE, "escape", "Back", "To the screen before; stops what is running.", "back", "back"
    ),
    Command("app.help", Where.EVERYWHERE, "f1,question_mark", "Help", "Every key of this screen.", "app.help", "help"),
    Command(
        "app.palette",
        Where.EVERYWHERE,
        "ctrl+p",
        "All commands",
        "Find a command by its name.",
        "app.command_palette",
        "all commands",
    ),
    Command("app.theme", Where.EVERYWHERE, "f9", "Light or dark", "", "app.toggle_light"),
    Command("app.quit", Where.EVERYWHERE, "ctrl+q", "Quit", "Everything typed is saved.", "app.quit"),
)

_TYPING = {Where.NOTE, Where.SEARCH, Where.IMPORT, Where.EXPORT}
_TYPED = {"slash", "question_mark", "space"}
_NOT_IN_FOOTER = {
    (Where.NOW, "app.back"),
    (Where.SEARCH, "app.search"),
    (Where.HELP, "app.help"),
}
_KEY_NAMES = {
    "enter": "enter",
    "escape": "esc",
    "right": "→",
    "left": "←",
    "slash": "/",
    "question_mark": "?",
}


def key_name(key: str) -> str:
    """A Textual key name as people write it: "→" for "right", "F2" for "f2"."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    return key.upper() if len(key) > 1 and key[0] == "f" and key[1:].isdigit() else key


def footer_key(command: Command, where: Where) -> str:
    """The key that the footer of a screen names: where one types, one that types nothing."""
    keys = command.keys.split(",")
    if where in _TYPING:
        keys = [key for key in keys if len(key) > 1 and key not in _TYPED] or keys
    return key_name(keys[0])


def shown_keys(command: Command) -> str:
    """All keys of a command as people write them."""
    return " ".join(key_name(key) for key in command.keys.split(",")) if command.keys else ""


def of(where: Where) -> list[Command]:
    """The commands of one screen, its own first, then those that work everywhere."""
    own = [command for command in COMMANDS if command.where is where]
    taken = {key for command in own for key in command.keys.split(",")}
    return own + [
        command
        for command in COMMANDS
        if command.where is Where.EVERYWHERE and not (taken & set(command.keys.split(",")) - {""})
    ]


def bindings(where: Where) -> list[BindingType]:
    """The key bindings of one screen; the rating command is told which key was pressed."""
    made: list[BindingType] = []
    for command in of(where):
        made.extend(
            Binding(key, _action(command, key), command.title, show=False, priority=command.priority)
            for key in command.keys.split(",")
            if key
        )
    return made


def _action(command: Command, key: str) -> str:
    return f"{command.action}({key})" if command.action == "rate" else command.action


def footer(where: Where) -> Sequence[Command]:
    """The commands that the footer names, most useful first."""
    return [command for command in of(where) if command.label and (where, command.id) not in _NOT_IN_FOOTER]


def by_id(name: str) -> Command | None:
    """The command of that id."""
    return next((command for command in COMMANDS if command.id == name or command.action == name), None)
