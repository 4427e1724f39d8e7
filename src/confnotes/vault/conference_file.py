"""The conference's own note: its facts as front matter, then text that people read and edit.

Flat keys, as Obsidian needs them: `start` and `end` are dates, people are wikilinks by role, links are sorted by kind,
deadlines are lines of text. Nested data (affiliations, exact deadlines) are in `program.yaml`.
"""

from __future__ import annotations

from confnotes.markup.conference_note import PEOPLE_KEYS
from confnotes.markup.frontmatter import render as render_front_matter
from confnotes.markup.frontmatter import split
from confnotes.markup.names import file_stem
from confnotes.model.program import Conference, Deadline, Person, Program, Resource, ResourceKind


def facts(conference: Conference, folder: str) -> dict[str, object]:
    """The front matter fields with the conference's own facts."""
    return {
        "title": conference.name or folder,
        "edition": conference.edition,
        "year": conference.year,
        "part_of": conference.part_of,
        "venue": conference.venue,
        "start": conference.start_date.isoformat() if conference.start_date else None,
        "end": conference.end_date.isoformat() if conference.end_date else None,
        "timezone": conference.timezone,
        "url": conference.url,
    }


def lists(program: Program) -> dict[str, object]:
    """The front matter fields that list people, deadlines and links."""
    found: dict[str, object] = {}
    for role, key in PEOPLE_KEYS:
        found[key] = [person_link(person.name) for person in program.people if role in person.roles] or None
    found["deadlines"] = [_deadline_line(deadline) for deadline in program.deadlines] or None
    return {**found, **link_fields(program.resources)}


def link_fields(resources: tuple[Resource, ...]) -> dict[str, object]:
    """One field per kind of link: the address, or a list of addresses."""
    by_kind: dict[str, list[str]] = {}
    for resource in resources:
        key = _LINK_KEYS.get(resource.kind, str(resource.kind))
        urls = by_kind.setdefault(key, [])
        if resource.url not in urls:
            urls.append(resource.url)
    return {key: urls[0] if len(urls) == 1 else urls for key, urls in by_kind.items()}


_LINK_KEYS = {
    ResourceKind.EVENT_PAGE: "event",
    ResourceKind.VIRTUAL_VENUE: "virtual_venue",
    ResourceKind.OTHER: "links",
}


def render(program: Program, folder: str) -> str:
    """The whole file for a new conference."""
    stated = {"title": None, "type": "conference", **facts(program.conference, folder), **lists(program)}
    fields = {key: value for key, value in stated.items() if value is not None}
    parts = [render_front_matter(fields)]
    description = (program.conference.description or "").strip()
    if description:
        parts.append(f"\n{description}\n")
    parts.append(_dates_section(program.deadlines))
    parts += _people_sections(program.people).values()
    return "".join(parts)


def with_sections(text: str, before: Program, after: Program) -> str:
    """The note with updated sections on dates and people, unless the user edited them."""
    pairs = [(_dates_section(before.deadlines), _dates_section(after.deadlines))]
    old, new = _people_sections(before.people), _people_sections(after.people)
    pairs += [(old.get(key, ""), new.get(key, "")) for key in {**old, **new}]
    for was, now in pairs:
        if was == now:
            continue
        if was and was in text:
            text = text.replace(was, now, 1)
        elif not was:
            text = f"{text.rstrip()}\n{now}"
    return text


def with_description(text: str, before: str | None, after: str | None) -> str:
    """The note with a new description above its sections, in place of the previous one."""
    if not after or after == before:
        return text
    front = split(text)
    if before:
        return front.head + front.body.replace(before, after, 1)
    return f"{front.head}\n{after}\n{front.body}"


def person_link(name: str) -> str:
    """A wikilink to a person's note."""
    stem = file_stem(name)
    return f"[[{stem}]]" if stem == name else f"[[{stem}|{name.replace('[', '(').replace(']', ')').replace('|', '/')}]]"


def _dates_section(deadlines: tuple[Deadline, ...]) -> str:
    if not deadlines:
        return ""
    lines = "".join(f"- {_deadline_line(deadline)}\n" for deadline in deadlines)
    return f"\n## Key dates\n\n{lines}"


def _people_sections(people: tuple[Person, ...]) -> dict[str, str]:
    found = {}
    for role, key in PEOPLE_KEYS:
        lines = [_person_line(person) for person in people if role in person.roles]
        if lines:
            found[key] = f"\n## {key.capitalize()}\n\n{''.join(lines)}"
    return found


def _person_line(person: Person) -> str:
    extra = f", {' '.join(person.affiliation.split())}" if person.affiliation else ""
    page = f" ([page]({person.url}))" if person.url and not set(person.url) & set(" ()<>") else ""
    return f"- {person_link(person.name)}{extra}{page}\n"


def _deadline_line(deadline: Deadline) -> str:
    when = [
        deadline.date.isoformat() if deadline.date else "",
        deadline.time.strftime("%H:%M") if deadline.time else "",
        deadline.timezone or "" if deadline.date else "",
    ]
    return " ".join(part for part in (*when, " ".join(deadline.title.split())) if part)
