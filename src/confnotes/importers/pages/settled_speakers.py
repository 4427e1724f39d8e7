"""Speakers of an item who are nobody in the light of the whole item: the place of a dinner, the title of a talk."""

from __future__ import annotations

import re
from dataclasses import replace

from confnotes.importers.facts.names import is_certain_institution, is_certain_name, is_likely_name
from confnotes.importers.facts.rooms import room_of
from confnotes.importers.pages.builder import TalkDraft
from confnotes.model.program import PAUSES, Speaker

_GOES_ON = re.compile(r"\b(?:at|in|to|from|visit|bei|im|chez|à|au|en|@)$", re.IGNORECASE)  # “Dinner at”
_ADDRESS = re.compile(r"\d+,? [^\W\d]|.*, \d{1,4}[a-z]?$")  # “1 Place Curie”, “Lenin Street, 33”
_TITLE_LONG, _MEAL_LONG = 5, 5  # words


def settle_speakers_of(item: TalkDraft) -> None:
    """Take what only looks like a speaker for the place or the title that it is."""
    for speaker in [each for each in item.speakers if not is_certain_name(each.name)]:
        if not _is_place(item, speaker):
            continue
        item.speakers.remove(speaker)
        if item.title is None:
            item.title, item.room = speaker.name, item.room or speaker.affiliation
        elif _GOES_ON.search(item.title):
            item.title = f"{item.title} {speaker.name}"
        elif speaker.name not in item.title:
            item.describe(", ".join(filter(None, (speaker.name, speaker.affiliation))), gap=False)
    last = item.speakers[-1] if item.speakers else None
    if last and item.title is None and is_likely_name(last.name) and _is_title(last.affiliation or ""):
        item.title = last.affiliation
        item.speakers[-1] = replace(last, affiliation=None)


def _is_place(item: TalkDraft, speaker: Speaker) -> bool:
    """Whether a speaker is where people eat or meet."""
    where = speaker.affiliation or ""
    at_address = _ADDRESS.match(where) is not None or (room_of(where) is not None and not is_certain_institution(where))
    title = item.title or ""
    meets = item.kind in PAUSES and len(title.split()) <= _MEAL_LONG
    return at_address or meets or _GOES_ON.search(title) is not None


def _is_title(affiliation: str) -> bool:
    words = affiliation.split()
    is_long = len(words) >= _TITLE_LONG and not words[0][0].islower()  # no “Ada Lind, who has flown them everywhere”
    return is_long and "," not in affiliation and not is_certain_institution(affiliation)
