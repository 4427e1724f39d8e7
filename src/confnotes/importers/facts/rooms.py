"""Whether a text is a room, judged by words and capitals: `West Ballroom C`, `K.1.105 (La Fontaine)`, `Raum 2`."""

from __future__ import annotations

import re

from confnotes.importers.facts import inline
from confnotes.importers.facts.lengths import LONGEST_LABEL

_CODE = r"[A-Z]{1,3}\.?\d[\w.]{0,8}(?:\s?[+&/-]\s?[A-Z]?\d[\w.]{0,6})*(?:\s\([^()]{2,40}\))?"
_HALLS = "Room|Hall|Ballroom|Auditorium|Theat(?:er|re)|Stage|Foyer|Lobby|Terrace|Pavilion|Cent(?:er|re)|Hotel"
_PARTS = "Amphitheat(?:er|re)|Amphi|Auditoire|Atrium|Lounge|Plaza|Track|Level|Floor|Building|Tower|Wing"
_HALLS_ABROAD = "Raum|Saal|Hörsaal|Bühne|Salle|Aula|Sala|Salón"
_WORDS = f"(?:Exhibition |Lecture |Meeting |Seminar |Conference )?(?:{_HALLS}|{_PARTS}|{_HALLS_ABROAD}|Room:)"
_MARK = r"(?:\s[A-Z]{1,2}\d{0,3}(?![a-z])|\s#?\d[\w.]{0,5})(?:\s?[-+&/]\s?[A-Z]{0,2}\d{0,4}[A-Z]?)*"
_NAMED = rf"{_WORDS}\s[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?"
_BEHIND_NAME = rf"(?:[A-ZÀ-Þ][\w'’.-]*\s|of\s|&\s){{1,4}}{_WORDS}(?:{_MARK})?"
_MAIN = "Main (?:stage|hall|room|auditorium|track)|Auditorium|Ballroom|Plenary|Plenum|Grand Hall"
_MAIN_ABROAD = "(?:Haupt|Neben)(?:bühne|saal)|(?:Großer|Kleiner|Grande|Petite) (?:Saal|[Ss]alle)"
_ROOM = re.compile(
    rf"(?:the\s+)?(?:{_WORDS}{_MARK}|{_NAMED}|{_BEHIND_NAME}|{_CODE}|(?:East|West|North|South)(?:{_MARK})+"
    rf"|{_MAIN}|{_MAIN_ABROAD})(?:\s\([^()]{{1,30}}\))?"
)
_LABEL = re.compile(r"^(?:room|location|where|raum|ort|salle|lieu|sala|in|at|im|@)\s*[:：]?\s+", re.IGNORECASE)


_OPEN = r"tba|tbd|tbc|t\.b\.[acd]\.?|to be (?:announced|confirmed|determined|decided)|n/?a|none|unknown"
_NONE = "no (?:room|location|place)(?: (?:given|set|yet))?|kein (?:ort|raum) angegeben"
_OPEN_ABROAD = "noch (?:offen|unbekannt)|wird (?:noch )?bekannt ?gegeben|à (?:préciser|définir|confirmer)"
_UNKNOWN = re.compile(
    rf"\W*(?:{_OPEN}|{_NONE}|{_OPEN_ABROAD}|por (?:confirmar|definir)|未定|待定|미정)?\W*", re.IGNORECASE
)


def is_unknown(text: str) -> bool:
    """Whether a room field says that there is no room yet: empty, “TBA”, “à préciser”."""
    return _UNKNOWN.fullmatch(text) is not None


def room_of(text: str) -> str | None:
    """The room that a short text consists of, without “in” or “Room:” before it; None for other text."""
    visible = inline.plain(text).strip(" \t,;:.|@–—-")
    bare = _LABEL.sub("", visible) if not visible.startswith(("Room ", "Raum ", "Salle ", "Sala ")) else visible
    if not 1 < len(bare) <= LONGEST_LABEL:
        return None
    return bare if _ROOM.fullmatch(bare) else None
