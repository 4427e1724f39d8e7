"""Filter a note for others: detect private notes and remove private lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from confnotes.catalogue.templates.untouched import Untouched
from confnotes.markup import withheld
from confnotes.markup.concealed_links import UNTOLD
from confnotes.markup.generated_regions import is_day_page, without_parts
from confnotes.markup.note import parse_note
from confnotes.markup.note_blocks import with_lists
from confnotes.markup.page_one import HIGHLIGHTS
from confnotes.markup.private import without_comments, without_private
from confnotes.model.note import Note, Outline
from confnotes.model.summary import Audience


def is_private(note: Outline) -> bool:
    """Whether the whole note is private: it says so, or is damaged and might say so."""
    if note.broken is not None or (isinstance(note, Note) and note.unmerged):
        return True
    return withheld.is_private(note.fields, (tag.name for tag in note.tags))


def is_unshared(note: Outline) -> bool:
    """Whether the note and its talk are hidden from the public."""
    return withheld.is_unshared(note.fields, (tag.name for tag in note.tags))


def may_be_read(note: Outline, audience: Audience) -> bool:
    """Whether an audience may read any of the note, judging by the note alone."""
    if audience is Audience.ME:
        return True
    return not is_private(note) and not (audience is Audience.PUBLIC and is_unshared(note))


def for_audience(
    note: Note,
    audience: Audience,
    untouched: Untouched | None = None,
    concealed: Callable[[str, str], str] | None = None,
) -> Note:
    """The note without private content (unless the reader is its author) and without `untouched` template text.

    `concealed` removes other hidden items from a text, given with its note's path.

    Of a day page, only the user's own text is kept: the rest is in the summary anyway, filtered. Lists that are
    indented like code are treated as lists, so that nothing private hides in them. The text is parsed again afterwards:
    tags, tasks, people and addresses of private lines are in none of the summary's lists.
    """
    written = untouched.body_without(note) if untouched else note.body
    body = with_lists(without_parts(written) if is_day_page(note) else written)
    if audience is not Audience.ME:
        body = without_comments(without_private(body) if "%%" in body else body)
        note = with_said(note, lambda text: without_private(text).strip() if "%%" in text else text)
        # Highlights quote lines that may be private: only `report/page_one.py` knows which of them others may read.
        note = replace(note, fields={key: value for key, value in note.fields.items() if key != HIGHLIGHTS})
    if concealed is not None:
        path = str(note.path)
        body = concealed(body, path)
        note = with_said(note, lambda text: concealed(text, path))
    return with_body(note, body)


def with_said(note: Note, change: Callable[[str], str]) -> Note:
    """The note with `change` applied to its front matter and title; a changed tag of the front matter is removed."""
    fields = {key: _changed(value, change) for key, value in note.fields.items()}
    begin = note.body_line
    tags = tuple(tag for tag in note.tags if tag.line >= begin or change(tag.name) == tag.name)
    return replace(note, fields=fields, lead=change(note.lead) if note.lead else note.lead, tags=tags)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [new for one in value if (new := _changed(one, change)) != UNTOLD]
    return {key: _changed(one, change) for key, one in value.items()} if isinstance(value, dict) else value


def with_body(note: Note, body: str) -> Note:
    """The note with another text, parsed again."""
    if body == note.body:
        return note
    begin = note.body_line
    seen = parse_note(note.path, "\n" * (begin - 1) + body)
    if begin == 1 and seen.body != body:  # it begins with `---`: not front matter below a blank line
        seen = parse_note(note.path, f"\n{body}")
    return replace(
        note,
        body=body,
        headings=seen.headings,
        links=tuple(link for link in note.links if link.line < begin) + seen.links,
        tags=tuple(tag for tag in note.tags if tag.line < begin) + seen.tags,
        tasks=seen.tasks,
        questions=seen.questions,
        stamps=seen.stamps,
        mentions=seen.mentions,
        references=tuple(reference for reference in note.references if reference.line < begin) + seen.references,
        paper_words=seen.paper_words,
        private_lines=frozenset(),
    )
