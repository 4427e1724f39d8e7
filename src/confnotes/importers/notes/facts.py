"""Facts about a talk in a line or heading of notes, besides its title: time, place, people, links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from confnotes.importers.facts import inline
from confnotes.importers.facts.dates import FoundDate, find_dates, find_years
from confnotes.importers.facts.kinds import label_kind
from confnotes.importers.facts.lengths import LONGEST_LABEL, LONGEST_LINE
from confnotes.importers.facts.links import resource
from confnotes.importers.facts.names import has_name_shape, is_likely_name, name_likeness
from confnotes.importers.facts.people import read_people, read_person
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.facts.zones import find_zone
from confnotes.importers.notes.name import names_conference
from confnotes.importers.pages.entries import is_resource_label
from confnotes.importers.pages.labels import split_label
from confnotes.markup.clock_times import TimeRange, find_times, leading_time
from confnotes.model.program import Resource, Speaker

_LONGEST_CONFERENCE = 3  # words, beside the day of a talk: “RubyConf 2031 - 11/16/2031”
_MARKED_HANDLE = re.compile(r"\s(\*\*|__|[*_])(?=@)([^\s*]+)\1(?=\s|$)")
_SITE_BEHIND = re.compile(r"(@[\w.*-]+)\s+(?:https?://|www\.)\S+$")
_HANDLE = re.compile(r"\s*(?:[-–—,|]\s*)?[(\[]?(?<!\w)@(\w[\w.-]*)[)\]]?(?=\s*(?:$|[,;&|/]|and\b))")
_CUT = "\x1f"
_EDGE = " \t,;:.|@/·•–—-()[]\\*_"
_PIECES = re.compile(rf"{_CUT}|\s+[|/·•@]+\s*|\s*\|\s*|\s+[–—-]\s+|(?<=\S)\s+@(?=\S)")
_EMOJI = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F]+")
_BOLD_BEFORE_BRACKET = re.compile(r"^(\*\*|__)(.+?)\1(?=\s*\()")
_LEAD = re.compile(r"^(?:at|in|on|from|um|am|im|à|en|dans|room:)\s+(?=\S)", re.IGNORECASE)
_PLACE_MARK = re.compile(r"\s*(?:Uhr)?\s*[,@|(]|\s+:\s|\s+(?:in|at|im|en|dans)\s", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_TALK = r"(?:(?:(?:an?|the)\s+)?(?:talk|presentation|keynote|lecture|session)\s+)?(?:(?:given|held|presented)\s+)?by"
BY = re.compile(rf"^\W*(?:{_TALK}|with|par|por|von|door|przez|от)\s+(?=\S)", re.IGNORECASE)
_GIVEN_AT = re.compile(r",?\s+(?:(?:given|held|presented)\s+)?(?:at|from)\s+(?:the\s+)?[A-Z0-9][^.]*\.?$")
_BESIDE = re.compile(r"\s*[;·•|/&+](?![^(\[]*[)\]])\s*|\s+(?:and|und|et|y|[-–—])\s+(?![^(\[]*[)\]])")
_SENTENCE = re.compile(r"(?<=[\w)])[.!?…]\s*$")
_TAIL = re.compile(r"\s*[(\[]([^()\[\]]{2,80})[)\]]\s*$")


@dataclass(slots=True)
class Facts:
    """Time, place, people and links, as far as a line has them."""

    times: TimeRange | None = None
    date: FoundDate | None = None
    room: str | None = None
    people: list[Speaker] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    zone: str | None = None

    def only_when_and_where(self) -> bool:
        """Whether it has neither people nor links."""
        return not self.people and not self.resources

    def add(self, other: Facts) -> None:
        """Add facts that are still missing."""
        self.times, self.date = self.times or other.times, self.date or other.date
        self.room, self.zone = self.room or other.room, self.zone or other.zone
        self.people += other.people
        self.resources += other.resources


@lru_cache(maxsize=2048)
def is_people_line(text: str) -> bool:
    """Whether a line only lists people."""
    if text.isascii() and text == text.lower():
        return False
    if " | " in text or len(text) > LONGEST_LINE or text.endswith((":", "?")):
        return False
    if re.search(r"[.!]$", text) and not re.search(r"\b[A-Z]\.$|\bet\.? al\.$|\betc\.$|Inc\.$", text):
        return False
    people = read_people(text)
    if not people:
        return False
    return any(is_likely_name(person.name) for person in people)


def byline(text: str, *, certain: bool = False) -> list[Speaker]:
    """The people of a line under a title; `certain`: other titles here have such lines, so that form is enough."""
    text = _SITE_BEHIND.sub(r"\1", unlisted(_TAG.sub("", text).strip().lstrip("> –—")))
    bare = _without_handles(_unemphasised(re.sub(r"^-+\s*", "", text)))
    if is_people_line(bare):
        people = _unless_told(read_people(bare))
        return people if all(len((each.affiliation or "").split()) <= 8 for each in people) else []
    stated = BY.match(bare)
    bare = _GIVEN_AT.sub("", bare[stated.end() :]) if stated else bare
    visible = inline.plain(bare)
    if not (stated or certain) or len(visible.split()) > 16 or _has_clock(visible) or re.search(r":|[.!]$", visible):
        return []
    named = [read_person(piece, certain=True) for piece in _BESIDE.split(bare)]
    people = [each for each in named if each is not None and (has_name_shape(each.name) or each.name.isalpha())]
    capital = all(each.name[:1].isupper() or each.url for each in people)
    return people if len(people) == len(named) and (stated or capital) else []


def _unless_told(people: list[Speaker]) -> list[Speaker]:
    """The people of a line, unless an affiliation reads like a sentence: “Ada Lind: a long tail is not always ...”."""
    told = [each.affiliation.split() for each in people if each.affiliation]
    return [] if any(len(words) > 4 and not words[0][0].isupper() for words in told) else people


def _take_links(text: str, facts: Facts) -> str:
    """A line without those links whose labels name their targets; they are added to the facts."""
    for anchor in reversed(inline.anchors(text)):
        if anchor.url and is_resource_label(anchor.label):
            if not anchor.url.startswith("mailto:"):
                label = None if anchor.label == anchor.url else anchor.label
                facts.resources.insert(0, resource(anchor.url, label))
            text = text[: anchor.start] + _CUT + text[anchor.end :]
    return text


def facts_of(text: str) -> Facts | None:
    """The facts of a line without other content; None for other lines."""
    text = text.strip().removesuffix("\\").strip()
    if not text or len(text) > LONGEST_LINE:
        return None
    facts = Facts()
    text = _EMOJI.sub(_CUT, text).strip(_CUT + " ")
    text = _take_links(_SITE_BEHIND.sub(r"\1", text), facts)
    if facts.resources and not text.replace(_CUT, "").strip(_EDGE + "&,"):
        return facts
    if _CUT not in text and not _has_clock(text) and room_of(text.rpartition(",")[2]) is None:
        bare = _without_handles(_unemphasised(text))
        if is_people_line(bare) and (people := _unless_told(read_people(bare))):
            facts.people = people
            return facts
    plain = inline.plain(text)
    if _SENTENCE.search(plain) and not re.search(r"(?:\b[ap]\.m|\bal|\b[A-Z]|Uhr)\.$", plain):
        return None
    placed = _take_clock(plain, facts)
    pieces = [piece.strip(_EDGE) for piece in _PIECES.split(placed[0])]
    for piece in pieces:
        if not _LEAD.sub("", piece).strip(_EDGE) or re.fullmatch(r"(?:and|to|bis|Uhr|h|local time)", piece):
            continue
        if not _take_piece(piece, facts, placed[1]):
            return None
    known = facts.times or facts.date or facts.room or facts.people or facts.resources
    return facts if known else None


def _has_clock(text: str) -> bool:
    return bool(find_times(text) or find_dates(text))


def unlisted(text: str) -> str:
    """A line without the bullet of a list."""
    return re.sub(r"^[-*+•]\s+", "", text)


def _without_handles(text: str) -> str:
    """A line of people without their handles, `_Ada Lind_ **@adalind**`; `@Reed` is where they work."""

    def kept(handle: re.Match[str]) -> str:
        name, words = handle[1].lower(), text[: handle.start()].split()
        own = not handle[1][0].isupper() or any(len(word) > 2 and word.lower() in name for word in words)
        return "" if own and words and words[-1][0].isupper() else handle[0]

    if "@" not in text:
        return text
    text = _MARKED_HANDLE.sub(r" \2", text)
    return _unemphasised(_HANDLE.sub(kept, text))


def _unemphasised(text: str) -> str:
    """The line without one pair of italics or a bullet around it; bold stays, since it is evidence."""
    stripped = unlisted(text.strip())
    match = re.fullmatch(r"([*_])(?![*_])(.+?)(?<![*_])\1", stripped)
    return match.group(2) if match else stripped


def _take_clock(text: str, facts: Facts) -> tuple[str, bool]:
    """The text without dates and times, and whether the text after the time is marked as a place."""
    marked = False
    for found in reversed(find_dates(text)):
        facts.date = found
        text = text[: found.begin] + _CUT + text[found.stop :]
    times = find_times(text)
    if times:
        facts.times = times[0]
        before = text[: times[0].begin].strip(_EDGE + _CUT)
        marked = bool(_PLACE_MARK.match(text[times[0].stop :])) and not before
        after = text[times[0].stop :]
        zone = find_zone(after[:40])
        if zone is not None and not after[: zone.begin].strip(_EDGE):
            facts.zone, after = text, _CUT + after[zone.stop :]
        text = text[: times[0].begin] + _CUT + after
    text = (
        re.sub(r"(?i)(?<![\w])(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?![\w])", _CUT, text)
        if times or facts.date
        else text
    )
    return text, marked


def _take_piece(piece: str, facts: Facts, marked: bool) -> bool:
    label = split_label(piece)
    if label is not None and label[0] == "room" and facts.room is None and label[1]:
        facts.room = label[1]
        return True
    room = room_of(_LEAD.sub("", piece))
    if room is not None and facts.room is None:
        facts.room = room
        return True
    if is_people_line(piece):
        facts.people += read_people(piece)
        return True
    if re.fullmatch(r"(?i)(?:poster|paper|talk|session|id)\s*(?:#|no\.?|nr\.?)?\s*\d[\w.-]*", piece):
        return True
    place = _LEAD.sub("", piece).strip(_EDGE)
    if (
        marked
        and facts.room is None
        and len(place) <= LONGEST_LABEL
        and len(place.split()) <= 6
        and _begins_place(place)
    ):
        facts.room = place
        return True
    dated = facts.date is not None and len(place.split()) <= _LONGEST_CONFERENCE
    return dated and bool(find_years(place)) and names_conference(place)


def _begins_place(text: str) -> bool:
    return re.match(r"\d*[A-Z]", text) is not None or not text.isascii()  # other scripts have no capitals


def read_title(text: str, *, room_slot: bool = False) -> tuple[str, Facts]:
    """A heading as its title (with speakers, still Markdown) and the facts around it: time, date, room.

    `room_slot`: other headings here have a room between time and title, so a single word there is a room, too.
    """
    facts = Facts()
    text = text.strip().removesuffix("\\").strip()
    text = _after_date_and_time(text, facts, room_slot=room_slot)
    text = _without_brackets_behind(text, facts)
    return _BOLD_BEFORE_BRACKET.sub(r"\2", _ending(text, facts)), facts


def _after_date_and_time(text: str, facts: Facts, *, room_slot: bool) -> str:
    """The text after the date and time at the start of a heading; a date needs a time after it."""
    date = next((each for each in find_dates(text[:40]) if not text[: each.begin].strip(_EDGE)), None)
    if date is not None and leading_time(text[date.stop :].lstrip(_EDGE)) is not None:
        facts.date, text, date = date, text[date.stop :].lstrip(_EDGE), None
    lead = leading_time(text)
    if lead is None or date is not None:  # the numbers are those of the date: `06.11. - Wednesday`
        return text
    facts.times = lead
    rest = text[lead.stop :]
    mark = next((each for each in ("**", "__", "*") if each in text[: lead.begin]), None)
    return _after_time(rest.replace(mark, "", 1) if mark else rest, facts, room_slot=room_slot)


def _without_brackets_behind(text: str, facts: Facts) -> str:
    """The text without brackets at its end that contain a time, a date or a room; those with people stay."""
    while (tail := _TAIL.search(text)) and tail.start() > 0:
        room = room_of(tail.group(1))
        found = None if name_likeness(tail.group(1)) and not room else facts_of(tail.group(1).lstrip("~ "))
        if room and facts.room is None:
            found = Facts(room=room)
        if found is None or not (found.times or found.date or found.room):
            break
        facts.add(found)
        text = text[: tail.start()]
    return text


def _after_time(rest: str, facts: Facts, *, room_slot: bool) -> str:
    """The text after a time, without a room before the title."""
    marked = re.match(r"^\s*(?:Uhr\b|h\b)?\s*(?:[*_]{1,3}(?=[\s:.,;|)–—-]))?\s*([:.,;|)\]–—/-]*)\s*", rest)
    separator = marked.group(1) if marked else ""
    body = rest[marked.end() :] if marked else rest
    slot = re.match(r"^(?P<room>[^:|–—]{1,50}?)\s*(?P<mark>[:|]|\s[–—-])\s+(?P<title>\S.*)$", body)
    if slot:
        word = slot.group("room").strip(_EDGE.replace("(", "").replace(")", ""))
        single = room_slot and not separator and word[:1].isupper() and len(word.split()) <= 2
        if label_kind(word) is None and (room_of(word) or single):
            facts.room = room_of(word) or word
            return slot.group("title")
    return body


def _ending(text: str, facts: Facts) -> str:
    """The text without a room, time or date after the last dash, comma or @, which is added to the facts."""
    cuts = list(re.finditer(r"\s+[–—-]{1,3}\s+|\s*@\s*|,\s+", text))
    for cut in reversed(cuts[-2:]):
        if text.count("(", 0, cut.start()) > text.count(")", 0, cut.start()):
            continue
        found = facts_of(text[cut.end() :])
        if found is None or not found.only_when_and_where() or cut.start() < 3:
            break
        facts.add(found)
        text = text[: cut.start()]
    return text


def has_room_slot(headings: list[str]) -> bool:
    """Whether headings have a room between their time and their title: `12:00 H.1308: Title`."""
    for text in headings:
        lead = leading_time(text)
        probe = Facts()
        if lead is not None:
            _after_time(text[lead.stop :], probe, room_slot=False)
            if probe.room:
                return True
    return False
