"""The export screen: choices, the summary as it will read, and the file that comes of it."""

from __future__ import annotations

import threading
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events
from textual.timer import Timer

from confnotes.errors import ConfnotesError
from confnotes.tui.beside import Failure, read_beside
from confnotes.tui.commands import Where
from confnotes.tui.screens.export import options
from confnotes.tui.screens.export.base import Wanted
from confnotes.tui.screens.export.order_form import OrderForm
from confnotes.tui.screens.export.writing import WritingPage
from confnotes.tui.widgets.bars import Painted
from confnotes.tui.widgets.drawing import Part, place
from confnotes.tui.widgets.pick import Pick
from confnotes.wanted import go_on

if TYPE_CHECKING:
    from confnotes.actions.exporting.choices import Choice
    from confnotes.actions.exporting.offers import Offers
    from confnotes.actions.exporting.preview import Seen
    from confnotes.model.summary_order import SummaryOrder
    from confnotes.report.summarise import SummaryDraft

PAUSE = 0.15
NOTHING = "There is no conference in this vault yet: esc, then i imports a program."


class Given(NamedTuple):
    """What there is in the vault: its conferences, what the chosen one has, and how it was exported before."""

    conferences: list[str]
    years: list[tuple[int, int]]
    chosen: str
    offers: Offers
    choice: Choice


class ExportScreen(WritingPage):
    """Choices above or beside, the summary as it will be in the rest."""

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
        """`form` is chosen where one is asked for, `day` is the only one that is wanted of the conference."""
        super().__init__()
        self._form, self._conference, self._day = form, conference, day
        self._pause: Timer | None = None
        self._one_at_a_time = threading.Lock()
        self._drafted: tuple[SummaryOrder, SummaryDraft] | None = None
        self._more = False

    def on_mount(self) -> None:
        self.top.tell([Part("Export", "strong")], [Part("gathering the notes …", "accent")])
        self._fit()
        self.order_form.form.focus()
        self._look_at(self._conference or self.confnotes.conference)

    def on_resize(self, event: events.Resize) -> None:
        self._fit()

    def _fit(self) -> None:
        self.told.roomy = wide = self.app.size.width >= 110
        self.order_form.show_all(wide or self._more)
        self.told.repaint()
        self._tell_commands()

    # What there is to choose from

    def _look_at(self, conference: str | None) -> None:
        read_beside(self, partial(self._given_of, conference), self._choose_among, failed=self._failed)

    def _given_of(self, conference: str | None) -> Given:
        from confnotes.actions.exporting.choices import first_choice, remembered
        from confnotes.actions.exporting.offers import Offers, offers_of, years_of
        from confnotes.catalogue.program.whats_on import current_conference

        vault = self.confnotes.vault
        self.confnotes.finding.brought_up_to_date()
        names = vault.conferences()
        chosen = conference or current_conference(vault, self.confnotes.clock()) or (names[0] if names else "")
        names.sort(key=lambda name: name != chosen)
        offers = offers_of(vault, chosen) if chosen in names else Offers()
        choice = remembered(vault, chosen) or first_choice(vault)
        return Given(names, years_of(vault, names), chosen, offers, choice)

    def _choose_among(self, given: Given) -> None:
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
        form.fill_in(choice, self._form)
        self._form = self._day = None
        if choice.place and Path(choice.place).is_dir():
            self._place = Path(choice.place)
        form.tell_hint()
        self._stem = None
        self._changed()

    def on_order_form_conference_changed(self, event: OrderForm.ConferenceChanged) -> None:
        event.stop()
        self._look_at(self.order_form.conference.value)

    def on_order_form_changed(self, event: OrderForm.Changed) -> None:
        event.stop()
        self._changed()

    def _changed(self) -> None:
        self._replace = None
        if self._writing is None:
            self.result.tell(None)
        self._name_file()
        self._preview_soon()

    # What it will be

    def _preview_soon(self) -> None:
        self._tell_making(True)
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._make)

    def _tell_making(self, is_making: bool) -> None:
        """Say at the right of the top line that the preview is not the newest yet."""
        right = [Part("making the preview …", "accent")] if is_making else self.hint()
        self.top.tell(place(self.order_form.conference.option.label, "Export"), right)

    def _make(self) -> None:
        read_beside(self, partial(self._seen, self.wanted()), self._previewed, failed=self._failed)

    def _seen(self, wanted: Wanted) -> Seen:
        from confnotes.actions.exporting.preview import seen_as_data, seen_as_pages
        from confnotes.exporters.forms import form_named
        from confnotes.report.summarise import draft

        with self._one_at_a_time:
            go_on()
            self.confnotes.finding.brought_up_to_date()
            vault = self.confnotes.vault
            if form_named(wanted.form).data:
                return seen_as_data(vault, wanted.order, wanted.form, wanted.look, wanted.at)
            if self._drafted is None or self._drafted[0] != wanted.order:
                self._drafted = (wanted.order, draft(vault, wanted.order, wanted.at))
            return seen_as_pages(self._drafted[1], wanted.look)

    def _previewed(self, seen: Seen) -> None:
        self._tell_making(False)
        self._left_out = seen.left_out
        self.keep_saying(seen.unreadable)
        self.told.tell(seen.counts, seen.left_out, seen.private)
        self._tell_commands()
        self.preview.show_seen(seen.text, is_data=seen.is_data)

    def _failed(self, error: Failure) -> None:
        self._tell_making(False)
        self.told.tell(None)
        if isinstance(error, ConfnotesError):
            self.preview.show_seen(f"{error.message}\n\n{error.hint}", is_data=True)
        self.confnotes.complain_of(error)

    # On the screen

    def action_more(self) -> None:
        """Show or fold the choices about the look."""
        self._more = not self._more
        self._fit()
        (self.order_form.by if self._more else self.order_form.more).focus()

    def action_ask(self) -> None:
        """Show all that the row offers that the keys go to."""
        focused = self.focused
        (focused if isinstance(focused, Pick) else self.order_form.form).action_ask()

    def action_left_out(self) -> None:
        """What is left out, by name."""
        from confnotes.tui.screens.export.left_out import LeftOutScreen

        if not self.told.is_known:
            self.say("what is left out is known when the preview is there")
            return
        self.app.push_screen(LeftOutScreen(self._left_out))

    async def on_painted_pressed(self, event: Painted.Pressed) -> None:
        if event.target == "left_out":
            self.action_left_out()
        else:
            await super().on_painted_pressed(event)

    def on_key(self, event: events.Key) -> None:
        super().on_key(event)
        reads = self.preview.has_focus and (event.key == "down" or self.preview.scroll_offset.y > 0)
        if event.key in ("up", "down") and not reads:
            event.prevent_default().stop()
            if event.key == "up":
                self.focus_previous()
            else:
                self.focus_next()
        elif event.key in ("pageup", "pagedown") and not self.preview.has_focus:
            event.prevent_default().stop()
            (self.preview.action_page_up if event.key == "pageup" else self.preview.action_page_down)()
