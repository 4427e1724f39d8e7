"""The mode of a note's editor that the keymap has: none, vim's or emacs's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.widgets.drawing import Line
from confnotes.vault.settings import KEYMAP, setting_value

if TYPE_CHECKING:
    from confnotes.tui.screens.note.emacs_keys import EmacsKeys
    from confnotes.tui.screens.note.vim_keys import VimKeys


class PlainKeys:
    """No mode: the editor does every key."""

    types: ClassVar[bool] = True
    """Whether a character key types, as opposed to vim's normal mode."""
    is_amid_keys: ClassVar[bool] = False
    """Whether keys wait for more, such as vim's g."""
    prompt: ClassVar[tuple[str, str]] = ("", "")
    """The command line while one is typed, such as ":s/a", before and after its cursor."""
    label: ClassVar[Line] = []
    """What is shown before the state of the note."""
    hints: ClassVar[Line] = []
    """The keys to show in place of the commands."""

    def leave(self) -> None:
        """End the mode."""


class KeyModes(NoteController):
    """Puts the mode of the settings into the editor. `follow` follows the link at the cursor; `changed` is called after
    each key of a mode.
    """

    def __init__(self, page: NotePage, follow: Callable[[], None], changed: Callable[[], None]) -> None:
        super().__init__(page)
        self._follow, self._changed = follow, changed
        self.name = KEYMAP.default
        self.mode: VimKeys | EmacsKeys | PlainKeys = PlainKeys()

    def read_setting(self) -> None:
        """Use the mode that the settings name now."""
        name = setting_value(KEYMAP)
        if name == self.name:
            return
        self.name = name
        self.mode.leave()
        self.mode = self._begun(name)
        self._changed()

    def _begun(self, name: str) -> VimKeys | EmacsKeys | PlainKeys:
        if name == "vim":
            from confnotes.tui.screens.note.vim_keys import VimKeys

            return VimKeys(self.page, self._follow, self._changed)
        if name == "emacs":
            from confnotes.tui.screens.note.emacs_keys import EmacsKeys

            return EmacsKeys(self.page, self._changed)
        return PlainKeys()

    def run(self, name: str) -> None:
        from confnotes.tui.screens.note.emacs_keys import EmacsKeys

        if isinstance(self.mode, EmacsKeys):
            self.mode.run(name)
