"""Collect the content of a summary: everything in its scope, and what of it is included."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from confnotes.model.note import Note
from confnotes.model.program import Conference, Person, Resource
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.report.coverage import Times, is_real, with_missed
from confnotes.report.indexes import NamedPapers
from confnotes.report.items import RankedItem, rank_items, with_ids
from confnotes.report.overview import conference_of
from confnotes.report.own_parts import OwnParts, without_own_parts
from confnotes.report.page_one import PageOneContent, page_one_content
from confnotes.report.sources import SummarySource, sources_of
from confnotes.report.target import SummaryTarget, find_target
from confnotes.report.texts import SummaryTexts, texts_of
from confnotes.report.themes import ChosenTheme, chosen_themes
from confnotes.vault.layout import FREE_NOTES
from confnotes.vault.vault import Vault

WHOLE_PROGRAM = 60
"""A program without notes and marks is listed completely up to this size: a workshop, not a fair."""


@dataclass(frozen=True, slots=True)
class Material:
    """The content of a summary.

    `within` is everything in scope, `told` what is included; `papers` are papers with notes that are linked from notes,
    by item id and line; `own_parts` what the audience does not get of the notes, `page_one` what the author wrote for
    page one.
    """

    target: SummaryTarget
    sources: Sequence[SummarySource]
    within: Sequence[RankedItem]
    told: Sequence[RankedItem]
    times: Mapping[str, Times]
    texts: SummaryTexts
    chosen: tuple[ChosenTheme, ...]
    papers: Mapping[tuple[str, int], Resource]
    to_read: Collection[str]
    is_program: bool
    own_parts: Sequence[OwnParts] = ()
    page_one: PageOneContent = field(default_factory=PageOneContent)

    @property
    def others(self) -> tuple[Person, ...]:
        """Everyone at conferences that are only listed; with notes, the people in notes are enough."""
        if self.target.day is not None or self.target.query is not None or any(one.paths for one in self.told):
            return ()
        return tuple(person for source in self.sources for person in source.program.people)

    @property
    def conferences(self) -> tuple[Conference, ...]:
        """The conferences in the summary: for a search, only those with results, and not all free notes."""
        found = {one.item.conference for one in self.told} - {FREE_NOTES}
        return tuple(conference_of(one) for one in self.sources if self.target.query is None or one.name in found)


def gather_material(vault: Vault, order: SummaryOrder, at: datetime | None) -> Material:
    """Collect everything for the order; raises NotFoundError and UsageError for its target, as `find_target` does."""
    audience = order.audience
    target = find_target(vault, order.target, order.conference, at, audience)
    sources, own_parts = without_own_parts(sources_of(vault, target.conferences, order), order)
    everything = with_ids(one for source in sources for one in rank_items(source, audience))
    times = {source.name: Times.of(source.folder, source.program, at) for source in sources}
    within = with_missed([one for one in everything if _is_within(one, target)], times, audience)
    kept, is_program = _worth_telling(within, sources, target, audience)
    kept = sorted(kept, key=lambda one: (one.item.day or date.max, one.rank))
    texts = texts_of(vault, order, at, target, sources, kept)
    by_id = {item.id: item for item in texts.items}
    papers = NamedPapers(vault, audience)
    return Material(
        target=target,
        sources=sources,
        within=[replace(one, item=by_id.get(one.item.id, one.item)) for one in within],
        told=[replace(one, item=item) for one, item in zip(kept, texts.items, strict=True)],
        times=times,
        texts=texts,
        chosen=tuple(one for source in sources if source.own for one in chosen_themes(source.own.fields)),
        papers=_linked(kept, texts.notes, papers),
        to_read=papers.to_read,
        is_program=is_program,
        own_parts=own_parts,
        page_one=page_one_content(vault, order, sources, by_id, texts.item_of, whole=target.is_whole),
    )


def _linked(
    kept: Iterable[RankedItem], notes: Mapping[str, Note], papers: NamedPapers
) -> dict[tuple[str, int], Resource]:
    found = ((one, path) for one in kept for path in one.paths)
    return {(one.item.id, line): paper for one, path in found for line, paper in papers.linked(notes[path])}


def _is_within(one: RankedItem, target: SummaryTarget) -> bool:
    if target.day is not None:
        return one.item.day == target.day
    if target.query is not None:
        return one.key in target.found or not target.found.isdisjoint(one.paths)
    return True


def _worth_telling(
    within: list[RankedItem], sources: Iterable[SummarySource], target: SummaryTarget, audience: Audience
) -> tuple[list[RankedItem], bool]:
    """The items to include, and whether they are a program without notes and marks."""
    if target.query is not None:
        return within, False
    marked = {key for source in sources for key in source.marked_for(audience)}
    kept = [one for one in within if one.paths or one.key in marked]
    if kept or len(within) > WHOLE_PROGRAM:
        return kept, False
    return [one for one in within if is_real(one.item)], True
