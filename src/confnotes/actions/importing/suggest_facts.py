"""What a person may confirm about a program that does not say it: the conference's name and its time zone.

Nothing of it is used before somebody confirms it.
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
"""Names that the software of a site gives to a conference that nobody named."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A name and time zones, the likeliest first, with the words they were worked out from; empty where unknown."""

    name: str = ""
    name_from: str = ""
    zones: tuple[str, ...] = ()
    zones_from: str = ""


def suggest(one: SourcePreview, listed: ListedConference | None = None) -> Suggestions:
    """What to suggest for a program; `listed` is what was chosen from the list to get it."""
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
