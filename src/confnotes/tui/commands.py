"""Key bindings, the footer, the help screen and the command palette, all generated from the lists of commands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from textual.binding import Binding, BindingType

from confnotes.tui.command import Command, Where
from confnotes.tui.command_lists.dialogs import DIALOGS
from confnotes.tui.command_lists.everywhere import EVERYWHERE
from confnotes.tui.command_lists.finding import FINDING
from confnotes.tui.command_lists.notes import NOTES
from confnotes.tui.command_lists.program import PROGRAM
from confnotes.tui.command_lists.sharing import SHARING
from confnotes.tui.keymap.keymap import keymap, rating_of, read_keymap
from confnotes.tui.keymap.names import Sequence, may_be_sent, shown_sequence, types_text
from confnotes.tui.outward import is_left_out

COMMANDS: Final[Mapping[Where, tuple[Command, ...]]] = {
    **PROGRAM,
    **NOTES,
    **FINDING,
    **SHARING,
    **EVERYWHERE,
    **DIALOGS,
}
_WELCOME: Final = (Where.WELCOME, Where.NEW_VAULT)
"""Without a vault there is no other screen, and so no use for the leader."""

_TYPING = {
    *(Where.POSTERS, Where.POSTER, Where.NOTE, Where.ROOMS, Where.SEARCH),
    *(Where.IMPORT, Where.EXPORT, Where.PHOTOS, Where.RENAME, Where.MOVE, Where.MATCH),
    *(Where.LINE, Where.WORDS, Where.QUESTIONS, Where.PICK, Where.PALETTE, Where.FIND),
    *_WELCOME,
}
_IN_DIALOGS: Final = {
    **dict.fromkeys(DIALOGS, ("leader", "help", "quit")),
    **dict.fromkeys(_WELCOME, ("quit",)),
}
"""The commands for all screens that dialogs have, besides moving."""

_TEXTS: Final = (Where.NOTE, Where.POSTER)
"""The screens on which the keys of lists move in a text or its fields."""
_NOT_IN_FOOTER = {
    (Where.NOW, "app.back"),
    (Where.NOTE, "app.back"),
    (Where.POSTER, "app.back"),
    (Where.DAY_WRAP, "app.back"),
    (Where.RENAME, "app.back"),
    (Where.SEARCH, "app.search"),
    (Where.HELP, "app.help"),
}
_BEFORE_PLACES: Final = 2
"""The commands that the footer of Now names before the menu of places."""

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
    Where.DIALOG: "Dialogs: choices",
    Where.LINE: "Dialogs: a line of text",
    Where.WORDS: "Dialogs: a few sentences",
    Where.QUESTIONS: "Questions to ask",
    Where.PICK: "Options of an export",
    Where.RETAG: "Rename a tag",
}


def screen_name(where: Where) -> str:
    """The name of a screen, as shown to people."""
    return _SCREEN_NAMES.get(where, where.capitalize())


def is_typed_on(where: Where) -> bool:
    """Whether letters are typed as text on that screen, so that no command uses them."""
    return where in _TYPING


def is_move(command: Command) -> bool:
    """Whether the command moves in a list: not in a note, and not in the palette."""
    return command.action.startswith("app.press(") or command.action == "centre"


def footer_key(command: Command, *, is_typing: bool = True) -> str:
    """The key that the footer shows: with the leader if letters are typed as text, otherwise without."""
    keys = keymap().typing(command.on) if is_typing else keymap().of(command.on)
    return shown_sequence((keys or command.keys)[0])


def format_keys(command: Command) -> str:
    """All keys of a command that the terminal can send, as shown to people: "g s F5", "1–5"."""
    if command.on == "rate":
        *lead, first = command.keys[0]
        return shown_sequence((*lead, f"{first}–{command.keys[-1][-1]}"))
    return "  ".join(map(shown_sequence, filter(may_be_sent, command.keys)))


def key_of(on: str, where: Where = Where.EVERYWHERE, *, typing: bool | None = None) -> str:
    """The first key of an action on a screen, for a sentence; `typing` is whether one types text there just now."""
    return keymap().shown(on, typing=is_typed_on(where) if typing is None else typing)


def all_commands() -> list[Command]:
    """The commands of all screens, and last those that work everywhere."""
    return [command for where in COMMANDS for command in commands_of(where)]


@cache
def commands_of(where: Where) -> list[Command]:
    """The commands of this screen only, or those that work everywhere."""
    known = keymap().actions
    here = [command for command in COMMANDS.get(where, ()) if not command.on or command.on in known]
    return [_with_keys(command, where)._replace(where=where) for command in here if not is_left_out(command)]


def read_keys() -> bool:
    """Read the keys of the settings again; whether they have changed."""
    if not read_keymap():
        return False
    for read in (commands_of, of, sequences, doing):
        read.cache_clear()
    return True


def _with_keys(command: Command, where: Where) -> Command:
    keys = keymap().typing(command.on) if is_typed_on(where) else keymap().of(command.on)
    return command._replace(keys=keys)


@cache
def of(where: Where) -> list[Command]:
    """The commands of one screen, its own first, then those that work everywhere."""
    own = commands_of(where)
    if where is Where.FIND:  # part of a note, which has the others
        return own
    taken, actions = {command.on for command in own} - {""}, {command.action for command in own}
    return own + [
        _with_keys(command, where)
        for command in commands_of(Where.EVERYWHERE)
        if command.on not in taken
        and (command.on or command.action not in actions)
        and not (where in _TEXTS and is_move(command))
        and not (where in _TYPING and command.on == "filter")
        and (where not in DIALOGS or is_move(command) or command.on in _IN_DIALOGS[where])
    ]


@cache
def sequences(where: Where) -> Mapping[Sequence, Command]:
    """What each key or sequence of keys does on a screen; after the leader, all keys work."""
    found = {keys: command for command in reversed(of(where)) for keys in reversed(keymap().of(command.on))}
    if where in _WELCOME:
        return found
    led = {(keymap().leader, *keys): command for keys, command in found.items() if "+" not in keys[0]}
    return {**led, **found}


def bindings(where: Where) -> list[BindingType]:
    """The key bindings of one screen: of its single keys, and of keys after which others follow."""
    there = sequences(where)
    single = [
        Binding(keys[0], action_of(command, keys), command.title, show=False, priority=_goes_first(command, keys[0]))
        for keys, command in there.items()
        if len(keys) == 1 and not command.action.startswith("app.press(")  # pressed by the app, for every widget
    ]
    begin = {keys[0] for keys in there if len(keys) > 1} - {keys[0] for keys in there if len(keys) == 1}
    return [
        *single,
        *(Binding(key, f"app.wait_after({key!r})", "", show=False, priority=not types_text(key)) for key in begin),
    ]


def _goes_first(command: Command, key: str) -> bool:
    return command.on == "leader" or (command.priority and not types_text(key))


def action_of(command: Command, keys: Sequence) -> str:
    """The action for these keys of a command: the rating command gets the rating that was given."""
    return f"{command.action}({rating_of(keys[-1])})" if command.action == "rate" else command.textual_action


@cache
def doing(where: Where, action: str) -> list[Command]:
    """The commands of a screen that run this action, such as "star", with any arguments."""
    return [one for one in of(where) if one.action.partition("(")[0] == action]


def on_key(where: Where, key: str) -> Command | None:
    return sequences(where).get((key,))


def footer(where: Where) -> list[Command]:
    """The commands that the footer names: most useful first, and those behind the leader last."""
    without = {
        "app.go" if is_typed_on(where) else "app.more",
        *(name for screen, name in _NOT_IN_FOOTER if screen is where),
    }
    shown = [command for command in of(where) if command.label and command.keys and command.id not in without]
    shown.sort(key=lambda command: command.keys[0][0] == keymap().leader and len(command.keys[0]) > 1)
    menu = "go" if where is Where.NOW else "leader"  # from Now one goes to the places; where one types, it has all keys
    if where is Where.NOW or is_typed_on(where):
        menus = [command for command in shown if command.on == menu]
        others = [command for command in shown if command.on != menu]
        before = _BEFORE_PLACES if where is Where.NOW else 0
        return [*others[:before], *menus, *others[before:]]
    return shown


def named(where: Where, name: str) -> Command | None:
    """The command of a screen by its name, as after vim's colon: "star", "rate-talk"."""
    wanted = name.replace("-", "_")
    return next((one for one in of(where) if one.id.rpartition(".")[2].partition("(")[0] == wanted), None)


def by_id(name: str) -> Command | None:
    return next((command for command in all_commands() if command.id == name or command.action == name), None)
