"""Where a source goes: conference name and folder.

A page that names its parent conference is imported into that conference, as sessions named after the workshop. The
vault must have the parent, whose program must have exactly one workshop of that name on that day. A workshop that has
its own folder stays there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from confnotes.actions.importing.read_sources import SourcePreview
from confnotes.errors import ConfnotesError
from confnotes.markup.names import file_stem, fold, slug
from confnotes.model.program import Conference, Kind, Program, Resource, ResourceKind, Role, Session, Talk
from confnotes.model.timetable import local_day, wall_time
from confnotes.vault.vault import Vault


def destination(vault: Vault, one: SourcePreview) -> str:
    """The conference folder for a preview, which may not exist yet; raises ConfnotesError without a name."""
    return place_of(vault, one, name_conference(one)[0]).folder


def name_conference(one: SourcePreview) -> tuple[str, str | None]:
    """The conference's name, and a message if it was derived from other facts.

    Raises ConfnotesError without any name.
    """
    conference = one.read.program.conference
    name = one.name or conference.name
    if name and name.strip():
        return " ".join(name.split()), None
    made = derive_name(one.read.program)
    if made is None:
        raise ConfnotesError(f"{one.source} does not name its conference", "Set it with --conference “NAME”.")
    return made, f"{one.source} does not name its conference: using “{made}”"


def place_of(vault: Vault, one: SourcePreview, name: str) -> PlacedProgram:
    """The conference's own folder, or that of its parent conference if it has no folder but a slot there."""
    source = one.read.program
    program = replace(source, conference=replace(source.conference, name=name))
    folder = _folder(vault, name, program.conference)
    inside = None if folder in vault.conferences() else place_in_parent(vault, program)
    return inside or PlacedProgram(folder, program)


def _folder(vault: Vault, name: str, conference: Conference) -> str:
    """The conference's existing folder, else a new one; the year separates conferences of the same name."""
    wanted = file_stem(name)
    existing = {slug(folder): folder for folder in vault.conferences()}
    same = existing.get(slug(wanted))
    if same is None:
        return wanted
    year = _year(conference)
    other = _year(vault.program(same).conference)
    if year is not None and other is not None and year != other and str(year) not in wanted:
        dated = file_stem(f"{name} {year}")
        return existing.get(slug(dated), dated)
    return same


def _year(conference: Conference) -> int | None:
    return conference.start_date.year if conference.start_date else conference.year


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OWN_NAMES = {
    "neurips": "NeurIPS",
    "nips": "NeurIPS",
    "icml": "ICML",
    "iclr": "ICLR",
    "aistats": "AISTATS",
    "cvpr": "CVPR",
}
_LONGEST_ACRONYM = 4  # letters of a domain that is written in capitals as a name
_SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "net", "org"}


def derive_name(program: Program) -> str | None:
    """A name from the edition, the parent, the site or the first day, with the year; else None."""
    conference = program.conference
    if conference.edition and re.search(r"[^\W\d]{3}", conference.edition):
        return conference.edition
    base = conference.part_of or _site(program)
    year = _year_of(program)
    if base:
        return base if year is None or year in base else f"{base} {year}"
    if conference.start_date:
        return f"Conference {conference.start_date.isoformat()}"
    return None


def _year_of(program: Program) -> str | None:
    conference = program.conference
    if conference.year:
        return str(conference.year)
    if conference.start_date:
        return str(conference.start_date.year)
    years = Counter(str(talk.day.year) for talk in program.talks() if talk.day)
    years = years or Counter(year for url in _pages(program) for year in _YEAR.findall(url))
    return years.most_common(1)[0][0] if years else None


def _site(program: Program) -> str | None:
    """The name of the site that hosts most pages of the conference and its talks."""
    names = Counter(name for url in _pages(program) if (name := _site_name(url)))
    return names.most_common(1)[0][0] if names else None


def _pages(program: Program) -> Iterator[str]:
    if program.conference.url:
        yield program.conference.url
    links = [*program.resources]
    for session in program.sessions:
        links += session.resources
        links += [link for talk in session.talks for link in talk.resources]
    yield from (link.url for link in links if link.kind == ResourceKind.EVENT_PAGE)


def _site_name(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    labels = host.split(".")[:-1]
    while len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    label = labels[-1] if labels else ""
    if len(label) <= _LONGEST_ACRONYM:
        return _OWN_NAMES.get(label, label.upper()) or None
    return _OWN_NAMES.get(label, label)


_NEAR, _FAR = 90, 75  # similarity in percent: at least of the best, and at most of the next one
_YEAR_DIGITS = r"(?:19|20)\d\d"
_EACH = re.compile(rf"\b(?:[Ww]orkshops?|{_YEAR_DIGITS})\b")
_LEAST_LETTERS = 6  # of a name that is compared by similarity: shorter ones are alike by chance
_ORDINAL = r"first|second|third|fourth|fifth|\d+(?:st|nd|rd|th)"
_LITTLE = "on|the|and|of|for|in|at|a|an|with"
_GENERAL = re.compile(rf"\b(?:workshops?|{_LITTLE}|annual|international|{_ORDINAL}|{_YEAR_DIGITS})\b")
_PARTS = re.compile(r"[()\[\]:|,@–—]|\s-\s")
_ACRONYM = re.compile(r"(?=[\w-]*[A-Z0-9][\w-]*[A-Z])[A-Za-z0-9][\w-]{2,}")
_SPEAKING = (Role.SPEAKER, Role.AUTHOR, Role.PRESENTER, Role.PANELIST)


@dataclass(frozen=True, slots=True)
class PlacedProgram:
    """A program and its conference folder; `message` is set if that is a parent conference."""

    folder: str
    program: Program
    message: str = ""


@dataclass(frozen=True, slots=True)
class _Slot:
    title: str
    start: datetime | None
    end: datetime | None
    room: str | None
    track: str | None


def place_in_parent(vault: Vault, program: Program) -> PlacedProgram | None:
    """The workshop placed in its parent conference; None without a parent or with an ambiguous slot."""
    conference = program.conference
    if not conference.part_of or not conference.name or not any(session.talks for session in program.sessions):
        return None
    folder = _parent(vault, conference)
    if folder is None:
        return None
    try:
        parent = vault.program(folder)
    except ConfnotesError:
        return None
    slot = _slot(parent, program)
    if slot is None:
        return None
    message = f"added to {folder}, session “{slot.title}”"
    if slot.start:
        message += f" on {slot.start:%Y-%m-%d}"
    left = [what for what, some in (("dates", program.deadlines), ("organizers", _organizers(program))) if some]
    if left:
        message += f"; skipped {' and '.join(left)}"
    return PlacedProgram(folder, _inside(program, slot, parent.conference), message)


def _parent(vault: Vault, conference: Conference) -> str | None:
    """Folder of the parent conference: with exactly this name, or with the year added if the page omits it."""
    year = conference.start_date.year if conference.start_date else conference.year
    names = {slug(conference.part_of or "")} | ({slug(f"{conference.part_of} {year}")} if year else set())
    found = [folder for folder in vault.conferences() if slug(folder) in names]
    return found[0] if len(found) == 1 and slug(found[0]) != slug(conference.name or "") else None


def _slot(parent: Program, program: Program) -> _Slot | None:
    """The only workshop of that name in the parent's program on a day of this one."""
    from rapidfuzz import fuzz

    days = set(_days(program))
    zone = parent.conference.timezone
    wanted = _words(program.conference.name or "", parent.conference)
    acronyms = _acronyms(program.conference.name or "", parent.conference)
    found: list[tuple[float, _Slot]] = []
    for slot in _slots(parent):
        if days and slot.start and wall_time(slot.start, zone).date() not in days:
            continue
        words = _words(slot.title, parent.conference)
        likeness = 100.0 if words == wanted or acronyms & _acronyms(slot.title, parent.conference) else 0.0
        if not likeness and min(len(words), len(wanted)) >= _LEAST_LETTERS:
            likeness = fuzz.token_sort_ratio(words, wanted)
        found.append((likeness, slot))
    found.sort(key=lambda item: -item[0])
    if not found or found[0][0] < _NEAR or (len(found) > 1 and found[1][0] > _FAR):
        return None
    return found[0][1]


def _slots(parent: Program) -> Iterator[_Slot]:
    """The workshops of a program, each once: talks first, then sessions, which may come from an earlier import."""
    seen: set[str] = set()
    for session, talk in parent.sessions_and_talks():
        if talk.title and _is_workshop(talk) and fold(talk.title) not in seen and not talk.cancelled:
            seen.add(fold(talk.title))
            room, track = talk.room or session.room, talk.track or session.track
            yield _Slot(talk.title, talk.starts_at or session.starts_at, talk.ends_at or session.ends_at, room, track)
    for session in parent.sessions:
        if session.title and _is_workshop(session) and fold(session.title) not in seen:
            first = next((talk.starts_at for talk in session.talks if talk.starts_at), None)
            yield _Slot(session.title, session.starts_at or first, session.ends_at, session.room, session.track)


def _is_workshop(item: Session | Talk) -> bool:
    """Whether an item is a workshop: by its kind, or by its title if the source has no kinds."""
    return item.kind is Kind.WORKSHOP or "workshop" in fold(item.title or "")


def _inside(program: Program, slot: _Slot, parent: Conference) -> Program:
    """The workshop as sessions of its parent, without facts about the parent itself."""
    conference = program.conference
    links = list(program.resources)
    if conference.url and conference.url not in {link.url for link in links}:
        links.insert(0, Resource(ResourceKind.EVENT_PAGE, conference.url))
    sessions: list[Session] = []
    for session in program.sessions:
        title = slot.title
        if session.title and fold(session.title) != fold(slot.title) and len(program.sessions) > 1:
            title = f"{slot.title}: {session.title}"
        own = title == slot.title
        sessions.append(
            replace(
                session,
                title=title,
                kind=Kind.WORKSHOP if own else session.kind,
                start=session.start or (slot.start if own else None),
                end=session.end or (slot.end if own else None),
                room=session.room or slot.room,
                track=session.track or slot.track,
                resources=(*session.resources, *(links if not sessions else ())),
            )
        )
    people = tuple(
        replace(person, roles=roles)
        for person in program.people
        if (roles := tuple(role for role in person.roles if role in _SPEAKING))
    )
    return Program(Conference(name=parent.name), _together(sessions), people)


def _together(sessions: list[Session]) -> tuple[Session, ...]:
    """Merge sessions of the same title."""
    found: dict[str | None, Session] = {}
    for session in sessions:
        known = found.get(session.title)
        found[session.title] = replace(known, talks=(*known.talks, *session.talks)) if known else session
    return tuple(found.values())


def _days(program: Program) -> Iterator[date]:
    zone = program.conference.timezone
    yield from (day for talk in program.talks() if (day := local_day(talk, zone)))
    yield from (day for day in (program.conference.start_date, program.conference.end_date) if day)


def _words(title: str, parent: Conference) -> str:
    """Distinctive words of the workshop's name: without generic words, the parent's name and acronyms."""
    parts = _PARTS.split(title)
    text = fold(" ".join([part for part in parts if not _is_acronym(part)] or parts))
    for name in (parent.name, parent.edition, re.sub(r"\s*(?:19|20)\d\d", "", parent.name or "")):
        text = text.replace(fold(name), " ") if name else text
    return " ".join(re.findall(r"[^\W_]+", _GENERAL.sub(" ", text)))


def _acronyms(title: str, parent: Conference) -> set[str]:
    """Acronyms in a title: “R0-FoMo: ...”, “... (R0-FoMo)”, “R0-FoMo Workshop”."""
    own = fold(parent.name or "").split()
    found = {fold(_EACH.sub(" ", part).strip()) for part in _PARTS.split(title) if _is_acronym(part)}
    return found - set(own)


def _is_acronym(part: str) -> bool:
    return _ACRONYM.fullmatch(_EACH.sub(" ", part).strip()) is not None


def _organizers(program: Program) -> bool:
    return any(role in (Role.ORGANIZER, Role.CHAIR) for person in program.people for role in person.roles)
