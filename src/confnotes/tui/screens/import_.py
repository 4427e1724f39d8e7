"""Import: a program is seen as it was understood before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input
from textual.worker import Worker, get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.tui.commands import Where
from confnotes.tui.screens.import_view import preview_of, reports_of
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.drawing import Part, wrap
from confnotes.tui.widgets.pane import Pane
from confnotes.tui.widgets.path_input import PathInput

if TYPE_CHECKING:
    from confnotes.services.import_program import ImportReport, Preview


_INVITATION = (
    "The format is found out: workshop pages in Markdown, text or HTML, Jekyll pages, schedules, a day of notes.",
    "You see what was understood before anything is written.",
    "A program imported again is merged: what you wrote stays, what moved is said.",
)


class ImportScreen(Page):
    """Where from, what was understood, and then it is written, whole or not at all."""

    where: ClassVar[Where] = Where.IMPORT
    CSS = """
    ImportScreen .field { height: 1; }
    ImportScreen .field Words { width: 17; }
    ImportScreen .field Input { width: 1fr; }
    ImportScreen #read { border-top: solid $rule; }
    """

    @dataclass
    class Read(Message):
        """The sources were read."""

        previews: Sequence[Preview]

    @dataclass
    class Written(Message):
        """The program is in the vault."""

        reports: Sequence[ImportReport]

    @dataclass
    class Failed(Message):
        """The sources could not be read, or not be written; the vault is as it was."""

        error: ConfnotesError

    def __init__(self) -> None:
        super().__init__()
        self.source = PathInput("a file, a folder or a web address: ~/Downloads/program.md", "source")
        self.conference = Input(placeholder="as the source says", id="conference", select_on_focus=False)
        self.zone = Input(placeholder="as the source says, e.g. Europe/Vienna", id="zone", select_on_focus=False)
        self.pane = Pane("read", classes="body")
        self.previews: Sequence[Preview] = ()
        self._work: Worker[None] | None = None

    def body(self) -> ComposeResult:
        for label, field in (("From", self.source), ("Conference", self.conference), ("Time zone", self.zone)):
            with Horizontal(classes="field"):
                yield Words(f"label-{field.id}", [Part(f"    {label}", "dim")])
                yield field
        yield self.pane

    def on_mount(self) -> None:
        self._tell("")
        self.source.focus()
        self.pane.show(_invitation)

    def _tell(self, state: str) -> None:
        self.top.tell([Part("Import", "strong")], [Part(state, "accent")] if state else self.hint_keys())

    def hint_keys(self) -> list[Part]:
        """What enter does now."""
        if self.previews:
            return [Part("enter", "accent", "import.write"), Part(" write", "faint")]
        return [Part("enter", "accent"), Part(" read", "faint")]

    @property
    def busy(self) -> bool:
        """Whether something is being read or written."""
        return self._work is not None and not self._work.is_finished

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self.source.path in ("", "-"):
            self.say("type where the program is: a file, a folder or a web address")
            return
        self._tell("reading … esc stops")
        self.previews = ()
        self._work = self._read(self.source.path, self.conference.value.strip(), self.zone.value.strip())

    @work(thread=True, exclusive=True, group="import")
    def _read(self, source: str, conference: str, zone: str) -> None:
        from confnotes.importers.reading import Hints
        from confnotes.services.import_program import preview

        worker = get_current_worker()
        try:
            previews = preview([source], Hints(conference or None, zone or None, None))
        except ConfnotesError as error:
            if not worker.is_cancelled:
                self.post_message(self.Failed(error))
            return
        if not worker.is_cancelled:
            self.post_message(self.Read(previews))

    def on_import_screen_read(self, event: Read) -> None:
        self.previews = event.previews
        self._tell("")
        first = event.previews[0] if len(event.previews) == 1 else None
        if first is not None:
            self.conference.placeholder = first.name or "the source does not say: give it a name"
            self.zone.placeholder = first.read.program.conference.timezone or "the source does not say"
        else:
            self.conference.placeholder = self.zone.placeholder = f"{len(event.previews)} sources, each as it says"
        self.pane.show(preview_of(event.previews))
        self.pane.focus()
        if first is not None and not (first.name or self.conference.value):
            self.conference.focus()

    def on_import_screen_failed(self, event: Failed) -> None:
        self._tell("")
        self.complain(event.error)

    def action_write(self) -> None:
        """Write what was read; when nothing was read yet, read it."""
        if self.busy:
            return
        if not self.previews:
            self.on_input_submitted(Input.Submitted(self.source, self.source.value))
            return
        previews = self.previews
        name = self.conference.value.strip()
        if name:
            previews = [replace(preview, name=name) for preview in previews]
        self._tell("writing …")
        self._work = self._write(previews)

    @work(thread=True, exclusive=True, group="import")
    def _write(self, previews: Sequence[Preview]) -> None:
        from confnotes.services.import_program import write

        try:
            self.post_message(self.Written(write(self.confnotes.vault, previews)))
        except ConfnotesError as error:
            self.post_message(self.Failed(error))

    def on_import_screen_written(self, event: Written) -> None:
        self.previews = ()
        self._tell("")
        self.pane.show(reports_of(event.reports))
        self.confnotes.finding.look_again()
        self.say("written · esc goes back")

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        self.confnotes.follow(event.target)

    def action_edit(self) -> None:
        """Give it another name."""
        self.conference.focus()

    def action_back(self) -> None:
        if self.busy and self._work is not None:
            self._work.cancel()
            self._work = None
            self._tell("")
            self.say("stopped; nothing was written")
        else:
            super().action_back()


def _invitation(width: int) -> list[list[Part]]:
    lines: list[list[Part]] = [[]]
    for text in _INVITATION:
        lines += [[Part("  "), Part(line, "dim")] for line in wrap(text, width - 4)]
    return lines
