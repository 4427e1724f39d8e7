"""Highlights: the few best items, why, and their takeaways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from confnotes.markup.recordings import MOMENT_LINK
from confnotes.model.program import Kind
from confnotes.model.summary import SummaryHighlight, SummaryItem, SummaryTakeaway, Why
from confnotes.report.best_lines import best_lines
from confnotes.report.draft_highlights import LIMITS, DraftLimits, draft_highlights
from confnotes.report.told_lines import told_takeaways

MOST_HIGHLIGHTS = 7
MOST_TAKEAWAYS = 3
GOOD_RATING = 4
OFTEN_LINKED = 2
_ENOUGH = 3
"""With fewer highlights than this, a star on a note is a sufficient reason, and a draft fills up."""

_SAME_SESSION = 1.5
_INNER_LINK = re.compile(r"\]\(#([a-z][a-z0-9-]*)\)")
_WEIGHTS = {Why.TAKEAWAYS: 4.0, Why.KEYNOTE: 1.5, Why.LINKED: 1.5, Why.STARRED: 0.5}
_STRONG = frozenset({Why.TAKEAWAYS, Why.RATING, Why.LINKED})
_MARKS = frozenset({Why.TAKEAWAYS, Why.RATING, Why.STARRED})
"""Reasons that the author gave."""


def highlights(
    items: Iterable[SummaryItem],
    sessions: Mapping[str, str],
    ratings: Mapping[str, int | None],
    overview: str = "",
    limits: DraftLimits = LIMITS,
) -> tuple[SummaryHighlight, ...]:
    """Up to seven items with notes, best first; `sessions` maps items to sessions. Where the author marked fewer than
    three, lines of the overview and the notes follow as a draft.

    `ratings` choose, also those that readers do not see; such a rating is no reason to show.
    """
    items = list(items)
    shown = {item.id for item in items if item.rating}
    rated = [item if item.rating == (own := ratings.get(item.id)) else replace(item, rating=own) for item in items]
    chosen = _highlights(rated, sessions, overview, limits)
    return tuple(
        one if one.item in shown else replace(one, why=tuple(why for why in one.why if why is not Why.RATING))
        for one in chosen
    )


def with_those_of_colleagues(
    own: tuple[SummaryHighlight, ...], theirs: tuple[SummaryHighlight, ...]
) -> tuple[SummaryHighlight, ...]:
    """The highlights, then those that colleagues chose; a draft only if there are few."""
    drafts = tuple(one for one in own if Why.DRAFT in one.why)
    marked = (*(one for one in own if one not in drafts), *theirs)
    return own if not theirs else marked if len(marked) >= _ENOUGH else (*marked, *drafts)


def _highlights(
    items: Sequence[SummaryItem], sessions: Mapping[str, str], overview: str, limits: DraftLimits
) -> tuple[SummaryHighlight, ...]:
    found = _marked_or_prominent(items, sessions)
    marked = tuple(one for one in found if not _MARKS.isdisjoint(one.why))
    drafts = draft_highlights(items, {one.item for one in marked}, overview, limits) if len(marked) < _ENOUGH else ()
    return (*marked, *drafts)[:MOST_HIGHLIGHTS] if drafts else found


def _marked_or_prominent(items: Sequence[SummaryItem], sessions: Mapping[str, str]) -> tuple[SummaryHighlight, ...]:
    """The items with a reason; a second one of a session must be better than those of other sessions."""
    linked = _linked(items)
    found: list[tuple[float, SummaryItem, tuple[Why, ...]]] = []
    for item in items:
        reasons = _reasons(item, linked[item.id]) if item.noted and not item.leads else ()
        if reasons:
            found.append((_weight(item, reasons, linked[item.id]), item, reasons))
    strong = [one for one in found if not _STRONG.isdisjoint(one[2]) or Why.KEYNOTE in one[2]]
    found = strong if len(strong) >= _ENOUGH else found
    chosen: list[tuple[float, SummaryItem, tuple[Why, ...]]] = []
    taken: Counter[str] = Counter()
    while found and len(chosen) < MOST_HIGHLIGHTS:
        best = max(found, key=lambda one: one[0] - _SAME_SESSION * taken[sessions.get(one[1].id, "")])
        found.remove(best)
        chosen.append(best)
        if session := sessions.get(best[1].id):
            taken[session] += 1
    chosen.sort(key=lambda one: -one[0])
    return tuple(SummaryHighlight(item.id, reasons, _lines_of(item)) for _, item, reasons in chosen)


def _lines_of(item: SummaryItem) -> tuple[SummaryTakeaway, ...]:
    """The takeaways, else the claim, else the line that says most about the item; without moments of the recording,
    whose times say nothing on page one.
    """
    best = [item.claim] if item.claim else [line.told for line in best_lines(item, lists=True)[:1]]
    lines = told_takeaways(item)[:MOST_TAKEAWAYS] or tuple(SummaryTakeaway(item.id, text) for text in best)
    return tuple(replace(one, text=MOMENT_LINK.sub("", one.text)) for one in lines)


def _reasons(item: SummaryItem, linked: int) -> tuple[Why, ...]:
    """The reasons for a highlight, strongest first; only a takeaway outweighs a bad rating."""
    rating = item.rating or 0
    if 0 < rating <= 2 and not item.takeaways:
        return ()
    fits = {
        Why.RATING: rating >= GOOD_RATING,
        Why.TAKEAWAYS: bool(told_takeaways(item)),
        Why.KEYNOTE: item.kind is Kind.KEYNOTE,
        Why.LINKED: linked >= OFTEN_LINKED,
        Why.STARRED: item.starred,
    }
    reasons = [why for why, holds in fits.items() if holds]
    return tuple(sorted(reasons, key=lambda why: -_of(why, rating)))


def _of(why: Why, rating: int) -> float:
    return rating if why is Why.RATING else _WEIGHTS[why]


def _weight(item: SummaryItem, reasons: Iterable[Why], linked: int) -> float:
    rating = item.rating or 0
    weight = sum(_of(why, rating) for why in reasons) + 0.2 * min(linked, 5) + 0.3 * min(len(item.takeaways), 3)
    return weight - (3 - rating if 0 < rating < 3 else 0)


def _linked(items: Iterable[SummaryItem]) -> Counter[str]:
    """The number of other items with links to each item."""
    found: Counter[str] = Counter()
    for item in items:
        if item.leads:
            continue
        texts = (text for note in item.notes for text in (note.text, note.view, note.claim))
        targets = {match[1] for text in texts if "](#" in text for match in _INNER_LINK.finditer(text)}
        found.update(targets - {item.id})
    return found
