"""Filter the rows of a list by words, and by fields of the talks that they belong to, such as `track:rust`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from confnotes import config
from confnotes.catalogue.point_filter import PointFilter
from confnotes.catalogue.program.cards import Card, cards_by_key
from confnotes.catalogue.program.filter_cards import CardFilter
from confnotes.errors import UsageError
from confnotes.markup.names import fold, slug
from confnotes.model.schema import Row
from confnotes.vault.vault import Vault


def filter_rows(vault: Vault, what: str, rows: Iterable[Row], query: str) -> Iterator[Row]:
    """The rows that have the words of the query, and a talk with its fields.

    Raises UsageError for a field that the list `what` does not have.
    """
    of_points = what in ("tasks", "questions")
    points = PointFilter(query if of_points else "", config.now().date())
    if points.refused:
        raise UsageError(points.refused, 'For example: due:today, due:overdue, due:2031-05-20 or due:"next week".')
    wanted = CardFilter(points.rest if of_points else query)
    if wanted.refused:
        raise UsageError(wanted.refused, f"Or use: confnotes search {query}")
    column, names = _TALKS_OF.get(what, _NO_TALKS)
    if wanted.has_fields and not column:
        raise UsageError(f"{what} have no fields of talks such as track:", "Use words only.")
    cards: dict[object, list[Card]] = defaultdict(list)
    for card in cards_by_key(vault).values() if wanted.has_fields else ():
        for name in names(card):
            cards[name].append(card)
    for row in rows:
        values = row.get(column)
        own = (card for value in (values if isinstance(values, list) else [values]) for card in cards[value])
        if points.fits(_state(what, row), _due(row)) and wanted.fits(fold(" ".join(_texts(list(row.values())))), own):
            yield row


def _state(what: str, row: Row) -> str:
    state = str(row.get("state"))
    return "todo" if what == "tasks" and state == "open" else state


def _due(row: Row) -> date | None:
    return date.fromisoformat(str(row["due"])) if row.get("due") else None


_Names = Callable[[Card], Iterable[str | None]]
_NO_TALKS: tuple[str, _Names] = "", lambda card: []
_BY_KEY: tuple[str, _Names] = "id", lambda card: [card.key]
_BY_NOTE: tuple[str, _Names] = "path", lambda card: [card.note]
_TALKS_OF: dict[str, tuple[str, _Names]] = {
    **dict.fromkeys(("talks", "unnoted", "changes", "recordings"), _BY_KEY),
    **dict.fromkeys(("notes", "untagged", "orphans", "tasks", "questions", "links", "broken", "unresolved"), _BY_NOTE),
    "papers": ("talk", lambda card: [card.key]),
    "people": ("names", lambda card: [speaker.name for speaker in card.talk.speakers]),
    "sessions": ("id", lambda card: [f"{slug(card.conference)}/{card.session.id}"]),
    "tracks": ("id", lambda card: [f"{slug(card.conference)}/{card.track}"]),
}
"""The lists whose rows belong to talks: a column of theirs, and what of a talk is in it."""


def _texts(values: list[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from _texts(value)
