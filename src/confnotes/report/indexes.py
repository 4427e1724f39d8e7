"""The indexes of a summary: its people, its tags, its numbered references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit, urlunsplit

from confnotes.markup.names import fold
from confnotes.markup.person_names import family_name
from confnotes.markup.references import canonical
from confnotes.model.program import Person, Resource, Role
from confnotes.model.summary import SummaryItem, SummaryPerson, SummaryReference, SummaryTag

_CONFERENCE_ROLES = frozenset({Role.KEYNOTE, Role.PANELIST, Role.CHAIR, Role.ORGANIZER})


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
            key = person_meant(mention, names)
            names.setdefault(key, mention)
            found.setdefault(key, {})[item.id] = None
    ordered = sorted(found, key=lambda key: (fold(family_name(names[key]).family), key))
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


def references(
    items: Iterable[SummaryItem], named: Iterable[tuple[str, Resource]] = ()
) -> tuple[SummaryReference, ...]:
    """Every numbered resource once, in order of its number; behind them what else is `named` by an item, by its id."""
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
    """The resource at its canonical address, on the host that the source named: not every site answers without www."""
    try:
        given, one = urlsplit(resource.url), urlsplit(canonical(resource.url))
    except ValueError:
        return resource
    if one.hostname and given.hostname and given.hostname.removeprefix("www.") == one.hostname:
        one = one._replace(scheme=given.scheme.lower(), netloc=given.netloc.lower())
    return Resource(resource.kind, urlunsplit(one), resource.title)


def person_meant(mention: str, names: Mapping[str, str]) -> str:
    """The folded name that a mention means, among names by their folded forms: a first or family name alone is the
    person of that name, where there is only one."""
    folded = fold(mention)
    if folded in names:
        return folded
    same = [name for name in names if folded in (name.partition(" ")[0], name.rpartition(" ")[2])]
    return same[0] if len(same) == 1 else folded
