"""Talks that present papers, and talks that count as papers because their source names authors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from confnotes.catalogue.audience.audience_filter import AudienceFilter
from confnotes.errors import ConfnotesError
from confnotes.markup import paper_ids
from confnotes.model.mark import Mark, Marks
from confnotes.model.note import Outline
from confnotes.model.paper import Paper, Presented
from confnotes.model.program import Conference, Kind, Role, Session, Talk
from confnotes.model.timetable import local_day
from confnotes.vault.layout import talk_key

_PUBLISHED = frozenset({Kind.POSTER, Kind.ORAL, Kind.SPOTLIGHT})
NO_AUTHORS = frozenset({Kind.KEYNOTE, Kind.TUTORIAL, Kind.PANEL, Kind.WORKSHOP, Kind.SOCIAL, Kind.REMARKS})


@dataclass(frozen=True, slots=True)
class ConferenceContext:
    """A conference whose talks are read: its folder, facts, marks, and notes by talk."""

    folder: str
    facts: Conference
    marks: Marks
    notes: Mapping[str, str]

    @property
    def called(self) -> str:
        """The conference's name."""
        return self.facts.name or self.folder

    def presented(self, session: Session, talk: Talk) -> Presented:
        """The talk as a presentation of a paper."""
        key = talk_key(self.folder, talk.id or "")
        day = local_day(talk, self.facts.timezone) or local_day(session, self.facts.timezone)
        marks = self.marks.of(talk.id)
        return Presented(
            key,
            talk.title or session.title or "Untitled talk",
            self.folder,
            tuple(speaker.name for speaker in talk.speakers),
            day or self.facts.start_date,
            self.notes.get(key),
            Mark.STAR in marks,
            Mark.ATTENDED in marks,
        )


def is_published(talk: Talk) -> bool:
    """Whether a talk presents one of the conference's papers: it is of that kind, or its authors are named as such."""
    return talk.kind in _PUBLISHED or any(speaker.role is Role.AUTHOR for speaker in talk.speakers)


def unlinked_papers(
    known: AudienceFilter, conferences: Iterable[str], notes: Iterable[Outline], papers: Iterable[Paper]
) -> Iterator[Paper]:
    """A paper for each talk whose source names authors and that presents none of `papers`.

    `known` and `notes` are the visible part of the vault. Skips unreadable programs.
    """
    papers = list(papers)
    presented = {one.talk for paper in papers for one in paper.presented}
    taken = {paper.citekey for paper in papers}
    noted = {key: str(note.path) for note in notes if isinstance(key := note.fields.get("talk"), str)}
    for name in conferences:
        with suppress(ConfnotesError):
            program = known.program(name, keep=False)
            stage = ConferenceContext(name, program.conference, known.marks(name), noted)
            for session, talk in program.sessions_and_talks():
                found = _paper(stage, session, talk, taken)
                if found is not None and found.key not in presented:
                    taken.add(found.citekey)
                    yield found


def _paper(stage: ConferenceContext, session: Session, talk: Talk, taken: set[str]) -> Paper | None:
    authors = tuple(speaker.name for speaker in talk.speakers if speaker.role is Role.AUTHOR)
    if not talk.title or not authors or talk.kind in NO_AUTHORS:
        return None
    shown = replace(stage.presented(session, talk), published=True)
    year = stage.facts.year or (shown.day.year if shown.day else None)
    key = paper_ids.unique(paper_ids.citekey(list(authors), talk.title, year, shown.talk), taken)
    return Paper(shown.talk, talk.title, True, authors, year, stage.called, citekey=key, presented=(shown,))
