"""What of a summary stands in lists only: posters that fit into a table, talks that were missed or are for later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from confnotes.catalogue.program.posters import board_key
from confnotes.model.summary import Audience, SummaryItem
from confnotes.report.coverage import is_on_board
from confnotes.report.items import RankedItem
from confnotes.report.timeline import Times


@dataclass(frozen=True, slots=True)
class ItemLists:
    """Ids of items: the posters by their boards, what was missed, what is to be watched later.

    `unseen` are the latter two; `others` stand in lists only, and in no part.
    """

    posters: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    unseen: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()


def with_missed(
    within: Sequence[RankedItem], times: Mapping[str, Times], walls: Mapping[str, datetime], audience: Audience
) -> list[RankedItem]:
    """The items, those marked that were missed: starred, over at the wall-clock time of their conference, neither
    attended nor noted nor rated, and not kept for later. Of stars the public knows nothing."""
    if audience is Audience.PUBLIC:
        return list(within)
    return [
        replace(one, item=replace(one.item, missed=True))
        if _was_passed(one) and times[one.item.conference].is_over(one.key, walls[one.item.conference])
        else one
        for one in within
    ]


def _was_passed(one: RankedItem) -> bool:
    item = one.item
    seen = item.attended or item.later or item.rating is not None or bool(one.paths)
    return item.starred and not seen and not item.cancelled


def lists_of(told: Sequence[RankedItem], *, whole_program: bool) -> ItemLists:
    """The lists of what is told; of a program that is only listed there are none."""
    if whole_program:
        return ItemLists()
    missed = [one.item.id for one in told if one.item.missed]
    later = [one.item.id for one in told if one.item.later and not (one.item.noted or one.item.attended)]
    unseen = frozenset((*missed, *later))
    posters = [one for one in told if is_on_board(one) and one.item.id not in unseen]
    posters.sort(key=lambda one: (not one.item.number, board_key(one.item.number or "")))
    brief = {one.item.id for one in posters if _fits_in_table(one.item)}
    return ItemLists(tuple(one.item.id for one in posters), tuple(missed), tuple(later), unseen, unseen | brief)


def _fits_in_table(item: SummaryItem) -> bool:
    """Whether nothing is noted of a poster but what it claims."""
    written = any(note.text or note.view or note.takeaways or note.questions for note in item.notes)
    return not written and len(item.notes) < 2 and not item.tasks
