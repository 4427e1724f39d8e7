"""Dumps of the pretalx API, and the schedule that its widget loads.

Specification: https://docs.pretalx.org/api/. Supports pages or lists of `/talks`, `/submissions`, `/slots`,
`/speakers`, `/rooms`, `/tracks` and `/submission-types`, `/schedules/latest`, `/events/X` and the widget's
`schedule.json`, with records expanded or as codes or ids, in one file or a folder of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from confnotes.errors import ConfnotesError
from confnotes.importers.facts.kinds import talk_kind
from confnotes.importers.facts.languages import language_of
from confnotes.importers.facts.moments import day_of
from confnotes.importers.facts.zones import is_zone
from confnotes.importers.importer import Hints
from confnotes.importers.records.reader import (
    PersonFields,
    RecordReader,
    TalkFields,
    named,
    program_of_talks,
)
from confnotes.importers.records.values import (
    FormatMark,
    Record,
    by_id,
    first_said,
    json_files,
    localized_text,
    records,
    score_of,
)
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.warning_collector import WarningCollector, line_in
from confnotes.model.program import Conference, ReadProgram, ResourceKind, Talk

_LISTS = ("talks", "submissions", "sessions", "results", "slots", "breaks", "speakers", "rooms", "tracks", "questions")
_PLACE = ("start", "end", "room")
_TYPE_LISTS = ("submission_types", "submission-types", "types")


@dataclass(slots=True)
class Dump:
    """The contents of an event's files; `stated` is the number of results according to the server."""

    event: Record = field(default_factory=dict)
    submissions: list[Record] = field(default_factory=list)
    slots: list[Record] = field(default_factory=list)
    speakers: list[Record] = field(default_factory=list)
    rooms: list[Record] = field(default_factory=list)
    tracks: list[Record] = field(default_factory=list)
    types: list[Record] = field(default_factory=list)
    questions: list[Record] = field(default_factory=list)
    stated: int = 0
    strangers: int = 0

    def take(self, value: Any) -> None:
        """Add the contents of a file: a page of results, a list, a schedule, a single record."""
        if isinstance(value, list):
            self._take_all(value)
        elif isinstance(value, dict):
            self._take_object(value)

    def whole_submissions(self) -> list[Record]:
        """Each submission once, merged from all files; submissions without a code are unchanged."""
        whole: dict[str, Record] = {}
        for each in self.submissions:
            code = localized_text(each.get("code"))
            if code is not None:
                first = whole.setdefault(code, {})
                first.update({key: value for key, value in each.items() if first.get(key) in (None, "", [], {})})
        return [*whole.values(), *(each for each in self.submissions if localized_text(each.get("code")) is None)]

    def _take_object(self, value: Record) -> None:
        if "event_start" in value or "date_from" in value:
            self.event = {**value, **self.event}
        elif isinstance(value.get("event"), dict):
            self.event = {**value["event"], **self.event}
        elif isinstance(value.get("timezone"), str):
            self.event.setdefault("timezone", value["timezone"])
        count, results = value.get("count"), value.get("results")
        if isinstance(count, int) and results is not None and _is_submission(next(iter(records(results)), {})):
            self.stated = max(self.stated, count)
        self.rooms += records(value.get("rooms"))
        self.tracks += records(value.get("tracks"))
        for key in _TYPE_LISTS:
            self.types += records(value.get(key))
        held = {key: value[key] for key in _LISTS if key in value and key not in ("rooms", "tracks")}
        lists = [each if isinstance(each, list) else records(each, "code") for each in held.values()]
        if _is_submission(value):
            self._take_submission(value)
        elif any(lists):
            for each in lists:
                self._take_all(each)
        elif _is_submission(next(iter(coded := records(value, "code")), {})) or any("code" in each for each in coded):
            self._take_all(coded)

    def _take_all(self, listed: Iterable[Any]) -> None:
        for each in listed:
            if isinstance(each, dict):
                self._take_record(each)
            else:
                self.strangers += 1

    def _take_record(self, record: Record) -> None:
        if "date_from" in record:
            self.event = {**record, **self.event}
        elif _is_submission(record):
            self._take_submission(record)
        elif "start" in record or "submission" in record:
            expanded = record.get("submission")
            if isinstance(expanded, dict):
                self.submissions.append(dict(expanded))
                record = {**record, "submission": expanded.get("code")}
            self.slots.append(record)
        elif "question" in record:
            self.questions.append(record)
        elif "default_duration" in record:
            self.types.append(record)
        elif "color" in record:
            self.tracks.append(record)
        elif "capacity" in record or "speaker_info" in record or ("position" in record and "code" not in record):
            self.rooms.append(record)
        elif first_said(record, "name", "public_name") is not None and "code" in record:
            self.speakers.append(record)

    def _take_submission(self, record: Record) -> None:
        """Add a submission, and its slot if it has one: the widget repeats the submission in each slot."""
        code = localized_text(record.get("code"))
        if code is not None and record.get("start"):
            self.slots.append({"submission": code, **{key: record.get(key) for key in _PLACE}})
            record = {key: value for key, value in record.items() if key not in _PLACE}
        self.submissions.append(record)


def _is_submission(record: Record) -> bool:
    return "title" in record and ("code" in record or "speakers" in record or "start" in record)


FORMAT = "pretalx-api"
_MARKS = (
    FormatMark(0.0, either=("daysCount", '"days":')),  # an export of the schedule
    FormatMark(0.96, every=("code",), either=("submission_type", "content_locale")),
    FormatMark(0.96, every=("talks", "event_start", "rooms")),
    FormatMark(0.5, every=("date_from", "date_to", "slug")),
    FormatMark(0.85, every=("code", "speakers", "session_type")),
    FormatMark(0.9, every=("submission_type", "speakers", "slot")),  # by code
    FormatMark(0.4, every=("code",), either=("biography", "avatar")),
    FormatMark(0.3, every=("name",), either=("capacity", "speaker_info", "default_duration")),
    FormatMark(0.3, every=("submission", "room")),
)
_ENDPOINTS = frozenset(("event", "tracks", "rooms", "speakers", "submission_types", "slots", "questions"))
_FIELDS = TalkFields(
    name="talk",
    people=PersonFields(
        scheme="pretalx",
        id="code",
        names=("name", "public_name"),
        pages=("homepage", "website_url"),
        id_form=re.compile(r"[A-Z0-9]{5,12}"),
    ),
    title=("title", "description"),
    links={
        "resources": None,
        **dict.fromkeys(("recording_url", "video_url", "youtube_url", "recording"), ResourceKind.VIDEO),
        "slides_url": ResourceKind.SLIDES,
        **dict.fromkeys(("url", "website_url", "public_url"), ResourceKind.EVENT_PAGE),
    },
)
_TYPES = ("submission_type", "session_type", "type", "submission_type_id")
_ACCEPTED = frozenset(("accepted", "confirmed"))
_CANCELLED = frozenset(("canceled", "cancelled"))
_REFUSED = frozenset(("rejected", "withdrawn", "draft", "deleted"))


class PretalxApi:
    """Reads data of a pretalx server's API."""

    formats: tuple[str, ...] = (FORMAT,)

    def sniff(self, source: Source) -> float:
        """Certain for keys that occur together in no other format; never for a schedule export, which has days."""
        score = max((score_of(file, _MARKS) for file in json_files(source)), default=0.0)
        return score if not source.is_folder else 0.9 if score >= 0.9 else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The event; submissions outside of its program are skipped and counted."""
        files = json_files(source)
        if source.is_folder:
            files = [file for file in files if _is_part(file)]
        if not files:
            raise ConfnotesError(f"{source.name} has no pretalx JSON", "Name the file with the talks.")
        dump = Dump()
        for file in files:
            dump.take(file.json)
        warnings = WarningCollector(line_in(max(files, key=lambda file: len(file.data)).text))
        event = _Event(dump, warnings)
        talks = [talk for each in event.listed for talk in event.talks(each)]
        for _ in range(dump.strangers):
            warnings.tell("an entry is not a record and was skipped")
        if dump.stated > (here := len(event.submissions)):
            warnings.tell(f"{here} of {dump.stated} talks are here: the other pages of results are missing")
        return program_of_talks(FORMAT, _conference(dump.event), talks, warnings)


def _is_part(file: SourceFile) -> bool:
    """Whether a file of a folder is a dump: by its content, or by the endpoint in its name."""
    return score_of(file, _MARKS) > 0.0 or PurePosixPath(file.name).stem.lower().replace("-", "_") in _ENDPOINTS


class _Event:
    """Resolves the ids and codes in a submission."""

    def __init__(self, dump: Dump, warnings: WarningCollector) -> None:
        self.submissions = dump.whole_submissions()
        self.listed = [
            *self.submissions,
            *(slot for slot in dump.slots if localized_text(slot.get("submission")) is None),
        ]
        self.rooms, self.tracks = by_id(dump.rooms, "id"), by_id(dump.tracks, "id")
        self.types = by_id(dump.types, "id")
        self.slots_by_id = by_id(dump.slots, "id")
        self.slots: dict[str, list[Record]] = {}
        for slot in dump.slots:
            if (code := localized_text(slot.get("submission"))) is not None:
                self.slots.setdefault(code, []).append(slot)
        self.has_accepted = any(localized_text(each.get("state")) in _ACCEPTED for each in self.submissions)
        zone = localized_text(dump.event.get("timezone"))
        self.reader = RecordReader(
            _FIELDS,
            warnings,
            questions=by_id(dump.questions, "id"),
            zone=ZoneInfo(zone) if zone is not None and is_zone(zone) else None,
            base=_base(dump.event),
        )
        self.reader.list_people(dump.speakers)

    def talks(self, submission: Record) -> Iterator[Talk]:
        """The submission in each of its slots, or once without a time; nothing if it is not part of the program."""
        code, state = localized_text(submission.get("code")), (localized_text(submission.get("state")) or "").lower()
        own = code or first_said(submission, "guid", "id")
        language = language_of((localized_text(submission.get("content_locale")) or "").partition("-")[0])
        title = self.reader.title(submission, language)
        if title is None:
            self.reader.warnings.tell("a submission has no title and was skipped", own)
            return
        slots = self._slots(submission)
        if (state in _REFUSED and not slots) or (state == "submitted" and self.has_accepted):
            self.reader.warnings.tell("a submission is not part of the program and was skipped", own)
            return
        label = next((name for key in _TYPES if (name := named(submission.get(key), self.types))), None)
        kind = talk_kind(title, label, is_service=code is None and not submission.get("speakers"))
        talk = self.reader.talk(
            submission,
            title,
            kind,
            own,
            track=named(submission.get("track"), self.tracks),
            language=language,
            cancelled=state in _CANCELLED or state in _REFUSED,
        )
        if not submission.get("title"):  # a break, whose description is its title
            talk = replace(talk, abstract=None)
        for slot in slots:
            start, end = self.reader.times(slot, own)
            room = named(slot.get("room"), self.rooms) or named(slot.get("room_id"), self.rooms)
            yield replace(talk, start=start, end=end, room=room)
        if not slots:
            yield talk

    def _slots(self, submission: Record) -> list[Record]:
        """Its slots: in the record itself, in its slots, or in the slots of the schedule."""
        if submission.get("start"):
            return [submission]
        single, several = submission.get("slot"), submission.get("slots")
        found = [single] if isinstance(single, dict) and (single.get("start") or single.get("room")) else []
        for each in several if isinstance(several, list) else ():
            slot = each if isinstance(each, dict) else self.slots_by_id.get(localized_text(each) or "")
            if slot is not None:
                found.append(slot)
        found = found or self.slots.get(localized_text(submission.get("code")) or "", [])
        return [slot for slot in found if slot.get("is_visible") is not False]


def _base(event: Record) -> str | None:
    """The address of the event."""
    address = first_said(event, "urls.base", "url", "custom_domain", "base_url")
    return address if address is not None and address.startswith(("http://", "https://")) else None


def _conference(event: Record) -> Conference:
    start, end = (day_of(first_said(event, *keys)) for keys in (("date_from", "event_start"), ("date_to", "event_end")))
    return Conference(
        name=localized_text(event.get("name")) if "slug" in event or "date_from" in event else None,
        start_date=start,
        end_date=end,
        timezone=localized_text(event.get("timezone")),
        url=_base(event),
    )
