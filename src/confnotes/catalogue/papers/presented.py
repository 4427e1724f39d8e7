"""Talks that present papers, and talks that count as papers because their source names authors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from confnotes.markup import paper_ids
from confnotes.model.mark import Mark, Marks
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


def paper_of_authors(stage: ConferenceContext, session: Session, talk: Talk) -> Paper | None:
    """The paper of a talk whose source names authors, by the key of the talk; None for any other talk."""
    authors = tuple(speaker.name for speaker in talk.speakers if speaker.role is Role.AUTHOR)
    if not talk.title or not authors or talk.kind in NO_AUTHORS:
        return None
    shown = replace(stage.presented(session, talk), published=True)
    year = stage.facts.year or (shown.day.year if shown.day else None)
    key = paper_ids.citekey(list(authors), talk.title, year, shown.talk)
    return Paper(shown.talk, talk.title, True, authors, year, stage.called, citekey=key, presented=(shown,))
