"""Export: a summary for oneself, the team or everybody, seen while one chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import Worker, get_current_worker

from confnotes.errors import ConfnotesError
from confnotes.tui.commands import Where
from confnotes.tui.screens.now_view import day_name
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.bars import Words
from confnotes.tui.widgets.choices import Choices
from confnotes.tui.widgets.drawing import Line, Part, clean, wrap
from confnotes.tui.widgets.pane import Draw, Pane
from confnotes.tui.widgets.path_input import PathInput

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault

PREVIEW_LINES = 400
PAUSE = 0.15
WHOLE = "everything"
_FORMATS = {"markdown": "markdown", "html": "html", "ics": "calendar: my schedule", "bibtex": "papers: BibTeX"}
_AUDIENCES = {"me": "me", "team": "the team: nothing private", "public": "everybody: no ratings"}


@dataclass(frozen=True)
class Order:
    """What to export and how."""

    conference: str
    day: date | None
    format: str
    audience: str
    by: str

    @property
    def target(self) -> str:
        """What the service calls it."""
        return self.day.isoformat() if self.day else self.conference


class ExportScreen(Page):
    """Choices above, the summary as it will be below."""

    where: ClassVar[Where] = Where.EXPORT
    CSS = """
    ExportScreen Choices { height: 1; }
    ExportScreen .field { height: 1; }
    ExportScreen .field Words { width: 15; }
    ExportScreen .field Input { width: 1fr; }
    ExportScreen #preview { border-top: solid $rule; }
    """

    @dataclass
    class Ready(Message):
        """The vault was looked at: its conferences, and the days of the chosen one."""

        conferences: list[str]
        chosen: str
        days: list[date]

    @dataclass
    class Previewed(Message):
        """The summary was made."""

        draw: Draw

    @dataclass
    class Written(Message):
        """The file is there."""

        path: Path
        size: int

    @dataclass
    class Failed(Message):
        """There is no summary, or it could not be written."""

        error: ConfnotesError

    def __init__(self, form: str = "markdown") -> None:
        super().__init__()
        self._form = form
        self.conference = Choices("conference", "Of", [])
        self.day = Choices("day", "Day", [WHOLE])
        self.format = Choices("format", "As", list(_FORMATS.values()))
        self.audience = Choices("audience", "For", list(_AUDIENCES.values()))
        self.by = Choices("by", "By", ["day", "track", "theme", "person"])
        self.file = PathInput("", "file")
        self.pane = Pane("preview", classes="body")
        self._days: list[date] = []
        self._named = False
        self._replace: Path | None = None
        self._pause: Timer | None = None
        self._work: Worker[None] | None = None

    def body(self) -> ComposeResult:
        yield self.conference
        yield self.day
        yield self.format
        yield self.audience
        yield self.by
        with Horizontal(classes="field"):
            yield Words("label-file", [Part("    To", "dim")])
            yield self.file
        yield self.pane

    def on_mount(self) -> None:
        self.top.tell([Part("Export", "strong")], [Part("ctrl+s", "accent", "export.write"), Part(" write", "faint")])
        self.format.tell(list(_FORMATS.values()), _FORMATS[self._form])
        self.format.focus()
        self._look(self.confnotes.conference)

    @work(thread=True, exclusive=True, group="look")
    def _look(self, conference: str | None) -> None:
        from confnotes.services.program.whats_on import agenda, current_conference

        vault = self.confnotes.vault
        try:
            names = vault.conferences()
            chosen = conference or current_conference(vault, self.confnotes.clock()) or (names[0] if names else "")
            days = {card.start.date() for card in agenda(vault, chosen) if card.start} if chosen else set()
        except ConfnotesError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Ready(names, chosen, sorted(days)))

    def on_export_screen_ready(self, event: Ready) -> None:
        if not event.conferences:
            self.pane.show(_lines_of("There is no conference in this vault yet: esc, then i imports a program."))
            return
        self._days = event.days
        self.conference.tell(event.conferences, event.chosen)
        self.day.tell([WHOLE, *(day_name(day) for day in event.days)])
        self._name_file()
        self._preview()

    @property
    def order(self) -> Order:
        """What is chosen."""
        index = [WHOLE, *(day_name(day) for day in self._days)].index(self.day.value)
        audience = next(key for key, text in _AUDIENCES.items() if text == self.audience.value)
        day = self._days[index - 1] if index else None
        form = next(key for key, text in _FORMATS.items() if text == self.format.value)
        return Order(self.conference.value, day, form, audience, self.by.value)

    def on_choices_chosen(self, event: Choices.Chosen) -> None:
        if event.choices is self.conference:
            self._look(self.conference.value)
            return
        self._name_file()
        self._preview()

    def _name_file(self) -> None:
        """Offer a name for the file as long as nobody has typed one."""
        if self._named:
            return
        from confnotes.services.summary.write_export import file_name

        order = self.order
        what = f"{order.conference} {order.day.isoformat()}" if order.day else order.conference
        self.file.value = file_name(what, order.format)
        self.file.cursor_position = len(self.file.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._named = self._named or self.file.has_focus
        self._replace = None

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down") and not self.pane.has_focus:
            event.prevent_default().stop()
            if event.key == "up":
                self.focus_previous()
            else:
                self.focus_next()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.action_write()

    def _preview(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, lambda: self._make(self.order, self.confnotes.clock()))

    @work(thread=True, exclusive=True, group="preview")
    def _make(self, order: Order, at: datetime) -> None:
        worker = get_current_worker()
        if order.format == "bibtex":
            self.confnotes.finding.brought_up_to_date()
        try:
            data = _exported(self.confnotes.vault, order, "markdown", at)
        except ConfnotesError as error:
            self.post_message(self.Failed(error))
            return
        if not worker.is_cancelled:
            self.post_message(self.Previewed(_lines_of(data.decode("utf-8", "replace"))))

    def on_export_screen_previewed(self, event: Previewed) -> None:
        self.pane.show(event.draw)

    def on_export_screen_failed(self, event: Failed) -> None:
        self.complain(event.error)

    def action_write(self) -> None:
        """Write the file; one that is there is replaced when asked twice."""
        if not self.conference.value or not self.file.path:
            return
        path = Path(self.file.path).absolute()
        if path.exists() and self._replace != path:
            self._replace = path
            self.say(f"{path.name} is there already · ctrl+s again replaces it")
            return
        replace = self._replace == path
        self._replace = None
        self.say("writing …")
        self._work = self._write(self.order, self.confnotes.clock(), path, replace)

    @work(thread=True, exclusive=True, group="write")
    def _write(self, order: Order, at: datetime, path: Path, replace: bool) -> None:
        from confnotes.services.summary.write_export import write_export

        worker = get_current_worker()
        try:
            data = _exported(self.confnotes.vault, order, order.format, at)
            if worker.is_cancelled:
                return
            write_export(path, data, force=replace)
        except ConfnotesError as error:
            self.post_message(self.Failed(error))
        else:
            self.post_message(self.Written(path, len(data)))

    def on_export_screen_written(self, event: Written) -> None:
        self._replace = event.path
        self.say(f"written: {event.path} · {event.size / 1024:,.0f} KB")

    def action_back(self) -> None:
        if self._work is not None and not self._work.is_finished:
            self._work.cancel()
            self._work = None
            self.say("stopped; nothing was written")
        else:
            super().action_back()


def _exported(vault: Vault, order: Order, form: str, at: datetime) -> bytes:
    """What was ordered, in that format; raises ConfnotesError."""
    from confnotes.model.summary import Audience, Grouping
    from confnotes.model.summary_order import SummaryOrder
    from confnotes.services.papers import export_papers
    from confnotes.services.program import export_agenda
    from confnotes.services.summary.export import export

    conference = order.conference if order.day else None
    if order.format == "bibtex":
        return export_papers.export(vault, order.target, audience=order.audience, at=at, conference=conference)
    if order.format == "ics":
        return export_agenda.export(vault, order.target, form, at, conference=conference)
    wanted = SummaryOrder(order.target, conference, Audience(order.audience), Grouping(order.by))
    return export(vault, wanted, form, at=at).data


def _lines_of(text: str) -> Draw:
    source = text.splitlines()[:PREVIEW_LINES]

    def draw(width: int) -> list[Line]:
        lines: list[Line] = []
        for line in source:
            role = "strong" if line.startswith("#") else "faint" if line.startswith(("---", "<")) else "dim"
            lines += [[Part("  "), Part(piece, role)] for piece in wrap(clean(line), width - 4)]
        return lines

    return draw
