"""When and where: an event's day, hours, room and venue, from its preamble, dates and the sentence that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import takewhile
from zoneinfo import ZoneInfo

from confnotes.importers.facts import inline
from confnotes.importers.facts.acronyms import PARENT, parents_in
from confnotes.importers.facts.dates import WEEKDAY_NAMES, FoundDate, find_dates, find_years
from confnotes.importers.facts.places import CITIES
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.facts.zones import AOE, Zone, find_zone
from confnotes.importers.pages.blocks import Block, BlockKind
from confnotes.importers.pages.builder import Builder
from confnotes.importers.pages.front_program import front_lines
from confnotes.importers.pages.page import ParsedPage
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
_WHEN = re.compile(rf"^\W*(?:{_DATE_WORD}|datum|wann|quand|fecha){_LABEL_END}", re.IGNORECASE)
_VENUE_WORD = r"where|venue|location|place|conference\s+venue|ort|wo|lieu|où|lugar|address"
_WHERE = re.compile(rf"^\W*(?:{_VENUE_WORD}){_LABEL_END}(?P<place>.+)$", re.IGNORECASE | re.DOTALL)
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
_AMERICAS = r"USA|U\.S\.A?\.?|Canada|Brazil|Mexico|Hawaii|California|Louisiana|Dominican Republic|Chile|Colombia"
_SOUTH_AMERICA = "Argentina|Peru|Uruguay|Costa Rica|Puerto Rico"
_WEST_EUROPE = "UK|Germany|France|Austria|Italy|Spain|Portugal|Switzerland|Netherlands|Belgium|Ireland|Luxembourg"
_SMALL_EUROPE = "Scotland|Wales|England|Liechtenstein|Monaco|Malta|Cyprus|Greece"
_NORTH_EUROPE = "Sweden|Norway|Denmark|Finland|Estonia|Iceland|Latvia|Lithuania"
_EAST_EUROPE = "Poland|Croatia|Slovenia|Hungary|Czech(?:ia| Republic)|Romania|Bulgaria|Serbia|Ukraine|Russia|Turkey"
_OWN_NAMES = "España|Deutschland|Österreich|Schweiz|Suisse|Italia|Belgique"
_ASIA = "Japan|China|Korea|India|Singapore|Thailand|Taiwan|Vietnam|Indonesia|Malaysia|Philippines|Hong Kong"
_NEAR_EAST = "Israel|UAE|Qatar|Saudi Arabia"
_AFRICA = "Rwanda|Ethiopia|South Africa|Morocco|Tunisia|Egypt|Kenya|Ghana|Nigeria"
_COUNTRY = re.compile(
    rf"\b(?:{_AMERICAS}|{_SOUTH_AMERICA}|{_WEST_EUROPE}|{_SMALL_EUROPE}|{_NORTH_EUROPE}|{_EAST_EUROPE}|{_OWN_NAMES}"
    rf"|{_ASIA}|{_NEAR_EAST}|{_AFRICA}|Australia|New Zealand)\b"
)


@dataclass(slots=True)
class EventFacts:
    """The event's day or days, hours and room as one line of the page states them."""

    found: FoundDate | None = None
    line: int | None = None
    hours: TimeRange | None = None
    hours_zone: Zone | None = None
    hours_line: int | None = None
    room: str | None = None
    regular: TimeRange | None = None


def gather(page: ParsedPage, builder: Builder, dated: tuple[FoundDate, int] | None) -> EventFacts:
    """Read when and where; venue, dates and zone go to the builder's conference, the rest is returned."""
    facts = EventFacts()
    candidates = _candidates(page)
    places: list[str] = []
    online = False
    for block, text, strength in candidates:
        if strength < 1 and not _HELD.search(text) and not _WHEN.match(text) and not _WHERE.match(text):
            continue
        for sentence in _SENTENCE_END.split(text):
            _dates_of(facts, sentence, block, strength)
            venue = _venue_of(sentence, strength)
            if venue:
                places.append(venue)
            room = _ROOM.search(sentence)
            if facts.room is None and strength == 2 and re.search(r"\d", sentence):
                named = _ROOM_LABEL.fullmatch(sentence)
                facts.room = named.group(1) if named else room_of(sentence)
            if room and facts.room is None and (strength or _HELD.search(sentence)):
                facts.room = room.group(1).strip(" .")
            if _ONLINE.search(sentence) and not re.search(
                r"\b(?:hybrid|in[- ]person|both|also|or virtual)\b", sentence, re.IGNORECASE
            ):
                online = True
    if facts.found is None and dated is not None:
        facts.found, facts.line = dated
    _set_dates(page, builder, facts, dated)
    exact = [place for place in places if not _is_city(place)]
    venue = exact[0] if exact else places[0] if places else None
    if venue is None and online:
        venue = "online"
    builder.conference = replace(builder.conference, venue=venue)
    return facts


def _candidates(page: ParsedPage) -> list[tuple[Block, str, int]]:
    """Lines that may say when and where: strength 2 for the preamble, 1 for a venue section, 0 for prose elsewhere."""
    out: list[tuple[Block, str, int]] = [
        (Block(BlockKind.TEXT, line, text), text, 2) for text, line in front_lines(page)
    ]
    for number, section in enumerate(page.sections):
        topic = section.section.topic
        if topic is Topic.SCHEDULE and number == 1:
            out += [
                (block, inline.plain(block.text), 2)
                for block in takewhile(lambda each: not begins_with_time(each), section.blocks)
                if block.kind is BlockKind.TEXT
                and re.search(r"workshop|conference|symposium", block.text, re.IGNORECASE)
            ]
        if topic in (Topic.PEOPLE, Topic.CALL, Topic.PAPERS, Topic.TALKS, Topic.DATES) or (
            topic is Topic.SCHEDULE and number
        ):
            if topic is Topic.SCHEDULE and section.heading is not None and find_dates(section.title):
                out.append((section.heading, section.title, 2))
            continue
        strength = 2 if number == 0 else 1 if topic is Topic.VENUE else 0
        timed = sum(begins_with_time(block) for block in section.blocks) >= 3
        listed = not timed and is_calendar(section.blocks)
        for block in section.blocks:
            if (listed and begins_with_date(block)) or (timed and begins_with_time(block)):
                break
            if block.kind is BlockKind.ROW and not (block.header and len(block.cells) > 2):
                out.append((block, ": ".join(inline.plain(cell) for cell in block.cells), strength))
            elif block.kind in (BlockKind.TEXT, BlockKind.ITEM, BlockKind.HEADING):
                for line in _PIECES.split(inline.plain(block.text.replace("\n", " | "))):
                    text = inline.without_emoji(line.replace("📍", "Where: ")).strip()
                    out.append((block, text, strength if len(text) < 200 else 0))
    return out


def _dates_of(facts: EventFacts, text: str, block: Block, strength: int) -> None:
    if _NOT_EVENT.search(text):
        return
    if is_of_the_page(text) or (strength == 0 and not _HELD.search(text) and not _WHEN.match(text)):
        return
    dates = find_dates(text)
    ranges = find_times(text)
    wider = facts.found is not None and facts.found.end is None and any(_holds(each, facts.found) for each in dates)
    if dates and (facts.found is None or wider):
        facts.found = next(each for each in dates if not wider or _holds(each, facts.found))
        facts.line = block.line
    if ranges and facts.hours is None and (dates or _WHEN.match(text) or strength == 2):
        times = ranges[0]
        if times.end is None and len(ranges) == 2:
            times = TimeRange(times.start, ranges[1].start, times.begin, ranges[1].stop)
        if times.end is None and _REGULARLY.search(text):
            facts.regular, facts.hours_line = facts.regular or times, block.line
            zone = find_zone(text[times.begin :], places=text)
            facts.hours_zone = zone if zone and zone.iana != AOE else None
        if times.end is not None:
            facts.hours, facts.hours_line = times, block.line
            zone = find_zone(text[times.begin :], places=text)
            facts.hours_zone = zone if zone and zone.iana != AOE else None


def _holds(days: FoundDate, day: FoundDate | None) -> bool:
    """Whether a stated range of days begins with a day that was taken from front matter for the whole event."""
    return (
        day is not None
        and days.end is not None
        and (days.start.month, days.start.day, days.start.year or days.end.year)
        == (day.start.month, day.start.day, day.start.year)
    )


def _venue_of(text: str, strength: int) -> str | None:
    where = _WHERE.match(text)
    if where:
        return _tidy_place(where.group("place"))
    if strength or _HELD.search(text):
        match = _AT_VENUE.search(text)
        if (
            match
            and (strength == 2 or _HELD.search(text))
            and not re.search(r"professor|student|department|researcher", text[: match.start()], re.IGNORECASE)
        ):
            return _tidy_place(match.group("place"))
        if _HELD.search(text) and "originally" not in text.lower() and (city := _IN_CITY.search(text)):
            place = city.group("place")
            if place.split(",")[0].lower() in CITIES or _COUNTRY.search(place):
                return _tidy_place(place)
        undated = text
        for day in reversed(find_dates(text)):
            undated = undated[: day.begin].rstrip(" ,") + " ; " + undated[day.stop :]
        beside = _BESIDE_ANOTHER.search(undated)
        if beside and (beside.group("place").split(",")[0].lower() in CITIES or _COUNTRY.search(beside.group("place"))):
            return _tidy_place(beside.group("place"))
        free = _FREE_VENUE.search(text) if strength == 2 and _HELD.search(text) else None
        if free and not find_times(free.group("place")) and not parents_in(free.group("place")):
            return _tidy_place(free.group("place"))
    if strength == 2 and len(text) < 120 and not _HELD.search(re.sub(r"\([^()]*\)", "", text)):
        rest = text
        for found in reversed(find_dates(text)):
            rest = rest[: found.begin] + "\x1f" + rest[found.stop :]
        for clock in reversed(find_times(rest)):
            rest = rest[: clock.begin] + "\x1f" + rest[clock.stop :]
        rest = _ROOM.sub("\x1f", re.sub(r"\x1f\s*\([A-Z]{2,5}\)", "\x1f", rest))
        parts = [part.strip(" ,;|·•–—-()@") for part in re.split(r"\x1f|\s[|·•–—]\s|\||;|(?<=Workshop),\s", rest)]
        for part in parts:
            pieces = part.split(", ")
            while len(pieces) > 1 and (parents_in(pieces[0]) or re.search(r"\bworkshop\b", pieces[0], re.IGNORECASE)):
                pieces.pop(0)
            part = ", ".join(pieces)
            if (
                part
                and len(part) < 90
                and not find_times(part)
                and _PLACE.search(part)
                and not re.search(
                    r"\b(?:workshop|conference on|symposium|seminar on|organi[sz]ed by|hosted by)\b",
                    part,
                    re.IGNORECASE,
                )
            ):
                return _tidy_place(part)
            if (
                part
                and len(part) < 90
                and not find_times(part)
                and (
                    part.split(",")[0].lower() in CITIES
                    or part.split(", ")[-1].lower() in CITIES
                    or (_COUNTRY.search(part) and "," in part)
                )
            ):
                return _tidy_place(part)
    return None


def _is_city(place: str) -> bool:
    """Whether a place is no more than a city, perhaps with its country."""
    return all(part.lower() in CITIES or _COUNTRY.fullmatch(part) for part in re.split(r",\s*(?:the\s+)?", place))


def _tidy_place(text: str) -> str | None:
    place = inline.plain(text).split("\n")[0]
    place = _AT_ANOTHER.sub("", _WITH_ANOTHER.sub("", place))
    place = re.split(r"(?<=[a-z)])\.\s|\s\(|\s+on\s+(?=[A-Z]\w+\s\d)|;", place)[0].strip(" ,.;:()–—-")
    room = _ROOM.match(place)
    if room and (behind := re.match(r"\s*(?:,|(?:of|in|at)\s+(?:the\s)?)\s*(?=[A-Z])", place[room.end() :])):
        place = place[room.end() + behind.end() :].strip(" ,")
    pieces = re.split(r"(,\s+|\s+[–—-]\s+)", place)
    for number in range(len(pieces) - 1, 0, -2):
        if _ROOM.fullmatch(pieces[number]):
            del pieces[number - 1 : number + 1]
    place = "".join(pieces)
    for found in reversed(find_dates(place)):
        place = place[: found.begin].strip(" ,.;:()–—-") or place[found.stop :].strip(" ,.;:()–—-")
    return (
        place
        if 2 < len(place) < 160
        and not find_years(place)
        and not re.fullmatch(r"tba|tbd|tbc|to be (?:announced|confirmed)", place, re.IGNORECASE)
        else None
    )


def _set_dates(page: ParsedPage, builder: Builder, facts: EventFacts, dated: tuple[FoundDate, int] | None) -> None:
    found = facts.found
    if found is None:
        return
    last = found.end or found.start
    year = found.start.year or last.year
    if (
        year is None
        and dated is not None
        and (dated[0].start.month, dated[0].start.day) == (found.start.month, found.start.day)
    ):
        year = dated[0].start.year
    if year is None:
        year = builder.conference.year
    if year is None:
        same = {
            each.start.year
            for block in page.blocks
            for each in find_dates(inline.plain(block.text))
            if each.start.year and (each.start.month, each.start.day) == (found.start.month, found.start.day)
        }
        year = same.pop() if len(same) == 1 else builder.year
    start, end = found.start.on(year), last.on(year)
    if start is None or end is None:
        builder.warn("the event's date is given without a year; it is left out", facts.line)
        return
    if found.start.weekday is not None and found.end is None and start.weekday() != found.start.weekday:
        builder.warn(
            (
                f"{start.isoformat()} is a {WEEKDAY_NAMES[start.weekday()]}, the text says "
                f"{WEEKDAY_NAMES[found.start.weekday]}"
            ),
            facts.line,
        )
    if end < start:
        return
    builder.conference = replace(
        builder.conference, start_date=start, end_date=end, year=builder.conference.year or start.year
    )


def settle_hours(builder: Builder, facts: EventFacts) -> None:
    """Bring the stated hours into the zone of the timetable, or take the zone from them where it has none."""
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
