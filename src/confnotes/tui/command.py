"""Commands, the screens on which they can be used, and what they need."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from confnotes.tui.keymap.names import Sequence


class Where(StrEnum):
    """The screen on which a command can be used; EVERYWHERE is all of them."""

    EVERYWHERE = "everywhere"
    NOW = "now"
    PROGRAM = "program"
    TRACKS = "tracks"
    NOTE = "note"
    POSTERS = "posters"
    POSTER = "poster card"
    MOVE = "move lines"
    MATCH = "which talk"
    SCHEDULE = "my schedule"
    BOARD = "team board"
    ROOMS = "rooms"
    VERSIONS = "versions"
    SEARCH = "search"
    OTHER_VAULT = "another vault"
    SAVED = "saved searches"
    PEOPLE = "people"
    PERSON = "person"
    PAPERS = "papers"
    PAPER = "paper"
    IMPORT = "import"
    READ_TALKS = "read talks"
    READ_ROWS = "read rows"
    CHANGES = "changes"
    SAME_PEOPLE = "same people"
    PHOTOS = "photos"
    PICTURE = "picture"
    TASKS = "tasks and questions"
    RECORDED = "slides and videos"
    TAGS = "tags"
    HISTORY = "earlier versions"
    HISTORIES = "deleted notes"
    DAY_WRAP = "day wrap"
    UNRESOLVED = "unresolved"
    CONFLICTS = "conflicts"
    LINKS = "links"
    RENAME = "rename"
    EXPORT = "export"
    FIRST_PAGE = "first page"
    SETTINGS = "settings"
    HELP = "help"
    DIALOG = "choices"
    LINE = "lines of text"
    WORDS = "a few sentences"
    QUESTIONS = "questions to ask"
    PICK = "options of an export"
    RETAG = "renaming a tag"
    PALETTE = "command palette"
    FIND = "find bar"
    WELCOME = "welcome"
    NEW_VAULT = "folder for your notes"


class Need(StrEnum):
    """What a command needs before it can run; the value is the message if it is missing."""

    NOTHING = ""
    ROW = "Select a row first."
    TALK = "Select a talk first."
    PROGRAM = "Import a program first."
    CONTENT = "Take a note or import a program first."
    MENTION = "No unlinked mentions."
    STEP = "Nothing to undo here."


class Command(NamedTuple):
    """A command.

    `on` names its keys in the keymap ("": palette only), `label` is the short name in the footer ("": not in the
    footer). `keys` are those of the map in force, for the screen. `action` is an action of the screen, of the app if it
    begins with "app.", or of a controller or widget of the screen if it has another name before a point. `priority`
    commands run before the focused widget sees the key. `name` distinguishes two commands of a screen with the same
    action. `words` are synonyms for the palette.
    """

    on: str
    action: str
    label: str = ""
    priority: bool = False
    name: str = ""
    title: str = ""
    help: str = ""
    words: str = ""
    needs: Need = Need.NOTHING
    where: Where = Where.EVERYWHERE
    keys: tuple[Sequence, ...] = ()

    def does(self, title: str, more: str = "", words: str = "") -> Command:
        """A copy of the command with its title, its help and synonyms."""
        return self._replace(title=title, help=more, words=words)

    @property
    def id(self) -> str:
        """Its identifier: "people.open", "app.search"."""
        screen = "app" if self.where is Where.EVERYWHERE else self.where.name.lower()
        return f"{screen}.{self.name or self.action.removeprefix('app.')}"

    @property
    def textual_action(self) -> str:
        """The action as Textual runs it on the screen."""
        is_passed_on = "." in self.action and not self.action.startswith("app.")
        return f"perform({self.action!r})" if is_passed_on else self.action


key = Command
"""A command by the name of its keys, without title and help."""
