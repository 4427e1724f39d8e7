"""The common part of schedule.xml and schedule.json: a conference, and records of events that become talks.

The readers pass records as in the source; here they are interpreted. Both formats are described at
c3voc.de/wiki/schedule, with an XML schema and JSON schemas (v1, v2) at github.com/voc/schedule, and are written by
Pentabarf, frab, pretalx, wafer, the congress hub and many scripts. Only the names come from the schemas: values may be
missing, of another type, under an older name, or escaped for HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from confnotes.importers.facts.kinds import item_kind, may_name_kind, word_kind
from confnotes.importers.facts.lengths import LONGEST_NAME
from confnotes.importers.facts.links import join_url
from confnotes.importers.facts.moments import day_of, moment_of
from confnotes.importers.facts.people import in_role
from confnotes.importers.facts.person_lists import ROLE_WORDS, split_people
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.records.values import Keys, Record, listed, localized_text
from confnotes.importers.schedule.times import Clocks, ScheduleDay, TimeSlot, day_in, stated_zone
from confnotes.importers.slots import add_days
from confnotes.importers.warning_collector import Place, WarningCollector
from confnotes.markup.names import fold
from confnotes.markup.reference_kinds import kind_of, kind_of_label
from confnotes.markup.references import resource_of
from confnotes.model.program import (
    Conference,
    Kind,
    Program,
    ReadProgram,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)

TITLES = ("title", "name")
DATES = ("date", "start_date", "start_time", "schedule_start")
_STARTS = ("start", "start_time")
_ENDS = ("end", "end_time", "schedule_end", "end_date")
_LENGTHS = ("duration", "schedule_duration")
_PEOPLE = ("persons", "participants", "speakers", "moderators", "speaker")
_NAMES = ("public_name", "full_public_name", "name", "full_name", "display_name")
_AFFILIATIONS = ("organization", "organisation", "affiliation", "company")
_PAGES = ("url", "profile", "website")
_VIDEOS = ("video_download_url", "recording_url", "video_url", "video", "recording")
_ESCAPED_TWICE = re.compile(r"&amp;(?=(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});)")
_QUOTE = "&quot;"
_CANCELLED_STATES = frozenset(("canceled", "cancelled", "withdrawn", "rejected", "deleted"))
_CANCELLED = "(?:cancell?ed|abgesagt|entfällt|annulée?|cancelad[oa])"
_CANCELLED_TITLE = re.compile(
    r"\W*(?:CANCELL?ED|ABGESAGT|ENTFÄLLT)\b"
    rf"|(?i:.*[\[(*]\s*{_CANCELLED}\s*[\])*:]|{_CANCELLED}\s*[:\u2013\u2014-])"
)


@dataclass(slots=True)
class ScheduledEvent:
    """The record of an event, with its day and room, and its place in the source.

    `texts` are the texts of its keys, in the language of the event if there are several.
    """

    record: Record
    day: ScheduleDay | None = None
    room: str = ""
    place: Place = None
    texts: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        language = localized_text(self.record.get("language")) or localized_text(self.record.get("content_locale"))
        self.texts = texts_of(self.record, language)


@dataclass(slots=True)
class EventSchedule:
    """A schedule as in the source: the record of the conference, and the events.

    `base_url` is the base of relative links, `names` are those of tracks and rooms, and `pages` those of people, by the
    keys that events use.
    """

    conference: Record = field(default_factory=dict)
    events: list[ScheduledEvent] = field(default_factory=list)
    base_url: str = ""
    names: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def texts_of(record: Record, language: str | None = None) -> dict[str, str]:
    """The non-empty texts of a record's keys: texts, numbers, and texts by language."""
    texts = {}
    for key, value in record.items():
        text = value.strip() if type(value) is str else localized_text(value, language) if value else None
        if text:
            texts[key] = _ESCAPED_TWICE.sub("&", text) if "&amp;" in text else text
    return texts


def text_at(record: Record, *keys: str) -> str:
    """The first non-empty text of these keys."""
    return next((text for key in keys if key in record and (text := texts_of({key: record[key]}).get(key))), "")


def program_of(schedule: EventSchedule, format_name: str, findings: WarningCollector) -> ReadProgram:
    """The program of a schedule, and warnings."""
    about = schedule.conference
    base_url = text_at(about, "base_url") or schedule.base_url
    zone = stated_zone(text_at(about, "time_zone_name", "timezone", "time_zone"), findings)
    clocks = Clocks(text_at(about, "day_change"), findings)
    slots = [(_slot(event), event.place) for event in schedule.events]
    people = [list(_speakers(event.record, schedule, findings)) for event in schedule.events]
    starts, zone = clocks.starts(slots, zone)
    speakers = _trusted(schedule.events, people, findings)
    talks = [
        _talk(event, start, clocks.end(slot, start, event.place), people, schedule, base_url, findings)
        for event, (slot, _), start, people in zip(schedule.events, slots, starts, speakers, strict=True)
    ]
    sessions = (Session(talks=tuple(_once_each(talks, schedule.events, findings))),)
    conference = Conference(
        name=plain_title(text_at(about, *TITLES, "acronym")),
        venue=_venue(about),
        start_date=day_in(text_at(about, "start", "start_date"), zone),
        end_date=_last_day(day_in(text_at(about, "end", "end_date"), zone), schedule.events),
        timezone=zone.key if zone else None,
        url=_page(text_at(about, "url")) or _page(base_url),
        description=prose(text_at(about, "subtitle", "description")),
    )
    _check_days(conference, talks, schedule.events, findings)
    program = Program(add_days(conference, sessions), sessions)
    return ReadProgram(format_name, program, findings.warnings())


def _last_day(end: date | None, events: Iterable[ScheduledEvent]) -> date | None:
    """The last day of a conference with that end: the day whose program runs past midnight into its date, if any."""
    listed_days = {event.day.date: event.day for event in events if event.day and event.day.date}
    last = max(listed_days, default=None)
    if end is None or last is None or end <= last:
        return end
    over = moment_of(listed_days[last].end)
    return last if over and over.date() == end else end


def schedule_day(record: Record) -> ScheduleDay:
    """The day of a record with a date, or with a begin and an end."""
    begin, end = text_at(record, "day_start", "start"), text_at(record, "day_end", "end")
    return ScheduleDay(day_of(text_at(record, "date")) or day_of(begin), begin, end)


def _first(texts: dict[str, str], keys: Keys) -> str:
    for key in keys:
        if key in texts:
            return texts[key]
    return ""


def _slot(event: ScheduledEvent) -> TimeSlot:
    date, start, end, length = [_first(event.texts, keys) for keys in (DATES, _STARTS, _ENDS, _LENGTHS)]
    return TimeSlot(date, start, end, length, event.day)


def _talk(
    event: ScheduledEvent,
    start: datetime | None,
    end: datetime | None,
    speakers: tuple[Speaker, ...],
    schedule: EventSchedule,
    base_url: str,
    findings: WarningCollector,
) -> Talk:
    said_of = event.texts.get
    language = said_of("language") or said_of("content_locale") or ""
    title = plain_title(said_of("title") or said_of("name"))
    if title is None:
        findings.tell("{n} {talks|talk} without a title", event.place)
    track = _named(event, schedule.names, "track", "track_name")
    label = said_of("type") or said_of("event_type") or said_of("kind") or ""
    kind = _kind(title or "", label, track, spoken=bool(speakers))
    if kind is Kind.KEYNOTE:
        speakers = tuple(in_role(speakers, Role.KEYNOTE))
    state = said_of("state") or said_of("status") or ""
    return Talk(
        title=title,
        id=said_of("guid") or said_of("id") or said_of("code") or said_of("slug"),
        kind=kind,
        start=start,
        end=end,
        room=_label(_named(event, schedule.names, "room", "room_name", "venue") or event.room),
        track=_label(track),
        language=language or None,
        abstract=_abstract(event.texts),
        speakers=speakers,
        resources=resources_of(links, base_url) if (links := list(_links(event))) else (),
        cancelled=state.lower() in _CANCELLED_STATES or _CANCELLED_TITLE.match(title or "") is not None,
    )


def _abstract(texts: dict[str, str]) -> str | None:
    """Subtitle in italics, abstract and description, each once."""
    parts: list[str] = []
    if subtitle := plain_title(texts.get("subtitle")):
        parts.append(f"*{subtitle.replace('*', chr(92) + '*')}*")
    abstract, description = (prose(_unquoted(texts.get(key, ""))) for key in ("abstract", "description"))
    if abstract and not (description and description.startswith(abstract)):
        parts.append(abstract)
    if description:
        parts.append(description)
    return "\n\n".join(parts) or None


def _unquoted(text: str) -> str:
    """A text without the escaped quotation marks that some exports put around it."""
    if text.startswith(_QUOTE) and text.endswith(_QUOTE) and len(text) >= 2 * len(_QUOTE):
        return text[len(_QUOTE) : -len(_QUOTE)]
    return text


def _named(event: ScheduledEvent, names: dict[str, str], *keys: str) -> str:
    """The name of a room or track, from text, an object, or its slug or guid."""
    for key in keys:
        inner = event.record.get(key)
        if isinstance(inner, dict) and not (texts := texts_of(inner)).get("name"):
            known = (names.get(texts.get(handle, "")) for handle in ("slug", "guid"))
            return next(filter(None, known), "") or texts.get("slug") or localized_text(inner) or ""
        if text := event.texts.get(key):
            return names.get(text, text)
    return ""


def _speakers(record: Record, schedule: EventSchedule, findings: WarningCollector) -> Iterator[Speaker]:
    for key in _PEOPLE:
        for person in listed(record.get(key)) if key in record else ():
            if isinstance(person, str):  # text is kept unchanged, or split into several people
                people = split_people(person)
                name = plain_title(person) if len(people) == 1 else None
                yield from (Speaker(name),) if name else people
            elif isinstance(person, dict):
                texts = texts_of(person)
                code, role = texts.get("code", ""), texts.get("role") or ("moderator" if key == "moderators" else "")
                if code and not _CODE.fullmatch(code):
                    odd = "{n} {talks|talk} with a speaker's code that the format does not allow, such as "
                    findings.tell(f"{odd}“{code[:40]}”", f'"{code}"', kind="code")
                found = _speaker(texts, role, schedule.pages)
                if found is not None:
                    yield found


def _speaker(texts: dict[str, str], role: str, pages: Mapping[str, str]) -> Speaker | None:
    """A person of an event; None without a name.

    The id is pretalx's code, which is globally unique, else the guid or number in the schedule.
    """
    name = plain_title(_first(texts, _NAMES))
    if name is None:
        return None
    code, guid, affiliation = texts.get("code", ""), texts.get("guid", ""), _first(texts, _AFFILIATIONS)
    number = guid or texts.get("id", "")
    url = _first(texts, _PAGES) or pages.get(guid, "")
    own = f"frab:{number}" if number.lower() not in _NO_ID else None
    return Speaker(
        name=name,
        affiliation=plain_title(affiliation) if affiliation else None,
        url=url if url.startswith(("http://", "https://")) else None,
        role=ROLE_WORDS.get(role.lower().replace("_", " "), Role.SPEAKER),
        id=f"pretalx:{code}" if code and _CODE.fullmatch(code) else own,
    )


def _links(event: ScheduledEvent) -> Iterator[EventLink]:
    record = event.record
    for key in ("url", "link", "origin_url", "slug"):
        url = event.texts.get(key)
        if url and (key != "slug" or "://" in url):
            yield EventLink(url, type="page")
    for keys, kind in ((("links", "attachments"), ""), (_VIDEOS, "video")):
        for key in keys:
            for each in listed(record.get(key)) if key in record else ():
                if isinstance(each, str):
                    yield EventLink(each, type=kind)
                elif isinstance(each, dict):
                    said_of = texts_of(each).get
                    url = said_of("url") or said_of("href") or said_of("link") or ""
                    label = said_of("title") or said_of("name") or said_of("text") or ""
                    yield EventLink(url, "", kind) if kind else EventLink(url, label, said_of("type", ""))


def _trusted(
    events: Sequence[ScheduledEvent], people: Sequence[Sequence[Speaker]], findings: WarningCollector
) -> list[tuple[Speaker, ...]]:
    """The speakers of each event; if one id has several names, all ids are dropped."""
    owners: dict[str, str] = {}
    shared: set[str] = set()
    for event, speakers in zip(events, people, strict=True):
        for speaker in speakers:
            owner = owners.setdefault(speaker.id, speaker.name) if speaker.id else speaker.name
            if speaker.id and owner != speaker.name and fold(owner) != fold(speaker.name):
                shared.add(speaker.id)
                findings.tell(
                    "{n} {talks|talk} whose speaker shares an id with somebody else; the id is left out", event.place
                )
    return [_once(speakers, shared) for speakers in people]


def _once(speakers: Sequence[Speaker], shared: set[str]) -> tuple[Speaker, ...]:
    if shared and any(each.id in shared for each in speakers):
        speakers = [replace(each, id=None) if each.id in shared else each for each in speakers]
    return tuple(speakers) if len(speakers) < 2 else tuple({(each.id, each.name): each for each in speakers}.values())


def _once_each(talks: Sequence[Talk], events: Sequence[ScheduledEvent], findings: WarningCollector) -> list[Talk]:
    """The talks without repetitions: at the same time in several rooms, it is one talk in all of them."""
    counts = Counter(talk.id for talk in talks)
    if all(count == 1 for key, count in counts.items() if key is not None):
        return list(talks)
    found: dict[object, Talk] = {}
    for number, (talk, event) in enumerate(zip(talks, events, strict=True)):
        slot = number if talk.id is None or counts[talk.id] == 1 else (talk.id, talk.start, talk.title)
        known = found.get(slot)
        if known is None:
            found[slot] = talk
        elif talk.room and talk.room not in (known.room or "").split(", "):
            found[slot] = replace(known, room=f"{known.room}, {talk.room}" if known.room else talk.room)
            findings.tell(
                "{n} {talks|talk} in several rooms at the same time; it is one talk in all of them", event.place
            )
        else:
            findings.tell("{n} {talks|talk} listed twice; it is kept once", event.place)
    return list(found.values())


@lru_cache(maxsize=1024)
def _label(text: str) -> str | None:
    return plain_title(text)


def _venue(conference: Record) -> str | None:
    venue, city = (plain_title(text_at(conference, key)) for key in ("venue", "city"))
    return f"{venue}, {city}" if venue and city and city.lower() not in venue.lower() else venue or city


def _page(url: str) -> str | None:
    return url if url.startswith(("http://", "https://")) and "//localhost" not in url else None


def _check_days(
    conference: Conference, talks: Sequence[Talk], events: Sequence[ScheduledEvent], findings: WarningCollector
) -> None:
    first, last = conference.start_date, conference.end_date
    if first is None or last is None or last < first:
        return
    for talk, event in zip(talks, events, strict=True):
        if talk.day and (talk.day < first or (talk.day - last).days > 1):
            findings.tell("{n} {talks|talk} outside the days of the conference", event.place)


_CODE = re.compile(r"[A-Z0-9]{4,16}")
_NO_ID = frozenset(("", "0", "none", "null"))
_TYPES = {
    Kind.TALK: "lecture talk devroom maintrack session event default vortrag presentation standard",
    Kind.LIGHTNING: "lightningtalk lightning",
    Kind.PANEL: "podium discussion bof",
    Kind.WORKSHOP: "workshop assembly-workshop",
    Kind.TUTORIAL: "training hands-on class course",
    Kind.SOCIAL: "concert party djset dj music social get-together",
    Kind.REMARKS: "opening closing welcome ceremony",
    Kind.BREAK: "break pause lunch",
    Kind.OTHER: "other meeting meta film movie performance game games contest theater theatre show exhibition sports",
}
_KINDS = {word: kind for kind, words in _TYPES.items() for word in words.split()}
_PUNCTUATION = str.maketrans(dict.fromkeys(":,;.!?/&+-–—()[]\"'", " "))
_SEPARATORS = re.compile(r"[\s_]+")
_TITLE_WORDS = """
    keynote keynotes panel lightning opening closing welcome break pause lunch dinner breakfast party registration
    reception poster posters ceremony social coffee begrüßung eröffnung verabschiedung mittagspause mittagessen
    kaffeepause roundtable
"""
_SAID_IN_TITLES = frozenset(_TITLE_WORDS.split())


def _kind(title: str, type_: str, track: str, *, spoken: bool) -> Kind:
    """The kind of an event; `spoken` if it has speakers: then a party in its title is the talk's topic."""
    by_type = _kind_of_label(type_) if type_ else None
    if by_type is not None and by_type not in (Kind.TALK, Kind.OTHER):
        return by_type
    words = title.lower().translate(_PUNCTUATION).split() if len(title) <= LONGEST_NAME and may_name_kind(title) else ()
    if not _SAID_IN_TITLES.isdisjoint(words):
        by_title = item_kind(title)
        if by_title is not None and not (spoken and by_title is Kind.SOCIAL):
            return by_title
    by_track = _kind_of_label(track) if track else None
    if by_track is not None and by_track not in (Kind.TALK, Kind.OTHER):
        return by_track
    return by_type or Kind.TALK


@lru_cache(maxsize=1024)
def _kind_of_label(label: str) -> Kind | None:
    words = _SEPARATORS.sub(" ", label).strip().lower()
    known = _KINDS.get(words) or _KINDS.get(words.replace(" ", "-"))
    if known is not None:
        return known
    return item_kind(words) or word_kind(words)


_FEEDBACK = r"(?:(?:submit|send|give|leave|provide|your|event|session|talk)\s+)*feedback(?:\s+(?:form|here|page))?\W*"
_CHAT = r"(?:[\w-]+\s+)?chat(?:\s?room)?(?:\s?\(?\w+\)?)?\W*"
_TALK_THERE = r"(?:join|enter)\s+(?:the\s+)?(?:chat|conversation|discussion)\b.*"
_CHANNEL = r"(?:matrix|irc|xmpp|rocket\.?chat|mattermost)(?:\s+(?:room|channel))?\W*"
_CALENDAR = r"add\s+to\s+(?:my\s+|your\s+)?(?:calendar|schedule)\W*"
_NO_CONTENT = re.compile(
    rf"{_FEEDBACK}|{_CHAT}|{_TALK_THERE}|{_CHANNEL}|{_CALENDAR}|(?:log|sign)[ -]?in\W*|i?cal(?:endar)?\W*",
    re.IGNORECASE,
)
_FEEDBACK_PATH = r"/feedback(?:/?\Z|/?[?#]|/\w+(?:\.php)?/?\Z)"
_NO_CONTENT_URL = re.compile(
    rf"https?://(?:chat\.|matrix\.to/)|{_FEEDBACK_PATH}|\Aircs?:|\Axmpp:|/#/room/", re.IGNORECASE
)
_NO_CONTENT_WORDS = "feedback chat matrix irc xmpp mattermost cal log sign join enter room"
_NO_CONTENT_SIGNS = tuple(_NO_CONTENT_WORDS.split())
_ADDRESS = re.compile(r"(?:https?://|mailto:|ftp://|www\.)\S+|[^\s:]+@[^\s:]+\.\w+|/(?!/)\S*|[\w./%-]+", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]*\)\s*\Z")


@dataclass(slots=True)
class EventLink:
    """A link as in the source; `type` is the source's name for its kind, or `page` for the event's own page."""

    url: str
    label: str = ""
    type: str = ""


def resources_of(links: Iterable[EventLink], base_url: str) -> tuple[Resource, ...]:
    """Each address once, with its first label; forms for feedback, chat rooms and the like are left out."""
    found: dict[str, Resource] = {}
    for link in links:
        label = plain_title(link.label) or ""
        url = link.url.strip()
        if not url and "://" in label and " " not in label:
            url, label = label, ""
        type_ = link.type.lower()
        if not url or type_ == "feedback" or not (url.startswith("http") or _ADDRESS.fullmatch(url)):
            continue
        if _is_no_content(url, label):
            continue
        url = _whole(url, base_url)
        kind = kind_of(url, _ASIDE.sub("", label) if label.endswith(")") else label)
        if kind in (ResourceKind.OTHER, ResourceKind.EVENT_PAGE, ResourceKind.PAPER):
            kind = ResourceKind.EVENT_PAGE if type_ in ("page", "origin") else kind_of_label(type_) or kind
        known = found.get(url)
        if known is None or (known.title is None and label):
            found[url] = Resource(kind, url, label or None)
    return tuple(found.values())


def _whole(url: str, base_url: str) -> str:
    if "://" not in url and not url.startswith(("mailto:", "www.")) and base_url.startswith("http"):
        url = join_url(base_url, url)
    return url if url.startswith(("http://", "https://")) else resource_of(url).url


def _is_no_content(url: str, label: str) -> bool:
    said = f"{label} {url}".lower()
    if not any(sign in said for sign in _NO_CONTENT_SIGNS):
        return False
    return _NO_CONTENT.fullmatch(label) is not None or _NO_CONTENT_URL.search(url) is not None
