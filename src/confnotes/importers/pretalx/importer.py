"""Dumps of the pretalx API, and the schedule that its widget loads.

Specification: https://docs.pretalx.org/api/. Read are pages or lists of `/talks`, `/submissions`, `/slots`,
`/speakers`, `/rooms`, `/tracks` and `/submission-types`, `/schedules/latest`, `/events/X` and the widget's
`schedule.json`, with records expanded or named by code or id, in one file or a folder of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from confnotes.errors import ConfnotesError
from confnotes.importers.counted import Counted, line_in
from confnotes.importers.facts.languages import language_of
from confnotes.importers.facts.moments import day_of
from confnotes.importers.facts.talk_kinds import talk_kind
from confnotes.importers.facts.zones import known
from confnotes.importers.importer import Hints
from confnotes.importers.pretalx.dump import Dump
from confnotes.importers.records.reader import (
    PersonFields,
    RecordReader,
    TalkFields,
    named,
    program_of_talks,
)
from confnotes.importers.records.values import FormatMark, Record, by_id, first_said, json_files, said, score_of
from confnotes.importers.source import Source, SourceFile
from confnotes.model.program import Conference, ReadProgram, ResourceKind, Talk

FORMAT = "pretalx-api"
_MARKS = (
    FormatMark(0.0, either=("daysCount", '"days":')),  # an export of the schedule
    FormatMark(0.96, every=("code",), either=("submission_type", "content_locale")),
    FormatMark(0.96, every=("talks", "event_start", "rooms")),
    FormatMark(0.5, every=("date_from", "date_to", "slug")),
    FormatMark(0.85, every=("code", "speakers", "session_type")),
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
    """Reads what the API of a pretalx server gave."""

    formats: tuple[str, ...] = (FORMAT,)

    def sniff(self, source: Source) -> float:
        """By keys that stand together in no other format; never a schedule export, which has days."""
        score = max((score_of(file, _MARKS) for file in json_files(source)), default=0.0)
        return score if not source.is_folder else 0.9 if score >= 0.9 else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The event; submissions that are not part of its program are passed over and counted."""
        files = json_files(source)
        if source.is_folder:
            files = [file for file in files if _is_part(file)]
        if not files:
            raise ConfnotesError(f"{source.name} holds no JSON of pretalx", "name the file that holds the talks")
        dump = Dump()
        for file in files:
            dump.take(file.json)
        warnings = Counted(line_in(max(files, key=lambda file: len(file.data)).text))
        event = _Event(dump, warnings)
        talks = [talk for each in event.listed for talk in event.talks(each)]
        for _ in range(dump.strangers):
            warnings.tell("an entry is no record and was passed over")
        if dump.stated > (here := len(event.submissions)):
            warnings.tell(f"{here} of {dump.stated} talks are here: the other pages of results are missing")
        return program_of_talks(FORMAT, _conference(dump.event), talks, warnings)


def _is_part(file: SourceFile) -> bool:
    """Whether a file of a folder of dumps is one of them: by what is in it, or by the endpoint it is called after."""
    return score_of(file, _MARKS) > 0.0 or PurePosixPath(file.name).stem.lower().replace("-", "_") in _ENDPOINTS


class _Event:
    """What the ids and codes in a submission stand for."""

    def __init__(self, dump: Dump, warnings: Counted) -> None:
        self.submissions = dump.whole_submissions()
        self.listed = [*self.submissions, *(slot for slot in dump.slots if said(slot.get("submission")) is None)]
        self.rooms, self.tracks = by_id(dump.rooms, "id"), by_id(dump.tracks, "id")
        self.types = by_id(dump.types, "id")
        self.slots_by_id = by_id(dump.slots, "id")
        self.slots: dict[str, list[Record]] = {}
        for slot in dump.slots:
            if (code := said(slot.get("submission"))) is not None:
                self.slots.setdefault(code, []).append(slot)
        self.has_accepted = any(said(each.get("state")) in _ACCEPTED for each in self.submissions)
        zone = said(dump.event.get("timezone"))
        self.reader = RecordReader(
            _FIELDS,
            warnings,
            questions=by_id(dump.questions, "id"),
            zone=ZoneInfo(zone) if zone is not None and known(zone) else None,
            base=_base(dump.event),
        )
        self.reader.list_people(dump.speakers)

    def talks(self, submission: Record) -> Iterator[Talk]:
        """The submission in each of its slots, or once without a time; nothing for what is no part of the program."""
        code, state = said(submission.get("code")), (said(submission.get("state")) or "").lower()
        own = code or first_said(submission, "guid", "id")
        language = language_of((said(submission.get("content_locale")) or "").partition("-")[0])
        title = self.reader.title(submission, language)
        if title is None:
            self.reader.warnings.tell("a submission has no title and was passed over", own)
            return
        slots = self._slots(submission)
        if (state in _REFUSED and not slots) or (state == "submitted" and self.has_accepted):
            self.reader.warnings.tell("a submission is not part of the program and was passed over", own)
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
        for slot in slots or [{}]:
            start, end = self.reader.times(slot, own)
            room = named(slot.get("room"), self.rooms) or named(slot.get("room_id"), self.rooms)
            yield replace(talk, start=start, end=end, room=room)

    def _slots(self, submission: Record) -> list[Record]:
        """Where and when it is held: in the record itself, in its slots, or in the slots of the schedule."""
        if submission.get("start"):
            return [submission]
        single, several = submission.get("slot"), submission.get("slots")
        found = [single] if isinstance(single, dict) and (single.get("start") or single.get("room")) else []
        for each in several if isinstance(several, list) else ():
            slot = each if isinstance(each, dict) else self.slots_by_id.get(said(each) or "")
            if slot is not None:
                found.append(slot)
        found = found or self.slots.get(said(submission.get("code")) or "", [])
        return [slot for slot in found if slot.get("is_visible") is not False]


def _base(event: Record) -> str | None:
    """The address of the event."""
    address = first_said(event, "urls.base", "url", "custom_domain", "base_url")
    return address if address is not None and address.startswith(("http://", "https://")) else None


def _conference(event: Record) -> Conference:
    start, end = (day_of(first_said(event, *keys)) for keys in (("date_from", "event_start"), ("date_to", "event_end")))
    return Conference(
        name=said(event.get("name")) if "slug" in event or "date_from" in event else None,
        start_date=start,
        end_date=end,
        timezone=said(event.get("timezone")),
        url=_base(event),
    )
