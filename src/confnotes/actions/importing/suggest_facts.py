"""Suggest facts that a program lacks: the conference's name and time zone.

Suggestions are used only after the user confirms them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from confnotes.actions.importing.conference_list import ListedConference
from confnotes.actions.importing.place_source import derive_name
from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.importers.facts.place_zones import zones_of_place
from confnotes.markup.names import fold

_OF_THE_SOFTWARE: Final = re.compile(r"(?:my )?(?:mini ?conf|conference|event|schedule|program|calendar)(?: 20\d\d)?")
"""Default names that website software gives to a conference."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A suggested name and time zones, best first, with the words they were derived from; empty if unknown."""

    name: str = ""
    name_from: str = ""
    zones: tuple[str, ...] = ()
    zones_from: str = ""


def suggest(one: SourcePreview, listed: ListedConference | None = None) -> Suggestions:
    """Suggestions for a program; `listed` is the list entry it was imported from."""
    conference = one.read.program.conference
    stated = one.name or conference.name or ""
    name = name_from = ""
    if not stated or _OF_THE_SOFTWARE.fullmatch(fold(stated).replace("-", " ")):
        made = derive_name(one.read.program) if stated else None
        name = listed.name if listed else made or ""
        name_from = "the list" if listed else conference.url or "its pages"
    if conference.timezone:
        return Suggestions(name, name_from)
    if listed and listed.zone:
        return Suggestions(name, name_from, (listed.zone,), "The list")
    place, zones = zones_of_place(conference.venue or "")
    return Suggestions(name, name_from, zones, place)
