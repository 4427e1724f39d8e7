"""Collect the content of a summary: everything in its scope, and what of it is included."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain, islice

from confnotes.model.note import Note
from confnotes.model.program import Conference, Person, Resource
from confnotes.model.summary import Audience, SummaryOrder
from confnotes.report.coverage import Times, is_real, with_missed
from confnotes.report.indexes import NamedPapers
from confnotes.report.items import RankedItem, rank_items, with_ids
from confnotes.report.overview import conference_of
from confnotes.report.own_parts import OwnParts, without_own_parts
from confnotes.report.page_one import PageOneContent, page_one_reader
from confnotes.report.sources import SummarySource, sources_of
from confnotes.report.target import SummaryTarget, find_target, whole_targets
from confnotes.report.texts import SummaryTexts, TextScope, texts_of
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
    target = find_target(vault, order.target, order.conference, at, order.audience)
    return _gathered(vault, order, at, [target])[0]


def gather_each(vault: Vault, order: SummaryOrder, at: datetime | None) -> list[Material]:
    """Collect everything for each conference of the order in one pass; raises what `whole_targets` raises.

    Ids are unique, and links lead from one conference to another.
    """
    return _gathered(vault, order, at, whole_targets(vault, order.target, at, order.audience))


def _gathered(
    vault: Vault, order: SummaryOrder, at: datetime | None, targets: Sequence[SummaryTarget]
) -> list[Material]:
    audience = order.audience
    names = list(dict.fromkeys(name for target in targets for name in target.conferences))
    found, own_parts = without_own_parts(sources_of(vault, names, order), order)
    by_folder = {source.folder: source for source in found}
    ranked = {source.folder: list(rank_items(source, audience)) for source in found}
    known = iter(with_ids(chain.from_iterable(ranked.values())))
    everything = {folder: list(islice(known, len(items))) for folder, items in ranked.items()}
    times = {source.name: Times.of(source.folder, source.program, at) for source in found}
    scopes, inside, programs, empty = [], [], [], vault.empty_notes()
    for target in targets:
        sources = [by_folder[name] for name in target.conferences]
        items = (one for name in target.conferences for one in everything[name])
        within = with_missed([one for one in items if _is_within(one, target)], times, audience)
        kept, is_program = _worth_telling(within, sources, target, audience, empty)
        scopes.append(TextScope(target, sources, sorted(kept, key=lambda one: (one.item.day or date.max, one.rank))))
        inside.append(within)
        programs.append(is_program)
    papers, read_page_one = NamedPapers(vault, audience), page_one_reader(vault, order)
    told = texts_of(vault, order, at, scopes)

    def material(scope: TextScope, texts: SummaryTexts, within: list[RankedItem], *, is_program: bool) -> Material:
        by_id = {item.id: item for item in texts.items}
        whole = scope.target.is_whole
        item_at = {path: one.item.id for one in scope.kept for path in one.paths}
        return Material(
            target=scope.target,
            sources=scope.sources,
            within=[replace(one, item=by_id.get(one.item.id, one.item)) for one in within],
            told=[replace(one, item=item) for one, item in zip(scope.kept, texts.items, strict=True)],
            times=times,
            texts=texts,
            chosen=tuple(one for source in scope.sources if source.own for one in chosen_themes(source.own.fields)),
            papers=_linked(scope.kept, texts.notes, papers),
            to_read=papers.to_read,
            is_program=is_program,
            own_parts=own_parts,
            page_one=read_page_one(scope.sources, by_id, texts.item_of, item_at, whole=whole),
        )

    gathered = zip(scopes, told, inside, programs, strict=True)
    return [material(scope, texts, within, is_program=whole) for scope, texts, within, whole in gathered]


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
    within: list[RankedItem],
    sources: Iterable[SummarySource],
    target: SummaryTarget,
    audience: Audience,
    empty: Set[str],
) -> tuple[list[RankedItem], bool]:
    """The items to include, and whether they are a program without notes and marks; `empty` notes are none."""
    if target.query is not None:
        return within, False
    marked = {key for source in sources for key in source.marked_for(audience)}
    kept = [one for one in within if not empty >= {*one.paths} or one.key in marked]
    if kept or len(within) > WHOLE_PROGRAM:
        return kept, False
    return [one for one in within if is_real(one.item)], True
