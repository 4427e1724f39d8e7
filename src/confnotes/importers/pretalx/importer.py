"""Dumps of the pretalx API, and the schedule that its widget loads.

Specification: https://docs.pretalx.org/api/. Read are pages or lists of `/talks`, `/submissions`, `/slots`,
`/speakers`, `/rooms`, `/tracks` and `/submission-types`, `/schedules/latest`, `/events/X` and the widget's
`schedule.json`, with records expanded or named by code or id, in one file or a folder of them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from confnotes.errors import ConfnotesError
from confnotes.importers.counted import Counted, line_in
from confnotes.importers.facts.moments import day_of
from confnotes.importers.facts.records import Record, by_id, first_said, said
from confnotes.importers.facts.zones import known
from confnotes.importers.importer import Hints
from confnotes.importers.json_start import json_start
from confnotes.importers.pretalx.dump import Dump
from confnotes.importers.pretalx.people import people_by_code
from confnotes.importers.pretalx.talk import Lookup, talks_of
from confnotes.importers.slots import with_slot_ids
from confnotes.importers.source import Source, SourceFile
from confnotes.importers.talk_days import dated_by_talks
from confnotes.model.program import Conference, Program, ReadProgram, Session

FORMAT = "pretalx-api"
_MOST_FILES = 60
_ENDPOINTS = frozenset(("event", "tracks", "rooms", "speakers", "submission_types", "slots", "questions"))
_ACCEPTED = frozenset(("accepted", "confirmed"))


class PretalxApi:
    """Reads what the API of a pretalx server gave."""

    formats: tuple[str, ...] = (FORMAT,)

    def sniff(self, source: Source) -> float:
        """By keys that stand together in no other format; never a schedule export, which has days."""
        if source.is_folder:
            return 0.9 if any(_score(file) >= 0.9 for file in _json_files(source)) else 0.0
        return _score(source.files[0])

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The event; submissions that are not part of its program are passed over and counted."""
        files = [source.files[0]] if not source.is_folder else [file for file in _json_files(source) if _is_part(file)]
        if not files:
            raise ConfnotesError(f"{source.name} holds no JSON of pretalx", "name the file that holds the talks")
        dump = Dump()
        for file in files:
            dump.take(file.json)
        counted = Counted(line_in(max(files, key=lambda file: len(file.data)).text))
        submissions = dump.whole_submissions()
        lookup = _lookup(dump, submissions, counted)
        listed = [*submissions, *(slot for slot in dump.slots if said(slot.get("submission")) is None)]
        talks = with_slot_ids(talk for each in listed for talk in talks_of(each, lookup))
        for _ in range(dump.strangers):
            counted.tell("an entry is no record and was passed over")
        if dump.stated > len(submissions):
            counted.tell(f"{len(submissions)} of {dump.stated} talks are here: the other pages of results are missing")
        session = Session(talks=talks)
        conference = dated_by_talks(_conference(dump.event), [session])
        return ReadProgram(FORMAT, Program(conference, (session,)), counted.warnings())


def _json_files(source: Source) -> list[SourceFile]:
    return list(source.ending(".json"))[:_MOST_FILES]


def _score(file: SourceFile) -> float:
    data = json_start(file)
    if b'"daysCount"' in data or b'"days":' in data:
        return 0.0
    if b'"code"' in data and (b'"submission_type"' in data or b'"content_locale"' in data):
        return 0.96
    if b'"talks"' in data and b'"event_start"' in data and b'"rooms"' in data:
        return 0.96
    if b'"date_from"' in data and b'"date_to"' in data and b'"slug"' in data:
        return 0.5
    if b'"code"' in data and b'"speakers"' in data and b'"session_type"' in data:
        return 0.85
    if b'"code"' in data and (b'"biography"' in data or b'"avatar"' in data):
        return 0.4
    named = b'"name"' in data and (b'"capacity"' in data or b'"speaker_info"' in data or b'"default_duration"' in data)
    return 0.3 if named or (b'"submission"' in data and b'"room"' in data) else 0.0


def _is_part(file: SourceFile) -> bool:
    """Whether a file of a folder of dumps is one of them: by what is in it, or by the endpoint it is called after."""
    return _score(file) > 0.0 or PurePosixPath(file.name).stem.lower().replace("-", "_") in _ENDPOINTS


def _lookup(dump: Dump, submissions: list[Record], counted: Counted) -> Lookup:
    slots: dict[str, list[Record]] = {}
    for slot in dump.slots:
        slots.setdefault(said(slot.get("submission")) or "", []).append(slot)
    slots.pop("", None)
    zone = said(dump.event.get("timezone"))
    lookup = Lookup(
        zone=ZoneInfo(zone) if zone is not None and known(zone) else None,
        people={},
        rooms=by_id(dump.rooms, "id"),
        tracks=by_id(dump.tracks, "id"),
        types=by_id(dump.types, "id"),
        questions=by_id(dump.questions, "id"),
        slots=slots,
        slots_by_id=by_id(dump.slots, "id"),
        base=_base(dump.event),
        has_accepted=any(said(each.get("state")) in _ACCEPTED for each in submissions),
        counted=counted,
    )
    return replace(lookup, people=people_by_code(dump.speakers, lookup.asked))


def _base(event: Record) -> str | None:
    """The address of the event."""
    urls = event.get("urls")
    base = first_said(urls, "base") if isinstance(urls, dict) else None
    address = base or first_said(event, "url", "custom_domain", "base_url")
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
