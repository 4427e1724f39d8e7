"""What a team sees of a vault: each note, program and marks file as it is sent, without anything private."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace

from confnotes.actions.team.shared_highlights import shared_highlights
from confnotes.actions.team.shared_note import shared_text
from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.errors import ConfnotesError
from confnotes.markup.generated_regions import is_day_page
from confnotes.markup.page_one import HIGHLIGHTS
from confnotes.markup.program_yaml import render as render_program
from confnotes.merge.regenerate import is_made
from confnotes.model.mark import stated_rating
from confnotes.model.summary import Audience
from confnotes.vault import layout
from confnotes.vault.marks_file import render as render_marks
from confnotes.vault.team_state import MAX_NOTE_BYTES
from confnotes.vault.vault import Vault


class TeamView:
    """The files of some conferences as their team sees them, None for what it does not get."""

    def __init__(self, vault: Vault, conferences: Collection[str]) -> None:
        self._vault = vault
        self._shown, self._untouched = AudienceFilter(vault, Audience.TEAM), Untouched.of(vault)
        self._own = {name: frozenset(self._own_entries(name)) for name in conferences}

    @property
    def fingerprint(self) -> object:
        """Equal for two that see the same of a note."""
        own = sorted((name, sorted(keys)) for name, keys in self._own.items())
        return self._shown.fingerprint, self._untouched.fingerprint, own

    def note(self, path: str, sent: Collection[str] = ()) -> bytes | None:
        """A note; None if nothing of it may be seen, or nobody wrote anything.

        The conference's own note has the highlights that come from the notes at the paths `sent`.
        """
        if layout.original_of(path):
            return None
        try:
            note = self._vault.note(path)
        except ConfnotesError:
            return None
        own = self._own[path.partition("/")[0]]
        is_left_out = is_made(note.body) or note.talk_key in own
        readable = None if is_left_out else self._shown.note(note, self._untouched)
        if readable is None:
            return None
        if is_page(path) and (highlights := shared_highlights(self._vault, note, self._shown, sent, own)):
            readable = replace(readable, fields={**readable.fields, HIGHLIGHTS: highlights})
        is_written = bool(readable.body.strip()) or (stated_rating(readable.fields) and not is_day_page(note))
        data = shared_text(readable).encode()
        return data if (is_written or is_page(path)) and len(data) <= MAX_NOTE_BYTES else None

    def marks(self, name: str) -> bytes | None:
        """The marks of a conference."""
        marks, own = self._shown.marks(name), self._own[name]
        marks = marks.without(talk for talk in marks.marked() if layout.talk_key(name, talk) in own)
        return render_marks(marks).encode() if marks.marked() or marks.of_talks else None

    def program(self, name: str) -> bytes | None:
        """The program of a conference."""
        try:
            program = self._shown.program(name, keep=False)
        except ConfnotesError:
            return None
        sessions = tuple(one for one in program.sessions if one.id != layout.OWN_SESSION)
        return render_program(replace(program, sessions=sessions), name).encode() if sessions else None

    def _own_entries(self, name: str) -> Iterator[str]:
        """The keys of the user's own entries in a program, meetings and meals, which are nobody else's."""
        with suppress(ConfnotesError):
            for session in self._vault.program(name).sessions:
                if session.id == layout.OWN_SESSION:
                    yield from (layout.talk_key(name, talk.id or "") for talk in session.talks)


def is_page(path: str) -> bool:
    """Whether a path is that of a conference's own note."""
    return path == layout.conference_path(path.partition("/")[0])
