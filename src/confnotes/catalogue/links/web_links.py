"""All web addresses in notes and programs, each once, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from confnotes.catalogue.program.cards import timetables
from confnotes.catalogue.searching.find import find, outlines
from confnotes.markup.canonical import is_web
from confnotes.model.hit import HitKind
from confnotes.vault.layout import conference_among, program_path
from confnotes.vault.vault import Vault

MOST_HITS = 10_000  # of a query whose links are collected: more than a vault has notes


@dataclass(frozen=True, slots=True)
class AddressPlace:
    """A place of an address: a line of a note, or the program. `talk` is the key of its talk."""

    path: str
    title: str
    line: int | None = None
    talk: str | None = None

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class WebLink:
    """A web address without its fragment, and its places."""

    url: str
    places: tuple[AddressPlace, ...]


def web_links(vault: Vault, target: str = "", at: datetime | None = None) -> list[WebLink]:
    """The addresses in the whole vault, in the conference `target`, or in the results of a search for it."""
    name = conference_among(vault.conferences(), target) if target else None
    wanted = _found(vault, target, at) if target and name is None else None
    found: dict[str, list[AddressPlace]] = {}
    for url, place in _all(vault, name):
        if is_web(url) and (wanted is None or place.path in wanted or place.talk in wanted):
            places = found.setdefault(url.partition("#")[0], [])
            if place not in places:
                places.append(place)
    return [WebLink(url, tuple(places)) for url, places in found.items()]


def _found(vault: Vault, query: str, at: datetime | None) -> frozenset[str]:
    """Paths of the notes and keys of the talks that a search finds."""
    hits = find(vault, query, limit=MOST_HITS, at=at).hits
    return frozenset(hit.path or "" for hit in hits if hit.kind is not HitKind.TALK) | {
        hit.id for hit in hits if hit.kind is HitKind.TALK
    }


def _all(vault: Vault, conference: str | None) -> Iterator[tuple[str, AddressPlace]]:
    for note in outlines(vault, conference):
        talk = note.fields.get("talk")
        for reference in note.references:
            key = talk if isinstance(talk, str) else None
            yield reference.resource.url, AddressPlace(str(note.path), note.title, reference.line, key)
    for table in timetables(vault, noted=True):
        if conference is not None and table.conference != conference:
            continue
        path, program = program_path(table.conference), table.program
        own = AddressPlace(path, table.conference)
        yield from ((one.url, own) for one in program.resources)
        if program.conference.url:
            yield program.conference.url, own
        for session in program.sessions:
            of_session = AddressPlace(path, session.title or table.conference)
            yield from ((one.url, of_session) for one in session.resources)
        for card in table.all():
            of_talk = AddressPlace(path, card.title, talk=card.key)
            yield from ((one.url, of_talk) for one in card.talk.resources)
