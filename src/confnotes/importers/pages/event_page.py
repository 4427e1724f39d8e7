"""An event per file: a seminar, talk or paper of a Jekyll or Hugo collection, recognised by its front matter.

The body, if any, is the abstract. A file's publishing date is not the event's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import find_years
from confnotes.importers.facts.kinds import PREFIX, label_kind, word_kind
from confnotes.importers.facts.links import resources_in
from confnotes.importers.facts.moments import stated_day
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.pages.blocks import BlockKind
from confnotes.importers.pages.builder import Builder, TalkDraft, without_duplicates
from confnotes.importers.pages.chronology import at
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.event_body import abstract_of, is_personal, markdown_of, notes_of
from confnotes.importers.pages.event_fields import Fields, with_talk_of_speaker
from confnotes.importers.pages.event_links import EventLinks
from confnotes.importers.pages.event_times import EventTimes
from confnotes.importers.pages.front_program import people_of
from confnotes.importers.pages.sections import Topic
from confnotes.markup.clock_times import find_times
from confnotes.model.program import (
    Conference,
    Kind,
    Moment,
    Program,
    ReadProgram,
    ResourceKind,
    Role,
    Session,
    SourceWarning,
    Speaker,
    Talk,
    WarningCode,
)

_EVENT_WORD = re.compile(r"talk|session|seminar|event|inproceedings|paper|presentation|meetup|colloqui", re.IGNORECASE)
_ABOUT_TALK = (
    ResourceKind.PAPER,
    ResourceKind.SLIDES,
    ResourceKind.VIDEO,
    ResourceKind.POSTER,
    ResourceKind.CODE,
)
_LISTS = ("talks", "presentations", "lineup", "line_up", "papers")


class EventPage:
    """The reader of front matter that describes one event."""

    formats = ("jekyll-event",)

    def sniff(self, document: SourceDocument) -> float:
        """Likely for a title with a speaker or a start time of its own, without sections of a page."""
        fields = Fields(with_talk_of_speaker(document.front.fields))
        if not document.front.found or _is_page(document):
            return 0.0
        if _several(fields):
            return 0.9
        if _title(fields) is None:
            return 0.0
        who, when = fields.entry("speaker")[0], fields.entry("start")[0]
        spoken = 0.0 if who is None else 0.15 if who.lower().startswith("author") else 0.45
        timed = 0.0 if when is None else 0.15 if when.lower() in ("date", "day") and not spoken else 0.35
        score = spoken + timed + 0.2 * (fields.first("abstract") is not None)
        said = " ".join(str(fields.first(each) or "") for each in ("layout", "type", "kind", "conference"))
        if _EVENT_WORD.search(said) or fields.text("conference"):
            score += 0.35
        if fields.text("layout") in ("post", "page", "default", "home") and spoken < 0.4:
            score -= 0.35
        return min(1.0, score) if score >= 0.35 else 0.0

    def read(self, document: SourceDocument) -> ReadProgram:
        """The event as a program of one talk."""
        front = replace(document.front, fields=dict(with_talk_of_speaker(document.front.fields)))
        program, warnings = _Event(replace(document, front=front)).result()
        return ReadProgram("jekyll-event", program, tuple(warnings))


def _is_page(document: SourceDocument) -> bool:
    """Whether the body is the page of a whole event rather than a talk's abstract."""
    topics = {section.section.topic for section in document.sections if section.heading is not None}
    return bool(topics & {Topic.SCHEDULE, Topic.DATES, Topic.CALL}) or any(
        block.kind is BlockKind.INCLUDE and "name" in block.attributes for block in document.blocks
    )


def _title(fields: Fields) -> str | None:
    return fields.text("title") or fields.text("topic")


def _several(fields: Fields) -> list[Mapping[object, object]]:
    """The talks of a meeting that lists them as maps with titles or speakers."""
    for key in _LISTS:
        value = fields.values.get(key, ("", None))[1]
        if isinstance(value, list):
            maps = [each for each in value if isinstance(each, Mapping) and (each.get("title") or each.get("speaker"))]
            if len(maps) == len(value) and maps and any(each.get("title") for each in maps):
                return maps
    return []


class _Event:
    def __init__(self, document: SourceDocument) -> None:
        self.document = document
        self.fields = Fields(document.front.fields)
        self.builder = Builder()
        self.item = TalkDraft(document.front.lines.get("title", 1))
        self.links = EventLinks(document, self.fields, self.builder, self.item)

    def result(self) -> tuple[Program, list[SourceWarning]]:
        self.item.title = self.title()
        self.item.kind = self.kind()
        self.speakers()
        self.links.read()
        self.body()
        self.item.language = self.fields.text("language")
        self.item.track = self.fields.text("track")
        start, end = EventTimes(self.document, self.fields, self.builder).read()
        conference = self.conference(start, end)
        if self.fields.values.get("cancelled", ("", False))[1] or self.fields.values.get("canceled", ("", False))[1]:
            self.builder.warn(
                "the source says that this is cancelled",
                self.document.front.line("cancelled") or self.document.front.line("canceled"),
            )
        talk = self.talk(start, end)
        several = _several(self.fields)
        talks = tuple(self.one_of(each, start) for each in several) if several else (talk,)
        for each in talks:
            for speaker in each.speakers:
                self.builder.add_person(speaker)
        session = Session(kind=Kind.SEMINAR if talk.kind is Kind.SEMINAR else Session().kind, talks=talks)
        if several:
            own = self.fields.text("title")
            session = replace(
                session,
                title=own if own != conference.name else None,
                start=talk.start,
                end=talk.end,
                room=talk.room,
                resources=talk.resources,
            )
        return Program(conference, (session,), self.builder.settled_people()), self.builder.warnings

    def title(self) -> str | None:
        """The title; None for a placeholder."""
        text = _title(self.fields)
        title = inline.squeeze(inline.plain(html.unescape(text))) if text else None
        if title and is_placeholder(title):
            self.builder.warn(f"the title “{title}” is a placeholder; left out", self.document.front.line("title"))
            return None
        return title

    def body(self) -> None:
        """Read the abstract or notes."""
        stated = self.fields.text("abstract")
        if stated:
            self.item.abstract = [markdown_of(stated) or ""]
        if is_personal(self.document.front.fields, self.document.front.body):
            self.item.notes = notes_of(self.document)
        elif not stated:
            self.item.abstract = [abstract_of(self.document, self.item.speakers) or ""]
        known = {each.url for each in self.item.resources}
        linked = (each for text in self.item.abstract for each in resources_in(text))
        self.item.resources += [each for each in linked if each.kind in _ABOUT_TALK and each.url not in known]

    def talk(self, start: Moment | None, end: Moment | None) -> Talk:
        item = self.item
        return Talk(
            item.title,
            id=self.fields.text("id"),
            kind=item.kind or Kind.TALK,
            start=start if isinstance(start, datetime | time) else None,
            end=end if isinstance(end, datetime | time) else None,
            room=item.room,
            track=item.track,
            language=item.language,
            abstract="\n".join(item.abstract).strip() or None,
            speakers=tuple(item.speakers),
            resources=without_duplicates(item.resources),
            notes=item.notes,
        )

    def one_of(self, values: Mapping[object, object], day: Moment | None) -> Talk:
        """A talk of a meeting with several."""
        front = replace(self.document.front, fields={str(key): each for key, each in values.items()}, body="")
        one = _Event(replace(self.document, front=front, visible=""))
        one.item.title, one.item.kind = one.title(), one.kind()
        one.speakers()
        one.links.read()
        one.body()
        said = str(one.fields.first("time") or one.fields.first("start") or "")
        times = find_times(said)
        on = stated_day(day)
        made = one.talk(None, None)
        if times and on is not None:
            zone = self.builder.timetable_zone
            last = times[0].end
            made = replace(
                made,
                start=at(on, times[0].start.time, zone),
                end=at(on, last.time, zone) if last is not None else None,
            )
        self.builder.warnings += [each for each in one.builder.warnings if each not in self.builder.warnings]
        return made

    def conference(self, start: Moment | None, end: Moment | None) -> Conference:
        """The series or conference as stated; its day is that of the event."""
        day = stated_day(start)
        last = stated_day(end) or day
        stated = self.fields.first("conference")
        inner = Fields({str(key): each for key, each in stated.items()}) if isinstance(stated, Mapping) else None
        name = inner.text("name") if inner else self.conference_name()
        url = inner.text("website") if inner else None
        venue = self.links.venue or (inner.text("place") if inner else None)
        years = find_years(name or "")
        return Conference(
            name=name,
            year=day.year if day else next(iter(years), None),
            venue=venue,
            start_date=day,
            end_date=last,
            timezone=self.builder.timetable_zone,
            url=url,
        )

    def kind(self) -> Kind | None:
        for key in ("kind", "layout", "series"):
            text = self.fields.text(key)
            if text:
                words = re.sub(r"[_-]+", " ", text)
                if kind := word_kind(words):
                    return kind
        label = PREFIX.match(self.item.title or "")
        return label_kind(label.group("label")) if label else None

    def speakers(self) -> None:
        key, value = self.fields.entry("speaker")
        authors = (
            key is not None
            and key.lower().startswith("author")
            and not any(self.fields.first(each) for each in ("end", "time", "room", "place"))
        )
        role = Role.AUTHOR if authors else Role.KEYNOTE if self.item.kind is Kind.KEYNOTE else Role.SPEAKER
        found = [each for each in people_of(_unlinked(value), role) if each.name.lower() not in ("admin", "me")]
        found = [self.named(each, key) for each in found]
        affiliation = self.fields.text("affiliation")
        if value is not None and not found and isinstance(value, str) and value.strip():
            self.builder.warn(f"“{value.strip()}” names nobody; the talk has no speaker", self.document.front.line(key))
        if affiliation and len(found) == 1 and found[0].affiliation is None:
            found = [replace(found[0], affiliation=inline.plain(html.unescape(affiliation)))]
        for other, as_role in (("panelists", Role.PANELIST), ("moderator", Role.CHAIR), ("chair", Role.CHAIR)):
            found += people_of(_unlinked(self.fields.values.get(other, ("", None))[1]), as_role)
        for host in people_of(_unlinked(self.fields.values.get("host", ("", None))[1]), Role.CHAIR):
            self.builder.add_listed(host, (Role.CHAIR,))
        self.item.speakers = found

    def named(self, person: Speaker, key: str | None) -> Speaker:
        """A person with a slug for a name, by the name."""
        if not re.fullmatch(r"[a-z]{2,}(?:[-_][a-z]{2,}){1,3}", person.name):
            return person
        name = re.sub(r"[-_]", " ", person.name).title()
        self.builder.warn(f"“{person.name}” is an identifier; read as {name}", self.document.front.line(key))
        return replace(person, name=name)

    def conference_name(self) -> str | None:
        name = self.fields.text("conference")
        if name:
            return inline.plain(html.unescape(name))
        told = "the source does not name a conference or series"
        self.builder.warn(told, code=WarningCode.CONFERENCE_NOT_NAMED)
        return None


def _unlinked(value: object) -> object:
    """A value without the brackets of wikilinks."""
    if isinstance(value, str):
        return re.sub(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]", r"\1", value)
    return [_unlinked(each) for each in value] if isinstance(value, list) else value
