"""Export a summary: draft it, and set it in a form. Papers and calendar are made of the vault, and go the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from confnotes import config
from confnotes.actions.exporting.export_agenda import calendar_of
from confnotes.actions.exporting.photo_pictures import photo_pictures
from confnotes.actions.exporting.render_preferences import RenderPreferences, read_template, render_options
from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.papers.gather_papers import unlinked_papers
from confnotes.catalogue.papers.papers import papers
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import ConfnotesError, NotFoundError
from confnotes.exporters.data.bibtex import render
from confnotes.exporters.forms import form_named, render_summary
from confnotes.exporters.render_options import Output, no_photo
from confnotes.exporters.user_template import render as user_template
from confnotes.garbage import gc_paused
from confnotes.model.paper import Noted, Paper, Presented
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.report.left_out import unfinished_merge_line
from confnotes.report.sources import half_merged
from confnotes.report.summarise import SummaryDraft, draft
from confnotes.report.target import SummaryTarget, find_target
from confnotes.vault.layout import conference_of
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
    """What was ordered, in a form; `name` is the stem of its file. `alone`: nothing can lie beside it.

    Raises as `summarise` and `rendered` do, UsageError for a language or theme that there is not, ConfnotesError for a
    form that needs what is not installed.
    """
    look, chosen = look or RenderPreferences(), form_named(form)
    if look.template is not None:
        template = read_template(Path(look.template).expanduser())
        drafted = draft(vault, order, at, why=False)
        output = user_template.render(drafted.summary, replace(render_options(look, name), template=template))
        return _with_warnings(output, drafted)
    if chosen.lacks:
        raise ConfnotesError(f"{chosen.title} needs what is not installed here", chosen.lacks)
    if form in _OF_THE_VAULT:
        data = _OF_THE_VAULT[form](vault, order, at or config.now())
        names = find_target(vault, order.target, order.conference, at, order.audience).conferences
        unread = (unfinished_merge_line(note, order.audience) for note in half_merged(vault, names))
        return Output(data, notices=tuple(unread))
    drafted = draft(vault, order, at, why=False)
    setting = replace(render_options(look, name), photo=photo_pictures(vault, order))
    if chosen.beside and alone:
        setting = replace(setting, photo=no_photo)
    elif chosen.beside:
        setting = replace(setting, bibliography=_bibliography(vault, order, at))
    return _with_warnings(render_summary(drafted.summary, form, setting), drafted)


def _with_warnings(output: Output, drafted: SummaryDraft) -> Output:
    """The output, with notices of what is in it that others should not read, and of notes that are half merged."""
    notices = [*output.notices, *drafted.unreadable]
    if drafted.private:
        words = " and ".join(f"{one.number:,} {one.why}" for one in drafted.private)
        notices.append(f"made for yourself, with {words} in it; for the team it is left out")
    return replace(output, notices=tuple(notices))


def _bibliography(vault: Vault, order: SummaryOrder, at: datetime | None) -> str:
    """The BibTeX of the papers of what was ordered, empty where there is none."""
    try:
        return bibliography_of(vault, order, at).decode()
    except NotFoundError:
        return ""


def bibliography_of(vault: Vault, order: SummaryOrder, at: datetime | None = None) -> bytes:
    """The papers of a conference, a day or a search as BibTeX, UTF-8.

    Which ones: those that notes name there and those of talks with a note, a star or a visit; where nothing is noted or
    marked at all, or everything is asked for, those of all talks. A talk whose source names authors, as proceedings do,
    is a paper of the conference also without an address. One of which only the address is known is no entry, but a
    comment behind them. What an audience may not know names no paper for it.
    Raises as `find_target` does, NotFoundError when there is no paper.
    """
    audience = order.audience
    chosen = find_target(vault, order.target, order.conference, at, audience)
    shown = AudienceFilter(vault, audience)
    linked = papers(vault, shown)
    more = unlinked_papers(shown, chosen.conferences, shown.outlines(outlines(vault)), linked)
    places = [(paper, *_within(paper, chosen)) for paper in (*linked, *more)]
    places = [(paper, presented, noted) for paper, presented, noted in places if presented or noted]
    if not order.everything and chosen.query is None:
        marked = audience is not Audience.PUBLIC
        told = [place for place in places if _is_told(*place[1:], marked=marked)]
        places = told or places
    found = [paper for paper, _, _ in places]
    if not found:
        raise NotFoundError(f"no paper is known of “{order.target}”", "see `confnotes list papers`")
    return render(found, for_others=audience is not Audience.ME).encode("utf-8", "replace")


def _within(paper: Paper, target: SummaryTarget) -> tuple[list[Presented], list[Noted]]:
    """Where the paper was presented and noted, as far as the target goes."""
    noted = list(paper.noted)
    if target.query is not None:
        found = not target.found.isdisjoint((*paper.names, *(one.talk for one in paper.presented)))
        there = [one for one in paper.presented if found or one.note in target.found]
        return there, [one for one in noted if found or one.path in target.found]
    presented = [one for one in paper.presented if one.conference in target.conferences]
    noted = [one for one in noted if conference_of(one.path) in target.conferences]
    if target.day is not None:
        return [one for one in presented if one.day == target.day], [one for one in noted if one.day == target.day]
    return presented, noted


def _is_told(presented: list[Presented], noted: list[Noted], *, marked: bool) -> bool:
    """Whether somebody noted or marked it."""
    return bool(noted) or any(one.note or (marked and (one.starred or one.attended)) for one in presented)


_OF_THE_VAULT: dict[str, Callable[[Vault, SummaryOrder, datetime], bytes]] = {
    "bibtex": bibliography_of,
    "ics": calendar_of,
}
