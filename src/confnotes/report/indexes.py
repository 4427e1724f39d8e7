"""The indexes of a summary: people, tags, numbered references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from urllib.parse import urlsplit, urlunsplit

from confnotes.catalogue.audience.for_audience import may_be_read
from confnotes.catalogue.papers.paper_library import readings
from confnotes.errors import ConfnotesError
from confnotes.markup.canonical import canonical
from confnotes.markup.link_names import aliases
from confnotes.markup.names import fold, name_key
from confnotes.markup.paper_ids import own_papers
from confnotes.markup.person_names import family_name
from confnotes.model.note import Note
from confnotes.model.paper import Reading
from confnotes.model.program import Person, Resource, ResourceKind, Role
from confnotes.model.summary import Audience, SummaryItem, SummaryPerson, SummaryReference, SummaryTag
from confnotes.vault.layout import PAPERS
from confnotes.vault.papers_file import reading_of
from confnotes.vault.vault import Vault

_CONFERENCE_ROLES = frozenset({Role.KEYNOTE, Role.PANELIST, Role.CHAIR, Role.ORGANIZER})


def people(items: Iterable[SummaryItem], others: Iterable[Person] = ()) -> tuple[SummaryPerson, ...]:
    """Speakers, people mentioned in notes, and `others` with a role at the conference, by family name."""
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
            key = person_meant(mention, names)
            names.setdefault(key, mention)
            found.setdefault(key, {})[item.id] = None
    ordered = sorted(found, key=lambda key: (fold(family_name(names[key]).family), key))
    return tuple(
        SummaryPerson(names[key], places.get(key), tuple(found[key]), roles.get(key, ())) for key in ordered if key
    )


def tags(items: Iterable[SummaryItem]) -> tuple[SummaryTag, ...]:
    """The tags by name, ignoring case."""
    names: dict[str, str] = {}
    found: dict[str, dict[str, None]] = {}
    for item in items:
        for tag in item.tags:
            names.setdefault(tag.casefold(), tag)
            found.setdefault(tag.casefold(), {})[item.id] = None
    return tuple(SummaryTag(names[key], tuple(found[key])) for key in sorted(found))


def references(
    items: Iterable[SummaryItem], named: Iterable[tuple[str, Resource]] = ()
) -> tuple[SummaryReference, ...]:
    """Every numbered resource once, by number; followed by other resources that an item mentions (`named`: item id and
    resource).
    """
    resources: dict[int, Resource] = {}
    found: dict[int, dict[str, None]] = {}
    for item in items:
        for link in item.links:
            if link.number is None:
                continue
            resources.setdefault(link.number, link.resource)
            found.setdefault(link.number, {})[item.id] = None
    numbers = {canonical(resource.url): number for number, resource in resources.items()}
    for item_id, resource in named:
        number = numbers.setdefault(canonical(resource.url), len(numbers) + 1)
        resources.setdefault(number, resource)
        found.setdefault(number, {})[item_id] = None
    return tuple(
        SummaryReference(number, _canonical(resources[number]), tuple(found[number])) for number in sorted(resources)
    )


def _canonical(resource: Resource) -> Resource:
    """The resource at its canonical address, on the original host: some sites do not answer without www."""
    try:
        given, one = urlsplit(resource.url), urlsplit(canonical(resource.url))
    except ValueError:
        return resource
    if one.hostname and given.hostname and given.hostname.removeprefix("www.") == one.hostname:
        one = one._replace(scheme=given.scheme.lower(), netloc=given.netloc.lower())
    return Resource(resource.kind, urlunsplit(one), resource.title)


def person_meant(mention: str, names: Mapping[str, str]) -> str:
    """The folded name that a mention means; a first or family name alone means the only person with that name."""
    folded = fold(mention)
    if folded in names:
        return folded
    same = [name for name in names if folded in (name.partition(" ")[0], name.rpartition(" ")[2])]
    return same[0] if len(same) == 1 else folded


class NamedPapers:
    """The visible notes in “Papers/”, by every name that a link may use."""

    def __init__(self, vault: Vault, audience: Audience) -> None:
        self._vault = vault
        self._audience = audience

    def linked(self, note: Note) -> Iterator[tuple[int, Resource]]:
        """The papers that a note links to, with lines."""
        for link in note.links:
            if link.line >= note.body_line:
                paper = self._by_name.get(name_key(link.target.removesuffix(".md")))
                if paper is not None:
                    yield link.line, paper

    @cached_property
    def to_read(self) -> frozenset[str]:
        """Canonical addresses of papers marked as to read, in notes or in the vault's list; empty for the public."""
        if self._audience is Audience.PUBLIC:
            return frozenset()
        said: dict[str, Reading] = {}
        with suppress(ConfnotesError):
            said = {canonical(name): reading for name, reading in readings(self._vault).items()}
        said |= self._stated
        return frozenset(name for name, reading in said.items() if reading is Reading.TO_READ)

    @cached_property
    def _by_name(self) -> dict[str, Resource]:
        found: dict[str, Resource] = {}
        for note in self._notes:
            paper = _paper(note)
            if paper is not None:
                path = str(note.path).removesuffix(".md")
                for name in (note.stem, path, note.title, *aliases(note.fields)):
                    found.setdefault(name_key(name), paper)
        return found

    @cached_property
    def _stated(self) -> dict[str, Reading]:
        papers = ((_paper(note), reading_of(note.fields.get("status"))) for note in self._notes)
        return {canonical(paper.url): reading for paper, reading in papers if paper and reading}

    @cached_property
    def _notes(self) -> list[Note]:
        found = []
        for path in self._vault.note_paths(PAPERS):
            with suppress(ConfnotesError):
                note = self._vault.note(path)
                if may_be_read(note, self._audience):
                    found.append(note)
        return found


def _paper(note: Note) -> Resource | None:
    """A note's paper, with the first address in the note."""
    return next((Resource(ResourceKind.PAPER, one.url, note.title) for one in own_papers(note)), None)
