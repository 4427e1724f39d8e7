"""The file that comes of an export: written with progress, stopped, opened."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.widgets import Input
from textual.worker import Worker

from confnotes.errors import ConflictError, ConfnotesError
from confnotes.tui.beside import Failure, read_beside
from confnotes.tui.screens.export.base import ExportPage, Wanted
from confnotes.tui.screens.export.told import Result

if TYPE_CHECKING:
    from confnotes.actions.exporting.export_file import Written

TICK = 0.5


class WritingPage(ExportPage):
    """Writes what is chosen in a thread; what is stopped is written nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self._ticking: Timer | None = None
        self._begun = 0.0
        self._doing = ""
        self._writing: Worker[None] | None = None

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        """Write the file; one that is there is replaced when asked twice, or made again around its author's edits."""
        from confnotes.exporters.forms import form_named

        if not self._conferences or self._writing is not None:
            return
        path, wanted = self.path, self.wanted()
        if path.is_file() and self._replace != path and not form_named(wanted.form).made_again:
            self._warn(path, f"{path.name} is there already")
            return
        replace, self._replace = self._replace == path, None
        self.confnotes.save_everything()
        self._begun, self._doing = time.monotonic(), "gathering the notes"
        self._tick()
        self._ticking = self.set_interval(TICK, self._tick)
        write = partial(self._write, wanted, path, replace)
        self._writing = read_beside(self, write, self._written, failed=self._not_written)

    def _warn(self, path: Path, why: str) -> None:
        """Say that there is a file that is not to be lost."""
        self._replace = path
        self.say(f"{why} · ctrl+s again replaces it")

    def _tick(self) -> None:
        self.result.say(self._doing, int(time.monotonic() - self._begun))

    def _write(self, wanted: Wanted, path: Path, replace: bool) -> Written:
        from confnotes.actions.exporting.export_file import export_to

        def tell(what: str) -> None:
            self.call_later(self._tell_doing, what)

        return export_to(
            self.confnotes.vault,
            wanted.order,
            wanted.form,
            wanted.look,
            wanted.at,
            path,
            force=replace,
            tell=tell,
        )

    def _tell_doing(self, what: str) -> None:
        self._doing = what
        if self._writing is not None:
            self._tick()

    def _written(self, written: Written) -> None:
        from confnotes.actions.exporting.choices import remember
        from confnotes.exporters.forms import form_named

        if not form_named(written.form).made_again:
            self._replace = written.path.absolute()
        self._ended(written)
        self.line.unsay()
        self.result.focus()
        if self.order_form.conference.value in self._conferences:
            remember(self.confnotes.vault, self.order_form.conference.value, self._choice())

    def _not_written(self, error: Failure) -> None:
        self._ended(None)
        if isinstance(error, ConflictError) and self.path.exists():
            self._warn(self.path, error.message.replace(str(self.path), self.path.name))
        else:
            self.confnotes.complain_of(error)

    def _ended(self, written: Written | None) -> None:
        if self._ticking is not None:
            self._ticking.stop()
        self._writing = self._ticking = None
        self.result.tell(written)
        self._tell_commands()

    def action_back(self) -> None:
        if self._writing is not None and not self._writing.is_finished:
            self._writing.cancel()
            self._ended(None)
            self.say("stopped; nothing was written")
        else:
            super().action_back()

    # With what was written

    def on_result_wanted(self, event: Result.Wanted) -> None:
        event.stop()
        if event.copies:
            self.action_copy()
        else:
            self.action_open()

    def action_open(self) -> None:
        """Open what was written in the program for it."""
        from confnotes.actions.exporting.open_file import open_file

        written = self.result.written
        if written is None:
            self.complain(ConfnotesError("nothing was written yet", "ctrl+s writes it"))
            return
        try:
            open_file(written.path)
        except ConfnotesError as error:
            self.complain(error)
        else:
            self.say(f"opening {written.path.name}")

    def action_copy(self) -> None:
        """Copy the path of what was written."""
        path = self.result.written.path.absolute() if self.result.written else self.path
        self.app.copy_to_clipboard(str(path))
        self.say(f"copied: {path}")
