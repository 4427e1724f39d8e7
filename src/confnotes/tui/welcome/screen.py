"""The base of the welcome's screens, and what they detect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult

from confnotes.actions.begin_vault import NewVault
from confnotes.actions.importing.conference_list import ListedConference
from confnotes.tui.screens.key_line import KeyLineScreen
from confnotes.tui.widgets.bars import TopLine
from confnotes.tui.widgets.drawing import SCREEN_STYLES, Part, clean

OWN_SOURCE, SAMPLE, EMPTY, FOLDER = "own source", "sample", "empty", "folder"
"""The ways to begin without a listed conference."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What was chosen: the vault, whether to remember it, and what to import first.

    `imports`: start with the import form, with the address `listed` or `typed`, or empty.
    """

    new: NewVault
    remember: bool = True
    imports: bool = False
    listed: ListedConference | None = None
    typed: str = ""


class WelcomeScreen(KeyLineScreen[None]):
    """A title, a body, and a line of keys that messages replace; `begin` ends the welcome."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(SCREEN_STYLES)

    def __init__(self, begin: Callable[[Beginning], object], *does: tuple[str, str]) -> None:
        super().__init__(*does)
        self.begin = begin

    def compose(self) -> ComposeResult:
        top = TopLine()
        top.tell([Part("confnotes", "strong"), Part(" · Welcome", "dim")])
        yield top
        yield from self.body()
        yield self.key_line()

    def body(self) -> ComposeResult:
        """The widgets between the two lines."""
        yield from ()

    def complain(self, text: str) -> None:
        """Show what is wrong in place of the keys."""
        self.tell(clean(text), "$error")

    def action_back(self) -> None:
        """Go back; the first screen stays."""
        self.dismiss()
