"""What a vault shows its team, as files: notes, programs and marks of conferences, without anything private."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from confnotes.actions.team.shared_note import shared_text
from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.errors import ConfnotesError
from confnotes.markup.generated_regions import is_day_page
from confnotes.markup.program_yaml import render as render_program
from confnotes.merge.regenerate import is_made
from confnotes.model.mark import stated_rating
from confnotes.model.summary import Audience
from confnotes.vault import layout
from confnotes.vault.marks_file import render as render_marks
from confnotes.vault.team_state import MAX_NOTE_BYTES, Team, is_shared_path, shareable_path, without_case
from confnotes.vault.vault import Vault


class SharedFiles:
    """The files of a vault as the team may see them; reads again only what changed since the last time."""

    def __init__(self, vault: Vault, team: Team) -> None:
        self._vault, self._team = vault, team
        self._state: object = None
        self._files: dict[str, bytes] = {}
        self._notes: dict[str, tuple[object, bytes | None]] = {}

    def read(self) -> Mapping[str, bytes]:
        """The content of each file by its path in the member's folder. Raises ConfnotesError."""
        conferences = [name for name in self._vault.conferences() if self._team.sends(name)]
        state = (self._vault.files(), [self._marks_version(name) for name in conferences])
        if state != self._state:
            self._files = dict(self._read(conferences))
            self._state = state
        return self._files

    def _marks_version(self, conference: str) -> object:
        with suppress(OSError):
            facts = (self._vault.root / layout.marks_path(conference)).stat()
            return facts.st_mtime_ns, facts.st_size
        return None

    def _read(self, conferences: list[str]) -> Iterator[tuple[str, bytes]]:
        shown, untouched = AudienceFilter(self._vault, Audience.TEAM), Untouched.of(self._vault)
        versions = self._vault.files()
        own = {name: set(self._own_entries(name)) for name in conferences}
        hides = shown.fingerprint, own
        notes: dict[str, tuple[object, bytes | None]] = {}
        for name in conferences:
            for path in without_case(self._vault.note_paths(name)):
                version = (versions.get(path), hides)
                known = self._notes.get(path)
                if known is None or known[0] != version:
                    known = (version, self._note(path, shown, untouched, own[name]))
                notes[path] = known
                if known[1] is not None and is_shared_path(place := shareable_path(path)):
                    yield place, known[1]
            yield from self._program(name, shown)
            marks = shown.marks(name)
            marks = marks.without(talk for talk in marks.marked() if layout.talk_key(name, talk) in own[name])
            if marks.marked() or marks.of_talks:
                yield shareable_path(layout.marks_path(name)), render_marks(marks).encode()
        self._notes = notes

    def _own_entries(self, name: str) -> Iterator[str]:
        """The keys of the user's own entries in a program, meetings and meals, which are nobody else's."""
        with suppress(ConfnotesError):
            for session in self._vault.program(name).sessions:
                if session.id == layout.OWN_SESSION:
                    yield from (layout.talk_key(name, talk.id or "") for talk in session.talks)

    def _note(self, path: str, shown: AudienceFilter, untouched: Untouched, own: set[str]) -> bytes | None:
        """The file of a note; None if nothing of it may be seen, or nobody wrote anything."""
        if layout.original_of(path):
            return None
        try:
            note = self._vault.note(path)
        except ConfnotesError:
            return None
        is_left_out = is_made(note.body) or note.talk_key in own
        readable = None if is_left_out else shown.note(note, untouched)
        if readable is None:
            return None
        text = shared_text(readable)
        is_written = bool(readable.body.strip()) or (stated_rating(readable.fields) and not is_day_page(note))
        data = text.encode()
        return data if (is_written or is_page(path)) and len(data) <= MAX_NOTE_BYTES else None

    def _program(self, name: str, shown: AudienceFilter) -> Iterator[tuple[str, bytes]]:
        try:
            program = shown.program(name, keep=False)
        except ConfnotesError:
            return
        sessions = tuple(one for one in program.sessions if one.id != layout.OWN_SESSION)
        if sessions:
            text = render_program(replace(program, sessions=sessions), name)
            yield shareable_path(layout.program_path(name)), text.encode()


def is_page(path: str) -> bool:
    """Whether a path is that of a conference's own note."""
    return path == layout.conference_path(path.partition("/")[0])
