"""What of a vault an audience may know: its programs, marks and notes, as if all else were not there.

Private notes are for nobody else. Talks and sessions that are marked `no-share`, in the marks or in a note about them,
are not there for the public: neither in the program nor by the links of other notes. Such a link reads as its own
words, else as `…`; one to a private note about a talk that may be told leads to the talk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from confnotes.catalogue.audience.for_audience import (
    for_audience,
    is_private,
    is_unshared,
    may_be_read,
    with_body,
    with_said,
)
from confnotes.catalogue.audience.hidden import Hidden
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.errors import ConfnotesError
from confnotes.markup.damage_words import describe_damage, describe_unfinished_merge
from confnotes.markup.merge_marks import BEGIN, END
from confnotes.markup.names import fold
from confnotes.markup.withheld import MAY_WITHHOLD
from confnotes.model.damage import Fault
from confnotes.model.mark import Mark, Marks
from confnotes.model.note import Note, Outline
from confnotes.model.program import Person, Program, Role, Session, Talk
from confnotes.model.summary import Audience
from confnotes.vault.layout import marks_path, program_path, talk_key
from confnotes.vault.vault import Vault

_MAY_BE_WITHHELD = re.compile(f"{BEGIN} |{END} |{MAY_WITHHOLD.pattern}", re.IGNORECASE)
_MAY_HIDE = re.compile(f"%%|<!--|{_MAY_BE_WITHHELD.pattern}", re.IGNORECASE)
_MEND_FIRST = "Correct it first: it may hold private notes."
_OF_THE_CONFERENCE = frozenset({Role.CHAIR, Role.ORGANIZER})


class AudienceFilter:
    """A vault as an audience may know it. `is_mine` False: somebody else's, who may not have meant me either."""

    def __init__(self, vault: Vault, audience: Audience, *, is_mine: bool = True) -> None:
        self.audience = audience
        self._vault = vault
        self._reader = audience if is_mine or audience is not Audience.ME else Audience.TEAM

    @property
    def is_all(self) -> bool:
        """Whether nothing is hidden from this audience."""
        return self._reader is Audience.ME

    def program(self, conference: str, *, keep: bool = True) -> Program:
        """The program; raises as `Vault.program` does."""
        return self.told_of(conference, self._vault.program(conference, keep=keep))

    def told_of(self, conference: str, program: Program) -> Program:
        """The program, which may hold more than the vault's, with what of it may be told."""
        if not self._hidden.talks and not self._hidden.sessions:
            return program
        kept = tuple(self._sessions(conference, program))
        if kept == program.sessions:
            return program
        return replace(program, sessions=kept, people=tuple(_people(program, kept)))

    def marks(self, conference: str) -> Marks:
        """The marks of what may be told; raises as `Vault.marks` does."""
        marks = self._vault.marks(conference)
        hidden = {talk for talk in marks.marked() if self.hides(talk_key(conference, talk))}
        return marks.without(hidden) if hidden else marks

    def hides(self, key: str) -> bool:
        """Whether the talk of that key may not be told of."""
        return key in self._hidden.talks

    def conceals(self) -> list[str]:
        """The conferences that have something in their programs that may not be told of."""
        return [name for name in self._vault.conferences() if self.program(name) is not self._vault.program(name)]

    def note(self, note: Note, untouched: Untouched | None = None) -> Note | None:
        """The note as it may be read, None where it may not be."""
        if self.is_all:
            return for_audience(note, Audience.ME, untouched)
        if not may_be_read(note, self._reader) or self._is_about_hidden(note):
            return None
        return for_audience(note, self._reader, untouched, self._hidden.without_links)

    def concealed(self, note: Note) -> Note:
        """A note of somebody else's vault that may be read, without links to what is hidden in this one."""
        if self.is_all:
            return note
        path = str(note.path)
        said = with_said(note, lambda text: self._hidden.without_links(text, path))
        return with_body(said, self._hidden.without_links(note.body, path))

    def _is_about_hidden(self, note: Outline) -> bool:
        return self.hides(str(note.fields.get("talk")).strip())

    def may_change(self, outline: Outline) -> bool:
        """Whether the note may read otherwise for this audience, or not at all; its text is read, but not parsed."""
        if self.is_all:
            return False
        if not may_be_read(outline, self._reader) or self._is_about_hidden(outline):
            return True
        try:
            text = self._vault.read(str(outline.path)).text
        except ConfnotesError:
            return True
        return _MAY_HIDE.search(text) is not None or self._hidden.may_be_named(text)

    def outlines(self, known: Iterable[Outline]) -> Iterator[Outline]:
        """Those of these notes that may be read, as they may be read."""
        for outline in known:
            if not self.may_change(outline):
                yield outline
            elif (note := self.note(self._vault.note(str(outline.path)))) is not None:
                yield note

    @cached_property
    def _hidden(self) -> Hidden:
        hidden = Hidden()
        if self.is_all:
            return hidden
        public = self._reader is Audience.PUBLIC
        private: list[Note] = []
        for note in self._notes_that_may_hide():
            if public and note.unmerged:
                raise ConfnotesError(describe_unfinished_merge(note), _MEND_FIRST)
            if public and is_unshared(note):
                hidden.add_unshared(note)
            elif is_private(note):
                private.append(note)
        for name in self._vault.conferences():
            program = self._vault.program(name)
            unshared = self._vault.marks(name)[Mark.UNSHARED] if public else frozenset()
            if public:
                self._refuse_damaged(name)
            hidden.add_talks(name, program, unshared)
        hidden.add_private(private)
        return hidden

    def _refuse_damaged(self, name: str) -> None:
        """Raise ConfnotesError where what cannot be read may say what is not to be shared, or of which session.

        An odd value in the marks withholds, or it does not.
        """
        for path, known in ((program_path(name), None), (marks_path(name), Fault.VALUE)):
            damages = tuple(one for one in self._vault.damage.of(path) if one.fault is not known)
            if damages:
                raise ConfnotesError(describe_damage(path, damages), _MEND_FIRST)

    def _notes_that_may_hide(self) -> Iterator[Note]:
        for path in self._vault.note_paths():
            try:
                if _MAY_BE_WITHHELD.search(self._vault.read(path).text):
                    yield self._vault.note(path)
            except ConfnotesError:
                continue

    def _sessions(self, conference: str, program: Program) -> Iterator[Session]:
        for session in program.sessions:
            if talk_key(conference, session.id or "") in self._hidden.sessions:
                continue
            talks: tuple[Talk, ...] = tuple(
                talk for talk in session.talks if not self.hides(talk_key(conference, talk.id or ""))
            )
            yield session if len(talks) == len(session.talks) else replace(session, talks=talks)


def _people(program: Program, kept: tuple[Session, ...]) -> Iterator[Person]:
    """Everybody but those who only speak at what is hidden; of these, what else they do there."""
    still = {fold(speaker.name) for session in kept for talk in session.talks for speaker in talk.speakers}
    gone = {fold(speaker.name) for talk in program.talks() for speaker in talk.speakers} - still
    for person in program.people:
        if fold(person.name) not in gone:
            yield person
        elif roles := tuple(role for role in person.roles if role in _OF_THE_CONFERENCE):
            yield replace(person, roles=roles)
