"""Slides, videos, posters and code of talks, and the user's watch list.

The watch list has talks marked as watch later, and starred talks that were missed: over, neither attended nor noted. A
talk without a video waits for one; the import that adds it reports it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime

from confnotes.catalogue.program.cards import Card, Timetable, timetables
from confnotes.catalogue.program.program_rows import talk_row
from confnotes.catalogue.searching.find import outlines
from confnotes.markup.talk_references import session_references, stated_references, together
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.mark import Mark, Marks, was_there
from confnotes.model.note import Outline
from confnotes.model.program import PAUSES, Program, Resource, ResourceKind, Session, Talk
from confnotes.model.schema import Row, plain
from confnotes.model.timetable import wall_time
from confnotes.vault.vault import Vault

SHOWN = (ResourceKind.VIDEO, ResourceKind.SLIDES, ResourceKind.POSTER, ResourceKind.CODE)
"""Kinds of material of a talk, in display order."""


@fast_dataclass(frozen=True, slots=True)
class RecordedTalk:
    """A talk and its material (kinds in SHOWN) from program, session and note, each once.

    `missed`: starred and over, but neither attended nor noted.
    """

    card: Card
    resources: tuple[Resource, ...] = ()
    missed: bool = False

    @property
    def wanted(self) -> bool:
        """Whether it is on the watch list."""
        return self.card.later or self.missed

    @property
    def waiting(self) -> bool:
        """Whether it is on the watch list without a video yet."""
        return self.wanted and self.first(ResourceKind.VIDEO) is None

    @property
    def recorded(self) -> bool:
        """Whether there is a video or slides."""
        return any(one.kind in (ResourceKind.VIDEO, ResourceKind.SLIDES) for one in self.resources)

    def first(self, kind: ResourceKind) -> str | None:
        """The address of the first video, slides and so on."""
        return next((one.url for one in self.resources if one.kind is kind), None)


def recorded_talks(vault: Vault, at: datetime) -> list[RecordedTalk]:
    """Talks with material or on the watch list; raises ConfnotesError.

    Latest conference first, each by day and start.
    """
    notes = {str(note.path): note for note in outlines(vault)}
    found: list[tuple[date, list[RecordedTalk]]] = []
    for table in timetables(vault, noted=True):
        span = vault.span(table.conference)
        now = wall_time(at, span.timezone)
        last = span.last or date.min
        talks = sorted(_of_conference(table, notes, now, last), key=lambda one: _begins(one.card))
        found.append((last, talks))
    found.sort(key=lambda one: one[0], reverse=True)
    return [talk for _, talks in found for talk in talks]


def _begins(card: Card) -> tuple[date, datetime]:
    return card.day or date.max, card.start or datetime.max


def watch_list(talks: Iterable[RecordedTalk]) -> list[RecordedTalk]:
    """The watch list: first talks with a video, then those waiting for one."""
    return sorted((talk for talk in talks if talk.wanted), key=lambda talk: talk.waiting)


def now_recorded(before: Program | None, after: Program, marks: Marks, noted: Collection[str], today: date) -> int:
    """The number of talks on the watch list that have a video in `after` but had none in `before`; `noted` are the ids
    of those into whose notes somebody wrote.
    """
    lacking = (
        {talk.id for session, talk in before.sessions_and_talks() if not _has_video(session, talk)} if before else set()
    )
    ends = after.conference.end_date

    def is_wanted(session: Session, talk: Talk) -> bool:
        own, day = marks.of(talk.id), talk.day or session.day or ends
        seen = was_there(Mark.ATTENDED in own, talk.id in noted, Mark.ABSENT in own)
        return Mark.LATER in own or (Mark.STAR in own and not seen and day is not None and day < today)

    return sum(
        talk.id in lacking and _has_video(session, talk) and is_wanted(session, talk)
        for session, talk in after.sessions_and_talks()
    )


def _has_video(session: Session, talk: Talk) -> bool:
    return any(one.kind is ResourceKind.VIDEO for one in (*talk.resources, *session.resources))


def _of_conference(table: Timetable, notes: Mapping[str, Outline], now: datetime, last: date) -> Iterator[RecordedTalk]:
    repeated = table.repeated
    talks: dict[str, list[Card]] = defaultdict(list)
    for card in table.all():
        talks[repeated.slots(card.talk.id)[0]].append(card)
    for slots in talks.values():
        card = next((slot for slot in slots if slot.starred), slots[0])
        resources = _resources(card, notes.get(card.note or ""))
        ends = [end for slot in slots if (end := slot.end or slot.start) is not None]
        over = max(ends) <= now if ends else last < now.date()
        is_talk = not card.talk.cancelled and card.talk.kind not in PAUSES
        missed = card.starred and over and is_talk and not was_there(card.attended, card.noted, card.absent)
        if resources or missed or card.later:
            yield RecordedTalk(card, resources, missed)


def _resources(card: Card, note: Outline | None) -> tuple[Resource, ...]:
    named = (*card.talk.resources, *(stated_references(note) if note else ()), *session_references(card.session))
    found = tuple(one for one in named if one.kind in SHOWN)
    return together(found) if len(found) > 1 else found


def recording_rows(vault: Vault, at: datetime) -> Iterator[Row]:
    """Talks with their material, those on the watch list first."""
    talks = recorded_talks(vault, at)
    for one in [*watch_list(talks), *(talk for talk in talks if not talk.wanted)]:
        state = ("waiting" if one.waiting else "to watch") if one.wanted else None
        yield {**talk_row(one.card), "state": state, "missed": one.missed, "resources": plain(one.resources)}
