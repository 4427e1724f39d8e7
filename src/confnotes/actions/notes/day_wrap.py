"""The end of a day: what was seen, what is left open, and what a person adds to it before going to bed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from confnotes.actions.notes import take_note
from confnotes.actions.program import mark_talk
from confnotes.catalogue.open_points import Points, points
from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.whats_on import agenda, conference_meant, current_conference
from confnotes.markup.takeaways import takeaways, with_takeaways
from confnotes.model.timetable import EARLY_MORNING, wall_time
from confnotes.vault.vault import Vault

NIGHT = timedelta(hours=EARLY_MORNING)
"""Until then in the morning, the day to wrap up is the one before."""


@dataclass(frozen=True, slots=True)
class WrapTalk:
    """A talk that was seen, its rating and the takeaways in its note."""

    card: Card
    rating: int | None = None
    takeaways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayWrap:
    """A conference's day, looked back on; each list in time order.

    `seen`: attended, noted or rated. `unmarked`: with a note, but not marked as attended. `unnoted`: attended, without
    a note. `missed`: starred and over, but neither attended nor noted. `points`: tasks and questions by note.
    """

    conference: str
    day: date
    seen: tuple[WrapTalk, ...] = ()
    unmarked: tuple[Card, ...] = ()
    unnoted: tuple[Card, ...] = ()
    missed: tuple[Card, ...] = ()
    points: tuple[Points, ...] = ()

    @property
    def open_points(self) -> int:
        """How many tasks and questions are open."""
        return sum(point.open for note in self.points for point in note.points)


def day_to_wrap(vault: Vault, at: datetime, conference: str | None = None) -> tuple[str | None, date]:
    """The conference that is on and its day; after midnight the day before, outside its days the nearest of them.

    Raises NotFoundError when there is no conference of that name.
    """
    name = vault.conference_named(conference) if conference else current_conference(vault, at)
    if name is None:
        return None, at.date()
    span = vault.span(name)
    day = (wall_time(at, span.timezone) - NIGHT).date()
    if span.first and span.last:
        day = min(max(day, span.first), span.last)
    return name, day


def wrap_up(vault: Vault, at: datetime, conference: str | None = None, day: date | None = None) -> DayWrap:
    """The day as it stands; the one that `day_to_wrap` finds unless it is given. Raises NotFoundError."""
    name = conference_meant(vault, at, conference)
    day = day or day_to_wrap(vault, at, name)[1]
    wall = wall_time(at, vault.span(name).timezone)
    cards = [card for card in agenda(vault, name, day) if not card.talk.cancelled or card.note]
    noted = {card.key for card in cards if card.note_lines}
    return DayWrap(
        name,
        day,
        tuple(_seen(vault, card) for card in cards if card.attended or card.key in noted or card.rating),
        tuple(card for card in cards if card.key in noted and not card.attended),
        tuple(card for card in cards if card.attended and card.key not in noted),
        tuple(
            card
            for card in cards
            if card.starred and not card.attended and card.key not in noted and not card.later and _is_over(card, wall)
        ),
        tuple(points(vault, name, day)),
    )


def _is_over(card: Card, wall: datetime) -> bool:
    end = card.end or card.start
    return end is not None and end <= wall


def _seen(vault: Vault, card: Card) -> WrapTalk:
    if card.note is None:
        return WrapTalk(card, card.rating)
    return WrapTalk(card, card.rating, tuple(takeaways(vault.note(card.note).body)))


def rate(vault: Vault, talk: WrapTalk, rating: int) -> WrapTalk:
    """Rate the talk 1 to 5, 0 takes the rating away."""
    return replace(talk, rating=mark_talk.rate(vault, talk.card.key, rating))


def keep_takeaways(vault: Vault, talk: WrapTalk, wanted: Sequence[str]) -> WrapTalk:
    """Put the takeaways into the talk's own note, which is begun when there is none; nothing else in it changes.

    Raises ConfnotesError when it cannot be written.
    """
    wanted = [" ".join(one.split()) for one in wanted if one.strip()]
    if wanted == [" ".join(one.split()) for one in talk.takeaways]:
        return talk
    path = talk.card.note
    if path is None:
        begun = take_note.draft(vault, talk.card.key)
        path = take_note.save(vault, begun, with_takeaways(begun.text, wanted)).path
    else:
        vault.change(path, lambda text: with_takeaways(text, wanted))
    return replace(talk, card=replace(talk.card, note=path), takeaways=tuple(wanted))
