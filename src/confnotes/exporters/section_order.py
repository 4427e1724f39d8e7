"""The order and titles of a summary's sections in any format, and the contents of its lists.

Formats ask `SectionOrder` for the chapters and lay them out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import groupby
from typing import Final

from confnotes.exporters.wording import Wording
from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import Mark
from confnotes.model.program import ResourceKind
from confnotes.model.summary import (
    ActionKind,
    Summary,
    SummaryAction,
    SummaryItem,
    SummaryPart,
    SummaryPoint,
    SummaryTheme,
    SummaryTrack,
)

_SHORT_DIGEST = 8
_BETWEEN = "\u00a0· "
"""Between the lines of a talk, never at the beginning of a row."""

_MOST_QUESTIONS = 5
_OF_A_LINE = (ResourceKind.VIDEO, ResourceKind.SLIDES, ResourceKind.PAPER, ResourceKind.CODE)
_FEWEST_TRACKS, _MOST_TRACKS = 2, 10
_LONG_OVERVIEW = 120
"""Words: as many as highlights have."""
_FEWEST_ROWS = 3
"""Of tracks; two say nothing at a glance."""


class ChapterKind(StrEnum):
    """The sections of a summary, in order; the values are their ids, except for `PARTS`."""

    HIGHLIGHTS = "highlights"
    OVERVIEW = "overview"
    DIGEST = "digest"
    ACTIONS = "actions"
    AT_A_GLANCE = "at-a-glance"
    TEAM = "team"
    THEMES = "themes"
    PARTS = "parts"
    POSTERS = "posters"
    UNSEEN = "missed-and-later"
    REFERENCES = "references"
    PEOPLE = "people"
    TAGS = "tags"


PAGE_ONE: Final = frozenset({ChapterKind.HIGHLIGHTS, ChapterKind.OVERVIEW, ChapterKind.DIGEST, ChapterKind.ACTIONS})
"""What a reader sees before the table of contents."""


@fast_dataclass(frozen=True, slots=True)
class Chapter:
    """A non-empty section, or a `part` of the summary; `id` is its link target."""

    section: ChapterKind
    id: str
    title: str
    part: SummaryPart | None = None


@fast_dataclass(frozen=True, slots=True)
class ActionGroup:
    """Next steps of one kind."""

    kind: ActionKind
    title: str
    actions: tuple[SummaryAction, ...]


@fast_dataclass(frozen=True, slots=True)
class ListedItem:
    """An item in a list; `elsewhere`: it is also in a part or an earlier list, which is linked."""

    item: SummaryItem
    elsewhere: bool


@fast_dataclass(frozen=True, slots=True)
class UnseenList:
    """Missed or watch-later talks; `title` is empty if the section's title is enough."""

    title: str
    items: tuple[ListedItem, ...]


class SectionOrder:
    """The sections of one summary in one language; `placed` are the items that links can lead to.

    `overview_is_late`: a long overview follows the digest, which would be off the first page.
    """

    def __init__(self, summary: Summary, words: Wording) -> None:
        self._summary = summary
        self._words = words
        self._terms = words.terms
        self._by_id = summary.by_id
        placed = {item.id for item in summary.items()}
        self.placed = placed | summary.listed
        self.posters = self._listed(summary.posters, placed)
        missed = self._listed(summary.missed, placed)
        later = self._listed(summary.later, placed)
        self.overview_is_late = len(summary.overview.split()) > _LONG_OVERVIEW
        self._due = [one for one in summary.actions if not one.done]
        lists = [(self._terms.missed, missed), (self._terms.marks[Mark.LATER], later)]
        filled = [UnseenList(title, items) for title, items in lists if items]
        self._unseen_title = self._terms.missed_and_later if len(filled) > 1 else "".join(one.title for one in filled)
        self.unseen = filled if len(filled) > 1 else [UnseenList("", one.items) for one in filled]

    def _listed(self, ids: Iterable[str], placed: set[str]) -> tuple[ListedItem, ...]:
        found = []
        for one in ids:
            if one in self._by_id:
                found.append(ListedItem(self._by_id[one], one in placed))
                placed.add(one)
        return tuple(found)

    def chapters(self, *filled: ChapterKind) -> Iterator[Chapter]:
        """The chapters, in order; `filled` are sections for which the format has its own content."""
        terms, summary = self._terms, self._summary
        sections: dict[ChapterKind, tuple[str, object]] = {
            ChapterKind.HIGHLIGHTS: (self._words.highlights(summary), summary.highlights),
            ChapterKind.OVERVIEW: (terms.overview, summary.overview.strip()),
            ChapterKind.DIGEST: (terms.digest, summary.digest),
            ChapterKind.AT_A_GLANCE: (terms.at_a_glance, ()),
            ChapterKind.TEAM: (terms.team, summary.team),
            ChapterKind.THEMES: (terms.themes, summary.themes),
            ChapterKind.ACTIONS: (terms.actions, self._due),
            ChapterKind.POSTERS: (terms.posters, self.posters),
            ChapterKind.UNSEEN: (self._unseen_title, self.unseen),
            ChapterKind.REFERENCES: (terms.references, summary.references),
            ChapterKind.PEOPLE: (terms.people, summary.people),
            ChapterKind.TAGS: (terms.tags, summary.tags),
        }
        for section in self._in_order():
            if section is ChapterKind.PARTS:
                for number, part in enumerate(summary.parts, start=1):
                    yield Chapter(section, f"part-{number}", self._words.part_title(summary, part), part)
            elif sections[section][1] or section in filled:
                yield Chapter(section, section, sections[section][0])

    def _in_order(self) -> Iterator[ChapterKind]:
        for section in ChapterKind:
            if not (self.overview_is_late and section is ChapterKind.OVERVIEW):
                yield section
            if self.overview_is_late and section is ChapterKind.DIGEST:
                yield ChapterKind.OVERVIEW

    @staticmethod
    def own_links(item: SummaryItem) -> SummaryItem:
        """The item with the links that a reader of one line follows, without numbers of references."""
        links = {one.resource.kind: replace(one, number=None) for one in reversed(item.links)}
        return replace(item, links=tuple(links[kind] for kind in _OF_A_LINE if kind in links))

    def digest(self) -> Iterator[tuple[str, list[tuple[SummaryItem, SummaryPoint]]]]:
        """The digest by day, each item with its slides, video and the like; one list without a heading if it is short
        or has one day.
        """
        lines = [(self.own_links(self._by_id[point.item]), point) for point in self._summary.digest]
        if len(lines) <= _SHORT_DIGEST or len({item.day for item, _ in lines}) == 1:
            yield "", lines
            return
        for day, of_day in groupby(lines, key=lambda line: line[0].day):
            yield (self._words.day_words(day) if day else self._terms.more_notes), list(of_day)

    @staticmethod
    def row(point: SummaryPoint) -> str:
        """All lines of a row of the digest in one."""
        row = point.text
        for line in point.more:
            row += (" " if row.endswith((".", "!", "?", "…")) else _BETWEEN) + line
        return row

    def actions(self, questions: int = _MOST_QUESTIONS) -> list[ActionGroup]:
        """Next steps by kind, without those that are done, which are with their talks. A limited number of open
        questions, of different talks if possible; the title says of how many: all of them are with their talks.
        """
        terms = self._terms
        titles = {
            ActionKind.DO: terms.to_do,
            ActionKind.READ: terms.to_read,
            ActionKind.WRITE: terms.to_write_to,
            ActionKind.ASK: terms.to_ask,
        }
        actions = self._due
        asked = [one for one in actions if one.kind is ActionKind.ASK]
        if len(asked) > questions:
            titles[ActionKind.ASK] += f" ({terms.of_all.format(seen=questions, all=len(asked))})"
            some = _of_different_talks(asked, questions)
            actions = [one for one in actions if one.kind is not ActionKind.ASK or one in some]
        groups = [
            ActionGroup(kind, title, tuple(one for one in actions if one.kind is kind))
            for kind, title in titles.items()
        ]
        return [group for group in groups if group.actions]


def _of_different_talks(questions: Iterable[SummaryAction], most: int) -> list[SummaryAction]:
    """The given number of questions: the first of each talk, then the second."""
    asked: Counter[str | None] = Counter()
    turns = []
    for one in questions:
        turns.append((asked[one.item], one))
        asked[one.item] += 1
    return [one for _, one in sorted(turns, key=lambda turn: turn[0])[:most]]


def told_tracks(summary: Summary) -> tuple[list[SummaryTrack], list[SummaryTrack]]:
    """The tracks to show, most attended first, and those to sum up: all others. Both empty if only one was visited, or
    there are just two.
    """
    told = [one for one in summary.tracks if one.seen + one.starred + one.missed]
    if len(told) < _FEWEST_TRACKS or len(summary.tracks) < _FEWEST_ROWS:
        return [], []
    shown = sorted(told, key=lambda one: (-one.seen, -one.starred - one.missed, -one.talks))[:_MOST_TRACKS]
    return shown, [one for one in summary.tracks if one not in shown]


def others_of(theme: SummaryTheme) -> list[str]:
    """The items of a theme that none of its points is from."""
    told = {point.item for point in theme.points}
    return [item for item in theme.items if item not in told]


def whom(action: SummaryAction) -> str:
    """The person to contact; empty if the text names them."""
    person = action.person or ""
    return "" if fold(person) in fold(plain_text(action.text)) else person
