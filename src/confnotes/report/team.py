"""Notes of several people in one summary: who saw what, where their ratings differ, and whose each line is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from confnotes.markup.markdown_text import escape_text
from confnotes.model.mark import BEST_RATING, DIFFERENT_RATINGS
from confnotes.model.summary import Summary, SummaryAction, SummaryHighlight, SummaryItem, SummaryPoint, SummaryTheme

_DIFFERENT: Final = 2
"""Ratings that are this far apart disagree; 4 and 5 do not."""


def team(items: Iterable[SummaryItem]) -> tuple[SummaryTheme, ...]:
    """The items by the people who saw them, those of most people first, after those whose ratings differ.

    Nothing if everything was seen by the same people.
    """
    seen = [item for item in items if item.seen_by]
    differ = [item for item in seen if _differ(item)]
    together: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for item in seen:
        together[tuple(sorted(one.name for one in item.seen_by))].append(item.id)
    if len(together) < 2:
        return ()
    points = tuple(SummaryPoint(_ratings(item), item.id, item.id) for item in differ)
    groups = sorted(together.items(), key=lambda group: (-len(group[0]), group[0]))
    themes = [SummaryTheme(", ".join(names), tuple(ids)) for names, ids in groups]
    return tuple(
        ([SummaryTheme(DIFFERENT_RATINGS, tuple(one.id for one in differ), points)] if differ else []) + themes
    )


_JOINED = re.compile(r"(?<=[?!]) |: |; ")


def _differ(item: SummaryItem) -> bool:
    ratings = [one.rating for one in item.seen_by if one.rating]
    return bool(ratings) and max(ratings) - min(ratings) >= _DIFFERENT


def _ratings(item: SummaryItem) -> str:
    return ", ".join(f"{escape_text(one.name)} {one.rating}/{BEST_RATING}" for one in item.seen_by if one.rating)


def with_names(summary: Summary) -> Summary:
    """The summary with the author's name after each line of its highlights, digest, themes and next steps, if notes
    have several authors; in the digest, those of all who saw the item.
    """
    if not any(note.author for item in summary.by_id.values() for note in item.notes):
        return summary

    def named(text: str, place: str, item: str | None, *, all_of_them: bool = False) -> str:
        names = _names(summary.by_id.get(item or ""), text, place, all_of_them=all_of_them)
        said = escape_text(", ".join(names))
        return f"{text} — {said}" if text and said else said or text

    def highlight(one: SummaryHighlight) -> SummaryHighlight:
        lines = (replace(line, text=named(line.text, line.id, one.item)) for line in one.takeaways)
        return replace(one, takeaways=tuple(lines))

    def points(those: Iterable[SummaryPoint], *, all_of_them: bool = False) -> tuple[SummaryPoint, ...]:
        return tuple(
            replace(
                one,
                text=named(one.text, one.place, one.item, all_of_them=all_of_them),
                more=tuple(named(line, "", one.item) for line in one.more),
            )
            for one in those
        )

    def action(one: SummaryAction) -> SummaryAction:
        return replace(one, text=named(one.text, "", one.item))

    return replace(
        summary,
        highlights=tuple(map(highlight, summary.highlights)),
        digest=points(summary.digest, all_of_them=True),
        themes=tuple(replace(one, points=points(one.points)) for one in summary.themes),
        actions=tuple(map(action, summary.actions)),
    )


def _names(item: SummaryItem | None, text: str, place: str, *, all_of_them: bool) -> Sequence[str]:
    """Who wrote a line of an item, if that is known; with `all_of_them`, the others who saw the item follow."""
    if item is None:
        return ()
    notes = [note for note in item.notes if note.author]
    wrote = dict.fromkeys(
        note.author or ""
        for note in notes
        if len(notes) == len(item.notes) == 1
        or place in (*(one.id for one in note.takeaways), *(one.id for one in note.questions))
        or (text and (text == note.claim or any(_is_in(text, said) for said in (note.text, note.view))))
    )
    first = list(wrote)[:1]
    return [*first, *(one.name for one in item.seen_by if all_of_them and one.name not in first)]


def _is_in(text: str, said: str) -> bool:
    """Whether a line is in a note: as it is, or in pieces that were joined, a list with the line that it belongs to."""
    return text in said or all(piece in said for piece in _JOINED.split(text))
