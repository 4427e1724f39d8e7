"""One submission of a pretalx event as talks, one for each slot that it has in the schedule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from confnotes.importers.counted import Counted
from confnotes.importers.facts.languages import language_of
from confnotes.importers.facts.links import each_once, joined, resource
from confnotes.importers.facts.moments import moment_of
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.facts.records import Record, addresses, first_said, records, said
from confnotes.importers.facts.talk_kinds import talk_kind
from confnotes.importers.pretalx.people import speakers_of
from confnotes.model.program import Kind, Resource, ResourceKind, Role, Speaker, Talk

_CANCELLED = frozenset(("canceled", "cancelled"))
_REFUSED = frozenset(("rejected", "withdrawn", "draft", "deleted"))
_NO_CONTENT = re.compile(
    r"feedback|survey|\bvot(?:e|ing)|\bchat\b|slack|discord|calendar|linkedin|twitter|mastodon|photo|previous|"
    r"travel|invoice|cv\b",
    re.IGNORECASE,
)
_ADDRESSES = (
    (ResourceKind.VIDEO, ("recording_url", "video_url", "youtube_url", "recording")),
    (ResourceKind.SLIDES, ("slides_url",)),
    (ResourceKind.EVENT_PAGE, ("url", "website_url", "public_url")),
)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the ids and codes in a submission stand for; `slots` are those of the schedule, by the submission's code."""

    zone: ZoneInfo | None
    people: dict[str, Speaker]
    rooms: Mapping[str, Record]
    tracks: Mapping[str, Record]
    types: Mapping[str, Record]
    questions: Mapping[str, Record]
    slots: Mapping[str, list[Record]]
    slots_by_id: Mapping[str, Record]
    base: str | None
    has_accepted: bool
    counted: Counted

    def asked(self, answer: Record) -> str | None:
        """The question that an answer is to: in it, or known by its id."""
        question = answer.get("question")
        if isinstance(question, dict):
            return said(question.get("question"))
        known = self.questions.get(said(question) or "")
        return said(known.get("question")) if known is not None else None


def talks_of(submission: Record, lookup: Lookup) -> Iterator[Talk]:
    """The submission in each of its slots, or once without a time; nothing for what is no part of the program."""
    code, state = said(submission.get("code")), (said(submission.get("state")) or "").lower()
    own = code or first_said(submission, "guid", "id")
    language = language_of((said(submission.get("content_locale")) or "").partition("-")[0])
    title = plain_title(first_said(submission, "title", "description", language=language))
    if title is None:
        lookup.counted.tell("a submission has no title and was passed over", own)
        return
    slots = _slots(submission, lookup)
    if (state in _REFUSED and not slots) or (state == "submitted" and lookup.has_accepted):
        lookup.counted.tell("a submission is not part of the program and was passed over", own)
        return
    kind = talk_kind(title, _type(submission, lookup), is_service=code is None and not submission.get("speakers"))
    role = Role.KEYNOTE if kind is Kind.KEYNOTE else Role.SPEAKER
    speakers, unknown = speakers_of(submission.get("speakers"), lookup.people, lookup.asked, role)
    for each in unknown:
        lookup.counted.tell("a speaker is not listed and was left out", each)
    talk = Talk(
        title,
        id=own,
        kind=kind,
        track=_named(submission.get("track"), lookup.tracks),
        language=language,
        abstract=_abstract(submission) if submission.get("title") else None,
        speakers=tuple(speakers),
        resources=each_once(_resources(submission, lookup)),
        cancelled=state in _CANCELLED or state in _REFUSED,
    )
    for slot in slots or [{}]:
        start, end = _times(slot, own, lookup)
        yield replace(talk, start=start, end=end, room=_room(slot, lookup))


def _slots(submission: Record, lookup: Lookup) -> list[Record]:
    """Where and when it is held: in the record itself, in its slots, or in the slots of the schedule."""
    if submission.get("start"):
        return [submission]
    single, several = submission.get("slot"), submission.get("slots")
    found = [single] if isinstance(single, dict) and (single.get("start") or single.get("room")) else []
    for each in several if isinstance(several, list) else ():
        slot = each if isinstance(each, dict) else lookup.slots_by_id.get(said(each) or "")
        if slot is not None:
            found.append(slot)
    found = found or lookup.slots.get(said(submission.get("code")) or "", [])
    return [slot for slot in found if slot.get("is_visible") is not False]


def _times(slot: Record, own: str | None, lookup: Lookup) -> tuple[datetime | None, datetime | None]:
    start, end = (_moment(said(slot.get(key)), own, lookup) for key in ("start", "end"))
    if start is not None and end is not None and (start.tzinfo is None) == (end.tzinfo is None) and end < start:
        lookup.counted.tell("a talk ends before it begins: its end was left out", own)
        end = None
    return start, end


def _moment(text: str | None, own: str | None, lookup: Lookup) -> datetime | None:
    moment = moment_of(text) if text is not None else None
    if text is not None and moment is None:
        lookup.counted.tell(f"“{text[:40]}” is no time and was left out", own)
    if moment is None or lookup.zone is None:
        return moment
    try:
        return moment.astimezone(lookup.zone) if moment.tzinfo is not None else moment.replace(tzinfo=lookup.zone)
    except OverflowError:
        return None


def _named(value: object, known: Mapping[str, Record]) -> str | None:
    """A name that stands there: as text, localised, in a record with a name, or behind an id.

    In one language for all talks, whichever they are held in: a room has one name.
    """
    if isinstance(value, dict):
        return said(value.get("name") if "name" in value else value)
    text = said(value)
    if text is not None and text in known:
        return said(known[text].get("name"))
    return text if isinstance(value, str) and not value.isdigit() else None


def _room(slot: Record, lookup: Lookup) -> str | None:
    return _named(slot.get("room"), lookup.rooms) or _named(slot.get("room_id"), lookup.rooms)


def _type(submission: Record, lookup: Lookup) -> str | None:
    """What the type of a submission is called."""
    for key in ("submission_type", "session_type", "type", "submission_type_id"):
        name = _named(submission.get(key), lookup.types)
        if name is not None:
            return name
    return None


def _abstract(submission: Record) -> str | None:
    parts = [prose(said(submission.get(key))) for key in ("abstract", "description")]
    return "\n\n".join(dict.fromkeys(part for part in parts if part)) or None


def _resources(submission: Record, lookup: Lookup) -> Iterator[Resource]:
    """The files and links of a submission and the addresses in its answers."""
    for each in records(submission.get("resources")):
        address, title = first_said(each, "resource", "link", "url"), first_said(each, "description", "title")
        if address is not None and address.startswith("/") and lookup.base is not None:
            address = joined(lookup.base, address)
        if address is None or not address.startswith(("http://", "https://")):
            lookup.counted.tell("a file has no whole address and was left out", address)
        else:
            yield resource(address, title)
    for kind, keys in _ADDRESSES:
        for key in keys:
            if key in submission:
                for url in addresses(said(submission[key])):
                    yield Resource(kind, url)
    for answer in records(submission.get("answers")):
        label = lookup.asked(answer)
        if answer.get("person") is None and (label is None or not _NO_CONTENT.search(label)):
            for url in addresses(said(answer.get("answer"))):
                made = resource(url, label if label is not None and len(label) <= 60 else None)
                if label is not None or made.kind is not ResourceKind.OTHER:
                    yield made
