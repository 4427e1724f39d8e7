"""Papers of an export, as BibTeX or for reference managers."""

from __future__ import annotations

from datetime import datetime

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.papers.papers import papers
from confnotes.errors import NotFoundError
from confnotes.exporters.data import bibtex, csl_json
from confnotes.model.paper import Noted, Paper, Presented
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.report.authors import NoteAuthors, own_name
from confnotes.report.notes_meant import trimmed
from confnotes.report.target import SummaryTarget, find_target
from confnotes.vault.layout import FREE_NOTES, conference_of
from confnotes.vault.vault import Vault


def bibliography_beside(vault: Vault, order: SummaryOrder, at: datetime | None) -> str:
    """Papers for the `.bib` file next to a summary; or an empty text."""
    try:
        return bibliography_of(vault, order, at).decode()
    except NotFoundError:
        return ""


def bibliography_of(vault: Vault, order: SummaryOrder, at: datetime | None = None) -> bytes:
    """The papers of a conference, day or search as BibTeX (UTF-8). Papers of which only the address is known are listed
    in a comment at the end. Raises what `papers_of` raises.
    """
    found = papers_of(vault, order, at)
    return bibtex.render(found, for_others=order.audience is not Audience.ME).encode("utf-8", "replace")


def references_of(vault: Vault, order: SummaryOrder, at: datetime | None = None) -> bytes:
    """The same papers as CSL-JSON; raises what `papers_of` raises."""
    return csl_json.render(papers_of(vault, order, at))


def papers_of(vault: Vault, order: SummaryOrder, at: datetime | None = None) -> list[Paper]:
    """The papers of a conference, day or search.

    Includes papers named in notes and papers of talks with a note, star or attendance. If there are no notes and marks,
    or everything is requested, includes the papers of all talks. A talk with authors, as in proceedings, counts as a
    paper even without an address. Talks and notes that the audience may not see contribute no papers. Raises what
    `find_target` raises, and NotFoundError if there are no papers.
    """
    audience = order.audience
    chosen = find_target(vault, order.target, order.conference, at, audience)
    shown = AudienceFilter(vault, audience, trim=trimmed(order, NoteAuthors(own_name(order))))
    places = [(paper, *_within(paper, chosen)) for paper in papers(vault, shown)]
    places = [(paper, presented, noted) for paper, presented, noted in places if presented or noted]
    if not order.everything and chosen.query is None:
        marked = audience is not Audience.PUBLIC
        told = [place for place in places if _is_told(*place[1:], marked=marked)]
        places = told or places
    found = [paper for paper, _, _ in places]
    if not found:
        raise NotFoundError(f"no papers found for “{order.target}”", "List all papers with `confnotes list papers`.")
    return found


def _within(paper: Paper, target: SummaryTarget) -> tuple[list[Presented], list[Noted]]:
    """Talks and notes of the paper within the target."""
    noted = list(paper.noted)
    if target.query is not None:
        found = not target.found.isdisjoint((*paper.names, *(one.talk for one in paper.presented)))
        there = [one for one in paper.presented if found or one.note in target.found]
        return there, [one for one in noted if found or one.path in target.found]
    presented = [one for one in paper.presented if one.conference in target.conferences]
    noted = [one for one in noted if (conference_of(one.path) or FREE_NOTES) in target.conferences]
    if target.day is not None:
        return [one for one in presented if one.day == target.day], [one for one in noted if one.day == target.day]
    return presented, noted


def _is_told(presented: list[Presented], noted: list[Noted], *, marked: bool) -> bool:
    """Whether the paper was noted or marked."""
    return bool(noted) or any(one.note or (marked and (one.starred or one.attended)) for one in presented)
