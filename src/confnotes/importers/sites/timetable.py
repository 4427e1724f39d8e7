"""A timetable as nested maps and lists: days, rooms, tracks, sessions, rows; and the meaning of a row.

There is no specification. A map is a day, a room or a track by its key or its date, a session if it has a time or a
title and talks of its own, else a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.kinds import item_kind, word_kind
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.names import is_likely_name
from confnotes.importers.facts.prose import plain_title
from confnotes.importers.pages.entries import chairs_apart
from confnotes.importers.pages.sections import Topic
from confnotes.importers.sites.clocks import (
    ConferenceDays,
    Timed,
    counts_in_hours,
    is_row,
    read_time,
    row_of_line,
    rows_of,
    says_a_time,
    settle,
    uses_24_hours,
)
from confnotes.importers.sites.people import Directory, section_of
from confnotes.importers.sites.records import (
    AliasedRecord,
    DataFile,
    all_maps,
    is_known_key,
    maps_in,
    names_people,
    text_of,
    words_of,
)
from confnotes.importers.sites.talks import TalkList, label_alone, merge_rows, row_talk, talk_of, title_of
from confnotes.importers.warning_collector import WarningCollector
from confnotes.model.program import Kind, Person, Resource, Role, Talk

_DAYS = frozenset(("days", "day", "dates", "conference_days"))
_ROOMS = frozenset(("rooms", "room", "stages", "venues", "locations", "halls"))
_TRACKS = frozenset(("tracks", "streams"))
_TALKS_WITHIN = frozenset(
    ("talks", "papers", "presentations", "posters", "contributions", "sessions", "events", "keynotes", "lectures")
)
_ROWS_WITHIN = frozenset(("subtopics", "subtalks", "sub_talks", "subevents", "subsessions", "children", "subitems"))
_ROWS = frozenset(
    ("slots", "timeslots", "time_slots", "items", "entries", "schedule", "program", "programme", "agenda", "activities",
     "blocks", "parts", "members", "rows", "timetable")
)  # fmt: skip
_CONTAINERS = _DAYS | _ROOMS | _TRACKS
_YES = ("true", "yes")
_HEADERS = ("session", "is_session", "header", "heading", "divider")
_DEEPEST = 12  # maps in each other


@dataclass(slots=True)
class TimetableRow:
    """A talk of the timetable and its time."""

    talk: Talk
    when: Timed


@dataclass(slots=True)
class TimetableBlock:
    """Rows that belong together; `when` is None if the block is not a session with a time of its own."""

    title: str | None = None
    kind: Kind | None = None
    room: str | None = None
    track: str | None = None
    when: Timed | None = None
    resources: tuple[Resource, ...] = ()
    rows: list[TimetableRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """The position of a map in the timetable; rows with the same `run` follow each other in time, None in a session."""

    key: str
    run: int | None
    day: date | None = None
    room: str | None = None
    track: str | None = None
    tracks: tuple[str, ...] = ()
    depth: int = 0


class TimetableFile:
    """Reads a file of a timetable into blocks."""

    def __init__(
        self, file: DataFile, talks: TalkList, directory: Directory, days: ConferenceDays, findings: WarningCollector
    ) -> None:
        self.file = file
        self.talks = talks
        self.directory = directory
        self.days = days
        self.findings = findings
        self.blocks: list[TimetableBlock] = []
        self._open: TimetableBlock | None = None
        self._runs = 0
        self._by_day: dict[tuple[int, date | None], list[Timed]] = {}
        self._sessions: list[TimetableBlock] = []
        self._topics_are_titles = topics_are_titles(file.value)
        self._in_hours = counts_in_hours(AliasedRecord(each).text("duration") for each in all_maps(file.value))

    def read(self, day: date | None) -> list[TimetableBlock]:
        """The blocks of the file with times; `day` is that of rows without another one."""
        self._walk(self.file.value, _Place("", self._run(), day))
        every = [row for run in self._by_day.values() for row in run]
        every += [row.when for block in self._sessions for row in block.rows]
        whole_clock = uses_24_hours(every)
        where = self.file.said("")
        for run in self._by_day.values():
            settle(run, whole_clock=whole_clock, findings=self.findings, where=where)
        for block in self._sessions:
            assert block.when is not None
            rows = [row.when for row in block.rows]
            settle(rows, whole_clock=whole_clock, findings=self.findings, where=where, since=block.when.begins)
            _give_times(block, block.when)
        return [block for block in self.blocks if block.rows or block.title]

    def _run(self) -> int:
        self._runs += 1
        return self._runs

    def _walk(self, value: object, place: _Place) -> None:
        if place.depth > _DEEPEST:
            self.findings.tell(self.file.said("{n} {parts are|part is} nested too deeply; left out"))
            return
        if isinstance(value, list):
            for each in value:
                if isinstance(each, dict):
                    self._map(each, place)
                elif isinstance(each, str) and (row := row_of_line(each)) is not None:
                    self._row(row, place)
        elif isinstance(value, dict):
            if rows := rows_of(value):
                for row in rows:
                    self._map(row, place)
            elif place.key in _CONTAINERS | _TALKS_WITHIN | _ROWS and maps_in(value):
                for key, each in value.items():
                    self._map({"name": str(key), **each}, place)
            else:
                self._map(value, place)

    def _record(self, values: Mapping[str, object]) -> AliasedRecord:
        """A map of the file; its `title` is the speaker's position if the talk's title is its `topic`."""
        if self._topics_are_titles:
            values = {key: value for key, value in values.items() if str(key).lower() != "title"}
        return AliasedRecord(values)

    def _map(self, values: Mapping[str, object], place: _Place) -> None:
        children = _children(values)
        if not children:
            self._row(values, place)
            return
        record = self._record(values)
        day = self._day(record, place, children)
        within = {key for key, value in children if key in _TALKS_WITHIN | _ROWS_WITHIN or _shares_time(record, value)}
        inner = replace(place, day=day or place.day, depth=place.depth + 1)
        tracks = [AliasedRecord(each).text("title") for each in maps_in(record.own("tracks"))]
        if tracks and "tracks" not in dict(children):  # by whose order parallel talks are placed
            inner = replace(inner, tracks=tuple(filter(None, tracks)))
        is_part = place.key in _DAYS | _TRACKS or self._is_room(record, place)
        if not is_part and self._is_session(record, bool(within), dated=day is not None):
            self._session(record, children, inner, self._when(record, inner), with_row=bool(within & _ROWS_WITHIN))
            return
        inner = self._inside(record, place, inner, dated=day is not None)
        if place.key in _CONTAINERS or day is not None:
            self._open = None
        for key, value in children:
            named = self.days.called(key) if key not in _CONTAINERS | _ROWS | _TALKS_WITHIN else None
            if named is not None:
                self._open = None
                self._walk(value, replace(inner, key=key, day=named, run=self._run()))
            else:
                self._walk(value, replace(inner, key=key))

    def _is_room(self, record: AliasedRecord, place: _Place) -> bool:
        return place.key in _ROOMS and not find_dates(record.text("title") or "")

    def _inside(self, record: AliasedRecord, place: _Place, inner: _Place, *, dated: bool) -> _Place:
        """The position of rows in a room, a track, a day or a part with one of these: each has a clock of its own."""
        title = title_of(record.text("title"))
        if self._is_room(record, place):
            return replace(inner, room=title or place.room, run=self._run())
        if place.key in _TRACKS:
            return replace(inner, track=title or place.track, run=self._run())
        if not dated and place.key not in _DAYS and not record.has("room", "track"):
            return inner
        room, track = plain_title(record.text("room")), plain_title(record.text("track"))
        self._open = None
        return replace(inner, run=self._run(), room=room or place.room, track=track or place.track)

    def _is_session(self, record: AliasedRecord, has_talks: bool, *, dated: bool) -> bool:
        """Whether a map with nested ones is a session: it has a time of its own, or a title above talks of that day."""
        title = record.text("title")
        if says_a_time(record):
            return has_talks or title is not None
        return has_talks and title is not None and not dated and not find_dates(title)

    def _day(self, record: AliasedRecord, place: _Place, children: list[tuple[str, object]]) -> date | None:
        """The day of a map with nested ones, from a field or its title."""
        labels = (
            text
            for key, text in record.scalars()
            if len(text) <= LONGEST_NAME and (key == "label" or not is_known_key(key))
        )
        said = (day for text in (*record.texts("day"), *labels) if (day := self.days.of(text)) is not None)
        if (day := next(said, None)) is not None:
            return day
        holds_days_parts = place.key in _DAYS or any(key in _ROWS | _CONTAINERS for key, _ in children)
        title = record.text("title")
        if title is not None and (holds_days_parts or not says_a_time(record)):
            return self.days.of(title)
        return None

    def _session(
        self, record: AliasedRecord, children: list[tuple[str, object]], place: _Place, when: Timed, *, with_row: bool
    ) -> None:
        """Add a session with talks of its own; with `with_row` it is also a row of the timetable."""
        title = title_of(record.text("title"))
        for chair in self.directory.speakers(record.first("chair"), Role.CHAIR, self.findings, when.line):
            self.directory.add(Person(chair.name, chair.affiliation, chair.url, (Role.CHAIR,)))
        own = talk_of(record, self.directory, self.findings, when.line)
        kind = own.kind if own.kind is not Kind.TALK else word_kind(title or "")
        room = own.room or place.room
        block = TimetableBlock(title, kind, room, own.track or place.track, when, own.resources)
        self.blocks.append(block)
        self._sessions.append(block)
        if with_row:
            block.rows.append(TimetableRow(replace(own, room=room), when))
            block.resources = ()
        self._open = block
        inner = replace(place, run=None, room=room, track=block.track)
        for key, value in children:
            self._walk(value, replace(inner, key=key))
            for talk in self._referred([value]):
                self._put(TimetableRow(replace(talk, room=room), Timed(inner.day)))
        self._open = None

    def _row(self, values: Mapping[str, object], place: _Place) -> None:
        record = self._record(values)
        title = record.text("title")
        is_header = any(str(record.own(key)).lower() in _YES for key in _HEADERS)
        if title is not None and is_header and not says_a_time(record):
            self._heading(title, place)
            return
        when = self._when(record, place)
        own = [each for key, each in values.items() if not names_people(str(key))]  # `workshops: [3, 7]`
        if found := self._referred([record.first("refs")] if title else own):
            self._several(record, found, when, place)
            return
        talk = self._talk(record, when)
        if talk.title is None and not talk.speakers and talk.id is None:
            if not when.states_a_time:
                return
            talk = _called_by_what_is_said(talk, record)
        self._put(TimetableRow(_placed(talk, place), when))

    def _referred(self, lists: Sequence[object]) -> list[Talk]:
        """The talks whose keys are in lists."""
        keys = (key for each in lists if isinstance(each, list) for key in each)
        return [*dict.fromkeys(talk for key in keys for talk in self._listed(key))]

    def _heading(self, title: str, place: _Place) -> None:
        """Begin a session, with the chairs that its heading names."""
        chairs, title = chairs_apart(title)
        for chair in chairs:
            self.directory.add(Person(chair.name, chair.affiliation, chair.url, (Role.CHAIR,)))
        self._open = TimetableBlock(plain_title(title), word_kind(title), place.room, place.track)
        self.blocks.append(self._open)

    def _talk(self, record: AliasedRecord, when: Timed) -> Talk:
        """The talk of a row, completed by the list entry that it names by key, title or speakers."""
        listed, by_key = self.talks.meant_by(record)
        own = talk_of(record, self.directory, self.findings, when.line)
        if listed is None and own.title is None and not own.speakers and (key := record.text("strong_ref")) is not None:
            if item_kind(key) is not None or sum(map(str.isalpha, key.split())) > 1:  # `label: Lunch`, no id
                return replace(own, title=title_of(key.strip("_")))
            self.findings.tell(
                self.file.said("{n} {rows name|row names} a talk that no list has; no title is known"), when.line
            )
            return replace(own, id=own.id or key)
        if listed is None:
            own, by_key = row_talk(own, record, self.directory), False
            kind = label_alone(own.title) if own.title else None
            own = replace(own, kind=kind) if kind is not None and own.kind is Kind.TALK else own
            is_untitled = own.title is None or kind is not None
            listed = self.talks.by_speakers(own.speakers) if is_untitled and own.speakers else None
        if listed is None:
            return own
        listed.used = True
        return merge_rows(own, listed.talk, by_key=by_key)

    def _listed(self, value: object) -> list[Talk]:
        """The talks of a reference, which may name several: `125~126`."""
        text = text_of(value) or ""
        found = [self.talks.by_title(text)] if self.talks.by_title(text) else map(self.talks.by_key, text.split("~"))
        listed = [each for each in found if each is not None]
        for each in listed:
            each.used = True
        return [each.talk for each in listed]

    def _several(self, record: AliasedRecord, talks: list[Talk], when: Timed, place: _Place) -> None:
        """Add a row that is a session with talks given by their keys, or a slot with one talk per track."""
        title = title_of(record.text("title"))
        if title is None:
            tracks = place.tracks if len(place.tracks) == len(talks) > 1 else ("",) * len(talks)
            for talk, track in zip(talks, tracks, strict=True):
                self._put(TimetableRow(_placed(talk, replace(place, track=track or place.track)), when))
            return
        self._session(record, [], place, when, with_row=False)
        block = self.blocks[-1]
        block.rows += [TimetableRow(_placed(talk, replace(place, room=block.room)), Timed(place.day)) for talk in talks]

    def _put(self, row: TimetableRow) -> None:
        if self._open is None:
            self._open = TimetableBlock()
            self.blocks.append(self._open)
        self._open.rows.append(row)

    def _when(self, record: AliasedRecord, place: _Place) -> Timed:
        dated = (text for meaning in ("start", "time") for text in record.texts(meaning) if find_dates(text))
        days = (self.days.of(said) for said in (*record.texts("day"), *dated))  # `start: Tue Aug 8 8:30 AM`
        day = next((day for day in days if day is not None), place.day)
        when = read_time(record, day, in_hours=self._in_hours)
        when.line = self.file.line_of(record.text("title") or record.text("strong_ref"))
        if place.run is not None:
            self._by_day.setdefault((place.run, when.day), []).append(when)
        return when


def _shares_time(record: AliasedRecord, value: object) -> bool:
    """Whether a map has the time of the rows in one of its lists, which have none of their own."""
    rows = [AliasedRecord(each) for each in maps_in(value)] if isinstance(value, list) else []
    return bool(rows) and says_a_time(record) and not any(map(says_a_time, rows))


def _give_times(block: TimetableBlock, when: Timed) -> None:
    """Apply the times of a slot to its rows without a title, or those of a session to its only talk."""
    rows = [row.when for row in block.rows]
    is_slot = block.title is None and not any(row.states_a_time for row in rows)
    if (is_slot or len(rows) == 1) and rows and rows[0] is not when and rows[0].begins is None:
        for row in rows:
            row.begins, row.ends = when.begins, when.ends
        block.when = None if is_slot else when


def _children(values: Mapping[str, object]) -> list[tuple[str, object]]:
    """The values of a map that are part of the timetable, with their keys."""
    found = []
    for key, value in values.items():
        folded = words_of(str(key)).replace(" ", "_")
        maps = maps_in(value)
        nested = any(_children(each) for each in maps[:50]) or (isinstance(value, dict) and bool(_children(value)))
        if folded in _CONTAINERS:
            wanted = nested
        elif folded in _TALKS_WITHIN | _ROWS_WITHIN | _ROWS:
            wanted = nested or any(is_row(AliasedRecord(each)) for each in maps) or bool(rows_of(value))
        else:
            section = section_of(str(key))
            wanted = not (section is not None and section.topic is Topic.PEOPLE) and (
                nested
                or any(says_a_time(AliasedRecord(each)) for each in maps[:50])
                or bool(rows_of(value))
                or (_are_talks(value) and not is_known_key(str(key)) and says_a_time(AliasedRecord(values)))
            )
        if wanted:
            found.append((folded, value))
    return found


def _are_talks(value: object) -> bool:
    """Whether a value under any key is a list of talks: each has a title, not a name, and people in a field."""
    records = [AliasedRecord(each) for each in maps_in(value)] if isinstance(value, list) else []
    return bool(records) and all(
        (title := each.text("title")) is not None
        and not is_likely_name(text_of(each.own("name")) or title)
        and any(each.first(meaning) is not None for meaning in ("speaker", "organizer", "chair"))
        for each in records
    )


def topics_are_titles(value: object) -> bool:
    """Whether rows have a `topic` and a `title`, and some leave the title empty."""
    maps = all_maps(value)
    both = [each for each in maps if "topic" in each and "title" in each]
    return len(both) >= 2 and any(text_of(each["topic"]) and not text_of(each["title"]) for each in both)


def _called_by_what_is_said(talk: Talk, record: AliasedRecord) -> Talk:
    """A row without a title, named by its description (`type: break`, `description: Lunch`), kind or only text."""
    if talk.abstract and "\n" not in talk.abstract and len(talk.abstract) <= LONGEST_NAME:
        return replace(talk, title=plain_title(talk.abstract), abstract=None)
    kind = title_of(record.text("kind"))
    if kind and item_kind(kind) is not None:
        return replace(talk, title=f"{kind[:1].upper()}{kind[1:]}")
    said = [text for key, text in record.scalars() if not is_known_key(key)]
    return replace(talk, title=title_of(said[0]), kind=item_kind(said[0]) or talk.kind) if len(said) == 1 else talk


def _placed(talk: Talk, place: _Place) -> Talk:
    return replace(talk, room=talk.room or place.room, track=talk.track or place.track)
