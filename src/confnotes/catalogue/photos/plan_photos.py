"""Plan photos: the note and line for each by its time, and why; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

from confnotes.catalogue.photos.photo_files import Photo, files_in, look_at, photo_digest
from confnotes.catalogue.program.cards import Card, Timetable
from confnotes.errors import ConfnotesError, StoppedError
from confnotes.markup.embeds import embedded_name
from confnotes.markup.link_names import stem_of
from confnotes.markup.names import name_key
from confnotes.markup.note import parse_note
from confnotes.markup.stamps import without_stamp
from confnotes.model.note import Note
from confnotes.model.program import Kind, Resource
from confnotes.model.timetable import is_on, wall_time
from confnotes.vault.layout import FREE_NOTES
from confnotes.vault.photos_file import read_placed
from confnotes.vault.scan import ATTACHMENTS
from confnotes.vault.vault import Vault

STILL_TYPING: Final = timedelta(minutes=15)
EARLY: Final = timedelta(minutes=5)
_HALF_DAY: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note of one day, and the start times of its lines: naive local times at the conference, sorted."""

    path: str
    title: str
    typed: tuple[datetime, ...]
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class PhotoPlace:
    """A note for a photo: `path` is None if the talk of `card` has none yet. `why` is shown to the user."""

    why: str
    wall: datetime
    path: str | None
    title: str
    card: Card | None = None


class ConferenceDay:
    """The notes and talks of one day at one conference, read once."""

    def __init__(self, vault: Vault, conference: str, day: date) -> None:
        """`conference` may be the folder of notes without a conference. Raises ConfnotesError."""
        self.conference = conference
        self._table = None if conference == FREE_NOTES else Timetable(vault, conference, day)
        self.notes = list(_notes(vault, conference, day, self._table))

    @property
    def timezone(self) -> str | None:
        """The zone of its local times."""
        return self._table.program.conference.timezone if self._table else None

    def on(self, wall: datetime) -> list[Card]:
        """The talks at that time, without breaks."""
        if self._table is None:
            return []
        return [
            self._table.card(slot.session, slot.talk)
            for slot in self._table.slots
            if is_on(slot, wall) and Kind.BREAK not in (slot.talk.kind, slot.session.kind)
        ]


def stamp_moment(day: date, at: time, begun: datetime | None) -> datetime:
    """The start time of a line with that timestamp in a note of that day; late notes continue after midnight."""
    moment = datetime.combine(day, at)
    return moment + timedelta(days=1) if begun is not None and moment < begun - _HALF_DAY else moment


def note_day(note: Note) -> tuple[date, datetime | None] | None:
    """The day of a note's timestamps, and when its talk or the note began; None if unknown."""
    moment = note.moment
    return (moment.date(), moment if moment.time() != time() else None) if moment else None


def choose(days: Sequence[ConferenceDay], moment: datetime) -> PhotoPlace | str:
    """The place of a photo taken at `moment`, or why there is none."""
    written = _being_written(days, moment)
    if written is not None:
        return written
    on = _on(days, moment, timedelta()) or _on(days, moment, EARLY)
    if not on:
        return "no talk was on, and you were not writing"
    room = _last_room(days, moment)
    noted = [(card, wall) for card, wall in on if card.note]
    found = _only(noted, "with a note", room) or _only(on, "", room)
    if found is None:
        return f"{len(on)} talks were on, and you were not writing: star the one you attended, or mark it as attended"
    card, wall, why = found
    return PhotoPlace(why if card.note else f"{why}; creates its note", wall, card.note, card.title, card)


def _on(days: Sequence[ConferenceDay], moment: datetime, early: timedelta) -> list[tuple[Card, datetime]]:
    """The talks that are on `early` after the photo, each with the photo's local time at its conference."""
    walls = [(day, wall_time(moment, day.timezone)) for day in days]
    return [(card, wall) for day, wall in walls for card in day.on(wall + early)]


def _being_written(days: Sequence[ConferenceDay], moment: datetime) -> PhotoPlace | None:
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
        return PhotoPlace(f"you started writing in it at {wall + ahead:%H:%M}", wall, note.path, note.title, note.card)
    return PhotoPlace(f"you were writing in it at {wall - gap:%H:%M}", wall, note.path, note.title, note.card)


def _is_on(card: Card | None, *moments: datetime) -> bool:
    """Whether the talk was on at all of these times."""
    if card is None or card.start is None or card.end is None:
        return False
    return all(card.start <= moment < card.end for moment in moments)


def _last_room(days: Sequence[ConferenceDay], moment: datetime) -> str | None:
    """The room of the talk with the latest notes that day."""
    typed = [
        (max(before), note.card.room)
        for day in days
        for note in day.notes
        if note.card and (before := [at for at in note.typed if at <= wall_time(moment, day.timezone)])
    ]
    return max(typed, key=lambda item: item[0])[1] if typed else None


def _only(found: Sequence[tuple[Card, datetime]], what: str, room: str | None) -> tuple[Card, datetime, str] | None:
    """The only talk that a rule selects, with the rule's description."""
    rules: tuple[tuple[Callable[[Card], bool], str], ...] = (
        (lambda card: card.attended, "you attended it"),
        (lambda card: card.starred, "it was on and is starred"),
        (lambda card: len(found) == 1, f"the only talk {what} that was on".replace("  ", " ")),
        (lambda card: room is not None and card.room == room, f"it was on in {room}, your last room"),
    )
    for rule, why in rules:
        kept = [(card, wall) for card, wall in found if rule(card)]
        if len(kept) == 1:
            return *kept[0], why
    return None


def _notes(vault: Vault, conference: str, day: date, table: Timetable | None) -> list[WrittenNote]:
    """The notes with lines of that day. A note without a day counts for the day its file was last written."""
    cards = {card.note: card for card in table.all() if card.note} if table else {}
    of_talks = {note.path for note in vault.talk_notes(conference).values()}
    zone = table.program.conference.timezone if table else None
    found = []
    for path, (modified, _) in vault.files().items():
        if not path.startswith(f"{conference}/") or not path.endswith(".md"):
            continue
        card = cards.get(path)
        if card is None and path in of_talks:  # a talk of another day
            continue
        try:
            note = vault.note(path)
        except ConfnotesError:
            continue
        begun = card.start if card and card.start else None
        when = (begun.date(), begun) if begun else note_day(note)
        if when is None:
            written = datetime.fromtimestamp(modified / 1e9, UTC).astimezone()
            when = wall_time(written, zone).date(), None
        if when[0] == day:
            found.append(WrittenNote(path, note.title, _typed(note, *when), card))
    return found


def _typed(note: Note, day: date, begun: datetime | None) -> tuple[datetime, ...]:
    """Start times of its lines, except those of pictures; for a free note also its creation time."""
    lines = note.body.split("\n")
    typed = [
        stamp_moment(day, stamp.at, begun)
        for stamp in note.stamps
        if embedded_name(lines[stamp.line - note.body_line]) is None
    ]
    if begun is not None and "created" in note.fields:
        typed.append(begun)
    return tuple(sorted(typed))


NO_TIME: Final = "no time taken"
_MARKS: Final = " \t-*+>%"
_ONE_DAY: Final = timedelta(days=1)

Tell = Callable[[str, int, int], None]


class PhotoState(StrEnum):
    """The state of a photo in a plan."""

    PLACE = "place"
    THERE = "there"
    NOT_PLACED = "not placed"


@dataclass(frozen=True, slots=True)
class PlannedPhoto:
    """A photo in a plan. `at` is the local time at the conference, or the camera's if no conference was found.

    `why` says why it goes there, need not or cannot be placed. `note` is None if the note does not exist yet; `line`
    and `line_text` are the neighboring line, None at the start or end. `is_copied`: the copy exists, but its line does
    not. `links`: links from its QR codes that were added to the front matter.
    """

    photo: Photo
    state: PhotoState
    why: str
    at: datetime | None = None
    title: str = ""
    note: str | None = None
    line: int | None = None
    line_text: str = ""
    name: str = ""
    place: PhotoPlace | None = None
    is_copied: bool = False
    links: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """Options; `shift` is added to the camera's times to correct its clock."""

    conference: str | None = None
    shift: timedelta = timedelta()
    use_file_times: bool = False
    tell: Tell = field(default=lambda _what, _done, _total: None)
    cancelled: Callable[[], bool] = field(default=lambda: False)


def plan_photos(vault: Vault, sources: Iterable[Path], how: Placing) -> list[PlannedPhoto]:
    """Plan each photo, sorted by time, those without a time last.

    Raises NotFoundError for a missing source or conference, ConfnotesError, StoppedError.
    """
    return _Planner(vault, how).plan(files_in(sources, vault.root))


def plan_photo_at(vault: Vault, file: Path, place: PhotoPlace) -> PlannedPhoto:
    """Plan one photo for a place that the user chose, whatever its own time. Raises ConfnotesError."""
    return _Planner(vault, Placing()).plan_at(look_at(file), place)


class _Planner:
    def __init__(self, vault: Vault, how: Placing) -> None:
        self._vault = vault
        self._how = how
        self._days: dict[tuple[str, date], ConferenceDay] = {}
        self._placed = read_placed(vault)
        self._attachments: dict[str, dict[str, int]] = {}
        self._names: set[str] = set()
        named = how.conference
        self._folders = [vault.conference_named(named)] if named else [*vault.conferences(), FREE_NOTES]

    def plan(self, files: Sequence[Path]) -> list[PlannedPhoto]:
        photos = []
        for number, file in enumerate(files):
            if self._how.cancelled():
                raise StoppedError
            self._how.tell("Reading photos", number, len(files))
            photos.append(self._timed(look_at(file)))
        photos.sort(key=lambda photo: (photo.taken is None, _sortable(photo.taken), photo.file.name))
        seen: dict[str, Photo] = {}
        planned = []
        for photo in photos:
            twin = seen.setdefault(photo.digest, photo) if photo.digest else photo
            if twin is not photo:
                planned.append(PlannedPhoto(photo, PhotoState.THERE, f"same photo as {twin.file.name}"))
            else:
                planned.append(self._answered(photo))
        return sorted(planned, key=lambda one: one.at or datetime.max)

    def plan_at(self, photo: Photo, place: PhotoPlace) -> PlannedPhoto:
        return self._refused(photo) or self._placed_at(photo, place)

    def _timed(self, photo: Photo) -> Photo:
        taken = photo.taken or (photo.file_time if self._how.use_file_times else None)
        with suppress(OverflowError):
            taken = taken + self._how.shift if taken else None
        return replace(photo, taken=taken)

    def _answered(self, photo: Photo) -> PlannedPhoto:
        """The plan for the photo; an unreadable note affects only this one."""
        try:
            return self._planned(photo)
        except ConfnotesError as error:
            return PlannedPhoto(photo, PhotoState.NOT_PLACED, error.message)

    def _refused(self, photo: Photo) -> PlannedPhoto | None:
        """The plan for a file that is no photo, or that is placed already; None for any other."""
        if photo.problem is not None:
            return PlannedPhoto(photo, PhotoState.NOT_PLACED, photo.problem)
        known = self._placed.get(photo.digest)
        if known is not None:
            title = stem_of(known.note)
            why = f"already placed as {known.name}"
            at = wall_time(photo.taken, None) if photo.taken else None
            return PlannedPhoto(photo, PhotoState.THERE, why, at, title, known.note, name=known.name)
        return None

    def _planned(self, photo: Photo) -> PlannedPhoto:
        refused = self._refused(photo)
        if refused is not None:
            return refused
        if photo.taken is None:
            return PlannedPhoto(photo, PhotoState.NOT_PLACED, NO_TIME)
        days = list(self._days_of(photo.taken))
        if not days:
            why = f"no conference on {photo.taken.day} {photo.taken:%B %Y}"
            return PlannedPhoto(photo, PhotoState.NOT_PLACED, why, wall_time(photo.taken, None))
        place = choose(days, photo.taken)
        if isinstance(place, str):
            return PlannedPhoto(photo, PhotoState.NOT_PLACED, place, wall_time(photo.taken, days[0].timezone))
        return self._placed_at(photo, place)

    def _placed_at(self, photo: Photo, place: PhotoPlace) -> PlannedPhoto:
        folder = folder_of(place)
        name = self._copy_of(photo, folder)
        if name is not None and self._is_embedded(folder, name):
            why = f"already copied as {name}"
            return PlannedPhoto(photo, PhotoState.THERE, why, place.wall, place.title, place.path, name=name)
        line: int | None = None
        text = ""
        if place.path is not None:
            line, _, lines = beside(self._vault.read(place.path).text, place)
            text = without_stamp(lines[line - 1]).strip(_MARKS) if line else ""
        return PlannedPhoto(
            photo,
            PhotoState.PLACE,
            place.why,
            place.wall,
            place.title,
            place.path,
            line,
            text,
            name or self._new_name(place.wall, photo.kind),
            place,
            name is not None,
        )

    def _days_of(self, moment: datetime) -> Iterator[ConferenceDay]:
        for folder in self._folders:
            zone = None
            if folder != FREE_NOTES:
                try:
                    span = self._vault.span(folder)
                except ConfnotesError:
                    continue
                zone = span.timezone
                day = wall_time(moment, zone).date()
                if span.first is None or span.last is None or not span.first <= day <= span.last + _ONE_DAY:
                    continue
            day = wall_time(moment, zone).date()
            key = (folder, day)
            if key not in self._days:
                with suppress(ConfnotesError):
                    self._days[key] = ConferenceDay(self._vault, folder, day)
            found = self._days.get(key)
            if found is not None and (folder != FREE_NOTES or found.notes):
                yield found

    def _in_attachments(self, folder: str) -> dict[str, int]:
        """File names and sizes in the folder's attachments."""
        if folder not in self._attachments:
            found = {}
            with suppress(OSError):
                for file in (self._vault.root / folder / ATTACHMENTS).iterdir():
                    found[file.name] = file.lstat().st_size
            self._attachments[folder] = found
        return self._attachments[folder]

    def _copy_of(self, photo: Photo, folder: str) -> str | None:
        """The name of an existing copy in the folder's attachments."""
        with suppress(OSError, ConfnotesError):
            size = photo.file.stat().st_size
            for name, own in self._in_attachments(folder).items():
                if (
                    own == size
                    and photo_digest(self._vault.read_bytes(f"{folder}/{ATTACHMENTS}/{name}")) == photo.digest
                ):
                    return name
        return None

    def _is_embedded(self, folder: str, name: str) -> bool:
        for path in self._vault.note_paths(folder):
            with suppress(ConfnotesError):
                if any(link.embed and link.target.rpartition("/")[2] == name for link in self._vault.note(path).links):
                    return True
        return False

    def _new_name(self, wall: datetime, kind: str) -> str:
        """A name from the time that no attachment of the vault has."""
        if not self._names:
            for folder in (*self._vault.conferences(), FREE_NOTES, ""):
                self._names.update(map(name_key, self._in_attachments(folder)))
        name = free_name(f"{wall:%Y-%m-%d %H%M%S}", kind, lambda name: name_key(name) in self._names)
        self._names.add(name_key(name))
        return name


def free_name(stem: str, kind: str, is_taken: Callable[[str], bool]) -> str:
    """`stem.kind`, with a number after the stem if the name is taken."""
    name, number = f"{stem}.{kind}", 2
    while is_taken(name):
        name, number = f"{stem} {number}.{kind}", number + 1
    return name


def folder_of(place: PhotoPlace) -> str:
    """The vault folder whose attachments get the copy."""
    return place.card.conference if place.card else (place.path or FREE_NOTES).partition("/")[0]


def beside(text: str, place: PhotoPlace) -> tuple[int | None, list[int], list[str]]:
    """The last line started before the photo, the lines started after it, and all lines of the text."""
    note = parse_note(PurePosixPath(place.path or "new.md"), text)
    begun = place.card.start if place.card else None
    day, begun = (begun.date(), begun) if begun else note_day(note) or (place.wall.date(), None)
    begun_at = [(stamp_moment(day, stamp.at, begun), stamp.line) for stamp in note.stamps]
    before = [item for item in begun_at if item[0] <= place.wall]
    later = [line for moment, line in begun_at if moment > place.wall]
    return max(before)[1] if before else None, later, text.split("\n")


def _sortable(moment: datetime | None) -> float:
    """A sort key for times with and without a zone."""
    if moment is None:
        return 0.0
    with suppress(OverflowError, OSError, ValueError):
        return moment.timestamp()
    return 0.0
