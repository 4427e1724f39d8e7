"""Suggest facts that a program lacks: the conference's name, time zone and first day.

Suggestions are used only after the user confirms them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from confnotes.actions.importing.conference_list import ListedConference
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.importers.facts.dates import find_dates
from confnotes.importers.facts.place_zones import zones_of_place
from confnotes.model.program import WarningCode

_OLDEST = 12  # years: a weekday and a date come together again after 11 at most
_NEWEST = timedelta(days=366)  # before a conference, its program is not there yet


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A suggested name, first day and time zones, best first, with the words they came from; empty if unknown."""

    name: str = ""
    day: date | None = None
    zones: tuple[str, ...] = ()
    zones_from: str = ""


def suggest(one: SourcePreview, today: date, listed: ListedConference | None = None) -> Suggestions:
    """Suggestions for a program; `listed` is the list entry it was imported from."""
    conference = one.read.program.conference
    name = listed.name if listed and not (one.name or conference.name) else ""
    day = suggest_day(one, today)
    if conference.timezone:
        return Suggestions(name, day)
    if listed and listed.zone:
        return Suggestions(name, day, (listed.zone,), "The list")
    place, zones = zones_of_place(conference.venue or "")
    return Suggestions(name, day, zones, place)


def suggest_day(one: SourcePreview, today: date) -> date | None:
    """The date nearest to today that a program without years may begin on; None if it states a year, or no date.

    A stated weekday decides the year: “Monday, 5 March” was in 2018, and not in the years around it.
    """
    words = next((each.words for each in one.read.warnings if each.code is WarningCode.DAY_NOT_KNOWN), "")
    stated = next((found.start for found in find_dates(words)), None)
    if stated is None:
        return None
    days = filter(None, (stated.on(year) for year in range(today.year - _OLDEST, today.year + 2)))
    fitting = [day for day in days if stated.weekday in (None, day.weekday()) and day - today <= _NEWEST]
    return min(fitting, key=lambda day: abs(day - today), default=None)
