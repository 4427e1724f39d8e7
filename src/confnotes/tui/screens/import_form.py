"""The import form: name, time zone and first day, as stated by the sources, suggested, or corrected by the user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from confnotes import config
from confnotes.tui.keymap.keymap import key_of
from confnotes.tui.undo import UndoStep
from confnotes.tui.widgets.drawing import Line, Part, clean, day_name
from confnotes.tui.widgets.field import Field, go_by_arrows

if TYPE_CHECKING:
    from confnotes.actions.importing.conference_list import ListedConference
    from confnotes.actions.importing.import_merge import ImportReport
    from confnotes.actions.importing.suggest_facts import Suggestions
    from confnotes.tui.confnotes import Confnotes
    from confnotes.tui.screens.import_work import ImportAnalysis, Overrides
    from confnotes.tui.screens.page import Page


class ZoneInput(Input):
    """Up and down select a zone, tab inserts it (`take_offer`). While empty it offers the `suggested` ones."""

    class Offered(Message):
        """Other zones are offered."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self.offers: Sequence[str] = ()
        self.suggested: Sequence[str] = ()
        self.offered = 0

    @property
    def _first_offers(self) -> Sequence[str]:
        return self.suggested if len(self.suggested) > 1 and self.has_focus else ()

    @property
    def offer(self) -> str | None:
        """The selected offer."""
        return self.offers[self.offered] if self.offers else None

    def take_offer(self) -> bool:
        """Replace the text with the selected offer; False without one."""
        if self.offer is None:
            return False
        self.value = self.offer
        self.cursor_position = len(self.value)
        self._offer(())
        return True

    def watch_value(self, value: str) -> None:
        from confnotes.actions.importing.find_zones import exact_zone, find_zones

        text = value.strip()
        typing = self.has_focus and text and exact_zone(text) != text
        self._offer(find_zones(text) if typing else () if text else self._first_offers)

    def on_key(self, event: events.Key) -> None:
        if not self.offers:
            return
        if event.key in ("up", "down"):
            step = 1 if event.key == "down" else -1
            self.offered = (self.offered + step) % len(self.offers)
            self.post_message(self.Offered())
        elif event.key == "tab":
            self.take_offer()
        else:
            return
        event.prevent_default().stop()

    def on_focus(self) -> None:
        if not self.value:
            self._offer(self._first_offers)

    def on_blur(self) -> None:
        self._offer(())

    def _offer(self, zones: Sequence[str]) -> None:
        self.offers, self.offered = tuple(zones), 0
        self.post_message(self.Offered())


PAUSE = 0.3  # seconds: while a name is typed, the program is read once, not at every key
SHORT = 24  # cells: two fields beside each other at 80 columns


class ImportForm(Vertical):
    """Three fields, each with a remark on what is wrong, missing, suggested or corrected."""

    DEFAULT_CSS = "ImportForm { height: auto; }"

    @dataclass
    class Changed(Message):
        """The user paused, or pressed enter (`done`)."""

        done: bool = False

    def __init__(self) -> None:
        super().__init__()
        self.conference = Input(id="conference")
        self.zone = ZoneInput("zone")
        self.day = Input(id="day")
        self.name_field = Field("Conference", self.conference)
        self.name_field.id = "name"
        self.zone_field = Field("Time zone", self.zone, width=SHORT)
        self.day_field = Field("First day", self.day, width=SHORT)
        self._told: Overrides | None = None
        self._understood: ImportAnalysis | None = None
        self._pause: Timer | None = None
        self._suggested: Suggestions | None = None
        self._given: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.name_field
        yield self.zone_field
        yield self.day_field

    def fill_in(self, understood: ImportAnalysis, listed: ListedConference | None = None) -> None:
        """Fill the fields with what the sources state, or with suggestions.

        `listed` is the entry of the list that led to the source.
        """
        from confnotes.actions.importing.suggest_facts import suggest

        told = self._told = understood.said
        only = understood.previews[0] if len(understood.previews) == 1 else None
        suggested = suggest(only, config.now().date(), listed) if only is not None else None
        self._suggested = suggested
        name, zone, day = told.name, told.zone, told.first_day
        self.zone.suggested = ()
        if suggested is not None:
            name, day = suggested.name or name, day or suggested.day
            if not zone and _asks_for_zone(understood):
                zone = suggested.zones[0] if len(suggested.zones) == 1 else ""
                self.zone.suggested = suggested.zones
        several = len(understood.previews) > 1
        for field, value in ((self.conference, name), (self.zone, zone), (self.day, day.isoformat() if day else "")):
            field.placeholder = "as each source says" if several else "not stated"
            field.value = value
            field.cursor_position = len(value)
        self.zone.placeholder = understood.offset or self.zone.placeholder
        self._given = self._values
        self.show(understood)

    def show(self, understood: ImportAnalysis) -> None:
        """Update the remarks beside the fields."""
        self._understood = understood
        self._remark()

    @property
    def _values(self) -> list[str]:
        return [field.value.strip() for field in (self.conference, self.zone, self.day)]

    @property
    def is_changed(self) -> bool:
        """Whether a field has another text than it was filled in with."""
        return self._values != self._given

    @property
    def said(self) -> Overrides | None:
        """The values of the fields, or of the sources for empty fields; None while a zone or date is invalid."""
        from confnotes.tui.screens.import_work import Overrides

        told, zone, day = self._told, self._typed_zone(), self._typed_day()
        if told is None or zone is None or (day is None and self.day.value.strip()):
            return None
        return Overrides(self.conference.value.strip() or told.name, zone or told.zone, day or told.first_day)

    def begin(self) -> bool:
        """Focus the name if it is made up, else the first field to fill in; False if all are right."""
        understood = self._understood
        of_list = self._suggested.name if self._suggested else ""
        if understood and understood.made_name and self.conference.value == understood.said.name != of_list:
            self.conference.focus()
            return True
        return self.go_where_something_is_missing()

    def go_where_something_is_missing(self) -> bool:
        """Focus the first field that is missing or invalid; False if all are valid."""
        understood = self._understood
        if understood and understood.problem and not self.conference.value.strip():
            self.conference.focus()
        elif self._typed_zone() is None or (understood and _asks_for_zone(understood) and not self.zone.value):
            self.zone.focus()
        elif self.day.value.strip() and self._typed_day() is None:
            self.day.focus()
        else:
            return False
        return True

    def _typed_zone(self) -> str | None:
        """The typed zone, "" for none; None if it is unknown."""
        text = self.zone.value.strip()
        if not text or (self._told and text == self._told.zone):
            return text
        from confnotes.actions.importing.find_zones import exact_zone

        return exact_zone(text)

    def _typed_day(self) -> date | None:
        try:
            return date.fromisoformat(self.day.value.strip())
        except ValueError:
            return None

    def _remark(self) -> None:
        understood, told = self._understood, self._told
        if understood is None or told is None:
            return
        self.name_field.tell(*self._name_remark(understood, told))
        self.zone_field.tell(*self._zone_remark(understood, told))
        self.day_field.tell(*self._day_remark(understood, told))

    def _name_remark(self, understood: ImportAnalysis, told: Overrides) -> Line:
        name = self.conference.value.strip()
        if understood.problem and not name:
            return [Part("type a name", "warning")]
        if (suggested := self._suggested) and name and name == suggested.name:
            return [Part("suggested", "accent")]
        if understood.made_name and name == told.name:
            return [Part("not stated; check it", "warning")]
        return _as_you_say(name, told.name)

    def _zone_remark(self, understood: ImportAnalysis, told: Overrides) -> Line:
        text = self.zone.value.strip()
        if self.zone.offers:
            parts = [Part(f"{key_of('tab')} ", "accent")]
            for at, zone in enumerate(self.zone.offers):
                parts += [Part(" · " if at else "", "faint")]
                parts += [Part(zone, "strong" if at == self.zone.offered else "dim")]
            return parts
        if self._typed_zone() is None:
            return [Part("unknown time zone; try Europe/Vienna", "error")]
        if not text and _asks_for_zone(understood):
            kept = "keeps local times" if understood.lacks_zone else "leaves it open"
            return [Part(f"type a city; {key_of('open')} {kept}", "warning")]
        if not text and understood.offset:
            return [Part(f"in {understood.offset}; type a city to convert", "dim")]
        suggested = self._suggested
        if suggested and not told.zone and text in suggested.zones:
            return [Part(f"{clean(suggested.zones_from)} suggests this; check it", "accent")]
        return _as_you_say(text, told.zone)

    def _day_remark(self, understood: ImportAnalysis, told: Overrides) -> Line:
        day = self._typed_day()
        if day is None:
            return [Part("not a date; write 2024-05-06", "error")] if self.day.value.strip() else []
        if self._suggested and not told.first_day and day == self._suggested.day:
            return [Part("no year stated; check it", "warning")]
        if told.first_day and day != told.first_day:
            by = (day - told.first_day).days
            return [Part(f"moves all talks by {by:+,} day{'' if abs(by) == 1 else 's'}", "accent")]
        last = {end for one in understood.previews if (end := one.read.program.conference.end_date)}
        return [Part(f"to {day_name(end, year=True)}", "dim") for end in last - {day} if len(last) == 1]

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._remark()
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, lambda: self.post_message(self.Changed()))

    def on_zone_input_offered(self, event: ZoneInput.Offered) -> None:
        event.stop()
        self._remark()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        taken = event.input is self.zone and self.zone.take_offer()
        understood = self._understood
        goes_on = event.input is self.conference and not self.zone.value and understood and _asks_for_zone(understood)
        if goes_on:
            self.zone.focus()
        self.post_message(self.Changed(done=not taken and not goes_on))

    def on_key(self, event: events.Key) -> None:
        go_by_arrows(event, self.screen)


def _asks_for_zone(understood: ImportAnalysis) -> bool:
    return understood.lacks_zone or understood.doubts_zone


def _as_you_say(value: str, told: str) -> Line:
    return [Part("your correction", "accent")] if value and told and value != told else []


def ask(page: Page, title: str, text: str, answers: tuple[str, str], then: Callable[[bool], object]) -> None:
    """Ask a question whose second answer does something; `then` learns whether it was chosen."""
    from confnotes.tui.screens.dialog import Answer, ChoiceScreen

    def answered(answer: str | None) -> None:
        then(answer == "yes")

    page.app.push_screen(ChoiceScreen(title, text, [Answer("no", answers[0]), Answer("yes", answers[1])]), answered)


def step_of_import(
    confnotes: Confnotes, reports: Sequence[ImportReport] = (), what: str = "Imported"
) -> UndoStep | None:
    """The import that was just written, as a step to undo; None if its reports say that it changed nothing."""
    from confnotes.actions.importing.import_record import last_import
    from confnotes.actions.importing.undo_import import undo_import

    written = last_import(confnotes.vault)
    if written is None or (reports and all(one.unchanged for one in reports)):
        return None
    steps = [written]

    def turn() -> None:
        confnotes.save_everything()
        steps.append(undo_import(confnotes.vault, steps.pop()))
        if confnotes.conference not in confnotes.vault.conferences():
            confnotes.conference = None
        confnotes.finding.look_again()

    return UndoStep(f"{what} {', '.join(written.conferences)}", turn, turn, undone=written.undo_summary)
