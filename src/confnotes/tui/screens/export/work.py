"""The work of the Export screen in threads: loading options and rendering previews."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from confnotes.wanted import go_on

if TYPE_CHECKING:
    from confnotes.actions.exporting.choices import Choice, Offers
    from confnotes.actions.exporting.preview import Seen
    from confnotes.actions.exporting.render_preferences import RenderPreferences
    from confnotes.model.preset import Preset
    from confnotes.model.summary import SummaryOrder
    from confnotes.report.summarise import SummaryDraft
    from confnotes.tui.confnotes import Confnotes


class ExportOffers(NamedTuple):
    """The options for an export: conferences and folders of notes, what the chosen one has, presets, last choices,
    and colleagues with the folders of their notes.
    """

    conferences: list[str]
    years: list[tuple[int, int]]
    chosen: str
    offers: Offers
    presets: tuple[Preset, ...]
    choice: Choice
    colleagues: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ExportOrder:
    """Everything that an export needs."""

    order: SummaryOrder
    form: str
    look: RenderPreferences
    at: datetime

    @property
    def brief(self) -> bool:
        """Whether it is a text to paste."""
        from confnotes.exporters.forms import form_named

        return form_named(self.form).brief

    @property
    def made_again(self) -> bool:
        """Whether re-exporting keeps the user's edits in the file."""
        from confnotes.exporters.forms import form_named

        return form_named(self.form).made_again


def offers_for(app: Confnotes, conference: str | None) -> ExportOffers:
    """The options for a conference, by default the current one."""
    from confnotes.actions.exporting.choices import Offers, first_choice, load_choice, offers_of, years_of
    from confnotes.actions.exporting.presets import presets
    from confnotes.catalogue.program.whats_on import current_conference
    from confnotes.report.target import folders_of_notes
    from confnotes.vault.team_state import colleague_vaults

    vault = app.vault
    app.finding.brought_up_to_date()
    conferences = vault.conferences()
    names = [*conferences, *(name for name in folders_of_notes(vault) if name not in conferences)]
    chosen = conference or current_conference(vault, app.clock()) or (names[0] if names else "")
    names.sort(key=lambda name: name != chosen)
    offers = offers_of(vault, chosen) if chosen in conferences else Offers()
    choice = load_choice(vault, chosen) or first_choice(vault)
    colleagues = tuple((name, str(folder)) for name, folder in colleague_vaults(vault.root).items())
    return ExportOffers(names, years_of(vault, conferences), chosen, offers, presets(vault), choice, colleagues)


def copied_text(app: Confnotes, wanted: ExportOrder) -> tuple[str, bool]:
    """The text to paste, and whether a program of this desktop has put it on the clipboard."""
    from confnotes.actions.exporting.clipboard import copy_output
    from confnotes.actions.exporting.export import export

    output = export(app.vault, wanted.order, wanted.form, wanted.look, wanted.at, alone=True)
    return output.pasted, copy_output(output)


class Previewer:
    """Renders one preview at a time; reuses the draft if only the layout changes."""

    def __init__(self, app: Confnotes) -> None:
        self._app = app
        self._one_at_a_time = threading.Lock()
        self._drafted: tuple[SummaryOrder, SummaryDraft] | None = None

    def make(self, wanted: ExportOrder) -> Seen:
        """The preview; stops early when it is no longer needed."""
        from confnotes.actions.exporting.preview import preview_brief, preview_data, preview_pages
        from confnotes.exporters.forms import form_named, order_in_form
        from confnotes.report.summarise import draft

        with self._one_at_a_time:
            go_on()
            self._app.finding.brought_up_to_date()
            vault = self._app.vault
            if form_named(wanted.form).data:
                return preview_data(vault, wanted.order, wanted.form, wanted.look, wanted.at)
            order = order_in_form(wanted.order, wanted.form)
            if self._drafted is None or self._drafted[0] != order:
                self._drafted = (order, draft(vault, order, wanted.at))
            if form_named(wanted.form).brief:
                return preview_brief(self._drafted[1], wanted.form, wanted.look)
            return preview_pages(self._drafted[1], wanted.look)
