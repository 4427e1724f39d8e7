"""Talks that the front matter of notes states, as users of Obsidian keep them.

https://help.obsidian.md/properties: values may be links to other notes, `speaker: "[[Ada Lind]]"`, and the title of a
note is the name of its file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath

from confnotes.importers.pages.document import SourceDocument
from confnotes.importers.pages.event_body import is_personal, notes_of
from confnotes.importers.pages.event_fields import Fields, own_front_matter
from confnotes.importers.pages.event_page import EventPage
from confnotes.markup.wikilinks import WIKILINK, read
from confnotes.model.program import Conference, Talk


def stated_talk(document: SourceDocument, path: str) -> tuple[Talk, Conference] | None:
    """The talk with the note's own lines, and its conference; None if the front matter names no speaker.

    An `author` is whoever took the notes.
    """
    fields = {key: _unlinked(value) for key, value in document.front.fields.items()}
    stated = Fields(fields)
    who = stated.entry("speaker")[0]
    if who is None or who.lower().startswith("author"):
        return None
    if stated.text("title") is None and stated.text("topic") is None:
        fields["title"] = PurePath(path).stem
    event = EventPage().read(replace(document, front=replace(document.front, fields=fields), _made_once={})).program
    talk = next(iter(event.talks()), None)
    if talk is None:
        return None
    conference = event.conference
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
    return WIKILINK.sub(_name_in, value) if isinstance(value, str) else value


def _name_in(match: re.Match[str]) -> str:
    link = read(match)
    return link.target.rpartition("/")[2] if link is not None else match[0]
