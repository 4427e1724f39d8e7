"""The speakers of a row: one or several columns of people, first and last names apart, affiliations in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from confnotes.importers.facts.names import is_likely_name, name_likeness
from confnotes.importers.facts.people import clean_affiliation
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.facts.words import is_prose
from confnotes.importers.table.columns import TableColumns
from confnotes.markup.names import fold
from confnotes.model.program import Role, Speaker

_ROLES = (
    ("speakers", Role.SPEAKER),
    ("authors", Role.AUTHOR),
    ("panelists", Role.PANELIST),
    ("chair", Role.CHAIR),
)
_SEPARATORS = (";", "|", "\n")
_LOOSE_SEPARATORS = ("/", "#", "+")
_NUMBERS = re.compile(r"\s*\(\s*(\d{1,3}(?:\s*,\s*\d{1,3})*)\s*\)\W*\Z")
_NOBODIES = "n/a na none null - -- --- – — ? n.n. nn tba tbd tbc nan x ."
_NOBODY = frozenset(("", *_NOBODIES.split()))


@dataclass(frozen=True, slots=True)
class _Group:
    """Columns about the same people."""

    role: Role
    name: int | None
    first: int | None = None
    last: int | None = None
    affiliation: int | None = None
    link: int | None = None


class PeopleColumns:
    """The columns of a table that name people, combined once for all rows."""

    def __init__(self, columns: TableColumns) -> None:
        """Group the columns that name people, numbered ones with the affiliation of their number."""
        groups = _groups(columns)
        of_sessions = columns.has("session")
        self._chairs = tuple(group for group in groups if of_sessions and group.role is Role.CHAIR)
        self._groups = tuple(group for group in groups if group not in self._chairs)

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._groups)

    def of_row(self, row: Sequence[str]) -> tuple[Speaker, ...]:
        """All people of a row, once each."""
        found: tuple[Speaker, ...] = ()
        for group in self._groups:
            people = _named(row, group)
            if people:
                found = merge_people(found, people) if found else people
        return found

    def chairs_of_session(self, row: Sequence[str]) -> tuple[Speaker, ...]:
        """The chair of a row's session, if the table has sessions."""
        return tuple(person for group in self._chairs for person in _named(row, group))

    def is_empty(self, row: Sequence[str]) -> bool:
        """Whether a row names nobody in any of these columns."""
        return not any(
            row[column]
            for group in self._groups
            for column in (group.name, group.first, group.last)
            if column is not None
        )


def merge_people(people: tuple[Speaker, ...], more: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    """The people of both, once each; a person named as an author and as a speaker is a speaker."""
    if not people:
        return more
    by_name = {fold(each.name): each for each in people}
    for person in more:
        key = fold(person.name)
        if "," in key and key not in by_name:
            words = sorted(key.replace(",", " ").split())
            key = next((known for known in by_name if sorted(known.split()) == words), key)
        known = by_name.get(key)
        if known is None:
            by_name[key] = person
            continue
        role = known.role if person.role in (Role.AUTHOR, known.role) else person.role
        role = person.role if known.role is Role.AUTHOR else role if person.role is not Role.CHAIR else known.role
        affiliation, url = known.affiliation or person.affiliation, known.url or person.url
        by_name[key] = replace(known, affiliation=affiliation, url=url, role=role)
    return tuple(by_name.values())


def _groups(columns: TableColumns) -> list[_Group]:
    numbered = {
        meaning: {columns.headings[column].number: column for column in reversed(columns.all(meaning))}
        for meaning in ("affiliation", "person-link", "first-name", "last-name")
    }
    groups = []
    named = {meaning: columns.all(meaning) for meaning, _ in _ROLES}
    if numbered["first-name"] and numbered["last-name"]:
        named["speakers"] = [each for each in named["speakers"] if "owner" not in columns.headings[each].text.lower()]
    with_authors, with_speakers = columns.has("authors"), bool(named["speakers"])
    only_presenting = all(_is_presenting(columns.headings[column].text) for column in named["speakers"])
    for meaning, role in _ROLES:
        for column in named[meaning]:
            heading = columns.headings[column]
            own = role
            if meaning == "speakers" and with_authors and _is_presenting(heading.text):
                own = Role.PRESENTER
            beside = meaning == "speakers" or (meaning == "authors" and (only_presenting or not with_speakers))
            groups.append(
                _Group(
                    own,
                    column,
                    affiliation=numbered["affiliation"].get(heading.number) if beside else None,
                    link=numbered["person-link"].get(heading.number) if beside else None,
                )
            )
    if with_authors and only_presenting:
        groups.sort(key=lambda group: group.role is not Role.AUTHOR)
    if not with_speakers:
        headings = (columns.headings[column].text.lower() for column in columns.all("last-name"))
        role = Role.AUTHOR if any("author" in heading for heading in headings) else Role.SPEAKER
        kinds = ("first-name", "last-name", "affiliation", "person-link")
        numbers = sorted(numbered["first-name"].keys() | numbered["last-name"].keys())
        groups += [_Group(role, None, *(numbered[kind].get(number) for kind in kinds)) for number in numbers]
    return groups


def _is_presenting(header: str) -> bool:
    return header.lower().startswith("present")


def _named(row: Sequence[str], group: _Group) -> tuple[Speaker, ...]:
    if group.name is not None:
        if group.affiliation is not None and (places := _numbered(row[group.affiliation])):
            return _of_numbers(row[group.name], places, group.role)
        people = people_of(row[group.name], group.role)
    else:
        first = row[group.first] if group.first is not None else ""
        last = row[group.last] if group.last is not None else ""
        people = _of_two(first, last, group.role)
    if not people:
        return ()
    if group.affiliation is not None and row[group.affiliation]:
        people = _with_affiliations(people, row[group.affiliation])
    if group.link is not None and len(people) == 1 and "://" in row[group.link]:
        people = (replace(people[0], url=people[0].url or row[group.link].split()[0]),)
    return people


@lru_cache(maxsize=16_384)
def people_of(cell: str, role: Role) -> tuple[Speaker, ...]:
    """All people in a cell of a column of people; empty for a sentence."""
    if cell.lower() in _NOBODY:
        return ()
    for separator in _LOOSE_SEPARATORS:
        if separator in cell and all(is_likely_name(each.strip()) for each in cell.split(separator)):
            cell = cell.replace(separator, ";")
    people = split_people(cell, role)
    if len(people) == 1 and is_prose(people[0].name, least=3) and not name_likeness(people[0].name):
        return ()
    return people


@lru_cache(maxsize=4096)
def _numbered(cell: str) -> dict[str, str]:
    """The affiliations of `1: MIT; 2: ETH Zürich`, by number; empty without numbers."""
    found = {}
    for piece in cell.replace("\n", ";").split(";"):
        number, _, place = piece.strip().partition(":")
        if not number.strip().isdigit() or not place.strip():
            return {}
        found[number.strip()] = place.strip()
    return found


@lru_cache(maxsize=16_384)
def _people_with_numbers(cell: str, role: Role) -> tuple[tuple[Speaker, tuple[str, ...]], ...]:
    """The people of `Doe, Jane (1); Roe, Max (1,2)`, each with the numbers after them."""
    names, numbers = [], []
    for piece in cell.split(";"):
        marks = _NUMBERS.search(piece)
        names.append(piece[: marks.start()] if marks else piece)
        numbers.append(tuple(each.strip() for each in marks[1].split(",")) if marks else ())
    people = people_of(";".join(names), role)
    return tuple(zip(people, numbers if len(people) == len(numbers) else [()] * len(people), strict=True))


def _of_numbers(cell: str, places: dict[str, str], role: Role) -> tuple[Speaker, ...]:
    """The people of a cell with numbered affiliations."""
    people = []
    for person, numbers in _people_with_numbers(cell, role):
        said = "; ".join(places[number] for number in numbers if number in places)
        if not numbers and len(places) == 1:
            said = next(iter(places.values()))
        people.append(replace(person, affiliation=person.affiliation or said or None))
    return tuple(people)


def _of_two(first: str, last: str, role: Role) -> tuple[Speaker, ...]:
    """The people of a column of first names and one of last names, which may both be lists."""
    for separator in _SEPARATORS:
        if separator in first and separator in last:
            given, family = first.split(separator), last.split(separator)
            if len(given) == len(family):
                names = (f"{a.strip()} {b.strip()}".strip() for a, b in zip(given, family, strict=True))
                return tuple(Speaker(name, role=role) for name in names if name)
    name = " ".join(f"{first} {last}".split())
    return (Speaker(name, role=role),) if name and name.lower() not in _NOBODY else ()


def _with_affiliations(people: tuple[Speaker, ...], cell: str) -> tuple[Speaker, ...]:
    """People with the affiliations in the next cell: one for all, or one each if their numbers match."""
    if cell.lower() in _NOBODY:
        return people
    if len(people) == 1:
        person = people[0]
        said = clean_affiliation(" ".join(cell.split())) or " ".join(cell.split())
        return people if person.affiliation else (replace(person, affiliation=said),)
    for separator in _SEPARATORS:
        pieces = [piece.strip() for piece in cell.split(separator)]
        if len(pieces) == len(people):
            return tuple(
                person if person.affiliation or not piece else replace(person, affiliation=piece)
                for person, piece in zip(people, pieces, strict=True)
            )
    return people
