"""The parts of a summary: items by day, track, theme or person, and within each by session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from confnotes.markup.names import fold
from confnotes.markup.person_names import family_name
from confnotes.model.program import Program
from confnotes.model.summary import Grouping, SummaryItem, SummaryPart, SummarySession
from confnotes.model.timetable import end_of, start_of
from confnotes.report.items import RankedItem, main_speaker
from confnotes.report.themes import ThemeGroups

_PAGE = "\0page of the day"


class _Key(NamedTuple):
    """What the items of one part share; `loose` are notes without a day, track, theme or person."""

    conference: str
    day: date | None
    name: str
    loose: bool


def parts(
    placed: Sequence[RankedItem], programs: Mapping[str, Program], by: Grouping, themes: ThemeGroups
) -> tuple[SummaryPart, ...]:
    """The parts with their items, in order; with several conferences, they are named."""
    several = len({one.item.conference for one in placed if one.item.conference}) > 1
    across = by in (Grouping.THEME, Grouping.PERSON)
    names: dict[str, str] = {}
    groups: dict[_Key, list[RankedItem]] = {}
    for one in placed:
        key, name = _key(one.item, by, themes, apart=several and not across)
        names.setdefault(key.name, name)
        groups.setdefault(key, []).append(one)
    set_in = {one.item.id: key for key, members in groups.items() for one in members}
    found = []
    for key in sorted(groups, key=lambda key: _place(key, groups[key], by, names)):
        members = groups[key]
        elsewhere = (one.item for one in placed if across and key.name and set_in[one.item.id] != key)
        also = tuple(item.id for item in elsewhere if key.name in map(fold, _all_names(item, by, themes)))
        sessions = (_one_session(members),) if by is Grouping.THEME else _sessions(members, programs)
        found.append(SummaryPart(names[key.name] or None, key.day, key.conference or None, sessions, also))
    return tuple(found)


def _key(item: SummaryItem, by: Grouping, themes: ThemeGroups, *, apart: bool) -> tuple[_Key, str]:
    """The key and the name of an item's part; `apart`: do not mix conferences."""
    name = _name(item, by, themes) or ""
    day = item.day if by is Grouping.DAY else None
    loose = not item.is_talk and day is None and not name
    return _Key(item.conference if apart else "", day, fold(name), loose), name


def _name(item: SummaryItem, by: Grouping, themes: ThemeGroups) -> str | None:
    """The track, theme or person of the item."""
    if by is Grouping.TRACK:
        return item.track
    if by is Grouping.THEME:
        return themes.main.get(item.id)
    if by is Grouping.PERSON:
        speaker = main_speaker(item.speakers)
        return speaker.name if speaker else None
    return None


def _all_names(item: SummaryItem, by: Grouping, themes: ThemeGroups) -> Iterable[str]:
    """All themes or people of the item."""
    if by is Grouping.THEME:
        return themes.of(item.id)
    return (speaker.name for speaker in item.speakers)


def _place(
    key: _Key, members: Sequence[RankedItem], by: Grouping, names: Mapping[str, str]
) -> tuple[bool, bool, date, int, str, str, str]:
    """Sort key: days in order, tracks and people by name, themes by number of items; items without any come last."""
    first_day = key.day or min((one.item.day for one in members if one.item.day and key.conference), default=date.max)
    size = -len(members) if by is Grouping.THEME else 0
    family = fold(family_name(names[key.name]).family) if by is Grouping.PERSON else ""
    return (key.loose, key.day is None and not key.name, first_day, size, family, key.name, fold(key.conference))


def _one_session(members: Iterable[RankedItem]) -> SummarySession:
    return SummarySession(items=tuple(one.item for one in sorted(members, key=lambda one: one.rank)))


def _sessions(members: Iterable[RankedItem], programs: Mapping[str, Program]) -> tuple[SummarySession, ...]:
    by_session: dict[tuple[str, str], list[RankedItem]] = {}
    for one in members:
        session = one.session
        if one.item.leads:
            by_session.setdefault((one.item.conference, _PAGE), []).append(one)
            continue
        key = (one.item.conference, session.id or session.title or "") if session else ("", "")
        by_session.setdefault(key, []).append(one)
    found: list[tuple[tuple[bool, datetime, int], SummarySession]] = []
    for group in by_session.values():
        group.sort(key=lambda one: one.rank)
        session = group[0].session
        items = tuple(one.item for one in group)
        rank = group[0].rank
        if items[0].leads:
            found.append(((False, datetime.min, 0), SummarySession(items=items)))
            continue
        if session is None:
            found.append(((not items[0].is_talk and items[0].start is None, *rank), SummarySession(items=items)))
            continue
        program = programs.get(items[0].conference)
        timezone = program.conference.timezone if program else None
        start = start_of(session, timezone)
        end = end_of(session, timezone)
        rank = (min(rank[0], start), rank[1]) if start else rank
        made = SummarySession(session.title, session.kind, start, end, session.room, items)
        found.append(((False, *rank), made))
    found.sort(key=lambda pair: pair[0])
    return tuple(session for _, session in found)
