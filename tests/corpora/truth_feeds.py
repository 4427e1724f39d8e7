"""The truth of feeds: schedules in XML and JSON, calendars, tables, bibliographies."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import icalendar

from corpora.truth import TrueTalk, names


def schedule_xml(path: Path) -> list[TrueTalk]:
    """Every `event` with its `date`, or its day and `start` (the day after for hours before `day_change`)."""
    root = ElementTree.parse(path).getroot()
    change = _clock(root.findtext("conference/day_change") or "0:00")
    talks = []
    for day in root.iter("day"):
        for event in day.iter("event"):
            stated = event.findtext("date")
            if stated and "T" in stated:
                start = datetime.fromisoformat(stated.strip())
            else:
                clock = _clock(event.findtext("start") or "")
                later = timedelta(days=1 if clock < change else 0)
                start = datetime.combine(datetime.fromisoformat(day.attrib["date"]).date() + later, clock)
            persons = names(person.text or "" for person in event.findall("persons/person"))
            talks.append(TrueTalk(event.findtext("title") or "", start, persons))
    return talks


def _clock(text: str) -> time:
    hours, minutes = text.split(":")[:2]
    return time(int(hours), int(minutes))


def schedule_json(path: Path) -> list[TrueTalk]:
    """Every event: with its `date`, with the moment that stands in its slug, or with its `start` in a flat list."""
    return [
        TrueTalk(
            event["title"],
            _json_start(event),
            names(
                str(person.get("public_name") or person.get("full_public_name") or person.get("name"))
                for person in event.get("persons", event.get("participants", []))
            ),
        )
        for event in _json_events(json.loads(path.read_text(encoding="utf-8")))
    ]


def _json_start(event: dict[str, Any]) -> datetime:
    slugged = re.search(r"_(\d{12})_", event.get("slug") or "")
    if slugged:
        return datetime.strptime(slugged[1], "%Y%m%d%H%M")
    return datetime.fromisoformat(event.get("date") or event["start"])


def _json_events(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and "title" in value and "abstract" in value:
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _json_events(each)


_PRESENTED = re.compile(r"\s*\([a-z ]+ by ([^()]+)\)$")


def calendar(path: Path) -> list[TrueTalk]:
    """Every VEVENT; its speakers are in its summary, “(talk by ...)”, or its attendees."""
    talks = []
    for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        attendees = event.get("ATTENDEE", [])
        listed = attendees if isinstance(attendees, list) else [attendees]
        start = event.decoded("DTSTART")
        named = _PRESENTED.search(str(event["SUMMARY"]))
        people = _listed(named[1]) if named else [str(each.params["CN"]) for each in listed]
        talks.append(TrueTalk(_PRESENTED.sub("", str(event["SUMMARY"])), start, names(people)))
    return talks


def table(path: Path, *, title: str, date: str, clock: str, date_format: str, speaker: str) -> list[TrueTalk]:
    """Every row of a CSV file with a title; the first line of its `speaker` cell may name people and their company."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row[title].strip()]
    return [
        TrueTalk(
            row[title],
            datetime.combine(datetime.strptime(row[date], date_format), _clock(row[clock])),
            names(_row_speakers(row, speaker)),
        )
        for row in rows
    ]


def _row_speakers(row: dict[str, str], speaker: str) -> list[str]:
    return _listed(_LINK.sub(r"\1", row[speaker]).partition("\n")[0])


def _listed(text: str) -> list[str]:
    people = text.partition(", ")[0].strip()
    return re.split(r" & | and ", people) if _PEOPLE.fullmatch(people) else []


_PEOPLE = re.compile(r"\w[\w.'-]*(?: (?:\w[\w.'-]*|&)){0,7}")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ENTRY = re.compile(r"@(\w+)\s*\{[^,]*,(.*?)\n\}", re.DOTALL)


def bibliography(path: Path) -> list[TrueTalk]:
    """Every entry that is no proceedings volume; accents of TeX are left to the eye."""
    talks = []
    for kind, body in _ENTRY.findall(path.read_text(encoding="utf-8")):
        if kind.lower() == "inproceedings":
            title, author = (_bib_field(body, name) for name in ("title", "author"))
            people = (" ".join(reversed(each.split(", "))) for each in re.split(r"\s+and\s+", author))
            talks.append(TrueTalk(_untexed(title), None, names(map(_untexed, people))))
    return talks


def _bib_field(body: str, name: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*(?:\{{(.*?)\}}|\"(.*?)\"),?[ \t]*(?:\n|$)", body, re.DOTALL | re.IGNORECASE)
    return " ".join((found[1] or found[2]).split()) if found else ""


def _untexed(text: str) -> str:
    import unicodedata

    marks = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303", "c": "\u0327", "v": "\u030c"}

    def accent(match: re.Match[str]) -> str:
        letter = match[2].replace("\\i", "i").strip("{}")
        return unicodedata.normalize("NFC", letter + marks[match[1]])

    text = re.sub(r"\\(['`\"^~]|[cv](?=[ {]))\s*(\{?\\?\w\}?)", accent, text)
    text = re.sub(r"\\([lL])(?![a-zA-Z])\s*", lambda match: "ł" if match[1] == "l" else "Ł", text.replace("{\\l}", "ł"))
    text = re.sub(r"\\([&%$#_])", r"\1", text)
    return "$".join(
        part if inside else part.replace("{", "").replace("}", "") for inside, part in _in_math(text.split("$"))
    )


def _in_math(parts: list[str]) -> Iterator[tuple[bool, str]]:
    for number, part in enumerate(parts):
        yield number % 2 == 1, part
