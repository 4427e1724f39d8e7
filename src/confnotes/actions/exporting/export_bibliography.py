"""The papers of what was ordered, as BibTeX."""

from __future__ import annotations

from datetime import datetime

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.papers.papers import papers
from confnotes.catalogue.papers.presented import unlinked_papers
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import NotFoundError
from confnotes.exporters.data.bibtex import render
from confnotes.model.paper import Noted, Paper, Presented
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.report.target import SummaryTarget, find_target
from confnotes.vault.layout import conference_of
from confnotes.vault.vault import Vault


def bibliography_beside(vault: Vault, order: SummaryOrder, at: datetime | None) -> str:
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
        raise NotFoundError(f"no papers found for “{order.target}”", "List all papers with `confnotes list papers`.")
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
