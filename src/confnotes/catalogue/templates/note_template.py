"""The initial text of a note: front matter, and the template for its kind of talk."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from confnotes.catalogue.program.cards import Card
from confnotes.catalogue.program.talks import card as card_of
from confnotes.catalogue.templates.template_files import TemplateProblem, find_template, for_kind, problems
from confnotes.errors import ConfnotesError
from confnotes.markup import template
from confnotes.markup.frontmatter import render
from confnotes.markup.safe import safe_text
from confnotes.markup.template import Filled, Values
from confnotes.model.program import OF_A_TALK, Conference, Kind, Moment, Role, Speaker
from confnotes.model.schema import moment_text
from confnotes.model.timetable import wall_moment
from confnotes.vault.note_file import fields as note_fields
from confnotes.vault.note_file import free_fields
from confnotes.vault.vault import Vault

_NOT_FROM_TEMPLATES = frozenset({"title", "type", "talk", "conference"})
_MERGED = ("tags", "aliases")
_OF_A_SESSION = frozenset({Kind.POSTER, Kind.DEMO, Kind.PANEL, Kind.TUTORIAL, Kind.KEYNOTE})


@dataclass(frozen=True, slots=True)
class BegunNote:
    """The text of a new note; `cursor` is the initial cursor offset, `problem` an error in its template."""

    text: str
    cursor: int | None = None
    problem: str | None = None


def kind_of(card: Card) -> Kind:
    """The kind of the talk, or of its session if the talk is a plain talk."""
    if card.talk.kind in (Kind.TALK, Kind.OTHER) and card.session.kind in _OF_A_SESSION:
        return card.session.kind
    return card.talk.kind


def begin_note(vault: Vault, card: Card) -> BegunNote:
    """The complete text of the talk's new note.

    If the template cannot be used, `problem` says why and the note starts without it; nothing is raised.
    """
    conference = vault.program(card.conference).conference
    fields = note_fields(card.conference, conference, card.session, card.talk)
    try:
        found = for_kind(vault, kind_of(card).value)
        filled = template.fill(found.text, values_of(card, conference)) if found else None
    except ConfnotesError as error:
        return BegunNote(f"{render(fields)}\n", None, f"{error.message}; created the note without it")
    if filled is None or found is None:
        return BegunNote(f"{render(fields)}\n")
    return _begun(fields, filled, found.path or found.name)


def begin_with(vault: Vault, card: Card, name: str) -> BegunNote:
    """Like `begin_note`, with the template of that name or file; raises NotFoundError, ConfnotesError."""
    conference = vault.program(card.conference).conference
    fields = note_fields(card.conference, conference, card.session, card.talk)
    found = find_template(vault, name)
    return _begun(fields, template.fill(found.text, values_of(card, conference)), found.path or name)


def begin_free(vault: Vault, title: str, folder: str | None, at: datetime, name: str) -> BegunNote:
    """A new free note with that template; raises NotFoundError, ConfnotesError."""
    found = find_template(vault, name)
    filled = template.fill(found.text, values_of_free(title, folder, at))
    zone = vault.span(folder).timezone if folder else None
    return _begun(free_fields(title, folder, at, zone), filled, found.path or name)


def fill_for(vault: Vault, name: str, key: str | None, title: str, at: datetime) -> Filled:
    """The named template, filled for an existing note about a talk, or with only a title.

    Raises NotFoundError, ConfnotesError.
    """
    found = find_template(vault, name)
    if key is None:
        return template.fill(found.text, values_of_free(title, None, at))
    about = card_of(vault, key)
    return template.fill(found.text, values_of(about, vault.facts(about.conference)))


def _begun(fields: dict[str, object], filled: Filled, where: str) -> BegunNote:
    added = {key: value for key, value in filled.fields.items() if key not in fields and key not in _NOT_FROM_TEMPLATES}
    merged = {
        key: list(dict.fromkeys([*_items(fields[key]), *_items(filled.fields[key])]))
        for key in _MERGED
        if key in fields and key in filled.fields
    }
    problem = f"the template {where}: {filled.problem}" if filled.problem else None
    try:
        head = render({**fields, **added, **merged})
    except (ConfnotesError, TypeError):
        head, problem = render(fields), f"the template {where}: its front matter has nested fields"
    return BegunNote(
        f"{head}\n{filled.text}", len(head) + 1 + filled.cursor if filled.cursor is not None else None, problem
    )


def _items(value: object) -> list[object]:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str | int | float)]
    return [part for part in re.split(r"[,\s]+", value) if part] if isinstance(value, str) else []


def template_problems(vault: Vault) -> Iterator[TemplateProblem]:
    """Problems in the user's templates."""
    return problems(vault, values_of_free("", None, datetime(2000, 1, 1)))


def values_of(card: Card, conference: Conference) -> Values:
    """Placeholder values for a talk."""
    talk, session = card.talk, card.session
    start = wall_moment(talk.start, conference.timezone)
    end = wall_moment(talk.end, conference.timezone)
    speakers = talk.speakers
    panel = _named(speakers, {Role.PANELIST}) or _named(speakers, {*Role} - {Role.CHAIR})
    single = {
        "title": card.title,
        "kind": kind_of(card).value,
        "session": session.title,
        "room": card.room,
        "board": talk.board,
        "track": card.track,
        "language": talk.language,
        "conference": conference.name or card.conference,
        "speakers": _joined(_named(speakers)),
        "panelists": _joined(panel),
        "chair": _joined(_named(speakers, {Role.CHAIR})),
    }
    several: dict[str, tuple[str, ...]] = {
        "speaker": _named(speakers),
        "affiliation": tuple(one.affiliation or "" for one in speakers),
        "panelist": panel,
    }
    for kind in OF_A_TALK:
        several[kind.value] = tuple(one.url for one in talk.resources if one.kind is kind)
    return Values(
        {
            **{name: safe_text(value or "", lines=False) for name, value in single.items()},
            **_times(start, end),
            "abstract": safe_text(talk.abstract or "").strip(),
        },
        {name: tuple(safe_text(one, lines=False) for one in among) for name, among in several.items()},
    )


def _named(speakers: Iterable[Speaker], roles: Container[Role] = frozenset(Role)) -> tuple[str, ...]:
    """The names of speakers with one of these roles."""
    return tuple(one.name for one in speakers if one.role in roles)


def values_of_free(title: str, folder: str | None, at: datetime) -> Values:
    """Placeholder values for a free note: title, folder and creation time."""
    single = dict.fromkeys(
        ("kind", "session", "room", "board", "track", "language", "speakers", "panelists", "chair", "abstract"), ""
    )
    several: dict[str, tuple[str, ...]] = dict.fromkeys(
        ("speaker", "affiliation", "panelist", *(kind.value for kind in OF_A_TALK)), ()
    )
    wall = at.replace(tzinfo=None)
    named_so = {"title": safe_text(title, lines=False), "conference": folder or ""}
    return Values({**single, **named_so, **_times(wall, None)}, several)


def _times(start: Moment | None, end: Moment | None) -> dict[str, str]:
    return {
        "start": moment_text(start) or "",
        "end": moment_text(end) or "",
        "date": f"{start:%Y-%m-%d}" if isinstance(start, date) else "",
        "time": f"{start:%H:%M}" if isinstance(start, (datetime, time)) else "",
    }


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)
