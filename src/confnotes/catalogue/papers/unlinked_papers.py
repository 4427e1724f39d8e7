"""The papers of conferences that give authors and titles, but no address: proceedings imported from a bibliography."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from confnotes.catalogue.audience.shown import Shown
from confnotes.catalogue.papers.gather_papers import NO_AUTHORS, Stage
from confnotes.errors import ConfnotesError
from confnotes.markup import citekeys
from confnotes.model.note import Outline
from confnotes.model.paper import Paper
from confnotes.model.program import Role, Session, Talk


def unlinked_papers(
    known: Shown, conferences: Iterable[str], notes: Iterable[Outline], papers: Iterable[Paper]
) -> Iterator[Paper]:
    """A paper for each talk whose source names its authors as such, and that presents none of `papers`.

    `known` and `notes` are what may be told of the vault. A program that cannot be read is left out.
    """
    papers = list(papers)
    presented = {one.talk for paper in papers for one in paper.presented}
    taken = {paper.citekey for paper in papers}
    noted = {key: str(note.path) for note in notes if isinstance(key := note.fields.get("talk"), str)}
    for name in conferences:
        with suppress(ConfnotesError):
            program = known.program(name, keep=False)
            stage = Stage(name, program.conference, known.marks(name), noted)
            for session in program.sessions:
                for talk in session.talks:
                    found = _paper(stage, session, talk, taken)
                    if found is not None and found.key not in presented:
                        taken.add(found.citekey)
                        yield found


def _paper(stage: Stage, session: Session, talk: Talk, taken: set[str]) -> Paper | None:
    authors = tuple(speaker.name for speaker in talk.speakers if speaker.role is Role.AUTHOR)
    if not talk.title or not authors or talk.kind in NO_AUTHORS:
        return None
    shown = replace(stage.presented(session, talk), published=True)
    year = stage.facts.year or (shown.day.year if shown.day else None)
    key = citekeys.unique(citekeys.citekey(list(authors), talk.title, year, shown.talk), taken)
    return Paper(shown.talk, talk.title, True, authors, year, stage.called, citekey=key, presented=(shown,))
