"""Export a summary: draft it, and set it in a form. Papers and calendar are made of the vault, and go the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from confnotes import config
from confnotes.actions.exporting import export_agenda, export_papers
from confnotes.actions.exporting.look import Look, setting_of
from confnotes.actions.exporting.photo_pictures import photo_pictures
from confnotes.actions.exporting.template_file import read_template
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.exporters.forms import form_named, rendered
from confnotes.exporters.setting import Output, no_photo
from confnotes.exporters.user_template import render as user_template
from confnotes.garbage import no_collection
from confnotes.model.summary_order import SummaryOrder
from confnotes.report.left_out import told_half_merged
from confnotes.report.sources import half_merged
from confnotes.report.summarise import Draft, draft
from confnotes.report.target import find_target
from confnotes.vault.vault import Vault


@no_collection()
def export(
    vault: Vault,
    order: SummaryOrder,
    form: str,
    look: Look | None = None,
    at: datetime | None = None,
    *,
    name: str = "summary",
    alone: bool = False,
) -> Output:
    """What was ordered, in a form; `name` is the stem of its file. `alone`: nothing can lie beside it.

    Raises as `summarise` and `rendered` do, UsageError for a language or theme that there is not, ConfnotesError for a
    form that needs what is not installed.
    """
    look, chosen = look or Look(), form_named(form)
    if look.template is not None:
        template = read_template(Path(look.template).expanduser())
        drafted = draft(vault, order, at, why=False)
        output = user_template.render(drafted.summary, replace(setting_of(look, name), template=template))
        return _with_warnings(output, drafted)
    if chosen.lacks:
        raise ConfnotesError(f"{chosen.title} needs what is not installed here", chosen.lacks)
    if form in _OF_THE_VAULT:
        data = _OF_THE_VAULT[form](vault, order, at or config.now())
        names = find_target(vault, order.target, order.conference, at, order.audience).conferences
        unread = (told_half_merged(note, order.audience) for note in half_merged(vault, names))
        return Output(data, notices=tuple(unread))
    drafted = draft(vault, order, at, why=False)
    setting = replace(setting_of(look, name), photo=photo_pictures(vault, order))
    if chosen.beside and alone:
        setting = replace(setting, photo=no_photo)
    elif chosen.beside:
        setting = replace(setting, bibliography=_bibliography(vault, order, at))
    return _with_warnings(rendered(drafted.summary, form, setting), drafted)


def _with_warnings(output: Output, drafted: Draft) -> Output:
    """The output, with notices of what is in it that others should not read, and of notes that are half merged."""
    notices = [*output.notices, *drafted.unreadable]
    if drafted.private:
        words = " and ".join(f"{one.number:,} {one.why}" for one in drafted.private)
        notices.append(f"made for yourself, with {words} in it; for the team it is left out")
    return replace(output, notices=tuple(notices))


def _bibliography(vault: Vault, order: SummaryOrder, at: datetime | None) -> str:
    """The BibTeX of the papers of what was ordered, empty where there is none."""
    try:
        return _papers(vault, order, at).decode()
    except NotFoundError:
        return ""


def _papers(vault: Vault, order: SummaryOrder, at: datetime | None) -> bytes:
    return export_papers.export(
        vault,
        order.target,
        audience=order.audience,
        at=at,
        conference=order.conference,
        everything=order.everything,
    )


def _schedule(vault: Vault, order: SummaryOrder, at: datetime) -> bytes:
    return export_agenda.calendar_of(
        vault,
        order.target,
        at,
        everything=order.everything,
        conference=order.conference,
        audience=order.audience,
    )


_OF_THE_VAULT: dict[str, Callable[[Vault, SummaryOrder, datetime], bytes]] = {"bibtex": _papers, "ics": _schedule}
