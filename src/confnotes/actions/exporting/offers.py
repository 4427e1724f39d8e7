"""What there is to export: conferences and years, and of one conference its days, tracks and tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from confnotes.catalogue.searching.find import outlines
from confnotes.catalogue.searching.saved_queries import SavedQuery, saved_queries
from confnotes.errors import ConfnotesError
from confnotes.model.timetable import wall_time
from confnotes.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Offers:
    """What a conference can be cut to, each with how many talks or notes it has; days in order, the rest by number."""

    days: tuple[tuple[date, int], ...] = ()
    tracks: tuple[tuple[str, int], ...] = ()
    tags: tuple[tuple[str, int], ...] = ()
    searches: tuple[SavedQuery, ...] = ()


def offers_of(vault: Vault, conference: str) -> Offers:
    """What may be chosen of a conference; raises ConfnotesError when its program cannot be read."""
    program = vault.program(conference)
    zone = program.conference.timezone
    days: Counter[date] = Counter()
    tracks: Counter[str] = Counter()
    for session in program.sessions:
        for talk in session.talks:
            if talk.start is not None:
                days[wall_time(talk.start, zone).date()] += 1
            track = talk.track or session.track
            if track:
                tracks[track] += 1
    tags = Counter(tag for note in outlines(vault, conference) for tag in {tag.name for tag in note.tags})
    return Offers(
        tuple(sorted(days.items())), tuple(_by_number(tracks)), tuple(_by_number(tags)), tuple(saved_queries(vault))
    )


def years_of(vault: Vault, conferences: list[str]) -> list[tuple[int, int]]:
    """The years that had several conferences, the last one first, each with how many they were."""
    years: Counter[int] = Counter()
    for name in conferences:
        try:
            first = vault.span(name).first
        except ConfnotesError:
            continue
        if first is not None:
            years[first.year] += 1
    return sorted(((year, number) for year, number in years.items() if number > 1), reverse=True)


def _by_number(counted: Counter[str]) -> Iterator[tuple[str, int]]:
    return iter(sorted(counted.items(), key=lambda one: (-one[1], one[0].casefold())))
