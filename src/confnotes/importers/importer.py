"""The interface of importers, which plugins implement, and what counts as a program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from confnotes.importers.source import Source
from confnotes.model.correction import Correction
from confnotes.model.program import Program, ReadProgram

Corrections = tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class Hints:
    """The user's statements about a source: the conference's name, its IANA zone, its first day, the format to read as.

    `corrections` change rows and columns; None keeps the earlier ones.
    """

    conference: str | None = None
    timezone: str | None = None
    format: str | None = None
    starts: date | None = None
    corrections: Corrections | None = None


class Importer(Protocol):
    """Reads one kind of source. Found in the entry-point group `confnotes.importers`, called without arguments."""

    @property
    def formats(self) -> tuple[str, ...]:
        """The names of its formats, for `--format`."""

    def sniff(self, source: Source) -> float:
        """How surely the content of the source has a format of this importer: 0 (not at all) to 1 (certain).

        At 0.8 and above, a source that cannot be read is broken, and no other importer is asked.
        """

    def read(self, source: Source, hints: Hints) -> ReadProgram:
        """The program, and warnings for the user. Raises ConfnotesError for a source that cannot be read.

        Times are aware if the source states their zone or offset, else naive. The caller removes control characters,
        adds all speakers to the people, and applies `hints`: an importer uses them only if they change how it reads.
        """


def is_program(program: Program) -> bool:
    """Whether the program has any content: talks, a dated session, or people and dates of a named event."""
    talks = sum(1 for talk in program.talks() if talk.title or talk.speakers or talk.notes)
    timed = any(session.start and session.title for session in program.sessions) or any(
        talk.start for talk in program.talks()
    )
    if talks and (timed or talks >= 2 or any(talk.speakers or talk.resources for talk in program.talks())):
        return True
    if timed or any(talk.notes for talk in program.talks()):
        return True
    evidence = (len(program.people) >= 2) + bool(program.deadlines) + (program.conference.start_date is not None)
    return evidence >= 2
