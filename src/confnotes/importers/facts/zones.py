"""Time zones as people name them, and the IANA name if it is unambiguous.

An abbreviation is resolved by a city in the same source if both agree, else by the table below if conferences worldwide
use it for one zone; otherwise the zone stays unknown, with a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from confnotes.importers.facts.places import CITIES

AOE = "AoE"
_ANYWHERE = re.compile(r"\bAoE\b|\banywhere on earth\b|\bUTC\s?[-−–]\s?12\b(?!:)", re.IGNORECASE)
_AREA = "Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc"
_IANA = re.compile(rf"\b(?:{_AREA})/[A-Za-z][\w+/-]{{1,40}}")
_OFFSET = re.compile(r"\b(?:UTC|GMT)\s?([+\-−–±])\s?(\d{1,2})(?::?([0-5]\d))?\b")
_WESTERN = "UTC|GMT|E[SD]?T|C[SD]?T|M[SD]T|P[SD]?T|AK[SD]T|HST|CES?T|EES?T|WES?T|BST"
_EASTERN = "IST|JST|KST|SGT|HKT|AE[SD]T|AC[SD]T|AWST|NZ[SD]T"
_SELDOM = "BRT|ART|CLT|MSK|ICT|WIB|PHT|PKT|NPT|EAT|CAT|SAST|WAT|MEZ|MESZ"
_ABBREVIATION = re.compile(rf"\b({_WESTERN}|{_EASTERN}|{_SELDOM})\b")
_NORTH_AMERICA = "Eastern|Central|Mountain|Pacific|Atlantic|Alaska|Hawaii"
_EUROPE = "Central European|Eastern European|Western European|British|Greenwich Mean"
_ASIA = "India[n]?|Japan|Korea[n]?|Singapore|Hong Kong|Israel|Moscow|Australian Eastern|China|New Zealand"
_AFRICA = "East(?:ern)? Africa[n]?|West(?:ern)? Africa[n]?|South(?:ern)? Africa[n]?|Central Africa[n]?"
_ELSEWHERE = "Pakistan|Philippine|Indochina|Brasilia|Argentina|Gulf|Arabia[n]?"
_NAMED = re.compile(
    rf"\b({_NORTH_AMERICA}|{_EUROPE}|{_ASIA}|{_AFRICA}|{_ELSEWHERE})"
    r"\s+(?:(?:Standard|Daylight|Summer|Savings?|Daylight Savings?)\s+)?Time\b",
    re.IGNORECASE,
)
_NAMES = {
    "eastern": "ET", "central": "CT", "mountain": "MT", "pacific": "PT", "alaska": "AKST", "hawaii": "HST",
    "central european": "CET", "eastern european": "EET", "western european": "WET", "british": "BST",
    "greenwich mean": "GMT", "india": "INDIA", "indian": "INDIA", "japan": "JST", "korea": "KST", "korean": "KST",
    "singapore": "SGT", "hong kong": "HKT", "israel": "ISRAEL", "moscow": "MSK", "australian eastern": "AEST",
    "east africa": "EAT", "east african": "EAT", "eastern africa": "EAT", "eastern african": "EAT",
    "west africa": "WAT", "west african": "WAT", "south africa": "SAST", "south african": "SAST",
    "central africa": "CAT", "central african": "CAT", "pakistan": "PKT", "philippine": "PHT", "indochina": "ICT",
    "brasilia": "BRT", "argentina": "ART", "gulf": "GULF", "arabia": "ARABIA", "arabian": "ARABIA",
    "china": "CHINA", "new zealand": "NZST", "atlantic": "ATLANTIC",
}  # fmt: skip
_SURE = {
    "UTC": "UTC", "GMT": "UTC", "EST": "America/New_York", "EDT": "America/New_York", "ET": "America/New_York",
    "CDT": "America/Chicago", "PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles",
    "CT": "America/Chicago", "MDT": "America/Denver", "HST": "Pacific/Honolulu", "AKST": "America/Anchorage",
    "AKDT": "America/Anchorage", "CET": "CET", "CEST": "CET", "MEZ": "CET", "MESZ": "CET", "EET": "EET", "EEST": "EET",
    "WET": "WET", "WEST": "WET", "JST": "Asia/Tokyo", "KST": "Asia/Seoul", "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong", "MSK": "Europe/Moscow", "NZST": "Pacific/Auckland", "NZDT": "Pacific/Auckland",
    "AEDT": "Australia/Sydney", "AWST": "Australia/Perth", "SAST": "Africa/Johannesburg", "INDIA": "Asia/Kolkata",
    "ISRAEL": "Asia/Jerusalem", "CHINA": "Asia/Shanghai", "BRT": "America/Sao_Paulo", "ICT": "Asia/Bangkok",
    "WIB": "Asia/Jakarta", "PHT": "Asia/Manila", "PKT": "Asia/Karachi", "NPT": "Asia/Kathmandu",
    "EAT": "Africa/Nairobi", "WAT": "Africa/Lagos", "AEST": "Australia/Sydney", "MST": "America/Denver",
    "MT": "America/Denver", "GULF": "Asia/Dubai", "ARABIA": "Asia/Riyadh", "ART": "America/Argentina/Buenos_Aires",
    "CAT": "Africa/Maputo",
}  # fmt: skip
_FAMILIES = {
    "ET": ("EST", "EDT"), "CT": ("CST", "CDT"), "MT": ("MST", "MDT"), "PT": ("PST", "PDT"), "EST": ("EST", "EDT"),
    "CST": ("CST", "CDT"), "MST": ("MST", "MDT"), "PST": ("PST", "PDT"), "CET": ("CET", "CEST"), "MEZ": ("CET", "CEST"),
    "MESZ": ("CET", "CEST"), "EET": ("EET", "EEST"), "WET": ("WET", "WEST"), "AEST": ("AEST", "AEDT"),
    "GMT": ("GMT", "BST"), "BST": ("BST", "GMT"), "INDIA": ("IST",), "ISRAEL": ("IST", "IDT"), "CHINA": ("CST",),
    "ATLANTIC": ("AST", "ADT"),
}  # fmt: skip
_SPOKEN = ("EST", "CST", "MST", "PST")
_CITY = re.compile(
    r"(?<!\w)(" + "|".join(re.escape(city) for city in sorted(CITIES, key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)
_CITY_TIME = re.compile(_CITY.pattern + r"(?:,\s\w[\w ]{0,20})?\s+(?:local\s+)?time\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as the source names it; `iana` is None for an ambiguous name, AOE for anywhere on earth."""

    label: str
    iana: str | None
    begin: int
    stop: int
    settled_by: str | None = None


def cities_in(text: str) -> list[str]:
    """The zones of the cities in a text, most frequent first."""
    counts: dict[str, int] = {}
    for match in _CITY.finditer(text[:200_000]):
        if match.group(0)[:1].isupper():
            zone = CITIES[match.group(1).lower()]
            counts[zone] = counts.get(zone, 0) + 1
    return sorted(counts, key=lambda zone: -counts[zone])


def find_zone(text: str, places: str = "", when: datetime | None = None) -> Zone | None:
    """The zone that a line names; `places` is text that may name the city, `when` the day of the line."""
    text = text[:4000]
    if match := _ANYWHERE.search(text):
        return Zone(match.group(0), AOE, match.start(), match.end())
    if (match := _IANA.search(text)) and is_zone(match.group(0)):
        return Zone(match.group(0), match.group(0), match.start(), match.end())
    if "time" in text.lower() and (match := _CITY_TIME.search(text)):
        return Zone(match.group(0), CITIES[match.group(1).lower()], match.start(), match.end())
    if (match := _OFFSET.search(text)) and (named := _beside_offset(text, match, places, when)):
        return named
    if match := _OFFSET.search(text):
        return Zone(match.group(0), _offset_zone(match), match.start(), match.end())
    if match := _NAMED.search(text):
        code = _NAMES.get(match.group(1).lower(), "")
        return _settled(match.group(0), code, match, places or text, when)
    if match := _ABBREVIATION.search(text):
        if match.group(0) in ("CT", "CAT", "ART", "WEST", "EAT", "PT", "ET", "MT") and not re.search(
            r"\d\s*(?:[ap]\.?m\.?)?\s*\(?$", text[: match.start()], re.IGNORECASE
        ):
            return None
        return _settled(match.group(0), match.group(0), match, places or text, when)
    return None


def _beside_offset(text: str, offset: re.Match[str], places: str, when: datetime | None) -> Zone | None:
    """The zone of `CEST (UTC+2)`: the name tells more than the offset if it is unambiguous."""
    match = _ABBREVIATION.search(text)
    if match is None or match.group(0) in ("UTC", "GMT") or abs(match.start() - offset.start()) > 12:
        return None
    zone = _settled(match.group(0), match.group(0), match, places or text, when)
    return zone if zone.iana is not None else None


def is_zone(name: str) -> bool:
    """Whether this is an IANA zone known to this machine."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _offset_zone(match: re.Match[str]) -> str | None:
    hours, rest = int(match.group(2)), int(match.group(3) or 0)
    if hours > 14 or match.group(1) == "±":
        return "UTC" if hours == 0 else None
    if rest:
        return (
            {(5, 30): "Asia/Kolkata", (9, 30): "Australia/Darwin", (5, 45): "Asia/Kathmandu"}.get((hours, rest))
            if match.group(1) == "+"
            else None
        )
    if hours == 0:
        return "UTC"
    return f"Etc/GMT{'-' if match.group(1) == '+' else '+'}{hours}"


def _settled(label: str, code: str, match: re.Match[str], places: str, when: datetime | None) -> Zone:
    moment = when or datetime(2024, 1, 15, 12)
    family = _FAMILIES.get(code, (code,))
    for zone in cities_in(places):
        names = {_name(zone, moment), _name(zone, moment + timedelta(days=182))}
        if names & set(family):
            return Zone(label, zone, match.start(), match.end(), "the place")
    if code in _SPOKEN and " " in label:
        code = {"EST": "ET", "CST": "CT", "MST": "MT", "PST": "PT"}[code]
    return Zone(label, _SURE.get(code), match.start(), match.end())


def _name(zone: str, moment: datetime) -> str:
    try:
        return moment.replace(tzinfo=ZoneInfo(zone)).tzname() or ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
