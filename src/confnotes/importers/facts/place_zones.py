"""The time zones of a place named by a program: its city, else its country, by the tables of the tz database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import available_timezones

from confnotes.importers.facts.places import CITIES
from confnotes.markup.names import fold

MOST: Final = 6  # zones that are suggested
_PARTS: Final = re.compile(r"[,;/()\n|–—]")
_ALSO_CALLED: Final = {
    "GB": "UK | United Kingdom | England | Scotland | Wales | Great Britain",
    "US": "USA | U.S.A. | U.S. | United States of America",
    "KR": "South Korea | Korea | Republic of Korea",
    "CZ": "Czechia",
    "TR": "Türkiye",
    "AE": "UAE | United Arab Emirates",
    "DE": "Deutschland",
    "AT": "Österreich",
    "CH": "Schweiz | Suisse | Svizzera",
    "BE": "Belgique | België",
    "NL": "The Netherlands | Nederland",
    "ES": "España",
    "IT": "Italia",
    "BR": "Brasil",
    "RU": "Russian Federation",
}
"""Names of countries besides those of the table, which has “Britain (UK)”."""


def zones_of_place(text: str) -> tuple[str, tuple[str, ...]]:
    """The words that name a place, and its zones, likeliest first, at most six: ("Brussels", ("Europe/Brussels",)).

    Cities take priority over countries, and a country decides between cities of the same name. ("", ()) if nothing is
    known.
    """
    parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
    country = next(((part, code) for part in reversed(parts) if (code := _countries().get(fold(part)))), None)
    cities = dict(_cities(parts))
    if cities:
        here = {zone: word for zone, word in cities.items() if country and zone in _zones_of_country(country[1])}
        found = here or cities
        return next(iter(found.values())), tuple(found)[:MOST]
    return (country[0], _zones_of_country(country[1])[:MOST]) if country else ("", ())


def _cities(parts: list[str]) -> Iterator[tuple[str, str]]:
    """Zones of cities and the words that name them: a part is a city, or contains one (“University of Vienna”)."""
    for part in parts:
        if (zone := CITIES.get(part.lower())) and part[:1].isupper():
            yield zone, part
            continue
        words = part.split()
        runs = [" ".join(words[at : at + size]) for size in (3, 2, 1) for at in range(len(words) - size + 1)]
        named = [(CITIES[run.lower()], run) for run in runs if run.lower() in CITIES and run[:1].isupper()]
        yield from named or [(zone, part) for zone in _named_after_cities().get(fold(part), ())]


@cache
def _named_after_cities() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for zone in sorted(zone for zones in _tab("zone.tab").values() for zone in zones):
        city = fold(zone.rpartition("/")[2].replace("_", " "))
        found[city] = (*found.get(city, ()), zone)
    known = available_timezones()
    return {city: zones for city, zones in found.items() if known.issuperset(zones)}


@cache
def _countries() -> Mapping[str, str]:
    """Folded names of countries, with their codes."""
    names = {}
    for line in _lines("iso3166.tab"):
        code, name = line.split("\t")[:2]
        names[fold(name)] = code
    names |= {fold(name): code for code, all_names in _ALSO_CALLED.items() for name in all_names.split("|")}
    return names


@cache
def _zones_of_country(code: str) -> tuple[str, ...]:
    """The zones of a country; without those of territories, and in large countries those where conferences meet."""
    zones = _tab("zone.tab").get(code, [])
    own = _tab("zone1970.tab").get(code, [])
    chosen = [zone for zone in zones if zone in own] or zones
    if len(chosen) > MOST:
        known = [zone for zone in chosen if zone in CITIES.values()]
        chosen = known if len(known) > 1 else chosen  # a single one would look like the only zone
    return tuple(chosen)


@cache
def _tab(name: str) -> Mapping[str, list[str]]:
    """The zones of a table by country; a zone of several countries belongs to the first."""
    found: dict[str, list[str]] = {}
    for line in _lines(name):
        codes, _, zone = line.split("\t")[:3]
        found.setdefault(codes.partition(",")[0], []).append(zone)
    return found


def _lines(name: str) -> list[str]:
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
