"""The facts about an event in a site's settings: name, days, place, zone and links, at any depth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import FoundDate, find_dates, find_years
from confnotes.importers.facts.lengths import LONGEST_TITLE
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.prose import plain_title
from confnotes.importers.facts.zones import AOE, find_zone, is_zone
from confnotes.importers.pages.sections import Topic
from confnotes.importers.pages.stated_name import says_what_page
from confnotes.importers.sites.clocks import ConferenceDays
from confnotes.importers.sites.people import section_of
from confnotes.importers.sites.records import AliasedRecord, known_key, maps_in, text_of, words_of
from confnotes.importers.warning_collector import WarningCollector
from confnotes.markup.clock_times import find_times
from confnotes.model.program import Conference, Deadline, Resource, ResourceKind, WarningCode

_DEEPEST = 5  # maps in each other
_ABOUT = ("title", "name", "subtitle", "tagline", "description", "headline", "header")
_MOST = 2_000  # values of all settings
_NAMES = (
    "workshop title", "workshop name", "conference title", "event title", "event name", "seminar title",
    "conference name", "conference full name", "series title", "full name", "full title", "long title", "title", "name",
    "event",
)  # fmt: skip
_PARENTS = ("conference name", "main conference", "parent conference", "conference", "part of", "colocated with")
_WHEN = (
    "date main", "date short", "workshop date", "event date", "dates", "date", "event dates", "conference dates",
    "conference date", "when",
)  # fmt: skip
_FIRST, _LAST = (
    ("startdate", "start date", "date start", "starts", "begin date", "first day", "event start", "conference start"),
    ("enddate", "end date", "date end", "ends", "last day", "event end", "conference end"),
)
_WHERE = (
    "physical location", "venue name", "venue", "location", "place", "where", "workshop location", "about venue",
    "venue title", "conference venue", "event location", "conference location",
)  # fmt: skip
_ZONES = ("timezone", "time zone", "tz", "time zone long", "tz header", "zone")
_LINKS = {
    "registration": ResourceKind.REGISTRATION, "registration link": ResourceKind.REGISTRATION,
    "registration url": ResourceKind.REGISTRATION, "tickets url": ResourceKind.REGISTRATION,
    "zoom link": ResourceKind.VIRTUAL_VENUE, "zoom": ResourceKind.VIRTUAL_VENUE,
    "stream url": ResourceKind.VIRTUAL_VENUE, "livestream": ResourceKind.VIRTUAL_VENUE,
    "contact email": ResourceKind.EMAIL, "email": ResourceKind.EMAIL, "organizer email": ResourceKind.EMAIL,
    "conference url": ResourceKind.EVENT_PAGE, "conference website": ResourceKind.EVENT_PAGE,
}  # fmt: skip
_WEEK = timedelta(days=6)
_TALK_DAY = re.compile(r"\bconference\b|\btalks?\b", re.IGNORECASE)
_EVENT = ("title", "item")  # the readers' names for `evento` and `Veranstaltung`
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
_UNTOLD = re.compile(r"(?:tb[acd]|todo|none|your .*|https?://(?:www\.)?example\.com/?)$", re.IGNORECASE)


@dataclass(slots=True)
class Settings:
    """The facts in a site's settings, and the days that they name."""

    conference: Conference = field(default_factory=Conference)
    days: ConferenceDays = field(default_factory=ConferenceDays)
    resources: list[Resource] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)


def read_settings(
    maps: Sequence[Mapping[str, object]], findings: WarningCollector, starts: date | None = None
) -> Settings:
    """Combine maps of settings; if two maps state the same fact, the first applies.

    `starts` is the first day as stated by the user, if the settings name none.
    """
    stated: dict[str, str] = {}
    settings = Settings()
    texts: list[tuple[str, str]] = []
    for values in maps:
        for path, text in _scalars(values, "", 0):
            if len(texts) < _MOST:
                texts.append((path, text))
                stated.setdefault(path, text)
                stated.setdefault(_known_path(path), text)
        settings.deadlines += key_dates(values)
    conference = _named(stated)
    start, end = _one_day(stated, _FIRST), _one_day(stated, _LAST)
    found = _when(stated) if start is None else None
    year = next(iter(find_years(stated.get("year", ""))), None)
    if found is not None:
        start, end = _in_year(found, year, findings)
    elif start is None and (about := _about(stated)) is not None:
        text, found = about
        start, end = _in_year(found, year, findings)
        findings.tell(f"the days are taken from “{text[:80]}”")
    first = start or starts
    years = set(find_years(conference.name or ""))
    year = year or (years.pop() if first is None and len(years) == 1 else None)
    year = year or (first.year if first else None)
    last = end if end and start and end >= start else first
    until = last if start or first is None else first + _WEEK
    settings.days = ConferenceDays(year, first, until, rest=first if first == last else None)
    _name_days(settings.days, maps)
    venue = _venue(stated)
    zone = _zone(stated, venue, findings)
    settings.conference = Conference(
        name=conference.name,
        part_of=conference.part_of,
        year=year,
        venue=venue,
        start_date=settings.days.first,
        end_date=last,
        timezone=zone,
        url=_address(stated),
    )
    settings.resources = list(_links(stated))
    return settings


def key_dates(values: object) -> list[Deadline]:
    """The key dates of a list of maps, as in `important_dates`; in other values, those under such a key."""
    if isinstance(values, dict):
        return [
            each
            for key, inner in values.items()
            if (section := section_of(str(key))) is not None and section.topic is Topic.DATES and str(key) != "date"
            for each in key_dates(inner if isinstance(inner, list) else None)
        ]
    deadlines = []
    for each in maps_in(values):
        record = AliasedRecord(each)
        title, when = plain_title(record.text("title")), record.text("day") or record.text("time")
        dates = find_dates(when or "")
        day = (dates[-1].start.on(None)) if dates else None
        if title and day is not None:
            clock = find_times(when or "")
            zone = find_zone(when or "")
            deadlines.append(
                Deadline(title, day, clock[0].start.time if clock else None, zone.iana if zone is not None else None)
            )
    return deadlines


def _scalars(values: Mapping[str, object], path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Every text of nested maps with the words of its path."""
    for key, value in values.items():
        here = f"{path} {words_of(str(key))}".strip()
        if (text := text_of(value)) is not None:
            yield here, text
        elif isinstance(value, dict) and depth < _DEEPEST:
            yield from _scalars(value, here, depth + 1)


def _known_path(path: str) -> str:
    """A path in the words of the readers: `titre` is `title`, `evento nome` is `event name`."""
    outer, *inner = map(known_key, path.split())
    return " ".join(("event" if inner and outer in _EVENT else outer, *inner))


def _of(stated: Mapping[str, str], keys: tuple[str, ...]) -> Iterator[str]:
    """The values of these keys, at the top or one level down, the most reliable first."""
    for key in keys:
        for path, text in stated.items():
            if (
                path == key or (path.endswith(" " + key) and path.count(" ") <= key.count(" ") + 1)
            ) and not _UNTOLD.match(text):
                yield text


def _named(stated: Mapping[str, str]) -> Conference:
    """The name, and the parent conference of a workshop."""
    top = {path: text for path, text in stated.items() if path in _NAMES}
    key = next((key for key in _NAMES if key in top and not _UNTOLD.match(top[key])), None)
    name = plain_title(top[key]) if key else None
    if name and (
        _SLUG.fullmatch(name)
        or says_what_page(name)
        or name.lower() in {stated.get("city", "").lower(), stated.get("shortcode", "").lower()}
    ):
        name = None
    part_of = None
    if key is not None and (key.startswith("workshop") or "workshop" in (name or "").lower()):
        part_of = next((plain_title(stated[each]) for each in _PARENTS if each in stated and each != key), None)
    return Conference(name=name, part_of=part_of)


def _when(stated: Mapping[str, str]) -> FoundDate | None:
    for text in _of(stated, _WHEN):
        dates = find_dates(inline.plain(text))
        if dates and (dates[0].start.year or "year" in stated or dates[0].end):
            return dates[0]
    return None


def _about(stated: Mapping[str, str]) -> tuple[str, FoundDate] | None:
    """The only date with a year in a text about the event, and that text."""
    texts = [text for key in _ABOUT if (text := stated.get(key)) and len(text) <= LONGEST_TITLE]
    found = [(text, each) for text in texts for each in find_dates(inline.plain(text))]
    dated = [each for each in found if each[1].start.year or (each[1].end and each[1].end.year)]
    return dated[0] if dated and len({each.start.day for _, each in found}) == 1 else None


def _in_year(found: FoundDate, year: int | None, findings: WarningCollector) -> tuple[date | None, date | None]:
    """The first and last day of a range; a year that the settings state separately takes priority, with a warning."""
    stated = found.start.year or (found.end.year if found.end else None)
    if stated is not None and year is not None and stated != year:
        findings.tell(f"the dates are those of {stated}, the year is {year}; {year} is taken")
        stated = year
    first = replace(found.start, year=stated or year).on(None)
    last = replace(found.end, year=stated or year or found.end.year).on(None) if found.end else first
    return first, last


def _one_day(stated: Mapping[str, str], keys: tuple[str, ...]) -> date | None:
    for key in keys:
        dates = find_dates(stated.get(key, ""))
        if dates:
            return dates[0].start.on(None)
    return None


def _name_days(days: ConferenceDays, maps: Iterable[Mapping[str, object]]) -> None:
    """Set the days with names in the settings: maps with an `event` and a `date`."""
    for values in maps:
        for inner in values.values():
            listed = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ()
            for each in (one for one in listed if isinstance(one, dict)):
                name, day = text_of(each.get("event")) or text_of(each.get("name")), _day_in(each.get("date"), days)
                if name and day is not None:
                    days.named.append((name, day))
        conference = values.get("date")
        if isinstance(conference, dict) and isinstance(main := conference.get("conference"), dict):
            days.talks = days.talks or _day_in(main.get("date"), days)
    days.talks = days.talks or next((day for name, day in days.named if _TALK_DAY.search(name)), None)


def _day_in(value: object, days: ConferenceDays) -> date | None:
    dates = find_dates(text_of(value) or "")
    return dates[0].start.on(days.year) if dates else None


def _venue(stated: Mapping[str, str]) -> str | None:
    venue = next((said for text in _of(stated, _WHERE) if (said := plain_title(inline.plain(text)))), None)
    city = stated.get("city")
    if venue and city and city.lower() not in venue.lower():
        return f"{venue}, {city}"
    return venue or city


def _zone(stated: Mapping[str, str], venue: str | None, findings: WarningCollector) -> str | None:
    places = " ".join(text for key in ("city", "local area", "area", "country") if (text := stated.get(key)))
    for text in _of(stated, _ZONES):
        if is_zone(text) and "/" in text:
            return text
        if text.isalpha() and text.isupper():
            text = f"0:00 {text}"  # words such as WEST are zones only after a time, or as the value of a zone's key
        zone = find_zone(text, f"{venue or ''} {places}")
        if zone is None or zone.iana == AOE:
            continue
        other = find_zone(text[zone.stop :], places)
        if other is not None and other.iana not in (None, AOE, zone.iana) and not other.iana.startswith("Etc/"):
            findings.tell(f"“{text}” names two time zones", code=WarningCode.ZONE_UNKNOWN)
            return None
        if zone.iana is None:
            findings.tell(
                f"“{zone.label}” can mean several time zones",
                code=WarningCode.ZONE_UNKNOWN,
            )
            return None
        if zone.label != zone.iana:
            because = f", because of {zone.settled_by}" if zone.settled_by else ""
            findings.tell(f"“{zone.label}” is read as {zone.iana}{because}")
        return zone.iana
    return None


def _address(stated: Mapping[str, str]) -> str | None:
    url = stated.get("url") or stated.get("base url") or stated.get("baseurl")
    if not url or not url.startswith(("http://", "https://")) or _UNTOLD.match(url) or "localhost" in url:
        return None
    base = stated.get("baseurl", "")
    return url.rstrip("/") + base if base.startswith("/") and "url" in stated else url


def _links(stated: Mapping[str, str]) -> Iterator[Resource]:
    for path, text in stated.items():
        kind = _LINKS.get(path)
        if kind is None or _UNTOLD.match(text):
            continue
        if kind is ResourceKind.EMAIL and "@" in text and " " not in text:
            yield resource(text, None)
        elif text.startswith(("http://", "https://")):
            label = stated.get("conference name") if path.startswith("conference") else None
            yield Resource(kind, text, label)
