"""Suggest facts that a program lacks: the conference's name and time zone.

Suggestions are used only after the user confirms them.
"""

from __future__ import annotations

from dataclasses import dataclass

from confnotes.actions.importing.conference_list import ListedConference
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.importers.facts.place_zones import zones_of_place


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A suggested name, and time zones, best first, with the words they were derived from; empty if unknown."""

    name: str = ""
    zones: tuple[str, ...] = ()
    zones_from: str = ""


def suggest(one: SourcePreview, listed: ListedConference | None = None) -> Suggestions:
    """Suggestions for a program; `listed` is the list entry it was imported from."""
    conference = one.read.program.conference
    name = listed.name if listed and not (one.name or conference.name) else ""
    if conference.timezone:
        return Suggestions(name)
    if listed and listed.zone:
        return Suggestions(name, (listed.zone,), "The list")
    place, zones = zones_of_place(conference.venue or "")
    return Suggestions(name, zones, place)
