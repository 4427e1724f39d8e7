"""The engine for records: a format declares the fields of its records, and the engine creates people, links and talks.

Common to all formats: texts may be numbers or localised; people are ids, codes, names or records; rooms, tracks and
types are names, records or their ids; answers to the organisers' questions contain employers, pages and files; an
invalid timestamp is left out and counted, and so is an end before its start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from confnotes.importers.facts.links import each_once, join_url, resource
from confnotes.importers.facts.moments import moment_of
from confnotes.importers.facts.people import is_placeholder
from confnotes.importers.facts.person_lists import split_people
from confnotes.importers.facts.prose import plain_title, prose
from confnotes.importers.records.values import (
    Keys,
    Record,
    addresses,
    by_id,
    first_said,
    inner,
    listed,
    localized_text,
    records,
)
from confnotes.importers.slots import add_days
from confnotes.importers.warning_collector import Place, WarningCollector
from confnotes.model.program import (
    Conference,
    Kind,
    Person,
    Program,
    ReadProgram,
    Resource,
    ResourceKind,
    Role,
    Session,
    Speaker,
    Talk,
)

_EMPLOYER = re.compile(
    r"\b(?:affiliation|company|organi[sz]ation|employer|institut\w*|firma|unternehmen|universit\w*)\b", re.IGNORECASE
)
_HOMEPAGE = re.compile(r"\b(?:home ?page|web ?site|personal page|blog)\b", re.IGNORECASE)
_ORCID = re.compile(r"\b(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\b")
_ABOUT_IT = r"feedback|survey|\bvot(?:e|ing)|\bchat\b|slack|discord|calendar"
_BESIDE_IT = r"linkedin|twitter|mastodon|photo|previous|other talk|travel|invoice|cv\b"
_NO_CONTENT = re.compile(f"{_ABOUT_IT}|{_BESIDE_IT}", re.IGNORECASE)
_ADDRESSES = ("resource", "link", "url", "href")
_LABELS = ("description", "label", "title", "name")
_SEVERAL = re.compile(r"[,;|&/\n]|\s(?:and|und|et|y|with)\s", re.IGNORECASE)
_NOBODY = frozenset(("todo", "unknown", "no speaker", "multiple speakers", "multiple"))
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_WEB = ("http://", "https://")
_LONGEST_QUESTION, _LONGEST_LABEL = 120, 60  # characters


@dataclass(frozen=True, slots=True)
class PersonFields:
    """The fields of records of people; ids get the prefix of their `scheme`, as in `pretalx:ABCDE`, if any.

    Text in the form of an `id_form` refers to a listed person, other text is a name.
    """

    scheme: str = ""
    id: str = "id"
    names: Keys = ("name",)
    affiliations: Keys = ("affiliation", "company")
    pages: Keys = ()
    id_form: re.Pattern[str] = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class TalkFields:
    """The fields of records of talks: each has the keys that may contain it, in order of priority.

    `links` are the keys of addresses, of records with an address and a title, and of lists of both, each with its kind
    (None: decided by address and title); `answers` and `answer` are those of answers and their texts.
    """

    name: str
    people: PersonFields
    title: Keys = ("title",)
    start: Keys = ("start",)
    end: Keys = ("end",)
    abstract: Keys = ("abstract", "description")
    speakers: Keys = ("speakers",)
    links: Mapping[str, ResourceKind | None] = field(default_factory=dict)
    answers: str = "answers"
    answer: Keys = ("answer",)


@dataclass(slots=True)
class RecordReader:
    """Reads the records of one source; `people` and the other mappings resolve ids."""

    fields: TalkFields
    warnings: WarningCollector
    questions: Mapping[str, Record] = field(default_factory=dict)
    people: dict[str, Speaker] = field(default_factory=dict)
    zone: tzinfo | None = None
    base: str | None = None

    def title(self, record: Record, language: str | None = None) -> str | None:
        """The title on one line."""
        return plain_title(first_said(record, *self.fields.title, language=language))

    def talk(self, record: Record, title: str, kind: Kind, near: str | None, **said_elsewhere: Any) -> Talk:
        """The talk of a record with the id `near`; the format supplies the other fields."""
        role = Role.KEYNOTE if kind is Kind.KEYNOTE else Role.SPEAKER
        return Talk(
            title,
            id=near,
            kind=kind,
            abstract=abstract_of(record, self.fields.abstract),
            speakers=self.speakers(first_of(record, self.fields.speakers), role, near),
            resources=each_once(self.links(record)),
            **said_elsewhere,
        )

    def times(self, record: Record, near: Place, start: str | None = None) -> tuple[datetime | None, datetime | None]:
        """Its start, by default `start`, and its end, unless that is before the start."""
        begins, ends = (self._moment(first_said(record, *keys), near) for keys in (self.fields.start, self.fields.end))
        if begins is None and start is not None:
            begins = moment_of(start)
        if begins is not None and ends is not None and is_before(ends, begins):
            self.warnings.tell(f"a {self.fields.name} ends before it begins: its end was left out", near)
            ends = None
        return begins, ends

    def _moment(self, text: str | None, near: Place) -> datetime | None:
        moment = moment_of(text) if text is not None else None
        if text is not None and moment is None:
            self.warnings.tell(f"“{text[:40]}” is not a time and was left out", near)
        if moment is None or self.zone is None:
            return moment
        try:
            return moment.astimezone(self.zone) if moment.tzinfo is not None else moment.replace(tzinfo=self.zone)
        except OverflowError:
            return None

    def list_people(self, listing: Iterable[Record]) -> None:
        """Add the people of a list under their ids, or names if they have none; the first of each counts."""
        for own, record in by_id(listing, self.fields.people.id, *self.fields.people.names).items():
            person = self.person(record)
            if person is not None:
                self.people.setdefault(own.lower(), person)

    def person(self, record: Record) -> Speaker | None:
        """The person of a record, with facts from their answers; None without a name."""
        fields = self.fields.people
        name = first_said(record, *fields.names)
        if name is None:
            given = (first_said(record, *keys) for keys in (("firstName", "first_name"), ("lastName", "last_name")))
            name = " ".join(filter(None, given))
        code = localized_text(record.get(fields.id))
        own = f"{fields.scheme}:{code}" if code is not None and fields.scheme else None
        affiliation, url = first_said(record, *fields.affiliations), first_said(record, *fields.pages)
        for _, question, text in self._answers(record) if record.get(self.fields.answers) else ():
            if question is None or len(question) > _LONGEST_QUESTION:
                continue
            if "orcid" in question.lower() and (match := _ORCID.search(text)):
                own = f"orcid:{match[1]}"
            elif affiliation is None and _EMPLOYER.search(question):
                affiliation = text.partition("\n")[0]
            elif url is None and _HOMEPAGE.search(question):
                url = next(iter(addresses(text)), None)
        name = " ".join(name.split())
        return Speaker(name, affiliation, url, id=own) if name and (own is not None or not _is_nobody(name)) else None

    def speakers(self, mentions: object, role: Role, near: Place) -> tuple[Speaker, ...]:
        """The people for ids, records or names, each with `role`; unknown ids are counted.

        A person with only a record is added to the people: all their talks have the same record.
        """
        fields = self.fields.people
        found: dict[Speaker, None] = {}
        for mention in listed(mentions):
            own = localized_text(mention.get(fields.id) if isinstance(mention, dict) else mention)
            known = self.people.get(own.lower()) if own is not None else None
            people: Iterable[Speaker] = (known,) if known is not None else ()
            if known is None and isinstance(mention, dict):
                person = self.person(mention)
                people = (person,) if person is not None else ()
                if person is not None and own is not None:
                    self.people[own.lower()] = person
            elif known is None and own is not None and not fields.id_form.fullmatch(own) and any(map(str.isalpha, own)):
                people = people_of_text(own)
            elif known is None:
                self.warnings.tell("a speaker is not listed and was left out", own or near)
            for each in people:
                found[each if each.role is role else replace(each, role=role)] = None
        return tuple(found)

    def links(self, record: Record) -> Iterator[Resource]:
        """The links and files of a talk, and the addresses in answers about it."""
        for path, kind in self.fields.links.items():
            found = record.get(path) if "." not in path else inner(record, path)
            for value in listed(found) if found else ():
                text, label = localized_text(value), None
                if isinstance(value, dict):
                    text, label = self._whole(first_said(value, *_ADDRESSES)), first_said(value, *_LABELS)
                elif text is not None and "youtube" in path and _YOUTUBE_ID.fullmatch(text):
                    text = f"https://www.youtube.com/watch?v={text}"
                for url in addresses(text):
                    yield Resource(kind, url) if kind is not None else resource(url, label)
        for answer, label, text in self._answers(record) if record.get(self.fields.answers) else ():
            if answer.get("person") is None and (label is None or not _NO_CONTENT.search(label)):
                for url in addresses(text):
                    yield resource(url, label if label is not None and len(label) <= _LONGEST_LABEL else None)

    def _whole(self, address: str | None) -> str | None:
        """The full address of a file, which may be relative to that of the event."""
        if address is not None and address.startswith("/") and self.base is not None:
            address = join_url(self.base, address)
        if address is None or not address.startswith(_WEB):
            self.warnings.tell("a file has no complete address and was left out", address)
        return address.replace(" ", "%20") if address is not None else None

    def _answers(self, record: Record) -> Iterator[tuple[Record, str | None, str]]:
        """Each answer with its question, nested or found by id, and its text."""
        for answer in records(record[self.fields.answers]):
            text = first_said(answer, *self.fields.answer)
            if text is None:
                continue
            question = answer.get("question")
            known = self.questions.get(localized_text(answer.get("questionId", question)) or "")
            asked = question
            if isinstance(question, dict) or known is not None:
                asked = (question if isinstance(question, dict) else known or {}).get("question")
            elif not isinstance(question, str) or question.isdigit():
                asked = None
            yield answer, localized_text(asked), text


def people_of_text(text: str) -> tuple[Speaker, ...]:
    """The people in a text: one person or several; empty for “TBA” and the like."""
    people = split_people(text) if _SEVERAL.search(text) else (Speaker(" ".join(text.split())),)
    return tuple(each for each in people if not _is_nobody(each.name))


def _is_nobody(name: str) -> bool:
    return name.lower() in _NOBODY or is_placeholder(name)


def is_before(moment: datetime, other: datetime) -> bool:
    """Whether a time is certainly before another: aware and naive times cannot be compared."""
    return (moment.tzinfo is None) == (other.tzinfo is None) and moment < other


def first_of(record: Record, keys: Keys) -> Any:
    """The first non-empty value under these keys."""
    return next((record[key] for key in keys if record.get(key)), None)


def named(value: object, known: Mapping[str, Record]) -> str | None:
    """The name in a value: text, localised text, a record with a name, or an id.

    Always in the same language, since a room has one name for all talks.
    """
    if isinstance(value, dict):
        return localized_text(value.get("name") if "name" in value else value)
    text = localized_text(value)
    if text is not None and text in known:
        return localized_text(known[text].get("name"))
    return text if isinstance(value, str) and not value.isdigit() else None


def abstract_of(record: Record, keys: Keys) -> str | None:
    """The summary and the description, unless one contains the other."""
    kept: list[str] = []
    for text in [prose(localized_text(record[key])) for key in keys if key in record]:
        if text is not None and not any(text in other for other in kept):
            kept = [other for other in kept if other not in text] + [text]
    return "\n\n".join(kept) or None


def program_of_talks(
    format_name: str,
    conference: Conference,
    talks: Iterable[Talk],
    warnings: WarningCollector,
    people: Iterable[Speaker] = (),
) -> ReadProgram:
    """The program of talks without sessions; speakers among `people` get their roles from the talks."""
    session = Session(talks=tuple(talks))
    heard = {speaker.id for talk in session.talks for speaker in talk.speakers}
    everybody = tuple(
        Person(each.name, each.affiliation, each.url, () if each.id in heard else (each.role,), each.id)
        for each in people
    )
    program = Program(add_days(conference, [session]), (session,), everybody)
    return ReadProgram(format_name, program, warnings.warnings())
