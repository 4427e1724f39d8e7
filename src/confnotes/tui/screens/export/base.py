"""What every part of the export screen builds on: its widgets, what is chosen, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Input

from confnotes.tui.screens.export import options
from confnotes.tui.screens.export.order_form import OrderForm
from confnotes.tui.screens.export.told import Result, Told, tilde
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.summary_preview import SummaryPreview

if TYPE_CHECKING:
    from confnotes.actions.exporting.choices import Choice
    from confnotes.actions.exporting.look import Look
    from confnotes.model.summary_order import LeftOut, SummaryOrder


@dataclass(frozen=True)
class Wanted:
    """All that an export needs."""

    order: SummaryOrder
    form: str
    look: Look
    at: datetime


class ExportPage(Page):
    """A form, what is told of it, and the preview."""

    def __init__(self) -> None:
        super().__init__()
        self.order_form = OrderForm()
        self.told = Told()
        self.result = Result()
        self.preview = SummaryPreview("preview")
        self._conferences: list[str] = []
        self._left_out: tuple[LeftOut, ...] = ()
        self._place = Path.cwd()
        self._stem: str | None = None
        self._offered = ""
        self._replace: Path | None = None

    def body(self) -> ComposeResult:
        with Container(id="sheet", classes="body"):
            with Vertical(id="side"):
                yield self.order_form
                yield self.told
                yield self.result
            yield self.preview

    def wanted(self) -> Wanted:
        """What is chosen, as the export takes it."""
        from confnotes.actions.exporting.export_file import links_at
        from confnotes.actions.exporting.look import Look
        from confnotes.model.summary import Audience, Grouping
        from confnotes.model.summary_order import SummaryOrder

        form = self.order_form
        conference, what = form.conference.value, form.what.value
        order = SummaryOrder(
            what or conference,
            conference if what else None,
            audience=Audience(form.audience.value),
            by=Grouping(form.by.value),
            short_names=bool(form.names.value),
            author=form.author.value,
            others=tuple((whose, str(Path(at).expanduser())) for whose, at in options.others_in(form.whose.value)),
        )
        name, folder = form.form_chosen
        look = Look(form.language.value, form.theme.value, links_at(self.path), folder)
        return Wanted(order, name, look, self.confnotes.clock())

    def _choice(self) -> Choice:
        from confnotes.actions.exporting.choices import Choice

        form = self.order_form
        name, folder = form.form_chosen
        return Choice(
            what="" if options.is_day(form.what.value) else form.what.value,
            form=name,
            folder=folder,
            audience=form.audience.value,
            by=form.by.value,
            language=form.language.value,
            theme=form.theme.value,
            short_names=bool(form.names.value),
            author=form.author.value,
            others=options.others_in(form.whose.value),
            place=str(self.path.parent),
        )

    # Where it goes

    @property
    def path(self) -> Path:
        """Where it is to be written."""
        return Path(self.order_form.file.path or self._offered).absolute()

    def _name_file(self) -> None:
        """Offer a name in the folder it went to last; a name that was typed gets the ending of the form."""
        from confnotes.actions.exporting.export_file import name_for

        form = self.order_form
        name, folder = form.form_chosen
        what = form.what.value if options.is_day(form.what.value) else form.what.option.label if form.what.value else ""
        offered = name_for(" ".join(filter(None, (form.conference.value, what))), name, self._stem, folder=folder)
        self._offered = tilde(self._place / offered)
        form.file.value = self._offered
        form.file.cursor_position = len(self._offered)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._replace = None
        if event.input.has_focus and event.value != self._offered and self.order_form.file.path:
            from confnotes.actions.exporting.export_file import stem_of

            typed = Path(self.order_form.file.path)
            self._place = typed if event.value.endswith("/") else typed.parent
            self._place = self._place.absolute()
            self._stem = None if event.value.endswith("/") else stem_of(typed.name)

    def _tell_commands(self) -> None:
        """Name only the commands that do something now."""
        useless = {"export.more"} if self.told.roomy else set()
        if self.result.written is None:
            useless |= {"export.open", "export.copy"}
        if not self._left_out:
            useless.add("export.left_out")
        self.line.leave_out(useless)
