"""Look up a time zone by IANA name, city or abbreviation, allowing typos."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from confnotes.importers.facts.places import CITIES
from confnotes.importers.facts.zones import AOE, find_zone, is_zone
from confnotes.markup.names import fold

_REGIONS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
    "Pacific/",
)  # fmt: skip
_MOST = 6  # rows of the list below the field
_NEAR = 78  # similarity in percent of a misspelt name


def exact_zone(text: str) -> str | None:
    """The zone with this IANA name, ignoring case, or None."""
    if is_zone(text):
        return text
    return _by_folded().get(_folded(text))


def find_zones(text: str) -> list[str]:
    """Up to six matching zones, best first; none for an empty text."""
    wanted = _folded(text)
    names = _by_folded()
    if not wanted:
        return []
    exact = exact_zone(text.strip())
    found = {exact: None} if exact else {}
    named = find_zone(text.strip().upper())
    if named and named.iana and named.iana != AOE:
        found[named.iana] = None
    cities = sorted(city for city in CITIES if fold(city).startswith(wanted))
    found |= {CITIES[city]: None for city in cities}
    found |= {names[name]: None for name in names if name.rpartition("/")[2].startswith(wanted)}
    found |= {names[name]: None for name in names if wanted in name}
    if len(found) < _MOST and len(wanted) > 2:
        found |= dict.fromkeys(_roughly(wanted))
    return list(found)[:_MOST]


def _roughly(wanted: str) -> list[str]:
    from rapidfuzz import fuzz, process

    places = {name: name.rpartition("/")[2] for name in _by_folded()}
    near = process.extract(wanted, places, scorer=fuzz.ratio, limit=_MOST, score_cutoff=_NEAR)
    return [_by_folded()[name] for _, _, name in near]


def _folded(text: str) -> str:
    return fold(text.strip().replace("_", " "))


@cache
def _by_folded() -> dict[str, str]:
    """All zones named after a place, and UTC, by folded name."""
    names = sorted(name for name in available_timezones() if name.startswith(_REGIONS))
    return {_folded(name): name for name in ["UTC", *names]}
