"""Whether a program was found at all."""

from __future__ import annotations

from confnotes.model.program import Program


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
