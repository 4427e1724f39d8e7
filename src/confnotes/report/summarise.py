"""Summarize a conference, several of them, a day or a search, for an audience.

A summary contains every talk with notes in full, and talks without notes on one line if they were starred or attended,
or found by the search. Starred talks that are over and were not attended are listed as missed; posters without details
are only in the table. Without any notes and marks, a program of a workshop's size is listed completely, so that a
workshop that was only imported makes a page.

Audiences: `me` sees everything. `team` and `public` do not see private text (`%%...%%`) and private notes (`private:
true`, see `audience.for_audience`); a talk with a private note counts as one without notes. `public` does not see
ratings and stars either, nor talks included only for a star, nor the author's tasks and opinions unless the order
includes them. Ratings still choose its highlights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from confnotes.model.summary import (
    ActionKind,
    Audience,
    LeftOut,
    Own,
    Summary,
    SummaryAction,
    SummaryItem,
    SummaryOrder,
    SummaryReference,
)
from confnotes.report import indexes
from confnotes.report.actions import Actions
from confnotes.report.contents import needs_themes, with_contents
from confnotes.report.coverage import coverage, lists_of, timeline, tracks
from confnotes.report.half_merged import unreadable
from confnotes.report.highlights import highlights, with_those_of_colleagues
from confnotes.report.items import RankedItem
from confnotes.report.left_out import left_out, listed_left_out, private_parts
from confnotes.report.material import Material, gather_each, gather_material
from confnotes.report.own_parts import own_parts_left_out
from confnotes.report.parts import parts
from confnotes.report.themes import group_by_theme, themes
from confnotes.report.topics import topics
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class SummaryDraft:
    """A summary, what it leaves out, private content that a version for others would leave out, tasks and opinions that
    the public does not get, and messages about unresolved git merge conflicts; for its author only.

    `notes` are the paths of the notes of each item, by its id, `conferences` those of the conference notes, `folders`
    the folders that are summarized as a whole.
    """

    summary: Summary
    left_out: tuple[LeftOut, ...] = ()
    private: tuple[LeftOut, ...] = ()
    withheld: tuple[LeftOut, ...] = ()
    unreadable: tuple[str, ...] = ()
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conferences: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def draft(vault: Vault, order: SummaryOrder, at: datetime | None = None, *, why: bool = True) -> SummaryDraft:
    """Create the summary and, with `why`, the list of what it leaves out.

    Raises NotFoundError with the closest names if nothing matches, UsageError if the target is ambiguous.
    """
    return _drafted(vault, order, gather_material(vault, order, at), why=why)


def draft_each(vault: Vault, order: SummaryOrder, at: datetime | None = None) -> list[SummaryDraft]:
    """Create a summary of each conference that the order names, else of all.

    All ids are different, and links lead from one summary to another. Raises what `whole_targets` raises.
    """
    return [_drafted(vault, order, material, why=False) for material in gather_each(vault, order, at)]


def _drafted(vault: Vault, order: SummaryOrder, material: Material, *, why: bool) -> SummaryDraft:
    summary = _summary(material, order)
    within, sources = material.within, material.sources
    withheld = own_parts_left_out(material.own_parts, within, summary)
    chosen = listed_left_out("highlight", material.page_one.withheld, "whose source this audience may not read")
    own = (*withheld, chosen)
    gone = left_out(vault, order, sources, within, summary, material.texts.missing, own) if why else ()
    private = private_parts(sources, material.told, summary) if order.audience is Audience.ME else ()
    return SummaryDraft(
        summary,
        gone,
        private,
        withheld,
        unreadable(order, sources, within, summary),
        {one.item.id: one.paths for one in material.told},
        tuple(str(source.own.path) for source in sources if source.own is not None),
        tuple(source.folder for source in sources) if material.target.is_whole else (),
    )


def summarise(vault: Vault, order: SummaryOrder, at: datetime | None = None) -> Summary:
    """The summary for an order; raises what `draft` raises."""
    return draft(vault, order, at, why=False).summary


def _summary(material: Material, order: SummaryOrder) -> Summary:
    target, told = material.target, material.told
    public = order.audience is Audience.PUBLIC
    items = [one.item for one in told]
    lists = lists_of(told, whole_program=material.is_program)
    seen = [item for item in items if item.id not in lists.unseen]
    program = [one.item.title for one in material.within if one.item.is_talk]
    groups = group_by_theme(items if needs_themes(order) else (), material.chosen, _session_titles(told), program)
    tags = indexes.tags(seen)
    named = [*((item, paper) for (item, _), paper in material.papers.items()), *material.texts.mentioned]
    references = indexes.references(items, named)
    ratings = {one.item.id: one.rating for one in told}
    own = material.page_one.highlights or highlights(seen, _sessions(told), ratings, material.texts.overview)
    best = with_those_of_colleagues(own, material.page_one.of_colleagues)
    summary = Summary(
        title=target.title,
        conferences=material.conferences,
        day=target.day,
        query=target.query,
        audience=order.audience,
        by=order.by,
        authors=material.texts.authors,
        coverage=coverage(material.within, public=public),
        lead=material.page_one.lead,
        overview=material.texts.overview,
        highlights=best,
        themes=themes(groups, best, order.contents),
        actions=_actions(material, order, seen, references),
        parts=parts(
            [one for one in told if one.item.id not in lists.others],
            {source.name: source.program for source in material.sources},
            order.by,
            groups,
        ),
        others=tuple(item for item in items if item.id in lists.others),
        posters=lists.posters,
        missed=lists.missed,
        later=lists.later,
        references=references,
        people=indexes.people(seen, material.others),
        tags=tags,
        tracks=tracks(material.within, public=public),
        timeline=timeline(material.within, items, material.times, public=public),
        topics=topics(seen, tags, program),
        photos=material.texts.photos.shown_in(items, material.texts.overview),
    )
    return with_contents(summary, order.contents, seen)


def _actions(
    material: Material, order: SummaryOrder, seen: list[SummaryItem], references: tuple[SummaryReference, ...]
) -> tuple[SummaryAction, ...]:
    """The next steps; without tasks, only the open questions."""
    found = Actions(seen, [one.item for one in material.told], references).all(
        {place: paper.url for place, paper in material.papers.items()},
        material.texts.overview_tasks,
        material.to_read,
    )
    return tuple(one for one in found if one.kind is ActionKind.ASK or Own.TASKS not in order.withheld)


def _sessions(told: Iterable[RankedItem]) -> dict[str, str]:
    """The session of each item, by item id."""
    return {
        one.item.id: f"{one.item.conference}/{one.session.id or one.session.title or ''}"
        for one in told
        if one.session is not None
    }


def _session_titles(told: Iterable[RankedItem]) -> dict[str, str]:
    """The title of each item's session, by item id."""
    return {one.item.id: one.session.title for one in told if one.session is not None and one.session.title}
