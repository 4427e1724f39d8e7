"""One event a file: a seminar, talk or paper of a Jekyll or Hugo collection, told by its front matter.

The body, where there is one, is the abstract. A file's publishing date is not the event's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from confnotes.importers import inline
from confnotes.importers.blocks import BlockKind
from confnotes.importers.builder import Builder, Item, without_duplicates
from confnotes.importers.dates import ambiguous_date, find_dates
from confnotes.importers.document import Document
from confnotes.importers.event_fields import Fields
from confnotes.importers.front_program import people_of
from confnotes.importers.kinds import word_kind
from confnotes.importers.labels import split_label
from confnotes.importers.links import resource
from confnotes.importers.names import name_likeness
from confnotes.importers.people import is_placeholder, read_people, read_person
from confnotes.importers.sections import Topic
from confnotes.importers.times import find_times
from confnotes.importers.zones import known as known_zone
from confnotes.importers.zoning import set_timetable_zone
from confnotes.model.program import (
    Conference,
    Kind,
    Program,
    Resource,
    ResourceKind,
    Role,
    Session,
    SourceWarning,
    Talk,
)

_VIRTUAL_PLACE = re.compile(
    (
        r"^\W*(?:zoom|online|virtual(?:ly)?|remote|webinar|(?:ms |microsoft )?teams|google meet|skype|youtube|"
        r"gather(?:\.?town)?|hybrid|discord)\W*$"
    ),
    re.IGNORECASE,
)
_LINK_KEYS = {
    "slides": ResourceKind.SLIDES, "slide": ResourceKind.SLIDES, "deck": ResourceKind.SLIDES,
    "presentation": ResourceKind.SLIDES,
    "video": ResourceKind.VIDEO, "recording": ResourceKind.VIDEO, "youtube": ResourceKind.VIDEO,
    "video_url": ResourceKind.VIDEO,
    "paper": ResourceKind.PAPER, "pdf": ResourceKind.PAPER, "arxiv": ResourceKind.PAPER,
    "openreview": ResourceKind.PAPER, "doi": ResourceKind.PAPER,
    "software": ResourceKind.CODE, "code": ResourceKind.CODE, "github": ResourceKind.CODE, "repo": ResourceKind.CODE,
    "poster": ResourceKind.POSTER,
    "icalendar": ResourceKind.CALENDAR, "ical": ResourceKind.CALENDAR, "ics": ResourceKind.CALENDAR,
    "calendar": ResourceKind.CALENDAR,
    "zoom": ResourceKind.VIRTUAL_VENUE, "zoom_link": ResourceKind.VIRTUAL_VENUE,
    "meeting_link": ResourceKind.VIRTUAL_VENUE, "stream": ResourceKind.VIRTUAL_VENUE,
    "livestream": ResourceKind.VIRTUAL_VENUE, "online": ResourceKind.VIRTUAL_VENUE,
    "registration": ResourceKind.REGISTRATION, "register": ResourceKind.REGISTRATION,
    "registration_link": ResourceKind.REGISTRATION, "old_url": ResourceKind.EVENT_PAGE,
    "event_url": ResourceKind.EVENT_PAGE, "event_page": ResourceKind.EVENT_PAGE,
    "link": ResourceKind.OTHER, "url": ResourceKind.EVENT_PAGE, "external_url": ResourceKind.EVENT_PAGE,
    "website": ResourceKind.EVENT_PAGE, "supplementary": ResourceKind.OTHER,
}  # fmt: skip


class EventPage:
    """The reader of front matter that is one event."""

    formats = ("jekyll-event",)

    def sniff(self, document: Document) -> float:
        """A title with a speaker or a start time of its own, and no page of sections."""
        fields = Fields(document.front.fields)
        if not document.front.found or fields.text("title") is None or _is_page(document):
            return 0.0
        spoken = fields.first("speaker") is not None
        timed = fields.first("start") is not None
        abstract = fields.first("abstract") is not None
        score = 0.45 * spoken + 0.35 * timed + 0.2 * abstract
        if re.search(
            r"talk|session|seminar|event|inproceedings|paper|presentation",
            str(fields.text("layout") or fields.text("type") or ""),
            re.IGNORECASE,
        ):
            score += 0.35
        return min(1.0, score) if score >= 0.35 else 0.0

    def format_of(self, document: Document) -> str:
        """One name for all of them."""
        return "jekyll-event"

    def read(self, document: Document) -> tuple[Program, list[SourceWarning]]:
        """The event as a program of one talk."""
        return _Event(document).result()


def _is_page(document: Document) -> bool:
    """Whether the body is the page of a whole event rather than one talk's abstract."""
    topics = {section.section.topic for section in document.sections if section.heading is not None}
    return bool(topics & {Topic.SCHEDULE, Topic.DATES, Topic.CALL}) or any(
        block.kind is BlockKind.INCLUDE and "name" in block.attributes for block in document.blocks
    )


class _Event:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.fields = Fields(document.front.fields)
        self.builder = Builder()
        self.item = Item(document.front.lines.get("title", 1))
        self.venue: str | None = None

    def line(self, key: str | None) -> int | None:
        return self.document.front.lines.get(key) if key else None

    def result(self) -> tuple[Program, list[SourceWarning]]:
        title = self.fields.text("title")
        self.item.title = inline.plain(html.unescape(title)) if title else None
        self.item.kind = self.kind()
        self.speakers()
        self.place()
        self.links()
        self.item.abstract = [self.abstract() or ""]
        self.item.language = self.fields.text("language")
        self.item.track = self.fields.text("track")
        start, end = self.times()
        name = self.conference_name()
        for speaker in self.item.speakers:
            self.builder.add_person(speaker)
        day = start.date() if isinstance(start, datetime) else start
        last = end.date() if isinstance(end, datetime) else day
        zone = self.builder.timetable_zone
        conference = Conference(
            name=name, year=day.year if day else None, venue=self.venue, start_date=day, end_date=last, timezone=zone
        )
        item = self.item
        talk = Talk(
            item.title,
            id=self.fields.text("id"),
            kind=item.kind or Kind.TALK,
            start=start if isinstance(start, datetime) else None,
            end=end if isinstance(end, datetime) else None,
            room=item.room,
            track=item.track,
            language=item.language,
            abstract="\n".join(item.abstract).strip() or None,
            speakers=tuple(item.speakers),
            resources=without_duplicates(item.resources),
        )
        session = Session(kind=Kind.SEMINAR if talk.kind is Kind.SEMINAR else Session().kind, talks=(talk,))
        if talk.start is not None and talk.start.tzinfo is None:
            self.builder.warn("no time zone is stated; times are kept as local times (--timezone sets the zone)")
        program = Program(conference, (session,), self.builder.settled_people())
        return program, self.builder.warnings

    def kind(self) -> Kind | None:
        for key in ("kind", "layout", "series"):
            text = self.fields.text(key)
            if text:
                words = re.sub(r"[_-]+", " ", text)
                if re.search(r"inproceedings|paper", words):
                    return Kind.TALK
                if kind := word_kind(words):
                    return kind
        return None

    def speakers(self) -> None:
        key, value = self.fields.entry("speaker")
        authors = (
            key is not None
            and key.lower().startswith("author")
            and not any(self.fields.first(each) for each in ("end", "time", "room", "place"))
        )
        role = Role.AUTHOR if authors else Role.KEYNOTE if self.item.kind is Kind.KEYNOTE else Role.SPEAKER
        found = people_of(value, role)
        affiliation = self.fields.text("affiliation")
        if value is not None and not found and isinstance(value, str) and value.strip():
            self.builder.warn(f"“{value.strip()}” names nobody; the talk has no speaker", self.line(key))
        if affiliation and len(found) == 1 and found[0].affiliation is None:
            found = [replace(found[0], affiliation=inline.plain(html.unescape(affiliation)))]
        url = self.fields.text("speaker_url")
        if url and len(found) == 1:
            found = [replace(found[0], url=url)]
        self.item.speakers = found

    def place(self) -> None:
        """Room and venue; a place in a field for links and “Zoom” in one for places are told apart, and said."""
        link_key, link = self.fields.entry("join")
        place_key, place = self.fields.entry("place")
        room = self.fields.text("room")
        if isinstance(link, str) and link.strip():
            text = html.unescape(link.strip())
            if re.match(r"https?://|www\.", text):
                self.item.resources.append(replace(resource(text, None), kind=ResourceKind.VIRTUAL_VENUE))
            elif not _VIRTUAL_PLACE.match(text):
                self.builder.warn(
                    f"{link_key} holds a place, not a link; “{text}” is read as the room", self.line(link_key)
                )
                room = room or text
        if isinstance(place, str) and place.strip():
            text = inline.plain(html.unescape(place.strip()))
            if re.match(r"https?://", text):
                self.item.resources.append(replace(resource(text, None), kind=ResourceKind.VIRTUAL_VENUE))
            elif _VIRTUAL_PLACE.match(text):
                if not any(each.kind is ResourceKind.VIRTUAL_VENUE for each in self.item.resources):
                    self.builder.warn(f"{place_key} says “{text}” but no link to it is given", self.line(place_key))
            elif room is None:
                room = text
            elif room != text:
                self.venue = text
        self.venue = self.venue or self.fields.text("venue")
        self.item.room = room

    def links(self) -> None:
        taken: list[Resource] = []
        for key, value in self.document.front.fields.items():
            kind = _LINK_KEYS.get(key.lower().replace("-", "_"))
            if kind is None:
                continue
            for url in self.urls(value):
                if re.match(r"\s*(?:tba|tbd|n/?a|none|false|true)\s*$", url, re.IGNORECASE) or "{{" in url:
                    continue
                made = resource(url, None)
                named = kind if kind is not ResourceKind.OTHER else made.kind
                taken.append(replace(made, kind=named))
                if not re.match(r"(?:https?:)?//|mailto:|doi|10\.|\d{4}\.\d{4}", made.url):
                    self.builder.warn(f"{key} is a link within its site, “{url}”; kept as it is", self.line(key))
        self.item.resources += taken

    def urls(self, value: object) -> list[str]:
        if isinstance(value, str):
            text = value.strip()
            looks = re.match(
                (
                    r"^(?:https?://|www\.|/|\.{0,2}/|doi:|10\.\d{4}|\d{4}\.\d{4,5}|[\w./-]+\.(?:pdf|ics|pptx?|html?|mp4|"
                    r"key|zip)$|[\w.-]+\.[a-z]{2,6}/)"
                ),
                text,
            )
            return [text] if text and looks and " " not in text else []
        if isinstance(value, list):
            return [url for each in value for url in self.urls(each)]
        if isinstance(value, Mapping):
            return [url for key in ("url", "href", "link") for url in self.urls(value.get(key))]
        return []

    def abstract(self) -> str | None:
        value = self.fields.text("abstract")
        if value:
            return markdown_of(value)
        body = self.document.front.body.strip()
        if not body:
            return None
        lines = self.document.visible.strip().split("\n")
        if not self.item.speakers:
            lines = self.speaker_in_body(lines)
        kept = [line for line in lines if "{%" not in line and "{{" not in line]
        text = "\n".join(kept).strip()
        return markdown_of(text) if "<" in text else text or None

    def speaker_in_body(self, lines: list[str]) -> list[str]:
        """A body that begins with the speaker's name, as a heading or bold, or with `Speaker: X`."""
        first = next((number for number, line in enumerate(lines) if line.strip()), 0)
        text = lines[first].strip().lstrip("#").strip() if lines else ""
        marked = bool(lines) and (lines[first].lstrip().startswith("#") or inline.is_bold(text))
        label = split_label(text)
        if label and label[0] in ("speaker", "author"):
            self.item.speakers = read_people(label[1])
        elif marked and read_people(text) and name_likeness(read_people(text)[0].name) >= 0.5:
            self.item.speakers = read_people(text)
        elif marked and len(text.split()) <= 5 and not is_placeholder(text) and "http" not in text:
            person = (
                read_person(text, certain=True)
                if re.fullmatch(r"[^\W\d_][\w'’. -]+", text) and text[:1].isupper() and len(text.split()) > 1
                else None
            )
            self.item.speakers = [person] if person else []
        return lines[first + 1 :] if self.item.speakers else lines

    def times(self) -> tuple[datetime | date | None, datetime | date | None]:
        key, value = self.fields.entry("start")
        text = self.joined(value, "date", "time")
        start = self.moment(text, key)
        end_key, end_value = self.fields.entry("end")
        end_text = str(end_value).strip() if end_value not in (None, "") else ""
        end: datetime | date | None = None
        if end_text:
            end = self.moment(end_text, end_key)
            if end is None and start is not None and (clock := find_times(end_text)):
                end = datetime.combine(start, clock[0].start.time)
        elif isinstance(start, datetime) and (ranges := find_times(text)) and ranges[0].end is not None:
            end = start.replace(hour=ranges[0].end.time.hour, minute=ranges[0].end.time.minute)
        zone = self.fields.text("timezone")
        if zone and known_zone(zone):
            self.builder.timetable_zone = zone
        elif zone or text:
            set_timetable_zone(
                self.builder, zone or text, self.line(key), start if not isinstance(start, datetime) else start.date()
            )
        start, end = self.zoned(start), self.zoned(end)
        if (
            isinstance(start, datetime)
            and isinstance(end, datetime)
            and (start.tzinfo is None) == (end.tzinfo is None)
            and end < start
        ):
            self.builder.warn("the event ends before it starts; its end is left out", self.line(end_key))
            end = None
        self.compare_name(start)
        return start, end

    def zoned(self, moment: datetime | date | None) -> datetime | date | None:
        zone = self.builder.timetable_zone
        if isinstance(moment, datetime) and moment.tzinfo is None and zone:
            return moment.replace(tzinfo=ZoneInfo(zone))
        return moment

    def joined(self, value: object, *others: str) -> str:
        text = str(value).strip() if value is not None else ""
        for other in others:
            extra = self.fields.raw(other)
            if extra is not None and str(extra).strip() not in text:
                text = f"{text} {str(extra).strip()}".strip()
        return text

    def moment(self, text: str, key: str | None) -> datetime | date | None:
        if not text:
            return None
        try:
            return datetime.fromisoformat(text) if len(text) > 10 else date.fromisoformat(text)
        except ValueError:
            pass
        text = re.sub(r"(?<=\d)T(?=\d)", " ", text)
        dates = find_dates(text)
        day = dates[0].start.on(None) if dates else None
        if day is None:
            if ambiguous := ambiguous_date(text):
                self.builder.warn(f"“{ambiguous}” can be two different days; left out", self.line(key))
            elif dates:
                self.builder.warn("the date is given without a year; it is left out", self.line(key))
            return None
        rest = text[: dates[0].begin] + " " + text[dates[0].stop :]
        clocks = find_times(rest)
        return datetime.combine(day, clocks[0].start.time) if clocks else day

    def compare_name(self, start: datetime | date | None) -> None:
        """A date in the file's name that is another day than the event's."""
        match = re.match(r"^(\d{4})-(\d{2})-(\d{2})\b", self.document.name.rsplit("/", 1)[-1])
        if match is None or start is None:
            return
        day = start.date() if isinstance(start, datetime) else start
        if match.group(0) != day.isoformat():
            self.builder.warn(
                f"the file is named after {match.group(0)}, the event is on {day.isoformat()}",
                self.line(self.fields.entry("start")[0]),
            )

    def conference_name(self) -> str | None:
        name = self.fields.text("conference")
        if name:
            return inline.plain(html.unescape(name))
        self.builder.warn("the source names no conference or series (--conference names it)")
        return None


def markdown_of(text: str) -> str | None:
    """HTML of an abstract as Markdown paragraphs; a leading “Abstract:” is no part of it."""
    from confnotes.importers.html_lines import fragments

    if re.search(r"</?(?:p|br|div|ul|ol|li|b|i|em|strong|a|span|h\d)\b", text, re.IGNORECASE):
        made, _ = fragments(text)
        lines = [fragment.text.rstrip() for fragment in made]
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    text = html.unescape(text).strip()
    text = re.sub(r"^\W{0,2}abstract\W{0,2}\s*[:.]\s*\W{0,2}\s*", "", text, flags=re.IGNORECASE)
    return text or None
