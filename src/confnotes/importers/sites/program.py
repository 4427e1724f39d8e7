"""The program of a site, combined from its settings, lists of people and talks, timetables, and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from confnotes.importers.facts.date_order import month_comes_first
from confnotes.importers.facts.people import in_role
from confnotes.importers.facts.prose import plain_title
from confnotes.importers.sites.clocks import in_zone
from confnotes.importers.sites.parts import DataPart, Parts, parts_of
from confnotes.importers.sites.people import Directory, person_of
from confnotes.importers.sites.records import AliasedRecord, DataFile, all_maps, maps_in, text_of
from confnotes.importers.sites.settings import Settings, key_dates, read_settings
from confnotes.importers.sites.shapes import in_known_shape
from confnotes.importers.sites.talks import TalkList, hints_of, talk_of
from confnotes.importers.sites.timetable import TimetableBlock, TimetableFile, TimetableRow
from confnotes.importers.slots import add_days
from confnotes.importers.warning_collector import WarningCollector
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Moment, Program, Role, Session, Talk

_MOST_NESTED = 8  # parts in each other
_LEAST_ALIKE = 3  # talks with one title
_ABOUT_PERSON = frozenset(
    ("name", "title", "description", "desc", "website", "url", "homepage", "link", "links", "email", "id", "slug")
)
_KINDS_OF_SESSIONS = (Kind.POSTER, Kind.ORAL, Kind.SPOTLIGHT, Kind.LIGHTNING, Kind.DEMO)


@dataclass(slots=True)
class Site:
    """A site being read: first `list_data`, then people and talks of pages, then `program`."""

    directory: Directory = field(default_factory=Directory)
    talks: TalkList = field(default_factory=TalkList)
    findings: WarningCollector = field(default_factory=WarningCollector)
    settings: Settings = field(default_factory=Settings)
    parts: Parts = field(default_factory=Parts)

    def list_data(self, files: Sequence[DataFile], starts: date | None = None) -> None:
        """Read settings, people and talks of data files; `starts` is the first day if the settings name none."""
        self.parts = parts_of(in_known_shape(files))
        self.settings = read_settings(self.parts.settings, self.findings, starts)
        self.settings.days.month_first = month_comes_first(_dates_in(self.parts))
        for part in self.parts.people:
            self.directory.add_list(part.value, part.section.role if part.section is not None else None)
        for part in self.parts.people:
            _talks_of_people(part, self)
        for part in self.parts.talks:
            _list_talks(part, self)

    def program(self) -> Program:
        """The program: the timetable with facts from lists and pages, and talks that are not in it."""
        if self.settings.days.month_first is not None:
            order = "month" if self.settings.days.month_first else "day"
            self.findings.tell(f"dates such as 4/11/2024 are read with the {order} first, as other dates show")
        blocks = [block for file in self.parts.timetables for block in _timetable(file, self)]
        sessions = _sessions(blocks, self.settings.conference.timezone)
        left = self.talks.unused(with_speakers=True) if sessions else []
        for _ in (each for each in left if each.start is None):
            self.findings.tell("{n} listed {talks have|talk has} no place in the timetable, and no time")
        sessions = self._without_common_title([*sessions, *unplaced(self.talks, has_timetable=bool(sessions))])
        conference = self.settings.conference
        conference = replace(conference, name=_series(self.parts) or conference.name)
        dates = [each for part in self.parts.dates for each in key_dates(part.value)]
        return Program(
            add_days(conference, sessions),
            tuple(sessions),
            tuple(self.directory.people.values()),
            tuple(dict.fromkeys([*self.settings.deadlines, *dates])),
            tuple(self.settings.resources),
        )

    def _without_common_title(self, sessions: list[Session]) -> list[Session]:
        """The talks, without a title that most speakers share: it is the event's."""
        spoken = [talk.title for session in sessions for talk in session.talks if talk.speakers and talk.title]
        title, count = next(iter(Counter(spoken).most_common(1)), ("", 0))
        if count < _LEAST_ALIKE or count * 2 <= len(spoken):
            return sessions
        self.findings.tell(f"{count} talks share the title “{title[:60]}”; it is left out")
        return [
            replace(each, talks=tuple(replace(t, title=None) if t.title == title else t for t in each.talks))
            for each in sessions
        ]


def _timetable(file: DataFile, site: Site) -> list[TimetableBlock]:
    days = site.settings.days
    is_named = len(site.parts.timetables) > 1 or any(name == file.stem for name, _ in days.named)
    day = (days.called(file.stem) if is_named else None) or days.rest
    return TimetableFile(file, site.talks, site.directory, days, site.findings).read(day)


def _talks_of_people(part: DataPart, site: Site) -> None:
    """The talks in a list of speakers."""
    for each in maps_in(part.value):
        record = AliasedRecord(each)
        title = next(
            (said for key in ("talk_title", "talktitle", "talk", "topic") if (said := text_of(record.own(key)))), None
        )
        person = person_of(record, Role.SPEAKER)
        if person is None or (title is None and text_of(record.own("abstract")) is None):
            continue
        keynote = part.section is not None and part.section.role is Role.KEYNOTE
        role = Role.KEYNOTE if keynote else Role.SPEAKER
        about_talk = {key: value for key, value in each.items() if str(key).lower() not in _ABOUT_PERSON}
        listed = talk_of(AliasedRecord({**about_talk, "title": title}), Directory(), site.findings)
        site.talks.add(
            replace(
                listed,
                id=None,
                kind=Kind.KEYNOTE if keynote else listed.kind,
                speakers=(replace(person, role=role),),
            ),
            (),
        )


def _list_talks(part: DataPart, site: Site) -> None:
    for key, values in _entries(part.value):
        record = AliasedRecord(values)
        line = part.file.line_of(record.text("title"))
        talk = talk_of(record, site.directory, site.findings, line)
        if talk.title is None and not talk.speakers:
            continue
        if talk.kind is Kind.TALK and part.section is not None and part.section.role is Role.KEYNOTE:
            talk = replace(talk, kind=Kind.KEYNOTE, speakers=tuple(in_role(talk.speakers, Role.KEYNOTE)))
        if talk.speakers and (stated := record.text("day")) is not None:
            talk = replace(talk, start=site.settings.days.of(stated))
        keys = [each for each in (key, *(record.text(meaning) for meaning in ("id", "strong_ref"))) if each]
        site.talks.add(replace(talk, id=talk.id or key), keys, hints_of(record))


def _entries(value: object, depth: int = 0) -> Iterable[tuple[str | None, dict[str, object]]]:
    """The maps of a list of talks with their keys, in any grouping."""
    if depth > _MOST_NESTED:
        return
    if isinstance(value, list):
        for each in value:
            yield from _entries(each, depth + 1)
    elif isinstance(value, dict):
        if (own := AliasedRecord(value)).has("title", "speaker") and not own.own("members"):
            yield None, value
            return
        for key, inner in value.items():
            if isinstance(inner, dict) and AliasedRecord(inner).has("title", "speaker"):
                yield str(key), inner
            elif isinstance(inner, list | dict):
                yield from _entries(inner, depth + 1)


def _dates_in(parts: Parts) -> Iterable[str]:
    """All values of fields for the day."""
    values = (*(file.value for file in parts.timetables), *(part.value for part in parts.talks))
    texts = (AliasedRecord(each).text("day") for value in values for each in all_maps(value))
    return (text for text in texts if text is not None)


def _sessions(blocks: Sequence[TimetableBlock], zone: str | None) -> list[Session]:
    """Blocks as sessions; rows without a session between those with one are in an untitled session."""
    sessions: list[Session] = []
    for block in blocks:
        talks = tuple(_talk(row, block, zone) for row in block.rows)
        when = block.when
        before = sessions[-1] if sessions else None
        is_plain = before is not None and before.title is None and before.start is None and before.room is None
        if before is not None and is_plain and block.title is None and when is None:
            sessions[-1] = replace(before, talks=(*before.talks, *talks))
            continue
        sessions.append(
            Session(
                title=block.title,
                kind=block.kind or Session().kind,
                start=in_zone(when.begins, zone) if when is not None else None,
                end=in_zone(when.ends, zone) if when is not None else None,
                room=block.room if when is not None or block.title else None,
                track=block.track if when is not None or block.title else None,
                resources=block.resources,
                talks=talks,
            )
        )
    return _without_doubles(sessions)


def _talk(row: TimetableRow, block: TimetableBlock, zone: str | None) -> Talk:
    begins, ends = row.when.begins, row.when.ends
    start: Moment | None = in_zone(begins, zone) or row.talk.start
    end = in_zone(ends, zone) if begins is not None else row.talk.end
    kind = block.kind if row.talk.kind is Kind.TALK and block.kind in _KINDS_OF_SESSIONS else row.talk.kind
    return replace(
        row.talk,
        kind=kind or Kind.TALK,
        speakers=tuple(in_role(row.talk.speakers, Role.KEYNOTE)) if kind is Kind.KEYNOTE else row.talk.speakers,
        start=start,
        end=end,
        room=row.talk.room or block.room,
        track=row.talk.track or block.track,
    )


def _without_doubles(sessions: list[Session]) -> list[Session]:
    """Each talk once, if two files of the site have the same timetable."""
    seen: set[tuple[object, ...]] = set()
    out = []
    for session in sessions:
        kept = []
        for talk in session.talks:
            first = next((each.name for each in talk.speakers), None)  # one of the files may have only the presenter
            key = (fold(talk.title or ""), talk.start, talk.end, talk.room, first)
            if talk.start is None or talk.speakers == () or key not in seen:
                kept.append(talk)
            seen.add(key)
        if kept or not session.talks:
            out.append(replace(session, talks=tuple(kept)))
    return out


def unplaced(talks: TalkList, *, has_timetable: bool = True) -> list[Session]:
    """The talks of lists that are not in a timetable; if there is a timetable, only those with speakers."""
    left = talks.unused(with_speakers=has_timetable)
    return [Session(talks=tuple(left))] if left else []


def _series(parts: Parts) -> str | None:
    """The series that all listed talks name, as in Write the Docs."""
    series = {plain_title(text_of(values.get("series"))) for part in parts.talks for _, values in _entries(part.value)}
    return series.pop() if len(series) == 1 else None
