"""Agendas as published by researchr, EasyChair, Indico, Sched, ConfTool and OpenReview.

A saved page of one of them, in HTML 5. `marks` has the classes of their parts. How they are read:

- A block with items is a Session, one without (lunch, a keynote) is a talk. Items have the room of their block.
- An item ends when the page says, else after its length; the only item of a block ends with the block.
- Relative addresses are left out if the page does not state its own address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from confnotes.importers.agenda.html_tree import tree_of
from confnotes.importers.agenda.marks import GENERATORS, Cue, Generator
from confnotes.importers.agenda.parts import AgendaPart, PageContents, parts_of
from confnotes.importers.facts.dates import find_dates, find_years
from confnotes.importers.facts.kinds import item_kind, label_kind, word_kind
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.zones import AOE, cities_in, find_zone
from confnotes.importers.importer import Hints
from confnotes.importers.slots import add_days
from confnotes.importers.source import Source
from confnotes.model.program import (
    Conference,
    Kind,
    Person,
    Program,
    ReadProgram,
    Resource,
    Role,
    Session,
    SourceWarning,
    Speaker,
    Talk,
)

_TITLE_PARTS = re.compile(r"\s+[-–—|·]\s+|:\s+")
_PROGRAM = "program(?:me)?|schedule|agenda|timetable|sessions?|overview|contributions?"
_SOFTWARE = "conftool(?: pro)?|openreview|indico|sched|easychair"
_GENERIC = re.compile(rf"(?:full |conference |smart )?(?:{_PROGRAM})(?: for .*)?|{_SOFTWARE}", re.IGNORECASE)
_BRACKETED_DATES = re.compile(r"\s*\([^()]*\d{4}[^()]*\)$")
_DAY = timedelta(days=1)


class AgendaPage:
    """Reads agenda pages of programs that are recognised by their marks."""

    formats: tuple[str, ...] = tuple(generator.format for generator in GENERATORS)

    def sniff(self, source: Source) -> float:
        """Certain if the page names the program that made it and has its marks."""
        file = source.file
        if file is None or b"<" not in file.head or file.head.lstrip()[:1] in (b"{", b"["):
            return 0.0
        if b"<html" not in (head := file.head.lower()) and b"<!doctype" not in head:
            return 0.0
        return 0.96 if _generator(source, None) is not None else 0.0

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program of the page."""
        generator = _generator(source, hints.format) or GENERATORS[0]
        page = parts_of(generator, tree_of(source.files[0].text))
        return _Reader(generator, page, source.url or generator.base).read()


def _generator(source: Source, wanted: str | None) -> Generator | None:
    text = source.files[0].text
    return next((each for each in GENERATORS if each.format == wanted or (not wanted and each.knows(text))), None)


class _Reader:
    def __init__(self, generator: Generator, page: PageContents, base: str | None) -> None:
        self._format = generator.format
        self._page = page
        self._base = base
        self._warnings: list[SourceWarning] = []
        self._left_out = 0
        self._chairs: dict[str, Speaker] = {}
        self._zone = self._stated_zone()

    def read(self) -> ReadProgram:
        """The program, with blocks in the order of the page."""
        sessions: list[Session] = []
        for part in self._page.parts:
            sessions += self._sessions(part, None)
        sessions = _without_lists(sessions)
        if self._left_out:
            told = f"{self._left_out} links within the site left out: the page does not state its own address"
            self._warnings.append(SourceWarning(told))
        conference = add_days(self._conference(), sessions)
        people = tuple(Person(each.name, each.affiliation, roles=(Role.CHAIR,)) for each in self._chairs.values())
        return ReadProgram(self._format, Program(conference, _joined(sessions), people), tuple(self._warnings))

    def _sessions(self, part: AgendaPart, within: AgendaPart | None) -> Iterator[Session]:
        inherited = within.room if within else None
        if not part.holds_items:
            if part.title is not None:
                yield Session(talks=(self._talk(part, inherited),))
            return
        for chair in part.speakers:
            self._chairs.setdefault(chair.name, chair)
        room = part.room or inherited
        own = [each for each in part.parts if not each.holds_items and each.title is not None]
        if len(own) == 1 and own[0].end is None and own[0].length is None:
            own[0].end = part.end
        talks = tuple(self._talk(each, room) for each in own)
        if talks and part.title is not None:
            kind = label_kind(part.title) or word_kind(part.title) or Kind.OTHER
            start, end = self._times(part)
            yield Session(part.title, kind=kind, start=start, end=end, room=room, talks=talks)
        else:
            yield from (Session(talks=(talk,)) for talk in talks)
        for each in filter(lambda each: each.holds_items, part.parts):
            yield from self._sessions(each, part)

    def _talk(self, part: AgendaPart, room: str | None) -> Talk:
        start, end = self._times(part)
        title = part.title or ""
        kind = _kind(part.kind or "", title)
        role = Role.KEYNOTE if kind is Kind.KEYNOTE else Role.AUTHOR if start is None else Role.SPEAKER
        speakers = tuple(each if each.role is Role.CHAIR else replace(each, role=role) for each in part.speakers)
        return Talk(
            title=title,
            kind=kind,
            start=start,
            end=end,
            room=part.room or room,
            track=part.track,
            abstract=part.abstract,
            speakers=speakers,
            resources=tuple(self._resources(part)),
        )

    def _resources(self, part: AgendaPart) -> Iterator[Resource]:
        seen: set[str] = set()
        for url, label in part.links:
            if not url or url.startswith(("#", "javascript:")) or "/getfile/" in url:
                continue
            if not url.startswith(("http://", "https://")):
                if self._base is None or not url.startswith("/"):
                    self._left_out += 1
                    continue
                url = "/".join(self._base.split("/", 3)[:3]) + url
            if url not in seen:
                seen.add(url)
                yield resource(url, label or None, own_page=label == part.title)

    def _times(self, part: AgendaPart) -> tuple[datetime | None, datetime | None]:
        """Start and end of a part; an end before the start is after midnight."""
        start = self._moment(part.start, part.day, self._zone)
        day, zone = (start.date(), start.tzinfo) if start is not None else (part.day, self._zone)
        end = self._moment(part.end, day, zone)
        if start is None or (end is not None and (end.tzinfo is None) != (start.tzinfo is None)):
            return start, None
        try:
            if end is None and part.length is not None:
                end = start + part.length
            elif end is not None and end < start:
                end += _DAY
        except OverflowError:
            end = None
        return start, end

    def _moment(self, said: time | datetime | None, day: date | None, zone: tzinfo | None) -> datetime | None:
        if not isinstance(said, datetime):
            return datetime.combine(day, said, zone) if said is not None and day is not None else None
        try:
            there = said.astimezone(self._zone) if said.tzinfo and self._zone else said
        except OverflowError:
            return said
        return there if there.utcoffset() == said.utcoffset() else said

    def _stated_zone(self) -> tzinfo | None:
        texts = self._page.texts
        places = " ".join(each for mark in (Cue.WHERE, Cue.WHEN, Cue.NAME) for each in texts.get(mark, ()))
        for text in (*texts.get(Cue.ZONE, ())[:20], *texts.get(Cue.TIME, ())[:20]):
            zone = find_zone(text, places)
            if zone is not None and zone.iana not in (None, AOE):
                assert zone.iana is not None
                if zone.label != zone.iana:
                    self._warnings.append(SourceWarning(f"“{zone.label}” is read as {zone.iana}"))
                return ZoneInfo(zone.iana)
            if "time zone" in text and (cities := cities_in(text.partition("time zone")[2])):
                self._warnings.append(SourceWarning(f"time zone taken from the cities named: {cities[0]}"))
                return ZoneInfo(cities[0])
        return None

    def _conference(self) -> Conference:
        page = self._page
        when = next((found for text in page.texts.get(Cue.WHEN, ()) if (found := find_dates(text))), None)
        pieces = [piece.strip() for piece in _TITLE_PARTS.split(page.first(Cue.HEADING) or "")]
        titled = next((piece for piece in pieces if piece and not _GENERIC.fullmatch(piece)), None)
        name = page.first(Cue.NAME)
        if name is None or name == page.first(Cue.HEADING):
            name = titled
        name = _BRACKETED_DATES.sub("", name) if name else None
        year = next(iter(find_years(" ".join(page.texts.get(Cue.WHEN, ())))), None)
        starts = when[0].start.on(year) if when else None
        ends = (when[0].end or when[0].start).on(year) if when else None
        site = (page.first(Cue.SITE) or "").split()
        return Conference(
            name=name,
            venue=page.first(Cue.WHERE),
            start_date=starts,
            end_date=ends,
            timezone=self._zone.key if isinstance(self._zone, ZoneInfo) else None,
            url=site[0] if site and site[0].startswith("http") else None,
        )


def _kind(said: str, title: str) -> Kind:
    """The kind that the page states, else the kind of the title: as a whole, or by its words before a colon."""
    if said.lower().startswith(("day opening", "day closing")):
        return Kind.REMARKS
    named = label_kind(said) or word_kind(said)
    if named in (None, Kind.TALK):
        before, colon, _ = title.partition(":")
        named = item_kind(title) or (label_kind(before) if colon else None) or named
    return named or Kind.TALK


def _without_lists(sessions: list[Session]) -> list[Session]:
    """The sessions without papers that a list beside the agenda repeats without a time."""
    timed = {talk.title for session in sessions for talk in session.talks if talk.start is not None}
    kept = (
        replace(session, talks=tuple(talk for talk in session.talks if talk.start or talk.title not in timed))
        for session in sessions
    )
    return [session for session in kept if session.talks]


def _joined(sessions: list[Session]) -> tuple[Session, ...]:
    """The sessions, with those without a title merged into one at the end."""
    loose = tuple(talk for session in sessions if session.title is None for talk in session.talks)
    titled = [session for session in sessions if session.title is not None]
    return (*titled, Session(talks=loose)) if loose else tuple(titled)
