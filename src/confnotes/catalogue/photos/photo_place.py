"""Which note was being written when a photo was taken: the rules, one after the other, and why each holds.

1. The note whose last stamp before the photo is the nearest, if its talk was on or the stamp is no older than
   `STILL_TYPING`. Where that talk was over, the note of one that was on is nearer when its first line follows sooner.
2. Of the talks that were on and have a note: the one that was attended, or starred, the only one, or the one in the
   room where the notes were taken before.
3. The same of all talks that were on; its note is begun with the photo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from confnotes.catalogue.program.cards import Card, Timetable
from confnotes.errors import ConfnotesError
from confnotes.markup.embeds import embedded
from confnotes.model.note import Note
from confnotes.model.program import Kind
from confnotes.model.timetable import is_on, wall_time
from confnotes.vault.layout import FREE_NOTES
from confnotes.vault.vault import Vault

STILL_TYPING: Final = timedelta(minutes=15)
EARLY: Final = timedelta(minutes=5)
_HALF_DAY: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note of one day, and when its lines were begun: naive wall-clock times at its conference, in time order."""

    path: str
    title: str
    typed: tuple[datetime, ...]
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A note for a photo: `path` is None where the talk of `card` has none yet. `why` is told to the person."""

    why: str
    wall: datetime
    path: str | None
    title: str
    card: Card | None = None


class ConferenceDay:
    """The notes and talks of one day at one conference, read once."""

    def __init__(self, vault: Vault, conference: str, day: date) -> None:
        """`conference` may be the folder of notes that belong to none. Raises ConfnotesError."""
        self.conference = conference
        self._table = None if conference == FREE_NOTES else Timetable(vault, conference, day)
        self.notes = list(_notes(vault, conference, day, self._table))

    @property
    def timezone(self) -> str | None:
        """The zone of its wall-clock times."""
        return self._table.program.conference.timezone if self._table else None

    def on(self, wall: datetime) -> list[Card]:
        """The talks that are on then; breaks are none."""
        if self._table is None:
            return []
        return [
            self._table.card(slot.session, slot.talk)
            for slot in self._table.slots
            if is_on(slot, wall) and Kind.BREAK not in (slot.talk.kind, slot.session.kind)
        ]


def stamp_moment(day: date, at: time, begun: datetime | None) -> datetime:
    """When a line with that stamp was begun, in a note of that day; what began late goes on after midnight."""
    moment = datetime.combine(day, at)
    return moment + timedelta(days=1) if begun is not None and moment < begun - _HALF_DAY else moment


def note_day(note: Note) -> tuple[date, datetime | None] | None:
    """The day that a note's stamps are of, and when its talk or the note began; None when it does not say."""
    moment = note.moment
    return (moment.date(), moment if moment.time() != time() else None) if moment else None


def choose(days: Sequence[ConferenceDay], moment: datetime) -> Place | str:
    """The place of a photo taken at `moment`, or why there is none."""
    written = _being_written(days, moment)
    if written is not None:
        return written
    on = _on(days, moment, timedelta()) or _on(days, moment, EARLY)
    if not on:
        return "nothing was on then, and no note was being written"
    room = _last_room(days, moment)
    noted = [(card, wall) for card, wall in on if card.note]
    found = _only(noted, "with a note", room) or _only(on, "", room)
    if found is None:
        return f"{len(on)} talks were on, and no note was being written: star or attend the one you were in"
    card, wall, why = found
    return Place(why if card.note else f"{why}; its note is begun", wall, card.note, card.title, card)


def _on(days: Sequence[ConferenceDay], moment: datetime, early: timedelta) -> list[tuple[Card, datetime]]:
    """The talks that are on so much later, each with the wall-clock time of the photo at its conference."""
    walls = [(day, wall_time(moment, day.timezone)) for day in days]
    return [(card, wall) for day, wall in walls for card in day.on(wall + early)]


def _being_written(days: Sequence[ConferenceDay], moment: datetime) -> Place | None:
    best: tuple[timedelta, WrittenNote, datetime] | None = None
    coming: tuple[timedelta, WrittenNote, datetime] | None = None
    for day in days:
        wall = wall_time(moment, day.timezone)
        for note in day.notes:
            last = max((typed for typed in note.typed if typed <= wall), default=None)
            if last is not None:
                gap = wall - last
                if (gap <= STILL_TYPING or _is_on(note.card, last, wall)) and (best is None or gap < best[0]):
                    best = gap, note, wall
                continue
            first = min(note.typed, default=None)
            if first is not None and _is_on(note.card, first, wall) and (coming is None or first - wall < coming[0]):
                coming = first - wall, note, wall
    if best is None:
        return None
    gap, note, wall = best
    if coming is not None and coming[0] < gap and not _is_on(note.card, wall, wall):
        ahead, note, wall = coming
        return Place(f"you began to write in it at {wall + ahead:%H:%M}", wall, note.path, note.title, note.card)
    return Place(f"you were writing in it at {wall - gap:%H:%M}", wall, note.path, note.title, note.card)


def _is_on(card: Card | None, *moments: datetime) -> bool:
    """Whether the talk was on at all of these moments."""
    if card is None or card.start is None or card.end is None:
        return False
    return all(card.start <= moment < card.end for moment in moments)


def _last_room(days: Sequence[ConferenceDay], moment: datetime) -> str | None:
    """The room of the talk that was written about last that day."""
    typed = [
        (max(before), note.card.room)
        for day in days
        for note in day.notes
        if note.card and (before := [at for at in note.typed if at <= wall_time(moment, day.timezone)])
    ]
    return max(typed, key=lambda item: item[0])[1] if typed else None


def _only(found: Sequence[tuple[Card, datetime]], what: str, room: str | None) -> tuple[Card, datetime, str] | None:
    """The one that a rule points at, and the rule's words."""
    rules: tuple[tuple[Callable[[Card], bool], str], ...] = (
        (lambda card: card.attended, "you were there"),
        (lambda card: card.starred, "it was on and has your star"),
        (lambda card: len(found) == 1, f"the only talk {what} that was on".replace("  ", " ")),
        (lambda card: room is not None and card.room == room, f"it was on in {room}, where you wrote before"),
    )
    for rule, why in rules:
        kept = [(card, wall) for card, wall in found if rule(card)]
        if len(kept) == 1:
            return *kept[0], why
    return None


def _notes(vault: Vault, conference: str, day: date, table: Timetable | None) -> list[WrittenNote]:
    """The notes with lines of that day. One that names no day is of the day on which its file was written last."""
    cards = {card.note: card for card in table.all() if card.note} if table else {}
    of_talks = {note.path for note in vault.talk_notes(conference).values()}
    zone = table.program.conference.timezone if table else None
    found = []
    for path, (modified, _) in vault.files().items():
        if not path.startswith(f"{conference}/") or not path.endswith(".md"):
            continue
        card = cards.get(path)
        if card is None and path in of_talks:  # of another day
            continue
        try:
            note = vault.note(path)
        except ConfnotesError:
            continue
        begun = card.start if card and card.start else None
        when = (begun.date(), begun) if begun else note_day(note)
        if when is None:
            written = datetime.fromtimestamp(modified / 1e9).astimezone()
            when = wall_time(written, zone).date(), None
        if when[0] == day:
            found.append(WrittenNote(path, note.title, _typed(note, *when), card))
    return found


def _typed(note: Note, day: date, begun: datetime | None) -> tuple[datetime, ...]:
    """When its lines were begun, those that show pictures left out; a free note was begun itself, too."""
    lines = note.body.split("\n")
    typed = [
        stamp_moment(day, stamp.at, begun)
        for stamp in note.stamps
        if embedded(lines[stamp.line - note.body_line]) is None
    ]
    if begun is not None and "created" in note.fields:
        typed.append(begun)
    return tuple(sorted(typed))
