"""Speakers of a Sessionize event: by id, with what their tag line, links and answers say about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from confnotes.importers.facts.records import Record, by_id, first_said, records, said
from confnotes.model.program import Person, Role, Speaker, Talk

_AT = re.compile(r".{2,80}?\s(?:at|@|bei|chez)\s+(?:the\s+)?(?P<place>[^\s|,;/•·()][^|,;/•·()]{1,60})")
_PLACE_CAPITAL = re.compile(r"[A-Z0-9À-Þ]|[^\x00-\u024f]")
_EMPLOYER = re.compile(r"\b(?:company|organi[sz]ation|employer|affiliation|firma|unternehmen|universität)\b", re.I)
_LINKS = ("blog", "linkedin", "twitter", "github", "instagram", "facebook", "sessionize")
_GUID = re.compile(r"[0-9a-f-]{30,40}|\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody of an event, by their ids, and who speaks in a session that does not say so itself."""

    people: Mapping[str, Speaker]
    by_session: Mapping[str, tuple[str, ...]]

    def speaker(self, mention: object) -> Speaker | None:
        """Whom a session means by an id, by a record with id and name, or by a name; None for an unknown id."""
        own = first_said(mention, "id") if isinstance(mention, dict) else said(mention)
        if own is not None and own.lower() in self.people:
            return self.people[own.lower()]
        if isinstance(mention, dict):
            name = _name(mention)
            return Speaker(name, id=_scheme(own)) if name is not None else None
        return Speaker(own) if own is not None and not _GUID.fullmatch(own) else None

    def everybody(self, talks: Iterable[Talk]) -> tuple[Person, ...]:
        """The people that the event lists; the roles of those who speak in `talks` are told there."""
        heard = {speaker.id for talk in talks for speaker in talk.speakers}
        return tuple(
            Person(each.name, each.affiliation, each.url, () if each.id in heard else (each.role,), each.id)
            for each in self.people.values()
        )


def cast_of(speakers: Iterable[Record], questions: Mapping[str, Record]) -> Cast:
    """The cast that the speakers of an event make up; `questions` are those of the event, by id."""
    people: dict[str, Speaker] = {}
    by_session: dict[str, list[str]] = {}
    for own, record in by_id(speakers, "id", "fullName").items():
        name = _name(record)
        if name is None:
            continue
        people[own.lower()] = Speaker(
            name,
            _employer(record, questions) or _place(said(record.get("tagLine"))),
            _homepage(record),
            highlighted=record.get("isTopSpeaker") is True,
            id=_scheme(said(record.get("id"))),
        )
        listed = record.get("sessions")
        for session in listed if isinstance(listed, list) else ():
            key = said(session.get("id") if isinstance(session, dict) else session)
            if key is not None:
                by_session.setdefault(key, []).append(own)
    return Cast(people, {key: tuple(each) for key, each in by_session.items()})


def _scheme(own: str | None) -> str | None:
    return f"sessionize:{own}" if own is not None else None


def _name(record: Record) -> str | None:
    whole = first_said(record, "fullName", "name")
    if whole is None:
        whole = " ".join(filter(None, (said(record.get("firstName")), said(record.get("lastName")))))
    return " ".join(whole.split()) or None


def _place(tag_line: str | None) -> str | None:
    """Where somebody works, of “Engineer at Acme”; None where a tag line does not say it so plainly."""
    match = _AT.match(tag_line[:200]) if tag_line else None
    if match is None or not _PLACE_CAPITAL.match(match["place"]):
        return None
    place = re.split(r"\s+(?:and|und|et|[-–—])\s", match["place"])[0].strip(" !")
    return place.rstrip(".") if re.search(r"[a-z]{5}\.$", place) else place


def _employer(record: Record, questions: Mapping[str, Record]) -> str | None:
    for answer in records(record.get("questionAnswers")):
        asked = first_said(answer, "question") or said(
            questions.get(said(answer.get("questionId")) or "", {}).get("question")
        )
        if asked is not None and len(asked) < 80 and _EMPLOYER.search(asked):
            return first_said(answer, "answerValue", "answer")
    return None


def _homepage(record: Record) -> str | None:
    """The page that is the speaker's own: a blog before profiles, and never the company's."""
    links = {
        (said(link.get("linkType")) or "").lower(): url
        for link in reversed(records(record.get("links")))
        if (url := said(link.get("url"))) is not None and url.startswith("http")
    }
    return next((links[kind] for kind in _LINKS if kind in links), None)


def with_role(speaker: Speaker, role: Role) -> Speaker:
    """The speaker in another role."""
    return Speaker(speaker.name, speaker.affiliation, speaker.url, role, speaker.highlighted, speaker.id)
