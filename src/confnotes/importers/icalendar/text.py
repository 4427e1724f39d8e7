"""People, places, title and abstract from the texts and properties of events.

Calendars have no field for speakers, so people write them into texts: “A title (talk by Jane Doe)”, a line “Speaker:
Jane Doe”, or “A title - Jane Doe” in every event, which is decided once for a calendar.
Conference systems write speakers as attendees (RFC 5545, section 3.8.4); calendar programs write guests so, and as
organizer the author of the entry, or the calendar itself. The common part of all LOCATIONs is the venue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from confnotes.importers.facts import inline
from confnotes.importers.facts.kinds import label_kind
from confnotes.importers.facts.lengths import LONGEST_LINE, LONGEST_NAME
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.names import has_name_shape, is_certain_institution, is_likely_name
from confnotes.importers.facts.people import is_placeholder, read_people, read_person
from confnotes.importers.facts.places import CITIES
from confnotes.importers.facts.prose import is_html, plain_title, prose
from confnotes.importers.facts.rooms import is_unknown
from confnotes.importers.facts.words import patterns
from confnotes.importers.icalendar.lines import Component, Property, unescape
from confnotes.markup.names import fold
from confnotes.model.program import Kind, Resource, ResourceKind, Role, Speaker

_GIVEN_AS = "(?P<kind>[A-Za-z][A-Za-z -]{1,30}?)?"
_PEOPLE = r"(?P<who>[^()\[\]]{2,300}(?:\([^()]{0,100}\)[^()\[\]]{0,200})*)"
_BY = re.compile(rf"\s*[(\[]{_GIVEN_AS}\s*\b(?:by|von|par|por|with)\s+{_PEOPLE}[)\]]\s*\Z", re.IGNORECASE)
_BRACKETS = re.compile(r"(?<=\S)\s+\((?P<who>[^()]{3,200})\)\s*\Z")
_SERIES_NAME = re.compile(r"[^:]{3,60}:\s+")
_SUFFIX = re.compile(r"\s+(?:-{1,3}|[–—|])\s+(?=\S)")
_PREFIX = re.compile(r"(?P<who>[^:()]{3,60}?(?:\([^()]{1,60}\))?)\s*(?::\s*|\s[-–—]\s+)(?=\S)")
_ROLES = patterns(r"""
speaker: speaker(?:s|\(s\))?|presenter(?:s|\(s\))?|presented by|presentation by|talk by|by|von|vortragende[rn]?|
    referent(?:in|en|innen|\*innen|:innen)?|sprecher(?:in|innen|\*innen|:innen)?|intervenant(?:e?s?|\(e\)s?)|
    orat(?:eur|rice)s?|ponentes?|relator[ei]|relatrice|conférenciers?|palestrantes?|spreker(?:s)?|lecturers?|
    instructors?|trainers?
chair: (?:session )?chairs?|moderators?|moderation|moderiert von|chaired by|moderated by|modérateurs?
panelist: panell?ists?
author: author(?:s|\(s\))?|autor(?:en|es)?|auteurs?
""")
_LABEL = re.compile(
    r"[\W_]*(?P<label>" + "|".join(f"(?P<{role}>{words})" for role, words in _ROLES) + r")\s*[*_]*\s*[:：][*_\s]*",
    re.IGNORECASE,
)
_TRACK = "(?P<track>track|stream|series|topic)"
_ROOM = "(?P<room>room|location|raum|ort|salle)"
_TYPE = "(?P<type>type|format|session type)"
_ADDRESS = "url|link|website|more info(?:rmation)?"
_COLON = r"\s*[*_]*\s*:[*_\s]*"
_FACT = re.compile(rf"[\W_]*(?:{_TRACK}|{_ROOM}|{_TYPE}|{_ADDRESS}){_COLON}(?P<value>\S.{{0,200}})", re.IGNORECASE)
_TITLE_WORD = "(?:talk |seminar |lecture )?(?:title|titel|titre|título|titolo)"
_TITLE = re.compile(rf"[\W_]*{_TITLE_WORD}{_COLON}(?P<title>\S.{{1,300}})", re.IGNORECASE)
_SERIES = re.compile(r"by (?P<who>.{3,200}?)(?: as part of .{1,200})?\Z")
_ABSTRACT = re.compile(rf"[\W_]*(?:abstract|description|beschreibung|résumé|summary){_COLON}", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"\s*(</?(?:p|br|div|li|ul|ol|h[1-6]|table|tr|td)\b[^<>]{0,500}>)\s*", re.IGNORECASE)
_MEETING = re.compile(r"-::~[:~]*-.{0,4000}?-::~[:~]*-", re.DOTALL)
_NO_CONTENT = re.compile(r"\bfeedback\b|\bsurvey\b|\badd to (?:my )?calendar\b|\blog ?in\b|\bchat\b", re.IGNORECASE)
_GIVEN = ("", "a", "given", "session", "presented")
_FACTS = ("track", "room", "type")
_MOST_PEOPLE = 100  # of one event
_LONGEST_LIST = 30  # lines below a label
_FEWEST = 3  # events that have it in common


@dataclass(frozen=True, slots=True)
class TitleParts:
    """A title, and the other facts that were part of it."""

    text: str
    speakers: tuple[Speaker, ...] = ()
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """An abstract, and the facts in the lines of a DESCRIPTION."""

    abstract: str | None = None
    speakers: tuple[Speaker, ...] = ()
    resources: tuple[Resource, ...] = ()
    track: str | None = None
    room: str | None = None
    type: str | None = None
    title: str | None = None


def people_named(text: str, role: Role = Role.SPEAKER) -> tuple[Speaker, ...]:
    """The people of a text that only names people."""
    text = text.strip(" .;")
    if not text or is_placeholder(text) or text.lower() in ("unknown", "not announced", "unbekannt", "inconnu"):
        return ()
    found = read_people(text, role)
    if not found:
        pieces = [piece for piece in re.split(r"\s*(?:[;&]|\band\b|\bund\b|,(?=\s*[^,]+,))\s*", text) if piece]
        if len(pieces) == 1 and text.count(",") == 1 and all(map(has_name_shape, text.split(","))):
            pieces = text.split(",")
        found = [person for piece in pieces if (person := read_person(piece, role, certain=True))]
    return tuple(found[:_MOST_PEOPLE])


@dataclass(frozen=True, slots=True)
class Habit:
    """How the titles of a calendar name people: before a colon, after a dash, in brackets, or not at all.

    `series`: the text before the people in nearly all titles (“Colloquium: ”). `always`: the program that wrote the
    calendar puts people at the end of every title.
    """

    series: str = ""
    at_the_start: bool = False
    at_the_end: bool = False
    in_brackets: bool = False
    always: bool = False


def habit_of(summaries: Sequence[str], *, always: bool = False) -> Habit:
    """The habit of a calendar: the form of most titles that could have one."""
    series = _series(summaries)
    summaries = [summary.removeprefix(series) for summary in summaries]
    starts = [match["who"] for summary in summaries if (match := _PREFIX.match(summary))]
    ends = [parts[-1] for summary in summaries if len(parts := _SUFFIX.split(summary)) > 1]
    at_the_start = _mostly_people(starts) and len(starts) * 2 > len(summaries)
    bracketed = [match["who"] for summary in summaries if (match := _BRACKETS.search(summary))]
    return Habit(
        series if at_the_start else "", at_the_start, always or _mostly_people(ends), _mostly_people(bracketed), always
    )


def _series(summaries: Sequence[str]) -> str:
    """The beginning of nearly all titles, up to a colon: the name of the series."""
    begun = Counter(match[0] for summary in summaries if (match := _SERIES_NAME.match(summary)))
    for name, count in begun.most_common(1):
        if count >= _FEWEST and count * 10 >= len(summaries) * 8 and not _names_people(name.strip(" :")):
            return name
    return ""


def _mostly_people(texts: Sequence[str]) -> bool:
    named = sum(_names_people(text) for text in texts)
    return named >= _FEWEST and named * 10 >= len(texts) * 6


def _names_people(text: str) -> bool:
    return all(map(_is_named, people)) if len(text) <= LONGEST_LINE and (people := people_named(text)) else False


def _is_named(person: Speaker) -> bool:
    """Whether this is the name of a person: on its own evidence, or by its affiliation."""
    return is_likely_name(person.name) or (person.affiliation is not None and has_name_shape(person.name))


def read_summary(summary: str, habit: Habit, known: Sequence[Speaker] = ()) -> TitleParts:
    """A title, and its speakers; `known` are those stated elsewhere, whom the title may repeat."""
    return (
        _said_by(summary)
        or _said_behind_dash(summary, habit, known)
        or _said_in_brackets(summary, habit, known)
        or _said_in_series(summary, habit, known)
        or _said_before_colon(summary, habit)
        or TitleParts(summary.rstrip(" -") if habit.always else summary)
    )


def _said_by(summary: str) -> TitleParts | None:
    """“Title (talk by Ada Lovelace)”."""
    said = _BY.search(summary)
    title = summary[: said.start()].strip() if said else ""
    if not said or not title:
        return None
    label = (said["kind"] or "").strip()
    kind = label_kind(label) if label else None
    if kind or (label.lower() in _GIVEN and _names_people(said["who"])):
        repeated = said["who"].lower()[:20] == title.lower()[:20]
        return TitleParts(title, () if repeated else people_named(said["who"]), kind)
    return None


def _said_behind_dash(summary: str, habit: Habit, known: Sequence[Speaker]) -> TitleParts | None:
    """“Title - Ada Lovelace”."""
    parts = list(_SUFFIX.finditer(summary))
    if not parts or parts[-1].start() == 0:
        return None
    title, end = summary[: parts[-1].start()].strip(), summary[parts[-1].end() :]
    if known and _is_list_of(end, known):
        return TitleParts(title)
    if habit.always and _could_be_people(end):
        return TitleParts(title, tuple(Speaker(name.strip()) for name in end.split(",")))
    return TitleParts(title, people_named(end)) if habit.at_the_end and _names_people(end) else None


def _said_in_brackets(summary: str, habit: Habit, known: Sequence[Speaker]) -> TitleParts | None:
    """“Title (Ada Lovelace)”."""
    found = _BRACKETS.search(summary) if habit.in_brackets or known else None
    if not found or not (_is_list_of(found["who"], known) if known else _names_people(found["who"])):
        return None
    return TitleParts(summary[: found.start()].strip(), () if known else people_named(found["who"]))


def _said_in_series(summary: str, habit: Habit, known: Sequence[Speaker]) -> TitleParts | None:
    """“Colloquium: Ada Lovelace”, or the text after the name of the series."""
    if not habit.series or not summary.startswith(habit.series):
        return None
    rest, kind = summary.removeprefix(habit.series), label_kind(habit.series)
    if not _PREFIX.match(rest) and _names_people(rest):
        return TitleParts(summary, people_named(rest), kind)
    return replace(read_summary(rest, replace(habit, series=""), known), kind=kind)


def _said_before_colon(summary: str, habit: Habit) -> TitleParts | None:
    """“Ada Lovelace: Title”."""
    start = _PREFIX.match(summary) if habit.at_the_start else None
    if not start or not _names_people(start["who"]):
        return None
    return TitleParts(summary[start.end() :].strip(), people_named(start["who"]))


def _is_list_of(text: str, people: Sequence[Speaker]) -> bool:
    """Whether a text consists of the names of these people, ignoring titles and the words between them."""
    folded = fold(text)
    named = sum(len(each.name) for each in people)
    return len(folded) <= 2 * named + 10 and all(fold(each.name) in folded for each in people)


def _could_be_people(text: str) -> bool:
    return all(0 < len(piece.strip()) <= LONGEST_NAME and len(piece.split()) <= 5 for piece in text.split(","))


def read_description(text: str | None, title: str, url: str | None) -> Description:
    """An abstract as Markdown, without lines that repeat the title, the address and the people."""
    if not text:
        return Description()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    if "-::~" in text:
        text = _MEETING.sub("", text)
    if is_html(text):
        text = _BLOCK_TAG.sub(r"\1", text).replace("\n", "<br>")
    lines = (prose(text) or "").split("\n")
    if title and lines[0].strip() == title.strip():
        del lines[0]
    stated = _TITLE.match(lines[0])
    if stated:
        by = _SERIES.match(lines[1]) if len(lines) > 1 else None
        people = list(people_named(by["who"])) if by else []
        found = _read_lines(lines[2 if people else 1 :], people, url)
        if _says_less(title, own := inline.plain(stated["title"]), found.speakers):
            pages = (resource(each.url, None, own_page=True) for each in inline.anchors(stated["title"]))
            return replace(found, title=own, resources=(*pages, *found.resources))
    first = _person_in_title(lines[0], title) if lines else []
    return _read_lines(lines[1:] if first else lines, first, url)


def _says_less(summary: str, title: str, speakers: Sequence[Speaker]) -> bool:
    """Whether a SUMMARY only names the speakers, or more than the title in the DESCRIPTION, which is then used."""
    folded = fold(summary)
    return fold(title) in folded or _names_people(summary) or any(fold(each.name) in folded for each in speakers)


def _read_lines(lines: list[str], speakers: list[Speaker], url: str | None) -> Description:
    kept: list[str] = []
    resources: list[Resource] = []
    facts: dict[str, str] = {}
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if not line.strip() or len(line) > 2000:
            kept.append(line)
            continue
        people, number = _labelled(lines, number) if len(speakers) < _MOST_PEOPLE else ([], number)
        fact = _FACT.match(line)
        if people:
            speakers = [*speakers, *people]
        elif fact and len(fact["value"]) <= LONGEST_NAME and (name := next(filter(fact.group, _FACTS), None)):
            facts.setdefault(name, fact["value"].strip(" *_"))
        elif url is None or (fact["value"] if fact else line).strip(" <>") != url:
            resources += _links(line)
            kept.append(line)
    abstract = "\n".join(kept).strip()
    opening = _ABSTRACT.match(abstract)
    abstract = abstract[opening.end() :] if opening else abstract
    return Description(abstract or None, tuple(speakers), tuple(resources), **facts)


def _person_in_title(line: str, title: str) -> list[Speaker]:
    """The people of a line that consists of them, if the title names them, too."""
    people = people_named(line) if line.strip() and len(line) <= LONGEST_LINE and title else ()
    named = all(fold(person.name) in fold(title) and _is_named(person) for person in people)
    return [replace(person, role=Role.SPEAKER) for person in people] if named else []


def _labelled(lines: list[str], number: int) -> tuple[list[Speaker], int]:
    """The people of the line at `number`, if it has a label for them, and the number of the next line."""
    line = lines[number - 1]
    label = _LABEL.match(line)
    if label is None:
        return [], number
    role = next(Role(role) for role, _ in _ROLES if label[role])
    stated = line[label.end() :].strip(" *_")
    if stated:
        return list(people_named(stated, role)), number
    people: list[Speaker] = []
    for following in lines[number : number + _LONGEST_LIST]:
        person = read_person(following.strip(), role) if following.strip() else None
        if person is None:
            break
        people.append(person)
    return people, number + len(people)


def _links(line: str) -> list[Resource]:
    """The links of a line that contains little else."""
    found = inline.anchors(line)
    if not found or len(inline.without_links(line).split()) > 6 + len(found) or _NO_CONTENT.search(line):
        return []
    said = line[: found[0].start].strip(" \t*-–—:[](<")
    made = [
        resource(anchor.url, anchor.label if anchor.label != anchor.url else said or None)
        for anchor in found
        if anchor.url.startswith(("http://", "https://", "www."))
    ]
    return [each for each in made if each.kind is not ResourceKind.EMAIL]


_NO_PEOPLE = ("ROOM", "RESOURCE", "GROUP")
_SPEAKER_NAMES = re.compile(r"X-(?:[A-Z0-9]+-)*(?:SPEAKERS?|PRESENTERS?)(?:-NAMES?)?\Z")
_CALENDAR_ADDRESS = re.compile(r"@(?:group|resource)\.calendar\.google\.com", re.IGNORECASE)


def attendees(event: Component) -> list[Speaker]:
    """The attendees of an event that are speakers, not guests of an entry in somebody's calendar."""
    found: list[Speaker] = []
    for each in event.every("ATTENDEE"):
        if "X-NUM-GUESTS" in each.parameters or each.parameters.get("CUTYPE", "").upper() in _NO_PEOPLE:
            continue
        role = Role.CHAIR if each.parameters.get("ROLE", "").upper() == "CHAIR" else Role.SPEAKER
        found += [Speaker(name, role=role) for name in _names(each)]
    if found and all(each.role is Role.CHAIR for each in found):
        return [Speaker(each.name) for each in found]
    return found


def extra_speakers(event: Component) -> list[Speaker]:
    """The people of X-SPEAKER and similar properties."""
    return [
        speaker
        for name, stated in event.properties.items()
        if _SPEAKER_NAMES.match(name)
        for each in stated
        for speaker in people_named(each.parameters.get("CN") or each.text)
    ]


class Organizers:
    """Distinguishes organizers who speak from those who maintain the calendar, by how often each is named."""

    def __init__(self, events: Sequence[Component], calendar: str) -> None:
        named = Counter(name for event in events for each in event.every("ORGANIZER") for name in _names(each))
        most = max(3, len(events) // 5)
        self._speak = {name for name, count in named.items() if count <= most} if len(named) > 1 else set()
        self._calendar = fold(calendar)

    def speakers(self, event: Component) -> list[Speaker]:
        """The organizers of an event that are its speakers."""
        return [
            Speaker(name)
            for each in event.every("ORGANIZER")
            if not _CALENDAR_ADDRESS.search(each.value)
            for name in _names(each)
            if name in self._speak and not self._is_institution(name, each.value)
        ]

    def _is_institution(self, name: str, address: str) -> bool:
        """Whether a name is that of the conference, by its calendar, its address or its words."""
        folded = fold(name)
        domain = fold(address.rpartition("@")[2])
        words = [word for word in re.findall(r"\w{5,}", folded) if "@" in address]
        return folded in self._calendar or is_certain_institution(name) or any(word in domain for word in words)


def _names(stated: Property) -> list[str]:
    """The names of an attendee or organizer; empty if there is only an address."""
    name = unescape(stated.parameters.get("CN", "")).replace("^n", " ").replace("^'", '"').strip(" '\"")
    if not name and "@" not in stated.value and ":" not in stated.value:
        name = stated.text
    name = " ".join(name.split())
    if not name or is_placeholder(name) or ("@" in name and " " not in name and "." in name):
        return []
    parts = [part.strip() for part in re.split(r"[,;&]|\band\b", name)]
    return parts if len(parts) > 1 and all(map(has_name_shape, parts)) else [name]


_POSTAL = re.compile(r"\b\d{4,6}\b|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
_NAMED_ROOM = re.compile(
    r"\b(?:room|hall|auditorium|theatre|raum|hörsaal|saal|salle|amphithéâtre|aula|sala)\b", re.IGNORECASE
)
_HELD_IN = re.compile(r"\s*Lecture held in\s+", re.IGNORECASE)
_SERVICE = "microsoft teams|zoom|webex|google meet|skype"
_CALL = "besprechung|meeting|vergadering|møde|möte|link|online"
_WEB_MEETING = re.compile(rf"(?:réunion |reunión de |riunione di )?(?:{_SERVICE})(?:[ -](?:{_CALL}))?", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://|www\.")


class Places:
    """The venue that the locations share, and the rest of each, its room."""

    def __init__(self, locations: Sequence[str]) -> None:
        stated = [plain_title(location) or "" for location in locations if location.strip()]
        self.venue: str | None = None
        self._shared: list[str] = []
        parts = [_parts(location) for location in dict.fromkeys(stated)]
        if len(parts) == 1 and _is_address(parts[0]) and (len(stated) > 1 or _POSTAL.search(stated[0])):
            self._shared = parts[0] if not _NAMED_ROOM.search(stated[0]) else []
        elif len(parts) > 1:
            several = [each for each in parts if len(each) > 1]
            if several and len(several) * 5 >= len(parts) * 4:
                shared = _shared_end(several)
                self._shared = shared if _is_address(shared) else []
        if self._shared:
            self.venue = ", ".join(self._shared)

    def room_of(self, location: str) -> str | None:
        """The room of a location; None if it is only the venue."""
        room = _without_meeting(plain_title(_HELD_IN.sub("", location)))
        if room is None or is_unknown(room):
            return None
        if not self._shared:
            return room
        parts = _parts(room)
        if parts[-len(self._shared) :] == self._shared:
            return ", ".join(parts[: -len(self._shared)]) or None
        return room


def _without_meeting(location: str | None) -> str | None:
    """A location without a web meeting next to the room."""
    if location is None or not _WEB_MEETING.search(location):
        return location
    parts = [part.strip() for part in re.split(r"[;/|]|,(?=\s)", location)]
    kept = [part for part in parts if part and not _WEB_MEETING.fullmatch(part)]
    return ", ".join(kept) if kept and len(kept) < len(parts) else location


def _parts(location: str) -> list[str]:
    return [part.strip() for part in location.split(",") if part.strip()] or [location]


def _shared_end(places: Sequence[list[str]]) -> list[str]:
    """The common last parts of all places that leave at least one differing part in each."""
    shared: list[str] = []
    for column in zip(*(reversed(each) for each in places), strict=False):
        if len(set(column)) > 1:
            break
        shared.insert(0, column[0])
    return shared


def _is_address(parts: Sequence[str]) -> bool:
    """Whether these are parts of a postal address: a street with its number and a town, a postal code, a city."""
    whole = ", ".join(parts)
    if _WEB_ADDRESS.search(whole):
        return False
    return (
        (len(parts) > 1 and bool(_POSTAL.search(whole)))
        or len(parts) > 2
        or any(fold(part) in CITIES for part in parts)
    )
