"""The room at the end of a line of a program: `(Room 2)`, `@ Main Hall`, `[A]`, or behind the people."""

from __future__ import annotations

import re
from collections.abc import Collection

from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.names import has_name_shape
from confnotes.importers.facts.people import read_people
from confnotes.importers.facts.rooms import room_of
from confnotes.markup.names import fold
from confnotes.model.program import Kind

_HALL_ABROAD = "raum|salle|sala|aula|saal|hörsaal|salão|salón|auditório|auditorio|anfiteatro|amphi|espaço|espacio"
_HALL = rf"room|hall|auditorium|ballroom|theat(?:er|re)|lecture (?:hall|theatre|room)|{_HALL_ABROAD}"
_SEVERAL = (
    rf"(?:{_HALL})(?:s|en|e)?\s[A-Z\d]{{1,3}}(?:\s?(?:,|&|/|\b(?:e|y|et|und|and|en)\b)\s?[A-Z\d]{{1,3}}\b){{1,9}}"
)
_PART = r"(?:building|level|floor|track|stage)\s?[:#]?\s?(?:[\w-]*\d[\w.-]*|[a-z])"
_NUMBERED = rf"(?:the\s+)?(?:(?:{_HALL})\s?[:#]?\s?[\w .+&/-]{{0,40}}|{_PART})"
_NAMED_HALL = "Room|Hall|Ballroom|Auditorium|Theat(?:er|re)|Foyer|Lobby|Atrium|Lounge|Terrace|Stage|Exhibition Hall"
_NAMED = rf"[A-Z][\w .&-]{{1,40}}\s(?:{_NAMED_HALL})(?:\s[\w+]{{1,5}}(?:\s\+\s\w{{1,4}})?)?"
_ROOM = re.compile(
    rf"\s*(?:[@(\[,–-]|\bin\b|\bat\b|^)\s*((?:{_SEVERAL}|{_NUMBERED}|{_NAMED})(?:\s\([^()]{{2,40}}\))?)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_AT_ROOM = re.compile(r"\s+(?=@|\[[A-Z]\d{0,2}\]$)[@\[]\s*([A-Z0-9][\w .+&/,()-]{0,60})\]?$")
_OPEN_ROOM = "foyer|lobby|atrium|lounge|terrace|cafeteria|canteen|auditorium|plenary|garden|mensa"
_BARE_ROOM = re.compile(rf"(?:the\s+)?(?:{_OPEN_ROOM}|main (?:stage|hall|room))", re.IGNORECASE)
_BEHIND_PEOPLE = re.compile(
    r"(?P<rest>.*\((?P<who>[^()]{5,200})\)),\s+(?P<room>[A-Z][\w.-]{1,20}(?: [\w.-]{1,12}){0,2})$"
)
_EDITION = re.compile(r"\b(?:19|20)\d\d\W*$")  # “@ ICML 2025” is no room
_BRACKET = re.compile(r"^(.{3,60}?)\s*\(([^()]{2,60})\)$")


def without_room(text: str, *, first: bool, column: bool, known: Collection[str]) -> tuple[str, str | None]:
    """A part of a line without its room, and the room.

    `first`: the part begins the line, so it is not only a room; `column`: a bar precedes it; `known`: folded names of
    people, which are not rooms.
    """
    if not first and (_BARE_ROOM.fullmatch(text) or (column and room_of(text))):
        return "", text
    behind = _BEHIND_PEOPLE.match(text)
    if behind and fold(behind.group("room")) not in known and read_people(behind.group("who")):
        return behind.group("rest"), behind.group("room")
    match = _AT_ROOM.search(text) or _ROOM.search(text)
    if match and not (match.start() == 0 and first) and not _EDITION.search(match.group(1)):
        inside = match.group(1).strip(" .()[]")
        inside += ")" * (inside.count("(") - inside.count(")"))
        said = sum(word.isalpha() and word.islower() for word in inside.split()[1:])
        if said <= 1 and (
            not read_people(inside) or re.search(rf"\d|room|hall|^(?:{_HALL_ABROAD})", inside, re.IGNORECASE)
        ):
            return text[: match.start()], inside
    bracket = _BRACKET.match(text)
    if bracket and item_kind(bracket.group(1)) in (Kind.BREAK, Kind.SOCIAL, Kind.POSTER):
        inside = bracket.group(2)
        if fold(inside) not in known and (room_of(inside) or has_name_shape(inside)):
            return bracket.group(1), inside
    return text, None
