"""Talks that the front matter of notes states, as users of Obsidian keep them.

https://help.obsidian.md/properties: values may be links to other notes, `speaker: "[[Ada Lind]]"`, and the title of a
note is the name of its file.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from confnotes.importers.notes.lists_of_notes import WIKI_LINK
from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.event_body import is_personal, notes_of
from confnotes.importers.pages.event_fields import Fields, own_front_matter
from confnotes.importers.pages.event_page import EventPage
from confnotes.model.program import Conference, Talk


def stated_talk(document: SourceDocument, path: str) -> tuple[Talk, Conference] | None:
    """The talk with the note's own lines, and its conference; None if the front matter names no speaker."""
    fields = {key: _unlinked(value) for key, value in document.front.fields.items()}
    stated = Fields(fields)
    if stated.entry("speaker")[0] is None:
        return None
    if stated.text("title") is None and stated.text("topic") is None:
        fields["title"] = PurePath(path).stem
    read = EventPage().read(replace(document, front=replace(document.front, fields=fields), _made_once={}))
    talk = next(iter(read.program.talks()), None)
    if talk is None:
        return None
    conference = read.program.conference
    day = conference.start_date if conference.start_date == conference.end_date else None
    return replace(talk, id=None, start=talk.start or day, abstract=None, notes=notes_of(document)), conference


def with_own_front_matter(talk: Talk, document: SourceDocument, above: str | None = None) -> Talk:
    """A talk whose notes begin with the front matter that is not about it, and the text above its heading."""
    own = own_front_matter(document.front.fields)
    notes = "\n\n".join(filter(None, (above, talk.notes))) if above else talk.notes
    return replace(talk, notes=f"{own}\n{notes or ''}" if own else notes)


def is_personal_note(document: SourceDocument) -> bool:
    """Whether a file is somebody's own note about an event rather than its announcement."""
    return is_personal(document.front.fields, document.front.body)


def _unlinked(value: object) -> object:
    """A value, or each of a list, with the names of the notes that its links lead to."""
    if isinstance(value, list):
        return [_unlinked(each) for each in value]
    if not isinstance(value, str):
        return value
    return WIKI_LINK.sub(lambda link: link["note"].strip().rpartition("/")[2], value)
