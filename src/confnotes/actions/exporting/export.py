"""Export a summary: draft it and render it. Papers and calendar are exported the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from typing import cast

from confnotes import config
from confnotes.actions.exporting.photo_pictures import photo_pictures
from confnotes.actions.exporting.render_preferences import RenderPreferences, read_template, render_options
from confnotes.errors import ConfnotesError
from confnotes.exporters.forms import form_named, order_in_form, render_summary
from confnotes.exporters.render_options import Output, no_photo
from confnotes.garbage import gc_paused
from confnotes.model.content import SummaryContent
from confnotes.model.summary import SummaryOrder
from confnotes.report.half_merged import half_merged, unfinished_merge_line
from confnotes.report.summarise import SummaryDraft, draft
from confnotes.report.target import find_target, texts_in_other_formats, to_import
from confnotes.vault.vault import Vault


@gc_paused()
def export(
    vault: Vault,
    order: SummaryOrder,
    form: str,
    look: RenderPreferences | None = None,
    at: datetime | None = None,
    *,
    name: str = "summary",
    alone: bool = False,
) -> Output:
    """Render what was ordered; `name` is the stem of the file. With `alone`, no files can be written next to it.

    Raises what `summarise` and `rendered` raise, UsageError for an unknown language or theme, and ConfnotesError if a
    format needs something that is not installed.
    """
    look, chosen = look or RenderPreferences(), form_named(form)
    if look.template is not None:
        from confnotes.exporters.user_template import render as user_template

        template = read_template(look.template)
        drafted = draft(vault, order, at, why=False)
        output = user_template.render(drafted.summary, replace(render_options(look, name), template=template))
        return with_warnings(vault, output, drafted)
    if chosen.lacks:
        raise ConfnotesError(f"{chosen.title} export is not installed", f"Run: {chosen.lacks}")
    if form in _OF_THE_VAULT:
        module, function = _OF_THE_VAULT[form]
        make = cast(_Maker, getattr(import_module(f"confnotes.actions.exporting.{module}"), function))
        data = make(vault, order, at or config.now())
        names = find_target(vault, order.target, order.conference, at, order.audience).conferences
        unread = (unfinished_merge_line(note, order.audience) for note in half_merged(vault, names))
        return Output(data, notices=tuple(unread))
    drafted = draft(vault, order_in_form(order, form), at, why=False)
    return render_draft(vault, order, drafted, form, look, at, name=name, alone=alone)


def render_draft(
    vault: Vault,
    order: SummaryOrder,
    drafted: SummaryDraft,
    form: str,
    look: RenderPreferences,
    at: datetime | None = None,
    *,
    name: str = "summary",
    alone: bool = False,
) -> Output:
    """Render what was drafted for the order in this form; raises what `export` raises."""
    chosen = form_named(form)
    setting = replace(render_options(look, name), photo=photo_pictures(vault, order), moment=config.now().timestamp())
    if chosen.beside and alone:
        setting = replace(setting, photo=no_photo)
    elif chosen.beside and SummaryContent.REFERENCES in order.contents:
        from confnotes.actions.exporting.export_bibliography import bibliography_beside

        setting = replace(setting, bibliography=bibliography_beside(vault, order, at))
    return with_warnings(vault, render_summary(drafted.summary, form, setting), drafted)


def with_warnings(vault: Vault, output: Output, drafted: SummaryDraft) -> Output:
    """Add notices about private content, what the public does not get, text files that are not notes, and notes with
    unresolved merge conflicts.
    """
    notices = [*output.notices, *drafted.unreadable]
    if texts := [path for folder in drafted.folders for path in texts_in_other_formats(vault, folder)]:
        notices.append(f"Not included: {to_import(texts)}")
    if drafted.private:
        words = " and ".join(f"{one.number:,} {one.why}" for one in drafted.private)
        notices.append(f"Private version: contains {words} (`--audience team` leaves it out)")
    if drafted.withheld:
        words = " and ".join(f"{one.number:,} {one.why}" for one in drafted.withheld)
        notices.append(f"Public version: leaves out {words} (`--include tasks`, `--include opinions` add them)")
    return replace(output, notices=tuple(notices), notes=drafted.notes, conferences=drafted.conferences)


_Maker = Callable[[Vault, SummaryOrder, datetime], bytes]
_OF_THE_VAULT = {
    "bibtex": ("export_bibliography", "bibliography_of"),
    "csl-json": ("export_bibliography", "references_of"),
    "ics": ("export_agenda", "calendar_of"),
}
"""Forms that are no summary, and the modules and functions that make them."""
