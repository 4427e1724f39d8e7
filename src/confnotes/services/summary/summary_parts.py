"""The parts of a summary: its items by day, track or theme, and the indexes at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit, urlunsplit

from confnotes.markup.names import fold
from confnotes.markup.references import canonical
from confnotes.model.program import Person, Program, Resource, Role
from confnotes.model.summary import (
    Grouping,
    SummaryHighlight,
    SummaryItem,
    SummaryPart,
    SummaryPerson,
    SummaryReference,
    SummarySession,
    SummaryTag,
    Why,
)
from confnotes.model.timetable import wall_time
from confnotes.services.summary.summary_items import Placed

MOST_HIGHLIGHTS = 7
GOOD_RATING = 4
_PAGE = "\0page of the day"
_CONFERENCE_ROLES = frozenset({Role.KEYNOTE, Role.PANELIST, Role.CHAIR, Role.ORGANIZER})


def parts(placed: Sequence[Placed], programs: dict[str, Program], by: Grouping) -> tuple[SummaryPart, ...]:
    """The items in their parts, parts and items in order; the conference is named where there are several."""
    several = len({one.item.conference for one in placed if one.item.conference}) > 1
    themes = _themes(placed) if by is Grouping.THEME else {}
    groups: dict[tuple[str, date | None, str | None, bool], list[Placed]] = {}
    for one in placed:
        item = one.item
        speaker = item.speakers[0].name if item.speakers else None
        names = {Grouping.TRACK: item.track, Grouping.THEME: themes.get(item.id), Grouping.PERSON: speaker}
        name = names.get(by)
        day = item.day if by is Grouping.DAY else None
        loose = not item.is_talk and day is None and name is None
        conference = item.conference if several and by is not Grouping.THEME else ""
        groups.setdefault((conference, day, name, loose), []).append(one)
    found = []
    for (conference, day, name, _loose), members in sorted(
        groups.items(), key=lambda group: _place(group[0], group[1], by)
    ):
        found.append(
            SummaryPart(
                title=name,
                day=day,
                conference=conference or None,
                sessions=_sessions(members, programs) if by is not Grouping.THEME else (_one_session(members),),
                also=_also(placed, themes, name) if name and by is Grouping.THEME else (),
            )
        )
    return tuple(found)


def highlights(items: Iterable[SummaryItem]) -> tuple[SummaryHighlight, ...]:
    """The items that are rated well or have takeaways, the best first, at most MOST_HIGHLIGHTS."""
    chosen = [item for item in items if item.noted and (item.takeaways or (item.rating or 0) >= GOOD_RATING)]
    chosen.sort(key=lambda item: (-(item.rating or 0), not item.starred))
    return tuple(SummaryHighlight(item.id, _why(item), item.takeaways[:3]) for item in chosen[:MOST_HIGHLIGHTS])


def _why(item: SummaryItem) -> tuple[Why, ...]:
    found = []
    if (item.rating or 0) >= GOOD_RATING:
        found.append(Why.RATING)
    if item.takeaways:
        found.append(Why.TAKEAWAYS)
    return tuple(found)


def people(items: Iterable[SummaryItem], others: Iterable[Person] = ()) -> tuple[SummaryPerson, ...]:
    """Who gave the talks, who is named in the notes, and `others` with a role at the conference, by family name."""
    items = list(items)
    names: dict[str, str] = {}
    places: dict[str, str] = {}
    roles: dict[str, tuple[Role, ...]] = {}
    found: dict[str, dict[str, None]] = {}
    for person in others:
        if _CONFERENCE_ROLES.isdisjoint(person.roles):
            continue
        key = fold(person.name)
        names.setdefault(key, person.name)
        roles[key] = tuple(role for role in person.roles if role in _CONFERENCE_ROLES)
        if person.affiliation:
            places.setdefault(key, person.affiliation)
        found.setdefault(key, {})
    for item in items:
        for speaker in item.speakers:
            key = fold(speaker.name)
            names.setdefault(key, speaker.name)
            if speaker.affiliation:
                places.setdefault(key, speaker.affiliation)
            found.setdefault(key, {})[item.id] = None
    for item in items:
        for mention in item.mentions:
            key = _person_meant(fold(mention), names)
            names.setdefault(key, mention)
            found.setdefault(key, {})[item.id] = None
    ordered = sorted(found, key=lambda key: (key.rpartition(" ")[2], key))
    return tuple(
        SummaryPerson(names[key], places.get(key), tuple(found[key]), roles.get(key, ())) for key in ordered if key
    )


def tags(items: Iterable[SummaryItem]) -> tuple[SummaryTag, ...]:
    """The tags by name, whatever their case."""
    names: dict[str, str] = {}
    found: dict[str, dict[str, None]] = {}
    for item in items:
        for tag in item.tags:
            names.setdefault(tag.casefold(), tag)
            found.setdefault(tag.casefold(), {})[item.id] = None
    return tuple(SummaryTag(names[key], tuple(found[key])) for key in sorted(found))


def references(items: Iterable[SummaryItem]) -> tuple[SummaryReference, ...]:
    """Every numbered resource once, in order of its number."""
    resources: dict[int, Resource] = {}
    found: dict[int, dict[str, None]] = {}
    for item in items:
        for link in item.links:
            if link.number is None:
                continue
            resources.setdefault(link.number, link.resource)
            found.setdefault(link.number, {})[item.id] = None
    return tuple(
        SummaryReference(number, _canonical(resources[number]), tuple(found[number])) for number in sorted(resources)
    )


def _canonical(resource: Resource) -> Resource:
    """The resource at its canonical address, on the host that the source named: not every site answers without www."""
    try:
        given, one = urlsplit(resource.url), urlsplit(canonical(resource.url))
    except ValueError:
        return resource
    if one.hostname and given.hostname and given.hostname.removeprefix("www.") == one.hostname:
        one = one._replace(scheme=given.scheme.lower(), netloc=given.netloc.lower())
    return Resource(resource.kind, urlunsplit(one), resource.title)


def _person_meant(mention: str, names: dict[str, str]) -> str:
    """A first or family name alone is the speaker of that name, where there is only one."""
    if mention in names:
        return mention
    same = [name for name in names if mention in (name.partition(" ")[0], name.rpartition(" ")[2])]
    return same[0] if len(same) == 1 else mention


def _themes_of(item: SummaryItem) -> list[str]:
    """The themes that an item could stand under: its tags, of nested ones (`area/topic`) the area."""
    return list(dict.fromkeys(tag.partition("/")[0] for tag in item.tags))


def _themes(placed: Iterable[Placed]) -> dict[str, str]:
    """The theme of each item that has tags: of its own the one that most items share."""
    placed = list(placed)
    shared = Counter(theme.casefold() for one in placed for theme in _themes_of(one.item))
    names = {theme.casefold(): theme for one in reversed(placed) for theme in _themes_of(one.item)}
    return {
        one.item.id: names[min(map(str.casefold, _themes_of(one.item)), key=lambda theme: (-shared[theme], theme))]
        for one in placed
        if one.item.tags
    }


def _also(placed: Iterable[Placed], themes: dict[str, str], theme: str) -> tuple[str, ...]:
    return tuple(
        one.item.id
        for one in placed
        if theme.casefold() in map(str.casefold, _themes_of(one.item)) and themes.get(one.item.id) != theme
    )


def _place(
    key: tuple[str, date | None, str | None, bool], members: list[Placed], by: Grouping
) -> tuple[bool, bool, date, int, str, str]:
    """Days in order, tracks by name, themes by the number of their items; what belongs nowhere last."""
    conference, day, name, loose = key
    first_day = day or min((one.item.day for one in members if one.item.day and conference), default=date.max)
    size = -len(members) if by is Grouping.THEME else 0
    return (loose, day is None and name is None, first_day, size, fold(name or ""), fold(conference))


def _one_session(members: list[Placed]) -> SummarySession:
    return SummarySession(items=tuple(one.item for one in sorted(members, key=lambda one: one.rank)))


def _sessions(members: list[Placed], programs: dict[str, Program]) -> tuple[SummarySession, ...]:
    by_session: dict[tuple[str, str], list[Placed]] = {}
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
        start = wall_time(session.start, timezone) if session.start else None
        end = wall_time(session.end, timezone) if session.end else None
        rank = (min(rank[0], start), rank[1]) if start else rank
        made = SummarySession(session.title, session.kind, start, end, session.room, items)
        found.append(((False, *rank), made))
    found.sort(key=lambda pair: pair[0])
    return tuple(session for _, session in found)
