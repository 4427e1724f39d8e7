"""Time and place of an event: its days, hours, room and venue, from its preamble, dates and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import takewhile
from zoneinfo import ZoneInfo

from confnotes.importers.facts import inline
from confnotes.importers.facts.acronyms import PARENT, is_series, parents_in
from confnotes.importers.facts.dates import WEEKDAY_NAMES, FoundDate, find_dates, find_years
from confnotes.importers.facts.lengths import LONGEST_NAME, LONGEST_TITLE
from confnotes.importers.facts.places import CITIES, COUNTRIES
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.facts.zones import AOE, Zone, find_zone
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.front_program import front_lines
from confnotes.importers.pages.page import PageSection, ParsedPage
from confnotes.importers.pages.schedule_lines import begins_with_date, begins_with_time, is_calendar, is_of_the_page
from confnotes.importers.pages.sections import Topic
from confnotes.importers.pages.zoning import same_clock, set_timetable_zone
from confnotes.markup.clock_times import ClockTime, TimeRange, find_times

_MEETING = "workshop|conference|event|symposium|seminar|school|meetup"
_IS_HELD = r"tak(?:e|es|ing)\s+place|(?:will\s+be|is|be|to\s+be|are|being)\s+(?:\w+\s+){0,2}?held"
_HELD_AT = r"held\s+(?:on|at|in|virtually|in-person|from)|hosted\s+(?:at|in|on)"
_WILL_MEET = r"will\s+(?:happen|run|occur|convene|meet)|runs?\s+from|join\s+us\s+(?:on|at|in)|meeting\s+(?:on|in|at)"
_IN_PERSON = r"in-person|in\s+person|scheduled\s+(?:for|on)"
_IS_A = r"is\s+an?\s+(?:[\w-]+\s+){0,5}?(?:workshop|conference|school|symposium|meeting)\s+(?:at|in|on|from)"
_ON_DATE = r"on(?=\s+(?:\w+day|the\s+\d|\d|[A-Z][a-z]{2,8}\.?\s\d))"
_MEET = r"meet\s+(?:in|at|on)|organized\s+(?:on|at|in)|we\s+will\s+(?:be\s+)?meet(?:ing)?"
_HELD = re.compile(
    rf"\b(?:{_IS_HELD}|{_HELD_AT}|{_WILL_MEET}|{_IN_PERSON}|{_IS_A}"
    rf"|(?:{_MEETING})\s+(?:date|day|is\s+on|{_ON_DATE})|{_MEET})\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?:(?<=[a-z)\]”][.!?])|(?<=\d{4}[.!?]))\s+(?=[A-Z])")
_DUE = r"submi\w+|deadline|notification|notified|camera[- ]ready|due\b"
_REGISTRATION = "register by|registration (?:opens|closes|deadline)|early[- ]bird"
_REVIEW = r"abstracts?\s+by|reviews?|applications?"
_WRITTEN = "previous|last year|updated|posted|published|born|copyright|©"
_NOT_EVENT = re.compile(rf"\b(?:{_DUE}|{_REGISTRATION}|{_REVIEW}|{_WRITTEN})", re.IGNORECASE)
_LABEL_END = r"\W*\s*[:：|]\s*"
_DATE_WORD = r"when|dates?|date\s+(?:and|&)\s+time|time|day|workshop\s+dates?|event\s+date|conference\s+dates?"
_WHEN_IN_ASIA = "时间|時間|日[時时]|日期|일시"
_WHEN = re.compile(rf"^\W*(?:{_DATE_WORD}|datum|wann|quand|fecha|{_WHEN_IN_ASIA}){_LABEL_END}", re.IGNORECASE)
_VENUE_WORD = r"where|venue|location|place|conference\s+venue|ort|wo|lieu|où|lugar|address|地[点點]|会[场場]|場所|장소"
_WHERE = re.compile(rf"^(?:\W*(?:{_VENUE_WORD}){_LABEL_END})+(?P<place>.+)$", re.IGNORECASE | re.DOTALL)
_HALL = "[Rr]ooms?|Ballroom|Hall|Auditorium|Lecture (?:Hall|Theat(?:re|er))|Salle|Raum|Hörsaal"
_HALL_NUMBER = r"(?:[A-Z]{1,2}\s?\d[\d.]*|[A-Z][a-z]+\s\d[\w.-]*|[A-Z]\b|[A-Z]?\d[\w.]*(?:\s[A-Z]{2}\b)?)"
_SECOND_NUMBER = r"(?:\s?[-–+&/]\s?(?=[A-Z\d])[A-Z]?\d*[A-Z]?\b)?(?:\s?\([^)]{1,30}\))?"
_NAMED_HALL = (
    r"(?:[A-Z][\w.-]+\s){1,4}(?:Room|Ballroom|Auditorium|Lecture Hall|Lecture Theatre)\b(?:\s(?:[A-Z]|\d+)\b)?"
)
_ROOM = re.compile(rf"\b((?:{_HALL})\s+{_HALL_NUMBER}{_SECOND_NUMBER}|{_NAMED_HALL})")
_PLACE_WORD = (
    r"(?:Convention|Conference|Congress|Exhibition|Convention & Exhibition)\s+(?:Cent(?:er|re)|Hall)|"
    r"Cent(?:er|re)|Hotel|Resort|Universit\w+|Institut\w*|College|Auditorium|Politecnico|Universit\u00e0|Aula|Palais(?:\s[\w']+){0,4}|"
    r"Messe|Museum|Campus|Library|Theat(?:er|re)|School|Arena|Stadium|Castle|Schloss|House|Hall|"
    r"Laborator\w+|Academy|Headquarters|Building|Kongresshaus|CentreVille|Forum|Fira|Expo|EXPO"
)
_CAPITAL = "[A-Z\\u00c0-\\u024f]"
_PLACE = re.compile(rf"^(?:the\s)?(?={_CAPITAL}).*?\b(?:{_PLACE_WORD})\b")
_VENUE_NAME = rf"{_CAPITAL}[\w.'’&-]*|of|de|for|and|the|am|an|der|la|&"
_NO_ROOM = r"(?!Rooms?\b|Hall\b|Ballroom\b|Level\b|Floor\b)"
_AT_VENUE = re.compile(
    rf"\b(?:at|in|@)\s+(?:the\s+)?(?P<place>(?:{_VENUE_NAME})(?:\s+(?:{_VENUE_NAME}|\d+))*?\s?\b(?:{_PLACE_WORD})\b"
    rf"(?:\s+of(?:\s[A-Z][\w-]+){{1,4}})?(?:,\s*{_NO_ROOM}(?:{_CAPITAL}[\w.'’-]*)(?:\s[A-Z][\w.'’-]*){{0,3}}){{0,4}})"
)
_CITY = rf"{_CAPITAL}[\w.'’-]+(?:\s{_CAPITAL}[\w.'’-]+){{0,2}}"
_COUNTRIES = rf"(?:,\s*(?:the\s)?{_CAPITAL}[\w.'’-]+(?:\s[A-Z][\w.'’-]+){{0,2}}){{0,3}}"
_IN_CITY = re.compile(rf"\bin\s+(?P<place>{_CITY}{_COUNTRIES})")
_AT_ANOTHER = re.compile(
    rf"^(?:(?i:co-?located|held|in\s+conjunction|jointly|together)\s+)?(?:(?i:with|at|@)\s+)?(?:the\s+)?"
    rf"(?:{PARENT.pattern})\s*(?:workshop)?\s*(?:,|–|-|\||\bin\b|\bat\b|@)\s*(?:the\s+(?=[A-Z]))?"
)
_BESIDE = r"in\s+conjunction|co-?located|jointly|together|(?:as\s+)?part\s+of"
_WITH_ANOTHER = re.compile(rf"(?:,|\s[–—-])\s+(?:held\s+)?(?:{_BESIDE})\b.*$", re.IGNORECASE)
_FREE_VENUE = re.compile(
    r"\bat\s+(?:the\s+)?(?P<place>[A-Z\u00c0-\u024f][^;:!?()]{4,110}?)(?=[.!?]?$|\son\s|\sfrom\s|\s\()"
)
_WHOLLY = "entirely|fully|completely|purely|held|take place|takes place|taking place|is|be|event"
_IS_ONLINE = rf"\b(?:{_WHOLLY})\s+(?:\w+\s+){{0,3}}?(?:virtual(?:ly)?|online|remote(?:ly)?)\b"
_JUST_ONLINE = r"^\W*(?:virtual|online)(?:\s+(?:only|event|workshop|conference))?\W*$"
_ONLINE = re.compile(rf"{_IS_ONLINE}|{_JUST_ONLINE}|\bvirtual[- ]only\b", re.IGNORECASE)
_TOWN = rf"{_CAPITAL}[\w.'’-]+(?:\s[A-Z][\w.'’-]+)*"
_STATE = r"(?:,\s*(?:the\s)?[A-Z][\w.'’-]+(?:\s(?:of\s)?[A-Z][\w.'’-]+)*)*"
_BESIDE_ANOTHER = re.compile(rf"(?:{PARENT.pattern})\s*(?:,|\(|\bin\b|–|-)\s*(?P<place>{_TOWN}{_STATE})")
_ROOM_LABEL = re.compile(r"\W*(?:room|raum|salle|sala)\s?[:：]\s*(\S.{0,40})", re.IGNORECASE)
_DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)days"
_REGULARLY = re.compile(rf"\b(?:all|every|each|weekly|{_DAYS})\b|\b(?:seminars|talks|meetings) are\b", re.IGNORECASE)
_PIECES = re.compile(
    r"\n|\s\\?[|•·]\s|\s[—–]\s(?=(?:date|when|datum|lieu|where|ort|venue|location|time|fecha|lugar)\s?:)", re.IGNORECASE
)
_COUNTRY = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, COUNTRIES), reverse=True))})\b")
_BOTH = re.compile(r"\b(?:hybrid|in[- ]person|both|also|or virtual)\b", re.IGNORECASE)
_OF_A_PERSON = re.compile(r"professor|student|department|researcher", re.IGNORECASE)
_OF_ANOTHER = re.compile(
    r"\b(?:workshop|conference on|symposium|seminar on|organi[sz]ed by|hosted by)\b", re.IGNORECASE
)
_BEFORE_DAYS, _LONGEST_WITH_DAYS = 12, 90  # characters: “Thu & Fri, ” before days, and the whole line


@dataclass(slots=True)
class EventFacts:
    """The event's days, hours and room in a line of the page."""

    found: FoundDate | None = None
    line: int | None = None
    hours: TimeRange | None = None
    hours_zone: Zone | None = None
    hours_line: int | None = None
    room: str | None = None
    regular: TimeRange | None = None


_Line = tuple[Block, str, int]
_ELSEWHERE = (Topic.PEOPLE, Topic.CALL, Topic.PAPERS, Topic.TALKS, Topic.DATES)


def gather(page: ParsedPage, builder: Builder, dated: tuple[FoundDate, int] | None) -> EventFacts:
    """Read time and place; venue, dates and zone go to the builder's conference, the rest is returned."""
    facts = EventFacts()
    places: list[str] = []
    online = False
    for block, text, strength in _candidates(page):
        if strength < 1 and not any(said(text) for said in (_HELD.search, _WHEN.match, _WHERE.match)):
            continue
        for sentence in _SENTENCE_END.split(text):
            _dates_of(facts, sentence, block, strength)
            if venue := _venue_of(sentence, strength):
                places.append(venue)
            facts.room = facts.room or _room_in(sentence, strength)
            online = online or (_ONLINE.search(sentence) is not None and not _BOTH.search(sentence))
    if facts.found is None and dated is not None:
        facts.found, facts.line = dated
    _set_dates(page, builder, facts, dated)
    exact = [place for place in places if not _is_city(place)]
    venue = next(iter(exact + places), "online" if online else None)
    builder.conference = replace(builder.conference, venue=venue)
    return facts


def _candidates(page: ParsedPage) -> Iterator[_Line]:
    """Lines that may state time and place: strength 2 for the preamble, 1 for a venue section, 0 for other prose."""
    for text, line in front_lines(page):
        yield Block(BlockKind.TEXT, line, text), text, 2
    for number, section in enumerate(page.sections):
        topic = section.section.topic
        if topic is Topic.SCHEDULE and number <= 1:
            yield from _above_timetable(section)
        of_event = topic is Topic.SCHEDULE and not is_calendar(section.blocks)  # a series has a day for each talk
        if of_event and section.heading is not None and find_dates(section.title):
            yield section.heading, section.title, 2
        if topic not in _ELSEWHERE and (topic is not Topic.SCHEDULE or not number):
            yield from _in_section(section, 2 if number == 0 else 1 if topic is Topic.VENUE else 0)
    for section in page.of(Topic.SCHEDULE)[:1]:  # “All talks will take place on May 3”, above them
        prose = takewhile(lambda each: each.kind in (BlockKind.TEXT, BlockKind.BLANK), section.blocks)
        yield from ((block, inline.plain(block.text), 0) for block in prose if not begins_with_time(block))


def _above_timetable(section: PageSection) -> Iterator[_Line]:
    """Lines about the event in the first section above its timetable, if it is the schedule."""
    for block in takewhile(lambda each: not begins_with_time(each), section.blocks):
        text = inline.plain(block.text) if block.kind is BlockKind.TEXT else ""
        if re.search(r"workshop|conference|symposium", text, re.IGNORECASE) or _states_days(text) or _in_a_year(text):
            yield block, text, 2


def _in_a_year(text: str) -> bool:
    """Whether a line states from when to when in which year, as the first line about an event does."""
    found = next(iter(find_dates(text)), None)
    return found is not None and found.end is not None and bool(found.start.year or found.end.year)


def _states_days(text: str) -> bool:
    """Whether a line says little more than from when to when: “7–8 June 2022 · Boston”."""
    found = next(iter(find_dates(text)), None) if len(text) <= _LONGEST_WITH_DAYS else None
    return found is not None and found.begin < _BEFORE_DAYS and found.end is not None


def _in_section(section: PageSection, strength: int) -> Iterator[_Line]:
    timed = sum(begins_with_time(block) for block in section.blocks) >= 3
    listed = not timed and is_calendar(section.blocks)
    for block in section.blocks:
        if (listed and begins_with_date(block)) or (timed and begins_with_time(block)):
            return
        if block.kind is BlockKind.ROW and not (block.header and len(block.cells) > 2):
            yield block, ": ".join(inline.plain(cell) for cell in block.cells), strength
        elif block.kind in (BlockKind.TEXT, BlockKind.ITEM, BlockKind.HEADING):
            for line in _PIECES.split(inline.plain(block.text.replace("\n", " | "))):
                text = inline.without_emoji(line.replace("📍", "Where: ")).strip()
                yield block, text, strength if len(text) < 200 else 0


def _room_in(text: str, strength: int) -> str | None:
    if strength == 2 and re.search(r"\d", text):
        labelled = _ROOM_LABEL.fullmatch(text)
        if found := labelled.group(1) if labelled else room_of(text):
            return found
    room = _ROOM.search(text)
    return room.group(1).strip(" .") if room and (strength or _HELD.search(text)) else None


def _dates_of(facts: EventFacts, text: str, block: Block, strength: int) -> None:
    regularly = _REGULARLY.search(text) is not None
    elsewhere = strength == 0 and not regularly and not _HELD.search(text) and not _WHEN.match(text)
    if elsewhere or _NOT_EVENT.search(text) or is_of_the_page(text):
        return
    dates = find_dates(text)
    if facts.found is None:
        facts.found, facts.line = (dates[0], block.line) if dates else (None, None)
    if facts.hours is None and (dates or strength == 2 or regularly or _WHEN.match(text)):
        _hours_of(facts, text, block, regularly=regularly)


def _hours_of(facts: EventFacts, text: str, block: Block, *, regularly: bool) -> None:
    """Read the hours of the event: a range, two times, or the one time of a regular event."""
    ranges = find_times(text)
    if not ranges:
        return
    times = ranges[0]
    if times.end is None and len(ranges) == 2:
        times = TimeRange(times.start, ranges[1].start, times.begin, ranges[1].stop)
    if times.end is None and not regularly:
        return
    if regularly:
        facts.regular = facts.regular or times
    if times.end is not None:
        facts.hours = times
    facts.hours_line = block.line
    zone = find_zone(text[times.begin :], places=text)
    facts.hours_zone = zone if zone and zone.iana != AOE else None


def _venue_of(text: str, strength: int) -> str | None:
    if where := _WHERE.match(text):
        return _tidy_place(where.group("place"))
    if strength or _HELD.search(text):
        for place in _held_at(text, strength):
            return _tidy_place(place)
    if strength == 2 and len(text) <= LONGEST_TITLE and not _HELD.search(re.sub(r"\([^()]*\)", "", text)):
        return next((_tidy_place(part) for part in _parts_of(text) if _is_place(part)), None)
    return None


def _held_at(text: str, strength: int) -> Iterator[str]:
    """The places in a sentence at which the event is held, the most reliable first."""
    held = _HELD.search(text) is not None
    match = _AT_VENUE.search(text) if held or strength == 2 else None
    if match and not _OF_A_PERSON.search(text[: match.start()]):
        yield match.group("place")
    city = _IN_CITY.search(text) if held and "originally" not in text.lower() else None
    undated = text
    for day in reversed(find_dates(text)):
        undated = undated[: day.begin].rstrip(" ,") + " ; " + undated[day.stop :]
    for said in (city, _BESIDE_ANOTHER.search(undated)):
        if said and (said["place"].split(",")[0].lower() in CITIES or _COUNTRY.search(said["place"])):
            yield said["place"]
    free = _FREE_VENUE.search(text) if strength == 2 and held else None
    if free and not find_times(free.group("place")) and not parents_in(free.group("place")):
        yield free.group("place")


def _parts_of(text: str) -> Iterator[str]:
    """The parts of a short line other than days, hours and rooms, without conferences before a comma."""
    for found in reversed(find_dates(text)):
        text = text[: found.begin] + "\x1f" + text[found.stop :]
    for clock in reversed(find_times(text)):
        text = text[: clock.begin] + "\x1f" + text[clock.stop :]
    text = _ROOM.sub("\x1f", re.sub(r"\x1f\s*\([A-Z]{2,5}\)", "\x1f", text))
    for part in re.split(r"\x1f|\s[|·•–—@]\s|\||;|(?<=Workshop),\s", text):
        pieces = part.strip(" ,;|·•–—-()@").split(", ")
        while len(pieces) > 1 and (parents_in(pieces[0]) or re.search(r"\bworkshop\b", pieces[0], re.IGNORECASE)):
            pieces.pop(0)
        yield ", ".join(pieces)


def _is_place(part: str) -> bool:
    """Whether a part of a line is only a place: a building, a city, a town with its country."""
    if not 0 < len(part) <= LONGEST_NAME or find_times(part):
        return False
    pieces = part.split(", ")
    in_city = part.split(",")[0].lower() in CITIES or pieces[-1].lower() in CITIES
    in_country = "," in part and _COUNTRY.search(part) is not None
    return in_city or in_country or (_PLACE.search(part) is not None and not _OF_ANOTHER.search(part))


def _is_city(place: str) -> bool:
    """Whether a place is only a city, perhaps with its country."""
    return all(part.lower() in CITIES or _COUNTRY.fullmatch(part) for part in re.split(r",\s*(?:the\s+)?", place))


def _tidy_place(text: str) -> str | None:
    place = inline.plain(text).split("\n")[0]
    place = _AT_ANOTHER.sub("", _WITH_ANOTHER.sub("", place))
    place = re.split(r"(?<=[a-z)])\.\s|\s\(|\s+on\s+(?=[A-Z]\w+\s\d)|;", place)[0].strip(" ,.;:()–—-\\")
    room = _ROOM.match(place)
    if room and (behind := re.match(r"\s*(?:,|(?:of|in|at)\s+(?:the\s)?)\s*(?=[A-Z])", place[room.end() :])):
        place = place[room.end() + behind.end() :].strip(" ,")
    place = re.sub(r",?\s+(?:in|at|on)$", "", place)
    pieces = re.split(r"(,\s+|\s+[–—-]\s+)", place)
    for number in range(len(pieces) - 1, 0, -2):
        if _ROOM.fullmatch(pieces[number]):
            del pieces[number - 1 : number + 1]
    place = "".join(pieces)
    for found in reversed(find_dates(place)):
        place = place[: found.begin].strip(" ,.;:()–—-") or place[found.stop :].strip(" ,.;:()–—-")
    return (
        place
        if 2 < len(place) <= LONGEST_TITLE
        and not find_years(place)
        and not is_series(place.split(",")[0])
        and not re.fullmatch(r"tba|tbd|tbc|to be (?:announced|confirmed)", place, re.IGNORECASE)
        else None
    )


def _set_dates(page: ParsedPage, builder: Builder, facts: EventFacts, dated: tuple[FoundDate, int] | None) -> None:
    found = facts.found
    if found is None:
        return
    last = found.end or found.start
    said_by_user = builder.starts.year if builder.starts else None
    year = found.start.year or last.year or _year_elsewhere(page, builder, found) or said_by_user
    start, end = found.start.on(year), last.on(year)
    if start is None or end is None:
        builder.warn("the event's date is given without a year; it is left out", facts.line)
        return
    if found.start.weekday is not None and found.end is None and start.weekday() != found.start.weekday:
        said, true = WEEKDAY_NAMES[found.start.weekday], WEEKDAY_NAMES[start.weekday()]
        builder.warn(f"{start.isoformat()} is a {true}, the text says {said}", facts.line)
    if end >= start:
        year = builder.conference.year or start.year
        builder.conference = replace(builder.conference, start_date=start, end_date=end, year=year)


def _year_elsewhere(page: ParsedPage, builder: Builder, found: FoundDate) -> int | None:
    """The year of a day without one: from the name or the same day elsewhere."""
    day = (found.start.month, found.start.day)
    if builder.conference.year is not None:
        return builder.conference.year
    every = (each.start for block in page.blocks for each in find_dates(inline.plain(block.text)))
    same = {each.year for each in every if each.year and (each.month, each.day) == day}
    return same.pop() if len(same) == 1 else builder.year


def settle_hours(builder: Builder, facts: EventFacts) -> None:
    """Convert the stated hours to the zone of the timetable, or set its zone from them."""
    hours, zone, day = facts.hours or facts.regular, facts.hours_zone, builder.conference.start_date
    if hours is None:
        return
    if zone is not None and builder.timetable_zone is None:
        set_timetable_zone(builder, zone.label, facts.hours_line, day)
    elif zone is not None and zone.iana and builder.timetable_zone and day is not None and hours.end is not None:
        when = datetime.combine(day, time(12))
        if not same_clock(zone.iana, builder.timetable_zone, when):
            start, end = (
                _converted(clock, day, zone.iana, builder.timetable_zone) for clock in (hours.start, hours.end)
            )
            builder.warn(
                f"the hours here are in {zone.label}, the timetable is in {builder.timetable_zone}: "
                f"{hours.start.time:%H:%M}–{hours.end.time:%H:%M} is {start.time:%H:%M}–{end.time:%H:%M} there",
                facts.hours_line,
            )
            facts.hours = TimeRange(start, end, hours.begin, hours.stop)


def _converted(clock: ClockTime, day: date, zone: str, other: str) -> ClockTime:
    moment = datetime.combine(day, clock.time, tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(other))
    return ClockTime(moment.time(), sure=True)
