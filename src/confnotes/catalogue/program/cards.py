"""A talk as displayed: its place in the program, its marks and its note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from confnotes.catalogue.program.hidden_tracks import folded_tracks
from confnotes.errors import ConfnotesError
from confnotes.markup.names import fold
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import Mark, Marked, Marks
from confnotes.model.program import Kind, Moment, Program, Session, Talk
from confnotes.model.repeated_talks import RepeatedTalks
from confnotes.model.timetable import Slot, clashes, end_of, slots, time_between, wall_time
from confnotes.vault.heads import TalkNote
from confnotes.vault.layout import talk_key
from confnotes.vault.private_file import views_file
from confnotes.vault.vault import Vault

if TYPE_CHECKING:
    from confnotes.catalogue.team.colleagues import ColleagueView, ViewsByTalk

_OF_SESSIONS = frozenset({Mark.UNSHARED})
"""Session marks that also apply to its talks."""


class Clash(NamedTuple):
    """An overlapping starred talk: its key, title and start."""

    key: str
    title: str
    start: datetime


@fast_dataclass(frozen=True, slots=True)
class Card(Marked):
    """A talk for display. `start` and `end` are naive local times at the conference; `note` is a path in the vault.

    `start_is_assumed`, `end_is_assumed`: not stated by the program; good for sorting, but not for display. `note_lines`
    counts the note's non-blank lines. `marks` exclude the rating. `stated_rating` is the rating in the note's front
    matter, `rating` the effective one. `clashes` are other starred talks at the same time, if this one is starred too.
    `timezone` is the zone of the local times or None. `colleagues` are those who noted, starred or rated it.
    """

    key: str
    conference: str
    talk: Talk
    session: Session = field(repr=False)  # contains all its talks
    start: datetime | None = None
    end: datetime | None = None
    start_is_assumed: bool = False
    end_is_assumed: bool = False
    marks: frozenset[Mark] = frozenset()
    rating: int | None = None
    note: str | None = None
    note_lines: int = 0
    clashes: tuple[Clash, ...] = ()
    timezone: str | None = None
    stated_rating: int | None = None
    colleagues: tuple[ColleagueView, ...] = ()

    def until_start(self, wall: datetime) -> timedelta:
        """Time from `wall` to the start, negative afterwards; `timedelta.max` without a start."""
        return time_between(wall, self.start, self.timezone) if self.start else timedelta.max

    def until_end(self, wall: datetime) -> timedelta:
        """Time from `wall` to the end, else to the start; negative afterwards.

        `timedelta.max` if neither is known.
        """
        end = self.end or self.start
        return time_between(wall, end, self.timezone) if end else timedelta.max

    @property
    def noted(self) -> bool:
        """Whether somebody wrote something into its note: a file with only front matter does not count."""
        return self.note_lines > 0

    @property
    def stated_start(self) -> datetime | None:
        """The start stated by the program; None if it is taken from the session."""
        return None if self.start_is_assumed else self.start

    @property
    def stated_end(self) -> datetime | None:
        """The end stated by the program; None if it is assumed."""
        return None if self.end_is_assumed else self.end

    @property
    def begins(self) -> Moment | None:
        """The start as stated: a local time, a bare day, or a time without a day."""
        return self.stated_start or self.talk.start

    @property
    def ends(self) -> Moment | None:
        """The end as stated."""
        return self.stated_end or (None if self.talk.ends_at else self.talk.end)

    @property
    def day(self) -> date | None:
        """The day at the conference, with or without a time, or None."""
        if self.start is not None:
            return self.start.date()
        return self.talk.day or (None if self.session.starts_at else self.session.day)

    @property
    def clash(self) -> bool:
        """Whether it overlaps with another starred talk."""
        return bool(self.clashes)

    @property
    def title(self) -> str:
        """The talk's title, or a substitute."""
        return _title(self.session, self.talk)

    @property
    def room(self) -> str | None:
        """The talk's room, else its session's."""
        return self.talk.room or self.session.room

    @property
    def track(self) -> str | None:
        """The talk's track, else its session's."""
        return self.talk.track or self.session.track


class Timetable:
    """The program of a conference with marks and notes, read once, from which cards are made."""

    def __init__(
        self,
        vault: Vault,
        conference: str,
        day: date | None = None,
        *,
        night: bool = False,
        notes: Mapping[str, TalkNote] | None = None,
    ) -> None:
        """Read the whole program, or only the sessions of one day and those without a day; with `night` also the
        following day's.

        `notes` are those of its talks as returned by `Vault.talk_notes`, if already known. Raises NotFoundError,
        ConfnotesError.
        """
        self._vault = vault
        self._known_notes = notes
        self.conference = conference
        self.program: Program = vault.day(conference, day) if day else vault.program(conference)
        if day and night:
            known = {session.id for session in self.program.sessions}
            after = vault.day(conference, day + timedelta(days=1)).sessions
            more = tuple(session for session in after if session.id not in known)
            self.program = replace(self.program, sessions=(*self.program.sessions, *more))
        self._prefix = talk_key(conference, "")

    @cached_property
    def slots(self) -> list[Slot]:
        """The talks with a time, in time order."""
        return slots(self.program)

    @cached_property
    def shown_slots(self) -> list[Slot]:
        """The slots without those of hidden tracks."""
        return [slot for slot in self.slots if not self.is_hidden(slot.session, slot.talk)]

    def is_hidden(self, session: Session, talk: Talk) -> bool:
        """Whether the user hides the talk's track, and has neither starred it nor written about it."""
        if not self._hidden or fold(talk.track or session.track or "") not in self._hidden:
            return False
        note = self._notes.get(self._prefix + (talk.id or ""))
        return not self.has_star(talk) and not (note and note.lines)

    @cached_property
    def _hidden(self) -> frozenset[str]:
        return folded_tracks(self._vault, self.conference)

    @cached_property
    def _slot_of(self) -> dict[str | None, Slot]:
        return {slot.talk.id: slot for slot in self.slots}

    @cached_property
    def repeated(self) -> RepeatedTalks:
        """The talks of the whole program with several slots."""
        return self._vault.repeated_talks(self.conference)

    @cached_property
    def _marks(self) -> Marks:
        return self._vault.marks(self.conference)

    @cached_property
    def _notes(self) -> Mapping[str, TalkNote]:
        return self._vault.talk_notes(self.conference) if self._known_notes is None else self._known_notes

    @cached_property
    def _colleagues(self) -> ViewsByTalk:
        if not views_file(self._vault.root).is_file():
            return {}
        from confnotes.catalogue.team.colleagues import colleague_views

        return colleague_views(self._vault, self.conference)

    @cached_property
    def _clashing(self) -> dict[str | None, tuple[Clash, ...]]:
        """Clashes by id of each starred talk."""
        found: dict[str | None, tuple[Clash, ...]] = {}
        for one, other in clashes(slot for slot in self.slots if self.starred(slot)):
            if not _side_by_side(one, other):
                continue
            for talk, against in ((one.talk, other), (other.talk, one)):
                clash = Clash(
                    self._prefix + (against.talk.id or ""), _title(against.session, against.talk), against.start
                )
                found[talk.id] = (*found.get(talk.id, ()), clash)
        return found

    def starred(self, slot: Slot) -> bool:
        """Whether the slot's talk is starred."""
        return self.has_star(slot.talk)

    def has_star(self, talk: Talk) -> bool:
        """Whether the talk is starred."""
        return Mark.STAR in self._marks.of(talk.id)

    def card(self, session: Session, talk: Talk) -> Card:
        """The card of one talk."""
        talk_id = talk.id or ""
        key = self._prefix + talk_id
        slot = self._slot_of.get(talk.id)
        start, end = (slot.start, slot.end) if slot else self._cancelled_times(talk)
        marks = self._marks
        note = self._notes.get(key)
        return Card(
            key,
            self.conference,
            talk,
            session,
            start,
            end,
            slot.start_is_assumed if slot else False,
            slot.end_is_assumed if slot else False,
            marks.of(talk_id) | (marks.of(session.id) & _OF_SESSIONS),
            marks.rating(talk_id, note.rating if note else None),
            note.path if note else None,
            note.lines if note else 0,
            self._clashing.get(talk.id, ()),
            self.program.conference.timezone,
            note.rating if note else None,
            self._colleagues.get(talk_id, ()),
        )

    def cards(self, chosen: Iterable[Slot]) -> tuple[Card, ...]:
        """The cards of some slots."""
        return tuple(self.card(slot.session, slot.talk) for slot in chosen)

    def all(self) -> Iterator[Card]:
        """The cards of all talks, in program order."""
        for session, talk in self.program.sessions_and_talks():
            yield self.card(session, talk)

    def others(self, *, cancelled: bool = False) -> Iterator[Card]:
        """The cards of talks without a slot, in program order: without a time or cancelled; with `cancelled` only the
        latter.
        """
        for session, talk in self.program.sessions_and_talks():
            if talk.cancelled or not (cancelled or talk.id in self._slot_of):
                yield self.card(session, talk)

    def _cancelled_times(self, talk: Talk) -> tuple[datetime | None, datetime | None]:
        """The original time of a cancelled talk, as far as known."""
        if not talk.cancelled or talk.starts_at is None:
            return None, None
        zone = self.program.conference.timezone
        return wall_time(talk.starts_at, zone), end_of(talk, zone)


def _title(session: Session, talk: Talk) -> str:
    return talk.title or session.title or "Untitled talk"


def _side_by_side(one: Slot, other: Slot) -> bool:
    """Whether nobody can attend both.

    False within one room, among posters, and in a session without times for its talks.
    """
    places = [slot.talk.room or slot.session.room for slot in (one, other)]
    if places[0] is not None and places[0] == places[1]:
        return False
    if one.session is other.session and (one.start_is_assumed or other.start_is_assumed):
        return False
    return not (one.talk.kind is Kind.POSTER and other.talk.kind is Kind.POSTER)


def timetables(vault: Vault, *, noted: bool = False) -> Iterator[Timetable]:
    """Every conference with a readable program; `doctor` reports the others.

    `noted`: cards with notes are needed, so the notes are looked up once for all conferences.
    """
    conferences = vault.conferences()
    notes = vault.talk_notes(*conferences) if noted else None
    for conference in conferences:
        try:
            yield Timetable(vault, conference, notes=notes)
        except ConfnotesError:
            continue


def cards_by_key(vault: Vault) -> dict[str, Card]:
    """Every talk of every readable program, by its key."""
    return {card.key: card for table in timetables(vault, noted=True) for card in table.all()}
