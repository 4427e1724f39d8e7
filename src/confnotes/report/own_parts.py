"""What a note has for its author alone: tasks and opinions, known by their marks. The public gets them on request."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from confnotes.catalogue.audience.for_audience import with_body
from confnotes.markup import opinions, questions, tasks
from confnotes.markup.nested_lines import Cut, joins, nested_end, untouchable, without
from confnotes.model.note import Note
from confnotes.model.summary import LeftOut, Own, Summary, SummaryOrder
from confnotes.report.authors import NoteAuthors, own_name
from confnotes.report.emptied_lines import emptied
from confnotes.report.items import RankedItem
from confnotes.report.left_out import listed_left_out
from confnotes.report.sources import SummarySource

_LABEL = re.compile(r"[*_=]{0,2}[\w’'-]+(?:[ ][\w’'-]+)?[*_=]{0,2}[ \t]?[:：]")


@dataclass(frozen=True, slots=True)
class OwnParts:
    """How many tasks and opinions the note at `path` has that its reader does not get."""

    path: str
    title: str
    tasks: int = 0
    opinions: int = 0


def without_own(note: Note, kinds: Collection[Own], names: Sequence[str] = ()) -> tuple[Note, OwnParts]:
    """The note without its tasks, its opinions or both; `names` are first names of its author, as `opinions.split`
    takes them. Headings and lines such as `Next:` of which nothing else is left go with them.
    """
    body, parts = note.body, OwnParts(str(note.path), note.title)
    if Own.TASKS in kinds and note.tasks:
        body = without_tasks(body)
        parts = OwnParts(parts.path, parts.title, sum(not task.cancelled for task in note.tasks))
    if Own.OPINIONS in kinds and (number := opinions.count(body, names)):
        body = opinions.split(body, names).said
        parts = OwnParts(parts.path, parts.title, parts.tasks, number)
    return with_body(note, body), parts


def without_own_parts(
    sources: Sequence[SummarySource], order: SummaryOrder
) -> tuple[Sequence[SummarySource], tuple[OwnParts, ...]]:
    """The sources without what the order's audience does not get, and what that is, for the author only."""
    if not order.withheld:
        return sources, ()
    found, gone = [], []
    for source in sources:
        authors = NoteAuthors(own_name(order), source.authors)
        every = [*source.notes, *([source.own] if source.own else [])]
        kept = [without_own(note, order.withheld, authors.first_names(str(note.path))) for note in every]
        notes = tuple(note for note, _ in kept)
        gone += [parts for _, parts in kept if parts.tasks or parts.opinions]
        found.append(replace(source, notes=notes[: len(source.notes)], own=notes[-1] if source.own else None))
    return found, tuple(gone)


def own_parts_left_out(
    own_parts: Iterable[OwnParts], within: Iterable[RankedItem], summary: Summary
) -> tuple[LeftOut, ...]:
    """The author's tasks and opinions that this audience does not get."""
    paths = {path for one in within for path in one.paths}
    whole = summary.day is None and summary.query is None
    found = [one for one in own_parts if whole or one.path in paths]
    tasks = listed_left_out("task", (one.title for one in found for _ in range(one.tasks)), "of yours")
    opinions = listed_left_out("opinion", (one.title for one in found for _ in range(one.opinions)), "of yours")
    return tuple(one for one in (tasks, opinions) if one.number)


def without_tasks(text: str) -> str:
    """The text without its tasks, what is nested below them, and their footnotes."""
    lines = text.split("\n")
    shut = untouchable(lines)
    cuts = list(_task_cuts(lines, shut))
    gone = {row for cut in cuts for row in range(cut.row, cut.end)}
    cuts += [Cut(row, row + 1) for row in emptied(lines, shut, gone)]
    taken = "\n".join(line for cut in cuts for line in lines[cut.row : cut.end])
    return opinions.own_definitions("\n".join(without(lines, sorted(cuts))), taken)


def _task_cuts(lines: Sequence[str], shut: Sequence[bool]) -> Iterator[Cut]:
    behind = 0
    for row, line in enumerate(lines):
        if row < behind or shut[row] or tasks.find(line) is None:
            continue
        behind = nested_end(lines, row)
        while behind < len(lines) and _runs_on(lines, row, behind):
            behind += 1
        yield Cut(row, behind)


def _runs_on(lines: Sequence[str], row: int, end: int) -> bool:
    """Whether the line at `end` is more of the task's text, wrapped without indentation."""
    line = lines[end]
    return bool(
        lines[end - 1].strip()
        and joins(lines[row:end], line)
        and not _LABEL.match(line)
        and questions.find(line) is None
        and questions.find_answer(line) is None
    )
