"""The zones of a calendar: what a TZID means (RFC 5545, section 3.2.19), with or without its VTIMEZONE.

A name is an IANA zone where it is one, has one at its end (`/vendor/2024/Europe/Berlin`), is what Windows calls one, or
names the cities of one. Only a name that says nothing is looked up in its VTIMEZONE: by X-LIC-LOCATION, else by its
rules, which give offsets and no zone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from itertools import islice
from zoneinfo import ZoneInfo

from confnotes.importers.facts.zones import cities_in, find_zone, known
from confnotes.importers.icalendar.lines import Component
from confnotes.importers.icalendar.rules import occurrences, rule_of
from confnotes.importers.icalendar.windows import windows_zone

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?")
_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d)")
_MOST = 200
_LAST_ONSET = datetime(2100, 1, 1)
_Onsets = list[tuple[datetime, timedelta]]


@dataclass(frozen=True, slots=True)
class _Named:
    """What a TZID came out as: a zone, or the onsets of a VTIMEZONE, or neither."""

    zone: ZoneInfo | None
    onsets: _Onsets


class Zones:
    """The zones that a file names; `unknown` are the names that mean nothing, each with its first line."""

    def __init__(self, top: Component) -> None:
        self.unknown: dict[str, int] = {}
        self.used: dict[str, int] = {}
        self._defined = {name: each for each in islice(top.named("VTIMEZONE"), _MOST) if (name := each.text("TZID"))}
        self._named: dict[str, _Named] = {}

    @property
    def defined(self) -> list[str]:
        """The IANA zones that the file defines, whether an event stands in one or not."""
        return list(dict.fromkeys(zone.key for name in self._defined if (zone := self._meaning(name).zone)))

    def placed(self, moment: datetime, tzid: str, line: int) -> datetime:
        """A naive local time in the zone of that name; still naive where the name means nothing."""
        meaning = self._meaning(tzid)
        if meaning.zone is not None:
            self.used[meaning.zone.key] = self.used.get(meaning.zone.key, 0) + 1
            return moment.replace(tzinfo=meaning.zone)
        offset = _offset_at(meaning.onsets, moment)
        if offset is None:
            self.unknown.setdefault(tzid, line)
            return moment
        return moment.replace(tzinfo=offset)

    def _meaning(self, tzid: str) -> _Named:
        if tzid not in self._named:
            definition = self._defined.get(tzid) or self._defined.get(tzid.strip('"'))
            location = definition.text("X-LIC-LOCATION") if definition else None
            name = zone_named(tzid) or (zone_named(location) if location else None)
            onsets = _onsets(definition) if definition is not None and name is None else []
            self._named[tzid] = _Named(ZoneInfo(name) if name else None, onsets)
        return self._named[tzid]


def zone_named(text: str) -> str | None:
    """The IANA zone that a TZID or X-WR-TIMEZONE names; None where it names none, or could mean several."""
    name = text.strip().strip("\"'/").replace(" / ", "/")[:200]
    if not name:
        return None
    parts = name.split("/")
    for count in range(min(3, len(parts)), 0, -1):
        tail = "/".join(parts[-count:])
        if (count > 1 or len(parts) == 1) and "/" in tail + name and (found := _known(tail)):
            return found
    if parts[-1].upper() in ("UTC", "GMT", "Z"):
        return "UTC"
    if len(name) > 4 and len(parts) == 1 and known(name):
        return name
    region = re.fullmatch(r"(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)-(\w+)", name)
    if region and (found := _known(f"{region[1]}/{region[2]}")):
        return found
    return windows_zone(name) or _zone_in_words(name)


def _zone_in_words(name: str) -> str | None:
    """The zone of a label as programs show it to people: “(UTC+01:00) Amsterdam, Berlin, Bern”."""
    label = re.sub(r"^\((?:UTC|GMT)[^)]*\)\s*", "", name)
    if label != name and (found := windows_zone(label) or next(iter(cities_in(label)), None)):
        return found
    named = find_zone(label)
    return named.iana if named and named.iana and known(named.iana) and not named.iana.startswith("Etc/") else None


def _known(name: str) -> str | None:
    """The name as IANA writes it, whatever case and spaces it came in."""
    for spelled in (name, name.replace(" ", "_"), "/".join(part.title() for part in name.lower().split("/"))):
        if known(spelled):
            return spelled
    return None


def _onsets(definition: Component) -> _Onsets:
    """When which offset begins, in local time; nothing for a definition that is broken."""
    found: _Onsets = []
    for part in definition.parts:
        to, begun = part.text("TZOFFSETTO"), _MOMENT.match(part.text("DTSTART") or "")
        offset = _OFFSET.fullmatch(to) if to else None
        if offset is None:
            continue
        delta = timedelta(hours=int(offset[2]), minutes=int(offset[3])) * (-1 if offset[1] == "-" else 1)
        if delta >= timedelta(hours=24) or delta <= timedelta(hours=-24):
            continue
        try:
            year, month, day, hour, minute = map(int, begun.groups()) if begun else (1970, 1, 1, 0, 0)
            start = datetime(year, month, day, hour, minute)
        except ValueError:
            start = datetime(1970, 1, 1)
        rule = rule_of(part.text("RRULE") or "")
        latest = _LAST_ONSET
        if rule and rule.until and rule.until[:8].isdigit():
            latest = min(latest, datetime(max(1, min(9998, int(rule.until[:4]))), 12, 31))
        found += [(moment, delta) for moment in (occurrences(rule, start, latest) if rule else (start,))]
    return sorted(found)


def _offset_at(onsets: _Onsets, moment: datetime) -> tzinfo | None:
    if not onsets:
        return None
    at = bisect_right(onsets, moment, key=lambda onset: onset[0])
    return timezone(onsets[max(0, at - 1)][1])
