"""Reading any source: decode, look at it once, let the reader that knows it best make a program of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from confnotes.errors import ConfnotesError, UsageError
from confnotes.importers.decoding import decode
from confnotes.importers.facts.zones import known
from confnotes.importers.pages.document import Document, document_of
from confnotes.importers.pages.machine_made import is_machine_made
from confnotes.importers.pages.readers import READERS, Reader
from confnotes.model.program import Program, ReadProgram

_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Hints:
    """What the user says about a source: the conference's name, its IANA zone, the format to read it as."""

    conference: str | None = None
    timezone: str | None = None
    format: str | None = None


def read_program(data: bytes, name: str, hints: Hints | None = None) -> ReadProgram:
    """The program that a source holds.

    `name` is what messages call the source. Raises ConfnotesError where it is empty, binary, too large or no program,
    and where a hint names an unknown zone or format.
    """
    hints = hints or Hints()
    if hints.timezone is not None and not known(hints.timezone):
        raise UsageError(f"“{hints.timezone}” is no time zone", "give an IANA name such as Europe/Berlin")
    decoded = decode(data, name)
    document = document_of(decoded.text, name)
    readers = () if is_machine_made(decoded.text) else _candidates(document, hints.format)
    for reader in readers:
        program, warnings = reader.read(document)
        if not holds_anything(program):
            continue
        program = _hinted(program, hints)
        merged = [*decoded.warnings, *document.warnings, *warnings]
        if hints.timezone:
            merged = [each for each in merged if "time zone is stated" not in each.message]
        ordered = sorted(dict.fromkeys(merged), key=lambda warning: (warning.line is None, warning.line or 0))
        return ReadProgram(reader.format_of(document), program, tuple(ordered))
    raise ConfnotesError(
        f"{name} is no conference program that confnotes can read",
        "it reads workshop and conference pages, seminar pages and notes, as Markdown, HTML, Jekyll or plain text",
    )


def _candidates(document: Document, wanted: str | None) -> list[Reader]:
    """The readers that may know the source, the likeliest first."""
    if wanted is not None:
        chosen = [reader for reader in READERS if wanted in reader.formats]
        if not chosen:
            names = ", ".join(sorted(name for reader in READERS for name in reader.formats))
            raise UsageError(f"“{wanted}” is no format that confnotes reads", f"one of: {names}")
        return chosen
    scored = [(reader.sniff(document), reader) for reader in READERS]
    return [reader for score, reader in sorted(scored, key=lambda pair: -pair[0]) if score >= _LEAST]


def holds_anything(program: Program) -> bool:
    """Whether there is a program in it: talks, a dated session, or people and dates around a named event."""
    talks = sum(1 for talk in program.talks() if talk.title or talk.speakers or talk.notes)
    timed = any(session.start for session in program.sessions) or any(talk.start for talk in program.talks())
    if talks and (timed or talks >= 2 or any(talk.speakers or talk.resources for talk in program.talks())):
        return True
    if timed or any(talk.notes for talk in program.talks()):
        return True
    evidence = (len(program.people) >= 2) + bool(program.deadlines) + (program.conference.start_date is not None)
    return evidence >= 2 or (
        evidence == 1 and program.conference.name is not None and program.conference.part_of is not None
    )


def _hinted(program: Program, hints: Hints) -> Program:
    conference = program.conference
    if hints.conference is not None:
        conference = replace(conference, name=hints.conference)
    program = replace(program, conference=conference)
    if hints.timezone is not None:
        from confnotes.importers.rezone import in_zone

        program = in_zone(program, hints.timezone)
    return program
