"""Rows for notes and their tags, tasks, questions and links, for printing and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from confnotes.catalogue.searching.find import index_of, outlines
from confnotes.markup.link_names import LinkNames, link_key
from confnotes.markup.names import slug
from confnotes.markup.tasks import due_of
from confnotes.model.mark import stated_rating
from confnotes.model.note import Outline
from confnotes.model.schema import Row
from confnotes.vault.layout import conference_of
from confnotes.vault.scan import other_files
from confnotes.vault.vault import Vault

RESOLVED, AMBIGUOUS, UNWRITTEN, BROKEN, FILE = "resolved", "ambiguous", "unwritten", "broken", "file"
"""States of a link: one note matches; several match; none yet (a front matter name, a known person or talk, a
conference); nothing matches; a file that is not a note.
"""

_NEVER = "9999"  # sorts after all dates


def note_rows(vault: Vault) -> Iterator[Row]:
    """Every note."""
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


def untagged_rows(vault: Vault) -> Iterator[Row]:
    """Notes without tags."""
    return (row for row in note_rows(vault) if not row["tags"])


def orphan_rows(vault: Vault) -> Iterator[Row]:
    """Notes without links and backlinks."""
    from confnotes.search.graph import graph_of
    from confnotes.search.link_report import link_report

    graph = graph_of(index_of(vault))
    alone = graph.paths(link_report(graph).orphans)
    return (row for row in note_rows(vault) if row["path"] in alone)


def tag_rows(vault: Vault) -> Iterator[Row]:
    """Every tag with its notes."""
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


def task_rows(vault: Vault) -> Iterator[Row]:
    """Every task, except unfilled ones from templates: open ones first, by due date, then done and cancelled ones."""
    order = {"open": 0, "done": 1, "cancelled": 2}
    return iter(sorted(_task_rows(vault), key=lambda row: (order[str(row["state"])], row["due"] or _NEVER)))


def _task_rows(vault: Vault) -> Iterator[Row]:
    from confnotes.catalogue.templates.untouched import Untouched

    untouched = Untouched.of(vault)
    for note in outlines(vault):
        if not (tasks := note.tasks):
            continue
        prompts, place = untouched.prompts_of(vault, note), _places(note)
        for task in tasks:
            if task.line not in prompts:
                state = "cancelled" if task.cancelled else "done" if task.done else "open"
                due, _ = due_of(task.text)
                row = {**place(task.line), "text": task.text, "done": task.done, "state": state}
                yield {**row, "due": due and due.isoformat()}


def question_rows(vault: Vault) -> Iterator[Row]:
    """Every question, except unfilled ones from templates."""
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


def link_rows(vault: Vault) -> Iterator[Row]:
    """Every link with its line (from 1) and target."""
    from confnotes.search.graph import graph_of
    from confnotes.search.link_report import leads_nowhere, names_file

    notes = list(outlines(vault))
    names = LinkNames.of(notes)
    files = LinkNames(other_files(vault.root))
    graph = graph_of(index_of(vault))
    for note in notes:
        path, place = str(note.path), _places(note)
        for link in note.links:
            meant = names.resolve(link.target, path)
            other = [] if meant else files.resolve(link.target, path)
            lost = (
                not meant
                and link.target
                and link.line >= note.body_line
                and (names_file(link.target) or leads_nowhere(graph, link_key(link.target, path)))
            )
            state = AMBIGUOUS if len(meant) > 1 else RESOLVED if meant or not link.target else UNWRITTEN
            meant = meant or other
            yield {
                **place(link.line),
                "target": link.target,
                "alias": link.alias,
                "heading": link.heading or (f"^{link.block}" if link.block else None),
                "to": meant[0] if meant else None if link.target else path,
                "state": FILE if other else BROKEN if lost else state,
            }


def broken_rows(vault: Vault) -> Iterator[Row]:
    """Unresolved links."""
    return (row for row in link_rows(vault) if row["state"] == "broken")


def _places(note: Outline) -> Callable[[int], Row]:
    """A function that returns a line's place; reads the title once, because a long note has thousands of headings."""
    path, title = str(note.path), note.title
    conference = conference_of(path)
    return lambda line: {"id": f"{path}:{line}", "path": path, "line": line, "note": title, "conference": conference}


def _text(value: object) -> str | None:
    return str(value) if value is not None and not isinstance(value, (list, dict)) else None
