"""Timetables whose items are only the names of people, often surnames."""

from __future__ import annotations

import re

from confnotes.importers.facts.kinds import item_kind
from confnotes.importers.facts.names import clean_name, name_likeness
from confnotes.importers.facts.people import role_at
from confnotes.importers.pages.builder import Builder
from confnotes.model.program import Kind, Speaker

_FEWEST_SURE = 2  # items that surely are only a person
_FEWEST = 3  # words that may be surnames
_NEARLY_ALL = 0.8  # of the talks
_LIKELY = 0.6  # name_likeness, of 1, among them
_SURNAME = re.compile(r"(?=[^\W\d_a-z])[^\W\d_][\w'’-]*[^\W\d_A-Z]")


def take_names_alone(builder: Builder) -> None:
    """Take titles for the speakers that they name where nearly all items of a timetable are people by their surnames.

    Nothing tells a surname alone from a title: “Satake”, as timetables of mathematicians have it.
    """
    talks = [item for item in builder.items() if item.kind in (None, Kind.TALK, Kind.KEYNOTE) and item.times]
    sure = [item for item in talks if item.speakers and item.title is None]
    untold = [item for item in talks if item.title and not item.speakers and item_kind(item.title) is None]
    surnames = [item for item in untold if _SURNAME.fullmatch(clean_name(item.title or ""))]
    if len(sure) < _FEWEST_SURE or len(surnames) < _FEWEST or len(sure) + len(surnames) < _NEARLY_ALL * len(talks):
        return
    for item in untold:
        name = clean_name(item.title or "")
        if item in surnames or name_likeness(name) >= _LIKELY:
            item.speakers, item.title = [Speaker(name, role=role_at(item.kind))], None
