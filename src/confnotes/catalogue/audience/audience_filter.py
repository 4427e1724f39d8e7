"""Filter a vault for an audience: programs, marks and notes, as if hidden items did not exist.

Private notes are hidden from everyone else. Talks and sessions marked `no-share`, in the marks or in their note, are
hidden from the public, in programs and in links. A link to a hidden item becomes its display text, else `…`; a link to
a private note about a visible talk leads to the talk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import suppress
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
from confnotes.catalogue.audience.may_withhold import MAY_BE_WITHHELD, notes_that_may_be_withheld
from confnotes.catalogue.templates.untouched import Untouched
from confnotes.errors import ConfnotesError
from confnotes.markup.damage_words import describe_damage, describe_unfinished_merge
from confnotes.markup.names import fold
from confnotes.model.damage import Fault
from confnotes.model.mark import Mark, Marks
from confnotes.model.note import Note, Outline
from confnotes.model.program import Conference, Person, Program, Role, Session, Talk
from confnotes.model.summary import Audience
from confnotes.vault.layout import marks_path, program_path, talk_key
from confnotes.vault.vault import Vault

Trim = Callable[[Note], Note] | None

_MAY_HIDE = re.compile(f"%%|<!--|{MAY_BE_WITHHELD.pattern}", re.IGNORECASE)
_MEND_FIRST = "Correct it first: it may hold private notes."
_OF_THE_CONFERENCE = frozenset({Role.CHAIR, Role.ORGANIZER})


class AudienceFilter:
    """A vault as its audience may see it.

    `is_mine` False: somebody else's vault, whose private notes are hidden from the author too. `trim` takes more out of
    visible notes when all of them are listed.
    """

    def __init__(self, vault: Vault, audience: Audience, *, is_mine: bool = True, trim: Trim = None) -> None:
        self.audience = audience
        self._vault = vault
        self._trim = trim
        self._reader = audience if is_mine or audience is not Audience.ME else Audience.TEAM

    @property
    def is_all(self) -> bool:
        """Whether nothing is hidden from this audience."""
        return self._reader is Audience.ME

    def program(self, conference: str, *, keep: bool = True) -> Program:
        """The visible part of the program; raises what `Vault.program` raises."""
        return self.told_of(conference, self._vault.program(conference, keep=keep))

    def told_of(self, conference: str, program: Program) -> Program:
        """The visible part of a program, which may contain more than the vault's.

        Of a conference whose page is private, only the name of its folder and the zone of its times are visible.
        """
        if conference in self._hidden.pages:
            zone = program.conference.timezone
            program = replace(program, conference=Conference(name=conference, timezone=zone))
        if not self._hidden.talks and not self._hidden.sessions:
            return program
        kept = tuple(self._sessions(conference, program))
        if kept == program.sessions:
            return program
        return replace(program, sessions=kept, people=tuple(_people(program, kept)))

    def marks(self, conference: str) -> Marks:
        """The marks of visible talks; raises what `Vault.marks` raises."""
        marks = self._vault.marks(conference)
        hidden = {talk for talk in marks.marked() if self.hides(talk_key(conference, talk))}
        return marks.without(hidden) if hidden else marks

    def hides(self, key: str) -> bool:
        """Whether the talk with this key is hidden."""
        return self._hidden.hides(key)

    def conceals(self) -> list[str]:
        """Conferences with hidden talks, sessions or facts in their programs."""
        return [name for name in self._vault.conferences() if self.program(name) is not self._vault.program(name)]

    @property
    def private_pages(self) -> Set[str]:
        """Conferences (folder names) whose page is hidden."""
        return self._hidden.pages

    def note(self, note: Note, untouched: Untouched | None = None) -> Note | None:
        """The visible part of the note, or None."""
        if self.is_all:
            return for_audience(note, Audience.ME, untouched)
        if not may_be_read(note, self._reader) or self._is_about_hidden(note):
            return None
        return for_audience(note, self._reader, untouched, self._hidden.without_links)

    def concealed(self, note: Note) -> Note:
        """A visible note of somebody else's vault, without links to items hidden in this one."""
        if self.is_all:
            return note
        path = str(note.path)
        said = with_said(note, lambda text: self._hidden.without_links(text, path))
        return with_body(said, self._hidden.without_links(note.body, path))

    def _is_about_hidden(self, note: Outline) -> bool:
        return self.hides(str(note.fields.get("talk")).strip())

    def may_change(self, outline: Outline) -> bool:
        """Whether the note may be different or hidden for this audience; reads its text without parsing it."""
        if self.is_all:
            return False
        if not may_be_read(outline, self._reader) or self._is_about_hidden(outline):
            return True
        try:
            text = self._vault.read(str(outline.path)).text
        except ConfnotesError:
            return True
        return _MAY_HIDE.search(text) is not None or self._hidden.may_be_named(text)

    @property
    def fingerprint(self) -> object:
        """Equal for two filters that leave the same of a note."""
        hidden = self._hidden
        return sorted(hidden.links.items()), sorted(hidden.talks), sorted(hidden.sessions), sorted(hidden.pages)

    def outlines(self, known: Iterable[Outline]) -> Iterator[Outline]:
        """The visible notes among these, filtered."""
        for outline in known:
            if self._trim is None and not self.may_change(outline):
                yield outline
            elif (note := self.note(self._vault.note(str(outline.path)))) is not None:
                yield note if self._trim is None else self._trim(note)

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
            hidden.add_talks(name, program, unshared, self._vault.repeated_talks(name))
        withheld = {str(note.path) for note in private}
        hidden.add_private(private, (path for path in self._vault.note_paths() if path not in withheld))
        return hidden

    def _refuse_damaged(self, name: str) -> None:
        """Raise ConfnotesError if a damaged program or marks file may hide “do not share” marks.

        An invalid value in the marks file does not raise: it reads as shared or not shared.
        """
        for path, known in ((program_path(name), None), (marks_path(name), Fault.VALUE)):
            damages = tuple(one for one in self._vault.damage.of(path) if one.fault is not known)
            if damages:
                raise ConfnotesError(describe_damage(path, damages), _MEND_FIRST)

    def _notes_that_may_hide(self) -> Iterator[Note]:
        for path in notes_that_may_be_withheld(self._vault):
            with suppress(ConfnotesError):
                yield self._vault.note(path)

    def _sessions(self, conference: str, program: Program) -> Iterator[Session]:
        for session in program.sessions:
            if talk_key(conference, session.id or "") in self._hidden.sessions:
                continue
            talks: tuple[Talk, ...] = tuple(
                talk for talk in session.talks if not self.hides(talk_key(conference, talk.id or ""))
            )
            yield session if len(talks) == len(session.talks) else replace(session, talks=talks)


def _people(program: Program, kept: tuple[Session, ...]) -> Iterator[Person]:
    """Everyone except people who only speak at hidden items, with their other roles."""
    still = {fold(speaker.name) for session in kept for talk in session.talks for speaker in talk.speakers}
    gone = {fold(speaker.name) for talk in program.talks() for speaker in talk.speakers} - still
    for person in program.people:
        if fold(person.name) not in gone:
            yield person
        elif roles := tuple(role for role in person.roles if role in _OF_THE_CONFERENCE):
            yield replace(person, roles=roles)
