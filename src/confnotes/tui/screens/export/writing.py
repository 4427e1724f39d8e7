"""The file that comes of an export: written with progress, stopped, opened."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import Worker

from confnotes.errors import ConflictError, ConfnotesError
from confnotes.tui.beside import reads
from confnotes.tui.screens.export.base import ExportPage, Wanted
from confnotes.tui.screens.export.told import Result

if TYPE_CHECKING:
    from confnotes.actions.exporting.export_file import Written

TICK = 0.5


class WritingPage(ExportPage):
    """Writes what is chosen in a thread; what is stopped is written nowhere."""

    @dataclass
    class Doing(Message):
        """What the writing is at."""

        what: str

    @dataclass
    class WroteIt(Message):
        """The file is there."""

        written: Written

    @dataclass
    class NotWritten(Message):
        """It could not be written."""

        error: ConfnotesError

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
        self._writing = self._write(wanted, path, replace)

    def _warn(self, path: Path, why: str) -> None:
        """Say that there is a file that is not to be lost."""
        self._replace = path
        self.say(f"{why} · ctrl+s again replaces it")

    def _tick(self) -> None:
        self.result.say(self._doing, int(time.monotonic() - self._begun))

    @reads("write")
    def _write(self, wanted: Wanted, path: Path, replace: bool) -> None:
        from confnotes.actions.exporting.export_file import export_to

        try:
            written = export_to(
                self.confnotes.vault,
                wanted.order,
                wanted.form,
                wanted.look,
                wanted.at,
                path,
                force=replace,
                tell=self._tell_doing,
            )
        except ConfnotesError as error:
            self.post_message(self.NotWritten(error))
        else:
            self.post_message(self.WroteIt(written))

    def _tell_doing(self, what: str) -> None:
        self.post_message(self.Doing(what))

    def on_writing_page_doing(self, event: Doing) -> None:
        self._doing = event.what
        if self._writing is not None:
            self._tick()

    def on_writing_page_wrote_it(self, event: WroteIt) -> None:
        from confnotes.actions.exporting.choices import remember
        from confnotes.exporters.forms import form_named

        if not form_named(event.written.form).made_again:
            self._replace = event.written.path.absolute()
        self._ended(event.written)
        self.line.unsay()
        self.result.focus()
        if self.order_form.conference.value in self._conferences:
            remember(self.confnotes.vault, self.order_form.conference.value, self._choice())

    def on_writing_page_not_written(self, event: NotWritten) -> None:
        self._ended(None)
        if isinstance(event.error, ConflictError) and self.path.exists():
            self._warn(self.path, event.error.message.replace(str(self.path), self.path.name))
        else:
            self.complain(event.error)

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
