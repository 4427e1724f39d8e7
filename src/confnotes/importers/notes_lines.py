"""A page of notes as logical lines, and what each can be: heading, time, place, title, people, link, or a note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from confnotes.importers import inline
from confnotes.importers.dates import find_dates
from confnotes.importers.entries import is_resource_label
from confnotes.importers.kinds import PREFIX, label_kind
from confnotes.importers.labels import split_label
from confnotes.importers.names import name_likeness
from confnotes.importers.people import read_people
from confnotes.importers.times import find_times, leading_time

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_OPEN_LINK = re.compile(r"^\s*(?:\*\*)?\[[^\[\]]{1,300}$")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_NOTES_LABEL = re.compile(
    (
        r"^\W*(?:(?:my|our|talk|session|personal|raw|live|detailed|key|general)\s+)?(?:notes?|takeaways?|"
        r"key\s+points|take-?home(?:\s+messages?)?|thoughts|comments)\W*$"
    ),
    re.IGNORECASE,
)
_ROOM = re.compile(
    (
        r"\b(?:rooms?|hall|ballroom|auditorium|theat(?:er|re)|building|level|floor|stage|track|foyer|"
        r"exhibition|salle|raum|aula|lobby|terrace|hotel|pavilion|plenary|east|west|north|south)\b|"
        r"^[A-Z]{1,3}\.?\d{1,4}[A-Z]?(?:\s?[+&/-]\s?\w{1,4})*$"
    ),
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^#?(?P<number>[A-Z]{0,3}-?\d{1,5})\s*[:.)–-]\s+(?P<title>\S.{2,300})$")
_EVENT_ADDRESS = re.compile(
    (
        r"[?&](?:event|showEvent|talk|session|id|paper)=(?P<query>[\w-]{1,40})|/(?:event|events|talk|talks|"
        r"session|sessions|poster|oral|spotlight|workshop|tutorial|paper|invited-talk|presentation|"
        r"contribution|contributions|sub|video)s?/(?P<path>\d{1,9})(?:[/.?#-]|$)"
    ),
    re.IGNORECASE,
)


class Role(Enum):
    """What a logical line can be, by itself."""

    BLANK = "blank"
    HEADING = "heading"
    NOTES_LABEL = "notes label"
    TIME = "time"
    ROOM = "room"
    TITLE_LINK = "title link"
    RESOURCE = "resource"
    LABELLED = "labelled"
    PEOPLE = "people"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A logical line: lines `first` to `last` of the file (from 1); `broken` where it ends in a hard line break."""

    first: int
    last: int
    text: str
    role: Role
    level: int = 0
    broken: bool = False
    number: str | None = None


def event_id(url: str) -> str | None:
    """The identifier of a talk in the address of its event page."""
    match = _EVENT_ADDRESS.search(url)
    if match is None:
        return None
    found = match.group("query") or match.group("path")
    return found if found and any(character.isdigit() for character in found) else None


def note_lines(text: str, first_line: int) -> list[NoteLine]:
    """The logical lines of a text whose first line is number `first_line`."""
    raw = text.split("\n")
    out: list[NoteLine] = []
    number, fence = 0, False
    while number < len(raw):
        line = raw[number]
        here = first_line + number
        if _FENCE.match(line):
            fence = not fence
            out.append(NoteLine(here, here, line, Role.TEXT))
            number += 1
            continue
        if fence:
            out.append(NoteLine(here, here, line, Role.TEXT if line.strip() else Role.BLANK))
            number += 1
            continue
        extra = _link_goes_on(raw, number)
        joined = (
            line
            if not extra
            else " ".join(part.strip() for part in raw[number : number + extra + 1]).replace(" ](", "](")
        )
        out.append(_line(joined, here, here + extra))
        number += extra + 1
    return out


def _link_goes_on(raw: list[str], number: int) -> int:
    if not _OPEN_LINK.match(raw[number]):
        return 0
    for extra in (1, 2):
        if number + extra >= len(raw) or not raw[number + extra].strip():
            return 0
        if "](" in raw[number + extra]:
            return extra
    return 0


def _line(text: str, first: int, last: int) -> NoteLine:
    if not text.strip():
        return NoteLine(first, last, "", Role.BLANK)
    broken = text.rstrip().endswith("\\") or text.endswith("  ")
    heading = _HEADING.match(text)
    if heading:
        content = heading.group(2)
        role = Role.NOTES_LABEL if _NOTES_LABEL.match(inline.plain(content)) else Role.HEADING
        return NoteLine(first, last, content, role, len(heading.group(1)))
    indented = text.startswith(("    ", "\t"))
    stripped = text.strip().removesuffix("\\").strip()
    if indented or len(stripped) > 600:
        return NoteLine(first, last, stripped, Role.TEXT, broken=broken)
    return NoteLine(first, last, stripped, _role(stripped), broken=broken)


def _role(text: str) -> Role:
    if _NOTES_LABEL.match(text) and (text.rstrip("*_ ").endswith(":") or inline.is_bold(text)):
        return Role.NOTES_LABEL
    anchor = inline.sole_anchor(text.lstrip("-*+ ") if text[:2] in ("- ", "* ", "+ ") else text)
    if anchor is not None and anchor.url:
        return Role.RESOURCE if is_resource_label(anchor.label) else Role.TITLE_LINK
    if is_time_line(text):
        return Role.TIME
    label = split_label(text)
    if label is not None and label[1]:
        return Role.LABELLED
    if text[:2] not in ("- ", "* ", "+ ") and is_people_line(text):
        return Role.PEOPLE
    if is_room(text):
        return Role.ROOM
    return Role.TEXT


def is_time_line(text: str) -> bool:
    """`10:05 am : West Ballroom C`, `Tue Dec 10th 07:00 -- 10:00 PM @ West 223`, `14:00-14:30, Room 5`."""
    visible = inline.plain(text)
    if len(visible) > 140:
        return False
    found = find_times(visible)
    if not found:
        return False
    if leading_time(visible) is None and not find_dates(visible[: found[0].begin]):
        before = visible[: found[0].begin].strip(" ,;@|()-–—")
        if not (is_room(before) and len(before) < 60):
            return False
    after = visible[found[0].stop :].strip(" \t:.,;@|–—-()")
    return not after or (
        len(after) < 70 and (bool(_ROOM.search(after)) or bool(re.match(r"\s*[@:,|]", visible[found[0].stop :])))
    )


def is_people_line(text: str) -> bool:
    """A line that lists people and nothing else."""
    if (
        " | " in text
        or len(text) > 400
        or text.endswith((":", "?"))
        or (re.search(r"[.!]$", text) and not re.search(r"\b[A-Z]\.$|\betc\.$|Inc\.$", text))
    ):
        return False
    people = read_people(text)
    if not people:
        return False
    best = max(name_likeness(person.name) for person in people)
    stated = any(person.affiliation for person in people) or len(people) > 1 or inline.is_bold(text)
    return best >= (0.5 if stated else 0.6)


def is_room(text: str) -> bool:
    """A short line that names a place."""
    visible = inline.plain(text)
    return (
        len(visible) < 60
        and bool(_ROOM.search(visible))
        and not re.search(r"[.?!:]$|\b(?:is|are|the|was|for|with|as)\b", visible)
        and len(visible.split()) <= 8
    )


def numbered_title(text: str) -> tuple[str, str] | None:
    """`802: Title` as number and title."""
    match = _NUMBERED.match(inline.plain(text))
    return (match.group("number"), match.group("title")) if match else None


def names_session(text: str) -> bool:
    """Whether a heading is called after a kind of session: Orals, Posters, Session 3, Track A, Morning."""
    visible = inline.plain(text)
    kind = label_kind(visible)
    if kind is not None and not PREFIX.match(visible):
        return True
    return (
        bool(
            re.match(
                (
                    r"^(?:(?:morning|afternoon|evening|poster|oral|parallel|plenary|opening|closing|invited|keynote|"
                    r"contributed)\s+)*(?:sessions?|track|block|part)\b|^(?:morning|afternoon|evening|day \d+)$"
                ),
                visible,
                re.IGNORECASE,
            )
        )
        and len(visible) < 100
    )
