"""A recorded talk: one JSON record with a title, and where its video is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.kinds import label_kind
from confnotes.importers.facts.languages import language_of
from confnotes.importers.facts.links import each_once, resource
from confnotes.importers.facts.moments import moment_of
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.facts.talk_kinds import talk_kind
from confnotes.importers.records.values import Record, addresses, first_said, said
from confnotes.model.program import Kind, Resource, ResourceKind, Role, Speaker, Talk

_PEOPLE = ("speakers", "speaker", "presenters", "presenter", "authors", "author", "people")
_VIDEOS = (
    *("videos", "video", "video_url", "videoUrl", "video_link", "recording", "recording_url", "recordingUrl"),
    *("youtube", "youtube_url", "youtubeUrl", "youtube_id", "youtubeId", "vimeo", "source_url"),
)
_SLIDES = ("slides", "slides_url", "slidesUrl", "slide_url", "presentation_url")
_ENDS = ("end", "ends_at", "endsAt", "end_time", "endTime")
_STARTS = ("start", "starts_at", "startsAt", "start_time", "startTime", "datetime", "date")
_RECORDED = ("recorded", "recorded_at", "published")
_HELD = ("date", "day", *_STARTS)
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_SEVERAL = re.compile(r"[,;|&/\n]|\s(?:and|und|et|y|with)\s", re.IGNORECASE)
_NOBODY = frozenset(("todo", "unknown", "no speaker", "multiple speakers", "multiple"))
_TELLING = frozenset((Kind.KEYNOTE, Kind.LIGHTNING))
_ABOUT = re.compile(r"^[@\[].{4,150}$")
_TRACK = re.compile(r"\b(Track [\w -]{1,30}?)[\"”]?\s*$")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A talk and its days: the one on which it was recorded, and the one on which it says that it was held."""

    talk: Talk
    recorded: date | None
    held: date | None
    start_is_recording: bool = False


def is_recorded_talk(value: object) -> bool:
    """Whether a record is one of a talk: it has a title, and a video, people or a day."""
    return (
        isinstance(value, dict)
        and "title" in value
        and any(key in value for key in (*_VIDEOS, *_PEOPLE, *_RECORDED, *_HELD))
    )


def recorded_talk(record: Record, stem: str | None) -> Recorded | None:
    """The talk of a record that stands in a file called `stem`; None where it has no title."""
    title = plain_title(said(record.get("title")))
    if title is None:
        return None
    tags = record.get("tags")
    words = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    tagged = next((word for word in words if label_kind(word) in _TELLING), None)
    kind = talk_kind(title, first_said(record, "type", "kind", "format") or tagged)
    texts = [said(record.get(key)) for key in ("summary", "abstract", "description")]
    held, track = _told_day(texts)
    start, from_recording = _start(record)
    language = said(record.get("language"))
    talk = Talk(
        title,
        id=first_said(record, "guid", "slug", "id") or stem,
        kind=kind,
        start=start,
        end=_clocked(record, _ENDS),
        room=first_said(record, "room", "location"),
        track=said(record.get("track")) or track,
        language=language_of(language) or language,
        abstract=_abstract(texts),
        speakers=tuple(_speakers(record, Role.KEYNOTE if kind is Kind.KEYNOTE else Role.SPEAKER)),
        resources=each_once((*_videos(record), *_slides(record), *_related(record))),
    )
    return Recorded(talk, _day(record, _RECORDED), held or _day(record, _HELD), from_recording)


def _speakers(record: Record, role: Role) -> Iterator[Speaker]:
    seen: set[Speaker] = set()
    listed = next((record[key] for key in _PEOPLE if record.get(key)), None)
    for each in listed if isinstance(listed, list) else [listed]:
        for speaker in _named(each, role):
            if speaker not in seen and speaker.name.lower() not in _NOBODY:
                seen.add(speaker)
                yield speaker


def _named(mention: object, role: Role) -> tuple[Speaker, ...]:
    """Whom an entry names: somebody with a record of their own, or everybody that a text names."""
    if isinstance(mention, dict):
        name = first_said(mention, "name", "full_name", "fullName")
        affiliation = first_said(mention, "affiliation", "company", "organization")
        url = first_said(mention, "url", "website", "homepage")
        return (Speaker(name, affiliation, url, role),) if name is not None and not is_placeholder(name) else ()
    text = said(mention) if isinstance(mention, str) else None
    if text is None or is_placeholder(text):
        return ()
    if not _SEVERAL.search(text):
        return (Speaker(" ".join(text.split()), role=role),)
    return split_people(text, role)


def _day(record: Record, keys: tuple[str, ...]) -> date | None:
    for key in keys:
        text = said(record.get(key))
        try:
            if text is not None:
                return date.fromisoformat(text[:10])
        except ValueError:
            continue
    return None


def _start(record: Record) -> tuple[datetime | None, bool]:
    """When the talk begins, and whether only its recording says so.

    A recording with a time to five minutes was dated from the timetable; to the second it is that of a file.
    """
    stated = _clocked(record, _STARTS) or _from_day_and_clock(record)
    if stated is not None:
        return stated, False
    moment = moment_of(said(record.get("recorded")) or "")
    if moment is None or moment.time() == time() or moment.second or moment.minute % 5:
        return None, False
    return moment, True


def _from_day_and_clock(record: Record) -> datetime | None:
    day, clock = _day(record, ("date", "day")), first_said(record, "time", "start_time", "startTime", "start")
    if day is None or clock is None or not _CLOCK.fullmatch(clock):
        return None
    return moment_of(f"{day}T{clock.zfill(5)}")


def _clocked(record: Record, keys: tuple[str, ...]) -> datetime | None:
    """The first moment that has a time of day: midnight is how a day alone is often written."""
    for key in keys:
        moment = moment_of(said(record[key]) or "") if key in record else None
        if moment is not None and moment.time() != time():
            return moment
    return None


def _told_day(texts: list[str | None]) -> tuple[date | None, str | None]:
    """The day and the track of a first line such as “@ PyDays 2013 - Saturday, 07 Sep 2013 - Track 1”."""
    for text in texts:
        line = text.split("\n", 1)[0].strip() if text is not None else ""
        if _ABOUT.match(line):
            found = [day for each in find_dates(line) if (day := each.start.on(None)) is not None]
            if len(found) == 1:
                track = _TRACK.search(line)
                return found[0], track[1].strip() if track else None
    return None, None


def _abstract(texts: list[str | None]) -> str | None:
    """The summary and the description, each only where the other does not say the same."""
    kept: list[str] = []
    for text in (prose(each) for each in texts):
        if text is not None and not any(text in other for other in kept):
            kept = [other for other in kept if other not in text] + [text]
    return "\n\n".join(kept) or None


def _videos(record: Record) -> Iterator[Resource]:
    for key in _VIDEOS:
        value = record.get(key)
        if not value:
            continue
        for each in value if isinstance(value, list) else [value]:
            text = first_said(each, "url", "href", "link") if isinstance(each, dict) else said(each)
            if text is not None and key.startswith("youtube") and _YOUTUBE_ID.fullmatch(text):
                text = f"https://www.youtube.com/watch?v={text}"
            for url in addresses(text):
                yield Resource(ResourceKind.VIDEO, url)


def _slides(record: Record) -> Iterator[Resource]:
    for key in _SLIDES:
        for url in addresses(said(record.get(key))):
            yield Resource(ResourceKind.SLIDES, url)


def _related(record: Record) -> Iterator[Resource]:
    """The related addresses: each a text, or a record with a label."""
    for key in ("related_urls", "links", "resources"):
        listed = record.get(key)
        for each in listed if isinstance(listed, list) else ():
            label = first_said(each, "label", "title", "name") if isinstance(each, dict) else None
            for url in addresses(first_said(each, "url", "href") if isinstance(each, dict) else said(each)):
                yield resource(url, label)
