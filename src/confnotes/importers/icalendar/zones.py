"""The zones of a calendar: the meaning of a TZID (RFC 5545, section 3.2.19), with or without its VTIMEZONE.

A name is an IANA zone if it is one, ends with one (`/vendor/2024/Europe/Berlin`), is Windows' name of one, or names its
cities. Only other names are looked up in their VTIMEZONE: by X-LIC-LOCATION, else by its rules, which give offsets and
no zone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from itertools import islice
from zoneinfo import ZoneInfo

from confnotes.importers.facts.zones import cities_in, find_zone, is_zone
from confnotes.importers.icalendar.lines import Component
from confnotes.importers.icalendar.rules import occurrences, rule_of

_NAMES = """
Dateline: Etc/GMT+12 | UTC-11: Etc/GMT+11 | Aleutian: America/Adak | Hawaiian: Pacific/Honolulu |
Marquesas: Pacific/Marquesas | Alaskan: America/Anchorage | UTC-09: Etc/GMT+9 | Pacific: America/Los_Angeles |
Pacific Standard Time (Mexico): America/Tijuana | UTC-08: Etc/GMT+8 | US Mountain: America/Phoenix |
Mountain Standard Time (Mexico): America/Mazatlan | Mountain: America/Denver | Yukon: America/Whitehorse |
Central America: America/Guatemala | Central: America/Chicago | Easter Island: Pacific/Easter |
Central Standard Time (Mexico): America/Mexico_City | Canada Central: America/Regina | SA Pacific: America/Bogota |
Eastern Standard Time (Mexico): America/Cancun | Eastern: America/New_York | Haiti: America/Port-au-Prince |
Cuba: America/Havana | US Eastern: America/Indiana/Indianapolis | Turks And Caicos: America/Grand_Turk |
Paraguay: America/Asuncion | Atlantic: America/Halifax | Venezuela: America/Caracas |
Central Brazilian: America/Cuiaba | SA Western: America/La_Paz | Pacific SA: America/Santiago |
Newfoundland: America/St_Johns | Tocantins: America/Araguaina | E. South America: America/Sao_Paulo |
SA Eastern: America/Cayenne | Argentina: America/Argentina/Buenos_Aires | Greenland: America/Godthab |
Montevideo: America/Montevideo | Magallanes: America/Punta_Arenas | Saint Pierre: America/Miquelon |
Bahia: America/Bahia | UTC-02: Etc/GMT+2 | Azores: Atlantic/Azores | Cape Verde: Atlantic/Cape_Verde |
UTC: UTC | Coordinated Universal Time: UTC | GMT: Europe/London | Greenwich: Atlantic/Reykjavik |
Sao Tome: Africa/Sao_Tome | Morocco: Africa/Casablanca | W. Europe: Europe/Berlin | Central Europe: Europe/Budapest |
Romance: Europe/Paris | Central European: Europe/Warsaw | W. Central Africa: Africa/Lagos | Jordan: Asia/Amman |
GTB: Europe/Bucharest | Middle East: Asia/Beirut | Egypt: Africa/Cairo | E. Europe: Europe/Chisinau |
Syria: Asia/Damascus | West Bank: Asia/Hebron | South Africa: Africa/Johannesburg | FLE: Europe/Kiev |
Israel: Asia/Jerusalem | South Sudan: Africa/Juba | Kaliningrad: Europe/Kaliningrad | Sudan: Africa/Khartoum |
Libya: Africa/Tripoli | Namibia: Africa/Windhoek | Arabic: Asia/Baghdad | Turkey: Europe/Istanbul |
Arab: Asia/Riyadh | Belarus: Europe/Minsk | Russian: Europe/Moscow | E. Africa: Africa/Nairobi |
Volgograd: Europe/Volgograd | Iran: Asia/Tehran | Arabian: Asia/Dubai | Astrakhan: Europe/Astrakhan |
Azerbaijan: Asia/Baku | Russia Time Zone 3: Europe/Samara | Mauritius: Indian/Mauritius |
Saratov: Europe/Saratov | Georgian: Asia/Tbilisi | Caucasus: Asia/Yerevan | Afghanistan: Asia/Kabul |
West Asia: Asia/Tashkent | Ekaterinburg: Asia/Yekaterinburg | Pakistan: Asia/Karachi | Qyzylorda: Asia/Qyzylorda |
India: Asia/Kolkata | Sri Lanka: Asia/Colombo | Nepal: Asia/Kathmandu | Central Asia: Asia/Bishkek |
Bangladesh: Asia/Dhaka | Omsk: Asia/Omsk | Myanmar: Asia/Yangon | SE Asia: Asia/Bangkok | Altai: Asia/Barnaul |
W. Mongolia: Asia/Hovd | North Asia: Asia/Krasnoyarsk | N. Central Asia: Asia/Novosibirsk | Tomsk: Asia/Tomsk |
China: Asia/Shanghai | North Asia East: Asia/Irkutsk | Singapore: Asia/Singapore | W. Australia: Australia/Perth |
Taipei: Asia/Taipei | Ulaanbaatar: Asia/Ulaanbaatar | Aus Central W.: Australia/Eucla | Transbaikal: Asia/Chita |
Tokyo: Asia/Tokyo | North Korea: Asia/Pyongyang | Korea: Asia/Seoul | Yakutsk: Asia/Yakutsk |
Cen. Australia: Australia/Adelaide | AUS Central: Australia/Darwin | E. Australia: Australia/Brisbane |
AUS Eastern: Australia/Sydney | West Pacific: Pacific/Port_Moresby | Tasmania: Australia/Hobart |
Vladivostok: Asia/Vladivostok | Lord Howe: Australia/Lord_Howe | Bougainville: Pacific/Bougainville |
Russia Time Zone 10: Asia/Srednekolymsk | Magadan: Asia/Magadan | Norfolk: Pacific/Norfolk |
Sakhalin: Asia/Sakhalin | Central Pacific: Pacific/Guadalcanal | Russia Time Zone 11: Asia/Kamchatka |
New Zealand: Pacific/Auckland | UTC+12: Etc/GMT-12 | Fiji: Pacific/Fiji | Chatham Islands: Pacific/Chatham |
UTC+13: Etc/GMT-13 | Tonga: Pacific/Tongatapu | Samoa: Pacific/Apia | Line Islands: Pacific/Kiritimati
"""
_ZONES = {name.strip().lower(): zone.strip() for name, _, zone in (each.partition(":") for each in _NAMES.split("|"))}


def windows_zone(name: str) -> str | None:
    """The IANA zone of a Windows name (“W. Europe Standard Time”, ignoring case); None for other names."""
    lowered = " ".join(name.lower().split())
    if lowered in _ZONES:
        return _ZONES[lowered]
    for ending in (" standard time", " daylight time", " summer time"):
        if lowered.endswith(ending):
            return _ZONES.get(lowered.removesuffix(ending))
    return None


_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?")
_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d)")
_MOST = 200  # definitions of zones
_LAST_ONSET = datetime(2100, 1, 1)
_Onsets = list[tuple[datetime, timedelta]]


@dataclass(frozen=True, slots=True)
class _Named:
    """The meaning of a TZID: a zone, or the onsets of a VTIMEZONE, or neither."""

    zone: ZoneInfo | None
    onsets: _Onsets


class Zones:
    """The zones of a file; `unknown` are names without a meaning, each with its first line."""

    def __init__(self, top: Component) -> None:
        self.unknown: dict[str, int] = {}
        self.used: dict[str, int] = {}
        self._defined = {name: each for each in islice(top.named("VTIMEZONE"), _MOST) if (name := each.text("TZID"))}
        self._named: dict[str, _Named] = {}

    @property
    def defined(self) -> list[str]:
        """The IANA zones that the file defines, whether events use them or not."""
        return list(dict.fromkeys(zone.key for name in self._defined if (zone := self._meaning(name).zone)))

    def placed(self, moment: datetime, tzid: str, line: int) -> datetime:
        """A naive local time in the zone of that name; still naive if the name is unknown."""
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
    """The IANA zone of a TZID or X-WR-TIMEZONE; None if it is unknown or ambiguous."""
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
    if len(name) > 4 and len(parts) == 1 and is_zone(name):
        return name
    region = re.fullmatch(r"(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)-(\w+)", name)
    if region and (found := _known(f"{region[1]}/{region[2]}")):
        return found
    return windows_zone(name) or _zone_in_words(name)


def _zone_in_words(name: str) -> str | None:
    """The zone of a label as shown by programs: “(UTC+01:00) Amsterdam, Berlin, Bern”."""
    label = re.sub(r"^\((?:UTC|GMT)[^)]*\)\s*", "", name)
    if label != name and (found := windows_zone(label) or next(iter(cities_in(label)), None)):
        return found
    named = find_zone(label)
    return named.iana if named and named.iana and is_zone(named.iana) and not named.iana.startswith("Etc/") else None


def _known(name: str) -> str | None:
    """The name in IANA's spelling, from any case and spaces."""
    for spelled in (name, name.replace(" ", "_"), "/".join(part.title() for part in name.lower().split("/"))):
        if is_zone(spelled):
            return spelled
    return None


def _onsets(definition: Component) -> _Onsets:
    """The onset of each offset, in local time; empty for an invalid definition."""
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
