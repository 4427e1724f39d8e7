"""The mode of a note's editor that the keymap has: none, vim's or emacs's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from confnotes.tui.screens.note.base import NoteController, NotePage
from confnotes.tui.widgets.drawing import Line
from confnotes.vault.settings import KEYMAP, setting_value

if TYPE_CHECKING:
    from confnotes.tui.screens.note.emacs_keys import EmacsKeys
    from confnotes.tui.screens.note.vim_keys import VimKeys


class KeyModes(NoteController):
    """Puts the mode of the settings into the editor. `follow` follows the link at the cursor; `changed` is called after
    each key of a mode.
    """

    def __init__(self, page: NotePage, follow: Callable[[], None], changed: Callable[[], None]) -> None:
        super().__init__(page)
        self._follow, self._changed = follow, changed
        self._name = KEYMAP.default
        self.mode: VimKeys | EmacsKeys | None = None

    def read_setting(self) -> None:
        """Use the mode that the settings name now."""
        name = setting_value(KEYMAP)
        if name == self._name:
            return
        self._name = name
        if self.mode is not None:
            self.mode.leave()
        self.mode = self._begun(name)
        self._changed()

    def _begun(self, name: str) -> VimKeys | EmacsKeys | None:
        if name == "vim":
            from confnotes.tui.screens.note.vim_keys import VimKeys

            return VimKeys(self.page, self._follow, self._changed)
        if name == "emacs":
            from confnotes.tui.screens.note.emacs_keys import EmacsKeys

            return EmacsKeys(self.page, self._changed)
        return None

    def run(self, name: str) -> None:
        from confnotes.tui.screens.note.emacs_keys import EmacsKeys

        if isinstance(self.mode, EmacsKeys):
            self.mode.run(name)

    @property
    def is_vim(self) -> bool:
        return self._name == "vim"

    @property
    def types(self) -> bool:
        """Whether a character key types, as opposed to vim's normal mode."""
        return self.mode is None or self.mode.types

    @property
    def is_amid_keys(self) -> bool:
        """Whether keys wait for more, such as vim's g."""
        return self.mode is not None and self.mode.is_amid_keys

    @property
    def prompt(self) -> tuple[str, str]:
        """The command line while one is typed, such as ":s/a", before and after its cursor."""
        return self.mode.prompt if self.mode is not None else ("", "")

    @property
    def label(self) -> Line:
        """What the mode shows before the state of the note."""
        return self.mode.label if self.mode is not None else []

    @property
    def hints(self) -> Line:
        """The keys to show in place of the commands; an empty line without such keys."""
        return self.mode.hints if self.mode is not None else []
