"""The Export screen: choices, a preview of the summary, and writing the file."""

from __future__ import annotations

import os
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import Worker

from confnotes.errors import ConflictError, ConfnotesError, Failure
from confnotes.tui.command import Command, Need, Where
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.screens.export import options
from confnotes.tui.screens.export.order_form import OrderForm
from confnotes.tui.screens.export.pick_screen import LeftOutScreen
from confnotes.tui.screens.export.told import Result, Told, tilde
from confnotes.tui.screens.export.work import ExportOffers, ExportOrder, Previewer, copied_text, offers_for
from confnotes.tui.screens.page import Page
from confnotes.tui.widgets.drawing import Part, place
from confnotes.tui.widgets.field import go_by_arrows
from confnotes.tui.widgets.preview import SummaryPreview

if TYPE_CHECKING:
    from confnotes.actions.exporting.export_file import WrittenExport
    from confnotes.actions.exporting.preview import Seen

TICK = 0.5  # seconds: the clock shown during a long export
PAUSE = 0.15  # seconds: arrowing through choices renders one preview only
NOTHING = "Nothing to export yet. Take a note or import a program first."


class ExportScreen(Page):
    """The form above or beside a preview of the summary."""

    where: ClassVar[Where] = Where.EXPORT
    CSS = """
    ExportScreen #sheet { layout: vertical; }
    ExportScreen #side { height: auto; }
    ExportScreen SummaryPreview { border-top: solid $rule; }
    ExportScreen.-wide #sheet { layout: horizontal; }
    ExportScreen.-wide #side { width: 54; height: 1fr; overflow-y: auto; scrollbar-size-vertical: 1; }
    ExportScreen.-wide SummaryPreview { border-top: none; border-left: solid $rule; }
    ExportScreen SummaryPreview:focus { border-top: solid $accent; }
    ExportScreen.-wide SummaryPreview:focus { border-top: none; border-left: solid $accent; }
    """

    def __init__(self, form: str | None = None, conference: str | None = None, day: date | None = None) -> None:
        """`form` preselects a format, `day` a single day of the conference."""
        super().__init__()
        self.order_form = OrderForm(self._changed, self._look_at_chosen)
        self.told = Told()
        self.result = Result(self.action_open, self.action_copy)
        self.preview = SummaryPreview("preview")
        self._conferences: list[str] = []
        self._place = Path.cwd()
        self._stem: str | None = None
        self._offered = ""
        self._replace: Path | None = None
        self._form, self._conference, self._day = form, conference, day
        self._pause: Timer | None = None
        self._previewer = Previewer(self.confnotes)
        self._more = False
        self._ticking: Timer | None = None
        self._begun = 0.0
        self._doing = ""
        self._writing: Worker[None] | None = None

    def body(self) -> ComposeResult:
        with Container(id="sheet", classes="body"):
            with Vertical(id="side"):
                yield self.order_form
                yield self.told
                yield self.result
            yield self.preview

    def on_mount(self) -> None:
        self.top.tell([Part("Export", "strong")], [Part("Loading notes …", "accent")])
        self._fit()
        self.order_form.form.focus()
        self._look_at(self._conference or self.confnotes.conference)

    def on_resize(self, event: events.Resize) -> None:
        self._fit()

    def _fit(self) -> None:
        self.told.roomy = wide = self.app.size.width >= 110
        self.order_form.show_all(wide or self._more)
        self.told.refresh(layout=True)
        self.offer()

    # Options

    def _look_at(self, conference: str | None) -> None:
        self.read_beside(partial(offers_for, self.confnotes, conference), self._choose_among, failed=self._failed)

    def _choose_among(self, given: ExportOffers) -> None:
        if not given.conferences:
            self.top.tell([Part("Export", "strong")], self.hint())
            self.preview.show_seen(NOTHING, is_data=True)
            return
        first = not self._conferences
        form, choice = self.order_form, given.choice
        self._conferences = given.conferences
        if first:
            form.conference.tell(options.conferences(given.conferences, given.years), given.chosen)
        form.what.tell(options.parts_of(given.offers), choice.what)
        if choice.what and form.what.value != choice.what:
            form.what.take(options.part_named(choice.what))
        if self._day is not None:
            form.what.take(options.part_named(self._day.isoformat()))
        form.fill_in(choice, self._form, given.presets, given.colleagues)
        self._form = self._day = None
        if choice.place and Path(choice.place).is_dir():
            self._place = Path(choice.place)
        form.tell_hint()
        self._stem = None
        self._changed()

    def _look_at_chosen(self) -> None:
        self._look_at(self.order_form.conference.value)

    def _changed(self) -> None:
        self._replace = None
        if self._writing is None:
            self.result.tell(None)
        self._name_file()
        self._preview_soon()

    # Preview

    def _preview_soon(self) -> None:
        self._tell_making(True)
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._make)

    def _tell_making(self, is_making: bool) -> None:
        """Show at the right of the top line that the preview is being updated."""
        right = [Part("Updating preview …", "accent")] if is_making else self.hint()
        self.top.tell(place(self.order_form.conference.option.label, "Export"), right)

    def _make(self) -> None:
        self.read_beside(partial(self._previewer.make, self.wanted()), self._previewed, failed=self._failed)

    def _previewed(self, seen: Seen) -> None:
        self._tell_making(False)
        self.keep_saying(seen.unreadable)
        self.told.tell(seen.counts, seen.left_out, seen.private)
        self.offer()
        self.preview.show_seen(seen.text, is_data=seen.is_data)

    def _failed(self, error: Failure) -> None:
        self._tell_making(False)
        self.told.tell(None)
        if isinstance(error, ConfnotesError):
            self.preview.show_seen(f"{error.message}\n\n{error.hint}", is_data=True)
        self.confnotes.complain_of(error)

    # Commands

    def action_more(self) -> None:
        self._more = not self._more
        self._fit()
        (self.order_form.parts if self._more else self.order_form.more).focus()

    def action_ask(self) -> None:
        self.order_form.ask(self.focused)

    def action_first_page(self) -> None:
        self.confnotes.show("first_page.FirstPageScreen", self.order_form.conference.value or None)

    def action_left_out(self) -> None:
        if not self.told.is_known:
            self.say("Wait for the preview to see what is left out")
            return
        self.app.push_screen(LeftOutScreen(self.told.left_out))

    def on_key(self, event: events.Key) -> None:
        super().on_key(event)
        reads = self.preview.has_focus and (event.key == "down" or self.preview.scroll_offset.y > 0)
        if not reads and go_by_arrows(event, self):
            return
        if event.key in ("pageup", "pagedown") and not self.preview.has_focus:
            event.prevent_default().stop()
            (self.preview.action_page_up if event.key == "pageup" else self.preview.action_page_down)()

    # The order

    def wanted(self) -> ExportOrder:
        return self.order_form.order(self.path, self.confnotes.clock())

    # The path

    @property
    def path(self) -> Path:
        return Path(self.order_form.file.path or self._offered).absolute()

    def _name_file(self) -> None:
        """Suggest a file name in the last folder; a typed name gets the format's ending."""
        form = self.order_form
        self._offered = tilde(self._place / form.file_name(self._stem))
        form.file.value = self._offered
        form.file.cursor_position = len(self._offered)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._replace = None
        if event.input.has_focus and event.value != self._offered and self.order_form.file.path:
            typed = Path(self.order_form.file.path)
            self._place = typed if event.value.endswith("/") else typed.parent
            self._place = self._place.absolute()
            self._stem = None if event.value.endswith("/") else self.order_form.typed_stem

    def missing(self, command: Command) -> str:
        if command.action == "write" and not self.has(Need.CONTENT):
            return Need.CONTENT.value
        if command.action == "more" and self.told.roomy:
            return "All options are shown."
        if command.action == "copy" and self._conferences and self.wanted().brief:
            return ""
        if command.action in ("open", "copy") and self.result.written is None:
            return "Write the file first."
        if command.action == "left_out" and not self.told.left_out:
            return "Nothing is left out."
        return super().missing(command)

    # Writing

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_write()

    def action_write(self) -> None:
        from confnotes.actions.exporting.export_file import export_to

        if not self._conferences or self._writing is not None:
            return
        path, wanted = self.path, self.wanted()
        is_there = os.path.isfile(path)  # noqa: PTH113  (one too long is no error)
        if is_there and self._replace != path and not wanted.made_again:
            self._warn(path, f"{path.name} already exists")
            return
        replace, self._replace = self._replace == path, None
        self.confnotes.save_everything()
        self._begun, self._doing = time.monotonic(), "Loading notes"
        self._tick()
        self._ticking = self.set_interval(TICK, self._tick)

        def tell(what: str) -> None:
            self.call_later(self._tell_doing, what)

        export = partial(export_to, self.confnotes.vault, wanted.order, wanted.form, wanted.look, wanted.at)
        work = partial(export, path, force=replace, tell=tell)
        self._writing = self.read_beside(work, partial(self._written, wanted), failed=self._not_written)

    def _warn(self, path: Path, why: str) -> None:
        """Warn that the file exists."""
        self._replace = path
        self.say(f"{why} · {key_of('save')} again to overwrite it")

    def _tick(self) -> None:
        self.result.say(self._doing, int(time.monotonic() - self._begun))

    def _tell_doing(self, what: str) -> None:
        self._doing = what
        if self._writing is not None:
            self._tick()

    def _written(self, wanted: ExportOrder, written: WrittenExport) -> None:
        from confnotes.actions.exporting.choices import remember

        if not wanted.made_again:
            self._replace = written.path.absolute()
        self._ended(written)
        self.line.unsay()
        self.result.focus()
        if self.order_form.conference.value in self._conferences:
            remember(self.confnotes.vault, self.order_form.conference.value, self.order_form.choice(self.path))

    def _not_written(self, error: Failure) -> None:
        self._ended(None)
        if isinstance(error, ConflictError) and self.path.exists():
            self._warn(self.path, error.message.replace(str(self.path), self.path.name))
        else:
            self.confnotes.complain_of(error)

    def _ended(self, written: WrittenExport | None) -> None:
        if self._ticking is not None:
            self._ticking.stop()
        self._writing = self._ticking = None
        self.result.tell(written)
        self.offer()

    def action_back(self) -> None:
        if self._writing is not None and not self._writing.is_finished:
            self._writing.cancel()
            self._ended(None)
            self.say("Export cancelled. Nothing was written.")
        else:
            super().action_back()

    # The written file

    def action_open(self) -> None:
        from confnotes.actions.exporting.export_file import open_file

        written = self.result.written
        if written is None:
            self.complain(ConfnotesError("Nothing exported yet", f"Press {key_of('save')} to export"))
            return
        with self.confnotes.complaints():
            open_file(written.path)
            self.say(f"Opening {written.path.name}")

    def _copied(self, copied: tuple[str, bool]) -> None:
        text, by_program = copied
        if not by_program:
            self.app.copy_to_clipboard(text)
        self.say(f"Copied {len(text):,} characters")

    def action_copy(self) -> None:
        wanted = self.wanted()
        if wanted.brief and self._conferences:
            self.confnotes.save_everything()
            self.read_beside(
                partial(copied_text, self.confnotes, wanted), self._copied, failed=self.confnotes.complain_of
            )
            return
        path = self.result.written.path.absolute() if self.result.written else self.path
        self.app.copy_to_clipboard(str(path))
        self.say(f"Copied {path}")
