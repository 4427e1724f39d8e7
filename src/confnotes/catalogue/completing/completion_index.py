"""Names in the programs and notes of a vault, for completion: read once, then only changes.

Runs in a thread: `rest` is called between steps, so that keystrokes need not wait.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from confnotes.catalogue.searching.find import outlines_of
from confnotes.errors import ConfnotesError
from confnotes.markup.link_names import aliases, stem_of
from confnotes.markup.names import name_key, slug
from confnotes.markup.paper_ids import title_in
from confnotes.model.candidate import Place
from confnotes.model.fast_dataclass import fast_dataclass
from confnotes.model.note import Outline
from confnotes.model.program import Program, ResourceKind, Session, Talk
from confnotes.model.timetable import local_day
from confnotes.patience import Rest, no_rest
from confnotes.vault.layout import PEOPLE, conference_of, conference_path, program_path, talk_key, talk_stem

if TYPE_CHECKING:
    from confnotes.vault.vault import Vault
    from confnotes.vault.version import FileVersion

_MOST_PAPERS = 50  # of one talk; some link to a whole reading list
_MOST_READ = 200
"""Up to this many notes are read here; beyond that they come from the index, and while it is being built the oldest
come later.
"""


@fast_dataclass(frozen=True, slots=True)
class KnownNote:
    """Names in a note. `folder` is its conference's folder, None for others; `day` is the day it is about."""

    path: str
    title: str
    folder: str | None
    day: date | None
    talk: str | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[tuple[str, int], ...] = ()
    mentions: tuple[tuple[str, int], ...] = ()
    links: tuple[str, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()

    @property
    def stem(self) -> str:
        """The file name without extension."""
        return stem_of(self.path)

    @property
    def is_about_a_person(self) -> bool:
        """Whether it is in “People”."""
        return self.path.startswith(f"{PEOPLE}/")


@fast_dataclass(frozen=True, slots=True)
class KnownTalk:
    """A talk of a program; `stem` is the name of its future note, `papers` are titles and addresses."""

    title: str
    stem: str
    place: Place
    speakers: tuple[str, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()


@fast_dataclass(frozen=True, slots=True)
class KnownProgram:
    """The talks and people of a conference; `place` is the conference's own place."""

    place: Place
    talks: tuple[KnownTalk, ...] = ()
    people: tuple[str, ...] = ()


class CompletionIndex:
    """Names in a vault; `look` and `look_at` update it.

    They set `changed` on changes; whoever handles them resets it.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.changed = False
        self._notes: dict[str, tuple[FileVersion | None, KnownNote]] = {}
        self._programs: dict[str, tuple[tuple[FileVersion | None, ...], KnownProgram | None]] = {}

    @property
    def notes(self) -> list[KnownNote]:
        """Every note, by path."""
        return [self._notes[path][1] for path in sorted(self._notes)]

    @property
    def programs(self) -> list[KnownProgram]:
        """Every readable program."""
        return [program for _, program in self._programs.values() if program is not None]

    def titles(self) -> dict[str, str]:
        """The titles of notes, and of talks without one, by the `name_key` of their stems."""
        talks = {name_key(talk.stem): talk.title for program in self.programs for talk in program.talks}
        return talks | {name_key(note.stem): note.title for note in self.notes}

    def look(self, rest: Rest = no_rest) -> None:
        """Compare all files with the index. Raises ConfnotesError."""
        files = self._vault.files()
        self._look_at_programs(files, rest)
        for gone in self._notes.keys() - files.keys():
            self._forget(gone)
        new = {
            path: version
            for path, version in files.items()
            if path.endswith(".md") and ((known := self._notes.get(path)) is None or known[0] != version)
        }
        for outline in outlines_of(self._vault, new) if len(new) > _MOST_READ else ():
            path = str(outline.path)
            self._know(path, new.pop(path), known_note(outline))
            rest()
        for path in sorted(new, key=new.__getitem__, reverse=True)[:_MOST_READ]:
            self._read(path, new[path])
            rest()

    def look_at(self, path: str) -> None:
        """Read a note again that was just saved."""
        self._read(path, None)

    def _read(self, path: str, version: FileVersion | None) -> None:
        try:
            fresh = known_note(self._vault.note(path))
        except ConfnotesError:
            self._forget(path)
        else:
            self._know(path, version, fresh)

    def _forget(self, path: str) -> None:
        self.changed = self._notes.pop(path, None) is not None or self.changed

    def _know(self, path: str, version: FileVersion | None, fresh: KnownNote) -> None:
        before = self._notes.get(path)
        self._notes[path] = (version, fresh)
        self.changed = self.changed or before is None or before[1] != fresh

    def _look_at_programs(self, files: dict[str, FileVersion], rest: Rest) -> None:
        found: dict[str, tuple[tuple[FileVersion | None, ...], KnownProgram | None]] = {}
        for name in self._vault.conferences():
            versions = (files.get(program_path(name)), files.get(conference_path(name)))
            known = self._programs.get(name)
            if known is None or known[0] != versions:
                self.changed = True
                known = (versions, self._read_program(name, rest))
            found[name] = known
        self.changed = self.changed or found.keys() != self._programs.keys()
        self._programs = found

    def _read_program(self, name: str, rest: Rest) -> KnownProgram | None:
        try:
            program = self._vault.program(name, keep=False)
        except ConfnotesError:
            return None
        talks: list[KnownTalk] = []
        for session, talk in program.sessions_and_talks():
            if talk.title and talk.title.strip():
                talks.append(_known_talk(name, program, session, talk))
                rest()
        facts = program.conference
        return KnownProgram(
            Place(name, facts.end_date or facts.start_date),
            tuple(talks),
            tuple(dict.fromkeys(person.name for person in program.people)),
        )


def place_of(folder: str, program: Program, session: Session, talk: Talk) -> Place:
    """The place of a talk."""
    zone = program.conference.timezone
    return Place(
        folder,
        local_day(talk, zone) or local_day(session, zone),
        f"{slug(folder)}/{session.id}" if session.title else None,
        talk.track or session.track,
        talk_key(folder, talk.id or ""),
    )


def _known_talk(folder: str, program: Program, session: Session, talk: Talk) -> KnownTalk:
    title = " ".join((talk.title or "").split())
    papers = [
        (called, resource.url)
        for resource in talk.resources
        if resource.kind is ResourceKind.PAPER and (called := title_in(resource.title))
    ]
    return KnownTalk(
        title,
        talk_stem(program.conference, session, talk),
        place_of(folder, program, session, talk),
        tuple(speaker.name for speaker in talk.speakers),
        tuple(papers),
    )


def known_note(note: Outline) -> KnownNote:
    """The names in a note."""
    papers = {
        reference.resource.url: called
        for reference in note.references
        if reference.resource.kind is ResourceKind.PAPER
        and reference.line >= note.body_line
        and (called := title_in(reference.resource.title))
    }
    return KnownNote(
        str(note.path),
        note.title,
        conference_of(str(note.path)),
        note.day,
        note.talk_key,
        tuple(aliases(note.fields)),
        tuple(Counter(tag.name for tag in note.tags).items()),
        tuple(Counter(mention.name for mention in note.mentions).items()),
        tuple(dict.fromkeys(link.target for link in note.links if link.line >= note.body_line)),
        tuple((title, url) for url, title in list(papers.items())[:_MOST_PAPERS]),
    )
