"""Extract from notes and programs the documents for the index."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time

from confnotes.markup.canonical import canonical
from confnotes.markup.link_names import link_labels
from confnotes.markup.names import bare, file_stem
from confnotes.markup.paper_ids import best_addresses, is_paper, own_papers, title_in, year_in
from confnotes.markup.plain import plain_text
from confnotes.markup.talk_references import session_references, stated_references
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.hit import HitKind
from confnotes.model.mark import FLAGS, stated_rating
from confnotes.model.note import Note
from confnotes.model.program import Conference, Kind, Person, Program, ProgramItem, Resource, Session, Speaker, Talk
from confnotes.model.timetable import wall_time, wall_time_of
from confnotes.search.analyse import parts_of_name
from confnotes.search.document import LINK_LABELS, IndexDocument
from confnotes.search.languages import code, guess_language

_Said = Mapping[str, Iterable[str | None]]

_STAMP = re.compile(r"\^t\d{6}\b")
_NOT_SEARCHED = frozenset({"talk", "type", "timezone", "start", "end", "rating"})


@fast_dataclass(frozen=True, slots=True)
class TalkFacts:
    """A talk with its key, the stem of its future note, its conference's folder, and its local start."""

    key: str
    stem: str
    conference: str
    talk: Talk
    session: Session
    start: datetime | None


_NO_TALK = TalkFacts("", "", "", Talk(None), Session(), None)
"""The talk of a note without one."""


def talks_of(
    program: Program, conference: str, name: Callable[[Session, Talk], tuple[str, str]]
) -> Iterator[TalkFacts]:
    """Every talk of a program that has an id; `name` returns its key and the stem of its future note."""
    zone = program.conference.timezone
    for session in program.sessions:
        for talk in session.talks:
            if talk.id is not None:
                start = _date_of(talk, zone) or _date_of(session, zone)
                yield TalkFacts(*name(session, talk), conference, talk, session, start)


def _date_of(item: ProgramItem, timezone: str | None) -> datetime | None:
    """Its local start; midnight if only the day is known."""
    if item.starts_at:
        return wall_time(item.starts_at, timezone)
    return datetime.combine(item.day, time.min) if item.day else None


def where_and_when(conference: Conference) -> tuple[str, str]:
    """The venue (each word once) and year of a conference, which belong to the words of everything at it."""
    year = conference.year or (conference.start_date.year if conference.start_date else None)
    return " ".join(dict.fromkeys((conference.venue or "").replace(",", " ").split())), str(year or "")


def _in_year(documents: Iterable[IndexDocument], *stated: object) -> list[IndexDocument]:
    """The documents; those without a date are labelled with the first year that is stated."""
    year = year_in(" ".join(map(str, stated)))
    labels = {"year": [str(year)]} if year else {}
    return [one if one.date else replace(one, labels={**one.labels, **labels}) for one in documents]


def note_documents(
    note: Note,
    conference: str | None,
    talk: TalkFacts | None,
    where: tuple[str, str] = ("", ""),
    *,
    written: bool = True,
) -> list[IndexDocument]:
    """The note, its tasks and questions, and the people and papers that it names.

    `talk` is its talk from the program; `where` is the venue and year of its conference; `written` is False if it
    contains only its template.
    """
    fields, about = note.fields, talk or _NO_TALK
    own_speakers = tuple(_texts(fields, "speakers", "speaker"))
    speakers = own_speakers or _names(about.talk.speakers)
    conference = next(iter(_texts(fields, "conference")), conference)
    date = wall_time_of(fields.get("start")) or wall_time_of(fields.get("date")) or about.start or note.moment
    resources = [*(reference.resource for reference in note.references), *_linked_by(about)]
    stated = next(_texts(fields, "language", "lang"), about.talk.language)
    found = IndexDocument(
        HitKind.NOTE,
        str(note.path),
        note.title,
        conference,
        str(note.path),
        date=date,
        speakers=speakers,
        talk=note.talk_key,
        rating=stated_rating(fields),
        body=_STAMP.sub("", note.body),
        words=_present(_words_of(note, conference, speakers, about, [*where, str(date.year) if date else None])),
        labels=_present(_labels_of(note, conference, speakers, resources, about, written)),
        language=code(stated) or guess_language(note.body),
    )
    people = {bare(name): name for name in [*own_speakers, *(mention.name for mention in note.mentions)]}
    speaking = {bare(name) for name in own_speakers}
    persons = [
        _person(name, conference, [note.title], date, known=folded in speaking) for folded, name in people.items()
    ]
    papers: dict[str, IndexDocument] = {}
    best = best_addresses([*own_papers(note), *about.talk.resources], about.talk.title if talk else note.title)
    for reference in note.references:
        if is_paper(reference.resource):
            own = reference.own
            paper = _paper(reference.resource, note.title, conference, speakers if own else (), date, best, own=own)
            papers.setdefault(paper.id, paper)
    documents = found, *_points(note, found), *persons, *papers.values()
    return _in_year(documents, fields.get("year"), fields.get("date"), where[1], conference)


def links_only(document: IndexDocument) -> IndexDocument:
    """A copy of a note that is found only by its links, not by words."""
    labels = {name: document.labels[name] for name in (*LINK_LABELS, "called") if name in document.labels}
    return replace(document, body="", words={}, labels=labels)


def _points(note: Note, found: IndexDocument) -> Iterator[IndexDocument]:
    """Its tasks and questions, each with its own words and those of its answer."""
    for task in note.tasks:
        yield _point(found, HitKind.TASK, task.line, task.text, ["done" if task.done else "todo"])
    for one in note.questions:
        states = ["question", "open" if one.answer is None else "answered"]
        yield _point(found, HitKind.QUESTION, one.line, one.text, states, one.answer or "", one.asked_by)


def _point(
    note: IndexDocument, kind: HitKind, line: int, text: str, states: list[str], answer: str = "", by: str | None = None
) -> IndexDocument:
    shown = plain_text(text).strip() or text
    return IndexDocument(
        kind,
        f"{note.path}:{line}",
        shown,
        note.conference,
        note.path,
        line,
        note.date,
        body=shown,
        abstract=answer,
        words=_present({"conf": [note.conference], "speaker": [by]}),
        labels={"kind": [kind.value], "is": states},
        language=note.language,
    )


def _words_of(
    note: Note, conference: str | None, speakers: Sequence[str], about: TalkFacts, where: Sequence[str | None]
) -> _Said:
    """The searchable texts of a note, by field."""
    fields, talk, session = note.fields, about.talk, about.session
    person = note.title if fields.get("type") == "person" else None
    others = _texts(fields, *(name for name in fields if name not in _NOT_SEARCHED))
    return {
        "title": [note.title, note.stem, *_texts(fields, "aliases")],
        "speaker": [*speakers, *(mention.name for mention in note.mentions), person],
        "session": [*_texts(fields, "session"), session.title],
        "track": [*_texts(fields, "track"), talk.track],
        "room": [*_texts(fields, "room"), talk.room or session.room],
        "conf": [conference, about.conference, *_folders(note)],
        "text": [*where, talk.abstract, *_addresses(talk), *others],
    }


def _folders(note: Note) -> Iterator[str]:
    """The folders of its path, also with joined names in parts: they may be the only mention of the conference."""
    for folder in note.path.parts[:-1]:
        yield folder
        yield " ".join(parts_of_name(folder))


def _labels_of(
    note: Note,
    conference: str | None,
    speakers: Sequence[str],
    resources: Sequence[Resource],
    about: TalkFacts,
    written: bool,
) -> _Said:
    """The exact values of a note, by field."""
    fields, talk = note.fields, about.talk
    session = next(_texts(fields, "session"), about.session.title)
    there = [*stated_references(note), *_linked_by(about)] if note.talk_key else resources
    parts = {"task": note.tasks, "question": note.questions, "tag": note.tags, "link": note.links, "stamp": note.stamps}
    return {
        "kind": ["note", *_texts(fields, "type"), *(["talk", talk.kind.value] if about is not _NO_TALK else [])],
        "lang": [*_texts(fields, "language", "lang"), talk.language],
        "has": [
            "note" if written else None,
            *_resource_kinds(there),
            *(name for name, found in parts.items() if found),
        ],
        "is": [
            "question" if note.questions else None,
            *({"open" if question.answer is None else "answered" for question in note.questions}),
            *({"done" if task.done else "todo" for task in note.tasks}),
            *(mark for mark in FLAGS if fields.get(mark) is True),
        ],
        "tag": [tag.name for tag in note.tags],
        **link_labels(note),
        "talk": [note.talk_key],
        "who": [*speakers, *(mention.name for mention in note.mentions)],
        "paper": [canonical(one.url) for one in resources if is_paper(one)],
        "beside": [f"{conference}/{session}" if session else None],
    }


def _linked_by(talk: TalkFacts) -> list[Resource]:
    """The links of a talk in the program."""
    return [*talk.talk.resources, *session_references(talk.session)]


def program_documents(program: Program, conference: str, talks: Iterable[TalkFacts]) -> list[IndexDocument]:
    """The talks, people and papers of a program."""
    found: list[IndexDocument] = []
    people: dict[str, list[tuple[Speaker | Person, TalkFacts]]] = {}
    papers: dict[str, IndexDocument] = {}
    where = where_and_when(program.conference)
    for facts in talks:
        found.append(_talk(facts, where))
        talk = facts.talk
        for speaker in talk.speakers:
            people.setdefault(bare(speaker.name), []).append((speaker, facts))
        best = best_addresses(talk.resources, talk.title)
        for resource in talk.resources:
            if is_paper(resource):
                paper = _paper(resource, talk.title, conference, _names(talk.speakers), facts.start, best)
                papers.setdefault(paper.id, paper)
    for person in program.people:
        people.setdefault(bare(person.name), []).append((person, _NO_TALK))
    for same in people.values():
        affiliations = [one.affiliation for one, _ in same if one.affiliation]
        titles = [facts.talk.title for _, facts in same if facts.talk.title]
        first = min((facts.start for _, facts in same if facts.start), default=None)
        found.append(_person(same[0][0].name, conference, [*affiliations, *titles], first))
    return _in_year([*found, *papers.values()], where[1], conference)


def _talk(facts: TalkFacts, where: Sequence[str]) -> IndexDocument:
    talk, session = facts.talk, facts.session
    title = talk.title or (f"{session.title}, without a title" if session.title else "Talk without a title")
    return IndexDocument(
        HitKind.TALK,
        facts.key,
        title,
        facts.conference,
        date=facts.start,
        speakers=_names(talk.speakers),
        talk=facts.key,
        abstract=talk.abstract or "",
        language=code(talk.language) or guess_language(f"{title}. {talk.abstract or ''}"),
        words=_present(
            {
                "title": [talk.title],
                "speaker": [speaker.name for speaker in talk.speakers],
                "session": [session.title],
                "track": [talk.track or session.track],
                "room": [talk.room or session.room],
                "conf": [facts.conference],
                "text": [*where, talk.notes, *_addresses(talk), *(speaker.affiliation for speaker in talk.speakers)],
            }
        ),
        labels=_present(
            {
                "kind": ["talk", talk.kind.value, *([session.kind.value] if session.kind is not Kind.OTHER else [])],
                "lang": [talk.language],
                "has": _resource_kinds([*talk.resources, *session_references(session)]),
                "talk": [facts.key],
                "known": [facts.stem, facts.conference],
                "who": [speaker.name for speaker in talk.speakers],
                "paper": [canonical(one.url) for one in talk.resources if is_paper(one)],
                "beside": [f"{facts.conference}/{session.title}"] if session.title else [],
            }
        ),
    )


def _person(
    name: str, conference: str | None, about: Iterable[str], date: datetime | None, *, known: bool = True
) -> IndexDocument:
    """`about`: their affiliations and topics; `known`: they speak or organize, and are not only mentioned."""
    return IndexDocument(
        HitKind.PERSON,
        name,
        name,
        conference,
        date=date,
        abstract="\n".join(dict.fromkeys(about)),
        words=_present({"title": [name], "speaker": [name], "conf": [conference]}),
        labels=_present({"kind": ["person"], "known": _names_of_pages(name) if known else []}),
    )


def _names_of_pages(name: str) -> list[str]:
    """The targets of links to a person: the name, and its spelling as a file name."""
    return [name] if name.replace(" ", "").isalpha() else [name, file_stem(name)]


def _paper(
    resource: Resource,
    where: str | None,
    conference: str | None,
    speakers: tuple[str, ...],
    date: datetime | None,
    best: Mapping[str, str],
    *,
    own: bool = True,
) -> IndexDocument:
    """`where` is the title of the talk or note that names the paper, `best` as in `best_addresses`; `own`: the talk
    presents this paper.
    """
    address = canonical(resource.url)
    title = title_in(resource.title) or (where if own or address in best else None) or address
    return IndexDocument(
        HitKind.PAPER,
        best.get(address, address),
        title,
        conference,
        date=date,
        speakers=speakers,
        words=_present(
            {
                "title": [title],
                "speaker": speakers,
                "conf": [conference],
                "text": [resource.url, where, *(best if address in best else ())],
            }
        ),
        labels={"kind": ["paper"], "has": ["paper"]},
    )


def _names(speakers: Iterable[Speaker]) -> tuple[str, ...]:
    return tuple(speaker.name for speaker in speakers)


def _addresses(talk: Talk) -> list[str]:
    return [text for resource in talk.resources for text in (resource.url, resource.title) if text]


def _resource_kinds(resources: Iterable[Resource]) -> list[str]:
    return sorted({resource.kind.value for resource in resources})


def _present(fields: _Said) -> dict[str, list[str]]:
    """The fields without empty and repeated values."""
    found = {name: list(dict.fromkeys(value for value in values if value)) for name, values in fields.items()}
    return {name: values for name, values in found.items() if values}


def _texts(fields: Mapping[str, object], *names: str) -> Iterator[str]:
    """The texts of a front matter field with one or several values, with links as they are read."""
    for name in names:
        value = fields.get(name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and item.strip():
                yield plain_text(item).strip() if "[[" in item else item.strip()
