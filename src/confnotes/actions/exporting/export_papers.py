"""The papers of a conference, a day or a search as a bibliography.

Which ones: those that notes name there and those of talks with a note, a star or a visit; where nothing is noted or
marked at all, or everything is asked for, those of all talks. A talk whose source names authors, as proceedings do, is
a paper of the conference also without an address. One of which only the address is known is no entry, but a comment
behind them. What an audience may not know names no paper for it.
"""

from __future__ import annotations

from datetime import datetime

from confnotes.catalogue.audience.shown import Shown
from confnotes.catalogue.papers.papers import papers
from confnotes.catalogue.papers.unlinked_papers import unlinked_papers
from confnotes.catalogue.searching.outlines import outlines
from confnotes.errors import NotFoundError
from confnotes.exporters.data.bibtex import render
from confnotes.model.paper import Noted, Paper, Presented
from confnotes.model.summary import Audience
from confnotes.report.target import Target, find_target
from confnotes.vault.layout import conference_of
from confnotes.vault.vault import Vault


def export(
    vault: Vault,
    target: str,
    *,
    audience: Audience | str = Audience.ME,
    at: datetime | None = None,
    conference: str | None = None,
    everything: bool = False,
) -> bytes:
    """The BibTeX of `target`, UTF-8; raises as `find_target` does, NotFoundError when there is no paper."""
    audience = Audience(audience)
    chosen = find_target(vault, target, conference, at, audience)
    shown = Shown(vault, audience)
    linked = papers(vault, shown)
    more = unlinked_papers(shown, chosen.conferences, shown.outlines(outlines(vault)), linked)
    places = [(paper, *_within(paper, chosen)) for paper in (*linked, *more)]
    places = [(paper, presented, noted) for paper, presented, noted in places if presented or noted]
    if not everything and chosen.query is None:
        marked = audience is not Audience.PUBLIC
        told = [place for place in places if _is_told(*place[1:], marked=marked)]
        places = told or places
    found = [paper for paper, _, _ in places]
    if not found:
        raise NotFoundError(f"no paper is known of “{target}”", "see `confnotes list papers`")
    return render(found, for_others=audience is not Audience.ME).encode("utf-8", "replace")


def _within(paper: Paper, target: Target) -> tuple[list[Presented], list[Noted]]:
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
