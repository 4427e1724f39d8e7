"""What colleagues wrote on a talk of this vault: their notes, questions, and the lines they chose as highlights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from confnotes.catalogue.team.colleagues import ColleagueView, colleague_views
from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import stem_of
from confnotes.markup.names import fold, slug
from confnotes.markup.page_one import read_page_one
from confnotes.markup.plain import plain_text
from confnotes.model.note import Note
from confnotes.vault.layout import conference_path, split_talk_key
from confnotes.vault.team_state import colleague_vaults
from confnotes.vault.vault import Vault


class ColleagueNote(NamedTuple):
    """A colleague's view of a talk, the text of their note without front matter, and in plain words its questions and
    the highlights that they chose from it for the conference.
    """

    view: ColleagueView
    body: str
    highlights: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def notes_on(vault: Vault, key: str) -> tuple[ColleagueNote, ...]:
    """Colleagues' views of the talk with this key, with their notes, by name. Raises ConfnotesError."""
    folder, talk_id = split_talk_key(key)
    conference = next((one for one in vault.conferences() if slug(one) == folder), "")
    views = colleague_views(vault, conference).get(talk_id, ())
    folders = colleague_vaults(vault.root) if views else {}
    return tuple(_read(Vault(folders[view.name]), view) for view in views if view.name in folders)


def _read(theirs: Vault, view: ColleagueView) -> ColleagueNote:
    try:
        note = theirs.note(view.path) if view.path else None
    except ConfnotesError:
        note = None
    if note is None:
        return ColleagueNote(view, "")
    questions = tuple(plain_text(one.text) for one in note.questions)
    return ColleagueNote(view, note.body.strip("\n"), tuple(_highlights(theirs, note)), questions)


def _highlights(theirs: Vault, note: Note) -> Iterator[str]:
    """The highlights of their conference that come from the note, or from its talk."""
    try:
        page = theirs.note(conference_path(note.path.parts[0]))
    except ConfnotesError:
        return
    sources = {fold(note.stem), fold(str(note.fields.get("talk")))}
    for one in read_page_one(page.fields).highlights:
        if one.text and one.target and not sources.isdisjoint((fold(one.target), fold(stem_of(one.target)))):
            yield plain_text(one.text)
