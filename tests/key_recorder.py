"""The real program, which records what its keys would do in place of doing it: `python key_recorder.py VAULT LOG`.

F12 goes to the next screen and writes its name into the log, and whether it waits for words there ("text" or "list").
A line follows for each command that a key is for, and whether something was typed.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea

from confnotes.catalogue.program.switch_talks import rooms
from confnotes.catalogue.program.talks import card
from confnotes.tui import app as app_of_program
from confnotes.tui import commands
from confnotes.tui import run as program
from confnotes.tui.app import ConfnotesApp
from confnotes.tui.command import Where
from confnotes.tui.screens.note.versions import VersionsScreen
from confnotes.tui.screens.posters.poster import open_poster
from confnotes.tui.screens.rooms import RoomsScreen
from confnotes.vault.vault import Vault

NEXT_SCREEN = "\x1b[24~"
POSTER, TALK = "tideconf-2031/a2", "harbourconf-2031/tides-in-memory"
NOTE = "HarbourConf 2031/2031-05-12 1000 Tides in Memory.md"
TO_GO = {
    Where.PROGRAM: "app.program",
    Where.POSTERS: "app.posters",
    Where.SCHEDULE: "app.schedule",
    Where.SEARCH: "app.search",
    Where.SAVED: "app.saved",
    Where.PEOPLE: "app.people",
    Where.PAPERS: "app.papers",
    Where.RECORDED: "app.recorded",
    Where.TAGS: "app.tags",
    Where.IMPORT: "app.import_program",
    Where.CHANGES: "app.changes",
    Where.UNRESOLVED: "app.unresolved",
    Where.CONFLICTS: "app.conflicts",
    Where.TASKS: "app.tasks",
    Where.DAY_WRAP: "app.day_wrap",
    Where.EXPORT: "app.export",
    Where.PHOTOS: "app.photos",
    Where.HELP: "app.help",
}
OTHERS = (Where.NOTE, Where.POSTER, Where.PERSON, Where.ROOMS, Where.VERSIONS, Where.LINKS, Where.RENAME)
SCREENS = (Where.NOW, *OTHERS, *TO_GO)


def actions(where: Where) -> dict[str, str]:
    """What each key of a screen does, by its commands."""
    return {one.key: one.action.removeprefix("app.") for one in commands.bindings(where) if isinstance(one, Binding)}


class Recorder(ConfnotesApp):
    """Writes down what a key is for."""

    CSS_PATH = str(Path(app_of_program.__file__).with_name("confnotes.tcss"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f12", "next_screen", priority=True)]
    log_file: Path
    _at = -1
    _words = ""

    def record(self, line: str) -> None:
        """Add a line to the log."""
        with self.log_file.open("a", encoding="utf-8") as log:
            log.write(line + "\n")

    def typed_words(self) -> str:
        """What stands in all fields and texts of the screen."""
        fields = [one.value for one in self.screen.query(Input)]
        return "\n".join([*fields, *(one.text for one in self.screen.query(TextArea))])

    async def run_action(self, action: Any, *more: Any, **options: Any) -> bool:
        where = getattr(self.screen, "where", None)
        name = str(action).removeprefix("app.")
        if where is None or name not in actions(where).values():
            return await super().run_action(action, *more, **options)
        before, self._words = self._words, self.typed_words()
        self.record(name if self._words == before else f"{name}, and something was typed")
        return True

    async def action_next_screen(self) -> None:
        """Show another screen than so far."""
        self._at += 1
        while len(self.screen_stack) > 1:
            self.pop_screen()
        where = SCREENS[self._at]
        await self._go(where)
        while getattr(self.screen, "where", None) is not where or self.focused is None:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.3)
        self._words = self.typed_words()
        self.record(f"at {where} {'text' if isinstance(self.focused, Input | TextArea) else 'list'}")

    async def _go(self, where: Where) -> None:
        if where in TO_GO:
            await super().run_action(TO_GO[where])
        elif where is Where.NOTE:
            self.open_talk(TALK)
        elif where is Where.POSTER:
            open_poster(self, card(self.vault, POSTER), None)
        elif where is Where.PERSON:
            self.follow("person:Bo Kai")
        elif where is Where.ROOMS:
            self.push_screen(RoomsScreen(rooms(self.vault, self.clock())))
        elif where is Where.VERSIONS:
            self.push_screen(VersionsScreen("mine", "theirs", lambda _: None))
        elif where is Where.LINKS:
            self.show("links.LinksScreen", NOTE)
        elif where is Where.RENAME:
            self.show("rename.RenameScreen", NOTE)


if __name__ == "__main__":
    Recorder.log_file = Path(sys.argv[2])
    vars(program)["ConfnotesApp"] = Recorder
    program.run(Vault.open(Path(sys.argv[1])), datetime(2031, 5, 12, 10, 45))
