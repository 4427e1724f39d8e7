"""What stands where in a summary, whatever its form: the sections in order with their titles, and what is in lists.

A form asks the arrangement what there is to be set, and says how it is set.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from confnotes.exporters.wording import Wording
from confnotes.markup.names import fold
from confnotes.markup.plain import plain_text
from confnotes.model.summary import ActionKind, Summary, SummaryAction, SummaryItem, SummaryTheme


class Section(StrEnum):
    """What a summary holds, in order; the values are the ids that links lead to. `PARTS` have titles of their own."""

    HIGHLIGHTS = "highlights"
    OVERVIEW = "overview"
    AT_A_GLANCE = "at-a-glance"
    THEMES = "themes"
    ACTIONS = "actions"
    PARTS = "parts"
    POSTERS = "posters"
    UNSEEN = "missed-and-later"
    REFERENCES = "references"
    PEOPLE = "people"
    TAGS = "tags"
    NOT_COVERED = "not-covered"


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """What is to be done, of one kind."""

    kind: ActionKind
    title: str
    actions: tuple[SummaryAction, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An item in a list; `elsewhere`: it stands in a part or in an earlier list too, and a link leads there."""

    item: SummaryItem
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class UnseenList:
    """What was missed, or is for later; `title` is empty where the section says it already."""

    title: str
    items: tuple[Listed, ...]


class Arrangement:
    """The arrangement of one summary in the words of one language."""

    def __init__(self, summary: Summary, words: Wording) -> None:
        self._terms = words.terms
        self._actions = summary.actions
        self._by_id = summary.by_id
        placed = {item.id for item in summary.items()}
        self.posters = self._listed(summary.posters, placed)
        missed = self._listed(summary.missed, placed)
        later = self._listed(summary.later, placed)
        lists = [(self._terms.missed, missed), (self._terms.later, later)]
        filled = [UnseenList(title, items) for title, items in lists if items]
        self._unseen_title = self._terms.missed_and_later if len(filled) > 1 else "".join(one.title for one in filled)
        self.unseen = filled if len(filled) > 1 else [UnseenList("", one.items) for one in filled]

    def _listed(self, ids: Iterable[str], placed: set[str]) -> tuple[Listed, ...]:
        found = []
        for one in ids:
            if one in self._by_id:
                found.append(Listed(self._by_id[one], one in placed))
                placed.add(one)
        return tuple(found)

    def title(self, section: Section) -> str:
        """The heading of a section."""
        terms = self._terms
        titles = {
            Section.AT_A_GLANCE: terms.at_a_glance,
            Section.OVERVIEW: terms.overview,
            Section.HIGHLIGHTS: terms.highlights,
            Section.THEMES: terms.themes,
            Section.ACTIONS: terms.actions,
            Section.POSTERS: terms.posters,
            Section.UNSEEN: self._unseen_title,
            Section.REFERENCES: terms.references,
            Section.PEOPLE: terms.people,
            Section.TAGS: terms.tags,
            Section.NOT_COVERED: terms.not_covered,
        }
        return titles[section]

    def actions(self) -> list[ActionGroup]:
        """What is to be done by kind, what is done already last."""
        terms = self._terms
        titles = {
            ActionKind.DO: terms.to_do,
            ActionKind.READ: terms.to_read,
            ActionKind.WRITE: terms.to_write_to,
            ActionKind.ASK: terms.to_ask,
        }
        actions = sorted(self._actions, key=lambda one: one.done)
        groups = [
            ActionGroup(kind, title, tuple(one for one in actions if one.kind is kind))
            for kind, title in titles.items()
        ]
        return [group for group in groups if group.actions]


def others_of(theme: SummaryTheme) -> list[str]:
    """The items of a theme that no point of it is from."""
    told = {point.item for point in theme.points}
    return [item for item in theme.items if item not in told]


def whom(action: SummaryAction) -> str:
    """Whom to write to; empty where the text names them already."""
    person = action.person or ""
    return "" if fold(person) in fold(plain_text(action.text)) else person
