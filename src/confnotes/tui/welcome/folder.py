"""The second screen of the welcome: the folder for the notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from confnotes.actions.begin_vault import SAMPLE_DAY, NewVault, begin_vault, check_folder, copy_sample
from confnotes.actions.importing.conference_list import ListedConference
from confnotes.errors import ConfnotesError
from confnotes.tui.command import Where
from confnotes.tui.welcome.screen import EMPTY, FOLDER, OWN_SOURCE, SAMPLE, Beginning, WelcomeScreen
from confnotes.tui.widgets.drawing import clean
from confnotes.tui.widgets.field import PathInput

_LIVES: Final = "A folder of plain Markdown files. confnotes opens it from now on."
_ASKED: Final = {
    EMPTY: ("Where should your notes live?", _LIVES, "~/confnotes"),
    OWN_SOURCE: ("Where should your notes live?", f"{_LIVES} Next: the program.", "~/confnotes"),
    SAMPLE: (
        "Where should the copy of the sample go?",
        f"In the sample it is always {SAMPLE_DAY}. You may delete the folder at any time.",
        "~/confnotes-sample",
    ),
    FOLDER: (
        "Which folder holds your notes?",
        "Your files stay as they are; confnotes adds a folder .confnotes, and opens this folder from now on.",
        "",
    ),
}


class FolderScreen(WelcomeScreen):
    """The folder for the notes: proposed, edited, and checked while typing."""

    where: ClassVar[Where] = Where.NEW_VAULT

    def __init__(
        self,
        begin: Callable[[Beginning], object],
        way: str,
        *,
        listed: ListedConference | None = None,
        typed: str = "",
    ) -> None:
        super().__init__(begin, ("open", "continue"), ("tab", "complete"), ("back", "back"), ("quit", "quit"))
        self._way, self._listed, self._typed = way, listed, typed
        self.folder = PathInput("the path of a folder", "folder")
        self.folder.value = _ASKED[way][2]

    def body(self) -> ComposeResult:
        title, text, _ = _ASKED[self._way]
        yield Static(Content(title).stylize("bold"), classes="text")
        yield Static(Content(text), classes="text")
        yield Static("")
        yield self.folder
        yield Static(classes="check")
        yield Static(classes="room")

    def on_mount(self) -> None:
        self.folder.focus()
        self.check()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.unsay()
        self.check()

    def check(self) -> None:
        """Show what will happen to the folder."""
        if self._way == FOLDER and not self.folder.value:
            self.query_one(".check", Static).update("")
            return
        check = check_folder(self.folder.path, must_exist=self._way == FOLDER)
        text, style = (check.problem, "$error") if check.problem else (check.says, "$success")
        self.query_one(".check", Static).update(Content.styled(clean(text), style))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            if self._way == SAMPLE:
                chosen = Beginning(NewVault(copy_sample(self.folder.path)), remember=False)
            else:
                new = begin_vault(self.folder.path, must_exist=self._way == FOLDER)
                imports = self._listed is not None or self._way == OWN_SOURCE
                chosen = Beginning(new, imports=imports, listed=self._listed, typed=self._typed)
        except ConfnotesError as error:
            self.complain(f"{error.message} · {error.hint}")
        else:
            self.begin(chosen)
