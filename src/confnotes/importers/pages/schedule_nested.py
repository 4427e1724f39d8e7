"""Talks that a timetable lists beneath another item: “Spotlights” and its papers, as a session and its talks."""

from __future__ import annotations

import re

from confnotes.importers.pages.blocks import Block
from confnotes.importers.pages.builder import Item, SessionDraft
from confnotes.importers.pages.entries import read_entry
from confnotes.importers.pages.schedule_lines import presenters
from confnotes.importers.pages.schedule_state import Timetable
from confnotes.model.program import Kind

_HOLDERS = (Kind.POSTER, Kind.ORAL, Kind.SPOTLIGHT, Kind.LIGHTNING, Kind.DEMO, Kind.TUTORIAL, Kind.WORKSHOP, Kind.PANEL)
_TALKS = "talks|papers|presentations|orals|spotlights|posters|demos|session|abstracts|contributions"
PLURAL = re.compile(rf"\b(?:{_TALKS}|tutorials|keynotes|lectures)\b", re.IGNORECASE)


def listed_beneath(timetable: Timetable, block: Block, text: str) -> bool:
    """Whether an indented line of plain text under “Contributed talks” names a talk; then it is added."""
    item = timetable.holder or timetable.item
    assert item is not None
    if timetable.gap or not block.level or item.depth >= 0 or item.title is None or not PLURAL.search(item.title):
        return False
    entry = read_entry(text, timetable.known, speaker_first=timetable.speaker_first)
    return bool(entry.title and entry.speakers) and nested_talk(timetable, block, text)


def nested_talk(timetable: Timetable, block: Block, text: str) -> bool:
    """Whether a nested list item is a talk of its own; then it is added."""
    item = timetable.holder or timetable.item
    assert item is not None
    holds = (
        item.kind in _HOLDERS
        or (item.title is not None and PLURAL.search(item.title) is not None)
        or timetable.holder is not None
    ) and not presenters(item)
    entry = read_entry(text, timetable.known, speaker_first=timetable.speaker_first)
    if not holds or (item.kind is Kind.PANEL and entry.title is None) or not (entry.title or entry.speakers):
        return False
    if timetable.holder is None:
        hold(timetable, item)
    child = timetable.item_of(entry, block.line, None)
    child.day = item.day
    child.kind = entry.kind or (
        item.kind if item.kind is not None and item.kind not in (Kind.REMARKS, Kind.BREAK) else None
    )
    if child.kind is Kind.PANEL:
        child.kind = None
    child.depth = block.level
    assert timetable.session is not None
    timetable.session.items.append(child)
    timetable.item = child
    return True


def hold(timetable: Timetable, item: Item) -> None:
    """An item that has talks nested in it is a session."""
    place, at = next(
        (session, number)
        for session in reversed(timetable.builder.sessions)
        for number in range(len(session.items) - 1, -1, -1)
        if session.items[number] is item
    )
    del place.items[at]
    timetable.session = SessionDraft(
        item.line,
        item.title,
        kind=item.kind,
        times=item.times,
        day=item.day,
        room=item.room,
        resources=item.resources,
    )
    if not place.items and place.title is None:
        timetable.builder.sessions.remove(place)
        timetable.flat = None
    timetable.builder.sessions.append(timetable.session)
    timetable.holder = item
