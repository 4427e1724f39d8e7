"""Key bindings, the footer, the help screen and the command palette, all generated from the lists of commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from textual.binding import Binding, BindingType

from confnotes.tui.command import Command, Where
from confnotes.tui.command_lists.everywhere import EVERYWHERE
from confnotes.tui.command_lists.finding import FINDING
from confnotes.tui.command_lists.notes import NOTES
from confnotes.tui.command_lists.program import PROGRAM
from confnotes.tui.command_lists.sharing import SHARING

COMMANDS: Final[Mapping[Where, tuple[Command, ...]]] = {**PROGRAM, **NOTES, **FINDING, **SHARING, **EVERYWHERE}
_TYPING = {
    *(Where.POSTERS, Where.POSTER, Where.NOTE, Where.ROOMS, Where.SEARCH, Where.DAY_WRAP),
    *(Where.IMPORT, Where.EXPORT, Where.PHOTOS, Where.RENAME),
}
_TYPED = {"slash", "question_mark", "space"}
_NOT_IN_FOOTER = {
    (Where.NOW, "app.back"),
    (Where.NOTE, "app.back"),
    (Where.POSTER, "app.back"),
    (Where.DAY_WRAP, "app.back"),
    (Where.RENAME, "app.back"),
    (Where.SEARCH, "app.search"),
    (Where.HELP, "app.help"),
}
_SCREEN_NAMES = {
    Where.TRACKS: "Tracks and filters",
    Where.POSTER: "Poster card",
    Where.MATCH: "Attach a note to a talk",
    Where.ROOMS: "Switch to another room",
    Where.VERSIONS: "Two versions of a note",
    Where.READ_TALKS: "Talks as detected",
    Where.READ_ROWS: "Doubtful rows",
    Where.CHANGES: "Changes from re-imports",
    Where.SAME_PEOPLE: "Duplicate people",
    Where.HISTORIES: "Deleted notes and earlier versions",
    Where.DAY_WRAP: "Day review",
    Where.UNRESOLVED: "Unresolved links",
    Where.LINKS: "Backlinks",
    Where.RENAME: "Rename a note",
}
_KEY_NAMES = {
    "enter": "enter",
    "escape": "esc",
    "delete": "del",
    "right": "→",
    "left": "←",
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "minus": "-",
    "ctrl+right_square_bracket": "ctrl+]",
}


def key_name(key: str) -> str:
    """A Textual key name as people write it: "→" for "right", "F2" for "f2"."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    return key.upper() if len(key) > 1 and key[0] == "f" and key[1:].isdigit() else key


def screen_name(where: Where) -> str:
    """The name of a screen, as shown to people."""
    return _SCREEN_NAMES.get(where, where.capitalize())


def is_typed_on(where: Where) -> bool:
    """Whether letters are typed as text on that screen, so that no command uses them."""
    return where in _TYPING


def footer_key(command: Command, where: Where) -> str:
    """The key that the footer shows: on screens with text input, one that types nothing if there is one."""
    keys = command.keys.split(",")
    if is_typed_on(where):
        keys = [key for key in keys if len(key) > 1 and key not in _TYPED] or keys
    return key_name(keys[0])


def format_keys(command: Command) -> str:
    """All keys of a command, as shown to people: "/ F5", "alt+1–5"."""
    keys = [key_name(key) for key in command.keys.split(",") if key]
    if command.action == "rate" and len(keys) > 1:
        return f"{keys[0]}–{keys[-1][-1]}"
    return " ".join(keys)


def all_commands() -> list[Command]:
    """The commands of all screens, and last those that work everywhere."""
    return [command for where in COMMANDS for command in commands_of(where)]


@cache
def commands_of(where: Where) -> list[Command]:
    """The commands of this screen only, or those that work everywhere."""
    return [command._replace(where=where) for command in COMMANDS.get(where, ())]


def of(where: Where) -> list[Command]:
    """The commands of one screen, its own first, then those that work everywhere."""
    own = commands_of(where)
    taken = {key for command in own for key in command.keys.split(",")} - {""}
    actions = {command.action for command in own}
    return own + [
        command
        for command in commands_of(Where.EVERYWHERE)
        if not taken & set(command.keys.split(",")) and (command.keys or command.action not in actions)
    ]


def bindings(where: Where) -> list[BindingType]:
    """The key bindings of one screen; the rating command gets the key that was pressed."""
    made: list[BindingType] = []
    for command in of(where):
        made.extend(
            Binding(key, _action(command, key), command.title, show=False, priority=command.priority)
            for key in command.keys.split(",")
            if key
        )
    return made


def _action(command: Command, key: str) -> str:
    return f"{command.action}({key.removeprefix('alt+')})" if command.action == "rate" else command.textual_action


@cache
def doing(where: Where, action: str) -> Sequence[Command]:
    """The commands of a screen that run this action, such as "star", with any arguments."""
    return [one for one in of(where) if one.action.partition("(")[0] == action]


@cache
def on_key(where: Where, key: str) -> Command | None:
    """The command of a screen that has this key."""
    return next((one for one in of(where) if key in one.keys.split(",")), None)


def footer(where: Where) -> Sequence[Command]:
    """The commands that the footer names, most useful first."""
    return [command for command in of(where) if command.label and (where, command.id) not in _NOT_IN_FOOTER]


def by_id(name: str) -> Command | None:
    """The command with that id."""
    return next((command for command in all_commands() if command.id == name or command.action == name), None)
