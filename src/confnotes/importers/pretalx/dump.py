"""What dumps of the pretalx API hold, sorted by what it is: submissions, slots, speakers, rooms, tracks, the event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from confnotes.importers.records.values import Record, first_said, records, said

_LISTS = ("talks", "submissions", "sessions", "results", "slots", "breaks", "speakers", "rooms", "tracks", "questions")
_PLACE = ("start", "end", "room")
_TYPES = ("submission_types", "submission-types", "types")


@dataclass(slots=True)
class Dump:
    """Everything that the files of one event hold; `stated` is how many results the server said there are."""

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
        """Sort in what a file holds: a page of results, a list, a schedule, a single record."""
        if isinstance(value, list):
            self._take_all(value)
        elif isinstance(value, dict):
            self._take_object(value)

    def whole_submissions(self) -> list[Record]:
        """Each submission once, with all that any of the files says about it; those without a code as they are."""
        whole: dict[str, Record] = {}
        for each in self.submissions:
            code = said(each.get("code"))
            if code is not None:
                first = whole.setdefault(code, {})
                first.update({key: value for key, value in each.items() if first.get(key) in (None, "", [], {})})
        return [*whole.values(), *(each for each in self.submissions if said(each.get("code")) is None)]

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
        for key in _TYPES:
            self.types += records(value.get(key))
        lists = [value[key] for key in _LISTS if isinstance(value.get(key), list) and key not in ("rooms", "tracks")]
        if _is_submission(value):
            self._take_submission(value)
        elif lists:
            for each in lists:
                self._take_all(each)
        elif value and all(isinstance(each, dict) and "code" in each for each in value.values()):
            self._take_all(list(value.values()))

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
        """A submission, and the slot that it is in where it says so itself: the widget repeats it in each slot."""
        code = said(record.get("code"))
        if code is not None and record.get("start"):
            self.slots.append({"submission": code, **{key: record.get(key) for key in _PLACE}})
            record = {key: value for key, value in record.items() if key not in _PLACE}
        self.submissions.append(record)


def _is_submission(record: Record) -> bool:
    return "title" in record and ("code" in record or "speakers" in record or "start" in record)
