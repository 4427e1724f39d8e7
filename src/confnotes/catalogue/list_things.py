"""Lists of what the vault holds, as rows that print and serialise; times are wall-clock times at the conference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter

from confnotes import config
from confnotes.catalogue.program.cards import timetables
from confnotes.catalogue.searching.find import outlines
from confnotes.errors import ConfnotesError, UsageError
from confnotes.markup.link_names import LinkNames, link_key
from confnotes.markup.names import fold, slug
from confnotes.model.mark import stated_rating
from confnotes.model.note import Outline
from confnotes.model.program import Kind, Moment, Program
from confnotes.model.schema import columns, each, plain
from confnotes.model.timetable import wall_time
from confnotes.vault.layout import conference_of, conference_path
from confnotes.vault.vault import Vault

Row = dict[str, object]


def list_things(vault: Vault, what: str, query: str | None = None) -> list[Row]:
    """Rows of the things named, those whose texts hold every word of `query`, whatever the case and accents.

    Each row has its own `id`, whatever words chose it: the second thing on a line has `#2` behind the id of the line.
    Of related things `query` is the note, talk or paper. Raises UsageError when there are no such things, and what
    `find_note` raises.
    """
    if what == RELATED:
        return _related(vault, query)
    maker = _MAKERS.get(what)
    if maker is None:
        raise UsageError(f"there is no list of “{what}”", f"one of: {', '.join(THINGS)}")
    words = fold(query or "").split()
    return [row for row in _with_own_ids(maker(vault)) if _fits(row, words)]


def _with_own_ids(rows: Iterable[Row]) -> Iterator[Row]:
    met: Counter[object] = Counter()
    for row in rows:
        met[row["id"]] += 1
        number = met[row["id"]]
        yield {**row, "id": f"{row['id']}#{number}"} if number > 1 else row


talk_row = columns(
    "id=key title conference session=session.title kind=talk.kind start=begins end=ends room track"
    " speakers=talk.speakers *marks no_share=unshared rating cancelled=talk.cancelled note note_lines",
    speakers=each(attrgetter("name")),
)
"""One talk, a Card, as a row."""


def _fits(row: Row, words: list[str]) -> bool:
    if not words:
        return True
    text = fold(" ".join(_texts(list(row.values()))))
    return all(word in text for word in words)


def _texts(values: list[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from _texts(value)


def _conferences(vault: Vault) -> Iterator[Row]:
    for name in vault.conferences():
        row: Row = {"id": slug(name), "name": name, "path": conference_path(name)}
        try:
            program, span = vault.program(name), vault.span(name)
        except ConfnotesError as error:
            yield {**row, "error": error.message}
            continue
        conference = program.conference
        notes = [path for path in vault.note_paths(name) if path != conference_path(name)]
        yield {
            **row,
            "name": conference.name or name,
            "start": plain(span.first),
            "end": plain(span.last),
            "timezone": conference.timezone,
            "venue": conference.venue,
            "url": conference.url,
            "sessions": len(program.sessions),
            "talks": sum(1 for _ in program.talks()),
            "notes": len(notes),
        }


def _sessions(vault: Vault) -> Iterator[Row]:
    for table in timetables(vault):
        for session in table.program.sessions:
            yield {
                "id": f"{slug(table.conference)}/{session.id}",
                "title": session.title,
                "conference": table.conference,
                "kind": session.kind,
                "start": plain(_wall(session.start, table.program)),
                "end": plain(_wall(session.end, table.program)),
                "room": session.room,
                "track": session.track,
                "talks": len(session.talks),
            }


def _talks(vault: Vault) -> Iterator[Row]:
    for table in timetables(vault, noted=True):
        yield from (talk_row(card) for card in table.all())


def _people(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.people.people import people

    return map(_person, people(vault))


_person = columns(
    "id=name name names ids affiliations roles conferences talks notes starred last_met=met path=note",
    talks=len,
    notes=len,
)


def _notes(vault: Vault) -> Iterator[Row]:
    marks = {slug(name): vault.marks(name) for name in vault.conferences()}
    for note in outlines(vault):
        conference, _, talk_id = str(note.fields.get("talk") or "").partition("/")
        stated = stated_rating(note.fields)
        yield {
            "id": str(note.path),
            "path": str(note.path),
            "title": note.title,
            "conference": conference_of(str(note.path)),
            "talk": _text(note.fields.get("talk")),
            "start": _text(note.fields.get("start")),
            "rating": marks[conference].rating(talk_id, stated) if conference in marks else stated,
            "tags": sorted({tag.name for tag in note.tags}),
            "tasks": sum(1 for task in note.tasks if not task.done),
            "questions": len(note.questions),
        }


def _papers(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.papers.papers import paper_rows

    return paper_rows(vault)


def _tags(vault: Vault) -> Iterator[Row]:
    counts: dict[str, int] = {}
    notes: dict[str, dict[str, None]] = {}
    spelled: dict[str, str] = {}
    for note in outlines(vault):
        for tag in note.tags:
            key = tag.name.casefold()
            spelled.setdefault(key, tag.name)
            counts[key] = counts.get(key, 0) + 1
            notes.setdefault(key, {})[str(note.path)] = None
    for key in sorted(counts):
        yield {"id": f"#{spelled[key]}", "tag": spelled[key], "count": counts[key], "notes": list(notes[key])}


def _tasks(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.templates.untouched import Untouched

    untouched = Untouched.of(vault)
    for note in outlines(vault):
        if not (tasks := note.tasks):
            continue
        prompts, place = untouched.prompts_of(vault, note), _places(note)
        for task in tasks:
            if task.line not in prompts:
                state = "done" if task.done else "open"
                yield {**place(task.line), "text": task.text, "done": task.done, "state": state}


def _questions(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.templates.untouched import Untouched

    untouched = Untouched.of(vault)
    for note in outlines(vault):
        if not (questions := note.questions):
            continue
        prompts, place = untouched.prompts_of(vault, note), _places(note)
        for question in questions:
            if question.line in prompts:
                continue
            row = {**place(question.line), "text": question.text, "answer": question.answer}
            yield {**row, "asked_by": question.asked_by, "state": "open" if question.answer is None else "answered"}


def _links(vault: Vault) -> Iterator[Row]:
    for note, rows in groupby(link_rows(vault), itemgetter(0)):
        place = _places(note)
        for _, line, row in rows:
            yield {**place(line), **row}


def _broken(vault: Vault) -> Iterator[Row]:
    return (row for row in _links(vault) if row["state"] == "broken")


def _orphans(vault: Vault) -> Iterator[Row]:
    alone = orphans(vault)
    return (row for row in _notes(vault) if row["path"] in alone)


def _untagged(vault: Vault) -> Iterator[Row]:
    return (row for row in _notes(vault) if not row["tags"])


def _unnoted(vault: Vault) -> Iterator[Row]:
    pauses = (Kind.BREAK, Kind.SOCIAL)
    return (row for row in _talks(vault) if not (row["note"] or row["cancelled"] or row["kind"] in pauses))


def _related(vault: Vault, note: str | None) -> list[Row]:
    from confnotes.catalogue.related import find_related_to

    if not note:
        raise UsageError("related to what?", "name a note, a talk or a paper: `confnotes list related NOTE`")
    return list(map(_related_row, find_related_to(vault, note)))


_related_row = columns("id path title conference score words things linked why", path=lambda path: path or None)


def _changes(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.program.changes import changes

    return map(_change, changes(vault))


_change = columns("id=key title conference time source changes what starred path=note")


def _unresolved(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.links.unresolved import find_unresolved

    for one in find_unresolved(vault):
        yield {"id": f"{one.path}:{one.line}", **_naming(one)}


_naming = columns(
    "path line column=start note=title conference kind text name candidates",
    column=lambda start: start + 1,
    candidates=each(attrgetter("candidate.name")),
)


def recording_rows(vault: Vault, at: datetime) -> Iterator[Row]:
    """Talks with what there is of them, first those to be watched."""
    from confnotes.catalogue.recorded import recorded_talks, watch_list

    talks = recorded_talks(vault, at)
    for one in [*watch_list(talks), *(talk for talk in talks if not talk.wanted)]:
        state = ("waiting" if one.waiting else "to watch") if one.wanted else None
        yield {**talk_row(one.card), "state": state, "missed": one.missed, "resources": plain(one.resources)}


def _places(note: Outline) -> Callable[[int], Row]:
    """Tells where a line of the note is; the title is read once, since a long note has thousands of headings."""
    path, title = str(note.path), note.title
    conference = conference_of(path)
    return lambda line: {"id": f"{path}:{line}", "path": path, "line": line, "note": title, "conference": conference}


def _text(value: object) -> str | None:
    return str(value) if value is not None and not isinstance(value, (list, dict)) else None


def _wall(moment: Moment | None, program: Program) -> Moment | None:
    return wall_time(moment, program.conference.timezone) if isinstance(moment, datetime) else moment


def _queries(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.searching.saved_queries import saved_queries

    return map(columns("id=name query"), saved_queries(vault))


_MAKERS: dict[str, Callable[[Vault], Iterator[Row]]] = {
    "conferences": _conferences,
    "sessions": _sessions,
    "talks": _talks,
    "people": _people,
    "notes": _notes,
    "papers": _papers,
    "tags": _tags,
    "tasks": _tasks,
    "questions": _questions,
    "links": _links,
    "broken": _broken,
    "orphans": _orphans,
    "untagged": _untagged,
    "unnoted": _unnoted,
    "changes": _changes,
    "unresolved": _unresolved,
    "queries": _queries,
    "recordings": lambda vault: recording_rows(vault, config.now()),
}
RELATED = "related"
THINGS = (*_MAKERS, RELATED)


RESOLVED, AMBIGUOUS, UNWRITTEN, BROKEN = "resolved", "ambiguous", "unwritten", "broken"
"""The states of a link: it means one note, several, none yet (what front matter names, a person or talk that programs
know, a conference, a file that is no note), or nothing at all."""


def link_rows(vault: Vault) -> Iterator[tuple[Outline, int, dict[str, object]]]:
    """Every link with the note and the line (from 1) in which it stands, and where it leads."""
    from confnotes.catalogue.searching.find import index_of
    from confnotes.search.graph import graph_of
    from confnotes.search.link_report import leads_nowhere

    notes = list(outlines(vault))
    names = LinkNames.of(notes)
    graph = graph_of(index_of(vault))
    for note in notes:
        path = str(note.path)
        for link in note.links:
            meant = names.resolve(link.target, path)
            lost = (
                not meant
                and link.target
                and link.line >= note.body_line
                and leads_nowhere(graph, link_key(link.target, path))
            )
            state = AMBIGUOUS if len(meant) > 1 else RESOLVED if meant or not link.target else UNWRITTEN
            row: dict[str, object] = {
                "target": link.target,
                "alias": link.alias,
                "heading": link.heading or (f"^{link.block}" if link.block else None),
                "to": meant[0] if meant else None if link.target else path,
                "state": BROKEN if lost else state,
            }
            yield note, link.line, row


def orphans(vault: Vault) -> Collection[str]:
    """The paths of the notes that neither link to another note nor are linked to."""
    from confnotes.catalogue.searching.find import index_of
    from confnotes.search.graph import graph_of
    from confnotes.search.link_report import link_report

    graph = graph_of(index_of(vault))
    return graph.paths(link_report(graph).orphans)
